"""A second start of the program hands over what it was asked to open, to the window that runs already.

A lock beside the preferences says that a window runs; a local socket beside it takes one path, nothing else.
The network library of Qt is loaded only where another window holds the lock, or after the first painting.
A lock or a socket that a killed program left behind stops nobody.
"""

from __future__ import annotations

import contextlib
import os
import time
from collections.abc import Callable
from enum import Enum
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QLockFile, QObject, QTimer

if TYPE_CHECKING:
    from PySide6.QtNetwork import QLocalServer, QLocalSocket

#: Takes a path (None only raises the window); False where the other start opens a window of its own.
Receive = Callable[["Path | None"], bool]

LONGEST = 32 << 10  # bytes of a path, far more than any system takes
MOST = 4  # starts at once
PATIENCE = 2000  # ms in which a start has said everything
TAKEN, OWN = b"\x06", b"\x15"
_END = b"\x00"
_LONGEST_NAME = 100  # bytes: a socket's address holds no more on any system
_FIRST = 250  # ms after the start: the first painting comes before
_AGAIN = 5000  # ms until the lock of a window that was closed is asked for again
_ANSWER = 3.0  # seconds in which the running window answers


class Start(Enum):
    """What a start of the program is."""

    FIRST = "first"  # no other window: this one takes what later starts hand over
    HANDED = "handed"  # the running window has taken it
    OWN = "own"  # another vault was asked for, or the running window does not answer


class Handover(QObject):
    """The lock and the socket of one person's windows.

    Args:
        preferences: the file of the person's preferences; lock and socket stand beside it.
    """

    def __init__(self, preferences: Path, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._lock = QLockFile(str(preferences.with_name(f"{preferences.stem}-window.lock")))
        self._lock.setStaleLockTime(0)  # however old: only one whose process is gone counts for nothing
        self.name = _socket_name(preferences.with_name(f"{preferences.stem}-window.socket"))
        self._server: QLocalServer | None = None
        self._receive: Receive = lambda _path: False
        self._open: list[QLocalSocket] = []
        with contextlib.suppress(OSError):  # where nothing can be written every start has its own window
            preferences.parent.mkdir(parents=True, exist_ok=True)

    def claim(self) -> bool:
        """Take the lock, if no other window of this person holds it."""
        return self._lock.isLocked() or self._lock.tryLock(0)

    @property
    def is_held_elsewhere(self) -> bool:
        """Whether another window holds the lock; not so where it cannot be written at all."""
        return self._lock.error() == QLockFile.LockError.LockFailedError

    def begin(self, given: Path | None, *, alone: bool = False) -> Start:
        """Say what this start is, handing over what was given where a window runs.

        Needs an application object where another window holds the lock.

        Args:
            given: what to open.
            alone: the person asked for a window of its own.
        """
        until = time.monotonic() + _ANSWER
        while not self.claim():
            if alone or not self.name or not self.is_held_elsewhere:
                return Start.OWN
            answer = _ask(self.name, given, until)
            if answer is not None:
                return Start.HANDED if answer else Start.OWN
            if time.monotonic() >= until:
                return Start.OWN
            time.sleep(0.1)  # the other is just starting, or just ending
        return Start.FIRST

    def listen(self, receive: Receive) -> None:
        """Take what later starts hand over, from soon after the first painting on."""
        self._receive = receive
        QTimer.singleShot(_FIRST, self, self._listen)

    def close(self) -> None:
        """Listen no longer and give the lock back."""
        if self._server is not None:
            self._server.close()
            self._server = None
        self._lock.unlock()

    def _listen(self) -> None:
        """Open the socket, if the lock is this window's; else ask again, for the other may be closed."""
        if not self.name:
            return
        if not self.claim():
            QTimer.singleShot(_AGAIN, self, self._listen)
            return
        from PySide6.QtNetwork import QLocalServer  # noqa: PLC0415 - a window starts without it

        server = QLocalServer(self)
        server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        server.setMaxPendingConnections(MOST)
        QLocalServer.removeServer(self.name)  # the lock is ours: whoever left it is gone
        if server.listen(self.name):
            self._server = server
            server.newConnection.connect(self._greet)

    def _greet(self) -> None:
        """Hear a start out, for a while, and only a few at once."""
        while self._server is not None and (socket := self._server.nextPendingConnection()) is not None:
            if len(self._open) >= MOST:
                socket.abort()
                socket.deleteLater()
                continue
            self._open.append(socket)
            _Heard(socket, self._take)
            socket.disconnected.connect(lambda socket=socket: self._forget(socket))

    def _take(self, path: Path | None) -> bool:
        return self._receive(path)

    def _forget(self, socket: QLocalSocket) -> None:
        if socket in self._open:
            self._open.remove(socket)
            socket.deleteLater()


class _Heard(QObject):
    """One start that is being heard: a path and its end, once, within bounds; anything else ends it."""

    def __init__(self, socket: QLocalSocket, take: Receive) -> None:
        super().__init__(socket)
        self._socket, self._take = socket, take
        self._said = b""
        self._done = False
        socket.setReadBufferSize(LONGEST + 1)
        socket.readyRead.connect(self._read)
        QTimer.singleShot(PATIENCE, self, socket.abort)
        self._read()

    def _read(self) -> None:
        if self._done:
            return
        self._said += bytes(self._socket.readAll().data())
        if _END not in self._said and len(self._said) <= LONGEST:
            return
        self._done = True
        path, _end, rest = self._said.partition(_END)
        try:
            given = _path_of(path) if not rest and len(path) <= LONGEST else None
        except ValueError:
            given, rest = None, b"?"
        if rest or len(path) > LONGEST:
            self._socket.abort()
            return
        self._socket.write(TAKEN if self._take(given) else OWN)
        self._socket.flush()
        self._socket.disconnectFromServer()


def _path_of(said: bytes) -> Path | None:
    """Return the path that was said, None where none was.

    Raises:
        ValueError: it is none, or not absolute.
    """
    if not said:
        return None
    path = Path(os.fsdecode(said))  # UnicodeDecodeError is a ValueError
    if not path.is_absolute():
        raise ValueError("not absolute")
    return path


def _ask(name: str, given: Path | None, until: float) -> bool | None:
    """Hand a path to the running window; return its answer, None where there is none."""
    from PySide6.QtNetwork import QLocalSocket  # noqa: PLC0415 - only where another window runs

    socket = QLocalSocket()
    socket.connectToServer(name)
    if not socket.waitForConnected(500):
        return None
    said = os.fsencode(given.absolute()) if given is not None else b""
    socket.write(said + _END)
    while not socket.bytesAvailable():
        left = int((until - time.monotonic()) * 1000)
        if left <= 0 or not socket.waitForReadyRead(left):
            break
    answer = bytes(socket.read(1).data())
    socket.abort()
    return {TAKEN: True, OWN: False}.get(answer)


def _socket_name(path: Path) -> str:
    """Return the name of the socket: beside the preferences; on Windows a pipe named after that place."""
    if os.name == "nt":
        import hashlib  # noqa: PLC0415 - needed there alone

        return f"zgc-review-{hashlib.sha256(os.fsencode(path)).hexdigest()[:32]}"
    return str(path) if len(os.fsencode(path)) <= _LONGEST_NAME else ""
