"""Who may be drawn, who is passed over, and what the panel rules say of the outcome (rules §3.1)."""

from __future__ import annotations

from typing import Any

import pytest
from draw_harness import GROUP, ROLES, drawn, name, roster, say_both

from zgc_review.errors import GateError
from zgc_review.services import drawing, drawing_pool
from zgc_review.services.drawing_record import draws_of
from zgc_review.services.rounds import state_of

DAY = "2026-11-20"
UNIT = "北京䴉㕵科技有限公司"


def left_out(office: Any, day: str = DAY) -> dict[str, str]:
    """Return who is not in the pool, and why."""
    with office.desk.vault.begin() as uow:
        pool = drawing_pool.pool_of(uow, office.row, state_of(uow, office.row), day)
    return {one.expert.number: one.rule for one in pool.left_out}


def listing(office: Any, *entries: dict[str, str]) -> None:
    """Replace the list of bad credit records."""
    with office.desk.vault.begin() as uow:
        uow.listings.replace(office.row.round_id, entries)
        uow.commit()


def codes(office: Any) -> list[str]:
    """Draw and return the findings."""
    drawing.begin(office.desk, office.row)
    say_both(office)
    return [one.code for one in drawing.run(office.desk, office.row).findings]


def test_p06_and_consent_keep_out_of_the_pool(office: Any) -> None:
    roster(office, 3)
    office.expert("E001", type="competent_authority")
    office.expert("E002", consent=False)
    assert left_out(office) == {"E001": "P06", "E002": "consent"}
    office.expert("E003", consent=None)
    assert left_out(office)["E003"] == "consent"


def test_p10_current_entry_blocks_on_the_day_of_the_draw(office: Any) -> None:
    roster(office, 2)
    entry = {"name": "亓 𠮷甲乙", "id_tail": "002X", "decision_no": "一号", "from": "2025-09-01"}
    listing(office, {**entry, "to": "2026-11-20"})
    assert left_out(office, "2026-11-20") == {"E001": "P10"}
    assert left_out(office, "2026-11-21") == {}
    listing(office, entry)
    assert left_out(office, "2030-01-01") == {"E001": "P10"}


def test_p10_a_former_name_counts(office: Any) -> None:
    roster(office, 1, former_names=["旧名某"])
    listing(office, {"name": "旧名某", "id_tail": "0021", "decision_no": "一号"})
    assert left_out(office) == {"E001": "P10"}


def test_p10_a_namesake_is_cleared_with_a_reason_and_only_that_entry(office: Any) -> None:
    roster(office, 1)
    entry = {"name": name(1), "id_tail": "002X", "decision_no": "一号"}
    listing(office, entry)
    with pytest.raises(GateError, match=r"desk\.grounds"):
        drawing_pool.clear_listed(office.desk, office.row, "E001", " ")
    drawing_pool.clear_listed(office.desk, office.row, "E001", "出生年份不同，并非同一人")
    assert left_out(office) == {}
    listing(office, entry, {**entry, "decision_no": "二号"})
    assert left_out(office) == {"E001": "P10"}
    assert "出生年份" not in b"".join(office.leaves()).decode()


@pytest.mark.parametrize(("number", "code"), [("E009", "draw.expert"), ("E001", "draw.cleared")])
def test_p10_nothing_to_clear(office: Any, number: str, code: str) -> None:
    roster(office, 1)
    with pytest.raises(GateError) as refused:
        drawing_pool.clear_listed(office.desk, office.row, number, "理由")
    assert refused.value.code == code


def test_p03_two_of_one_legal_person_are_not_both_drawn(office: Any) -> None:
    roster(office, 8)
    for number in ("E001", "E002"):
        office.expert(number, name=f"亓𠮷{number}", employer="同一（单位）", roles=ROLES)
    office.expert("E003", name="亓𠮷三", employer="同一(单位)", roles=ROLES)
    draw = drawn(office)
    (group,) = draw.drawn
    shared = {office.experts[number] for number in ("E001", "E002", "E003")}
    assert len(shared & set(group.members)) == 1
    assert {rule for one, rule in group.skipped if one in shared} == {"P03"}


