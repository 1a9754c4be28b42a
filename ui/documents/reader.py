"""What the windows read documents through: bytes in, futures out, nothing that could block or hurt them.

Each open document has a child of its own (``child``): what a hostile file does to it touches no other
document, closing it gives all its memory back to the system, and it holds no one else's plaintext. One
more child stands ready, so that opening does not wait for a program to start.
"""

from __future__ import annotations

import itertools
import threading
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass, field
from types import TracebackType
from typing import Self

from ui.documents import launch
from ui.documents.cache import PageCache
from ui.documents.document import Document, Patience
from ui.documents.keeper import Keeper
from ui.documents.process import ChildProcess
from ui.documents.protocol import Request
from zgc_review.errors import ProgramFault

#: Seconds after which the next child starts: not beside the drawing of this one's first page, nor at all for
#: what is only looked past.
_PAUSE = 0.5


@dataclass(frozen=True, slots=True)
class Settings:
    """How a reader works.

    Attributes:
        patience: how long answers may take.
        children: documents that keep a child; of more, those read longest ago are opened anew when wanted.
        cache: bytes of drawn pages.
        command: how a child is started.
    """

    patience: Patience = field(default_factory=Patience)
    children: int = 6
    cache: int = 192 << 20
    command: Sequence[str] = field(default_factory=launch.command)


class Reader:
    """Opens documents; one for the whole program.

    Args:
        settings: how it works.
    """

    def __init__(self, settings: Settings | None = None) -> None:
        self._settings = settings or Settings()
        self._cache = PageCache(self._settings.cache)
        self._keeper = Keeper(self._prepare)
        self._numbers = itertools.count(1)
        self._lock = threading.Lock()
        self._documents: dict[int, Document] = {}
        self._live: OrderedDict[int, Document] = OrderedDict()
        self._spare: ChildProcess | None = None
        self._started = self._closed = False

    def start(self) -> None:
        """Start the keeper and the first child; returns at once. Called once, before anything is opened."""
        self._keeper.start()
        self._started = True
        self._keeper.nudge()

    def open(self, data: bytes, media: str) -> Document:
        """Open a document given as bytes; returns at once, ``opened`` of it tells how it went.

        Args:
            data: the file, decrypted; held in memory until the document is closed.
            media: media type by content.

        Raises:
            ProgramFault: the reader was not started, or is closed.
        """
        document = Document(next(self._numbers), data, media, self)
        with self._lock:
            if self._closed or not self._started:
                raise ProgramFault("the reader is not at work")
            self._documents[document.number] = document
        document.start()
        return document

    def close(self) -> None:
        """Close every document and wait until all threads and children are gone."""
        with self._lock:
            self._closed = True
            documents = list(self._documents.values())
            spare, self._spare = self._spare, None
        for document in documents:
            document.close()
        for document in documents:
            document.join()
        if spare is not None:
            spare.close()
        self._keeper.close()

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    # --- what documents ask of their pool, from their threads

    @property
    def cache(self) -> PageCache:
        """Drawn pages of all documents."""
        return self._cache

    @property
    def patience(self) -> Patience:
        """How long answers may take."""
        return self._settings.patience

    def take_child(self) -> ChildProcess:
        """Return a child that opened nothing yet: the one that stands ready, or a new one.

        Raises:
            OSError: the system starts no process.
        """
        with self._lock:
            spare, self._spare = self._spare, None
        if spare is not None:
            if spare.alive:
                return spare
            spare.close()
        return ChildProcess(self._settings.command, self._keeper)

    def hurry(self, request: Request, seconds: float) -> None:
        """Wait for the answer to a request no longer than ``seconds`` from now."""
        self._keeper.hurry(request, seconds)

    def served(self, document: Document) -> None:
        """Note that a document's child is in use; of too many the one unused longest ends."""
        with self._lock:
            self._live[document.number] = document
            self._live.move_to_end(document.number)
            surplus = []
            while len(self._live) > self._settings.children:
                surplus.append(self._live.popitem(last=False)[1])
        for other in surplus:
            other.rest()
        if self._spare is None:
            self._keeper.nudge(_PAUSE)

    def ended(self, document: Document) -> None:
        """Forget a document whose thread ends."""
        with self._lock:
            self._live.pop(document.number, None)
            self._documents.pop(document.number, None)

    def _prepare(self) -> None:
        """Start a child beforehand, in the keeper's thread."""
        if self._is_settled():
            return
        try:
            child = ChildProcess(self._settings.command, self._keeper)
        except OSError:
            return  # opening a document will say so
        with self._lock:
            if not self._is_settled():
                self._spare = child
                return
        child.close()

    def _is_settled(self) -> bool:
        """Say whether no further child is wanted."""
        return self._closed or self._spare is not None
