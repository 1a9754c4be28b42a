"""The event log as it is read and checked by people: lines with the texts beside them, and the chain."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import msgspec

from zgc_review.domain.bodies import AckBody, LogHead
from zgc_review.domain.canonical import CanonicalFault, parse_canonical
from zgc_review.domain.findings import Finding, Level
from zgc_review.domain.ports import UnitOfWork
from zgc_review.domain.rows import EventRow, EventText, RoundRow
from zgc_review.seal.log_tree import LogTree
from zgc_review.seal.streams import Progress, no_progress
from zgc_review.services import post

_STEP = 500  # events between two reports of progress
_HEADS = 16
# Heads of logs whose events were all in place and canonical; the newest last.
_SOUND: dict[LogHead, None] = {}


@dataclass(frozen=True, slots=True)
class LogLine:
    """One event: number, claimed time, act, code of who acted, data, and the texts beside it."""

    n: int
    at: str
    act: str
    by: str
    data: Mapping[str, Any]
    texts: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class CheckedLog:
    """A log that was checked: its head, and what does not hold (empty: the chain is complete)."""

    head: LogHead
    findings: tuple[Finding, ...]


class _Leaf(msgspec.Struct):
    """The bytes of an event; its number stands beside them."""

    act: str
    at: str
    by: str
    data: dict[str, Any]


_LEAF = msgspec.json.Decoder(_Leaf)


def log_lines(uow: UnitOfWork, row: RoundRow) -> tuple[LogLine, ...]:
    """Return the events of a round, oldest first."""
    return uow.once(("log lines", row.round_id), lambda: _lines(uow, row))


def newest_lines(uow: UnitOfWork, row: RoundRow) -> Iterator[LogLine]:
    """Return the events of a round, newest first."""
    return reversed(log_lines(uow, row))


def _lines(uow: UnitOfWork, row: RoundRow) -> tuple[LogLine, ...]:
    beside = _beside(uow, row)
    return tuple(_line(event, beside.get(event.n, {})) for event in uow.events.all(row.round_id))


def _beside(uow: UnitOfWork, row: RoundRow) -> dict[int, dict[str, str]]:
    """Return the texts beside the events, by number and name."""
    found: dict[int, dict[str, str]] = {}
    for text in uow.events.texts(row.round_id):
        found.setdefault(text.n, {})[text.name] = text.text
    return found


def check_log(uow: UnitOfWork, row: RoundRow, progress: Progress = no_progress) -> CheckedLog:
    """Check numbers and form of every event, the texts beside them, and every head that was handed out.

    A head stands in each acknowledgement: whoever cut or changed events before it is found by it.
    ``progress`` is told how many events were looked at and how many looks there are; it may raise to stop.
    Whoever watches it sees every event looked at; else one log is not looked through twice.
    """
    if progress is not no_progress:
        return _checked(uow, row, progress)
    return uow.once(("checked log", row.round_id), lambda: _checked(uow, row, progress))


def _checked(uow: UnitOfWork, row: RoundRow, progress: Progress) -> CheckedLog:
    events = uow.events.all(row.round_id)
    tree = LogTree(event.leaf for event in _counted(events, 0, progress))
    head = LogHead(size=len(tree), root=tree.root())
    is_known = progress is no_progress and head in _SOUND
    broken = [] if is_known else list(_broken(row, _counted(events, len(events), progress)))
    if not broken:
        _keep_sound(head)
    found = [*broken, *_texts(row, events, uow.events.texts(row.round_id))]
    found += _heads(row, tree, _handed_out(uow, row))
    return CheckedLog(head, tuple(found))


def _keep_sound(head: LogHead) -> None:
    """Remember the head of a log without a fault: another log with that head there is not."""
    _SOUND[head] = None
    for old in list(_SOUND)[:-_HEADS]:
        del _SOUND[old]


def _line(event: EventRow, texts: Mapping[str, str]) -> LogLine:
    """Return one event with its texts."""
    leaf = _LEAF.decode(event.leaf)
    return LogLine(event.n, leaf.at, leaf.act, leaf.by, leaf.data, texts)


def _counted(events: Sequence[EventRow], before: int, progress: Progress) -> Iterator[EventRow]:
    """Yield events and tell how many of two looks are done."""
    for n, event in enumerate(events, before + 1):
        yield event
        if n % _STEP == 0:
            progress(n, 2 * len(events))


def _broken(row: RoundRow, events: Iterable[EventRow]) -> Iterator[Finding]:
    """Yield the first event that is out of place or not in canonical form."""
    for expected, event in enumerate(events):
        if event.n != expected:
            yield _finding("vault.check.log.gap", row, expected)
            return
        try:
            value = parse_canonical(event.leaf)
        except CanonicalFault:
            value = None
        if not isinstance(value, dict) or value.get("n") != expected:
            yield _finding("vault.check.log.leaf", row, expected)
            return


def _texts(row: RoundRow, events: Sequence[EventRow], texts: Sequence[EventText]) -> Iterator[Finding]:
    """Yield each text that is not the one its event was made with."""
    leaves = {event.n: event.leaf for event in events}
    for text in texts:
        digest = hashlib.sha256(text.salt + text.text.encode()).hexdigest()
        if f'"{text.name}":"{digest}"'.encode() not in leaves.get(text.n, b""):
            yield _finding("log.check.beside", row, text.n)


def _handed_out(uow: UnitOfWork, row: RoundRow) -> set[tuple[int, str]]:
    """Return size and root of every head that acknowledgements state."""
    bodies = [post.body_of_row(one) for one in uow.messages.find(row.round_id, "ack")]
    return {(one.log.size, one.log.root) for one in bodies if isinstance(one, AckBody)}


def _heads(row: RoundRow, tree: LogTree, heads: set[tuple[int, str]]) -> Iterator[Finding]:
    """Yield the first head that this log no longer has."""
    for size, root in sorted(heads):
        if size > len(tree) or tree.root(size) != root:
            yield _finding("log.check.head", row, size)
            return


def _finding(code: str, row: RoundRow, n: int) -> Finding:
    """Return a finding about event ``n``."""
    return Finding(code, Level.ERROR, params={"round": row.round_id[:8], "n": n})
