"""Small painted things: icon labels, the mark, band chips, the rehearsal bar, numbered steps."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from ui.context import Context
from ui.theme.theme import Theme


class IconLabel(QLabel):
    """An icon beside words; follows the theme. ``beside`` names their type: it stands in their first line."""

    def __init__(
        self, context: Context, icon: str = "", ink: str = "text2", size: int = 18, *, beside: str = ""
    ) -> None:
        super().__init__()
        self._beside = beside
        self._context = context
        self._icon = icon
        self._ink = ink
        self._size = size
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        context.theme.changed.connect(self._paint)
        self._paint()

    def set_icon(self, icon: str, ink: str = "text2") -> None:
        """Show another icon."""
        self._icon, self._ink = icon, ink
        self._paint()

    def _paint(self) -> None:
        if self._beside:
            self.setFixedHeight(QFontMetrics(self._context.theme.font(self._beside)).lineSpacing())
        if self._icon:
            self.setPixmap(self._context.icons.pixmap(self._icon, self._ink, self._size))
        else:
            self.clear()


class Mark(QWidget):
    """The program's mark: one character on the accent."""

    def __init__(self, theme: Theme, side: int = 28) -> None:
        super().__init__()
        self._theme = theme
        self._side = side
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.updateGeometry)

    def sizeHint(self) -> QSize:
        """Square, at the size in force."""
        side = self._theme.px(self._side)
        return QSize(side, side)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the square and its character."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._theme.colour("accent"))
        side = self.height()
        painter.drawRoundedRect(self.rect(), side / 5, side / 5)
        font = self._theme.font("head")
        font.setPixelSize(round(side * 0.58))
        painter.setFont(font)
        painter.setPen(self._theme.colour("onAccent"))
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, "评")


def band_of(percent: int, bands: tuple[int, int, int]) -> str:
    """Return A, B, C or D for a percent and the lower bounds of A, B, C (rules §6.2)."""
    return next((letter for letter, least in zip("ABC", bands, strict=True) if percent >= least), "D")


def paint_chip(painter: QPainter, theme: Theme, box: QRectF, letter: str) -> None:
    """Paint a band chip; an empty ``letter`` is a dashed outline: not measured (look.md §2)."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    inner = box.adjusted(0.5, 0.5, -0.5, -0.5)
    if letter:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.colour(f"band{letter}"))
        painter.drawRoundedRect(box, 4, 4)
        painter.setPen(theme.colour(f"band{letter}Text"))
        painter.setFont(theme.font("small", bold=True))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, letter)
    else:
        painter.setPen(QPen(theme.colour("text3"), 1, Qt.PenStyle.DashLine))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(inner, 4, 4)
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, "·")
    painter.restore()


class BandChip(QWidget):
    """A band's letter on its colour."""

    def __init__(self, theme: Theme, letter: str = "") -> None:
        super().__init__()
        self._theme = theme
        self._letter = letter
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.updateGeometry)

    def sizeHint(self) -> QSize:
        """A square of 22 px at 100 %."""
        side = self._theme.px(22)
        return QSize(side, side)

    def set_letter(self, letter: str) -> None:
        """Show another band, or the dashed outline for none."""
        self._letter = letter
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the chip."""
        paint_chip(QPainter(self), self._theme, QRectF(self.rect()), self._letter)


_BAR = 32  # px


class RehearsalBar(QWidget):
    """Violet stripes under the header of every screen of a rehearsal round (look.md §6)."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self.setObjectName("rehearsalBar")
        context.captions.changed.connect(self.update)
        context.theme.changed.connect(self._resize)
        self._resize()

    def sizeHint(self) -> QSize:
        """Return the height that a layout leaves for it."""
        return QSize(240, self._context.theme.px(_BAR))

    def _resize(self) -> None:
        self.setFixedHeight(self._context.theme.px(_BAR))
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint stripes and the word."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        theme = self._context.theme
        painter.fillRect(self.rect(), theme.colour("rehearseSoft"))
        stripe = QColor(theme.colour("rehearse"))
        stripe.setAlpha(46)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(stripe)
        tall = self.height()
        for left in range(-tall, self.width(), 24):
            corners = ((left, tall), (left + tall, 0), (left + tall + 10, 0), (left + 10, tall))
            painter.drawPolygon(QPolygonF([QPointF(x, y) for x, y in corners]))
        words = self._context.captions.cap("shell.rehearsal")
        painter.setFont(theme.font("small", bold=True))
        width = painter.fontMetrics().horizontalAdvance(words) + 48
        box = QRectF((self.width() - width) / 2, 4, width, tall - 8)
        painter.setBrush(theme.colour("bg1"))
        painter.drawRoundedRect(box, 4, 4)
        painter.setPen(theme.colour("rehearse"))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, words)


class Steps(QWidget):
    """Numbered steps on one line: done, under way, to come."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._words: tuple[str, ...] = ()
        self._at = 0
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        """One line."""
        return QSize(self._context.theme.px(400), self._context.theme.px(24))

    def set_steps(self, words: tuple[str, ...], at: int) -> None:
        """Show steps; ``at`` is the index of the one under way."""
        self._words, self._at = words, at
        self.setAccessibleName(f"{at + 1}/{len(words)} {words[at]}")
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint circles, words and the lines between."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        theme = self._context.theme
        side, left = theme.px(20), 0.0
        for index, words in enumerate(self._words):
            box = QRectF(left + 1, (self.height() - side) / 2, side, side)
            self._circle(painter, index, box)
            current = index == self._at
            painter.setFont(theme.font("small", bold=current))
            painter.setPen(theme.colour("accent" if current else "text2"))
            width = painter.fontMetrics().horizontalAdvance(words) + 2
            start = box.right() + theme.px(8)
            painter.drawText(QRectF(start, 0, width, self.height()), Qt.AlignmentFlag.AlignVCenter, words)
            left = start + width + theme.px(12)
            if index + 1 < len(self._words):
                painter.setPen(QPen(theme.colour("border"), 1))
                middle = self.height() / 2
                painter.drawLine(QPointF(left, middle), QPointF(left + theme.px(32), middle))
                left += theme.px(44)

    def _circle(self, painter: QPainter, index: int, box: QRectF) -> None:
        theme = self._context.theme
        if index < self._at:
            self._context.icons.paint(painter, "checkbox-circle-fill", box, "ok")
            return
        current = index == self._at
        painter.setPen(QPen(theme.colour("accent" if current else "border"), 1))
        painter.setBrush(theme.colour("accent" if current else "bg1"))
        painter.drawEllipse(box)
        painter.setFont(theme.font("micro", bold=current))
        painter.setPen(theme.colour("onAccent" if current else "text2"))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, str(index + 1))
