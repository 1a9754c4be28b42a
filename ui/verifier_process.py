"""Runs the independent verifier as a process of its own; what it reads goes through a pipe, to no disk."""

from __future__ import annotations

import contextlib
import json
import os
import runpy
import subprocess
import sys
import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import IO, Any

import resources
from zgc_review.errors import Cancelled, SealError

#: Exit status: everything agrees and the round code matches; refused; nobody's identity was checked.
AGREES, REFUSED, UNCHECKED = 0, 1, 3
_LOOK = 0.2  # seconds between looks at whether somebody asked to stop
#: Notes about something that was compared and agrees; the others say what was not, or what there is.
_COMPARED = frozenset({"paper", "counted", "witnessed"})
_NEEDED = ("SYSTEMROOT", "WINDIR")  # without these Windows starts no program


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the verdict: a step that holds, a note, or the broken item."""

    kind: str  # step or compared (both hold), note, refused
    words: str


@dataclass(frozen=True)
class Verdict:
    """What the verifier said.

    Attributes:
        status: exit status. record: its own account, as it prints it for machines.
    """

    status: int
    record: Mapping[str, Any] = field(repr=False)

    def lines(self, language: str) -> tuple[Line, ...]:
        """Return its lines in one language, in its own words."""
        texts, column = _texts(), 1 if language == "en" else 0
        steps: Sequence[Mapping[str, Any]] = self.record["steps"]
        said = [Line("step", texts["STEPS"][one["step"]].split("|")[column].format(**one)) for one in steps]
        for one in self.record["notes"]:
            words = texts["NOTES"][one["note"]].split("|")[column].format(**one)
            said.append(Line("compared" if one["note"] in _COMPARED else "note", words))
        refused = self.record["refused"]
        if refused is not None:
            why = texts["WHY"][refused["why"]].split("|")[column]
            why += f"（{refused['detail']}）" if refused["detail"] else ""
            words = texts["NOTES"]["failed"].split("|")[column].format(item=refused["item"], why=why)
            said.append(Line("refused", words))
        return tuple(said)

    def conclusion(self, language: str) -> str:
        """Return its last line."""
        return str(_texts()["NOTES"][str(self.status)].split("|")[1 if language == "en" else 0])


def verifier_path() -> Path:
    """Return where the shipped verifier lies."""
    return Path(resources.__path__[0]) / "verifier" / "zgc_verify.py"


def verify(
    result: bytes | Path,
    round_code: str | None = None,
    log_head: str | None = None,
    look: Callable[[], None] = lambda: None,
) -> Verdict:
    """Verify a result: its tar in memory, or the folder of an opened one.

    Args:
        result: the carried form, or a folder.
        round_code: digits of any version.
        log_head: digits from the minutes.
        look: called again and again; raises Cancelled to stop.

    Raises:
        SealError: ``verifier.start``: it did not run, or gave no verdict; Cancelled.
    """
    path, data = ("-", result) if isinstance(result, bytes) else (str(result), b"")
    command = [sys.executable, "-I", "-B", str(verifier_path()), path, "--json"]
    for option, value in (("--round-code", round_code), ("--log-head", log_head)):
        command += [option, value] if value else []
    try:
        with subprocess.Popen(  # noqa: S603 - the verifier we ship
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={"PYTHONUTF8": "1", **{name: os.environ[name] for name in _NEEDED if name in os.environ}},
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        ) as process:
            out = _answer(process, data, look)
            status = process.wait()
        record = json.loads(out)
        if status not in {AGREES, REFUSED, UNCHECKED} or record["status"] != status:
            raise SealError("verifier.start")
    except (OSError, ValueError, KeyError, TypeError) as fault:
        raise SealError("verifier.start") from fault
    return Verdict(status, record)


def _answer(process: subprocess.Popen[bytes], data: bytes, look: Callable[[], None]) -> bytes:
    """Wait for what the process prints; end it when somebody asks to stop.

    A thread feeds it: ``communicate`` forgets what is left to write once its time is over.
    """
    pipe, process.stdin = process.stdin, None
    feeder = threading.Thread(target=_feed, args=(pipe, data))
    feeder.start()
    try:
        while True:
            try:
                return process.communicate(timeout=_LOOK)[0]
            except subprocess.TimeoutExpired:
                look()
    except Cancelled:
        process.kill()
        raise
    finally:
        feeder.join()


def _feed(pipe: IO[bytes] | None, data: bytes) -> None:
    """Write everything and close; a process that ended early wants no more."""
    if pipe is None:
        return
    with contextlib.suppress(OSError), pipe:
        pipe.write(data)


@cache
def _texts() -> Mapping[str, Any]:
    """Return the words of the verifier itself: one source for terminal and window."""
    module = runpy.run_path(str(verifier_path()))
    return {name: module[name] for name in ("STEPS", "NOTES", "WHY")}
