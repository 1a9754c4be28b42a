"""The roster of the sample: people without ties whom a draw can seat, and one person for each planted tie."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from random import Random
from typing import Any, Final

from ui.cli.demo.people import People
from ui.cli.demo.projects import Project
from ui.cli.demo.sample_ties import BRACKETED, PLANTS
from ui.cli.demo.sample_values import Planted
from ui.cli.demo.units import Units

Record = dict[str, Any]

#: Roles of the people in the roster, in turn: with them hardly any draw leaves a role place open (P05).
ROLES: Final = (
    *("tech industry manage", "tech ip industry", "tech finance manage", "tech industry invest"),
    *("tech legal manage", "invest finance manage", "finance industry invest", "finance legal tech"),
    *("invest industry legal", "invest tech finance", "industry tech finance", "tech ip invest"),
    *("tech industry legal", "tech manage ip", "invest legal manage", "tech invest ip"),
)
#: Who stands in the roster beside those with ties, at least: with them 25 seats and two alternates.
UNTIED: Final = 27
_EXPERTISE: Final = {
    "tech": ("集成电路与系统", "生物医学工程", "先进材料", "智能制造", "新能源系统", "人工智能"),
    "industry": ("产业研究", "供应链管理", "市场与推广"),
    "finance": ("财务审计", "预算与绩效评价"),
    "invest": ("早期投资", "产业基金"),
    "manage": ("科技政策", "园区运营", "项目管理"),
    "legal": ("公司与合规", "跨境法律"),
    "ip": ("专利分析", "知识产权运营"),
}
#: Kind of employer and of expert, by first role: (unit kind, trade, expert type, post).
_HOMES: Final = {
    "tech": (("university", "科技", "university", "教授"), ("institute", "技术物理", "institute", "研究员")),
    "industry": (
        ("association", "高端制造", "association", "秘书长"),
        ("stock", "产业", "enterprise", "总工程师"),
    ),
    "finance": (("agency", "", "agency", "注册会计师"), ("bank", "", "bank", "高级经济师")),
    "invest": (("investor", "", "investor", "合伙人"),),
}


@dataclass(frozen=True, slots=True)
class Roster:
    """Records of 名册 in the order of their numbers, and what was planted."""

    records: tuple[Record, ...]
    planted: tuple[Planted, ...]


class RosterMaker:
    """Makes experts."""

    def __init__(self, rng: Random, units: Units, people: People) -> None:
        self._rng = rng
        self._units = units
        self._people = people

    def roster(self, count: int, projects: Sequence[Project]) -> Roster:
        """Return ``count`` experts in an order of chance; some have one tie each to one of ``projects``.

        Without projects nobody has a tie.
        """
        experts = [self._expert(ROLES[place % len(ROLES)].split()) for place in range(count)]
        self._rng.shuffle(experts)
        for number, record in enumerate(experts, 1):
            record["roster_no"] = f"Z2026-{number:04d}"
        return Roster(tuple(experts), self._plant(experts, projects) if projects else ())

    def _expert(self, roles: list[str]) -> Record:
        """Return an expert without any tie to an applicant: all places and people are their own."""
        rng = self._rng
        kind, trade, type_, post = rng.choice(_HOMES[roles[0]])
        home, before = self._units.make(kind, trade), self._units.make(kind, trade)
        person = self._people.person(home)
        since = rng.randrange(2008, 2025)
        return {
            **{name: person[name] for name in ("name", "mobile_tail", "email", "birth_year")},
            "type": type_,
            "roles": roles,
            "employer": home.name,
            "employer_code": home.code,
            "employer_from": f"{since}-0{rng.randrange(1, 10)}-01",
            "post": post,
            "expertise": [rng.choice(_EXPERTISE[role]) for role in roles],
            "consent": True,
            "employment": [
                {
                    "name": before.name,
                    "credit_code": before.code,
                    "from": f"{since - rng.randrange(3, 7)}-07-01",
                    "to": f"{since - 1}-12-31",
                }
            ],
            "positions": [],
            "academic_links": self._links(),
            "coworks": [],
            "services": [],
            "prior_roles": [],
        }

    def _links(self) -> list[Record]:
        """Return a supervisor, a student or nobody, none of them in any application."""
        rng = self._rng
        if rng.random() < 0.4:
            return []
        school = self._units.make("university", "师范")
        kind, year = rng.choice((("supervisor", 1998), ("student", 2019)))
        link = {"name": self._people.name(), "employer": school.name, "kind": kind, "year": year}
        return [link]

    def _plant(self, experts: Sequence[Record], projects: Sequence[Project]) -> tuple[Planted, ...]:
        """Give every second expert one tie, each to another application as far as there are enough."""
        planted = []
        bracketed = [one for one in projects if one.unit.name != one.unit.name.replace("（", "")]
        for place, (name, plant) in enumerate(PLANTS.items()):
            record = experts[place * 2]
            project = projects[place % len(projects)]
            if name in BRACKETED:
                if not bracketed:
                    continue
                project = bracketed[0]
            code = plant(record, project)
            planted.append(Planted(name, f"{record['roster_no']} {project.number}", code))
        return tuple(planted)
