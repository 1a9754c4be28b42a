"""Starting the command line: an empty command, one with an unlock, and what is imported for it."""

from __future__ import annotations

import os
import subprocess
import sys

import db.vault
from benchmarks.bench import ROOT, Bench
from benchmarks.committee import PASSPHRASE
from benchmarks.measure import Line, Seconds, clock, shown
from zgc_review.services.desk import Desk
from zgc_review.services.trust import make_own_card

HEAVY = ("pandas", "matplotlib", "scipy", "numpy", "typst", "openpyxl", "fontTools", "opencc", "pypinyin")
_IMPORTED = "import sys, ui.cli.main; print(' '.join(n for n in sys.argv[1:] if n in sys.modules))"


def run(bench: Bench) -> list[Line]:
    """Return the lines of starting; the vault has the key derivation every vault has."""
    path, words = bench.folder / "start.zgcvault", bench.folder / "start.pass"
    words.write_text(f"{PASSPHRASE}\n", "utf-8")
    vault = db.vault.create_vault(path, PASSPHRASE).vault
    make_own_card(Desk(vault), "start", "测量")
    vault.close()
    card = ["vault", "card", "--vault", str(path), "--passphrase-file", str(words)]
    empty = _times(bench.repeat, ["-c", "pass"])
    loaded = imported(HEAVY)
    return [
        Line(
            "command line: `zgc-review --version`",
            shown(_times(bench.repeat, ["-m", "ui", "--version"])),
            f"`python -c pass` {shown(empty)}",
        ),
        Line(
            "command line: `zgc-review vault card` (one unlock, argon2id 64 MiB)",
            shown(_times(bench.repeat, ["-m", "ui", *card])),
        ),
        Line(
            f"libraries imported at its start, of {', '.join(HEAVY)}, PySide6",
            " ".join(loaded) or "none",
            goal="none",
            reached=not loaded,
        ),
    ]


def imported(names: tuple[str, ...]) -> list[str]:
    """Return which of ``names``, and of the window toolkit, the command line imports at its start."""
    command = [sys.executable, "-c", _IMPORTED, *names, "PySide6"]
    done = subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.PIPE, text=True)
    return done.stdout.split()


def _times(repeat: int, arguments: list[str]) -> Seconds:
    """Return the seconds of a process from start to end, once run before."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONUTF8": "1"}
    command = [sys.executable, *arguments]

    def work() -> None:
        subprocess.run(command, cwd=ROOT, check=True, env=environment, stdout=subprocess.DEVNULL)

    work()
    return [clock(work) for _ in range(repeat)]
