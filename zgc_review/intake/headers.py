"""Chinese headers and sheet titles, in any order and spelling offices use."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Final

from zgc_review.intake.choices import NO_CHOICES, Choice, Chosen
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

    ``own``: the header is the column's own name, not another one in use for it. ``chosen``: a person said so.
    """

    column: Column
    unit: str = ""
    unit_known: bool = True
    own: bool = True
    chosen: bool = False


class Headings:
    """Finds the column of a header; what a person chose goes before every guess."""

    def __init__(self, columns: Iterable[Column], chosen: Chosen = NO_CHOICES) -> None:
        self._names: dict[str, tuple[Column, bool]] = {}
        self._chosen = chosen
        self._paths: dict[str, Column] = {}
        for column in columns:
            self._paths.setdefault(".".join(column.path), column)
            for name in (column.zh, column.en, ".".join(column.path)):
                self._names.setdefault(loose(name), (column, True))
            for name in column.synonyms:
                self._names.setdefault(loose(name), (column, False))

    def leaves_out(self, header: str, nth: int = 1) -> bool:
        """Say whether a person chose not to read the ``nth`` column of this header."""
        choice = self._chosen.get((loose(header[:_LONGEST]), nth))
        return choice is not None and choice.field is None

    def find(self, header: str, nth: int = 1) -> Heading | None:
        """Return what ``header`` means, or None; ``nth`` counts columns of one header from the left.

        A bracketed or slashed end is tried as part of the name first, then as a unit or a note.
        """
        if len(header) > _LONGEST:
            return None
        name = loose(header)
        choice = self._chosen.get((name, nth))
        if choice is not None and (choice.field is None or choice.field in self._paths):
            return None if choice.field is None else self._picked(name, choice.field, choice.unit)
        return self._guessed(name)

    def _picked(self, name: str, field: str, unit: str) -> Heading:
        """Return the column a person chose, with the unit chosen, else the one its header names."""
        column = self._paths[field]
        found = _UNIT.match(name)
        part = unit or (next((one for one in found.groups()[1:] if one), "") if found else "")
        heading = _with_unit(column, part)
        if not heading.unit_known and not unit:
            heading = Heading(column)
        return replace(heading, chosen=True)

    def _guessed(self, name: str) -> Heading | None:
        """Return what a header means by itself."""
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


def chosen_for(choices: Iterable[Choice], sheet_id: str) -> Chosen:
    """Return what was chosen for one sheet; of two choices for one column the later counts."""
    return {(loose(one.header), one.nth): one for one in choices if one.sheet == sheet_id}


def sheet_names(layout: SheetLayout) -> frozenset[str]:
    """Return the titles by which a sheet is known, reduced by :func:`loose`."""
    names = {loose(name) for name in (layout.zh, layout.en, layout.id, *layout.synonyms)}
    return frozenset(names | {_without_note(name) for name in names})


def _without_note(name: str) -> str:
    """Return a title without a bracketed note at its end: 申请回避专家(不超过3人)."""
    return re.sub(r"\([^()]*\)\Z", "", name) or name
