"""How numbers came: ``panel explain`` for a chair, ``aggregate explain``; ``panel line`` for a pool."""

from __future__ import annotations

import argparse
from collections.abc import Sequence

from resources.reader import Texts
from ui.cli.console import Console
from ui.cli.options import application_of, desk_of, row_of
from ui.cli.session import Session
from ui.derivation_words import headings
from zgc_review.services.derivation import Derivation, explain_application
from zgc_review.services.derivation_line import explain_pool


def add_explain(parser: argparse.ArgumentParser, texts: Texts) -> None:
    """Add ``explain NUMBER`` to a command that also runs alone."""
    text = texts.get("cli.help.aggregate_explain")
    parser.add_argument("explain", nargs="*", action=_Explain, metavar="explain NUMBER", help=text)
    _add_code(parser, texts)


class _Explain(argparse.Action):
    """Takes ``explain NUMBER``, or nothing; a subparser would ask for the shared options before it."""

    def __call__(
        self,
        _parser: argparse.ArgumentParser,
        namespace: argparse.Namespace,
        values: str | Sequence[object] | None,
        _option: str | None = None,
    ) -> None:
        """Choose the command."""
        if not values:
            return
        if len(values) != 2 or values[0] != "explain":
            raise argparse.ArgumentError(self, " ".join(str(one) for one in values))
        namespace.command, namespace.number = explain_command, values[1]


def explain_options(parser: argparse.ArgumentParser, texts: Texts) -> None:
    """Add what is explained: an application, or one member's sheet on it."""
    parser.add_argument("number", metavar="NUMBER")
    _add_code(parser, texts)


def _add_code(parser: argparse.ArgumentParser, texts: Texts) -> None:
    parser.add_argument("--code", metavar="CODE", default="", help=texts.get("cli.derivation.member"))


def explain_command(args: argparse.Namespace, console: Console, session: Session) -> int:
    """Say line by line how the numbers of an application came."""
    desk = desk_of(args, session)
    row = row_of(args, desk)
    with desk.vault.begin() as uow:
        application = application_of(uow, row, args.number)
    derivation = explain_application(desk, row, application, args.code)
    console.say("derivation.scope", number=derivation.number)
    return _tell(console, derivation)


def line_options(parser: argparse.ArgumentParser) -> None:
    """Add which line is explained."""
    parser.add_argument("pool", metavar="POOL")
    parser.add_argument("--group", metavar="ID", default="")


def line_command(args: argparse.Namespace, console: Console, session: Session) -> int:
    """Say line by line how the line of a pool came, and the total of its fund."""
    desk = desk_of(args, session)
    derivation = explain_pool(desk, row_of(args, desk), args.pool, args.group)
    console.say("derivation.pool", number=derivation.number)
    return _tell(console, derivation)


def _tell(console: Console, derivation: Derivation) -> int:
    """Print headings and lines."""
    for title, lines in headings(console.texts, derivation):
        console.line(title)
        for line in lines:
            console.line(f"  {line}")
    console.result(_plain(derivation))
    return 0


def _plain(derivation: Derivation) -> dict[str, object]:
    """Return the derivation for machines: exact decimals stay texts."""
    return {
        "number": derivation.number,
        "code": derivation.code,
        "steps": [{"part": one.part, "key": one.key, **dict(one.values)} for one in derivation.steps],
    }
