"""What changed between two versions: acceptance U3."""

from __future__ import annotations

from dataclasses import astuple

from zgc_review.domain.bodies import (
    BudgetCut,
    BudgetOpinion,
    CitedPage,
    SheetBody,
    VetoClaim,
)
from zgc_review.scoring import drafts
from zgc_review.scoring.history import describe_change


def _shown(old: SheetBody | None, new: SheetBody) -> list[tuple[object, ...]]:
    return [astuple(change) for change in describe_change(old, new)]


def test_u3_history_70_85_80(empty: SheetBody) -> None:
    versions = [drafts.set_percent(empty, "K1", percent) for percent in (70, 85, 80)]
    assert _shown(empty, versions[0]) == [("percents", "K1", None, 70)]
    assert _shown(versions[0], versions[1]) == [("percents", "K1", 70, 85)]
    assert _shown(versions[1], versions[2]) == [("percents", "K1", 85, 80)]
    assert describe_change(versions[2], versions[2]) == ()


def test_the_first_version_lists_what_was_filled_in(empty: SheetBody) -> None:
    assert _shown(None, drafts.set_percent(empty, "K1", 0)) == [
        ("recusal", "", None, "no"),
        ("percents", "K1", None, 0),
        ("phase", "", None, "initial"),
        ("state", "", None, "locked"),
    ]


def test_zero_and_no_are_values_and_blank_text_is_none(full: SheetBody) -> None:
    cleared = drafts.set_overall(drafts.set_integrity(full, None), "")
    assert _shown(full, cleared) == [
        ("overall", "", full.overall, None),
        ("integrity", "", False, None),
    ]


def test_moving_to_not_applicable_shows_both_sides(full: SheetBody) -> None:
    assert _shown(full, drafts.set_not_applicable(full, "K2", "无")) == [
        ("percents", "K2", 70, None),
        ("not_applicable", "K2", None, "无"),
    ]


def test_lists_show_what_went_and_what_came(empty: SheetBody) -> None:
    page = CitedPage(criterion="K1", document="d" * 64, page=3)
    other = CitedPage(criterion="K1", document="d" * 64, page=4)
    claim = VetoClaim(item="V1", document=None, page=None, text="造假")
    kept = CitedPage(criterion="", document="e" * 64, page=9)
    before = drafts.set_pages(empty, (page, kept))
    after = drafts.set_claims(drafts.set_pages(empty, (kept, other)), (claim,))
    assert _shown(before, after) == [
        ("pages", "K1", 3, None),
        ("pages", "K1", None, 4),
        ("claims", "V1", None, "造假"),
    ]


def test_the_amount_and_its_cuts_are_compared(empty: SheetBody) -> None:
    cut = BudgetCut(item="设备费", amount_fen=10, reason="重复")
    first = drafts.set_budget(empty, BudgetOpinion(amount_fen=90, cuts=(cut,)))
    second = drafts.set_budget(empty, BudgetOpinion(amount_fen=100))
    assert _shown(None, first)[-2:] == [("budget", "", None, 90), ("cuts", "设备费", None, 10)]
    assert _shown(first, second) == [("budget", "", 90, 100), ("cuts", "设备费", 10, None)]
    assert _shown(second, empty) == [("budget", "", 100, None)]
