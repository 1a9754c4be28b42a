"""Defining a round, amending it, and following its chain."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Any, TypeVar

from msgspec.structs import replace

from zgc_review.catalogue import Catalogue, from_json
from zgc_review.domain.canonical import canonical_bytes, parse_canonical
from zgc_review.domain.ids import new_id
from zgc_review.domain.ports import UnitOfWork
from zgc_review.domain.round_bodies import (
    AmendmentBody,
    Member,
    RoundBody,
)
from zgc_review.domain.rows import KnownCard, MessageRow, OwnCard, RoundRow
from zgc_review.domain.settings import RoundSettings
from zgc_review.errors import GateError, ProgramFault
from zgc_review.services import log, post
from zgc_review.services.assigned import with_assigned
from zgc_review.services.chain import (
    RoundState,
    SignedVersion,
    acting,
    amend,
    fold,
    passed_over,
    waiting,
)
from zgc_review.services.chain_consents import (
    SignedConsent,
    agreement,
    missing_consents,
    needed_consents,
    refusers,
    unable_to_consent,
)
from zgc_review.services.desk import Desk, as_secretary, own_card
from zgc_review.services.in_force import in_force
from zgc_review.services.round_settings import complete_settings
from zgc_review.services.round_stages import check_re_review
from zgc_review.services.trust import trusted_card

SECRETARY_CODE = "秘书01"
OBSERVER_CODE = "监督01"
Value = TypeVar("Value")


def verifier_bytes() -> bytes:
    """Return the independent verifier as this release ships it (design §4.5)."""
    return (files("resources") / "verifier" / "zgc_verify.py").read_bytes()


def verifier_digest() -> str:
    """Return the SHA-256 of the shipped verifier, as round definitions name it."""
    return hashlib.sha256(verifier_bytes()).hexdigest()


def define_round(desk: Desk, given: Mapping[str, Any], catalogue: Catalogue, observer_card: str) -> RoundRow:
    """Fix version 1 of a new round; it counts once the observer has consented.

    Raises:
        GateError: ``round.settings.*``, ``card.untrusted``, ``card.none`` (no own card yet),
            ``round.card.used``: the newest own card has a round already (design §4.1).
    """
    settings = complete_settings(given, catalogue, verifier_digest())
    with desk.vault.begin() as uow:
        own = uow.cards.own()
        if not own:
            raise GateError("card.none")
        card = own[-1]
        if any(known.card_id == card.card_id for known in uow.rounds.all()):
            raise GateError("round.card.used")
        observer = trusted_card(uow, observer_card)
        _check_old_round(uow, settings)
        row = RoundRow(
            round_id=new_id(),
            title=settings.title,
            place="secretary",
            card_id=card.card_id,
            code=SECRETARY_CODE,
            pinned=None,
            rehearsal=settings.rehearsal,
            created_at=desk.clock.now(),
        )
        uow.rounds.add(row)
        uow.catalogues.put(catalogue.digest, catalogue.to_json())
        body = RoundBody(
            settings=settings,
            members=(
                member_of(card, SECRETARY_CODE, "secretary"),
                member_of(observer, OBSERVER_CODE, "observer"),
            ),
        )
        message = post.issue(uow, desk, row, kind="round", slot="", body=body)
        log.record(
            uow,
            row.round_id,
            "round.defined",
            SECRETARY_CODE,
            desk.clock.now(),
            {"version": message.message_id},
        )
        uow.commit()
    return row


def _check_old_round(uow: UnitOfWork, settings: RoundSettings) -> None:
    """Refuse a re-review of a round that this vault led and that has no result (rules §2.1)."""
    old = uow.rounds.get(settings.re_review_of) if settings.re_review_of is not None else None
    if old is not None and old.place == "secretary":
        first = signed_versions(uow, old)[0].body
        sealed = bool(uow.messages.find(old.round_id, "result"))
        check_re_review(settings, first.settings if isinstance(first, RoundBody) else None, sealed=sealed)


def sign_amendment(desk: Desk, uow: UnitOfWork, row: RoundRow, body: AmendmentBody) -> MessageRow:
    """Sign a later version; it counts once those named in design §4.6 have consented. The caller commits.

    Where the newest version was refused the new one withdraws it and takes its place.

    Raises:
        GateError: ``round.role.secretary``; ``round.amend.pending``: an earlier version still waits;
            ``card.unknown``, ``card.untrusted``: a member's card nobody compared; ``amend.consent``: who
            would have to consent has no card to do it with, so that the version would wait for ever.
        PackageError: ``round.chain.change``.
    """
    as_secretary(row)
    state = state_of(uow, row)
    require_free(uow, row, state)
    refused = waiting(state, signed_versions(uow, row))
    if refused is not None:
        state = passed_over(refused.before, refused.version)
        _unseat(uow, row, state, refused.version, body)
        body = replace(body, version=state.version + 1, withdraws=state.version_id)
    _check_cards(uow, body)
    before = [
        one for one in uow.messages.find(row.round_id, "consent") if one.slot == f"round:{state.version_id}"
    ]
    message = post.issue(
        uow,
        desk,
        row,
        kind="round",
        slot="",
        body=body,
        data=[post.carried(one) for one in sorted(before, key=lambda one: one.message_id)],
        round_version=state.version_id,
    )
    unable = unable_to_consent(state, amend(state, signed_version(message)))
    if unable:
        raise GateError("amend.consent", codes=" ".join(unable))
    data = {"version": message.message_id, "number": body.version}
    log.record(uow, row.round_id, "round.amended", SECRETARY_CODE, desk.clock.now(), data)
    return message


def _unseat(
    uow: UnitOfWork, row: RoundRow, state: RoundState, refused: SignedVersion, body: AmendmentBody
) -> None:
    """Forget who would have sat under the codes that only the withdrawn version named."""
    kept = {*state.members, *(one.code for one in body.members)}
    for one in refused.body.members:
        if one.code not in kept:
            uow.seats.drop(row.round_id, one.code)


def require_free(uow: UnitOfWork, row: RoundRow, state: RoundState) -> None:
    """Refuse while a version waits that nobody refused.

    Raises:
        GateError: ``round.amend.pending`` with its number.
    """
    waits = waiting(state, signed_versions(uow, row))
    if waits is not None and not refusers(waits.before, waits.after, round_consents(uow, row)):
        raise GateError("round.amend.pending", version=waits.after.version)


@dataclass(frozen=True, slots=True)
class Refused:
    """The newest version, which was refused: its number, and by whom."""

    version: int
    codes: tuple[str, ...]


def refused_by(uow: UnitOfWork, row: RoundRow) -> Refused | None:
    """Return whether the newest version was refused: the next one takes its place."""
    waits = waiting(state_of(uow, row), signed_versions(uow, row))
    codes = () if waits is None else refusers(waits.before, waits.after, round_consents(uow, row))
    return None if waits is None or not codes else Refused(waits.after.version, codes)


def consents_awaited(uow: UnitOfWork, row: RoundRow) -> tuple[str, ...]:
    """Return whose consents the newest version lacks; nobody's where it was refused."""
    waits = waiting_for(uow, row)
    return () if waits is None or refused_by(uow, row) is not None else waits[1]


