"""The event log of a round: every change of state appends one line in the same transaction."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Mapping
from typing import Any

from zgc_review.domain.bodies import (
    LogHead,
)
from zgc_review.domain.canonical import canonical_bytes
from zgc_review.domain.ports import UnitOfWork
from zgc_review.domain.rows import EventRow, EventText
from zgc_review.seal.log_tree import LogTree
from zgc_review.seal.manifest import LogHead as ManifestLogHead

VAULT_LOG = ""


def record(
    uow: UnitOfWork,
    round_id: str,
    act: str,
    by: str,
    at: str,
    data: Mapping[str, Any],
    texts: Mapping[str, str] | None = None,
) -> int:
    """Append an event and return its number.

    ``data`` holds ids, codes, digests and integers only. Names and free text go into ``texts``: each
    stands beside the log and enters it as SHA-256(16 random bytes ‖ text) (docs/bodies.md §5).
    """
    n = uow.events.count(round_id)
    beside: list[EventText] = []
    entered = dict(data)
    for name, text in sorted((texts or {}).items()):
        salt = secrets.token_bytes(16)
        entered[name] = hashlib.sha256(salt + text.encode()).hexdigest()
        beside.append(EventText(round_id, n, name, salt, text))
    leaf = canonical_bytes({"act": act, "at": at, "by": by, "data": entered, "n": n})
    uow.events.append(EventRow(round_id, n, leaf), tuple(beside))
    return n


def head(uow: UnitOfWork, round_id: str) -> LogHead:
    """Return size and RFC 6962 root of a round's log."""
    tree = tree_of(uow, round_id)
    return LogHead(size=len(tree), root=tree.root())


def manifest_head(uow: UnitOfWork, round_id: str) -> ManifestLogHead:
    """Return the log head as manifests carry it (formats F-MAN-14)."""
    now = head(uow, round_id)
    return ManifestLogHead(now.size, now.root)


def tree_of(uow: UnitOfWork, round_id: str) -> LogTree:
    """Return the tree over a round's events."""
    return LogTree(row.leaf for row in uow.events.all(round_id))
