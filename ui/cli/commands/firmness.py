"""How firmly the funded applications stand: ``panel robustness``, ``ranking --robustness`` (A13)."""

from __future__ import annotations

import argparse
from itertools import groupby
from typing import Any

import msgspec

from ui.cli.console import Console
from ui.cli.options import desk_of, row_of
from ui.cli.session import Session
from ui.firmness_words import margin_words, move_words, place_words, rule_words, smallest
from zgc_review.aggregation.robustness import Firmness
from zgc_review.domain.money import points
from zgc_review.domain.settings import RoundSettings
from zgc_review.services.firmness import FirmnessView, firmness_seen
from zgc_review.services.panel_view import only_group
from zgc_review.services.rounds import state_of


def robustness_command(args: argparse.Namespace, console: Console, session: Session) -> int:
    """List what is near the line over what the reader of a panel file may see."""
    desk = desk_of(args, session)
    row = row_of(args, desk)
    with desk.vault.begin() as uow:
        group = args.group or only_group(uow, row)
        settings = state_of(uow, row).settings
    view = firmness_seen(desk, row, group)
    tell_firmness(console, view, settings)
    console.result(firmness_json(view))
    return 0


def tell_firmness(console: Console, view: FirmnessView, settings: RoundSettings) -> None:
    """Print what is near a line or crosses it, pool by pool."""
    if settings.stage != "proposal":
        console.say("firmness.no_line")
        return
    if not view.found:
        console.say("firmness.nothing")
    for pool, entries in groupby(view.found, key=lambda one: one.pool):
        found = list(entries)
        console.say("firmness.lead", pool=pool, near=points(settings.near_line), count=len(found))
        heads = ("rank", "number", "line", "margin", "crossing", "other_rules", "least_moves")
        console.table(heads, [_row(console, view, one) for one in found])
        for other in found[0].alternatives:
            if other.why:
                console.line(rule_words(console.texts, other))


def _row(console: Console, view: FirmnessView, one: Firmness) -> tuple[object, ...]:
    texts = console.texts
    return (
        one.rank,
        view.numbers[one.application],
        place_words(texts, one.standing),
        margin_words(texts, one),
        " ".join(word.code for word in one.without),
        "  ".join(rule_words(texts, other) for other in one.alternatives if other.flips),
        "  ".join(move_words(texts, move) for move in smallest(one)[:3]),
    )


def firmness_json(view: FirmnessView) -> list[dict[str, Any]]:
    """Return it for machines; points × 100."""
    return [
        {"number": view.numbers[one.application], "firm": one.is_firm, **msgspec.to_builtins(one)}
        for one in view.found
    ]
