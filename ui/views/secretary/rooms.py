"""The secretary's pages of one round, and the ways between them."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from ui.context import Context
from ui.viewmodels.secretary.board import BoardModel
from ui.viewmodels.secretary.log import LogModel
from ui.viewmodels.secretary.post import PostModel
from ui.viewmodels.secretary.version import VersionModel
from ui.viewmodels.session import Session
from ui.views.frame import RoleFrame
from ui.views.secretary.board import BoardPage
from ui.views.secretary.changes_version import VersionDialog
from ui.views.secretary.collect import CollectPane
from ui.views.secretary.conflicts_page import ConflictsPage
from ui.views.secretary.draw_page import DrawPage
from ui.views.secretary.experts_page import ExpertsPage
from ui.views.secretary.import_page import ImportPage
from ui.views.secretary.log import LogPage
from ui.views.secretary.pack import PackPane
from ui.views.secretary.result import ResultPage
from ui.views.shell import Shell
from ui.views.tabs import TabbedPage
from ui.widgets.navigation import Place
from zgc_review.domain.states import State

#: Where the next act is done: page and tab.
PLACES = {
    "import": ("import", 0),
    "fix": ("import", 0),
    "check": ("import", 1),
    "roster": ("experts", 0),
    "cards": ("experts", 1),
    "screen": ("conflicts", 0),
    "decide_conflicts": ("conflicts", 0),
    "rule": ("conflicts", 1),
    "draw": ("draw", 0),
    "words": ("draw", 0),
    "seat": ("draw", 0),
    "distribute": ("draw", 1),
    "pack": ("post", 0),
    "share_scores": ("post", 1),
    "open_scores": ("post", 1),
    "collect": ("post", 1),
    "consent": ("experts", 2),
    "acknowledge": ("post", 1),
    "aggregate": ("result", 0),
    "panel": ("result", 0),
    "decisions": ("result", 1),
    "confirm": ("result", 1),
    "prepare_seal": ("result", 2),
    "seal": ("result", 2),
}


class SecretaryRooms(QObject):
    """Builds the frame of one round and keeps its pages in step.

    Signals:
        home_asked: back to the list of rounds.
        open_asked: open a sealed result together.
    """

    home_asked = Signal()
    open_asked = Signal()

    def __init__(self, context: Context, shell: Shell, session: Session, parent: QObject) -> None:
        super().__init__(parent)
        self.shell = shell
        self.board = BoardModel(session)
        self.log = LogModel(session)
        self.post = PostModel(session)
        self.board_page = BoardPage(context, self.board)
        self.import_page = ImportPage(context, session)
        self.experts_page = ExpertsPage(context, session)
        self.conflicts_page = ConflictsPage(context, session)
        self.draw_page = DrawPage(context, session)
        self.collect_pane = CollectPane(context, self.post)
        self.pack_pane = PackPane(context, self.post)
        self.post_page = TabbedPage(
            context, (self.pack_pane, self.collect_pane), name="postPage", place="secretary.page.post"
        )
        self.result_page = ResultPage(context, session)
        self.log_page = LogPage(context, self.log)
        self.frame = self._framed(context)
        for model in (self.board, self.log, self.post):
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
                "experts": (Place("experts", "experts.page", "team-line", "team-fill"), self.experts_page),
                "conflicts": (
                    Place("conflicts", "conflicts.page", "git-branch-line", "git-branch-fill"),
                    self.conflicts_page,
                ),
                "draw": (Place("draw", "draw.page", "shuffle-line", "shuffle-fill"), self.draw_page),
                "post": (Place("post", "secretary.page.post", "usb-line", "usb-fill"), self.post_page),
                "result": (
                    Place("result", "result.page", "bar-chart-2-line", "bar-chart-2-fill"),
                    self.result_page,
                ),
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
        self.import_page.changed.connect(self.board.load)
        self.experts_page.changed.connect(self.board.load)
        self.experts_page.pack_asked.connect(lambda: self.go("pack"))
        self.draw_page.changed.connect(self.board.load)
        self.draw_page.cards_asked.connect(lambda: self.go("cards"))
        self.conflicts_page.changed.connect(self.board.load)
        self.conflicts_page.collect_asked.connect(lambda: self.go("collect"))
        self.result_page.changed.connect(self.board.load)
        self.result_page.collect_asked.connect(lambda: self.go("collect"))
        self.result_page.open_asked.connect(self.open_asked)
        tabbed = (self.import_page, self.experts_page, self.conflicts_page, self.draw_page)
        for page in (*tabbed, self.post_page, self.result_page):
            page.turned.connect(self.shell.refresh_hints)

    def start(self) -> None:
        """Show the board."""
        self.shell.put(self.frame)

    def show_version(self) -> None:
        """Show the newest version with its code, to be handed out and consented to."""
        model = VersionModel(self.board.session)
        model.changed.connect(self.board.load)
        dialog = VersionDialog(self.frame.context, model, self.frame)
        model.setParent(dialog)
        dialog.open()

    def go(self, code: str) -> None:
        """Go where an act is done."""
        page, tab = PLACES[code]
        self.frame.turn(page)
        shown = self.frame.pages[page]
        if isinstance(shown, TabbedPage):
            shown.turn(tab)

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
        self.frame.navigation.buttons["conflicts"].set_badge(facts.due + facts.rulings)
        self.frame.navigation.buttons["post"].set_badge(owing)
        self.shell.refresh_hints()