def counting_versions(uow: UnitOfWork, row: RoundRow) -> frozenset[str]:
    """Return the ids of the versions that count, or may yet: neither withdrawn nor refused."""
    state, refused = state_of(uow, row), refused_by(uow, row)
    waits = waiting(state, signed_versions(uow, row))
    open_yet = {waits.version.message_id} if waits is not None and refused is None else set()
    return frozenset({*state.versions, *open_yet} - state.withdrawn)


def counting_codes(uow: UnitOfWork, row: RoundRow) -> frozenset[str]:
    """Return the codes of members in force, and of those whom a waiting version that nobody refused names."""
    state = state_of(uow, row) if refused_by(uow, row) is not None else acting_state(uow, row)
    return frozenset(state.members)


def named_codes(uow: UnitOfWork, row: RoundRow) -> tuple[str, ...]:
    """Return the codes of experts that any version named, withdrawn ones too: none is dealt twice."""
    versions = signed_versions(uow, row)
    return tuple(one.code for version in versions for one in version.body.members if one.role == "expert")


def _check_cards(uow: UnitOfWork, body: AmendmentBody) -> None:
    """Only compared cards become members: all that follows is sealed to whoever stands in the chain."""
    for member in body.members:
        if uow.cards.own_by_id(member.card) is None:
            card = trusted_card(uow, member.card)
            if (member.recipient, member.key) != (card.recipient, card.key):
                raise GateError("card.untrusted", fingerprint=card.fingerprint)


