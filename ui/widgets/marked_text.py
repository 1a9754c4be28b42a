"""A text with parts of it marked: ground and underline, so that grey print tells it too (look.md §2)."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent, QTextCharFormat, QTextLayout, QTextOption
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui.context import Context


class MarkedText(QWidget):
    """Wraps; marks runs of characters. Positions count characters, Qt's are counted from them."""

    def __init__(self, context: Context, kind: str = "body", *, name: str = "") -> None:
        super().__init__()
        self._context = context
        self._kind = kind
        self._text = ""
        self._runs: tuple[tuple[int, int], ...] = ()
        self.setObjectName(name)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        context.theme.changed.connect(self.updateGeometry)

    @property
    def text(self) -> str:
        """The text on show."""
        return self._text

    @property
    def marked(self) -> tuple[str, ...]:
        """The marked parts."""
        return tuple(self._text[start:end] for start, end in self._runs)

    def show_text(self, text: str, runs: Sequence[tuple[int, int]] = ()) -> None:
        """Show a text with marked runs (start and end of each, end excluded)."""
        self._text, self._runs = text, tuple(runs)
        self.setAccessibleName(text)
        self.setToolTip("")
        self.updateGeometry()
        self.update()

    def hasHeightForWidth(self) -> bool:
        """A wrapped text needs more lines where it is narrow."""
        return True

    def heightForWidth(self, width: int) -> int:
        """Return the height of the wrapped text."""
        return max(self._line(), round(self._laid_out(width)[1]))

    def sizeHint(self) -> QSize:
        """One line as wide as the text, at most a moderate width."""
        metrics = QFontMetricsF(self._context.theme.font(self._kind))
        width = min(round(metrics.horizontalAdvance(self._text)) + 2, self._context.theme.px(360))
        return QSize(width, self.heightForWidth(max(width, 1)))

    def minimumSizeHint(self) -> QSize:
        """Narrow enough to wrap."""
        return QSize(self._context.theme.px(60), self._line())

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the lines."""
        painter = QPainter(self)
        painter.setPen(self._context.theme.colour("text1"))
        layout, _ = self._laid_out(self.width())
        layout.draw(painter, QPointF(0, 0))
        painter.setPen(Qt.PenStyle.NoPen)
        theme = self._context.theme
        painter.setBrush(theme.colour("onMark" if theme.mode == "dark" else "warn"))
        for box in self._underlines(layout):
            painter.drawRect(box)

    def _line(self) -> int:
        return self._context.theme.line(self._kind)

    def _laid_out(self, width: int) -> tuple[QTextLayout, float]:
        """Return the text broken into lines, and its height."""
        theme = self._context.theme
        layout = QTextLayout(self._text, theme.font(self._kind))
        option = QTextOption()
        option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        layout.setTextOption(option)
        marking = QTextCharFormat()
        marking.setBackground(theme.colour("mark"))
        marking.setForeground(theme.colour("onMark"))
        formats = []
        for start, length in self._units():
            run = QTextLayout.FormatRange()
            run.start, run.length, run.format = start, length, marking
            formats.append(run)
        layout.setFormats(formats)
        layout.beginLayout()
        top, tall = 0.0, float(self._line())
        while (line := layout.createLine()).isValid():
            line.setLineWidth(width)
            line.setPosition(QPointF(0, top + max(0.0, (tall - line.height()) / 2)))
            top += max(tall, line.height())
        layout.endLayout()
        return layout, top

    def _units(self) -> list[tuple[int, int]]:
        """Return start and length of the runs in Qt's units: characters outside the basic plane are two."""
        return [(_wide(self._text[:start]), _wide(self._text[start:end])) for start, end in self._runs]

    def _underlines(self, layout: QTextLayout) -> list[QRectF]:
        """Return the lines under the marked runs."""
        found = []
        thick = max(2, self._context.theme.px(2))
        for start, length in self._units():
            for n in range(layout.lineCount()):
                line = layout.lineAt(n)
                first = max(start, line.textStart())
                last = min(start + length, line.textStart() + line.textLength())
                if first < last:
                    left, right = line.cursorToX(first)[0], line.cursorToX(last)[0]  # type: ignore[index]
                    bottom = line.position().y() + line.height()
                    found.append(QRectF(left, bottom - thick, right - left, thick))
        return found


def _wide(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2
