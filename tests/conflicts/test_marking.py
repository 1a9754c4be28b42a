"""What of two texts agrees is marked in the texts as typed (rules §5), for every reason of a hit."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from zgc_review.conflicts.compare import compare_pair
from zgc_review.conflicts.marking import matched_runs, trace
from zgc_review.conflicts.names import fold


def parts(left: str, right: str, reason: str) -> tuple[list[str], list[str]]:
    """Return the marked parts of both texts."""
    runs = matched_runs(left, right, reason)
    return [left[start:end] for start, end in runs[0]], [right[start:end] for start, end in runs[1]]


def test_r15_core_is_marked_without_place_and_legal_form() -> None:
    left, right = "示例智控科技（北京）有限公司", "北京示例智控科技有限公司"
    assert compare_pair("org", left, right).reason == "core"
    assert parts(left, right, "core") == (["示例智控科技"], ["示例智控科技"])


def test_full_width_letters_and_traditional_characters_lead_back_to_what_was_typed() -> None:
    assert parts("ＡＢＣ科技（北京）有限公司", "北京abc科技有限公司", "core") == (["ＡＢＣ科技"], ["abc科技"])
    assert parts("清华大学", "清華大學", "name") == (["清华大学"], ["清華大學"])


def test_rare_characters_outside_the_basic_plane_count_as_one() -> None:
    assert parts("亓𠮷子", "亓𠮷子教授", "same_name") == (["亓𠮷子"], ["亓𠮷子"])
    assert parts("䴉㕵𰻝研究院", "北京䴉㕵𰻝科技有限公司", "group") == (["䴉㕵𰻝"], ["䴉㕵𰻝"])


def test_a_persons_titles_and_letters_beside_the_name_are_not_marked() -> None:
    assert parts("张伟教授", "张伟 Zhang Wei", "same_name") == (["张伟"], ["张伟"])


def test_pinyin_and_initials_mark_the_whole_name() -> None:
    assert parts("ZHANG Wei", "张伟", "pinyin") == (["ZHANG", "Wei"], ["张伟"])
    assert parts("张伟", "Prof. ZHANG W.", "initials") == (["张伟"], ["ZHANG", "W"])


def test_a_brand_in_pinyin_is_marked_in_the_foreign_name() -> None:
    left, right = "Beijing Zhikong Technology Co., Ltd.", "北京智控科技有限公司"
    assert compare_pair("org", left, right).reason == "spelled"
    assert parts(left, right, "spelled") == (["Zhikong"], ["智控"])
    assert parts(right, left, "spelled") == (["智控"], ["Zhikong"])


def test_a_short_name_is_marked_sign_by_sign() -> None:
    left, right = "新疆交建", "新疆交通建设集团股份有限公司"
    assert compare_pair("org", left, right).reason == "short"
    assert parts(left, right, "short") == (["新疆交建"], ["新疆交", "建"])


def test_a_branch_shares_its_parents_name() -> None:
    left, right = "清华大学", "清华大学附属医院"
    assert compare_pair("org", left, right).reason == "branch"
    assert parts(left, right, "branch") == (["清华大学"], ["清华大学"])


def test_an_other_name_marks_all_of_both_since_nothing_else_is_alike() -> None:
    assert parts("北大", "北京大学", "alias") == (["北大"], ["北京大学"])


def test_a_tie_of_two_units_marks_no_place_trade_or_legal_form_that_strangers_share() -> None:
    assert parts("北京示例科技有限公司", "北京䴉㕵科技有限公司", "group") == ([], [])
    assert parts("M01-1", "03-0101", "same_sub_direction") == (["M01-1"], ["03-0101"])


def test_nothing_is_marked_where_a_side_says_nothing() -> None:
    assert matched_runs("", "北京大学", "name") == ((), ())
    assert matched_runs("——", "北京大学", "core") == ((), ())


@pytest.mark.parametrize("reason", ["core", "similar", "short", "spelled", "branch", "same_name", "initials"])
@given(left=st.text(max_size=40), right=st.text(max_size=40))
@settings(max_examples=60, deadline=None)
def test_runs_lie_in_the_texts_in_order(reason: str, left: str, right: str) -> None:
    for text, runs in zip((left, right), matched_runs(left, right, reason), strict=True):
        ends = [place for run in runs for place in run]
        assert ends == sorted(ends)
        assert all(start < end for start, end in runs)
        assert not ends or (ends[0] >= 0 and ends[-1] <= len(text))


@given(st.text(alphabet="北京清華abcＡＢ（） -·𠮷㕵é", max_size=40))
@settings(max_examples=100, deadline=None)
def test_every_sign_of_the_normalised_form_has_its_place(text: str) -> None:
    traced = trace(text)
    assert len(traced.folded) == len(traced.places)
    assert traced.folded == fold(text)


def test_endless_texts_end() -> None:
    left, right = matched_runs("示例" * 40_000, "示例" * 40_000 + "甲", "similar")
    assert left
    assert right[-1][1] <= 400
