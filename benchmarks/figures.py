"""Writes the measured lines, with the machine they were measured on, into ``docs/figures.md``."""

from __future__ import annotations

import os
import platform
import re
import shutil
import subprocess
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta, timezone
from importlib.metadata import version
from pathlib import Path

from benchmarks.measure import GIB, Line

_BEGIN, _END = "<!-- bench: written by make bench, from here -->", "<!-- bench: to here -->"
_BEIJING = timezone(timedelta(hours=8))
_LIBRARIES = ("sqlcipher3", "SQLAlchemy", "pyrage", "pypdfium2", "numpy", "scipy")
_NOISE = "The measurement itself makes 1 to 2; what was there before is other work, which makes times noisy."
_MANNER = (
    "Both sides on one file system, sources read once before, alternating; what is written is synced within "
    "the time. Under a goal with ≤ ratio = our seconds / the peer's, under ≥ our throughput / the peer's."
)
_TITLE = "# Figures\n\nWhat was measured, with its date; nothing here is promised for another machine.\n"


def write_figures(target: Path, head: str, lines: Mapping[str, Sequence[Line]]) -> None:
    """Put the section of speed and size into ``target``; what others wrote there stays.

    Args:
        target: a Markdown file, made if it is not there.
        head: date, machine, how it was measured.
        lines: by the name that ``benchmarks/run.py --only`` takes.
    """
    section = f"{_BEGIN}\n{head}\n{table_of(lines)}{_END}"
    before = target.read_text("utf-8") if target.exists() else _TITLE
    pattern = re.compile(re.escape(_BEGIN) + ".*?" + re.escape(_END), re.DOTALL)
    after, count = pattern.subn(lambda _: section, before)
    target.write_text(after if count else f"{before.rstrip()}\n\n{section}\n", "utf-8")


def table_of(lines: Mapping[str, Sequence[Line]]) -> str:
    """Return the table."""
    rows = ["| Work | Ours | Peer | Ratio | Goal | Reached | `--only` |", "|---|---|---|---|---|---|---|"]
    rows += [_row(line, name) for name, measured in lines.items() for line in measured]
    return "\n".join(rows) + "\n"


def _row(line: Line, name: str) -> str:
    """Return one row of the table."""
    reached = {True: "yes", False: "**no**", None: "–"}[line.reached]
    cells = (line.work, line.ours, line.peer, line.ratio, line.goal, reached, name)
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"


def head_of(folder: Path, repeat: int, load: tuple[float, float, float]) -> str:
    """Return date, machine and manner of the measurement.

    Args:
        folder: where it was measured.
        repeat: runs of each side.
        load: load averages before the first measurement.
    """
    now = datetime.now(_BEIJING).isoformat(timespec="minutes")
    after = os.getloadavg()
    libraries = ", ".join(f"{name} {version(name)}" for name in _LIBRARIES)
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / GIB
    machine = f"{_processor()}, {os.cpu_count()} processors, {memory:.0f} GiB memory"
    system = f"{platform.system()} {platform.release()}, {_file_system(folder)}"
    tools = f"age {_said('age', '--version')}, {_said('cp', '--version').splitlines()[0]}"
    return "\n".join(
        (
            "## Speed and size",
            "",
            f"- Date: {now}",
            f"- Machine: {machine}, {system}",
            f"- Programs: Python {platform.python_version()}, {libraries}, {tools}",
            f"- Load averages (1, 5, 15 minutes): {_three(load)} before, {_three(after)} after. {_NOISE}",
            f"- Manner: median of {repeat}, range in brackets. {_MANNER}",
            "- Command: `make bench`; one group alone: `.venv/bin/python benchmarks/run.py --only NAME`",
            "",
        )
    )


def _three(load: tuple[float, float, float]) -> str:
    """Return load averages."""
    return " ".join(f"{value:.1f}" for value in load)


def _processor() -> str:
    """Return the processor's name."""
    text = Path("/proc/cpuinfo").read_text("utf-8")
    found = re.search(r"^model name\s*:\s*(.+)$", text, re.MULTILINE)
    return found[1] if found else platform.machine()


def _file_system(folder: Path) -> str:
    """Return kind and free space of the file system."""
    kind = _said("df", "--output=fstype", str(folder)).split()[-1]
    return f"{kind} with {shutil.disk_usage(folder).free / GIB:.0f} GiB free"


def _said(*command: str) -> str:
    """Return what a command prints."""
    return subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout.strip()
