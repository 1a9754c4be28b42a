"""What opening a package came to: in one sentence, with the round code large, and what is damaged by name."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ui.context import Context
from ui.size_words import size_words
from ui.viewmodels.home import Opening
from ui.widgets.controls import button, drain, label, tight
from ui.widgets.marks import IconLabel

_NAMED = 12  # damaged parts written out


class OpenedPane(QWidget):
    """Shown after a package was opened; going on is one key.

    Signals:
        entered: the person goes on into the round.
    """

    entered = Signal()

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._opening: Opening | None = None
        self._fetched: tuple[int, int] | None = None
        self.setObjectName("openedPane")
        self.setProperty("pane", "card")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.icon = IconLabel(context, "check-line", "ok")
        self.title = label("head", name="openedTitle", wrap=True)
        self.text = label("body", "second", name="openedText", wrap=True)
        self.caption = label("small", "second")
        self.code = label("digits", name="openedCode", wrap=True)
        self.code.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.hint = label("small", "hint", wrap=True)
        self.damages = QVBoxLayout()
        tight(self.damages, 0, 4)
        self.act = button(self.entered.emit, "primary", name="openedEnter")
        self.act.setAutoDefault(True)  # Enter goes on, as the status bar says
        self._lay_out()
        context.captions.changed.connect(self._say)
        self.hide()

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        tight(column, 24, 8)
        head = QHBoxLayout()
        tight(head, 0, 8)
        head.addWidget(self.icon)
        head.addWidget(self.title, 1)
        head.addWidget(self.act)
        column.addLayout(head)
        for one in (self.text, self.caption, self.code, self.hint):
            column.addWidget(one)
        column.addLayout(self.damages)

    def show_opening(self, opening: Opening) -> None:
        """Show what came of it; going on waits for the documents."""
        self._opening, self._fetched = opening, None
        self._say()
        self.show()

    def show_fetched(self, count: int, size: int) -> None:
        """Say that the documents are here, and let the person go on."""
        self._fetched = (count, size)
        self._say()
        self.act.setFocus()

    def forget(self) -> None:
        """Show nothing any more."""
        self._opening = None
        self.hide()

    def _say(self) -> None:
        if self._opening is None:
            return
        cap, opening = self._context.captions, self._opening
        row = opening.head.row
        self.title.setText(cap.cap(f"home.opened.{opening.outcome}", title=row.title))
        fresh = opening.outcome == "new"
        self.icon.set_icon("check-line" if fresh else "information-line", "ok" if fresh else "warn")
        words = [cap.cap_count("home.opened.applications", opening.applications)]
        if self._fetched is not None and self._fetched[0]:
            count, size = self._fetched
            words.append(cap.cap_count("home.opened.documents", count, size=size_words(size)))
        if opening.changed:
            words.append(cap.cap_count("home.opened.changed", opening.changed))
        self.text.setText("\n".join(words))
        self.caption.setText(cap.cap("home.opened.code"))
        groups = opening.digits.split()
        self.code.setText("  ".join(groups[:3]) + "\n" + "  ".join(groups[3:]))
        self.code.setAccessibleName(f"{self.caption.text()} {opening.digits}")
        self.hint.setText(cap.cap("home.opened.hint"))
        self._say_damages(opening)
        self.act.setText(cap.cap("home.enter"))
        self.act.setEnabled(self._fetched is not None)

    def _say_damages(self, opening: Opening) -> None:
        """Name what is damaged of others; it stops nobody here."""
        drain(self.damages)
        if not opening.damages:
            return
        cap = self._context.captions
        lines = [cap.cap_count("home.opened.damages", len(opening.damages)), *opening.damages[:_NAMED]]
        if len(opening.damages) > _NAMED:
            lines.append(cap.cap_count("home.opened.more", len(opening.damages) - _NAMED))
        for place, words in enumerate(lines):
            line = label("small", "warn" if place == 0 else "second", name=f"damage{place}", wrap=True)
            line.setText(words)
            self.damages.addWidget(line)
