"""Score escrow: when it binds, which file is whose, and whom the opening waits for (design §4.4, rules §15).

Nothing here opens anything. What is known of a held file is what its events say (docs/bodies.md §3).
"""

from __future__ import annotations

import json
from dataclasses import dataclass, replace

from zgc_review.domain.bodies import ScoresBody
from zgc_review.domain.ports import UnitOfWork
from zgc_review.domain.round_bodies import AmendmentBody
from zgc_review.domain.rows import MessageRow, RoundRow
from zgc_review.domain.states import State
from zgc_review.errors import GateError
from zgc_review.seal.manifest import Manifest
from zgc_review.services.chain import RoundState
from zgc_review.services.desk import Desk, as_secretary
from zgc_review.services.members import members_of, standing_of
from zgc_review.services.rounds import sign_amendment, state_of
from zgc_review.services.secrecy import check_said

HELD, STARTED, UNSEALED, DONE = "scores.held", "escrow.opened", "scores.unsealed", "escrow.done"
REVOKED = "revoked"
_ACTS = {act: f'"act":"{act}"'.encode() for act in (HELD, STARTED, UNSEALED, DONE)}


@dataclass(frozen=True, slots=True)
class HeldFile:
    """A sealed score file in the object store.

    Attributes:
        sha256: digest of the bytes that arrived, and name of the object.
        size: bytes.
        code: who handed it in, as the secretary said.
        version: number of the round version in force then.
        name: what the file was called.
        outcome: what the opening made of it, empty before.
    """

    sha256: str
    size: int
    code: str
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
        act = next((name for name, mark in _ACTS.items() if mark in event.leaf), None)
        if act is None:
            continue
        said = json.loads(event.leaf)
        data = said["data"]
        if said["act"] == HELD:
            kept = HeldFile(data["file"], data["size"], data["code"], data["version"], names[event.n])
            files[kept.sha256] = kept
        elif said["act"] == UNSEALED:
            files[data["file"]] = replace(files[data["file"]], outcome=data["outcome"])
        else:
            started = started or said["act"] == STARTED
            done = done or said["act"] == DONE
    return Custody(tuple(files.values()), started, done)


def check_way(state: RoundState, manifest: Manifest, body: ScoresBody, code: str, *, escrowed: bool) -> None:
    """Refuse a score file that was sealed to the secretary's card instead of the key, or the other way round.

    Raises:
        GateError: ``escrow.way.key``, ``escrow.way.card``.
    """
    due = is_due(state, str(manifest.round_version), body)
    if due and not escrowed:
        raise GateError("escrow.way.key", code=code)
    if escrowed and not due:
        raise GateError("escrow.way.card", code=code)


def is_due(state: RoundState, version_id: str, body: ScoresBody) -> bool:
    """Say whether a score file written under a version is sealed to the escrow key."""
    return state.score_key(version_id) is not None and all(one.phase == "initial" for one in body.sheets)


def require_key(uow: UnitOfWork, row: RoundRow, state: RoundState) -> None:
    """Refuse to write letters whose readers could seal their score files to no key, or to a spent one.

    Raises:
        GateError: ``escrow.due``, ``escrow.spent``.
    """
    if state.settings.collector != "score_escrow":
        return
    if state.escrow_scores is None:
        raise GateError("escrow.due")
    if state.score_key(state.version_id) is not None and custody_of(uow, row).started:
        raise GateError("escrow.spent")


def waited_for(uow: UnitOfWork, row: RoundRow, state: RoundState) -> tuple[str, ...]:
    """Return the codes of experts without whose file, ruling or absence the key is not opened."""
    standing, custody = standing_of(uow, row, state), custody_of(uow, row)
    seen = {State.ASSIGNED.value, State.REVIEWING.value}
    codes = set()
    for application in standing.applications:
        if application.state not in seen:
            continue
        for code in members_of(state, application):
            status = standing.status(code, application.application_id)
            if status == "pending" or (status == "missing" and not _is_in(uow, row, state, custody, code)):
                codes.add(code)
    return tuple(sorted(codes))


def _is_in(uow: UnitOfWork, row: RoundRow, state: RoundState, custody: Custody, code: str) -> bool:
    """Say whether a file of a member is in: held since the card in force was named, or opened already."""
    member = state.usable(code)
    if member is None:
        return False
    since = state.since.get(member.card, 1)
    held = any(one.code == code and one.version >= since for one in custody.files)
    return held or bool(uow.messages.find(row.round_id, "scores", sender=member.card))


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
