"""Scoring in a window: the queue, the sheet on show, reopening, versions."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QObject, Signal

from ui.viewmodels.score_data import Board, Entry, Sheet, read_board, read_sheet, read_versions, status_of
from ui.viewmodels.session import Session
from ui.viewmodels.sheet import SheetModel
from ui.viewmodels.sheet_edits import WHOLE
from ui.viewmodels.sheet_saver import Place, SheetSaver, Target
from zgc_review.domain.bodies import SheetBody
from zgc_review.errors import ReviewError
from zgc_review.services import sheets
from zgc_review.services.desk import Desk


class ScoreModel(QObject):
    """What the score screen asks.

    Signals:
        board_read: a :class:`Board`: the queue was read.
        entry_changed: the index of a line of the queue.
        opened: an application is on show in :attr:`sheet`.
        closed: a :class:`Entry` is chosen of which nothing may be shown.
        versions_read: a tuple of :class:`Version`, newest first.
        failed: a :class:`ReviewError`.
    """

    board_read = Signal(object)
    entry_changed = Signal(int)
    opened = Signal()
    closed = Signal(object)
    versions_read = Signal(object)
    failed = Signal(object)

    def __init__(self, session: Session, saver: SheetSaver, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.session = session
        self.saver = saver
        self.sheet = SheetModel(session, saver, self)
        self.board = Board(is_declared=True, entries=())
        self.at = -1
        self.sheet.changed.connect(self._follow)
        saver.refused.connect(self._refused)

    @property
    def current(self) -> Entry | None:
        """The application that is chosen."""
        return self.board.entries[self.at] if 0 <= self.at < len(self.board.entries) else None

    @property
    def finished(self) -> tuple[int, int]:
        """How many applications are complete or locked, and how many are to be scored."""
        scored = [one for one in self.board.entries if not one.is_closed]
        return sum(not one.is_unfinished for one in scored), len(scored)

    def load(self, application_id: str = "") -> None:
        """Read the queue; then show ``application_id``, the one shown before, or the first unfinished."""
        wanted = application_id or (self.current.application_id if self.current else "")

        def done(board: Board) -> None:
            self.board = board
            self.board_read.emit(board)
            names = [one.application_id for one in board.entries]
            if board.is_declared and names:
                self.open(names.index(wanted) if wanted in names else max(0, self.next_unfinished(-1)))

        self.session.read(self, lambda desk: read_board(desk, self.session.row), done, self.failed.emit)

    def open(self, index: int) -> None:
        """Show an application; what is typed on the one before is stored. Without a declaration, nothing."""
        self.saver.flush()
        if not self.board.is_declared:
            return
        self.at = index
        entry = self.board.entries[index]
        if entry.is_closed:
            self.sheet.clear()
            self.closed.emit(entry)
            return

        def done(sheet: Sheet) -> None:
            if self.current is not None and self.current.application_id == sheet.application_id:
                self.sheet.load(sheet)
                self.opened.emit()

        name = entry.application_id
        self.session.read(self, lambda desk: read_sheet(desk, self.session.row, name), done, self._unreadable)

    def next_unfinished(self, after: int | None = None) -> int:
        """Return the index of the next application to work on, from the chosen one on and round; else -1."""
        entries = self.board.entries
        start = self.at if after is None else after
        for step in range(1, len(entries) + 1):
            index = (start + step) % len(entries)
            if index != start and entries[index].is_unfinished and self.board.is_declared:
                return index
        return -1

    def reopen(self, reason: str) -> None:
        """Make the locked sheet on show a draft again, with a reason (rules §6.7)."""
        name = self.sheet.content.application_id
        self.session.act(
            self,
            lambda desk: sheets.reopen(desk, self.session.row, name, reason),
            lambda _value: self.load(name),
            self.failed.emit,
        )

    def read_versions(self) -> None:
        """Read the versions of the draft on show."""
        self.saver.flush()
        target = self.sheet.target
        self.session.read(
            self,
            lambda desk: read_versions(desk, target.row, target.application_id, target.phase),
            self.versions_read.emit,
            self.failed.emit,
        )

    def restore(self, n: int, body: SheetBody) -> None:
        """Make an earlier version the newest; those between stay (acceptance U3)."""
        self.saver.flush()
        target = self.sheet.target
        if target.phase != sheets.INITIAL:
            self.sheet.put(WHOLE, "", body)
            return

        def work(desk: Desk) -> tuple[SheetBody, int]:
            restored = sheets.restore_version(desk, target.row, target.application_id, n)
            with desk.vault.begin() as uow:
                newest = uow.drafts.newest(target.row.round_id, target.application_id, target.phase)
            return restored, newest.n if newest is not None else 0

        def done(value: tuple[SheetBody, int]) -> None:
            if self.sheet.is_open and self.sheet.target == target:
                self.sheet.replaced(*value)

        self.session.act(self, work, done, self.failed.emit)

    def _follow(self, _kind: str, _key: str) -> None:
        """Keep the line of the queue true to what is typed."""
        entry = self.current
        if entry is None or not self.sheet.is_open:
            return
        if entry.application_id != self.sheet.content.application_id:
            return  # another application is being read; what is typed belongs to the one before
        lacking = len(self.sheet.missing())
        status = status_of(is_locked=self.sheet.content.is_locked, is_saved=True, lacking=lacking)
        after = replace(entry, status=status, missing=lacking)
        if after != entry:
            entries = list(self.board.entries)
            entries[self.at] = after
            self.board = replace(self.board, entries=tuple(entries))
            self.entry_changed.emit(self.at)

    def _refused(self, target: Place, fault: ReviewError) -> None:
        """A change can never be stored: show the sheet as the vault has it, and say why."""
        if not isinstance(target, Target):
            return  # words of the sitting
        self.failed.emit(fault)
        if self.sheet.is_open and self.sheet.target == target:
            self.load(target.application_id)

    def _unreadable(self, fault: ReviewError) -> None:
        self.sheet.clear()
        self.failed.emit(fault)
