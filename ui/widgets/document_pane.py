"""One document on view: its tool bar, its pages or text, its search, or why it cannot be shown."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from concurrent.futures import Future

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QTreeWidget, QTreeWidgetItem, QVBoxLayout, QWidget

from ui.context import Context
from ui.documents.answers import tell
from ui.documents.document import Document
from ui.documents.protocol import Hit, Opened, Outlined
from ui.widgets.blocks_view import BlocksView
from ui.widgets.controls import label, tight
from ui.widgets.notices import ErrorPane
from ui.widgets.page_thumbs import PageThumbs
from ui.widgets.page_view import PageView
from ui.widgets.search_pane import SearchPane
from ui.widgets.viewer_bar import ViewerBar
from zgc_review.errors import ReviewError

_WHOLE = 99


class DocumentPane(QWidget):
    """Shows one document.

    Signals:
        page_changed: the page in view, from 0.
        beside_asked: show two documents beside each other, or one again.
    """

    page_changed = Signal(int)
    beside_asked = Signal()
    _outlined = Signal(object, object)

    def __init__(self, context: Context, parent: QWidget | None = None, *, name: str) -> None:
        super().__init__(parent)
        self._context = context
        self._document: Document | None = None
        self._opened: Opened | None = None
        self._why_not = ""
        self.setObjectName(name)
        self.bar = ViewerBar(context)
        self.pages = PageView(context, name=f"{name}Pages")
        self.blocks = BlocksView(context)
        self.error = ErrorPane(context, name=f"{name}Error")
        self.waiting = label("body", "second", name=f"{name}Waiting")
        self.note = label("small", "second", name=f"{name}Note", wrap=True)
        self.search = SearchPane(context)
        self.outline = QTreeWidget()
        self.outline.setObjectName(f"{name}Outline")
        self.outline.setHeaderHidden(True)
        self.thumbs = PageThumbs(context, name=f"{name}Thumbs")
        self._stack = QStackedWidget()
        self._lay_out()
        self._wire()
        self.search.hide()
        self.outline.hide()
        self.thumbs.hide()
        self.clear()

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        tight(column)
        column.addWidget(self.bar)
        column.addWidget(self.note)
        row = QHBoxLayout()
        tight(row)
        column.addLayout(row, 1)
        row.addWidget(self.search)
        row.addWidget(self.outline)
        row.addWidget(self.thumbs)
        row.addWidget(self._stack, 1)
        empty = QWidget()
        for one in (empty, self.pages, self.blocks):
            self._stack.addWidget(one)
        inner = QVBoxLayout(empty)
        tight(inner, 24, 12)
        inner.addWidget(self.error)
        inner.addWidget(self.waiting)
        inner.addStretch(1)
        self.outline.setFixedWidth(self._context.theme.px(248))

    def _wire(self) -> None:
        bar = self.bar
        bar.find_asked.connect(self.seek)
        bar.outline_asked.connect(self._toggle_outline)
        bar.thumbs_asked.connect(self._toggle_thumbs)
        bar.beside_asked.connect(self.beside_asked)
        bar.page_asked.connect(self.pages.go_to)
        bar.zoom_asked.connect(self._zoom)
        bar.turn_asked.connect(self.pages.rotate)
        bar.colours_asked.connect(lambda: self.pages.set_original_colours(not self.pages.original_colours))
        self.pages.page_changed.connect(self._moved)
        self.pages.zoom_changed.connect(bar.show_zoom)
        self.blocks.failed.connect(self.show_error)
        self.search.found.connect(self._show_hits)
        self.search.closed.connect(self._close_search)
        self.thumbs.page_asked.connect(self.pages.go_to)
        self.outline.itemActivated.connect(self._follow_outline)
        self.outline.itemClicked.connect(self._follow_outline)
        self._outlined.connect(self._take_outline, Qt.ConnectionType.QueuedConnection)

    @property
    def shows_something(self) -> bool:
        """Whether a document is on view."""
        return self._document is not None

    @property
    def page(self) -> int:
        """The page in view, from 0; 0 in documents without pages."""
        return self.pages.page if self._opened is not None and self._opened.kind == "pages" else 0

    def clear(self) -> None:
        """Show nothing, and no tool bar over it."""
        self.empty()
        self.bar.hide()

    def empty(self) -> None:
        """Show nothing while another document is on its way; the tool bar and a focus in it stay."""
        self._document = self._opened = None
        self.pages.clear()
        self.blocks.clear()
        self.error.clear()
        self.waiting.setText("")
        self.note.hide()
        self.bar.show_page(0, 0)
        self._say_citing()
        self.search.follow(None, paged=True)
        self.thumbs.follow(None, 0)
        self._stack.setCurrentIndex(0)

    def wait(self, name: str) -> None:
        """Say that a document is being opened."""
        self.empty()
        self.bar.show()
        for one in (self.pages, self.blocks):
            one.setAccessibleName(name)
        self.waiting.setText(self._context.captions.cap("viewer.opening", name=name))

    def show_error(self, fault: ReviewError) -> None:
        """Say why a document cannot be shown."""
        self.empty()
        self.bar.show()
        self.error.show_error(fault)

    def show_document(self, document: Document, opened: Opened) -> None:
        """Show a document from its beginning."""
        self._document, self._opened = document, opened
        self.bar.show()
        self.waiting.setText("")
        self._say_citing()
        paged = opened.kind == "pages"
        if paged:
            self.pages.show_document(document, opened)
        else:
            self.blocks.show_document(document, opened)
        self._stack.setCurrentIndex(1 if paged else 2)
        self.bar.show_page(0, opened.pages if paged else 0)
        self.search.follow(document if self.search.isVisible() else None, paged=paged)
        self._say_left_out(opened)
        self.outline.clear()
        if self.outline.isVisible():
            self._ask_outline()
        self._follow_thumbs()

    def go_to(self, page: int) -> None:
        """Show a page, from 0."""
        self.pages.go_to(page)

    def set_citing(self, why_not: str) -> None:
        """Let the page on view be cited, or with a reason not."""
        self._why_not = why_not
        self._say_citing()

    def set_tags(self, tags: Mapping[int, Sequence[str]]) -> None:
        """Show tags of cited pages."""
        self.pages.set_tags(tags)

    def seek(self) -> None:
        """Open the search, where there is something to be searched."""
        if self.bar.isHidden():
            return
        self.outline.hide()
        self.thumbs.hide()
        self.search.show()
        if self._document is not None and self._opened is not None:
            self.search.follow(self._document, paged=self._opened.kind == "pages")
        self.search.field.setFocus()
        self.search.field.selectAll()

    def _say_citing(self) -> None:
        self.bar.show_citing(able=self.shows_something and not self._why_not, why_not=self._why_not)

    def _say_left_out(self, opened: Opened) -> None:
        """Say what is in the file and is not shown here."""
        cap = self._context.captions.cap
        named = [
            cap(f"viewer.left_out.{name}", count=count) for name, count in sorted(opened.left_out.items())
        ]
        words = [cap("viewer.form")] if opened.form else []
        if named:
            words.append(cap("viewer.left_out_all", listed=" · ".join(named)))
        self.note.setText(" ".join(words))
        self.note.setVisible(bool(words))

    def _moved(self, page: int) -> None:
        self.bar.show_page(page, self.pages.count)
        self.thumbs.show_page(page)
        self.page_changed.emit(page)

    def _zoom(self, steps: int) -> None:
        if steps == _WHOLE:
            self.pages.set_mode("page")
        elif steps == 0:
            self.pages.set_mode("width")
        else:
            self.pages.zoom_by(steps)

    def _show_hits(self, hits: Sequence[Hit], chosen: Hit | None) -> None:
        if self._opened is not None and self._opened.kind == "pages":
            self.pages.set_hits(hits, chosen)
        elif chosen is not None:
            self.blocks.go_to(chosen)

    def _close_search(self) -> None:
        self.search.hide()
        self.search.follow(None, paged=True)
        self.pages.setFocus()

    def _toggle_thumbs(self) -> None:
        """Show the small pictures in place of outline and search, or none."""
        shown = not self.thumbs.isVisible()
        self.search.hide()
        self.outline.hide()
        self.thumbs.setVisible(shown)
        self._follow_thumbs()

    def _follow_thumbs(self) -> None:
        """Let the strip show the pages of the document in view, if it is on show."""
        paged = self._opened is not None and self._opened.kind == "pages"
        wanted = paged and not self.thumbs.isHidden()
        self.thumbs.follow(self._document if wanted else None, self.pages.count if wanted else 0)
        self.thumbs.show_page(self.page)

    def _toggle_outline(self) -> None:
        self.search.hide()
        self.thumbs.hide()
        self.outline.setVisible(not self.outline.isVisible())
        if self.outline.isVisible():
            self._ask_outline()

    def _ask_outline(self) -> None:
        document = self._document
        if document is not None:
            tell(document.outline(), self._outlined, document)

    def _take_outline(self, document: Document, future: Future[Outlined]) -> None:
        if document is not self._document or future.cancelled() or future.exception() is not None:
            return
        self.outline.clear()
        line: list[QTreeWidgetItem] = []
        for entry in future.result().entries:
            item = QTreeWidgetItem([entry.title])
            item.setData(0, Qt.ItemDataRole.UserRole, (entry.page, entry.top))
            del line[entry.depth :]
            if line:
                line[-1].addChild(item)
            else:
                self.outline.addTopLevelItem(item)
            line.append(item)
        if not self.outline.topLevelItemCount():
            self.outline.addTopLevelItem(QTreeWidgetItem([self._context.captions.cap("viewer.no_outline")]))
        self.outline.expandToDepth(0)

    def _follow_outline(self, item: QTreeWidgetItem) -> None:
        place = item.data(0, Qt.ItemDataRole.UserRole)
        if place is not None and place[0] >= 0:
            self.pages.go_to(*place)
