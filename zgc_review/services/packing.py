"""Packing: letters for the experts and the encrypted documents, copied as they are (design §4.2)."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from zgc_review.domain.ports import UnitOfWork
from zgc_review.domain.round_bodies import (
    Member,
)
from zgc_review.domain.rows import MessageRow, RoundRow
from zgc_review.domain.states import State
from zgc_review.errors import GateError
from zgc_review.seal.aftermath import written_into
from zgc_review.seal.package_format import VOLUME_SIZE
from zgc_review.seal.package_write import Contents, StoredObject, seal_letters, write_package
from zgc_review.seal.streams import Progress, no_progress
from zgc_review.services import log, post
from zgc_review.services.acting_rules import require_acting
from zgc_review.services.chain import RoundState
from zgc_review.services.conflict_desk_effects import require_decided
from zgc_review.services.desk import Desk, as_secretary
from zgc_review.services.drawing_alternates import reopen_locked
from zgc_review.services.letters import keep_unwritten, unwritten, write_letter
from zgc_review.services.moving import move
from zgc_review.services.rounds import state_of
from zgc_review.services.score_escrow import require_key
from zgc_review.services.secrecy import check_letters
from zgc_review.services.sharing import prefix_of
from zgc_review.services.trust import trusted_card

WRITTEN = "package.written"


@dataclass(frozen=True, slots=True)
class PackOrder:
    """What to pack.

    Attributes:
        codes: experts, empty for all members of all groups.
        letters_only: documents stay on the stick that is there already.
        volume_size: bytes of a file, at most.
        names_reason: why what looks like a list of experts is none (P12), "" where nobody was asked.
        medium: number that stands on the medium, for the register (F17); "" where nobody numbers media.
    """

    codes: tuple[str, ...] = ()
    letters_only: bool = False
    volume_size: int = VOLUME_SIZE
    names_reason: str = ""
    medium: str = ""


@dataclass(frozen=True, slots=True)
class Packed:
    """Files that were written, and for how many experts and documents."""

    paths: tuple[Path, ...]
    letters: int
    objects: int


def pack(
    desk: Desk, row: RoundRow, folder: Path, order: PackOrder, progress: Progress = no_progress
) -> tuple[Packed, ...]:
    """Write letters and package them: one package for the panel, or one per expert (``package_per``).

    Every volume is read again from the medium before it takes its place.

    Letters are signed and kept first: one that may have reached a stick must never be signed again under
    its number. Only when every file is whole do the packed applications open (ASSIGNED → REVIEWING); a
    run that was stopped before is repeated with the same letters.

    Raises:
        GateError: ``pack.nobody``, ``pack.revoked``, ``card.untrusted``, ``desk.due``, ``panel.acting.due``,
            ``escrow.due``, ``escrow.spent``, ``secrecy.name``; StorageError: ``seal.file.*``.
    """
    as_secretary(row)
    with desk.vault.begin() as uow:
        state = state_of(uow, row)
        members = _meant(state, order.codes)
        require_decided(uow, row, state, [member.code for member in members])
        require_acting(uow, row, state)
        require_key(uow, row, state, [member.code for member in members])
        letters = [_letter(desk, uow, row, state, member) for member in members]
        by, at = state.secretary.code, desk.clock.now()
        check_letters(uow, row, letters, reason=order.names_reason, by=by, at=at)
        signed = {member.code: one.message_id for member, one in zip(members, letters, strict=True)}
        keep_unwritten(uow, row, {**unwritten(uow, row), **signed})
        per_expert = state.settings.package_per == "expert"
        known: dict[str, StoredObject] = {}
        objects = [_objects(desk, letter, known) for letter in letters]
        uow.commit()
    batches = [[n] for n in range(len(letters))] if per_expert else [list(range(len(letters)))]
    with written_into(folder):
        done = tuple(
            _write(desk, row, folder, order, [(letters[n], members[n], objects[n]) for n in batch], progress)
            for batch in batches
        )
        _complete(desk, row, state, done, signed, order.medium.strip())
    return done


def _complete(
    desk: Desk,
    row: RoundRow,
    state: RoundState,
    done: tuple[Packed, ...],
    signed: dict[str, str],
    medium: str,
) -> None:
    """Note the files that are whole and open the review of what is in them."""
    with desk.vault.begin() as uow:
        rest = {code: one for code, one in unwritten(uow, row).items() if signed.get(code) != one}
        keep_unwritten(uow, row, rest)
        reopen_locked(desk, uow, row, state)
        _open_review(desk, uow, row, state)
        for one in done:
            data = {"files": len(one.paths), "letters": one.letters, "objects": one.objects}
            texts = {"medium": medium} if medium else {}
            log.record(uow, row.round_id, WRITTEN, state.secretary.code, desk.clock.now(), data, texts)
        uow.commit()


def _meant(state: RoundState, codes: tuple[str, ...]) -> list[Member]:
    """Return the members a package is for; nobody whose card is revoked gets a letter."""
    seated = sorted({code for seats in state.groups.values() for code in seats.members})
    chosen = [code for code in seated if not codes or code in codes]
    unknown = sorted(set(codes) - set(seated))
    if not chosen or unknown:
        raise GateError("pack.nobody", codes=" ".join(unknown))
    usable = [member for code in chosen if (member := state.usable(code)) is not None]
    if not usable or (codes and len(usable) < len(chosen)):
        without = sorted({*chosen} - {member.code for member in usable})
        raise GateError("pack.revoked", codes=" ".join(without))
    return usable


def _letter(desk: Desk, uow: UnitOfWork, row: RoundRow, state: RoundState, member: Member) -> MessageRow:
    """Sign one letter to a card whose fingerprint was compared."""
    trusted_card(uow, member.card)
    before = unwritten(uow, row).get(member.code)
    message = write_letter(desk, uow, row, state, member.code, member.card)
    if message.message_id == before:
        return message
    data = {"letter": message.message_id, "to": member.code}
    log.record(uow, row.round_id, "letter.written", state.secretary.code, desk.clock.now(), data)
    return message


def _objects(desk: Desk, letter: MessageRow, known: dict[str, StoredObject]) -> dict[str, StoredObject]:
    """Return the objects a letter names; the disk is asked once for those that several letters name."""
    found: dict[str, StoredObject] = {}
    for application in post.body_of_row(letter).applications:
        for document in application.documents or ():
            digest = document.object
            if digest not in known:
                path = desk.vault.objects.path(digest)
                known[digest] = StoredObject(digest, path, path.stat().st_size)
            found[digest] = known[digest]
    return found


def _open_review(desk: Desk, uow: UnitOfWork, row: RoundRow, state: RoundState) -> None:
    """Move assigned applications of seated groups to REVIEWING."""
    for one in uow.applications.all(row.round_id):
        if one.state == State.ASSIGNED and one.group in state.groups:
            move(desk, uow, row, one.application_id, State.REVIEWING, state)


def _write(
    desk: Desk,
    row: RoundRow,
    folder: Path,
    order: PackOrder,
    batch: list[tuple[MessageRow, Member, dict[str, StoredObject]]],
    progress: Progress,
) -> Packed:
    """Write one package and its volumes."""
    sealed = seal_letters([(letter.payload, member.recipient) for letter, member, _ in batch], desk.suite)
    objects: dict[str, StoredObject] = {}
    if not order.letters_only:
        for _, _, found in batch:
            objects.update(found)
    contents = Contents(desk.suite.name, row.round_id, sealed, list(objects.values()))
    number = max(letter.seq for letter, _, _ in batch)
    who = batch[0][1].code if len(batch) == 1 else "全体"
    stem = f"{prefix_of(row)}{row.round_id[:8]}-{who}-{number}"
    stem += "-letters" if order.letters_only else ""
    path = folder / f"{stem}.zgcpkg"
    paths = write_package(path, contents, volume_size=order.volume_size, progress=progress, reread=True)
    return Packed(paths, len(sealed), len(objects))
