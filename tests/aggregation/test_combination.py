"""S01, S02, S04, S07, S09: the worked values of rules §7 and docs/bodies.md §4."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from zgc_review.aggregation.combination import combine
from zgc_review.aggregation.inputs import EffectiveSheet
from zgc_review.domain.results import Combination
from zgc_review.domain.settings import RoundSettings
from zgc_review.errors import AggregationError

Make = Callable[..., Any]
M01_1 = (("K1", 30, 60), ("K2", 30), ("K3", 20), ("K4", 12), ("K5", 8), ("K0", 0, 60))
EXAMPLE = (
    (6920, {"K1": 80, "K2": 70, "K3": 61, "K4": 60, "K5": 60}),
    (6633, {"K1": 60, "K2": 63, "K3": 81, "K4": 66}),
    (6970, {"K1": 72, "K2": 60, "K3": 80, "K4": 71}),
    (7109, {"K1": 60, "K2": 78, "K3": 75, "K4": 75}),
    (7480, {"K1": 83, "K2": 81, "K3": 60, "K4": 62, "K5": 77}),
)


def _combine(
    make_sheets: Make, make_settings: Make, make_rubric: Make, totals: list[int], **changes: Any
) -> Combination:
    return combine(make_sheets(totals), make_settings(**changes), make_rubric(("K1", 100)))


def test_s01_example_of_rules_7_is_7000_and_not_6999(sheets: Make, settings: Make, rubric: Make) -> None:
    made = sheets([total for total, _ in EXAMPLE], [percents for _, percents in EXAMPLE])
    result = combine(made, settings(), rubric(*M01_1))
    assert (result.rule, result.value, result.n_trimmed) == ("S01", 7000, 2)
    assert {mark.code: mark.trimmed for mark in result.marks} == {
        "专家01": "",
        "专家02": "low",
        "专家03": "",
        "专家04": "",
        "专家05": "high",
    }
    assert [(line.criterion, line.n, line.mean) for line in result.criteria] == [
        ("K1", 5, 7100),
        ("K2", 5, 7040),
        ("K3", 5, 7140),
        ("K4", 5, 6680),
        ("K5", 2, 6850),
    ]
    assert result.top_criterion == 7100
    assert all(line.value is None and line.n_trimmed == 0 for line in result.criteria)


@pytest.mark.parametrize(
    ("totals", "value", "mean", "median", "n_trimmed"),
    [
        ([8200, 8500, 7800, 9100, 6000, 8400, 8300], 8240, 8043, 8300, 2),
        ([8200, 8500, 7800, 9100, 6000], 8167, 7920, 8200, 2),
        ([8200, 8500, 7800, 9100], 8400, 8400, 8350, 0),
        ([7450, 7500, 7500, 7500, 7603], 7500, 7511, 7500, 2),
        ([6000, 8200, 8400, 8600, 9900], 8400, 8220, 8400, 2),
        ([9000, 7000], None, None, None, 0),
        ([], None, None, None, 0),
    ],
)
def test_s01_worked_values(
    sheets: Make,
    settings: Make,
    rubric: Make,
    totals: list[int],
    value: int | None,
    mean: int | None,
    median: int | None,
    n_trimmed: int,
) -> None:
    result = _combine(sheets, settings, rubric, totals)
    assert (result.value, result.plain_mean, result.median) == (value, mean, median)
    assert result.n_trimmed == n_trimmed
    assert sum(mark.trimmed != "" for mark in result.marks) == n_trimmed


def test_a2_minimum_effective_of_two_gives_8000(sheets: Make, settings: Make, rubric: Make) -> None:
    assert _combine(sheets, settings, rubric, [9000, 7000], min_effective=2).value == 8000


def test_a3_three_sheets_of_70_80_90_are_8000(sheets: Make, settings: Make, rubric: Make) -> None:
    assert _combine(sheets, settings, rubric, [7000, 8000, 9000]).value == 8000


def test_s01_drops_one_of_tied_ends_by_code(sheets: Make, settings: Make, rubric: Make) -> None:
    result = _combine(sheets, settings, rubric, [9000, 9000, 8000, 7000, 7000])
    assert [mark.trimmed for mark in result.marks] == ["high", "", "", "", "low"]
    assert result.value == 8000


def test_s01_trims_as_many_as_the_round_says(sheets: Make, settings: Make, rubric: Make) -> None:
    totals = [9900, 9000, 8000, 7000, 7100, 1000, 2000]
    result = _combine(sheets, settings, rubric, totals, trim_from=7, trim_each=2)
    assert [mark.trimmed for mark in result.marks] == ["high", "high", "", "", "", "low", "low"]
    assert (result.value, result.n_trimmed) == (7367, 4)
    assert _combine(sheets, settings, rubric, totals[:6], trim_from=7, trim_each=2).n_trimmed == 0


@pytest.mark.parametrize(("trim_from", "trim_each"), [(2, 1), (4, 2), (1, 1)])
def test_s01_trimming_that_may_leave_nothing_is_refused(
    sheets: Make, settings: Make, rubric: Make, trim_from: int, trim_each: int
) -> None:
    with pytest.raises(AggregationError) as fault:
        _combine(sheets, settings, rubric, [7000] * 9, trim_from=trim_from, trim_each=trim_each)
    assert fault.value.code == "aggregation.trim.empty"
    assert fault.value.params == {"count": trim_from, "each": trim_each}


@pytest.mark.parametrize("stages", [(), ("combined",), ("sheet_total", "sheet_total")])
def test_7_both_roundings_are_needed(
    sheets: Make, settings: Make, rubric: Make, stages: tuple[str, ...]
) -> None:
    with pytest.raises(AggregationError) as fault:
        _combine(sheets, settings, rubric, [7000] * 3, round_stages=stages)
    assert fault.value.code == "aggregation.rounding.stages"


def test_s02_is_the_plain_mean_without_trimming(sheets: Make, settings: Make, rubric: Make) -> None:
    result = _combine(sheets, settings, rubric, [8200, 8500, 7800, 9100, 6000, 8400, 8300], combine="S02")
    assert (result.rule, result.value, result.n_trimmed) == ("S02", 8043, 0)
    assert {mark.trimmed for mark in result.marks} == {""}
    assert _combine(sheets, settings, rubric, [9000, 7000], combine="S02").value is None


@pytest.mark.parametrize("rule", ["S03", "S05"])
def test_s03_and_s05_are_refused_by_name(sheets: Make, settings: Make, rubric: Make, rule: str) -> None:
    with pytest.raises(AggregationError) as fault:
        _combine(sheets, settings, rubric, [7000] * 3, combine=rule)
    assert (fault.value.code, fault.value.params) == ("aggregation.rule.unavailable", {"rule": rule})


def test_s04_trims_and_rounds_each_criterion(sheets: Make, settings: Make, rubric: Make) -> None:
    """K1 (weight 30) keeps 60 72 80 → 21.20; K2 (weight 7) keeps 63 70 78 → 4.92333… → 4.92."""
    percents = [
        {"K1": 80, "K2": 70},
        {"K1": 60, "K2": 63},
        {"K1": 72, "K2": 60},
        {"K1": 60, "K2": 78},
        {"K1": 83, "K2": 81},
    ]
    made = sheets([7000, 7100, 7200, 7300, 7400], percents)
    result = combine(made, settings(combine="S04"), rubric(("K1", 30), ("K2", 7)))
    assert [(line.value, line.n_trimmed) for line in result.criteria] == [(2120, 2), (492, 2)]
    assert (result.rule, result.value, result.n_trimmed) == ("S04", 2612, 0)
    assert (result.plain_mean, result.median) == (7200, 7200)
    assert {mark.trimmed for mark in result.marks} == {""}


def test_s04_leaves_not_applicable_out_of_its_criterion(sheets: Make, settings: Make, rubric: Make) -> None:
    percents = [{"K1": 80, "K2": 70}, {"K1": 80, "K2": 60}, {"K1": 80, "K2": 61}, {"K1": 80}]
    result = combine(sheets([7500] * 4, percents), settings(combine="S04"), rubric(("K1", 50), ("K2", 50)))
    assert [(line.n, line.value) for line in result.criteria] == [(4, 4000), (3, 3183)]
    assert result.value == 7183


def test_s04_gives_way_to_s01_where_a_criterion_has_too_few_marks(
    sheets: Make, settings: Make, rubric: Make
) -> None:
    made = sheets([total for total, _ in EXAMPLE], [percents for _, percents in EXAMPLE])
    result = combine(made, settings(combine="S04"), rubric(*M01_1))
    assert (result.rule, result.value, result.n_trimmed) == ("S01", 7000, 2)
    assert {line.value for line in result.criteria} == {None}


def test_s04_with_too_few_sheets_has_no_value(sheets: Make, settings: Make, rubric: Make) -> None:
    result = _combine(sheets, settings, rubric, [9000, 7000], combine="S04")
    assert (result.rule, result.value) == ("S01", None)


def test_s07_flags_60_by_the_median_only(sheets: Make, settings: Make, rubric: Make) -> None:
    """60 is −25.4 % from the mean 80.43 and 23 below the median 83."""
    result = _combine(sheets, settings, rubric, [8200, 8500, 7800, 9100, 6000, 8400, 8300])
    assert {mark.total: mark.flags for mark in result.marks if mark.flags} == {6000: ("median",)}


@pytest.mark.parametrize(
    ("totals", "changes", "flags"),
    [
        ([5600, 8000, 8000, 8000, 10_000], {"deviation_points": 10_000}, [(), (), (), (), ()]),
        ([3000, 5000, 7000], {"deviation_points": 10_000}, [("mean",), (), ("mean",)]),
        ([3500, 5000, 6500], {"deviation_points": 10_000}, [(), (), ()]),
        ([6500, 8000, 9500], {}, [(), (), ()]),
        ([6499, 8000, 9501], {}, [("median",), (), ("median",)]),
        ([1000, 8000, 8000], {}, [("mean", "median"), ("mean",), ("mean",)]),
        ([0, 10_000], {}, [(), ()]),
    ],
)
def test_s07_borders_are_not_flagged(
    sheets: Make,
    settings: Make,
    rubric: Make,
    totals: list[int],
    changes: dict[str, int],
    flags: list[tuple[str, ...]],
) -> None:
    result = _combine(sheets, settings, rubric, totals, **changes)
    assert [mark.flags for mark in result.marks] == flags


@pytest.mark.parametrize(
    ("percents", "floors", "below"),
    [
        ((60, 60, 59), True, True),
        ((60, 60, 60), True, False),
        ((59, 60, 61), True, False),
        ((60, 60, 59), False, False),
    ],
)
def test_s09_compares_the_exact_mean_with_the_floor(
    sheets: Make, settings: Make, rubric: Make, percents: tuple[int, ...], floors: bool, below: bool
) -> None:
    made = sheets([7000] * 3, [{"K1": value, "K2": 10} for value in percents])
    result = combine(made, settings(floors=floors), rubric(("K1", 50, 60), ("K2", 50)))
    assert [(line.floor, line.below_floor) for line in result.criteria] == [(60, below), (None, False)]


def test_a_criterion_that_applies_nowhere_has_no_mean(sheets: Make, settings: Make, rubric: Make) -> None:
    made = sheets([7000] * 3, [{"K2": 70}] * 3)
    result = combine(made, settings(), rubric(("K1", 60, 60), ("K2", 40)))
    first = result.criteria[0]
    assert (first.n, first.mean, first.below_floor, result.top_criterion) == (0, None, False, None)


def test_s10_top_criterion_is_the_first_of_equal_weights(sheets: Make, settings: Make, rubric: Make) -> None:
    made = sheets([7000] * 3, [{"K1": 10, "K2": 71, "K3": 90}] * 3)
    result = combine(made, settings(), rubric(("K1", 20), ("K2", 40), ("K3", 40)))
    assert result.top_criterion == 7100


def test_yes_votes_count_both_ways_of_support(sheets: Make, settings: Make, rubric: Make) -> None:
    made = [
        *sheets([7000]),
        *sheets([7000, 7000], recommendation="SUPPORT_IF_REVISED")[1:],
        *sheets([7000] * 3, recommendation="NOT_SUPPORT")[2:],
    ]
    assert combine(made, settings(), rubric(("K1", 100))).yes_votes == 2


@pytest.fixture(params=["S01", "S02", "S04"])
def any_rule(request: pytest.FixtureRequest, settings: Make) -> RoundSettings:
    made: RoundSettings = settings(combine=request.param)
    return made


_QUIET = [HealthCheck.function_scoped_fixture]
_TOTALS = st.lists(st.integers(0, 100), min_size=3, max_size=9)


@hypothesis_settings(max_examples=40, deadline=None, suppress_health_check=_QUIET)
@given(percent=st.integers(0, 100), count=st.integers(3, 9))
def test_a5_equal_scores_give_that_score(
    sheets: Make, any_rule: RoundSettings, rubric: Make, percent: int, count: int
) -> None:
    result = combine(sheets([percent * 100] * count), any_rule, rubric(("K1", 100)))
    assert (result.value, result.plain_mean, result.median) == (percent * 100,) * 3
    assert not any(mark.flags for mark in result.marks)


@hypothesis_settings(max_examples=60, deadline=None, suppress_health_check=_QUIET)
@given(percents=_TOTALS)
def test_value_lies_between_lowest_and_highest(
    sheets: Make, any_rule: RoundSettings, rubric: Make, percents: list[int]
) -> None:
    result = combine(sheets([percent * 100 for percent in percents]), any_rule, rubric(("K1", 100)))
    assert result.value is not None
    assert min(percents) * 100 <= result.value <= max(percents) * 100


@hypothesis_settings(max_examples=60, deadline=None, suppress_health_check=_QUIET)
@given(percents=st.lists(st.integers(0, 99), min_size=3, max_size=9), data=st.data())
def test_a_higher_score_never_lowers_the_value(
    sheets: Make, any_rule: RoundSettings, rubric: Make, percents: list[int], data: st.DataObject
) -> None:
    place = data.draw(st.integers(0, len(percents) - 1))
    higher = [percent + (index == place) for index, percent in enumerate(percents)]
    old = combine(sheets([percent * 100 for percent in percents]), any_rule, rubric(("K1", 100)))
    new = combine(sheets([percent * 100 for percent in higher]), any_rule, rubric(("K1", 100)))
    assert old.value is not None
    assert new.value is not None
    assert new.value >= old.value


@hypothesis_settings(max_examples=40, deadline=None, suppress_health_check=_QUIET)
@given(percents=_TOTALS, data=st.data())
def test_order_of_the_sheets_plays_no_part(
    sheets: Make, any_rule: RoundSettings, rubric: Make, percents: list[int], data: st.DataObject
) -> None:
    made: list[EffectiveSheet] = sheets([percent * 100 for percent in percents])
    mixed = data.draw(st.permutations(made))
    assert combine(mixed, any_rule, rubric(("K1", 100))) == combine(made, any_rule, rubric(("K1", 100)))
