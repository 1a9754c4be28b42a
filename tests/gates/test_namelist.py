"""The 名单 of 免申即享 (rules §2.2 N)."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from gates_harness import LISTED, GateWorld, defined_world, listed_row, open_record
from services_harness import credit_code

from zgc_review.errors import GateError, IntakeError, PackageError
from zgc_review.intake.application_layout import namelist_layout
from zgc_review.intake.workbooks import write_workbook
from zgc_review.services import unscored_list
from zgc_review.services.gates_book import Book, book_of
from zgc_review.services.gates_fields import set_field


def book(world: GateWorld, number: str) -> Book:
    name = world.row(number).application_id
    with world.secretary.desk.vault.begin() as uow:
        return book_of(uow, world.secretary.round, name)


def test_rows_become_applications(world: GateWorld) -> None:
    taken = world.namelist(listed_row(1), listed_row(2, application_no=None))
    second = f"{LISTED}-{credit_code(202)}"
    assert taken.new == ("N-1", second)
    assert world.row(second).record["application_no"] == second
    one = world.row("N-1")
    assert (one.state, one.sub_direction) == ("RECEIVED", LISTED)
    assert one.record["unit_name"] == listed_row(1)["unit_name"]
    assert one.record["credit_report_clean"] is True
    assert world.acts()[-1] == "namelist.taken"


def test_consent_and_payment_data_stand_beside_the_record_and_never_in_the_log(world: GateWorld) -> None:
    world.namelist(listed_row(1))
    assert not {"answer", "payee", "bank", "account"} & set(world.row("N-1").record)
    listed = book(world, "N-1").listed
    assert listed is not None
    assert (listed.answer, listed.match, listed.account) == ("agreed", "match", "622200000001")
    assert listed.is_payable
    row = world.secretary.round
    with world.secretary.desk.vault.begin() as uow:
        said = b"".join(event.leaf for event in uow.events.all(row.round_id)).decode()
        said += json.dumps([text.text for text in uow.events.texts(row.round_id)], ensure_ascii=False)
    assert "622200000001" not in said
    assert "收款1" not in said


def test_the_same_list_again_changes_nothing(world: GateWorld) -> None:
    world.namelist(listed_row(1))
    before = world.row("N-1")
    taken = world.namelist(listed_row(1))
    assert (taken.new, taken.amended, taken.unchanged) == ((), (), ("N-1",))
    assert world.row("N-1") == before


def test_a_corrected_row_corrects_what_it_made(world: GateWorld) -> None:
    world.namelist(listed_row(1))
    set_field(world.secretary.desk, world.secretary.round, "N-1", "audited_spending", "10万元")
    version = world.row("N-1").version
    taken = world.namelist(listed_row(1, unit_name="北京更名有限公司", application_no=None))
    assert taken.amended == ("N-1",)
    after = world.row("N-1")
    assert after.record["unit_name"] == "北京更名有限公司"
    assert after.record["audited_spending"] == 10_000_000
    assert after.version != version
    assert world.lines("N-1")["M01-G6"].machine == "unverified"  # match, the rest for a person


def test_a_checked_row_only_takes_consent_and_payment(world: GateWorld) -> None:
    world.namelist(listed_row(1, answer="pending"))
    world.check_gates("N-1")
    taken = world.namelist(listed_row(1, unit_name="北京更名有限公司"))
    assert [one.code for one in taken.findings] == ["gates.namelist.checked"]
    assert world.row("N-1").record["unit_name"] == listed_row(1)["unit_name"]
    listed = book(world, "N-1").listed
    assert listed is not None
    assert listed.answer == "agreed"


def test_a_row_of_an_ended_application_is_told(world: GateWorld) -> None:
    world.namelist(listed_row(1))
    world.answer("N-1", "CG04", "no", "有失信记录", "信用报告")
    world.check_gates("N-1")
    taken = world.namelist(listed_row(1, answer="declined"))
    assert [one.code for one in taken.findings] == ["gates.namelist.ended"]
    assert world.state("N-1") == "INELIGIBLE"


def test_an_application_is_compared_with_the_list(world: GateWorld) -> None:
    """A unit that did hand in papers: the list does not overwrite what it says."""
    keys = ("award", "tech_field", "same_kind_support_2y")
    records = [
        {key: value for key, value in open_record(n, sub_direction=LISTED).items() if key not in keys}
        for n in (11, 12, 13)
    ]
    world.take(records)
    assert world.lines("O-11")["M01-G6"].machine == "unverified"
    assert world.lines("O-11")["M01-G6"].lacking == ("award_list_match",)
    rows: list[dict[str, Any]] = [
        listed_row(n, application_no=None, unit_credit_code=credit_code(n), unit_name=record["unit_name"])
        for n, record in zip((11, 12), records, strict=False)
    ]
    rows[1]["unit_name"] = "另一家有限公司"
    taken = world.namelist(*rows)
    assert (taken.new, taken.amended) == ((), ("O-11", "O-12"))
    assert [(one.code, one.value) for one in taken.findings] == [("gates.namelist.differs", "O-12")]
    machine = [world.lines(f"O-{n}")["M01-G6"].machine for n in (11, 12, 13)]
    assert machine == ["unverified", "no", "no"]  # match (partial), mismatch, not found
    assert world.row("O-12").record["unit_name"] == records[1]["unit_name"]


def test_a_number_of_somebody_else_is_refused_by_row(world: GateWorld) -> None:
    taken = world.namelist(listed_row(1, application_no="O-1"), listed_row(2))
    assert (taken.new, taken.blocked) == (("N-2",), 1)
    assert [(one.code, one.value, one.row) for one in taken.findings] == [("gates.namelist.number", "O-1", 3)]
    assert world.row("O-1").sub_direction == "M01-1"


def test_strict_takes_all_or_none_and_a_dry_run_nothing(world: GateWorld) -> None:
    before = world.events()
    rows = (listed_row(1, application_no="O-1"), listed_row(2))
    with pytest.raises(IntakeError, match=r"intake\.strict"):
        world.namelist(*rows, strict=True)
    assert world.namelist(listed_row(2), dry_run=True).new == ("N-2",)
    assert world.events() == before


def test_a_round_without_such_a_way_takes_no_list(tmp_path: Path) -> None:
    modes = {"M01-1": "open_call", "M08-3": "on_qualification"}
    world = defined_world(tmp_path / "own", modes=modes, grants={})
    with pytest.raises(GateError, match=r"gates\.namelist\.none"):
        world.namelist(listed_row(1))
    world.close()


def test_only_the_secretary_takes_a_list_and_it_must_be_there(world: GateWorld, tmp_path: Path) -> None:
    path = tmp_path / "名单.xlsx"
    write_workbook(path, namelist_layout(world.catalogue, [LISTED]), [listed_row(1)])
    with pytest.raises(GateError, match=r"round\.role\.secretary"):
        unscored_list.take_namelist(world.observer.desk, world.observer.round, path)
    with pytest.raises(PackageError, match=r"seal\.file\.read"):
        unscored_list.take_namelist(world.secretary.desk, world.secretary.round, tmp_path / "没有.xlsx")


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 not a workbook", b"\x00" * 4096])
def test_a_hostile_list_is_findings_and_nothing_is_kept(
    world: GateWorld, tmp_path: Path, content: bytes
) -> None:
    path = tmp_path / "名单.xlsx"
    path.write_bytes(content)
    taken = unscored_list.take_namelist(world.secretary.desk, world.secretary.round, path)
    assert taken.new == ()
    assert taken.findings
