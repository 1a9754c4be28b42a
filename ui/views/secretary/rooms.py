"""The secretary's pages of one round, and the ways between them."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from ui.context import Context
from ui.viewmodels.secretary.board import BoardModel
from ui.viewmodels.secretary.log import LogModel
from ui.viewmodels.secretary.post import PostModel
from ui.viewmodels.secretary.version import VersionModel
from ui.viewmodels.session import Session
from ui.views.frame import RoleFrame
from ui.views.screen import born_in
from ui.views.secretary.board import BoardPage
from ui.views.secretary.changes_version import VersionDialog
from ui.views.secretary.collect import CollectPane
from ui.views.secretary.conflicts_page import ConflictsPage
from ui.views.secretary.draw_page import DrawPage
from ui.views.secretary.experts_page import ExpertsPage
from ui.views.secretary.import_page import ImportPage
from ui.views.secretary.log import LogPage
from ui.views.secretary.pack import PackPane
from ui.views.secretary.post_page import PostPage
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
_PLACES = (
    Place("board", "secretary.page.board", "layout-2-line", "layout-2-fill"),
    Place("import", "secretary.page.import", "download-2-line", "download-2-fill"),
    Place("experts", "experts.page", "team-line", "team-fill"),
    Place("conflicts", "conflicts.page", "git-branch-line", "git-branch-fill"),
    Place("draw", "draw.page", "shuffle-line", "shuffle-fill"),
    Place("post", "secretary.page.post", "usb-line", "usb-fill"),
    Place("result", "result.page", "bar-chart-2-line", "bar-chart-2-fill"),
    Place("log", "secretary.page.log", "history-line", "history-fill"),
)


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
        self.session = session
        self.board = BoardModel(session)
        self.log = LogModel(session)
        self.post = PostModel(session)
        self.frame = self._framed(context)
        for model in (self.board, self.log, self.post):
            model.setParent(self.frame)
        self._wire()

    @property
    def board_page(self) -> BoardPage:
        """The board."""
        return self.frame.pages.of("board", BoardPage)

    @property
    def import_page(self) -> ImportPage:
        """Import and the formal check."""
        return self.frame.pages.of("import", ImportPage)

    @property
    def experts_page(self) -> ExpertsPage:
        """Experts and cards."""
        return self.frame.pages.of("experts", ExpertsPage)

    @property
    def conflicts_page(self) -> ConflictsPage:
        """Conflicts of interest."""
        return self.frame.pages.of("conflicts", ConflictsPage)

    @property
    def draw_page(self) -> DrawPage:
        """Draw and assignment."""
        return self.frame.pages.of("draw", DrawPage)

    @property
    def post_page(self) -> PostPage:
        """What goes out and what comes back."""
        return self.frame.pages.of("post", PostPage)

    @property
    def result_page(self) -> ResultPage:
        """Results."""
        return self.frame.pages.of("result", ResultPage)

    @property
    def log_page(self) -> LogPage:
        """The log."""
        return self.frame.pages.of("log", LogPage)

    @property
    def pack_pane(self) -> PackPane:
        """Packing."""
        return self.post_page.pack_pane

    @property
    def collect_pane(self) -> CollectPane:
        """Collecting."""
        return self.post_page.collect_pane

    def _framed(self, context: Context) -> RoleFrame:
        """Put the pages into the frame, in the order of the work."""
        makers = {
            "board": lambda: BoardPage(context, self.board),
            "import": lambda: self._import(context),
            "experts": lambda: self._experts(context),
            "conflicts": lambda: self._conflicts(context),
            "draw": lambda: self._draw(context),
            "post": lambda: self._post(context),
            "result": lambda: self._result(context),
            "log": lambda: LogPage(context, self.log),
        }
        with born_in(self.shell.stack):
            return RoleFrame(
                context, "secretary", {place.key: (place, makers[place.key]) for place in _PLACES}
            )

    def _wire(self) -> None:
        self.frame.turned.connect(self._turned)
        self.frame.home_asked.connect(self.home_asked)
        self.frame.next_asked.connect(self.board_page.begin)
        self.board_page.place_asked.connect(self.go)
        self.board_page.log_asked.connect(lambda: self.frame.turn("log"))
        self.board.loaded.connect(self._loaded)
        self.post.changed.connect(self.board.load)

    def _import(self, context: Context) -> ImportPage:
        page = ImportPage(context, self.session)
        page.changed.connect(self.board.load)
        page.turned.connect(self.shell.refresh_hints)
        return page

    def _experts(self, context: Context) -> ExpertsPage:
        page = ExpertsPage(context, self.session)
        page.changed.connect(self.board.load)
        page.turned.connect(self.shell.refresh_hints)
        page.pack_asked.connect(lambda: self.go("pack"))
        return page

    def _conflicts(self, context: Context) -> ConflictsPage:
        page = ConflictsPage(context, self.session)
        page.changed.connect(self.board.load)
        page.turned.connect(self.shell.refresh_hints)
        page.collect_asked.connect(lambda: self.go("collect"))
        return page

    def _draw(self, context: Context) -> DrawPage:
        page = DrawPage(context, self.session)
        page.changed.connect(self.board.load)
        page.turned.connect(self.shell.refresh_hints)
        page.cards_asked.connect(lambda: self.go("cards"))
        return page

    def _post(self, context: Context) -> PostPage:
        page = PostPage(context, self.post, lambda: self.board.board)
        page.turned.connect(self.shell.refresh_hints)
        return page

    def _result(self, context: Context) -> ResultPage:
        page = ResultPage(context, self.session)
        page.changed.connect(self.board.load)
        page.turned.connect(self.shell.refresh_hints)
        page.collect_asked.connect(lambda: self.go("collect"))
        page.open_asked.connect(self.open_asked)
        return page

    def start(self) -> None:
        """Show the board."""
        self.shell.put(self.frame)

    def collect(self, paths: Sequence[Path]) -> None:
        """Take in files that experts and officers handed back."""
        self.go("collect")
        self.collect_pane.take_in(paths)

    def take_cards(self, paths: Sequence[Path]) -> None:
        """Take in cards, to be compared with their owners."""
        self.go("cards")
        self.experts_page.cards_pane.bench.take_in(paths)

    def show_version(self) -> None:
        """Show the newest version with its code, to be handed out and consented to."""
        model = VersionModel(self.board.session)
        model.changed.connect(self.board.load)
        dialog = VersionDialog(self.frame.context, model, self.frame)
        model.setParent(dialog)
        dialog.open()

    def go(self, code: str) -> None:
        """Go where an act is done."""
        key, tab = PLACES[code]
        page = self.frame.pages[key]
        if isinstance(page, TabbedPage):
            page.choose(tab)
        self.frame.turn(key)

    def _turned(self, _key: str) -> None:
        self.shell.header.set_place(self.frame.place)
        self.shell.refresh_hints()

    def _loaded(self) -> None:
        """Hand the board's facts to the other pages and set the counts of the navigation."""
        board = self.board.board
        if board is None:
            return
        facts = board.progress.facts
        if self.frame.pages.has("post"):
            self.post_page.show_board(board)
        waiting = facts.count(State.RECEIVED, State.FORMAL_OK)
        owing = len(facts.owing) if facts.count(State.REVIEWING) else 0
        self.frame.navigation.buttons["import"].set_badge(waiting)
        self.frame.navigation.buttons["conflicts"].set_badge(facts.due + facts.rulings)
        self.frame.navigation.buttons["post"].set_badge(owing)
        self.shell.refresh_hints()
