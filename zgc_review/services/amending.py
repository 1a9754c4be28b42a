"""Changing cards during a round: a lost laptop, a lost card, a card in other hands (rules §3.3)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from zgc_review.domain.ports import UnitOfWork
from zgc_review.domain.round_bodies import AmendmentBody, Member, Revocation
from zgc_review.domain.rows import KnownCard, MessageRow, OwnCard, RoundRow
from zgc_review.domain.states import SCORED
from zgc_review.errors import GateError
from zgc_review.seal.digits import read_digits
from zgc_review.services import post
from zgc_review.services.cards_due import plain_name
from zgc_review.services.chain import RoundState
from zgc_review.services.desk import Desk, as_secretary
from zgc_review.services.rounds import asked_for, member_of, require_free, sign_amendment, state_of
from zgc_review.services.score_escrow import custody_of
from zgc_review.services.secrecy import check_said
from zgc_review.services.trust import trusted_card

# What a member sends and a revocation may keep (docs/bodies.md §1).
_SENT = ("scores", "sheet", "declaration", "consent")
_LEAST = 8  # characters by which a message is named


@dataclass(frozen=True, slots=True)
class CardChange:
    """What becomes of one member's card.

    Attributes:
        code: the member.
        digits: fingerprint of the new card; None: the card is revoked and there is no new one yet.
    """

    code: str
    digits: str | None = None


@dataclass(frozen=True, slots=True)
class Amended:
    """A version that waits for its consents.

    Attributes:
        needed: codes that must consent.
        kept: how many messages of each changed member's old card go on counting.
        sealed: how many score files under escrow of a changed member will be refused when they are opened:
            nobody knows what is in them, so nothing of it can be kept.
    """

    version: MessageRow
    needed: tuple[str, ...]
    kept: Mapping[str, int]
    sealed: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Received:
    """A message of a member's card in force that goes on counting unless it is dropped.

    Attributes:
        kind: ``scores``, ``sheet``, ``declaration`` or ``consent``; ``act``: of a consent.
        number: of the application it is about, empty where it is about none or about all.
        is_bound: it counts in what was combined already and cannot be dropped (rules §4.2).
    """

    message_id: str
    kind: str
    act: str
    number: str
    seq: int
    at: str
    is_bound: bool


def received_from(desk: Desk, row: RoundRow, code: str) -> tuple[Received, ...]:
    """Return what was received from the card in force of a member, oldest first.

    Raises:
        GateError: ``round.role.secretary``, ``amend.codes``: there is no such member.
    """
    as_secretary(row)
    with desk.vault.begin() as uow:
        member = state_of(uow, row).member(code)
        if member is None:
            raise GateError("amend.codes", codes=code)
        numbers = {one.application_id: one.number for one in uow.applications.all(row.round_id)}
        dropped = _Dropped(uow, row, (), everything=False)
        found = [_received(one, numbers, is_bound=dropped.binds(one)) for one in dropped.sent(member)]
    return tuple(sorted(found, key=lambda one: (one.at, one.message_id)))


def _received(message: MessageRow, numbers: Mapping[str, str], *, is_bound: bool) -> Received:
    """Return what is said of one message."""
    body = post.body_of_row(message)
    act = str(getattr(body, "act", ""))
    number = numbers.get(str(getattr(body, "application", "")), "")
    return Received(message.message_id, message.kind, act, number, message.seq, message.at, is_bound)


def amend_cards(
    desk: Desk,
    row: RoundRow,
    changes: Sequence[CardChange],
    reason: str,
    *,
    drop: Sequence[str] = (),
    drop_all: bool = False,
) -> Amended:
    """Sign the version that revokes cards and gives codes their new ones.

    Args:
        desk: the secretary's desk.
        row: the round.
        changes: one per member.
        reason: stands in the definition, which every member reads; names nobody.
        drop: message ids, or their beginnings, that no longer count though they were received.
        drop_all: keep nothing of the old cards.

    Raises:
        GateError: ``amend.*``, ``round.role.secretary``, ``round.amend.pending``, ``card.unknown``,
            ``card.untrusted``; PackageError: ``round.chain.change``.
    """
    as_secretary(row)
    with desk.vault.begin() as uow:
        done = _amend(desk, uow, row, changes, reason, drop=drop, drop_all=drop_all)
        uow.commit()
    return done


def try_amend(
    desk: Desk,
    row: RoundRow,
    changes: Sequence[CardChange],
    reason: str,
    *,
    drop: Sequence[str] = (),
    drop_all: bool = False,
) -> Amended:
    """Say what :func:`amend_cards` would do, and keep nothing of it; arguments and refusals are the same."""
    as_secretary(row)
    with desk.vault.begin() as uow:
        return _amend(desk, uow, row, changes, reason, drop=drop, drop_all=drop_all)


def _amend(
    desk: Desk,
    uow: UnitOfWork,
    row: RoundRow,
    changes: Sequence[CardChange],
    reason: str,
    *,
    drop: Sequence[str],
    drop_all: bool,
) -> Amended:
    """Sign the version inside a transaction; the caller commits, or leaves everything as it was."""
    state = _ready(uow, row, reason)
    old = _leaving(state, changes, again=bool(drop) or drop_all)
    dropped = _Dropped(uow, row, drop, everything=drop_all)
    revocations = tuple(dropped.revocation(member) for member in old)
    dropped.check()
    members = tuple(_new_member(uow, row, state, one) for one in changes if one.digits is not None)
    body = AmendmentBody(
        version=state.version + 1, members=members, revocations=revocations, reason=reason.strip()
    )
    version = sign_amendment(desk, uow, row, body)
    needed = asked_for(uow, row, version.message_id) or ()
    sealed = Counter(one.code for one in custody_of(uow, row).waiting)
    kept = {one.code: len(entry.kept) for one, entry in zip(old, revocations, strict=True)}
    return Amended(version, needed, kept, {one.code: sealed[one.code] for one in old if sealed[one.code]})


def _ready(uow: UnitOfWork, row: RoundRow, reason: str) -> RoundState:
    """Return the state to amend; refuse while another version waits, after sealing, without a reason."""
    if len(reason.strip()) < 2:
        raise GateError("amend.reason")
    state = state_of(uow, row)
    if uow.messages.find(row.round_id, "result"):
        raise GateError("amend.sealed")
    require_free(uow, row, state)
    check_said(uow, row, {"reason": reason})
    return state


def _leaving(state: RoundState, changes: Sequence[CardChange], *, again: bool) -> list[Member]:
    """Return the members as they stand with their old cards; refuse changes that cannot be."""
    codes = [one.code for one in changes]
    if not changes or len(set(codes)) != len(codes):
        raise GateError("amend.codes", codes=" ".join(codes))
    if {state.observer.code, state.round_chair} <= {*codes}:
        raise GateError("amend.witness", observer=state.observer.code, chair=str(state.round_chair))
    found = []
    for one in changes:
        member = state.member(one.code)
        if member is None:
            raise GateError("amend.codes", codes=one.code[:32])
        if one.digits is None and member.role != "expert":
            raise GateError("amend.officer", code=one.code)
        if one.digits is None and state.usable(one.code) is None and not again:
            raise GateError("amend.done", code=one.code)
        found.append(member)
    return found


def _new_member(uow: UnitOfWork, row: RoundRow, state: RoundState, change: CardChange) -> Member:
    """Return the entry of a code with its new card: compared, of the same person, nobody else's."""
    wanted = read_digits(str(change.digits))
    old = state.members[change.code][-1]
    own = old.role == "secretary"
    cards: Sequence[OwnCard | KnownCard] = uow.cards.own() if own else uow.cards.known()
    card = next((one for one in cards if one.fingerprint == wanted), None)
    if card is None:
        raise GateError("amend.own_card" if own else "card.unknown")
    if not own:
        trusted_card(uow, card.card_id)
    if state.owner(card.card_id) is not None:
        raise GateError("amend.taken", code=change.code)
    if plain_name(card.name) != plain_name(_name_of(uow, row, old)):
        raise GateError("amend.person", code=change.code)
    return member_of(card, change.code, old.role)


