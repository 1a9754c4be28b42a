"""A list, the documents of an application, and what is to be said about it, beside each other."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QApplication, QHBoxLayout, QVBoxLayout, QWidget

from ui.context import Context
from ui.models.cells import CellTable
from ui.viewmodels.one_shown import OneShownModel
from ui.views.screen import Screen
from ui.widgets.controls import button, label, pane, rule, tight
from ui.widgets.document_area import DocumentArea
from ui.widgets.line_table import LineTable
from ui.widgets.notices import ErrorPane
from ui.widgets.tall_scroll import TallScroll
from zgc_review.errors import ReviewError

LIST, CARDS = 264, 440
_ROOMY: Final = 1100  # px at 100 %; below it documents and cards take turns
_WIDEST: Final = 16_777_215  # what Qt calls no limit


class BesideDocuments(Screen):
    """The frame of such a screen; subclasses put their cards in with :meth:`lay_out` and show the items.

    ``prefix`` begins the names of its widgets; ``turns`` are the captions of the link that leads from the
    cards to the documents, and back, in a narrow window.

    Signals:
        return_asked: write the files for the secretary.
        back_asked: to where the person came from.
    """

    prefix = ""
    turns = ("", "")
    return_asked = Signal()
    back_asked = Signal()

    def __init__(
        self,
        context: Context,
        model: OneShownModel[Any],
        documents: DocumentArea,
        table: tuple[str, CellTable[Any], Mapping[int, int]],
        *,
        name: str,
    ) -> None:
        super().__init__(context, name=name)
        self._model, self.documents = model, documents
        self._shown, self._reads = "", False
        listed, self.rows, widths = table
        self.table = LineTable(context, self.rows, widths, name=listed)
        self.title = label("head", name=f"{self.prefix}Title", wrap=True)
        self.empty = label("body", "second", name=f"{self.prefix}Empty", wrap=True)
        self.unit = label("title", name=f"{self.prefix}Unit", wrap=True)
        self.error = ErrorPane(context, name=f"{self.prefix}Error")
        self.back = button(self.back_asked.emit, "quiet", name=f"{self.prefix}Back")
        self.read = button(self._read, "quiet", name=f"{self.prefix}Read")
        self.owed = label("small", "second", name=f"{self.prefix}Owed", wrap=True)
        self.write = button(self.return_asked.emit, "primary", name=f"{self.prefix}Return")

    def lay_out(self, cards: Sequence[QWidget | QVBoxLayout]) -> None:
        """Put everything in its place; ``cards`` stand in the column at the right."""
        self._left, self._right, self._foot = QWidget(), QWidget(), pane("footer")
        row = QHBoxLayout(self)
        tight(row)
        for one, stretch in ((self._left, 0), (rule("v"), 0), (self.documents, 1), (rule("v"), 0)):
            row.addWidget(one, stretch)
        row.addWidget(self._right)
        self._list()
        inside = QWidget()
        self.area = TallScroll(inside)
        outer = QVBoxLayout(self._right)
        tight(outer)
        outer.addWidget(self.area, 1)
        outer.addWidget(self._foot)
        below = QHBoxLayout(self._foot)
        tight(below, 14, 12)
        below.addWidget(self.owed, 1)
        below.addWidget(self.write)
        column = QVBoxLayout(inside)
        tight(column, 16, 12)
        for card in cards:
            if isinstance(card, QWidget):
                column.addWidget(card)
            else:
                column.addLayout(card)
        column.addStretch(1)
        self._follow_window()

    def _list(self) -> None:
        left = QVBoxLayout(self._left)
        tight(left, 0, 8)
        left.setContentsMargins(0, 14, 0, 8)
        for one in (self.title, self.empty):
            left.addWidget(one)
        left.addWidget(self.table, 1)
        left.addStretch()
        for act in (self.read, self.back):
            left.addWidget(act, 0, Qt.AlignmentFlag.AlignLeft)

    def _follow_window(self) -> None:
        self._model.failed.connect(self._refused)
        self.table.selectionModel().currentRowChanged.connect(self._moved)
        self.context.theme.changed.connect(self._arrange)
        panes = QShortcut(QKeySequence("F6"), self)
        panes.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        panes.activated.connect(self.next_pane)

    def settle(self) -> None:
        """Store what was typed."""
        self._model.saver.flush()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Documents give way in a narrow window."""
        super().resizeEvent(event)
        self._arrange()

    def next_pane(self) -> None:
        """Give the focus to the next pane: list, documents, cards."""
        focus = QApplication.focusWidget()
        if focus is not None and self._left.isAncestorOf(focus) and not self.documents.isHidden():
            self.documents.setFocus(Qt.FocusReason.TabFocusReason)
            self.documents.focusNextChild()
        elif focus is not None and self._right.isAncestorOf(focus):
            self.table.setFocus()
        else:
            self._right.setFocus()
            self.area.focusNextChild()

    @property
    def _is_narrow(self) -> bool:
        return self.width() / self.context.theme.factor < _ROOMY

    @property
    def _is_empty(self) -> bool:
        """Whether the list and nothing else is shown."""
        return False

    def show_documents(self) -> None:
        """Show the documents of the item on show, if they are not yet; the cards begin at their top."""
        item = self._model.item
        name = item.application if item is not None else ""
        if name != self._shown:
            self._shown = name
            self.documents.show_application(name, item.documents if item is not None else ())
            self.area.verticalScrollBar().setValue(0)
        self.unit.setText(f"{item.number}　{item.unit}" if item is not None else "")

    def select(self) -> None:
        """Let the list stand on the item on show."""
        item = self._model.item
        if item is not None:
            names = [one.application for one in self._model.items]
            blocked = self.table.selectionModel().blockSignals(True)
            self.table.choose(names.index(item.application))
            self.table.selectionModel().blockSignals(blocked)

    def show_list(self) -> None:
        """Show the items anew; nothing is chosen by it."""
        blocked = self.table.selectionModel().blockSignals(True)
        self.rows.show_rows(self._model.items)
        self.table.selectionModel().blockSignals(blocked)

    def read_documents(self, reads: bool) -> None:
        """In a narrow window documents and cards take turns."""
        self._reads = reads
        self._arrange()

    def _read(self) -> None:
        self.read_documents(not self._reads)

    def leave(self) -> None:
        """From the documents back to the cards where they take turns, else from the screen."""
        if self._reads and self._is_narrow:
            self._read()
        else:
            self.back_asked.emit()

    def _moved(self, now: QModelIndex, _before: QModelIndex) -> None:
        if now.isValid():
            self._model.choose(self.rows.row(now.row()).application)

    def _refused(self, fault: ReviewError) -> None:
        self.error.show_error(fault)
        self.area.ensureWidgetVisible(self.error)

    def _arrange(self) -> None:
        """Give every part its place at the width there is."""
        px, narrow, there = self.context.theme.px, self._is_narrow, not self._is_empty
        self._left.setFixedWidth(px(LIST))
        for one in (self.title, self.empty):
            one.setContentsMargins(px(8), 0, px(8), 0)  # as the cells of the list
        self.documents.setVisible(there and (not narrow or self._reads))
        self.read.setVisible(there and narrow)
        self.read.setText(self.cap(self.turns[self._reads]))
        self._right.setVisible(not narrow or not self._reads)
        if narrow or not there:
            self._right.setMinimumWidth(1)
            self._right.setMaximumWidth(_WIDEST)
        else:
            self._right.setFixedWidth(px(CARDS))
