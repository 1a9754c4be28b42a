"""Moves on gates: formal check, eligibility and the results of the unscored ways (rules §2.1, §2.2)."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from gates_harness import (
    WAN,
    GateWorld,
    defined_world,
    listed_row,
    listing_entry,
    open_record,
    qualified_record,
)

from zgc_review.catalogue import load_shipped
from zgc_review.errors import GateError, ProgramFault
from zgc_review.services import taking_in
from zgc_review.services.aggregating import result_applications
from zgc_review.services.gates_book import book_of
from zgc_review.services.gates_deciding import decide_gates
from zgc_review.services.round_settings import complete_settings
from zgc_review.services.rounds import state_of
from zgc_review.services.unscored import check_before_seal, list_result, qualification, settled


def results(world: GateWorld) -> dict[str, str | None]:
    """Return check_result of every application by number, as the sealed result carries it."""
    row = world.secretary.round
    with world.secretary.desk.vault.begin() as uow:
        lines = result_applications(uow, row, state_of(uow, row).settings)
    return {line.number: line.check_result for line in lines}


def moves(world: GateWorld, *numbers: str) -> list[tuple[str, str]]:
    return [(one.old, one.new) for one in world.check_gates(*numbers).moved]


def test_2_1_formal_check_waits_for_seals_then_passes(world: GateWorld) -> None:
    decided = world.check_gates("O-1")
    assert decided.moved == []
    assert [(one.number, one.state, one.gates) for one in decided.waiting] == [("O-1", "RECEIVED", ("CG09",))]
    world.answer("O-1", "CG09", "yes")
    assert moves(world, "O-1") == [("RECEIVED", "FORMAL_OK")]


def test_2_1_missing_papers_send_back_once_then_end(world: GateWorld) -> None:
    world.take([open_record(3)], without=("CA03",))
    assert moves(world, "O-3") == [("RECEIVED", "FORMAL_FIX")]
    assert "CA03 诚信承诺书" in world.row("O-3").reason
    assert moves(world, "O-3") == []
    world.take([open_record(3)], without=("CA04",))
    assert world.state("O-3") == "RECEIVED"
    assert b'"from":"FORMAL_FIX"' in b"".join(world.events())
    assert moves(world, "O-3") == [("RECEIVED", "FORMAL_FAIL")]
    assert "CA04" in world.row("O-3").reason
    with pytest.raises(GateError, match=r"intake\.started"):
        world.take([open_record(3)])


def test_2_1_completed_papers_go_on(world: GateWorld) -> None:
    world.take([open_record(3)], without=("CA03",))
    world.check_gates("O-3")
    world.take([open_record(3)])
    world.pass_common("O-3")
    assert moves(world, "O-3") == [("RECEIVED", "FORMAL_OK"), ("FORMAL_OK", "ELIGIBLE")]


def test_2_1_a_persons_no_to_the_formal_check_sends_back(world: GateWorld) -> None:
    world.answer("O-1", "CG09", "no", "未盖章", "申报书第1页")
    assert moves(world, "O-1") == [("RECEIVED", "FORMAL_FIX")]
    assert "未盖章" in world.row("O-1").reason


def test_2_2_open_call_is_eligible_when_every_blocking_gate_passes(world: GateWorld) -> None:
    world.pass_common("O-1")
    assert world.lines("O-1")["CG02"].counts == "unverified"  # not blocking: it only warns
    assert moves(world, "O-1") == [("RECEIVED", "FORMAL_OK"), ("FORMAL_OK", "ELIGIBLE")]
    assert world.acts()[-2:] == ["application.moved", "application.moved"]
    assert moves(world, "O-1") == []


def test_2_2_open_call_stays_while_a_gate_is_open(world: GateWorld) -> None:
    world.answer("O-1", "CG09", "yes")
    decided = world.check_gates("O-1")
    assert [(one.number, one.state, one.gates) for one in decided.waiting] == [
        ("O-1", "FORMAL_OK", ("CG01",))
    ]


def test_2_2_one_no_ends_it_with_gate_and_evidence(world: GateWorld) -> None:
    world.answer("O-1", "CG09", "yes")
    world.answer("O-1", "M01-G2", "no", "成立日期不符", "营业执照第1页")
    assert moves(world, "O-1") == [("RECEIVED", "FORMAL_OK"), ("FORMAL_OK", "INELIGIBLE")]
    reason = world.row("O-1").reason
    assert reason.startswith("M01-G2 ")
    assert "成立日期不符；营业执照第1页" in reason
    assert results(world)["O-1"] is None


def test_9_a_current_hit_makes_it_ineligible(world: GateWorld) -> None:
    world.listing(listing_entry(name=open_record(1)["unit_name"]))
    world.pass_common("O-1")
    world.pass_common("O-2")
    world.check_gates()
    assert (world.state("O-1"), world.state("O-2")) == ("INELIGIBLE", "ELIGIBLE")
    assert world.row("O-1").reason.startswith("CG05 ")


def test_a_long_reason_fits_a_line(world: GateWorld) -> None:
    world.answer("O-1", "CG09", "yes")
    for gate in ("CG03", "CG04", "CG06", "CG07"):
        world.answer("O-1", gate, "no", "理由" * 100, "依据\n" * 100)
    world.check_gates("O-1")
    reason = world.row("O-1").reason
    assert len(reason) == 500
    assert "\n" not in reason


def test_2_2_qualification_met_when_all_blocking_gates_pass(world: GateWorld) -> None:
    world.pass_common("Q-1", "M08-G3")
    decided = world.check_gates("Q-1")
    assert [(one.old, one.new) for one in decided.moved] == [
        ("RECEIVED", "FORMAL_OK"),
        ("FORMAL_OK", "ELIGIBLE"),
        ("ELIGIBLE", "CHECKED"),
    ]
    assert decided.results == {"Q-1": "MET"}
    assert results(world)["Q-1"] == "MET"
    assert world.acts()[-1] == "gates.result"


def test_2_2_qualification_not_met_on_any_no_but_still_eligible(world: GateWorld) -> None:
    world.take([qualified_record(3, operating_since="2026-06-01")])
    world.pass_common("Q-3")
    assert world.check_gates("Q-3").results == {"Q-3": "NOT_MET"}
    assert world.state("Q-3") == "CHECKED"
    assert world.row("Q-3").reason.startswith("M08-G1 ")


def test_2_2_qualification_manual_while_a_gate_is_open(world: GateWorld) -> None:
    world.pass_common("Q-1")
    decided = world.check_gates("Q-1")
    assert decided.results == {"Q-1": "MANUAL"}
    assert [(one.state, one.gates) for one in decided.waiting] == [("CHECKED", ("M08-G3",))]
    assert decided.findings == []
    assert [one.new for one in world.check_gates("Q-1").moved] == []
    assert world.acts().count("gates.result") == 1  # the same result is not written twice


def test_2_2_common_gates_decide_eligibility_of_qualification(world: GateWorld) -> None:
    world.answer("Q-1", "CG09", "yes")
    world.answer("Q-1", "CG03", "no", "未签署", "承诺书")
    assert moves(world, "Q-1")[-1] == ("FORMAL_OK", "INELIGIBLE")


def test_a_word_admits_qualification_but_does_not_settle_its_result(world: GateWorld) -> None:
    taking_in.admit(world.secretary.desk, world.secretary.round, ("Q-1",), "逐项核对")
    assert world.check_gates("Q-1").results == {"Q-1": "MANUAL"}


def test_manual_without_a_group_is_told(tmp_path: Any) -> None:
    groups = [{"id": "G01", "sub_directions": ["M01-1"], "size": 5}]
    world = defined_world(tmp_path / "own", groups=groups)
    world.take([qualified_record(1)])
    world.listing()
    world.pass_common("Q-1")
    assert [one.code for one in world.check_gates().findings] == ["gates.manual.group"]
    world.close()


def test_2_2_listed_when_all_pass_and_the_unit_confirmed(world: GateWorld) -> None:
    world.namelist(listed_row(1))
    world.answer("N-1", "M01-G6", "yes")
    decided = world.check_gates("N-1")
    assert [one.new for one in decided.moved] == ["FORMAL_OK", "ELIGIBLE", "CHECKED"]
    assert decided.results == {"N-1": "LISTED"}


@pytest.mark.parametrize(
    "change", [{"answer": "pending"}, {"account": None}, {"payee": None}, {"bank": None}]
)
def test_2_2_info_missing_until_confirmed_and_payable(world: GateWorld, change: dict[str, Any]) -> None:
    world.namelist(listed_row(1, **change))
    world.answer("N-1", "M01-G6", "yes")
    decided = world.check_gates("N-1")
    assert decided.results == {"N-1": "INFO_MISSING"}
    assert [(one.state, one.gates) for one in decided.waiting] == [("CHECKED", ())]
    world.namelist(listed_row(1))
    assert world.check_gates().results["N-1"] == "LISTED"
    assert results(world)["N-1"] == "LISTED"


def test_2_2_info_missing_while_a_gate_is_unverified(world: GateWorld) -> None:
    world.namelist(listed_row(1, credit_report_clean=None))
    decided = world.check_gates("N-1")
    assert decided.results == {"N-1": "INFO_MISSING"}
    assert decided.waiting[0].gates == ("CG04", "M01-G6")
    for gate in decided.waiting[0].gates:
        world.answer("N-1", gate, "yes")
    assert world.check_gates("N-1").results == {"N-1": "LISTED"}


def test_2_2_declined(world: GateWorld) -> None:
    world.namelist(listed_row(1, answer="declined"))
    assert world.check_gates("N-1").results == {"N-1": "DECLINED"}
    assert world.row("N-1").reason == ""


def test_2_2_any_no_of_a_listed_unit_is_ineligible(world: GateWorld) -> None:
    world.namelist(listed_row(1, answer="declined"), listed_row(2))
    world.answer("N-1", "CG04", "no", "有失信记录", "信用报告")
    world.listing(listing_entry(identifier=listed_row(2)["unit_credit_code"]))
    world.check_gates()
    assert (world.state("N-1"), world.state("N-2")) == ("INELIGIBLE", "INELIGIBLE")


def test_a_no_after_the_check_keeps_a_listed_unit_from_its_grant(world: GateWorld) -> None:
    """§2.1 knows no way from CHECKED but SEALED: the result says it, and no amount follows."""
    world.namelist(listed_row(1))
    world.answer("N-1", "M01-G6", "yes")
    world.check_gates("N-1")
    world.answer("N-1", "CG04", "no", "有失信记录", "信用报告")
    assert world.check_gates("N-1").results == {"N-1": "INFO_MISSING"}
    assert world.row("N-1").reason.startswith("CG04 ")


def test_what_keeps_an_amount_from_being_right_is_told(tmp_path: Any) -> None:
    world = defined_world(tmp_path / "own", grants={"M08-3": {"ratio_bp": 5000, "cap_fen": 500 * WAN}})
    world.take([{k: v for k, v in qualified_record(1).items() if k != "audited_spending"}])
    world.listing()
    world.namelist(listed_row(1))
    world.pass_common("Q-1", "M08-G3")
    world.answer("N-1", "M01-G6", "yes")
    found = {(one.code, one.value) for one in world.check_gates().findings}
    assert found == {("gates.amount.spending", "Q-1"), ("gates.amount.none", "N-1")}
    world.close()


def test_an_unknown_number_decides_nothing(world: GateWorld) -> None:
    world.pass_common("O-1")
    before = world.events()
    with pytest.raises(GateError, match=r"application\.unknown"):
        world.check_gates("O-1", "O-9")
    assert world.events() == before
    with pytest.raises(GateError, match=r"round\.role\.secretary"):
        decide_gates(world.observer.desk, world.observer.round)


def test_every_move_is_decided_in_one_transaction(world: GateWorld) -> None:
    """A damaged record of the second application leaves the first where it was."""
    world.pass_common("O-1")
    damaged = world.row("O-2")
    with world.secretary.desk.vault.begin() as uow:
        record = {**damaged.record, "employees_year_end": "很多"}
        uow.applications.update(replace(damaged, record=record), "2026-11-22T09:00:00+08:00")
        uow.commit()
    before = world.events()
    with pytest.raises(ProgramFault):
        world.check_gates("O-1", "O-2")
    assert world.state("O-1") == "RECEIVED"
    assert world.events() == before


def test_books_hold_what_was_decided(world: GateWorld) -> None:
    world.namelist(listed_row(1))
    world.check_gates("N-1")
    name = world.row("N-1").application_id
    with world.secretary.desk.vault.begin() as uow:
        book = book_of(uow, world.secretary.round, name)
    assert book.result == "INFO_MISSING"
    assert book.listed is not None


@pytest.mark.parametrize(
    ("votes", "outcome"),
    [
        ({}, None),
        ({"a": "yes"}, None),
        ({"chair": "yes"}, None),
        ({"a": "yes", "b": "yes"}, "yes"),
        ({"a": "no", "b": "no"}, "no"),
        ({"a": "yes", "b": "no"}, None),
        ({"a": "yes", "b": "no", "chair": "no"}, "no"),
        ({"a": "yes", "b": "no", "chair": "yes"}, "yes"),
        ({"a": "yes", "chair": "yes"}, "yes"),
        ({"a": "yes", "chair": "no"}, None),
        ({"a": "yes", "b": "yes", "chair": "no"}, "yes"),
        ({"a": "yes", "b": "yes", "c": "no"}, None),
        ({"a": "yes", "b": "yes", "c": "no", "chair": "no"}, "no"),
    ],
)
def test_2_2_two_experts_settle_and_the_chair_decides_where_they_differ(
    votes: dict[str, str], outcome: str | None
) -> None:
    assert settled(votes, "chair") == outcome


@pytest.mark.parametrize(
    ("answers", "result"),
    [
        ([], "MET"),
        (["yes", "not_applicable"], "MET"),
        (["yes", "unverified"], "MANUAL"),
        (["unverified", "no"], "NOT_MET"),
    ],
)
def test_2_2_result_of_qualification(answers: list[str], result: str) -> None:
    assert qualification(answers) == result


def test_2_2_a_row_that_is_not_in_the_list_is_not_listed() -> None:
    assert list_result(["yes"], "not_found", None) == "INFO_MISSING"
    assert list_result(["yes"], None, None) == "INFO_MISSING"


def test_9_a_word_given_over_a_hit_is_a_persons_answer_but_a_later_hit_stops_the_seal(
    world: GateWorld,
) -> None:
    desk, row = world.secretary.desk, world.secretary.round
    world.listing(listing_entry(name=open_record(1)["unit_name"]))
    taking_in.admit(desk, row, ("O-1", "O-2"), "处理决定已撤销，见撤销文件")
    ids = [world.row(number).application_id for number in ("O-1", "O-2")]
    with desk.vault.begin() as uow:
        check_before_seal(desk, uow, row, ids)
    world.listing(
        listing_entry(name=open_record(1)["unit_name"]), listing_entry(name=open_record(2)["unit_name"])
    )
    with desk.vault.begin() as uow, pytest.raises(GateError) as error:
        check_before_seal(desk, uow, row, ids)
    assert (error.value.code, error.value.params) == ("seal.integrity", {"count": 1, "number": "O-2"})


def test_2_2_the_default_group_of_a_measure_also_settles_its_qualifications() -> None:
    modes = {"M04-2": "open_call", "M04-1": "on_qualification", "M01-2": "no_application"}
    given = {"title": "试", "call_year": 2026, "t0": "2026-11-22", "modes": modes}
    (plan,) = complete_settings(given, load_shipped(), "0" * 64).groups
    assert (plan.id, plan.sub_directions) == ("G04", ("M04-1", "M04-2"))
