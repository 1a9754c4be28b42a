"""Received sheets that break docs/bodies.md §3, whatever program wrote them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from msgspec.structs import replace

from zgc_review.domain.bodies import (
    BudgetOpinion,
    CitedPage,
    SheetBody,
    SheetRecusal,
    VetoClaim,
)
from zgc_review.domain.settings import RoundSettings
from zgc_review.errors import ScoringError
from zgc_review.scoring import drafts
from zgc_review.scoring.received import check_locked
from zgc_review.scoring.rubric import RubricView

Make = Callable[..., RoundSettings]


@pytest.fixture
def locked(full: SheetBody, rubric: RubricView, settings: Make) -> SheetBody:
    return drafts.lock(full, rubric, settings())


@pytest.fixture
def recused(full: SheetBody) -> SheetBody:
    return drafts.recuse(full, SheetRecusal(answer="yes", rule="R07"))


def test_what_was_locked_here_is_accepted(
    locked: SheetBody, recused: SheetBody, rubric: RubricView, settings: Make
) -> None:
    assert locked.total == 7550
    check_locked(locked, rubric, settings())
    check_locked(recused, rubric, settings())


@pytest.mark.parametrize(
    ("changes", "code", "params"),
    [
        ({"total": 7551}, "total.differs", {"given": "75.51", "computed": "75.50"}),
        ({"total": None}, "total.missing", {}),
        ({"recommendation": None}, "recommendation.missing", {}),
        ({"integrity": None}, "integrity.missing", {}),
        ({"recusal": SheetRecusal(answer="yes", reason="是")}, "recusal.answer", {}),
        ({"percents": {"K1": 80}}, "criterion.missing", {"criterion": "K2"}),
        ({"not_applicable": {"K1": "x"}}, "criterion.twice", {"criterion": "K1"}),
        ({"not_applicable": {"K0": "x"}}, "criterion.unknown", {"criterion": "K0"}),
        (
            {"percents": {}, "not_applicable": dict.fromkeys(("K1", "K2", "K3", "K4"), "x")},
            "applicable.none",
            {},
        ),
        ({"comments": {"K9": "藏"}}, "criterion.unknown", {"criterion": "K9"}),
        ({"floor_reasons": {"K0": "藏"}}, "criterion.unknown", {"criterion": "K0"}),
        (
            {"pages": (CitedPage(criterion="K9", document="d" * 64, page=1),)},
            "criterion.unknown",
            {"criterion": "K9"},
        ),
    ],
)
def test_a_broken_sheet_is_refused_by_name(
    locked: SheetBody, rubric: RubricView, settings: Make, changes: dict[str, Any], code: str, params: object
) -> None:
    with pytest.raises(ScoringError) as fault:
        check_locked(replace(locked, **changes), rubric, settings())
    assert (fault.value.code, fault.value.params) == (f"scoring.{code}", params)


def test_a_page_may_support_the_sheet_as_a_whole(
    locked: SheetBody, rubric: RubricView, settings: Make
) -> None:
    pages = tuple(CitedPage(criterion=name, document="d" * 64, page=3) for name in ("", "K1"))
    check_locked(replace(locked, pages=pages), rubric, settings())


def test_percents_off_the_step_are_refused(locked: SheetBody, rubric: RubricView, settings: Make) -> None:
    with pytest.raises(ScoringError) as fault:
        check_locked(locked, rubric, settings(input_step=5))
    assert (fault.value.code, fault.value.params) == ("scoring.percent.step", {"criterion": "K3", "step": 5})


def test_a4_blocked_not_applicable_is_refused(full: SheetBody, rubric: RubricView, settings: Make) -> None:
    sheet = drafts.lock(drafts.set_not_applicable(full, "K2", "无"), rubric, settings())
    check_locked(sheet, rubric, settings())
    with pytest.raises(ScoringError) as fault:
        check_locked(sheet, rubric, settings(not_applicable="block"))
    assert fault.value.code == "scoring.applicable.blocked"
    check_locked(drafts.lock(full, rubric, settings()), rubric, settings(not_applicable="block"))


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("percents", {"K1": 80}),
        ("not_applicable", {"K1": "x"}),
        ("comments", {"K1": "x"}),
        ("floor_reasons", {"K1": "x"}),
        ("pages", (CitedPage(criterion="", document="d" * 64, page=1),)),
        ("claims", (VetoClaim(item="V1", document=None, page=None, text="x"),)),
        ("total", 0),
        ("recommendation", "SUPPORT"),
        ("integrity", False),
        ("budget", BudgetOpinion(amount_fen=0)),
    ],
)
def test_a_recused_sheet_says_nothing(
    recused: SheetBody, rubric: RubricView, settings: Make, field: str, value: object
) -> None:
    changes: dict[str, Any] = {field: value}
    with pytest.raises(ScoringError) as fault:
        check_locked(replace(recused, **changes), rubric, settings())
    assert (fault.value.code, fault.value.params) == ("scoring.recused.content", {"field": field})


def test_a_recused_sheet_answers_yes(recused: SheetBody, rubric: RubricView, settings: Make) -> None:
    with pytest.raises(ScoringError) as fault:
        check_locked(replace(recused, recusal=SheetRecusal(answer="no")), rubric, settings())
    assert fault.value.code == "scoring.recused.answer"
