"""Following a round's chain from files: observer, chair and experts (design §4.3)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from zgc_review.domain.ports import UnitOfWork
from zgc_review.domain.round_bodies import (
    ChainBody,
    Member,
    RoundBody,
)
from zgc_review.domain.rows import RoundRow
from zgc_review.errors import GateError, PackageError, SealError
from zgc_review.seal.digits import digits_of, read_digits
from zgc_review.seal.opened import OpenedMessage, carried_messages
from zgc_review.services import log, post
from zgc_review.services.chain import RoundState, check_chain
from zgc_review.services.desk import Desk
from zgc_review.services.own_cards import learn_of_own_card
from zgc_review.services.rounds import signed_versions

ROUND_FILE_LIMIT = 64 << 20


def keys_in(messages: Sequence[OpenedMessage]) -> Mapping[str, str]:
    """Return the signing key of every card that the given round definitions name."""
    found: dict[str, str] = {}
    for message in messages:
        if message.manifest.kind == "round":
            body = post.typed_body(message)
            found.update({member.card: member.key for member in body.members})
    return found


def follow_round(desk: Desk, paths: Sequence[Path], code: str | None) -> RoundRow:
    """Take round definitions from ``.zgcround`` files and pin the round by its code.

    Earlier files of a folder may be sealed to fewer members: one that is not for this vault is passed
    over where another one is.

    Raises:
        PackageError, SealError: ``seal.*``, ``round.chain.*``; ``round.code.wrong``.
    """
    with desk.vault.begin() as uow:
        row = join_round(desk, uow, _open_round_files(desk, uow, paths))
        if code is not None:
            row = pin_round(desk, uow, row, code)
        uow.commit()
    return row


def join_round(desk: Desk, uow: UnitOfWork, opened: Sequence[OpenedMessage]) -> RoundRow:
    """Keep round definitions and the consents they carry; every signature must be a member's.

    The caller commits. The round's row is made from version 1 and the own card's place in it. A version
    that does not continue the chain is refused here: kept, it would stop everything later.
    """
    versions = [message for message in opened if message.manifest.kind == "round"]
    if not versions:
        raise PackageError("round.chain.empty")
    round_id = str(versions[0].manifest.round)
    row = uow.rounds.get(round_id)
    known = keys_in(versions)
    if row is not None:
        known = {**{m.card: m.key for m in known_members(uow, row)}, **known}
    for message in opened:
        _check_signatures(message, known)
        for carried in carried_messages(message):
            _check_signatures(carried, known)
    if row is None:
        row = _new_row(desk, uow, versions)
    for message in (*opened, *(inner for outer in opened for inner in carried_messages(outer))):
        if message.manifest.round != round_id:
            raise PackageError("seal.arrival.round", part="manifest.json")
        if uow.messages.get(message.id) is None:
            uow.messages.add(post.stored_row(message, at=desk.clock.now()))
    check_chain(signed_versions(uow, row))
    return learn_of_own_card(desk, uow, row)


def pin_round(desk: Desk, uow: UnitOfWork, row: RoundRow, code: str) -> RoundRow:
    """Confirm the round by the code read aloud: the digits of any version of the chain (design §4.3).

    Raises:
        SealError: ``seal.digits.form``; ``round.code.wrong``.
    """
    digits = read_digits(code)
    for version in signed_versions(uow, row):
        if digits_of(version.message_id) == digits:
            pinned = RoundRow(
                round_id=row.round_id,
                title=row.title,
                place=row.place,
                card_id=row.card_id,
                code=row.code,
                pinned=version.message_id,
                rehearsal=row.rehearsal,
                created_at=row.created_at,
            )
            uow.rounds.update(pinned)
            log.record(
                uow,
                row.round_id,
                "round.pinned",
                row.code or "",
                desk.clock.now(),
                {"version": version.message_id},
            )
            return pinned
    raise SealError("round.code.wrong")


def require_pinned(row: RoundRow, state: RoundState) -> None:
    """Refuse to go on before the round code was typed (design §4.3).

    Raises:
        GateError: ``round.code.needed``.
    """
    require_code(row, state.versions)


def require_code(row: RoundRow, versions: Sequence[str]) -> None:
    """Refuse a member's act while no version of the chain was confirmed by its code.

    Raises:
        GateError: ``round.code.needed``.
    """
    if row.place == "member" and row.pinned not in versions:
        raise GateError("round.code.needed")


def _open_round_files(desk: Desk, uow: UnitOfWork, paths: Sequence[Path]) -> list[OpenedMessage]:
    """Open every file that is for this vault; where none is, that is the refusal."""
    found: list[OpenedMessage] = []
    closed: list[SealError] = []
    for path in paths:
        try:
            found += _open_round_file(desk, uow, path)
        except SealError as fault:
            if fault.code != "seal.age.not_for_me":
                raise
            closed.append(fault)
    if closed and not found:
        raise closed[0]
    return found


def _open_round_file(desk: Desk, uow: UnitOfWork, path: Path) -> Sequence[OpenedMessage]:
    """Open one ``.zgcround`` file and return the definitions and consents in it."""
    data = post.read_file(path, ROUND_FILE_LIMIT)
    opened = post.open_sealed(desk, uow, data, file=path.name)
    if opened.manifest.kind == "round":
        return (opened,)
    body = post.typed_body(opened)
    if not isinstance(body, ChainBody):
        raise PackageError("seal.arrival.kind", file=path.name, kind=opened.manifest.kind)
    return _handed_out(uow, opened, body, path.name)


def _handed_out(
    uow: UnitOfWork, opened: OpenedMessage, body: ChainBody, file: str
) -> Sequence[OpenedMessage]:
    """Judge a chain as it is handed out: to a card of this vault, by a secretary's card, as listed."""
    if not {card.card_id for card in uow.cards.own()} & {*opened.manifest.to}:
        raise PackageError("seal.arrival.recipient", file=file)
    inside = carried_messages(opened)
    versions, consents = inside[: len(body.chain)], inside[len(body.chain) :]
    names = [f"data/{n:06d}.tar" for n in range(1, len(inside) + 1)]
    if (
        [*body.chain, *body.consents] != names
        or len(inside) != len(opened.entries)
        or any(one.manifest.kind != "round" for one in versions)
        or any(one.manifest.kind != "consent" for one in consents)
        or any(post.typed_body(one).act != "round" for one in consents)
    ):
        raise PackageError("round.chain.listing", file=file)
    if not versions:
        raise PackageError("round.chain.empty", file=file)
    members = [member for one in versions for member in post.typed_body(one).members]
    keys = {member.card: member.key for member in members if member.role == "secretary"}
    _check_signatures(opened, keys)
    return inside


