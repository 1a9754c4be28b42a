"""XLSX workbooks, read with openpyxl after the container was judged."""

from __future__ import annotations

import io
import re
import warnings
from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Final

from zgc_review.intake.cells import EMPTY, Cell, Kind, Sheet
from zgc_review.intake.containers import check_container
from zgc_review.intake.csvfile import clean_breaks
from zgc_review.intake.gathering import Gatherer
from zgc_review.intake.limits import MEGABYTE, Limits
from zgc_review.intake.report import Place, Report

_EXCEL_ROWS: Final = 1_048_576
_ESCAPED: Final = re.compile(r"_x([0-9A-Fa-f]{4})_")


def read_xlsx(data: bytes, source: str, report: Report, limits: Limits) -> tuple[Sheet, ...]:
    """Return the sheets of a workbook, or nothing with the reason in ``report``."""
    place = Place(source)
    # A workbook may call any part a sheet, whatever its name: all of it counts as XML.
    container = check_container(io.BytesIO(data), replace(limits, unpacked_bytes=limits.xml_bytes))
    if container.problem:
        report.add(f"intake.file.{container.problem}", place, **_bound(container.problem, limits))
        return ()
    if container.kind != "xlsx":
        report.add("intake.file.kind", place)
        return ()
    if container.has_macros:
        report.add("intake.file.macros", place)
        return ()
    if container.has_links:
        report.add("intake.file.external", place)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # what openpyxl would drop silently is not read here anyway
            return _sheets(data, source, report, limits)
    except Exception:  # noqa: BLE001 - openpyxl fails in as many ways as its XML can be wrong
        report.add("intake.file.damaged", place)
        return ()


def _bound(problem: str, limits: Limits) -> dict[str, int]:
    """Return the parameters of the finding of ``problem``."""
    return {"limit": limits.xml_bytes // MEGABYTE} if problem == "bomb" else {}


def _sheets(data: bytes, source: str, report: Report, limits: Limits) -> tuple[Sheet, ...]:
    """Read every sheet."""
    from openpyxl import load_workbook  # noqa: PLC0415 - slow import

    book = load_workbook(io.BytesIO(data), read_only=True, keep_links=False)
    try:
        found: list[Sheet] = []
        cells = 0
        for sheet in book.worksheets:
            sheet.reset_dimensions()  # the size a file claims is often wrong, sometimes on purpose
            gatherer = Gatherer(Place(source, sheet.title), report, limits, cells)
            whole = _gather(sheet.iter_rows(), gatherer)
            cells = gatherer.cells
            rows = tuple(gatherer.rows) if whole else ()
            found.append(Sheet(source, sheet.title, rows, sheet.sheet_state != "visible", not whole))
        return tuple(found)
    finally:
        book.close()


def _gather(source: Iterable[tuple[Any, ...]], gatherer: Gatherer) -> bool:
    """Take the rows of a sheet; False where it holds too much."""
    for number, raw in enumerate(source, start=1):
        if number > _EXCEL_ROWS:
            break
        if not gatherer.take(number, [_cell(cell) for cell in raw]):
            return False
    return True


def _cell(raw: Any) -> Cell:
    """Return one cell of openpyxl as ours."""
    value = raw.value
    if value is None:
        return EMPTY
    if raw.data_type == "f":
        return Cell(Kind.FORMULA, value if isinstance(value, str) else str(getattr(value, "text", "=")))
    if raw.data_type == "e":
        return Cell(Kind.FAILED, str(value))
    if isinstance(value, str):
        text = clean_breaks(_ESCAPED.sub(_unescape, value))
        return Cell(Kind.TEXT, text) if text.strip() else EMPTY
    if isinstance(value, bool):
        return Cell(Kind.TRUTH, "TRUE" if value else "FALSE")
    if isinstance(value, int | float):
        return _number(value, "%" in raw.number_format)
    if isinstance(value, date):
        moment = value if isinstance(value, datetime) else datetime(value.year, value.month, value.day)  # noqa: DTZ001 - a date of a workbook has no zone
        shown = moment.date().isoformat() if moment.time() == datetime.min.time() else str(moment)
        return Cell(Kind.DATE, shown, moment=moment)
    return Cell(Kind.FAILED, str(value))


def _unescape(found: re.Match[str]) -> str:
    """Return the character that a workbook writes as ``_x000D_``; halves of a pair stay as written."""
    point = int(found[1], 16)
    return found[0] if 0xD800 <= point <= 0xDFFF else chr(point)


def _number(value: float, percent: bool) -> Cell:
    """Return a number by the shortest decimal form of what the file stores: 1.1 is 1.1."""
    number = Decimal(repr(value))
    if not number.is_finite():
        return Cell(Kind.FAILED, str(value))
    shown = f"{(number * 100).normalize():f}%" if percent else f"{number:f}"
    return Cell(Kind.NUMBER, shown.removesuffix(".0"), number, percent=percent)
