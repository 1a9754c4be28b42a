"""``zgc-review intake …``: templates, dry run, import, roster, integrity list, formal check."""

from __future__ import annotations

import argparse
from collections.abc import Iterable
from pathlib import Path

from resources.reader import Texts
from ui.cli.commands import intake_files
from ui.cli.commands.catalogue import STAGES, chosen
from ui.cli.console import Console
from ui.cli.options import Group, Parsers, desk_of, progress_on, row_of
from ui.cli.session import Session
from ui.findings_list import write_findings
from ui.size_words import size_words
from zgc_review.domain.findings import Finding, Level
from zgc_review.intake.templates import write_templates
from zgc_review.services import roster, taking_in


def register(commands: Parsers, texts: Texts) -> None:
    """Add the commands of this group."""
    group = Group(commands, texts, "intake")
    template = group.add("template", _template, vault=False)
    template.add_argument("--out", required=True, metavar="DIR")
    template.add_argument("--catalogue", metavar="FILE.yaml")
    template.add_argument("--sub-directions", nargs="*", metavar="ID")
    template.add_argument("--stage", choices=STAGES, default=STAGES[0], help=texts.get("cli.help.stage"))
    check = group.add("check", _check)
    check.add_argument("folder", metavar="DIR")
    check.add_argument("--out", metavar="FILE.csv", help=texts.get("cli.help.intake_out"))
    take = group.add("import", _import)
    take.add_argument("folder", metavar="DIR")
    take.add_argument("--strict", action="store_true", help=texts.get("cli.help.strict"))
    for parser in (check, take):
        parser.add_argument("--mapping", metavar="FILE.json", help=texts.get("cli.help.mapping"))
    intake_files.register(group, texts)
    for act, run in (("roster", _roster), ("integrity-list", _integrity_list)):
        parser = group.add(act, run)
        parser.add_argument("file", metavar="FILE")
        parser.add_argument("--dry-run", action="store_true", help=texts.get("cli.help.dry_run"))
        parser.add_argument("--strict", action="store_true", help=texts.get("cli.help.strict"))
    admit = group.add("admit", _admit)
    admit.add_argument("numbers", nargs="*", metavar="NUMBER")
    admit.add_argument("--reason", required=True)
    reject = group.add("reject", _reject)
    reject.add_argument("number", metavar="NUMBER")
    reject.add_argument("--reason", required=True)


def _template(args: argparse.Namespace, console: Console, _session: Session) -> int:
    catalogue = chosen(args.catalogue)
    subs = args.sub_directions or [sub.id for sub in catalogue.sub_directions]
    Path(args.out).mkdir(parents=True, exist_ok=True)
    paths = write_templates(Path(args.out), catalogue, subs, args.stage)
    for path in paths:
        console.line(str(path))
    console.result([str(path) for path in paths])
    return 0


def report(console: Console, findings: Iterable[Finding]) -> dict[str, int]:
    """Print findings and return how many there are of each level."""
    counts = dict.fromkeys((level.value for level in Level), 0)
    for finding in findings:
        counts[finding.level.value] += 1
        console.finding(finding)
    return counts


def _check(args: argparse.Namespace, console: Console, session: Session) -> int:
    desk = desk_of(args, session)
    row = row_of(args, desk)
    intake_files.take_mapping(args, desk, row)
    batch = taking_in.check_folder(desk, row, Path(args.folder))
    report(console, batch.findings)
    if args.out:
        write_findings(Path(args.out), console.texts, batch.findings)
    blocked = len(batch.applications) - len(batch.ready)
    console.say("intake.checked", ready=len(batch.ready), blocked=blocked, errors=batch.errors)
    console.result(
        {
            "ready": [one.number for one in batch.ready],
            "errors": batch.errors,
            "warnings": batch.warnings,
            "findings": [one.code for one in batch.findings],
        }
    )
    return 1 if batch.errors else 0


def _import(args: argparse.Namespace, console: Console, session: Session) -> int:
    desk = desk_of(args, session)
    row = row_of(args, desk)
    intake_files.take_mapping(args, desk, row)
    taken = taking_in.take_in(desk, row, Path(args.folder), strict=args.strict, progress=progress_on(console))
    report(console, taken.findings)
    console.say(
        "intake.imported",
        new=len(taken.new),
        amended=len(taken.amended),
        unchanged=len(taken.unchanged),
        blocked=len(taken.blocked),
        documents=taken.documents,
        size=size_words(taken.size),
    )
    console.result(
        {
            "new": list(taken.new),
            "amended": list(taken.amended),
            "unchanged": list(taken.unchanged),
            "blocked": list(taken.blocked),
            "findings": [one.code for one in taken.findings],
        }
    )
    return 0


def _taken_list(console: Console, taken: roster.TakenList) -> int:
    """Report what became of a workbook."""
    report(console, taken.findings)
    console.say("intake.list", kept=taken.kept, blocked=taken.blocked)
    codes = [one.code for one in taken.findings]
    console.result({"kept": taken.kept, "blocked": taken.blocked, "findings": codes})
    return 0


def _roster(args: argparse.Namespace, console: Console, session: Session) -> int:
    desk = desk_of(args, session)
    row = row_of(args, desk)
    taken = roster.take_roster(desk, row, Path(args.file), dry_run=args.dry_run, strict=args.strict)
    return _taken_list(console, taken)


def _integrity_list(args: argparse.Namespace, console: Console, session: Session) -> int:
    desk = desk_of(args, session)
    row = row_of(args, desk)
    taken = roster.take_integrity_list(desk, row, Path(args.file), dry_run=args.dry_run, strict=args.strict)
    return _taken_list(console, taken)


def _admit(args: argparse.Namespace, console: Console, session: Session) -> int:
    desk = desk_of(args, session)
    count = taking_in.admit(desk, row_of(args, desk), args.numbers, args.reason)
    console.say("intake.admitted", count=count)
    console.result({"admitted": count})
    return 0


def _reject(args: argparse.Namespace, console: Console, session: Session) -> int:
    desk = desk_of(args, session)
    taking_in.reject(desk, row_of(args, desk), args.number, args.reason)
    console.say("intake.rejected", number=args.number)
    console.result({"rejected": args.number})
    return 0
