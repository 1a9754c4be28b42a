"""A small round of all three ways: M01-1 公开征集, M08-3 达标即享, M01-2 免申即享."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from services_harness import World, credit_code, new_world, record

from zgc_review.domain.rows import ApplicationRow
from zgc_review.intake.application_layout import application_layout, namelist_layout
from zgc_review.intake.lists import integrity_layout
from zgc_review.intake.roster_layout import roster_layout
from zgc_review.intake.workbooks import write_workbook
from zgc_review.services import appointing, following, gates, roster, sharing, taking_in, unscored_list
from zgc_review.services.appointing import Appointment
from zgc_review.services.gates_deciding import Decided, decide_gates

OPEN, QUALIFIED, LISTED = "M01-1", "M08-3", "M01-2"
MODES = {OPEN: "open_call", QUALIFIED: "on_qualification", LISTED: "no_application"}
WAN = 1_000_000  # 分
SETTINGS: dict[str, Any] = {
    "modes": MODES,
    "groups": [{"id": "G01", "sub_directions": [OPEN, QUALIFIED], "size": 5}],
    "grants": {QUALIFIED: {"ratio_bp": 3333, "cap_fen": 500 * WAN}, LISTED: {"cap_fen": 20 * WAN + 99}},
    "funds": {
        "F1": {"annual_fen": 5000 * WAN, "spent_before_fen": 100 * WAN},
        "F3": {"annual_fen": 1000 * WAN},
    },
}
ETHICS = dict.fromkeys(("ethics_humans", "ethics_animals", "ethics_other", "ethics_law"), False)


@dataclass
class GateWorld(World):
    """A round with the acts of a secretary who checks gates."""

    count: int = field(default=0)

    def copied(self, folder: Path) -> GateWorld:
        """Return the same world in a copy of its folder; the vaults of this one must be closed."""
        shutil.copytree(self.folder, folder)
        secretary, observer, *experts = (person.moved(folder) for person in self.everybody())
        settings = dict(self.settings)
        return GateWorld(folder, self.catalogue, secretary, observer, experts, settings, count=self.count)

    def take(self, records: Sequence[dict[str, Any]], without: Sequence[str] = ()) -> taking_in.TakenIn:
        """Take in applications with every required paper but those ``without``."""
        self.count += 1
        folder = self.folder / f"intake{self.count}"
        folder.mkdir()
        write_workbook(folder / "申报.xlsx", application_layout(self.catalogue, list(MODES)), records)
        for one in records:
            papers = folder / str(one["application_no"])
            papers.mkdir()
            for paper in self.catalogue.attachments_for(one["sub_direction"]):
                if paper.required and paper.id not in without:
                    (papers / f"{paper.id}.txt").write_text(f"{paper.zh}\n{one['unit_name']}\n", "utf-8")
        taken = taking_in.take_in(self.secretary.desk, self.secretary.round, folder)
        assert taken.blocked == (), taken.findings
        return taken

    def listing(self, *entries: dict[str, Any]) -> None:
        """Take in the 不良信用记录 list."""
        self.count += 1
        path = self.folder / f"不良信用记录{self.count}.xlsx"
        write_workbook(path, integrity_layout(), entries)
        taken = roster.take_integrity_list(self.secretary.desk, self.secretary.round, path)
        assert taken.blocked == 0, taken.findings

    def namelist(self, *rows: dict[str, Any], **options: bool) -> unscored_list.TakenNamelist:
        """Take in a 名单."""
        self.count += 1
        path = self.folder / f"名单{self.count}.xlsx"
        write_workbook(path, namelist_layout(self.catalogue, [LISTED]), rows)
        return unscored_list.take_namelist(self.secretary.desk, self.secretary.round, path, **options)

    def row(self, number: str) -> ApplicationRow:
        """Return an application of the secretary's vault."""
        with self.secretary.desk.vault.begin() as uow:
            found = uow.applications.by_number(self.secretary.round.round_id, number)
        assert found is not None
        return found

    def state(self, number: str) -> str:
        return self.row(number).state

    def answer(self, number: str, gate: str, answer: str, reason: str = "", evidence: str = "") -> Any:
        """Answer a gate as the secretary."""
        return gates.answer_gate(
            self.secretary.desk, self.secretary.round, number, gate, answer, reason, evidence
        )

    def lines(self, number: str) -> dict[str, Any]:
        """Return the gates of an application by id."""
        view = gates.view_gates(self.secretary.desk, self.secretary.round, number)
        return {line.gate.id: line for line in view.lines}

    def check_gates(self, *numbers: str) -> Decided:
        """Decide as the secretary."""
        return decide_gates(self.secretary.desk, self.secretary.round, numbers)

    def pass_common(self, number: str, *more: str) -> None:
        """Answer what the program leaves to a person, and ``more``, with yes."""
        for gate in ("CG09", "CG01", *more):
            self.answer(number, gate, "yes")

    def events(self) -> list[bytes]:
        """Return the round's log."""
        with self.secretary.desk.vault.begin() as uow:
            return [event.leaf for event in uow.events.all(self.secretary.round.round_id)]

    def acts(self) -> list[str]:
        """Return the acts of the round's log in order."""
        return [leaf.split(b'"', 4)[3].decode() for leaf in self.events()]


