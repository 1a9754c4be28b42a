"""Paints one finding of the conflict desk in two lines: level, rule and who; below, the unit (picture g)."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QRectF, QSize, Qt
from PySide6.QtGui import QFocusEvent, QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
)

from ui.context import Context
from ui.models.secretary_conflicts import LEVEL_LOOKS, STATUS_LOOKS, CaseList
from ui.viewmodels.secretary.conflicts import By, Case
from ui.widgets.hairline import line_below

_TINTS = {"danger": ("dangerSoft", "danger"), "warn": ("warnSoft", "warn"), "plain": ("bg2", "text2")}
_TALL = 61
_OF_THE_PAGE = frozenset({Qt.Key.Key_Return, Qt.Key.Key_Enter})


class CaseCell(QStyledItemDelegate):
    """Paints one :class:`Case`; ``by`` says what comes first in a row."""

    def __init__(self, context: Context, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self.by: By = "expert"

    def sizeHint(self, _option: QStyleOptionViewItem, _index: QModelIndex | QPersistentModelIndex) -> QSize:
        """Rows have a fixed height."""
        return QSize(self._context.theme.px(120), self._context.theme.px(_TALL))

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Paint ground, tag, both lines and how it stands."""
        case: Case = index.data(CaseList.CASE)
        theme, box = self._context.theme, QRectF(option.rect)
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(box, theme.colour("accentSoft" if chosen else "bg1"))
        if chosen:
            painter.fillRect(QRectF(box.left(), box.top(), theme.px(3), box.height()), theme.colour("accent"))
        inner = box.adjusted(theme.px(16), theme.px(6), -theme.px(12), -theme.px(6))
        upper = QRectF(inner.left(), inner.top(), inner.width(), inner.height() / 2)
        lower = QRectF(inner.left(), upper.bottom(), inner.width(), inner.height() / 2)
        upper = self._mark(painter, upper, case)
        upper = self._tag(painter, upper, case)
        self._words(painter, upper, case)
        self._unit(painter, lower, case)
        line_below(painter, box, theme.colour("line"))
        painter.restore()

    def _tag(self, painter: QPainter, box: QRectF, case: Case) -> QRectF:
        """Paint the level on its tint; return the room right of it."""
        theme = self._context.theme
        ground, ink = _TINTS[LEVEL_LOOKS[case.found.row.level][1]]
        words = self._context.captions.cap(f"conflicts.level.{case.shown_level}")
        painter.setFont(theme.font("micro"))
        width = max(theme.px(52), painter.fontMetrics().horizontalAdvance(words) + theme.px(12))
        tall = theme.px(20)
        tint = QRectF(box.left(), box.center().y() - tall / 2, width, tall)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.colour(ground))
        painter.drawRoundedRect(tint, 4, 4)
        painter.setPen(theme.colour(ink))
        painter.drawText(tint, Qt.AlignmentFlag.AlignCenter, words)
        return box.adjusted(width + theme.px(8), 0, 0, 0)

    def _words(self, painter: QPainter, box: QRectF, case: Case) -> None:
        """Paint the rule, then who it is about."""
        theme = self._context.theme
        painter.setFont(theme.font("small", bold=True))
        painter.setPen(theme.colour("text1"))
        painter.drawText(box, Qt.AlignmentFlag.AlignVCenter, case.found.row.rule)
        left = painter.fontMetrics().horizontalAdvance(case.found.row.rule) + theme.px(8)
        painter.setFont(theme.font("small"))
        first, second = case.expert, case.number
        if self.by == "application":
            first, second = second, first
        words = painter.fontMetrics().elidedText(
            f"{first} · {second}", Qt.TextElideMode.ElideRight, int(box.width() - left) + 1
        )
        painter.drawText(box.adjusted(left, 0, 0, 0), Qt.AlignmentFlag.AlignVCenter, words)

    def _unit(self, painter: QPainter, box: QRectF, case: Case) -> None:
        theme = self._context.theme
        painter.setFont(theme.font("small"))
        painter.setPen(theme.colour("text1" if case.is_due else "text3"))
        words = painter.fontMetrics().elidedText(case.unit, Qt.TextElideMode.ElideRight, int(box.width()) + 1)
        painter.drawText(box, Qt.AlignmentFlag.AlignVCenter, words)

    def _mark(self, painter: QPainter, box: QRectF, case: Case) -> QRectF:
        """Paint how a finding stands at the right; return the room left of it."""
        theme = self._context.theme
        icon, ink = STATUS_LOOKS.get(case.found.status, ("", ""))
        if not icon and case.ruled:
            icon, ink = "check-double-line", "ok"
        if not icon and case.found.before is not None:
            icon, ink = "history-line", "warn"
        if not icon:
            return box
        side = theme.px(16)
        place = QRectF(box.right() - side, box.center().y() - side / 2, side, side)
        self._context.icons.paint(painter, icon, place, ink)
        return box.adjusted(0, 0, -side - theme.px(6), 0)


class CaseView(QListView):
    """The list of findings: J and K move as the arrows do, every other letter is the page's (look.md §8)."""

    def __init__(self, context: Context, model: CaseList) -> None:
        super().__init__()
        self._context = context
        self.setObjectName("caseList")
        self.cell = CaseCell(context, self)
        self.setItemDelegate(self.cell)
        self.setModel(model)
        self.setUniformItemSizes(True)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        context.theme.changed.connect(self.scheduleDelayedItemsLayout)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move, or let the page have the key."""
        step = {Qt.Key.Key_J: 1, Qt.Key.Key_K: -1}.get(Qt.Key(event.key()))
        if step is not None and not event.modifiers():
            self.choose(self.currentIndex().row() + step)
        elif event.key() in _OF_THE_PAGE or (event.text().strip() and not event.modifiers()):
            event.ignore()
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """A list with the focus has a row that shows it."""
        super().focusInEvent(event)
        if not self.currentIndex().isValid():
            self.choose(0)

    def choose(self, row: int) -> None:
        """Choose a row if there is one."""
        if 0 <= row < self.model().rowCount():
            self.setCurrentIndex(self.model().index(row, 0))
