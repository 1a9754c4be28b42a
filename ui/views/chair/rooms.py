"""The chair's pages of one round, and the ways between them (look.md §9, pictures h, i, k).

A page is a :class:`Screen` over the shared :class:`PanelModel`; it is registered in ``_framed`` in the
order overview, pictures, discussion, decide, result (keys Ctrl 1–5).
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal

from ui.context import Context
from ui.viewmodels.chair.decide import DecideModel
from ui.viewmodels.chair.discussion import DiscussionModel
from ui.viewmodels.chair.panel import PanelModel
from ui.viewmodels.session import Session
from ui.viewmodels.sheet_saver import SheetSaver
from ui.views.chair.decide import DecidePage
from ui.views.chair.discussion import DiscussionPage
from ui.views.chair.overview import OverviewPage
from ui.views.chair.pictures import PicturesPage
from ui.views.frame import RoleFrame
from ui.views.shell import Shell
from ui.widgets.document_area import DocumentArea
from ui.widgets.navigation import Place


class ChairRooms(QObject):
    """Builds the frame of one round and keeps its pages in step.

    Signals:
        home_asked: back to the list of rounds.
        own_asked: to the reader's own sheets.
    """

    home_asked = Signal()
    own_asked = Signal()

    def __init__(
        self,
        context: Context,
        shell: Shell,
        session: Session,
        parent: QObject,
        saver: SheetSaver,
        viewer: Callable[[], DocumentArea],
    ) -> None:
        super().__init__(parent)
        self.shell = shell
        self.panel = PanelModel(session)
        self.overview_page = OverviewPage(context, self.panel)
        self.pictures_page = PicturesPage(context, self.panel)
        self.discussion = DiscussionModel(session, self.panel, saver)
        self.discussion_page = DiscussionPage(context, self.discussion, viewer)
        self.decide = DecideModel(session, self.panel, saver)
        self.decide_page = DecidePage(context, self.decide)
        self.frame = self._framed(context)
        for model in (self.panel, self.discussion, self.decide):
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
                "pictures": (
                    Place("pictures", "pictures.page", "bar-chart-2-line", "bar-chart-2-fill"),
                    self.pictures_page,
                ),
                "discussion": (
                    Place("discussion", "chair.page.discussion", "discuss-line", "discuss-fill"),
                    self.discussion_page,
                ),
                "decide": (
                    Place("decide", "decide.nav", "scales-3-line", "scales-3-fill"),
                    self.decide_page,
                ),
            },
            ((Place("own", "chair.own", "file-edit-line", "file-edit-line"), self.own_asked.emit),),
        )

    def _wire(self) -> None:
        self.frame.turned.connect(self._turned)
        self.frame.home_asked.connect(self.home_asked)
        self.panel.loaded.connect(self.shell.refresh_hints)
        self.pictures_page.chosen.connect(self._show_row)
        self.frame.next_asked.connect(self._go_on)
        self.panel.agenda_asked.connect(self._mark)
        self.overview_page.discussion_asked.connect(lambda: self.go("discussion"))
        for changed in (self.discussion.loaded, self.discussion.written, self.panel.taken):
            changed.connect(lambda *_: self._count())

    def start(self) -> None:
        """Read the panel and show the overview."""
        self.panel.load()
        self.shell.put(self.frame)

    def go(self, page: str) -> None:
        """Show a page by its key, if it exists."""
        if page in self.frame.pages:
            self.frame.turn(page)

    def _show_row(self, application: str) -> None:
        """Go to the row of an application in the overview."""
        self.go("overview")
        self.overview_page.go_to(application)

    def _go_on(self) -> None:
        """Ctrl Enter: the next act of the page in view."""
        if self.frame.page is self.discussion_page:
            self.discussion_page.record()
        elif self.frame.page is self.decide_page:
            self.decide_page.begin()
        else:
            self.go("discussion")

    def _mark(self, application: str) -> None:
        """Put an application of the overview on the agenda, or take it off what was put there by hand."""
        item = next((one for one in self.discussion.discussion.items if one.application == application), None)
        if item is not None:
            self.discussion.ask_for(application, asked="asked" not in item.reasons)

    def _count(self) -> None:
        """Say at the navigation how many items wait for discussion."""
        waiting = sum(one.line.discussion != "closed" for one in self.discussion.agenda)
        self.frame.navigation.buttons["discussion"].set_badge(waiting)
        self.shell.refresh_hints()

    def _turned(self, _key: str) -> None:
        self.shell.header.set_place(self.frame.place)
        self.shell.refresh_hints()
