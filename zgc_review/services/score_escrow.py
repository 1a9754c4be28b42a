"""Score escrow: when it binds, which file is whose, and whom the opening waits for (design §4.4, rules §15).

Nothing here opens anything. What is known of a held file is what its events say (docs/bodies.md §3).
"""

from __future__ import annotations

import json
from collections.abc import Collection
from dataclasses import dataclass, replace

from zgc_review.domain.bodies import ScoresBody
from zgc_review.domain.ports import UnitOfWork
from zgc_review.domain.round_bodies import AmendmentBody
from zgc_review.domain.rows import MessageRow, RoundRow
from zgc_review.domain.states import State
from zgc_review.errors import GateError, PackageError
from zgc_review.seal.manifest import Manifest
from zgc_review.services import post
from zgc_review.services.chain import RoundState
from zgc_review.services.desk import Desk, as_secretary
from zgc_review.services.members import members_of, standing_of
from zgc_review.services.rounds import sign_amendment, state_of
from zgc_review.services.secrecy import check_said

HELD, STARTED, UNSEALED, DONE = "scores.held", "escrow.opened", "scores.unsealed", "escrow.done"
REVOKED = "revoked"
_BEGINNINGS = tuple(f'{{"act":"{act}",'.encode() for act in (HELD, STARTED, UNSEALED, DONE))


@dataclass(frozen=True, slots=True)
class HeldFile:
    """A sealed score file in the object store.

    Attributes:
        sha256: digest of the bytes that arrived, and name of the object.
        size: bytes.
        code: who handed it in, as the secretary said.
        letter: the newest letter that code had been given then; None: none.
        version: number of the round version in force then.
        name: what the file was called.
        outcome: what the opening made of it, empty before.
    """

    sha256: str
    size: int
    code: str
    letter: str | None
    version: int
    name: str
    outcome: str = ""


@dataclass(frozen=True, slots=True)
class Custody:
    """Where the score files of a round stand.

    Attributes:
        files: in order of arrival.
        started: whether the key was put together, so that nothing sealed to it is taken in any more.
        done: whether every file was judged.
    """

    files: tuple[HeldFile, ...] = ()
    started: bool = False
    done: bool = False

    @property
    def waiting(self) -> tuple[HeldFile, ...]:
        """Files that nobody has opened yet."""
        return tuple(one for one in self.files if not one.outcome)


def custody_of(uow: UnitOfWork, row: RoundRow) -> Custody:
    """Return what the log says about held score files."""
    files: dict[str, HeldFile] = {}
    started = done = False
    names = {one.n: one.text for one in uow.events.texts(row.round_id) if one.name == "name"}
    for event in uow.events.all(row.round_id):
        if not event.leaf.startswith(_BEGINNINGS):  # canonical: the act comes first
            continue
        said = json.loads(event.leaf)
        data = said["data"]
        if said["act"] == HELD:
            known = {key: data[key] for key in ("size", "code", "letter", "version")}
            files[data["file"]] = HeldFile(data["file"], **known, name=names[event.n])
        elif said["act"] == UNSEALED:
            files[data["file"]] = replace(files[data["file"]], outcome=data["outcome"])
        else:
            started, done = True, said["act"] == DONE
    return Custody(tuple(files.values()), started, done)


def custody_stage(uow: UnitOfWork, row: RoundRow, state: RoundState) -> tuple[str, tuple[str, ...]]:
    """Return where score files under escrow stand, and who is waited for before they are opened.

    ``due``: there is no key yet; ``held``; ``opened``; ``revoked``; empty: the round has no score escrow.
    """
    if state.settings.collector != "score_escrow":
        return "", ()
    if state.escrow_scores is None:
        return "due", ()
    started = custody_of(uow, row).started
    if state.score_key(state.version_id) is None:
        return "revoked", ()
    return ("opened", ()) if started else ("held", waited_for(uow, row, state))


