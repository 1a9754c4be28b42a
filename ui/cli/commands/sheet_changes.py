"""``zgc-review sheet changes|confirm``: an application changed after its sheet was begun (§6.9)."""

from __future__ import annotations

import argparse

from ui.cli.amendments import plain_differences, say_differences
from ui.cli.console import Console
from ui.cli.options import Group, application_of, desk_of, row_of
from ui.cli.session import Session
from zgc_review.services import sheet_versions
from zgc_review.services.rounds import catalogue_of, state_of


def register(group: Group) -> None:
    """Add the commands to the group ``sheet``."""
    for act, run in (("changes", _changes), ("confirm", _confirm)):
        group.add(act, run).add_argument("number", metavar="NUMBER")


def _changes(args: argparse.Namespace, console: Console, session: Session) -> int:
    desk = desk_of(args, session)
    row = row_of(args, desk)
    with desk.vault.begin() as uow:
        application = application_of(uow, row, args.number)
        fields = {field.id: field for field in catalogue_of(uow, state_of(uow, row)).fields}
    change = sheet_versions.change_of(desk, row, application.application_id)
    if change.amendment is None:
        console.say("sheet.change_unknown", number=change.number)
        console.result({"pages": change.pages})
        return 0
    say_differences(console, fields, change.amendment)
    if change.pages:
        console.say("sheet.change_pages", pages=change.pages)
    console.result({"pages": change.pages, **plain_differences(change.amendment)})
    return 0


def _confirm(args: argparse.Namespace, console: Console, session: Session) -> int:
    desk = desk_of(args, session)
    row = row_of(args, desk)
    with desk.vault.begin() as uow:
        application = application_of(uow, row, args.number)
    pages = sheet_versions.change_of(desk, row, application.application_id).pages
    sheet_versions.confirm_change(desk, row, application.application_id)
    console.say("sheet.confirmed", number=application.number, pages=pages)
    console.result({"confirmed": application.number, "pages": pages})
    return 0
