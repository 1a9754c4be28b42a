"""The chair's pages of one round, and the ways between them (look.md §9, pictures h, i, k).

A page is a :class:`Screen` over the shared :class:`PanelModel`; it is registered in ``_framed`` in the
order overview, pictures, discussion, decide, forms, definitions (keys Ctrl 1–6).
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal

from ui.context import Context
from ui.viewmodels.chair.decide import DecideModel
from ui.viewmodels.chair.discussion import DiscussionModel
from ui.viewmodels.chair.panel import PanelModel
from ui.viewmodels.observer import ObserverModel
from ui.viewmodels.session import Session
from ui.viewmodels.sheet_saver import SheetSaver
from ui.views.chair.decide import DecidePage
from ui.views.chair.discussion import DiscussionPage
from ui.views.chair.forms import FormsPage, seen_forms
from ui.views.chair.overview import OverviewPage
from ui.views.chair.pictures import PicturesPage
from ui.views.frame import RoleFrame
from ui.views.observer.definitions import DefinitionsPage
from ui.views.observer.member import PLACE
from ui.views.screen import born_in
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
        self.discussion = DiscussionModel(session, self.panel, saver)
        self.decide = DecideModel(session, self.panel, saver)
        self.printing = seen_forms(session)
        self.versions = ObserverModel(session)
        self.frame = self._framed(context, viewer)
        for model in (self.panel, self.discussion, self.decide, self.printing, self.versions):
            model.setParent(self.frame)
        self._wire()

    @property
    def overview_page(self) -> OverviewPage:
        """Applications by experts."""
        return self.frame.pages.of("overview", OverviewPage)

    @property
    def pictures_page(self) -> PicturesPage:
        """Pictures of the totals."""
        return self.frame.pages.of("pictures", PicturesPage)

    @property
    def discussion_page(self) -> DiscussionPage:
        """The discussion."""
        return self.frame.pages.of("discussion", DiscussionPage)

    @property
    def decide_page(self) -> DecidePage:
        """Decisions."""
        return self.frame.pages.of("decide", DecidePage)

    @property
    def definitions_page(self) -> DefinitionsPage:
        """Versions of the round definition."""
        return self.frame.pages.of("definitions", DefinitionsPage)

    def _framed(self, context: Context, viewer: Callable[[], DocumentArea]) -> RoleFrame:
        """Put the pages into the frame, in the order of the sitting."""
        with born_in(self.shell.stack):
            return RoleFrame(
                context,
                "chair",
                {
                    "overview": (
                        Place("overview", "chair.page.overview", "layout-grid-line", "layout-grid-fill"),
                        lambda: OverviewPage(context, self.panel),
                    ),
                    "pictures": (
                        Place("pictures", "pictures.page", "bar-chart-2-line", "bar-chart-2-fill"),
                        lambda: self._pictures(context),
                    ),
                    "discussion": (
                        Place("discussion", "chair.page.discussion", "discuss-line", "discuss-fill"),
                        lambda: DiscussionPage(context, self.discussion, viewer),
                    ),
                    "decide": (
                        Place("decide", "decide.nav", "scales-3-line", "scales-3-fill"),
                        lambda: self._decisions(context),
                    ),
                    "forms": (
                        Place("forms", "chair.page.forms", "file-text-line", "file-text-fill"),
                        lambda: self._forms(context),
                    ),
                    "definitions": (PLACE, lambda: DefinitionsPage(context, self.versions, of_member=True)),
                },
                ((Place("own", "chair.own", "file-edit-line", "file-edit-line"), self.own_asked.emit),),
            )

    def _decisions(self, context: Context) -> DecidePage:
        page = DecidePage(context, self.decide)
        page.discussion_asked.connect(self._discuss)
        return page

    def _forms(self, context: Context) -> FormsPage:
        page = FormsPage(context, self.printing)
        self.panel.loaded.connect(page.refresh)
        return page

    def _pictures(self, context: Context) -> PicturesPage:
        page = PicturesPage(context, self.panel)
        page.chosen.connect(self._show_row)
        return page

    def _wire(self) -> None:
        self.frame.turned.connect(self._turned)
        self.frame.home_asked.connect(self.home_asked)
        self.panel.loaded.connect(self._name_decisions)
        self.overview_page.model.read.connect(self.discussion.load)  # not beside the filling of the grid
        self.frame.next_asked.connect(self._go_on)
        self.versions.loaded.connect(self._count_versions)
        self.panel.agenda_asked.connect(self._mark)
        self.overview_page.discussion_asked.connect(lambda: self.go("discussion"))
        for changed in (self.discussion.loaded, self.discussion.written, self.panel.taken):
            changed.connect(lambda *_: self._count())

    def start(self) -> None:
        """Read the panel and show the overview."""
        self.panel.load()
        self.versions.load()
        self.shell.put(self.frame)

    def go(self, page: str) -> None:
        """Show a page by its key, if it exists."""
        if page in self.frame.pages:
            self.frame.turn(page)

    def _show_row(self, application: str) -> None:
        """Go to the row of an application in the overview."""
        self.go("overview")
        self.overview_page.go_to(application)

    def _discuss(self, application: str) -> None:
        """Go to an application on the page of discussion."""
        self.go("discussion")
        self.discussion_page.go_to(application)

    def _go_on(self) -> None:
        """Ctrl Enter: the next act of the page in view."""
        page = self.frame.page
        if isinstance(page, DiscussionPage):
            page.record()
        elif isinstance(page, DecidePage | DefinitionsPage):
            page.begin()
        else:
            self.go("discussion")

    def _mark(self, application: str) -> None:
        """Put an application of the overview on the agenda, or take it off what was put there by hand."""
        item = next((one for one in self.discussion.discussion.items if one.application == application), None)
        if item is not None:
            self.discussion.ask_for(application, asked="asked" not in item.reasons)

    def _name_decisions(self) -> None:
        """A stage without a line has conclusions alone."""
        panel = self.panel.panel
        if panel is not None:
            caption = "decide.nav" if panel.has_line else "decide.page_stage"
            self.frame.navigation.buttons["decide"].rename(caption)
        self.shell.refresh_hints()

    def _count(self) -> None:
        """Say at the navigation how many items wait for discussion."""
        waiting = sum(one.line.discussion != "closed" for one in self.discussion.agenda)
        self.frame.navigation.buttons["discussion"].set_badge(waiting)
        self.shell.refresh_hints()

    def _count_versions(self) -> None:
        """Say at the navigation how many versions wait for the own consent."""
        self.frame.navigation.buttons["definitions"].set_badge(self.versions.waiting)
        self.shell.refresh_hints()

    def _turned(self, _key: str) -> None:
        self.shell.header.set_place(self.frame.place)
        self.shell.refresh_hints()
