"""What happens in a random round: drawn once, then played with and without the hidden application."""

from __future__ import annotations

import random
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from services_harness import CRITERIA, SUB, record, roster_record

EXPERTS = 5
HOWS = ("desk", "ruled", "declared", "doubt", "late")
UNTOLD = frozenset({"desk", "ruled"})  # nothing of the application is ever in a file for them
# How the hidden application is closed to whom (0 is the chair); later seeds draw it.
# desk: known before packing. ruled: a doubt of the desk, ruled closed before packing.
# declared: after the letter. doubt: declared, waits for a ruling, then closed.
# late: after the panel file and the discussion.
FIRST: tuple[Mapping[int, str], ...] = (
    {0: "late", 2: "declared", 3: "ruled"},
    {0: "desk", 1: "doubt", 4: "late"},
)


@dataclass(frozen=True)
class Plan:
    """Everything that was drawn; applications go by their place in the call, from 1.

    Attributes:
        hidden: the application that is there in one of the two rounds.
        aside: who stands aside where, and how; the chair is 0.
        acting: who acts as chair on which application, where the chair stands aside.
    """

    seed: int
    count: int
    hidden: int
    settings: Mapping[str, Any]
    aside: Mapping[tuple[int, int], str]
    acting: Mapping[int, int]
    percents: Mapping[tuple[int, int], tuple[int, ...]]
    recommend: Mapping[tuple[int, int], str]
    discussed: frozenset[int]
    revised: Mapping[tuple[int, int], int]
    claimed: Mapping[int, int]
    voted: Mapping[tuple[int, int], str]

    def viewers(self) -> tuple[int, ...]:
        """Return who stands aside on the hidden application."""
        return tuple(sorted(who for who, n in self.aside if n == self.hidden))

    def how(self, who: int) -> str:
        """Return how the hidden application is closed to somebody."""
        return self.aside[who, self.hidden]

    def stands(self, who: int, n: int) -> bool:
        """Say whether somebody judges an application from the beginning."""
        return self.aside.get((who, n), "late") == "late"

    def others(self) -> tuple[int, ...]:
        """Return the applications that are in both rounds."""
        return tuple(n for n in range(1, self.count + 1) if n != self.hidden)

    def record_of(self, n: int) -> dict[str, Any]:
        """Return the record of an application; who is closed to by the desk stands in its team."""
        made = record(n)
        people = []
        for (who, place), how in self.aside.items():
            if place == n and how in UNTOLD:
                one = roster_record(who + 1)
                # Of somebody of the same name elsewhere nobody can say who it is (R15, level V).
                people.append(one if how == "desk" else {**one, "employer": f"㐆䴉同名者所在第{who}院"})
        team = [{"name": one["name"], "employer": one["employer"]} for one in people]
        made["team"] = [*made["team"], *({"member": one, "duty": "研发", "core": True} for one in team)]
        return made


def plan_of(seed: int) -> Plan:
    """Draw a plan; the same seed draws the same."""
    rng = random.Random(f"leak {seed}")
    count = rng.choice([3, 4, 5])
    hidden = rng.randint(1, count)
    closed = FIRST[seed] if seed < len(FIRST) else _drawn(rng)
    aside = {(who, hidden): how for who, how in closed.items()}
    rest = [n for n in range(1, count + 1) if n != hidden]
    for n in rest:
        if rng.random() < 0.5:
            aside[rng.randrange(1, EXPERTS), n] = "declared"
    is_next = closed.get(0) == "desk"
    acting, led = {}, rng.choice(rest)
    if not is_next:  # who stands aside on the hidden application acts as chair on another one
        aside = {(who, n): how for (who, n), how in aside.items() if n != led} | {(0, led): "declared"}
        acting[led] = next(who for who in range(1, EXPERTS) if who in closed)
    if 0 in closed:
        acting[hidden] = next(who for who in range(1, EXPERTS) if who not in closed)
    pairs = [(who, n) for n in range(1, count + 1) for who in range(EXPERTS)]
    budget = rng.choice([None, 200_000_000, 400_000_000])
    pool = {"id": "P1", "fund": "F1", "sub_directions": [SUB], "budget_fen": budget}
    settings = {
        "pools": [pool | {"rule": rng.choice(["strict", "skip"])}],
        "combine": rng.choice(["S01", "S02", "S04"]),
        "package_per": "expert" if seed % 2 == 0 else "panel",
        "acting_chair": "next" if is_next else "named",
        "min_effective": 2,
        "v_ruling": "secretary+observer",
    }
    return Plan(
        seed=seed,
        count=count,
        hidden=hidden,
        settings=settings,
        aside=aside,
        acting=acting,
        percents={pair: tuple(rng.randint(55, 95) for _ in CRITERIA) for pair in pairs},
        recommend={pair: rng.choice(["SUPPORT", "SUPPORT_IF_REVISED", "NOT_SUPPORT"]) for pair in pairs},
        discussed=frozenset({hidden} | {n for n in rest if rng.random() < 0.6}),
        revised={pair: rng.randint(60, 90) for pair in pairs if rng.random() < 0.2},
        claimed={n: rng.randrange(EXPERTS) for n in range(1, count + 1) if rng.random() < 0.4},
        voted={pair: rng.choice(["yes", "no", "no"]) for pair in pairs},
    )


def _drawn(rng: random.Random) -> Mapping[int, str]:
    """Draw to whom the hidden application is closed, at least to one who is not the chair."""
    closed = {rng.randrange(1, EXPERTS): rng.choice(HOWS)}
    for who in (0, rng.randrange(1, EXPERTS)):
        if rng.random() < 0.5:
            closed.setdefault(who, rng.choice([how for how in HOWS if who or how != "doubt"]))
    return closed
