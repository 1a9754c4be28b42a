"""Acceptance C7 over random rounds: who stands aside on an application sees a round without it.

Both rounds are played on real vaults; what commands print and files say is compared word by word.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import pytest
from leak_plan import FIRST, UNTOLD, plan_of
from leak_round import MARK, Pairs, Round
from leak_views import Received, Viewer

SEEDS = range(12 if os.environ.get("ZGC_HOLD") else len(FIRST))


@pytest.fixture(params=SEEDS)
def pairs(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Pairs]:
    """Return a round with an application and the same round without it, packed and declared."""
    made = Pairs(plan_of(request.param), tmp_path)
    made.play(Round.open)
    yield made
    made.close()


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
    for who in pairs.plan.viewers():
        leaks += in_files(pairs, who)
    assert leaks == []


def found(pairs: Pairs, viewers: Iterable[int], phase: str) -> list[Any]:
    """Return every difference between what viewers see in both rounds, and what of it they may not ask."""
    leaks: list[Any] = []
    for who in viewers:
        how = pairs.plan.how(who)
        first, second = (Viewer(one, one.person(who)) for one in pairs.both())
        left, right = first.sees(), second.sees()
        where = (phase, who, how)
        leaks += [(where, asked, left[asked], right[asked]) for asked in left if left[asked] != right[asked]]
        leaks += [(where, "list", one) for one in first.row_of_hidden() if one["documents"]]
        leaks += [(where, "told", one) for one in first.told()]
        asked = first.of(first.hidden)
        if how in UNTOLD and asked != second.of(first.hidden):
            leaks.append((where, "differs from an application that is not there"))
        leaks += [(where, words, answer) for words, answer in asked.items() if answer[:2] != (1, "")]
        leaks += [(where, words, answer[2]) for words, answer in asked.items() if MARK in answer[2]]
    return leaks


def in_files(pairs: Pairs, who: int) -> list[Any]:
    """Return the differences between letters and panel files somebody was given, in turn.

    What came before somebody stood aside is left out.
    """
    how, leaks = pairs.plan.how(who), []
    first, second = (Received(Viewer(one, one.person(who))) for one in pairs.both())
    lists = [one.received[who] for one in pairs.both()]
    assert [[one.suffix for one in files] for files in lists] == [[one.suffix for one in lists[0]]] * 2
    letters = [one for one in lists[0] if one.suffix == ".zgcpkg"]
    early = {"late": letters[:-1], "doubt": letters[:1], "declared": letters[:1]}.get(how, [])
    for left, right in zip(*lists, strict=True):
        if left.suffix == ".zgcpkg":
            if left not in early and (
                first.letter(left, how) != second.letter(right, how)
            ):
                leaks.append((who, how, left.name, first.letter(left, how), second.letter(right, how)))
        elif (how != "late" or "-1." not in left.name) and first.panel(left) != second.panel(right):
            leaks.append((who, how, left.name, first.panel(left), second.panel(right)))
    return leaks
