"""A group in its sitting: the steps between the lock and the seal, on real vaults."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, Literal

from services_forgery import Forger
from services_harness import COMMENT, CRITERIA, OVERALL, Marks, Person, World, level, new_world

from zgc_review.domain.bodies import (
    ConsentBody,
    SheetBody,
)
from zgc_review.domain.results import Aggregate, ApplicationLine
from zgc_review.domain.rows import ApplicationRow
from zgc_review.errors import ReviewError
from zgc_review.scoring import drafts
from zgc_review.seal.digits import digits_of
from zgc_review.services import (
    aggregating,
    collecting,
    deciding,
    declaring,
    deliberating,
    escrow,
    opening,
    panel,
    panel_taking,
    panel_view,
    revising,
    rounds,
    sheets,
    voiding,
)
from zgc_review.services.acting_naming import name_acting_chair
from zgc_review.services.consents import consent_slot
from zgc_review.services.declaring import GivenAnswer
from zgc_review.services.deliberating_signing import SignedAct
from zgc_review.services.members import recusal_lines
from zgc_review.services.tables_out import DecisionRow
from zgc_review.services.voiding_values import earlier_values

CONFLICT = GivenAnswer("R06", "yes", "负责人是近亲属")
DOUBT = GivenAnswer("R12", "yes", "参与编制过申报指南")
GROUP = "G01"
EXPLAINED = "合议时听取了检测报告的说明，调整意见"


def refused(act: Callable[[], object]) -> str:
    """Return the code with which an act is refused."""
    try:
        act()
    except ReviewError as fault:
        return fault.code
    raise AssertionError("it was not refused")


class Sitting:
    """A round whose sheets are being combined and discussed."""

    def __init__(self, world: World) -> None:
        self.world = world
        self._files = 0
        self._ids: list[str] = []

    # -- people and applications

    @property
    def secretary(self) -> Person:
        return self.world.secretary

    @property
    def chair(self) -> Person:
        """Chair of the only group, and round chair."""
        return self.world.experts[0]

    def member(self, n: int) -> Person:
        """Return the n-th expert, the chair being 0."""
        return self.world.experts[n]

    def id(self, n: int = 0) -> str:
        """Return the id of the n-th application by number."""
        if not self._ids:
            self._ids = self.world.ids()
        return self._ids[n]

    def application(self, n: int = 0) -> ApplicationRow:
        """Return the n-th application as the secretary holds it."""
        application = self.id(n)
        with self.secretary.desk.vault.begin() as uow:
            found = uow.applications.get(application)
        assert found is not None
        return found

    def own(self, person: Person, n: int = 0) -> ApplicationRow:
        """Return the n-th application as a member holds it."""
        application = self.id(n)
        with person.desk.vault.begin() as uow:
            found = uow.applications.get(application)
        assert found is not None
        return found

    # -- steps

    def folder(self) -> Path:
        """Return a new folder for files."""
        self._files += 1
        return self.world.folder / f"acts{self._files}"

    def aggregate(self) -> Aggregate:
        """Combine what is locked."""
        return aggregating.aggregate_round(self.secretary.desk, self.secretary.round)

    def line(self, n: int = 0) -> ApplicationLine:
        """Return the line of the n-th application as it stands."""
        with self.secretary.desk.vault.begin() as uow:
            result = aggregating.current_aggregate(uow, self.secretary.round)
        return next(one for one in result.applications if one.application == self.id(n))

    def collect(self, *paths: Path | None) -> list[collecting.Arrival]:
        """Let the secretary collect files; every one must be taken."""
        arrivals = self.world.collect([path for path in paths if path is not None])
        assert {one.outcome for one in arrivals} <= {"new", "duplicate"}, arrivals
        return list(arrivals)

    def refusal(self, *paths: Path | None) -> str:
        """Let the secretary collect files of which the first is refused; return the code."""
        arrival = self.world.collect([path for path in paths if path is not None])[0]
        assert arrival.error is not None, arrival
        return arrival.error.code

    def hand_in(self, *acts: SignedAct) -> None:
        """Carry signed acts to the secretary."""
        self.collect(*(act.path for act in acts))

    def give_back(self, person: Person) -> None:
        """Let a member return everything and the secretary collect it."""
        self.collect(*self.world.give_back(person))

    def letters(self, *people: Person) -> None:
        """Pack new letters and let people open them; everybody, unless named."""
        meant = people or tuple(self.world.experts)
        self.world.pack(letters_only=True, codes=tuple(one.code for one in meant))
        for person in meant:
            person.row = opening.open_review(person.desk, self.world.package, None).row

    def panel_file(self, reader: Person | None = None) -> Path:
        """Write the panel file of the group for somebody."""
        code = (reader or self.chair).code
        secretary = self.secretary
        return panel.write_panel(secretary.desk, secretary.round, GROUP, code, self.folder()).path

    def take(self, person: Person, path: Path) -> panel_taking.TakenPanel:
        """Let somebody take a panel file."""
        return panel_taking.take_panel(person.desk, person.round, path)

    def panel(self, reader: Person | None = None) -> panel_view.PanelView:
        """Write the panel file for somebody, let it be taken, and return the view."""
        reader = reader or self.chair
        self.take(reader, self.panel_file(reader))
        return self.view(reader)

    def view(self, reader: Person | None = None) -> panel_view.PanelView:
        """Return what a reader of a panel file sees."""
        reader = reader or self.chair
        return panel_view.show_panel(reader.desk, reader.round, GROUP)

    def name_acting(self, person: Person, n: int = 0, *, by: tuple[int, ...] = (-1, 0)) -> None:
        """Let secretary (-1) and members name who acts as chair on the n-th application."""
        for place in by:
            one = self.secretary if place < 0 else self.member(place)
            acts = name_acting_chair(one.desk, one.round, person.code, [self.id(n)], self.folder())
            self.hand_in(*acts)

    def discuss(self, n: int = 0, by: Person | None = None) -> None:
        """Let the chair open discussion, and tell everybody by letter."""
        by = by or self.chair
        self.hand_in(deliberating.open_discussion(by.desk, by.round, self.id(n), self.folder()))
        self.letters()

    def revise(self, person: Person, percent: int, n: int = 0) -> None:
        """Revise a sheet to one percent everywhere, and sign it."""
        revising.start_revision(person.desk, person.round, self.id(n), EXPLAINED)
        fill(person, self.id(n), level(percent)(0), phase="revision")
        sheets.lock(person.desk, person.round, [self.id(n)], "revision")

    def decide(self, *decisions: str, by: Person | None = None) -> list[Path]:
        """Let the chair sign a decision for each application, as suggested where nothing is given."""
        by = by or self.chair
        rows = []
        with self.secretary.desk.vault.begin() as uow:
            result = aggregating.current_aggregate(uow, self.secretary.round)
        by_id = {line.application: line for line in result.applications}
        for n, application in enumerate(self.world.ids()):
            if application in by_id:
                given = decisions[n] if n < len(decisions) else by_id[application].suggestion
                if given:
                    rows.append(DecisionRow(application, given, None))
        return list(deciding.sign_decisions(by.desk, by.round, rows, self.folder()))

    def confirm(self) -> tuple[int, int]:
        """Confirm the decisions."""
        return deciding.confirm_decisions(self.secretary.desk, self.secretary.round)

    def declare(self, person: Person, given: dict[int, list[GivenAnswer]]) -> None:
        """Pledge where that was not done, and declare; what is not given is none."""
        with person.desk.vault.begin() as uow:
            pledged = declaring.has_pledged(uow, person.round)
        if not pledged:
            declaring.pledge(person.desk, person.round)
        for n, answers in given.items():
            declaring.answer(person.desk, person.round, self.id(n), answers)
        declaring.answer_rest(person.desk, person.round)
        declaring.declare(person.desk, person.round)

    def forge(self, person: Person, body: ConsentBody, **manifest: Any) -> Path:
        """Write an act that an honest program would not sign."""
        forger = Forger(self.world, person)
        message = forger.message("consent", consent_slot(body), body, **{"seq": 40, **manifest})
        self._files += 1
        return forger.write(message, f"forged{self._files}.zgccons")

    def scores(self, person: Person) -> list[Path]:
        """Let a member return everything, and name the score file."""
        return [path for path in self.world.give_back(person) if path.suffix == ".zgcscore"]

    def void(
        self, n: int, *, by: tuple[int, ...] = (-1, 0), ground: Literal["conflict", "integrity"] = "conflict"
    ) -> str:
        """Let secretary (-1) and members declare a sheet on the first application void; return its id."""
        code, application = self.member(n).code, self.application()
        with self.secretary.desk.vault.begin() as uow:
            row = self.secretary.round
            state = rounds.state_of(uow, row)
            sheet = voiding.sheet_to_void(uow, row, state, application, code, "initial")
        for place in by:
            person = self.secretary if place < 0 else self.member(place)
            signed = voiding.sign_void(
                person.desk, person.round, self.id(0), code, sheet, ground, self.folder()
            )
            self.collect(signed.path)
        return sheet

    def recusals(self, n: int) -> list[tuple[int, str, str]]:
        """Return place of the application, rule and decision of a member's recusal lines."""
        places = {self.id(place): place for place in range(len(self.world.ids()))}
        with self.secretary.desk.vault.begin() as uow:
            row = self.secretary.round
            lines = recusal_lines(uow, row, rounds.state_of(uow, row))
        code = self.member(n).code
        return [(places[one.application], one.rule, one.decision) for one in lines if one.code == code]

    def earlier(self, n: int = 0) -> list[tuple[int | None, str]]:
        """Return the values that counted before late changes, with their causes."""
        application = self.id(n)
        with self.secretary.desk.vault.begin() as uow:
            found = earlier_values(uow, self.secretary.round).get(application, ())
        return [(one.value, one.cause) for one in found]

    # -- the result

    def verified(self) -> str:
        """Seal, open with two officers, and return what the independent verifier says; it must agree."""
        world = self.world
        sealed = world.seal()
        words, recipient = [], ""
        for person, code in ((world.secretary, "秘书01"), (world.observer, "监督01")):
            share = escrow.words_of_share(
                person.desk, next((world.folder / "shares").glob(f"*-{code}.zgcshare"))
            )
            words.append(share.words)
            recipient = share.recipient
        opened = escrow.open_result(world.secretary.desk.suite, sealed.result, tuple(words), recipient)
        folder = self.folder()
        escrow.unpack(opened, folder)
        verifier = world.folder / "zgc_verify.py"
        verifier.write_bytes(rounds.verifier_bytes())
        anchors = ["--round-code", world.code(1), "--log-head", digits_of(sealed.head.root)]
        command = [sys.executable, "-I", "-S", str(verifier), str(folder), *anchors]
        done = subprocess.run(command, capture_output=True, check=False)
        said = done.stdout.decode() + done.stderr.decode()
        assert done.returncode == 0, said
        counted = world.acknowledge("counted")
        assert all(one.missing == () for one in counted.values())
        return said


