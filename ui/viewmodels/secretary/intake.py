"""Taking in applications: a dry run first, columns chosen, cells corrected, then the import."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import QObject, Signal

from ui.findings_list import write_findings
from ui.jobs import Progress, Ticket
from ui.viewmodels.session import Session
from zgc_review.domain.findings import Finding, Level
from zgc_review.domain.rows import RoundRow
from zgc_review.errors import ReviewError
from zgc_review.intake.around import Around, around
from zgc_review.intake.books import SeenSheet
from zgc_review.intake.choices import Choice
from zgc_review.intake.columns import How, Overview, overview
from zgc_review.intake.memory import Memory
from zgc_review.services import intake_adjusting, taking_in
from zgc_review.services.desk import Desk
from zgc_review.services.intake_adjusting import Spot

Kept = TypeVar("Kept")

_LEVELS = (Level.ERROR, Level.WARN, Level.INFO)


@dataclass(frozen=True, slots=True)
class Checked:
    """What a folder holds: how many rows and documents, what can be taken in, what was found.

    ``taken`` is what an import did, None after a dry run. ``seen`` and ``choices``: the sheets, and the
    columns chosen by hand.
    """

    folder: Path
    ready: tuple[str, ...]
    blocked: tuple[str, ...]
    documents: int
    findings: tuple[Finding, ...]
    errors: int
    warnings: int
    taken: taking_in.TakenIn | None = None
    seen: tuple[SeenSheet, ...] = field(default=(), repr=False)
    choices: tuple[Choice, ...] = ()

    def of_level(self, level: Level | None) -> tuple[Finding, ...]:
        """Return the findings of one level, all without one, the gravest first."""
        wanted = _LEVELS if level is None else (level,)
        return tuple(one for each in wanted for one in self.findings if one.level is each)

    def around(self, finding: Finding) -> Around | None:
        """Return the sheet's own cells around a finding."""
        return around(self.seen, finding, self.choices)

    @property
    def columns(self) -> Overview:
        """The columns of the files beside the fields they are read as."""
        return overview(self.seen, self.choices)

    @property
    def unknown(self) -> int:
        """How many columns nobody knows."""
        return len(self.columns.of(How.UNKNOWN))


class IntakeModel(QObject):
    """The import of one round.

    Signals:
        checked: a :class:`Checked`: a dry run, or what an import did.
        corrected: a correction was kept or taken back, and the folder read anew.
        moved: bytes encrypted, bytes in all.
        cancelled: the import was stopped; applications taken in so far stay.
        exported: the path of a list of findings.
        failed: a :class:`ReviewError`.
        changed: the round is not what it was.
    """

    checked = Signal(object)
    corrected = Signal()
    moved = Signal(object, object)
    cancelled = Signal()
    exported = Signal(object)
    failed = Signal(object)
    changed = Signal()

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.session = session
        self.memory = Memory()
        self.undoable: list[int] = []  # corrections of this window, for Ctrl Z

    def check(self, folder: Path) -> None:
        """Read a folder and keep nothing."""
        row, memory = self.session.row, self.memory
        self.session.read(
            self, lambda desk: checked(desk, row, folder, memory), self.checked.emit, self.failed.emit
        )

    def take_in(self, folder: Path) -> Ticket:
        """Take in every application of a folder that has no error."""
        row, memory = self.session.row, self.memory

        def work(desk: Desk, progress: Progress) -> Checked:
            return imported(desk, row, folder, progress, memory)

        return self.session.long_act(self, work, self._imported, self._refused, self._moved, self._stopped)

    def choose_columns(self, folder: Path, choices: Sequence[Choice], forget: Sequence[Choice]) -> None:
        """Remember which column is which field, and read the folder anew."""
        self._adjust(
            folder,
            lambda desk, row: intake_adjusting.remember_columns(desk, row, choices, forget),
            lambda _kept: None,
        )

    def correct(self, report: Checked, spot: Spot, value: str, reason: str) -> None:
        """Read another text in place of a cell, and read the folder anew."""
        self._adjust(
            report.folder,
            lambda desk, row: intake_adjusting.correct_cell(desk, row, report.seen, spot, value, reason),
            lambda made: self.undoable.append(made.n),
        )

    def undo(self, folder: Path, n: int) -> None:
        """Take a correction back, and read the folder anew."""

        def done(_gone: object) -> None:
            self.undoable = [one for one in self.undoable if one != n]

        self._adjust(folder, lambda desk, row: intake_adjusting.undo_correction(desk, row, n), done)

    def export(self, path: Path, findings: Sequence[Finding]) -> None:
        """Write findings as a table for whoever sent the files."""
        texts = self.session.context.captions.texts

        def work(_ticket: Ticket) -> Path:
            write_findings(path, texts, findings)
            return path

        self.session.context.jobs.run(self, work, self.exported.emit, self.failed.emit, vault=False)

    def _adjust(
        self, folder: Path, work: Callable[[Desk, RoundRow], Kept], done: Callable[[Kept], None]
    ) -> None:
        """Do one act, then read the folder anew from memory."""
        row, memory = self.session.row, self.memory

        def both(desk: Desk) -> tuple[Kept, Checked]:
            kept = work(desk, row)
            return kept, checked(desk, row, folder, memory)

        def ended(value: tuple[Kept, Checked]) -> None:
            done(value[0])
            self.checked.emit(value[1])
            self.corrected.emit()
            self.changed.emit()

        self.session.act(self, both, ended, self.failed.emit)

    def _imported(self, report: Checked) -> None:
        self.session.kept.emit(self.session.context.clock.now()[11:19])
        self.changed.emit()
        self.checked.emit(report)

    def _moved(self, done: int, total: int) -> None:
        self.moved.emit(done, total)

    def _stopped(self) -> None:
        self.changed.emit()
        self.cancelled.emit()

    def _refused(self, fault: ReviewError) -> None:
        self.changed.emit()
        self.failed.emit(fault)


def checked(desk: Desk, row: RoundRow, folder: Path, memory: Memory | None = None) -> Checked:
    """Read an intake folder and keep nothing of it."""
    batch = taking_in.check_folder(desk, row, folder, memory)
    with desk.vault.begin() as uow:
        choices = intake_adjusting.remembered_columns(uow)
    return Checked(
        folder,
        tuple(one.number for one in batch.ready),
        tuple(one.number for one in batch.applications if one.blocked),
        sum(len(one.documents) for one in batch.ready),
        batch.findings,
        batch.errors,
        batch.warnings,
        seen=batch.seen,
        choices=choices,
    )


def imported(
    desk: Desk, row: RoundRow, folder: Path, progress: Progress, memory: Memory | None = None
) -> Checked:
    """Take in what can be taken in, and say what was found."""
    taken = taking_in.take_in(desk, row, folder, progress=progress, memory=memory)
    found = checked(desk, row, folder, memory)
    return replace(
        found,
        ready=(),
        blocked=taken.blocked,
        documents=taken.documents,
        findings=taken.findings,
        taken=taken,
    )
