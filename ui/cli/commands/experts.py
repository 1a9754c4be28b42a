"""What an expert does: open, pledge, declare, read, score, lock, return (rules §4, §6)."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from resources.reader import Texts
from ui.cli.commands import sheets
from ui.cli.console import Console
from ui.cli.options import Group, Parsers, application_of, desk_of, progress_on, row_of, single
from ui.cli.session import Session
from ui.size_words import size_words
from zgc_review.domain.rows import ApplicationRow
from zgc_review.domain.states import CLOSED, SheetStatus
from zgc_review.services import acks, declaring, handing_back, opening, pleas, reading, returning
from zgc_review.services.copies import handed_back
from zgc_review.services.late_conflict import declare_late

_ANSWERS = ("yes", "unsure")


def register(commands: Parsers, texts: Texts) -> None:
    """Add these commands."""
    opened = single(commands, texts, "open", _open, in_round=False)
    opened.add_argument("package", metavar="FILE.zgcpkg")
    opened.add_argument("--code", help=texts.get("cli.help.code"))
    opened.add_argument("--fetch", action="store_true", help=texts.get("cli.help.fetch"))
    single(commands, texts, "list", _list)
    read = single(commands, texts, "read", _read)
    read.add_argument("number", metavar="NUMBER")
    read.add_argument("document", type=int, metavar="N")
    read.add_argument("--package", metavar="FILE.zgcpkg")
    read.add_argument("--stdout", action="store_true", help=texts.get("cli.help.stdout"))
    single(commands, texts, "pledge", _pledge)
    declare = single(commands, texts, "declare", _declare)
    for option in ("--yes", "--unsure"):
        words = ("NUMBER", "RULE", "REASON")
        declare.add_argument(option, nargs=3, action="append", default=[], metavar=words)
    declare.add_argument("--none", nargs="*", default=[], metavar="NUMBER")
    declare.add_argument("--rest-none", action="store_true", help=texts.get("cli.help.rest_none"))
    record = single(commands, texts, "pleas", _pleas)
    record.add_argument("--reported", default="", help=texts.get("cli.help.pleas_text"))
    late = single(commands, texts, "late-conflict", _late_conflict)
    for name in ("number", "rule", "answer", "reason"):
        late.add_argument(name, metavar=name.upper(), choices=_ANSWERS if name == "answer" else None)
    sheets.add(Group(commands, texts, "sheet"), texts)
    back = single(commands, texts, "return", _return)
    back.add_argument("--out", required=True, metavar="DIR")
    back.add_argument("--acts", action="store_true", help=texts.get("cli.help.return_acts"))
    take = single(commands, texts, "take-ack", _take_ack)
    take.add_argument("file", metavar="FILE.zgcack")
    handback = single(commands, texts, "handback", _handback)
    handback.add_argument(
        "--medium", action="append", default=[], metavar="NUMBER", help=texts.get("cli.help.medium")
    )
    handback.add_argument("--reason", default="", help=texts.get("cli.help.handback_reason"))
    handback.add_argument("--out", required=True, metavar="DIR")


def _open(args: argparse.Namespace, console: Console, session: Session) -> int:
    desk = desk_of(args, session)
    opened = opening.open_review(desk, Path(args.package), args.code)
    console.say(f"open.{opened.outcome}", title=opened.row.title, code=opened.row.code)
    if opened.row.pinned is None:
        console.say("open.unconfirmed")
    if opened.changed:
        console.say("open.changed", count=len(opened.changed), numbers=", ".join(opened.changed))
    for damage in opened.damages:
        console.say("open.damage", part=damage.part, code=damage.code)
    if args.fetch:
        count, size = opening.fetch_documents(desk, opened.row, Path(args.package), progress_on(console))
        console.say("open.fetched", count=count, size=size_words(size))
    _show_list(console, opened.applications)
    console.result(
        {
            "round": opened.row.round_id,
            "code": opened.row.code,
            "confirmed": opened.row.pinned is not None,
            "outcome": opened.outcome,
            "applications": [one.number for one in opened.applications],
            "damages": [damage.part for damage in opened.damages],
            "changed": list(opened.changed),
        }
    )
    return 0


def _show_list(console: Console, applications: tuple[ApplicationRow, ...]) -> None:
    """Print applications, one line each; of those closed to the owner no more than number and state."""
    console.table(
        ("number", "sub_direction", "state", "name"),
        [
            (
                one.number,
                one.sub_direction,
                console.texts.get(f"cli.state.{one.state}"),
                "" if one.state in CLOSED else one.record.get("title", ""),
            )
            for one in applications
        ],
    )


def _list(args: argparse.Namespace, console: Console, session: Session) -> int:
    desk = desk_of(args, session)
    row = row_of(args, desk)
    with desk.vault.begin() as uow:
        rows = uow.applications.all(row.round_id)
        open_ones = [one.application_id for one in rows if one.state not in CLOSED]
        documents = {one: uow.applications.documents(one) for one in open_ones}
        # What waits by the secretary's word has to be named until it was answered.
        asked = [one for one in declaring.unanswered(uow, row) if one.state == SheetStatus.PENDING]
        named = {*open_ones, *(one.application_id for one in asked)}
    for one in rows:
        state = console.texts.get(f"cli.state.{one.state}")
        title = one.record.get("title", "") if one.application_id in named else ""
        console.line(f"{one.number}  {one.sub_direction}  {state}  {title}".rstrip())
        for document in documents.get(one.application_id, ()):
            console.line(f"    {document.position:2d}  {document.name}  {document.size:,}")
    console.result(
        [
            {
                "number": one.number,
                "state": one.state,
                "documents": [document.name for document in documents.get(one.application_id, ())],
            }
            for one in rows
        ]
    )
    return 0


def _read(args: argparse.Namespace, console: Console, session: Session) -> int:
    desk = desk_of(args, session)
    row = row_of(args, desk)
    with desk.vault.begin() as uow:
        application = application_of(uow, row, args.number)
    package = Path(args.package) if args.package else None
    document, content = reading.read_document(desk, row, application.application_id, args.document, package)
    if args.stdout:
        sys.stdout.buffer.write(content)
        return 0
    console.say("read", name=document.name, size=f"{len(content):,}", digest=document.plain[:16])
    console.result({"name": document.name, "size": len(content), "sha256": document.plain})
    return 0


def _pledge(args: argparse.Namespace, console: Console, session: Session) -> int:
    desk = desk_of(args, session)
    message = declaring.pledge(desk, row_of(args, desk))
    console.say("pledged")
    console.result({"consent": message.message_id})
    return 0


def _declare(args: argparse.Namespace, console: Console, session: Session) -> int:
    desk = desk_of(args, session)
    row = row_of(args, desk)
    given: dict[str, list[declaring.GivenAnswer]] = {number: [] for number in args.none}
    for kind, triples in (("yes", args.yes), ("unsure", args.unsure)):
        for number, rule, reason in triples:
            given.setdefault(number, []).append(declaring.GivenAnswer(rule, kind, reason))
    for number, answers in given.items():
        with desk.vault.begin() as uow:
            application = application_of(uow, row, number)
        declaring.answer(desk, row, application.application_id, answers)
    rest = declaring.answer_rest(desk, row) if args.rest_none else 0
    message = declaring.declare(desk, row)
    console.say("declared", given=sum(map(bool, given.values())), rest=rest)
    console.result({"declaration": message.message_id, "rest": rest})
    return 0


def _pleas(args: argparse.Namespace, console: Console, session: Session) -> int:
    desk = desk_of(args, session)
    row = row_of(args, desk)
    message = pleas.sign_pleas(desk, row, args.reported)
    console.say("pleas_signed")
    console.result({"consent": message.message_id})
    return 0


def _return(args: argparse.Namespace, console: Console, session: Session) -> int:
    desk = desk_of(args, session)
    write = returning.return_acts if args.acts else returning.return_files
    written = write(desk, row_of(args, desk), Path(args.out))
    for file in written:
        console.say("returned", file=file.path.name, digest=file.sha256[:16])
    console.result([{"file": str(one.path), "kind": one.kind, "sha256": one.sha256} for one in written])
    return 0


def _take_ack(args: argparse.Namespace, console: Console, session: Session) -> int:
    desk = desk_of(args, session)
    taken = acks.take_ack(desk, row_of(args, desk), Path(args.file))
    console.say(f"ack.{taken.answer}", count=taken.confirmed, missing=len(taken.missing))
    console.result({"answer": taken.answer, "confirmed": taken.confirmed, "missing": list(taken.missing)})
    return 1 if taken.missing else 0


def _late_conflict(args: argparse.Namespace, console: Console, session: Session) -> int:
    desk = desk_of(args, session)
    row = row_of(args, desk)
    with desk.vault.begin() as uow:
        application = application_of(uow, row, args.number)
    given = declaring.GivenAnswer(args.rule, args.answer, args.reason)
    done = declare_late(desk, row, application.application_id, given)
    console.say(f"late.{'disclosed' if done.after == done.before else done.after}", number=args.number)
    console.result({"declaration": done.declaration.message_id, "before": done.before, "after": done.after})
    return 0


def _handback(args: argparse.Namespace, console: Console, session: Session) -> int:
    desk = desk_of(args, session)
    row = row_of(args, desk)
    handing_back.finish(desk)
    with desk.vault.begin() as uow:
        done = handed_back(uow, row)
    if done is None:
        handing_back.hand_back(desk, row, args.medium, args.reason)
    paths = handing_back.write_handback(desk, row, Path(args.out))
    standing = handing_back.copy_standing(desk, row)
    console.say("handed_back", files=" ".join(path.name for path in paths))
    if standing.backups:
        console.say("handback_backups", count=standing.backups)
    console.result({"files": [str(path) for path in paths], "backups": standing.backups})
    return 0
