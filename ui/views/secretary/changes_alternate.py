"""An alternate is called: the next on the list whom no rule passes over, with a compared card (§3.3)."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from ui.context import Context
from ui.viewmodels.secretary.cards import CardsModel
from ui.viewmodels.secretary.changes import CallOrder, ChangesModel, NextUp
from ui.views.secretary.cards_choice import CardChoiceDialog
from ui.views.secretary.changes_dialog import ChangeDialog
from ui.widgets.choice import ChoiceBox
from ui.widgets.controls import button
from ui.widgets.tick_list import TickList
from zgc_review.domain.rows import KnownCard
from zgc_review.errors import ReviewError
from zgc_review.services.changes_view import MemberLine
from zgc_review.services.drawing_alternates import CalledUp


class AlternateDialog(ChangeDialog):
    """Calls the next alternate of a group.

    Signals:
        settled: whether a new version of the round definition waits for its consents.
    """

    settled = Signal(bool)

    def __init__(self, context: Context, model: ChangesModel, parent: QWidget) -> None:
        super().__init__(context, "alternate", parent, name="alternate")
        self.model = model
        self._next: NextUp | None = None
        self._cards: tuple[KnownCard, ...] = ()
        view = model.view
        self._single = view is not None and view.is_single and any(one.groups for one in view.experts)
        self.group = self.choice(self.cap("changes.alternate.group"), "alternateGroup")
        self.leaving = ChoiceBox(context, name="alternateLeaving", letters=30)
        gone = self.field(self.cap("changes.alternate.leaving"), self.leaving, "alternateLeaving")
        self.applications = TickList(context)
        words = self.field(
            self.cap("changes.alternate.applications"), self.applications, "alternateApplications"
        )
        self.card = self.choice(self.cap("changes.alternate.card"), "alternateCard")
        self.field(self.cap("changes.reason"), self.reason, "alternateReason")
        for shown, one in (
            (self._single, words),
            (self._single, self.applications),
            (not self._single, gone),
            (not self._single, self.leaving),
        ):
            one.setVisible(shown)
        self.take = button(self._take, "quiet", name="alternateTake")
        self.take.setText(self.cap("changes.take_card"))
        self.row.insertWidget(0, self.take)
        self._fill()
        self._wire()
        self._look_up()

    def _fill(self) -> None:
        view = self.model.view
        if view is None:
            return
        for one in view.alternates:
            words = self.cap("changes.alternate.item", group=one.group, left=one.left, called=one.called)
            self.group.addItem(words, one.group)
        for number in view.applications if self._single else ():
            self.applications.add(number)
        self._fill_leaving()

    def _fill_leaving(self) -> None:
        """Offer the members of the group, and nobody where a seat is added."""
        self.leaving.blockSignals(True)
        self.leaving.clear()
        self.leaving.addItem(self.cap("changes.alternate.nobody"), "")
        for one in self._members():
            self.leaving.addItem(f"{one.code} · {one.name}", one.number)
        self.leaving.blockSignals(False)

    def _members(self) -> tuple[MemberLine, ...]:
        group, view = str(self.group.currentData() or ""), self.model.view
        if view is None:
            return ()
        return tuple(one for one in view.experts if group in one.groups and one.number)

    def _wire(self) -> None:
        self.group.currentIndexChanged.connect(lambda _index: self._regroup())
        self.leaving.currentIndexChanged.connect(lambda _index: self._look_up())
        self.applications.itemChanged.connect(lambda _item: self._look_up())
        self.card.currentIndexChanged.connect(lambda _index: self._follow())
        self.reason.textChanged.connect(lambda _text: self._follow())
        self.model.loaded.connect(self._fill_cards)
        self.model.next_up.connect(self._show)
        self.model.refused.connect(self._not_possible)
        self.model.failed.connect(self._refused)
        self.model.called.connect(self._was_done)

    @property
    def numbers(self) -> tuple[str, ...]:
        """The applications that are ticked."""
        found = [self.applications.item(n) for n in range(self.applications.count())]
        return tuple(one.text() for one in found if one.checkState() == Qt.CheckState.Checked)

    @property
    def order(self) -> CallOrder:
        """What was chosen."""
        place = self.card.currentIndex()
        card = self._cards[place] if 0 <= place < len(self._cards) else None
        return CallOrder(
            group=str(self.group.currentData() or ""),
            leaving=str(self.leaving.currentData() or "") or None if not self._single else None,
            applications=self.numbers,
            reason=self.reason.text().strip(),
            digits=card.fingerprint if card is not None else None,
        )

    def _regroup(self) -> None:
        self._fill_leaving()
        self._look_up()

    def _look_up(self) -> None:
        """Ask who is next."""
        self._next = None
        self.error.clear()
        self.tell("")
        order = self.order
        if order.group and (order.applications or not self._single):
            self.model.look_up(order)
        self._fill_cards()

    def _show(self, found: NextUp) -> None:
        """Say who is called, who is passed over, what is lost."""
        self._next = found
        record, texts = found.expert.record, self.context.captions.texts
        employer = str(record.get("employer", ""))
        name = str(record.get("name", ""))
        parts = [self.cap("changes.alternate.next", number=found.expert.number, name=name, employer=employer)]
        for number, rule in found.skipped:
            known = rule in {"P03", "P04", "P05", "P06", "P10"}
            words = texts.get(f"draw.form.left_out.{rule}") if known else rule
            parts.append(self.cap("changes.alternate.skipped", number=number, rule=words))
        if found.roles_lost:
            parts.append(self.cap("changes.alternate.lost", roles="、".join(found.roles_lost)))
        key = "changes.alternate.version" if found.is_seated else "changes.alternate.planned"
        parts.append(self.cap(key))
        self.tell("\n".join(parts))
        self._fill_cards()
        self.fit()

    def _fill_cards(self) -> None:
        """Offer the compared cards of the one who is called; without any, say why."""
        found = self._next
        self.card.blockSignals(True)
        self.card.clear()
        self._cards = ()
        if found is not None and found.is_seated:
            cards = self.model.cards_of(str(found.expert.record.get("name", "")))
            self._cards = tuple(one for one in cards if isinstance(one, KnownCard) and one.trusted_at)
            for one in self._cards:
                self.card.addItem(self.cap("changes.card.item", name=one.name, digits=one.fingerprint[:11]))
        if not self._cards:
            key = "open" if found is None else "none" if found.is_seated else "later"
            self.card.addItem(self.cap(f"changes.alternate.card_{key}"))
        self.card.blockSignals(False)
        self.card.setEnabled(bool(self._cards))
        self._follow()

    def _not_possible(self, fault: ReviewError) -> None:
        self.refuse(fault)
        self._follow()

    def _follow(self) -> None:
        """Say what is missing."""
        found = self._next
        words = ""
        if not self.group.count():
            words = self.cap("changes.alternate.no_list")
        elif self._single and not self.numbers:
            words = self.cap("changes.alternate.no_application")
        elif found is not None and found.is_seated and not self._cards:
            words = self.cap("changes.alternate.no_card")
        elif not self.has_reason:
            words = self.cap("changes.reason_lacking")
        self.lacking.setText(words)
        self.act.setEnabled(found is not None and not words and self.model.session.writable)

    def _take(self) -> None:
        dialog = CardChoiceDialog(self.context, CardsModel(self.model.session), self)
        dialog.chosen.connect(lambda _card: self.model.load())
        dialog.open()

    def ask(self) -> None:
        """Call."""
        if self.act.isEnabled():
            self.error.clear()
            self.act.setEnabled(False)
            self.model.call(self.order)

    def _was_done(self, called: CalledUp) -> None:
        self.settled.emit(called.version is not None)
        self.accept()
