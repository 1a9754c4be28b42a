"""The line of ten steps: done, under way, to come, not as it should be (look.md §9, picture e)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QHelpEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from ui.context import Context


@dataclass(frozen=True, slots=True)
class StepMark:
    """One step: its name, its state (done, now, todo, problem), how much is done, what is wrong."""

    name: str
    state: str
    count: str = ""
    problem: str = ""


class StepLine(QWidget):
    """Ten circles on a line with names and counts below."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._steps: Sequence[StepMark] = ()
        self.setObjectName("stepLine")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        context.theme.changed.connect(self._restyle)

    def sizeHint(self) -> QSize:
        """Circle, name and count."""
        return QSize(self._context.theme.px(640), self._context.theme.px(76))

    def minimumSizeHint(self) -> QSize:
        """Narrow windows elide the words."""
        return QSize(self._context.theme.px(300), self._context.theme.px(76))

    def set_steps(self, steps: Sequence[StepMark]) -> None:
        """Show steps, in order."""
        self._steps = steps
        told = [f"{n} {_said(step)}" for n, step in enumerate(steps, 1)]
        self.setAccessibleName("; ".join(told))
        self.update()

    def event(self, event: QEvent) -> bool:
        """Show the whole words of a step in a tool tip."""
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip and self._steps:
            place = int(event.pos().x() * len(self._steps) / max(1, self.width()))
            QToolTip.showText(event.globalPos(), _said(self._steps[min(place, len(self._steps) - 1)]), self)
            return True
        return super().event(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint lines, circles and words."""
        if not self._steps:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        room = self.width() / len(self._steps)
        side = self._context.theme.px(28)
        for n, step in enumerate(self._steps):
            middle = QPointF(room * (n + 0.5), self._context.theme.px(4) + side / 2)
            if n:
                self._join(painter, middle, room, done=step.state != "todo")
            self._words(painter, step, QRectF(room * n, 0, room, self.height()))
        for n, step in enumerate(self._steps):
            middle = QPointF(room * (n + 0.5), self._context.theme.px(4) + side / 2)
            self._circle(painter, n, step, QRectF(middle.x() - side / 2, middle.y() - side / 2, side, side))

    def _join(self, painter: QPainter, middle: QPointF, room: float, *, done: bool) -> None:
        """Paint the line from the step before."""
        theme = self._context.theme
        painter.setPen(QPen(theme.colour("ok" if done else "line"), 2))
        reach = theme.px(14)
        painter.drawLine(
            QPointF(middle.x() - room + reach, middle.y()), QPointF(middle.x() - reach, middle.y())
        )

    def _circle(self, painter: QPainter, n: int, step: StepMark, box: QRectF) -> None:
        """Paint a circle: settled ones are filled with an icon, the others carry their number."""
        theme = self._context.theme
        inside = box.adjusted(6, 6, -6, -6)
        if step.state in {"done", "problem"}:
            fine = step.state == "done"
            painter.setPen(Qt.PenStyle.NoPen if fine else QPen(theme.colour("warn"), 2))
            painter.setBrush(theme.colour("ok" if fine else "warnSoft"))
            painter.drawEllipse(box if fine else box.adjusted(1, 1, -1, -1))
            icon, ink = ("check-line", "bg1") if fine else ("error-warning-line", "warn")
            self._context.icons.paint(painter, icon, inside, ink)
            return
        now = step.state == "now"
        if now:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.colour("accentSoft"))
            painter.drawEllipse(box.adjusted(-4, -4, 4, 4))
        painter.setPen(QPen(theme.colour("accent" if now else "border"), 1))
        painter.setBrush(theme.colour("accent" if now else "bg1"))
        painter.drawEllipse(box)
        painter.setFont(theme.font("small", bold=now))
        painter.setPen(theme.colour("onAccent" if now else "text2"))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, str(n + 1))

    def _words(self, painter: QPainter, step: StepMark, box: QRectF) -> None:
        """Paint name and count; a problem takes the place of the count."""
        theme = self._context.theme
        inner = box.adjusted(2, theme.px(36), -2, 0)
        name = QRectF(inner.left(), inner.top(), inner.width(), theme.line("body"))
        count = QRectF(inner.left(), name.bottom() - 2, inner.width(), theme.line("micro"))
        now = step.state == "now"
        painter.setFont(theme.font("body", bold=now))
        painter.setPen(theme.colour("accent" if now else "text3" if step.state == "todo" else "text1"))
        self._line(painter, name, step.name)
        painter.setFont(theme.font("micro"))
        painter.setPen(theme.colour("warn" if step.problem else "accent" if now else "text3"))
        self._line(painter, count, step.problem or step.count)

    def _line(self, painter: QPainter, box: QRectF, words: str) -> None:
        """Paint one line in the middle of its box."""
        metrics = painter.fontMetrics()
        shown = metrics.elidedText(words, Qt.TextElideMode.ElideRight, int(box.width()))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, shown)

    def _restyle(self) -> None:
        self.updateGeometry()
        self.update()


def _said(step: StepMark) -> str:
    """Return a step as one line of words."""
    return " · ".join(part for part in (step.name, step.count, step.problem) if part)
