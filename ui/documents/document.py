"""One open document: requests from any thread come back as futures; one thread and one child serve it."""

from __future__ import annotations

import threading
from collections.abc import Callable, Collection
from concurrent.futures import Future
from dataclasses import dataclass
from functools import partial
from typing import Any, Final, Protocol

from ui.documents import limits
from ui.documents.cache import Page, PageCache
from ui.documents.folding import fold
from ui.documents.process import ChildProcess, Gone
from ui.documents.protocol import (
    Block,
    BlockList,
    Blocks,
    Characters,
    CountActive,
    Counted,
    Drawn,
    Found,
    Open,
    Opened,
    Outline,
    Outlined,
    PageSizes,
    PageText,
    Render,
    Request,
    Search,
    Sizes,
)
from ui.documents.queueing import Job, JobQueue, Priority
from zgc_review.errors import DocumentError, ProgramFault

#: Children a document may lose before it is given up.
LOST: Final = 5
_OF_PAGES: Final = (Render, Sizes, PageText, Outline, CountActive)


@dataclass(frozen=True, slots=True)
class Patience:
    """Seconds that an answer may take: opening, anything else, and what nobody wants any more."""

    opening: float = 30.0
    answering: float = 20.0
    unwanted: float = 1.0


class Pool(Protocol):
    """Where a document gets its child."""

    @property
    def cache(self) -> PageCache:
        """Drawn pages of all documents."""

    @property
    def patience(self) -> Patience:
        """How long answers may take."""

    def take_child(self) -> ChildProcess:
        """Return a child that opened nothing yet."""

    def hurry(self, request: Request, seconds: float) -> None:
        """Wait for the answer to a request no longer than ``seconds`` from now."""

    def served(self, document: Document) -> None:
        """Hear that a document was just served by a child."""

    def ended(self, document: Document) -> None:
        """Hear that a document was closed and its thread ends."""


