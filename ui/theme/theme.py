"""The theme in force: mode, size, colours; tells who paints when it changes."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontDatabase, QPalette
from PySide6.QtWidgets import QApplication

from ui.theme.stylesheet import stylesheet
from ui.theme.tokens import FAMILIES, MODES, SCALES, SIZES, TYPES

# What the application is made with. Setting the style later makes it twice, and wraps it: 5 ms of the start.
STYLE = ("-style", "Fusion")


class Theme(QObject):
    """Colours, fonts and sizes of the program.

    Signals:
        changed: mode or size changed; whoever paints reads the tokens anew.
    """

    changed = Signal()

    def __init__(self, app: QApplication, mode: str = "system", factor: float = 1.0) -> None:
        super().__init__(app)
        self._app = app
        self._chosen = mode
        self._factor = factor
        self._family = _first_family()
        self._colours: dict[str, QColor] = {}
        self._fonts: dict[tuple[str, bool | None], QFont] = {}
        app.styleHints().colorSchemeChanged.connect(self._follow_system)
        self._apply()

    @property
    def chosen(self) -> str:
        """What was asked for: ``system``, ``light`` or ``dark``."""
        return self._chosen

    @property
    def mode(self) -> str:
        """The mode in force: ``light`` or ``dark``."""
        if self._chosen != "system":
            return self._chosen
        dark = self._app.styleHints().colorScheme() == Qt.ColorScheme.Dark
        return "dark" if dark else "light"

    @property
    def factor(self) -> float:
        """Size of everything, 1.0 to 2.0."""
        return self._factor

    @property
    def tokens(self) -> Mapping[str, str]:
        """Colours of the mode in force by token."""
        return MODES[self.mode]

    def colour(self, token: str) -> QColor:
        """Return the colour of a token."""
        return QColor(self._colours[token])  # a copy: whoever paints may make it paler

    def px(self, size: str | int) -> int:
        """Return a named size, or pixels at 100 %, at the factor in force."""
        return round((SIZES[size] if isinstance(size, str) else size) * self._factor)

    def font(self, name: str = "body", *, bold: bool | None = None) -> QFont:
        """Return the font of a type, by its name in look.md §3."""
        made = self._fonts.get((name, bold))
        if made is None:
            one = TYPES[name]
            made = QFont(self._family)
            made.setPointSizeF(one.points * self._factor)
            heavy = one.weight == 700 if bold is None else bold
            made.setWeight(QFont.Weight.Bold if heavy else QFont.Weight.Normal)
            self._fonts[name, bold] = made
        return QFont(made)  # a copy, as of colours

    def line(self, name: str) -> int:
        """Return the height of a line of a type in pixels."""
        return round(TYPES[name].line * self._factor)

    def set_mode(self, mode: str) -> None:
        """Choose ``system``, ``light`` or ``dark``."""
        self._chosen = mode
        self._apply()

    def set_factor(self, factor: float) -> None:
        """Choose the size of everything (1.0 is 100 %)."""
        self._factor = factor
        self._apply()

    def step_factor(self, steps: int) -> None:
        """Go to a neighbouring size; 0 goes back to 100 %."""
        if steps == 0:
            self.set_factor(1.0)
            return
        near = min(range(len(SCALES)), key=lambda n: abs(SCALES[n] - self._factor))
        self.set_factor(SCALES[max(0, min(len(SCALES) - 1, near + steps))])

    def palette(self) -> QPalette:
        """Return the palette with all three colour groups."""
        made = QPalette()
        roles = {
            QPalette.ColorRole.Window: "bg0",
            QPalette.ColorRole.WindowText: "text1",
            QPalette.ColorRole.Base: "bg1",
            QPalette.ColorRole.AlternateBase: "bg0",
            QPalette.ColorRole.Text: "text1",
            QPalette.ColorRole.Button: "bg1",
            QPalette.ColorRole.ButtonText: "text1",
            QPalette.ColorRole.BrightText: "danger",
            QPalette.ColorRole.Highlight: "accent",
            QPalette.ColorRole.HighlightedText: "onAccent",
            QPalette.ColorRole.ToolTipBase: "bg1",
            QPalette.ColorRole.ToolTipText: "text1",
            QPalette.ColorRole.PlaceholderText: "text3",
            QPalette.ColorRole.Link: "accent",
            QPalette.ColorRole.LinkVisited: "accent",
            QPalette.ColorRole.Light: "bg1",
            QPalette.ColorRole.Midlight: "bg2",
            QPalette.ColorRole.Mid: "line",
            QPalette.ColorRole.Dark: "border",
            QPalette.ColorRole.Shadow: "bg3",
        }
        faint = {QPalette.ColorRole.WindowText, QPalette.ColorRole.Text, QPalette.ColorRole.ButtonText}
        for group in (QPalette.ColorGroup.Active, QPalette.ColorGroup.Inactive, QPalette.ColorGroup.Disabled):
            for role, token in roles.items():
                disabled = group == QPalette.ColorGroup.Disabled and role in faint
                made.setColor(group, role, self.colour("text3" if disabled else token))
        return made

    def _follow_system(self) -> None:
        """Repaint when the system's mode changes and nobody chose another."""
        if self._chosen == "system":
            self._apply()

    def _apply(self) -> None:
        """Give the application its palette, font and style sheet, and tell everybody."""
        self._colours = {token: QColor(value) for token, value in self.tokens.items()}
        self._fonts = {}
        self._app.setPalette(self.palette())
        self._app.setFont(self.font())
        # Taken away first: a sheet that follows another is laid on every widget again for each one above it.
        self._app.setStyleSheet("")
        self._app.setStyleSheet(stylesheet(self.tokens, self._factor))
        self.changed.emit()


def _first_family() -> str:
    """Return the first family of look.md §3 that this machine has, else the system's sans-serif."""
    return next((name for name in FAMILIES if QFontDatabase.hasFamily(name)), "sans-serif")
