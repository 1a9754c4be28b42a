"""Own sheets against each other: totals, recommendations, bands."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from resources.reader import Texts
from zgc_review.scoring.order import Standing, contradictions

BEST, MIDDLE, WORST = "SUPPORT", "SUPPORT_IF_REVISED", "NOT_SUPPORT"


def sheet(
    number: str, total: int, recommendation: str = "", letters: str = "BBB", direction: str = "M01-1"
) -> Standing:
    return Standing(f"id-{number}", number, direction, total, recommendation, tuple(letters))


def said(*sheets: Standing) -> list[tuple[str, str, str]]:
    found = contradictions(sheets)
    return [(one.finding.code.removeprefix("scoring.order."), one.first[3:], one.second[3:]) for one in found]


def test_supported_below_one_that_is_not_supported() -> None:
    assert said(sheet("1", 6800, BEST, "BCC"), sheet("2", 7100, WORST, "CBB")) == [("support_not", "1", "2")]
    assert said(sheet("1", 6800, BEST, "BCC"), sheet("2", 7100, MIDDLE, "CBB")) == [
        ("support_revise", "1", "2")
    ]
    assert said(sheet("1", 6800, MIDDLE, "BCC"), sheet("2", 7100, WORST, "CBB")) == [("revise_not", "1", "2")]


def test_in_a_stage_the_words_are_of_passing() -> None:
    """In a midterm check or an acceptance nothing is supported (rules §2.4)."""
    for stage in ("midterm", "acceptance"):
        for better, worse, told in (
            (BEST, WORST, "support_not"),
            (BEST, MIDDLE, "support_revise"),
            (MIDDLE, WORST, "revise_not"),
        ):
            low, high = sheet("1", 6800, better, "BCC"), sheet("2", 7100, worse, "CBB")
            sheets = [replace(one, stage=stage) for one in (low, high)]
            assert said(*sheets) == [(f"{told}_stage", "1", "2")]
            finding = contradictions(sheets)[0].finding
            for language in ("zh_CN", "en"):
                words = Texts(language).get(f"finding.{finding.code}.text", **finding.params)
                assert "支持" not in words
                assert "support" not in words.lower()


def test_an_order_that_agrees_says_nothing() -> None:
    assert said(sheet("1", 8000, BEST), sheet("2", 7000, MIDDLE), sheet("3", 5000, WORST)) == []
    assert said(sheet("1", 7000, BEST), sheet("2", 7000, WORST)) == []  # equal totals
    assert said(sheet("1", 6000), sheet("2", 7000)) == []  # nothing recommended yet


def test_sheets_of_different_directions_are_never_compared() -> None:
    assert said(sheet("1", 6000, BEST), sheet("2", 9000, WORST, direction="M01-2")) == []


def test_each_sheet_is_named_once_with_the_worst_and_how_many_there_are() -> None:
    found = contradictions(
        [
            sheet("1", 6800, BEST, "BCC"),
            sheet("2", 7100, WORST, "CBC"),
            sheet("3", 7900, WORST, "CCB"),
            sheet("4", 6000, WORST, "CCC"),
        ]
    )
    mine = [one for one in found if one.first == "id-1"]
    assert [(one.second, one.finding.params["count"]) for one in mine] == [("id-3", 2)]
    assert mine[0].finding.params["total"] == "68.00"
    assert mine[0].finding.params["other_total"] == "79.00"


def test_the_strongest_disagreement_of_a_sheet_counts() -> None:
    found = said(
        sheet("1", 6000, BEST, "BCC"), sheet("2", 6500, WORST, "CBC"), sheet("3", 9000, MIDDLE, "CCB")
    )
    assert ("support_not", "1", "2") in found
    assert ("support_revise", "1", "3") not in found


def test_the_same_bands_with_reversed_totals_have_a_sentence_of_their_own() -> None:
    assert said(sheet("1", 7600, BEST), sheet("2", 7700, WORST)) == [("same", "1", "2")]


def test_better_in_every_band_but_a_lower_total() -> None:
    found = contradictions([sheet("15", 7355, letters="ABB"), sheet("09", 7510, letters="BBB")])
    (only,) = found
    assert (only.first, only.second) == ("id-15", "id-09")
    assert only.finding.code == "scoring.order.letters"
    assert only.finding.params["gap"] == "1.55"


def test_what_does_not_apply_must_not_apply_in_both() -> None:
    assert said(sheet("1", 6000, letters="A–B"), sheet("2", 7000, letters="BBB")) == []
    assert said(sheet("1", 6000, letters="A–B"), sheet("2", 7000, letters="B–B")) == [("letters", "1", "2")]


_SHEETS = st.lists(
    st.tuples(
        st.integers(0, 10_000),
        st.sampled_from(["", BEST, MIDDLE, WORST]),
        st.text("ABCD–", min_size=3, max_size=3),
        st.sampled_from(["M01-1", "M03-1"]),
    ),
    max_size=14,
)


def test_the_same_bands_are_told_once_also_where_two_sheets_have_them() -> None:
    twice = (sheet("1", 0, BEST), sheet("2", 1, MIDDLE), sheet("3", 1, WORST))
    assert said(*twice) == [("same", "1", "3")]
    lower = (sheet("1", 0, BEST), sheet("2", 5, MIDDLE), sheet("3", 1, WORST))
    assert said(*lower) == [("same", "1", "2")]


@settings(max_examples=100, deadline=None)
@given(_SHEETS)
def test_every_sentence_is_true_and_no_disagreement_is_missed(raw: list[tuple[int, str, str, str]]) -> None:
    sheets = {f"id-{n:02d}": sheet(f"{n:02d}", *one) for n, one in enumerate(raw)}
    warmth = {BEST: 0, MIDDLE: 1, WORST: 2}
    found = contradictions(sheets.values())
    for one in found:
        first, second = sheets[one.first], sheets[one.second]
        assert first.direction == second.direction
        assert first.total < second.total
        kind = one.finding.code.removeprefix("scoring.order.")
        if kind == "letters":
            pairs = list(zip(first.letters, second.letters, strict=True))
            assert all(mine <= theirs for mine, theirs in pairs)
            assert first.letters != second.letters
        else:
            assert warmth[first.recommendation] < warmth[second.recommendation]
        assert (kind == "same") == (first.letters == second.letters)
    named = {one.first for one in found if not one.finding.code.endswith("letters")}
    due = {
        name
        for name, mine in sheets.items()
        for other in sheets.values()
        if mine.direction == other.direction
        and mine.recommendation
        and other.recommendation
        and warmth[mine.recommendation] < warmth[other.recommendation]
        and mine.total < other.total
    }
    assert named == due
