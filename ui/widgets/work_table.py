"""The table of the work list: its columns follow the criteria, its heads fold."""

from __future__ import annotations

from collections.abc import Sequence
from typing import get_args

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtGui import QFontMetrics, QKeyEvent, QMouseEvent, QResizeEvent
from PySide6.QtWidgets import QHeaderView

from ui.advice_words import advice_words
from ui.context import Context
from ui.models.work_list import FIRST_MARK, NUMBER, STATE, TITLE, UNIT, WorkTable
from ui.viewmodels.work_list import Group
from ui.widgets.line_table import LineTable
from ui.widgets.work_cell import WorkCell
from zgc_review.domain.bodies import Recommendation

_HIDE_TITLE, _HIDE_ADVICE = 1080, 820  # px at 100 %


class WorkTableView(LineTable):
    """Heads and lines.

    Signals:
        entered_line: Enter or a double click on a line.
        folded: the sub-direction whose head was pressed.
    """

    entered_line = Signal()
    folded = Signal(str)

    def __init__(self, context: Context, model: WorkTable) -> None:
        self._rows = model
        super().__init__(context, model, {}, name="workTable")
        self.setItemDelegate(WorkCell(context, self, model))
        self.setTabKeyNavigation(False)
        self.horizontalHeader().setSectionsClickable(True)
        self.doubleClicked.connect(self._double_clicked)

    def share_width(self) -> None:
        """Give every column its width: states and advice never end in an ellipsis (look.md §7)."""
        px, rows, captions = self._context.theme.px, self._rows, self._rows.captions
        head = self.horizontalHeader()
        room = self.width() / self._context.theme.factor
        stretched = {UNIT, TITLE}
        for column in range(rows.columnCount()):
            mode = QHeaderView.ResizeMode.Stretch if column in stretched else QHeaderView.ResizeMode.Fixed
            head.setSectionResizeMode(column, mode)
        widest = rows.work.widest or "ZGC-0000"
        states = [captions.cap(f"score.status.{one}") for one in ("untouched", "done", "locked")]
        states.append(captions.cap_count("score.lacking", 88))
        if rows.work.counts["changed"]:
            states = [captions.cap("work.changed", state=one) for one in states]
        if rows.work.has_closed:
            states.append(captions.cap("score.closed_by.pending", rule="R18"))
        stage = rows.work.stage
        advice = [advice_words(captions, stage, one) for one in (*get_args(Recommendation), "")]
        advice.append(rows.column_words(rows.total + 1))
        head.resizeSection(NUMBER, self._widest([widest, rows.column_words(NUMBER) + " ↓"]) + px(20))
        head.resizeSection(STATE, self._widest(states) + px(56))
        for column in range(FIRST_MARK, rows.total):
            head.resizeSection(column, px(50))
        head.resizeSection(rows.total, px(84))
        head.resizeSection(rows.total + 1, self._widest(advice) + px(20))
        gone = {TITLE: room < _HIDE_TITLE, rows.total + 1: room < _HIDE_ADVICE}
        for column in range(rows.columnCount()):
            self.setColumnHidden(column, gone.get(column, False))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter opens; on a head Enter, Space and the arrows fold and unfold."""
        key, group = Qt.Key(event.key()), self._group(self.currentIndex())
        if event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            super().keyPressEvent(event)
        elif key in {Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space} and group is not None:
            self.folded.emit(group.direction)
        elif key in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self.entered_line.emit()
        elif key in {Qt.Key.Key_Left, Qt.Key.Key_Right}:
            if group is not None and group.is_folded == (key == Qt.Key.Key_Right):
                self.folded.emit(group.direction)
            elif group is None and key == Qt.Key.Key_Left:
                self._to_head()
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A press on a head folds it."""
        group = self._group(self.indexAt(event.position().toPoint()))
        super().mousePressEvent(event)
        if group is not None and event.button() == Qt.MouseButton.LeftButton:
            self.folded.emit(group.direction)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Share the width anew."""
        super().resizeEvent(event)
        self.share_width()

    def _to_head(self) -> None:
        """Choose the head of the group that the current line stands in."""
        heads = range(self.currentIndex().row() - 1, -1, -1)
        place = next((n for n in heads if isinstance(self._rows.row(n), Group)), -1)
        self.choose(place)

    def _double_clicked(self, index: QModelIndex) -> None:
        if self._group(index) is None:
            self.entered_line.emit()

    def _group(self, index: QModelIndex) -> Group | None:
        row = self._rows.row(index.row()) if index.isValid() else None
        return row if isinstance(row, Group) else None

    def _widest(self, words: Sequence[str]) -> int:
        metrics = QFontMetrics(self._context.theme.font("small"))
        return max(metrics.horizontalAdvance(one) for one in words)

    def _resize(self) -> None:
        super()._resize()
        self.verticalHeader().setDefaultSectionSize(self._context.theme.px("row"))
        self.share_width()
