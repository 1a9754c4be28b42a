"""``panel what-if``: the ranking of a pool with another budget, pass line or rule; nothing is stored."""

from __future__ import annotations

import argparse
from typing import Any

import msgspec

from resources.reader import Texts
from ui.cli.console import Console
from ui.cli.options import desk_of, row_of
from ui.cli.session import Session
from zgc_review.aggregation.listing import listed_pool, rank_of
from zgc_review.aggregation.redrawing import Redrawn, redraw, undecided, with_pool
from zgc_review.domain.money import points, wan_yuan
from zgc_review.domain.settings import Pool
from zgc_review.errors import GateError
from zgc_review.services.deciding_view import deciding_view
from zgc_review.services.panel_view import PanelView, only_group, show_panel
from zgc_review.services.rounds import state_of


def what_if_options(parser: argparse.ArgumentParser, texts: Texts) -> None:
    """Add what may be another."""
    parser.add_argument("pool", metavar="POOL")
    parser.add_argument("--group", metavar="ID")
    parser.add_argument("--budget", type=int, metavar="FEN", help=texts.get("cli.help.what_if_budget"))
    parser.add_argument(
        "--pass", dest="least", type=int, metavar="N", help=texts.get("cli.help.what_if_pass")
    )
    parser.add_argument("--rule", choices=("strict", "skip"))


def what_if_command(args: argparse.Namespace, console: Console, session: Session) -> int:
    """Draw the line anew over what the reader may see, by numbers alone."""
    desk = desk_of(args, session)
    row = row_of(args, desk)
    with desk.vault.begin() as uow:
        group, settings = args.group or only_group(uow, row), state_of(uow, row).settings
    own = next((one for one in settings.pools if one.id == args.pool), None)
    if own is None:
        raise GateError("tie.pool", pool=args.pool[:32])
    seen, view = show_panel(desk, row, group), deciding_view(desk, row)
    most = {name: ground.most for name, ground in view.grounds.items()}
    lines = [undecided(one.line, most.get(one.line.application)) for one in seen.lines]
    tried = with_pool(settings, _changed(own, args))
    drawn = redraw(tried, lines, view.funds, seen.aggregate.unscored, view.ties)
    console.result(_tell(console, args.pool, seen, drawn))
    return 0


def _changed(pool: Pool, args: argparse.Namespace) -> Pool:
    """Return a pool with what the command names changed."""
    named = {"budget_fen": args.budget, "pass_line": args.least, "rule": args.rule}
    try:
        changed = msgspec.structs.replace(pool, **{key: one for key, one in named.items() if one is not None})
        return msgspec.convert(msgspec.to_builtins(changed), Pool)
    except msgspec.ValidationError as fault:
        raise GateError("what_if.range", pool=pool.id) from fault


def _tell(console: Console, pool: str, seen: PanelView, drawn: Redrawn) -> dict[str, Any]:
    """Print the ranking; return it for machines."""
    numbers = {one.line.application: one.number for one in seen.lines}
    before = {one.line.application: one.rank.line for one in seen.lines if one.rank is not None}
    table = listed_pool(next(one for one in drawn.pools if one.pool == pool), numbers)
    console.say("what_if.lead", pool=pool)
    console.table(
        ("rank", "number", "final", "line", "running"),
        [
            (
                rank_of(one),
                numbers[one.application],
                points(one.value),
                console.texts.get(f"cli.line.{one.line}"),
                wan_yuan(one.running_fen) if one.line == "within" else "",
            )
            for one in table.lines
        ],
    )
    changed = sum(one.line != before.get(one.application) for one in table.lines)
    console.say("what_if.sum", count=changed)
    return {
        "funds": msgspec.to_builtins(drawn.funds),
        "lines": [{"number": numbers[one.application], **msgspec.to_builtins(one)} for one in table.lines],
    }
