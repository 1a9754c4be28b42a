"""Aggregate, decide, seal, open: from locked sheets to the verified result (rules §7, §8)."""

from __future__ import annotations

import argparse
from collections.abc import Mapping, Sequence
from pathlib import Path

import msgspec
from msgspec import UNSET

from resources.reader import Texts
from ui.cli.commands import seal_signing
from ui.cli.commands.explaining import add_explain
from ui.cli.commands.firmness import firmness_json, tell_firmness
from ui.cli.console import Console
from ui.cli.options import Group, Parsers, desk_of, row_of, single
from ui.cli.session import Session
from ui.names_list import write_names
from zgc_review.aggregation.listing import listed, rank_of
from zgc_review.domain.money import points
from zgc_review.domain.results import Aggregate, ApplicationLine
from zgc_review.seal.digits import digits_of
from zgc_review.seal.safe_files import save_bytes
from zgc_review.seal.suites import suite_named
from zgc_review.services import (
    aggregating,
    deciding,
    escrow,
    form_previews,
    opened_names,
    post,
    printing,
    sealing,
    share_papers,
    sharing,
    tables_out,
)
from zgc_review.services.chair_list import chair_list
from zgc_review.services.desk import as_secretary
from zgc_review.services.firmness import firmness_of_round
from zgc_review.services.rounds import state_of
from zgc_review.services.share_files import read_shares


def register(commands: Parsers, texts: Texts) -> None:
    """Add these commands."""
    aggregate = single(commands, texts, "aggregate", _aggregate)
    aggregate.add_argument("--group", metavar="ID")
    add_explain(aggregate, texts)
    ranking = single(commands, texts, "ranking", _ranking)
    ranking.add_argument("--group", metavar="ID", help=texts.get("cli.help.ranking_group"))
    ranking.add_argument("--out", metavar="FILE.csv")
    ranking.add_argument("--robustness", action="store_true", help=texts.get("cli.help.ranking_robustness"))
    decisions = Group(commands, texts, "decisions")
    sign = decisions.add("sign", _sign)
    sign.add_argument("file", metavar="FILE.csv")
    sign.add_argument("--out", required=True, metavar="DIR")
    decisions.add("check", _check)
    decisions.add("confirm", _confirm)
    seal = Group(commands, texts, "seal")
    seal.add("prepare", _prepare).add_argument("--out", required=True, metavar="DIR")
    seal.add("round", _seal).add_argument("--out", required=True, metavar="DIR")
    seal_signing.add_to(seal, texts)
    result = Group(commands, texts, "result")
    share = result.add("share", _share, in_round=False)
    share.add_argument("file", metavar="FILE.zgcshare")
    share.add_argument("--out", required=True, metavar="FILE")
    share.add_argument("--pdf", metavar="FILE.pdf", help=texts.get("cli.help.share_pdf"))
    opened = result.add("open", _open, vault=False)
    opened.add_argument("file", metavar="FILE.zgcresult")
    opened.add_argument("--share", action="append", default=[], metavar="FILE")
    opened.add_argument("--out", required=True, metavar="DIR")
    names = result.add("names", _names, vault=False)
    names.add_argument("file", metavar="FILE.zgcnames")
    names.add_argument("--share", action="append", default=[], metavar="FILE")
    names.add_argument("--out", metavar="FILE.csv", help=texts.get("cli.help.names_out"))
    forms = single(commands, texts, "forms", _forms)
    forms.add_argument("--out", required=True, metavar="DIR")
    text = texts.get("cli.help.form.form")
    forms.add_argument("--form", action="append", default=[], choices=form_previews.FORMS, help=text)
    forms.add_argument("--books", action="store_true", help=texts.get("cli.help.form.books"))
    forms.add_argument("--starts", default="", metavar="TIME", help=texts.get("cli.help.form.starts"))
    forms.add_argument("--place", default="", metavar="TEXT", help=texts.get("cli.help.form.place"))
    result_file = texts.get("cli.help.form.result")
    forms.add_argument("--result", metavar="FILE.zgcresult", help=result_file)


def _aggregate(args: argparse.Namespace, console: Console, session: Session) -> int:
    desk = desk_of(args, session)
    result = aggregating.aggregate_round(desk, row_of(args, desk), args.group)
    if result.pools:
        console.say("aggregated", count=len(result.applications), pools=len(result.pools))
    else:
        console.say("stage.aggregated", count=len(result.applications))
    console.result(msgspec.to_builtins(result))
    return 0


def _ranking(args: argparse.Namespace, console: Console, session: Session) -> int:
    desk = desk_of(args, session)
    row = row_of(args, desk)
    as_secretary(row)
    with desk.vault.begin() as uow:
        result = aggregating.current_aggregate(uow, row)
        decisions = tables_out.decision_list(uow, row, result, None)
        for_chair = chair_list(uow, row, args.group) if args.group and args.out else None
        numbers = {one.application_id: one.number for one in uow.applications.all(row.round_id)}
        firm = firmness_of_round(uow, row) if args.robustness else None
        settings = state_of(uow, row).settings
    _tell_pools(console, result, numbers)
    if not result.pools:
        lines = [line for line in result.applications if args.group in {None, line.group}]
        _tell_outcomes(console, {line.application: numbers[line.application] for line in lines}, lines)
    if args.out:
        save_bytes(Path(args.out), decisions if for_chair is None else for_chair.content)
        console.say("written", file=args.out)
    if for_chair is not None and for_chair.left_out:
        console.say("chair_list", group=args.group, count=for_chair.left_out)
    if firm is not None:
        tell_firmness(console, firm, settings)
    robust = {} if firm is None else {"robustness": firmness_json(firm)}
    console.result({**msgspec.to_builtins(result), **robust})
    return 0


