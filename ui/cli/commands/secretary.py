"""Assign, pack, collect, acknowledge: what the secretary does between intake and aggregation."""

from __future__ import annotations

import argparse
from pathlib import Path

from resources.reader import Texts
from ui.cli.console import Console, error_text
from ui.cli.options import Parsers, desk_of, paths_in, progress_on, row_of, single
from ui.cli.session import Session
from zgc_review.domain.rows import RoundRow
from zgc_review.errors import PackageError
from zgc_review.seal.package_format import VOLUME_SIZE
from zgc_review.services import acks, collecting, media_register, packing, taking_in
from zgc_review.services.chain import fold
from zgc_review.services.desk import Desk
from zgc_review.services.rounds import round_consents, signed_versions

RETURNED = (".zgcscore", ".zgcdecl", ".zgccons")


def register(commands: Parsers, texts: Texts) -> None:
    """Add these commands."""
    single(commands, texts, "group", _group)
    pack = single(commands, texts, "pack", _pack)
    pack.add_argument("--out", required=True, metavar="DIR")
    pack.add_argument("--for", dest="codes", nargs="*", default=[], metavar="CODE")
    pack.add_argument("--letters-only", action="store_true", help=texts.get("cli.help.letters_only"))
    pack.add_argument("--names-reason", default="", help=texts.get("cli.help.names_reason"))
    pack.add_argument("--volume-size", type=int, default=VOLUME_SIZE, metavar="BYTES")
    pack.add_argument("--medium", default="", metavar="NUMBER", help=texts.get("cli.help.pack_medium"))
    register_ = single(commands, texts, "media", _media)
    register_.add_argument("--out", required=True, metavar="DIR")
    collect = single(commands, texts, "collect", _collect)
    collect.add_argument("files", nargs="+", metavar="FILE")
    collect.add_argument("--from", dest="code", default="", metavar="CODE", help=texts.get("cli.help.from"))
    ack = single(commands, texts, "ack", _ack)
    ack.add_argument("--out", required=True, metavar="DIR")
    ack.add_argument("--counted", action="store_true", help=texts.get("cli.help.counted"))


def _group(args: argparse.Namespace, console: Console, session: Session) -> int:
    desk = desk_of(args, session)
    count = taking_in.assign_groups(desk, row_of(args, desk))
    console.say("grouped", count=count)
    console.result({"assigned": count})
    return 0


def _pack(args: argparse.Namespace, console: Console, session: Session) -> int:
    desk = desk_of(args, session)
    order = packing.PackOrder(
        tuple(args.codes), args.letters_only, args.volume_size, args.names_reason, args.medium
    )
    done = packing.pack(desk, row_of(args, desk), Path(args.out), order, progress_on(console))
    for one in done:
        console.say("packed", files=len(one.paths), letters=one.letters, objects=one.objects)
        for path in one.paths:
            console.line(f"  {path}  {path.stat().st_size:,}")
    console.result([{"files": [str(path) for path in one.paths], "letters": one.letters} for one in done])
    return 0


def _media(args: argparse.Namespace, console: Console, session: Session) -> int:
    desk = desk_of(args, session)
    paths = media_register.print_register(desk, row_of(args, desk), Path(args.out))
    for path in paths:
        console.line(str(path))
    console.result([str(path) for path in paths])
    return 0


def _collect(args: argparse.Namespace, console: Console, session: Session) -> int:
    desk = desk_of(args, session)
    row = row_of(args, desk)
    before = _version(desk, row)
    arrivals = collecting.collect(desk, row, paths_in(args.files, RETURNED), args.code)
    for one in arrivals:
        tell_arrival(console, one)
    refused = sum(one.error is not None for one in arrivals)
    after = _version(desk, row)
    if after != before:
        console.say("collect.in_force", version=after)
    taken = sum(one.outcome in {"new", "held"} for one in arrivals)
    console.say("collect.sum", taken=taken, refused=refused)
    console.result([arrival_value(one) for one in arrivals])
    return 1 if refused else 0


def tell_arrival(console: Console, arrival: collecting.Arrival) -> None:
    """Say what became of one file."""
    if arrival.error is not None:
        reason = error_text(console.texts, arrival.error)
        console.say("collect.refused", file=arrival.file, reason=reason)
    elif arrival.seq:
        shown = {"file": arrival.file, "code": arrival.code, "seq": arrival.seq}
        console.say(f"collect.{arrival.outcome}", **shown)
    else:
        held = "held" if arrival.outcome == "held" else "held_again"
        console.say(f"collect.{held}", file=arrival.file, code=arrival.code)


def arrival_value(arrival: collecting.Arrival) -> dict[str, str | None]:
    """Return what became of one file for machines."""
    return {
        "file": arrival.file,
        "outcome": arrival.outcome,
        "kind": arrival.kind,
        "code": arrival.code,
        "error": arrival.error.code if arrival.error else None,
    }


def _version(desk: Desk, row: RoundRow) -> int:
    """Return the number of the version in force, 0 while version 1 waits for its consent."""
    with desk.vault.begin() as uow:
        versions, agreed = signed_versions(uow, row), round_consents(uow, row)
    try:
        return fold(versions, agreed).version
    except PackageError:
        return 0


def _ack(args: argparse.Namespace, console: Console, session: Session) -> int:
    desk = desk_of(args, session)
    answer = "counted" if args.counted else "received"
    paths = acks.acknowledge(desk, row_of(args, desk), Path(args.out), answer)
    console.say("acked", count=len(paths))
    console.result([str(path) for path in paths])
    return 0