def check_way(state: RoundState, manifest: Manifest, body: ScoresBody, code: str, *, escrowed: bool) -> None:
    """Refuse a score file that was sealed to the secretary's card instead of the key, or the other way round.

    Raises:
        GateError: ``escrow.way.key``, ``escrow.way.card``; PackageError: ``seal.arrival.recipient``.
    """
    if not escrowed and not manifest.to:
        raise PackageError("seal.arrival.recipient")
    due = is_due(state, str(manifest.round_version), body)
    if due and not escrowed:
        raise GateError("escrow.way.key", code=code)
    if escrowed and not due:
        raise GateError("escrow.way.card", code=code)


def is_due(state: RoundState, version_id: str, body: ScoresBody) -> bool:
    """Say whether a score file written under a version is sealed to the escrow key."""
    return state.score_key(version_id) is not None and all(one.phase == "initial" for one in body.sheets)


def require_key(uow: UnitOfWork, row: RoundRow, state: RoundState, codes: Collection[str]) -> None:
    """Refuse to write letters to who would seal a score file to no key, or to a spent one.

    Raises:
        GateError: ``escrow.due``, ``escrow.spent``.
    """
    if state.settings.collector != "score_escrow":
        return
    if state.escrow_scores is None:
        raise GateError("escrow.due")
    if state.score_key(state.version_id) is not None and custody_of(uow, row).started:
        owing = sorted({*codes} & {*waited_for(uow, row, state)})
        if owing:
            raise GateError("escrow.spent", codes=" ".join(owing))


def waited_for(uow: UnitOfWork, row: RoundRow, state: RoundState) -> tuple[str, ...]:
    """Return the codes of experts without whose file, ruling or absence the key is not opened."""
    standing, held = standing_of(uow, row, state), covered(uow, row, state)
    codes = set()
    for application in standing.applications:
        if application.state not in {State.ASSIGNED, State.REVIEWING}:
            continue
        for code in members_of(state, application):
            status = standing.status(code, application.application_id)
            missing = status == "missing" and (code, application.application_id) not in held
            if missing or status == "pending":
                codes.add(code)
    return tuple(sorted(codes))


def covered(uow: UnitOfWork, row: RoundRow, state: RoundState) -> frozenset[tuple[str, str]]:
    """Return (code, application id) that held files can speak of.

    A file counts for what the letter had opened to its writer when it was handed in, and only while the card
    of that time is in use.
    """
    found = set()
    for letter, code in {(one.letter, one.code) for one in _usable(state, custody_of(uow, row))}:
        message = uow.messages.get(letter) if letter is not None else None
        given = post.body_of_row(message).applications if message is not None else ()
        found |= {(code, one.application) for one in given if one.state == "open"}
    return frozenset(found)


def _usable(state: RoundState, custody: Custody) -> list[HeldFile]:
    """Return the files handed in since the cards in force were named."""
    members = {one.code: state.usable(one.code) for one in custody.waiting}
    return [
        one
        for one in custody.waiting
        if (member := members[one.code]) is not None and one.version >= state.since[member.card]
    ]


def revoke_key(desk: Desk, row: RoundRow, reason: str) -> MessageRow:
    """Sign the version under which score files are sealed to the secretary's card.

    Args:
        desk: the secretary's desk.
        row: the round.
        reason: stands in the definition, which every member reads; names nobody.

    Raises:
        GateError: ``escrow.unprepared``, ``escrow.revoked``, ``amend.reason``, ``amend.sealed``,
            ``secrecy.name``, ``round.amend.pending``.
    """
    as_secretary(row)
    if len(reason.strip()) < 2:
        raise GateError("amend.reason")
    with desk.vault.begin() as uow:
        state = state_of(uow, row)
        if uow.messages.find(row.round_id, "result"):
            raise GateError("amend.sealed")
        if state.escrow_scores is None:
            raise GateError("escrow.unprepared")
        if state.score_key(state.version_id) is None:
            raise GateError("escrow.revoked")
        check_said(uow, row, {"reason": reason})
        body = AmendmentBody(version=state.version + 1, escrow_scores=REVOKED, reason=reason.strip())
        version = sign_amendment(desk, uow, row, body)
        uow.commit()
    return version
