"""A round with the hidden application and the same round without it, of one base: ids and keys agree."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

from leak_plan import EXPERTS, Plan
from leak_round import PlacedSitting, Round
from services_harness import World, new_world

from zgc_review.services import roster, taking_in

NAMES = tuple(f"亓𠮷{letter}" for letter in "子丑寅卯辰")


class Pairs:
    """Plays both rounds of a plan, in step."""

    def __init__(self, plan: Plan, folder: Path) -> None:
        base = _base(plan, folder / "base")
        base.close()
        self.plan = plan
        self.rounds = tuple(_round(plan, base, folder / name) for name in ("with", "without"))

    def play(self, *steps: Callable[[Round], None]) -> None:
        """Play steps in both rounds."""
        for one in self.rounds:
            for step in steps:
                step(one)

    def close(self) -> None:
        """Close every vault."""
        for one in self.rounds:
            one.world.close()

    def both(self) -> Iterator[Round]:
        """Yield the round with the application, then the one without."""
        yield from self.rounds


def _base(plan: Plan, folder: Path) -> World:
    """Return a round with its seats and all applications but the hidden one."""
    world = new_world(folder, NAMES, settings=dict(plan.settings), applications=EXPERTS)
    world.define()
    _take_in(world, plan, plan.others())
    roster.take_roster(world.secretary.desk, world.secretary.round, world.folder / "名册.xlsx")
    world.appoint()
    world.agree()
    return world


def _round(plan: Plan, base: World, folder: Path) -> Round:
    """Return a copy of the base, with the hidden application or without; everything is assigned."""
    world = base.copy(folder)
    desk, row = world.secretary.desk, world.secretary.round
    if folder.name == "with":
        _take_in(world, plan, (plan.hidden,))
    taking_in.admit(desk, row, (), "材料齐全")
    taking_in.assign_groups(desk, row)
    with desk.vault.begin() as uow:
        ids = {int(one.number[-4:]): one.application_id for one in uow.applications.all(row.round_id)}
    assert sorted(ids) == sorted({*plan.others(), *((plan.hidden,) if folder.name == "with" else ())})
    for person in world.experts:
        person.code = ""
    return Round(plan, PlacedSitting(world, ids), ids, {})


def _take_in(world: World, plan: Plan, places: tuple[int, ...]) -> None:
    """Take in some applications of the call, and nothing else."""
    world.applications = len(places)
    world.fields = lambda n: plan.record_of(places[n - 1])
    shutil.rmtree(world.folder / "intake", ignore_errors=True)
    (world.folder / "名册.xlsx").unlink(missing_ok=True)
    taken = taking_in.take_in(world.secretary.desk, world.secretary.round, world.intake())
    assert taken.blocked == (), taken.findings
