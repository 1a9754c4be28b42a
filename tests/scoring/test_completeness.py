"""What prevents locking, and what only warns: rules §6.3–6.6."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from msgspec.structs import replace

from zgc_review.domain.bodies import (
    BudgetCut,
    BudgetOpinion,
    SheetBody,
    SheetRecusal,
)
from zgc_review.domain.findings import Level
from zgc_review.domain.settings import Bands, RoundSettings
from zgc_review.scoring import drafts
from zgc_review.scoring.completeness import length, missing, warnings
from zgc_review.scoring.rubric import RubricView

Make = Callable[..., RoundSettings]
NINE = "一二三四五六七八九"


def _codes(body: SheetBody, rubric: RubricView, settings: RoundSettings) -> list[str]:
    found = missing(body, rubric, settings)
    assert all(finding.level is Level.ERROR for finding in found)
    return [finding.code.removeprefix("scoring.") for finding in found]


def test_a_complete_draft_misses_nothing(full: SheetBody, rubric: RubricView, settings: Make) -> None:
    assert missing(full, rubric, settings()) == ()
    assert warnings(full, rubric, settings()) == ()


def test_an_empty_draft_misses_everything_once(empty: SheetBody, rubric: RubricView, settings: Make) -> None:
    assert _codes(empty, rubric, settings()) == [
        "criterion.missing",
        "criterion.missing",
        "criterion.missing",
        "criterion.missing",
        "overall.short",
        "recommendation.missing",
        "integrity.missing",
    ]


def test_6_3_not_applicable_needs_a_reason(full: SheetBody, rubric: RubricView, settings: Make) -> None:
    blank = drafts.set_not_applicable(full, "K2", " \u3000")
    assert _codes(blank, rubric, settings()) == ["applicable.reason_missing"]
    assert _codes(drafts.set_not_applicable(full, "K2", "无该项内容"), rubric, settings()) == []


def test_a4_not_applicable_can_be_blocked_by_the_round(
    full: SheetBody, rubric: RubricView, settings: Make
) -> None:
    away = drafts.set_not_applicable(full, "K2", "无该项内容")
    assert _codes(away, rubric, settings(not_applicable="block")) == ["applicable.blocked"]


def test_6_3_all_not_applicable_cannot_be_locked(full: SheetBody, rubric: RubricView, settings: Make) -> None:
    body = full
    for criterion in ("K1", "K2", "K3", "K4"):
        body = drafts.set_not_applicable(body, criterion, "不适用")
    assert _codes(body, rubric, settings()) == ["applicable.none"]


@pytest.mark.parametrize(
    ("text", "enough"), [("x" * 29, False), (f"  {'字' * 30}  ", True), (" " * 40, False)]
)
def test_6_4_overall_opinion_has_30_characters(
    full: SheetBody, rubric: RubricView, settings: Make, text: str, enough: bool
) -> None:
    body = drafts.set_overall(full, text)
    assert (_codes(body, rubric, settings()) == []) is enough


def test_rare_characters_count_one_each() -> None:
    assert length(" 𬭚𠅤\u3000") == 2


@pytest.mark.parametrize(
    ("percent", "comment", "expected"),
    [
        (90, "", ["comment.short"]),
        (90, NINE, ["comment.short"]),
        (90, NINE + "十", []),
        (89, "", []),
        (60, "", []),
        (59, NINE, ["comment.short"]),
        (59, NINE + "十", []),
    ],
)
def test_6_4_bands_a_and_d_need_ten_characters(
    full: SheetBody, rubric: RubricView, settings: Make, percent: int, comment: str, expected: list[str]
) -> None:
    body = drafts.set_comment(drafts.set_percent(full, "K2", percent), "K2", comment)
    assert _codes(body, rubric, settings()) == expected


def test_6_4_a_short_comment_names_band_and_counts(
    full: SheetBody, rubric: RubricView, settings: Make
) -> None:
    (finding,) = missing(drafts.set_percent(full, "K2", 59), rubric, settings())
    assert finding.params == {"criterion": "K2", "band": "D", "count": 0, "minimum": 10}


def test_6_4_below_the_floor_needs_a_reason_of_its_own(
    full: SheetBody, rubric: RubricView, settings: Make
) -> None:
    low = drafts.set_comment(drafts.set_percent(full, "K1", 59), "K1", NINE + "十")
    assert _codes(low, rubric, settings()) == ["floor.reason_missing"]
    assert _codes(low, rubric, settings(floors=False)) == []
    assert _codes(drafts.set_percent(full, "K1", 60), rubric, settings()) == []
    assert _codes(drafts.set_floor_reason(low, "K1", "依赖外购"), rubric, settings()) == []


def test_6_1_percents_stand_on_the_step(full: SheetBody, rubric: RubricView, settings: Make) -> None:
    assert _codes(full, rubric, settings(input_step=5)) == ["percent.step"]
    assert _codes(full, rubric, settings(input_step=2)) == []


def test_bands_are_the_rounds_own(full: SheetBody, rubric: RubricView, settings: Make) -> None:
    assert _codes(full, rubric, settings(bands=Bands(A=88))) == ["comment.short"]


def test_keys_that_nobody_sees_and_double_answers_are_found(
    full: SheetBody, rubric: RubricView, settings: Make
) -> None:
    hidden = drafts.set_percent(full, "K0", 80)
    assert _codes(hidden, rubric, settings()) == ["criterion.unknown"]
    full.not_applicable["K1"] = "理由"
    assert _codes(full, rubric, settings()) == ["criterion.twice"]


def test_the_recusal_question_must_say_no(full: SheetBody, rubric: RubricView, settings: Make) -> None:
    wrong = replace(full, recusal=SheetRecusal(answer="yes", reason="同事"))
    assert _codes(wrong, rubric, settings()) == ["recusal.answer"]


def test_6_8_a_revision_needs_a_reason(full: SheetBody, rubric: RubricView, settings: Make) -> None:
    revision = drafts.revise(full, "听取合议意见")
    assert _codes(revision, rubric, settings()) == []
    assert _codes(drafts.set_reason(revision, " "), rubric, settings()) == ["revision.reason_missing"]


def test_6_11_each_cut_needs_a_reason(full: SheetBody, rubric: RubricView, settings: Make) -> None:
    cuts = (
        BudgetCut(item="设备费", amount_fen=100, reason="重复购置"),
        BudgetCut(item="差旅费", amount_fen=100, reason=""),
    )
    body = drafts.set_budget(full, BudgetOpinion(amount_fen=1, cuts=cuts))
    (finding,) = missing(body, rubric, settings())
    assert (finding.code, finding.params) == ("scoring.budget.reason_missing", {"number": 2})


def test_a_recused_sheet_needs_only_its_ground(empty: SheetBody, rubric: RubricView, settings: Make) -> None:
    silent = drafts.recuse(empty, SheetRecusal(answer="yes"))
    assert _codes(silent, rubric, settings()) == ["recusal.reason_missing"]
    for ground in (SheetRecusal(answer="yes", rule="R07"), SheetRecusal(answer="yes", reason="师生")):
        assert _codes(drafts.recuse(empty, ground), rubric, settings()) == []


@pytest.mark.parametrize(
    ("percent", "recommendation", "code"),
    [
        (70, "NOT_SUPPORT", "scoring.contradiction.high"),
        (69, "NOT_SUPPORT", None),
        (59, "SUPPORT", "scoring.contradiction.low"),
        (60, "SUPPORT", None),
        (59, "SUPPORT_IF_REVISED", None),
    ],
)
def test_6_5_contradictions_warn_and_do_not_block(
    full: SheetBody, rubric: RubricView, settings: Make, percent: int, recommendation: Any, code: str | None
) -> None:
    body = drafts.set_recommendation(full, recommendation)
    for criterion in ("K1", "K2", "K3", "K4"):
        body = drafts.set_percent(body, criterion, percent)
    found = warnings(body, rubric, settings())
    assert [(finding.code, finding.level) for finding in found] == ([(code, Level.WARN)] if code else [])
    assert all(finding.params == {"total": f"{percent}.00"} for finding in found)


def test_an_incomplete_draft_has_no_contradiction(
    empty: SheetBody, rubric: RubricView, settings: Make
) -> None:
    body = drafts.set_recommendation(drafts.set_percent(empty, "K1", 100), "NOT_SUPPORT")
    assert warnings(body, rubric, settings()) == ()
