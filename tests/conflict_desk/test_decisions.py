"""Deciding findings: bound to evidence, taken back as a new event, refused where it is not the desk's."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest

from zgc_review.errors import GateError
from zgc_review.services import conflict_desk
from zgc_review.services.rounds import state_of
from zgc_review.services.screening import Screened
from zgc_review.services.screening_missing import missing_lists, wish_findings

UNIT = "北京䴉㕵科技有限公司"
OWN = {"name": "亓𠮷子", "employer": "䲜䴉研究院", "reason": "同一细分市场竞争"}


def hard(office: Any) -> Any:
    """Return the one finding R02 of an expert whom the applicant employs."""
    office.expert(employer=UNIT, mobile_tail="1111")
    office.application(team=[])
    return office.found()[0]


def doubtful(office: Any) -> Any:
    """Return one finding R15."""
    office.expert(name="逄䶮甲", employer="某大学", mobile_tail="1111")
    office.application(
        team=[], contact=None, legal_representative=None, project_leader={"name": "逄䶮甲", "employer": UNIT}
    )
    return office.found()[0]


def refusal(office: Any, *act: Any) -> str:
    with pytest.raises(GateError) as refused:
        office.decide(*act)
    return refused.value.code


def test_c6_dismissed_stays_so_after_a_restart_and_a_new_telephone(office: Any) -> None:
    finding = doubtful(office)
    office.decide(finding, "dismiss", "两人并非同一人，已电话核实")
    office.reopened()
    assert [one.status for one in office.found()] == ["dismissed"]
    office.expert(name="逄䶮甲", employer="某大学", mobile_tail="2222", email="x@example.cn")
    assert [one.status for one in office.found()] == ["dismissed"]
    assert len(office.all()) == 1


def test_c6_a_new_employer_brings_the_finding_back_with_both_texts(office: Any) -> None:
    finding = doubtful(office)
    office.decide(finding, "dismiss", "两人并非同一人")
    office.expert(name="逄䶮甲", employer="某大学", employment=[{"name": "某研究所", "to": "2026-01-31"}])
    (again,) = office.found()
    assert (again.status, again.is_due) == ("open", True)
    assert (again.row.hit["left"], again.row.hit["right"]) == ("逄䶮甲", "逄䶮甲")
    assert again.row.hit["employers"] == ["某大学", "某研究所"]
    assert again.before is not None
    assert again.before.hit["employers"] == ["某大学"]
    gone = next(one for one in office.all() if one.row.finding_id == finding.row.finding_id)
    assert (gone.is_current, gone.status) == (False, "dismissed")


def test_evidence_that_returns_finds_its_decision(office: Any) -> None:
    finding = doubtful(office)
    office.decide(finding, "dismiss", "两人并非同一人")
    office.expert(name="逄䶮甲", employer="另一大学")
    office.screen()
    office.expert(name="逄䶮甲", employer="某大学", mobile_tail="1111")
    (back,) = office.found()
    assert (back.row.finding_id, back.status) == (finding.row.finding_id, "dismissed")


def test_a_dismissal_does_not_cover_a_higher_level(office: Any) -> None:
    """The level belongs to the evidence: the employer's joint application became the expert's own."""
    partner = {"name": "某某大学", "kind": "university"}
    office.expert(name="逄䶮丁", employer="某某大学")
    office.application("X-1", sub="M04-1", partners=[partner])
    office.application("Y-1", team=[])

    def on_y() -> list[tuple[str, str]]:
        meant = office.applications["Y-1"]
        return [
            (one.row.level, one.status)
            for one in office.found()
            if one.row.application_id == meant and one.row.rule == "R18"
        ]

    assert on_y() == [("D", "open")]
    (disclosed,) = [one for one in office.all() if one.row.application_id == office.applications["Y-1"]]
    office.decide(disclosed, "dismiss", "联合申报与本人无关")
    assert on_y() == [("D", "dismissed")]
    own = {"member": {"name": "逄䶮丁", "employer": "某某大学"}, "core": False}
    office.application("X-1", sub="M04-1", partners=[partner], team=[own])
    assert on_y() == [("V", "open")]


def test_h_is_confirmed_without_and_dismissed_with_a_reason(office: Any) -> None:
    finding = hard(office)
    assert refusal(office, finding, "dismiss", " ") == "desk.grounds"
    assert office.decide(finding, "recuse").status == "recused"
    assert refusal(office, finding, "dismiss", "更正") == "desk.decided"


@pytest.mark.parametrize("act", ["disclose", "refer"])
def test_h_is_neither_disclosed_nor_ruled_on(office: Any, act: str) -> None:
    assert refusal(office, hard(office), act, "理由") == "desk.act"


def test_v_waits_for_two_people_and_is_never_dismissed_alone(office: Any) -> None:
    office.expert(prior_roles=[{"kind": "guide", "measure": "M01"}])
    office.application(team=[])
    (finding,) = office.found()
    assert refusal(office, finding, "dismiss", "不影响") == "desk.act"
    assert office.decide(finding, "refer").status == "referred"


def test_r15_confirmed_recuses_by_the_rule_behind_it(office: Any) -> None:
    finding = doubtful(office)
    assert refusal(office, finding, "recuse") == "desk.grounds"
    decided = office.decide(finding, "recuse", "核实为同一人")
    assert (decided.row.rule, decided.rule) == ("R15", "R01")


def test_undo_is_a_new_event_with_a_reason(office: Any) -> None:
    finding = hard(office)
    office.decide(finding, "recuse")
    count = len(office.leaves())
    with pytest.raises(GateError, match=r"desk\.grounds"):
        conflict_desk.undo(office.desk, office.row, finding.row.finding_id, "")
    opened = conflict_desk.undo(office.desk, office.row, finding.row.finding_id, "名册有误")
    assert (opened.status, opened.is_due) == ("open", True)
    assert len(office.leaves()) == count + 1
    with pytest.raises(GateError, match=r"desk\.undo"):
        conflict_desk.undo(office.desk, office.row, finding.row.finding_id, "再撤")
    with office.desk.vault.begin() as uow:
        acts = [one.act for one in uow.findings.acts(office.row.round_id)]
    assert acts == ["found", "recuse", "undo"]


def test_r14_is_granted_without_the_secretary_and_can_be_opened_again(office: Any) -> None:
    office.expert()
    office.application(excluded_experts=[OWN], team=[])
    (finding,) = office.found()
    assert finding.status == "recused"
    opened = conflict_desk.undo(office.desk, office.row, finding.row.finding_id, "交两人裁定")
    assert opened.is_due
    assert [one.status for one in office.found()] == ["open"]


def test_r14_is_not_granted_by_itself_once_the_review_is_on(office: Any) -> None:
    office.expert()
    office.application(state="REVIEWING", excluded_experts=[OWN], team=[])
    assert [one.status for one in office.found()] == ["open"]


@pytest.mark.parametrize("state", ["LOCKED", "AGGREGATED", "DELIBERATED"])
def test_late_findings_are_voided_not_decided_here(office: Any, state: str) -> None:
    finding = hard(office)
    office.application(state=state, team=[])
    assert refusal(office, finding, "recuse") == "desk.late"


def test_ended_applications_are_not_screened(office: Any) -> None:
    office.expert(employer=UNIT)
    office.application(state="INELIGIBLE")
    assert office.screen().applications == 0
    assert office.all() == ()


@pytest.mark.parametrize("given", ["", "zzzz", "abc"])
def test_a_finding_is_named_by_its_id(office: Any, given: str) -> None:
    hard(office)
    with pytest.raises(GateError) as refused:
        conflict_desk.decide(office.desk, office.row, given, "recuse")
    assert refused.value.code == "desk.finding"


def test_only_the_secretary_decides(office: Any) -> None:
    finding = hard(office)
    member = replace(office.row, place="member")
    with pytest.raises(GateError, match=r"round\.role\.secretary"):
        conflict_desk.decide(office.desk, member, finding.row.finding_id, "recuse")


def test_events_hold_no_expert_and_no_text(office: Any) -> None:
    """A finding's event names its random id: beside a code it would tell who the code is."""
    finding = hard(office)
    office.decide(finding, "recuse", "核实㐆䶮属实")
    leaf = office.leaves()[-1]
    said = json.loads(leaf)
    assert said["act"] == "conflict.decided"
    assert sorted(said["data"]) == ["act", "application", "finding", "level", "reason", "rule"]
    everything = b"\n".join(office.leaves())
    assert office.experts["E001"].encode() not in everything
    assert finding.row.evidence.encode() not in everything
    for text in ("㐆䶮", "亓𠮷子", UNIT, "E001"):
        assert text.encode() not in everything
        assert json.dumps(text)[1:-1].encode() not in everything


