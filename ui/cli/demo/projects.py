"""Sample applications: who applies for what, and the record that the workbook 申报 holds."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random
from typing import Any, Final

from ui.cli.demo import words_f1, words_f2, words_f3, words_f4, words_f5
from ui.cli.demo.particulars import AMOUNTS, particulars
from ui.cli.demo.people import RAREST, People
from ui.cli.demo.units import Unit, Units
from ui.cli.demo.words import Direction, MeasureWords

WAN: Final = 1_000_000  # 1 万元 in 分
CALL_YEAR: Final = 2026
WORDS: Final = tuple(
    words for part in (words_f1, words_f2, words_f3, words_f4, words_f5) for words in part.MEASURES
)
_OPENED: Final = date(2026, 6, 30)  # last day for applications
_TECHNICAL: Final = (
    *(
        "总体技术与进度",
        "关键单元设计",
        "工艺与试制",
        "测试与验证",
        "市场与用户协调",
        "质量与标准",
        "财务与合规",
        "知识产权",
    ),
)
_FINANCIAL: Final = (
    *(
        "总体负责",
        "投资与授信决策",
        "尽职调查",
        "投后与贷后管理",
        "风险与合规",
        "财务核算",
        "信息系统",
        "客户服务",
    ),
)
_BUILDING: Final = (
    *(
        "总体负责",
        "规划与建设",
        "招商与产业服务",
        "设施运营",
        "财务与投资控制",
        "安全与环保",
        "信息化",
        "政策与合规",
    ),
)
_HOSTING: Final = (
    *("总体负责", "学术与内容", "境外联络", "组织与安全", "成果对接", "财务与票据", "宣传出版", "培训与志愿"),
)
_DUTIES: Final = {
    **dict.fromkeys(("M04", "M05", "M06"), _FINANCIAL),
    **dict.fromkeys(("M07", "M08"), _BUILDING),
    "M13": _HOSTING,
}
_POSTS: Final = ("董事长", "董事", "监事", "总经理", "财务负责人")
#: Kinds of applicants that have shareholders.
_COMPANIES: Final = frozenset(
    ("enterprise", "bank", "fund_manager", "park_developer", "park_operator", "university_park", "incubator")
)


@dataclass(frozen=True, slots=True)
class Project:
    """One application of the sample.

    Attributes:
        number: 申报编号. words, direction: what its papers say. unit: the applicant.
        subject, title: what it is about. record: field ids to values, as the workbook writer takes them.
        partners, agency: other organisations named.
    """

    number: str
    words: MeasureWords
    direction: Direction
    unit: Unit
    subject: str
    title: str
    record: dict[str, Any]
    partners: tuple[Unit, ...]
    agency: Unit

    def text(self, pattern: str) -> str:
        """Fill a text of the words with this project."""
        return pattern.format(
            unit=self.unit.name, brand=self.unit.brand, subject=self.subject, title=self.title
        )

    @property
    def folder(self) -> str:
        """Name of its folder of documents."""
        return f"{self.number} {self.unit.name}"


def directions() -> tuple[Direction, ...]:
    """Return the sub-directions of the sample's open call, in the catalogue's order."""
    return tuple(direction for words in WORDS for direction in words.directions)


class Projects:
    """Makes applications, the measures in turn."""

    def __init__(self, rng: Random, units: Units, people: People) -> None:
        self._rng = rng
        self._units = units
        self._people = people
        self._made = 0
        self._agencies = [units.make("agency") for _ in range(6)]

    def several(self, count: int) -> Iterator[Project]:
        """Yield ``count`` applications, spread evenly over the measures and their sub-directions."""
        for index in range(count):
            turn, place = divmod(index, len(WORDS))
            words = WORDS[place]
            direction = words.directions[turn % len(words.directions)]
            yield self.make(words, direction, f"ZGC{CALL_YEAR}-{words.id}-{turn + 1:03d}")

    def make(self, words: MeasureWords, direction: Direction, number: str) -> Project:
        """Return one application."""
        rng = self._rng
        self._made += 1
        kind = "bracketed" if direction.kind == "enterprise" and self._made % 4 == 1 else direction.kind
        unit = self._units.make(kind, rng.choice(direction.trades))
        subject, field = rng.choice(direction.subjects)
        title = rng.choice(direction.titles).format(brand=unit.brand, subject=subject)
        partners, agency = self._partners(words.id), rng.choice(self._agencies)
        duties = _DUTIES.get(words.id, _TECHNICAL)
        record = {
            "application_no": number,
            "sub_direction": direction.id,
            "title": title,
            **self._unit_fields(words.id, unit),
            **self._people_fields(duties, unit, partners),
            **self._bond_fields(duties, unit, partners, agency),
            **self._money_fields(words.id, unit),
            **self._pledge_fields(unit, field),
        }
        record.update(particulars(direction.id, record, rng, self._units))
        return Project(number, words, direction, unit, subject, title, record, partners, agency)

    def _partners(self, measure: str) -> tuple[Unit, ...]:
        """Return partner organisations: a consortium needs academic ones (M02-G2)."""
        kinds = ["university", "institute", "enterprise"] if measure == "M02" else []
        kinds = kinds or self._rng.choice(([], ["university"], ["institute", "enterprise"]))
        trades = {"university": "理工", "institute": "应用技术", "enterprise": "系统工程"}
        return tuple(self._units.make(kind, trades[kind]) for kind in kinds)

    def _unit_fields(self, measure: str, unit: Unit) -> dict[str, Any]:
        """Return what the form says of the applicant."""
        rng = self._rng
        young = measure == "M01"
        founded = date(2020 if young else 2006, 2, 1) + timedelta(days=rng.randrange(900 if young else 4000))
        staff = rng.randrange(28, 96) if young else rng.randrange(60, 640)
        found: dict[str, Any] = {
            "unit_name": unit.name,
            "unit_credit_code": unit.code,
            "entity_kind": unit.kind,
            "is_legal_person": True,
            "registration_place": "zgc_park" if rng.random() < 0.8 else "beijing_other",
            "sub_park": unit.park,
            "registration_date": founded.isoformat(),
            "registered_capital": rng.randrange(12, 90) * 100 * WAN,
            "employees_year_end": staff,
            "rd_staff": staff * rng.randrange(45, 75) // 100,
            "hightech_kind": "none",
        }
        if unit.kind == "enterprise":
            issued = CALL_YEAR - rng.randrange(1, 3)
            found["hightech_kind"] = "national"
            found["hightech_no"] = f"GR{issued}11{rng.randrange(10**6):06d}"
            found["hightech_valid_to"] = f"{issued + 3}-11-{rng.randrange(24, 30)}"
        return found

    def _people_fields(self, duties: Sequence[str], unit: Unit, partners: tuple[Unit, ...]) -> dict[str, Any]:
        """Return leader, contact, team, executives; the very first leader has the rarest name."""
        rng, people = self._rng, self._people
        leader = people.person(unit, RAREST if self._made == 1 else "")
        team = [{"member": _brief(leader), "duty": duties[0], "core": True}]
        for place, duty in enumerate(duties[1 : rng.randrange(5, 8)], 1):
            employer = partners[place % len(partners)] if partners and place % 3 == 2 else unit
            team.append({"member": people.short(employer), "duty": duty, "core": place < 3})
        executives = [{"member": people.short(unit), "post": post} for post in _POSTS]
        found = {
            "legal_representative": people.person(unit),
            "project_leader": leader,
            "contact": people.person(unit),
            "team": team,
        }
        return {**found, "executives": executives} if unit.kind in _COMPANIES else found

    def _bond_fields(
        self, duties: Sequence[str], unit: Unit, partners: tuple[Unit, ...], agency: Unit
    ) -> dict[str, Any]:
        """Return shareholders, controllers, partners, advisers and what was funded before."""
        rng = self._rng
        found: dict[str, Any] = {
            "partners": [
                {
                    "name": partner.name,
                    "credit_code": partner.code,
                    "kind": partner.kind,
                    "task": f"承担{rng.choice(duties[1:4])}相关任务",
                    "agreement_signed": True,
                }
                for partner in partners
            ],
            "excluded_experts": [],
            "public_funding": [],
        }
        if rng.random() < 0.4:
            year = CALL_YEAR - rng.randrange(3, 5)
            found["public_funding"] = [
                {
                    "source": "区级科技专项",
                    "subject": f"{unit.brand}前期样机研制",
                    "amount": rng.randrange(20, 120) * WAN,
                    "decided": f"{year}-0{rng.randrange(3, 9)}-15",
                }
            ]
        if unit.kind in _COMPANIES:
            found.update(self._owners(unit))
        found["advisers"] = [{"name": agency.name, "employer": agency.name, "kind": "审计机构"}]
        return found

    def _owners(self, unit: Unit) -> dict[str, Any]:
        """Return shareholders: the founder, an investor, a staff partnership; and who controls."""
        rng = self._rng
        investor = self._units.make("investor")
        founder = self._people.name()
        first = rng.randrange(5200, 7000)
        second = rng.randrange(1000, 2500)
        return {
            "shareholders": [
                {"name": founder, "share_bp": first},
                {"name": investor.name, "credit_code": investor.code, "share_bp": second},
                {"name": f"北京{unit.brand}员工持股中心（有限合伙）", "share_bp": 10_000 - first - second},
            ],
            "controllers": [{"name": founder, "kind": "实际控制人"}],
        }

    def _money_fields(self, measure: str, unit: Unit) -> dict[str, Any]:
        """Return amounts and periods; the sums hang together."""
        rng = self._rng
        least, most = AMOUNTS[measure]
        requested = rng.randrange(least, most, 10) * WAN
        own = requested * rng.randrange(11, 19) // 10 // WAN * WAN
        spent = requested * rng.randrange(23, 31) // 10 // WAN * WAN
        revenue = (rng.randrange(900, 1990) if measure == "M01" else rng.randrange(3_000, 60_000)) * WAN
        growth = rng.randrange(118, 150)
        rd = revenue * rng.randrange(22, 38) // 100 // WAN * WAN + 160 * WAN
        money: dict[str, Any] = {
            "requested_amount": requested,
            "total_investment": requested + own,
            "self_raised_amount": own,
            "self_raised_paid": (requested + own) * rng.randrange(52, 60) // 100 // WAN * WAN,
            "actual_spending": spent,
            "audited_spending": spent * rng.randrange(93, 100) // 100 // WAN * WAN,
            "period_from": "2026-01-01",
            "period_to": f"{rng.randrange(2027, 2029)}-12-31",
            "spending_from": f"2025-0{rng.randrange(7, 10)}-{rng.randrange(10, 28)}",
            "spending_to": f"2026-0{rng.randrange(4, 6)}-{rng.randrange(10, 28)}",
        }
        if unit.kind in _COMPANIES:
            money["revenue_y1"] = revenue
            money["revenue_y0"] = revenue * 100 // growth // WAN * WAN
            money["rd_expense_y1"] = rd
            money["rd_expense_y0"] = rd - rng.randrange(110, 160) * WAN
        return money

    def _pledge_fields(self, unit: Unit, field: str) -> dict[str, Any]:
        """Return pledges, credit, ethics, secrecy, and what the secretary adds (sheet 核验)."""
        rng = self._rng
        reported = _OPENED - timedelta(days=rng.randrange(5, 60))
        sensitive = field == "medicine" and unit.kind != "bank" and rng.random() < 0.6
        found: dict[str, Any] = {
            "tech_field": field,
            "pledge_integrity": True,
            "pledge_funds": True,
            "credit_report_date": reported.isoformat(),
            "credit_report_clean": True,
            "ethics_humans": sensitive,
            "ethics_animals": False,
            "ethics_other": False,
            "ethics_law": sensitive,
            "duplicate_funding": False,
            "same_kind_support_2y": False,
            "secrecy_reviewed": True,
        }
        if sensitive:
            found["ethics_committee"] = f"{unit.brand}伦理审查委员会"
            found["ethics_approval_no"] = f"LL{CALL_YEAR}-{rng.randrange(1000):03d}"
            found["ethics_valid_to"] = "2027-11-30"
        return found


def _brief(person: Mapping[str, Any]) -> dict[str, Any]:
    """Return a person as the team list gives it."""
    return {name: person[name] for name in ("name", "employer", "birth_year")}
