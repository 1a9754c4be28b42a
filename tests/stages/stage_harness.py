"""A mid-term check or an acceptance on real vaults: the steps of other rounds, with the stage's rubric."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from services_harness import COMMENT, OVERALL, SUB, Person, World, new_world, record, roster_record
from sitting_harness import EXPLAINED, Sitting

from zgc_review.domain.bodies import SheetBody
from zgc_review.domain.results import Aggregate
from zgc_review.intake.templates import layouts
from zgc_review.intake.workbooks import write_workbook
from zgc_review.scoring import drafts
from zgc_review.seal.digits import digits_of
from zgc_review.services import aggregating, escrow, revising, rounds, sealing, sheets
from zgc_review.services.vetoes_signing import Evidence, claim_veto, vote_veto

# Totals of the five experts on the first, second and third project: 80, 65 and 50 after trimming (S01).
MARKS = ((74, 78, 80, 82, 88), (60, 63, 65, 67, 72), (40, 48, 50, 52, 58))
PROVEN = Evidence(None, None, "㐆䶮𠮷经核对原始凭证，与任务书不符")
PREFIX = {"midterm": "SM", "acceptance": "SA"}


def project(n: int) -> dict[str, Any]:
    """Return the record of one approved project; nothing in it speaks for a screening item."""
    own = {
        "contract_end": "2026-06-30",
        "months_overdue": 0,
        "months_stopped": 0,
        "target_completion": 9_500,
        "grant_received": 80_000_000,
        "grant_spent": 76_000_000,
    }
    return record(n) | own


class StageWorld(World):
    """A round of a stage; its workbook has the fields of the stage."""

    @property
    def stage(self) -> str:
        return str(self.settings["stage"])

    def copy(self, folder: Path) -> StageWorld:
        made = super().copy(folder)
        return StageWorld(
            made.folder, made.catalogue, made.secretary, made.observer, made.experts, made.settings,
            made.applications, self.fields,
        )  # fmt: skip

    def intake(self) -> Path:
        folder = self.folder / "intake"
        folder.mkdir(exist_ok=True)
        application, people, _, _ = layouts(self.catalogue, [SUB], self.stage)
        records = [self.fields(n) for n in range(1, self.applications + 1)]
        names = {column.path[0] for sheet in application.sheets for column in sheet.columns}
        write_workbook(folder / "申报.xlsx", application, [_only(one, names) for one in records])
        for one in records:
            papers = folder / str(one["application_no"])
            papers.mkdir(exist_ok=True)
            (papers / "验收报告.txt").write_text(f"{one['unit_name']} 任务完成情况\n" * 20, "utf-8")
        write_workbook(
            self.folder / "名册.xlsx", people, [roster_record(n) for n in range(1, len(self.experts) + 1)]
        )
        return folder


def _only(one: Mapping[str, Any], names: set[str]) -> dict[str, Any]:
    """Return the fields that the workbook of the stage has."""
    return {name: value for name, value in one.items() if name in names or name == "team"}


class StageSitting(Sitting):
    """A round of a stage whose sheets are being combined and discussed."""

    def claim(self, by: Person, item: str, n: int = 0, evidence: Evidence = PROVEN) -> None:
        """Raise an item and carry it to the secretary."""
        signed = claim_veto(by.desk, by.round, self.id(n), item, evidence, folder=self.folder())
        self.collect(signed.path)

    def vote(self, item: str, answers: Mapping[int, str], n: int = 0) -> None:
        """Let members, by place, vote on every claim of an item and carry the votes to the secretary."""
        self.letters()
        for place, answer in answers.items():
            who = self.member(place)
            signed = vote_veto(who.desk, who.round, self.id(n), item, answer, self.folder())
            self.collect(*(one.path for one in signed))

    def revise(self, person: Person, percent: int, n: int = 0) -> None:
        """Revise a sheet to one percent everywhere, and sign it."""
        revising.start_revision(person.desk, person.round, self.id(n), EXPLAINED)
        assert isinstance(self.world, StageWorld)
        fill(self.world, person, self.id(n), percent, phase="revision")
        sheets.lock(person.desk, person.round, [self.id(n)], "revision")

    def open_result(self) -> tuple[Path, sealing.Sealed]:
        """Seal, open with two officers and unpack; return the folder."""
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
        return folder, sealed

    def verify(self, folder: Path, sealed: sealing.Sealed | None = None) -> tuple[int, str]:
        """Run the independent verifier over an opened result; return its status and what it says."""
        verifier = self.world.folder / "zgc_verify.py"
        verifier.write_bytes(rounds.verifier_bytes())
        anchors = ["--round-code", self.world.code(1)]
        anchors += ["--log-head", digits_of(sealed.head.root)] if sealed is not None else []
        command = [sys.executable, "-I", "-S", str(verifier), str(folder), *anchors]
        done = subprocess.run(command, capture_output=True, check=False)
        return done.returncode, done.stdout.decode() + done.stderr.decode()

    def current(self) -> Aggregate:
        """Return the aggregate as it stands."""
        with self.secretary.desk.vault.begin() as uow:
            return aggregating.current_aggregate(uow, self.secretary.round)


def score(world: StageWorld, person: Person, marks: Callable[[int], int], recommend: str = "SUPPORT") -> None:
    """Declare none, fill every sheet with one percent for all criteria of the stage, lock."""
    world.declare_none(person)
    with person.desk.vault.begin() as uow:
        rows = uow.applications.all(person.round.round_id)
    for n, one in enumerate(rows):
        fill(world, person, one.application_id, marks(n), recommend)
    sheets.lock(person.desk, person.round, [one.application_id for one in rows])


def fill(
    world: StageWorld, person: Person, application: str, percent: int, recommend: str = "SUPPORT",
    phase: str = "initial",
) -> None:  # fmt: skip
    """Fill one draft of a phase in one change."""
    criteria = [one.id for one in world.catalogue.rubric(SUB, world.stage).criteria]

    def complete(body: SheetBody) -> SheetBody:
        for criterion in criteria:
            body = drafts.set_percent(body, criterion, percent)
            body = drafts.set_comment(body, criterion, COMMENT)
            body = drafts.set_floor_reason(body, criterion, COMMENT if percent < 60 else "")
        body = drafts.set_overall(body, OVERALL)
        body = drafts.set_recommendation(body, recommend)
        return drafts.set_integrity(body, False)

    sheets.edit(person.desk, person.round, application, "fill", complete, phase)


def locked(folder: Path, stage: str, marks: Sequence[Sequence[int]] = MARKS, **fields: Any) -> StageWorld:
    """Return a round of a stage whose sheets are all in; ``marks[n]`` are the totals on the n-th project."""
    count = len(marks[0])
    plain = new_world(folder, [f"亓𠮷{'子丑寅卯辰巳午'[n]}" for n in range(count)])
    given = {"stage": stage, **fields.pop("settings", {})}
    world = StageWorld(
        plain.folder, plain.catalogue, plain.secretary, plain.observer, plain.experts, given, len(marks),
        fields.pop("record", project),
    )  # fmt: skip
    world.define()
    world.seat()
    world.pack()
    for n, person in enumerate(world.experts):
        world.open(person, world.package)
        score(world, person, lambda place, n=n: marks[place][n])
        world.collect(world.give_back(person))
    return world


class StageBases:
    """Rounds by stage, each built once and copied."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._made: dict[str, StageWorld] = {}

    def copy(self, name: str, folder: Path) -> StageSitting:
        """Return a copy of a round: ``midterm`` or ``acceptance``, three projects at 80, 65 and 50."""
        if name not in self._made:
            world = locked(self._folder / name, name)
            world.close()
            self._made[name] = world
        return StageSitting(self._made[name].copy(folder))
