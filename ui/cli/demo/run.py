"""``zgc-review demo``: a whole round on sample input, by the commands a person would type."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from ui.cli.console import Console
from ui.cli.session import Session

Main = Callable[[Sequence[str], Session | None], int]
#: Folder of what commands said that is judged at the end.
RECORDS: Final = "记录"


class DemoFault(Exception):  # noqa: N818 - a step of the demo ended otherwise than it must
    """A step of the demo ended with another exit code than it must."""


@dataclass
class Runner:
    """Runs commands as a person would type them and keeps what they said.

    Attributes:
        main: the command function.
        console: where the demo speaks.
        out: folder of the demo; commands run with paths below it.
        commands: how many ran.
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

    def json(self, *argv: str | Path, expect: int = 0, keep: str = "") -> Any:
        """Run one command with ``--json`` and return its value.

        Args:
            argv: the command.
            expect: its exit code.
            keep: name under which the value is kept in the folder 记录, for the judgement at the end.
        """
        said = json.loads(self.run(*argv, "--json", expect=expect, quiet=True))
        if keep:
            self.keep(keep, said)
        return said

    def keep(self, name: str, said: Any) -> None:
        """Keep what the program said; the same name again is kept beside it."""
        folder = self.out / RECORDS
        folder.mkdir(parents=True, exist_ok=True)
        path = folder / f"{name}.json"
        before = json.loads(path.read_text("utf-8")) if path.exists() else []
        text = json.dumps([*before, said], ensure_ascii=False, indent=1, sort_keys=True)
        path.write_text(text + "\n", "utf-8")

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
