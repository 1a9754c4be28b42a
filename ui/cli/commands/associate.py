"""``zgc-review associate``: a double-click opens files of the program, for this person alone."""

from __future__ import annotations

import argparse
import sys

from resources.reader import Texts
from ui.association import linux, windows
from ui.association.file_types import own_command
from ui.cli.console import Console
from ui.cli.options import Parsers, single
from ui.cli.session import Session
from zgc_review.errors import GateError


def register(commands: Parsers, texts: Texts) -> None:
    """Add the command."""
    parser = single(commands, texts, "associate", _associate, vault=False, in_round=False)
    parser.add_argument("--remove", action="store_true", help=texts.get("cli.help.associate_remove"))


def _associate(args: argparse.Namespace, console: Console, _session: Session) -> int:
    if sys.platform == "darwin":
        raise GateError("associate.system")
    if sys.platform == "win32":
        registry = windows.UserRegistry()
        keys = windows.remove(registry) if args.remove else windows.associate(registry, own_command())
        done, vault = linux.Done((), ()), "windows"
        names = [f"HKEY_CURRENT_USER\\{key}" for key in keys]
    else:
        home = linux.data_home()
        done = linux.remove(home) if args.remove else linux.associate(home, own_command())
        names, vault = [str(path) for path in done.files], "linux"
    _tell(console, names, done, vault, removed=args.remove)
    return 0


def _tell(console: Console, names: list[str], done: linux.Done, vault: str, *, removed: bool) -> None:
    """Say what was written or removed, and which tool of the system was not there."""
    for name in names:
        console.say("associate.removed" if removed else "associate.written", file=name)
    for tool, state in done.tools:
        if state != "ran" and not removed:
            console.say(f"associate.{state}", tool=tool)
    console.say("associate.gone" if removed else "associate.done")
    if not removed:
        console.say(f"associate.vault_{vault}")
    console.result({"files": names, "tools": dict(done.tools), "removed": removed})
