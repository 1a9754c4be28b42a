"""Claimed time: offline there is no trusted clock, so times are only said to be."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone
from typing import Protocol

BEIJING = timezone(timedelta(hours=8))


class Clock(Protocol):
    """Tells the claimed time."""

    def now(self) -> str:
        """Return ``YYYY-MM-DDThh:mm:ss+08:00``."""


class SystemClock:
    """The clock of this machine, in Beijing time."""

    def now(self) -> str:
        """Return the machine's time as ``YYYY-MM-DDThh:mm:ss+08:00``."""
        return datetime.now(BEIJING).strftime("%Y-%m-%dT%H:%M:%S+08:00")
