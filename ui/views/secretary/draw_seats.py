"""Seats of those who were drawn: each one's compared card, the chair of each group, the round chair."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ui.context import Context
from ui.models.secretary_draw import Seat, SeatsTable
from ui.viewmodels.secretary.draw import DrawPage, SeatOrder
from ui.widgets.controls import button, label, pane, tight
from ui.widgets.line_table import LineTable
from zgc_review.domain.rows import KnownCard
from zgc_review.services.cards_due import CardsDue


class DrawSeats(QWidget):
    """Who sits with which card.

    Signals:
        seat_asked: a :class:`SeatOrder`.
        card_asked: number of an expert whose card is chosen by hand.
        cards_asked: go to the page of cards.
        back_asked: back to the result.
    """

    seat_asked = Signal(object)
    card_asked = Signal(str)
    cards_asked = Signal()
    back_asked = Signal()

    def __init__(self, context: Context, parent: QWidget) -> None:
        super().__init__(parent)
        self._context = context
        self.cap, self.cap_count = context.captions.cap, context.captions.cap_count
        self._needs_leader = True
        self._writable = True
        self.setObjectName("drawSeats")
        self.title = label("title")
        self.lead = label("body", "second", wrap=True)
        self.model = SeatsTable(context.captions)
        self.table = LineTable(context, self.model, {0: 72, 1: 104, 3: 220, 4: 172}, name="seatsTable")
        self.choose = button(self._choose_card, name="seatsCard")
        self.chair = button(self._chair, name="seatsChair")
        self.leader = button(self._lead, name="seatsLeader")
        self.cards = button(self.cards_asked.emit, "quiet", name="seatsCards")
        self.lacking = label("small", "hint", name="seatsLacking", wrap=True)
        self.back = button(self.back_asked.emit, name="seatsBack")
        self.act = button(self._seat, "primary", name="seatsAct")
        self._lay_out()
        for keys, act in (("C", self._chair), ("L", self._lead), ("Return", self._choose_card)):
            made = QShortcut(QKeySequence(keys), self.table)
            made.setContext(Qt.ShortcutContext.WidgetShortcut)
            made.activated.connect(act)
        self.table.selectionModel().currentRowChanged.connect(lambda _now, _before: self.follow())

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        tight(column)
        top = QVBoxLayout()
        tight(top, 0, 4)
        top.setContentsMargins(20, 12, 20, 8)
        top.addWidget(self.title)
        top.addWidget(self.lead)
        top.addSpacing(4)
        tools = QHBoxLayout()
        tight(tools, 0, 8)
        for one in (self.choose, self.chair, self.leader):
            tools.addWidget(one)
        tools.addStretch(1)
        tools.addWidget(self.cards)
        top.addLayout(tools)
        column.addLayout(top)
        column.addWidget(self.table, 1)
        foot = pane("footer")
        row = QHBoxLayout(foot)
        tight(row, 0, 16)
        row.setContentsMargins(20, 10, 20, 10)
        row.addWidget(self.back)
        row.addWidget(self.lacking, 1)
        self.lacking.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(self.act)
        column.addWidget(foot)

    @property
    def seats(self) -> Sequence[Seat]:
        """Everybody who gets a seat."""
        return self.model.rows

    @property
    def chosen(self) -> Seat | None:
        """The seat the row stands for."""
        row = self.table.currentIndex().row()
        return self.seats[row] if 0 <= row < len(self.seats) else None

    def show_page(self, page: DrawPage, *, writable: bool) -> None:
        """Show who gets a seat; a card is chosen by itself where just one of that name was compared."""
        self._writable, self._needs_leader = writable, page.needs_round_chair
        before = {one.number: one for one in self.seats}
        seats = []
        for owner in page.due.owners:
            old = before.get(owner.expert.number)
            card = old.card if old is not None else None
            if card is None and len(owner.compared) == 1:
                card = owner.compared[0]
            chairs, leads = (old.chairs, old.leads) if old is not None else (False, False)
            seats.append(Seat(owner.expert, owner.group, owner.cards, card, chairs, leads))
        self._show(seats)
        self.retranslate()

    def start(self) -> None:
        """Begin at the first seat."""
        self.table.setFocus()

    def take_card(self, number: str, card_id: str, due: CardsDue) -> None:
        """Give a seat the card that was chosen for it."""
        card: KnownCard | None = next((one for one in due.cards if one.card_id == card_id), None)
        self._show([replace(one, card=card) if one.number == number else one for one in self.seats])

    def retranslate(self) -> None:
        """Set every text anew."""
        self.title.setText(self.cap("draw.seat.title"))
        self.lead.setText(self.cap("draw.seat.lead"))
        self.table.setAccessibleName(self.cap("draw.seat.title"))
        self.choose.setText(self.cap("draw.seat.choose"))
        self.chair.setText(self.cap("draw.seat.make_chair"))
        self.leader.setText(self.cap("draw.seat.make_leader"))
        self.cards.setText(self.cap("draw.seat.cards"))
        self.back.setText(self.cap("draw.to_result"))
        self.act.setText(self.cap_count("draw.seat.act", len(self.seats)))
        self.follow()

    def follow(self) -> None:
        """Say what is missing."""
        groups = {one.group for one in self.seats}
        unnamed = len(groups - {one.group for one in self.seats if one.chairs})
        cards = sum(one.card is None for one in self.seats)
        led = not self._needs_leader or any(one.leads for one in self.seats)
        words = ""
        if cards:
            words = self.cap_count("draw.seat.no_card", cards)
        elif unnamed:
            words = self.cap_count("draw.seat.no_chair", unnamed)
        elif not led:
            words = self.cap("draw.seat.no_leader")
        self.lacking.setText(words)
        chosen = self.chosen
        for one in (self.choose, self.chair):
            one.setEnabled(chosen is not None and self._writable)
        self.leader.setVisible(self._needs_leader and len(groups) > 1)
        self.leader.setEnabled(chosen is not None and self._writable)
        self.act.setEnabled(bool(self.seats) and not words and self._writable)

    def order(self) -> SeatOrder:
        """Return what was chosen."""
        leader = next((one.group for one in self.seats if one.leads), None)
        return SeatOrder(
            cards={one.number: one.card.fingerprint for one in self.seats if one.card is not None},
            chairs={one.group: one.number for one in self.seats if one.chairs},
            round_chair=leader if self._needs_leader else None,
        )

    def _show(self, seats: Sequence[Seat]) -> None:
        row = max(0, self.table.currentIndex().row())
        self.model.show_rows(tuple(seats))
        self.table.choose(row)
        self.follow()

    def _choose_card(self) -> None:
        if self.chosen is not None and self._writable:
            self.card_asked.emit(self.chosen.number)

    def _chair(self) -> None:
        """Make the chosen seat the chair of its group; with one group it chairs the round too (P09)."""
        chosen = self.chosen
        if chosen is None or not self._writable:
            return
        one_group = len({one.group for one in self.seats}) == 1

        def renamed(one: Seat) -> Seat:
            if one.group != chosen.group:
                return one
            chairs = one.number == chosen.number
            leads = chairs and self._needs_leader and (one_group or one.leads)
            return replace(one, chairs=chairs, leads=leads)

        seats = [renamed(one) for one in self.seats]
        self._show(seats)

    def _lead(self) -> None:
        """Make the chosen seat the chair of the round; it chairs its group too."""
        chosen = self.chosen
        if chosen is None or not self._writable or not self._needs_leader:
            return
        self._chair()
        self._show([replace(one, leads=one.number == chosen.number) for one in self.seats])

    def _seat(self) -> None:
        self.seat_asked.emit(self.order())
