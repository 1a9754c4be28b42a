"""The header of every window: whose, which round, where; saved, language, mode, help, lock."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from ui.context import Context
from ui.widgets.controls import IconButton, button, label, restyle, rule, tag, tight
from ui.widgets.marks import IconLabel, Mark
from ui.widgets.short_label import ShortLabel
from zgc_review.errors import ReviewError


class Header(QWidget):
    """One line of 48 px.

    Signals:
        help_asked: the help button.
        lock_asked: the lock button.
        home_asked: back to rounds and packages.
        menu_asked: the menu button; the menu opens below it.
        office_asked: to the pages of the chair, where the owner leads.
    """

    help_asked = Signal()
    lock_asked = Signal()
    home_asked = Signal()
    menu_asked = Signal()
    office_asked = Signal()

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._place = ""
        self._detail = ("", "")
        self._saved_at = ""
        self._fault: ReviewError | None = None
        self.setObjectName("header")
        self.setProperty("pane", "header")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._title = label("body", name="headerTitle")
        self._title.setProperty("type", "head")
        self._role = tag("edge", name="headerRole")
        self._role.hide()
        self._where = ShortLabel(tone="second", name="headerPlace")
        self._saved_icon = IconLabel(context, "check-line", "ok", 16)
        self._saved = label("small", "second", name="headerSaved")
        self.office = button(self.office_asked.emit, "outline", name="headerOffice")
        self.office.hide()
        self.language = button(self._switch_language, "quiet", name="headerLanguage")
        self.mode = IconButton(context, "moon-line", self._switch_mode, name="headerMode")
        self.help = IconButton(context, "question-line", self.help_asked.emit, name="headerHelp")
        self.lock = IconButton(context, "lock-line", self.lock_asked.emit, name="headerLock")
        self.menu = IconButton(context, "menu-line", self.menu_asked.emit, name="headerMenu")
        self._lay_out()
        context.captions.changed.connect(self.retranslate)
        context.theme.changed.connect(self.retranslate)
        self.retranslate()

    def _lay_out(self) -> None:
        row = QHBoxLayout(self)
        tight(row, 0, 12)
        row.setContentsMargins(16, 0, 16, 0)
        row.addWidget(Mark(self._context.theme))
        row.addWidget(self._title)
        row.addWidget(self._role)
        row.addWidget(rule("v"))
        row.addWidget(self._where, 1)
        row.addWidget(self.office)
        row.addWidget(self._saved_icon)
        row.addWidget(self._saved)
        row.addWidget(rule("v"))
        for one in (self.language, self.mode, self.help, self.lock, self.menu):
            # A click leaves the focus where somebody types; Tab still comes here.
            one.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            row.addWidget(one)

    def set_round(self, title: str, role: str) -> None:
        """Show the round and the role of the vault's owner."""
        self._title.setText(title)
        self._role.setText(role)
        self._role.setVisible(bool(role))

    def set_place(self, key: str) -> None:
        """Show where in the program we are."""
        self._place = key
        self.retranslate()

    def set_detail(self, words: str, tip: str = "") -> None:
        """Show what is in view at this place, with its full name as the tool tip."""
        if (words, tip) != self._detail:
            self._detail = (words, tip)
            self._say_place()

    def set_saved(self, at: str) -> None:
        """Show the time of the last save (``HH:MM:SS``)."""
        self._saved_at, self._fault = at, None
        self.retranslate()

    def set_unsaved(self, fault: ReviewError) -> None:
        """Say that the last save failed, until one succeeds."""
        self._fault = fault
        self.retranslate()

    def retranslate(self) -> None:
        """Set every text anew."""
        cap = self._context.captions.cap
        self.setFixedHeight(self._context.theme.px("header"))
        self._say_place()
        self.office.setText(cap("shell.office"))
        self.language.setText(cap("shell.other_language"))
        self.language.setAccessibleName(cap("shell.language"))
        dark = self._context.theme.mode == "dark"
        self.mode.set_icon("sun-line" if dark else "moon-line")
        self.mode.say(cap("shell.to_light" if dark else "shell.to_dark"))
        self.help.say(cap("shell.help"), "F1")
        self.lock.say(cap("shell.lock"), "Ctrl+L")
        self.menu.say(cap("menu.name"), "F10")
        self._show_saved()

    def _say_place(self) -> None:
        words, tip = self._detail
        place = self._context.captions.cap(self._place) if self._place else ""
        self._where.say(" · ".join(part for part in (place, words) if part), tip)
        self._where.setAccessibleName(" ".join(part for part in (self._where.text(), tip) if part))

    def _show_saved(self) -> None:
        cap = self._context.captions.cap
        if self._fault is not None:
            self._saved_icon.set_icon("error-warning-line", "danger")
            self._saved.setText(cap("shell.unsaved", why=self._context.captions.error(self._fault).title))
            tone = "danger"
        else:
            self._saved_icon.set_icon("check-line" if self._saved_at else "", "ok")
            self._saved.setText(cap("shell.saved", at=self._saved_at) if self._saved_at else "")
            tone = "second"
        restyle(self._saved, tone=tone)

    def _switch_language(self) -> None:
        language = self._context.captions.other()
        self._context.captions.set_language(language)
        self._context.preferences.remember(language=language)

    def _switch_mode(self) -> None:
        mode = "light" if self._context.theme.mode == "dark" else "dark"
        self._context.theme.set_mode(mode)
        self._context.preferences.remember(mode=mode)
