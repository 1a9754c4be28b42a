"""What an observer witnesses of a draw, and the file with which anybody redoes it (rules §3.2)."""

from __future__ import annotations

from pathlib import Path

import msgspec
from msgspec import Struct

from zgc_review.assignment.draw import pool_digest, run_draw, seed_of
from zgc_review.domain.canonical import CanonicalFault, canonical_bytes, parse_canonical
from zgc_review.domain.ports import UnitOfWork
from zgc_review.domain.rows import MessageRow, RoundRow
from zgc_review.domain.shapes import Count, Digest, Positive
from zgc_review.errors import GateError, PackageError
from zgc_review.services import post
from zgc_review.services.chain import RoundState
from zgc_review.services.consents import consents, sign_consent
from zgc_review.services.desk import Desk
from zgc_review.services.drawing_record import (
    Draw,
    DrawnGroup,
    PlanEntry,
    PoolEntry,
    drawn_groups,
    inputs_digest,
)
from zgc_review.services.sharing import write_to_secretary

ACT = "draw"
FILE_LIMIT = 64 << 20


class PublicDraw(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A draw by id, without codes and names: what it takes to redo it."""

    n: int
    pool: Digest
    inputs: Digest
    secretary: str
    observer: str
    seed: Digest
    candidates: tuple[PoolEntry, ...]
    groups: tuple[PlanEntry, ...]
    alternates: Count
    group_recusal_max: tuple[Positive, Positive]
    one_per_legal_person: bool
    drawn: tuple[DrawnGroup, ...]
    result: Digest


def public_draw(draw: Draw) -> bytes:
    """Return the canonical bytes of a finished draw for those who redo it."""
    values = {name: getattr(draw, name) for name in PublicDraw.__struct_fields__}
    return canonical_bytes(msgspec.to_builtins(PublicDraw(**values)))


def redo(path: Path) -> str:
    """Draw again from the file and return the digest of the result.

    The codes need the salt, which stays with the secretary; they are no part of it.

    Raises:
        PackageError: ``draw.file``: not such a file; ``draw.differs`` naming the part that differs.
    """
    try:
        value = parse_canonical(post.read_file(path, FILE_LIMIT))
        given = msgspec.convert(value, PublicDraw)
    except (CanonicalFault, msgspec.ValidationError) as fault:
        raise PackageError("draw.file", file=path.name) from fault
    drawn = _drawn_again(given)
    rules = {
        "alternates": given.alternates,
        "group_recusal_max": list(given.group_recusal_max),
        "one_per_legal_person": given.one_per_legal_person,
    }
    again = _as_draw(given, drawn)
    for part, holds in (
        ("pool", pool_digest([one.id for one in given.candidates]) == given.pool),
        ("inputs", inputs_digest(given.candidates, given.groups, rules) == given.inputs),
        ("seed", seed_of(given.pool, given.secretary, given.observer) == given.seed),
        ("drawn", drawn == given.drawn),
        ("result", again.result == given.result),
    ):
        if not holds:
            raise PackageError("draw.differs", file=path.name, part=part)
    return again.result


def witness_draw(desk: Desk, row: RoundRow, digest: str, folder: Path) -> tuple[MessageRow, Path]:
    """Sign, as the observer, that the draw with this result was watched.

    Raises:
        GateError: ``draw.digest``; ``consent.role``, ``round.role.none``.
    """
    try:
        msgspec.convert(digest, Digest)
    except msgspec.ValidationError as fault:
        raise GateError("draw.digest") from fault
    message = sign_consent(desk, row, "witness", "yes", values={"act": ACT, "digest": digest})
    return message, write_to_secretary(desk, row, message, folder)


def is_witnessed(uow: UnitOfWork, row: RoundRow, state: RoundState, draw: Draw) -> bool:
    """Say whether the observer's consent to this very result is in the vault."""
    return any(
        one.sender == state.observer.card
        and one.body.values == {"act": ACT, "digest": draw.result}
        and state.accepts(one.sender, one.message_id)
        for one in consents(uow, row, "witness")
    )


def _drawn_again(given: PublicDraw) -> tuple[DrawnGroup, ...]:
    """Run the draw of the file."""
    draw = _as_draw(given, ())
    result = run_draw(
        [one.candidate() for one in given.candidates],
        [one.plan() for one in given.groups],
        secretary=given.secretary,
        observer=given.observer,
        salt="0" * 64,
        rules=draw.rules,
    )
    return drawn_groups(result)


def _as_draw(given: PublicDraw, drawn: tuple[DrawnGroup, ...]) -> Draw:
    """Return the file's draw in the form in which the secretary's vault keeps it."""
    names = ("n", "pool", "inputs", "candidates", "groups", "alternates", "group_recusal_max")
    values = {name: getattr(given, name) for name in (*names, "one_per_legal_person", "seed")}
    return Draw(**values, begun_at="", reason="", salt_digest="", excluded={}, drawn=drawn)
