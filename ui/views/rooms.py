"""The screens behind the unlock pane, by role: which one a round opens with, and the ways between."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from PySide6.QtCore import QObject, Qt

from ui.context import Context
from ui.documents.reader import Reader
from ui.jobs import retire
from ui.viewmodels.chair.panel import leads
from ui.viewmodels.declare import DeclareModel
from ui.viewmodels.documents import DocumentsModel
from ui.viewmodels.give_back import GiveBackModel
from ui.viewmodels.home import HomeModel
from ui.viewmodels.member_sitting import MemberSittingModel
from ui.viewmodels.member_sitting_data import read_heard
from ui.viewmodels.observer import watching_of
from ui.viewmodels.review import ReviewModel
from ui.viewmodels.score import ScoreModel
from ui.viewmodels.secretary.define import DefineModel
from ui.viewmodels.session import RoundHead, Session
from ui.viewmodels.settle import SettleModel
from ui.viewmodels.settle_data import OwnWork, own_work
from ui.viewmodels.sheet_saver import SheetSaver
from ui.viewmodels.work_list import WorkModel
from ui.views.arrivals import Arrivals
from ui.views.chair.rooms import ChairRooms
from ui.views.declare import DeclareScreen
from ui.views.give_back import GiveBackScreen
from ui.views.home import HomeScreen
from ui.views.member_sitting import MemberSittingScreen
from ui.views.observer.member import MemberDefinitions
from ui.views.observer.rooms import ObserverRooms
from ui.views.opened.rooms import OpeningRooms
from ui.views.opened.together import OpenTogether
from ui.views.pledge import PledgeScreen
from ui.views.review import ReviewScreen
from ui.views.score import ScoreScreen
from ui.views.screen import born_in
from ui.views.secretary.define import DefineScreen
from ui.views.secretary.rooms import SecretaryRooms
from ui.views.settle import SettleScreen
from ui.views.shell import Shell
from ui.views.ways import Ways
from ui.views.work_list import WorkListScreen
from ui.widgets.document_viewer import DocumentViewer
from zgc_review.services.desk import Desk

Owner = TypeVar(
    "Owner",
    HomeScreen,
    PledgeScreen,
    ReviewScreen,
    GiveBackScreen,
    ScoreScreen,
    WorkListScreen,
    MemberSittingScreen,
    SettleScreen,
    DefineScreen,
)


class Rooms(QObject):
    """Screens of an unlocked vault."""

    def __init__(self, context: Context, shell: Shell, session: Session, parent: QObject) -> None:
        super().__init__(parent)
        self.context = context
        self.shell = shell
        self.session = session
        self.saver = SheetSaver(session, self)
        self._reader: Reader | None = None
        self._has_office = False
        self.office: SecretaryRooms | None = None
        self._aim: Callable[[], None] | None = None
        self.arrivals = Arrivals(self)
        self.ways = Ways(self)
        session.round_changed.connect(self._say_round)
        context.captions.changed.connect(self._say_round)
        shell.header.office_asked.connect(self.show_chair)

    def start(self) -> None:
        """Show the first screen."""
        self._say_round()
        self.show_home()

    def home(self) -> HomeScreen:
        """Return rounds and packages, on show; a round that is open is left for them."""
        screen = self.shell.screen
        if isinstance(screen, HomeScreen):
            return screen
        if screen is not None:
            screen.settle()
        self.session.choose(None)
        return self.show_home()

    def show_home(self) -> HomeScreen:
        """Show rounds and packages."""
        screen = self._made(lambda: HomeScreen(self.context, HomeModel(self.session)))
        screen.file_asked.connect(lambda path: self.arrivals.open([path]))
        screen.entered_round.connect(self.enter_round)
        screen.new_asked.connect(self.show_define)
        self.shell.put(screen)
        return screen

    def enter_round(self, head: RoundHead) -> None:
        """Open a round at the place where its owner stands."""
        self.session.choose(head)
        if head.role == "secretary":
            self.show_secretary()
        elif head.role == "observer":
            self.show_observer()
        elif head.role in {"expert", "chair"}:
            self._documents()
            self.session.read(
                self,
                lambda desk: watching_of(desk, head.row).waiting,
                lambda waiting: self.show_definitions() if waiting else self.go_on(),
                lambda _fault: self.go_on(),
            )
        else:  # followed before the own seat counts
            self.show_definitions()

    def go_on(self, aim: Callable[[], None] | None = None) -> None:
        """Go to the first screen of a member's round that is not done, or where ``aim`` leads."""
        self._aim = aim
        self._gate = DeclareModel(self.session, self.saver, self)
        self._gate.loaded.connect(self._pass_gate, Qt.ConnectionType.SingleShotConnection)
        self._gate.load()

    def show_definitions(self) -> None:
        """Show the round definitions to a member who is no observer."""
        rooms = MemberDefinitions(self.context, self.shell, self.session, self)
        rooms.home_asked.connect(self.show_home)
        rooms.own_asked.connect(self.go_on)
        rooms.frame.destroyed.connect(rooms.deleteLater)
        rooms.start()

    def show_define(self) -> None:
        """Show the definition of a new round."""
        screen = self._made(lambda: DefineScreen(self.context, DefineModel(self.session)))
        screen.defined.connect(self.show_defined)
        screen.back_asked.connect(self.show_home)
        self.shell.put(screen)

    def show_defined(self, head: RoundHead) -> None:
        """Enter a round whose version 1 waits; its code and the way to the observer come first."""
        self.session.choose(head)
        self.show_secretary().show_version()

    def resume(self) -> None:
        """Show the open round anew, at the place where its owner stands."""
        if self.session.head is not None:
            self.enter_round(self.session.head)

    def show_secretary(self) -> SecretaryRooms:
        """Show the secretary's pages."""
        rooms = SecretaryRooms(self.context, self.shell, self.session, self)
        rooms.home_asked.connect(self.show_home)
        rooms.open_asked.connect(self.show_opening)
        rooms.frame.destroyed.connect(rooms.deleteLater)
        rooms.start()
        self.office = rooms
        return rooms

    def show_observer(self) -> None:
        """Show the observer's pages."""
        rooms = ObserverRooms(self.context, self.shell, self.session, self)
        rooms.home_asked.connect(self.show_home)
        rooms.open_asked.connect(self.show_opening)
        rooms.frame.destroyed.connect(rooms.deleteLater)
        rooms.start()

    def show_opening(self) -> OpenTogether:
        """Show where officers open a sealed result together."""

        def back() -> None:
            (self.show_home if self.session.head is None else self.resume)()

        return OpeningRooms(self.context, self.shell, self.session, back, self).start()

    def show_chair(self) -> None:
        """Show the chair's pages."""
        rooms = ChairRooms(
            self.context, self.shell, self.session, self, saver=self.saver, viewer=self._quiet_viewer
        )
        rooms.home_asked.connect(self.show_home)
        rooms.own_asked.connect(self.show_own)
        rooms.frame.destroyed.connect(rooms.deleteLater)
        self.shell.header.office.hide()
        rooms.start()

    def show_own(self) -> None:
        """Show the reader's own work at the place where it stands, with a way back to the chair's pages."""
        self.shell.header.office.setVisible(self._has_office)
        if self._gate.is_gone:
            self.show_give_back()
        else:
            self.show_first()

    def show_first(self) -> None:
        """Show the own sheets; where there are none, the gates to settle."""
        row = self.session.row

        def go(work: OwnWork) -> None:
            (self.show_settle if work == "gates" else self.show_score)()

        self.session.read(self, lambda desk: own_work(desk, row), go, lambda _fault: go(""))

    def show_pledge(self) -> None:
        """Show the pledge."""
        screen = self._made(lambda: PledgeScreen(self.context, DeclareModel(self.session, self.saver)))
        screen.done.connect(self.show_declare)
        self.shell.put(screen)

    def show_declare(self) -> None:
        """Show the declaration."""
        with born_in(self.shell.stack):
            screen = DeclareScreen(self.context, DeclareModel(self.session, self.saver, self))
        screen.done.connect(self.show_first)
        screen.model.loaded.connect(self.shell.refresh_hints)
        screen.lists_asked.connect(self.ways.show_lists)
        screen.late_asked.connect(self.ways.late_conflict)
        self.shell.put(screen)

    def show_score(self, application: str = "", field: str = "") -> None:
        """Show documents and rubric, at an application and a criterion where they are named."""
        model = ScoreModel(self.session, self.saver)
        viewer = DocumentViewer(self.context, DocumentsModel(self.session, self._documents()))
        screen = self._made(lambda: ScoreScreen(self.context, model, viewer, application, field or None))
        screen.rubric.can_check = True
        screen.declare_asked.connect(self.show_declare)
        screen.late_asked.connect(self.ways.late_conflict)
        screen.check_asked.connect(self.show_review)
        screen.list_asked.connect(self.show_work_list)
        screen.sitting_asked.connect(self.show_sitting)
        screen.note_changed.connect(self.shell.refresh_hints)
        self.shell.put(screen)

    def show_work_list(self, chosen: str = "") -> None:
        """Show the work list, at an application where one is named."""
        model = WorkModel(self.session)
        screen = self._made(lambda: WorkListScreen(self.context, model))
        screen.sheet_asked.connect(self.show_score)
        screen.check_asked.connect(self.show_review)
        screen.declare_asked.connect(self.show_declare)
        screen.settle_asked.connect(self.show_settle)
        screen.back_asked.connect(self.show_first)
        model.loaded.connect(self.shell.refresh_hints)
        if chosen:
            model.loaded.connect(lambda: screen.choose(chosen), Qt.ConnectionType.SingleShotConnection)
        self.shell.put(screen)

    def show_sitting(self, application: str = "") -> None:
        """Show what letters told of the sitting, at an application where one is named."""
        self.shell.header.office.setVisible(self._has_office)
        viewer = DocumentViewer(self.context, DocumentsModel(self.session, self._documents()))
        model = MemberSittingModel(self.session, self.saver)
        screen = self._made(lambda: MemberSittingScreen(self.context, model, viewer, application))
        screen.sheet_asked.connect(self.show_score)
        screen.return_asked.connect(self.show_give_back)
        screen.back_asked.connect(self.show_own)
        self.shell.put(screen)

    def show_settle(self) -> None:
        """Show the gates of 达标即享 that await the own answer."""
        self.shell.header.office.setVisible(self._has_office)
        documents = DocumentsModel(self.session, self._documents())
        viewer = DocumentViewer(self.context, documents, is_cited_from=False)
        screen = self._made(lambda: SettleScreen(self.context, SettleModel(self.session, self.saver), viewer))
        screen.return_asked.connect(self.show_give_back)
        screen.back_asked.connect(self.show_work_list)
        self.shell.put(screen)

    def show_review(self) -> None:
        """Show own sheets beside each other, to check and lock."""
        screen = self._made(lambda: ReviewScreen(self.context, ReviewModel(self.session)))
        screen.back_asked.connect(self.show_score)
        screen.sheet_asked.connect(self.show_score)
        screen.return_asked.connect(self.show_give_back)
        screen.turned.connect(self.shell.refresh_hints)
        self.shell.put(screen)

    def show_give_back(self) -> GiveBackScreen:
        """Show the way back to the secretary."""
        screen = self._made(lambda: GiveBackScreen(self.context, GiveBackModel(self.session)))
        screen.back_asked.connect(self.show_review)
        screen.settle_asked.connect(self.show_settle)
        self.shell.put(screen)
        return screen

    def _made(self, make: Callable[[], Owner]) -> Owner:
        """Return a screen, built where it will stand; its view-model goes with it."""
        with born_in(self.shell.stack):
            screen = make()
        screen.model.setParent(screen)
        return screen

    def _quiet_viewer(self) -> DocumentViewer:
        """Return a viewer to read in, inside a frame."""
        model = DocumentsModel(self.session, self._documents())
        return DocumentViewer(self.context, model, is_cited_from=False, is_framed=True)

    def _documents(self) -> Reader:
        """Return the reader of documents; its first child starts while the person is still declaring."""
        if self._reader is None:
            self._reader = Reader()
            self._reader.start()
        return self._reader

    def _pass_gate(self) -> None:
        """Go to the first screen that is not done: pledge, declaration, work (rules §4.1)."""
        if self._aim is not None:
            self._pass_office()
        elif self._gate.is_gone:
            self.show_give_back()
        elif not self._gate.lines and not self._gate.has_pledged:  # there is no package yet
            self.show_definitions()
        elif not self._gate.has_pledged:
            self.show_pledge()
        elif not self._gate.has_declared:
            self.show_declare()
        else:
            self._pass_office()

    def _pass_office(self) -> None:
        """Go to the chair's pages if a panel file was taken, to a sitting that waits, else to own sheets."""
        row, is_chair = self.session.row, self.session.head is not None and self.session.head.role == "chair"

        def work(desk: Desk) -> tuple[bool, bool]:
            return leads(desk, row), any(one.is_open for one in read_heard(desk, row).items)

        def go(found: tuple[bool, bool]) -> None:
            leading, waited_for = found
            self._has_office = leading or is_chair
            if self._aim is not None:
                aim, self._aim = self._aim, None
                aim()
            elif leading:
                self.show_chair()
            elif waited_for:
                self.show_sitting()
            else:
                self.show_own()

        self.session.read(self, work, go, lambda _fault: go((False, False)))

    def close(self) -> None:
        """Let go of what belongs to the vault."""
        self.shell.header.office_asked.disconnect(self.show_chair)
        self.ways.close()
        self.saver.stop()
        if self._reader is not None:
            self._reader.close()
            self._reader = None
        self.session.choose(None)
        retire(self)

    def _say_round(self) -> None:
        self.shell.set_read_only(self.ways.read_only_words())
        head = self.session.head
        self.shell.header.office.hide()
        if head is None:
            self.shell.header.set_round(self.context.captions.cap("shell.window"), "")
            self.shell.set_rehearsal(False)
            return
        role = self.context.captions.cap(f"role.{head.role}") if head.role else ""
        self.shell.header.set_round(head.row.title, " ".join(part for part in (head.code, role) if part))
        self.shell.set_rehearsal(head.row.rehearsal)
