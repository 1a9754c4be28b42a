"""Changes during a round: alternates, lost laptops, cards replaced or revoked, absences (rules §3.3)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal

from ui.viewmodels.secretary.acting import ActingModel
from ui.viewmodels.session import Session
from zgc_review.domain.rows import ExpertRow, KnownCard, OwnCard, RoundRow
from zgc_review.errors import PackageError
from zgc_review.services import amending, assigning_alternate, drawing_alternates
from zgc_review.services.absences import sign_absent
from zgc_review.services.amending import Amended, CardChange
from zgc_review.services.cards_due import plain_name
from zgc_review.services.changes_view import ChangesView, changes_view
from zgc_review.services.desk import Desk
from zgc_review.services.drawing_alternates import CalledUp
from zgc_review.services.rounds import acting_state, state_of


@dataclass(frozen=True, slots=True)
class NextUp:
    """Who would be called.

    Attributes:
        skipped: who is passed over, with the rule, by 名册编号.
        roles_lost: measures, or roles, with more places open than before (P05).
        is_seated: the group has seats: a card is needed, and a new version.
    """

    expert: ExpertRow
    skipped: tuple[tuple[str, str], ...]
    roles_lost: tuple[str, ...]
    is_seated: bool


@dataclass(frozen=True, slots=True)
class CallOrder:
    """Whom to call: for a group in place of somebody, or for single applications."""

    group: str
    leaving: str | None
    applications: tuple[str, ...]
    reason: str
    digits: str | None


class ChangesModel(QObject):
    """What may change in one round.

    Signals:
        loaded: members, alternates and letters were read.
        next_up: a :class:`NextUp`.
        called: a ``CalledUp``.
        tried: an ``Amended`` that was not kept: what a change of cards would come to.
        received: code of a member, and a tuple of ``Received``: what came with the card in force.
        amended: an ``Amended``.
        absent: code of who was entered as absent.
        refused: a :class:`ReviewError` of a question that was asked beforehand.
        failed: a :class:`ReviewError` of an act.
        changed: the round is not what it was.
    """

    loaded = Signal()
    next_up = Signal(object)
    called = Signal(object)
    tried = Signal(object)
    received = Signal(str, object)
    amended = Signal(object)
    absent = Signal(str)
    refused = Signal(object)
    failed = Signal(object)
    changed = Signal()

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.session = session
        self.acting = ActingModel(session, self)
        self.acting.named.connect(lambda _named: self.changed.emit())
        self.view: ChangesView | None = None
        self.cards: tuple[KnownCard | OwnCard, ...] = ()

    def load(self) -> None:
        """Read what may change."""
        row = self.session.row
        self.session.read(self, lambda desk: read_changes(desk, row), self._loaded, self.failed.emit)
        self.acting.load()

    def look_up(self, order: CallOrder) -> None:
        """Ask who is next on the list."""
        row = self.session.row
        self.session.read(self, lambda desk: next_on(desk, row, order), self.next_up.emit, self.refused.emit)

    def call(self, order: CallOrder) -> None:
        """Call the next alternate."""
        row = self.session.row

        def done(called: CalledUp) -> None:
            self._ended()
            self.called.emit(called)

        self.session.act(self, lambda desk: call(desk, row, order), done, self.failed.emit)

    def list_received(self, code: str) -> None:
        """Read what was received from the card in force of a member."""
        row = self.session.row
        self.session.read(
            self,
            lambda desk: amending.received_from(desk, row, code),
            lambda found: self.received.emit(code, found),
            self.refused.emit,
        )

    def try_amend(
        self, change: CardChange, reason: str, *, drop: Sequence[str] = (), drop_all: bool = False
    ) -> None:
        """Say what a change of cards would come to; ``drop_all``: nothing of the old card counts any more."""
        row = self.session.row
        self.session.read(
            self,
            lambda desk: amending.try_amend(desk, row, [change], reason, drop=drop, drop_all=drop_all),
            self.tried.emit,
            self.refused.emit,
        )

    def amend(
        self, change: CardChange, reason: str, *, drop: Sequence[str] = (), drop_all: bool = False
    ) -> None:
        """Sign the version that replaces or revokes a card."""
        row = self.session.row

        def done(made: Amended) -> None:
            self._ended()
            self.amended.emit(made)

        self.session.act(
            self,
            lambda desk: amending.amend_cards(desk, row, [change], reason, drop=drop, drop_all=drop_all),
            done,
            self.failed.emit,
        )

    def enter_absent(self, code: str, reason: str, number: str) -> None:
        """Enter a member as absent, on one application or on all; it counts once the chair says so too."""
        row = self.session.row

        def work(desk: Desk) -> None:
            application = None
            if number:
                with desk.vault.begin() as uow:
                    found = uow.applications.by_number(row.round_id, number)
                application = found.application_id if found is not None else None
            sign_absent(desk, row, code, reason, application)

        def done(_value: object) -> None:
            self._ended()
            self.absent.emit(code)

        self.session.act(self, work, done, self.failed.emit)

    def cards_of(self, name: str) -> tuple[KnownCard | OwnCard, ...]:
        """Return the free cards that bear a name, newest last."""
        plain = plain_name(name)
        return tuple(one for one in self.cards if plain_name(one.name) == plain)

    def _ended(self) -> None:
        self.load()
        self.changed.emit()

    def _loaded(self, found: tuple[ChangesView | None, Sequence[KnownCard | OwnCard]]) -> None:
        self.view, cards = found
        self.cards = tuple(cards)
        self.loaded.emit()


def read_changes(desk: Desk, row: RoundRow) -> tuple[ChangesView | None, Sequence[KnownCard | OwnCard]]:
    """Read what may change, and the cards that belong to no member yet; nothing before version 1 counts."""
    with desk.vault.begin() as uow:
        try:
            view = changes_view(uow, row)
        except PackageError as fault:
            if fault.code != "round.chain.observer":
                raise
            return None, ()
        state = acting_state(uow, row)
        cards: list[KnownCard | OwnCard] = [*uow.cards.known(), *uow.cards.own()]
        return view, [one for one in cards if state.owner(one.card_id) is None]


def next_on(desk: Desk, row: RoundRow, order: CallOrder) -> NextUp:
    """Return who is next on the list of a group, or for single applications.

    Raises:
        GateError: ``draw.*``, ``assign.*``.
    """
    with desk.vault.begin() as uow:
        people = {one.expert_id: one for one in uow.experts.all(row.round_id)}
        seated = order.group in state_of(uow, row).groups
    if order.applications:
        expert, skipped, lost = assigning_alternate.next_for(desk, row, order.group, order.applications)
    else:
        with desk.vault.begin() as uow:
            draw, found = drawing_alternates.next_alternate(uow, row, order.group, order.leaving)
        seated = seated or draw.version is not None
        skipped = tuple((one.id, one.rule) for one in found.skipped)
        expert, lost = people[str(found.id)], found.roles_lost
    named = tuple((people[one].number if one in people else one, rule) for one, rule in skipped)
    return NextUp(expert, named, lost, seated)


def call(desk: Desk, row: RoundRow, order: CallOrder) -> CalledUp:
    """Call the next alternate.

    Raises:
        GateError: ``draw.*``, ``assign.*``, ``desk.grounds``, ``card.untrusted``.
    """
    if order.applications:
        return assigning_alternate.call_for(
            desk, row, order.group, order.applications, order.reason, order.digits
        )
    return drawing_alternates.call_up(desk, row, order.group, order.leaving, order.reason, order.digits)
