"""The roster of the sample: 25 experts who fit their seats and have no ties, others with planted ones."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from random import Random
from typing import Any, Final

from ui.cli.demo.people import People
from ui.cli.demo.projects import Project
from ui.cli.demo.sample_values import Planted, Seat
from ui.cli.demo.units import Unit, Units

Record = dict[str, Any]

#: Roles of each seat (P05): every measure of the group finds its places among them. The first one chairs.
SEATS: Final[Mapping[str, tuple[str, ...]]] = {
    "G01": (*("tech", "tech", "tech", "tech", "industry", "industry invest", "finance", "ip", "manage"),),
    "G02": (
        *("invest manage", "finance", "finance manage", "invest industry", "invest tech"),
        *("legal manage", "industry manage"),
    ),
    "G03": (
        *("tech legal", "tech ip", "tech", "tech industry", "tech manage"),
        *("industry invest", "industry invest", "manage legal", "finance"),
    ),
}
SEATED: Final = sum(len(seats) for seats in SEATS.values())
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
    "manage": (
        ("institute", "创新政策", "institute", "研究员"),
        ("university", "管理", "university", "教授"),
    ),
    "legal": (("law_firm", "", "agency", "律师"),),
    "ip": (("patent_firm", "", "agency", "专利代理师"),),
}


@dataclass(frozen=True, slots=True)
class Roster:
    """Records of 名册 in the order of their numbers, the seats among them, and what was planted."""

    records: tuple[Record, ...]
    seats: tuple[Seat, ...]
    planted: tuple[Planted, ...]


class RosterMaker:
    """Makes experts."""

    def __init__(self, rng: Random, units: Units, people: People) -> None:
        self._rng = rng
        self._units = units
        self._people = people

    def roster(self, count: int, projects: Sequence[Project]) -> Roster:
        """Return ``count`` experts in an order of chance; those with ties to ``projects`` have no seat."""
        rng = self._rng
        wanted = [
            (group, place, roles) for group, seats in SEATS.items() for place, roles in enumerate(seats)
        ]
        experts: list[tuple[Record, tuple[str, int] | None]] = [
            (self._expert(roles.split()), (group, place)) for group, place, roles in wanted
        ]
        every = sorted(_HOMES)
        while len(experts) < count:
            experts.append((self._expert(rng.sample(every, rng.randrange(1, 3))), None))
        rng.shuffle(experts)
        for number, (record, _) in enumerate(experts, 1):
            record["roster_no"] = f"Z2026-{number:04d}"
        planted = self._plant([record for record, seat in experts if seat is None], projects)
        return Roster(tuple(record for record, _ in experts), _seats(experts), planted)

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

    def _plant(self, free: list[Record], projects: Sequence[Project]) -> tuple[Planted, ...]:
        """Give experts without a seat one tie each, as far as there are enough of them."""
        planted = []
        for place, (record, (name, plant)) in enumerate(zip(free, _PLANTS, strict=False)):
            project = projects[place * 2 % len(projects)]
            code = plant(record, project)
            planted.append(Planted(name, f"{record['roster_no']} {project.number}", code))
        return tuple(planted)


def _seats(experts: Sequence[tuple[Record, tuple[str, int] | None]]) -> tuple[Seat, ...]:
    """Return the seats by group and place; the first seat of each group chairs, that of G01 the round."""
    found = sorted((seat, record) for record, seat in experts if seat is not None)  # seats are unique
    return tuple(
        Seat(
            group=group,
            expert_number=record["roster_no"],
            name=record["name"],
            organisation=record["employer"],
            chair=place == 0,
            round_chair=place == 0 and group == next(iter(SEATS)),
        )
        for (group, place), record in found
    )


def half_width(name: str) -> str:
    """Return a name as another office typed it: brackets of half width (rules §5: the same unit)."""
    return name.replace("（", "(").replace("）", ")")


def _former_employee(record: Record, project: Project) -> str:
    """R03 by name alone, with brackets of half width."""
    name = half_width(project.unit.name)
    record["employment"].append({"name": name, "from": "2019-03-01", "to": "2024-06-30"})
    return ""


def _no_consent(record: Record, _project: Project) -> str:
    """The expert does not take part."""
    record["consent"] = False
    return "intake.roster.consent"


def _colleague(record: Record, project: Project) -> str:
    """R02: employed by the applicant."""
    _employ(record, project.unit, "enterprise", "首席科学家")
    return ""


def _director(record: Record, project: Project) -> str:
    """R04: independent director until last year."""
    unit = project.unit
    post = {"name": unit.name, "credit_code": unit.code, "post": "独立董事"}
    record["positions"] = [{**post, "from": "2021-05-01", "to": "2025-04-30"}]
    return ""


def _supervisor(record: Record, project: Project) -> str:
    """R07: the leader was the expert's doctoral student long ago; there is no limit in years."""
    leader = project.record["project_leader"]
    record["academic_links"] = [
        {"name": leader["name"], "employer": leader["employer"], "kind": "student", "year": 1995}
    ]
    return ""


def _coauthor(record: Record, project: Project) -> str:
    """R08: a joint paper with a core member within three years."""
    member = project.record["team"][1]["member"]
    record["coworks"] = [
        {
            "name": member["name"],
            "employer": member["employer"],
            "kind": "paper",
            "title": f"{project.subject}可靠性研究",
            "date": "2025-03-18",
        }
    ]
    return ""


def _serviced(record: Record, project: Project) -> str:
    """R09: paid advice for the applicant within three years."""
    service = {"name": project.unit.name, "credit_code": project.unit.code, "kind": "coaching"}
    record["services"] = [{**service, "date": "2025-11-05"}]
    return ""


def _guide(record: Record, project: Project) -> str:
    """R12: wrote the guide of the measure."""
    record["prior_roles"] = [{"measure": project.words.id, "kind": "guide"}]
    return ""


def _excluded(record: Record, project: Project) -> str:
    """R14: the applicant asks for the expert's exclusion."""
    reason = "曾任职的机构与本单位在同一细分市场竞争"
    wish = {"name": record["name"], "employer": record["employer"], "reason": reason}
    project.record["excluded_experts"] = [wish]
    return ""


def _official(record: Record, _project: Project) -> str:
    """P06: staff of the competent authority may not review."""
    record["type"] = "competent_authority"
    record["post"] = "四级调研员"
    return ""


def _employ(record: Record, unit: Unit, type_: str, post: str) -> None:
    """Give the expert another employer."""
    record.update(employer=unit.name, employer_code=unit.code, type=type_, post=post)


_PLANTS: Final[tuple[tuple[str, Callable[[Record, Project], str]], ...]] = (
    ("half-width-brackets", _former_employee),
    ("no-consent", _no_consent),
    ("conflict-r04", _director),
    ("conflict-r07", _supervisor),
    ("conflict-r08", _coauthor),
    ("conflict-r14", _excluded),
    ("conflict-r02", _colleague),
    ("conflict-r09", _serviced),
    ("conflict-r12", _guide),
    ("official", _official),
)
