"""The sheet's own cells around a wrong one, as a spreadsheet shows them (picture f)."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF, Qt
from PySide6.QtGui import QPainter, QPen
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
)

from ui.context import Context
from ui.models.secretary_intake_files import AroundTable
from zgc_review.intake.around import Around

_ROW, _HEAD = 36, 26


class _AroundCell(QStyledItemDelegate):
    """Paints a cell; the wrong one stands on a tint with an edge."""

    def __init__(self, context: Context, parent: QTableView) -> None:
        super().__init__(parent)
        self._context = context

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Paint ground, edge and words."""
        theme, box = self._context.theme, QRectF(option.rect)
        wrong = bool(index.data(AroundTable.WRONG))
        painter.save()
        painter.fillRect(box, theme.colour("dangerSoft" if wrong else "bg1"))
        if wrong:
            painter.setPen(QPen(theme.colour("danger"), 2))
            painter.drawRect(box.adjusted(1, 1, -2, -2))
        painter.setFont(theme.font("small"))
        painter.setPen(theme.colour("danger" if wrong else "text1"))
        inside = box.adjusted(theme.px(8), 0, -theme.px(6), 0)
        text = str(index.data() or "").replace("\n", " ")
        words = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, int(inside.width()))
        painter.drawText(inside, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, words)
        painter.restore()


class CellsAround(QTableView):
    """Up to three rows and three columns of a sheet; nothing in it is chosen or changed."""

    def __init__(self, context: Context, *, name: str) -> None:
        super().__init__()
        self._context = context
        self.cells = AroundTable(self)
        self.setObjectName(name)
        self.setModel(self.cells)
        self.setItemDelegate(_AroundCell(context, self))
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.setWordWrap(False)
        for bar in (self.setHorizontalScrollBarPolicy, self.setVerticalScrollBarPolicy):
            bar(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        for head in (self.horizontalHeader(), self.verticalHeader()):
            head.setProperty("type", "micro")
            head.setSectionsClickable(False)
            head.setHighlightSections(False)
            head.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        self.horizontalHeader().setMinimumSectionSize(40)
        self.horizontalHeader().setDefaultAlignment(
            Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        )
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        context.theme.changed.connect(self._fit)

    def show_cells(self, around: Around | None, wrong: int) -> None:
        """Show the cells around one; nothing where there is none."""
        self.cells.show_cells(around, wrong)
        self.setVisible(around is not None)
        self._fit()

    def _fit(self) -> None:
        px = self._context.theme.px
        self.verticalHeader().setDefaultSectionSize(px(_ROW))
        self.verticalHeader().setFixedWidth(px(40))
        self.horizontalHeader().setFixedHeight(px(_HEAD))
        self.setFixedHeight(px(_HEAD) + px(_ROW) * self.cells.rowCount() + 2)
