"""The commands whose form is fixed because others build on them (design §6)."""

from __future__ import annotations

import argparse
import csv
import io
import runpy
from collections.abc import Sequence
from pathlib import Path

from resources.reader import Texts
from ui.cli.console import Console
from ui.cli.options import Group, Parsers, progress_on, shared
from ui.cli.session import Session
from ui.verifier_process import verifier_path
from zgc_review.aggregation.combine_table import COLUMNS, combine_rows, parse_weights
from zgc_review.aggregation.severity import LEAST, Component
from zgc_review.aggregation.severity_table import HEAD, severity_rows
from zgc_review.errors import IntakeError
from zgc_review.seal.safe_files import save_bytes
from zgc_review.services import post, verifying
from zgc_review.services.rounds import verifier_bytes

TABLE_LIMIT = 512 << 20
UNCHECKED = 3
_NAMED = 12


def register(commands: Parsers, texts: Texts) -> None:
    """Add the fixed commands."""
    _register_verify(commands, texts)
    scores = Group(commands, texts, "scores")
    combine = scores.add("combine", _combine, vault=False)
    combine.add_argument("scores", metavar="SCORES.csv")
    combine.add_argument("out", metavar="OUT.csv")
    combine.add_argument("--rule", required=True)
    combine.add_argument("--weights", metavar="FILE")
    severity = scores.add("severity", _severity, vault=False)
    severity.add_argument("scores", metavar="SCORES.csv")
    severity.add_argument("out", metavar="OUT.csv")
    severity.add_argument(
        "--least", type=int, default=LEAST, metavar="N", help=texts.get("cli.help.scores.least")
    )


def add_compare(conflicts: Group) -> None:
    """Add ``conflicts compare`` to the group of the conflict desk."""
    compare = conflicts.add("compare", _compare, vault=False)
    compare.add_argument("pairs", metavar="PAIRS.csv")
    compare.add_argument("out", metavar="OUT.csv")
    compare.add_argument("--aliases", metavar="FILE")


def add_solve(assign: Group) -> None:
    """Add ``assign solve`` to the group of assignments."""
    solve = assign.add("solve", _solve, vault=False)
    solve.add_argument("problem", metavar="PROBLEM.json")
    solve.add_argument("out", metavar="OUT.json")


def _register_verify(commands: Parsers, texts: Texts) -> None:
    """Add ``verify``."""
    text = texts.get("cli.help.verify")
    verify = commands.add_parser("verify", help=text, description=text)
    verify.add_argument("file", nargs="?", metavar="FILE")
    verify.add_argument("--round-code", metavar="DIGITS", help=texts.get("cli.help.code"))
    verify.add_argument("--log-head", metavar="DIGITS", help=texts.get("cli.help.log_head"))
    verify.add_argument("--print-verifier", metavar="FILE.py", help=texts.get("cli.help.print_verifier"))
    shared(verify, texts, vault=False, in_round=False)
    verify.add_argument("--vault", metavar="DIR", help=texts.get("cli.help.vault_dir"))
    verify.add_argument("--passphrase-file", metavar="FILE", help=texts.get("cli.help.passphrase_file"))
    verify.set_defaults(command=_verify)


def _verify(args: argparse.Namespace, console: Console, session: Session) -> int:
    if args.print_verifier:
        save_bytes(Path(args.print_verifier), verifier_bytes())
        console.say("written", file=args.print_verifier)
        return 0
    if args.file is None:
        raise IntakeError("verify.file")
    path = Path(args.file)
    if verifying.is_opened_result(path):
        return _run_verifier(args, console)
    desk = session.desk(args.vault, args.passphrase_file) if args.vault else None
    checks = verifying.verify_file(path, desk, args.round_code, progress_on(console))
    for check in checks:
        mark = {True: "ok", False: "failed", None: "unchecked"}[check.ok]
        console.say(
            f"verify.{mark}", text=console.texts.get(f"cli.verify.what.{check.name}", detail=check.detail)
        )
    console.result([{"check": one.name, "ok": one.ok, "detail": one.detail} for one in checks])
    if any(check.ok is False for check in checks):
        return 1
    return UNCHECKED if any(check.ok is None for check in checks) else 0


def _run_verifier(args: argparse.Namespace, console: Console) -> int:
    """Run the independent verifier as it is shipped, in its own namespace."""
    module = runpy.run_path(str(verifier_path()))
    argv = [args.file, "--lang", console.texts.language]
    for option, value in (("--round-code", args.round_code), ("--log-head", args.log_head)):
        argv += [option, value] if value else []
    return int(module["main"]([*argv, "--json"] if console.as_json else argv))


def _table(path: Path, columns: tuple[str, ...]) -> list[list[str]]:
    """Read a CSV table and return the cells of the named columns, row by row.

    Raises:
        IntakeError: ``table.read``, ``table.columns`` naming those that are missing.
    """
    try:
        text = post.read_file(path, TABLE_LIMIT).decode("utf-8-sig")
        rows = list(csv.reader(io.StringIO(text, newline=""), strict=True))
    except (UnicodeDecodeError, csv.Error) as fault:
        raise IntakeError("table.read", file=path.name) from fault
    head = rows[0] if rows else []
    missing = [name for name in columns if head.count(name) != 1]
    if missing:
        raise IntakeError("table.columns", file=path.name, names=", ".join(missing))
    places = [head.index(name) for name in columns]
    for number, row in enumerate(rows[1:], 2):
        if row and len(row) != len(head):
            raise IntakeError("table.row", file=path.name, row=number)
    return [[row[place] for place in places] for row in rows[1:] if row]


