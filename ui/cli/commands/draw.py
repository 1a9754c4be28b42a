"""``zgc-review draw …``: the draw of experts, step by step, and the seats that follow (rules §3.2)."""

from __future__ import annotations

import argparse
import csv
import sys
from pathlib import Path
from typing import Any

from resources.reader import Texts
from ui.cli.console import Console
from ui.cli.options import Group, Parsers, desk_of, row_of
from ui.cli.session import Session
from zgc_review.domain.findings import Finding
from zgc_review.domain.rows import ExpertRow
from zgc_review.errors import GateError
from zgc_review.seal.digits import digits_of
from zgc_review.seal.safe_files import save_bytes
from zgc_review.services import (
    assigning_alternate,
    drawing,
    drawing_alternates,
    drawing_form,
    drawing_pool,
    drawing_seats,
    drawing_witness,
    log,
    sharing,
)
from zgc_review.services.drawing_record import Draw, DrawnGroup, draws_of, next_step
from zgc_review.services.rounds import state_of


def register(commands: Parsers, texts: Texts) -> None:
    """Add the commands of this group."""
    group = Group(commands, texts, "draw")
    group.add("pool", _pool)
    clear = group.add("clear", _clear)
    clear.add_argument("number", metavar="NUMBER")
    clear.add_argument("--reason", required=True)
    begin = group.add("begin", _begin)
    begin.add_argument("--reason", default="", help=texts.get("cli.help.draw.again"))
    begin.add_argument("--size-reason", default="", help=texts.get("cli.help.draw.size_reason"))
    words = group.add("words", _words)
    who = words.add_mutually_exclusive_group(required=True)
    for name in ("secretary", "observer"):
        who.add_argument(f"--{name}", dest="who", action="store_const", const=name)
    words.add_argument("words", nargs="?", metavar="WORDS", help=texts.get("cli.help.draw.typed"))
    group.add("run", _run)
    group.add("show", _show).add_argument("--out", metavar="FILE.json", help=texts.get("cli.help.draw.out"))
    group.add("redo", _redo, vault=False).add_argument("file", metavar="FILE.json")
    witness = group.add("witness", _witness)
    witness.add_argument("digest", metavar="SHA256")
    witness.add_argument("--out", required=True, metavar="DIR")
    group.add("form", _form).add_argument("--out", required=True, metavar="DIR")
    appoint = group.add("appoint", _appoint)
    appoint.add_argument("file", metavar="FILE.csv", help=texts.get("cli.help.draw.cards"))
    appoint.add_argument("--chair", nargs=2, action="append", default=[], metavar=("GROUP", "NUMBER"))
    appoint.add_argument("--round-chair", metavar="GROUP")
    appoint.add_argument("--out", required=True, metavar="DIR")
    alternate = group.add("alternate", _alternate)
    alternate.add_argument("group_id", metavar="GROUP")
    alternate.add_argument("--leaving", metavar="NUMBER", help=texts.get("cli.help.draw.leaving"))
    text = texts.get("cli.help.draw.application")
    alternate.add_argument("--application", action="append", default=[], metavar="NUMBER", help=text)
    alternate.add_argument("--reason", required=True)
    alternate.add_argument("--card", metavar="DIGITS", help=texts.get("cli.help.digits"))
    alternate.add_argument("--out", metavar="DIR")


def _pool(args: argparse.Namespace, console: Console, session: Session) -> int:
    desk = desk_of(args, session)
    row = row_of(args, desk)
    with desk.vault.begin() as uow:
        pool = drawing_pool.pool_of(uow, row, state_of(uow, row), desk.clock.now()[:10], look=True)
    console.say("draw.pool", count=len(pool.candidates), left_out=len(pool.left_out))
    for one in pool.left_out:
        why = console.texts.get(f"draw.form.left_out.{one.rule}")
        console.line(f"  {one.expert.number}  {one.expert.record.get('name', '')}  {why}")
    console.result(
        {
            "candidates": len(pool.candidates),
            "left_out": [{"expert": one.expert.number, "rule": one.rule} for one in pool.left_out],
        }
    )
    return 0


def _clear(args: argparse.Namespace, console: Console, session: Session) -> int:
    desk = desk_of(args, session)
    drawing_pool.clear_listed(desk, row_of(args, desk), args.number, args.reason)
    console.say("draw.cleared", number=args.number)
    console.result({"expert": args.number})
    return 0


