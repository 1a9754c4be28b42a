"""The roster: reading a workbook without keeping it, taking it in, finding people in it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from ui.viewmodels.session import Session
from zgc_review.domain.findings import Finding, Level
from zgc_review.domain.rows import RoundRow
from zgc_review.errors import PackageError
from zgc_review.services import drawing_pool, roster
from zgc_review.services.desk import Desk
from zgc_review.services.roster_view import RosterLine, RosterView, roster_view

#: What a filter asks of a line.
FILTERS = ("all", "seated", "free", "hits", "out")
_LEVELS = (Level.ERROR, Level.WARN, Level.INFO)


@dataclass(frozen=True, slots=True)
class ListReport:
    """What a workbook holds, or what taking it in did.

    Attributes:
        kind: ``roster`` or ``integrity``.
        kept: False after a dry run.
    """

    kind: str
    path: Path
    ready: int
    blocked: int
    findings: tuple[Finding, ...]
    kept: bool


class ExpertsModel(QObject):
    """The roster of one round.

    Signals:
        loaded: the roster was read.
        reported: a :class:`ListReport`.
        cleared: number of the expert of whom it was said that the entry is another person's.
        failed: a :class:`ReviewError`.
        changed: the round is not what it was.
    """

    loaded = Signal()
    reported = Signal(object)
    cleared = Signal(str)
    failed = Signal(object)
    changed = Signal()

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.session = session
        self.lines: Sequence[RosterLine] = ()
        self.roles: Mapping[str, tuple[str, str]] = {}
        self._texts: tuple[str, ...] = ()

    def load(self) -> None:
        """Read the roster."""
        row, day = self.session.row, self.session.context.clock.now()[:10]
        self.session.read(self, lambda desk: read_roster(desk, row, day), self._loaded, self.failed.emit)

    def check(self, path: Path, kind: str) -> None:
        """Read a workbook and keep nothing."""
        row = self.session.row
        self.session.read(
            self,
            lambda desk: take_list(desk, row, path, kind, dry_run=True),
            self.reported.emit,
            self.failed.emit,
        )

    def take_in(self, path: Path, kind: str) -> None:
        """Take a workbook in."""
        row = self.session.row

        def done(report: ListReport) -> None:
            self.load()
            self.changed.emit()
            self.reported.emit(report)

        self.session.act(
            self, lambda desk: take_list(desk, row, path, kind, dry_run=False), done, self.failed.emit
        )

    def clear(self, number: str, reason: str) -> None:
        """Say that the entry on the list is another person's."""
        row = self.session.row

        def done(_value: object) -> None:
            self.load()
            self.changed.emit()
            self.cleared.emit(number)

        self.session.act(
            self, lambda desk: drawing_pool.clear_listed(desk, row, number, reason), done, self.failed.emit
        )

    def found(self, text: str, kept: str) -> tuple[RosterLine, ...]:
        """Return the lines that fit a text and a filter."""
        wanted = text.strip().casefold()
        return tuple(
            line
            for line, said in zip(self.lines, self._texts, strict=True)
            if fits(line, kept) and (not wanted or wanted in said)
        )

    def _loaded(self, view: RosterView) -> None:
        self.lines, self.roles = view.lines, view.roles
        self._texts = tuple(_said(line, view.roles) for line in view.lines)
        self.loaded.emit()


def fits(line: RosterLine, kept: str) -> bool:
    """Say whether a line passes a filter of :data:`FILTERS`."""
    if kept == "seated":
        return bool(line.groups)
    if kept == "free":
        return not line.groups
    if kept == "hits":
        return bool(line.hits)
    return kept != "out" or bool(line.open_hits) or line.is_authority or not line.consents


def read_roster(desk: Desk, row: RoundRow, day: str) -> RosterView:
    """Read the roster; before version 1 counts there is none."""
    with desk.vault.begin() as uow:
        try:
            return roster_view(uow, row, day)
        except PackageError as fault:
            if fault.code != "round.chain.observer":
                raise
            return RosterView((), {})


def take_list(desk: Desk, row: RoundRow, path: Path, kind: str, *, dry_run: bool) -> ListReport:
    """Read a roster or the list of bad credit records, and keep it unless it is a dry run.

    Raises:
        IntakeError, ReviewError: as :mod:`zgc_review.services.roster`.
    """
    take = roster.take_roster if kind == "roster" else roster.take_integrity_list
    taken = take(desk, row, path, dry_run=dry_run)
    findings = tuple(one for level in _LEVELS for one in taken.findings if one.level is level)
    return ListReport(kind, path, taken.kept, taken.blocked, findings, not dry_run)


def _said(line: RosterLine, roles: Mapping[str, tuple[str, str]]) -> str:
    """Return everything of a line that a search looks at."""
    words = [word for one in line.roles for word in roles.get(one, (one,))]
    return "\n".join((line.number, line.name, line.employer, *line.groups, *words)).casefold()
