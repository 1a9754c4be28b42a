"""Rounds of a vault and packages found on media; opening a package."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal

from ui.bootstrap import notes_of
from ui.jobs import Progress, Ticket
from ui.media import Candidate, find_candidates, find_panels
from ui.viewmodels.session import RoundHead, Session
from zgc_review.domain.findings import Finding
from zgc_review.domain.ports import UnitOfWork
from zgc_review.domain.rows import RoundRow
from zgc_review.errors import ReviewError
from zgc_review.seal.digits import digits_of
from zgc_review.services import following, handing_back, opening
from zgc_review.services.chain import RoundState
from zgc_review.services.copies import handed_back
from zgc_review.services.desk import Desk
from zgc_review.services.file_places import PACKAGE, PANEL, ROUND
from zgc_review.services.panel_taking import not_taken, round_of_panel, take_panel
from zgc_review.services.recent_files import RecentFile, forget_files, recent_files
from zgc_review.services.rounds import acting_state, my_code, state_of

_LIMIT = "vault.limit."  # the bar of the window says these
_LOOK = 4000  # ms between looks at the media


@dataclass(frozen=True)
class Opening:
    """A package that was opened: its round, what it brought, what of others was damaged.

    Attributes:
        outcome: ``new``, ``duplicate`` or ``older``.
        damages: names of damaged parts that are other people's.
        digits: the round code that was typed, empty while none was.
        changed: applications that are others now than those whose sheets were begun.
    """

    head: RoundHead
    outcome: str
    applications: int
    damages: tuple[str, ...]
    path: Path
    digits: str
    changed: int = 0


@dataclass(frozen=True)
class Recent:
    """A file opened before, and whether it can be reached now."""

    file: RecentFile
    is_there: bool


class HomeModel(QObject):
    """What stands before a round.

    Signals:
        rounds_read: a tuple of :class:`RoundHead`.
        found: a tuple of :class:`Candidate`.
        panels_found: panel files on media that were not taken yet, newest first.
        panel_taken: the :class:`RoundHead` of the round whose panel file was taken.
        followed: the :class:`RoundHead` of the round whose definitions were taken in.
        recent_read: a tuple of :class:`Recent`, newest first.
        opened: an :class:`Opening`, its letter taken in and the round confirmed.
        code_needed: the path of a package whose round was not confirmed by its code yet.
        fetched: number of documents copied into the vault and their bytes.
        moved: bytes copied, bytes in all.
        failed: a :class:`ReviewError`.
        cancelled: fetching was stopped; what was copied stays and is not copied again.
    """

    rounds_read = Signal(object)
    found = Signal(object)
    panels_found = Signal(object)
    panel_taken = Signal(object)
    followed = Signal(object)
    recent_read = Signal(object)
    opened = Signal(object)
    code_needed = Signal(object)
    fetched = Signal(int, object)
    moved = Signal(object, object)
    failed = Signal(object)
    cancelled = Signal()

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.session = session
        self._ticket: Ticket | None = None
        self._watch = QTimer(self)
        self._watch.setInterval(_LOOK)
        self._watch.timeout.connect(self.look)
        self._looking = False
        self._panels: tuple[Path, ...] = ()
        self._unconfirmed: dict[Path, str] = {}
        self._recent: tuple[RecentFile, ...] = ()
        self._reaching = False

    def load(self) -> None:
        """Read the rounds, finish a removal that was stopped, begin to look for packages."""

        def work(desk: Desk) -> tuple[RoundHead, ...]:
            handing_back.finish(desk)
            return heads(desk)

        self.session.read(self, work, self.rounds_read.emit, self.failed.emit)
        self.session.read(self, recent_files, self._recalled, self.failed.emit)
        self.look()
        self._watch.start()

    def stop(self) -> None:
        """Look at media no longer."""
        self._watch.stop()

    def look(self, folders: Sequence[Path] = ()) -> None:
        """Look for packages on media and in ``folders``, and whether recent files can be reached."""
        self._reach()
        if self._looking:
            return
        self._looking = True

        def done(value: tuple[tuple[Candidate, ...], tuple[Path, ...]]) -> None:
            self._looking = False
            packages, panels = value
            self.found.emit(packages)
            self._sift(panels)

        def failed(_fault: ReviewError) -> None:
            self._looking = False

        self.session.context.jobs.run(
            self,
            lambda _ticket: (find_candidates(tuple(folders)), find_panels(folders)),
            done,
            failed,
            vault=False,
        )

    def forget_recent(self) -> None:
        """Empty the list of recent files."""

        def done(_value: object) -> None:
            self._recalled(())

        self.session.act(self, forget_files, done, self.failed.emit)

    def _recalled(self, files: tuple[RecentFile, ...]) -> None:
        self._recent = files
        self._reach()

    def _reach(self) -> None:
        """See which recent files can be reached; a medium that does not answer holds up nothing else."""
        if self._reaching:
            return
        if not self._recent:
            self.recent_read.emit(())
            return
        self._reaching, files = True, self._recent

        def done(found: tuple[Recent, ...]) -> None:
            self._reaching = False
            if files is not self._recent:  # the list was read meanwhile
                self._reach()
                return
            self.recent_read.emit(found)

        self.session.context.jobs.run(
            self, lambda _ticket: tuple(Recent(one, _is_there(one.path)) for one in files), done, vault=False
        )

    def take_panel(self, path: Path) -> None:
        """Take a panel file into the round it belongs to."""

        def work(desk: Desk) -> RoundHead:
            row = round_of_panel(desk, path)
            take_panel(desk, row, path)
            return head_of(desk, row)

        def done(head: RoundHead) -> None:
            self.session.remember(path, PANEL, head.row.round_id)
            self.panel_taken.emit(head)

        self.session.act(self, work, done, self.failed.emit)

    def follow(self, path: Path) -> None:
        """Take in round definitions: what observer and chairs get before there is any package."""

        def work(desk: Desk) -> RoundHead:
            return head_of(desk, following.follow_round(desk, [path], None))

        def done(head: RoundHead) -> None:
            self.session.remember(path, ROUND, head.row.round_id)
            self.followed.emit(head)

        self.session.act(self, work, done, self.failed.emit)

    def _sift(self, panels: tuple[Path, ...]) -> None:
        """Tell of panel files on media that were not taken; asked again only when others lie there."""
        if panels == self._panels:
            return
        self._panels = panels

        def work(desk: Desk) -> tuple[Path, ...]:
            left = panels
            with desk.vault.begin() as uow:
                for row in uow.rounds.all():
                    left = not_taken(uow, row, left)
            return left

        self.session.read(self, work, self.panels_found.emit, self.failed.emit)

    def open(self, path: Path, code: str | None = None) -> None:
        """Open a package; without a code only if its round was confirmed before."""

        def work(desk: Desk) -> Opening:
            got = opening.open_review(desk, path, code)
            damages = tuple(one.part for one in got.damages)
            digits = digits_of(got.row.pinned) if got.row.pinned is not None else ""
            head = head_of(desk, got.row)
            return Opening(head, got.outcome, len(got.applications), damages, path, digits, len(got.changed))

        self.session.act(self, work, self._opened, self.failed.emit)

    def notes(self) -> tuple[Finding, ...]:
        """Return what was found or repaired while the vault was opened."""
        return tuple(one for one in notes_of(self.session.desk) if not one.code.startswith(_LIMIT))

    def fetch(self, opened: Opening) -> Ticket:
        """Copy the documents of an opened package into the vault."""

        def work(desk: Desk, progress: Progress) -> tuple[int, int]:
            return opening.fetch_documents(desk, opened.head.row, opened.path, progress)

        self._ticket = self.session.long_act(
            self,
            work,
            lambda value: self.fetched.emit(*value),
            self.failed.emit,
            self._moved,
            self.cancelled.emit,
        )
        return self._ticket

    def cancel(self) -> None:
        """Stop copying."""
        if self._ticket is not None:
            self._ticket.cancel()

    def _moved(self, done: int, total: int) -> None:
        self.moved.emit(done, total)

    def _opened(self, opened: Opening) -> None:
        if opened.head.row.pinned is None:
            self._unconfirmed.setdefault(opened.path, opened.outcome)
            self.code_needed.emit(opened.path)
            return
        # The letter was taken in when the code was asked for: what it was then is what is told.
        outcome = self._unconfirmed.pop(opened.path, opened.outcome)
        self.session.remember(opened.path, PACKAGE, opened.head.row.round_id)
        self.opened.emit(replace(opened, outcome=outcome))


def heads(desk: Desk) -> tuple[RoundHead, ...]:
    """Return the rounds of a vault with the owner's code and role, newest first."""
    with desk.vault.begin() as uow:
        rows = uow.rounds.all()
    return tuple(head_of(desk, row) for row in reversed(rows))