def _name_of(uow: UnitOfWork, row: RoundRow, member: Member) -> str:
    """Return the name on the card a member had until now, as the seats or the card itself say it."""
    seat = next((one for one in uow.seats.all(row.round_id) if one.code == member.code), None)
    card = uow.cards.known_by_id(member.card) or uow.cards.own_by_id(member.card)
    return seat.name if seat is not None else card.name if card is not None else ""


class _Dropped:
    """What was received and shall not count any more."""

    def __init__(self, uow: UnitOfWork, row: RoundRow, given: Sequence[str], *, everything: bool) -> None:
        self._uow, self._row = uow, row
        self._given, self._everything = [one.strip().lower() for one in given], everything
        self._named: set[str] = set()
        self._counted = frozenset(
            one.application_id for one in uow.applications.all(row.round_id) if one.state in SCORED
        )

    def revocation(self, member: Member) -> Revocation:
        """Return the revocation of a member's card with what is kept of it."""
        kept = [one.message_id for one in self.sent(member) if not self._drops(one)]
        return Revocation(card=member.card, kept=tuple(sorted(kept)))

    def sent(self, member: Member) -> list[MessageRow]:
        """Return what was received from a member's card."""
        return [
            one
            for kind in _SENT
            for one in self._uow.messages.find(self._row.round_id, kind, sender=member.card)
        ]

    def binds(self, message: MessageRow) -> bool:
        """Say whether a message counts in what was computed."""
        return bool(self._counted) and self._is_counted(message)

    def check(self) -> None:
        """Refuse what names no message of the cards that go.

        Raises:
            GateError: ``amend.message``.
        """
        for one in self._given:
            if one not in self._named:
                raise GateError("amend.message", message=one[:16])

    def _drops(self, message: MessageRow) -> bool:
        """Say whether a message is dropped; refuse where it counts in what was computed (rules §4.2)."""
        named = [one for one in self._given if len(one) >= _LEAST and message.message_id.startswith(one)]
        self._named.update(named)
        if not named and not self._everything:
            return False
        if self.binds(message):
            raise GateError("amend.counted", message=message.message_id[:16])
        return True

    def _is_counted(self, message: MessageRow) -> bool:
        """Say whether a message is about an application whose sheets were combined."""
        if message.kind == "declaration":
            return True  # it says who stands aside, on all applications at once
        if message.kind == "scores":
            return False  # the file; its sheets are judged one by one
        body = post.body_of_row(message)
        general = message.kind == "consent" and body.application is None and body.act in {"absent", "tie"}
        return general or body.application in self._counted
