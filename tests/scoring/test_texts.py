"""Captions of the history in both languages."""

from __future__ import annotations

import pytest

from resources.reader import LANGUAGES, Texts
from zgc_review.domain.bodies import (
    BudgetCut,
    BudgetOpinion,
    CitedPage,
    SheetBody,
    VetoClaim,
)
from zgc_review.scoring import drafts
from zgc_review.scoring.history import describe_change


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_field_of_a_change_has_a_caption(full: SheetBody, language: str) -> None:
    body = drafts.set_floor_reason(drafts.set_comment(full, "K1", "x"), "K1", "x")
    body = drafts.set_reason(drafts.set_not_applicable(body, "K2", "x"), "x")
    body = drafts.set_pages(body, (CitedPage(criterion="", document="d" * 64, page=1),))
    body = drafts.set_claims(body, (VetoClaim(item="V1", document=None, page=None, text="x"),))
    cut = BudgetCut(item="x", amount_fen=1, reason="x")
    body = drafts.set_budget(body, BudgetOpinion(amount_fen=1, cuts=(cut,)))
    fields = {change.field for change in describe_change(None, body)}
    assert len(fields) == 15
    assert [name for name in fields if not Texts(language).has(f"scoring.field.{name}")] == []
