"""Chinese headers and sheet titles, in any order and spelling offices use."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Final

from zgc_review.intake.layout import Column, SheetLayout, Type

_MARKS: Final = re.compile(r"[*#:;,.·•、。\"'“”‘’`]")
_UNIT: Final = re.compile(r"(.+?)(?:\((?:单位)?([^()]*)\)|/([^/()]+)|\[([^\[\]]*)\])\Z")
_NOTES: Final = frozenset(
    (
        "必填",
        "选填",
        "可选",
        "是/否",
        "是否",
        "下拉选择",
        "可多选",
        "多选",
        "如有",
        "签章",
        "yyyy-mm-dd",
        "年月日",
    )
)
#: Characters of the longest header; longer texts are none.
_LONGEST: Final = 200
_MONEY_UNITS: Final = {"万元": "万元", "人民币万元": "万元", "万": "万元", "元": "元", "人民币元": "元"}
_PERCENT_UNITS: Final = frozenset(("%", "百分比", "百分数"))


def loose(text: str) -> str:
    """Return ``text`` reduced to what two spellings share: width, case, spaces, punctuation and quotes."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    return _MARKS.sub("", "".join(folded.split()))


@dataclass(frozen=True, slots=True)
class Heading:
    """A header understood: its column, and the unit it names (万元, 元, % or a counting unit).

    ``own``: the header is the column's own name, not another one in use for it.
    """

    column: Column
    unit: str = ""
    unit_known: bool = True
    own: bool = True


class Headings:
    """Finds the column of a header."""

    def __init__(self, columns: Iterable[Column]) -> None:
        self._names: dict[str, tuple[Column, bool]] = {}
        for column in columns:
            for name in (column.zh, column.en, ".".join(column.path)):
                self._names.setdefault(loose(name), (column, True))
            for name in column.synonyms:
                self._names.setdefault(loose(name), (column, False))

    def find(self, header: str) -> Heading | None:
        """Return what ``header`` means, or None.

        A bracketed or slashed end is tried as part of the name first, then as a unit or a note.
        """
        if len(header) > _LONGEST:
            return None
        name = loose(header)
        if name in self._names:
            column, own = self._names[name]
            return Heading(column, own=own)
        found = _UNIT.match(name)
        if found is None or found[1] not in self._names:
            return None
        column, own = self._names[found[1]]
        return replace(
            _with_unit(column, next(part for part in found.groups()[1:] if part is not None)), own=own
        )


def _with_unit(column: Column, unit: str) -> Heading:
    """Return the heading of ``column`` with the unit written behind its name."""
    if unit in _NOTES or not unit:
        return Heading(column)
    if column.type is Type.MONEY:
        known = _MONEY_UNITS.get(unit, "")
        return Heading(column, known, bool(known))
    if column.type is Type.PERCENT:
        return Heading(column, "%", unit in _PERCENT_UNITS)
    if column.type is Type.INTEGER and column.unit:
        return Heading(column, column.unit, unit == column.unit)
    return Heading(column)


def sheet_names(layout: SheetLayout) -> frozenset[str]:
    """Return the titles by which a sheet is known, reduced by :func:`loose`."""
    names = {loose(name) for name in (layout.zh, layout.en, layout.id, *layout.synonyms)}
    return frozenset(names | {_without_note(name) for name in names})


def _without_note(name: str) -> str:
    """Return a title without a bracketed note at its end: 申请回避专家(不超过3人)."""
    return re.sub(r"\([^()]*\)\Z", "", name) or name
