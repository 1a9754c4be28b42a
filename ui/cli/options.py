"""Options that many commands share."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TypeAlias

from resources.reader import Texts
from ui.cli.console import Console
from ui.cli.session import Session
from ui.size_words import share_words
from zgc_review.domain.ports import UnitOfWork
from zgc_review.domain.rows import ApplicationRow, RoundRow
from zgc_review.errors import GateError
from zgc_review.seal.streams import Progress
from zgc_review.services.desk import Desk, the_round

Run: TypeAlias = "Callable[[argparse.Namespace, Console, Session], int | None]"
# argparse has no public name for what add_subparsers returns.
Parsers: TypeAlias = "argparse._SubParsersAction[argparse.ArgumentParser]"  # noqa: SLF001 - see above


class Group:
    """Adds the commands of one group, with help and shared options."""

    def __init__(self, commands: Parsers, texts: Texts, name: str) -> None:
        self._texts = texts
        self._name = name
        parser = commands.add_parser(name, help=texts.get(f"cli.help.{name}.group"))
        self._parsers = parser.add_subparsers(dest="act", required=True, metavar="ACT")

    def add(
        self, act: str, run: Run, *, vault: bool = True, in_round: bool = True
    ) -> argparse.ArgumentParser:
        """Add one command; ``vault`` and ``in_round`` add the options for them."""
        text = self._texts.get(f"cli.help.{self._name}.{act.replace('-', '_')}")
        parser = self._parsers.add_parser(act, help=text, description=text)
        shared(parser, self._texts, vault=vault, in_round=in_round)
        parser.set_defaults(command=run)
        return parser


def single(
    commands: Parsers, texts: Texts, name: str, run: Run, *, vault: bool = True, in_round: bool = True
) -> argparse.ArgumentParser:
    """Add a command that is no group."""
    text = texts.get(f"cli.help.{name}")
    parser = commands.add_parser(name, help=text, description=text)
    shared(parser, texts, vault=vault, in_round=in_round)
    parser.set_defaults(command=run)
    return parser


def shared(parser: argparse.ArgumentParser, texts: Texts, *, vault: bool, in_round: bool) -> None:
    """Add ``--json``, ``--lang`` and, where wanted, ``--vault``, ``--passphrase-file``, ``--round``."""
    parser.add_argument("--json", action="store_true", help=texts.get("cli.help.json"))
    parser.add_argument("--lang", choices=("zh_CN", "en"), help=texts.get("cli.help.lang"))
    if vault:
        parser.add_argument("--vault", required=True, metavar="DIR", help=texts.get("cli.help.vault_dir"))
        parser.add_argument("--passphrase-file", metavar="FILE", help=texts.get("cli.help.passphrase_file"))
    if vault and in_round:
        parser.add_argument("--round", metavar="ID", help=texts.get("cli.help.round_id"))


def desk_of(args: argparse.Namespace, session: Session) -> Desk:
    """Return the vault a command works at."""
    return session.desk(args.vault, args.passphrase_file)


def row_of(args: argparse.Namespace, desk: Desk) -> RoundRow:
    """Return the round a command works in."""
    with desk.vault.begin() as uow:
        return the_round(uow, args.round)


def application_of(uow: UnitOfWork, row: RoundRow, number: str) -> ApplicationRow:
    """Return the application with a number.

    Raises:
        GateError: ``application.unknown``.
    """
    found = uow.applications.by_number(row.round_id, number)
    if found is None:
        raise GateError("application.unknown")
    return found


def progress_on(console: Console) -> Progress:
    """Return a progress bar for a terminal; elsewhere nothing is shown."""
    if console.as_json or not sys.stderr.isatty():
        return lambda _done, _total: None

    def show(done: int, total: int) -> None:
        share = done * 100 // total if total else 100
        end = "\n" if done >= total else ""
        sizes = share_words(done, total)
        print(f"\r{share:3d} %  {sizes['done']} / {sizes['total']}", end=end, file=sys.stderr, flush=True)

    return show


def paths_in(names: list[str], suffixes: tuple[str, ...]) -> list[Path]:
    """Return files: those named, and those with one of the suffixes in folders named, by name."""
    found: list[Path] = []
    for name in names:
        path = Path(name)
        if path.is_dir():
            found += sorted(item for item in path.iterdir() if item.suffix in suffixes)
        else:
            found.append(path)
    return found