def test_missing_lists_are_named_and_never_taken_for_no_conflict(office: Any) -> None:
    office.expert(positions=[])
    office.application()
    with office.desk.vault.begin() as uow:
        missing = missing_lists(uow, office.row, state_of(uow, office.row))
    assert "positions" not in missing["E001"]
    assert {"kin", "holdings", "disputes", "services"} <= set(missing["E001"])
    assert missing["A-1"] == ("controllers", "advisers", "excluded")


def test_r14_wishes_that_do_not_count_are_reported(office: Any) -> None:
    office.application("A-1", excluded_experts=[OWN] * 4)
    office.application("A-2", excluded_experts=[OWN, {**OWN, "reason": ""}])
    office.application("A-3", excluded_experts=[OWN])
    with office.desk.vault.begin() as uow:
        found = wish_findings(uow, office.row, state_of(uow, office.row))
    assert [(one.code, one.params["number"], one.params["count"]) for one in found] == [
        ("desk.wish.many", "A-1", 4),
        ("desk.wish.bare", "A-2", 1),
    ]


def test_screening_counts_new_standing_gone_and_due(office: Any) -> None:
    office.expert("E001", employer=UNIT)
    office.expert("E002", name="亓𠮷丑")
    office.application(team=[])
    assert office.screen() == Screened(experts=2, applications=1, found=1, new=1, gone=0, due=1)
    office.expert("E001", employer="䲜䴉研究院")
    assert office.screen() == Screened(experts=2, applications=1, found=0, new=0, gone=1, due=0)
