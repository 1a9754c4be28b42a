"""One child as the window's side sees it: a request goes in, a reply comes out, or the child is ended."""

from __future__ import annotations

import contextlib
import io
import subprocess
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import CancelledError
from typing import IO

from ui.documents import launch, limits
from ui.documents.failures import told
from ui.documents.keeper import Keeper
from ui.documents.protocol import (
    BlockList,
    Blocks,
    Broken,
    Characters,
    CountActive,
    Counted,
    Drawn,
    Failed,
    Found,
    Open,
    Opened,
    Outline,
    Outlined,
    PageSizes,
    PageText,
    Render,
    Reply,
    Request,
    Search,
    Sizes,
    read_reply,
    write_frame,
)
from zgc_review.errors import DocumentError, ProgramFault

_ANSWERS: dict[type[Request], type[Reply]] = {
    Open: Opened,
    Sizes: PageSizes,
    Render: Drawn,
    PageText: Characters,
    Search: Found,
    Outline: Outlined,
    CountActive: Counted,
    Blocks: BlockList,
}
_ENDING = 5.0


class Gone(Exception):  # noqa: N818 - never leaves this room
    """The child died or was ended; ``error`` says why."""

    def __init__(self, error: DocumentError) -> None:
        super().__init__(str(error))
        self.error = error


class ChildProcess:
    """A running child.

    Args:
        arguments: command to start.
        keeper: ends it when an answer takes too long.

    Raises:
        OSError: the system starts no process.
    """

    def __init__(self, arguments: Sequence[str], keeper: Keeper) -> None:
        self._process = launch.start(arguments)
        self._keeper = keeper
        self._ending = threading.Lock()

    @property
    def pid(self) -> int:
        """Number of the process."""
        return self._process.pid

    @property
    def alive(self) -> bool:
        """True while the process runs."""
        return self._process.poll() is None

    def exchange(
        self,
        request: Request,
        load: bytes,
        seconds: float,
        is_unwanted: Callable[[], bool] = lambda: False,
    ) -> tuple[Reply, bytes]:
        """Send a request and return its reply with its load.

        ``is_unwanted`` is asked once the answer is guarded: whoever gives up earlier is seen here, whoever
        gives up later finds the guard.

        Raises:
            CancelledError: nobody wants it; nothing was sent.
            Gone: the child died, was silent too long, or answered something else; it is ended.
            DocumentError: the child cannot meet the request.
        """
        most = 4 * limits.PIXELS if isinstance(request, Render) else 0
        with self._keeper.guard(request, self.kill, seconds) as guard:
            if is_unwanted():
                raise CancelledError
            try:
                write_frame(_pipe(self._process.stdin), request, load)
                reply, pixels = read_reply(_pipe(self._process.stdout), most)
            except Broken:
                raise Gone(self._end(seconds if guard.expired else 0)) from None
        if isinstance(reply, Failed):
            raise told(reply)
        wrong = not isinstance(reply, _ANSWERS[type(request)])
        if wrong or (isinstance(reply, Drawn) and not _whole(reply, len(pixels))):
            self.kill()
            raise Gone(DocumentError("documents.answer"))
        return reply, bytes(pixels)

    def kill(self) -> None:
        """End the child at once; may be called from any thread, and again."""
        with self._ending:
            if self._process.poll() is None:
                self._process.kill()

    def close(self) -> None:
        """End the child, wait for it, close its pipes."""
        self.kill()
        with contextlib.suppress(subprocess.TimeoutExpired):
            self._process.wait(_ENDING)
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe is not None:
                with contextlib.suppress(OSError):
                    pipe.close()

    def _end(self, seconds: float) -> DocumentError:
        """End a child that broke off and return why."""
        self.kill()
        if seconds:
            return DocumentError("documents.timeout", seconds=max(round(seconds), 1))
        return DocumentError("documents.crashed")


def _pipe(pipe: IO[bytes] | None) -> io.FileIO:
    """Return an unbuffered pipe that was asked for."""
    if not isinstance(pipe, io.FileIO):
        raise ProgramFault("a child without pipes")
    return pipe


def _whole(reply: Drawn, size: int) -> bool:
    """Say whether pixels are as many as their frame needs, and the frame lies within the page."""
    sides = (reply.width, reply.height, reply.page_width, reply.page_height)
    if any(not 0 < side <= limits.PIXEL_SIDE for side in sides):
        return False
    inside = reply.width <= reply.page_width and reply.height <= reply.page_height
    return inside and size == 4 * reply.width * reply.height
