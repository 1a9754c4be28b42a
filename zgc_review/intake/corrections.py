"""Cells that the secretary corrected: read in place of what the file holds; the file is never changed.

A correction belongs to the row it was made for, told by a digest of all its cells: it follows the row to
another place, and counts no longer once anything in the row is different.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import msgspec
from msgspec import Struct

from zgc_review.intake.cells import EMPTY, Cell, Kind, Row, Sheet
from zgc_review.intake.report import Report, short


class Correction(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """One corrected cell.

    Attributes:
        n: number of the correction in its round, from 1.
        source, sheet, row: file, sheet and row number as it stood when it was corrected.
        column: index of the cell from 0; header: what stands over it.
        digest: of the row as the file holds it (:func:`row_digest`).
        key: first cell of the row, the application's number on most sheets.
        value: read instead; empty: nothing is provided.
        reason, by, at: why, code of who did it, claimed time.
        salt: 16 random bytes in hex; the log carries the old and the new text as digests with it.
        undone: when it was taken back, empty while it counts.
    """

    n: int
    source: str
    sheet: str
    row: int
    column: int
    header: str
    digest: str
    key: str
    value: str
    reason: str
    by: str
    at: str
    salt: str
    undone: str = ""


def corrections_of(value: Any) -> tuple[Correction, ...]:
    """Return corrections from the plain values a vault keeps."""
    return msgspec.convert(value or (), tuple[Correction, ...])


def row_digest(row: Row) -> str:
    """Return SHA-256 over everything a row holds, as 64 hex digits; the row's number plays no part."""
    parts = [
        (str(cell.kind), cell.text, str(cell.number), cell.moment.isoformat(), cell.percent)
        for cell in row.cells
    ]
    return hashlib.sha256(msgspec.json.encode(parts)).hexdigest()


def corrected(sheet: Sheet, corrections: Sequence[Correction], report: Report) -> Sheet:
    """Return a sheet with the corrections that belong to it, each told in the report.

    Of several rows with the same content the one at the old place is meant. Where the row is there under its
    key but holds something else by now, that is told and the file counts.
    """
    own = [one for one in corrections if (one.source, one.sheet) == (sheet.source, sheet.name)]
    if not own:
        return sheet
    by_digest: dict[str, list[int]] = {}
    for place, row in enumerate(sheet.rows):
        by_digest.setdefault(row_digest(row), []).append(place)
    rows = list(sheet.rows)
    for one in own:
        found = by_digest.get(one.digest, [])
        meant = [place for place in found if sheet.rows[place].number == one.row] or found
        if len(meant) == 1:
            rows[meant[0]] = _changed(sheet, rows[meant[0]], one, report)
        else:
            _tell_stale(sheet, one, report)
    return replace(sheet, rows=tuple(rows))


def _changed(sheet: Sheet, row: Row, one: Correction, report: Report) -> Row:
    """Return a row with one cell as it was corrected."""
    old = row.cell(one.column)
    cells = [*row.cells, *(EMPTY for _ in range(one.column + 1 - len(row.cells)))]
    cells[one.column] = Cell(Kind.TEXT, one.value) if one.value else EMPTY
    place = sheet.place(row.number, one.header)
    report.add("intake.correction.applied", place, one.value, n=one.n, old=short(old.text))
    return Row(row.number, tuple(cells))


def _tell_stale(sheet: Sheet, one: Correction, report: Report) -> None:
    """Tell of a correction whose row holds something else by now; rows that are gone are another matter."""
    row = next((row for row in sheet.rows if one.key and row.cell(0).text == one.key), None)
    if row is not None:
        place = sheet.place(row.number, one.header)
        report.add("intake.correction.stale", place, row.cell(one.column).text, n=one.n)