def _tell_pools(console: Console, result: Aggregate, numbers: Mapping[str, str]) -> None:
    """Print the ranking of each pool with its line."""
    for pool in listed(result, numbers).pools:
        console.say("pool", pool=pool.pool, rule=pool.rule)
        console.table(
            ("rank", "number", "final", "line"),
            [
                (
                    rank_of(one),
                    numbers[one.application],
                    points(one.value),
                    console.texts.get(f"cli.line.{one.line}"),
                )
                for one in pool.lines
            ],
        )


def _tell_outcomes(console: Console, numbers: Mapping[str, str], lines: Sequence[ApplicationLine]) -> None:
    """Print what a mid-term check or an acceptance comes to, by number: no rank, no line, no amount."""
    console.table(
        ("number", "final", "established", "stage_outcome", "decision"),
        [
            (
                numbers[line.application],
                None if line.after.value is None else points(line.after.value),
                "" if line.established is UNSET else " ".join(line.established),
                console.texts.get(f"form.word.decision.{line.suggestion}"),
                console.texts.get(f"form.word.decision.{line.decision}") if line.decision else "",
            )
            for line in sorted(lines, key=lambda one: numbers[one.application])
        ],
    )


def _sign(args: argparse.Namespace, console: Console, session: Session) -> int:
    desk = desk_of(args, session)
    rows = tables_out.read_decisions(Path(args.file))
    paths = deciding.sign_decisions(desk, row_of(args, desk), rows, Path(args.out))
    console.say("decisions_signed", count=len(paths))
    console.result([str(path) for path in paths])
    return 0


def _check(args: argparse.Namespace, console: Console, session: Session) -> int:
    desk = desk_of(args, session)
    found = deciding.check_decisions(desk, row_of(args, desk))
    for one in found:
        console.line(f"{one.number}  {console.texts.get(f'error.{one.code}.title')}（{one.code}）")
    console.say("decisions_checked", count=len(found))
    console.result([{"number": one.number, "code": one.code} for one in found])
    return 1 if found else 0


def _confirm(args: argparse.Namespace, console: Console, session: Session) -> int:
    desk = desk_of(args, session)
    done, waiting = deciding.confirm_decisions(desk, row_of(args, desk))
    console.say("decisions_confirmed", done=done, waiting=waiting)
    console.result({"decided": done, "waiting": waiting})
    return 0


def _prepare(args: argparse.Namespace, console: Console, session: Session) -> int:
    desk = desk_of(args, session)
    row = row_of(args, desk)
    prepared = escrow.prepare_seal(desk, row, Path(args.out))
    sharing.publish_round(desk, row, Path(args.out))
    for path in prepared.shares:
        console.line(str(path))
    console.say("seal_prepared", digits=digits_of(prepared.version.message_id))
    console.result({"shares": [str(path) for path in prepared.shares]})
    return 0


def _seal(args: argparse.Namespace, console: Console, session: Session) -> int:
    desk = desk_of(args, session)
    row = row_of(args, desk)
    sealed = sealing.seal_round(desk, row, Path(args.out))
    form = printing.print_seal_list(desk, row, sealed, Path(args.out))
    console.say("sealed", count=sealed.applications, file=sealed.result.name)
    console.say("log_head", digits=digits_of(sealed.head.root), size=sealed.head.size)
    shown = {"result": str(sealed.result), "names": str(sealed.names), "form": str(form)}
    console.result({**shown, "log_head": digits_of(sealed.head.root)})
    return 0


def _share(args: argparse.Namespace, console: Console, session: Session) -> int:
    desk = desk_of(args, session)
    body = escrow.words_of_share(desk, Path(args.file))
    save_bytes(Path(args.out), f"{body.recipient}\n{body.words}\n".encode())
    if args.pdf:
        share_papers.print_share(desk, Path(args.file), Path(args.pdf))
    console.say("share_written", file=args.out, k=body.k, n=body.n)
    console.result({"file": args.out})
    return 0


def _open(args: argparse.Namespace, console: Console, _session: Session) -> int:
    recipient, words = read_shares([Path(name) for name in args.share])
    opened = escrow.open_result(suite_named("intl-1"), Path(args.file), words, recipient)
    count = escrow.unpack(opened, Path(args.out))
    console.say("result_opened", folder=args.out, count=count)
    console.result({"files": count, "folder": args.out})
    return 0


def _names(args: argparse.Namespace, console: Console, _session: Session) -> int:
    recipient, words = read_shares([Path(name) for name in args.share])
    opened = escrow.open_result(suite_named("intl-1"), Path(args.file), words, recipient)
    people = opened_names.read_names(opened, Path(args.file).name)
    if args.out:
        write_names(Path(args.out), console.texts, people)
        console.say("names.written", file=args.out, count=len(people))
    else:
        rows = [(one.code, one.name, one.organisation) for one in people]
        console.table(("code", "person", "organisation"), rows)
    console.result([{"code": one.code, "name": one.name} for one in people])
    return 0


def _forms(args: argparse.Namespace, console: Console, session: Session) -> int:
    desk, folder = desk_of(args, session), Path(args.out)
    row = row_of(args, desk)
    if args.form:
        sat = form_previews.Sat(args.starts, args.place, Path(args.result) if args.result else None)
        items = [one for form in args.form for one in form_previews.items_of(desk, row, form, sat)]
        paths = form_previews.save_items(row, folder, items, books=args.books)
    elif row.place == "secretary":
        paths = printing.print_sheets(desk, row, folder)
    else:
        post.ready_folder(folder)
        paths = (printing.print_own_sheets(desk, row, folder / printing.own_sheets_name(row)),)
    console.say("forms_printed", count=len(paths))
    console.result([str(path) for path in paths])
    return 0
