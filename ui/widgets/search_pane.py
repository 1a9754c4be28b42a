"""Finding words in a document: a field, a list of hits, next and previous."""

from __future__ import annotations

from concurrent.futures import Future

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QListWidget, QVBoxLayout, QWidget

from ui.context import Context
from ui.documents.answers import tell
from ui.documents.document import Document
from ui.documents.protocol import Found, Hit
from ui.widgets.controls import IconButton, label, tight

_TYPING = 250
_MOST = 500


class SearchPane(QWidget):
    """Searches part by part while the person goes on typing.

    Signals:
        found: all hits so far, and the chosen one or None.
        closed: the pane was closed.
    """

    found = Signal(object, object)
    closed = Signal()
    _arrived = Signal(object, str, object)

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._document: Document | None = None
        self._paged = True
        self._query = ""
        self._hits: list[Hit] = []
        self.setObjectName("searchPane")
        self.field = QLineEdit()
        self.field.setObjectName("searchField")
        self.field.setProperty("tool", "true")
        self.list = QListWidget()
        self.list.setObjectName("searchHits")
        self.count = label("small", "second", name="searchCount")
        self.shut = IconButton(context, "close-line", self.closed.emit, name="searchClose")
        self._typing = QTimer(self)
        self._typing.setSingleShot(True)
        self._typing.setInterval(_TYPING)
        self._lay_out()
        self._typing.timeout.connect(self._begin)
        self.field.textChanged.connect(lambda _text: self._typing.start())
        self.field.returnPressed.connect(lambda: self.step(1))
        self.list.currentRowChanged.connect(self._choose)
        self._arrived.connect(self._take, Qt.ConnectionType.QueuedConnection)
        QShortcut(
            QKeySequence("Escape"),
            self,
            self.closed.emit,
            context=Qt.ShortcutContext.WidgetWithChildrenShortcut,
        )
        context.captions.changed.connect(self.retranslate)
        self.retranslate()

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        tight(column, 8, 8)
        row = QHBoxLayout()
        tight(row, 0, 4)
        row.addWidget(self.field, 1)
        row.addWidget(self.shut)
        column.addLayout(row)
        column.addWidget(self.count)
        column.addWidget(self.list, 1)
        self.list.setWordWrap(True)
        self.setFixedWidth(self._context.theme.px(248))

    def follow(self, document: Document | None, *, paged: bool) -> None:
        """Search another document; the words stay."""
        self._document, self._paged = document, paged
        self._begin()

    def retranslate(self) -> None:
        """Set every text anew."""
        cap = self._context.captions.cap
        self.field.setPlaceholderText(cap("viewer.find"))
        self.field.setAccessibleName(cap("viewer.find"))
        self.list.setAccessibleName(cap("viewer.hits"))
        self.shut.say(cap("viewer.close_find"), "Esc")
        self._say(done=True)

    def step(self, by: int) -> None:
        """Go to another hit, round and round."""
        if self._hits:
            self.list.setCurrentRow((self.list.currentRow() + by) % len(self._hits))

    def _begin(self) -> None:
        self._query = self.field.text().strip()
        self._hits = []
        self.list.clear()
        self.found.emit((), None)
        self._say(done=not self._query)
        if self._query:
            self._ask(0, 0)

    def _ask(self, part: int, first: int) -> None:
        document, query = self._document, self._query
        if document is not None:
            future = document.search(query, part, first)
            tell(future, self._arrived, document, query)

    def _take(self, document: Document, query: str, future: Future[Found]) -> None:
        stale = document is not self._document or query != self._query
        if stale or future.cancelled() or future.exception() is not None:
            return
        found = future.result()
        cap = self._context.captions.cap
        for hit in found.hits[: _MOST - len(self._hits)]:
            self._hits.append(hit)
            place = cap("viewer.page_short", page=hit.place + 1) if self._paged else ""
            self.list.addItem(f"{place}  {hit.snippet}".strip())
        more = found.next_part >= 0 and len(self._hits) < _MOST
        self._say(done=not more)
        self.found.emit(tuple(self._hits), self._chosen())
        if self.list.currentRow() < 0 and self._hits:
            self.list.setCurrentRow(0)
        if more:
            self._ask(found.next_part, found.next_first)

    def _chosen(self) -> Hit | None:
        row = self.list.currentRow()
        return self._hits[row] if 0 <= row < len(self._hits) else None

    def _choose(self, _row: int) -> None:
        self.found.emit(tuple(self._hits), self._chosen())

    def _say(self, *, done: bool) -> None:
        captions = self._context.captions
        if not self._query:
            self.count.setText("")
        elif done:
            self.count.setText(captions.cap_count("viewer.found", len(self._hits)))
        else:
            self.count.setText(captions.cap_count("viewer.finding", len(self._hits)))
