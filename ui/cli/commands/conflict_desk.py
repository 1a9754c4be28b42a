"""``zgc-review conflicts …`` and ``private …``: screening, the secretary's desk, an expert's own lists."""

from __future__ import annotations

import argparse
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import yaml

from resources.reader import Texts
from ui.cli.commands.fixed import add_compare
from ui.cli.console import Console
from ui.cli.options import Group, Parsers, desk_of, row_of
from ui.cli.session import Session
from zgc_review.domain.ports import UnitOfWork
from zgc_review.domain.rows import RoundRow
from zgc_review.errors import GateError
from zgc_review.services import conflict_desk, private_lists, recusal_forms, screening
from zgc_review.services.conflict_desk_findings import DeskFinding, desk_findings
from zgc_review.services.rounds import state_of
from zgc_review.services.screening_missing import missing_lists, wish_findings

ACTS = ("recuse", "dismiss", "disclose", "refer")


def register(commands: Parsers, texts: Texts) -> None:
    """Add the commands of both groups."""
    group = Group(commands, texts, "conflicts")
    add_compare(group)
    group.add("screen", _screen)
    listed = group.add("list", _list)
    listed.add_argument("--expert", metavar="NUMBER")
    listed.add_argument("--application", metavar="NUMBER")
    listed.add_argument("--all", action="store_true", help=texts.get("cli.help.conflicts.all"))
    decide = group.add("decide", _decide)
    decide.add_argument("finding", metavar="FINDING")
    decide.add_argument("act", choices=ACTS)
    decide.add_argument("--reason", default="")
    undo = group.add("undo", _undo)
    undo.add_argument("finding", metavar="FINDING")
    undo.add_argument("--reason", required=True)
    group.add("missing", _missing)
    group.add("forms", _forms).add_argument("--out", required=True, metavar="DIR")
    private = Group(commands, texts, "private")
    private.add("save", _save, in_round=False).add_argument("file", metavar="FILE.yaml")
    private.add("match", _match)
    private.add("drop", _drop, in_round=False)


def _screen(args: argparse.Namespace, console: Console, session: Session) -> int:
    desk = desk_of(args, session)
    row = row_of(args, desk)
    screened = screening.screen(desk, row)
    with desk.vault.begin() as uow:
        state = state_of(uow, row)
        views = _views(uow, row, (one for one in desk_findings(uow, row) if one.is_current))
        missing = missing_lists(uow, row, state)
        wishes = wish_findings(uow, row, state)
    console.say("conflicts.screened", experts=screened.experts, applications=screened.applications)
    sums = {"found": screened.found, "new": screened.new, "gone": screened.gone, "due": screened.due}
    console.say("conflicts.sums", **sums)
    _show(console, views)
    for wish in wishes:
        console.finding(wish)
    console.say("conflicts.missing", count=len(missing))
    console.result(
        {**sums, "findings": views, "missing": {key: list(value) for key, value in missing.items()}}
    )
    return 0


def _list(args: argparse.Namespace, console: Console, session: Session) -> int:
    desk = desk_of(args, session)
    row = row_of(args, desk)
    with desk.vault.begin() as uow:
        found = (one for one in desk_findings(uow, row) if args.all or one.is_current or one.status != "open")
        views = _views(uow, row, found)
    views = [
        one
        for one in views
        if args.expert in {None, one["expert"]} and args.application in {None, one["application"]}
    ]
    _show(console, views)
    console.result(views)
    return 0


def _decide(args: argparse.Namespace, console: Console, session: Session) -> int:
    desk = desk_of(args, session)
    found = conflict_desk.decide(desk, row_of(args, desk), args.finding, args.act, args.reason)
    _say_decided(console, found)
    return 0


def _undo(args: argparse.Namespace, console: Console, session: Session) -> int:
    desk = desk_of(args, session)
    found = conflict_desk.undo(desk, row_of(args, desk), args.finding, args.reason)
    _say_decided(console, found)
    return 0


def _missing(args: argparse.Namespace, console: Console, session: Session) -> int:
    desk = desk_of(args, session)
    row = row_of(args, desk)
    with desk.vault.begin() as uow:
        missing = missing_lists(uow, row, state_of(uow, row))
    not_provided = console.texts.get("cli.conflicts.not_provided")
    for number, lists in missing.items():
        names = " ".join(console.texts.get(f"cli.conflicts.field.{name}") for name in lists)
        console.line(f"{number}  {not_provided}  {names}")
    console.result({number: list(lists) for number, lists in missing.items()})
    return 0


def _forms(args: argparse.Namespace, console: Console, session: Session) -> int:
    desk = desk_of(args, session)
    paths = recusal_forms.print_recusals(desk, row_of(args, desk), Path(args.out))
    console.say("conflicts.printed", count=len(paths))
    console.result([str(path) for path in paths])
    return 0


