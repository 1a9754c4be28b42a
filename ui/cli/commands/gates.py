"""``zgc-review gates …``: answers to gates, decisions on them, the two ways without scores (rules §2.2)."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

import msgspec

from resources.reader import Texts
from ui.cli.commands.intake import report
from ui.cli.console import Console
from ui.cli.options import Group, Parsers, desk_of, row_of
from ui.cli.session import Session
from zgc_review.services import gates, sharing, unscored, unscored_list
from zgc_review.services.ethics import ethics_list
from zgc_review.services.gates import GateView
from zgc_review.services.gates_deciding import decide_gates
from zgc_review.services.gates_fields import set_field
from zgc_review.services.gates_forms import print_checks
from zgc_review.services.gates_record import GateLine


def register(commands: Parsers, texts: Texts) -> None:
    """Add the commands of this group."""
    group = Group(commands, texts, "gates")
    group.add("run", _run).add_argument("numbers", nargs="*", metavar="NUMBER")
    group.add("show", _show).add_argument("number", metavar="NUMBER")
    answer = group.add("answer", _answer)
    answer.add_argument("number", metavar="NUMBER")
    answer.add_argument("gate", metavar="GATE")
    answer.add_argument("answer", choices=("yes", "no", "not_applicable", "unverified"))
    answer.add_argument("--reason", default="", help=texts.get("cli.help.gates.reason"))
    answer.add_argument("--evidence", default="", help=texts.get("cli.help.gates.evidence"))
    fill = group.add("set", _set)
    fill.add_argument("number", metavar="NUMBER")
    fill.add_argument("field", metavar="FIELD")
    fill.add_argument("value", metavar="VALUE", help=texts.get("cli.help.gates.value"))
    group.add("decide", _decide).add_argument("numbers", nargs="*", metavar="NUMBER")
    settle = group.add("settle", _settle)
    settle.add_argument("number", metavar="NUMBER")
    settle.add_argument("gate", metavar="GATE")
    settle.add_argument("answer", choices=("yes", "no"))
    settle.add_argument("--reason", required=True)
    settle.add_argument("--out", required=True, metavar="DIR")
    namelist = group.add("namelist", _namelist)
    namelist.add_argument("file", metavar="FILE")
    namelist.add_argument("--dry-run", action="store_true", help=texts.get("cli.help.dry_run"))
    namelist.add_argument("--strict", action="store_true", help=texts.get("cli.help.strict"))
    group.add("ethics", _ethics)
    form = group.add("form", _form)
    form.add_argument("numbers", nargs="*", metavar="NUMBER")
    form.add_argument("--out", required=True, metavar="DIR")


def _run(args: argparse.Namespace, console: Console, session: Session) -> int:
    desk = desk_of(args, session)
    views = gates.run_gates(desk, row_of(args, desk), args.numbers)
    rows = []
    for view in views:
        counts = [sum(line.counts == answer for line in view.lines) for answer in ("yes", "no", "unverified")]
        waits = " ".join(line.gate.id for line in view.open_lines)
        state = console.texts.get(f"cli.state.{view.application.state}")
        rows.append((view.application.number, state, *counts, _hit(console, view), waits))
    heads = ("number", "state", "gate_yes", "gate_no", "gate_open", "gate_hit", "gate_waits")
    console.table(heads, rows)
    console.say("gates.ran", count=len(views), open=sum(len(view.open_lines) for view in views))
    console.result([_plain(view) for view in views])
    return 0


def _show(args: argparse.Namespace, console: Console, session: Session) -> int:
    desk = desk_of(args, session)
    view = gates.view_gates(desk, row_of(args, desk), args.number)
    name = "zh" if console.texts.language == "zh_CN" else "en"
    answers = {word: console.texts.get(f"cli.gates.word.{word}") for word in sorted(gates.ANSWERS)}
    rows = [
        (
            line.gate.id,
            answers[line.machine],
            answers[line.person.answer] if line.person is not None else "",
            answers[line.counts],
            " ".join(_notes(console, line)),
            getattr(line.gate, name),
        )
        for line in view.lines
    ]
    console.table(
        ("gate_id", "gate_machine", "gate_person", "gate_counts", "gate_note", "gate_question"), rows
    )
    for hit in view.hits:
        said = {key: hit.entry.get(key, "") for key in ("name", "category", "decision_no", "from", "to")}
        how = console.texts.get(f"cli.gates.hit.{hit.way}_{hit.standing}")
        console.say("gates.entry", how=how, **said)
    if view.book.result is not None:
        console.say("gates.result", result=console.texts.get(f"cli.gates.result_word.{view.book.result}"))
    console.result(_plain(view))
    return 0


def _answer(args: argparse.Namespace, console: Console, session: Session) -> int:
    desk = desk_of(args, session)
    line = gates.answer_gate(
        desk, row_of(args, desk), args.number, args.gate, args.answer, args.reason, args.evidence
    )
    console.say(
        "gates.answered",
        number=args.number,
        gate=args.gate,
        person=console.texts.get(f"cli.gates.word.{args.answer}"),
        machine=console.texts.get(f"cli.gates.word.{line.machine}"),
    )
    console.result(_plain_line(line))
    return 0


def _set(args: argparse.Namespace, console: Console, session: Session) -> int:
    desk = desk_of(args, session)
    value = set_field(desk, row_of(args, desk), args.number, args.field, args.value)
    console.say(
        "gates.cleared" if value is None else "gates.filled",
        number=args.number,
        field=args.field,
        value="" if value is None else value,
    )
    console.result({"number": args.number, "field": args.field, "value": value})
    return 0


def _decide(args: argparse.Namespace, console: Console, session: Session) -> int:
    desk = desk_of(args, session)
    decided = decide_gates(desk, row_of(args, desk), args.numbers)
    for one in decided.moved:
        old, new = (console.texts.get(f"cli.state.{state}") for state in (one.old, one.new))
        console.say("gates.moved", number=one.number, old=old, new=new, reason=one.reason)
    for number, result in decided.results.items():
        word = console.texts.get(f"cli.gates.result_word.{result}")
        console.say("gates.result_of", number=number, result=word)
    for waiting in decided.waiting:
        state = console.texts.get(f"cli.state.{waiting.state}")
        console.say("gates.waits", number=waiting.number, state=state, gates=" ".join(waiting.gates))
    report(console, decided.findings)
    console.say("gates.decided", moved=len(decided.moved), waiting=len(decided.waiting))
    console.result(
        {
            "moved": [msgspec.to_builtins(one) for one in decided.moved],
            "results": decided.results,
            "waiting": [msgspec.to_builtins(one) for one in decided.waiting],
            "findings": [one.code for one in decided.findings],
        }
    )
    return 0


def _settle(args: argparse.Namespace, console: Console, session: Session) -> int:
    desk = desk_of(args, session)
    row = row_of(args, desk)
    message = unscored.settle_gate(desk, row, args.number, args.gate, args.answer, args.reason)
    path = sharing.write_to_secretary(desk, row, message, Path(args.out))
    console.say("written", file=path)
    console.result({"file": str(path), "consent": message.message_id})
    return 0


def _namelist(args: argparse.Namespace, console: Console, session: Session) -> int:
    desk = desk_of(args, session)
    row = row_of(args, desk)
    taken = unscored_list.take_namelist(desk, row, Path(args.file), dry_run=args.dry_run, strict=args.strict)
    report(console, taken.findings)
    console.say(
        "gates.listed",
        new=len(taken.new),
        amended=len(taken.amended),
        unchanged=len(taken.unchanged),
        blocked=taken.blocked,
    )
    console.result(
        {
            "new": list(taken.new),
            "amended": list(taken.amended),
            "unchanged": list(taken.unchanged),
            "blocked": taken.blocked,
            "findings": [one.code for one in taken.findings],
        }
    )
    return 0


def _ethics(args: argparse.Namespace, console: Console, session: Session) -> int:
    desk = desk_of(args, session)
    found = ethics_list(desk, row_of(args, desk))
    rows = [
        (
            one.number,
            one.record.get("unit_name", ""),
            " ".join((*line.touched, *(f"{name}?" for name in line.unanswered))),
            line.approval_no,
            line.committee,
            line.valid_to,
            console.texts.get(f"cli.ethics.{line.standing}"),
        )
        for one, line in found
    ]
    heads = ("number", "unit", "touched", "approval", "committee", "valid_to", "standing")
    console.table(("number", *(f"ethics_{name}" for name in heads[1:])), rows)
    console.result([{"number": one.number, **msgspec.to_builtins(line)} for one, line in found])
    return 0


def _form(args: argparse.Namespace, console: Console, session: Session) -> int:
    desk = desk_of(args, session)
    paths = print_checks(desk, row_of(args, desk), Path(args.out), args.numbers)
    for path in paths:
        console.line(str(path))
    console.result([str(path) for path in paths])
    return 0


def _hit(console: Console, view: GateView) -> str:
    """Return the strongest hit in the list in a word."""
    if not view.hits:
        return ""
    strongest = min(view.hits, key=lambda hit: (hit.standing != "current", not hit.is_sure))
    return console.texts.get(f"cli.gates.hit.{strongest.way}_{strongest.standing}")


def _notes(console: Console, line: GateLine) -> list[str]:
    """Return what a person should know about a gate."""
    notes = []
    if not line.gate.blocking:
        notes.append(console.texts.get("cli.gates.note.warns"))
    if line.outdated:
        notes.append(console.texts.get("cli.gates.note.outdated"))
    if line.word is not None:
        notes.append(console.texts.get("cli.gates.note.word"))
    if line.lacking:
        notes.append(console.texts.get("cli.gates.note.lacking", fields=" ".join(line.lacking)))
    return notes


def _plain(view: GateView) -> dict[str, Any]:
    """Return a view for machines."""
    return {
        "number": view.application.number,
        "state": view.application.state,
        "mode": view.mode,
        "result": view.book.result,
        "hits": [
            {"subject": hit.subject, "way": hit.way, "standing": hit.standing, "entry": dict(hit.entry)}
            for hit in view.hits
        ],
        "gates": [_plain_line(line) for line in view.lines],
    }


def _plain_line(line: GateLine) -> dict[str, Any]:
    """Return one gate for machines."""
    return {
        "gate": line.gate.id,
        "blocking": line.gate.blocking,
        "machine": line.machine,
        "lacking": list(line.lacking),
        "person": msgspec.to_builtins(line.person) if line.person is not None else None,
        "outdated": line.outdated,
        "word": line.word.reason if line.word is not None else None,
        "counts": line.counts,
    }
