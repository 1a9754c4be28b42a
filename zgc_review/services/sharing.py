"""Handing out round definitions to the members, and single messages for the secretary."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from pathlib import Path

from zgc_review.domain.ports import UnitOfWork
from zgc_review.domain.round_bodies import ChainBody
from zgc_review.domain.rows import MessageRow, RoundRow
from zgc_review.seal.aftermath import written_into
from zgc_review.services import log, post
from zgc_review.services.desk import Desk, as_secretary
from zgc_review.services.following import known_members

SUFFIXES = {"scores": "zgcscore", "declaration": "zgcdecl", "consent": "zgccons"}


def publish_round(desk: Desk, row: RoundRow, folder: Path) -> tuple[Path, ...]:
    """Write the chain with the consents to it in one file, sealed to every card it names.

    Version 1 goes to secretary and observer before its consent is there; later ones to everybody. A
    lost card's vault is told as well: it then lets go of what it could open.
    """
    as_secretary(row)
    with desk.vault.begin() as uow:
        versions = uow.messages.find(row.round_id, "round")
        members = known_members(uow, row)
        recipients = sorted({member.recipient for member in members})
        message = _chain(desk, uow, row, versions, {member.card for member in members})
        log.record(
            uow,
            row.round_id,
            "round.published",
            row.code or "",
            desk.clock.now(),
            {"versions": len(versions), "readers": len(recipients)},
        )
        uow.commit()
    path = folder / f"{prefix_of(row)}{row.round_id[:8]}-v{len(versions)}.zgcround"
    with written_into(folder):
        post.seal_to_file(desk, message.payload, recipients, path)
    return (path,)


def _chain(
    desk: Desk, uow: UnitOfWork, row: RoundRow, versions: Sequence[MessageRow], cards: Collection[str]
) -> MessageRow:
    """Sign the definitions with the consents to them, as they are handed out (docs/bodies.md §1)."""
    agreed = [one for one in uow.messages.find(row.round_id, "consent") if one.slot.startswith("round:")]
    consents = sorted(agreed, key=lambda one: one.message_id)
    data = [post.carried(one, one.kind) for one in (*versions, *consents)]
    names = tuple(f"data/{n:06d}.tar" for n in range(1, len(data) + 1))
    return post.issue(
        uow,
        desk,
        row,
        kind="chain",
        slot="",
        body=ChainBody(chain=names[: len(versions)], consents=names[len(versions) :]),
        data=data,
        to=tuple(cards),
        round_version=versions[-1].message_id,
        secret=True,  # its parts are kept as they are; the whole need not be kept again
    )


def write_to_secretary(desk: Desk, row: RoundRow, message: MessageRow, folder: Path) -> Path:
    """Seal one own message to the secretary's card and write it."""
    with desk.vault.begin() as uow:
        secretary = next(one for one in known_members(uow, row) if one.role == "secretary").recipient
    stem = f"{row.code or 'member'}-{message.kind}-{message.seq}-{message.message_id[:8]}"
    path = folder / f"{prefix_of(row)}{stem}.{SUFFIXES[message.kind]}"
    with written_into(folder):
        post.seal_to_file(desk, message.payload, [secretary], path)
    return path


def write_to_escrow(desk: Desk, row: RoundRow, message: MessageRow, key: str, folder: Path) -> Path:
    """Seal a score message to the escrow key; its name does not tell how often it was written anew."""
    name = f"{row.code or 'member'}-{message.kind}-{message.message_id[:8]}.{SUFFIXES[message.kind]}"
    path = folder / f"{prefix_of(row)}{name}"
    with written_into(folder):
        post.seal_to_file(desk, message.payload, [key], path)
    return path


def prefix_of(row: RoundRow) -> str:
    """Return what a rehearsal's file names begin with."""
    return "演练-" if row.rehearsal else ""
