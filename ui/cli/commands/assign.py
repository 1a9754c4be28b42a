"""``zgc-review assign …``: experts for single applications (rules §3), and the bare solver (design §6)."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from resources.reader import Texts
from ui.cli.commands.fixed import add_solve
from ui.cli.console import Console
from ui.cli.options import Group, Parsers, desk_of, row_of
from ui.cli.session import Session
from zgc_review.domain.rows import MessageRow, RoundRow
from zgc_review.errors import GateError
from zgc_review.seal.digits import digits_of
from zgc_review.seal.safe_files import save_bytes
from zgc_review.services import assigning, assigning_change, assigning_view, sharing
from zgc_review.services.assigning_record import Assignment, assignments_of, problem_bytes
from zgc_review.services.assigning_tables import read_affinity, read_loads
from zgc_review.services.desk import Desk


def register(commands: Parsers, texts: Texts) -> None:
    """Add the commands of this group."""
    group = Group(commands, texts, "assign")
    add_solve(group)
    run = group.add("run", _run)
    run.add_argument("--least", type=int, metavar="N", help=texts.get("cli.help.assign.least"))
    run.add_argument("--most", type=int, metavar="N", help=texts.get("cli.help.assign.most"))
    run.add_argument("--loads", metavar="FILE.csv", help=texts.get("cli.help.assign.loads"))
    run.add_argument("--affinity", metavar="FILE.csv", help=texts.get("cli.help.assign.affinity"))
    run.add_argument("--size-reason", default="", help=texts.get("cli.help.assign.size_reason"))
    run.add_argument("--reason", default="", help=texts.get("cli.help.assign.again"))
    run.add_argument("--out", metavar="DIR", help=texts.get("cli.help.assign.publish"))
    show = group.add("show", _show)
    show.add_argument("--out", metavar="FILE.json", help=texts.get("cli.help.assign.problem"))
    change = group.add("change", _change)
    change.add_argument("number", metavar="NUMBER")
    for name in ("add", "drop"):
        text = texts.get(f"cli.help.assign.{name}")
        change.add_argument(f"--{name}", nargs="+", default=[], metavar="EXPERT", help=text)
    change.add_argument("--reason", required=True)
    change.add_argument("--size-reason", default="", help=texts.get("cli.help.assign.size_reason"))
    change.add_argument("--most", type=int, metavar="N", help=texts.get("cli.help.assign.change_most"))
    change.add_argument("--out", metavar="DIR", help=texts.get("cli.help.assign.publish"))


def _run(args: argparse.Namespace, console: Console, session: Session) -> int:
    desk = desk_of(args, session)
    row = row_of(args, desk)
    order = assigning.Order(
        least=args.least,
        most=args.most,
        loads=read_loads(Path(args.loads)) if args.loads else {},
        affinity=read_affinity(Path(args.affinity)) if args.affinity else {},
        size_reason=args.size_reason,
        reason=args.reason,
    )
    outcome = assigning.run(desk, row, order)
    for finding in outcome.findings:
        console.finding(finding)
    if outcome.made is None:
        counts = ("assignment.single.shortage", "assignment.single.missing")
        missing = [one.params["count"] for one in outcome.findings if one.code in counts]
        raise GateError("assign.infeasible", count=missing[0] if missing else 0)
    made = outcome.made
    console.say("assign.made", **_figures(made))
    console.say("assign.digests", problem=made.problem, table=made.table)
    files = _publish(desk, row, outcome.version, args.out, console)
    codes = [one.code for one in outcome.findings]
    console.result({**_figures(made), "table": made.table, "findings": codes, "files": files})
    return 0


def _show(args: argparse.Namespace, console: Console, session: Session) -> int:
    desk = desk_of(args, session)
    row = row_of(args, desk)
    with desk.vault.begin() as uow:
        view = assigning_view.assignment_view(uow, row)
        solved = [one for one in assignments_of(uow, row) if one.problem]
        problem = problem_bytes(uow, row, solved[-1]) if solved else None
    if not view.acts:
        raise GateError("assign.none", count=0)
    for act in view.acts:
        name = console.texts.get(f"cli.assign.{act.act}")
        console.say("assign.act", n=act.n, at=act.at, act=name, reason=act.reason or "–")
    console.table(
        ("number", "state", "experts", "recused"),
        [
            (
                one.number,
                console.texts.get(f"cli.state.{one.state}"),
                " ".join(one.experts),
                " ".join(one.out),
            )
            for one in view.lines
        ],
    )
    console.table(("expert", "load"), list(view.loads.items()))
    for finding in view.findings:
        console.finding(finding)
    if not view.is_in_force:
        console.say("assign.not_in_force")
    if args.out and problem is not None:
        save_bytes(Path(args.out), problem)
        console.say("written", file=args.out)
    console.result(_plain(view))
    return 0


def _plain(view: assigning_view.AssignmentView) -> dict[str, Any]:
    """Return the assignment for machines."""
    return {
        "applications": {one.number: list(one.experts) for one in view.lines},
        "loads": view.loads,
        "in_force": view.is_in_force,
        "findings": [one.code for one in view.findings],
    }


def _change(args: argparse.Namespace, console: Console, session: Session) -> int:
    desk = desk_of(args, session)
    row = row_of(args, desk)
    wanted = assigning_change.Change(
        number=args.number,
        add=tuple(args.add),
        drop=tuple(args.drop),
        reason=args.reason,
        size_reason=args.size_reason,
        most=args.most,
    )
    done = assigning_change.change(desk, row, wanted)
    for finding in done.findings:
        console.finding(finding)
    console.say("assign.changed", number=args.number, experts=" ".join(done.experts))
    files = _publish(desk, row, done.version, args.out, console)
    findings = [one.code for one in done.findings]
    console.result(
        {"number": args.number, "experts": list(done.experts), "findings": findings, "files": files}
    )
    return 0


def _figures(made: Assignment) -> dict[str, int]:
    """Return the figures of an act."""
    return {
        "n": made.n,
        "applications": len(made.changes),
        "pairs": sum(len(one.added) for one in made.changes),
        "least": made.least,
        "most": made.most,
        "objective": made.objective,
    }


def _publish(
    desk: Desk, row: RoundRow, version: MessageRow | None, folder: str | None, console: Console
) -> list[str]:
    """Hand out the version that waits for the round chair, where there is one."""
    if version is None:
        console.say("assign.planned")
        return []
    paths = sharing.publish_round(desk, row, Path(folder)) if folder else ()
    console.say("assign.waiting", digits=digits_of(version.message_id), count=len(paths))
    return [str(path) for path in paths]
