"""Writing round definitions for the members, and single messages for the secretary."""

from __future__ import annotations

from pathlib import Path

from zgc_review.domain.rows import MessageRow, RoundRow
from zgc_review.services import log, post
from zgc_review.services.desk import Desk, as_secretary
from zgc_review.services.following import known_members

SUFFIXES = {"scores": "zgcscore", "declaration": "zgcdecl", "consent": "zgccons"}


def publish_round(desk: Desk, row: RoundRow, folder: Path) -> tuple[Path, ...]:
    """Write every version of the chain, sealed to all members known so far.

    Version 1 goes to secretary and observer before its consent is there; later ones to everybody.
    """
    as_secretary(row)
    with desk.vault.begin() as uow:
        versions = uow.messages.find(row.round_id, "round")
        recipients = sorted({member.recipient for member in known_members(uow, row)})
        log.record(
            uow,
            row.round_id,
            "round.published",
            row.code or "",
            desk.clock.now(),
            {"versions": len(versions), "readers": len(recipients)},
        )
        uow.commit()
    post.ready_folder(folder)
    paths = []
    for number, message in enumerate(versions, 1):
        path = folder / f"{prefix_of(row)}{row.round_id[:8]}-v{number}.zgcround"
        post.seal_to_file(desk, message.payload, recipients, path)
        paths.append(path)
    return tuple(paths)


def write_to_secretary(desk: Desk, row: RoundRow, message: MessageRow, folder: Path) -> Path:
    """Seal one own message to the secretary's card and write it."""
    with desk.vault.begin() as uow:
        secretary = next(one for one in known_members(uow, row) if one.role == "secretary").recipient
    post.ready_folder(folder)
    stem = f"{row.code or 'member'}-{message.kind}-{message.seq}-{message.message_id[:8]}"
    path = folder / f"{prefix_of(row)}{stem}.{SUFFIXES[message.kind]}"
    post.seal_to_file(desk, message.payload, [secretary], path)
    return path


def prefix_of(row: RoundRow) -> str:
    """Return what a rehearsal's file names begin with."""
    return "演练-" if row.rehearsal else ""
