"""The event log of a round: every event in words, found by act, person and text; the chain checked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from resources.reader import Texts
from ui.jobs import Ticket
from ui.log_list import write_log
from ui.log_words import sentence
from ui.viewmodels.session import Session
from zgc_review.domain.rows import RoundRow
from zgc_review.services.desk import Desk
from zgc_review.services.log_lines import CheckedLog, LogLine, check_log, log_lines


@dataclass(frozen=True)
class Log:
    """The events, newest first; who acted and what was done, for the filters."""

    lines: tuple[LogLine, ...] = ()
    names: Mapping[str, str] = field(default_factory=dict)
    acts: tuple[str, ...] = ()
    people: tuple[str, ...] = ()
    days: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is looked for; empty means anything."""

    act: str = ""
    by: str = ""
    text: str = ""
    since: str = ""
    until: str = ""


class LogModel(QObject):
    """The log.

    Signals:
        loaded: the events were read.
        found: the events that fit, newest first.
        checked: a :class:`CheckedLog`.
        moved: events looked at, looks in all.
        cancelled: checking was stopped.
        exported: path of the table that was written.
        failed: a :class:`ReviewError`.
    """

    loaded = Signal()
    found = Signal(object)
    checked = Signal(object)
    moved = Signal(object, object)
    cancelled = Signal()
    exported = Signal(object)
    failed = Signal(object)

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.session = session
        self.log = Log()
        self._wanted = Wanted()

    def load(self) -> None:
        """Read the events and check the chain."""
        row = self.session.row
        self.session.read(self, lambda desk: read_log(desk, row), self._loaded, self.failed.emit)
        self.check()

    def check(self) -> Ticket:
        """Check the chain."""
        session, row = self.session, self.session.row

        def work(ticket: Ticket) -> CheckedLog:
            with session.desk.vault.begin() as uow:
                return check_log(uow, row, ticket.progress)

        return session.context.jobs.run(
            self,
            work,
            self.checked.emit,
            self.failed.emit,
            progress=self._moved,
            cancelled=self.cancelled.emit,
        )

    def find(self, wanted: Wanted) -> None:
        """Look for events; an older search that is still under way is forgotten."""
        self._wanted = wanted
        log, texts = self.log, self.session.context.captions.texts

        def done(lines: tuple[LogLine, ...]) -> None:
            if self._wanted is wanted:
                self.found.emit(lines)

        self.session.context.jobs.run(self, lambda _ticket: matching(log, wanted, texts), done, vault=False)

    def export(self, path: Path, lines: Sequence[LogLine]) -> None:
        """Write events as a table, oldest first."""
        names, texts = self.log.names, self.session.context.captions.texts

        def work(_ticket: Ticket) -> Path:
            write_log(path, texts, sorted(lines, key=lambda one: one.n), names)
            return path

        self.session.context.jobs.run(self, work, self.exported.emit, self.failed.emit, vault=False)

    def _moved(self, done: int, total: int) -> None:
        self.moved.emit(done, total)

    def _loaded(self, log: Log) -> None:
        self.log = log
        self.loaded.emit()
        self.find(self._wanted)


def read_log(desk: Desk, row: RoundRow) -> Log:
    """Read every event of a round."""
    with desk.vault.begin() as uow:
        lines = log_lines(uow, row)
        names = {one.application_id: one.number for one in uow.applications.all(row.round_id)}
    acts = tuple(sorted({line.act for line in lines}))
    people = tuple(sorted({line.by for line in lines if line.by}))
    days = tuple(sorted({line.at[:10] for line in lines}, reverse=True))
    return Log(tuple(reversed(lines)), names, acts, people, days)


def matching(log: Log, wanted: Wanted, texts: Texts) -> tuple[LogLine, ...]:
    """Return the events that fit, newest first; text is looked for in sentences and in the texts beside."""
    lines = [
        line
        for line in log.lines
        if (not wanted.act or line.act == wanted.act)
        and (not wanted.by or line.by == wanted.by)
        and (not wanted.since or line.at[:10] >= wanted.since)
        and (not wanted.until or line.at[:10] <= wanted.until)
    ]
    text = wanted.text.strip().casefold()
    if text:
        lines = [line for line in lines if text in _searched(texts, line, log.names)]
    return tuple(lines)


def _searched(texts: Texts, line: LogLine, names: Mapping[str, str]) -> str:
    """Return everything of an event that a search looks at."""
    said = (sentence(texts, line, names), line.at, line.act, line.by, *line.texts.values())
    return " ".join(said).casefold()
