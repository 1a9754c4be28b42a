"""Garbage is collected by the window's thread alone, while nobody waits.

Python collects by itself whenever enough was made, which is in the middle of reading a large round: every
thread stands still for up to a third of a second. It also does so in whatever thread it is, and a widget
may only go in its own.
"""

from __future__ import annotations

import gc
import sys
from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer

# Objects made and not freed since the last collection: worth one in a pause, due without waiting for one.
_SOME, _MANY = 20_000, 3_000_000
# One of so many pauses looks at what is old too: with a large round remembered it takes a tenth of a second.
_OLD = 10
# Seconds after which a thread that computes lets the window's thread go on. The window waits that long each
# time Qt gives the lock back, a thousand times while a table is painted: 200 ms with 0.1 ms, 80 ms with this,
# 20 ms with nobody beside it. Python's own are 5 ms.
_SWITCH = 0.00002
# Nanoseconds by which Linux may wake a thread late, else fifty thousand: more than the above.
_LATE = 1_000
_TIMER_SLACK = 29  # PR_SET_TIMERSLACK of prctl(2); of the thread that asks
_LOOK = 1_000  # ms


def begin() -> None:
    """Let this process collect when :class:`Housekeeper` says so; called once, before the first window."""
    gc.disable()
    gc.freeze()
    sys.setswitchinterval(_SWITCH)


def hurry() -> None:
    """Let the calling thread be woken in time; called by the window's once its first screen stands."""
    if sys.platform == "linux":
        import ctypes  # noqa: PLC0415 - not needed to start

        ctypes.CDLL(None).prctl(_TIMER_SLACK, ctypes.c_ulong(_LATE), 0, 0, 0)


def keep_loaded() -> None:
    """Leave what was just loaded out of every collection: modules stay as long as the process."""
    if not gc.isenabled():
        gc.freeze()


class Housekeeper(QObject):
    """Collects the garbage of a window.

    Args:
        parent: of the window; keeps this alive.
        is_quiet: whether nobody touched the window for a while.
    """

    def __init__(self, parent: QObject, is_quiet: Callable[[], bool]) -> None:
        super().__init__(parent)
        self._is_quiet = is_quiet
        self._pauses = 0
        self._timer = QTimer(self)
        self._timer.setInterval(_LOOK)
        self._timer.timeout.connect(self.look)
        self._timer.start()

    def look(self) -> None:
        """Collect what is worth it in a pause, and what is too much without waiting for one."""
        made = gc.get_count()[0]
        if made > _MANY:
            gc.collect()
        elif made > _SOME and self._is_quiet():
            self._pauses += 1
            gc.collect(1 if self._pauses % _OLD else 2)
