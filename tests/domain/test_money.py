"""Amounts in words: 万元 in Chinese, yuan in English, both exact."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from resources.reader import Texts
from zgc_review.domain.money import Amount, wan_yuan, yuan


@pytest.mark.parametrize(
    ("fen", "written", "wan"),
    [
        (158_000_000, "1,580,000.00", "158.00"),
        (1, "0.01", "0.000001"),
        (0, "0.00", "0.00"),
        (-158_000_050, "-1,580,000.50", "-158.00005"),
        (220_000_000_000, "2,200,000,000.00", "220,000.00"),
    ],
)
def test_an_amount_is_written_in_the_form_a_text_asks_for(fen: int, written: str, wan: str) -> None:
    assert yuan(fen) == written
    assert f"{Amount(fen):yuan}" == written
    assert f"{Amount(fen):wan}" == wan == wan_yuan(fen)
    assert f"{Amount(fen)}" == str(fen)


@settings(max_examples=100, deadline=None)
@given(st.integers(-(10**15), 10**15))
def test_nothing_is_rounded(fen: int) -> None:
    assert Decimal(yuan(fen).replace(",", "")) * 100 == fen
    assert Decimal(f"{Amount(fen):wan}".replace(",", "")) * 1_000_000 == fen


def test_each_language_counts_money_its_own_way() -> None:
    params = {"number": "ZGC-0001", "amount": Amount(158_000_000), "most": Amount(150_000_000)}
    assert "建议 158.00 万元" in Texts("zh_CN").get("error.decide.amount.reason", **params)
    said = Texts("en").get("error.decide.amount.reason", **params)
    assert "CNY 1,580,000.00 recommended, at most CNY 1,500,000.00" in said
