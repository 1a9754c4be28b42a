"""Sealing: what is about to be sealed, three signatures, the act itself, the verdict on what was written."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, Signal

from ui.jobs import Done, Progress, Ticket
from ui.verifier_process import Verdict, verify
from ui.viewmodels.session import Session
from zgc_review.domain.rows import RoundRow
from zgc_review.errors import ReviewError, StorageError
from zgc_review.seal.aftermath import written_into
from zgc_review.seal.digits import digits_of
from zgc_review.services import acks, escrow, printing, sealing, sealing_witness, share_papers, sharing
from zgc_review.services.desk import Desk
from zgc_review.services.rounds import signed_versions
from zgc_review.services.sealing_summary import SealSummary, summarise

_STEPS = 4  # closing and writing, F18, acknowledgements, reading the payload back


@dataclass(frozen=True, slots=True)
class Share:
    """A share file as it was written: for whom, where."""

    officer: str
    path: Path


@dataclass(frozen=True)
class Outcome:
    """What sealing left.

    Attributes:
        code: digits of version 1, as they were read aloud. head: digits of the log on the minutes.
        acks: how many acknowledgements were written, and where.
        verdict: of the independent verifier, None while it is at work.
    """

    result: Path
    names: Path
    form: Path
    applications: int
    code: str
    head: str
    acks: tuple[Path, ...]
    verdict: Verdict | None = None


class SealModel(QObject):
    """The sealing of one round.

    Signals:
        loaded: ``summary`` was read anew.
        prepared: the share files that were written.
        noticed: path of the notice for the observer.
        printed: paths of blank sheets for the words of shares.
        sealed: an :class:`Outcome`, not verified yet.
        verified: the :class:`Outcome` with its verdict.
        moved: steps done, steps in all.
        failed: a :class:`ReviewError`.
        changed: the round is not what it was.
    """

    loaded = Signal()
    prepared = Signal(object)
    noticed = Signal(object)
    printed = Signal(object)
    sealed = Signal(object)
    verified = Signal(object)
    moved = Signal(object, object)
    failed = Signal(object)
    changed = Signal()

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.session = session
        self.summary: SealSummary | None = None
        self.outcome: Outcome | None = None
        self.shares: tuple[Share, ...] = ()

    def load(self) -> None:
        """Read what is about to be sealed."""
        row = self.session.row
        self.session.read(self, lambda desk: summarise(desk, row), self._loaded, self.failed.emit)

    def prepare(self, folder: Path) -> None:
        """Make the key of the result, write the shares and the definition that names the key."""

        def work(desk: Desk, row: RoundRow) -> tuple[tuple[Share, ...], StorageError | None]:
            made = escrow.prepare_seal(desk, row, folder)
            shares = tuple(Share(officer_of(path), path) for path in made.shares)
            try:
                sharing.publish_round(desk, row, folder)
            except StorageError as fault:  # the key is made all the same: its shares are shown
                return shares, fault
            return shares, None

        def done(made: tuple[tuple[Share, ...], StorageError | None]) -> None:
            self.shares, fault = made
            self.prepared.emit(self.shares)
            self._again()
            if fault is not None:
                self.failed.emit(fault)

        self._act(work, done)

    def publish(self, folder: Path) -> None:
        """Write the round definitions again, where writing was interrupted."""
        self._act(lambda desk, row: sharing.publish_round(desk, row, folder), lambda _paths: self._again())

    def papers(self, folder: Path) -> None:
        """Write blank sheets to copy the words of shares onto."""
        self._act(lambda desk, row: share_papers.print_blank(desk, row, folder), self.printed.emit)

    def notice(self, folder: Path) -> None:
        """Write the notice for the observer."""
        self._act(lambda desk, row: sealing_witness.write_notice(desk, row, folder), self.noticed.emit)

    def seal(self, folder: Path) -> None:
        """Seal the round and write its files, or only write them again; then verify what was sealed."""
        row = self.session.row

        def work(desk: Desk, progress: Progress) -> tuple[Outcome, bytes]:
            return seal_and_write(desk, row, folder, progress)

        def done(made: tuple[Outcome, bytes]) -> None:
            self.outcome, payload = made
            self.session.kept.emit(self.session.context.clock.now()[11:19])
            self.sealed.emit(self.outcome)
            self._again()
            self._verify(self.outcome, payload)

        def refused(fault: ReviewError) -> None:
            self._again()  # the round may be closed although a file could not be written
            self.failed.emit(fault)

        self.session.long_act(self, work, done, refused, self._moved, self._again)

    def _verify(self, outcome: Outcome, payload: bytes) -> None:
        """Let the independent verifier judge the very bytes that were sealed."""

        def work(ticket: Ticket) -> Verdict:
            return verify(payload, outcome.code, outcome.head, lambda: ticket.progress(0, 0))

        def done(verdict: Verdict) -> None:
            self.outcome = replace(outcome, verdict=verdict)
            self.verified.emit(self.outcome)

        self.session.context.jobs.run(self, work, done, self.failed.emit, vault=False)

    def _act(self, work: Callable[[Desk, RoundRow], Any], done: Done) -> None:
        row = self.session.row

        def refused(fault: ReviewError) -> None:
            self.load()  # what was signed before a file could not be written stays signed
            self.failed.emit(fault)

        self.session.act(self, lambda desk: work(desk, row), done, refused)

    def _moved(self, done: int, total: int) -> None:
        self.moved.emit(done, total)

    def _again(self) -> None:
        self.load()
        self.changed.emit()

    def _loaded(self, summary: SealSummary) -> None:
        self.summary = summary
        self.loaded.emit()


def officer_of(path: Path) -> str:
    """Return whose share a file is, by its name."""
    return path.stem.rpartition("-")[2]


def seal_and_write(desk: Desk, row: RoundRow, folder: Path, progress: Progress) -> tuple[Outcome, bytes]:
    """Seal, write F18 and the counted acknowledgements, and return what the verifier is to judge."""
    progress(0, _STEPS)
    with written_into(folder):
        sealed = sealing.seal_round(desk, row, folder)
        progress(1, _STEPS)
        form = printing.print_seal_list(desk, row, sealed, folder)
        progress(2, _STEPS)
        written = acks.acknowledge(desk, row, folder / "acks", "counted")
        progress(3, _STEPS)
    with desk.vault.begin() as uow:
        payload = uow.messages.find(row.round_id, "result")[-1].payload
        code = digits_of(signed_versions(uow, row)[0].message_id)
    progress(4, _STEPS)
    head = digits_of(sealed.head.root)
    outcome = Outcome(sealed.result, sealed.names, form, sealed.applications, code, head, written)
    return outcome, payload
