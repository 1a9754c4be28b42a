"""Paints the work list: heads of sub-directions over the whole width, percents on the colour of a band."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF, Qt
from PySide6.QtGui import QBrush, QPainter
from PySide6.QtWidgets import QStyle, QStyleOptionViewItem, QTableView

from ui.context import Context
from ui.models.cells import CellTable
from ui.models.work_list import FIRST_MARK, WorkTable
from ui.viewmodels.work_list import SKIPPED, Group, Mark, WorkLine
from ui.widgets.chosen_row import bar_at_left
from ui.widgets.hairline import line_below
from ui.widgets.line_table import LineCell


class WorkCell(LineCell):
    """The delegate of the work list."""

    def __init__(self, context: Context, table: QTableView, model: WorkTable) -> None:
        super().__init__(context, table)
        self._table = table
        self._model = model

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Paint a part of a head, a percent, or any other cell as every list does."""
        row = index.data(WorkTable.ROW)
        column = index.column()
        if isinstance(row, Group):
            self._head(painter, option, row, column)
            return
        place = column - FIRST_MARK
        if isinstance(row, WorkLine) and row.entry.is_closed and not index.data(CellTable.CELL).words:
            self._hatch(painter, option)
            return
        if isinstance(row, WorkLine) and 0 <= place < min(self._model.marks, len(row.marks)):
            self._mark(painter, option, row.marks[place])
            return
        super().paint(painter, option, index)

    def _head(self, painter: QPainter, option: QStyleOptionViewItem, group: Group, column: int) -> None:
        """Paint what of the head falls into this column: its words begin in the first one and go on."""
        theme, box = self._context.theme, QRectF(option.rect)
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        painter.save()
        painter.setClipRect(box)
        painter.fillRect(box, theme.colour("accentSoft" if chosen else "bg2"))
        if chosen:
            bar_at_left(painter, theme, box, column)
        left = box.left() - self._table.columnViewportPosition(column) + self._table.columnViewportPosition(0)
        side = theme.px(16)
        arrow = "arrow-right-s-line" if group.is_folded else "arrow-down-s-line"
        spot = QRectF(left + theme.px(8), box.center().y() - side / 2, side, side)
        self._context.icons.paint(painter, arrow, spot, "text2")
        painter.setFont(theme.font("small", bold=True))
        painter.setPen(theme.colour("text1"))
        whole = QRectF(spot.right() + theme.px(6), box.top(), self._table.viewport().width(), box.height())
        painter.drawText(whole, Qt.AlignmentFlag.AlignVCenter, self._model.group_words(group))
        line_below(painter, box, theme.colour("line"))
        painter.restore()

    def _hatch(self, painter: QPainter, option: QStyleOptionViewItem) -> None:
        """Paint where something would stand that may not be shown."""
        theme, box = self._context.theme, QRectF(option.rect)
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        painter.save()
        painter.fillRect(box, theme.colour("accentSoft" if chosen else "bg1"))
        painter.fillRect(box, QBrush(theme.colour("line"), Qt.BrushStyle.BDiagPattern))
        line_below(painter, box, theme.colour("line"))
        painter.restore()

    def _mark(self, painter: QPainter, option: QStyleOptionViewItem, mark: Mark) -> None:
        """Paint an own percent as a cell of the heat map; what is open is a dot."""
        theme, box = self._context.theme, QRectF(option.rect)
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(box, theme.colour("accentSoft" if chosen else "bg1"))
        line_below(painter, box, theme.colour("line"))
        inner = box.adjusted(theme.px(3), theme.px(6), -theme.px(3), -theme.px(6))
        painter.setFont(theme.font("small"))
        if mark.percent is None:
            painter.setPen(theme.colour("text3"))
            painter.drawText(inner, Qt.AlignmentFlag.AlignCenter, SKIPPED if mark.band else "·")
        else:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.colour(f"heat{mark.band}"))
            painter.drawRoundedRect(inner, 3, 3)
            painter.setPen(theme.colour(f"heat{mark.band}Text"))
            painter.drawText(inner, Qt.AlignmentFlag.AlignCenter, str(mark.percent))
        painter.restore()
