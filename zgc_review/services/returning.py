"""What an expert hands back: the score file, the declaration, the consents (design §4.1)."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from zgc_review.domain.bodies import (
    ListedSheet,
    ScoresBody,
)
from zgc_review.domain.ports import UnitOfWork
from zgc_review.domain.rows import MessageRow, RoundRow
from zgc_review.errors import GateError
from zgc_review.seal.aftermath import written_into
from zgc_review.seal.message import Attachment
from zgc_review.seal.safe_files import reading_faults
from zgc_review.services import log, post
from zgc_review.services.awaited_letter import is_awaited
from zgc_review.services.chain import RoundState
from zgc_review.services.copies import handed_back
from zgc_review.services.declaring import newest_letter
from zgc_review.services.desk import Desk, as_member
from zgc_review.services.panel_content import CARRIED_ACTS
from zgc_review.services.rounds import my_code, state_of
from zgc_review.services.score_escrow import is_due
from zgc_review.services.sharing import write_to_escrow, write_to_secretary
from zgc_review.services.sheet_versions import is_changed
from zgc_review.services.sheets import newest_sheets, recuse_sheets

# Acts a member signs between lock and seal.
_OF_SITTING = CARRIED_ACTS | {"ruling", "tie"}


@dataclass(frozen=True, slots=True)
class WrittenFile:
    """A file that was written, re-read and compared."""

    path: Path
    kind: str
    message_id: str
    sha256: str


def return_files(desk: Desk, row: RoundRow, folder: Path) -> tuple[WrittenFile, ...]:
    """Write everything this member owes the secretary: scores, newest declaration, consents.

    The score file is cumulative: it holds the newest locked or recused sheet of each application. After
    the copy was handed back no score file is written: its sheets are gone.

    Raises:
        GateError: ``return.nothing``; ``round.role.member``: the secretary's own acts are there already.
    """
    as_member(row)
    with desk.vault.begin() as uow:
        has_copy = handed_back(uow, row) is None
        is_new_card = is_awaited(uow, row)
    if has_copy and not is_new_card:
        recuse_sheets(desk, row)
    with desk.vault.begin() as uow:
        state = state_of(uow, row)
        code = my_code(uow, row, state)
        owed: list[MessageRow] = []
        if uow.messages.find(row.round_id, "assignment") and not is_awaited(uow, row):
            scores = _scores(desk, uow, row, code) if has_copy else None
            owed += [scores] if scores is not None else []
            owed += uow.messages.find(row.round_id, "declaration", sender=row.card_id)[-1:]
        owed += _own_consents(uow, row)
        if not owed:
            raise GateError("return.nothing")
        uow.commit()
    return _write_all(desk, row, code, owed, folder)


def acts_owed(uow: UnitOfWork, row: RoundRow) -> tuple[MessageRow, ...]:
    """Return the own signed acts of the sitting that this vault wrote into no file for the secretary yet."""
    written = written_messages(uow, row)
    acts = (one for one in _own_consents(uow, row) if one.slot.split(":", 1)[0] in _OF_SITTING)
    return tuple(one for one in acts if one.message_id not in written)


def written_messages(uow: UnitOfWork, row: RoundRow) -> frozenset[str]:
    """Return the ids of messages that this vault wrote into a file for the secretary."""
    events = (json.loads(one.leaf) for one in uow.events.all(row.round_id))
    return frozenset(str(one["data"]["message"]) for one in events if one["act"] == "file.written")


def return_acts(desk: Desk, row: RoundRow, folder: Path) -> tuple[WrittenFile, ...]:
    """Write the signed acts of the sitting that were not written yet, and nothing else.

    Raises:
        GateError: ``return.nothing``; ``round.role.member``.
    """
    as_member(row)
    with desk.vault.begin() as uow:
        code, owed = my_code(uow, row, state_of(uow, row)), acts_owed(uow, row)
    if not owed:
        raise GateError("return.nothing")
    return _write_all(desk, row, code, owed, folder)


def _write_all(
    desk: Desk, row: RoundRow, code: str, owed: Sequence[MessageRow], folder: Path
) -> tuple[WrittenFile, ...]:
    """Write messages for the secretary, each an event."""
    written = []
    with written_into(folder):
        for message in owed:
            path = _write(desk, row, message, folder)
            with reading_faults(path.name):
                digest = hashlib.sha256(path.read_bytes()).hexdigest()
            written.append(WrittenFile(path, message.kind, message.message_id, digest))
    with desk.vault.begin() as uow:
        for file in written:
            data = {"file": file.sha256, "kind": file.kind, "message": file.message_id}
            log.record(uow, row.round_id, "file.written", code, desk.clock.now(), data)
        uow.commit()
    return tuple(written)


def _scores(desk: Desk, uow: UnitOfWork, row: RoundRow, code: str) -> MessageRow | None:
    """Return the score message of the sheets signed so far; the last one again if nothing changed."""
    sheets = [one for one in newest_sheets(uow, row, row.card_id) if not _is_stale(uow, one)]
    if not sheets:
        return None
    listed: list[ListedSheet] = []
    data: list[Attachment] = []
    for number, sheet in enumerate(sheets, 1):
        body = post.body_of_row(sheet)
        data.append(post.carried(sheet, "sheet"))
        listed.append(
            ListedSheet(
                sheet=sheet.message_id,
                code=code,
                application=sheet.slot,
                phase=body.phase,
                file=f"data/{number:06d}.tar",
            )
        )
    body = ScoresBody(letter=newest_letter(uow, row).message_id, sheets=tuple(listed))
    state = state_of(uow, row)
    to = _readers(state, body)
    last = uow.messages.newest(row.round_id, "scores", row.card_id, code)
    if last is not None and post.body_of_row(last) == body and bool(_to(last)) == bool(to):
        return last
    message = post.issue(
        uow,
        desk,
        row,
        kind="scores",
        slot=code,
        body=body,
        data=data,
        to=to,
        round_version=state.version_id,
        answers=body.letter,
        with_log_head=True,
    )
    at = desk.clock.now()
    counts = {"scores": message.message_id, "seq": message.seq, "sheets": len(listed)}
    log.record(uow, row.round_id, "scores.signed", code, at, counts)
    return message


def _is_stale(uow: UnitOfWork, sheet: MessageRow) -> bool:
    """Say whether a sheet judges what its application was before; it would have the whole file refused."""
    body, application = post.body_of_row(sheet), uow.applications.get(sheet.slot)
    return body.state == "locked" and application is not None and is_changed(body, application)


def _readers(state: RoundState, body: ScoresBody) -> tuple[str, ...]:
    """Return the cards a score file is for: none where it is sealed to the escrow key (design §4.4)."""
    if state.settings.collector == "score_escrow" and state.escrow_scores is None:
        raise GateError("escrow.unprepared")
    return () if is_due(state, state.version_id, body) else (state.secretary.card,)


def _to(message: MessageRow) -> list[str]:
    """Return the cards a stored message is for."""
    found: list[str] = post.manifest_value(message)["to"]
    return found


def _write(desk: Desk, row: RoundRow, message: MessageRow, folder: Path) -> Path:
    """Seal one message to whom it is for and write it."""
    if message.kind != "scores" or _to(message):
        return write_to_secretary(desk, row, message, folder)
    with desk.vault.begin() as uow:
        key = str(state_of(uow, row).escrow_scores)
    return write_to_escrow(desk, row, message, key, folder)


def _own_consents(uow: UnitOfWork, row: RoundRow) -> list[MessageRow]:
    """Return the newest own consent of each slot."""
    newest = {
        message.slot: message for message in uow.messages.find(row.round_id, "consent", sender=row.card_id)
    }
    return [message for _, message in sorted(newest.items())]
