"""``zgc-review demo``: a whole round on sample input, by the commands a person would type."""

from __future__ import annotations

import csv
import io
import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ui.cli.console import Console
from ui.cli.demo.sample_values import Seat
from ui.cli.session import Session

Main = Callable[[Sequence[str], Session | None], int]


class DemoFault(Exception):  # noqa: N818 - a step of the demo ended otherwise than it must
    """A step of the demo ended with another exit code than it must."""


@dataclass
class Runner:
    """Runs commands as a person would type them and keeps what they said.

    Attributes:
        main: the command function.
        console: where the demo speaks.
        out: folder of the demo; commands run with paths below it.
        spent: seconds per step name.
    """

    main: Main
    console: Console
    out: Path
    session: Session = field(default_factory=Session)
    commands: int = 0

    def step(self, title: str) -> None:
        """Begin a step."""
        self.console.line(f"\n== {title}")

    def run(self, *argv: str | Path, expect: int = 0, quiet: bool = False) -> str:
        """Run one command in this process, print it with its time, and return what it printed.

        Raises:
            DemoFault: another exit code than ``expect``.
        """
        words = [str(word) for word in argv]
        began = time.perf_counter()
        said, complained = io.StringIO(), io.StringIO()
        with redirect_stdout(said), redirect_stderr(complained):
            code = self.main([*words, "--lang", self.console.texts.language], self.session)
        return self._told(words, code, expect, time.perf_counter() - began, said, complained, quiet=quiet)

    def process(self, *argv: str | Path, expect: int = 0) -> str:
        """Run one command as a process of its own.

        Raises:
            DemoFault: another exit code than ``expect``.
        """
        words = [str(word) for word in argv]
        began = time.perf_counter()
        done = subprocess.run(  # noqa: S603 - this very program
            [sys.executable, "-m", "ui", *words, "--lang", self.console.texts.language],
            capture_output=True,
            check=False,
            env={**os.environ, "PYTHONUTF8": "1"},
        )
        said, complained = io.StringIO(done.stdout.decode()), io.StringIO(done.stderr.decode())
        took = time.perf_counter() - began
        return self._told(words, done.returncode, expect, took, said, complained, quiet=False)

    def json(self, *argv: str | Path, expect: int = 0) -> Any:
        """Run one command with ``--json`` and return its value."""
        return json.loads(self.run(*argv, "--json", expect=expect, quiet=True))

    def _told(
        self,
        words: list[str],
        code: int,
        expect: int,
        seconds: float,
        said: io.StringIO,
        complained: io.StringIO,
        *,
        quiet: bool,
    ) -> str:
        """Print one command and what it said."""
        self.commands += 1
        shown = " ".join(self._short(word) for word in words)
        self.console.line(f"[{seconds:6.2f} s] zgc-review {shown}")
        text = said.getvalue()
        if not quiet:
            for line in (text + complained.getvalue()).splitlines():
                self.console.line(f"    {line}")
        if code != expect:
            raise DemoFault(f"exit {code} instead of {expect}: zgc-review {shown}\n{complained.getvalue()}")
        return text + complained.getvalue()

    def _short(self, word: str) -> str:
        """Return a word of a command line as a person would read it."""
        word = word.replace(str(self.out) + os.sep, "")
        return f"'{word}'" if " " in word else word


@dataclass
class Actor:
    """Somebody with a vault and a passphrase file."""

    name: str
    person: str
    organisation: str
    vault: Path
    passphrase: Path
    card: Path
    fingerprint: str = ""
    code: str = ""

    @property
    def keys(self) -> tuple[str | Path, ...]:
        """The options that unlock the vault."""
        return ("--vault", self.vault, "--passphrase-file", self.passphrase)


def write_seats(path: Path, seats: Sequence[Seat], cards: Mapping[str, str]) -> None:
    """Write the seats with the digits of everybody's card."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(("group", "expert_number", "card", "chair", "round_chair"))
    for seat in seats:
        number = seat.expert_number
        writer.writerow((seat.group, number, cards[number], int(seat.chair), int(seat.round_chair)))
    path.write_text(out.getvalue(), "utf-8")
