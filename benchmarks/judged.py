"""A round whose sheets are all in: filled at once, signed, packed and collected by the services."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from benchmarks.committee import Committee, Person
from benchmarks.crowd import bare_application
from zgc_review.domain.bodies import SheetBody, plain
from zgc_review.domain.rows import MessageRow, RoundRow
from zgc_review.domain.states import State
from zgc_review.scoring import drafts
from zgc_review.seal.manifest import Manifest
from zgc_review.seal.message import build
from zgc_review.services import (
    aggregating,
    collecting,
    declaring,
    deliberating,
    opening,
    packing,
    panel,
    returning,
    revising,
    rounds,
    sheets,
)
from zgc_review.services.declaring import newest_letter
from zgc_review.services.desk import Desk, the_round

GROUP = "G01"
_LETTER = "0" * 64
COMMENT = "有第三方检测报告和用户证明支撑，依据充分。"
OVERALL = "技术路线清楚，团队配置完整，市场前景较好，建议在合同中明确阶段指标与经费用途，并补充第三方检测。"


class Judged:
    """A committee with every sheet in and combined.

    Args:
        folder: is made.
        applications, experts: how many; every expert judges every application.
        sheets_in: else the experts have only opened the package.
    """

    def __init__(self, folder: Path, applications: int, experts: int, *, sheets_in: bool = True) -> None:
        self.folder = folder
        self.committee = Committee(folder, experts)
        self._files = 0
        secretary = self.committee.secretary
        row = secretary.row()
        suite = secretary.desk.suite
        with secretary.desk.vault.begin() as uow:
            for n in range(1, applications + 1):
                identity = suite.make_identity()
                one = replace(bare_application(row, n), recipient=suite.recipient_of(identity))
                uow.applications.add(replace(one, identity=identity))
            uow.commit()
        self.committee.seat()
        self._pack()
        for place, expert in enumerate(self.committee.experts):
            self._open(expert)
            if sheets_in:
                self._judge(expert, place)
        if sheets_in:
            aggregating.aggregate_round(secretary.desk, secretary.row())

    @property
    def chair(self) -> Person:
        """The chair of the group."""
        return self.committee.experts[0]

    def panel_file(self) -> Path:
        """Write the panel file for the chair."""
        secretary = self.committee.secretary
        code = self.chair.row().code or ""
        return panel.write_panel(secretary.desk, secretary.row(), GROUP, code, self._folder()).path

    def revise(self, percent: int) -> None:
        """Let the chair open the discussion of one application, and one expert revise the sheet."""
        secretary, chair, expert = self.committee.secretary, self.chair, self.committee.experts[1]
        with secretary.desk.vault.begin() as uow:
            first = uow.applications.all(the_round(uow).round_id)[0].application_id
        act = deliberating.open_discussion(chair.desk, chair.row(), first, self._folder())
        self._collect([act.path] if act.path is not None else [])
        self._pack(letters_only=True)
        self._open(expert)
        row = expert.row()
        revising.start_revision(expert.desk, row, first, "合议时听取了检测报告的说明，调整意见")
        self._fill(expert, row, [(first, percent)], "revision")
        sheets.lock(expert.desk, row, [first], "revision")
        self._give_back(expert)

    def _judge(self, expert: Person, place: int) -> None:
        """Declare, fill every sheet, lock, give back."""
        row = expert.row()
        for act in (declaring.pledge, declaring.answer_rest, declaring.declare):
            act(expert.desk, row)
        with expert.desk.vault.begin() as uow:
            names = [one.application_id for one in uow.applications.all(row.round_id)]
        marks = [(name, 61 + (n * 7 + place * 5) % 34) for n, name in enumerate(names)]
        self._fill(expert, row, marks, "initial")
        sheets.lock(expert.desk, row, names)
        self._give_back(expert)

    def _fill(self, expert: Person, row: RoundRow, marks: list[tuple[str, int]], phase: str) -> None:
        """Save a complete draft of each sheet in one transaction."""
        with expert.desk.vault.begin() as uow:
            state = rounds.state_of(uow, row)
            letter = newest_letter(uow, row).message_id
            known = {one.application_id: one for one in uow.applications.all(row.round_id)}
            for name, percent in marks:
                one = known[name]
                rubric = sheets.rubric_of(uow, state, one)
                before = sheets.draft_of(uow, row, one, phase) if phase == "revision" else None
                body = before or drafts.new_draft(name, one.version, letter)
                body = _filled(body, [criterion.id for criterion in rubric.criteria], percent)
                sheets.save_draft(uow, row, name, phase, "percent", body, expert.desk.clock.now())
            uow.commit()

    def _pack(self, *, letters_only: bool = False) -> None:
        secretary = self.committee.secretary
        order = packing.PackOrder(letters_only=letters_only)
        done = packing.pack(secretary.desk, secretary.row(), self._folder(), order)
        self._package = done[0].paths[0]

    def _open(self, expert: Person) -> None:
        opening.open_review(expert.desk, self._package, self.committee.round_code())

    def _give_back(self, expert: Person) -> None:
        files = returning.return_files(expert.desk, expert.row(), self._folder())
        self._collect([one.path for one in files])

    def _collect(self, paths: list[Path]) -> None:
        secretary = self.committee.secretary
        for arrival in collecting.collect(secretary.desk, secretary.row(), paths):
            if arrival.error is not None:
                raise arrival.error

    def _folder(self) -> Path:
        self._files += 1
        return self.folder / f"acts{self._files}"


def _filled(body: SheetBody, criteria: list[str], percent: int) -> SheetBody:
    """Return a sheet with everything a sheet needs."""
    for n, criterion in enumerate(criteria):
        body = drafts.set_percent(body, criterion, min(100, percent + n))
        body = drafts.set_comment(body, criterion, COMMENT)
    body = drafts.set_overall(body, OVERALL)
    body = drafts.set_recommendation(body, "SUPPORT")
    return drafts.set_integrity(body, found=False)


def combined(folder: Path, applications: int, experts: int) -> Committee:
    """Return a committee with every sheet in and combined; they were put into the secretary's vault at once.

    Nobody packed, opened or declared anything: with thousands of applications that takes an hour.
    """
    committee = Committee(folder, experts)
    desk, row = committee.secretary.desk, committee.secretary.row()
    with desk.vault.begin() as uow:
        for n in range(1, applications + 1):
            uow.applications.add(bare_application(row, n))
        uow.commit()
    committee.seat()
    with desk.vault.begin() as uow:
        state = rounds.state_of(uow, row)
        for n, one in enumerate(uow.applications.all(row.round_id)):
            rubric = sheets.rubric_of(uow, state, one)
            criteria = [criterion.id for criterion in rubric.criteria]
            for place, expert in enumerate(committee.experts):
                blank = drafts.new_draft(one.application_id, one.version, _LETTER)
                body = _filled(blank, criteria, 61 + (n * 7 + place * 5) % 34)
                body = drafts.lock(body, rubric, state.settings)
                uow.messages.add(_message(desk, row, expert, state.version_id, body))
            uow.applications.set_state(one.application_id, State.LOCKED.value, "")
        uow.commit()
    aggregating.aggregate_round(desk, row)
    return committee


def _message(desk: Desk, row: RoundRow, expert: Person, version: str, body: SheetBody) -> MessageRow:
    """Return a signed sheet as the secretary keeps it."""
    manifest = Manifest(
        suite=desk.suite.name,
        kind="sheet",
        round=row.round_id,
        round_version=version,
        sender=expert.card.card_id,
        slot=body.application,
        time=desk.clock.now(),
        body=plain(body),
    )
    signed = build(manifest, (), desk.suite, bytes.fromhex(expert.card.sign_secret))
    return MessageRow(
        message_id=signed.id,
        round_id=row.round_id,
        kind="sheet",
        sender=expert.card.card_id,
        slot=body.application,
        seq=1,
        prev=None,
        direction="in",
        payload=signed.carried(),
        at=manifest.time,
    )
