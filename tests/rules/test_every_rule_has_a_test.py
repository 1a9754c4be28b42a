"""Every rule of the review rules is named by at least one test."""

from __future__ import annotations

import re
from pathlib import Path
from typing import get_args

import pytest

from zgc_review.domain.bodies import Outcome
from zgc_review.domain.states import _MOVES

TESTS = Path(__file__).resolve().parents[1]
WORDS = "\n".join(
    path.read_text("utf-8") for path in sorted(TESTS.rglob("*.py")) if path.parent.name != "rules"
)
# S03, S05, S06 (vote) and S11 may not be chosen by a round definition yet, or only in part.
RECUSAL = [f"R{n:02d}" for n in range(1, 19)]
PANEL = [f"P{n:02d}" for n in range(1, 13)]
SCORES = ["S01", "S02", "S04", "S07", "S08", "S09", "S10"]
FORMS = [f"F{n:02d}" for n in range(1, 19)]
OPERATORS = [
    "eq", "in", "ge", "gt", "le", "lt", "before", "after",
    "present", "matches", "valid", "contains_all", "count_ge",
]  # fmt: skip


@pytest.mark.parametrize("rule", RECUSAL + PANEL + SCORES + FORMS)
def test_the_rule_is_named_by_a_test(rule: str) -> None:
    assert re.search(rf"(?<![A-Z0-9]){rule}(?!\d)|_{rule.lower()}_", WORDS), f"no test names {rule}"


@pytest.mark.parametrize("operator", OPERATORS)
def test_the_gate_operator_is_named_by_a_test(operator: str) -> None:
    assert re.search(rf'"{operator}"', WORDS), f"no test names the operator {operator}"


@pytest.mark.parametrize("state", [state.value for state in _MOVES])
def test_the_state_is_named_by_a_test(state: str) -> None:
    assert state in WORDS, f"no test names the state {state}"


@pytest.mark.parametrize("outcome", get_args(Outcome))
def test_the_outcome_of_a_stage_is_named_by_a_test(outcome: str) -> None:
    assert f'"{outcome}"' in WORDS, f"no test names the outcome {outcome}"
