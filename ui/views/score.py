"""The expert's score screen: queue, documents, rubric (look.md §9, picture c-expert-score)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import (
    QApplication,
    QHBoxLayout,
    QSplitter,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from ui.context import Context
from ui.viewmodels.finding import Findable
from ui.viewmodels.score import ScoreModel
from ui.viewmodels.score_data import Board, Entry, Version
from ui.views.rubric import RubricPanel
from ui.views.score_dialogs import BasisDialog, ReopenDialog, VersionsDialog
from ui.views.score_find import board_things, in_view
from ui.views.score_gate import ScoreGate
from ui.views.score_keys import chords, letters, score_hints, sheet_acts, why_not_cited
from ui.views.screen import Hint, Screen
from ui.widgets.controls import tight
from ui.widgets.document_area import DocumentArea, PageMark
from ui.widgets.queue_strip import NARROW, WIDE, QueueStrip
from ui.widgets.tab_bar import TabBar
from zgc_review.domain.bodies import CitedPage
from zgc_review.errors import ReviewError

RUBRIC: Final = 484
HIDE_QUEUE: Final = 1100  # px at 100 %
AS_TABS: Final = 900
_PLACE: Final = "score"


class ScoreScreen(Screen):
    """Reading and scoring, application by application.

    Signals:
        declare_asked: the declaration is not signed yet.
        late_asked: a conflict came up late; the id of the application on show.
        check_asked: every application is finished: check and lock.
        sitting_asked: what the group discusses; the id of the application on show, or empty.
        list_asked: the work list; the id of the application on show, or empty.
        note_changed: the words at the right of the status bar changed.
    """

    place = "score.place"
    declare_asked = Signal()
    late_asked = Signal(str)
    check_asked = Signal()
    list_asked = Signal(str)
    sitting_asked = Signal(str)
    note_changed = Signal()

    def __init__(
        self,
        context: Context,
        model: ScoreModel,
        documents: DocumentArea,
        application_id: str = "",
        section: str | None = None,
    ) -> None:
        super().__init__(context, name="score")
        self._first = (application_id, section)
        self.model = model
        self.documents = documents
        self.rubric = RubricPanel(context, model, self.on_view, lambda: sheet_acts(self))
        self.tabs = TabBar()
        self.splitter = QSplitter(Qt.Orientation.Horizontal)
        self._stack = QStackedWidget()
        self._work = QWidget()
        self._gap = QWidget()
        self.queue = QueueStrip(context, self._work)
        self.gate = ScoreGate(context, self.declare_asked.emit)
        self._keys = letters(self)
        self._lay_out()
        self._wire()
        self.retranslate()

    def entered(self) -> None:
        """Read the queue; show the application asked for, else the first unfinished one."""
        self.model.load(self._first[0])

    def settle(self) -> None:
        """Store what was typed."""
        self.rubric.pane.percent.commit()
        self.model.saver.flush()

    def hints(self) -> Sequence[Hint]:
        """Keys of this screen, the most used first."""
        if self._stack.currentWidget() is self.gate:
            return (("F1", self.cap("help.keys")),)
        return score_hints(self)

    def note(self) -> str:
        """Say which version of the draft is on show."""
        sheet = self.model.sheet
        if not sheet.is_open:
            return ""
        if sheet.content.is_locked:
            return self.cap("score.note_locked")
        key = "score.note_revision" if sheet.content.phase == "revision" else "score.note_draft"
        return self.cap(key, n=sheet.version) if sheet.version else self.cap("score.note_new")

    def in_view(self) -> tuple[str, str]:
        """Say measure and group of the application in view."""
        sheet = self.model.sheet
        return in_view(self.context.captions, sheet.content) if sheet.is_open else ("", "")

    def findable(self) -> Sequence[Findable]:
        """Return the queue."""
        return board_things(self.model.board.is_declared, self.model.board.entries)

    def go_to(self, target: str) -> bool:
        """Show an application."""
        names = [one.application_id for one in self.model.board.entries]
        if target in names:
            self._open(names.index(target))
        return target in names

    def show_list(self) -> None:
        """Leave for the work list."""
        self.settle()
        self.list_asked.emit(self.model.current.application_id if self.model.current else "")

    def retranslate(self) -> None:
        """Set every text anew."""
        self.tabs.setTabText(0, self.cap("score.tab.documents"))
        self.tabs.setTabText(1, self.cap("score.tab.rubric"))
        self.tabs.setAccessibleName(self.cap("score.tab.name"))
        self.rubric.setAccessibleName(self.cap("score.tab.rubric"))
        self.gate.retranslate()
        self.rubric.retranslate()
        self.documents.set_citing(why_not_cited(self.cap, self.model.sheet))

    def on_view(self) -> tuple[str, int] | None:
        """Return digest and page of what the document area shows."""
        place = self.documents.current()
        if place is None or not self.model.sheet.is_open:
            return None
        documents = self.model.sheet.content.documents
        plain = next((one.plain for one in documents if one.position == place[0]), None)
        return None if plain is None else (plain, place[1])

    def cite(self) -> None:
        """Cite the page on view for the open criterion."""
        on_view, section = self.on_view(), self.rubric.section
        if on_view is not None and section is not None and self.model.sheet.is_editable:
            self.model.sheet.cite(section, *on_view)

    def go_next(self) -> None:
        """Show the next application that is not finished."""
        index = self.model.next_unfinished()
        if index >= 0:
            self._open(index)
            self.rubric.take_focus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Single letters work where no text is typed: fields keep theirs."""
        act = self._keys.get(Qt.Key(event.key()))
        bare = not event.modifiers() & ~(
            Qt.KeyboardModifier.KeypadModifier | Qt.KeyboardModifier.ShiftModifier
        )
        if act is not None and bare and self.model.sheet.is_open:
            act()
        elif act is not None and bare and event.key() == Qt.Key.Key_N:
            self.go_next()
        else:
            event.ignore()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Let parts go where the window is narrow (look.md §9)."""
        super().resizeEvent(event)
        self._arrange()

    def _lay_out(self) -> None:
        self.tabs.addTab("")
        self.tabs.addTab("")
        self.tabs.setCurrentIndex(1)
        self.splitter.setObjectName("scoreSplitter")
        self.splitter.setChildrenCollapsible(False)
        # Figures that grow must not push the splitter about.
        self.rubric.setMinimumWidth(1)
        # From outside inwards: what is put in with much below it is styled anew with all of it.
        outer = QVBoxLayout(self)
        tight(outer)
        outer.addWidget(self._stack)
        self._stack.addWidget(self._work)
        self._stack.addWidget(self.gate)
        row = QHBoxLayout(self._work)
        tight(row)
        row.addWidget(self._gap)
        column = QVBoxLayout()
        tight(column)
        row.addLayout(column, 1)
        column.addWidget(self.tabs)
        column.addWidget(self.splitter, 1)
        self.splitter.addWidget(self.documents)
        self.splitter.addWidget(self.rubric)
        self.splitter.setStretchFactor(0, 1)
        self.splitter.setStretchFactor(1, 0)
        self.splitter.setHandleWidth(1)
        self.queue.raise_()

    def _wire(self) -> None:
        model = self.model
        model.board_read.connect(self._show_board)
        model.entry_changed.connect(self._entry_changed)
        model.opened.connect(self._opened)
        model.closed.connect(self._closed)
        model.failed.connect(self._failed)
        model.versions_read.connect(self._show_versions)
        model.sheet.changed.connect(self._changed)
        model.sheet.versioned.connect(self.note_changed)
        self.queue.chosen.connect(self._open)
        self.queue.toggled.connect(lambda _wide: self._arrange())
        self.queue.list_asked.connect(self.show_list)
        self.rubric.followed.connect(self._follow)
        self.documents.cite_asked.connect(self.cite)
        self.rubric.foot.next_asked.connect(self.go_next)
        self.rubric.foot.check_asked.connect(self.check_asked)
        self.rubric.pane.basis_asked.connect(self.show_basis)
        self.splitter.splitterMoved.connect(self._moved)
        self.tabs.currentChanged.connect(lambda _index: self._arrange())
        self.context.theme.changed.connect(self._arrange)
        for keys, act in chords(self):
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(act)

    def band(self, letter: str) -> None:
        """Choose a band of the open criterion."""
        if self.rubric.section and self.model.sheet.is_editable:
            self.rubric.pane.choose(letter)

    def skip(self) -> None:
        """Mark the open criterion as not applicable."""
        if self.rubric.section:
            self.rubric.pane.skip()

    def comment(self) -> None:
        """Go to the comment of the open criterion, or to the overall opinion."""
        rubric = self.rubric
        field = rubric.pane.comment.field if rubric.section else rubric.opinion.overall.field
        field.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def late(self) -> None:
        """Declare a conflict that came up late."""
        if self.model.sheet.is_open:
            self.settle()
            self.late_asked.emit(self.model.sheet.content.application_id)

    def follow_first(self) -> None:
        """Show the first page cited for the open criterion."""
        section = self.rubric.section
        pages = self.model.sheet.pages(section) if section is not None else ()
        if pages:
            self._follow(pages[0])

    def _follow(self, cited: CitedPage) -> None:
        """Show a cited page."""
        documents = self.model.sheet.content.documents
        position = next((one.position for one in documents if one.plain == cited.document), None)
        if position is not None:
            if not self.tabs.isHidden():
                self.tabs.setCurrentIndex(0)
            self.documents.go_to(position, cited.page)

    def next_pane(self) -> None:
        """Give the focus to the next pane: queue, documents, rubric; as tabs, to the other tab."""
        if not self.tabs.isHidden():
            self.tabs.setCurrentIndex(1 - self.tabs.currentIndex())
            (self.documents.setFocus if self.tabs.currentIndex() == 0 else self.rubric.take_focus)()
            return
        if _holds_focus(self.rubric) and not self.queue.isHidden():
            self.queue.view.setFocus(Qt.FocusReason.TabFocusReason)
        elif _holds_focus(self.documents):
            self.rubric.take_focus()
        else:
            self.documents.setFocus(Qt.FocusReason.TabFocusReason)
            self.documents.focusNextChild()

    def _open(self, index: int) -> None:
        """Show an application the person asked for."""
        self.settle()
        self.rubric.error.clear()
        self.model.open(index)
        self.queue.select(index)

    def _show_board(self, board: Board) -> None:
        self.queue.model.set_entries(board.entries, board.names)
        self.queue.set_finished(*self.model.finished)
        self.gate.show_board(board)
        self._stack.setCurrentWidget(self._work if board.is_declared and board.entries else self.gate)
        if not board.is_declared:
            self.documents.show_application("", ())
        self.note_changed.emit()

    def _entry_changed(self, index: int) -> None:
        self.queue.model.set_entry(index, self.model.board.entries[index])
        self.queue.set_finished(*self.model.finished)

    def _opened(self) -> None:
        content = self.model.sheet.content
        self.documents.show_application(content.application_id, content.documents)
        self.documents.set_citing(why_not_cited(self.cap, self.model.sheet))
        self._show_marks()
        wanted, section = self._first
        self._first = ("", None)
        self.rubric.show_sheet(section if content.application_id == wanted else None)
        self.rubric.take_focus()
        self.queue.select(self.model.at)
        self.note_changed.emit()

    def _closed(self, entry: Entry) -> None:
        self.documents.show_application("", ())
        self.rubric.show_closed(entry)
        target = self.rubric.foot.next if self.queue.isHidden() else self.queue.view
        target.setFocus(Qt.FocusReason.OtherFocusReason)
        self.queue.select(self.model.at)
        self.note_changed.emit()

    def _failed(self, fault: ReviewError) -> None:
        if not self.model.sheet.is_open:
            self.documents.show_application("", ())
        self.rubric.error.show_error(fault)

    def _changed(self, kind: str, _key: str) -> None:
        if kind in {"cite", "whole"}:
            self._show_marks()

    def _show_marks(self) -> None:
        """Tell the viewer which pages are cited for which criterion."""
        sheet = self.model.sheet
        positions = {one.plain: one.position for one in sheet.content.documents}
        names = {one.id: f"K{place}" for place, one in enumerate(sheet.criteria, 1)}
        self.documents.set_marks(
            [
                PageMark(positions[one.document], one.page, names.get(one.criterion, self.cap("score.mark")))
                for one in sheet.body.pages
                if one.document in positions
            ]
        )

    def ask_reopen(self) -> None:
        """Ask for the reason to open the locked sheet again."""
        dialog = ReopenDialog(self.context, self, self.model.sheet.content.number)
        dialog.reopened.connect(self.model.reopen)
        dialog.open()

    def _show_versions(self, versions: Sequence[Version]) -> None:
        sheet = self.model.sheet
        dialog = VersionsDialog(self.context, self, sheet.content, versions, editable=sheet.is_editable)
        dialog.restored.connect(lambda one: self.model.restore(one.n, one.body))
        dialog.open()

    def show_basis(self) -> None:
        """Show policy text and due papers."""
        if self.model.sheet.is_open:
            BasisDialog(self.context, self, self.model.sheet.content).open()

    def _moved(self) -> None:
        """Remember where the person put the splitter, in pixels at 100 %."""
        self.context.preferences.remember_place(
            _PLACE, [round(self.splitter.sizes()[1] / self.context.theme.factor)]
        )

    def _arrange(self) -> None:
        """Give every part its place at the width there is."""
        px = self.context.theme.px
        room = self.width() / self.context.theme.factor
        tabbed = room < AS_TABS
        self.tabs.setVisible(tabbed)
        self.documents.setVisible(not tabbed or self.tabs.currentIndex() == 0)
        self.rubric.setVisible(not tabbed or self.tabs.currentIndex() == 1)
        narrow = room < HIDE_QUEUE
        self._gap.setVisible(not narrow)
        self._gap.setFixedWidth(px(NARROW))
        self.queue.setVisible(not narrow or self.queue.is_wide)
        self.queue.setGeometry(0, 0, px(WIDE if self.queue.is_wide else NARROW), self.height())
        self.queue.raise_()
        if not tabbed:
            wanted = (self.context.preferences.place(_PLACE) or [RUBRIC])[0]
            whole = self.width() - (0 if narrow else px(NARROW))
            right = min(px(max(360, wanted)), whole - px(320))
            self.splitter.setSizes([whole - right, right])


def _holds_focus(pane: QWidget) -> bool:
    """Say whether the focus is in a pane."""
    now: QWidget | None = QApplication.focusWidget()
    return now is not None and (now is pane or pane.isAncestorOf(now))