def _begin(args: argparse.Namespace, console: Console, session: Session) -> int:
    desk = desk_of(args, session)
    row = row_of(args, desk)
    draw = drawing.begin(desk, row, args.reason, args.size_reason)
    left_out = [f"{console.texts.get(f'draw.form.left_out.{rule}')} {n}" for rule, n in draw.excluded.items()]
    console.say("draw.begun", n=draw.n, count=len(draw.candidates), left_out=" · ".join(left_out) or "0")
    console.say("draw.fixed", pool=draw.pool, salt=draw.salt_digest)
    with desk.vault.begin() as uow:
        head = log.head(uow, row.round_id)
    console.say("log_head", digits=digits_of(head.root), size=head.size)
    console.result({"draw": draw.n, "pool": draw.pool, "salt": draw.salt_digest, "excluded": draw.excluded})
    return 0


def _words(args: argparse.Namespace, console: Console, session: Session) -> int:
    desk = desk_of(args, session)
    typed = args.words
    if typed is None:
        if not sys.stdin.isatty():
            raise GateError("draw.words")
        typed = input(console.texts.get(f"cli.draw.ask_{args.who}"))
    draw = drawing.say_words(desk, row_of(args, desk), args.who, typed)
    console.say(f"draw.said_{args.who}", words=getattr(draw, args.who))
    console.result({"draw": draw.n, "next": next_step(draw)})
    return 0


def _run(args: argparse.Namespace, console: Console, session: Session) -> int:
    desk = desk_of(args, session)
    row = row_of(args, desk)
    outcome = drawing.run(desk, row)
    with desk.vault.begin() as uow:
        people = {one.expert_id: one for one in uow.experts.all(row.round_id)}
        head = log.head(uow, row.round_id)
    _print_draw(console, outcome.draw, people)
    for finding in outcome.findings:
        console.finding(_named(finding, people))
    console.say("log_head", digits=digits_of(head.root), size=head.size)
    console.result(_plain(outcome.draw, people, [one.code for one in outcome.findings]))
    return 0


def _show(args: argparse.Namespace, console: Console, session: Session) -> int:
    desk = desk_of(args, session)
    row = row_of(args, desk)
    with desk.vault.begin() as uow:
        draws = draws_of(uow, row)
        people = {one.expert_id: one for one in uow.experts.all(row.round_id)}
        state = state_of(uow, row)
        witnessed = [drawing_witness.is_witnessed(uow, row, state, draw) for draw in draws]
    if not draws:
        raise GateError("draw.none")
    for draw, seen in zip(draws, witnessed, strict=True):
        _print_draw(console, draw, people)
        if draw.done_at:
            console.say("draw.witnessed" if seen else "draw.unwitnessed")
    if args.out:
        if not draws[-1].done_at:
            raise GateError("draw.order", step=next_step(draws[-1]))
        save_bytes(Path(args.out), drawing_witness.public_draw(draws[-1]))
        console.say("written", file=args.out)
    console.result([_plain(draw, people, []) for draw in draws])
    return 0


def _redo(args: argparse.Namespace, console: Console, _session: Session) -> int:
    result = drawing_witness.redo(Path(args.file))
    console.say("draw.redone", result=result)
    console.result({"result": result})
    return 0


def _witness(args: argparse.Namespace, console: Console, session: Session) -> int:
    desk = desk_of(args, session)
    _, path = drawing_witness.witness_draw(desk, row_of(args, desk), args.digest, Path(args.out))
    console.say("draw.witness_signed", file=path.name)
    console.result({"file": str(path)})
    return 0


def _form(args: argparse.Namespace, console: Console, session: Session) -> int:
    desk = desk_of(args, session)
    paths = drawing_form.print_draws(desk, row_of(args, desk), Path(args.out))
    for path in paths:
        console.say("written", file=path.name)
    console.result([str(path) for path in paths])
    return 0


def _appoint(args: argparse.Namespace, console: Console, session: Session) -> int:
    desk = desk_of(args, session)
    row = row_of(args, desk)
    chairs = dict(args.chair)
    seated = drawing_seats.appoint_drawn(desk, row, _cards(Path(args.file)), chairs, args.round_chair)
    paths = sharing.publish_round(desk, row, Path(args.out))
    console.say("round.appointed", digits=digits_of(seated.version.message_id), count=len(paths))
    for group, applications in seated.chair_recused.items():
        if applications:
            console.say("draw.chair_recused", group=group, count=len(applications))
    console.result({"version": seated.version.message_id, "files": [str(path) for path in paths]})
    return 0


