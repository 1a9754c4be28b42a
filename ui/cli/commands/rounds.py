"""``zgc-review round …``: define, consent, appoint, change cards, status."""

from __future__ import annotations

import argparse
import csv
from pathlib import Path

from resources.reader import Texts
from ui.cli.commands.catalogue import chosen
from ui.cli.console import Console
from ui.cli.options import Group, Parsers, desk_of, paths_in, row_of
from ui.cli.session import Session
from ui.progress_words import act_title
from ui.settings_file import read_settings
from zgc_review.domain.round_bodies import RoundBody
from zgc_review.domain.rows import RoundRow
from zgc_review.errors import GateError
from zgc_review.seal.digits import digits_of, read_digits
from zgc_review.services import following, rounds, sharing
from zgc_review.services.amending import CardChange, amend_cards
from zgc_review.services.appointing import Appointment, appoint
from zgc_review.services.consents import sign_consent
from zgc_review.services.desk import Desk, the_round
from zgc_review.services.own_cards import is_out_of_use
from zgc_review.services.progress_facts import progress_of
from zgc_review.services.status import round_status


def register(commands: Parsers, texts: Texts) -> None:
    """Add the commands of this group."""
    group = Group(commands, texts, "round")
    create = group.add("create", _create, in_round=False)
    create.add_argument("--settings", required=True, metavar="FILE.yaml")
    create.add_argument("--catalogue", metavar="FILE.yaml")
    create.add_argument("--observer", required=True, metavar="DIGITS", help=texts.get("cli.help.digits"))
    create.add_argument("--out", required=True, metavar="DIR")
    publish = group.add("publish", _publish)
    publish.add_argument("--out", required=True, metavar="DIR")
    follow = group.add("follow", _follow, in_round=False)
    follow.add_argument("files", nargs="+", metavar="FILE.zgcround|DIR")
    follow.add_argument("--code", help=texts.get("cli.help.code"))
    consent = group.add("consent", _consent)
    consent.add_argument("--out", required=True, metavar="DIR")
    consent.add_argument("--answer", choices=("yes", "no"), default="yes")
    seats = group.add("appoint", _appoint)
    seats.add_argument("file", metavar="FILE.csv")
    seats.add_argument("--out", required=True, metavar="DIR")
    amend = group.add("amend", _amend)
    amend.add_argument("--replace", nargs=2, action="append", default=[], metavar=("CODE", "DIGITS"))
    amend.add_argument("--revoke", action="append", default=[], metavar="CODE")
    amend.add_argument("--reason", required=True, help=texts.get("cli.help.amend.reason"))
    amend.add_argument(
        "--drop", action="append", default=[], metavar="ID", help=texts.get("cli.help.amend.drop")
    )
    amend.add_argument("--drop-all", action="store_true", help=texts.get("cli.help.amend.drop_all"))
    amend.add_argument("--out", required=True, metavar="DIR")
    group.add("status", _status)
    group.add("code", _code)


def _create(args: argparse.Namespace, console: Console, session: Session) -> int:
    desk = desk_of(args, session)
    given = read_settings(Path(args.settings))
    digits = read_digits(args.observer)
    with desk.vault.begin() as uow:
        card = next((one.card_id for one in uow.cards.known() if one.fingerprint == digits), None)
    if card is None:
        raise GateError("card.unknown")
    row = rounds.define_round(desk, given, chosen(args.catalogue), card)
    paths = sharing.publish_round(desk, row, Path(args.out))
    console.say("round.created", round=row.round_id, count=len(paths))
    _tell_custody(desk, row, console)
    console.result({"round": row.round_id, "files": [str(path) for path in paths]})
    return 0


def _tell_custody(desk: Desk, row: RoundRow, console: Console) -> None:
    """Say who could open score files before all are in (rules §15)."""
    with desk.vault.begin() as uow:
        first = rounds.signed_versions(uow, row)[0].body
    if isinstance(first, RoundBody):
        settings = first.settings
        told = {"k": settings.officers_k, "n": settings.officers_n}
        console.say(f"round.collector.{settings.collector}", **told)


def _publish(args: argparse.Namespace, console: Console, session: Session) -> int:
    desk = desk_of(args, session)
    paths = sharing.publish_round(desk, row_of(args, desk), Path(args.out))
    console.say("round.published", file=paths[0].name)
    console.result([str(path) for path in paths])
    return 0


def _follow(args: argparse.Namespace, console: Console, session: Session) -> int:
    desk = desk_of(args, session)
    row = following.follow_round(desk, paths_in(args.files, (".zgcround",)), args.code)
    with desk.vault.begin() as uow:
        in_use = not is_out_of_use(uow, row)
    console.say("round.followed" if row.pinned else "round.unconfirmed", title=row.title, code=row.code)
    _tell_custody(desk, row, console)
    if not in_use:
        console.say("round.out_of_use", code=row.code)
    shown = {"round": row.round_id, "code": row.code, "confirmed": row.pinned is not None}
    console.result({**shown, "card_in_use": in_use})
    return 0


