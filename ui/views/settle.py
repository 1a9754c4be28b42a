"""达标即享 in an expert's window: the documents, and the gates that await a person (rules §2.2 Q)."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QVBoxLayout

from ui.context import Context
from ui.models.settle import SettleTable
from ui.viewmodels.finding import Findable
from ui.viewmodels.settle import SettleModel
from ui.views.ask import Question
from ui.views.beside_documents import BesideDocuments
from ui.views.score_keys import viewer_hints
from ui.views.screen import Hint
from ui.views.settle_cards import GateCard
from ui.widgets.controls import drain, label, tight
from ui.widgets.document_area import DocumentArea


class SettleScreen(BesideDocuments):
    """Gates an expert settles by yes or no with grounds; no score is given. Back leads to the work list."""

    place = "settle.place"
    prefix = "settle"
    turns = ("settle.to_documents", "settle.to_gates")

    def __init__(self, context: Context, model: SettleModel, documents: DocumentArea) -> None:
        table = ("settleTable", SettleTable(context.captions), {1: 116})
        super().__init__(context, model, documents, table, name="settleScreen")
        self.model = model
        self.gates: list[GateCard] = []
        self.rule = label("body", "second", name="settleRule", wrap=True)
        self._cards = QVBoxLayout()
        tight(self._cards, 0, 12)
        self.lay_out((self.unit, self.rule, self.error, self._cards))
        model.loaded.connect(self._show)
        model.chosen.connect(self._show_item)
        model.signed.connect(self._signed)
        self.retranslate()

    def entered(self) -> None:
        """Read what is to be settled; the list has the focus."""
        self.model.load()
        self.table.setFocus()

    def hints(self) -> Sequence[Hint]:
        """Keys of this screen."""
        return (
            ("J K", self.cap("settle.key.item")),
            ("1 2", self.cap("settle.key.answer")),
            ("Enter", self.cap("settle.key.sign")),
            ("F6", self.cap("settle.key.pane")),
            ("Esc", self.cap("settle.key.back")),
            *viewer_hints(self.cap),
        )

    def findable(self) -> Sequence[Findable]:
        """Return the list."""
        return [Findable(one.number, one.unit, one.application) for one in self.model.settling.items]

    def go_to(self, target: str) -> bool:
        """Show an application."""
        found = target in [one.application for one in self.model.settling.items]
        if found:
            self.model.choose(target)
        return found

    def retranslate(self) -> None:
        """Set every text anew."""
        self.title.setText(self.cap("settle.title"))
        self.table.setAccessibleName(self.cap("settle.title"))
        self.empty.setText(self.cap("settle.empty"))
        self.rule.setText(self.cap("settle.rule"))
        self.back.setText(self.cap("settle.back"))
        self.write.setText(self.cap("settle.return"))
        self._say()
        self._arrange()
        for card in self.gates:
            card.retranslate()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Single letters work where no text is typed."""
        bare, key = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier, Qt.Key(event.key())
        steps = {Qt.Key.Key_J: 1, Qt.Key.Key_K: -1}
        answers = {Qt.Key.Key_1: 0, Qt.Key.Key_2: 1}
        card = self._card()
        if bare and key in steps:
            self.table.choose(self.table.currentIndex().row() + steps[key])
        elif bare and key in answers and card is not None:
            card.choose(answers[key])
        elif bare and key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and card is not None:
            card.go_on()
        elif bare and event.key() == Qt.Key.Key_Backslash:
            self.documents.turn_beside()
        elif event.key() == Qt.Key.Key_Escape:
            self.leave()
        else:
            event.ignore()

    def ask(self, gate: str, answer: str, reason: str) -> None:
        """Ask before an answer is signed: about which application and gate, what follows."""
        item = self.model.item
        if item is None:
            return
        words = self.cap(f"settle.answer.{answer}")
        question = Question(
            self.context,
            self.cap("settle.question", number=item.number, gate=gate, answer=words),
            self.cap("settle.follows", unit=item.unit, reason=reason),
            self.cap("settle.act", number=item.number, gate=gate),
            self,
        )
        question.agreed.connect(self.error.clear)
        question.agreed.connect(partial(self.model.settle, gate, answer, reason))
        question.open()

    def _card(self) -> GateCard | None:
        """Return the gate that keys answer: the one with the focus, else the first without an answer."""
        focus = QApplication.focusWidget()
        held = [one for one in self.gates if focus is not None and one.isAncestorOf(focus)]
        waits = [one for one in self.gates if one.gate.awaits and one.gate.given is None]
        found = held or waits or self.gates
        return found[0] if found and not self._right.isHidden() else None

    def _show(self) -> None:
        """Show the list and the application on show anew."""
        self.show_list()
        there = not self._is_empty
        for one in (self.table, self.rule, self.documents):
            one.setVisible(there)
        self.empty.setVisible(not there)
        self._say()
        self._show_item()
        self._arrange()

    def _show_item(self) -> None:
        """Show one application: its documents, and a card for each gate."""
        item = self.model.item
        self.show_documents()
        self.select()
        drain(self._cards)
        self.gates = []
        for gate in item.gates if item is not None else ():
            card = GateCard(self.context, self.model, gate)
            card.asked.connect(self.ask)
            self._cards.addWidget(card)
            card.show()  # at once: the next one may be given the focus
            self.gates.append(card)

    def _say(self) -> None:
        """Say how many signed answers wait to be written."""
        settling = self.model.settling
        signed = any(gate.given is not None for one in settling.items for gate in one.gates)
        self.owed.setText(self.cap_count("settle.owed", settling.owed) if settling.owed else "")
        self._foot.setVisible(signed)

    def _signed(self, gate: str) -> None:
        """The next gate without an answer has the focus, else the return."""
        following = [one for one in self.gates if one.gate.awaits and one.gate.given is None]
        target = following[0].choices.button(0) if following else self.write
        target.setFocus(Qt.FocusReason.OtherFocusReason)
        shown = next((one for one in self.gates if one.gate.id == gate), None)
        if shown is not None and not following:
            self.area.ensureWidgetVisible(shown)

    @property
    def _is_empty(self) -> bool:
        """Without anything to settle there is nothing to read."""
        return not self.model.items
