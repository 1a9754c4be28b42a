"""``zgc-review log …``: the event log of a round in sentences, as a table, and checked."""

from __future__ import annotations

import argparse
from pathlib import Path

from resources.reader import Texts
from ui.cli.console import Console
from ui.cli.options import Group, Parsers, desk_of, row_of
from ui.cli.session import Session
from ui.log_list import write_log
from ui.log_words import sentence
from zgc_review.seal.digits import digits_of
from zgc_review.services.desk import as_secretary
from zgc_review.services.log_lines import check_log, log_lines


def register(commands: Parsers, texts: Texts) -> None:
    """Add these commands."""
    group = Group(commands, texts, "log")
    show = group.add("show", _show)
    show.add_argument("--act", metavar="ACT", help=texts.get("cli.help.log.act"))
    show.add_argument("--out", metavar="FILE.csv", help=texts.get("cli.help.log.out"))
    group.add("check", _check)


def _show(args: argparse.Namespace, console: Console, session: Session) -> int:
    desk = desk_of(args, session)
    row = row_of(args, desk)
    as_secretary(row)
    with desk.vault.begin() as uow:
        lines = [one for one in log_lines(uow, row) if args.act in {None, one.act}]
        numbers = {one.application_id: one.number for one in uow.applications.all(row.round_id)}
    if args.out:
        write_log(Path(args.out), console.texts, lines, numbers)
        console.say("log.written", file=args.out, count=len(lines))
    else:
        for one in lines:
            said = sentence(console.texts, one, numbers)
            console.line("  ".join((str(one.n), one.at[:19].replace("T", " "), one.by, said)))
    console.result({"events": len(lines), "file": args.out})
    return 0


def _check(args: argparse.Namespace, console: Console, session: Session) -> int:
    desk = desk_of(args, session)
    row = row_of(args, desk)
    with desk.vault.begin() as uow:
        checked = check_log(uow, row)
    for one in checked.findings:
        console.finding(one)
    head = digits_of(checked.head.root)
    if not checked.findings:
        console.say("log.whole", count=checked.head.size, head=head)
    console.result({"events": checked.head.size, "head": head, "findings": len(checked.findings)})
    return 1 if checked.findings else 0
