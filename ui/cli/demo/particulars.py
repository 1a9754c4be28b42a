"""Fields that only some measures ask for, filled so that the gates of the measure hold."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from random import Random
from typing import Any, Final

from ui.cli.demo.units import Units
from zgc_review.intake.identifiers import check_issn

Record = Mapping[str, Any]

#: Least and most 万元 that applications of a measure ask for.
AMOUNTS: Final = {
    "M01": (60, 200),
    "M02": (800, 2400),
    "M03": (150, 700),
    "M04": (300, 900),
    "M05": (200, 600),
    "M06": (100, 300),
    "M07": (400, 1500),
    "M08": (150, 500),
    "M09": (100, 400),
    "M10": (150, 500),
    "M11": (500, 2000),
    "M12": (100, 480),
    "M13": (50, 190),
}


def particulars(sub_direction: str, record: Record, rng: Random, units: Units) -> dict[str, Any]:
    """Return the fields of one sub-direction beyond those of every form."""
    measure = sub_direction[:3]
    found: dict[str, Any] = {}
    for name in (measure, sub_direction):
        if name in _BUILDERS:
            found.update(_BUILDERS[name](record, rng, units))
    return found


def _m01(_record: Record, rng: Random, _units: Units) -> dict[str, Any]:
    return {"sme_no": f"2026110108{rng.randrange(10**8):08d}"}


def _m02(_record: Record, rng: Random, _units: Units) -> dict[str, Any]:
    return {"full_time_managers": rng.randrange(6, 15), "fixed_site": True}


def _m03_1(_record: Record, rng: Random, _units: Units) -> dict[str, Any]:
    return {"industry_permit": rng.choice(("not_needed", "obtained")), "buyer_relation": "unrelated"}


def _m03_4(_record: Record, _rng: Random, _units: Units) -> dict[str, Any]:
    return {"scenario_consent": True}


def _rivals(_record: Record, rng: Random, units: Units) -> dict[str, Any]:
    """M04 to M06 name their competitors (R17)."""
    rivals = [units.make("investor") for _ in range(rng.randrange(1, 3))]
    return {"named_competitors": [{"name": rival.name, "credit_code": rival.code} for rival in rivals]}


def _m04(record: Record, rng: Random, units: Units) -> dict[str, Any]:
    return {
        **_rivals(record, rng, units),
        "manager_no": f"P{rng.randrange(10**7):07d}",
        "fund_no": "S" + "".join(rng.choice("ABCDEFGHJKLMNPQRTUWXY0123456789") for _ in range(5)),
        "city_guidance_share": rng.randrange(10, 45) * 100,
        "penalised_3y": False,
        "abnormal_operation": False,
    }


def _m04_1(_record: Record, rng: Random, _units: Units) -> dict[str, Any]:
    day = rng.randrange(10, 28)
    return {
        "fund_founded": f"2025-{rng.randrange(8, 12):02d}-{day}",
        "fund_paid_in": rng.randrange(80, 300) * 100 * 1_000_000,
    }


def _m04_2(_record: Record, rng: Random, units: Units) -> dict[str, Any]:
    investees = []
    for place in range(rng.randrange(3, 6)):
        unit = units.make("enterprise", rng.choice(("机器人", "生物制药", "储能科技", "芯片技术")))
        investees.append(
            {
                "name": unit.name,
                "credit_code": unit.code,
                "in_beijing": True,
                "basis": ("hightech", "rd_two_years")[place % 2],
                "date": f"2025-{rng.randrange(8, 13):02d}-{rng.randrange(10, 28)}",
                "amount": rng.randrange(18, 42) * 100 * 1_000_000,
            }
        )
    return {"investees": investees, "invested_beijing": sum(item["amount"] for item in investees)}


def _m05(record: Record, rng: Random, units: Units) -> dict[str, Any]:
    return {
        **_rivals(record, rng, units),
        "financial_licence_no": f"B{rng.randrange(10**4):04d}B211000001",
        "cooperation_signed_on": f"2025-{rng.randrange(1, 13):02d}-{rng.randrange(10, 28)}",
        "loans_disbursed": rng.randrange(120, 960) * 100 * 1_000_000,
    }


def _m05_2(_record: Record, _rng: Random, _units: Units) -> dict[str, Any]:
    return {"loans_ahead_of_equity": 0}


def _m05_3(_record: Record, _rng: Random, _units: Units) -> dict[str, Any]:
    return {"warrant_terms": ["ratio", "price", "term", "holder"]}


def _m06_3(_record: Record, rng: Random, _units: Units) -> dict[str, Any]:
    return {
        "full_time_managers": rng.randrange(8, 20),
        "fixed_site": True,
        "authorisations": rng.randrange(1, 5),
    }


def _m07(record: Record, _rng: Random, _units: Units) -> dict[str, Any]:
    return {
        "recommendation_letter": True,
        "building_approvals": ["planning", "construction", "fire", "environment"],
        "audited_investment": record["audited_spending"],
    }


def _catalogue(_record: Record, _rng: Random, _units: Units) -> dict[str, Any]:
    return {"open_catalogue": True}


def _m08_filed(_record: Record, rng: Random, _units: Units) -> dict[str, Any]:
    return {
        "operating_since": f"{rng.randrange(2019, 2024)}-05-18",
        "filing_no": f"京孵备〔{rng.randrange(2020, 2025)}〕{rng.randrange(10, 99)}号",
    }


def _m08_3(record: Record, rng: Random, units: Units) -> dict[str, Any]:
    return {**_m08_filed(record, rng, units), "incubation_proofs": ["agreement", "residence"]}


def _m08_4(_record: Record, rng: Random, _units: Units) -> dict[str, Any]:
    return {"operation_contract_months": rng.choice((36, 48, 60))}


def _m09_1(record: Record, rng: Random, _units: Units) -> dict[str, Any]:
    return {"service_revenue_y1": record["revenue_y1"] * rng.randrange(61, 92) // 100 // 10_000 * 10_000}


def _m09_4(_record: Record, rng: Random, _units: Units) -> dict[str, Any]:
    return {"annual_check": "pass", "social_grade": rng.choice(("3A", "4A", "5A"))}


def _m09_5(_record: Record, rng: Random, _units: Units) -> dict[str, Any]:
    items = rng.choice(("blood_tissue", "pathogen", "biologic"))
    return {"special_items": items, "items_only_beijing": True}


def _m10(_record: Record, rng: Random, _units: Units) -> dict[str, Any]:
    managers = rng.randrange(6, 14)
    return {"tech_managers": managers, "tech_managers_certified": managers - rng.randrange(1, 3)}


def _m10_1(_record: Record, rng: Random, _units: Units) -> dict[str, Any]:
    return {"authorisations": rng.randrange(2, 7)}


def _m10_2(_record: Record, rng: Random, _units: Units) -> dict[str, Any]:
    return {
        "outside_clients": rng.randrange(12, 60),
        "poc_capabilities": ["assessment", "feasibility", "prototype", "small_batch"],
        "poc_rules": ["selection", "funds", "exit"],
    }


def _m11_1(_record: Record, _rng: Random, _units: Units) -> dict[str, Any]:
    return {"site_conditions": ["site", "energy", "environment", "safety"]}


def _m11_3(_record: Record, rng: Random, _units: Units) -> dict[str, Any]:
    share = rng.randrange(3400, 6200, 50)
    return {"outside_hours_share": share, "outside_revenue_share": share - 300}


def _m12(_record: Record, rng: Random, _units: Units) -> dict[str, Any]:
    matter = {"status": "cleared", "paper_no": f"京境外〔2025〕{rng.randrange(1000):03d}号"}
    kind = rng.choice(("investment", "technology_export", "data_export"))
    return {"cross_border_matters": [{"kind": kind, **matter}]}


def _overseas(_record: Record, _rng: Random, _units: Units) -> dict[str, Any]:
    return {"overseas_partner_check": "clear"}


def _m12_4(_record: Record, _rng: Random, _units: Units) -> dict[str, Any]:
    return {"foreign_rd_valid_to": "2028-12-31"}


def _m12_5(_record: Record, rng: Random, _units: Units) -> dict[str, Any]:
    return {"international_registration": rng.choice(("registered", "approved"))}


def _event(_record: Record, rng: Random, _units: Units) -> dict[str, Any]:
    return {"event_approval": rng.choice(("approved", "filed"))}


def _m13_3(record: Record, rng: Random, units: Units) -> dict[str, Any]:
    return {
        **_event(record, rng, units),
        "conference_people": rng.randrange(260, 900),
        "conference_countries": rng.randrange(8, 26),
        "overseas_guest_share": rng.randrange(2300, 4100, 50),
    }


def _m13_4(_record: Record, rng: Random, _units: Units) -> dict[str, Any]:
    return {"delegation_firms": rng.randrange(12, 30), "matchmaking_records": rng.randrange(40, 200)}


def _m13_5(_record: Record, rng: Random, _units: Units) -> dict[str, Any]:
    first = f"3{rng.randrange(100):02d}0-{rng.randrange(1000):03d}"
    return {
        "cn_no": f"CN 10-{rng.randrange(10**4):04d}",
        "issn": first + (check_issn(f"{first}0").expected or "0"),
        "issues_published": rng.randrange(12, 60),
        "journal_host_beijing": True,
    }


_BUILDERS: Final[Mapping[str, Callable[[Record, Random, Units], dict[str, Any]]]] = {
    "M01": _m01,
    "M02": _m02,
    "M03-1": _m03_1,
    "M03-4": _m03_4,
    "M04": _m04,
    "M04-1": _m04_1,
    "M04-2": _m04_2,
    "M05": _m05,
    "M05-2": _m05_2,
    "M05-3": _m05_3,
    "M06": _rivals,
    "M06-3": _m06_3,
    "M07": _m07,
    "M07-1": _catalogue,
    "M08-1": _m08_filed,
    "M08-2": _m08_filed,
    "M08-3": _m08_3,
    "M08-4": _m08_4,
    "M09-1": _m09_1,
    "M09-4": _m09_4,
    "M09-5": _m09_5,
    "M10": _m10,
    "M10-1": _m10_1,
    "M10-2": _m10_2,
    "M11": _catalogue,
    "M11-1": _m11_1,
    "M11-3": _m11_3,
    "M12": _m12,
    "M12-1": _overseas,
    "M12-2": _overseas,
    "M12-3": _overseas,
    "M12-4": _m12_4,
    "M12-5": _m12_5,
    "M13-1": _event,
    "M13-2": _event,
    "M13-3": _m13_3,
    "M13-4": _m13_4,
    "M13-5": _m13_5,
}
