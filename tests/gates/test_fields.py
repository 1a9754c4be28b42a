"""Fields the secretary fills while checking: typed by the catalogue, kept in the record (head, item 7)."""

from __future__ import annotations

from typing import Any

import pytest
from gates_harness import WAN, GateWorld, listed_row, open_record

from resources.reader import LANGUAGES, load
from zgc_review.catalogue import load_shipped
from zgc_review.errors import GateError
from zgc_review.services import taking_in
from zgc_review.services.gates_fields import read_field, set_field

FIELDS = {field.id: field for field in load_shipped().fields}


def fill(world: GateWorld, number: str, field: str, value: str) -> Any:
    return set_field(world.secretary.desk, world.secretary.round, number, field, value)


@pytest.mark.parametrize(
    ("field", "typed", "kept"),
    [
        ("credit_report_clean", "是", True),
        ("duplicate_funding", "no", False),
        ("audited_spending", "120.50万元", 120 * WAN + WAN // 2),
        ("audited_spending", "１２０５０００元", 120 * WAN + WAN // 2),
        ("audited_spending", "0元", 0),
        ("above_scale_year", "2026", 2026),
        ("loans_ahead_of_equity", "0 笔", 0),
        ("target_completion", "87.5%", 8750),
        ("contract_end", "2026年3月1日", "2026-03-01"),
        ("listing_status", "normal", "normal"),
        ("listing_status", "风险警示", "risk_warning"),
        ("digest_mismatches", "0", 0),
        ("audited_spending", " ", None),
    ],
)
def test_values_are_read_as_workbooks_are(field: str, typed: str, kept: Any) -> None:
    assert read_field(FIELDS[field], typed) == kept
    assert type(read_field(FIELDS[field], typed)) is type(kept)


@pytest.mark.parametrize(
    ("field", "typed", "code"),
    [
        ("credit_report_clean", "也许", "gates.value.bool"),
        ("credit_report_clean", "1", "gates.value.bool"),
        ("audited_spending", "120.50", "gates.value.money"),
        ("audited_spending", "120.505万元", "gates.value.money"),
        ("audited_spending", "-1万元", "gates.value.money"),
        ("audited_spending", "无", "gates.value.money"),
        ("audited_spending", "9" * 30 + "万元", "gates.value.money"),
        ("above_scale_year", "2026.5", "gates.value.integer"),
        ("above_scale_year", "二〇二六", "gates.value.integer"),
        ("above_scale_year", "9" * 12, "gates.value.integer"),
        ("target_completion", "87.555", "gates.value.percent"),
        ("contract_end", "2026-02-29", "gates.value.date"),
        ("contract_end", "去年", "gates.value.date"),
        ("listing_status", "正在挂牌", "gates.value.enum"),
        ("manager_no", "P1\x00", "gates.value.text"),
        ("manager_no", "P" * 100_000, "gates.value.text"),
    ],
)
def test_values_that_do_not_fit_are_refused(field: str, typed: str, code: str) -> None:
    with pytest.raises(GateError) as error:
        read_field(FIELDS[field], typed)
    assert error.value.code == code
    for language in LANGUAGES:
        for part in ("title", "reason", "remedy"):
            assert load(language)[f"error.{code}.{part}"].format(**error.value.params)


def test_a_field_changes_record_version_and_gates(world: GateWorld) -> None:
    before = world.row("O-1")

    assert fill(world, "O-1", "duplicate_funding", "是") is True
    after = world.row("O-1")
    assert after.record == {**before.record, "duplicate_funding": True}
    assert after.version != before.version
    assert world.lines("O-1")["CG08"].machine == "no"
    assert world.acts()[-1] == "application.field_set"
    with world.secretary.desk.vault.begin() as uow:
        (version, *_) = uow.applications.versions(after.application_id)[::-1]
        texts = uow.events.texts(after.round_id)
    assert version.record == before.record
    assert (texts[-1].name, texts[-1].text) == ("value", "true")


def test_the_same_value_again_changes_nothing(world: GateWorld) -> None:
    fill(world, "O-1", "audited_spending", "100万元")
    before = world.events()
    fill(world, "O-1", "audited_spending", "1000000元")
    assert world.events() == before


def test_an_empty_value_takes_a_field_back(world: GateWorld) -> None:
    fill(world, "O-1", "audited_spending", "100万元")
    assert fill(world, "O-1", "audited_spending", "") is None
    assert "audited_spending" not in world.row("O-1").record


@pytest.mark.parametrize(
    ("number", "field"),
    [
        ("O-1", "unit_name"),  # the applicant's
        ("O-1", "ethics_involved"),  # derived
        ("O-1", "missing_attachments"),  # counted by the program
        ("O-1", "integrity_list_hit"),  # compared by the program
        ("O-1", "listing_status"),  # of another measure
        ("O-1", "contract_end"),  # of another stage
        ("O-1", "nonsense"),
        ("N-1", "award_list_match"),
    ],
)
def test_only_fields_of_the_secretary_on_this_form(world: GateWorld, number: str, field: str) -> None:
    world.namelist(listed_row(1))
    before = world.events()
    with pytest.raises(GateError) as error:
        fill(world, number, field, "是")
    assert error.value.code == "gates.field.unknown"
    assert world.events() == before


def test_the_record_stands_still_once_experts_are_involved(world: GateWorld) -> None:
    desk, row = world.secretary.desk, world.secretary.round
    taking_in.admit(desk, row, ("O-1", "Q-1"), "逐项核对")
    fill(world, "O-1", "audited_spending", "100万元")  # eligible: not given to anybody yet
    world.check_gates("Q-1")
    taking_in.reject(desk, row, "O-2", "材料不全")
    for number in ("Q-1", "O-2"):
        version = world.row(number).version
        with pytest.raises(GateError) as error:
            fill(world, number, "duplicate_funding", "是")
        assert error.value.code == "gates.field.state"
        assert world.row(number).version == version


def test_importing_again_keeps_what_the_secretary_filled(world: GateWorld) -> None:
    fill(world, "O-1", "audited_spending", "100万元")
    taken = world.take([open_record(1), open_record(2)])
    assert (taken.amended, taken.unchanged) == ((), ("O-1", "O-2"))
    taken = world.take([open_record(1, employees_year_end=55)])
    assert taken.amended == ("O-1",)
    record = world.row("O-1").record
    assert (record["audited_spending"], record["employees_year_end"]) == (100 * WAN, 55)


def test_a_workbook_that_gives_the_field_itself_counts(world: GateWorld) -> None:
    fill(world, "O-1", "duplicate_funding", "是")
    taken = world.take([open_record(1)])
    assert taken.amended == ("O-1",)
    assert world.row("O-1").record["duplicate_funding"] is False
