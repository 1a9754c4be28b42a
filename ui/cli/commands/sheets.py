"""``zgc-review sheet …``: fill, change, look at, lock and reopen score sheets."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeAlias, get_args

from resources.reader import Texts
from ui.cli.commands import sheet_changes
from ui.cli.console import Console
from ui.cli.options import Group, application_of, desk_of, row_of
from ui.cli.session import Session
from zgc_review.domain.bodies import (
    CitedPage,
    Phase,
    Recommendation,
    SheetBody,
    VetoClaim,
)
from zgc_review.domain.money import points
from zgc_review.domain.rows import ApplicationRow, RoundRow
from zgc_review.domain.states import SheetStatus
from zgc_review.errors import GateError
from zgc_review.scoring import drafts
from zgc_review.scoring.percents import parse_percent
from zgc_review.services import filling, sheets
from zgc_review.services.deliberating_agenda import require_open
from zgc_review.services.desk import Desk
from zgc_review.services.own_work import OwnSheet, disagreements, own_sheets
from zgc_review.services.revising import REVISION, start_revision
from zgc_review.services.revising_rules import own_sheet, phase_at_work

Change: TypeAlias = Callable[[SheetBody], SheetBody]


def add(group: Group, texts: Texts) -> None:
    """Add the commands of this group."""
    fill = group.add("fill", _fill)
    fill.add_argument("file", metavar="FILE.json", help=texts.get("cli.help.fill_file"))
    change = group.add("set", _set)
    change.add_argument("number", metavar="NUMBER")
    change.add_argument("--percent", nargs=2, action="append", default=[], metavar=("CRITERION", "PERCENT"))
    for option in ("--not-applicable", "--comment", "--floor-reason"):
        change.add_argument(option, nargs=2, action="append", default=[], metavar=("CRITERION", "TEXT"))
    change.add_argument("--overall", metavar="TEXT")
    change.add_argument("--recommend", choices=get_args(Recommendation))
    change.add_argument("--integrity", choices=("found", "none"))
    change.add_argument("--cite", nargs=3, action="append", default=[], metavar=("CRITERION", "N", "PAGE"))
    change.add_argument("--veto", nargs=4, action="append", default=[], metavar=("ITEM", "N", "PAGE", "TEXT"))
    for act, run in (("show", _show), ("history", _history)):
        group.add(act, run).add_argument("number", metavar="NUMBER")
    group.add("check", _check)
    restore = group.add("restore", _restore)
    restore.add_argument("number", metavar="NUMBER")
    restore.add_argument("version", type=int, metavar="N")
    lock = group.add("lock", _lock)
    lock.add_argument("numbers", nargs="*", metavar="NUMBER")
    reopen = group.add("reopen", _reopen)
    reopen.add_argument("number", metavar="NUMBER")
    reopen.add_argument("--reason", required=True)
    sheet_changes.register(group)
    revise = group.add("revise", _revise)
    revise.add_argument("number", metavar="NUMBER")
    revise.add_argument("--reason", required=True)


def _application(desk: Desk, row: RoundRow, number: str) -> ApplicationRow:
    """Return the application with a number."""
    with desk.vault.begin() as uow:
        return application_of(uow, row, number)


def _phase(desk: Desk, row: RoundRow, application: ApplicationRow) -> Phase:
    """Return the phase that is being edited: the revision once it was begun."""
    with desk.vault.begin() as uow:
        return phase_at_work(uow, row, application)


def _fill(args: argparse.Namespace, console: Console, session: Session) -> int:
    desk = desk_of(args, session)
    count = filling.fill_sheets(desk, row_of(args, desk), Path(args.file))
    console.say("sheet.filled", count=count)
    console.result({"filled": count})
    return 0


def _later(change: Callable[..., SheetBody], *values: Any) -> Change:
    """Return a change with its values bound, waiting for the draft."""
    return lambda body: change(body, *values)


def _cite(body: SheetBody, page: CitedPage) -> SheetBody:
    """Add a cited page."""
    return drafts.set_pages(body, (*body.pages, page))


def _claim(body: SheetBody, claim: VetoClaim) -> SheetBody:
    """Add a veto claim."""
    return drafts.set_claims(body, (*body.claims, claim))


def _changes(args: argparse.Namespace, digests: list[str]) -> list[tuple[str, Change]]:
    """Return the changes that the arguments ask for, in a fixed order."""
    asked: list[tuple[str, Change]] = []
    for criterion, typed in args.percent:
        asked.append(("percent", _later(drafts.set_percent, criterion, parse_percent(typed))))
    for name, change in (
        ("not_applicable", drafts.set_not_applicable),
        ("comment", drafts.set_comment),
        ("floor_reason", drafts.set_floor_reason),
    ):
        for criterion, text in getattr(args, name):
            asked.append((name, _later(change, criterion, text)))
    if args.overall is not None:
        asked.append(("overall", _later(drafts.set_overall, args.overall)))
    if args.recommend is not None:
        asked.append(("recommend", _later(drafts.set_recommendation, args.recommend)))
    if args.integrity is not None:
        asked.append(("integrity", _later(drafts.set_integrity, args.integrity == "found")))
    for criterion, n, page in args.cite:
        cited = CitedPage(criterion=criterion, document=_document(digests, n), page=_whole(page))
        asked.append(("cite", _later(_cite, cited)))
    for item, n, page, text in args.veto:
        claim = VetoClaim(item=item, document=_document(digests, n), page=_whole(page), text=text)
        asked.append(("veto", _later(_claim, claim)))
    return asked


def _whole(typed: str) -> int:
    """Return a page number."""
    if not typed.isdigit() or not 1 <= int(typed) <= 1_000_000:
        raise GateError("sheet.page", value=typed[:20])
    return int(typed)


def _document(digests: list[str], typed: str) -> str:
    """Return the digest of a document by its place in the list."""
    if not typed.isdigit() or not 1 <= int(typed) <= len(digests):
        raise GateError("sheet.document", value=typed[:20])
    return digests[int(typed) - 1]


def _set(args: argparse.Namespace, console: Console, session: Session) -> int:
    desk = desk_of(args, session)
    row = row_of(args, desk)
    application = _application(desk, row, args.number)
    with desk.vault.begin() as uow:
        digests = [one.plain for one in uow.applications.documents(application.application_id)]
    phase = _phase(desk, row, application)
    for name, change in _changes(args, digests):
        sheets.edit(desk, row, application.application_id, name, change, phase)
    return _tell_missing(console, desk, row, application)


def _tell_missing(console: Console, desk: Desk, row: RoundRow, application: ApplicationRow) -> int:
    """Say what a sheet still lacks."""
    require_open(row, application)
    phase = _phase(desk, row, application)
    with desk.vault.begin() as uow:
        found = sheets.findings_of(uow, row, application, phase)
    for finding in found:
        console.finding(finding)
    console.say("sheet.missing", number=application.number, count=len(found))
    console.result({"missing": [finding.code for finding in found]})
    return 0


def _show(args: argparse.Namespace, console: Console, session: Session) -> int:
    desk = desk_of(args, session)
    row = row_of(args, desk)
    application = _application(desk, row, args.number)
    require_open(row, application)
    phase = _phase(desk, row, application)
    with desk.vault.begin() as uow:
        draft = sheets.draft_of(uow, row, application, phase)
    rows = [
        (criterion, draft.percents.get(criterion, "–"), draft.comments.get(criterion, ""))
        for criterion in sorted({*draft.percents, *draft.not_applicable, *draft.comments})
    ]
    console.table(("id", "percent", "comment"), rows)
    if draft.total is not None:
        console.line(points(draft.total))
    return _tell_missing(console, desk, row, application)


def _check(args: argparse.Namespace, console: Console, session: Session) -> int:
    """List own sheets and say where they do not agree with each other."""
    desk = desk_of(args, session)
    own = own_sheets(desk, row_of(args, desk))
    found = disagreements(own)
    rows = [_own_line(console, one) for one in own]
    console.table(("number", "sub_direction", "state", "missing", "total", "changed"), rows)
    for one in found:
        console.finding(one.finding)
    console.say("sheet.checked", count=len(own), found=len(found))
    console.result(
        [
            {
                "changed": one.changed,
                "missing": one.lacking,
                "number": one.application.number,
                "total": one.total,
            }
            for one in own
        ]
    )
    return 0


def _own_line(console: Console, one: OwnSheet) -> tuple[object, ...]:
    """Return what the list says of a sheet."""
    application = one.application
    total = "–" if one.total is None else points(one.total)
    changed = console.texts.get("cli.sheet.changed") if one.changed else ""
    return application.number, application.sub_direction, application.state, one.lacking, total, changed


def _history(args: argparse.Namespace, console: Console, session: Session) -> int:
    desk = desk_of(args, session)
    row = row_of(args, desk)
    application = _application(desk, row, args.number)
    require_open(row, application)
    phase = _phase(desk, row, application)
    with desk.vault.begin() as uow:
        versions = uow.drafts.history(row.round_id, application.application_id, phase)
    console.table(("n", "time", "change"), [(one.n, one.at, one.change) for one in versions])
    console.result([{"n": one.n, "at": one.at, "change": one.change} for one in versions])
    return 0


def _restore(args: argparse.Namespace, console: Console, session: Session) -> int:
    desk = desk_of(args, session)
    row = row_of(args, desk)
    application = _application(desk, row, args.number)
    sheets.restore_version(desk, row, application.application_id, args.version)
    console.say("sheet.restored", number=application.number, version=args.version)
    console.result({"restored": args.version})
    return 0


def _lock(args: argparse.Namespace, console: Console, session: Session) -> int:
    desk = desk_of(args, session)
    row = row_of(args, desk)
    with desk.vault.begin() as uow:
        rows = uow.applications.all(row.round_id)
    chosen = [one for one in rows if one.number in args.numbers or not args.numbers]
    if len(chosen) < len(set(args.numbers)):
        raise GateError("application.unknown")
    open_ones = [one.application_id for one in chosen if one.state == SheetStatus.OPEN]
    revised = [one.application_id for one in chosen if _is_revising(desk, row, one)]
    signed = sheets.lock_all(desk, row, {sheets.INITIAL: open_ones, REVISION: revised})
    console.say("sheet.locked", count=len(signed))
    console.result({"locked": [message.message_id for message in signed]})
    return 0


def _reopen(args: argparse.Namespace, console: Console, session: Session) -> int:
    desk = desk_of(args, session)
    row = row_of(args, desk)
    application = _application(desk, row, args.number)
    sheets.reopen(desk, row, application.application_id, args.reason)
    console.say("sheet.reopened", number=application.number)
    console.result({"reopened": application.number})
    return 0


def _revise(args: argparse.Namespace, console: Console, session: Session) -> int:
    desk = desk_of(args, session)
    row = row_of(args, desk)
    application = _application(desk, row, args.number)
    start_revision(desk, row, application.application_id, args.reason)
    console.say("sheet.revising", number=application.number)
    console.result({"revising": application.number})
    return 0


def _is_revising(desk: Desk, row: RoundRow, application: ApplicationRow) -> bool:
    """Say whether a revision was begun and is not signed yet."""
    with desk.vault.begin() as uow:
        begun = phase_at_work(uow, row, application) == REVISION
        return begun and own_sheet(uow, row, application.application_id, REVISION) is None
