"""Entry of the command line: parses, runs one command, turns errors into sentences and exit codes.

Exit codes (design §6): 0 done, 1 refused with a coded reason on standard error, 2 wrong usage,
3 consistent but identity unchecked.
"""

from __future__ import annotations

import argparse
import gc
import os
import sys
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from resources.reader import LANGUAGES, Texts
from zgc_review.version import __version__

if TYPE_CHECKING:
    from ui.cli.console import Console
    from ui.cli.session import Session

DONE, REFUSED, USAGE, UNCHECKED = 0, 1, 2, 3


def run() -> None:
    """Run the program with the arguments of the process."""
    sys.exit(main(sys.argv[1:]))


def main(argv: Sequence[str], session: Session | None = None) -> int:
    """Run one command and return its exit code.

    Args:
        argv: arguments without the program's name.
        session: vaults already unlocked in this process; without it each command unlocks its own
            and closes it at the end.
    """
    language = _language(argv)
    if (path := _window_path(argv)) is not None:
        return _open_window(language, path)
    return _command(argv, language, session)


def _command(argv: Sequence[str], language: str, session: Session | None) -> int:
    """Run a command and return its exit code."""
    from ui.cli.console import Console, error_text  # noqa: PLC0415 - a window starts without the commands
    from ui.cli.session import Session  # noqa: PLC0415 - a window starts without the commands
    from zgc_review.errors import Cancelled, ReviewError  # noqa: PLC0415 - a window starts without the commands

    texts, parser = _spoken(language)
    try:
        args = parser.parse_args(list(argv))
    except SystemExit as stop:
        return int(stop.code or 0)
    console = Console(texts, as_json=getattr(args, "json", False))
    own = session is None
    session = session or Session()
    try:
        return int(args.command(args, console, session) or DONE)
    except ReviewError as error:
        print(error_text(texts, error), file=sys.stderr)
        return REFUSED
    except (Cancelled, KeyboardInterrupt):
        print(texts.get("cli.cancelled"), file=sys.stderr)
        return REFUSED
    finally:
        if own:
            session.close()


@cache
def _spoken(language: str) -> tuple[Texts, argparse.ArgumentParser]:
    """Return texts and parser of a language, made once for all commands of a process."""
    texts = Texts(language)
    return texts, build_parser(texts)


def build_parser(texts: Texts) -> argparse.ArgumentParser:
    """Return the parser of all commands with help in the texts' language."""
    from ui.cli.commands import GROUPS  # noqa: PLC0415 - a window starts without the commands
    from ui.cli.options import single  # noqa: PLC0415 - a window starts without the commands

    parser = argparse.ArgumentParser(prog="zgc-review", description=texts.get("cli.help.program"))
    parser.add_argument("--version", action="version", version=__version__)
    parser.add_argument("--lang", choices=LANGUAGES, help=texts.get("cli.help.lang"))
    commands = parser.add_subparsers(dest="group", required=True, metavar="COMMAND")
    for register in GROUPS:
        register(commands, texts)
    window = single(commands, texts, "desktop", _desktop, vault=False, in_round=False)
    window.add_argument("path", nargs="?", metavar="DIR|FILE", help=texts.get("cli.help.window_path"))
    window.add_argument("--new-window", action="store_true", help=texts.get("cli.help.new_window"))
    return parser


def _desktop(args: argparse.Namespace, console: Console, _session: Session) -> int:
    """Open the window, asked for with more than its path."""
    return _open_window(console.texts.language, args.path or "", alone=args.new_window)


def _window_path(argv: Sequence[str]) -> str | None:
    """Return what the window is asked to open ("" for nothing), None where a command is meant.

    The common case needs no parser: reading all commands and texts takes longer than opening the window.
    """
    rest = list(argv)
    if len(rest) >= 2 and rest[0] == "--lang" and rest[1] in LANGUAGES:
        rest = rest[2:]
    if not rest or rest[0] != "desktop" or len(rest) > 2 or any(one.startswith("-") for one in rest):
        return None
    return rest[1] if len(rest) == 2 else ""


def _open_window(language: str, path: str, *, alone: bool = False) -> int:
    """Open the window; the only way from the command line to Qt."""
    gc.disable()  # loading leaves no garbage; ui.housekeeping collects later
    from ui.desktop import run as open_window  # noqa: PLC0415 - commands never load Qt

    return open_window(language, Path(path).absolute() if path else None, alone=alone)


def _language(argv: Sequence[str]) -> str:
    """Return the language asked for: ``--lang``, else the locale, else Chinese."""
    for i, word in enumerate(argv):
        if word == "--lang" and i + 1 < len(argv) and argv[i + 1] in LANGUAGES:
            return argv[i + 1]
        if word.startswith("--lang=") and word[7:] in LANGUAGES:
            return word[7:]
    wanted = os.environ.get("LC_ALL") or os.environ.get("LC_MESSAGES") or os.environ.get("LANG") or ""
    if os.name == "nt":  # no such variables there
        import locale  # noqa: PLC0415 - slow import

        wanted = wanted or (locale.getlocale()[0] or "")
    return "en" if wanted.startswith("en") else "zh_CN"
