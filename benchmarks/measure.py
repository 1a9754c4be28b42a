"""What a measured line is, and how two sides are timed (design §7)."""

from __future__ import annotations

import os
import statistics
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

MIB = 1 << 20
GIB = 1 << 30

Seconds: TypeAlias = list[float]
"""Seconds of each run; the median counts."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the table.

    Attributes:
        work: what was measured, with its size.
        ours: value of this program, with the range of the runs.
        peer: the same for the program beside it, "–" where there is none.
        ratio: of the medians, "–" where there is no peer.
        goal: what design §7 asks for, "–" where it asks for nothing.
        reached: whether the goal was met, None without a goal.
    """

    work: str
    ours: str
    peer: str = "–"
    ratio: str = "–"
    goal: str = "–"
    reached: bool | None = None


def slower(work: str, ours: Seconds, peer_name: str, peer: Seconds, most: float | None) -> Line:
    """Return a line whose ratio is our seconds to the peer's; ``most`` is the goal, if there is one."""
    ratio = statistics.median(ours) / statistics.median(peer)
    goal = "–" if most is None else f"≤ {most:g}×"
    reached = None if most is None else ratio <= most
    digits = f"{ratio:.2f}×" if ratio >= 0.1 else f"{ratio:.3f}×"
    return Line(work, shown(ours), f"{peer_name} {shown(peer)}", digits, goal, reached)


def faster(work: str, ours: Seconds, peer_name: str, peer: Seconds, least: float | None) -> Line:
    """Return a line whose ratio is our throughput to the peer's over the same bytes."""
    ratio = statistics.median(peer) / statistics.median(ours)
    peer_text = f"{peer_name} {shown(peer)}"
    goal = "–" if least is None else f"≥ {least:g}×"
    reached = None if least is None else ratio >= least
    return Line(work, shown(ours), peer_text, f"{ratio:.2f}×", goal, reached)


def within(work: str, ours: Seconds, most: float, processor: Seconds | None = None) -> Line:
    """Return a line whose goal is a number of seconds; processor time says what other work took away."""
    beside = f"; processor {_digits(statistics.median(processor))}" if processor else ""
    reached = statistics.median(ours) <= most
    return Line(work, shown(ours) + beside, goal=f"≤ {_digits(most)}", reached=reached)


def shown(seconds: Seconds) -> str:
    """Return the median, and the range where there were several runs."""
    text = _digits(statistics.median(seconds))
    return text if len(seconds) < 2 else f"{text} ({min(seconds):.3g}–{max(seconds):.3g})"


def _digits(seconds: float) -> str:
    """Return seconds or milliseconds with three digits."""
    return f"{seconds * 1000:.3g} ms" if seconds < 0.1 else f"{seconds:.3g} s"


def clock(work: Callable[[], object]) -> float:
    """Return the seconds of one run."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def clock_both(work: Callable[[], object]) -> tuple[float, float]:
    """Return the seconds of one run and the processor seconds this process used for it."""
    used = time.process_time()
    seconds = clock(work)
    return seconds, time.process_time() - used


def synced(work: Callable[[], object]) -> float:
    """Return the seconds of one run and the sync behind it; earlier writes are flushed before."""
    os.sync()
    start = time.perf_counter()
    work()
    os.sync()
    return time.perf_counter() - start


def alternate(repeat: int, ours: Callable[[], float], peer: Callable[[], float]) -> tuple[Seconds, Seconds]:
    """Run both sides in turn; each returns its seconds."""
    mine: Seconds = []
    theirs: Seconds = []
    for _ in range(repeat):
        mine.append(ours())
        theirs.append(peer())
    return mine, theirs


def read_once(paths: Iterable[Path]) -> None:
    """Read files through, so that neither side is the first to ask the disk for them."""
    for path in paths:
        with path.open("rb") as stream:
            while stream.read(MIB):
                pass


def peak_memory() -> int:
    """Return the greatest resident size of this process in bytes.

    ``ru_maxrss`` of a started process is at least that of the one which started it, so the system's own
    record of this program is asked.
    """
    status = Path("/proc/self/status").read_text("ascii")
    line = next(line for line in status.splitlines() if line.startswith("VmHWM:"))
    return int(line.split()[1]) * 1024


def size_text(size: int) -> str:
    """Return a size in the largest unit that leaves it whole."""
    for unit, name in ((GIB, "GiB"), (MIB, "MiB"), (1024, "KiB")):
        if size >= unit and size % unit == 0:
            return f"{size // unit} {name}"
    return f"{size} bytes"
