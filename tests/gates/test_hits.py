"""Comparison with the 不良信用记录 list: rules §5 and §9."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from gates_harness import GateWorld, defined_world, listing_entry, open_record
from services_harness import credit_code

from zgc_review.services.gates_hits import FIELD, Hit, Listing, verdict
from zgc_review.services.letters import record_for_experts

DAY = "2026-11-22"
UNIT = {"unit_name": "北京甲科技有限公司", "unit_credit_code": credit_code(1)}


def hits(record: dict[str, Any], *entries: dict[str, Any]) -> tuple[Hit, ...]:
    return Listing(entries).hits(record, DAY)


@pytest.mark.parametrize(
    ("entry", "record", "subject", "way"),
    [
        ({"credit_code": credit_code(1), "name": "别名"}, UNIT, "unit_credit_code", "code"),
        ({"name": "北京甲科技有限公司"}, UNIT, "unit_name", "name"),
        ({"name": "北京甲科技 有限公司。"}, UNIT, "unit_name", "name"),
        ({"name": "北京甲科技有限公司", "credit_code": credit_code(9)}, UNIT, "unit_name", "name"),
        (
            {"name": "旧甲科技有限公司"},
            {**UNIT, "former_names": ["旧甲科技有限公司"]},
            "former_names",
            "name",
        ),
        ({"name": "智芯科技（北京）有限公司"}, {"unit_name": "北京智芯科技有限公司"}, "unit_name", "similar"),
        (
            {"name": "𠮷逄甲", "id_tail": "002X"},
            {"project_leader": {"name": "𠮷 逄甲"}},
            "project_leader",
            "person",
        ),
        ({"name": "𠮷逄甲"}, {"legal_representative": {"name": "𠮷逄甲"}}, "legal_representative", "person"),
    ],
)
def test_9_keys_of_rules_5_find_the_entry(
    entry: dict[str, Any], record: dict[str, Any], subject: str, way: str
) -> None:
    (hit,) = hits(record, entry)
    assert (hit.subject, hit.way, hit.standing) == (subject, way, "current")


@pytest.mark.parametrize(
    ("entry", "record"),
    [
        ({"name": "北京乙科技有限公司"}, UNIT),
        ({"name": "北京甲科技有限公司", "id_tail": "002X"}, UNIT),  # a person of that name is no unit
        ({"name": "张三", "credit_code": credit_code(3)}, {"project_leader": {"name": "张三"}}),
        ({"name": "张三"}, {"contact": {"name": "张三"}}),  # neither leader nor representative
        ({"name": "张三"}, {}),
        ({"name": "张三"}, {"project_leader": {"employer": "甲"}, "unit_name": ""}),
        ({"name": "·"}, {"project_leader": {"name": "·"}, "unit_name": "·"}),
    ],
)
def test_9_what_does_not_agree_is_no_hit(entry: dict[str, Any], record: dict[str, Any]) -> None:
    assert hits(record, entry) == ()


def test_9_one_entry_counts_once_by_its_surest_key() -> None:
    record = {**UNIT, "former_names": ["北京甲科技有限公司"]}
    (hit,) = hits(record, {"name": "北京甲科技有限公司", "credit_code": credit_code(1)})
    assert hit.way == "code"


@pytest.mark.parametrize(
    ("last", "standing"),
    [(DAY, "current"), ("2026-11-21", "expired"), (None, "current"), ("2030-01-01", "current")],
)
def test_9_an_entry_counts_to_its_last_day(last: str | None, standing: str) -> None:
    entry = {"name": "北京甲科技有限公司"} | ({"to": last} if last else {})
    assert hits(UNIT, entry)[0].standing == standing


@pytest.mark.parametrize(
    ("ways", "value"),
    [
        ([], "none"),
        ([("name", "expired")], "expired"),
        ([("person", "expired")], "expired"),
        ([("code", "current"), ("name", "expired")], "current"),
        ([("similar", "current"), ("code", "current")], "current"),
        ([("similar", "current")], None),
        ([("person", "current"), ("name", "expired")], None),
    ],
)
def test_9_only_a_sure_current_hit_blocks(ways: list[tuple[Any, Any]], value: str | None) -> None:
    """Rules §5: same name of a person alone, or a similar name, is never automatic."""
    assert verdict(Hit("unit_name", way, standing, {}) for way, standing in ways) == value


def test_a_new_list_is_compared_at_once_and_experts_never_see_it(world: GateWorld) -> None:
    assert world.row("O-1").record[FIELD] == "none"
    before = world.row("O-1").version
    world.listing(listing_entry(name=open_record(1)["unit_name"]))
    after = world.row("O-1")
    assert after.record[FIELD] == "current"
    assert after.version == before  # withheld from letters, so these stay valid
    assert FIELD not in record_for_experts(after.record)
    assert world.row("O-2").record[FIELD] == "none"
    assert world.acts().count("integrity_list.compared") == 5
    assert world.lines("O-1")["CG05"].machine == "no"


def test_9_an_unconfirmed_hit_waits_for_a_person(world: GateWorld) -> None:
    world.listing(listing_entry(name=open_record(1)["project_leader"]["name"], identifier="002X"))
    assert FIELD not in world.row("O-1").record
    assert world.lines("O-1")["CG05"].machine == "unverified"
    assert world.lines("O-1")["CG05"].lacking == (FIELD,)


def test_9_an_expired_entry_passes_and_is_disclosed(world: GateWorld) -> None:
    world.listing(listing_entry(name=open_record(1)["unit_name"], to="2025-01-01"))
    assert world.row("O-1").record[FIELD] == "expired"
    assert world.lines("O-1")["CG05"].machine == "yes"


def test_without_a_list_nothing_is_known(tmp_path: Path) -> None:
    bare = defined_world(tmp_path / "bare")
    bare.take([open_record(1)])
    assert bare.lines("O-1")["CG05"].counts == "unverified"
    bare.listing()
    assert bare.lines("O-1")["CG05"].counts == "yes"
    bare.close()
