"""The chair's pages of one round, and the ways between them (look.md §9, pictures h, i, k).

A page is a :class:`Screen` over the shared :class:`PanelModel`; it is registered in ``_framed`` in the
order overview, pictures, discussion, decide, result (keys Ctrl 1–5).
"""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from ui.context import Context
from ui.viewmodels.chair.panel import PanelModel
from ui.viewmodels.session import Session
from ui.views.chair.overview import OverviewPage
from ui.views.frame import RoleFrame
from ui.views.shell import Shell
from ui.widgets.navigation import Place


class ChairRooms(QObject):
    """Builds the frame of one round and keeps its pages in step.

    Signals:
        home_asked: back to the list of rounds.
        own_asked: to the reader's own sheets.
    """

    home_asked = Signal()
    own_asked = Signal()

    def __init__(self, context: Context, shell: Shell, session: Session, parent: QObject) -> None:
        super().__init__(parent)
        self.shell = shell
        self.panel = PanelModel(session)
        self.overview_page = OverviewPage(context, self.panel)
        self.frame = self._framed(context)
        for model in (self.panel,):
            model.setParent(self.frame)
        self._wire()

    def _framed(self, context: Context) -> RoleFrame:
        """Put the pages into the frame, in the order of the sitting."""
        return RoleFrame(
            context,
            "chair",
            {
                "overview": (
                    Place("overview", "chair.page.overview", "layout-grid-line", "layout-grid-fill"),
                    self.overview_page,
                ),
            },
            ((Place("own", "chair.own", "file-edit-line", "file-edit-line"), self.own_asked.emit),),
        )

    def _wire(self) -> None:
        self.frame.turned.connect(self._turned)
        self.frame.home_asked.connect(self.home_asked)
        self.panel.loaded.connect(self.shell.refresh_hints)

    def start(self) -> None:
        """Read the panel and show the overview."""
        self.panel.load()
        self.shell.put(self.frame)

    def go(self, page: str) -> None:
        """Show a page by its key, if it exists."""
        if page in self.frame.pages:
            self.frame.turn(page)

    def _turned(self, _key: str) -> None:
        self.shell.header.set_place(self.frame.place)
        self.shell.refresh_hints()
