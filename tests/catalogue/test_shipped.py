"""The catalogue of the release: what it holds, and the digest that results name."""

from __future__ import annotations

import hashlib
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from zgc_review.catalogue import Catalogue, check_yaml, from_json, load_shipped, load_yaml
from zgc_review.catalogue.model import Group, Leaf, Test
from zgc_review.domain.canonical import parse_canonical

# Pinned: a change of any value of the shipped catalogue is a new catalogue version.
DIGEST = "355c9960fe1c8aad33f7abccfc2c623f2674cab0057e9eef76abe778ddbeb304"


def _operators(test: Test) -> list[str]:
    if isinstance(test, Leaf):
        return [test.op]
    assert isinstance(test, Group)
    return [op for inner in test.tests for op in _operators(inner)]


def test_digest_is_stable(catalogue: Catalogue) -> None:
    assert catalogue.digest == DIGEST
    assert catalogue.digest == hashlib.sha256(catalogue.to_json()).hexdigest()


def test_the_json_that_travels_gives_the_same_catalogue(catalogue: Catalogue) -> None:
    again = from_json(catalogue.to_json())
    assert again.digest == DIGEST
    assert again.measures == catalogue.measures
    assert again.fields == catalogue.fields
    assert again.stage_rubrics == catalogue.stage_rubrics


def test_role_order_does_not_depend_on_how_the_catalogue_came(catalogue: Catalogue) -> None:
    """P05 breaks ties in the order of expert_roles, which the sorted keys of the JSON would lose."""
    order = ("tech", "industry", "finance", "invest", "manage", "legal", "ip")
    assert catalogue.role_order == order
    assert from_json(catalogue.to_json()).role_order == order


def test_comments_do_not_count_in_the_digest(tmp_path: Path, catalogue: Catalogue) -> None:
    """Catalogue head, item 11: the digest is of the values, not of the file."""
    from importlib.resources import files  # noqa: PLC0415 - only this test reads the file itself

    text = (files("resources") / "catalogue" / "measures.yaml").read_text("utf-8")
    copy = tmp_path / "own.yaml"
    copy.write_text("# 本处室用\n" + text.replace("funds:\n", "funds:  # 五项资金\n", 1), "utf-8")
    assert check_yaml(copy) == []
    assert load_yaml(copy).digest == catalogue.digest


def test_loaded_once_per_run() -> None:
    assert load_shipped() is load_shipped()


def test_thirteen_measures_in_five_funds_with_48_sub_directions(catalogue: Catalogue) -> None:
    assert [measure.number for measure in catalogue.measures] == list(range(1, 14))
    assert [measure.id for measure in catalogue.measures] == [f"M{n:02d}" for n in range(1, 14)]
    assert len(catalogue.sub_directions) == 48
    counts = Counter(sub.measure for sub in catalogue.sub_directions)
    assert [counts[measure.id] for measure in catalogue.measures] == [4, 2, 4, 2, 3, 3, 5, 5, 5, 2, 3, 5, 5]
    assert [fund.measures for fund in catalogue.funds] == [
        (1, 2, 3),
        (4, 5, 6),
        (7, 8),
        (9, 10, 11),
        (12, 13),
    ]


def test_75_of_81_gates_are_computed(catalogue: Catalogue) -> None:
    gates = [*catalogue.common_gates, *(gate for measure in catalogue.measures for gate in measure.gates)]
    assert len(gates) == 81
    assert sum(gate.test is not None for gate in gates) == 75
    people = [gate.id for gate in gates if gate.test is None]
    assert people == ["M02-G3", "M03-G1", "M03-G6", "M07-G5", "M08-G2", "M11-G1"]


def test_every_operator_of_the_head_is_used_or_known(catalogue: Catalogue) -> None:
    gates = [*catalogue.common_gates, *(gate for measure in catalogue.measures for gate in measure.gates)]
    used = {op for gate in gates if gate.test for op in _operators(gate.test)}
    assert used == {
        *("eq", "in", "ge", "gt", "le", "lt", "before", "after"),
        *("present", "matches", "valid", "contains_all", "count_ge"),
    }


def test_every_text_stands_in_both_languages_where_it_must(catalogue: Catalogue) -> None:
    named: list[Any] = [
        *catalogue.sub_directions,
        *catalogue.fields,
        *catalogue.common_vetoes,
        *(veto for measure in catalogue.measures for veto in measure.vetoes),
    ]
    assert all(entry.zh.strip() and entry.en.strip() for entry in named)


def test_labels_and_defaults(catalogue: Catalogue) -> None:
    assert [(band.code, band.min) for band in catalogue.score_bands] == [
        ("A", 90),
        ("B", 75),
        ("C", 60),
        ("D", 0),
    ]
    assert catalogue.check_result_labels["MET"].zh == "达标"
    assert catalogue.mode_labels["no_application"].zh == "免申即享"
    assert catalogue.role_labels["ip"].zh == "知识产权专家"
    assert catalogue.answer_labels["unverified"].zh == "待核实"
    assert catalogue.defaults.round_stages == ("sheet_total", "combined")
    assert catalogue.references["R14"].startswith("《北京市高风险特殊物品")
    assert catalogue.version == "0.2.0"


def test_the_canonical_json_is_within_the_nesting_of_messages(catalogue: Catalogue) -> None:
    """Design §4.1: JSON nesting at most 16; the shipped catalogue leaves room to stand in a body."""
    parse_canonical(catalogue.to_json(), max_depth=12)
    with pytest.raises(ValueError, match="depth"):
        parse_canonical(catalogue.to_json(), max_depth=10)
