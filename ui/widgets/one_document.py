"""One document made in memory, shown by the reader of documents; nothing of it touches a disk."""

from __future__ import annotations

from concurrent.futures import Future
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ui.context import Context
from ui.documents.answers import tell
from ui.documents.document import Document
from ui.documents.reader import Reader
from ui.widgets.controls import tight
from ui.widgets.document_pane import DocumentPane
from zgc_review.errors import ReviewError


class OneDocument(QWidget):
    """Shows bytes; another document closes the one before."""

    _known = Signal(object, object)

    def __init__(self, context: Context, *, name: str) -> None:
        super().__init__()
        self._jobs = context.jobs
        self._reader: Reader | None = None
        self._document: Document | None = None
        self.setObjectName(name)
        self.pane = DocumentPane(context, name=f"{name}Pane")
        self.pane.bar.cite.hide()
        self.pane.bar.beside.hide()
        column = QVBoxLayout(self)
        tight(column)
        column.addWidget(self.pane)
        self._known.connect(self._take, Qt.ConnectionType.QueuedConnection)

    def wait(self, name: str) -> None:
        """Say that a document is being made."""
        self.pane.wait(name)
        self._drop()

    def show_bytes(self, data: bytes, media: str) -> None:
        """Show a document; the process that draws it starts with the first one."""
        self.pane.empty()
        self._drop()
        if self._reader is None:
            self._reader = Reader()
            self._reader.start()
        document = self._reader.open(data, media)
        self._document = document
        tell(document.opened, self._known, document)

    def show_error(self, fault: ReviewError) -> None:
        """Say why there is nothing to see."""
        self.pane.show_error(fault)

    def close_document(self) -> None:
        """Close the document; its content leaves the memory."""
        self.pane.clear()
        self._drop()

    def _drop(self) -> None:
        """Close what was on view; nothing of it is painted any more."""
        if self._document is not None:
            self._document.close()
            self._document = None

    def stop(self) -> None:
        """Close the document and end the process that draws, once the page that follows is painted."""
        self.pane.clear()
        self._document = None  # the reader closes it
        reader, self._reader = self._reader, None
        if reader is not None:
            self._jobs.run(self, lambda _ticket: reader.close(), vault=False)

    def _take(self, document: Document, ended: Future[Any]) -> None:
        if document is not self._document or ended.cancelled():
            return
        fault = ended.exception()
        if fault is None:
            self.pane.show_document(document, ended.result())
        elif isinstance(fault, ReviewError):
            self.pane.show_error(fault)
