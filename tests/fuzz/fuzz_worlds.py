"""Small rounds of several sorts, seated and ready to be packed; all clocks are wilful."""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from services_harness import Person, World, new_world, roster_record

from zgc_review.domain.times import BEIJING
from zgc_review.services import appointing, drawing, drawing_seats, following, rounds, sharing, taking_in
from zgc_review.services.appointing import Appointment
from zgc_review.services.desk import Desk

SUB = "M01-1"
NAMES = tuple(f"亓𠮷{letter}" for letter in "子丑寅卯辰巳午未")
SORTS = ("one", "drawn", "parallel")


@dataclass
class WilfulClock:
    """A laptop's clock: it goes on, stands still, and is sometimes set to another day (acceptance S5)."""

    rng: random.Random
    at: datetime = field(default_factory=lambda: datetime(2026, 11, 23, 9, 0, 0, tzinfo=BEIJING))

    def now(self) -> str:
        if self.rng.random() < 0.01:
            self.at += timedelta(days=self.rng.choice([-2, -1, 1]))
        self.at += timedelta(seconds=self.rng.choice([0, 0, 1, 7]))
        return self.at.strftime("%Y-%m-%dT%H:%M:%S+08:00")


def settings_of(rng: random.Random) -> dict[str, Any]:
    """Return settings that a committee could choose."""
    pool = {
        "id": "P1",
        "fund": "F1",
        "sub_directions": [SUB],
        "budget_fen": rng.choice([None, 200_000_000, 1_000_000_000]),
        "rule": rng.choice(["strict", "skip"]),
    }
    return {
        "combine": rng.choice(["S01", "S01", "S02", "S04"]),
        "min_effective": rng.choice([2, 3]),
        "acting_chair": rng.choice(["named", "next"]),
        "v_ruling": rng.choice(["secretary+chair", "secretary+observer"]),
        "revisions_max": rng.choice([0, 1, 1]),
        "package_per": rng.choice(["panel", "expert"]),
        "vote_rule": rng.choice([None, [2, 3]]),
        "pools": [pool],
    }


def seated_world(folder: Path, sort: str, seed: int) -> World:
    """Return a round whose experts are seated and whose applications are assigned."""
    rng = random.Random(f"world {seed}")
    groups = [{"id": "G01", "sub_directions": [SUB], "size": 5}]
    people, applications = NAMES[:5], rng.choice([2, 3])
    if sort == "drawn":
        people = NAMES[:7]
    if sort == "parallel":
        people, applications = NAMES[:6], 4
        groups = [{"id": f"G0{n}", "sub_directions": [SUB], "size": 3} for n in (1, 2)]
    settings = {**settings_of(rng), "groups": groups}
    world = new_world(folder, experts=people, applications=applications, settings=settings)
    for n, person in enumerate(world.everybody()):
        person._desk = Desk(person.desk.vault, WilfulClock(random.Random(f"clock {seed} {n}")))
    world.define()
    world.take_in()
    {"one": world.appoint, "drawn": lambda: _draw(world), "parallel": lambda: _appoint_two(world)}[sort]()
    _agree(world)
    taking_in.assign_groups(world.secretary.desk, world.secretary.round)
    return world


def _appoint_two(world: World) -> None:
    """Seat three experts in each of two groups; the first chairs the first group and the round."""
    seats = [
        Appointment(
            f"E{n:03d}", one.card.fingerprint, f"G0{1 + n // 4}", chair=n in {1, 4}, round_chair=n == 1
        )
        for n, one in enumerate(world.experts, 1)
    ]
    appointing.appoint(world.secretary.desk, world.secretary.round, seats)


def _draw(world: World) -> None:
    """Draw five of seven; the first drawn chairs."""
    desk, row = world.secretary.desk, world.secretary.round
    drawing.begin(desk, row, size_reason="规模按规则确定")
    drawing.say_words(desk, row, "secretary", "中关村 西山")
    drawing.say_words(desk, row, "observer", "立冬 2026 梧桐")
    draw = drawing.run(desk, row).draw
    with desk.vault.begin() as uow:
        numbers = {one.expert_id: one.number for one in uow.experts.all(row.round_id)}
    cards = {
        str(roster_record(n)["roster_no"]): one.card.fingerprint for n, one in enumerate(world.experts, 1)
    }
    drawing_seats.appoint_drawn(desk, row, cards, {"G01": numbers[draw.seated("G01")[0]]})


def _agree(world: World) -> None:
    """Observer and round chair follow the chain and consent to the version that seats everybody."""
    paths = sharing.publish_round(world.secretary.desk, world.secretary.round, world.folder / "v2")
    with world.secretary.desk.vault.begin() as uow:
        waiting = rounds.waiting_for(uow, world.secretary.round)
    assert waiting is not None
    for code in waiting[1]:
        person = next(one for one in world.everybody() if _code_in(world, one) == code)
        person.row = following.follow_round(person.desk, paths, world.code(2))
        world.consent(person)


def _code_in(world: World, person: Person) -> str | None:
    """Return the code that the newest version gives somebody's card."""
    with world.secretary.desk.vault.begin() as uow:
        owner = rounds.acting_state(uow, world.secretary.round).owner(person.card.card_id)
    return owner.code if owner is not None else None
