"""Applications that no panel scores: 达标即享, 免申即享, and those that end at a gate (rules §2.2)."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random
from typing import Any, Final

from ui.cli.demo.projects import CALL_YEAR, WAN, WORDS, Project, Projects
from ui.cli.demo.sample_values import Planted
from ui.cli.demo.units import Units
from ui.cli.demo.words import Direction

#: 达标即享 and 免申即享 of the sample.
QUALIFIED: Final = "M08-3"
LISTED: Final = "M01-2"
_INCUBATION: Final = Direction(
    QUALIFIED,
    "incubator",
    ("",),
    ("{brand}培育{subject}领域优秀科技型企业", "{brand}{subject}企业培育成效"),
    (("智能传感", "it"), ("合成材料", "new_materials"), ("储能部件", "green_energy")),
    (
        ("培育企业", "统计期内培育{subject}领域科技型企业12家，孵化关系均有协议与服务记录"),
        ("服务投入", "按企业建立服务台账，逐项由企业签字确认"),
        ("满期核验", "对满期毕业企业逐家核对营业收入、研发投入与知识产权"),
    ),
)
#: What becomes of the applications of 达标即享, by the plant's id.
_QUALIFIED_PLANTS: Final = ("qualified-met", "qualified-not-met", "qualified-settled", "qualified-third")
#: Rows of the 名单: id of the plant and what the unit answered.
_LISTED_PLANTS: Final = (
    ("listed-agreed", "agreed"),
    ("listed-pending", "pending"),
    ("listed-declined", "declined"),
)


@dataclass(frozen=True, slots=True)
class Unscored:
    """What is handed in beside the open call's good applications.

    Attributes:
        qualified: applications of 达标即享.
        listed: rows of the 名单 of 免申即享.
        ended: applications of the open call that a gate ends.
        planted: what must become of each.
    """

    qualified: tuple[Project, ...]
    listed: tuple[dict[str, Any], ...]
    ended: tuple[Project, ...]
    planted: tuple[Planted, ...]


def make_unscored(rng: Random, projects: Projects, units: Units) -> Unscored:
    """Return four applications of 达标即享, three rows of 免申即享 and two applications that gates end."""
    park = next(one for one in WORDS if one.id == QUALIFIED[:3])
    qualified = tuple(
        projects.make(park, _INCUBATION, f"ZGC{CALL_YEAR}-{QUALIFIED}-{number:03d}")
        for number in range(1, len(_QUALIFIED_PLANTS) + 1)
    )
    qualified[1].record["operating_since"] = f"{CALL_YEAR}-03-02"
    listed = tuple(_row(rng, units, number, answer) for number, (_, answer) in enumerate(_LISTED_PLANTS, 1))
    barred, unapproved = (
        projects.make(WORDS[place], WORDS[place].directions[0], f"ZGC{CALL_YEAR}-{WORDS[place].id}-80{place}")
        for place in (2, 9)
    )
    unapproved.record.update(
        ethics_humans=True,
        ethics_law=True,
        ethics_committee=f"{unapproved.unit.brand}伦理审查委员会",
        ethics_approval_no=f"LL{CALL_YEAR - 2}-017",
        ethics_valid_to=f"{CALL_YEAR}-08-31",
    )
    planted = [
        *(Planted(name, one.number, "") for name, one in zip(_QUALIFIED_PLANTS, qualified, strict=True)),
        *(
            Planted(name, row["application_no"], "")
            for (name, _), row in zip(_LISTED_PLANTS, listed, strict=True)
        ),
        Planted("integrity-hit", barred.number, ""),
        Planted("ethics-flag", unapproved.number, ""),
    ]
    return Unscored(qualified, listed, (barred, unapproved), tuple(planted))


def grants() -> dict[str, dict[str, int]]:
    """Return what the two ways give: a share of what was spent, a fixed prize."""
    return {QUALIFIED: {"ratio_bp": 3000, "cap_fen": 200 * WAN}, LISTED: {"cap_fen": 20 * WAN}}


def _row(rng: Random, units: Units, number: int, answer: str) -> dict[str, Any]:
    """Return one row of the 名单."""
    unit = units.make("enterprise", rng.choice(("机器人", "生物制药", "芯片技术")))
    row: dict[str, Any] = {
        "sub_direction": LISTED,
        "unit_name": unit.name,
        "unit_credit_code": unit.code,
        "application_no": f"ZGC{CALL_YEAR}-{LISTED}-{number:03d}",
        "title": f"{unit.brand}创新创业大赛获奖项目",
        "answer": answer,
        "credit_report_clean": True,
    }
    if answer == "agreed":
        row |= {
            "payee": unit.name,
            "bank": "示例银行中关村支行",
            "account": f"6222{rng.randrange(10**12):012d}",
        }
    return row
