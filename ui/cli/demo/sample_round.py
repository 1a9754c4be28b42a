"""The round of the sample: settings for ``round create``, with budgets where lines matter."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from ui.cli.demo.projects import CALL_YEAR, WAN, Project, directions
from ui.cli.demo.sample_unscored import LISTED, QUALIFIED, grants
from ui.cli.demo.sample_values import SheetPlan
from zgc_review.aggregation.combination import combine
from zgc_review.aggregation.inputs import EffectiveSheet
from zgc_review.catalogue import Catalogue
from zgc_review.domain.bodies import (
    SheetBody,
    SheetRecusal,
)
from zgc_review.domain.results import Combination
from zgc_review.domain.settings import RoundSettings
from zgc_review.scoring.totals import sheet_total
from zgc_review.services.aggregating import ceiling
from zgc_review.services.round_settings import complete_settings

#: Group, its funds and its size.
GROUPS: Final = (("G01", ("F1",), 9), ("G02", ("F2", "F3"), 7), ("G03", ("F4", "F5"), 9))
SIZES: Final = {group: size for group, _, size in GROUPS}
_GRANTS: Final = {
    "M07": {"ratio_bp": 3000, "cap_fen": 1200 * WAN},
    "M12": {"ratio_bp": 5000, "cap_fen": 400 * WAN},
    "M13": {"ratio_bp": 5000, "cap_fen": 160 * WAN},
}
_SKIPPING: Final = "F2"
_NOWHERE: Final = "0" * 64
_PASS: Final = 7000


def group_of(catalogue: Catalogue) -> dict[str, str]:
    """Return the group of every sub-direction of the sample."""
    by_fund = {fund: group for group, funds, _ in GROUPS for fund in funds}
    return {one.id: by_fund[catalogue.fund_of(one.id).id] for one in directions()}


def by_fund(projects: Sequence[Project], catalogue: Catalogue) -> dict[str, list[Project]]:
    """Return the applications of each fund that has any, in the order of the funds."""
    found: dict[str, list[Project]] = {}
    for fund in catalogue.funds:
        own = [one for one in projects if catalogue.fund_of(one.direction.id).id == fund.id]
        if own:
            found[fund.id] = own
    return found


def settings_of(catalogue: Catalogue, budgets: Mapping[str, int | None]) -> dict[str, Any]:
    """Return the settings by the names of rules §13; pools are the funds, with the budgets given."""
    subs = [one.id for one in directions()]
    of_fund = {
        fund.id: [sub for sub in subs if catalogue.fund_of(sub).id == fund.id] for fund in catalogue.funds
    }
    return {
        "title": f"{CALL_YEAR}年度中关村“1+5”支持资金项目评审（样例）",
        "call_year": CALL_YEAR,
        "stage": "proposal",
        "t0": f"{CALL_YEAR}-11-22",
        "support_from": f"{CALL_YEAR - 1}-07-01",
        "support_to": f"{CALL_YEAR}-06-30",
        "modes": {
            **dict.fromkeys(subs, "open_call"),
            QUALIFIED: "on_qualification",
            LISTED: "no_application",
        },
        "gate_values": {
            "M04-G6": {"fund_paid_in": 5000},
            "M13-G2": {"conference_people": 200, "conference_countries": 5, "overseas_guest_share": 20},
        },
        "grants": {**{sub: _GRANTS[sub[:3]] for sub in subs if sub[:3] in _GRANTS}, **grants()},
        "pools": [_pool(fund, own, budgets.get(fund)) for fund, own in of_fund.items()],
        "groups": [
            {
                "id": group,
                "sub_directions": [
                    *(sub for fund in funds for sub in of_fund[fund]),
                    *([QUALIFIED] if catalogue.fund_of(QUALIFIED).id in funds else []),
                ],
                "size": size,
            }
            for group, funds, size in GROUPS
        ],
    }


def _pool(fund: str, sub_directions: Sequence[str], budget: int | None) -> dict[str, Any]:
    """Return the pool of one fund."""
    return {
        "id": f"P-{fund}",
        "fund": fund,
        "sub_directions": list(sub_directions),
        "budget_fen": budget,
        "rule": "skip" if fund == _SKIPPING else "strict",
        "pass": _PASS,
        "reserve": 6000,
    }


def with_limits(settings: dict[str, Any], pools: Mapping[str, Sequence[Project]]) -> dict[str, Any]:
    """Return the settings with yearly limits that no pool comes near."""
    funds = {}
    for pool in settings["pools"]:
        asked = sum(one.record["requested_amount"] for one in pools.get(pool["fund"], ()))
        funds[pool["fund"]] = {"annual_fen": 2 * asked + 20_000 * WAN, "spent_before_fen": 3_000 * WAN}
    return {**settings, "funds": funds}


def plain_settings(catalogue: Catalogue) -> RoundSettings:
    """Return the settings without budgets, to combine and to bound amounts with."""
    return complete_settings(settings_of(catalogue, {}), catalogue, _NOWHERE)


def combined(
    plans: Sequence[SheetPlan], catalogue: Catalogue, settings: RoundSettings, sub: str
) -> Combination:
    """Return what the sheets of one application of sub-direction ``sub`` come to (S01)."""
    rubric = catalogue.rubric(sub)
    marks = []
    for plan in plans:
        body = SheetBody(
            application="0" * 32,
            application_version=_NOWHERE,
            letter=_NOWHERE,
            phase="initial",
            state="locked",
            percents=dict(plan.percents),
            not_applicable=dict(plan.not_applicable),
            recommendation=plan.recommendation,
            recusal=SheetRecusal(answer="no"),
        )
        total = sheet_total(plan.percents, plan.not_applicable, rubric)
        marks.append(EffectiveSheet(f"专家{plan.seat + 1:02d}", _NOWHERE, total, body))
    return combine(marks, settings, rubric)


def budgets_of(
    pools: Mapping[str, Sequence[Project]],
    plans: Sequence[SheetPlan],
    tie: Sequence[str],
    catalogue: Catalogue,
) -> dict[str, int | None]:
    """Return the budget of each pool.

    F1: the line falls into the tie, one of the two fits. F2: what stands before the last is passed over.
    F3: the last does not fit. F4: all fit. F5: none is set.
    """
    settings = plain_settings(catalogue)
    found: dict[str, int | None] = {}
    for fund, pool in pools.items():
        found[fund] = _budget(fund, _ranked(pool, plans, catalogue, settings), tie)
    return found


def _ranked(
    pool: Sequence[Project], plans: Sequence[SheetPlan], catalogue: Catalogue, settings: RoundSettings
) -> list[tuple[int, str, int]]:
    """Return (− value, number, amount) of those above the pass line, best first."""
    ranked = []
    for project in pool:
        own = [plan for plan in plans if plan.application_number == project.number]
        value = combined(own, catalogue, settings, project.direction.id).value or 0
        amount = ceiling(project.record, settings, project.direction.id) or 0
        if value >= _PASS:
            ranked.append((-value, project.number, amount))
    return sorted(ranked)


def _budget(fund: str, ranked: Sequence[tuple[int, str, int]], tie: Sequence[str]) -> int | None:
    """Return one budget from (− value, number, amount) of those above the pass line, best first."""
    amounts = [amount for _, _, amount in ranked]
    numbers = [number for _, number, _ in ranked]
    if fund == "F1" and tie and set(tie) <= set(numbers):
        first = min(numbers.index(number) for number in tie)
        return sum(amounts[:first]) + max(amounts[first : first + 2])
    if fund == _SKIPPING and len(amounts) > 1:
        return sum(amounts) - amounts[-2]
    if fund == "F3" and len(amounts) > 1:
        return sum(amounts[:-1])
    return sum(amounts) + 500 * WAN if fund == "F4" else None


def budget_edge(
    pools: Mapping[str, Sequence[Project]],
    plans: Sequence[SheetPlan],
    catalogue: Catalogue,
    budgets: Mapping[str, int | None],
) -> str:
    """Return the application that the line passes over for one behind it, "" where there is none."""
    settings = plain_settings(catalogue)
    ranked = _ranked(pools.get(_SKIPPING, ()), plans, catalogue, settings)
    return ranked[-2][1] if len(ranked) > 1 and budgets.get(_SKIPPING) is not None else ""
