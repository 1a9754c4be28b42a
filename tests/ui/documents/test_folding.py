"""Search makes no difference of width, case, compatibility forms and white space."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ui.documents.folding import find, fold, snippet


@pytest.mark.parametrize(
    ("text", "query", "places"),
    [
        ("累计运行5.8万小时", "运行5.8万", [(2, 6)]),
        ("累计运行５．８万小时", "运行5.8万", [(2, 6)]),
        ("截至2025年\r\n10月末", "2025年10月", [(2, 10)]),
        ("高 精 度 传感器", "高精度", [(0, 5)]),
        ("ABC abc ＡＢＣ", "abc", [(0, 3), (4, 3), (8, 3)]),
        ("straße", "STRASSE", [(0, 6)]),
        ("面积 3㎡", "3m2", [(3, 2)]),
        ("⼈⼯智能", "人工", [(0, 2)]),
        ("co\u00adoperate re\ufffe\r\nview", "review", [(11, 9)]),
        ("𠮷野家", "𠮷野", [(0, 2)]),
        ("café", "cafe\u0301", [(0, 4)]),
        ("aaaa", "aa", [(0, 2), (2, 2)]),
        ("abc", "abd", []),
        ("abc", "", []),
    ],
)
def test_find(text: str, query: str, places: list[tuple[int, int]]) -> None:
    assert find(text, fold(query), 10) == places


def test_find_stops_at_its_bound() -> None:
    assert len(find("a" * 50, "a", 7)) == 7


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=40), st.text(max_size=40), st.text(max_size=5))
def test_what_stands_there_is_found(before: str, after: str, query: str) -> None:
    """Each place folds to what was searched, or contains it where one character unfolds to several."""
    wanted = fold(query)
    for start, length in find(before + query + after, wanted, 100):
        assert wanted in fold((before + query + after)[start : start + length])


def test_snippet_shows_the_hit_on_one_line() -> None:
    text = "第一行\r\n第二行 10 月末 46 台\n第三行"
    shown, start, length = snippet(text, text.index("10"), 7)
    assert shown == "第一行 第二行 10 月末 46 台 第三行"
    assert shown[start : start + length] == "10 月末 4"


def test_snippet_at_the_edges() -> None:
    assert snippet("ab", 0, 2) == ("ab", 0, 2)
    assert snippet("x" * 100, 50, 1) == ("x" * 55, 18, 1)