def _save(args: argparse.Namespace, console: Console, session: Session) -> int:
    path = Path(args.file)
    try:
        value = yaml.safe_load(path.read_text("utf-8"))
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as fault:
        raise GateError("private.file", file=path.name) from fault
    lists = private_lists.save_lists(desk_of(args, session), _dates_as_text(value))
    console.say("private.saved")
    _say_missing(console, lists.missing)
    console.result({"missing": list(lists.missing)})
    return 0


def _dates_as_text(value: Any) -> Any:
    """Return the value of a YAML file with its dates as they were typed."""
    if isinstance(value, dict):
        return {key: _dates_as_text(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_dates_as_text(item) for item in value]
    return value.isoformat() if hasattr(value, "isoformat") else value


def _match(args: argparse.Namespace, console: Console, session: Session) -> int:
    desk = desk_of(args, session)
    matched = private_lists.match_lists(desk, row_of(args, desk))
    rows = [
        {
            "application": matched.numbers[hit.application],
            "rule": hit.rule,
            "level": hit.level.value,
            "left": hit.left,
            "left_field": hit.left_field,
            "right": hit.right,
            "right_field": hit.right_field,
            "reason": hit.reason,
        }
        for hit in matched.hits
    ]
    console.say("private.matched", count=len(rows), compared=matched.compared)
    console.table(
        ("number", "rule", "level", "own_side", "other_side", "why"),
        [
            (
                one["application"],
                one["rule"],
                one["level"],
                _side(console, one["left"], one["left_field"]),
                _side(console, one["right"], one["right_field"]),
                console.texts.get(f"conflicts.reason.{one['reason']}"),
            )
            for one in rows
        ],
    )
    _say_missing(console, matched.missing)
    console.result({"hits": rows, "missing": list(matched.missing)})
    return 0


def _drop(args: argparse.Namespace, console: Console, session: Session) -> int:
    private_lists.drop_lists(desk_of(args, session))
    console.say("private.dropped")
    console.result({})
    return 0


def _say_missing(console: Console, lists: Iterable[str]) -> None:
    """Say which lists were not given: their rules could not be checked."""
    names = [console.texts.get(f"cli.conflicts.field.{name}") for name in lists]
    if names:
        console.say("private.missing", names=" ".join(names))


def _say_decided(console: Console, found: DeskFinding) -> None:
    """Say how a finding stands."""
    status = console.texts.get(f"cli.conflicts.status.{found.status}")
    console.say("conflicts.decided", finding=found.row.finding_id[:8], rule=found.rule, status=status)
    console.result({"finding": found.row.finding_id, "rule": found.rule, "status": found.status})


def _views(uow: UnitOfWork, row: RoundRow, found: Iterable[DeskFinding]) -> list[dict[str, Any]]:
    """Return findings with the numbers people know, sorted by expert and application."""
    experts = {one.expert_id: one.number for one in uow.experts.all(row.round_id)}
    applications = {one.application_id: one.number for one in uow.applications.all(row.round_id)}
    views = [
        {
            "finding": one.row.finding_id,
            "expert": experts[one.row.expert_id],
            "application": applications[one.row.application_id],
            "rule": one.row.rule,
            "basis": one.row.hit["basis"],
            "level": one.row.level,
            "sure": one.is_sure,
            "status": one.status,
            "current": one.is_current,
            "left": one.row.hit["left"],
            "left_field": one.row.hit["left_field"],
            "right": one.row.hit["right"],
            "right_field": one.row.hit["right_field"],
            "reason": one.row.hit["reason"],
            "source": one.row.hit["source"],
            "employers": one.row.hit["employers"],
            "decided": one.decided.reason if one.decided is not None else "",
            "before": list(one.before.hit["employers"]) if one.before is not None else None,
        }
        for one in found
    ]
    return sorted(views, key=lambda one: (one["expert"], one["application"], one["rule"], one["finding"]))


def _show(console: Console, views: list[dict[str, Any]]) -> None:
    """Print findings, one line each; one that came back on new evidence says what was known before."""
    texts = console.texts
    console.table(
        ("finding", "expert", "number", "rule", "level", "status", "own_side", "other_side", "why"),
        [
            (
                one["finding"][:8],
                one["expert"],
                one["application"],
                one["rule"] if one["sure"] else f"{one['rule']} ({one['basis']})",
                one["level"],
                texts.get(f"cli.conflicts.status.{one['status']}"),
                _side(console, one["left"], one["left_field"]),
                _side(console, one["right"], one["right_field"]),
                _why(console, one),
            )
            for one in views
        ],
    )
    for one in views:
        if one["before"] is not None:
            console.say(
                "conflicts.again",
                finding=one["finding"][:8],
                before="、".join(one["before"]),
                now="、".join(one["employers"]),
            )


def _why(console: Console, one: dict[str, Any]) -> str:
    """Return why a finding was found, and which other application shows it."""
    why = console.texts.get(f"conflicts.reason.{one['reason']}")
    if one["source"]:
        why += console.texts.get("cli.conflicts.source", number=one["source"])
    return why


def _side(console: Console, text: str, name: str) -> str:
    """Return one side of a finding with the field it stands in."""
    return f"{text} [{console.texts.get(f'cli.conflicts.field.{name}')}]"
