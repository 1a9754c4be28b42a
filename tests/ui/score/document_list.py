"""A stand-in for the viewer: documents as a list with a page number beside."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QIntValidator
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QListWidget, QVBoxLayout

from ui.context import Context
from ui.widgets.controls import label, pane, rule, tight
from ui.widgets.document_area import DocumentArea, PageMark
from zgc_review.domain.rows import DocumentRow

_MOST_PAGES = 1_000_000


class DocumentList(DocumentArea):
    """Documents as a list with a page number beside: the stand-in for a viewer."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._documents: Sequence[DocumentRow] = ()
        self._marks: Sequence[PageMark] = ()
        self.setObjectName("documentArea")
        self._title = label("head")
        self._list = QListWidget()
        self._list.setObjectName("documentList")
        self._page_words = label("body", "second")
        self._page = QLineEdit("1")
        self._page.setObjectName("documentPage")
        self._page.setValidator(QIntValidator(1, _MOST_PAGES, self._page))
        self._page.setMaximumWidth(context.theme.px(80))
        self._page_words.setBuddy(self._page)
        self._cited = label("small", "second", name="documentCited", wrap=True)
        self._lay_out()
        self._list.currentRowChanged.connect(self._chosen)
        self._page.textChanged.connect(self._moved)
        context.captions.changed.connect(self.retranslate)
        self.retranslate()

    def show_application(self, application_id: str, documents: Sequence[DocumentRow]) -> None:
        """List the documents; the first one is on view at its first page."""
        del application_id  # a viewer opens documents by it
        self._documents, self._marks = tuple(documents), ()
        self._list.clear()
        self._list.addItems([f"{one.position}  {one.name}" for one in self._documents])
        self._page.setText("1")
        if self._documents:
            self._list.setCurrentRow(0)
        self._say()

    def current(self) -> tuple[int, int] | None:
        """Return the chosen document and the page number beside the list."""
        row = self._list.currentRow()
        if not 0 <= row < len(self._documents) or not self._page.hasAcceptableInput():
            return None
        return self._documents[row].position, int(self._page.text())

    def go_to(self, position: int, page: int) -> None:
        """Choose a document and a page."""
        for row, one in enumerate(self._documents):
            if one.position == position:
                self._list.setCurrentRow(row)
                self._page.setText(str(page))

    def set_citing(self, why_not: str) -> None:
        """The stand-in has no button to cite a page."""

    def set_marks(self, marks: Sequence[PageMark]) -> None:
        """Say under the list which pages are cited."""
        self._marks = tuple(marks)
        self._say()

    def retranslate(self) -> None:
        """Set every text anew."""
        self._title.setText("documents")
        self._list.setAccessibleName("documents")
        self._page_words.setText("page")
        self._page.setAccessibleName("page")
        self._say()

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        tight(column)
        ground = pane("plain")
        inner = QVBoxLayout(ground)
        tight(inner, 16, 12)
        head = QHBoxLayout()
        tight(head, 0, 8)
        head.addWidget(self._title)
        head.addStretch(1)
        head.addWidget(self._page_words)
        head.addWidget(self._page)
        inner.addLayout(head)
        inner.addWidget(rule())
        inner.addWidget(self._list, 1)
        inner.addWidget(self._cited)
        column.addWidget(ground)
        self._list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    def _chosen(self, _row: int) -> None:
        self._page.setText("1")
        self._moved()

    def _moved(self) -> None:
        place = self.current()
        if place is not None:
            self.page_changed.emit(*place)

    def _say(self) -> None:
        shown = " · ".join(f"{one.words} document {one.position} page {one.page}" for one in self._marks)
        self._cited.setText(shown)
        self._cited.setVisible(bool(shown))
