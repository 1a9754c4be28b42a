"""Edits of a draft, locking, reopening, revising: rules §6.7, §6.8."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from zgc_review.domain.bodies import (
    BudgetOpinion,
    CitedPage,
    SheetBody,
    SheetRecusal,
    VetoClaim,
    body_of,
    plain,
)
from zgc_review.domain.settings import RoundSettings
from zgc_review.errors import ScoringError
from zgc_review.scoring import drafts
from zgc_review.scoring.rubric import RubricView

Make = Callable[..., RoundSettings]


def test_percent_and_not_applicable_exclude_each_other(empty: SheetBody) -> None:
    scored = drafts.set_percent(drafts.set_not_applicable(empty, "K1", "无"), "K1", 85)
    assert (scored.percents, scored.not_applicable) == ({"K1": 85}, {})
    away = drafts.set_not_applicable(scored, "K1", "无")
    assert (away.percents, away.not_applicable) == ({}, {"K1": "无"})
    assert drafts.set_not_applicable(away, "K1", None).not_applicable == {}
    assert drafts.set_percent(scored, "K1", None).percents == {}


def test_edits_leave_the_old_body_as_it_was(empty: SheetBody) -> None:
    first = drafts.set_percent(empty, "K1", 70)
    drafts.set_percent(first, "K1", 85)
    assert (empty.percents, first.percents) == ({}, {"K1": 70})


@pytest.mark.parametrize("percent", [-1, 101])
def test_percents_out_of_range_are_refused(empty: SheetBody, percent: int) -> None:
    with pytest.raises(ScoringError) as fault:
        drafts.set_percent(empty, "K1", percent)
    assert fault.value.code == "scoring.percent.range"


def test_texts_are_kept_as_typed_and_removed_when_empty(empty: SheetBody) -> None:
    body = drafts.set_floor_reason(drafts.set_comment(empty, "K1", " 𬭚 "), "K1", "缘由")
    assert (body.comments, body.floor_reasons) == ({"K1": " 𬭚 "}, {"K1": "缘由"})
    body = drafts.set_floor_reason(drafts.set_comment(body, "K1", ""), "K1", "")
    assert (body.comments, body.floor_reasons) == ({}, {})


def test_answers_can_be_taken_back(full: SheetBody) -> None:
    body = drafts.set_integrity(drafts.set_recommendation(full, None), None)
    assert (body.recommendation, body.integrity) == (None, None)


def test_pages_claims_and_budget_are_replaced(empty: SheetBody) -> None:
    page = CitedPage(criterion="K1", document="d" * 64, page=3)
    claim = VetoClaim(item="V1", document=None, page=None, text="x")
    body = drafts.set_claims(drafts.set_pages(empty, (page, page)), (claim,))
    body = drafts.set_budget(body, BudgetOpinion(amount_fen=5))
    assert (body.pages, body.claims, body.budget) == ((page,), (claim,), BudgetOpinion(amount_fen=5))


def test_lock_adds_the_total_and_survives_the_wire(
    full: SheetBody, rubric: RubricView, settings: Make
) -> None:
    locked = drafts.lock(full, rubric, settings())
    assert locked.total == 7550
    assert body_of("sheet", plain(locked)) == locked


def test_lock_refuses_with_the_number_of_open_points(
    empty: SheetBody, rubric: RubricView, settings: Make
) -> None:
    with pytest.raises(ScoringError) as fault:
        drafts.lock(empty, rubric, settings())
    assert (fault.value.code, fault.value.params) == ("scoring.draft.incomplete", {"count": 7})


def test_recusing_drops_what_was_written(full: SheetBody, rubric: RubricView, settings: Make) -> None:
    ground = SheetRecusal(answer="yes", rule="R07", reason="导师")
    sheet = drafts.recuse(full, ground)
    assert (sheet.percents, sheet.overall, sheet.integrity, sheet.state) == ({}, "", None, "recused")
    assert drafts.lock(sheet, rubric, settings()) == sheet
    with pytest.raises(ScoringError) as fault:
        drafts.set_percent(sheet, "K1", 85)
    assert fault.value.code == "scoring.draft.recused"
    with pytest.raises(ScoringError) as fault:
        drafts.recuse(full, SheetRecusal(answer="no"))
    assert fault.value.code == "scoring.recused.answer"


def test_6_7_reopening_needs_a_reason_and_drops_the_total(
    full: SheetBody, rubric: RubricView, settings: Make
) -> None:
    locked = drafts.lock(full, rubric, settings())
    reopened = drafts.reopen(locked, "误填")
    assert (reopened.total, reopened.reason, reopened.phase) == (None, "误填", "initial")
    with pytest.raises(ScoringError) as fault:
        drafts.reopen(locked, " ")
    assert fault.value.code == "scoring.reopening.reason_missing"


def test_6_8_a_sheet_is_revised_once(full: SheetBody, rubric: RubricView, settings: Make) -> None:
    revision = drafts.revise(drafts.lock(full, rubric, settings()), "听取合议意见")
    assert (revision.phase, revision.total, revision.percents) == ("revision", None, full.percents)
    with pytest.raises(ScoringError) as fault:
        drafts.revise(revision, "再改")
    assert fault.value.code == "scoring.revision.twice"


def test_an_edit_after_reopening_never_keeps_an_old_total(
    full: SheetBody, rubric: RubricView, settings: Make
) -> None:
    locked = drafts.lock(full, rubric, settings())
    assert drafts.set_percent(locked, "K1", 85).total is None
    assert drafts.set_not_applicable(locked, "K1", "无").total is None