def _alternate(args: argparse.Namespace, console: Console, session: Session) -> int:
    desk = desk_of(args, session)
    row = row_of(args, desk)
    if args.application:
        group, numbers = args.group_id, args.application
        called = assigning_alternate.call_for(desk, row, group, numbers, args.reason, args.card)
    else:
        called = drawing_alternates.call_up(desk, row, args.group_id, args.leaving, args.reason, args.card)
    name = str(called.expert.record.get("name", ""))
    console.say("draw.called", group=args.group_id, number=called.expert.number, name=name)
    for measure in called.roles_lost:
        console.say("draw.roles_lost", measure=measure)
    files: list[Path] = []
    if called.version is not None:
        files = list(sharing.publish_round(desk, row, Path(args.out))) if args.out else []
        console.say("round.appointed", digits=digits_of(called.version.message_id), count=len(files))
    console.result({"expert": called.expert.number, "files": [str(path) for path in files]})
    return 0


def _cards(path: Path) -> dict[str, str]:
    """Read the digits of the members' cards: columns expert_number, card."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as source:
            return {row["expert_number"]: row["card"] for row in csv.DictReader(source)}
    except (OSError, UnicodeDecodeError, KeyError, csv.Error) as fault:
        raise GateError("appoint.file", file=path.name) from fault


def _print_draw(console: Console, draw: Draw, people: dict[str, ExpertRow]) -> None:
    """Print where a draw stands, and its result by number and name, never with a code."""
    if not draw.done_at:
        console.say("draw.waiting", n=draw.n, step=next_step(draw))
        return
    console.say("draw.done", n=draw.n, seed=draw.seed)
    for one in draw.drawn:
        console.say("draw.group", group=one.group, members=len(one.members), alternates=len(one.alternates))
        console.table(
            ("place", "expert", "name", "draw_key", "outcome"),
            [
                (place, people[entry].number, people[entry].record.get("name", ""), key, outcome)
                for place, (entry, key) in enumerate(one.order, 1)
                if (outcome := _outcome(console, one, entry))
            ],
        )
    console.say("draw.result", digest=draw.result)


def _outcome(console: Console, one: DrawnGroup, entry: str) -> str:
    """Return what became of a candidate in words, "" for one who was not reached."""
    rules = dict(one.skipped)
    parts = []
    if entry in one.members:
        parts.append(console.texts.get("form.word.draw_outcome.member"))
    elif entry in one.alternates:
        number = one.alternates.index(entry) + 1
        parts.append(f"{console.texts.get('form.word.draw_outcome.alternate')} {number}")
    elif entry in rules:
        parts.append(console.texts.get("form.word.draw_outcome.passed"))
    if entry in rules:
        parts.append(console.texts.get(f"draw.form.left_out.{rules[entry]}"))
    return " ".join(parts)


def _named(finding: Finding, people: dict[str, ExpertRow]) -> Finding:
    """Return a finding with numbers people know in place of roster ids."""
    params = {
        name: people[value].number if isinstance(value, str) and value in people else value
        for name, value in finding.params.items()
    }
    return Finding(finding.code, finding.level, params=params)


def _plain(draw: Draw, people: dict[str, ExpertRow], findings: list[str]) -> dict[str, Any]:
    """Return a draw for machines: numbers, no codes."""

    def numbers(ids: tuple[str, ...]) -> list[str]:
        return [people[one].number for one in ids]

    return {
        "draw": draw.n,
        "reason": draw.reason,
        "pool": draw.pool,
        "seed": draw.seed,
        "result": draw.result if draw.done_at else None,
        "next": None if draw.done_at else next_step(draw),
        "findings": findings,
        "groups": [
            {
                "group": one.group,
                "members": numbers(one.members),
                "seated": numbers(draw.seated(one.group)),
                "alternates": numbers(one.alternates),
                "skipped": [{"expert": people[entry].number, "rule": rule} for entry, rule in one.skipped],
            }
            for one in draw.drawn
        ],
    }