def test_p03_by_former_name_and_credit_code(office: Any) -> None:
    """Rules §5: 曾用名 of an applicant and equal codes make one legal person."""
    roster(office, 3)
    office.application(former_names=["北京旧名有限公司"], team=[])
    office.expert("E001", employer=UNIT, roles=ROLES)
    office.expert("E002", employer="北京旧名有限公司", roles=ROLES)
    office.expert("E003", employer="另写的名称", employer_code="91110108MAXXXX015B", roles=ROLES)
    with office.desk.vault.begin() as uow:
        pool = drawing_pool.pool_of(uow, office.row, state_of(uow, office.row), DAY)
    first, second, third = (
        set(next(one.employers for one in pool.candidates if one.id == office.experts[number]))
        for number in ("E001", "E002", "E003")
    )
    assert first & second
    assert third  # the applicant's code stands in its own record only, so the third is not linked by it


@pytest.mark.parametrize(("own", "passed_over"), [(1, False), (2, True)])
def test_p04_hard_recusals_over_a_third_pass_a_candidate_over(
    office: Any, own: int, passed_over: bool
) -> None:
    """Of three applications one hard recusal is a third and tolerated, two are not."""
    roster(office, 7)
    office.expert("E001", name="亓𠮷某", employer=UNIT, roles=ROLES)
    for n in range(1, 4):
        unit = {} if n <= own else {"unit_name": f"他{n}", "unit_credit_code": ""}
        office.application(f"A-{n}", team=[], **unit)
    (group,) = drawn(office).drawn
    expert = office.experts["E001"]
    assert (expert in group.members) is not passed_over
    assert ((expert, "P04") in group.skipped) is passed_over
    assert expert not in group.alternates


def test_p04_dismissed_findings_do_not_count(office: Any) -> None:
    roster(office, 1)
    office.expert("E001", employer=UNIT)
    office.application(team=[])
    (finding,) = office.found()
    with office.desk.vault.begin() as uow:
        state = state_of(uow, office.row)
        assert drawing_pool.pool_of(uow, office.row, state, DAY).candidates[0].recused != ()
    office.decide(finding, "dismiss", "名册单位有误")
    with office.desk.vault.begin() as uow:
        state = state_of(uow, office.row)
        assert drawing_pool.pool_of(uow, office.row, state, DAY).candidates[0].recused == ()


def test_p05_places_of_every_measure_are_kept(office: Any) -> None:
    """M01 asks for tech 2, industry, invest, finance: the only finance expert is always drawn."""
    roster(office, 14, roles=["tech", "industry", "invest", "manage", "legal", "ip"])
    office.expert("E014", name="亓𠮷财", employer="财务所", roles=["finance"])
    draw = drawn(office)
    assert office.experts["E014"] in draw.drawn[0].members
    assert draw.drawn[0].roles_open["M01"] == 0


def test_p05_open_places_are_warned_of(office: Any) -> None:
    roster(office, 12, roles=["tech"])
    assert "assignment.p05" in codes(office)


def test_p07_too_few_alternates(office: Any) -> None:
    roster(office, 8)
    assert "assignment.p07" in codes(office)


def test_p11_parallel_groups_are_warned_of(offices: Any) -> None:
    roster(offices, 16)
    assert "assignment.p11" not in codes(offices)


def test_p01_size_is_judged_by_what_is_asked(offices: Any) -> None:
    """A request of 1000万元 asks for seven; G01 has five."""
    roster(offices, 16)
    offices.application(requested_amount=1_000_000_000)
    with pytest.raises(GateError) as refused:
        drawing.begin(offices.desk, offices.row)
    assert (refused.value.code, refused.value.params) == ("draw.size", {"groups": "G01"})
    drawing.begin(offices.desk, offices.row, size_reason="专家库同领域人数不足，经主管处室同意")


def test_nobody_sits_in_two_groups(offices: Any) -> None:
    roster(offices, 20)
    first, second = drawn(offices).drawn
    assert not set(first.members) & set(second.members)
    assert {rule for one, rule in second.skipped} <= {"member"}


def test_an_unfinished_pool_is_too_small_and_says_so(office: Any) -> None:
    roster(office, 4)
    draw = drawn(office)
    assert len(draw.drawn[0].members) == 4
    assert draw.drawn[0].alternates == ()
    with office.desk.vault.begin() as uow:
        assert draws_of(uow, office.row)[0].excluded == {}


def test_a_group_of_the_settings_is_used(office: Any) -> None:
    roster(office, 9)
    draw = drawing.begin(office.desk, office.row)
    (plan,) = draw.groups
    assert (plan.id, plan.size) == (GROUP["id"], GROUP["size"])
    assert set(plan.places) == {"M01", "M04"}