def state_of(uow: UnitOfWork, row: RoundRow) -> RoundState:
    """Return the round's state in force, from the messages the vault holds.

    Raises:
        PackageError: ``round.chain.*``.
    """

    def read() -> RoundState:
        return with_assigned(uow, row, fold(signed_versions(uow, row), round_consents(uow, row)))

    return uow.once(_state_key(row), read)


def once_in_force(
    uow: UnitOfWork, row: RoundRow, state: RoundState, name: Hashable, make: Callable[[], Value]
) -> Value:
    """Remember what follows from the state in force (``UnitOfWork.once``).

    Of another state, or one that was read before something was written, it is made anew.
    """
    if state is not uow.recall(_state_key(row)):
        return make()
    return uow.once((name, row.round_id, row.place), make)


def _state_key(row: RoundRow) -> Hashable:
    return ("state", row.round_id, row.place)


def acting_state(uow: UnitOfWork, row: RoundRow) -> RoundState:
    """Return the state with a waiting version applied: whom that version would make a member may consent."""
    return acting(signed_versions(uow, row), round_consents(uow, row))


def waiting_for(uow: UnitOfWork, row: RoundRow) -> tuple[SignedVersion, tuple[str, ...]] | None:
    """Return the version that waits and the codes whose consents it lacks, or None."""
    waits = waiting(state_of(uow, row), signed_versions(uow, row))
    if waits is None:
        return None
    agreed = agreement(waits.before, waits.version.message_id, round_consents(uow, row))
    return waits.version, missing_consents(waits.before, waits.after, agreed)


def asked_for(uow: UnitOfWork, row: RoundRow, version_id: str) -> tuple[str, ...] | None:
    """Return the codes that are asked to consent to a version that waits; None: it does not wait here."""
    versions = signed_versions(uow, row)
    state = acting_state(uow, row)
    if state.version == 1:
        return (state.observer.code,) if version_id == state.version_id else None
    waits = waiting(state_of(uow, row), versions)
    if waits is None or waits.version.message_id != version_id:
        return None
    return tuple(member.code for member in needed_consents(waits.before, waits.after))


def signed_versions(uow: UnitOfWork, row: RoundRow) -> tuple[SignedVersion, ...]:
    """Return every version the vault holds, in order of sequence."""
    return tuple(signed_version(message) for message in uow.messages.find(row.round_id, "round"))


def signed_version(message: MessageRow) -> SignedVersion:
    """Return a stored round definition as the chain sees it."""
    body = post.body_of_row(message)
    if not isinstance(body, RoundBody | AmendmentBody) or message.round_id is None or message.sender is None:
        raise ProgramFault(f"message {message.message_id} is no round definition")
    return SignedVersion(message.message_id, message.round_id, message.sender, message.prev, body)


def round_consents(uow: UnitOfWork, row: RoundRow) -> tuple[SignedConsent, ...]:
    """Return the consents to versions of the chain."""
    return tuple(
        post.signed_consent(message)
        for message in uow.messages.find(row.round_id, "consent")
        if message.slot.startswith("round:")
    )


def member_of(card: KnownCard | OwnCard, code: str, role: Any) -> Member:
    """Return the member entry of a card."""
    return Member(code=code, role=role, card=card.card_id, recipient=card.recipient, key=card.key)


def catalogue_of(uow: UnitOfWork, state: RoundState) -> Catalogue:
    """Return the catalogue the round was defined with, its values beside the words of what they change."""
    data = uow.catalogues.get(state.settings.catalogue_digest)
    if data is None:
        raise ProgramFault("the round's catalogue is not in the vault")
    return _catalogue(data, canonical_bytes(state.settings.gate_values))


@lru_cache(maxsize=4)
def _catalogue(data: bytes, gate_values: bytes) -> Catalogue:
    """Parse a catalogue once per process: it is asked for with every sheet."""
    return in_force(from_json(data), parse_canonical(gate_values))


def my_code(uow: UnitOfWork, row: RoundRow, state: RoundState) -> str:
    """Return this vault's code in the round.

    Raises:
        GateError: ``round.role.none``: its card is no member's; ``round.card.out_of_use``: it was replaced
            or revoked, and signs nothing more.
    """
    card = own_card(uow, row).card_id
    member = state.owner(card)
    if member is None:
        raise GateError("round.role.none")
    if not state.in_use(card):
        raise GateError("round.card.out_of_use", code=member.code)
    return member.code
