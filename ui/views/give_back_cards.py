"""The lower half of the return screen: a form with its state, and the copy that goes at the end."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from ui.context import Context
from ui.viewmodels.give_back import GiveBackStanding
from ui.widgets.controls import button, label, pane, restyle, tight
from ui.widgets.marks import IconLabel


class FormLine(QWidget):
    """An icon, what a form is about and where it stands, one button."""

    def __init__(self, context: Context, act: Callable[[], object], *, name: str) -> None:
        super().__init__()
        self.icon = IconLabel(context, "draft-line", "text2")
        self.words = label("body", name=f"{name}Words", wrap=True)
        self.act = button(act, name=f"{name}Act")
        row = QHBoxLayout(self)
        tight(row, 0, 12)
        row.addWidget(self.icon)
        row.addWidget(self.words, 1)
        row.addWidget(self.act)

    def say(self, words: str, act: str, *, icon: str, ink: str) -> None:
        """Show where the form stands."""
        self.words.setText(words)
        self.act.setText(act)
        self.icon.set_icon(icon, ink)


class HandBackCard(QWidget):
    """The copy of the round: here, due to go, or gone."""

    def __init__(
        self, context: Context, hand_back: Callable[[], object], register: Callable[[], object]
    ) -> None:
        super().__init__()
        self._context = context
        self._standing: GiveBackStanding | None = None
        self.title = label("head", name="handBackTitle")
        self.text = label("body", "second", name="handBackText", wrap=True)
        self.act: QPushButton = button(hand_back, name="handBackAct")
        self.register = button(register, name="handBackRegister")
        self.written = label("small", "ok", name="handBackWritten", wrap=True)
        self.written.hide()
        card = pane("card")
        column = QVBoxLayout(card)
        tight(column, 20, 8)
        column.addWidget(self.title)
        column.addWidget(self.text)
        row = QHBoxLayout()
        tight(row, 0, 8)
        row.addWidget(self.act)
        row.addWidget(self.register)
        row.addStretch(1)
        column.addLayout(row)
        column.addWidget(self.written)
        outer = QVBoxLayout(self)
        tight(outer)
        outer.addWidget(card)
        self.hide()

    def show_standing(self, standing: GiveBackStanding, *, writable: bool) -> None:
        """Show what may be done with the copy."""
        self._standing = standing
        cap, copy = self._context.captions.cap, standing.copy
        self.show()
        self.act.setVisible(copy.done is None)
        self.register.setVisible(copy.done is not None)
        self.register.setText(cap("handback.register"))
        self.act.setEnabled(writable)
        if copy.done is not None:
            self.title.setText(cap("handback.done"))
            media = " · ".join(copy.done.media)
            words = cap("handback.done_text", day=copy.done.at[:10], time=copy.done.at[11:16], media=media)
            if copy.backups:
                words = f"{words} {self._context.captions.cap_count('handback.backups', copy.backups)}"
            self.text.setText(words)
            return
        self.title.setText(cap("handback.title"))
        self.text.setText(cap("handback.due" if copy.counted else "handback.early"))
        self.act.setText(cap("handback.open" if copy.counted else "handback.open_early"))
        restyle(self.act, kind="outline" if copy.counted else "quiet")

    def show_written(self, names: Sequence[str]) -> None:
        """Say which files of the hand-back were written."""
        listed = " · ".join(names)
        self.written.setText(self._context.captions.cap("handback.written", files=listed) if names else "")
        self.written.setVisible(bool(names))
