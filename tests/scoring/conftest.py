"""Rubrics, settings and drafts of the sheet rules."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from zgc_review.domain.bodies import (
    SheetBody,
)
from zgc_review.domain.settings import Pool, RoundSettings
from zgc_review.scoring import drafts
from zgc_review.scoring.rubric import CriterionView, RubricView

WEIGHTS = {"K1": 30, "K2": 25, "K3": 25, "K4": 20}
OPINION = "技术路线清楚，团队完整，已有两家试点客户，市场数据仍需补充，建议按节点考核并压减设备费。"


@pytest.fixture
def settings() -> Callable[..., RoundSettings]:
    def make(**changes: Any) -> RoundSettings:
        base: dict[str, Any] = {
            "title": "演示轮次",
            "call_year": 2026,
            "t0": "2026-11-22",
            "catalogue_digest": "a" * 64,
            "verifier_digest": "b" * 64,
            "modes": {"M01-1": "open_call"},
            "pools": (Pool(id="M01", fund="F1", sub_directions=("M01-1",)),),
        }
        return RoundSettings(**{**base, **changes})

    return make


@pytest.fixture
def rubric() -> RubricView:
    """Four shown criteria, K1 with a floor, and one of weight 0 that nobody sees."""
    shown = tuple(
        CriterionView(name, weight, 60 if name == "K1" else None) for name, weight in WEIGHTS.items()
    )
    return RubricView((*shown, CriterionView("K0", 0, 60)))


@pytest.fixture
def empty() -> SheetBody:
    return drafts.new_draft("1" * 32, "2" * 64, "3" * 64)


@pytest.fixture
def full(empty: SheetBody) -> SheetBody:
    """A draft that can be locked: 80, 70, 88, 60, support."""
    body = empty
    for name, percent in zip(WEIGHTS, (80, 70, 88, 60), strict=True):
        body = drafts.set_percent(body, name, percent)
    body = drafts.set_overall(body, OPINION)
    return drafts.set_integrity(drafts.set_recommendation(body, "SUPPORT"), found=False)
