"""The core of ``scores combine``: design §6, real panels, hostile tables."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from zgc_review.aggregation.combine_table import (
    TOTAL,
    CombinedRow,
    combine_rows,
    parse_decimal,
    parse_weights,
)
from zgc_review.domain.money import half_up
from zgc_review.errors import AggregationError


def _read(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def _rows(path: Path) -> list[tuple[str, str, str, str]]:
    return [(row["target_id"], row["rater_id"], row["criterion"], row["score"]) for row in _read(path)]


def _by_key(rows: Sequence[CombinedRow]) -> dict[tuple[str, str], CombinedRow]:
    return {(row.target, row.criterion): row for row in rows}


def _lines(rows: Sequence[CombinedRow]) -> list[tuple[str, str, int, int, str]]:
    return [(row.target, row.criterion, row.n, row.n_trimmed, row.text) for row in rows]


def test_s04_skating_every_criterion_and_component_total(reference_data: Path) -> None:
    folder = reference_data / "skating_2016_17"
    found = _by_key(combine_rows(_rows(folder / "scores.csv"), "S04"))
    expected = _read(folder / "expected_criteria.csv")
    assert len(expected) == 5_715
    assert len(found) == 5_715 + 1_143
    assert [
        row for row in expected if found[row["target_id"], row["criterion"]].text != row["panel_score"]
    ] == []
    components: dict[str, int] = {}
    for row in expected:
        value = found[row["target_id"], row["criterion"]].combined
        assert value is not None
        share = half_up(value * Fraction(row["factor"]))
        components[row["target_id"]] = components.get(row["target_id"], 0) + share
    official = {
        row["target_id"]: half_up(Fraction(row["component_total"]) * 100)
        for row in _read(folder / "expected_targets.csv")
    }
    assert len(official) == 1_143
    assert components == official


def test_s04_skating_missing_judges_are_not_zeros(reference_data: Path) -> None:
    """In 8 performances one of the nine judges has no mark: 8 marks, two dropped."""
    rows = combine_rows(_rows(reference_data / "skating_2016_17" / "scores.csv"), "S04")
    counts = [(row.n, row.n_trimmed) for row in rows if row.criterion != TOTAL]
    assert (counts.count((8, 2)), counts.count((9, 2))) == (40, 5_675)


def test_s04_diving_every_award_and_every_final(reference_data: Path) -> None:
    """Five middle of seven marks; award = difficulty × 0.6 × their sum = difficulty × 3 × their mean."""
    folder = reference_data / "diving_2000"
    found = _by_key(combine_rows(_rows(folder / "scores.csv"), "S04"))
    dives = _read(folder / "targets.csv")
    totals: dict[tuple[str, str, str], int] = {}
    for dive in dives:
        row = found[dive["target_id"], TOTAL]
        assert row.combined is not None
        award = half_up(3 * row.combined * Fraction(dive["difficulty"]))
        assert award == half_up(Fraction(dive["award"]) * 100)
        key = (dive["event"], dive["round"], dive["diver"])
        totals[key] = totals.get(key, 0) + award
    finals = _read(folder / "expected_finals.csv")
    assert (len(dives), len(finals)) == (1_541, 48)
    for final in finals:
        got = sum(totals[final["event"], name, final["diver"]] for name in ("Semi", "Final"))
        assert got == half_up(Fraction(final["semi_plus_final"]) * 100)


SMALL = [
    ("B", "R1", "K2", "80"),
    ("B", "R1", "K1", "70.005"),
    ("A", "R1", "K1", "90"),
    ("A", "R2", "K1", "70"),
    ("A", "R3", "K1", ""),
    ("A", "R1", "K2", "60"),
    ("A", "R2", "K2", "60"),
    ("A", "R3", "K2", "61"),
]


def test_s02_sorts_targets_and_keeps_criteria_in_order_of_appearance() -> None:
    assert _lines(combine_rows(SMALL, "S02")) == [
        ("A", "K2", 3, 0, "60.33"),
        ("A", "K1", 2, 0, ""),
        ("A", "*", 3, 0, "67.00"),
        ("B", "K2", 1, 0, ""),
        ("B", "K1", 1, 0, ""),
        ("B", "*", 1, 0, ""),
    ]


def test_s01_weighs_and_rounds_a_raters_total_over_the_marks_given() -> None:
    """Weights 1 and 2: R1 (90 + 120)/3 = 70, R2 190/3 = 63.33, R3 61 → 64.7766… → 64.78."""
    weights = {"K1": Fraction(1), "K2": Fraction(2), "not in the table": Fraction(5)}
    assert _by_key(combine_rows(SMALL, "S01", weights))["A", TOTAL].text == "64.78"
    small = {name: weight / 7 for name, weight in weights.items()}
    assert combine_rows(SMALL, "S01", small) == combine_rows(SMALL, "S01", weights)


def test_a_rater_with_weight_zero_only_has_no_total() -> None:
    rows = _by_key(combine_rows(SMALL, "S02", {"K1": Fraction(1), "K2": Fraction(0)}))
    assert (rows["A", TOTAL].n, rows["A", TOTAL].text) == (2, "")


@pytest.mark.parametrize(
    ("scores", "n_trimmed", "text"),
    [
        (("82", "85", "78", "91", "60", "84", "83"), 2, "82.40"),
        (("82", "85", "78", "91", "60"), 2, "81.67"),
        (("82", "85", "78", "91"), 0, "84.00"),
        (("74.5", "75", "75", "75", "76.03"), 2, "75.00"),
        (("90", "70"), 0, ""),
    ],
)
def test_s01_worked_values_of_rules_7(scores: tuple[str, ...], n_trimmed: int, text: str) -> None:
    table = [("T", f"R{place}", "K", score) for place, score in enumerate(scores)]
    rows = _by_key(combine_rows(table, "S01"))
    assert (rows["T", TOTAL].n_trimmed, rows["T", TOTAL].text) == (n_trimmed, text)
    assert rows["T", "K"].n_trimmed == 0
    assert _by_key(combine_rows(table, "S04"))["T", "K"].text == text


def test_a6_halves_go_up_and_signs_are_kept() -> None:
    table = [("T", f"R{place}", "K", score) for place, score in enumerate(("2.675", "+2.675", "2.675"))]
    assert [row.text for row in combine_rows(table, "S04")] == ["2.68", "2.68"]
    table = [("T", f"R{place}", "K", score) for place, score in enumerate(("-0.005", "-0.5e-2", "-0.0050"))]
    assert [row.text for row in combine_rows(table, "S04")] == ["-0.01", "-0.01"]


def test_s04_total_is_empty_as_soon_as_one_criterion_is() -> None:
    table = [(f"T{t}", f"R{r}", f"K{k}", "8") for t in (1, 2) for r in (1, 2, 3) for k in (1, 2)]
    table[0] = ("T1", "R1", "K1", "")
    rows = _by_key(combine_rows(table, "S04"))
    assert (rows["T1", "K1"].text, rows["T1", "K2"].text, rows["T1", TOTAL].text) == ("", "8.00", "")
    assert rows["T2", TOTAL] == CombinedRow("T2", TOTAL, 3, 0, 1600)


def test_an_empty_table_gives_an_empty_answer() -> None:
    assert combine_rows([], "S01") == []
    assert _lines(combine_rows([("T", "R", "K", " ")], "S04")) == [("T", "K", 0, 0, ""), ("T", "*", 0, 0, "")]


def test_rows_of_one_table_in_any_order_give_the_same_values() -> None:
    table = [(f"T{i // 15}", f"R{i // 3 % 5}", f"K{i % 3}", f"{i * 37 % 100}.5") for i in range(60)]
    for rule in ("S01", "S02", "S04"):
        assert _by_key(combine_rows(table, rule)) == _by_key(combine_rows(table[::-1], rule))


@pytest.mark.parametrize(
    ("rows", "code", "params"),
    [
        ([("T", "R", "K", "1"), ("T", "R", "K", "1")], "table.duplicate", {"row": 3, "first": 2}),
        ([("T", "R", "K", ""), ("T ", " R", "K", "1")], "table.duplicate", {"row": 3, "first": 2}),
        ([("", "R", "K", "1")], "table.blank", {"row": 2, "column": "target_id"}),
        ([("T", "\u3000", "K", "1")], "table.blank", {"row": 2, "column": "rater_id"}),
        ([("T", "R", "", "1")], "table.blank", {"row": 2, "column": "criterion"}),
        ([("T", "R", "*", "1")], "table.reserved", {"row": 2}),
        ([("T", "R", "K")], "table.columns", {"row": 2, "given": 3, "needed": 4}),
        ([("T", "R", "K", "1"), ("T", "R2", "K", "NaN")], "table.number", {"row": 3}),
    ],
)
def test_hostile_tables_are_refused_with_the_row(
    rows: list[tuple[str, ...]], code: str, params: dict[str, object]
) -> None:
    with pytest.raises(AggregationError) as fault:
        combine_rows(rows, "S01")
    assert (fault.value.code, fault.value.params) == (f"aggregation.{code}", params)


@pytest.mark.parametrize("rule", ["S03", "S05", "S11", "s01", ""])
def test_unknown_rules_are_refused(rule: str) -> None:
    with pytest.raises(AggregationError) as fault:
        combine_rows([], rule)
    assert (fault.value.code, fault.value.params) == ("aggregation.rule.unavailable", {"rule": rule})


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("85", Fraction(85)),
        ("-8.25", Fraction(-33, 4)),
        ("+0.1", Fraction(1, 10)),
        ("1e2", Fraction(100)),
        ("1.5E-3", Fraction(3, 2000)),
        ("000", Fraction(0)),
        ("1e15", Fraction(10**15)),
        ("9" * 15 + "." + "9" * 15 + "e-15", Fraction(10**30 - 1, 10**30)),
    ],
)
def test_decimals_are_read_exactly(text: str, number: Fraction) -> None:
    assert parse_decimal(text, 2) == number


@pytest.mark.parametrize(
    "text",
    [
        "nan", "inf", "-inf", "1e99", "1e-16", "1e400000000", "1_000", "1,5", "８５", "٨٥", "0x10", "1/3",
        ".5", "5.", "--1", "1 2", "=1+1", "85分", "9" * 16, "0." + "0" * 16, "9" * 100_000,
    ],
)  # fmt: skip
def test_what_is_no_plain_decimal_is_refused(text: str) -> None:
    with pytest.raises(AggregationError) as fault:
        parse_decimal(text, 7)
    assert (fault.value.code, fault.value.params) == ("aggregation.table.number", {"row": 7})


@settings(max_examples=100, deadline=None)
@given(text=st.text(max_size=20))
def test_any_text_is_a_number_or_refused(text: str) -> None:
    try:
        assert abs(parse_decimal(text, 2)) < 10**30
    except AggregationError:
        return


def test_weights_are_read_with_their_rows() -> None:
    assert parse_weights([("K1", " 0.5 "), ("K2", "0")]) == {"K1": Fraction(1, 2), "K2": Fraction(0)}


@pytest.mark.parametrize(
    ("rows", "code", "params"),
    [
        ([("K1",)], "table.columns", {"row": 2, "given": 1, "needed": 2}),
        ([(" ", "1")], "table.blank", {"row": 2, "column": "criterion"}),
        ([("K1", "1"), ("K1", "2")], "table.duplicate_weight", {"row": 3}),
        ([("K1", "")], "table.number", {"row": 2}),
        ([("K1", "-1")], "table.weight_negative", {"row": 2}),
    ],
)
def test_hostile_weights_are_refused(
    rows: list[tuple[str, ...]], code: str, params: dict[str, object]
) -> None:
    with pytest.raises(AggregationError) as fault:
        parse_weights(rows)
    assert (fault.value.code, fault.value.params) == (f"aggregation.{code}", params)


def test_a_criterion_without_weight_is_refused_by_name() -> None:
    with pytest.raises(AggregationError) as fault:
        combine_rows(SMALL, "S01", {"K1": Fraction(1)})
    assert (fault.value.code, fault.value.params) == ("aggregation.table.weight_missing", {"criterion": "K2"})