def head_of(desk: Desk, row: RoundRow) -> RoundHead:
    """Return what the header says about a round; code and role are empty while unknown."""
    if row.place == "secretary":
        return RoundHead(row, "", "secretary")
    with desk.vault.begin() as uow:
        try:
            state = state_of(uow, row)
            code = my_code(uow, row, state)
        except ReviewError:  # followed before a version with the own seat counts
            return _waiting_head(uow, row)
        gone = handed_back(uow, row) is not None
        known = uow.cards.known_by_id(state.secretary.card)
    member = state.member(code)
    role = "" if member is None else member.role
    shown = "chair" if role == "expert" and _leads(state, code) else role
    sender = state.secretary.code if known is None else f"{state.secretary.code} {known.name}"
    return RoundHead(row, code, shown, gone, sender)


def _waiting_head(uow: UnitOfWork, row: RoundRow) -> RoundHead:
    """Return what is said while version 1 waits: the observer's consent makes it count."""
    try:
        state = acting_state(uow, row)
        code = my_code(uow, row, state)
    except ReviewError:  # not a member yet
        return RoundHead(row, "", "")
    return RoundHead(row, code, "observer") if code == state.observer.code else RoundHead(row, "", "")


def _leads(state: RoundState, code: str) -> bool:
    """Say whether a member is the chair of a group."""
    return any(seats.chair == code for seats in state.groups.values())


def _is_there(path: Path) -> bool:
    """Say whether a file can be reached; a medium that fails is not there."""
    try:
        return path.is_file()
    except OSError:
        return False
