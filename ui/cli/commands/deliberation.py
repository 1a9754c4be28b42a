"""The sitting: discussion, vetoes, opinions, ties, its forms (rules §8)."""

from __future__ import annotations

import argparse
from pathlib import Path

from resources.reader import Texts
from ui.cli.commands.panel import folder_of, found_application, tell_signed
from ui.cli.console import Console
from ui.cli.options import Group, Parsers, desk_of, row_of, single
from ui.cli.session import Session
from zgc_review.domain.bodies import (
    ConsentBody,
)
from zgc_review.domain.rows import ApplicationRow, RoundRow
from zgc_review.errors import GateError
from zgc_review.services import deliberating, deliberating_agenda, deliberating_forms
from zgc_review.services.deliberating_consents import spoken
from zgc_review.services.deliberating_opinions import OpinionText, parted, sign_opinion, vote_opinion
from zgc_review.services.deliberating_signing import sign_act
from zgc_review.services.deliberating_ties import tied_groups
from zgc_review.services.desk import Desk, as_secretary
from zgc_review.services.explaining import explanations, sign_explanation
from zgc_review.services.revising_rules import own_sheet
from zgc_review.services.rounds import state_of
from zgc_review.services.sitting_notes import clear_room, put_on_agenda
from zgc_review.services.stage_items import items_of
from zgc_review.services.vetoes_signing import Evidence, claim_veto, vote_veto


def register(commands: Parsers, texts: Texts) -> None:
    """Add these commands."""
    _register_discussion(Group(commands, texts, "discuss"), texts)
    _register_veto(Group(commands, texts, "veto"), texts)
    _register_opinion(Group(commands, texts, "opinion"), texts)
    _register_explain(Group(commands, texts, "explain"), texts)
    tie = Group(commands, texts, "tie")
    tie.add("show", _ties).add_argument("pool", metavar="POOL")
    order = tie.add("sign", _tie)
    order.add_argument("pool", metavar="POOL")
    order.add_argument("order", nargs="+", metavar="NUMBER")
    order.add_argument("--reason", default="", metavar="TEXT")
    order.add_argument("--out", metavar="DIR", help=texts.get("cli.help.act_out"))
    minutes = single(commands, texts, "minutes", _minutes)
    minutes.add_argument("--out", required=True, metavar="DIR")
    minutes.add_argument("--place", required=True, metavar="TEXT")
    minutes.add_argument("--starts", required=True, metavar="TIME", help=texts.get("cli.help.minutes_starts"))


def _register_discussion(group: Group, texts: Texts) -> None:
    """Add the commands of the chair and the agenda."""
    for act, run in (("open", _open), ("close", _close)):
        parser = group.add(act, run)
        parser.add_argument("number", metavar="NUMBER")
        parser.add_argument("--out", metavar="DIR", help=texts.get("cli.help.act_out"))
    group.add("list", _agenda)
    ask = group.add("ask", _ask)
    ask.add_argument("number", metavar="NUMBER")
    ask.add_argument("--off", action="store_true", help=texts.get("cli.help.agenda_off"))
    clear = group.add("clear", _clear)
    clear.add_argument("number", metavar="NUMBER")
    clear.add_argument("codes", nargs="*", metavar="CODE", help=texts.get("cli.help.clear_codes"))


def _register_veto(group: Group, texts: Texts) -> None:
    """Add claim, vote and show."""
    claim = group.add("claim", _claim)
    claim.add_argument("number", metavar="NUMBER")
    claim.add_argument("item", metavar="ITEM")
    claim.add_argument("--evidence", required=True, metavar="TEXT")
    claim.add_argument("--document", type=int, metavar="N", help=texts.get("cli.help.veto_document"))
    claim.add_argument("--page", type=int, metavar="PAGE")
    claim.add_argument("--own-sheet", action="store_true", help=texts.get("cli.help.veto_sheet"))
    vote = group.add("vote", _vote)
    vote.add_argument("number", metavar="NUMBER")
    vote.add_argument("item", metavar="ITEM")
    vote.add_argument("answer", choices=("yes", "no"))
    group.add("show", _claims).add_argument("number", metavar="NUMBER")
    group.add("items", _items).add_argument("number", metavar="NUMBER")
    for one in (claim, vote):
        one.add_argument("--out", metavar="DIR", help=texts.get("cli.help.act_out"))


def _register_opinion(group: Group, texts: Texts) -> None:
    """Add sign, vote and show."""
    sign = group.add("sign", _opinion)
    sign.add_argument("number", metavar="NUMBER")
    for part in ("--strengths", "--weaknesses", "--advice"):
        sign.add_argument(part, required=True, metavar="TEXT")
    vote = group.add("vote", _opinion_vote)
    vote.add_argument("number", metavar="NUMBER")
    vote.add_argument("answer", choices=("agree", "dissent"))
    vote.add_argument("--text", default="", metavar="TEXT", help=texts.get("cli.help.opinion_dissent"))
    group.add("show", _opinions).add_argument("number", metavar="NUMBER")
    for one in (sign, vote):
        one.add_argument("--out", metavar="DIR", help=texts.get("cli.help.act_out"))


