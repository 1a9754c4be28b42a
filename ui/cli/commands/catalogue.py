"""``zgc-review catalogue …``: show, check and compare catalogues."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import get_args

from resources.reader import Texts
from ui.cli.console import Console
from ui.cli.options import Group, Parsers
from ui.cli.session import Session
from zgc_review.catalogue import Catalogue, Rubric, Stage, check_yaml, diff, load_shipped, load_yaml
from zgc_review.domain.findings import Level

STAGES: tuple[str, ...] = get_args(Stage)


def register(commands: Parsers, texts: Texts) -> None:
    """Add the commands of this group."""
    group = Group(commands, texts, "catalogue")
    show = group.add("show", _show, vault=False)
    show.add_argument("--file", metavar="FILE")
    show.add_argument("--sub-direction", metavar="ID")
    show.add_argument("--stage", choices=STAGES, default=STAGES[0], help=texts.get("cli.help.stage"))
    check = group.add("check", _check, vault=False)
    check.add_argument("file", metavar="FILE")
    compare = group.add("diff", _diff, vault=False)
    compare.add_argument("old", metavar="FILE")
    compare.add_argument("new", metavar="FILE")


def chosen(file: str | None) -> Catalogue:
    """Return a committee's own catalogue, or the shipped one."""
    return load_yaml(Path(file)) if file else load_shipped()


def _show(args: argparse.Namespace, console: Console, _session: Session) -> int:
    catalogue = chosen(args.file)
    if args.sub_direction:
        return _show_rubric(catalogue.rubric(args.sub_direction, args.stage), console)
    console.say("catalogue.head", version=catalogue.version, digest=catalogue.digest)
    rows = [
        (sub.id, catalogue.fund_of(sub.id).id, " / ".join(sub.modes), sub.zh)
        for sub in catalogue.sub_directions
    ]
    console.table(("id", "fund", "modes", "name"), rows)
    console.result({"digest": catalogue.digest, "sub_directions": [row[0] for row in rows]})
    return 0


def _show_rubric(rubric: Rubric, console: Console) -> int:
    """Print the criteria of a sub-direction; of a stage also what is screened and the bands (rules §2.4)."""
    english = console.texts.language == "en"
    console.table(
        ("id", "weight", "floor", "name"),
        [(one.id, one.weight, one.floor, one.en if english else one.zh) for one in rubric.criteria],
    )
    criteria = [{"id": one.id, "weight": one.weight, "floor": one.floor} for one in rubric.criteria]
    if rubric.stage == "proposal":
        console.result(criteria)
        return 0
    console.say("stage.screening")
    for item in rubric.screening:
        console.line(f"  {item.id}  {item.en if english else item.zh}")
    console.say("stage.bands")
    for band in rubric.bands:
        console.line(f"  ≥ {band.min}  {band.en if english else band.zh}")
    bands = [{"code": band.code, "min": band.min} for band in rubric.bands]
    screening = [item.id for item in rubric.screening]
    console.result({"criteria": criteria, "screening": screening, "bands": bands})
    return 0


def _check(args: argparse.Namespace, console: Console, _session: Session) -> int:
    findings = check_yaml(Path(args.file))
    for finding in findings:
        console.finding(finding)
    wrong = sum(finding.level is Level.ERROR for finding in findings)
    console.say("catalogue.checked", count=wrong)
    console.result({"errors": wrong, "findings": [finding.code for finding in findings]})
    return 1 if wrong else 0


def _diff(args: argparse.Namespace, console: Console, _session: Session) -> int:
    changes = diff(load_yaml(Path(args.old)), load_yaml(Path(args.new)))
    for change in changes:
        console.line(f"{change.kind:8} {change.path}: {change.old!r} → {change.new!r}")
    console.say("catalogue.changes", count=len(changes))
    console.result([{"kind": one.kind, "path": one.path} for one in changes])
    return 0
