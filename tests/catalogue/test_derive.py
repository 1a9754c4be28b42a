"""Fields the program computes (catalogue head, item 7)."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from zgc_review.catalogue import Catalogue, derive, load_shipped

YUAN = 100
WAN = 1_000_000


@pytest.fixture
def compute(catalogue: Catalogue) -> Any:
    def run(name: str, **record: Any) -> Any:
        return derive(record, catalogue.fields)[name]

    return run


def test_minus(compute: Any) -> None:
    assert compute("rd_expense_increase", rd_expense_y1=300 * WAN, rd_expense_y0=199 * WAN) == 101 * WAN
    assert compute("rd_expense_increase", rd_expense_y1=0, rd_expense_y0=1) == -1
    assert compute("rd_expense_increase", rd_expense_y1=300 * WAN) is None


def test_ratio_is_exact_and_empty_over_nothing(compute: Any) -> None:
    assert compute("self_raised_to_requested", self_raised_amount=1, requested_amount=3) == Fraction(
        10_000, 3
    )
    assert compute("self_raised_to_requested", self_raised_amount=0, requested_amount=3) == 0
    assert compute("self_raised_to_requested", self_raised_amount=1, requested_amount=0) is None
    assert compute("self_raised_to_requested", self_raised_amount=1) is None
    assert compute("self_raised_to_requested", requested_amount=1) is None


def test_any_true(compute: Any) -> None:
    asked = ("ethics_humans", "ethics_animals", "ethics_other", "ethics_law")
    assert compute("ethics_involved", **dict.fromkeys(asked, False)) is False
    assert compute("ethics_involved", **{**dict.fromkeys(asked, False), "ethics_law": True}) is True
    assert compute("ethics_involved", ethics_animals=True) is True
    assert compute("ethics_involved", **{**dict.fromkeys(asked, False), "ethics_law": None}) is None
    assert compute("ethics_involved") is None


def test_count(compute: Any) -> None:
    partners = [
        {"kind": "university", "agreement_signed": True},
        {"kind": "institute", "agreement_signed": False},
        {"kind": "enterprise", "agreement_signed": False},
    ]
    assert compute("academic_partners", partners=partners) == 2
    assert compute("unsigned_partners", partners=partners) == 2
    assert compute("unsigned_partners", partners=[]) == 0
    assert compute("unsigned_partners") is None


def test_count_with_an_empty_cell_is_empty(compute: Any) -> None:
    """Any source not filled gives an empty result: a blank 'signed' must not pass as signed."""
    partners = [{"kind": "university", "agreement_signed": None}, {"agreement_signed": False}]
    assert compute("unsigned_partners", partners=partners) is None
    assert compute("academic_partners", partners=partners) is None


def test_count_ignores_an_empty_cell_that_cannot_matter(cat: Any) -> None:
    from zgc_review.catalogue import from_json  # noqa: PLC0415 - only this test builds its own catalogue
    from zgc_review.domain.canonical import canonical_bytes  # noqa: PLC0415 - as above

    cat.field("unsigned_partners")["derive"]["where"]["kind"] = ["university"]
    fields = from_json(canonical_bytes(cat.raw)).fields
    partners = [{"kind": "hospital"}, {"kind": "university", "agreement_signed": False}]
    assert derive({"partners": partners}, fields)["unsigned_partners"] == 1


def test_the_record_itself_stays_and_stale_results_are_replaced(catalogue: Catalogue) -> None:
    record = {"revenue_y1": 4 * YUAN, "service_revenue_y1": YUAN, "service_revenue_share": 9999}
    complete = derive(record, catalogue.fields)
    assert complete["service_revenue_share"] == 2500
    assert complete["revenue_y1"] == 400
    assert record["service_revenue_share"] == 9999
    assert complete["academic_partners"] is None


def test_fields_of_the_program_without_method_stay(catalogue: Catalogue) -> None:
    assert derive({"missing_attachments": 0}, catalogue.fields)["missing_attachments"] == 0


@settings(max_examples=100, deadline=None)
@given(a=st.integers(0, 10**15), b=st.integers(1, 10**15))
def test_ratio_times_base_gives_the_part_back(a: int, b: int) -> None:
    record = {"requested_amount": a, "actual_spending": b}
    ratio = derive(record, load_shipped().fields)["requested_to_actual"]
    assert ratio * b == a * 10_000
