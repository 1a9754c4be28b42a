"""Acceptance C7 over random rounds: who stands aside on an application sees a round without it.

Both rounds are played on real vaults; what commands print and files say is compared word by word.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import pytest
from leak_pairs import Pairs
from leak_places import quick
from leak_plan import FIRST, UNTOLD, plan_of
from leak_round import MARK, Round
from leak_sight import Received, Viewer

__all__ = ["quick"]

SEEDS = range(12 if os.environ.get("ZGC_HOLD") else len(FIRST))


@pytest.fixture(params=SEEDS)
def pairs(request: pytest.FixtureRequest, quick: Path) -> Iterator[Pairs]:
    """Return a round with an application and the same round without it, packed and declared."""
    made = Pairs(plan_of(request.param), quick / f"{request.param}")
    made.play(Round.open)
    yield made
    made.close()
    shutil.rmtree(quick / f"{request.param}")


def test_c7_the_round_looks_as_if_the_application_were_not_in_it(pairs: Pairs) -> None:
    """Rules §15: at each phase, for everybody who stands aside by then."""
    early = [who for who in pairs.plan.viewers() if pairs.plan.how(who) != "late"]
    pairs.play(Round.score)
    leaks = found(pairs, early, "before the lock")
    pairs.play(Round.combine, Round.discuss)
    leaks += found(pairs, early, "in the discussion")
    pairs.play(Round.recuse_late)
    late = [who for who in pairs.plan.viewers() if who not in early]
    leaks += found(pairs, late, "before the secretary says anything about the late recusal")
    pairs.play(Round.letters, Round.panels)
    leaks += found(pairs, pairs.plan.viewers(), "after the late recusal")
    pairs.play(Round.decide)
    leaks += found(pairs, pairs.plan.viewers(), "after the decisions")
    lists = [one.listed_for_chair() for one in pairs.both()]
    if 0 in pairs.plan.viewers() and lists[0] != lists[1]:
        leaks.append(("list for the chair", *lists))
    leaks += unlike([Viewer(one, one.world.observer) for one in pairs.both()], "observer")
    pairs.play(Round.seal)
    for who in pairs.plan.viewers():
        leaks += in_files(pairs, who)
    assert leaks == []


def found(pairs: Pairs, viewers: Iterable[int], phase: str) -> list[Any]:
    """Return every difference between what viewers see in both rounds, and what of it they may not ask."""
    leaks: list[Any] = []
    for who in viewers:
        how = pairs.plan.how(who)
        first, second = (Viewer(one, one.person(who)) for one in pairs.both())
        where = (phase, who, how)
        leaks += unlike([first, second], where)
        leaks += [(where, "list", one) for one in first.row_of_hidden() if one["documents"]]
        leaks += [(where, "told", one) for one in first.told()]
        asked = first.of(first.hidden)
        if how in UNTOLD and asked != second.of(first.hidden):
            leaks.append((where, "differs from an application that is not there"))
        leaks += [(where, words, answer) for words, answer in asked.items() if answer[:2] != (1, "")]
        leaks += [(where, words, answer[2]) for words, answer in asked.items() if MARK in answer[2]]
    return leaks


def unlike(viewers: list[Viewer], where: object) -> list[Any]:
    """Return the commands that answer otherwise in the other round."""
    left, right = (one.sees() for one in viewers)
    return [(where, asked, left[asked], right[asked]) for asked in left if left[asked] != right[asked]]


def in_files(pairs: Pairs, who: int) -> list[Any]:
    """Return the differences between letters, panel files and acks somebody was given, in turn.

    What came before somebody stood aside is left out; so are acks to those who wrote of it themselves.
    """
    how, leaks = pairs.plan.how(who), []
    first, second = (Received(Viewer(one, one.person(who))) for one in pairs.both())
    lists = [one.received[who] for one in pairs.both()]
    assert [[one.suffix for one in files] for files in lists] == [[one.suffix for one in lists[0]]] * 2
    letters = [one for one in lists[0] if one.suffix == ".zgcpkg"]
    early = letters[:1] if how in {"doubt", "declared"} else []
    for left, right in zip(*lists, strict=True):
        if left.suffix == ".zgcpkg":
            if left not in early and (first.letter(left, how) != second.letter(right, how)):
                leaks.append((who, how, left.name, first.letter(left, how), second.letter(right, how)))
        elif left.suffix == ".zgcack":
            if how in UNTOLD and first.ack(left) != second.ack(right):
                leaks.append((who, how, left.name, first.ack(left), second.ack(right)))
        elif first.panel(left) != second.panel(right):
            leaks.append((who, how, left.name, first.panel(left), second.panel(right)))
    return leaks
