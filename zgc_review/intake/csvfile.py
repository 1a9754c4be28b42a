"""CSV files as office programs write them: UTF-8 or GB 18030; comma, semicolon or tab."""

from __future__ import annotations

import codecs
import csv
import io
from itertools import islice
from typing import Final

from zgc_review.intake.cells import EMPTY, Cell, Kind, Sheet
from zgc_review.intake.gathering import Gatherer
from zgc_review.intake.limits import Limits
from zgc_review.intake.report import Place, Report

_DELIMITERS: Final = ",;\t"


def read_csv(data: bytes, source: str, name: str, report: Report, limits: Limits) -> tuple[Sheet, ...]:
    """Return the one sheet of a CSV file, or nothing with the reason in ``report``."""
    place = Place(source)
    text = _decode(data, place, report)
    if text is None:
        return ()
    # The module's own bound would end the whole file; long cells are refused one by one later.
    csv.field_size_limit(max(limits.workbook_bytes, csv.field_size_limit()))
    records = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text), strict=True)
    gatherer = Gatherer(Place(source, name), report, limits)
    try:
        whole = all(gatherer.take(number, _cells(record)) for number, record in enumerate(records, start=1))
    except csv.Error:
        report.add("intake.file.quotes", Place(source, name, records.line_num))
        return ()
    return (Sheet(source, name, tuple(gatherer.rows) if whole else (), unread=not whole),)


def _cells(record: list[str]) -> list[Cell]:
    """Return the cells of one record."""
    return [Cell(Kind.TEXT, clean_breaks(field)) if field.strip() else EMPTY for field in record]


def clean_breaks(text: str) -> str:
    """Return ``text`` with every line break as one line feed."""
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _decode(data: bytes, place: Place, report: Report) -> str | None:
    """Return the text of a CSV file, or None with the reason in ``report``."""
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        report.add("intake.file.encoding", place)
        return None
    if b"\0" in data:
        report.add("intake.file.nul", place)
        return None
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    report.add("intake.file.encoding", place)
    return None


def _delimiter(text: str) -> str:
    """Return the delimiter that the first line with a delimiter holds most of, outside quotes."""
    for line in islice(io.StringIO(text), 20):
        bare = "".join(line.split('"')[::2])
        count, chosen = max((bare.count(char), char) for char in _DELIMITERS)
        if count:
            return chosen
    return ","