def locked(
    folder: Path,
    marks: Sequence[Marks],
    given: dict[int, dict[int, list[GivenAnswer]]] | None = None,
    silent: int | None = None,
    **fields: Any,
) -> World:
    """Return a round whose sheets are all in: the n-th expert writes ``marks[n]``.

    ``given``: what the n-th expert declares, by application. ``silent``: who keeps the own files.
    """
    names = [f"亓𠮷{'子丑寅卯辰巳午'[n]}" for n in range(len(marks))]
    world = new_world(folder, names, **fields)
    world.define()
    world.seat()
    world.pack()
    sitting = Sitting(world)
    for n, (person, percents) in enumerate(zip(world.experts, marks, strict=True)):
        world.open(person, world.package)
        sitting.declare(person, (given or {}).get(n, {}))
        with person.desk.vault.begin() as uow:
            rows = uow.applications.all(person.round.round_id)
        open_ones = [one for one in rows if one.state == "OPEN"]
        for one in open_ones:
            fill(person, one.application_id, percents(rows.index(one)))
        sheets.lock(person.desk, person.round, [one.application_id for one in open_ones])
        if n != silent:
            world.collect(world.give_back(person))
    return world


class Bases:
    """Rounds by name, each built once and copied.

    five: five experts, three applications, totals 62, 66, 70, 74, 78 and one apart on the first.
    aside: the same, the chair recused on the first application.
    next: as aside, with ``acting_chair`` next.
    doubt: the same as five, the second expert waits for a ruling on the first application.
    watched: as doubt, secretary and observer rule.
    equal: five experts, three applications, the second and third equal in everything.
    short: the same as five, the last expert has returned nothing.
    three: three experts, one application, 90, 80, 70, ``min_effective`` 2 (acceptance A2).
    fixed: the same, and no revisions.
    low: three experts, one application, 50 each: below every floor.
    apart: five experts, one application, 70, 72, 74, 76 and 45, which deviates (S07).
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._made: dict[str, World] = {}

    def copy(self, name: str, folder: Path) -> Sitting:
        """Return a copy of a round."""
        if name not in self._made:
            world = self._build(name, self._folder / name)
            world.close()
            self._made[name] = world
        return Sitting(self._made[name].copy(folder))

    def _build(self, name: str, folder: Path) -> World:
        if name in {"three", "fixed", "low"}:
            marks = [level(50)] * 3 if name == "low" else [level(90), level(80), level(70)]
            settings = {"min_effective": 2, "revisions_max": int(name == "three")}
            return locked(folder, marks, settings=settings, applications=1)
        if name == "apart":
            return locked(folder, [level(total) for total in (70, 72, 74, 76, 45)], applications=1)
        if name == "equal":
            return locked(folder, [_paired(base) for base in (62, 66, 70, 74, 78)])
        totals = [62, 66, 70, 74, 78]
        marks = [_stepped(base) for base in totals]
        chairs = {0: {0: [CONFLICT]}}
        doubts = {1: {0: [DOUBT]}}
        declared = {"aside": chairs, "next": chairs, "doubt": doubts, "watched": doubts}
        given = declared.get(name, {})
        fixed = {"next": {"acting_chair": "next"}, "watched": {"v_ruling": "secretary+observer"}}
        settings = fixed.get(name, {})
        return locked(folder, marks, given, silent=4 if name == "short" else None, settings=settings)


def _paired(base: int) -> Marks:
    """Return level marks: the first application apart, all others the same."""
    return lambda n: level(base + (0 if n else 8))(n)


def _stepped(base: int) -> Marks:
    """Return level marks that rise by two with each application."""
    return lambda n: level(base + 2 * n)(n)


def fill(
    person: Person,
    application: str,
    percents: Sequence[int],
    phase: str = "initial",
    recommend: str = "SUPPORT_IF_REVISED",
) -> None:
    """Fill one draft of a phase completely in one change."""

    def complete(body: SheetBody) -> SheetBody:
        for criterion, percent in zip(CRITERIA, percents, strict=True):
            body = drafts.set_percent(body, criterion, percent)
            body = drafts.set_comment(body, criterion, COMMENT)
            body = drafts.set_floor_reason(body, criterion, COMMENT if percent < 60 else "")
        body = drafts.set_overall(body, OVERALL)
        body = drafts.set_recommendation(body, recommend)
        return drafts.set_integrity(body, False)

    sheets.edit(person.desk, person.round, application, "fill", complete, phase)
