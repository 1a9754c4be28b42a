"""A stick that is pulled at one moment of an act: every call of the system that reaches it counts.

The calls are those of ``os`` and ``io``; the program above them is the real one. What was not flushed to
the stick when it goes may be lost: the end of a file, or a renaming.
"""

from __future__ import annotations

import errno
import io
import os
import random
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

#: The mount point goes too; it stays and every call fails; the system makes it read-only.
WAYS = ("vanished", "dead", "readonly")
#: Media that only refuse to be written: no room is left, a file grows too large, the disc is finished.
REFUSALS = {"full": errno.ENOSPC, "limit": errno.EFBIG, "disc": errno.EROFS}
_PATHS = ("stat", "scandir", "open", "mkdir", "replace", "unlink", "statvfs", "access")
_WRITES = {"mkdir", "replace", "unlink"}
_MAKING = os.O_WRONLY | os.O_RDWR | os.O_CREAT


class Stick:
    """A folder that stands for a stick.

    Attributes:
        folder: where files are written.
        calls: how many calls reached it. named: those of ``os`` by number.
        is_pulled: whether it went.
    """

    def __init__(self, folder: Path, chance: random.Random) -> None:
        self.folder = folder
        self.calls = 0
        self.named: dict[int, str] = {}
        self.is_pulled = False
        self._at = 0
        self._way = ""
        self._chance = chance
        self._dirty: set[Path] = set()
        self._renamed: tuple[Path, Path, bytes | None] | None = None
        self._real: dict[str, Callable[..., Any]] = {}

    @property
    def _away(self) -> Path:
        return self.folder.with_name(self.folder.name + ".away")

    @contextmanager
    def watched(self, *, at: int = 0, way: str = "vanished") -> Iterator[None]:
        """Count calls; pull the stick with call number ``at`` (never for 0); it is plugged in again after."""
        self.calls, self.is_pulled, self._at, self._way = 0, False, at, way
        self.named = {}
        self._dirty, self._renamed = set(), None
        try:
            with self._patched():
                yield
        finally:
            if self._away.exists():
                self._away.replace(self.folder)

    @contextmanager
    def _patched(self) -> Iterator[None]:
        """Put this stick between the program and the system."""
        with pytest.MonkeyPatch.context() as patch:
            self._real = {name: getattr(os, name) for name in (*_PATHS, "fsync")}
            self._real["io"] = io.open
            for name in _PATHS:
                patch.setattr(os, name, self._path_call(name))
            for name in ("sendfile", "copy_file_range"):
                patch.setattr(os, name, self._copy_call(getattr(os, name), name))
            patch.setattr(os, "fsync", self._fsync)
            patch.setattr(io, "open", self._open)
            yield

    def files(self) -> dict[str, bytes]:
        """Return what a person sees on the stick: names and bytes, without hidden files."""
        seen = (path for path in self.folder.iterdir() if path.is_file())
        return {path.name: path.read_bytes() for path in seen if not path.name.startswith(".")}

    def hidden(self) -> list[str]:
        """Return the names of hidden files."""
        return sorted(path.name for path in self.folder.iterdir() if path.name.startswith("."))

    def reach(self, *, writes: bool, name: str = "") -> None:
        """Count a call that reaches the stick; it fails once the stick is gone."""
        self.calls += 1
        self.named[self.calls] = name
        if self._way in REFUSALS:
            if writes and self.calls >= self._at:
                raise OSError(REFUSALS[self._way], "refused")
            return
        if self.is_pulled and not (self._way == "readonly" and not writes):
            raise OSError(errno.EROFS if self._way == "readonly" else errno.EIO, "pulled")
        if not self.is_pulled and self.calls == self._at:
            self.pull()
            raise OSError(self._chance.choice((errno.EIO, errno.ENODEV)), "pulled")

    @property
    def is_due(self) -> bool:
        """Whether the next call pulls the stick."""
        return not self.is_pulled and self.calls + 1 == self._at and self._way in WAYS

    def pull(self) -> None:
        """Take the stick away; what was not flushed may be lost."""
        self.is_pulled = True
        if self._way != "readonly":
            self._lose()
        if self._way == "vanished":
            self._real["replace"](self.folder, self._away)

    def _lose(self) -> None:
        if self._renamed is not None and self._chance.random() < 0.5:
            before, after, old = self._renamed
            self._real["replace"](after, before)
            if old is not None:
                _store(self._real["io"], after, old)
        for path in self._dirty:
            if os.path.lexists(path):
                size = self._real["stat"](path).st_size
                os.truncate(path, self._chance.randint(0, size))

    def holds(self, path: object) -> bool:
        """Whether a path is on the stick."""
        if not isinstance(path, str | os.PathLike):
            return False
        given = os.fspath(path)
        return isinstance(given, str) and (given + "/").startswith(f"{self.folder}/")

    def _on(self, handle: int) -> Path | None:
        """Return the file on the stick behind a handle."""
        try:
            path = str(Path(f"/proc/self/fd/{handle}").readlink())
        except OSError:
            return None
        path = path.replace(str(self._away), str(self.folder))
        return Path(path) if self.holds(path) else None

    def _path_call(self, name: str) -> Callable[..., Any]:
        def call(path: Any = ".", *args: Any, **named: Any) -> Any:
            if self.holds(path) and not (name == "unlink" and self._way in {"full", "limit"}):
                making = bool(name == "open" and args and args[0] & _MAKING)
                self.reach(writes=name in _WRITES or making, name=name)
                if name == "replace":
                    target = Path(args[0])
                    old = target.read_bytes() if os.path.lexists(target) else None
                    done = self._real[name](path, *args, **named)
                    self._renamed = (Path(path), target, old)
                    return done
            return self._real[name](path, *args, **named)

        return call

    def _copy_call(self, real: Callable[..., int], name: str) -> Callable[..., int]:
        def call(first: int, second: int, *args: Any) -> int:
            path = self._on(first if name == "sendfile" else second)
            if path is not None:
                self.reach(writes=True)
                self._dirty.add(path)
            return real(first, second, *args)

        return call

    def _fsync(self, handle: int) -> None:
        path = self._on(handle)
        if path is not None:
            self.reach(writes=True, name="fsync")
            self._dirty.discard(path)
            if path == self.folder or path.is_dir():
                self._renamed = None
        self._real["fsync"](handle)

    def _open(self, file: Any, mode: str = "r", buffering: int = -1, *args: Any, **named: Any) -> Any:
        if not self.holds(file):
            return self._real["io"](file, mode, buffering, *args, **named)
        self.reach(writes="r" not in mode)
        assert mode in {"rb", "wb"}, mode
        raw = _Raw(self, Path(file), mode)
        if buffering == 0:
            return raw
        return io.BufferedReader(raw) if mode == "rb" else io.BufferedWriter(raw)

    def note(self, path: Path) -> None:
        """Bytes of this file are not flushed yet."""
        self._dirty.add(path)


class _Raw(io.FileIO):
    """A file on the stick."""

    def __init__(self, stick: Stick, path: Path, mode: str) -> None:
        super().__init__(path, mode)
        self._stick = stick
        self._path = path

    def write(self, data: Any, /) -> int:
        """Write; half of it where the stick is pulled right now."""
        if self._stick.is_due:
            super().write(bytes(data)[: len(data) // 2])
        self._stick.note(self._path)
        self._stick.reach(writes=True)
        return super().write(data)

    def readinto(self, buffer: Any, /) -> int | None:
        """Read."""
        self._stick.reach(writes=False)
        return super().readinto(buffer)

    def read(self, size: int | None = -1, /) -> bytes | None:
        """Read."""
        self._stick.reach(writes=False)
        return super().read(-1 if size is None else size)

    def readall(self) -> bytes:
        """Read everything."""
        self._stick.reach(writes=False)
        return super().readall()


def _store(opener: Callable[..., Any], path: Path, data: bytes) -> None:
    with opener(path, "wb") as stream:
        stream.write(data)
