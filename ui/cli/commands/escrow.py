"""``zgc-review escrow …``: score files that nobody opens before all are in (design §4.4)."""

from __future__ import annotations

import argparse
from pathlib import Path

from resources.reader import Texts
from ui.cli.commands.secretary import arrival_value, tell_arrival
from ui.cli.console import Console
from ui.cli.options import Group, Parsers, desk_of, row_of
from ui.cli.session import Session
from zgc_review.errors import SealError
from zgc_review.seal.digits import digits_of
from zgc_review.seal.safe_files import save_bytes
from zgc_review.services import escrow, score_escrow, score_escrow_opening, share_files, sharing


def register(commands: Parsers, texts: Texts) -> None:
    """Add these commands."""
    group = Group(commands, texts, "escrow")
    group.add("prepare", _prepare).add_argument("--out", required=True, metavar="DIR")
    share = group.add("share", _share, in_round=False)
    share.add_argument("file", metavar="FILE.zgcshare")
    share.add_argument("--out", required=True, metavar="FILE")
    opened = group.add("open", _open)
    opened.add_argument("--share", action="append", required=True, metavar="FILE")
    revoke = group.add("revoke", _revoke)
    revoke.add_argument("--reason", required=True, help=texts.get("cli.help.amend.reason"))
    revoke.add_argument("--out", required=True, metavar="DIR")


def _prepare(args: argparse.Namespace, console: Console, session: Session) -> int:
    desk = desk_of(args, session)
    row = row_of(args, desk)
    prepared = escrow.prepare_scores(desk, row, Path(args.out))
    files = sharing.publish_round(desk, row, Path(args.out))
    for path in prepared.shares:
        console.line(str(path))
    console.say("escrow.prepared", digits=digits_of(prepared.version.message_id))
    shown = {"shares": [str(path) for path in prepared.shares], "files": [str(path) for path in files]}
    console.result({"version": prepared.version.message_id, **shown})
    return 0


def _share(args: argparse.Namespace, console: Console, session: Session) -> int:
    body = escrow.words_of_share(desk_of(args, session), Path(args.file))
    if body.key != "escrow_scores":
        raise SealError("escrow.foreign")
    save_bytes(Path(args.out), f"{body.recipient}\n{body.words}\n".encode())
    console.say("escrow.share_written", file=args.out, k=body.k, n=body.n)
    console.result({"file": args.out})
    return 0


def _open(args: argparse.Namespace, console: Console, session: Session) -> int:
    desk = desk_of(args, session)
    row = row_of(args, desk)
    recipient, words = share_files.gather_shares(desk, [Path(name) for name in args.share])
    opened = score_escrow_opening.open_scores(desk, row, words, recipient)
    for one in opened:
        tell_arrival(console, one.arrival)
        if one.arrival.code != one.given:
            shown = {"file": one.arrival.file, "given": one.given, "code": one.arrival.code}
            console.say("escrow.other_code", **shown)
    refused = sum(one.arrival.error is not None for one in opened)
    console.say("escrow.opening", taken=sum(one.arrival.outcome == "new" for one in opened), refused=refused)
    if refused:
        console.say("escrow.again")
    console.result([{**arrival_value(one.arrival), "given": one.given} for one in opened])
    return 1 if refused else 0


def _revoke(args: argparse.Namespace, console: Console, session: Session) -> int:
    desk = desk_of(args, session)
    row = row_of(args, desk)
    version = score_escrow.revoke_key(desk, row, args.reason)
    files = sharing.publish_round(desk, row, Path(args.out))
    console.say("escrow.revocation", digits=digits_of(version.message_id), file=files[0].name)
    console.result({"version": version.message_id, "files": [str(path) for path in files]})
    return 0
