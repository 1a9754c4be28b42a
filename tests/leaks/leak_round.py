"""A random round played with and without one application: nothing else differs, ids and keys included."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from leak_plan import EXPERTS, HOWS, UNTOLD, Plan
from services_harness import CRITERIA, Person, World
from sitting_harness import CONFLICT, DOUBT, GROUP, Sitting

from zgc_review.domain.bodies import SheetBody
from zgc_review.scoring import drafts
from zgc_review.services import (
    acks,
    conflict_desk,
    deciding,
    deliberating,
    opening,
    panel,
    panel_taking,
    panel_view,
    revising,
    ruling_signing,
    screening,
    sheets,
    tables_out,
)
from zgc_review.services.acting_naming import name_acting_chair
from zgc_review.services.chair_list import chair_list
from zgc_review.services.conflict_desk_findings import desk_findings
from zgc_review.services.declaring import GivenAnswer
from zgc_review.services.deliberating_opinions import OpinionText, sign_opinion, vote_opinion
from zgc_review.services.deliberating_signing import SignedAct
from zgc_review.services.late_conflict import declare_late
from zgc_review.services.vetoes_signing import Evidence, claim_veto, vote_veto

MARK = "䶮𠅤"  # begins every text that somebody writes about an application; no shipped text holds it


def said(n: int, who: int, what: str) -> str:
    """Return a text about an application that stands nowhere else."""
    return f"{MARK}第{n}号{who}{what}：技术路线清楚，团队配置完整，市场前景较好，建议写明阶段指标与经费用途。"


class PlacedSitting(Sitting):
    """A sitting whose applications go by their place in the call, from 1."""

    def __init__(self, world: World, ids: Mapping[int, str]) -> None:
        super().__init__(world)
        self._placed = ids

    def id(self, n: int = 1) -> str:
        """Return the id of an application by place."""
        return self._placed[n]


@dataclass
class Round:
    """One of the two rounds.

    Attributes:
        ids: application ids by place in the call, also of the hidden one where it is there.
        received: files that somebody was given, by place.
        known: how somebody may stand aside by now.
    """

    plan: Plan
    sitting: Sitting
    ids: Mapping[int, str]
    received: dict[int, list[Path]]
    known: frozenset[str] = frozenset({*HOWS} - {"late"})

    @property
    def world(self) -> World:
        return self.sitting.world

    def has(self, n: int) -> bool:
        """Say whether an application is in this round."""
        return n in self.ids

    def person(self, who: int) -> Person:
        """Return an expert by place; the chair is 0."""
        return self.world.experts[who]

    def chair_of(self, n: int) -> Person:
        """Return who speaks as chair of an application."""
        return self.person(self.plan.acting.get(n, 0))

    # -- up to the lock

    def open(self) -> None:
        """Look for conflicts, name who acts, pack; everybody opens and declares."""
        secretary = self.world.secretary
        screening.screen(secretary.desk, secretary.round)
        self._decide_conflicts()
        if not self.is_next:
            for n in self._closed_to_chair({"desk", "ruled"}):
                self._name_acting(n)
        for (who, n), how in self.plan.aside.items():
            if how == "ruled" and self.has(n):
                self._rule(who, n, "R15")
        self._pack()
        for who, person in enumerate(self.world.experts):
            self.sitting.declare(person, self._declared(who, {"declared", "doubt"}))

    def score(self) -> None:
        """Everybody locks what is open, and returns; what waits for a ruling is closed."""
        for who, person in enumerate(self.world.experts):
            mine = [n for n in sorted(self.ids) if self.plan.stands(who, n)]
            for n in mine:
                self._fill(person, n, who, self.plan.percents[who, n])
            sheets.lock(person.desk, person.round, [self.ids[n] for n in mine])
            self.sitting.give_back(person)
        for (who, n), how in self.plan.aside.items():
            if how == "doubt" and self.has(n):
                self._rule(who, n, "R12")
        for n in self._closed_to_chair({"declared", *UNTOLD} if self.is_next else {"declared"}):
            self._name_acting(n)

    @property
    def is_next(self) -> bool:
        """Whether who acts is computed; the secretary tells it once everybody declared."""
        return self.plan.settings["acting_chair"] == "next"

    def _decide_conflicts(self) -> None:
        """Confirm what was planned, dismiss the rest."""
        desk, row = self.world.secretary.desk, self.world.secretary.round
        planned = {
            (f"E{who + 1:03d}", n): ("recuse" if how == "desk" else "refer")
            for (who, n), how in self.plan.aside.items()
            if how in UNTOLD and self.has(n)
        }
        places = {application: n for n, application in self.ids.items()}
        with desk.vault.begin() as uow:
            numbers = {one.expert_id: one.number for one in uow.experts.all(row.round_id)}
            due = [one for one in desk_findings(uow, row) if one.is_due]
        met = set()
        for one in due:
            pair = (numbers[one.row.expert_id], places[one.row.application_id])
            conflict_desk.decide(desk, row, one.row.finding_id, planned.get(pair, "dismiss"), "核对过")
            met |= {pair} & planned.keys()
        assert met == planned.keys(), "a planned conflict was not found"

    def _pack(self, **order: Any) -> None:
        """Pack, and let everybody open the own package."""
        stick = self.world.folder / "stick"
        before = set(stick.glob("*")) if stick.is_dir() else set()
        self.world.pack(**order)
        made = sorted(set(stick.glob("*.zgcpkg")) - before)
        for who, person in enumerate(self.world.experts):
            path = made[0] if len(made) == 1 else next(one for one in made if self.code(who) in one.name)
            if order:
                person.row = opening.open_review(person.desk, path, None).row
            else:
                opened = opening.open_review(person.desk, path, self.world.code(2))
                person.row, person.code = opened.row, opened.row.code or ""
                if who in self.plan.viewers():  # the others read nothing here
                    opening.fetch_documents(person.desk, opened.row, path)
            self.received.setdefault(who, []).append(path)

    def letters(self) -> None:
        """Let new letters tell everybody what happened."""
        self._pack(letters_only=True)

    def code(self, who: int) -> str:
        """Return somebody's code, before the own program knows it."""
        card = self.person(who).card.card_id
        with self.world.secretary.desk.vault.begin() as uow:
            seats = {one.card_id: one.code for one in uow.seats.all(self.world.secretary.round.round_id)}
        return seats[card]

    def _declared(self, who: int, hows: set[str]) -> dict[int, list[GivenAnswer]]:
        """Return what somebody declares, by place."""
        answers = {"declared": [CONFLICT], "doubt": [DOUBT]}
        return {
            n: answers[how]
            for (one, n), how in self.plan.aside.items()
            if one == who and how in hows and self.has(n)
        }

    def _closed_to_chair(self, hows: set[str]) -> list[int]:
        return [n for (who, n), how in self.plan.aside.items() if who == 0 and how in hows and self.has(n)]

    def _name_acting(self, n: int) -> None:
        """Let secretary and chair name who acts; by the settings ``next`` the secretary tells it."""
        code = self.code(self.plan.acting[n])
        if self.is_next:
            gone = {who for (who, place), how in self.plan.aside.items() if place == n and how in self.known}
            may = [who for who in range(1, EXPERTS) if who not in gone]
            code = min(self.code(who) for who in may)
        for one in (self.world.secretary,) if self.is_next else (self.world.secretary, self.person(0)):
            acts = name_acting_chair(one.desk, one.round, code, [self.ids[n]], self.sitting.folder())
            self.sitting.hand_in(*acts)
        if self.is_next:
            place = next(who for who in range(EXPERTS) if self.code(who) == code)
            self.plan = replace(self.plan, acting={**self.plan.acting, n: place})

    def _rule(self, who: int, n: int, rule: str) -> None:
        """Let secretary and observer rule that a doubt closes."""
        for one in (self.world.secretary, self.world.observer):
            sign = ruling_signing.sign_ruling
            code = self.code(who)
            done = sign(one.desk, one.round, self.ids[n], code, rule, "closed", self.sitting.folder())
            self.sitting.collect(done.path)

    def _fill(
        self, person: Person, n: int, who: int, percents: tuple[int, ...], phase: str = "initial"
    ) -> None:
        """Fill one draft with texts of its own."""

        def complete(body: SheetBody) -> SheetBody:
            for criterion, percent in zip(CRITERIA, percents, strict=True):
                body = drafts.set_percent(body, criterion, percent)
                body = drafts.set_comment(body, criterion, said(n, who, criterion))
                if percent < 60:
                    body = drafts.set_floor_reason(body, criterion, said(n, who, "低分理由"))
            body = drafts.set_overall(body, said(n, who, "总评"))
            body = drafts.set_recommendation(body, self.plan.recommend[who, n])
            return drafts.set_integrity(body, False)

        sheets.edit(person.desk, person.round, self.ids[n], "fill", complete, phase)

    # -- the sitting

    def combine(self) -> None:
        """Aggregate; chair and acting chairs take their files, also who is closed to something later."""
        self.sitting.aggregate()
        self.panels()

    def panels(self) -> None:
        """Write and take the file of the chair and of each acting chair who has one."""
        secretary = self.world.secretary
        for who in sorted({0, *(who for n, who in self.plan.acting.items() if self.is_led_by(n, who))}):
            person = self.person(who)
            folder = self.sitting.folder()
            path = panel.write_panel(secretary.desk, secretary.round, GROUP, person.code, folder).path
            panel_taking.take_panel(person.desk, person.round, path)
            self.received.setdefault(who, []).append(path)

    def is_led_by(self, n: int, who: int) -> bool:
        """Say whether an acting chair may act on an application by now."""
        return self.has(n) and (who, n) != (0, n) and bool(self._acts_now(n))

    def _acts_now(self, n: int) -> bool:
        secretary, slot = self.world.secretary, f"acting:{self.ids[n]}"
        with secretary.desk.vault.begin() as uow:
            return bool(uow.messages.find(secretary.round.round_id, "consent", slot=slot))

    def leader(self, n: int) -> Person:
        """Return who leads an application at this moment."""
        return self.chair_of(n) if n in self.plan.acting and self._acts_now(n) else self.person(0)

    def discuss(self) -> None:
        """Open, claim, revise, vote, agree: what the plan drew, on every application there is."""
        acts: list[SignedAct] = []
        for n, application in sorted(self.ids.items()):
            chair = self.leader(n)
            if n in self.plan.discussed or self._floors(chair, n):
                folder = self.sitting.folder()
                acts.append(deliberating.open_discussion(chair.desk, chair.round, application, folder))
            claimant = self.plan.claimed.get(n)
            if claimant is not None and self.plan.stands(claimant, n):
                one, evidence = self.person(claimant), Evidence(None, None, said(n, claimant, "证据"))
                folder = self.sitting.folder()
                acts.append(claim_veto(one.desk, one.round, application, "CV01", evidence, folder=folder))
            text = OpinionText(said(n, 9, "优势"), said(n, 9, "不足"), said(n, 9, "建议"))
            folder = self.sitting.folder()
            acts.append(sign_opinion(chair.desk, chair.round, application, text, folder))
        self.sitting.hand_in(*acts)
        self.letters()
        for who, person in enumerate(self.world.experts):
            for n in sorted(self.ids):
                if self.plan.stands(who, n):
                    self._answer(who, person, n)
            self.sitting.give_back(person)

    def _answer(self, who: int, person: Person, n: int) -> None:
        """Revise, vote on a veto, agree or dissent."""
        application = self.ids[n]
        if (who, n) in self.plan.revised and n in self.plan.discussed:
            percents = tuple(self.plan.revised[who, n] for _ in CRITERIA)
            revising.start_revision(person.desk, person.round, application, said(n, who, "修改理由"))
            self._fill(person, n, who, percents, "revision")
            sheets.lock(person.desk, person.round, [application], "revision")
        if n in self.plan.claimed and self.plan.stands(self.plan.claimed[n], n):
            vote_veto(person.desk, person.round, application, "CV01", self.plan.voted[who, n])
        dissents = self.plan.voted[who, n] == "no" and who % 2 == 1
        if self.leader(n) is not person:
            answer, text = ("dissent", said(n, who, "不同意见")) if dissents else ("agree", "")
            vote_opinion(person.desk, person.round, application, answer, text)

    def _floors(self, chair: Person, n: int) -> bool:
        view = panel_view.show_panel(chair.desk, chair.round, GROUP)
        return any("floor" in one.line.discuss for one in view.lines if one.line.application == self.ids[n])

    def recuse_late(self) -> None:
        """Let those declare who find out only now; the chair's application gets an acting chair."""
        for (who, n), how in self.plan.aside.items():
            if how == "late":
                self.received[who] = []  # what came before is known
            if how == "late" and self.has(n):
                person = self.person(who)
                declare_late(person.desk, person.round, self.ids[n], CONFLICT)
                self.sitting.give_back(person)
        self.known = frozenset(HOWS)
        led = {n for n, who in self.plan.acting.items() if self.plan.aside.get((who, n)) == "late"}
        for n in sorted((led & self.ids.keys()) | {*self._closed_to_chair({"late"})}):
            self._name_acting(n)

    # -- decisions

    def decide(self) -> None:
        """Let every chair sign what the own program proposes, and confirm."""
        for who in sorted({0, *(who for n, who in self.plan.acting.items() if self.has(n))}):
            person = self.person(who)
            view = panel_view.show_panel(person.desk, person.round, GROUP)
            with person.desk.vault.begin() as uow:
                listed = tables_out.decision_list(uow, person.round, view.aggregate, GROUP)
            path = self.sitting.folder() / "list.csv"
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(listed)
            vetoed = {one.line.application for one in view.lines if any(v.is_established for v in one.vetoes)}
            rows = [
                tables_out.DecisionRow(one.application, "VETOED", None) if one.application in vetoed else one
                for one in tables_out.read_decisions(path)
            ]
            self.sitting.collect(
                *deciding.sign_decisions(person.desk, person.round, rows, self.sitting.folder())
            )
        assert self.sitting.confirm() == (len(self.ids), 0)

    def listed_for_chair(self) -> str:
        """Return the list of decisions that the secretary hands to the chair."""
        secretary = self.world.secretary
        with secretary.desk.vault.begin() as uow:
            return chair_list(uow, secretary.round, GROUP).content.decode("utf-8-sig")

    def acknowledge(self, answer: str) -> None:
        """Write acks; everybody is given the own one, and takes it later."""
        secretary = self.world.secretary
        paths = acks.acknowledge(secretary.desk, secretary.round, self.sitting.folder(), answer)
        for who, person in enumerate(self.world.experts):
            self.received[who] += [path for path in paths if path.name.startswith(f"{person.code}-")]

    def seal(self) -> None:
        """Seal; the acks say what was counted."""
        self.world.seal()
        self.acknowledge("counted")
