"""CSV tables: UTF-8 with byte order mark, RFC 4180, CRLF, safe to open in office programs.

The rule for texts, reversible by :func:`unguarded`: a text that begins with an apostrophe, or that an
office program might take for a formula (``is_formula_like``), gets one apostrophe in front. Every text
is quoted, so that a program that divides at semicolons finds no second cell in it; numbers are bare.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from zgc_review.export.table_cells import Cell, is_formula_like, whole_characters

_BYTE_ORDER_MARK = "\ufeff"


def write_csv(rows: Iterable[Sequence[Cell]]) -> bytes:
    """Return ``rows`` as a CSV file; headings are the first row of ``rows``."""
    lines = [",".join(_field(cell) for cell in row) for row in rows]
    return "".join([_BYTE_ORDER_MARK, *(line + "\r\n" for line in lines)]).encode("utf-8")


def _field(cell: Cell) -> str:
    """Write one cell."""
    if cell is None:
        return ""
    if isinstance(cell, int):
        return str(cell)
    if isinstance(cell, str):
        return '"' + guarded(cell).replace('"', '""') + '"'
    return cell.text()


def guarded(text: str) -> str:
    """Return ``text`` as it stands in a CSV cell."""
    whole = whole_characters(text)
    return "'" + whole if whole.startswith("'") or is_formula_like(whole) else whole


def unguarded(cell: str) -> str:
    """Return the text that :func:`guarded` wrote as ``cell``."""
    return cell[1:] if cell.startswith("'") else cell
