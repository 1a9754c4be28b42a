"""The four bands of a criterion with their descriptions; one may be chosen."""

from __future__ import annotations

from PySide6.QtCore import QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QVBoxLayout, QWidget

from ui.context import Context
from ui.widgets.controls import tight
from ui.widgets.marks import paint_chip

LETTERS = "ABCD"


class BandRows(QWidget):
    """Bands A to D.

    Signals:
        chosen: the letter of a band.
    """

    chosen = Signal(str)

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.rows = {letter: _BandRow(context, letter) for letter in LETTERS}
        column = QVBoxLayout(self)
        tight(column)
        for letter, row in self.rows.items():
            column.addWidget(row)
            row.clicked.connect(lambda _checked=False, one=letter: self.chosen.emit(one))

    def set_words(self, letter: str, words: str, low: int, high: int) -> None:
        """Set description and range of a band."""
        self.rows[letter].set_words(words, low, high)

    def set_chosen(self, letter: str) -> None:
        """Show which band is chosen, empty for none."""
        for name, row in self.rows.items():
            row.setChecked(name == letter)

    def set_editable(self, editable: bool) -> None:
        """Let bands be chosen, or only be read."""
        for row in self.rows.values():
            row.set_editable(editable)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Digits 1 to 4 choose a band while the focus is here."""
        if event.text() in set("1234") and self.rows["A"].is_editable:
            self.chosen.emit(LETTERS[int(event.text()) - 1])
        else:
            event.ignore()


class _BandRow(QAbstractButton):
    """One band: letter, description, range."""

    def __init__(self, context: Context, letter: str) -> None:
        super().__init__()
        self._context = context
        self._letter = letter
        self._words = ""
        self._range = ""
        self.is_editable = True
        self.setObjectName(f"band{letter}")
        self.setCheckable(True)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.setMouseTracking(True)
        context.theme.changed.connect(self.updateGeometry)

    def set_words(self, words: str, low: int, high: int) -> None:
        """Set description and range."""
        self._words, self._range = words, f"{low}–{high}"
        self.setAccessibleName(f"{self._letter} {self._range} {words}")
        self.updateGeometry()
        self.update()

    def set_editable(self, editable: bool) -> None:
        """Let the band be chosen, or only be read."""
        self.is_editable = editable
        self.setEnabled(editable)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus if editable else Qt.FocusPolicy.NoFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents, not editable)

    def nextCheckState(self) -> None:
        """What is chosen is said by the sheet, not by the click."""

    def sizeHint(self) -> QSize:
        """Room for one line."""
        return QSize(self._context.theme.px(240), self._context.theme.px(34))

    def heightForWidth(self, width: int) -> int:
        """Return the height of the description in the room it has, at least 34 px."""
        theme = self._context.theme
        box = QRect(0, 0, max(40, width - theme.px(114)), 10_000)
        bounds = QFontMetrics(theme.font("small")).boundingRect(box, _FLAGS, self._words)
        return max(theme.px(34), bounds.height() + theme.px(12))

    def hasHeightForWidth(self) -> bool:
        """Descriptions break into lines."""
        return True

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint ground, chip, description and range."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        theme = self._context.theme
        if self.isChecked():
            painter.setPen(QPen(theme.colour("accent"), 1))
            painter.setBrush(theme.colour("accentSoft"))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 6, 6)
        elif self.underMouse() and self.is_editable:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.colour("bg2"))
            painter.drawRoundedRect(QRectF(self.rect()), 6, 6)
        px = theme.px
        paint_chip(painter, theme, QRectF(px(7), px(6), px(22), px(22)), self._letter)
        painter.setFont(theme.font("small"))
        painter.setPen(theme.colour("text1"))
        words = QRect(px(39), 0, self.width() - px(114), self.height())
        painter.drawText(words, _FLAGS | Qt.AlignmentFlag.AlignVCenter, self._words)
        painter.setFont(theme.font("micro"))
        painter.setPen(theme.colour("text2" if self.isChecked() else "text3"))
        edge = QRect(self.width() - px(71), 0, px(60), self.height())
        painter.drawText(edge, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, self._range)


_FLAGS = Qt.TextFlag.TextWordWrap
