"""XLSX workbooks as tables of text: the values the file holds, and its formulas as text.

Nothing is calculated and no other file is asked. A stream reader of its own, because a workbook holds
value and formula side by side, which no reader in the program tells in one pass.
"""

from __future__ import annotations

import re
from typing import Final

from ui.documents import limits
from ui.documents.blocks import BlockContent, Section
from ui.documents.content import clean
from ui.documents.office import Enough, Handler, Office
from ui.documents.protocol import Row
from ui.documents.sheet_numbers import GENERAL, Styles, show_number
from zgc_review.errors import DocumentError

_BOOK: Final = "xl/workbook.xml"
_CELL: Final = re.compile(r"([A-Z]{1,3})([0-9]{1,7})\Z")
_ESCAPED: Final = re.compile(r"_x([0-9A-Fa-f]{4})_")
_CELL_TEXT: Final = 32_767
_PICTURES: Final = ("xl/media/", "xl/charts/chart")


def open_workbook(data: bytearray) -> BlockContent:
    """Return the sheets of a workbook.

    Raises:
        DocumentError: ``documents.damaged``, ``documents.password``, ``documents.bomb``,
            ``documents.entities``.
    """
    office = Office(data, "xlsx")
    book = _Book()
    office.read(_BOOK, book)
    related = office.related(_BOOK)
    names = {kind: name for kind, name in related.values() if name in office.names}
    strings, styles = _Strings(), Styles()
    if "sharedStrings" in names:
        office.read(names["sharedStrings"], strings)
    if "styles" in names:
        office.read(names["styles"], styles)
    budget = _Budget()
    sections = []
    for title, hidden, relation in book.sheets:
        kind, name = related.get(relation, ("", ""))
        if kind != "worksheet" or name not in office.names:
            continue
        reader = _Sheet(title, hidden, strings.found, styles.formats, book.since_1904, budget)
        office.read(name, reader)
        sections.append(reader.section)
    if not sections:
        raise DocumentError("documents.damaged")
    pictures = sum(name.startswith(_PICTURES) for name in office.names)
    return BlockContent(sections, {"pictures": pictures})


class _Budget:
    """Cells and characters that a whole workbook may still take."""

    def __init__(self) -> None:
        self.cells = limits.CELLS
        self.text = limits.TEXT


class _Book(Handler):
    """Reads the list of sheets."""

    def __init__(self) -> None:
        self.sheets: list[tuple[str, bool, str]] = []
        self.since_1904 = False

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """Take one sheet, or the day on which the calendar begins."""
        if name == "workbookPr":
            self.since_1904 = attributes.get("date1904") in ("1", "true")
        elif name == "sheet" and len(self.sheets) < limits.SHEETS:
            hidden = attributes.get("state", "visible") != "visible"
            title = clean(attributes.get("name", ""))[: limits.TITLE]
            self.sheets.append((title, hidden, attributes.get("id", "")))


class _Strings(Handler):
    """Reads the texts that cells share; readings of Japanese names are left out."""

    def __init__(self) -> None:
        self.found: list[str] = []
        self._parts: list[str] = []
        self._in_text = False
        self._in_reading = False
        self._left = limits.TEXT

    def start(self, name: str, attributes: dict[str, str]) -> None:  # noqa: ARG002 - as every handler
        """Begin a text or a piece of it."""
        if name == "si":
            self._parts = []
        elif name == "rPh":
            self._in_reading = True
        elif name == "t":
            self._in_text = not self._in_reading

    def data(self, text: str) -> None:
        """Take characters."""
        if self._in_text and self._left > 0:
            self._left -= len(text)
            self._parts.append(text)

    def end(self, name: str) -> None:
        """End a text or a piece of it."""
        if name == "t":
            self._in_text = False
        elif name == "rPh":
            self._in_reading = False
        elif name == "si":
            self.found.append(_text("".join(self._parts)))
            self._left -= 1
            if self._left < 0:
                raise Enough


