"""Copies file to file without passing the bytes through the program, where the system can."""

from __future__ import annotations

import errno
import os
from collections.abc import Callable
from typing import BinaryIO

STEP = 64 << 20
_BUFFER = 1 << 20

# What a file system answers that cannot copy this way; anything else is a fault of the disk.
_UNABLE = {errno.EXDEV, errno.EINVAL, errno.ENOSYS, errno.EOPNOTSUPP, errno.EBADF, errno.EPERM}


class Copier:
    """Copies ranges, remembering which way works here."""

    def __init__(self) -> None:
        ways: list[Callable[[BinaryIO, BinaryIO, int], int]] = []
        if hasattr(os, "copy_file_range"):
            ways.append(_copy_file_range)
        if hasattr(os, "sendfile"):
            ways.append(_sendfile)
        self._ways = [*ways, _through_memory]

    def copy(self, source: BinaryIO, target: BinaryIO, size: int) -> int:
        """Copy up to ``size`` bytes from where both stand and return how many; 0 at the end of ``source``.

        Both are unbuffered or flushed. At most ``STEP`` bytes a call, so that work can be cancelled.
        """
        while True:
            try:
                return self._ways[0](source, target, min(size, STEP))
            except OSError as fault:
                if fault.errno not in _UNABLE or len(self._ways) == 1:
                    raise
                del self._ways[0]


def _copy_file_range(source: BinaryIO, target: BinaryIO, size: int) -> int:
    """Let the file system copy, perhaps by sharing blocks."""
    return os.copy_file_range(source.fileno(), target.fileno(), size)


def _sendfile(source: BinaryIO, target: BinaryIO, size: int) -> int:
    """Let the kernel copy."""
    return os.sendfile(target.fileno(), source.fileno(), None, size)


def _through_memory(source: BinaryIO, target: BinaryIO, size: int) -> int:
    """Copy a buffer."""
    data = source.read(min(size, _BUFFER))
    view = memoryview(data)
    while view:
        view = view[target.write(view) :]
    return len(data)