class Document:
    """A document that is open, or being opened.

    Every method returns at once. A future ends with its result, with a :class:`DocumentError`
    (``documents.*``), or cancelled: by its owner, by :meth:`keep_only`, or because the document was
    closed. Callbacks of futures run in the document's thread.

    Args:
        number: of this document, never used again.
        data: the file; held until the document is closed.
        media: media type by content.
        pool: where children come from.

    Attributes:
        opened: what the document is.
    """

    def __init__(self, number: int, data: bytes, media: str, pool: Pool) -> None:
        self.number = number
        self.opened: Future[Opened] = Future()
        self._data, self._media = data, media
        self._pool = pool
        self._queue = JobQueue()
        self._child: ChildProcess | None = None
        self._current: Job | None = None
        self._known: Opened | None = None
        self._refused: DocumentError | None = None
        self._poison: dict[Request, DocumentError] = {}
        self._lost = 0
        self._thread = threading.Thread(target=self._run, name=f"document-{number}", daemon=True)

    def start(self) -> None:
        """Begin to open."""
        self._thread.start()

    def render(
        self,
        page: int,
        width: int,
        rotation: int = 0,
        clip: tuple[int, int, int, int] | None = None,
        priority: Priority = Priority.VISIBLE,
    ) -> Future[Page]:
        """Draw page ``page`` (from 0), ``width`` pixels wide; ``rotation``: quarter turns clockwise.

        ``clip``: left, top, width, height in pixels of the whole page.
        """
        request = Render(page, width, rotation % 4, clip)
        cached = self._pool.cache.get(self.number, request)
        if cached is not None:
            ready: Future[Page] = Future()
            ready.set_result(cached)
            return ready
        return self._ask(request, priority)

    def sizes(self, first: int, count: int) -> Future[list[tuple[int, int]]]:
        """Tell the sizes of pages, in hundredths of a point; at most 2,000 at a time."""
        return self._ask(Sizes(first, count), Priority.DETAIL)

    def text(self, page: int) -> Future[Characters]:
        """Tell the characters of a page and their boxes."""
        return self._ask(PageText(page), Priority.DETAIL)

    def search(self, query: str, part: int = 0, first: int = 0) -> Future[Found]:
        """Search from a page or block on; go on from where the answer says, until its part is -1."""
        if not fold(query) or len(query) > limits.QUERY:
            nothing: Future[Found] = Future()
            nothing.set_result(Found([], -1, 0))
            return nothing
        return self._ask(Search(query, part, first), Priority.BACKGROUND)

    def outline(self) -> Future[Outlined]:
        """Tell the outline."""
        return self._ask(Outline(), Priority.DETAIL)

    def count_active(self, first: int = 0) -> Future[Counted]:
        """Count links and scripts, none of which is ever followed; go on from where the answer says."""
        return self._ask(CountActive(first), Priority.BACKGROUND)

    def blocks(self, part: int, first: int, count: int) -> Future[list[Block]]:
        """Tell blocks of a document of text or tables; fewer than asked where they are long."""
        return self._ask(Blocks(part, first, count), Priority.DETAIL)

    def keep_only(self, pages: Collection[int]) -> None:
        """Cancel drawings of other pages: they are no longer wanted; small pictures stay wanted.

        One that is being drawn has a moment left; then its child is ended, and the next page gets a new one.
        """

        def is_stale(job: Job) -> bool:
            return _draws(job, pages) and job.priority is not Priority.AHEAD

        self._queue.drop(is_stale)
        current = self._current
        if current is not None and is_stale(current):
            current.future.cancel()
            self._pool.hurry(current.request, self._pool.patience.unwanted)

    def keep_thumbs(self, pages: Collection[int]) -> None:
        """Cancel small pictures of other pages that are not drawn yet."""
        self._queue.drop(lambda job: _draws(job, pages) and job.priority is Priority.AHEAD)

    def rest(self) -> None:
        """Do without a child until the next request; the document is opened anew then."""
        self._queue.rest()

    def close(self) -> None:
        """Forget the document: its child is ended, its pages dropped, its futures cancelled."""
        self._queue.close()
        self.opened.cancel()
        child = self._child
        if child is not None:
            child.kill()
        self._pool.cache.forget(self.number)

    def join(self) -> None:
        """Wait until thread and child are gone; close first."""
        if self._thread.ident is not None:
            self._thread.join()

    def _ask(self, request: Request, priority: Priority) -> Future[Any]:
        """Let a request wait for its turn."""
        job = Job(request, priority)
        self._queue.put(job)
        return job.future

    # --- from here on in the document's own thread

    def _run(self) -> None:
        """Open, then serve jobs until closed."""
        try:
            self._settle(self.opened, self._open_first)
            while not self._queue.is_closed():
                job = self._queue.take()
                if job is None:
                    self._drop_child()
                else:
                    self._current = job
                    self._settle(job.future, partial(self._result, job))
                    self._current = None
        finally:
            self._drop_child()
            self._data = b""
            self._pool.cache.forget(self.number)
            self._pool.ended(self)

    def _settle(self, future: Future[Any], work: Callable[[], Any]) -> None:
        """Give a future its result or error, unless nobody waits any more."""
        result: Any = None
        error: Exception | None = None
        try:
            result = work()
        except Gone as fault:
            error = fault.error
        except Exception as fault:  # noqa: BLE001 - a future carries whatever happened
            error = fault
        if self._queue.is_closed():
            future.cancel()
        if not future.set_running_or_notify_cancel():
            return
        if error is not None:
            future.set_exception(error)
        else:
            future.set_result(result)

    def _open_first(self) -> Opened:
        """Open the document for the first time."""
        self._open_child()
        if self._known is None:
            raise ProgramFault("opened without an answer")
        return self._known

    def _result(self, job: Job) -> Any:
        """Return the result of a job.

        Raises:
            DocumentError: it cannot be met.
            Gone: the child was lost.
        """
        request = job.request
        refused = self._refused or self._poison.get(request)
        if refused is not None:
            raise refused
        if isinstance(request, Render):
            cached = self._pool.cache.get(self.number, request)
            if cached is not None:
                return cached
        if self._child is not None and not self._child.alive:
            self._drop_child()  # ended by the system while nobody asked: not this request's doing
        child = self._child or self._open_child()
        try:
            return self._exchange(child, job)
        except Gone as fault:
            self._drop_child()
            if not job.future.cancelled():
                self._note_loss(request, fault.error)
            raise
        except DocumentError as fault:
            if fault.code == "documents.memory":
                self._drop_child()  # what is left of its memory is in pieces
            raise

    def _exchange(self, child: ChildProcess, job: Job) -> Any:
        """Let the child answer."""
        request = job.request
        if self._known is None or (self._known.kind == "pages") != _asks_pages(request, self._known):
            raise ProgramFault(f"{type(request).__name__} does not fit this kind of document")
        reply, load = child.exchange(request, b"", self._pool.patience.answering, job.future.cancelled)
        self._pool.served(self)
        match reply:
            case Drawn() if isinstance(request, Render):
                page = Page(reply.width, reply.height, reply.page_width, reply.page_height, load)
                self._pool.cache.put(self.number, request, page)
                return page
            case PageSizes():
                return reply.sizes
            case BlockList():
                return reply.blocks
        return reply

    def _open_child(self) -> ChildProcess:
        """Return a child that opened the document.

        Raises:
            Gone: it died of it.
            DocumentError: the document cannot be shown, or no child can be started.
        """
        try:
            try:
                return self._open_in(self._new_child())
            except Gone as fault:
                if self._queue.is_closed() or fault.error.code != "documents.crashed":
                    raise
            # A child that waited long may have died before: one more try, with one that is new.
            return self._open_in(self._new_child())
        except Gone as fault:
            self._refused = fault.error
            raise
        except DocumentError as fault:
            self._refused = fault if fault.code != "documents.start" else None
            raise

    def _new_child(self) -> ChildProcess:
        """Take a child."""
        self._drop_child()
        try:
            self._child = child = self._pool.take_child()
        except OSError as fault:
            raise DocumentError("documents.start") from fault
        if self._queue.is_closed():  # closing saw no child to end
            raise DocumentError("documents.crashed")
        return child

    def _open_in(self, child: ChildProcess) -> ChildProcess:
        """Let a child open the document."""
        try:
            reply, _ = child.exchange(Open(self._media), self._data, self._pool.patience.opening)
        except (Gone, DocumentError):
            self._drop_child()
            raise
        if isinstance(reply, Opened):
            self._known = reply
        self._pool.served(self)
        return child

    def _note_loss(self, request: Request, error: DocumentError) -> None:
        """Remember what a child was lost with; the next request gets a new one."""
        self._poison[request] = error
        self._lost += 1
        if self._lost >= LOST:
            self._refused = DocumentError("documents.given_up", times=self._lost)

    def _drop_child(self) -> None:
        """End the child, if there is one."""
        child, self._child = self._child, None
        if child is not None:
            child.close()


def _draws(job: Job, others: Collection[int]) -> bool:
    """Say whether a job draws a page that is none of some others."""
    return isinstance(job.request, Render) and job.request.page not in others


def _asks_pages(request: Request, known: Opened) -> bool:
    """Say whether a request is one for pages; a search is for either."""
    return known.kind == "pages" if isinstance(request, Search) else isinstance(request, _OF_PAGES)
