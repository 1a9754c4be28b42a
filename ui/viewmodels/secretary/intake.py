"""Taking in applications: a dry run first, then the import; gates as they stand; admission by a person."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from ui.jobs import Progress, Ticket
from ui.viewmodels.session import Session
from zgc_review.domain.findings import Finding, Level
from zgc_review.domain.rows import ApplicationRow, RoundRow
from zgc_review.errors import ReviewError
from zgc_review.services import taking_in
from zgc_review.services.desk import Desk
from zgc_review.services.gates import view_gates

_LEVELS = (Level.ERROR, Level.WARN, Level.INFO)


@dataclass(frozen=True, slots=True)
class Checked:
    """What a folder holds: how many rows and documents, what can be taken in, what was found.

    ``taken`` is what an import did, None after a dry run.
    """

    folder: Path
    ready: tuple[str, ...]
    blocked: tuple[str, ...]
    documents: int
    findings: tuple[Finding, ...]
    errors: int
    warnings: int
    taken: taking_in.TakenIn | None = None

    def of_level(self, level: Level | None) -> tuple[Finding, ...]:
        """Return the findings of one level, all without one, the gravest first."""
        wanted = _LEVELS if level is None else (level,)
        return tuple(one for each in wanted for one in self.findings if one.level is each)


class IntakeModel(QObject):
    """The import of one round.

    Signals:
        checked: a :class:`Checked`: a dry run, or what an import did.
        listed: the applications were read.
        viewed: a ``GateView`` of one application.
        admitted: how many applications were admitted.
        moved: bytes encrypted, bytes in all.
        cancelled: the import was stopped; applications taken in so far stay.
        failed: a :class:`ReviewError`.
        changed: the round is not what it was.
    """

    checked = Signal(object)
    listed = Signal()
    viewed = Signal(object)
    admitted = Signal(int)
    moved = Signal(object, object)
    cancelled = Signal()
    failed = Signal(object)
    changed = Signal()

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.session = session
        self.applications: Sequence[ApplicationRow] = ()

    def check(self, folder: Path) -> None:
        """Read a folder and keep nothing."""
        row = self.session.row
        self.session.read(self, lambda desk: checked(desk, row, folder), self.checked.emit, self.failed.emit)

    def take_in(self, folder: Path) -> Ticket:
        """Take in every application of a folder that has no error."""
        row = self.session.row

        def work(desk: Desk, progress: Progress) -> Checked:
            return imported(desk, row, folder, progress)

        return self.session.long_act(self, work, self._imported, self._refused, self._moved, self._stopped)

    def load(self) -> None:
        """Read the applications."""
        row = self.session.row

        def work(desk: Desk) -> tuple[ApplicationRow, ...]:
            with desk.vault.begin() as uow:
                return uow.applications.all(row.round_id)

        self.session.read(self, work, self._listed, self.failed.emit)

    def view(self, number: str) -> None:
        """Read the gates of one application."""
        row = self.session.row
        self.session.read(
            self, lambda desk: view_gates(desk, row, number), self.viewed.emit, self.failed.emit
        )

    def admit(self, numbers: Sequence[str], reason: str) -> None:
        """Pass applications through formal check and eligibility by a person's word."""
        row = self.session.row

        def done(count: int) -> None:
            self.load()
            self.admitted.emit(count)
            self.changed.emit()

        self.session.act(
            self, lambda desk: taking_in.admit(desk, row, numbers, reason), done, self.failed.emit
        )

    def _listed(self, applications: tuple[ApplicationRow, ...]) -> None:
        self.applications = applications
        self.listed.emit()

    def _imported(self, report: Checked) -> None:
        self.session.kept.emit(self.session.context.clock.now()[11:19])
        self.load()
        self.changed.emit()
        self.checked.emit(report)

    def _moved(self, done: int, total: int) -> None:
        self.moved.emit(done, total)

    def _stopped(self) -> None:
        self.load()
        self.changed.emit()
        self.cancelled.emit()

    def _refused(self, fault: ReviewError) -> None:
        self.load()
        self.changed.emit()
        self.failed.emit(fault)


def checked(desk: Desk, row: RoundRow, folder: Path) -> Checked:
    """Read an intake folder and keep nothing of it."""
    batch = taking_in.check_folder(desk, row, folder)
    return Checked(
        folder,
        tuple(one.number for one in batch.ready),
        tuple(one.number for one in batch.applications if one.blocked),
        sum(len(one.documents) for one in batch.ready),
        batch.findings,
        batch.errors,
        batch.warnings,
    )


def imported(desk: Desk, row: RoundRow, folder: Path, progress: Progress) -> Checked:
    """Take in what can be taken in, and say what was found."""
    taken = taking_in.take_in(desk, row, folder, progress=progress)
    levels = [one.level for one in taken.findings]
    return Checked(
        folder,
        (),
        taken.blocked,
        taken.documents,
        taken.findings,
        levels.count(Level.ERROR),
        levels.count(Level.WARN),
        taken,
    )
