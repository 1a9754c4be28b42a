"""The same round with and without one application, on which somebody stands aside (acceptance C7)."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from services_harness import Person, level, new_world, record, roster_record
from sitting_harness import CONFLICT, Sitting, fill

from zgc_review.services import (
    appointing,
    conflict_desk,
    deciding,
    deliberating,
    following,
    rounds,
    screening,
    sharing,
    sheets,
    taking_in,
)
from zgc_review.services.acting_naming import name_acting_chair
from zgc_review.services.appointing import Appointment
from zgc_review.services.conflict_desk_findings import desk_findings
from zgc_review.services.deliberating_opinions import OpinionText, sign_opinion
from zgc_review.services.tables_out import DecisionRow
from zgc_review.services.vetoes_signing import Evidence, claim_veto

Viewer = Literal["expert", "chair", "acting"]
How = Literal["found", "declared"]
NAMES = ("亓𠮷子", "亓𠮷丑", "亓𠮷寅", "亓𠮷卯", "亓𠮷辰")
# Runs of rare characters that stand in the hidden application alone.
TITLE, UNIT_TAIL, PERSON, PAPER = "𬭸㺬隐匿课题", "䶰㐁", "逄㒷隐", "𪚥㐂秘密正文"


@dataclass(frozen=True)
class Plan:
    """What is drawn of a round: everything but whether the hidden application is there.

    Attributes:
        numbers: of the applications; ``hidden`` and ``led`` are among them.
        viewer: who is conflicted on ``hidden``: a plain expert, the chair, or who acts as chair on ``led``.
        how: found by the secretary before packing, or declared by the viewer after opening.
        marks: percent by expert and number.
    """

    seed: int
    numbers: tuple[int, ...]
    hidden: int
    led: int
    viewer: Viewer
    how: How
    settings: dict[str, Any]
    marks: dict[tuple[int, int], int]

    @property
    def place(self) -> int:
        """Place of the viewer among the experts; 0 is the chair."""
        return 0 if self.viewer == "chair" else 2


def drawn_plan(seed: int, viewer: Viewer, how: How) -> Plan:
    """Return a random plan."""
    rng = random.Random(f"leak {seed} {viewer} {how}")
    numbers = tuple(sorted(rng.sample(range(1, 30), rng.choice([3, 4]))))
    hidden, led = rng.sample(numbers, 2)
    pool = {
        "id": "P1",
        "fund": "F1",
        "sub_directions": ["M01-1"],
        "budget_fen": rng.choice([None, 250_000_000]),
        "rule": rng.choice(["strict", "skip"]),
    }
    settings = {
        "package_per": "expert",
        "pools": [pool],
        "min_effective": 2,
        "combine": rng.choice(["S01", "S02", "S04"]),
        "acting_chair": rng.choice(["named", "next"]) if viewer != "acting" else "named",
        "groups": [{"id": "G01", "sub_directions": ["M01-1"], "size": len(NAMES)}],
    }
    # Few values, so that ties and flags occur.
    marks = {(k, n): rng.choice([45, 62, 70, 70, 78, 95]) for k in range(len(NAMES)) for n in numbers}
    return Plan(seed, numbers, hidden, led, viewer, how, settings, marks)


class LeakRound:
    """One of the two rounds of a plan."""

    def __init__(self, plan: Plan, folder: Path, *, with_hidden: bool) -> None:
        self.plan, self.with_hidden = plan, with_hidden
        self.numbers = tuple(n for n in plan.numbers if with_hidden or n != plan.hidden)
        self.world = new_world(
            folder,
            experts=NAMES,
            applications=len(self.numbers),
            settings=plan.settings,
            fields=lambda place: self._record(self.numbers[place - 1]),
        )
        self.sitting = Sitting(self.world)

    @property
    def viewer(self) -> Person:
        return self.world.experts[self.plan.place]

    def person(self, k: int) -> Person:
        return self.world.experts[k]

    def id(self, number: int) -> str:
        return self.world.ids()[self.numbers.index(number)]

    def _record(self, number: int) -> dict[str, Any]:
        """Return an application; the hidden one is of the viewer's own employer."""
        found = record(number)
        if number != self.plan.hidden:
            return found
        person = {"name": PERSON, "employer": found["unit_name"]}
        found |= {"title": TITLE, "unit_name": found["unit_name"] + UNIT_TAIL}
        found |= {"legal_representative": person, "project_leader": person, "contact": person}
        found["team"] = [{"member": person, "duty": "研发", "core": True}]
        if self.plan.how == "found":
            found["unit_name"] = roster_record(self.plan.place + 1)["employer"]
        return found

    # -- the round, stage by stage

    def seat(self) -> None:
        """Take in, screen, seat under fixed codes, name acting chairs."""
        world, desk, row = self.world, self.world.secretary.desk, None
        world.define()
        row = world.secretary.round
        world.take_in()
        screening.screen(desk, row)
        with desk.vault.begin() as uow:
            found = [one.row.finding_id for one in desk_findings(uow, row) if one.is_due]
            people = {one.number: one.expert_id for one in uow.experts.all(row.round_id)}
        assert len(found) == (self.with_hidden and self.plan.how == "found")
        for finding in found:
            conflict_desk.decide(desk, row, finding, "recuse")
        seats = [
            Appointment(f"E{n:03d}", one.card.fingerprint, "G01", chair=n == 1, round_chair=n == 1)
            for n, one in enumerate(world.experts, 1)
        ]
        dealt = {people[f"E{n:03d}"]: f"专家{n:02d}" for n in range(1, len(NAMES) + 1)}
        appointing.appoint(desk, row, seats, dealt)
        paths = sharing.publish_round(desk, row, world.folder / "v2")
        for person in (world.observer, world.experts[0]):
            person.row = following.follow_round(person.desk, paths, world.code(2))
            world.consent(person)
        taking_in.assign_groups(desk, row)
        if self.with_hidden and self.plan.how == "found" and self.plan.viewer == "chair":
            self.act(self.plan.hidden, 3)

    def act(self, number: int, k: int) -> None:
        """Let secretary and chair name an acting chair; by ``next`` the lowest code it is."""
        world = self.world
        if self.plan.settings["acting_chair"] == "next":
            k = 1
        for who in (world.secretary, world.experts[0]):
            if who is world.secretary or self.plan.settings["acting_chair"] == "named":
                signed = name_acting_chair(
                    who.desk, who.round, f"专家{k + 1:02d}", [self.id(number)], self.sitting.folder()
                )
                self.sitting.collect(*(one.path for one in signed))

    def pack_and_open(self) -> None:
        """One package per expert, each opened by its reader."""
        world = self.world
        world.pack()
        for k, person in enumerate(world.experts, 1):
            found = [
                path for path in (world.folder / "stick").glob("*.zgcpkg") if f"专家{k:02d}" in path.name
            ]
            world.open(person, max(found, key=lambda path: path.stat().st_mtime_ns))

    def declare(self) -> None:
        """Declare: the viewer what is hidden, the chair what the acting viewer leads."""
        for k, person in enumerate(self.world.experts):
            given: dict[int, list[Any]] = {}
            if k == self.plan.place and self.with_hidden and self.plan.how == "declared":
                given[self.numbers.index(self.plan.hidden)] = [CONFLICT]
            if k == 0 and self.plan.viewer == "acting":
                given[self.numbers.index(self.plan.led)] = [CONFLICT]
            self.sitting.declare(person, given)

    def score(self) -> None:
        """Score what is open, return, collect."""
        for k, person in enumerate(self.world.experts):
            with person.desk.vault.begin() as uow:
                rows = uow.applications.all(person.round.round_id)
            done = []
            for one in rows:
                if one.state == "OPEN":
                    number = int(one.number.removeprefix("ZGC-"))
                    fill(person, one.application_id, level(self.plan.marks[k, number])(0))
                    done.append(one.application_id)
            sheets.lock(person.desk, person.round, done)
            self.sitting.give_back(person)

    def combine(self) -> None:
        """Combine; acting chairs are named, panel files written and taken."""
        if self.plan.viewer == "acting":
            self.act(self.plan.led, self.plan.place)
        if self.with_hidden and self.plan.viewer == "chair" and self.plan.how == "declared":
            self.act(self.plan.hidden, 3)
        self.sitting.aggregate()
        self.letters()
        self.panels()

    def chairs(self) -> dict[int, Person]:
        """Return who speaks as chair, by number."""
        found = dict.fromkeys(self.numbers, self.person(0))
        if self.plan.viewer == "acting":
            found[self.plan.led] = self.viewer
        if self.with_hidden and self.plan.viewer == "chair":
            found[self.plan.hidden] = self.person(1 if self.plan.settings["acting_chair"] == "next" else 3)
        return found

    def panels(self) -> None:
        """Write and take the panel file of everybody who speaks as chair."""
        for person in {id(one): one for one in self.chairs().values()}.values():
            self.sitting.take(person, self.sitting.panel_file(person))

    def letters(self) -> None:
        """New letters for everybody, opened."""
        world = self.world
        world.pack(letters_only=True)
        for k, person in enumerate(world.experts, 1):
            found = [
                path
                for path in (world.folder / "stick").glob("*-letters.zgcpkg")
                if f"专家{k:02d}" in path.name
            ]
            world.open(person, max(found, key=lambda path: path.stat().st_mtime_ns))

    def sit(self) -> None:
        """Discuss everything, claim a veto and agree on an opinion everywhere, revise here and there."""
        rng = random.Random(f"sit {self.plan.seed}")
        drawn = {n: (rng.random() < 0.7, rng.randrange(1, 5), rng.random() < 0.5) for n in self.plan.numbers}
        for number, chair in self.chairs().items():
            is_open, _, _ = drawn[number]
            if is_open or self._floor(number):
                self._hand(
                    lambda out, c=chair, n=number: deliberating.open_discussion(
                        c.desk, c.round, self.id(n), out
                    )
                )  # type: ignore[misc]
            text = OpinionText(f"第{number}号优势", "不足", "建议")
            self._hand(
                lambda out, c=chair, n=number, t=text: sign_opinion(c.desk, c.round, self.id(n), t, out)
            )  # type: ignore[misc]
        for number in self.numbers:
            _, k, claims = drawn[number]
            who = self.person(k)
            own = self.own(who, number)
            if claims and own is not None and own.state == "LOCKED":
                evidence = Evidence(None, None, f"第{number}号存疑")
                self._hand(
                    lambda out, w=who, n=number, e=evidence: claim_veto(
                        w.desk, w.round, self.id(n), "CV01", e, folder=out
                    )
                )  # type: ignore[misc]
        self.letters()
        for number in self.numbers:
            who = self.person(4)
            own = self.own(who, number)
            if drawn[number][0] and own is not None and own.state == "LOCKED":
                self.sitting.revise(who, 74, self.numbers.index(number))
        self.sitting.give_back(self.person(4))
        self.letters()
        self.panels()

    def _floor(self, number: int) -> bool:
        line = self.sitting.line(self.numbers.index(number))
        return "floor" in line.discuss

    def own(self, person: Person, number: int) -> Any:
        """Return an application as somebody's vault holds it."""
        with person.desk.vault.begin() as uow:
            return uow.applications.get(self.id(number))

    def _hand(self, act: Callable[[Path], Any]) -> None:
        self.sitting.hand_in(act(self.sitting.folder()))

    def decide(self) -> None:
        """Decide as suggested, confirm, seal, acknowledge."""
        for number, chair in self.chairs().items():
            line = self.sitting.line(self.numbers.index(number))
            rows = [DecisionRow(line.application, line.suggestion, None)]
            self.sitting.collect(*_decisions(chair, rows, self.sitting.folder()))
        self.sitting.confirm()
        self.world.seal()
        self.world.acknowledge("counted")


def _decisions(chair: Person, rows: list[DecisionRow], folder: Path) -> list[Path]:

    return list(deciding.sign_decisions(chair.desk, chair.round, rows, folder))


__all__ = ["PAPER", "PERSON", "TITLE", "LeakRound", "Plan", "drawn_plan", "rounds"]