def open_record(n: int, **more: Any) -> dict[str, Any]:
    """Return an application of the open call that passes what the program can check."""
    sure = {"credit_report_clean": True, "duplicate_funding": False}
    return {**record(n), **ETHICS, **sure, "application_no": f"O-{n}", **more}


def qualified_record(n: int, **more: Any) -> dict[str, Any]:
    """Return an application of 达标即享 that passes what the program can check."""
    own = {
        "sub_direction": QUALIFIED,
        "application_no": f"Q-{n}",
        "unit_credit_code": credit_code(100 + n),
        "unit_name": f"北京䴉㕵孵化{n}号有限公司",
        "requested_amount": 400 * WAN,
        "audited_spending": 1000 * WAN + 1,
        "operating_since": "2020-01-01",
        "filing_no": "京科备〔2021〕1号",
        "incubation_proofs": ["agreement"],
    }
    unwanted = ("tech_field", "same_kind_support_2y")
    return {name: value for name, value in open_record(n, **own).items() if name not in unwanted} | more


def listed_row(n: int, **more: Any) -> dict[str, Any]:
    """Return a row of the 名单 that agrees and can be paid."""
    return {
        "sub_direction": LISTED,
        "unit_name": f"北京䴉㕵获奖{n}号有限公司",
        "unit_credit_code": credit_code(200 + n),
        "application_no": f"N-{n}",
        "title": f"获奖项目{n}",
        "answer": "agreed",
        "payee": f"收款{n}",
        "bank": "示例银行中关村支行",
        "account": f"62220000{n:04d}",
        "credit_report_clean": True,
    } | more


def listing_entry(**fields: Any) -> dict[str, Any]:
    """Return an entry of the 不良信用记录 list."""
    return {
        "name": "北京无关企业有限公司",
        "category": "科研失信",
        "decision_no": "京科信〔2024〕7号",
        "from": "2024-01-01",
    } | fields


def defined_world(folder: Path, **settings: Any) -> GateWorld:
    """Return a round in force of secretary and observer alone."""
    chosen = {**SETTINGS, **settings}
    base = new_world(folder, (), settings=chosen)
    world = GateWorld(folder, base.catalogue, base.secretary, base.observer, [], chosen)
    world.define()
    return world


def taken_world(folder: Path) -> GateWorld:
    """Return a round with four applications taken in and a 不良信用记录 list that concerns nobody."""
    world = defined_world(folder)
    world.take([open_record(1), open_record(2), qualified_record(1), qualified_record(2)])
    world.listing(listing_entry())
    return world


def seat(world: GateWorld) -> None:
    """Seat the experts in G01, obtain the consents, give the eligible applications to the group."""
    desk, row = world.secretary.desk, world.secretary.round
    people = [
        {
            "roster_no": f"E{n:03d}",
            "name": f"亓𠮷{n}",
            "roles": ["tech"],
            "employer": f"第{n}所",
            "consent": True,
        }
        for n in range(1, 6)
    ]
    path = world.folder / "名册.xlsx"
    write_workbook(path, roster_layout(world.catalogue), people)
    roster.take_roster(desk, row, path)
    seats = [
        Appointment(f"E{n:03d}", one.card.fingerprint, "G01", chair=n == 1, round_chair=n == 1)
        for n, one in enumerate(world.experts, 1)
    ]
    appointing.appoint(desk, row, seats)
    paths = sharing.publish_round(desk, row, world.folder / "v2")
    for person in (world.observer, world.experts[0]):
        person.row = following.follow_round(person.desk, paths, world.code(2))
        world.consent(person)
    taking_in.assign_groups(desk, row)


def check(world: GateWorld) -> None:
    """Take in and check: O-1 eligible, O-2 not, Q-1 met, Q-2 and Q-3 manual, N-1 listed, N-2 pending."""
    world.take([make(n) for make in (open_record, qualified_record) for n in (1, 2, 3)])
    world.listing(listing_entry())
    world.namelist(listed_row(1), listed_row(2, answer="pending"), listed_row(3, answer="declined"))
    for number in ("O-1", "O-2", "O-3", "Q-2", "Q-3"):
        world.pass_common(number)
    world.pass_common("Q-1", "M08-G3")
    world.answer("O-2", "CG08", "no", "区级已支持同一内容", "批复第2页")
    for number in ("N-1", "N-2"):
        world.answer(number, "M01-G6", "yes")
    world.check_gates()
