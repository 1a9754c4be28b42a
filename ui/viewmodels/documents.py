"""Documents of the application in view: decrypted in a job, parsed in another process, never on the disk."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import Future

from PySide6.QtCore import QObject, Qt, Signal

from ui.documents.answers import tell
from ui.documents.document import Document
from ui.documents.protocol import Opened
from ui.documents.reader import Reader
from ui.viewmodels.session import Session
from zgc_review.domain.rows import DocumentRow
from zgc_review.errors import ReviewError
from zgc_review.services import reading
from zgc_review.services.desk import Desk

_KEPT = 4  # documents of one application that stay open


class DocumentsModel(QObject):
    """Opens documents and keeps a few of them open.

    Signals:
        opened: position, the :class:`Document` and what it is (:class:`Opened`).
        failed: position and a :class:`ReviewError`; other documents are not touched.
    """

    opened = Signal(int, object, object)
    failed = Signal(int, object)
    _known = Signal(str, int, object, object)

    def __init__(self, session: Session, reader: Reader, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._reader = reader
        self._application = ""
        self._open: dict[int, tuple[Document, Opened]] = {}
        self._opening: dict[int, Document] = {}
        self._known.connect(self._take, Qt.ConnectionType.QueuedConnection)

    def follow(self, application_id: str, _documents: Sequence[DocumentRow]) -> None:
        """Turn to another application; documents of the one before are closed."""
        self.close()
        self._application = application_id

    def close(self) -> None:
        """Close every document: their plaintext leaves the memory."""
        for document, _opened in self._open.values():
            document.close()
        for document in self._opening.values():
            document.close()
        self._open.clear()
        self._opening.clear()
        self._application = ""

    def show(self, position: int) -> None:
        """Open a document, or tell at once about one that is open."""
        if position in self._open:
            document, opened = self._open.pop(position)
            self._open[position] = (document, opened)
            self.opened.emit(position, document, opened)
            return
        application, row = self._application, self._session.row

        def work(desk: Desk) -> tuple[DocumentRow, bytes]:
            return reading.read_document(desk, row, application, position)

        def failed(fault: ReviewError) -> None:
            if application == self._application:
                self.failed.emit(position, fault)

        self._session.read(self, work, lambda read: self._start(application, position, *read), failed)

    def _start(self, application: str, position: int, row: DocumentRow, data: bytes) -> None:
        if application != self._application or position in self._opening:
            return
        document = self._reader.open(data, row.media)
        self._opening[position] = document
        tell(document.opened, self._known, application, position, document)

    def _take(self, application: str, position: int, document: Document, future: Future[Opened]) -> None:
        if application != self._application or self._opening.get(position) is not document:
            document.close()
            return
        del self._opening[position]
        fault = None if future.cancelled() else future.exception()
        if future.cancelled() or fault is not None:
            document.close()
            if isinstance(fault, ReviewError):
                self.failed.emit(position, fault)
            return
        self._open[position] = (document, future.result())
        while len(self._open) > _KEPT:
            oldest = next(iter(self._open))
            self._open.pop(oldest)[0].close()
        self.opened.emit(position, document, future.result())
