"""Icons painted from the glyphs of the Remix Icon font, in colours of the tokens (look.md §5).

The font and its table of names are read as data from the installed icon package; importing that
package itself would cost a third of a second at start.
"""

from __future__ import annotations

import json
from functools import cache
from importlib.util import find_spec
from pathlib import Path

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontDatabase, QIcon, QIconEngine, QPainter, QPixmap

from ui.theme.theme import Theme
from zgc_review.errors import ProgramFault


class Icons:
    """Gives icons by name; a change of the theme repaints them because they read it while painting."""

    def __init__(self, theme: Theme) -> None:
        self._theme = theme

    def icon(self, name: str, ink: str = "text2", disabled: str = "text3") -> QIcon:
        """Return an icon of the font, such as ``lock-line``, in the colour of a ink."""
        return QIcon(_GlyphEngine(self._theme, glyph(name), ink, disabled))

    def pixmap(self, name: str, ink: str = "text2", size: int = 18) -> QPixmap:
        """Return an icon as pixels, ``size`` at 100 %."""
        side = self._theme.px(size)
        return self.icon(name, ink).pixmap(QSize(side, side))

    def paint(self, painter: QPainter, name: str, box: QRectF, ink: str) -> None:
        """Paint an icon into a box."""
        paint_glyph(painter, glyph(name), box, self._theme.colour(ink))


def glyph(name: str) -> str:
    """Return the character of an icon.

    Raises:
        ProgramFault: no icon has that name.
    """
    found = _charmap().get(name)
    if found is None:
        raise ProgramFault(f"no icon {name}")
    return found


def paint_glyph(painter: QPainter, character: str, box: QRectF, colour: QColor) -> None:
    """Paint one character of the icon font centred in a box."""
    font = QFont(_family())
    font.setPixelSize(max(1, round(min(box.width(), box.height()))))
    painter.save()
    painter.setFont(font)
    painter.setPen(colour)
    painter.drawText(box, Qt.AlignmentFlag.AlignCenter, character)
    painter.restore()


class _GlyphEngine(QIconEngine):
    """Paints one glyph in the colour its ink has at the moment of painting."""

    def __init__(self, theme: Theme, character: str, ink: str, disabled: str) -> None:
        super().__init__()
        self._theme = theme
        self._character = character
        self._ink = ink
        self._disabled = disabled

    def paint(self, painter: QPainter, rect: QRect, mode: QIcon.Mode, _state: QIcon.State) -> None:
        ink = self._disabled if mode == QIcon.Mode.Disabled else self._ink
        box = QRectF(QPointF(rect.topLeft()), rect.size().toSizeF())
        paint_glyph(painter, self._character, box, self._theme.colour(ink))

    def pixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State) -> QPixmap:
        made = QPixmap(size)
        made.fill(Qt.GlobalColor.transparent)
        painter = QPainter(made)
        self.paint(painter, QRect(0, 0, size.width(), size.height()), mode, state)
        painter.end()
        return made

    def clone(self) -> QIconEngine:
        return _GlyphEngine(self._theme, self._character, self._ink, self._disabled)


@cache
def _folder() -> Path:
    """Return where the icon package keeps its fonts, without importing it."""
    spec = find_spec("qtawesome")
    if spec is None or not spec.submodule_search_locations:
        raise ProgramFault("the icon font is not installed")
    return Path(spec.submodule_search_locations[0]) / "fonts"


@cache
def _charmap() -> dict[str, str]:
    """Return the character of each icon by its name."""
    entry = next(iter(sorted(_folder().glob("remixicon-charmap-*.json"))))
    raw: dict[str, str] = json.loads(entry.read_text("utf-8"))
    return {name: chr(int(code, 16)) for name, code in raw.items()}


@cache
def _family() -> str:
    """Load the icon font and return its family."""
    entry = next(one for one in sorted(_folder().glob("remixicon-*.ttf")))
    number = QFontDatabase.addApplicationFont(str(entry))
    families = QFontDatabase.applicationFontFamilies(number) if number >= 0 else []
    if not families:
        raise ProgramFault("the icon font could not be loaded")
    return families[0]
