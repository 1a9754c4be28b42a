"""A laptop or card was lost, or is in other hands: revoke the card, give the code a new one (rules §3.3)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypedDict

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QListWidget, QListWidgetItem, QWidget

from ui.context import Context
from ui.viewmodels.secretary.cards import CardsModel
from ui.viewmodels.secretary.changes import ChangesModel
from ui.views.secretary.cards_choice import CardChoiceDialog
from ui.views.secretary.changes_dialog import ChangeDialog
from ui.widgets.controls import button
from zgc_review.domain.rows import KnownCard, OwnCard
from zgc_review.errors import ReviewError
from zgc_review.services.amending import Amended, CardChange, Received
from zgc_review.services.changes_view import MemberLine


class Drop(TypedDict):
    """What of the old card counts no more: ids, or everything."""

    drop: tuple[str, ...]
    drop_all: bool


class CardChangeDialog(ChangeDialog):
    """Replaces or revokes the card of one member.

    Signals:
        settled: the version is signed and waits for its consents.
    """

    settled = Signal()

    def __init__(self, context: Context, model: ChangesModel, parent: QWidget) -> None:
        super().__init__(context, "card", parent, name="cardChange")
        self.model = model
        self._tried: Amended | None = None
        self.who = self.choice(self.cap("changes.who"), "cardChangeWho")
        self.card = self.choice(self.cap("changes.card.new"), "cardChangeCard")
        self.drop = QCheckBox(self.cap("changes.card.drop"))
        self.drop.setObjectName("cardChangeDrop")
        self.grid.addWidget(self.drop, self.grid.rowCount(), 1)
        self.sent = QListWidget()
        self.sent.setMaximumHeight(context.theme.px(148))
        self.sent.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._sent_words = self.field(self.cap("changes.card.sent"), self.sent, "cardChangeSent")
        self.field(self.cap("changes.reason"), self.reason, "cardChangeReason")
        self.reason.setPlaceholderText(self.cap("changes.card.reason_hint"))
        self.take = button(self._take, "quiet", name="cardChangeTake")
        self.take.setText(self.cap("changes.take_card"))
        self.row.insertWidget(0, self.take)
        for one in self.members:
            self.who.addItem(" · ".join(part for part in (one.code, one.name, *one.groups) if part))
        self._cards: tuple[KnownCard | OwnCard, ...] = ()
        self._wire()
        self._fill_cards()

    def _wire(self) -> None:
        self.who.currentIndexChanged.connect(lambda _index: self._fill_cards())
        self.card.currentIndexChanged.connect(lambda _index: self._try())
        self.drop.toggled.connect(self._drop_all)
        self.sent.itemChanged.connect(lambda _item: self._try())
        self.model.received.connect(self._list)
        self.reason.textChanged.connect(lambda _text: self._try())
        self.model.loaded.connect(self._fill_cards)
        self.model.tried.connect(self._show)
        self.model.refused.connect(self._not_possible)
        self.model.failed.connect(self._refused)
        self.model.amended.connect(self._was_done)

    @property
    def members(self) -> tuple[MemberLine, ...]:
        """Whose card may change."""
        return self.model.view.members if self.model.view is not None else ()

    @property
    def member(self) -> MemberLine | None:
        """Whose card changes."""
        place = self.who.currentIndex()
        return self.members[place] if 0 <= place < len(self.members) else None

    @property
    def change(self) -> CardChange | None:
        """What was chosen; without a new card the old one is revoked."""
        member, place = self.member, self.card.currentIndex()
        if member is None or place < 0:
            return None
        digits = self._cards[place].fingerprint if place < len(self._cards) else None
        return CardChange(member.code, digits)

    def _fill_cards(self) -> None:
        """Offer the compared cards of the same name, and for experts none at all."""
        member = self.member
        self.card.blockSignals(True)
        self.card.clear()
        self._cards = ()
        if member is not None:
            found = self.model.cards_of(member.name)
            self._cards = tuple(
                one for one in found if isinstance(one, OwnCard) or one.trusted_at is not None
            )
            for one in self._cards:
                self.card.addItem(self.cap("changes.card.item", name=one.name, digits=one.fingerprint[:11]))
            if member.role == "expert":
                self.card.addItem(self.cap("changes.card.none_yet"))
            self.card.setCurrentIndex(0 if self.card.count() else -1)
        self.card.blockSignals(False)
        self._try()

        self._list("", ())
        if member is not None:
            self.model.list_received(member.code)

    @property
    def dropped(self) -> tuple[str, ...]:
        """What shall count no more though it was received."""
        items = (self.sent.item(n) for n in range(self.sent.count()))
        return tuple(
            str(one.data(Qt.ItemDataRole.UserRole))
            for one in items
            if one.checkState() == Qt.CheckState.Unchecked
        )

    def _list(self, code: str, found: Sequence[Received]) -> None:
        """List what was received with the old card; everything is kept until it is unticked."""
        if self.member is None or code not in {"", self.member.code}:
            return
        self.sent.blockSignals(True)
        self.sent.clear()
        for one in found:
            item = QListWidgetItem(self._said(one))
            item.setData(Qt.ItemDataRole.UserRole, one.message_id)
            flags = Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsEnabled
            item.setFlags(flags if one.is_bound else flags | Qt.ItemFlag.ItemIsUserCheckable)
            item.setCheckState(Qt.CheckState.Checked)
            item.setToolTip(one.message_id)
            self.sent.addItem(item)
        self.sent.blockSignals(False)
        for shown in (self.sent, self._sent_words):
            shown.setVisible(bool(found))
        self.fit()

    def _said(self, one: Received) -> str:
        """Return the line of one message: what it is, about which application, when, its id."""
        kind = self.cap(f"changes.sent.{one.kind}")
        parts = [kind, one.number, self.cap("changes.sent.no", seq=one.seq), one.at[5:16].replace("T", " ")]
        parts += [one.message_id[:8], self.cap("changes.sent.bound") if one.is_bound else ""]
        return " · ".join(part for part in parts if part)

    def _drop_all(self, everything: bool) -> None:
        self.sent.setEnabled(not everything)
        self._try()

    def _try(self) -> None:
        """Ask what the change would come to."""
        self._tried = None
        self.error.clear()
        self.tell("")
        change = self.change
        if change is not None and self.has_reason:
            self.model.try_amend(change, self.reason.text().strip(), **self._kept())
        self._follow()

    def _kept(self) -> Drop:
        """Return what of the old card counts no more."""
        everything = self.drop.isChecked()
        return {"drop": () if everything else self.dropped, "drop_all": everything}

    def _show(self, found: Amended) -> None:
        """Say what is kept, what is lost, who must consent."""
        self._tried = found
        member = self.member
        if member is None:
            return
        parts = [
            self.cap_count("changes.card.kept", found.kept.get(member.code, 0)),
            self.cap("changes.consents", codes=" · ".join(found.needed)),
        ]
        lost = found.sealed.get(member.code, 0)
        if lost:
            parts.append(self.cap_count("changes.card.sealed", lost))
        if member.role == "expert" and member.owed:
            parts.append(self.cap_count("changes.card.owed", member.owed))
        self.tell("\n".join(parts))
        self._follow()
        self.fit()

    def _not_possible(self, fault: ReviewError) -> None:
        self.refuse(fault)
        self._follow()

    def _follow(self) -> None:
        """Say what is missing."""
        words = ""
        if self.change is None:
            words = self.cap("changes.card.no_card")
        elif not self.has_reason:
            words = self.cap("changes.reason_lacking")
        self.lacking.setText(words)
        self.act.setEnabled(self._tried is not None and not words and self.model.session.writable)

    def _take(self) -> None:
        dialog = CardChoiceDialog(self.context, CardsModel(self.model.session), self)
        dialog.chosen.connect(lambda _card: self.model.load())
        dialog.open()

    def ask(self) -> None:
        """Sign the version."""
        change = self.change
        if change is not None and self._tried is not None:
            self.error.clear()
            self.act.setEnabled(False)
            self.model.amend(change, self.reason.text().strip(), **self._kept())

    def _was_done(self, _made: Amended) -> None:
        self.settled.emit()
        self.accept()
