"""DOCX documents as paragraphs and tables of text; fields, notes and pictures are left out.

Text that was deleted under tracked changes is not shown, inserted text is. Numbers that a word
processor would count for headings and lists do not stand in the file; items are marked as such.
"""

from __future__ import annotations

import re
from typing import Final

from ui.documents import limits
from ui.documents.blocks import BlockContent, Section
from ui.documents.content import clean
from ui.documents.office import Enough, Handler, Office
from ui.documents.protocol import Paragraph, Table

_DOCUMENT: Final = "word/document.xml"
_HEADING: Final = re.compile(r"heading ([1-9])\Z", re.IGNORECASE)
_LEVEL: Final = re.compile(r"[0-8]\Z")
_SKIPPED: Final = frozenset(("Fallback", "del", "moveFrom", "delText", "instrText"))
_PICTURES: Final = frozenset(("blip", "imagedata", "chart"))
_NOTES: Final = frozenset(("footnoteReference", "endnoteReference", "commentReference"))
_BREAKS: Final = {"tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}
_SPAN: Final = 63


def open_word(data: bytearray) -> BlockContent:
    """Return a document as paragraphs and tables.

    Raises:
        DocumentError: ``documents.damaged``, ``documents.password``, ``documents.bomb``,
            ``documents.entities``.
    """
    office = Office(data, "docx")
    styles = _Styles()
    for kind, name in office.related(_DOCUMENT).values():
        if kind == "styles" and name in office.names:
            office.read(name, styles)
            break
    body = _Body(styles.levels)
    office.read(_DOCUMENT, body)
    return BlockContent([body.section], {"pictures": body.pictures, "notes": body.notes})


class _Styles(Handler):
    """Reads which styles are headings."""

    def __init__(self) -> None:
        self.levels: dict[str, int] = {}
        self._id = ""

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """Take what makes a style a heading: its name, or its outline level."""
        value = attributes.get("val", "")
        if name == "style":
            self._id = attributes.get("styleId", "")
        elif name == "name" and (found := _HEADING.match(value)):
            self.levels[self._id] = int(found[1])
        elif name == "outlineLvl" and _LEVEL.match(value):
            self.levels.setdefault(self._id, int(value) + 1)


class _Text:
    """A paragraph while it is read."""

    def __init__(self) -> None:
        self.parts: list[str] = []
        self.level = 0
        self.listed = False


class _Cells:
    """A table while it is read."""

    def __init__(self) -> None:
        self.rows: list[list[str]] = []
        self.row: list[str] = []
        self.cell: list[str] = []
        self.span = 1
        self.continued = False


class _Body(Handler):
    """Reads the body: tables may stand in cells, paragraphs (text boxes) in paragraphs."""

    def __init__(self, levels: dict[str, int]) -> None:
        self.section = Section()
        self.pictures = self.notes = 0
        self._levels = levels
        self._texts: list[_Text] = []
        self._tables: list[_Cells] = []
        self._skipped = 0
        self._in_text = False
        self._left = limits.TEXT

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """Begin an element; what is skipped is skipped with all it holds."""
        if self._skipped or name in _SKIPPED:
            self._skipped += 1
        elif name == "p":
            self._texts.append(_Text())
        elif name == "t":
            self._in_text = True
        elif name in _BREAKS:
            self._take(_BREAKS[name])
        elif name in _PICTURES:
            self.pictures += 1
        elif name in _NOTES:
            self.notes += 1
        elif name in ("tbl", "gridSpan"):
            self._table(name, attributes)
        elif self._texts:
            self._property(name, attributes.get("val", ""))

    def data(self, text: str) -> None:
        """Take characters of a text."""
        if self._in_text and not self._skipped:
            self._take(text)

    def end(self, name: str) -> None:
        """End an element."""
        if self._skipped:
            self._skipped -= 1
        elif name == "t":
            self._in_text = False
        elif name == "p" and self._texts:
            self._end_paragraph(self._texts.pop())
        elif name == "tc" and self._tables:
            self._end_cell(self._tables[-1])
        elif name == "tr" and self._tables:
            self._end_row(self._tables[-1])
        elif name == "tbl" and self._tables:
            self._end_table(self._tables.pop())

    def _take(self, text: str) -> None:
        """Take text into the innermost paragraph."""
        if self._texts:
            self._texts[-1].parts.append(text)
            self._left -= len(text)

    def _property(self, name: str, value: str) -> None:
        """Take a property of the innermost paragraph."""
        text = self._texts[-1]
        if name == "pStyle":
            text.level = text.level or self._levels.get(value, 0)
        elif name == "outlineLvl" and _LEVEL.match(value):
            text.level = int(value) + 1
        elif name == "numPr":
            text.listed = True

    def _table(self, name: str, attributes: dict[str, str]) -> None:
        """Begin a table, or widen a cell."""
        if name == "tbl":
            self._tables.append(_Cells())
        elif self._tables:
            told = attributes.get("val", "")
            self._tables[-1].span = min(int(told), _SPAN) if told.isdecimal() and len(told) < 4 else 1

    def _end_paragraph(self, text: _Text) -> None:
        """Put a paragraph where it belongs: its cell, or the section; a text box stands by itself."""
        shown = clean("".join(text.parts)).strip("\n")
        if self._tables:
            if shown:
                self._tables[-1].cell.append(shown)
        elif shown.strip():
            for start in range(0, len(shown), limits.LINE):
                piece = shown[start : start + limits.LINE]
                self._put(Paragraph(piece, text.level, text.listed and not text.level))

    def _end_cell(self, table: _Cells) -> None:
        """Put a cell into its row; columns it spans stay empty."""
        table.row += ["\n".join(table.cell), *[""] * (table.span - 1)]
        del table.row[limits.COLUMNS :]
        table.cell, table.span = [], 1

    def _end_row(self, table: _Cells) -> None:
        """Put a row into its table; a long table is told in pieces."""
        table.rows.append(table.row)
        table.row = []
        self._left -= 8
        if len(table.rows) == limits.TABLE_ROWS and len(self._tables) == 1:
            self._put(Table(table.rows, table.continued))
            table.rows, table.continued = [], True

    def _end_table(self, table: _Cells) -> None:
        """Put a table into the section; one within a cell becomes lines of that cell."""
        if self._tables:
            self._tables[-1].cell += ["\t".join(row) for row in table.rows]
        elif table.rows:
            self._put(Table(table.rows, table.continued))

    def _put(self, block: Paragraph | Table) -> None:
        """Put a block into the section, while there is room."""
        if len(self.section.blocks) >= limits.BLOCKS or self._left < 0:
            self.section.cut = True
            raise Enough
        self.section.blocks.append(block)
