"""The discussion page: agenda, sheets beside each other, the group's opinion (look.md §9, picture i)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QApplication, QFileDialog, QHBoxLayout, QStackedWidget

from ui.context import Context
from ui.media import media_roots
from ui.viewmodels.chair.discussion import DiscussionModel
from ui.viewmodels.finding import Findable
from ui.views.ask import Question
from ui.views.chair.agenda import AgendaPane
from ui.views.chair.discussion_documents import CitedDocuments
from ui.views.chair.opinion import OpinionPane
from ui.views.chair.projector import is_projector, toggle_projector
from ui.views.chair.sheets_beside import SheetsBeside
from ui.views.first_start import documents_folder
from ui.views.screen import Hint, Screen
from ui.widgets.controls import rule, tight
from ui.widgets.document_area import DocumentArea
from zgc_review.domain.bodies import CitedPage
from zgc_review.domain.settings import Bands
from zgc_review.errors import ReviewError
from zgc_review.services.panel_taking import TakenPanel
from zgc_review.services.returning import WrittenFile

_ROOMY: Final = 1080  # px at 100 %; below it agenda and opinion take turns
_SIGNED: Final = frozenset({"open", "close_signed", "sign", "close", "reopen"})


class DiscussionPage(Screen):
    """Where the chair leads the sitting."""

    place = "chair.page.discussion"
    wants_room = True

    def __init__(
        self, context: Context, model: DiscussionModel, make_viewer: Callable[[], DocumentArea]
    ) -> None:
        super().__init__(context, name="discussion")
        self.model = model
        self.agenda = AgendaPane(context, model)
        self.beside = SheetsBeside(context)
        self.documents = CitedDocuments(context, make_viewer)
        self.opinion = OpinionPane(context, model)
        self.middle = QStackedWidget()
        self._left, self._edge = rule("v"), rule("v")
        self.is_writing = False
        self._told = ""
        self._lay_out()
        self._wire()
        self._keys: dict[Qt.Key, Callable[[], object]] = {
            Qt.Key.Key_J: partial(self._step, 1),
            Qt.Key.Key_K: partial(self._step, -1),
            Qt.Key.Key_G: self.follow_first,
            Qt.Key.Key_E: self.write,
            Qt.Key.Key_P: self.project,
        }
        self.retranslate()

    def _lay_out(self) -> None:
        row = QHBoxLayout(self)
        tight(row)
        row.addWidget(self.agenda)
        row.addWidget(self._left)
        row.addWidget(self.middle, 1)
        row.addWidget(self._edge)
        row.addWidget(self.opinion)
        self.middle.addWidget(self.beside)
        self.middle.addWidget(self.documents)

    def _wire(self) -> None:
        model = self.model
        model.loaded.connect(self._show_agenda)
        model.chosen.connect(self._show_item)
        model.failed.connect(self._refused)
        model.panel.failed.connect(self._refused)
        model.panel.taken.connect(self._taken)
        model.acted.connect(self._acted)
        model.written.connect(self._written)
        self.agenda.chosen.connect(model.choose)
        self.agenda.take_asked.connect(self._choose_files)
        self.agenda.write_asked.connect(self._choose_folder)
        self.beside.followed.connect(self.follow)
        self.documents.left.connect(self.show_sheets)
        self.opinion.main_asked.connect(self.record)
        self.opinion.other_asked.connect(lambda: self._ask(self.opinion.other_act))
        self.opinion.left.connect(self._leave_opinion)
        self.agenda.forward.clicked.connect(self.write)
        self.opinion.backward.clicked.connect(self._leave_opinion)
        panes = QShortcut(QKeySequence("F6"), self)
        panes.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        panes.activated.connect(self.next_pane)
        self.context.theme.changed.connect(self._arrange)

    # -- the screen

    def entered(self) -> None:
        """Read what other pages noted meanwhile; the list has the focus."""
        if self.model.panel.panel is None:
            self._show_agenda()
            self._show_item()
        self.model.load()
        self.agenda.view.setFocus()

    def settle(self) -> None:
        """Store what was typed; documents are closed."""
        self.model.saver.flush()
        self.show_sheets()
        self.documents.close_documents()

    def hints(self) -> Sequence[Hint]:
        """Keys of this page."""
        cap = self.cap
        return (
            ("J K", cap("discussion.key.item")),
            ("1–9", cap("discussion.key.criterion")),
            ("G", cap("discussion.key.page")),
            ("E", cap("discussion.key.write")),
            ("P", cap("discussion.key.project")),
            ("F6", cap("discussion.key.pane")),
        )

    def note(self) -> str:
        """Say what was written or taken last, else that both values stay."""
        return self._told or self.cap("discussion.note")

    def findable(self) -> Sequence[Findable]:
        """Return every item, also what is not on the agenda."""
        return tuple(
            Findable(one.entry.number, f"{one.entry.unit} {one.entry.title}", one.application)
            for one in self.model.discussion.items
        )

    def go_to(self, target: str) -> bool:
        """Show an item."""
        known = any(one.application == target for one in self.model.discussion.items)
        if known:
            self.model.choose(target)
        return known

    def retranslate(self) -> None:
        """Set every text anew."""
        self.agenda.say()
        self.beside.retranslate()
        self.documents.retranslate()
        self.opinion.refresh()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Single letters and digits work where no text is typed."""
        bare = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        key, act = event.key(), self._keys.get(Qt.Key(event.key()))
        if bare and act is not None:
            act()
        elif bare and Qt.Key.Key_1 <= key <= Qt.Key.Key_9:
            self.show_sheets()
            self.beside.choose(key - Qt.Key.Key_1)
        elif key == Qt.Key.Key_Escape and self.middle.currentWidget() is self.documents:
            self.show_sheets()
        elif key == Qt.Key.Key_Escape and self.is_projected:
            self.project()
        else:
            event.ignore()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Parts give way in a narrow window."""
        super().resizeEvent(event)
        self._arrange()

    @property
    def is_projected(self) -> bool:
        """Whether the sheets are shown to the room: large, without the opinion."""
        return is_projector(self.context)

    # -- acts

    def record(self) -> None:
        """Do the prominent act of the item on show: Ctrl Enter."""
        act = self.opinion.main_act
        if act and self.opinion.main.isEnabled():
            self._ask(act)

    def write(self) -> None:
        """Go to the opinion."""
        if self.is_projected:
            self.project()
        self._turn(writing=True)
        self.opinion.write()

    def next_pane(self) -> None:
        """Give the focus to the next pane: agenda, sheets, opinion."""
        focus = QApplication.focusWidget()
        if focus is not None and self.agenda.isAncestorOf(focus):
            (self.beside.table if self.middle.currentWidget() is self.beside else self.documents).setFocus()
        elif focus is not None and self.middle.isAncestorOf(focus) and not self.is_projected:
            self._turn(writing=True)
            self.opinion.take_focus()
        else:
            self._turn(writing=False)
            self.agenda.view.setFocus()

    def project(self) -> None:
        """Show the sheets large and the opinion not at all, or as before (look.md §3, key P)."""
        toggle_projector(self.context)
        self._arrange()

    def follow_first(self) -> None:
        """Show the first page cited on the tab in view."""
        page = self.beside.first_link()
        if page is not None:
            self.follow(page)

    def follow(self, cited: CitedPage) -> None:
        """Show a cited page in place of the sheets."""
        self.middle.setCurrentWidget(self.documents)
        self.documents.go_to(cited)

    def show_sheets(self) -> None:
        """Show the sheets again."""
        if self.middle.currentWidget() is self.documents:
            self.middle.setCurrentWidget(self.beside)
            self.beside.table.setFocus()

    def write_to(self, folder: Path) -> None:
        """Write the signed acts that wait into a folder."""
        self.opinion.error.clear()
        self.model.write(folder)

    def take(self, paths: Sequence[Path]) -> None:
        """Take files of the secretary."""
        self.opinion.error.clear()
        for path in paths:
            self.model.take(path)

    def _step(self, by: int) -> None:
        self.model.step(by)

    def _leave_opinion(self) -> None:
        self._turn(writing=False)
        (self.agenda.view if not self.agenda.isHidden() else self.beside.table).setFocus()

    def _ask(self, act: str) -> None:
        """Ask before a signed act: about which application, what follows."""
        item = self.model.item
        if act == "next":
            self._step(1)
            return
        if item is None or act not in _SIGNED:
            return
        number, count = item.entry.number, len(item.columns)
        question = Question(
            self.context,
            self.cap(f"discussion.question.{act}", number=number),
            self.cap(f"discussion.follows.{act}", count=count, unit=item.entry.unit),
            self.cap(f"discussion.act.{act}"),
            self,
        )
        acts: dict[str, Callable[[], None]] = {
            "open": self.model.open,
            "reopen": self.model.open,
            "close": self.model.close,
            "close_signed": self.model.sign,
            "sign": self.model.sign,
        }
        question.agreed.connect(self.opinion.error.clear)
        question.agreed.connect(acts[act])
        question.open()

    def _choose_files(self) -> None:
        roots = media_roots()
        start = str(roots[0] if roots else documents_folder())
        words = f"{self.cap('discussion.files')} (*.zgcpanel *.zgcpkg)"
        chosen, _kind = QFileDialog.getOpenFileNames(self, self.cap("discussion.take"), start, words)
        self.take([Path(one) for one in chosen])

    def _choose_folder(self) -> None:
        roots = media_roots()
        start = str(roots[0] if roots else documents_folder())
        chosen = QFileDialog.getExistingDirectory(self, self.cap("discussion.write_where"), start)
        if chosen:
            self.write_to(Path(chosen))

    # -- answers

    def _show_agenda(self) -> None:
        self.agenda.refresh()

    def _show_item(self) -> None:
        item, panel = self.model.item, self.model.panel.panel
        bands = panel.settings.bands if panel is not None else Bands()
        self.beside.show_item(item, bands)
        self.documents.show_item(item)
        if self.documents.viewer is None or item is None:
            self.show_sheets()
        self.agenda.select()
        self.agenda.say()
        self.opinion.refresh()

    def _acted(self, act: str) -> None:
        self.opinion.error.clear()
        if act == "record":
            self._step(1)
        elif act == "clear":  # the button that had the focus goes: keys stay on this page
            self.agenda.view.setFocus()
        elif act == "open" and not self.is_projected:
            self.write()

    def _written(self, files: Sequence[WrittenFile]) -> None:
        names = " · ".join(one.path.name for one in files[:3])
        self._tell(self.cap_count("discussion.wrote", len(files), names=names))

    def _taken(self, taken: TakenPanel) -> None:
        self._tell(self.cap(f"discussion.taken.{taken.outcome}", sheets=taken.sheets))

    def _tell(self, words: str) -> None:
        self._told = words
        self.agenda.tell(words)

    def _refused(self, fault: ReviewError) -> None:
        self.opinion.error.show_error(fault)

    def _arrange(self) -> None:
        """The opinion goes on the projector; in a narrow window agenda and opinion take turns (E, F6)."""
        narrow = self.width() / self.context.theme.factor < _ROOMY
        opinion = not self.is_projected and (not narrow or self.is_writing)
        self.opinion.setVisible(opinion)
        self._edge.setVisible(opinion)
        agenda = not narrow or not opinion
        self.agenda.setVisible(agenda)
        self._left.setVisible(agenda)
        self.agenda.forward.setVisible(narrow and not self.is_projected)
        self.opinion.backward.setVisible(narrow)

    def _turn(self, *, writing: bool) -> None:
        self.is_writing = writing
        self._arrange()