def _consent(args: argparse.Namespace, console: Console, session: Session) -> int:
    desk = desk_of(args, session)
    row = row_of(args, desk)
    with desk.vault.begin() as uow:
        versions = rounds.signed_versions(uow, row)
    following.require_code(row, [version.message_id for version in versions])
    message = sign_consent(desk, row, "round", args.answer, about=versions[-1].message_id)
    path = sharing.write_to_secretary(desk, row, message, Path(args.out))
    console.say("round.consented", answer=args.answer, file=path.name)
    console.result({"file": str(path)})
    return 0


def _appoint(args: argparse.Namespace, console: Console, session: Session) -> int:
    desk = desk_of(args, session)
    row = row_of(args, desk)
    message = appoint(desk, row, _appointments(Path(args.file)))
    paths = sharing.publish_round(desk, row, Path(args.out))
    console.say("round.appointed", digits=digits_of(message.message_id), count=len(paths))
    console.result({"version": message.message_id, "files": [str(path) for path in paths]})
    return 0


def _amend(args: argparse.Namespace, console: Console, session: Session) -> int:
    desk = desk_of(args, session)
    row = row_of(args, desk)
    changes = [CardChange(code, digits) for code, digits in args.replace]
    changes += [CardChange(code) for code in args.revoke]
    done = amend_cards(desk, row, changes, args.reason, drop=args.drop, drop_all=args.drop_all)
    paths = sharing.publish_round(desk, row, Path(args.out))
    for code, count in done.kept.items():
        console.say("round.kept", code=code, count=count)
    for code, count in done.sealed.items():
        console.say("round.sealed_lost", code=code, count=count)
    digits = digits_of(done.version.message_id)
    console.say("round.amended", digits=digits, codes=" ".join(done.needed), file=paths[0].name)
    shown = {"version": done.version.message_id, "needed": list(done.needed), "kept": dict(done.kept)}
    shown["sealed"] = dict(done.sealed)
    console.result({**shown, "files": [str(path) for path in paths]})
    return 0


def _appointments(path: Path) -> list[Appointment]:
    """Read seats: columns group, expert_number, card (digits), chair, round_chair."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as source:
            rows = list(csv.DictReader(source))
        return [
            Appointment(
                expert_number=row["expert_number"],
                fingerprint=row["card"],
                group=row["group"],
                chair=row["chair"] in {"1", "是", "yes"},
                round_chair=row["round_chair"] in {"1", "是", "yes"},
            )
            for row in rows
        ]
    except (OSError, UnicodeDecodeError, KeyError, csv.Error) as fault:
        raise GateError("appoint.file", file=path.name) from fault


def _status(args: argparse.Namespace, console: Console, session: Session) -> int:
    desk = desk_of(args, session)
    with desk.vault.begin() as uow:
        row = the_round(uow, args.round)
        act = progress_of(uow, row).act if row.place == "secretary" else None
        if act is not None:
            console.line(console.texts.get("progress.next", title=act_title(console.texts, act)))
        status = round_status(uow, row)
    console.say("round.status", title=status.title, version=status.version, code=status.code)
    if status.stage != "proposal":
        told = [f"{console.texts.get(f'form.word.decision.{k}')} {n}" for k, n in status.outcomes.items()]
        stage = console.texts.get(f"form.word.stage.{status.stage}")
        console.say("stage.status", stage=stage, outcomes=" · ".join(told) or "–")
    if status.waiting:
        console.say("round.waiting", codes=" ".join(status.waiting))
    if status.refused:
        console.say("round.refused", codes=" ".join(status.refused))
    if status.custody:
        console.say(f"escrow.{status.custody}")
        told = [f"{one.code} × {one.held}" for one in status.members if one.held]
        console.say("escrow.files", held=" ".join(told) or "–", awaited=" ".join(status.awaited) or "–")
    console.table(
        ("state", "count"), [(console.texts.get(f"cli.state.{k}"), v) for k, v in status.states.items()]
    )
    console.table(
        ("code", "group", "locked", "recused", "absent", "missing", "files"),
        [
            (one.code, " ".join(one.groups), one.locked, one.recused, one.absent, one.missing, one.files)
            for one in status.members
        ],
    )
    missing = [one.code for one in status.members if one.missing]
    console.result(
        {
            "states": status.states,
            "missing": missing,
            "waiting": list(status.waiting),
            "refused": list(status.refused),
            "stage": status.stage,
            "outcomes": status.outcomes,
            "custody": status.custody,
            "held": {one.code: one.held for one in status.members if one.held},
            "awaited": list(status.awaited),
            "next": act.code if act is not None else None,
        }
    )
    return 0


def _code(args: argparse.Namespace, console: Console, session: Session) -> int:
    desk = desk_of(args, session)
    with desk.vault.begin() as uow:
        versions = rounds.signed_versions(uow, the_round(uow, args.round))
    for version in versions:
        console.line(f"{version.body.version}  {digits_of(version.message_id)}")
    console.result([digits_of(version.message_id) for version in versions])
    return 0
