"""Text and tables of documents that have no pages: paragraphs and cells as plain text, nothing else."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import Future

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtGui import QFont, QTextBlockFormat, QTextCharFormat, QTextCursor, QTextTableFormat
from PySide6.QtWidgets import QStackedWidget, QTableView, QTextEdit, QVBoxLayout, QWidget

from ui.context import Context
from ui.documents.answers import tell
from ui.documents.document import Document
from ui.documents.protocol import Block, Hit, Opened, Paragraph, Row, Table
from ui.widgets.choice import ChoiceBox
from ui.widgets.controls import label, tight
from ui.widgets.sheet_table import SheetTable

_AT_ONCE = 200
_LEAST, _MOST = 56, 264  # pixels at 100 % of a column
_LOOKED_AT = 40  # rows and columns by which widths are found


class BlocksView(QWidget):
    """A document of blocks: a text, or sheets to choose from.

    Signals:
        failed: a :class:`ReviewError`.
    """

    failed = Signal(object)
    _arrived = Signal(object, int, object)

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._document: Document | None = None
        self._opened: Opened | None = None
        self._part = self._shown = self._turn = 0
        self.setObjectName("blocks")
        self.sheets = ChoiceBox(context, name="blocksSheets")
        self.note = label("small", "second", wrap=True)
        self.text = QTextEdit()
        self.text.setReadOnly(True)
        self.text.setObjectName("blocksText")
        self.text.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self.model = SheetTable()
        self.table = QTableView()
        self.table.setObjectName("blocksTable")
        self.table.setModel(self.model)
        self.cell = label("small", "second", name="blocksCell", wrap=True)
        self.cell.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._stack = QStackedWidget()
        self._stack.addWidget(self.text)
        self._stack.addWidget(self.table)
        column = QVBoxLayout(self)
        tight(column, 12, 8)
        for one in (self.sheets, self.note):
            column.addWidget(one)
        column.addWidget(self._stack, 1)
        column.addWidget(self.cell)
        self.sheets.currentIndexChanged.connect(self._choose)
        self.model.wanted.connect(self._more)
        self.table.selectionModel().currentChanged.connect(self._tell_cell)
        self._arrived.connect(self._take, Qt.ConnectionType.QueuedConnection)
        context.captions.changed.connect(self.retranslate)
        self.retranslate()

    def retranslate(self) -> None:
        """Set every text anew."""
        cap = self._context.captions.cap
        self.sheets.setAccessibleName(cap("viewer.sheets"))
        self.text.setAccessibleName(cap("viewer.text"))
        self.table.setAccessibleName(cap("viewer.table"))
        self._say()
        self._tell_cell(self.table.currentIndex())

    def show_document(self, document: Document, opened: Opened) -> None:
        """Show a document from its first part on."""
        self._document, self._opened = document, opened
        self.sheets.blockSignals(True)
        self.sheets.clear()
        hidden = self._context.captions.cap("viewer.hidden_sheet")
        self.sheets.addItems([f"{one.title}{hidden}" if one.hidden else one.title for one in opened.parts])
        self.sheets.blockSignals(False)
        self.sheets.setVisible(len(opened.parts) > 1)
        self._choose(0)

    def clear(self) -> None:
        """Show nothing."""
        self._document = self._opened = None
        self.text.clear()
        self.model.start(0, 0)

    def go_to(self, hit: Hit) -> None:
        """Show the place of a hit."""
        if self.sheets.isVisibleTo(self):
            self.sheets.setCurrentIndex(hit.part)
        if self._stack.currentWidget() is self.table and hit.place < self.model.rowCount():
            index = self.model.index(hit.place, hit.column)
            self.table.setCurrentIndex(index)
            self.table.scrollTo(index)
        elif self._stack.currentWidget() is self.text:
            found = hit.snippet[hit.snippet_start : hit.snippet_start + hit.snippet_length]
            self.text.moveCursor(QTextCursor.MoveOperation.Start)
            self.text.find(found)

    def _choose(self, part: int) -> None:
        if self._opened is None or not 0 <= part < len(self._opened.parts):
            return
        self._part, self._shown = part, 0
        self._turn += 1  # what was asked for before is not taken any more
        one = self._opened.parts[part]
        self._say()
        self.text.clear()
        self._tell_cell(QModelIndex())
        self.model.start(one.blocks if one.columns else 0, one.columns)
        self._stack.setCurrentWidget(self.table if one.columns else self.text)
        self.cell.setVisible(bool(one.columns))
        if one.columns:
            self.model.ask()
        else:
            self._more(0)

    def _say(self) -> None:
        """Say that there is more than is shown, and that nothing is computed here."""
        captions, opened = self._context.captions, self._opened
        words = []
        if opened is not None and self._part < len(opened.parts):
            one = opened.parts[self._part]
            words = [captions.cap("viewer.cut")] if one.cut else []
            words += [captions.cap_count("viewer.formulas", one.formulas)] if one.formulas else []
        self.note.setText(" ".join(words))
        self.note.setVisible(bool(words))

    def _tell_cell(self, now: QModelIndex, _before: QModelIndex | None = None) -> None:
        """Say where the chosen cell's value comes from."""
        captions = self._context.captions
        words = self.model.told(now, captions) if now.isValid() else captions.cap("viewer.cell.choose")
        self.cell.setText(words)
        self.cell.setAccessibleName(words)

    def _more(self, first: int) -> None:
        document, part = self._document, self._part
        if document is not None:
            future = document.blocks(part, first, _AT_ONCE)
            tell(future, self._arrived, document, self._turn)

    def _take(self, document: Document, turn: int, future: Future[list[Block]]) -> None:
        if document is not self._document or turn != self._turn or future.cancelled():
            return
        fault = future.exception()
        if fault is not None:
            self.failed.emit(fault)
            return
        blocks = future.result()
        if self._stack.currentWidget() is self.table:
            is_first = not self.model.rowCount()
            self.model.extend([one for one in blocks if isinstance(one, Row)])
            if is_first:
                self._fit_columns()
            return
        self._append(blocks)
        total = self._opened.parts[self._part].blocks if self._opened is not None else 0
        if blocks and self._shown < total:
            self._more(self._shown)

    def _fit_columns(self) -> None:
        """Make columns as wide as what stands in their first rows, within bounds: numbers are not cut off."""
        px, head = self._context.theme.px, self.table.horizontalHeader()
        head.setDefaultSectionSize(px(_LEAST))
        head.setResizeContentsPrecision(_LOOKED_AT)
        for column in range(min(self.model.columnCount(), _LOOKED_AT)):
            self.table.resizeColumnToContents(column)
            head.resizeSection(column, max(px(_LEAST), min(px(_MOST), head.sectionSize(column) + px(8))))

    def _append(self, blocks: Sequence[Block]) -> None:
        """Add paragraphs and tables at the end of the text, as plain text in both cases."""
        cursor = QTextCursor(self.text.document())
        cursor.movePosition(QTextCursor.MoveOperation.End)
        theme = self._context.theme
        for block in blocks:
            if isinstance(block, Paragraph):
                words = QTextCharFormat()
                words.setFont(theme.font("head" if block.level else "body"))
                words.setFontWeight(QFont.Weight.Bold if block.level else QFont.Weight.Normal)
                place = QTextBlockFormat()
                place.setBottomMargin(6)
                place.setIndent(1 if block.listed else 0)
                cursor.insertBlock(place, words)
                cursor.insertText(block.text, words)
            elif isinstance(block, Table):
                self._append_table(cursor, block)
        self._shown += len(blocks)

    def _append_table(self, cursor: QTextCursor, block: Table) -> None:
        columns = max((len(row) for row in block.rows), default=0)
        if not columns:
            return
        form = QTextTableFormat()
        form.setCellPadding(4)
        form.setCellSpacing(0)
        table = cursor.insertTable(len(block.rows), columns, form)
        for r, row in enumerate(block.rows):
            for c, text in enumerate(row):
                table.cellAt(r, c).firstCursorPosition().insertText(text)
        cursor.movePosition(QTextCursor.MoveOperation.End)
