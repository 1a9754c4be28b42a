"""``zgc-review intake …``: columns chosen by hand, cells corrected, what changed when received again."""

from __future__ import annotations

import argparse
from pathlib import Path

import msgspec

from resources.reader import Texts
from ui.cli.amendments import plain_differences, say_differences
from ui.cli.console import Console
from ui.cli.options import Group, desk_of, row_of
from ui.cli.session import Session
from zgc_review.domain.rows import RoundRow
from zgc_review.errors import IntakeError
from zgc_review.intake.around import letters
from zgc_review.intake.choices import MOST_BYTES, choices_bytes, read_choices
from zgc_review.intake.columns import Overview, overview
from zgc_review.seal.safe_files import save_bytes
from zgc_review.services import intake_adjusting, post, taking_in
from zgc_review.services.application_changes import Amendment, amendments_of
from zgc_review.services.desk import Desk
from zgc_review.services.intake_adjusting import Spot
from zgc_review.services.rounds import catalogue_of, state_of


def register(group: Group, texts: Texts) -> None:
    """Add the commands to the group ``intake``."""
    columns = group.add("columns", _columns)
    columns.add_argument("folder", metavar="DIR")
    columns.add_argument("--mapping", metavar="FILE.json", help=texts.get("cli.help.mapping"))
    columns.add_argument("--out", metavar="FILE.json", help=texts.get("cli.help.mapping_out"))
    columns.add_argument("--forget", action="store_true", help=texts.get("cli.help.mapping_forget"))
    correct = group.add("correct", _correct)
    correct.add_argument("folder", metavar="DIR")
    correct.add_argument("--file", required=True, metavar="NAME")
    correct.add_argument("--sheet", required=True, metavar="TITLE")
    correct.add_argument("--row", required=True, type=int, metavar="N", dest="line")
    correct.add_argument("--column", required=True, metavar="A", help=texts.get("cli.help.correct_column"))
    correct.add_argument("--value", required=True, metavar="TEXT")
    correct.add_argument("--reason", required=True)
    group.add("corrections", _corrections)
    group.add("undo-correction", _undo).add_argument("n", type=int, metavar="N")
    group.add("changes", _changes).add_argument("number", metavar="NUMBER")


def take_mapping(args: argparse.Namespace, desk: Desk, row: RoundRow) -> None:
    """Keep the choices of columns of ``--mapping``, where it is given."""
    if args.mapping:
        data = post.read_file(Path(args.mapping), MOST_BYTES)
        intake_adjusting.remember_columns(desk, row, read_choices(data))


def _columns(args: argparse.Namespace, console: Console, session: Session) -> int:
    desk = desk_of(args, session)
    row = row_of(args, desk)
    take_mapping(args, desk, row)
    found = _overview(desk, row, Path(args.folder))
    if args.forget:
        intake_adjusting.remember_columns(desk, row, (), [one.choice for one in found.columns])
        found = _overview(desk, row, Path(args.folder))
    rows = [
        (
            one.sheet,
            letters(one.index),
            one.header,
            one.field if one.field is not None else "",
            one.unit,
            console.texts.get(f"cli.columns.how.{one.how}"),
            one.sample[:24],
        )
        for one in found.columns
    ]
    heads = ("sheet", "letter", "header", "field", "unit", "how", "sample")
    console.table([f"column_{name}" for name in heads], rows)
    for labels in found.missing.values():
        console.say("columns.missing", labels="、".join(labels))
    if args.out:
        save_bytes(Path(args.out), choices_bytes(one.choice for one in found.columns))
        console.say("written", file=args.out)
    console.result([msgspec.to_builtins(one) for one in found.columns])
    return 1 if found.missing else 0


def _overview(desk: Desk, row: RoundRow, folder: Path) -> Overview:
    """Read a folder and return its columns."""
    batch = taking_in.check_folder(desk, row, folder)
    with desk.vault.begin() as uow:
        choices = intake_adjusting.remembered_columns(uow)
    return overview(batch.seen, choices)


def _correct(args: argparse.Namespace, console: Console, session: Session) -> int:
    desk = desk_of(args, session)
    row = row_of(args, desk)
    before = taking_in.check_folder(desk, row, Path(args.folder))
    spot = Spot(args.file, args.sheet, args.line, _index(args.column))
    made = intake_adjusting.correct_cell(desk, row, before.seen, spot, args.value, args.reason)
    after = taking_in.check_folder(desk, row, Path(args.folder))
    console.say("corrected", n=made.n, row=made.row, header=made.header)
    console.say("corrected_errors", before=before.errors, after=after.errors)
    console.result({"correction": made.n, "errors": after.errors})
    return 0


def _index(column: str) -> int:
    """Return the index of a column given by its letters.

    Raises:
        IntakeError: ``intake.correction.column``.
    """
    typed = column.strip().upper()
    if not (1 <= len(typed) <= 3 and all("A" <= char <= "Z" for char in typed)):
        raise IntakeError("intake.correction.column", column=typed[:20])
    index = 0
    for char in typed:
        index = index * 26 + ord(char) - ord("A") + 1
    return index - 1


def _corrections(args: argparse.Namespace, console: Console, session: Session) -> int:
    desk = desk_of(args, session)
    row = row_of(args, desk)
    with desk.vault.begin() as uow:
        found = intake_adjusting.all_corrections(uow, row)
    rows = [
        (one.n, one.at, one.by, one.source, one.sheet, f"{letters(one.column)}{one.row}", one.header,
         one.value, one.reason, one.undone)
        for one in found
    ]  # fmt: skip
    heads = ("n", "at", "by", "file", "sheet", "cell", "header", "value", "reason", "undone")
    console.table([f"correction_{name}" for name in heads], rows)
    console.result([{**msgspec.to_builtins(one), "salt": None} for one in found])
    return 0


def _undo(args: argparse.Namespace, console: Console, session: Session) -> int:
    desk = desk_of(args, session)
    gone = intake_adjusting.undo_correction(desk, row_of(args, desk), args.n)
    console.say("uncorrected", n=gone.n, row=gone.row, header=gone.header)
    console.result({"correction": gone.n})
    return 0


def _changes(args: argparse.Namespace, console: Console, session: Session) -> int:
    desk = desk_of(args, session)
    row = row_of(args, desk)
    found = amendments_of(desk, row, args.number)
    with desk.vault.begin() as uow:
        fields = {field.id: field for field in catalogue_of(uow, state_of(uow, row)).fields}
    for one in found:
        state = console.texts.get(f"cli.state.{one.state}")
        console.say("changes.head", n=one.n, at=one.at, state=state, reason=one.reason)
        say_differences(console, fields, one)
    if not found:
        console.say("changes.none", number=args.number)
    console.result([_plain(one) for one in found])
    return 0


def _plain(one: Amendment) -> dict[str, object]:
    """Return one amendment for machines."""
    return {
        "n": one.n,
        "at": one.at,
        "state": one.state,
        "version": one.version,
        "became": one.became,
        **plain_differences(one),
    }
