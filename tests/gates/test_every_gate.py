"""Every gate of the catalogue over a filled record: 75 of 81 have a test, and each can be computed."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, Literal, TypeAlias

import pytest
from gates_harness import GateWorld
from msgspec import structs

from zgc_review.catalogue import Catalogue, Field, Leaf
from zgc_review.services.gates_record import GateLine, bench_of, complete_record, fields_of, gate_lines
from zgc_review.services.rounds import state_of

Seen: TypeAlias = "dict[str, list[tuple[GateLine, dict[str, Any]]]]"
#: Values the year's guideline must give; the unit is the test's.
GIVEN = {
    "M04-G6": {"fund_paid_in": 10_000},
    "M09-G2": {"registration_date": "2025-01-01", "above_scale_year": 2025, "revenue_y1": 2_000},
    "M13-G2": {"conference_people": 300, "conference_countries": 10, "overseas_guest_share": 20},
}
FILLED: dict[str, dict[str, Any]] = {
    "text": {
        "manager_no": "P1234567",
        "fund_no": "SAB123",
        "securities_code": "430001",
        "cn_no": "CN 11-1234",
        "issn": "0317-8471",
    },
    "enum": {"entity_kind": "enterprise", "registration_place": "zgc_park"},
    "list": {
        "partners": [{"name": "某大学", "kind": "university", "agreement_signed": True}],
        "investees": [{"name": "被投", "in_beijing": True, "basis": "hightech"}],
        "cross_border_matters": [{"kind": "other", "status": "cleared"}],
    },
}


def value_of(field: Field) -> Any:
    """Return some value of a field's type."""
    if field.id in FILLED.get(field.type, {}):
        return FILLED[field.type][field.id]
    if field.type == "list":
        items = field.items
        return list(items.values) if items is not None and items.values else [{}]
    if field.type == "enum":
        return next(iter(field.values), "M01-1")
    some = {"text": "已填", "credit_code": "91110108MAXXXX015B", "date": "2025-12-01", "bool": True}
    some |= {"person": {"name": "逄甲"}, "integer": 5, "money_fen": 3_000_000_000}
    return some[field.type]


@pytest.fixture(scope="module")
def every(taken: GateWorld, tmp_path_factory: pytest.TempPathFactory) -> Seen:
    """Return each gate with the record it was answered from, for every sub-direction and way that asks it."""
    world = taken.copied(tmp_path_factory.mktemp("every") / "world")
    desk, row = world.secretary.desk, world.secretary.round
    found: Seen = {}
    base = world.row("O-1")
    with desk.vault.begin() as uow:
        bench = bench_of(uow, row, state_of(uow, row))
        for sub in world.catalogue.sub_directions:
            for mode in sub.modes:
                record = filled(world.catalogue, sub.id)
                here = with_round(bench, sub.id, mode)
                one = replace(base, sub_direction=sub.id, record=record)
                for line in gate_lines(uow, here, one):
                    found.setdefault(line.gate.id, []).append((line, complete_record(uow, here, one)))
    world.close()
    return found


def filled(catalogue: Catalogue, sub: str) -> dict[str, Any]:
    """Return a record with every field of a sub-direction's form that is not computed."""
    fields = catalogue.fields_for([sub])
    return {field.id: value_of(field) for field in fields if field.derive is None} | {
        "sub_direction": sub,
        "digest_mismatches": 0,
        "integrity_list_hit": "none",
    }


def with_round(bench: Any, sub: str, mode: Literal["open_call", "on_qualification", "no_application"]) -> Any:
    """Return the bench of a round that takes part with one sub-direction."""
    settings = replace_settings(bench.state.settings, modes={sub: mode})
    return replace(bench, state=replace(bench.state, settings=settings), listed=frozenset({sub}))


def replace_settings(settings: Any, **changes: Any) -> Any:
    return structs.replace(
        settings, gate_values=GIVEN, support_from="2025-07-01", support_to="2026-06-30", **changes
    )


def test_81_gates_are_asked_and_75_are_computed(every: Seen) -> None:
    assert len(every) == 81
    computed = {
        name
        for name, seen in every.items()
        for line, record in seen
        if line.gate.test is not None
        and not [one for one in fields_of(line.gate.test) if record.get(one.field) is None]
    }
    assert len(computed) == 75
    left = sorted(set(every) - computed)
    assert left == ["M02-G3", "M03-G1", "M03-G6", "M07-G5", "M08-G2", "M11-G1"]
    assert all(line.machine == "unverified" and not line.lacking for name in left for line, _ in every[name])


def test_an_answer_of_the_program_is_yes_no_or_left_to_a_person_by_the_catalogue(every: Seen) -> None:
    """On a filled record ``unverified`` only stands where the test says so itself (head, item 6)."""
    for seen in every.values():
        for line, _ in seen:
            if line.machine == "unverified":
                assert line.gate.test is None or is_left_to_a_person(line.gate.test)
            assert line.lacking == ()


def is_left_to_a_person(test: Any) -> bool:
    """Say whether a test or a part of it is partial, or turns a no into unverified."""
    if test.partial or test.on_fail_unverified:
        return True
    return not isinstance(test, Leaf) and any(is_left_to_a_person(inner) for inner in test.tests)
