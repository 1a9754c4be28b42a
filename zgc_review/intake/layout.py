"""What stands in each workbook: sheets and columns, the same for templates and readers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType
from typing import Final

#: Sheet of a template that only holds the entries of drop-down lists; readers pass it over.
OPTIONS: Final = "选项"


class Type(StrEnum):
    """How the cells of a column are read."""

    TEXT = "text"
    INTEGER = "integer"
    MONEY = "money"
    PERCENT = "percent"
    DATE = "date"
    TRUTH = "truth"
    CHOICE = "choice"
    CODE = "code"
    TEXTS = "texts"
    CHOICES = "choices"
    MOBILE = "mobile"
    EMAIL = "email"
    ORCID = "orcid"
    YEAR = "year"


_NONE: Mapping[str, str] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Column:
    """One column.

    Attributes:
        path: where the value goes: a field id, or field id and part of a person.
        zh: header in the template, without unit. en: also understood as a header.
        type: how cells are read.
        identity: a row without it is refused. required: a row without it is reported.
        unit: unit that whole numbers may carry (人, 家 …).
        values: codes of a choice with their Chinese labels.
        synonyms: other headers in use.
        open_end: words such as 至今 stand for an end that is not known.
        coded: labels are shown with their code before them (M01-1 …).
        check: name of a check of rules §12 that is only a hint.
        example: what the example row of the template shows.
    """

    path: tuple[str, ...]
    zh: str
    en: str
    type: Type = Type.TEXT
    identity: bool = False
    required: bool = False
    unit: str = ""
    values: Mapping[str, str] = field(default_factory=lambda: _NONE)
    synonyms: tuple[str, ...] = ()
    open_end: bool = False
    coded: bool = False
    check: str = ""
    example: str | int = ""

    @property
    def header(self) -> str:
        """The header as the template writes it, with its unit."""
        unit = {Type.MONEY: "万元", Type.PERCENT: "%"}.get(self.type, "")
        return f"{self.zh}（{unit}）" if unit else self.zh


@dataclass(frozen=True, slots=True)
class SheetLayout:
    """One sheet. The first column of every sheet is the key that joins the sheets of a workbook.

    Attributes:
        id: ``main``, ``check`` (what the secretary adds), or the id of the list field it holds.
        zh: title in the template. en: also understood.
        columns: all columns, key first.
        synonyms: other titles in use.
        required: the workbook is incomplete without the sheet.
        plain: rows hold one value each, not a record.
        also: columns understood here although the template has them elsewhere.
    """

    id: str
    zh: str
    en: str
    columns: tuple[Column, ...]
    synonyms: tuple[str, ...] = ()
    required: bool = False
    plain: bool = False
    also: tuple[Column, ...] = ()

    @property
    def key(self) -> Column:
        """The column that says whom a row belongs to."""
        return self.columns[0]

    @property
    def is_list(self) -> bool:
        """True when several rows may have the same key."""
        return self.id not in ("main", "check")


@dataclass(frozen=True, slots=True)
class BookLayout:
    """One workbook: ``kind`` names its file (申报, 名册 …), the first sheet is the main one."""

    kind: str
    sheets: tuple[SheetLayout, ...]

    @property
    def main(self) -> SheetLayout:
        """The sheet with one row per application, expert or entry."""
        return self.sheets[0]
