"""Checks a whole vault: pages, structure, references, logs, objects (design §3, acceptance S5)."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator

from sqlalchemy import select

from db import tables
from db.engine import Database
from db.files import Progress, storing
from db.vault import OpenVault
from zgc_review.domain.canonical import CanonicalFault, parse_canonical
from zgc_review.domain.findings import Finding, Level
from zgc_review.domain.ports import ObjectStore
from zgc_review.errors import StorageError

_PIECE = 1 << 20
_MISSING = {
    "secretary": ("vault.check.object.lost", Level.ERROR),
    "member": ("vault.check.object.absent", Level.INFO),
}


def check(vault: OpenVault, *, progress: Progress | None = None) -> tuple[Finding, ...]:
    """Check everything the vault alone can tell; an empty result means nothing was found.

    Rows cut from the end of a log leave no gap: those show when the head is compared with one that
    was printed or exported (services do that).

    Args:
        vault: an open vault.
        progress: called with bytes of objects done and in total; ``Cancelled`` raised in it ends the check.

    Raises:
        StorageError: an object cannot be read at all (a failing disk).
    """
    found = list(check_database(vault.database))
    found += _guarded(lambda: _check_logs(vault.database))
    found += _guarded(lambda: _check_missing(vault))
    found += _check_objects(vault.objects, progress)
    return tuple(_without_repeats(found))


def check_database(database: Database) -> tuple[Finding, ...]:
    """Check pages, structure and references of a database file.

    ``cipher_integrity_check`` does not see a file cut at a page boundary and ``integrity_check`` does
    not say which page fails its HMAC: both run.
    """
    found: list[Finding] = []
    for code, complaints in (
        ("vault.check.pages", database.broken_pages),
        ("vault.check.structure", database.broken_structure),
        ("vault.check.references", database.broken_references),
    ):
        try:
            lines = complaints()
        except StorageError as fault:
            found.append(_unreadable(fault))
            continue
        if lines:
            found.append(Finding(code, Level.ERROR, params={"count": len(lines), "first": lines[0][:200]}))
    return tuple(_without_repeats(found))


def _check_objects(store: ObjectStore, progress: Progress | None) -> Iterator[Finding]:
    """Compare every object with its name."""
    digests = store.digests()
    with storing("objects"):
        total = sum(store.path(digest).stat().st_size for digest in digests)
    done = 0
    for digest in digests:
        value = hashlib.sha256()
        with store.open(digest) as file, storing("objects"):
            while piece := file.read(_PIECE):
                value.update(piece)
                done += len(piece)
                if progress is not None:
                    progress(done, total)
        if value.hexdigest() != digest:
            yield Finding("vault.check.object.damaged", Level.ERROR, params={"digest": digest})


def _check_logs(database: Database) -> list[Finding]:
    """Compare numbers and leaves of every log; the first broken entry of each is named."""
    events = tables.events
    query = select(events.c.round_id, events.c.n, events.c.leaf).order_by(events.c.round_id, events.c.n)
    found: list[Finding] = []
    broken: str | None = None
    current: str | None = None
    expected = 0
    with database.begin() as connection:
        for round_id, n, leaf in connection.execute(query):
            if round_id != current:
                current, expected = round_id, 0
            if round_id != broken:
                code = _fault_of_event(n, expected, leaf)
                if code:
                    broken = round_id
                    params: dict[str, str | int] = {"round": round_id or "vault", "n": expected}
                    found.append(Finding(code, Level.ERROR, params=params))
            expected += 1
    return found


def _fault_of_event(n: int, expected: int, leaf: bytes) -> str:
    """Return the code of what is wrong with one event, empty if nothing is."""
    if n != expected:
        return "vault.check.log.gap"
    try:
        value = parse_canonical(leaf)
    except CanonicalFault:
        return "vault.check.log.leaf"
    if not isinstance(value, dict) or value.get("n") != n or isinstance(value.get("n"), bool):
        return "vault.check.log.leaf"
    return ""


def _check_missing(vault: OpenVault) -> list[Finding]:
    """Look for objects the database names and the store does not have.

    The secretary's vault holds every object. A member's copies them from the package when asked
    to, so there it is only worth telling.
    """
    documents, applications, rounds = tables.documents, tables.applications, tables.rounds
    query = (
        select(rounds.c.place, documents.c.object)
        .select_from(documents.join(applications).join(rounds))
        .where(applications.c.identity.is_not(None))
        .order_by(documents.c.object)
    )
    there = set(vault.objects.digests())
    missing: dict[str, list[str]] = {}
    with vault.database.begin() as connection:
        for place, digest in connection.execute(query):
            if digest not in there:
                missing.setdefault(place, []).append(digest)
    return [
        Finding(*_MISSING[place], params={"count": len(digests), "first": digests[0]})
        for place, digests in sorted(missing.items())
    ]


def _guarded(part: Callable[[], list[Finding]]) -> list[Finding]:
    """Run a part of the check; a database that cannot be read is a finding."""
    try:
        return part()
    except StorageError as fault:
        return [_unreadable(fault)]


def _unreadable(fault: StorageError) -> Finding:
    """Return the finding for a database that cannot be read; other failures stay errors."""
    if fault.code != "vault.db.damaged":
        raise fault
    return Finding("vault.check.unreadable", Level.ERROR)


def _without_repeats(found: list[Finding]) -> Iterator[Finding]:
    """Say each thing once."""
    seen: list[Finding] = []
    for finding in found:
        if finding not in seen:
            seen.append(finding)
            yield finding
