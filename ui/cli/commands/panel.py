"""The panel file, and what secretary and chair sign together: absence, voiding, rulings (rules §4.2)."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

import msgspec
from msgspec import UNSET

from resources.reader import Texts
from ui.cli.commands.explaining import explain_command, explain_options, line_command, line_options
from ui.cli.commands.firmness import robustness_command
from ui.cli.commands.pictures import pictures_command
from ui.cli.commands.trying import what_if_command, what_if_options
from ui.cli.console import Console
from ui.cli.options import Group, Parsers, application_of, desk_of, row_of, single
from ui.cli.session import Session
from zgc_review.aggregation.listing import rank_of
from zgc_review.domain.bodies import (
    Phase,
)
from zgc_review.domain.money import points
from zgc_review.domain.rows import ApplicationRow, RoundRow
from zgc_review.seal.safe_files import save_bytes
from zgc_review.services import panel, panel_forms, panel_taking, panel_view, tables_out
from zgc_review.services.absences import sign_absent
from zgc_review.services.acting_naming import name_acting_chair
from zgc_review.services.deliberating_signing import SignedAct
from zgc_review.services.desk import Desk, as_secretary
from zgc_review.services.panel_acting import acting_named
from zgc_review.services.rounds import state_of
from zgc_review.services.ruling_signing import sign_ruling, waiting_rulings
from zgc_review.services.voiding import sheet_to_void, sign_void


def register(commands: Parsers, texts: Texts) -> None:
    """Add these commands."""
    group = Group(commands, texts, "panel")
    acting = group.add("acting", _acting)
    acting.add_argument("code", metavar="CODE")
    acting.add_argument("numbers", nargs="+", metavar="NUMBER", help=texts.get("cli.help.acting_number"))
    write = group.add("write", _write)
    write.add_argument("--group", required=True, metavar="ID")
    write.add_argument("--reader", required=True, metavar="CODE")
    write.add_argument("--out", required=True, metavar="DIR")
    group.add("take", _take).add_argument("file", metavar="FILE.zgcpanel")
    show = group.add("show", _show)
    show.add_argument("--group", metavar="ID")
    show.add_argument("--out", metavar="FILE.csv", help=texts.get("cli.help.panel_list"))
    explain = group.add("explain", explain_command)
    explain_options(explain, texts)
    line_options(group.add("line", line_command))
    group.add("robustness", robustness_command).add_argument("--group", metavar="ID")
    what_if_options(group.add("what-if", what_if_command), texts)
    forms = group.add("forms", _forms)
    forms.add_argument("--form", action="append", default=[], choices=panel_forms.FORMS_SEEN)
    forms.add_argument("--books", action="store_true", help=texts.get("cli.help.form.books"))
    forms.add_argument("--out", required=True, metavar="DIR")
    pictures = group.add("pictures", pictures_command)
    pictures.add_argument("--group", metavar="ID")
    pictures.add_argument("--out", required=True, metavar="DIR")
    absent = single(commands, texts, "absent", _absent)
    absent.add_argument("code", metavar="CODE")
    absent.add_argument("number", nargs="?", metavar="NUMBER")
    absent.add_argument("--reason", required=True, metavar="TEXT")
    void = single(commands, texts, "void", _void)
    void.add_argument("number", metavar="NUMBER")
    void.add_argument("code", metavar="CODE")
    void.add_argument("ground", choices=("conflict", "integrity"))
    void.add_argument("--revision", action="store_true", help=texts.get("cli.help.void_revision"))
    void.add_argument("--sheet", metavar="ID", help=texts.get("cli.help.void_sheet"))
    ruling = Group(commands, texts, "ruling")
    ruling.add("list", _rulings)
    sign = ruling.add("sign", _rule)
    sign.add_argument("number", metavar="NUMBER")
    sign.add_argument("code", metavar="CODE")
    sign.add_argument("rule", metavar="RULE")
    sign.add_argument("answer", choices=("open", "closed"))
    for one in (acting, absent, void, sign):
        one.add_argument("--out", metavar="DIR", help=texts.get("cli.help.act_out"))


def found_application(desk: Desk, row: RoundRow, number: str) -> ApplicationRow:
    """Return the application with a number."""
    with desk.vault.begin() as uow:
        return application_of(uow, row, number)


def folder_of(args: argparse.Namespace) -> Path | None:
    """Return where a signed act is written for the secretary, None where nothing was said."""
    return Path(args.out) if args.out else None


def tell_signed(console: Console, acts: tuple[SignedAct, ...]) -> int:
    """Say what was signed and where its file is."""
    for act in acts:
        console.say("act.signed", id=act.message_id[:8])
        if act.path is not None:
            console.line(f"  {act.path}")
        if act.changed:
            console.say("act.changed", count=len(act.changed))
    console.result(
        [
            {
                "consent": act.message_id,
                "file": str(act.path) if act.path else None,
                "changed": len(act.changed),
            }
            for act in acts
        ]
    )
    return 0


def _acting(args: argparse.Namespace, console: Console, session: Session) -> int:
    desk = desk_of(args, session)
    row = row_of(args, desk)
    ids = [_application_id(desk, row, number) for number in args.numbers]
    signed = name_acting_chair(desk, row, args.code, ids, folder_of(args))
    if row.place == "secretary":
        _tell_acting(console, desk, row, args.code, ids)
    return tell_signed(console, signed)


def _tell_acting(console: Console, desk: Desk, row: RoundRow, code: str, ids: list[str]) -> None:
    """Say on how many applications a member acts now; the chair may need the ids of the others."""
    with desk.vault.begin() as uow:
        named = acting_named(uow, row, state_of(uow, row))
    waiting = [one for one in ids if named.get(one) != code]
    console.say("panel.acting", code=code, count=len(ids) - len(waiting))
    if waiting:
        console.say("panel.acting_waits", code=code, count=len(waiting), ids=" ".join(waiting))


def _write(args: argparse.Namespace, console: Console, session: Session) -> int:
    desk = desk_of(args, session)
    written = panel.write_panel(desk, row_of(args, desk), args.group, args.reader, Path(args.out))
    console.say("panel.written", file=str(written.path), code=args.reader)
    console.result({"file": str(written.path), "sha256": written.sha256})
    return 0


def _take(args: argparse.Namespace, console: Console, session: Session) -> int:
    desk = desk_of(args, session)
    taken = panel_taking.take_panel(desk, row_of(args, desk), Path(args.file))
    console.say(f"panel.{taken.outcome}", group=taken.group, sheets=taken.sheets, count=taken.applications)
    console.result({"outcome": taken.outcome, "group": taken.group, "sheets": taken.sheets})
    return 0


def _show(args: argparse.Namespace, console: Console, session: Session) -> int:
    desk = desk_of(args, session)
    row = row_of(args, desk)
    with desk.vault.begin() as uow:
        group = args.group or panel_view.only_group(uow, row)
    view = panel_view.show_panel(desk, row, group)
    console.say("panel.scope", group=view.group, count=len(view.lines))
    console.table(
        (
            "rank" if view.aggregate.pools else "stage_outcome",
            *("number", "before", "final", "spread", "flags", "reasons", "discussion"),
        ),
        [_row(console.texts, one) for one in view.lines],
    )
    for one in view.lines:
        for mark in one.line.after.marks:
            console.line(f"  {one.number}  {mark.code}  {points(mark.total)}  {mark.phase}  {mark.trimmed}")
    if args.out:
        with desk.vault.begin() as uow:
            save_bytes(Path(args.out), tables_out.decision_list(uow, row, view.aggregate, view.group))
        console.say("written", file=args.out)
    console.result(view_json(view))
    return 0


def view_json(view: panel_view.PanelView) -> dict[str, Any]:
    """Return the view for machines: nothing of what its reader may not see."""
    return {
        "group": view.group,
        "reader": view.reader,
        "acting": view.is_acting,
        "applications": [
            {
                "number": one.number,
                "rank": one.rank.rank if one.rank else None,
                "spread": one.spread,
                "discussion": one.discussion,
                "line": msgspec.to_builtins(one.line),
                "vetoes": [msgspec.to_builtins(veto) for veto in one.vetoes],
            }
            for one in view.lines
        ],
        "pools": msgspec.to_builtins(view.aggregate.pools),
    }


def _forms(args: argparse.Namespace, console: Console, session: Session) -> int:
    desk = desk_of(args, session)
    row = row_of(args, desk)
    wanted = args.form or panel_forms.FORMS_SEEN
    items = [one for form in wanted for one in panel_forms.items_seen(desk, row, form)]
    paths = panel_forms.save_seen(row, Path(args.out), items, books=args.books)
    console.say("forms_printed", count=len(paths))
    console.result([str(path) for path in paths])
    return 0


def _row(texts: Texts, one: panel_view.PanelLine) -> tuple[object, ...]:
    """Return one line of the table; of a stage the outcome stands in place of the rank."""
    before, after = one.line.before, one.line.after
    outcome = texts.get(f"form.word.decision.{one.line.suggestion}")
    return (
        rank_of(one.rank) if one.line.established is UNSET else outcome,
        one.number,
        None if before.value is None else points(before.value),
        None if after.value is None else points(after.value),
        None if one.spread is None else points(one.spread),
        sum(bool(mark.flags) for mark in before.marks) or "",
        " ".join(texts.get(f"cli.reason.{name}") for name in one.line.discuss),
        texts.get(f"cli.discussion.{one.discussion}"),
    )


def _absent(args: argparse.Namespace, console: Console, session: Session) -> int:
    desk = desk_of(args, session)
    row = row_of(args, desk)
    application = found_application(desk, row, args.number).application_id if args.number else None
    signed = sign_absent(desk, row, args.code, args.reason, application, folder_of(args))
    return tell_signed(console, (signed,))


def _void(args: argparse.Namespace, console: Console, session: Session) -> int:
    desk = desk_of(args, session)
    row = row_of(args, desk)
    application = found_application(desk, row, args.number)
    sheet = args.sheet or _sheet(desk, row, application, args.code, args.revision)
    console.say("act.sheet", id=sheet)
    signed = sign_void(desk, row, application.application_id, args.code, sheet, args.ground, folder_of(args))
    return tell_signed(console, (signed,))


def _sheet(desk: Desk, row: RoundRow, application: ApplicationRow, code: str, revision: bool) -> str:
    """Return the sheet meant: the secretary's newest one, a chair's from the panel file."""
    if row.place != "secretary":
        return panel_view.sheet_seen(desk, row, application.application_id, code, revision=revision)
    with desk.vault.begin() as uow:
        phase: Phase = "revision" if revision else "initial"
        return sheet_to_void(uow, row, state_of(uow, row), application, code, phase)


def _rulings(args: argparse.Namespace, console: Console, session: Session) -> int:
    desk = desk_of(args, session)
    row = row_of(args, desk)
    as_secretary(row)
    with desk.vault.begin() as uow:
        waiting = waiting_rulings(uow, row, state_of(uow, row))
        numbers = {one.application_id: one.number for one in uow.applications.all(row.round_id)}
    for one in waiting:
        rules, signed = " ".join(one.rules), " ".join(one.signed)
        console.line(f"{numbers[one.application]}  {one.code}  {rules}  {signed}")
        for reason in one.reasons:
            console.line(f"    {reason}")
    console.say("ruling.waiting", count=len(waiting))
    console.result(
        [
            {"number": numbers[one.application], "code": one.code, "rules": one.rules, "signed": one.signed}
            for one in waiting
        ]
    )
    return 0


def _rule(args: argparse.Namespace, console: Console, session: Session) -> int:
    desk = desk_of(args, session)
    row = row_of(args, desk)
    signed = sign_ruling(
        desk,
        row,
        _application_id(desk, row, args.number),
        args.code,
        args.rule,
        args.answer,
        folder_of(args),
    )
    return tell_signed(console, (signed,))


def _application_id(desk: Desk, row: RoundRow, typed: str) -> str:
    """Return an application's id by its number, or the id itself.

    The observer's vault knows no numbers, and the chair's none of what the chair was never given.
    """
    if len(typed) == 32 and not set(typed) - set("0123456789abcdef"):
        return typed
    return found_application(desk, row, typed).application_id
