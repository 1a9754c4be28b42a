"""The comparison of a card made for reading aloud: six groups, each ticked once it was heard (picture a)."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ui.context import Context
from ui.widgets.controls import button, label, pane, rule, tight
from ui.widgets.digits import GROUPS, DigitGroups
from ui.widgets.marks import IconLabel
from zgc_review.domain.rows import KnownCard


class CardCheck(QWidget):
    """One card whose digits its owner reads aloud.

    Nothing is trusted before every group was ticked and the button was pressed.

    Signals:
        same: id of the card whose digits were the same.
        differs: id of the card whose digits were others.
    """

    same = Signal(str)
    differs = Signal(str)

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._card: KnownCard | None = None
        self._can = True
        self.setObjectName("cardCheck")
        self.title = label("title", name="checkTitle", wrap=True)
        self.lead = label("body", "second", name="checkLead", wrap=True)
        self.owner = label("head", name="checkOwner", wrap=True)
        self.unit = label("small", "second", name="checkUnit", wrap=True)
        self.digits = DigitGroups(context, name="checkGroup", ticks=True)
        self.note = label("small", "second", wrap=True)
        self.stop = label("body", "danger", name="checkStop", wrap=True)
        self.lacking = label("small", "hint", name="checkLacking", wrap=True)
        self.differ = button(self._differs, name="checkDiffer")
        self.agree = button(self._same, "primary", name="checkSame")
        self._lay_out()
        self._keys()
        self.digits.ticked.connect(lambda _count: self._follow())
        context.captions.changed.connect(self.retranslate)
        self.retranslate()

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        tight(column, 0, 8)
        column.addWidget(self.title)
        column.addWidget(self.lead)
        card = pane("card")
        inside = QVBoxLayout(card)
        tight(inside, 20, 8)
        inside.addWidget(self.owner)
        inside.addWidget(self.unit)
        inside.addWidget(rule())
        inside.addWidget(self.digits)
        column.addWidget(card)
        column.addWidget(self.stop)
        acts = QHBoxLayout()
        tight(acts, 0, 16)
        acts.addWidget(self.lacking, 1)
        acts.addWidget(self.differ)
        acts.addWidget(self.agree)
        column.addLayout(acts)
        said = QHBoxLayout()
        tight(said, 0, 8)
        said.addWidget(
            IconLabel(self._context, "information-line", beside="small"), 0, Qt.AlignmentFlag.AlignTop
        )
        said.addWidget(self.note, 1)
        column.addLayout(said)
        column.addStretch(1)

    def _keys(self) -> None:
        """Digits tick a group; two letters answer."""
        for n in range(1, GROUPS + 1):
            self._key(str(n), partial(self.digits.tick, n))
        self._key("S", self._same)
        self._key("D", self._differs)

    def _key(self, keys: str, act: object) -> None:
        made = QShortcut(QKeySequence(keys), self)
        made.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        made.activated.connect(act)

    def show_card(self, card: KnownCard | None, *, can: bool = True) -> None:
        """Show a card; ``can``: it may be trusted here."""
        before = self._card.card_id if self._card is not None else ""
        self._card, self._can = card, can
        if card is None or card.card_id != before:
            self.stop.hide()
            self.digits.show_digits(card.fingerprint if card is not None else "", ticked=self.trusted)
        self.retranslate()

    def set_focus(self) -> None:
        """Begin at the first group."""
        self.digits.boxes[0].setFocus()

    @property
    def trusted(self) -> bool:
        """Whether the card on show was compared before."""
        return self._card is not None and self._card.trusted_at is not None

    def retranslate(self) -> None:
        """Set every text anew."""
        cap = self._context.captions.cap
        self.title.setText(cap("cards.check.done_title" if self.trusted else "cards.check.title"))
        self.lead.setText(cap("cards.check.done_lead" if self.trusted else "cards.check.lead"))
        self.note.setText(cap("cards.check.note"))
        self.stop.setText(cap("cards.check.stop"))
        self.differ.setText(cap("cards.check.differ"))
        self.agree.setText(cap("cards.check.same"))
        if self._card is not None:
            self.owner.setText(self._card.name)
            self.unit.setText(self._card.organisation or cap("cards.no_unit"))
        self._follow()

    def _follow(self) -> None:
        """Say how many groups are left."""
        left = GROUPS - self.digits.heard
        opens = self._card is not None and not self.trusted and self._can
        stopped = self.stop.isVisibleTo(self)
        for one in self.digits.boxes:
            one.setEnabled(opens and not stopped)
        for act in (self.differ, self.agree):
            act.setVisible(not self.trusted)
        self.differ.setEnabled(opens and not stopped)
        self.agree.setEnabled(opens and not stopped and not left)
        shown = opens and not stopped and left
        words = self._context.captions.cap_count("cards.check.left", left) if shown else ""
        self.lacking.setText(words)

    def _same(self) -> None:
        if self.agree.isEnabled() and self._card is not None:
            self.same.emit(self._card.card_id)

    def _differs(self) -> None:
        if self.differ.isEnabled() and self._card is not None:
            self.stop.show()
            self._follow()
            self.differs.emit(self._card.card_id)
