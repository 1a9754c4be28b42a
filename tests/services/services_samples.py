"""Sample papers of a round: criteria, comments with rare characters, applications, a roster."""

from __future__ import annotations

from typing import Any

SUB = "M01-1"
CRITERIA = ("M01-K1", "M01-K2", "M01-K3", "M01-K4", "M01-K5")
# Rare characters, two of them outside the basic plane: no shipped text holds these runs (acceptance S3).
OVERALL = "㐆䶮𠮷该项目技术路线清楚，团队配置完整，市场前景较好，建议在合同中明确𬭚𠅤阶段指标与经费用途。"
COMMENT = "鿍䶮㐆有第三方检测报告和用户证明支撑。"
DOCUMENT = "䲜㐆䶮申报材料正文𠮷"
EXPERTS = tuple(f"亓𠮷{name}" for name in "子丑寅卯辰")


def record(n: int) -> dict[str, Any]:
    """Return one application that passes the measure's gates."""
    unit = f"北京䴉㕵{n}号科技有限公司"
    person = {"name": f"逄䶮{'甲乙丙丁戊'[n % 5]}", "employer": unit}
    return {
        "application_no": f"ZGC-{n:04d}",
        "sub_direction": SUB,
        "title": f"𬭚㐆䴉项目第{n}号",
        "unit_name": unit,
        "unit_credit_code": credit_code(n),
        "entity_kind": "enterprise",
        "is_legal_person": True,
        "registration_place": "zgc_park",
        "registration_date": "2021-03-04",
        "legal_representative": person,
        "project_leader": person,
        "contact": person,
        "team": [{"member": person, "duty": "研发", "core": True}],
        "requested_amount": 150_000_000 + n * 1_000_000,
        "pledge_integrity": True,
        "pledge_funds": True,
        "secrecy_reviewed": True,
        "tech_field": "it",
        "employees_year_end": 40,
        "revenue_y1": 900_000_000,
        "rd_expense_y1": 500_000_000,
        "rd_expense_y0": 200_000_000,
        "hightech_kind": "national",
        "same_kind_support_2y": False,
    }


def roster_record(n: int) -> dict[str, Any]:
    """Return one roster entry."""
    return {
        "roster_no": f"E{n:03d}",
        "name": f"亓𠮷{'子丑寅卯辰巳午未申酉'[n - 1]}",
        "roles": ["tech"],
        "employer": f"䲜䴉研究院第{n}所",
        "consent": True,
    }


def credit_code(n: int) -> str:
    """Return a valid credit code (GB 32100, GB 11714) with a made-up body."""
    alphabet, base = "0123456789ABCDEFGHJKLMNPQRTUWXY", "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
    body = f"MAXX{n:04d}"
    weights = (3, 7, 9, 10, 5, 8, 4, 2)
    check = (11 - sum(w * base.index(c) for w, c in zip(weights, body, strict=True)) % 11) % 11
    code = f"91110108{body}" + ("X" if check == 10 else str(check))
    total = sum(pow(3, i, 31) * alphabet.index(c) for i, c in enumerate(code))
    return code + alphabet[(31 - total % 31) % 31]