def _write_table(path: Path, head: tuple[str, ...], rows: list[tuple[object, ...]]) -> None:
    """Write a CSV table."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(head)
    writer.writerows(rows)
    save_bytes(path, out.getvalue().encode())


def _combine(args: argparse.Namespace, console: Console, _session: Session) -> int:
    weights = None
    if args.weights:
        weights = parse_weights(_table(Path(args.weights), ("criterion", "weight")))
    combined = combine_rows(_table(Path(args.scores), COLUMNS), args.rule, weights)
    head = ("target_id", "criterion", "n", "n_trimmed", "combined")
    lines: list[tuple[object, ...]] = [
        (one.target, one.criterion, one.n, one.n_trimmed, one.text) for one in combined
    ]
    _write_table(Path(args.out), head, lines)
    console.say("written", file=args.out)
    console.result({"rows": len(lines)})
    return 0


def _severity(args: argparse.Namespace, console: Console, _session: Session) -> int:
    table = severity_rows(_table(Path(args.scores), COLUMNS), args.least)
    _write_table(Path(args.out), HEAD, list(table.lines))
    console.say("written", file=args.out)
    _say_severity(console, table.components, max(args.least, LEAST))
    console.result(
        [
            {
                "state": one.state,
                "full_grid": one.is_full,
                "targets": len(one.targets),
                "raters": len(one.raters),
                "not_corrected": {rater.id: rater.note for rater in one.raters if rater.note},
                "mu": one.mean,
                "sd_target": one.sd_target,
                "sd_rater": one.sd_rater,
                "sd_residual": one.sd_residual,
                "reml_criterion": one.criterion,
            }
            for one in table.components
        ]
    )
    return 0


def _say_severity(console: Console, components: Sequence[Component], least: int) -> None:
    """Say what each component came to, who is not corrected and why, and what the values are good for."""
    for number, one in enumerate(components, 1):
        counts = {"component": number, "targets": len(one.targets), "raters": len(one.raters)}
        if one.state == "fitted":
            scatters = {"target": one.sd_target, "rater": one.sd_rater, "residual": one.sd_residual}
            told = {name: f"{value:.3f}" for name, value in scatters.items()}
            console.say("severity.fit", **counts, **told)
        if one.state != "fitted" or one.is_full:
            state = one.state if one.state != "fitted" else "full_grid"
            console.say("severity.state", **counts, state=console.texts.get(f"severity.state.{state}"))
    for note in ("too_few", "no_spread"):
        names = sorted({rater.id for one in components for rater in one.raters if rater.note == note})
        if names:
            shown = ", ".join(names[:_NAMED]) + (" …" if len(names) > _NAMED else "")
            console.say(f"severity.{note}", count=len(names), names=shown, least=least)
    if len(components) > 1:
        console.say("severity.parts", count=len(components))
    console.say("severity.advice")


def _compare(args: argparse.Namespace, console: Console, _session: Session) -> int:
    from zgc_review.conflicts.aliases import NO_ALIASES, read_aliases  # noqa: PLC0415 - slow import
    from zgc_review.conflicts.compare import compare_rows  # noqa: PLC0415 - slow import

    aliases = read_aliases(post.read_file(Path(args.aliases), TABLE_LIMIT)) if args.aliases else NO_ALIASES
    pairs = [(row[0], row[1], row[2]) for row in _table(Path(args.pairs), ("entity", "left", "right"))]
    matches = compare_rows(pairs, aliases)
    lines: list[tuple[object, ...]] = [
        (
            *pair,
            match.level.value,
            match.rule,
            console.texts.get(f"conflicts.reason.{match.reason}", **match.params),
        )
        for pair, match in zip(pairs, matches, strict=True)
    ]
    _write_table(Path(args.out), ("entity", "left", "right", "level", "rule", "reason"), lines)
    console.say("written", file=args.out)
    console.result({"rows": len(lines)})
    return 0


def _solve(args: argparse.Namespace, console: Console, _session: Session) -> int:
    from zgc_review.assignment.problem import parse_problem  # noqa: PLC0415 - slow import
    from zgc_review.assignment.solve import Solution, solution_bytes, solve  # noqa: PLC0415 - slow import

    answer = solve(parse_problem(post.read_file(Path(args.problem), TABLE_LIMIT)))
    solved = isinstance(answer, Solution)
    save_bytes(Path(args.out), solution_bytes(answer))
    console.say("solved" if solved else "unsolvable", file=args.out)
    reasons = () if isinstance(answer, Solution) else answer.reasons()
    for reason, params in reasons:
        console.line(console.texts.get(f"assignment.reason.{reason}", **params))
    codes = [{"reason": reason, **params} for reason, params in reasons]
    console.result({"solved": solved, "reasons": codes})
    return 0 if solved else 1
