"""``panel pictures``: totals, spread and ranking as PDF and SVG, for chair and secretary."""

from __future__ import annotations

import argparse
from pathlib import Path

from ui.cli.console import Console
from ui.cli.options import desk_of, row_of
from ui.cli.session import Session
from zgc_review.services import picturing
from zgc_review.services.panel_view import only_group


def pictures_command(args: argparse.Namespace, console: Console, session: Session) -> int:
    """Write the pictures of what the reader may see; the secretary's show the whole round."""
    desk = desk_of(args, session)
    row = row_of(args, desk)
    if row.place == "secretary":
        pictures = picturing.pictures_of_round(desk, row)
    else:
        with desk.vault.begin() as uow:
            group = args.group or only_group(uow, row)
        pictures = picturing.pictures_seen(desk, row, group)
    written = picturing.write_pictures(pictures.all, Path(args.out), console.texts.language)
    console.say("pictures.written", count=len(written), folder=args.out)
    console.result([str(path) for path in written])
    return 0
