"""Parallel groups share the applications of their sub-directions (rules §3)."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import Any

import pytest
from services_harness import SUB

from zgc_review.domain.round_bodies import (
    GroupSeats,
)
from zgc_review.domain.rows import SeatRow
from zgc_review.domain.settings import GroupPlan
from zgc_review.errors import GateError
from zgc_review.services.chain import RoundState
from zgc_review.services.drawing_parallel import groups_for
from zgc_review.services.rounds import state_of

UNIT = "北京䴉㕵科技有限公司"


def seated(office: Any, groups: dict[str, int], subs: dict[str, tuple[str, ...]]) -> RoundState:
    """Return the state with groups of so many members; the first of each group chairs."""
    with office.desk.vault.begin() as uow:
        state = state_of(uow, office.row)
        number, seats = 0, {}
        for group, size in groups.items():
            codes = []
            for _ in range(size):
                number += 1
                codes.append(f"专家{number:02d}")
                expert = office.experts.get(f"E{number:03d}")
                if expert is not None:
                    uow.seats.put(SeatRow(office.row.round_id, codes[-1], expert, "c" * 64, "", ""))
            seats[group] = GroupSeats(id=group, members=tuple(codes), chair=codes[0])
        uow.commit()
    plans = {
        group: GroupPlan(id=group, sub_directions=subs[group], size=size) for group, size in groups.items()
    }
    return replace(state, plans=plans, groups=seats)


def spread(office: Any, state: RoundState) -> dict[str, str]:
    """Return the group by application number."""
    with office.desk.vault.begin() as uow:
        rows = uow.applications.all(office.row.round_id)
        found = groups_for(uow, office.row, state, rows)
    return {one.number: found[one.application_id] for one in rows}


def apply(office: Any, count: int, sub: str = SUB) -> None:
    for n in range(1, count + 1):
        unit = {"unit_name": f"{sub}申报单位{n}", "unit_credit_code": ""}
        office.application(f"{sub}-{n}", sub=sub, team=[], **unit)


def test_p11_one_group_gets_all_of_its_sub_direction(office: Any) -> None:
    apply(office, 3)
    apply(office, 2, "M04-1")
    state = seated(office, {"G01": 5, "G02": 5}, {"G01": (SUB,), "G02": ("M04-1",)})
    assert Counter(spread(office, state).values()) == {"G01": 3, "G02": 2}


def test_parallel_groups_differ_by_one_at_most(office: Any) -> None:
    apply(office, 7)
    state = seated(office, {"G01": 5, "G02": 5}, {"G01": (SUB,), "G02": (SUB,)})
    assert sorted(Counter(spread(office, state).values()).values()) == [3, 4]
    assert spread(office, state) == spread(office, state)


def test_as_few_as_possible_stand_aside_chairs_before_others(office: Any) -> None:
    """The applicant employs the chair of G01 and two members of G02: one chair outweighs them."""
    for number in ("E001", "E007", "E008"):
        office.expert(number, name=f"甲乙{number}", employer=UNIT)
    office.application("A-1", team=[])
    apply(office, 1)
    for finding in office.found():
        office.decide(finding, "recuse")
    state = seated(office, {"G01": 5, "G02": 5}, {"G01": (SUB,), "G02": (SUB,)})
    assert spread(office, state)["A-1"] == "G02"


def test_p02_a_group_that_keeps_too_few_gets_nothing(office: Any) -> None:
    """Three of five stand aside: two are left, fewer than min_effective."""
    for number in ("E002", "E003", "E004"):
        office.expert(number, name=f"甲乙{number}", employer=UNIT)
    office.application("A-1", team=[])
    office.application("A-2", team=[], application_no="A-2")
    for finding in office.found():
        office.decide(finding, "recuse")
    state = seated(office, {"G01": 5, "G02": 5}, {"G01": (SUB,), "G02": (SUB,)})
    with pytest.raises(GateError) as refused:
        spread(office, state)
    assert (refused.value.code, refused.value.params) == (
        "assign.parallel",
        {"groups": "G01 G02", "count": 2},
    )


def test_a_sub_direction_without_a_seated_group_is_refused(office: Any) -> None:
    apply(office, 1)
    state = seated(office, {"G01": 5}, {"G01": ("M04-1",)})
    with pytest.raises(GateError, match=r"assign\.group"):
        spread(office, state)
