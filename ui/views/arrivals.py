"""Files that come from outside the window (double-click, a second start): each opens where it is used."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QApplication

from ui.viewmodels.home import head_of
from ui.views.ask import Question
from ui.views.give_back import GiveBackScreen
from ui.views.home import HomeScreen
from ui.views.opened.together import OpenTogether
from ui.views.plain_dialog import PlainDialog
from zgc_review.errors import ReviewError
from zgc_review.services.desk import Desk
from zgc_review.services.file_places import ACK, CARD, IN_MEMORY, RETURNED, SHARE, FilePlace, place_of

if TYPE_CHECKING:
    from ui.viewmodels.session import RoundHead
    from ui.views.rooms import Rooms
    from ui.views.secretary.rooms import SecretaryRooms

_AGAIN = 400  # ms until a dialog is looked for again


class Arrivals(QObject):
    """Opens files one after another; never over an open dialog, and never off a page without a question."""

    def __init__(self, rooms: Rooms) -> None:
        super().__init__(rooms)
        self._rooms = rooms
        self._context, self._shell, self._session = rooms.context, rooms.shell, rooms.session
        self._queue: list[Path] = []
        self._busy = False

    def open(self, paths: Sequence[Path]) -> None:
        """Open files where they are used, after those that wait already."""
        self._queue += paths
        self._next()

    def left(self) -> tuple[Path, ...]:
        """Return what waits still, to be opened after the next unlock; nothing waits here any more."""
        left, self._queue = tuple(self._queue), []
        return left

    def _next(self) -> None:
        """Open the next file; while a dialog is open it waits."""
        if self._busy or not self._queue:
            return
        if QApplication.activeModalWidget() is not None:
            QTimer.singleShot(_AGAIN, self, self._next)
            return
        self._busy = True
        path = self._queue.pop(0)
        current = self._session.head.row.round_id if self._session.head is not None else ""

        def look(desk: Desk) -> tuple[FilePlace, RoundHead | None]:
            place = place_of(desk, path, current)
            return place, head_of(desk, place.row) if place.row is not None else None

        self._session.read(
            self, look, lambda found: self._found(*found), lambda fault: self._refused(path, fault)
        )

    def _found(self, place: FilePlace, head: RoundHead | None) -> None:
        if self._stays(place, head):
            self._go(place, head)
            return
        cap = self._context.captions.cap
        question = Question(
            self._context,
            cap("arrive.question", file=place.path.name),
            cap("arrive.text"),
            cap("arrive.act"),
            self._shell.screen or self._shell,
        )
        question.accepted.connect(lambda: self._go(place, head))
        question.rejected.connect(self._done)
        question.open()

    def _stays(self, place: FilePlace, head: RoundHead | None) -> bool:
        """Whether the page on show takes the file, or holds nothing that could be lost."""
        screen = self._shell.screen
        if isinstance(screen, HomeScreen):
            return True
        if isinstance(screen, OpenTogether):
            return place.kind in IN_MEMORY
        if head is None or self._session.head is None or head.row.round_id != self._session.row.round_id:
            return False
        if isinstance(screen, GiveBackScreen):
            return place.kind == ACK
        return self._shows_office()

    def _shows_office(self) -> bool:
        """Whether the secretary's pages are on show; they keep what is typed while another one is seen."""
        office = self._rooms.office
        return office is not None and self._shell.screen is office.frame

    def _go(self, place: FilePlace, head: RoundHead | None) -> None:
        """Show the page and hand it the file."""
        rooms = self._rooms
        if place.kind in IN_MEMORY:
            screen = self._shell.screen
            together = screen if isinstance(screen, OpenTogether) else rooms.show_opening()
            (together.bring_share if place.kind == SHARE else together.choose_file)(place.path)
        elif place.kind == ACK and head is not None:
            self._read_ack(head, place.path)
        elif place.kind == CARD and head is not None:
            self._office_of(head).take_cards([place.path])
        elif place.kind in RETURNED and head is not None:
            self._office_of(head).collect([place.path])
        else:
            rooms.home().open(place.path)
        self._done()

    def _office_of(self, head: RoundHead) -> SecretaryRooms:
        """Return the secretary's pages of a round, on show."""
        office, here = self._rooms.office, self._session.head
        is_same = here is not None and here.row.round_id == head.row.round_id
        if office is not None and is_same and self._shows_office():
            return office
        self._session.choose(head)
        return self._rooms.show_secretary()

    def _read_ack(self, head: RoundHead, path: Path) -> None:
        """Read an acknowledgement where its reader stands after handing in."""

        def take() -> None:
            screen = self._shell.screen
            (screen if isinstance(screen, GiveBackScreen) else self._rooms.show_give_back()).take_ack(path)

        if isinstance(self._shell.screen, GiveBackScreen) and self._session.row.round_id == head.row.round_id:
            take()
            return
        self._session.choose(head)
        self._rooms.go_on(take)

    def _refused(self, path: Path, fault: ReviewError) -> None:
        """Say in place why it is not opened; over another page in a dialog, so that nobody is led away."""
        screen = self._shell.screen
        if isinstance(screen, HomeScreen):
            screen.error.show_error(fault)
        else:
            title = self._context.captions.cap("arrive.refused", file=path.name)
            dialog = PlainDialog(self._context, title, "", screen or self._shell, name="arriveRefused")
            dialog.open()
            dialog.refuse(fault)
        self._done()

    def _done(self) -> None:
        self._busy = False
        self._next()