def _register_explain(group: Group, texts: Texts) -> None:
    """Add sign and show."""
    sign = group.add("sign", _explain)
    sign.add_argument("number", metavar="NUMBER")
    sign.add_argument("--text", required=True, metavar="TEXT")
    sign.add_argument("--out", metavar="DIR", help=texts.get("cli.help.act_out"))
    group.add("show", _explanations).add_argument("number", metavar="NUMBER")


def _at(args: argparse.Namespace, session: Session) -> tuple[Desk, RoundRow, ApplicationRow]:
    """Return vault, round and the application that a command names."""
    desk = desk_of(args, session)
    row = row_of(args, desk)
    return desk, row, found_application(desk, row, args.number)


def _open(args: argparse.Namespace, console: Console, session: Session) -> int:
    desk, row, one = _at(args, session)
    signed = deliberating.open_discussion(desk, row, one.application_id, folder_of(args))
    return tell_signed(console, (signed,))


def _close(args: argparse.Namespace, console: Console, session: Session) -> int:
    desk, row, one = _at(args, session)
    signed = deliberating.close_discussion(desk, row, one.application_id, folder_of(args))
    return tell_signed(console, (signed,))


def _ask(args: argparse.Namespace, console: Console, session: Session) -> int:
    desk, row, one = _at(args, session)
    put_on_agenda(desk, row, one.application_id, asked=not args.off)
    console.say("discuss.dropped" if args.off else "discuss.asked", number=one.number)
    console.result({"number": one.number, "asked": not args.off})
    return 0


def _clear(args: argparse.Namespace, console: Console, session: Session) -> int:
    desk, row, one = _at(args, session)
    clear_room(desk, row, one.application_id, args.codes)
    console.say("discuss.cleared", number=one.number, count=len(set(args.codes)))
    console.result({"number": one.number, "left": sorted(set(args.codes))})
    return 0


def _agenda(args: argparse.Namespace, console: Console, session: Session) -> int:
    desk = desk_of(args, session)
    lines = deliberating_agenda.agenda(desk, row_of(args, desk))
    console.table(
        ("number", "reasons", "discussion", "owing"),
        [
            (
                one.number,
                " ".join(console.texts.get(f"cli.reason.{name}") for name in one.reasons),
                console.texts.get(f"cli.discussion.{one.discussion}"),
                " ".join(one.owing),
            )
            for one in lines
        ],
    )
    console.say("discuss.sum", count=sum(bool(one.reasons) for one in lines))
    console.say("discuss.owing", count=sum(len(one.owing) for one in lines))
    console.result(
        [
            {
                "number": one.number,
                "reasons": one.reasons,
                "discussion": one.discussion,
                "owing": one.owing,
            }
            for one in lines
        ]
    )
    return 0


def _claim(args: argparse.Namespace, console: Console, session: Session) -> int:
    desk, row, one = _at(args, session)
    with desk.vault.begin() as uow:
        digests = {doc.position: doc.plain for doc in uow.applications.documents(one.application_id)}
        sheet = own_sheet(uow, row, one.application_id, "initial") if args.own_sheet else None
    if args.document is not None and args.document not in digests:
        raise GateError("sheet.document", value=str(args.document)[:20])
    if args.page is not None and not 1 <= args.page <= 1_000_000:
        raise GateError("sheet.page", value=str(args.page)[:20])
    document = digests[args.document] if args.document is not None else None
    signed = claim_veto(
        desk,
        row,
        one.application_id,
        args.item,
        Evidence(document, args.page, args.evidence),
        sheet.message_id if sheet is not None else None,
        folder_of(args),
    )
    return tell_signed(console, (signed,))


def _vote(args: argparse.Namespace, console: Console, session: Session) -> int:
    desk, row, one = _at(args, session)
    return tell_signed(
        console, vote_veto(desk, row, one.application_id, args.item, args.answer, folder_of(args))
    )


def _claims(args: argparse.Namespace, console: Console, session: Session) -> int:
    desk, row, one = _at(args, session)
    deliberating_agenda.require_open(row, one)
    with desk.vault.begin() as uow:
        claims = spoken(uow, row, state_of(uow, row), "veto_claim", one.application_id)
    for claim in claims:
        page = claim.body.values["page"]
        console.line(f"{claim.body.values['item']}  {claim.code}  {page or ''}  {claim.body.text}")
    outcomes = deliberating_agenda.outcomes(desk, row, one)
    for outcome in outcomes:
        key = "established" if outcome.is_established else "remark"
        console.say(
            f"veto.{key}",
            item=outcome.item,
            yes=len(outcome.yes),
            needed=outcome.needed,
            effective=outcome.effective,
        )
    console.result(
        {
            "claims": [
                {"id": claim.id, "item": claim.body.values["item"], "by": claim.code} for claim in claims
            ],
            "outcomes": [
                {"item": outcome.item, "established": outcome.is_established, "yes": len(outcome.yes)}
                for outcome in outcomes
            ],
        }
    )
    return 0


