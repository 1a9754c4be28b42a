"""What goes out and what comes back: packing, collecting."""

from __future__ import annotations

from collections.abc import Callable

from ui.context import Context
from ui.viewmodels.secretary.board import Board
from ui.viewmodels.secretary.post import PostModel
from ui.views.secretary.collect import CollectPane
from ui.views.secretary.pack import PackPane
from ui.views.tabs import Tab, TabbedPage

PACK, COLLECT = range(2)


class PostPage(TabbedPage):
    """The page of the post.

    Args:
        board: returns what the board read last; panes that are built later begin with it.
    """

    def __init__(self, context: Context, model: PostModel, board: Callable[[], Board | None]) -> None:
        tabs = (
            Tab(PackPane.place, lambda: self._pack(context)),
            Tab(CollectPane.place, lambda: self._collect(context)),
        )
        super().__init__(context, tabs, name="postPage", place="secretary.page.post")
        self.model = model
        self._board = board

    @property
    def pack_pane(self) -> PackPane:
        """Packing."""
        return self.pages.of(PACK, PackPane)

    @property
    def collect_pane(self) -> CollectPane:
        """Collecting."""
        return self.pages.of(COLLECT, CollectPane)

    def show_board(self, board: Board) -> None:
        """Hand the board's facts to the panes that are there."""
        if self.pages.has(PACK):
            self.pack_pane.show_experts(board)
        if self.pages.has(COLLECT):
            self.collect_pane.show_board(board)

    def _pack(self, context: Context) -> PackPane:
        made, board = PackPane(context, self.model), self._board()
        if board is not None:
            made.show_experts(board)
        return made

    def _collect(self, context: Context) -> CollectPane:
        made, board = CollectPane(context, self.model), self._board()
        if board is not None:
            made.show_board(board)
        return made
