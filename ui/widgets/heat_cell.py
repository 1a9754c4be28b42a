"""Paints the overview: heat cells, the strip of totals, tags, and sentences across a row (look.md §2)."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QBrush, QPainter, QPen, QPolygonF
from PySide6.QtWidgets import QAbstractItemView, QStyle, QStyleOptionViewItem

from ui.models.chair_overview import Banner, Heat, Notes, OverviewTable, Strip, Votes
from ui.viewmodels.chair.grid import Score
from ui.widgets.hairline import line_below
from ui.widgets.line_table import TAGS, LineCell

_TOP = 10_000  # points × 100: where the axis of a strip ends


class OverviewCell(LineCell):
    """Paints whatever a cell of the overview holds."""

    def sizeHint(self, _option: QStyleOptionViewItem, _index: QModelIndex | QPersistentModelIndex) -> QSize:
        """Rows have a fixed height."""
        return QSize(self._context.theme.px(52), self._context.theme.px("rowDense"))

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Paint the ground of the row, then what the cell holds."""
        shown, box = index.data(OverviewTable.CELL), QRectF(option.rect)
        current = _current(option)
        in_row = current.row() == index.row()
        if isinstance(shown, Banner):
            self._banner(painter, option, shown, chosen=in_row)
        elif isinstance(shown, Heat | Strip | Votes | Notes):
            self._ground(painter, box, chosen=in_row)
            self._fill(painter, box, shown)
        else:
            state = QStyle.StateFlag.State_Selected
            option.state = option.state | state if in_row else option.state & ~state
            super().paint(painter, option, index)
        if in_row and current.column() == index.column() and not isinstance(shown, Banner):
            self._ring(painter, box)

    def _fill(self, painter: QPainter, box: QRectF, shown: Heat | Strip | Votes | Notes) -> None:
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if isinstance(shown, Heat):
            self._heat(painter, box.adjusted(1.5, 2, -1.5, -3), shown)
        elif isinstance(shown, Strip):
            self._strip(painter, box, shown)
        elif isinstance(shown, Votes):
            self._votes(painter, box, shown)
        else:
            self._notes(painter, box, shown.tags)
        painter.restore()

    def _ground(self, painter: QPainter, box: QRectF, *, chosen: bool) -> None:
        theme = self._context.theme
        painter.fillRect(box, theme.colour("accentSoft" if chosen else "bg1"))
        line_below(painter, box, theme.colour("line"))

    def _ring(self, painter: QPainter, box: QRectF) -> None:
        """Mark the cell on which Enter acts."""
        painter.save()
        painter.setPen(QPen(self._context.theme.colour("focus"), 2))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(box.adjusted(1, 1, -1, -2))
        painter.restore()

    # -- heat

    def _heat(self, painter: QPainter, box: QRectF, shown: Heat) -> None:
        """Paint a score: filled by band, hollow where it is trimmed, hatched where somebody stands aside."""
        theme, score = self._context.theme, shown.score
        radius, ink = theme.px(3), "text1"
        pen, brush = QPen(Qt.PenStyle.NoPen), QBrush(theme.colour("bg1"))
        if score.kind == "none":
            pen = QPen(theme.colour("border"), 1, Qt.PenStyle.DashLine)
        elif score.kind == "recused":
            painter.setPen(pen)
            painter.setBrush(brush)
            painter.drawRoundedRect(box, radius, radius)
            brush, ink = QBrush(theme.colour("line"), Qt.BrushStyle.BDiagPattern), "text2"
        elif score.kind != "total":
            brush, ink = QBrush(theme.colour("bg2")), "text2"
        elif score.trimmed:
            pen = QPen(theme.colour(f"band{score.band}"), 2)
            box = box.adjusted(1, 1, -1, -1)
        else:
            brush, ink = QBrush(theme.colour(f"heat{score.band}")), f"heat{score.band}Text"
        painter.setPen(pen)
        painter.setBrush(brush)
        painter.drawRoundedRect(box, radius, radius)
        painter.setPen(theme.colour(ink))
        painter.setFont(theme.font("small" if score.kind == "total" else "micro"))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, shown.words)
        self._corners(painter, box, score, ink)

    def _corners(self, painter: QPainter, box: QRectF, score: Score, ink: str) -> None:
        """Paint the mark of a trimmed score, and that of one that deviates."""
        theme, side = self._context.theme, self._context.theme.px(6)
        painter.setPen(Qt.PenStyle.NoPen)
        if score.trimmed:
            painter.setBrush(theme.colour("text2"))
            right = box.right() - 2
            top = box.top() + 2 if score.trimmed == "high" else box.bottom() - 2 - side
            up = score.trimmed == "high"
            tip, foot = (top, top + side) if up else (top + side, top)
            painter.drawPolygon(
                QPolygonF([QPointF(right - side, foot), QPointF(right, foot), QPointF(right - side / 2, tip)])
            )
        if score.flagged:
            painter.setBrush(theme.colour(ink if not score.trimmed else "warn"))
            painter.drawEllipse(QRectF(box.left() + 3, box.top() + 3, side - 1, side - 1))

    # -- strip and tags

    def _strip(self, painter: QPainter, box: QRectF, shown: Strip) -> None:
        """Paint every total on one axis: hollow where trimmed; the final value upright; the pass line."""
        theme = self._context.theme
        left, width = box.left() + theme.px(10), box.width() - theme.px(20)
        middle = box.center().y()

        def at(total: int) -> float:
            return left + width * (total - shown.least) / (_TOP - shown.least)

        if shown.pass_line is not None:
            painter.setPen(QPen(theme.colour("border"), 1, Qt.PenStyle.DotLine))
            x = at(shown.pass_line)
            painter.drawLine(QPointF(x, box.top() + 5), QPointF(x, box.bottom() - 6))
        totals = [one for one in shown.scores if one.total is not None]
        if totals:
            places = [at(one.total or 0) for one in totals]
            painter.setPen(QPen(theme.colour("text3"), 1))
            painter.drawLine(QPointF(min(places), middle), QPointF(max(places), middle))
        radius = theme.px(6) / 2
        for one in sorted(totals, key=lambda one: bool(one.trimmed)):
            painter.setPen(QPen(theme.colour("text2"), 1))
            painter.setBrush(theme.colour("bg1" if one.trimmed else "text2"))
            painter.drawEllipse(QPointF(at(one.total or 0), middle), radius, radius)
        if shown.value is not None:
            painter.setPen(QPen(theme.colour("accent"), theme.px(2)))
            x = at(shown.value)
            painter.drawLine(QPointF(x, middle - theme.px(8)), QPointF(x, middle + theme.px(8)))

    def _votes(self, painter: QPainter, box: QRectF, shown: Votes) -> None:
        """Paint the counts; those against stand out."""
        theme, left = self._context.theme, box.left() + self._context.theme.px(8)
        *others, against = shown.words.rpartition(" ")
        for words, ink in (("".join(others), "text1"), (against, "danger" if shown.counts[2] else "text1")):
            painter.setFont(theme.font("small", bold=ink == "danger"))
            painter.setPen(theme.colour(ink))
            room = QRectF(left, box.top(), box.right() - left, box.height())
            painter.drawText(room, Qt.AlignmentFlag.AlignVCenter, words)
            left += painter.fontMetrics().horizontalAdvance(words)

    def _notes(self, painter: QPainter, box: QRectF, tags: Sequence[tuple[str, str]]) -> None:
        """Paint tags as long as there is room, then how many are left."""
        theme = self._context.theme
        painter.setFont(theme.font("micro"))
        metrics = painter.fontMetrics()
        left, gap, tall = box.left() + theme.px(4), theme.px(4), theme.px(22)
        for n, (tone, words) in enumerate(tags):
            rest = len(tags) - n - 1
            more = metrics.horizontalAdvance(f"+{rest}") + gap if rest else 0
            width = metrics.horizontalAdvance(words) + theme.px(12)
            if left + width + more > box.right():
                painter.setPen(theme.colour("text2"))
                room = QRectF(left, box.top(), box.right() - left, box.height())
                painter.drawText(room, Qt.AlignmentFlag.AlignVCenter, f"+{rest + 1}")
                return
            ground, ink = TAGS[tone]
            tint = QRectF(left, box.center().y() - tall / 2, width, tall)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.colour(ground))
            painter.drawRoundedRect(tint, 4, 4)
            painter.setPen(theme.colour(ink))
            painter.drawText(tint, Qt.AlignmentFlag.AlignCenter, words)
            left += width + gap

    # -- sentences across a row

    def _banner(
        self, painter: QPainter, option: QStyleOptionViewItem, shown: Banner, *, chosen: bool
    ) -> None:
        """Paint the part of the sentence that lies in this cell; it begins at the left of what is in view."""
        theme, box = self._context.theme, QRectF(option.rect)
        painter.save()
        painter.setClipRect(box)
        ground = "accentSoft" if shown.line or chosen else "bg2"
        painter.fillRect(box, theme.colour(ground))
        if shown.line:
            painter.fillRect(QRectF(box.left(), box.top(), box.width(), 2), theme.colour("accent"))
        painter.setFont(theme.font("small", bold=True))
        painter.setPen(theme.colour("accent" if shown.line else "text2"))
        view = option.widget
        room = QRectF(theme.px(12), box.top(), max(0, _width(view) - theme.px(24)), box.height())
        words = painter.fontMetrics().elidedText(
            shown.words, Qt.TextElideMode.ElideRight, int(room.width()) + 1
        )
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter, words)
        painter.restore()


def _current(option: QStyleOptionViewItem) -> QModelIndex:
    """Return the current cell of the view that paints."""
    view = option.widget
    return view.currentIndex() if isinstance(view, QAbstractItemView) else QModelIndex()


def _width(view: object) -> int:
    """Return the width in which a sentence stands: of the whole table, also in its frozen part."""
    whole = view.parent() if isinstance(view, QAbstractItemView) else None
    table = whole if isinstance(whole, QAbstractItemView) else view
    return table.viewport().width() if isinstance(table, QAbstractItemView) else 0