def _check_signatures(message: OpenedMessage, known: Mapping[str, str]) -> None:
    """Refuse a message whose sender is no member or whose signature is another's."""
    key = known.get(message.manifest.sender or "")
    if key is None:
        raise PackageError("seal.signature.sender", part="manifest.json")
    message.require_signer(key)


def known_members(uow: UnitOfWork, row: RoundRow) -> list[Member]:
    """Return all members that the versions held here name, earlier cards included."""
    return [member for version in signed_versions(uow, row) for member in version.body.members]


def _new_row(desk: Desk, uow: UnitOfWork, versions: Sequence[OpenedMessage]) -> RoundRow:
    """Make the row of a round that is new to this vault, from version 1."""
    bodies = [post.typed_body(message) for message in versions]
    first = next((body for body in bodies if isinstance(body, RoundBody)), None)
    if first is None:
        raise PackageError("round.chain.gap", version=1)
    mine = {card.card_id for card in uow.cards.own()}
    places = [member for body in bodies for member in body.members if member.card in mine]
    if not places:
        raise GateError("round.role.none")
    row = RoundRow(
        round_id=str(versions[0].manifest.round),
        title=first.settings.title,
        place="member",
        card_id=places[-1].card,
        code=places[-1].code,
        pinned=None,
        rehearsal=first.settings.rehearsal,
        created_at=desk.clock.now(),
    )
    uow.rounds.add(row)
    return row
