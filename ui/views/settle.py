"""达标即享 in an expert's window: the documents, and the gates that await a person (rules §2.2 Q)."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Final

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QApplication, QHBoxLayout, QVBoxLayout, QWidget

from ui.context import Context
from ui.models.settle import SettleTable
from ui.viewmodels.finding import Findable
from ui.viewmodels.settle import SettleModel
from ui.views.ask import Question
from ui.views.score_keys import viewer_hints
from ui.views.screen import Hint, Screen
from ui.views.settle_cards import GateCard
from ui.widgets.controls import button, drain, label, pane, rule, tight
from ui.widgets.document_area import DocumentArea
from ui.widgets.line_table import LineTable
from ui.widgets.notices import ErrorPane
from ui.widgets.tall_scroll import TallScroll
from zgc_review.errors import ReviewError

LIST, CARDS = 264, 440
_ROOMY: Final = 1100  # px at 100 %; below it documents and gates take turns


class SettleScreen(Screen):
    """Gates an expert settles by yes or no with grounds; no score is given.

    Signals:
        return_asked: write the files for the secretary.
        back_asked: to the work list.
    """

    place = "settle.place"
    return_asked = Signal()
    back_asked = Signal()

    def __init__(self, context: Context, model: SettleModel, documents: DocumentArea) -> None:
        super().__init__(context, name="settleScreen")
        self.model, self.documents = model, documents
        self._shown = ""
        self._reads = False
        self.gates: list[GateCard] = []
        self.rows = SettleTable(context.captions, self)
        self.table = LineTable(context, self.rows, {1: 116}, name="settleTable")
        self.title = label("head", name="settleTitle", wrap=True)
        self.empty = label("body", "second", name="settleEmpty", wrap=True)
        self.unit = label("title", name="settleUnit", wrap=True)
        self.rule = label("body", "second", name="settleRule", wrap=True)
        self.error = ErrorPane(context, name="settleError")
        self.back = button(self.back_asked.emit, "quiet", name="settleBack")
        self.read = button(self._read, "quiet", name="settleRead")
        self.owed = label("small", "second", name="settleOwed", wrap=True)
        self.write = button(self.return_asked.emit, "primary", name="settleReturn")
        self._lay_out()
        self._wire()
        self.retranslate()

    def _lay_out(self) -> None:
        self._left = QWidget()
        left = QVBoxLayout(self._left)
        tight(left, 0, 8)
        left.setContentsMargins(0, 14, 0, 8)
        for one in (self.title, self.empty):
            one.setContentsMargins(14, 0, 14, 0)
            left.addWidget(one)
        left.addWidget(self.table, 1)
        left.addStretch()
        for act in (self.read, self.back):
            left.addWidget(act, 0, Qt.AlignmentFlag.AlignLeft)
        row = QHBoxLayout(self)
        tight(row)
        row.addWidget(self._left)
        row.addWidget(rule("v"))
        row.addWidget(self.documents, 1)
        row.addWidget(rule("v"))
        row.addWidget(self._side(), 0)

    def _side(self) -> QWidget:
        inside = QWidget()
        column = QVBoxLayout(inside)
        tight(column, 16, 12)
        for one in (self.unit, self.rule, self.error):
            column.addWidget(one)
        self._cards = QVBoxLayout()
        tight(self._cards, 0, 12)
        column.addLayout(self._cards)
        column.addStretch(1)
        self.area = TallScroll(inside)
        self._foot = pane("footer")
        below = QHBoxLayout(self._foot)
        tight(below, 14, 12)
        below.addWidget(self.owed, 1)
        below.addWidget(self.write)
        self._right = QWidget()
        outer = QVBoxLayout(self._right)
        tight(outer)
        outer.addWidget(self.area, 1)
        outer.addWidget(self._foot)
        return self._right

    def _wire(self) -> None:
        self.model.loaded.connect(self._show)
        self.model.chosen.connect(self._show_item)
        self.model.failed.connect(self._refused)
        self.model.signed.connect(self._signed)
        self.table.selectionModel().currentRowChanged.connect(self._moved)
        self.context.theme.changed.connect(self._arrange)
        panes = QShortcut(QKeySequence("F6"), self)
        panes.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        panes.activated.connect(self.next_pane)

    def entered(self) -> None:
        """Read what is to be settled; the list has the focus."""
        self.model.load()
        self.table.setFocus()

    def settle(self) -> None:
        """Store what was typed."""
        self.model.saver.flush()

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
            self._escape()
        else:
            event.ignore()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Documents give way in a narrow window."""
        super().resizeEvent(event)
        self._arrange()

    def next_pane(self) -> None:
        """Give the focus to the next pane: list, documents, gates."""
        focus = QApplication.focusWidget()
        if focus is not None and self._left.isAncestorOf(focus) and not self.documents.isHidden():
            self.documents.setFocus(Qt.FocusReason.TabFocusReason)
            self.documents.focusNextChild()
        elif focus is not None and self._right.isAncestorOf(focus):
            self.table.setFocus()
        else:
            self._right.setFocus()
            self.area.focusNextChild()

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

    def _read(self) -> None:
        """In a narrow window documents and gates take turns."""
        self._reads = not self._reads
        self._arrange()

    def _escape(self) -> None:
        if self._reads and self.width() / self.context.theme.factor < _ROOMY:
            self._read()
        else:
            self.back_asked.emit()

    def _show(self) -> None:
        """Show the list and the application on show anew."""
        items = self.model.settling.items
        blocked = self.table.selectionModel().blockSignals(True)
        self.rows.show_rows(items)
        self.table.selectionModel().blockSignals(blocked)
        there = bool(items)
        for one in (self.table, self.rule, self.documents):
            one.setVisible(there)
        self.empty.setVisible(not there)
        self._say()
        self._show_item()
        self._arrange()

    def _show_item(self) -> None:
        """Show one application: its documents, and a card for each gate."""
        item = self.model.item
        name = item.application if item is not None else ""
        if name != self._shown:
            self._shown = name
            self.documents.show_application(name, item.documents if item is not None else ())
            self.area.verticalScrollBar().setValue(0)
        self._select()
        self.unit.setText(f"{item.number}　{item.unit}" if item is not None else "")
        drain(self._cards)
        self.gates = []
        for gate in item.gates if item is not None else ():
            card = GateCard(self.context, self.model, gate)
            card.asked.connect(self.ask)
            self._cards.addWidget(card)
            card.show()  # at once: the next one may be given the focus
            self.gates.append(card)

    def _select(self) -> None:
        item = self.model.item
        names = [one.application for one in self.model.settling.items]
        if item is not None:
            blocked = self.table.selectionModel().blockSignals(True)
            self.table.choose(names.index(item.application))
            self.table.selectionModel().blockSignals(blocked)

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

    def _moved(self, now: QModelIndex, _before: QModelIndex) -> None:
        if now.isValid():
            self.model.choose(self.rows.row(now.row()).application)

    def _refused(self, fault: ReviewError) -> None:
        self.error.show_error(fault)
        self.area.ensureWidgetVisible(self.error)

    def _arrange(self) -> None:
        """Give every part its place at the width there is."""
        px = self.context.theme.px
        narrow = self.width() / self.context.theme.factor < _ROOMY
        there = bool(self.model.settling.items)
        self._left.setFixedWidth(px(LIST))
        self.documents.setVisible(there and (not narrow or self._reads))
        self.read.setVisible(there and narrow)
        self.read.setText(self.cap("settle.to_gates" if self._reads else "settle.to_documents"))
        self._right.setVisible(not narrow or not self._reads)
        if narrow or not there:
            self._right.setMinimumWidth(1)
            self._right.setMaximumWidth(16_777_215)
        else:
            self._right.setFixedWidth(px(CARDS))
