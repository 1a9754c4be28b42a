"""The documents of one application: tabs, tool bar, pages or text, search, two beside each other."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property, partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QSplitter, QVBoxLayout, QWidget

from ui.context import Context
from ui.documents.document import Document
from ui.documents.protocol import Opened
from ui.viewmodels.documents import DocumentsModel
from ui.widgets.controls import rule, tight
from ui.widgets.document_area import DocumentArea, PageMark
from ui.widgets.document_pane import DocumentPane
from ui.widgets.tab_bar import TabBar
from zgc_review.domain.rows import DocumentRow
from zgc_review.errors import ReviewError

_NAME = 12  # characters of a document's name on its tab


class DocumentViewer(DocumentArea):
    """Shows documents through a :class:`DocumentsModel`."""

    page_changed = Signal(int, int)

    def __init__(
        self, context: Context, model: DocumentsModel, *, is_cited_from: bool = True, is_framed: bool = False
    ) -> None:
        super().__init__()
        self._context = context
        self._model = model
        model.setParent(self)
        self._documents: Sequence[DocumentRow] = ()
        self._marks: Sequence[PageMark] = ()
        self._wanted: dict[int, tuple[DocumentPane, int]] = {}
        self.setObjectName("documentArea")
        self.tabs = TabBar()
        self.tabs.setObjectName("documentTabs")
        self.tabs.setExpanding(False)
        self.tabs.setUsesScrollButtons(True)
        self.tabs.setDrawBase(False)
        self._split = QSplitter(Qt.Orientation.Horizontal)
        self._lay_out()
        self.main = DocumentPane(context, self._split, name="documentMain")
        self._split.addWidget(self.main)
        # Inside a frame the keys Ctrl 1–9 are its pages'.
        self._wire(range(1, 1 if is_framed else 10))
        self.main.bar.cite.setVisible(is_cited_from)
        self.retranslate()

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        tight(column)
        bar = QWidget()
        bar.setProperty("pane", "bar")
        bar.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        row = QHBoxLayout(bar)
        tight(row)
        row.setContentsMargins(8, 0, 8, 0)
        row.addWidget(self.tabs, 1)
        column.addWidget(bar)
        column.addWidget(self._split, 1)
        column.addWidget(rule())

    def _wire(self, number_keys: range) -> None:
        self.tabs.currentChanged.connect(self._choose)
        self.main.page_changed.connect(self._moved)
        self.main.beside_asked.connect(self.turn_beside)
        self.main.bar.cite_asked.connect(self.cite_asked)
        self._model.opened.connect(self._opened)
        self._model.failed.connect(self._failed)
        self._context.captions.changed.connect(self.retranslate)
        for n in number_keys:
            shortcut = QShortcut(QKeySequence(f"Ctrl+{n}"), self)
            shortcut.activated.connect(partial(self._choose_nth, n - 1))
        QShortcut(QKeySequence("Ctrl+F"), self).activated.connect(self.main.seek)

    def retranslate(self) -> None:
        """Set every text anew."""
        self.tabs.setAccessibleName(self._context.captions.cap("viewer.documents"))

    def show_application(self, application_id: str, documents: Sequence[DocumentRow]) -> None:
        """Show the documents of an application; with none, close at once what is on view."""
        self._documents, self._marks, self._wanted = tuple(documents), (), {}
        if documents:
            self.main.empty()
        else:
            self.main.clear()
        self._close_second()
        self._model.follow(application_id, documents)
        self.tabs.blockSignals(True)
        while self.tabs.count():
            self.tabs.removeTab(0)
        icon = self._context.icons.icon("file-text-line", "text2")
        for one in self._documents:
            words = one.label or one.name
            shown = words if len(words) <= _NAME else f"{words[: _NAME - 1]}…"
            at = self.tabs.addTab(icon, shown)
            self.tabs.setTabToolTip(at, one.name)
        self.tabs.blockSignals(False)
        if self._documents:
            self.tabs.setCurrentIndex(0)
            self._choose(0)

    def current(self) -> tuple[int, int] | None:
        """Return place and page on view, or None while nothing is."""
        position = self._position()
        return None if position is None or not self.main.shows_something else (position, self.main.page + 1)

    def go_to(self, position: int, page: int) -> None:
        """Show a page of a document."""
        for at, one in enumerate(self._documents):
            if one.position == position:
                if self.tabs.currentIndex() == at and self.main.shows_something:
                    self.main.go_to(page - 1)
                else:
                    self._wanted[position] = (self.main, page - 1)
                    self.tabs.setCurrentIndex(at)
                    self._model.show(position)

    def set_citing(self, why_not: str) -> None:
        """Let pages on view be cited, or with a reason not."""
        self.main.set_citing(why_not)

    def set_marks(self, marks: Sequence[PageMark]) -> None:
        """Show which pages are cited."""
        self._marks = tuple(marks)
        self._show_tags()

    def close_documents(self) -> None:
        """Close every document."""
        self.main.clear()
        self._close_second()
        self._model.close()

    @cached_property
    def second(self) -> DocumentPane:
        """The pane at the right, built when it is first wanted."""
        made = DocumentPane(self._context, self._split, name="documentSecond")
        made.hide()
        made.bar.cite.hide()  # pages are cited from the first pane, whose document the tabs name
        made.beside_asked.connect(self.turn_beside)
        self._split.addWidget(made)
        return made

    def _close_second(self) -> None:
        if "second" in self.__dict__:
            self.second.clear()
            self.second.hide()

    def _position(self) -> int | None:
        at = self.tabs.currentIndex()
        return self._documents[at].position if 0 <= at < len(self._documents) else None

    def _choose_nth(self, n: int) -> None:
        if n < self.tabs.count():
            self.tabs.setCurrentIndex(n)

    def _choose(self, at: int) -> None:
        if 0 <= at < len(self._documents):
            position = self._documents[at].position
            self._wanted.setdefault(position, (self.main, 0))
            self.main.wait(self._documents[at].name)
            self._model.show(position)

    def turn_beside(self) -> None:
        """Show the document in view once more at the right, or one pane only."""
        position = self._position()
        if self.second.isVisible() or position is None:
            self._close_second()
            return
        self.second.show()
        self._wanted[position] = (self.second, self.main.page)
        self._model.show(position)

    def _opened(self, position: int, document: Document, opened: Opened) -> None:
        pane, page = self._wanted.pop(position, (self.main, 0))
        if pane is self.main and position != self._position():
            return
        pane.show_document(document, opened)
        pane.go_to(page)
        self._show_tags()
        if pane is self.main:
            self._moved(self.main.page)

    def _failed(self, position: int, fault: ReviewError) -> None:
        pane, _page = self._wanted.pop(position, (self.main, 0))
        if pane is not self.main or position == self._position():
            pane.show_error(fault)

    def _moved(self, page: int) -> None:
        position = self._position()
        if position is not None:
            self.page_changed.emit(position, page + 1)

    def _show_tags(self) -> None:
        tags: dict[int, list[str]] = {}
        for mark in self._marks:
            if mark.position == self._position():
                tags.setdefault(mark.page - 1, []).append(mark.words)
        self.main.set_tags(tags)
