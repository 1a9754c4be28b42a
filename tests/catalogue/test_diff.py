"""Differences of two catalogues, by id."""

from __future__ import annotations

from typing import Any

from zgc_review.catalogue import Catalogue, Change, diff, from_json
from zgc_review.domain.canonical import canonical_bytes


def _changed(catalogue: Catalogue, cat: Any) -> list[Change]:
    return diff(catalogue, from_json(canonical_bytes(cat.raw)))


def test_equal(catalogue: Catalogue, cat: Any) -> None:
    assert _changed(catalogue, cat) == []


def test_changed_value(catalogue: Catalogue, cat: Any) -> None:
    cat.gate("M01-G3")["test"]["all"][1]["value"] = 3000
    cat.raw["catalogue_version"] = "0.2.1"
    assert _changed(catalogue, cat) == [
        Change(path="catalogue_version", kind="changed", old="0.2.0", new="0.2.1"),
        Change(
            path="measures[M01].gates[M01-G3].test.all",
            kind="changed",
            old=[
                {"field": "employees_year_end", "op": "le", "unit": "人", "value": 100},
                {"field": "revenue_y1", "op": "le", "unit": "万元", "value": 2000},
            ],
            new=[
                {"field": "employees_year_end", "op": "le", "unit": "人", "value": 100},
                {"field": "revenue_y1", "op": "le", "unit": "万元", "value": 3000},
            ],
        ),
    ]


def test_removed_and_added_items_do_not_shift_the_others(catalogue: Catalogue, cat: Any) -> None:
    vetoes = cat.measure(4)["vetoes"]
    gone = vetoes.pop(0)
    vetoes.append({**gone, "id": "M04-V9"})
    assert _changed(catalogue, cat) == [
        Change(path="measures[M04].vetoes[M04-V1]", kind="removed", old=gone, new=None),
        Change(path="measures[M04].vetoes[M04-V9]", kind="added", old=None, new=vetoes[-1]),
    ]


def test_removed_and_added_keys(catalogue: Catalogue, cat: Any) -> None:
    del cat.gate("M01-G1")["ref"]
    cat.gate("M01-G1").update(src="proposal", note="当年指南")
    found = [(change.path.rpartition(".")[2], change.kind) for change in _changed(catalogue, cat)]
    assert found == [("ref", "removed"), ("src", "changed"), ("note", "added")]


def test_bands_are_named_by_code(catalogue: Catalogue, cat: Any) -> None:
    cat.raw["stage_rubrics"]["midterm"]["bands"][0]["min"] = 75
    assert _changed(catalogue, cat) == [
        Change(path="stage_rubrics.midterm.bands[CONTINUE].min", kind="changed", old=70, new=75)
    ]


def test_a_new_order_is_a_change(catalogue: Catalogue, cat: Any) -> None:
    """Head, item 4: the first of equal weights decides ties, so the order of criteria has a meaning."""
    cat.move(cat.measure(1)["rubric"]["criteria"], 0, 1)
    assert _changed(catalogue, cat) == [
        Change(
            path="measures[M01].rubric.criteria[*]",
            kind="changed",
            old=["M01-K1", "M01-K2", "M01-K3", "M01-K4", "M01-K5"],
            new=["M01-K2", "M01-K1", "M01-K3", "M01-K4", "M01-K5"],
        )
    ]


def test_true_and_1_differ(catalogue: Catalogue, cat: Any) -> None:
    cat.test(field="is_legal_person", op="eq", value=True)
    one = from_json(canonical_bytes(cat.raw))
    cat.test(field="rd_staff", op="eq", value=1, unit="人")
    found = diff(one, from_json(canonical_bytes(cat.raw)))
    assert [(change.path.rpartition(".")[2], change.old, change.new) for change in found] == [
        ("field", "is_legal_person", "rd_staff"),
        ("value", True, 1),
        ("unit", None, "人"),
    ]