def _items(args: argparse.Namespace, console: Console, session: Session) -> int:
    desk, row, one = _at(args, session)
    found = items_of(desk, row, one)
    texts = console.texts
    console.table(
        ("id", "kind", "by_record", "name"),
        [
            (
                item.id,
                texts.get(f"cli.item.{item.kind}"),
                texts.get(f"form.word.answer.{item.answer}") if item.answer else "",
                item.en if texts.language == "en" else item.zh,
            )
            for item in found
        ],
    )
    console.say("stage.items", count=sum(item.answer == "yes" for item in found))
    console.result([{"id": item.id, "kind": item.kind, "record": item.answer} for item in found])
    return 0


def _opinion(args: argparse.Namespace, console: Console, session: Session) -> int:
    desk, row, one = _at(args, session)
    text = OpinionText(args.strengths, args.weaknesses, args.advice)
    return tell_signed(console, (sign_opinion(desk, row, one.application_id, text, folder_of(args)),))


def _opinion_vote(args: argparse.Namespace, console: Console, session: Session) -> int:
    desk, row, one = _at(args, session)
    signed = vote_opinion(desk, row, one.application_id, args.answer, args.text, folder_of(args))
    return tell_signed(console, (signed,))


def _opinions(args: argparse.Namespace, console: Console, session: Session) -> int:
    desk, row, one = _at(args, session)
    deliberating_agenda.require_open(row, one)
    with desk.vault.begin() as uow:
        state = state_of(uow, row)
        opinions = spoken(uow, row, state, "opinion", one.application_id)
        votes = spoken(uow, row, state, "opinion_vote", one.application_id)
    for opinion in opinions:
        text = parted(opinion.body.text)
        for part in (text.strengths, text.weaknesses, text.advice):
            console.line(part)
    for vote in votes:
        console.line(f"  {vote.code}  {vote.body.answer}  {vote.body.text}")
    console.result(
        {
            "opinions": [{"id": opinion.id, "by": opinion.code} for opinion in opinions],
            "votes": [{"by": vote.code, "answer": vote.body.answer} for vote in votes],
        }
    )
    return 0


def _explain(args: argparse.Namespace, console: Console, session: Session) -> int:
    desk, row, one = _at(args, session)
    return tell_signed(console, (sign_explanation(desk, row, one, args.text, folder_of(args)),))


def _explanations(args: argparse.Namespace, console: Console, session: Session) -> int:
    desk, row, one = _at(args, session)
    deliberating_agenda.require_open(row, one)
    found = explanations(desk, row, one)
    for word in found.given:
        console.line(f"{word.code}  {word.body.text}")
    console.say("explain.owing", count=len(found.owing), codes=" ".join(found.owing))
    console.result(
        {
            "explanations": [
                {"id": word.id, "by": word.code, "text": word.body.text} for word in found.given
            ],
            "owing": found.owing,
        }
    )
    return 0


def _ties(args: argparse.Namespace, console: Console, session: Session) -> int:
    desk = desk_of(args, session)
    row = row_of(args, desk)
    as_secretary(row)
    with desk.vault.begin() as uow:
        groups = tied_groups(uow, row, args.pool)
        numbers = {one.application_id: one.number for one in uow.applications.all(row.round_id)}
    for group in groups:
        console.line("  ".join(numbers[one] for one in group))
    console.say("tie.sum", count=len(groups))
    console.result([[numbers[one] for one in group] for group in groups])
    return 0


def _tie(args: argparse.Namespace, console: Console, session: Session) -> int:
    desk = desk_of(args, session)
    row = row_of(args, desk)
    with desk.vault.begin() as uow:
        ids = {one.number: one.application_id for one in uow.applications.all(row.round_id)}
    order = [ids.get(typed, typed) for typed in args.order]
    values: dict[str, int | str | bool | list[str] | None] = {"pool": args.pool, "order": order}
    body = ConsentBody(act="tie", answer="order", values=values, text=args.reason)
    return tell_signed(console, (sign_act(desk, row, body, folder_of(args)),))


def _minutes(args: argparse.Namespace, console: Console, session: Session) -> int:
    desk = desk_of(args, session)
    paths = deliberating_forms.print_sitting(
        desk, row_of(args, desk), Path(args.out), starts_at=args.starts, place=args.place
    )
    console.say("minutes.printed", count=len(paths))
    console.result([str(path) for path in paths])
    return 0
