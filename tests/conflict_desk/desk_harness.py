"""A secretary's round with roster entries and applications put straight into the vault."""

from __future__ import annotations

import shutil
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from services_harness import SUB, Person, World, new_world

from zgc_review.domain.ids import new_id
from zgc_review.domain.rows import ApplicationRow, ExpertRow
from zgc_review.services import conflict_desk, screening
from zgc_review.services.conflict_desk_findings import DeskFinding, desk_findings
from zgc_review.services.desk import Desk

APPLICANT = "北京䴉㕵科技有限公司"
CODE = "91110108MAXXXX015B"
SETTINGS: dict[str, Any] = {
    "modes": {SUB: "open_call", "M04-1": "open_call"},
    "groups": [{"id": "G01", "sub_directions": [SUB, "M04-1"], "size": 7}],
}


@dataclass
class Office:
    """The secretary's desk with what it holds; ids by number."""

    world: World
    experts: dict[str, str] = field(default_factory=dict)
    applications: dict[str, str] = field(default_factory=dict)

    @property
    def secretary(self) -> Person:
        return self.world.secretary

    @property
    def desk(self) -> Desk:
        return self.secretary.desk

    @property
    def row(self) -> Any:
        return self.secretary.round

    def expert(self, number: str = "E001", **record: Any) -> str:
        """Put a roster entry, new or changed, and return its id."""
        expert_id = self.experts.setdefault(number, new_id())
        given = {"name": "亓𠮷子", "consent": True, "roles": ["tech"], "employer": "䲜䴉研究院", **record}
        with self.desk.vault.begin() as uow:
            uow.experts.put(ExpertRow(expert_id, self.row.round_id, number, given))
            uow.commit()
        return expert_id

    def application(self, number: str = "A-1", sub: str = SUB, state: str = "ELIGIBLE", **record: Any) -> str:
        """Put an application, new or changed, and return its id."""
        leader = {"name": "逄䶮甲", "employer": APPLICANT}
        given = {
            "application_no": number,
            "sub_direction": sub,
            "unit_name": APPLICANT,
            "unit_credit_code": CODE,
            "project_leader": leader,
            "contact": leader,
            "legal_representative": leader,
            "team": [{"member": leader, "core": True}],
            "requested_amount": 100_000_000,
            **record,
        }
        known = number in self.applications
        application_id = self.applications.setdefault(number, new_id())
        row = ApplicationRow(
            application_id, self.row.round_id, number, sub, None, state, "", given, "0" * 64, None, None
        )
        with self.desk.vault.begin() as uow:
            if known:
                uow.applications.update(row, self.desk.clock.now())
            else:
                uow.applications.add(row)
            uow.commit()
        return application_id

    def screen(self) -> screening.Screened:
        return screening.screen(self.desk, self.row)

    def found(self) -> list[DeskFinding]:
        """Screen, and return the findings that stand now."""
        self.screen()
        return [one for one in self.all() if one.is_current]

    def all(self) -> tuple[DeskFinding, ...]:
        with self.desk.vault.begin() as uow:
            return desk_findings(uow, self.row)

    def rules(self) -> list[tuple[str, str]]:
        """Screen, and return rule and level of what stands, sorted."""
        return sorted((one.row.rule, one.row.level) for one in self.found())

    def decide(self, finding: DeskFinding, act: Any, reason: str = "") -> DeskFinding:
        return conflict_desk.decide(self.desk, self.row, finding.row.finding_id, act, reason)

    def leaves(self) -> list[bytes]:
        """Return the events of the round."""
        with self.desk.vault.begin() as uow:
            return [one.leaf for one in uow.events.all(self.row.round_id)]

    def reopened(self) -> Office:
        """Close the vault; it is opened again when next used."""
        self.world.close()
        return self

    def copied(self, folder: Path) -> Office:
        """Return the same office in a copy of its folder; its vaults must be closed."""
        shutil.copytree(self.world.folder, folder)
        secretary, observer = self.world.secretary.moved(folder), self.world.observer.moved(folder)
        world = World(folder, self.world.catalogue, secretary, observer, [], dict(self.world.settings))
        return Office(world, dict(self.experts), dict(self.applications))


def new_office(folder: Path, **settings: Any) -> Office:
    """Return a defined round without roster and applications."""
    world = new_world(folder, experts=(), settings={**SETTINGS, **settings})
    world.define()
    return Office(world)
