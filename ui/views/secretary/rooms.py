"""The secretary's pages of one round, and the ways between them."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from ui.context import Context
from ui.viewmodels.secretary.board import BoardModel
from ui.viewmodels.secretary.intake import IntakeModel
from ui.viewmodels.secretary.log import LogModel
from ui.viewmodels.secretary.post import PostModel
from ui.viewmodels.session import Session
from ui.views.frame import RoleFrame
from ui.views.secretary.board import BoardPage
from ui.views.secretary.collect import CollectPane
from ui.views.secretary.conflicts_page import ConflictsPage
from ui.views.secretary.gates import GatesPane
from ui.views.secretary.intake import ImportPane
from ui.views.secretary.log import LogPage
from ui.views.secretary.pack import PackPane
from ui.views.shell import Shell
from ui.views.tabs import TabbedPage
from ui.widgets.navigation import Place
from zgc_review.domain.states import State

#: Where the next act is done: page and tab.
PLACES = {
    "import": ("import", 0),
    "fix": ("import", 0),
    "check": ("import", 1),
    "screen": ("conflicts", 0),
    "pack": ("post", 0),
    "collect": ("post", 1),
    "consent": ("post", 1),
    "decisions": ("post", 1),
    "acknowledge": ("post", 1),
}


class SecretaryRooms(QObject):
    """Builds the frame of one round and keeps its pages in step.

    Signals:
        home_asked: back to the list of rounds.
    """

    home_asked = Signal()

    def __init__(self, context: Context, shell: Shell, session: Session, parent: QObject) -> None:
        super().__init__(parent)
        self.shell = shell
        self.board = BoardModel(session)
        self.log = LogModel(session)
        self.post = PostModel(session)
        self.intake = IntakeModel(session)
        self.board_page = BoardPage(context, self.board)
        self.import_page = TabbedPage(
            context,
            (ImportPane(context, self.intake), GatesPane(context, self.intake)),
            name="importPage",
            place="secretary.page.import",
        )
        self.conflicts_page = ConflictsPage(context, session)
        self.collect_pane = CollectPane(context, self.post)
        self.pack_pane = PackPane(context, self.post)
        self.post_page = TabbedPage(
            context, (self.pack_pane, self.collect_pane), name="postPage", place="secretary.page.post"
        )
        self.log_page = LogPage(context, self.log)
        self.frame = self._framed(context)
        for model in (self.board, self.log, self.post, self.intake):
            model.setParent(self.frame)
        self._wire()

    def _framed(self, context: Context) -> RoleFrame:
        """Put the pages into the frame, in the order of the work."""
        return RoleFrame(
            context,
            "secretary",
            {
                "board": (
                    Place("board", "secretary.page.board", "layout-2-line", "layout-2-fill"),
                    self.board_page,
                ),
                "import": (
                    Place("import", "secretary.page.import", "download-2-line", "download-2-fill"),
                    self.import_page,
                ),
                "conflicts": (
                    Place("conflicts", "conflicts.page", "git-branch-line", "git-branch-fill"),
                    self.conflicts_page,
                ),
                "post": (Place("post", "secretary.page.post", "usb-line", "usb-fill"), self.post_page),
                "log": (Place("log", "secretary.page.log", "history-line", "history-fill"), self.log_page),
            },
        )

    def _wire(self) -> None:
        self.frame.turned.connect(self._turned)
        self.frame.home_asked.connect(self.home_asked)
        self.frame.next_asked.connect(self.board_page.begin)
        self.board_page.place_asked.connect(self.go)
        self.board_page.log_asked.connect(lambda: self.frame.turn("log"))
        self.board.loaded.connect(self._loaded)
        self.post.changed.connect(self.board.load)
        self.intake.changed.connect(self.board.load)
        for page in (self.import_page, self.post_page):
            page.turned.connect(self.shell.refresh_hints)

    def start(self) -> None:
        """Show the board."""
        self.shell.put(self.frame)

    def go(self, code: str) -> None:
        """Go where an act is done."""
        page, tab = PLACES[code]
        self.frame.turn(page)
        {"import": self.import_page, "post": self.post_page}[page].turn(tab)

    def _turned(self, _key: str) -> None:
        self.shell.header.set_place(self.frame.place)
        self.shell.refresh_hints()

    def _loaded(self) -> None:
        """Hand the board's facts to the other pages and set the counts of the navigation."""
        board = self.board.board
        if board is None:
            return
        facts = board.progress.facts
        self.pack_pane.show_experts(board)
        self.collect_pane.show_board(board)
        waiting = facts.count(State.RECEIVED, State.FORMAL_OK)
        owing = len(facts.owing) if facts.count(State.REVIEWING) else 0
        self.frame.navigation.buttons["import"].set_badge(waiting)
        self.frame.navigation.buttons["post"].set_badge(owing)
        self.shell.refresh_hints()
