"""The table of units (rules §5.5, R13, R16)."""

from __future__ import annotations

from typing import Any

import pytest

from zgc_review.conflicts.orgtable import build_org_table


def test_branches_of_branches_lead_to_the_legal_person() -> None:
    table = build_org_table(
        [
            {"name": "清华大学计算机系某实验室", "legal_person": "清华大学计算机系"},
            {"name": "清华大学计算机系", "legal_person": "清华大学"},
        ]
    )
    found = table.find("", ["清华大学计算机系某实验室"])
    assert found is not None
    assert found.legal == "清华大学"


def test_a_unit_above_itself_is_no_step() -> None:
    assert build_org_table([{"name": "甲", "parent": "甲"}]).near("甲") == frozenset()


def test_a_ring_of_entries_comes_to_an_end() -> None:
    table = build_org_table([{"name": "甲", "legal_person": "乙"}, {"name": "乙", "legal_person": "甲"}])
    assert {unit.legal for unit in table.units.values()} <= {"甲", "乙"}


def test_a_name_of_two_units_decides_nothing_and_codes_go_first() -> None:
    code = "91110108MAXXXX015B"
    table = build_org_table(
        [
            {"name": "甲公司", "other_names": ["通名"], "credit_code": code},
            {"name": "乙公司", "other_names": ["通名"]},
        ]
    )
    assert table.find("", ["通名"]) is None
    by_code = table.find(code, ["乙公司"])
    assert by_code is not None
    assert by_code.key == "甲公司"
    assert table.find("12110000MBXXXX0271", ["别的"]) is None


def test_several_rows_add_several_parents() -> None:
    table = build_org_table(
        [{"name": "子", "parent": "父一"}, {"name": "子", "parent": "父二"}, {"name": "女", "parent": "父二"}]
    )
    assert table.siblings("子", "女")
    assert table.linked("子", "父一")
    assert not table.linked("女", "父一") or table.near("女") & table.near("父一")
    assert not table.siblings("子", "父一")
    assert not table.siblings("子", "没有")


def test_a_common_controller_is_more_than_a_common_parent() -> None:
    rows = [{"name": name, "parent": "集团", "controller": "某人控股"} for name in ("甲公司", "乙公司")]
    table = build_org_table(rows)
    assert not table.siblings("甲公司", "乙公司")
    assert table.linked("甲公司", "乙公司")


@pytest.mark.parametrize(
    "row", [{}, {"name": None}, {"name": ""}, {"name": "甲", "other_names": 5, "parent": 7}]
)
def test_rows_of_any_kind_are_taken_without_fault(row: dict[str, Any]) -> None:
    build_org_table([row])
