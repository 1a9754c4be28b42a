"""Answers to gates: the program's counts until a person answers, and both stay (rules §2.2)."""

from __future__ import annotations

from typing import Any

import pytest
from gates_harness import GateWorld, defined_world, listed_row, open_record

from zgc_review.errors import GateError
from zgc_review.services import gates, taking_in
from zgc_review.services.gates_book import book_of
from zgc_review.services.gates_fields import set_field


def refused(world: GateWorld, code: str, *asked: Any, **more: Any) -> None:
    """Expect a refusal that leaves no event behind."""
    before = world.events()
    with pytest.raises(GateError) as error:
        world.answer(*asked, **more)
    assert error.value.code == code
    assert world.events() == before


def test_2_2_each_way_asks_its_own_gates(world: GateWorld) -> None:
    world.namelist(listed_row(1))
    assert list(world.lines("O-1"))[:10] == [f"CG{n:02d}" for n in range(1, 11)]
    assert [name for name in world.lines("O-1") if name.startswith("M")] == [f"M01-G{n}" for n in range(1, 6)]
    assert [name for name in world.lines("Q-1") if name.startswith("M")] == ["M08-G1", "M08-G3"]
    assert list(world.lines("N-1")) == ["CG04", "CG05", "M01-G6"]


def test_2_2_the_program_answers_over_record_derived_and_secretary_fields(world: GateWorld) -> None:
    lines = world.lines("O-1")
    assert lines["CG04"].machine == "yes"  # field of the secretary
    assert lines["CG05"].machine == "yes"  # comparison with the list
    assert lines["CG06"].machine == "yes"  # ethics_involved is derived
    assert lines["M01-G4"].machine == "yes"  # rd_expense_increase is derived
    assert lines["CG09"].machine == "unverified"  # partial: seals are for a person
    assert lines["CG09"].lacking == ("digest_mismatches",)
    assert lines["CG01"].lacking == ()


def test_2_2_a_missing_paper_is_counted_from_the_documents_kept(world: GateWorld) -> None:
    world.take([open_record(3)], without=("CA03", "CA07"))
    assert world.lines("O-3")["CG09"].machine == "no"


def test_2_2_an_answer_to_an_open_gate_needs_no_reason(world: GateWorld) -> None:
    line = world.answer("O-1", "CG01", "yes")
    assert (line.machine, line.counts, line.passes) == ("unverified", "yes", True)
    assert world.acts()[-1] == "gates.answered"


def test_2_2_a_differing_answer_needs_reason_and_evidence_and_both_stay(world: GateWorld) -> None:
    refused(world, "gates.reason", "O-1", "CG04", "no")
    refused(world, "gates.reason", "O-1", "CG04", "no", " x ", "报告第2页")
    refused(world, "gates.evidence", "O-1", "CG04", "no", "报告载有失信记录")
    line = world.answer("O-1", "CG04", "no", "报告载有失信记录", "信用报告第2页")
    assert (line.machine, line.counts) == ("yes", "no")
    assert (line.person.reason, line.person.evidence) == ("报告载有失信记录", "信用报告第2页")


def test_2_2_not_applicable_passes_with_a_reason(world: GateWorld) -> None:
    refused(world, "gates.reason", "O-1", "CG01", "not_applicable")
    line = world.answer("O-1", "CG01", "not_applicable", "境外分支不适用")
    assert line.passes
    refused(world, "gates.evidence", "O-1", "CG03", "not_applicable", "由上级单位统一承诺")


def test_2_2_a_person_may_take_a_gate_back_to_unverified(world: GateWorld) -> None:
    line = world.answer("O-1", "CG04", "unverified", "报告日期过早", "信用报告第1页")
    assert (line.machine, line.counts, line.passes) == ("yes", "unverified", False)


def test_every_answer_is_kept(world: GateWorld) -> None:
    for answer in ("yes", "no", "yes"):
        world.answer("O-1", "CG01", answer, "复核", "执照")
    row = world.row("O-1")
    with world.secretary.desk.vault.begin() as uow:
        book = book_of(uow, world.secretary.round, row.application_id)
        saved = uow.answers.newest(row.round_id, row.application_id)
    assert [(one.gate, one.answer, one.by) for one in book.answers] == [
        ("CG01", answer, "秘书01") for answer in ("yes", "no", "yes")
    ]
    assert saved is not None
    assert saved.n == 3


def test_an_answer_given_on_other_grounds_must_be_given_again(world: GateWorld) -> None:
    """The program said unverified; a yes without a reason must not stand against its later no."""
    world.answer("O-1", "CG09", "yes")
    set_field(world.secretary.desk, world.secretary.round, "O-1", "digest_mismatches", "2")
    line = world.lines("O-1")["CG09"]
    assert (line.machine, line.outdated, line.counts) == ("no", True, "unverified")
    line = world.answer("O-1", "CG09", "yes", "清单有笔误，逐件核对一致", "核对记录")
    assert (line.outdated, line.counts) == (False, "yes")


