"""F01 形式审查与资格核验表 (rules §10): both answers, grounds, list entries, result."""

from __future__ import annotations

from pathlib import Path

import pytest
from gates_harness import GateWorld, listed_row, listing_entry, open_record

from zgc_review.errors import GateError
from zgc_review.export.office_values import FormalCheck
from zgc_review.services import gates_forms, taking_in
from zgc_review.services.form_heads import paper_of
from zgc_review.services.gates import view_gates
from zgc_review.services.rounds import state_of


def form(world: GateWorld, number: str) -> FormalCheck:
    desk, row = world.secretary.desk, world.secretary.round
    view = view_gates(desk, row, number)
    with desk.vault.begin() as uow:
        paper = paper_of(uow, row, state_of(uow, row), desk.clock.now())
    return gates_forms.formal_check(paper, view, "郗䶮秘", "2026-11-22")


def test_f01_shows_both_answers_and_their_grounds(world: GateWorld) -> None:
    world.answer("O-1", "CG04", "no", "报告载有失信记录", "信用报告第2页")
    world.answer("O-1", "CG09", "yes")
    world.check_gates("O-1")
    value = form(world, "O-1")
    lines = {line.id: line for line in value.lines}
    assert (lines["CG04"].by_program, lines["CG04"].by_person) == ("yes", "no")
    assert (lines["CG04"].evidence, lines["CG04"].reason) == ("信用报告第2页", "报告载有失信记录")
    assert (lines["CG03"].by_program, lines["CG03"].by_person) == ("yes", None)
    assert lines["CG03"].evidence == "法定代表人签字并盖章的承诺书"
    assert (value.result, value.checked_by) == ("INELIGIBLE", "郗䶮秘")
    assert value.reason.startswith("CG04 ")
    assert value.credit_code == open_record(1)["unit_credit_code"]


def test_9_f01_discloses_entries_of_the_integrity_list(world: GateWorld) -> None:
    world.listing(listing_entry(name=open_record(1)["unit_name"], to="2025-01-01"))
    lines = {line.id: line for line in form(world, "O-1").lines}
    assert lines["CG05"].by_program == "yes"
    assert "京科信〔2024〕7号 2024-01-01–2025-01-01" in lines["CG05"].evidence
    assert "京科信" not in lines["CG04"].evidence


def test_f01_names_the_word_that_carried_a_gate(world: GateWorld) -> None:
    taking_in.admit(world.secretary.desk, world.secretary.round, ("O-1",), "逐项核对")
    lines = {line.id: line for line in form(world, "O-1").lines}
    assert (lines["CG09"].by_program, lines["CG09"].by_person) == ("unverified", "yes")
    assert lines["CG09"].reason == "逐项核对"
    assert lines["CG03"].by_person is None


def test_f01_names_the_result_of_an_unscored_way(world: GateWorld) -> None:
    world.namelist(listed_row(1, answer="declined"))
    world.check_gates("N-1")
    assert (form(world, "N-1").result, form(world, "N-1").reason) == ("CHECKED", "放弃")


def test_f01_is_written_for_the_applications_named(world: GateWorld, tmp_path: Path) -> None:
    desk, row = world.secretary.desk, world.secretary.round
    world.namelist(listed_row(1, application_no="N/1"), listed_row(2, application_no="N 1"))
    paths = gates_forms.print_checks(desk, row, tmp_path, ["N 1", "N/1"])
    assert [path.name for path in paths] == ["F01-N_1.pdf", "F01-N_1-2.pdf"]
    assert all(path.read_bytes().startswith(b"%PDF") for path in paths)
    with pytest.raises(GateError, match=r"application\.unknown"):
        gates_forms.print_checks(desk, row, tmp_path, ["X"])
    with pytest.raises(GateError, match=r"round\.role\.secretary"):
        gates_forms.print_checks(world.observer.desk, world.observer.round, tmp_path)
