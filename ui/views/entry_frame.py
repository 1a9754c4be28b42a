"""The frame of the entry screens: what the program promises at the left, a form at the right."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QScrollArea, QVBoxLayout, QWidget

from ui.context import Context
from ui.views.screen import Screen
from ui.widgets.controls import IconButton, button, label, pane, tight
from ui.widgets.marks import IconLabel, Mark
from zgc_review.version import __version__

_PROMISES = (("computer-line", "offline"), ("save-line", "kept"), ("edit-line", "editable"))
_NARROW = 1000


class EntryScreen(Screen):
    """A form of 520 px beside the three promises; subclasses fill ``form``."""

    framed = False

    def __init__(self, context: Context, *, name: str) -> None:
        super().__init__(context, name=name)
        self._words: list[tuple[QLabel, str]] = []
        self._side = self._promises()
        self.form = QVBoxLayout()
        tight(self.form, 0, 8)
        row = QHBoxLayout(self)
        tight(row)
        row.addWidget(self._side)
        row.addWidget(self._right(), 1)
        context.theme.changed.connect(self._resize)
        self._resize()

    def _promises(self) -> QWidget:
        side = pane("sunken")
        column = QVBoxLayout(side)
        tight(column, 56, 0)
        column.addLayout(self._brand())
        column.addSpacing(48)
        for icon, key in _PROMISES:
            column.addLayout(self._promise(icon, key))
            column.addSpacing(40)
        column.addStretch(1)
        column.addWidget(self.worded("small", "hint", "entry.secrets"))
        return side

    def _brand(self) -> QHBoxLayout:
        row = QHBoxLayout()
        tight(row, 0, 12)
        row.addWidget(Mark(self.context.theme, 44))
        words = QVBoxLayout()
        tight(words)
        words.addWidget(self.worded("title", "", "shell.window"))
        words.addWidget(self.worded("small", "second", "entry.subtitle"))
        row.addLayout(words, 1)
        return row

    def _promise(self, icon: str, key: str) -> QHBoxLayout:
        row = QHBoxLayout()
        tight(row, 0, 16)
        tile = pane("card")
        tile.setFixedSize(self.context.theme.px(40), self.context.theme.px(40))
        inside = QHBoxLayout(tile)
        tight(inside)
        inside.addWidget(IconLabel(self.context, icon, "accent", 20), 0, Qt.AlignmentFlag.AlignCenter)
        row.addWidget(tile, 0, Qt.AlignmentFlag.AlignTop)
        words = QVBoxLayout()
        tight(words)
        words.addWidget(self.worded("head", "", f"entry.promise.{key}.title"))
        text = self.worded("body", "second", f"entry.promise.{key}.text")
        text.setWordWrap(True)
        words.addWidget(text)
        row.addLayout(words, 1)
        return row

    def _right(self) -> QWidget:
        right = pane("window")
        column = QVBoxLayout(right)
        tight(column, 24, 0)
        column.addLayout(self._corner())
        holder = QWidget()
        centred = QHBoxLayout(holder)
        tight(centred)
        centred.addStretch(1)
        self._body = QWidget()
        inner = QVBoxLayout(self._body)
        tight(inner)
        inner.addStretch(1)
        inner.addLayout(self.form)
        inner.addStretch(1)
        centred.addWidget(self._body)
        centred.addStretch(1)
        self._scroll = scroll = QScrollArea()
        # Its own would be wrapped when the focus first looks for its page: Qt for Python then sets up fifty
        # classes to find out which it is, 7 ms of the start.
        scroll.setViewport(QWidget())
        scroll.setWidgetResizable(True)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setWidget(holder)
        column.addWidget(scroll, 1)
        foot = self.worded("small", "hint", "entry.versions")
        foot.setAlignment(Qt.AlignmentFlag.AlignRight)
        column.addWidget(foot)
        return right

    def _corner(self) -> QHBoxLayout:
        """Language and mode, as in the header."""
        row = QHBoxLayout()
        tight(row, 0, 4)
        row.addStretch(1)
        self._language = button(self._switch_language, "quiet", name="entryLanguage")
        self._mode = IconButton(self.context, "moon-line", self._switch_mode, name="entryMode")
        row.addWidget(self._language)
        row.addWidget(self._mode)
        return row

    def leads_back(self, back: QPushButton) -> None:
        """Let Esc do what the way back does, while it may be pressed (look.md §8)."""
        QShortcut(QKeySequence("Esc"), self).activated.connect(back.click)

    def reveal(self, widget: QWidget) -> None:
        """Bring a widget into view once it has its size: at 150 % the form is taller than the window."""
        QTimer.singleShot(0, self, lambda: self._scroll.ensureWidgetVisible(widget))

    def worded(self, kind: str, tone: str, key: str) -> QLabel:
        """Return a label that always shows the caption ``key``."""
        made = label(kind, tone)
        self._words.append((made, key))
        return made

    def retranslate(self) -> None:
        """Set every text anew."""
        known = {"entry.versions": {"version": __version__}}
        for made, key in self._words:
            made.setText(self.cap(key, **known.get(key, {})))
        self._language.setText(self.cap("shell.other_language"))
        self._language.setAccessibleName(self.cap("shell.language"))
        dark = self.context.theme.mode == "dark"
        self._mode.set_icon("sun-line" if dark else "moon-line")
        self._mode.say(self.cap("shell.to_light" if dark else "shell.to_dark"))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Below 1000 px the promises go."""
        super().resizeEvent(event)
        self._side.setVisible(self.width() >= self.context.theme.px(_NARROW))

    def _resize(self) -> None:
        px = self.context.theme.px
        self._side.setFixedWidth(px(500))
        self._body.setFixedWidth(px(520))

    def _switch_language(self) -> None:
        language = self.context.captions.other()
        self.context.captions.set_language(language)
        self.context.preferences.remember(language=language)

    def _switch_mode(self) -> None:
        mode = "light" if self.context.theme.mode == "dark" else "dark"
        self.context.theme.set_mode(mode)
        self.context.preferences.remember(mode=mode)
        self.retranslate()