def test_an_answer_stays_while_the_program_only_comes_to_agree_or_to_doubt(world: GateWorld) -> None:
    world.answer("O-1", "CG08", "no", "已获区级支持", "批复")
    set_field(world.secretary.desk, world.secretary.round, "O-1", "duplicate_funding", "")
    line = world.lines("O-1")["CG08"]
    assert (line.machine, line.outdated, line.counts) == ("unverified", False, "no")
    set_field(world.secretary.desk, world.secretary.round, "O-1", "duplicate_funding", "是")
    line = world.lines("O-1")["CG08"]
    assert (line.machine, line.outdated, line.counts) == ("no", False, "no")


def test_what_cannot_be_answered_is_refused_and_nothing_changes(world: GateWorld) -> None:
    refused(world, "gates.answer", "O-1", "CG01", "maybe")
    refused(world, "gates.unknown", "O-1", "M08-G1", "yes")
    refused(world, "gates.unknown", "O-1", "CG99", "yes")
    refused(world, "application.unknown", "O-9", "CG01", "yes")
    refused(world, "gates.long", "O-1", "CG01", "yes", "长" * 501)


def test_2_1_a_gate_is_closed_once_what_it_decides_is_decided(world: GateWorld) -> None:
    desk, row = world.secretary.desk, world.secretary.round
    taking_in.admit(desk, row, ("O-1", "Q-1"), "逐项核对")
    refused(world, "gates.closed", "O-1", "CG01", "yes")
    refused(world, "gates.closed", "Q-1", "CG01", "yes")
    assert world.answer("Q-1", "M08-G3", "yes").counts == "yes"  # decides the result, not eligibility
    taking_in.reject(desk, row, "O-2", "材料不全")
    refused(world, "gates.closed", "O-2", "CG01", "yes")


def test_only_the_secretary_answers_runs_and_decides(world: GateWorld) -> None:
    desk, row = world.observer.desk, world.observer.round
    for act in (
        lambda: gates.answer_gate(desk, row, "O-1", "CG01", "yes"),
        lambda: gates.run_gates(desk, row),
        lambda: set_field(desk, row, "O-1", "duplicate_funding", "否"),
    ):
        with pytest.raises(GateError) as error:
            act()
        assert error.value.code == "round.role.secretary"


def test_run_tells_what_waits_for_a_person(world: GateWorld) -> None:
    views = gates.run_gates(world.secretary.desk, world.secretary.round, ["O-1", "Q-1"])
    assert [[line.gate.id for line in view.open_lines] for view in views] == [
        ["CG01", "CG09"],
        ["CG01", "CG09", "M08-G3"],
    ]
    assert world.acts()[-1] == "gates.run"
    with pytest.raises(GateError, match=r"application\.unknown"):
        gates.run_gates(world.secretary.desk, world.secretary.round, ["O-1", "X"])


def test_gate_values_of_the_round_count(tmp_path: Any) -> None:
    """Rules §13: the round's own value of a test, in the unit of the test."""
    world = defined_world(tmp_path / "own", gate_values={"M01-G3": {"employees_year_end": 39}})
    world.take([open_record(1), open_record(2, employees_year_end=39)])
    assert world.lines("O-1")["M01-G3"].machine == "no"  # 40 people; the catalogue would say yes
    assert world.lines("O-2")["M01-G3"].machine == "yes"
    world.close()


def test_words_of_a_person_are_kept_beside_what_the_program_said(world: GateWorld) -> None:
    desk, row = world.secretary.desk, world.secretary.round
    assert taking_in.admit(desk, row, ("O-1",), " 逐项核对 ") == 1
    lines = world.lines("O-1")
    assert lines["CG01"].word.reason == "逐项核对"
    assert (lines["CG01"].machine, lines["CG01"].counts) == ("unverified", "yes")
    assert lines["CG03"].word is None  # the program's own yes needs no word
    name = world.row("O-1").application_id
    with desk.vault.begin() as uow:
        (word,) = book_of(uow, row, name).words
    assert word.machine["CG01"] == "unverified"
    assert word.by == "秘书01"
    assert "gates.admitted" in world.acts()


def test_a_word_does_not_carry_a_gate_that_fails_later(world: GateWorld) -> None:
    desk, row = world.secretary.desk, world.secretary.round
    taking_in.admit(desk, row, ("O-1",), "逐项核对")
    assert world.lines("O-1")["CG08"].counts == "yes"
    set_field(desk, row, "O-1", "duplicate_funding", "是")
    assert world.lines("O-1")["CG08"].counts == "no"