class _Sheet(Handler):
    """Reads the rows of one sheet."""

    def __init__(
        self,
        title: str,
        hidden: bool,
        strings: list[str],
        formats: list[str],
        since_1904: bool,
        budget: _Budget,
    ) -> None:
        self.section = Section(title, hidden=hidden)
        self._strings, self._formats, self._since_1904 = strings, formats, since_1904
        self._budget = budget
        self._row = self._column = 0
        self._cells: dict[int, str] = {}
        self._formulas: dict[int, str] = {}
        self._type = self._style = ""
        self._in_reading = self._computed = False
        self._into: list[str] | None = None
        self._value: list[str] = []
        self._formula: list[str] = []

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """Begin a row, a cell, or what stands in one."""
        match name:
            case "row":
                self._begin_row(attributes.get("r", ""))
            case "c":
                self._begin_cell(attributes)
            case "v" | "t" if not self._in_reading:
                self._into = self._value
            case "f":
                self._into, self._computed = self._formula, True
            case "rPh":
                self._in_reading = True

    def data(self, text: str) -> None:
        """Take characters of a value or formula."""
        if self._into is not None:
            self._into.append(text)

    def end(self, name: str) -> None:
        """End a row, a cell, or what stands in one."""
        match name:
            case "v" | "t" | "f":
                self._into = None
            case "rPh":
                self._in_reading = False
            case "c":
                self._end_cell()
            case "row":
                self._end_row()
            case "sheetData":
                raise Enough

    def _begin_row(self, number: str) -> None:
        """Begin a row; one without a number follows the last."""
        self._row = int(number) if number.isdecimal() and len(number) < 8 else self._row + 1
        self._column = -1
        self._cells, self._formulas = {}, {}

    def _begin_cell(self, attributes: dict[str, str]) -> None:
        """Begin a cell; one without a reference follows the last."""
        found = _CELL.match(attributes.get("r", ""))
        self._column = _column(found[1]) if found else self._column + 1
        self._type = attributes.get("t", "n")
        self._style = attributes.get("s", "")
        self._value, self._formula = [], []
        self._computed = False

    def _end_cell(self) -> None:
        """Take a cell that holds something."""
        value, formula = "".join(self._value), "".join(self._formula)[:_CELL_TEXT]
        if not value and not self._computed:
            return
        if self._column >= limits.COLUMNS:
            self.section.cut = True
            return
        shown = self._shown(value)
        if self._computed:
            self.section.formulas += 1
            self._formulas[self._column] = "=" + clean(formula) if formula else ""
            shown = shown or "=" + clean(formula)
        self._cells[self._column] = shown
        self._budget.cells -= 1
        self._budget.text -= len(shown) + len(formula)

    def _end_row(self) -> None:
        """Take a row that holds something."""
        if self._cells:
            width = max(self._cells) + 1
            cells = [self._cells.get(column, "") for column in range(width)]
            self.section.columns = max(self.section.columns, width)
            self.section.blocks.append(Row(self._row, cells, self._formulas))
            self._budget.cells -= width // 8  # empty cells weigh something, too
        full = len(self.section.blocks) >= limits.ROWS
        if full or self._budget.cells <= 0 or self._budget.text <= 0:
            self.section.cut = True
            raise Enough

    def _shown(self, value: str) -> str:
        """Return a cell's stored value as it is shown."""
        match self._type:
            case "s":
                place = int(value) if value.isdecimal() and len(value) < 9 else -1
                return self._strings[place] if 0 <= place < len(self._strings) else ""
            case "str" | "inlineStr":
                return _text(value)
            case "b":
                return "TRUE" if value.strip() == "1" else "FALSE"
            case "n":
                place = int(self._style) if self._style.isdecimal() and len(self._style) < 9 else -1
                form = self._formats[place] if 0 <= place < len(self._formats) else GENERAL
                return clean(show_number(value, form, since_1904=self._since_1904))[:_CELL_TEXT]
        return clean(value)[:_CELL_TEXT]


def _column(letters: str) -> int:
    """Return the index of a column: A is 0."""
    index = 0
    for letter in letters:
        index = index * 26 + ord(letter) - 64
    return index - 1


def _text(stored: str) -> str:
    """Return a stored text: ``_x000D_`` spells a character."""
    plain = _ESCAPED.sub(lambda found: chr(int(found[1], 16)), stored[:_CELL_TEXT])
    return clean(plain.replace("\r\n", "\n").replace("\r", "\n"))
