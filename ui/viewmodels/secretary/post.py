"""Packing for the experts, collecting what they hand back, acknowledging it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from ui.jobs import Progress, Ticket
from ui.media import media_roots
from ui.medium import Medium, look_at
from ui.viewmodels.session import Session
from zgc_review.domain.rows import RoundRow
from zgc_review.errors import ReviewError
from zgc_review.seal.safe_files import reading_faults
from zgc_review.services import acks, collecting, media_register, packing
from zgc_review.services.collecting import REFUSED, Arrival
from zgc_review.services.desk import Desk
from zgc_review.services.log_lines import LogLine, log_lines
from zgc_review.services.packing import PackOrder
from zgc_review.services.packing_needs import bytes_needed

RETURNED = (".zgcscore", ".zgcdecl", ".zgccons")
_DEPTH = 2
_MOST = 2000


@dataclass(frozen=True, slots=True)
class PackedFile:
    """A volume that was written, re-read and found whole."""

    path: Path
    size: int


@dataclass(frozen=True, slots=True)
class PackReport:
    """What was packed: files, letters, documents."""

    files: tuple[PackedFile, ...]
    letters: int
    objects: int


@dataclass(frozen=True, slots=True)
class Room:
    """What a folder lies on, and about how many bytes an order needs there."""

    folder: Path
    medium: Medium
    needed: int

    @property
    def is_short(self) -> bool:
        """Whether the medium is surely too small."""
        return 0 <= self.medium.free < self.needed


class PostModel(QObject):
    """What goes out and what comes back.

    Signals:
        packed: a :class:`PackReport`.
        looked: a :class:`Room`: the medium was looked at.
        registered: paths of the register of media.
        scanned: files handed back that are on media now.
        refusals: every refusal that the log holds, newest first.
        collected: a tuple of :class:`Arrival`, one a file.
        acknowledged: paths of the acknowledgements.
        moved: work done, work in all.
        cancelled: the work was stopped.
        failed: a :class:`ReviewError`.
        changed: the round is not what it was.
    """

    packed = Signal(object)
    looked = Signal(object)
    registered = Signal(object)
    scanned = Signal(object)
    refusals = Signal(object)
    collected = Signal(object)
    acknowledged = Signal(object)
    moved = Signal(object, object)
    cancelled = Signal()
    failed = Signal(object)
    changed = Signal()

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.session = session

    def pack(self, folder: Path, order: PackOrder) -> Ticket:
        """Write packages into a folder and re-read every volume."""
        row = self.session.row

        def work(desk: Desk, progress: Progress) -> PackReport:
            return _packed_files(desk, row, folder, order, progress)

        return self.session.long_act(self, work, self._packed, self._refused, self._moved, self._stopped)

    def look(self, folder: Path, order: PackOrder) -> None:
        """Look at a medium: room, file system, whether it can be written."""
        row = self.session.row

        def work(desk: Desk) -> Room:
            with desk.vault.begin() as uow:
                needed = bytes_needed(uow, row, order)
            return Room(folder, look_at(folder), needed)

        self.session.read(self, work, self.looked.emit, self.failed.emit)

    def register(self, folder: Path) -> None:
        """Print the register of media (F17)."""
        row = self.session.row
        self.session.read(
            self,
            lambda desk: media_register.print_register(desk, row, folder),
            self.registered.emit,
            self.failed.emit,
        )

    def scan(self) -> None:
        """Look for files handed back on every medium that is in."""
        self.session.context.jobs.run(
            self,
            lambda _ticket: returned_files([one for one in media_roots() if one.is_dir()]),
            self.scanned.emit,
            vault=False,
        )

    def list_refusals(self) -> None:
        """Read which files were refused."""
        row = self.session.row

        def work(desk: Desk) -> tuple[LogLine, ...]:
            with desk.vault.begin() as uow:
                return tuple(one for one in reversed(log_lines(uow, row)) if one.act == REFUSED)

        self.session.read(self, work, self.refusals.emit, self.failed.emit)

    def collect(self, paths: Sequence[Path]) -> Ticket:
        """Take in files; folders give the files handed back in them."""
        row = self.session.row

        def work(desk: Desk, progress: Progress) -> tuple[Arrival, ...]:
            files = returned_files(paths)
            taken: list[Arrival] = []
            for n, path in enumerate(files):
                progress(n, len(files))
                taken += collecting.collect(desk, row, [path])
            return tuple(taken)

        return self.session.long_act(self, work, self._collected, self._refused, self._moved, self._stopped)

    def acknowledge(self, folder: Path, answer: str) -> None:
        """Write acknowledgements: ``received``, or ``counted`` once the round is sealed."""
        row = self.session.row

        def done(paths: tuple[Path, ...]) -> None:
            self.acknowledged.emit(paths)
            self.changed.emit()

        self.session.act(
            self, lambda desk: acks.acknowledge(desk, row, folder, answer), done, self.failed.emit
        )

    def _packed(self, report: PackReport) -> None:
        self._kept()
        self.packed.emit(report)

    def _collected(self, arrivals: tuple[Arrival, ...]) -> None:
        self._kept()
        self.collected.emit(arrivals)

    def _kept(self) -> None:
        self.session.kept.emit(self.session.context.clock.now()[11:19])
        self.changed.emit()

    def _moved(self, done: int, total: int) -> None:
        self.moved.emit(done, total)

    def _stopped(self) -> None:
        # What was done before the stop is kept: letters keep their numbers, files taken in stay.
        self.changed.emit()
        self.cancelled.emit()

    def _refused(self, fault: ReviewError) -> None:
        self.changed.emit()
        self.failed.emit(fault)


def _packed_files(
    desk: Desk, row: RoundRow, folder: Path, order: PackOrder, progress: Progress
) -> PackReport:
    """Write packages, re-read as they are, and say how large each became."""
    done = packing.pack(desk, row, folder, order, progress)
    files: list[PackedFile] = []
    for path in (path for one in done for path in one.paths):
        with reading_faults(path.name):
            files.append(PackedFile(path, path.stat().st_size))
    return PackReport(tuple(files), sum(one.letters for one in done), sum(one.objects for one in done))


def returned_files(paths: Sequence[Path]) -> tuple[Path, ...]:
    """Return the files that experts hand back among paths and in folders, by name; anything else stays."""
    found: dict[Path, None] = {}
    for path in paths:
        for one in _inside(path, _DEPTH) if path.is_dir() else [path]:
            found.setdefault(one)
    return tuple(found)[:_MOST]


def _inside(folder: Path, depth: int) -> list[Path]:
    """List the files handed back in a folder and its subfolders; unreadable folders count as empty."""
    found: list[Path] = []
    try:
        entries = sorted(folder.iterdir())
    except OSError:
        return found
    for one in entries:
        if one.is_dir():
            if depth and not one.name.startswith(".") and not one.is_symlink():
                found += _inside(one, depth - 1)
        elif one.suffix in RETURNED:
            found.append(one)
    return found
