"""What a child may do: read pipes, read fonts, compute. Nothing of a document leaves it by another way.

On Linux: no file can grow by a byte (so no plaintext is written, nor a memory image after a crash), no
further process, no network where the system lets a program give it up, address space and processor time
bounded, no other program of the same person may look into its memory. On Windows these bounds do not
exist; there the caps of ``limits`` and the watchdog of the window's side are what holds.
"""

from __future__ import annotations

import ctypes
import sys
from typing import Final

from ui.documents.limits import DOCUMENT_BYTES, MEMORY, PROCESSOR

_PR_SET_DUMPABLE: Final = 4
_PR_SET_NO_NEW_PRIVS: Final = 38
_CLONE_NEWUSER: Final = 0x10000000
_CLONE_NEWNET: Final = 0x40000000

if sys.platform == "linux":
    import resource

    def enter() -> None:
        """Give up what a child never needs; called once, before anything of a document is read."""
        library = ctypes.CDLL(None, use_errno=True)
        # Not every system allows it; the bounds below hold all the same.
        library.unshare(_CLONE_NEWUSER | _CLONE_NEWNET)
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
        resource.setrlimit(resource.RLIMIT_NPROC, (0, 0))
        _lower(resource.RLIMIT_AS, MEMORY, MEMORY + 2 * DOCUMENT_BYTES)
        library.prctl(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)
        library.prctl(_PR_SET_DUMPABLE, 0, 0, 0, 0)

    def allow_document(size: int) -> None:
        """Make room for a document of ``size`` bytes, and a copy of it."""
        _lower(resource.RLIMIT_AS, MEMORY + 2 * size, -1)

    def allow_request() -> None:
        """Give processor time for one more request: a child whose parent died does not run for ever."""
        usage = resource.getrusage(resource.RUSAGE_SELF)
        used = int(usage.ru_utime + usage.ru_stime)
        _lower(resource.RLIMIT_CPU, used + PROCESSOR, -1)

    def _lower(which: int, soft: int, hard: int) -> None:
        """Set a bound within the present hard one; ``hard`` -1 leaves that as it is."""
        most = resource.getrlimit(which)[1]
        top = most if hard < 0 else hard if most == resource.RLIM_INFINITY else min(hard, most)
        resource.setrlimit(which, (soft if top == resource.RLIM_INFINITY else min(soft, top), top))

else:

    def enter() -> None:
        """Nothing can be given up on this system."""

    def allow_document(size: int) -> None:
        """Nothing is bounded on this system."""

    def allow_request() -> None:
        """Nothing is bounded on this system."""
