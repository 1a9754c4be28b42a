"""How a child is started: the same program again, with a clean environment and nothing but two pipes."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final

#: The one argument with which a frozen program runs ``ui.documents.child.main`` instead of its windows.
CHILD_FLAG: Final = "--document-child"
_ROOT: Final = Path(__file__).resolve().parents[2]
#: Variables without which Windows starts no program and finds no fonts.
_NEEDED: Final = ("SYSTEMROOT", "WINDIR")
_PIPE: Final = 1 << 20


def command() -> tuple[str, ...]:
    """Return the command of a child; nothing of a document stands in it."""
    if getattr(sys, "frozen", False):
        return sys.executable, CHILD_FLAG
    return sys.executable, "-s", "-E", "-B", "-m", "ui.documents.child"


def start(arguments: Sequence[str]) -> subprocess.Popen[bytes]:
    """Start a child.

    Raises:
        OSError: the system starts no process.
    """
    environment: Mapping[str, str] = {name: os.environ[name] for name in _NEEDED if name in os.environ}
    process = subprocess.Popen(  # noqa: S603 - our own program
        list(arguments),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        bufsize=0,
        cwd=_ROOT,  # where ``-m`` finds the program, installed or not
        env=dict(environment),
        creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
    )
    _step_behind(process)
    _widen(process)
    return process


if sys.platform == "linux":
    import fcntl

    # A child that starts is sometimes laid on the processor the window's thread runs on, though another one
    # is free: both then run half as fast, and the window takes no events for 60 ms instead of 30.
    _BEHIND: Final = 10

    def _step_behind(process: subprocess.Popen[bytes]) -> None:
        """Let the window's thread go before the child."""
        os.setpriority(os.PRIO_PROCESS, process.pid, _BEHIND)

    def _widen(process: subprocess.Popen[bytes]) -> None:
        """Let pipes hold a page at a time, where the system allows it."""
        for pipe in (process.stdin, process.stdout):
            if pipe is not None:
                try:
                    fcntl.fcntl(pipe.fileno(), fcntl.F_SETPIPE_SZ, _PIPE)
                except OSError:
                    return  # the person's share of pipe memory is used up: slower, not wrong

else:

    def _step_behind(process: subprocess.Popen[bytes]) -> None:
        """Processes are of equal weight."""

    def _widen(process: subprocess.Popen[bytes]) -> None:
        """Pipes are as they are."""
