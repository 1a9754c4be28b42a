"""Ways that lead to and from every screen behind the unlock pane: the menu, the lists, a late conflict."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QKeySequence, QShortcut

from ui.bootstrap import holder_of
from ui.viewmodels.finding import Findable, office_things
from ui.viewmodels.late import LateModel
from ui.viewmodels.lists import ListsModel
from ui.viewmodels.score_data import read_board
from ui.viewmodels.settle_data import to_settle
from ui.views.declare import DeclareScreen
from ui.views.find_dialog import FindDialog
from ui.views.late_conflict import LateConflict
from ui.views.lists import ListsScreen
from ui.views.menu import ProgramMenu
from ui.views.score_find import board_things
from zgc_review.errors import ReviewError
from zgc_review.services.copies import handed_back
from zgc_review.services.declaring import has_declared
from zgc_review.services.desk import Desk

if TYPE_CHECKING:
    from ui.views.rooms import Rooms

_MEMBERS = frozenset({"expert", "chair"})


class Ways(QObject):
    """What the menu of an unlocked vault leads to.

    Signals:
        vault_asked: another vault: its folder, or None to choose one.
        restore_asked: a backup becomes a vault.
    """

    vault_asked = Signal(object)
    restore_asked = Signal()

    def __init__(self, rooms: Rooms) -> None:
        super().__init__(rooms)
        self._rooms = rooms
        self._context, self._shell, self._session = rooms.context, rooms.shell, rooms.session
        self.menu = ProgramMenu(self._context, self._session, self._shell)
        self.menu.home_asked.connect(self.go_home)
        self.menu.work_asked.connect(rooms.show_work_list)
        self.menu.settle_asked.connect(rooms.show_settle)
        self.menu.sitting_asked.connect(rooms.show_sitting)
        self.menu.definitions_asked.connect(rooms.show_definitions)
        self.menu.lists_asked.connect(self.show_lists)
        self.menu.open_asked.connect(rooms.show_opening)
        self.menu.late_asked.connect(self.late_conflict)
        self.menu.vault_asked.connect(self.vault_asked)
        self.menu.restore_asked.connect(self.restore_asked)
        self._back: Callable[[], object] = rooms.show_home
        self._shell.header.menu_asked.connect(self.open_menu)
        self._shell.lock_asked.connect(self.menu.close)
        self._key = QShortcut(QKeySequence("F10"), self._shell)
        self._key.activated.connect(self.open_menu)
        self._find_key = QShortcut(QKeySequence("Ctrl+K"), self._shell)
        self._find_key.activated.connect(self.find)

    def read_only_words(self) -> str:
        """Return who else writes in this vault and since when; empty where this window may write."""
        if self._session.writable:
            return ""
        cap, holder = self._context.captions.cap, holder_of(self._session.desk)
        if holder is None:
            return cap("shell.read_only")
        place = cap("shell.here") if holder.here else holder.host
        return cap("shell.held", since=holder.since[11:16], day=holder.since[:10], place=place)

    def open_menu(self) -> None:
        """Open the menu below its button, as it is now."""
        head = self._session.head
        is_member = head is not None and head.role in _MEMBERS

        def may(desk: Desk) -> tuple[bool, bool]:
            if head is None or not is_member:
                return False, False
            with desk.vault.begin() as uow:
                late = has_declared(uow, head.row) and handed_back(uow, head.row) is None
                return late, bool(to_settle(uow, head.row))

        def show(found: tuple[bool, bool]) -> None:
            self.menu.build(is_member=is_member, late=found[0], settles=found[1])
            self.menu.popup_below(self._shell.header.menu)

        self._session.read(self, may, show, lambda _fault: show((False, False)))

    def find(self) -> None:
        """Open the palette: what the screen on show knows, else the round's own list."""
        head, screen = self._session.head, self._shell.screen
        if head is None or screen is None or screen.findChild(FindDialog) is not None:
            return
        things = screen.findable()
        if things is not None:
            self._ask_where(things, office=False)
        elif head.role in _MEMBERS:
            read = partial(read_board, row=head.row)
            self._session.read(
                self,
                read,
                lambda board: self._ask_where(board_things(board.is_declared, board.entries), office=False),
                self._nothing,
            )
        elif head.role == "secretary":
            expert = self._context.captions.cap("find.expert")
            self._session.read(
                self,
                lambda desk: office_things(desk, head.row, expert),
                lambda found: self._ask_where(found, office=True),
                self._nothing,
            )

    def _nothing(self, _fault: ReviewError) -> None:
        """The round cannot be read: the palette says that there is nothing to find."""
        self._ask_where((), office=False)

    def _ask_where(self, things: Sequence[Findable], *, office: bool) -> None:
        screen = self._shell.screen
        if screen is not None:
            dialog = FindDialog(self._context, things, screen, office=office)
            dialog.chosen.connect(self._go_to)
            dialog.open()

    def _go_to(self, target: str) -> None:
        """Let the screen on show go there; an expert's other screens leave for the sheet."""
        screen, head = self._shell.screen, self._session.head
        if screen is None or head is None or screen.go_to(target):
            return
        if head.role in _MEMBERS:
            screen.settle()
            self._rooms.show_score(target)

    def go_home(self) -> None:
        """Leave the round for rounds and packages."""
        if self._shell.screen is not None:
            self._shell.screen.settle()
        self._session.choose(None)
        self._rooms.show_home()

    def show_lists(self) -> None:
        """Show the private lists; the way back leads to where the person came from."""
        if isinstance(self._shell.screen, DeclareScreen):
            self._back = self._rooms.show_declare
        else:
            self._back = self._rooms.show_home if self._session.head is None else self._rooms.resume
        model = ListsModel(self._session)
        screen = ListsScreen(self._context, model)
        model.setParent(screen)
        screen.back_asked.connect(self._go_back)
        self._shell.put(screen)

    def late_conflict(self, application: str = "") -> None:
        """Ask about a conflict that came up late; what is typed on the screen is stored first."""
        if self._shell.screen is not None:
            self._shell.screen.settle()
        owner = self._shell.screen or self._shell
        dialog = LateConflict(self._context, LateModel(self._session), owner, application)
        dialog.declared.connect(self._closed)
        dialog.open()

    def _closed(self, _application: str) -> None:
        """Show the round anew: documents of the application are closed, its key is gone."""
        self._rooms.resume()

    def _go_back(self) -> None:
        self._back()

    def close(self) -> None:
        """Let go of the menu and its key with the vault."""
        self._shell.header.menu_asked.disconnect(self.open_menu)
        self._shell.lock_asked.disconnect(self.menu.close)
        self._key.deleteLater()
        self._find_key.deleteLater()
        self.menu.close()
        self.menu.deleteLater()
