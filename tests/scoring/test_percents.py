"""What a person may type into a percent field: acceptance U5."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from zgc_review.errors import ScoringError
from zgc_review.scoring.percents import parse_percent


@pytest.mark.parametrize(
    ("text", "percent"),
    [("85", 85), ("０", 0), ("８５", 85), (" 100\n", 100), ("\u3000８5\u3000", 85), ("007", 7), ("000", 0)],
)
def test_u5_whole_numbers_are_read(text: str, percent: int) -> None:
    assert parse_percent(text) == percent


@pytest.mark.parametrize(
    ("text", "code", "params"),
    [
        ("", "empty", {}),
        (" \u3000\t", "empty", {}),
        ("85。5", "decimal", {}),
        ("85.5", "decimal", {}),
        ("８５．５", "decimal", {}),
        ("85,5", "decimal", {}),
        ("85.", "decimal", {}),
        (".5", "decimal", {}),
        ("85 分", "unit", {"unit": "分"}),
        ("85分", "unit", {"unit": "分"}),
        ("85%", "unit", {"unit": "%"}),
        ("８５％", "unit", {"unit": "％"}),
        ("-5", "sign", {}),
        ("＋5", "sign", {}),
        ("−5", "sign", {}),
        ("101", "range", {}),
        ("9" * 5000, "range", {}),
        ("85.5分", "character", {"character": ".", "place": 3}),
        ("8 5", "character", {"character": "U+0020", "place": 2}),
        ("8\u200b5", "character", {"character": "U+200B", "place": 2}),
        ("85\x00", "character", {"character": "U+0000", "place": 3}),
        ("八十五", "character", {"character": "八", "place": 1}),
        ("٨٥", "character", {"character": "٨", "place": 1}),
        ("²", "character", {"character": "²", "place": 1}),
        ("1e2", "character", {"character": "e", "place": 2}),
        ("nan", "character", {"character": "n", "place": 1}),
        ("85 该项目技术先进", "character", {"character": "U+0020", "place": 3}),
    ],
)
def test_u5_everything_else_is_refused_precisely(text: str, code: str, params: dict[str, object]) -> None:
    with pytest.raises(ScoringError) as fault:
        parse_percent(text)
    assert fault.value.code == f"scoring.percent.{code}"
    assert fault.value.params == params


@settings(max_examples=100, deadline=None)
@given(text=st.text(max_size=30))
def test_any_text_is_a_percent_or_a_coded_error_without_the_text(text: str) -> None:
    shown: dict[str, str | int] = {}
    try:
        percent = parse_percent(text)
    except ScoringError as fault:
        percent, shown = 0, fault.params
    assert 0 <= percent <= 100
    assert all(len(str(value)) <= 8 for value in shown.values())
