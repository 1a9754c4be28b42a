"""Chinese names against names in Latin letters (rules §5)."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from zgc_review.conflicts.names import person_name
from zgc_review.conflicts.pinyin import Spelling, blocking_keys, readings, spelling

_FITS = [
    ("张伟", "Zhang Wei", Spelling.FULL),
    ("张伟", "wei zhang", Spelling.FULL),
    ("张伟", "ZHANGWEI", Spelling.FULL),
    ("张伟", "ZHANG W.", Spelling.INITIALS),
    ("张伟", "W. Zhang", Spelling.INITIALS),
    ("张伟", "Li Wei", Spelling.NONE),
    ("张伟", "Zhang", Spelling.NONE),
    ("张", "Zhang Wei", Spelling.NONE),
    ("曾志伟", "Zeng Z.W.", Spelling.INITIALS),
    ("曾志伟", "Zeng Z.", Spelling.INITIALS),
    ("曾志伟", "Zeng W.", Spelling.NONE),
    ("欧阳修", "Ouyang X.", Spelling.INITIALS),
    ("欧阳修", "Xiu Ouyang", Spelling.FULL),
    ("吕小明", "Lü Xiaoming", Spelling.FULL),
    ("吕小明", "Lyu Xiao-Ming", Spelling.FULL),
    ("黃正乾", "Huang Zhengqian", Spelling.FULL),
    ("Zhang Wei Ming", "Weiming Zhang", Spelling.FULL),
    ("Wang H.", "Hao Wang", Spelling.INITIALS),
    ("H. Wang", "Wang Li", Spelling.NONE),
    ("Wang", "Wang Li", Spelling.NONE),
    ("张伟", "张伟", Spelling.NONE),
]


@pytest.mark.parametrize(("left", "right", "expected"), _FITS)
def test_spelling(left: str, right: str, expected: Spelling) -> None:
    one, two = person_name(left), person_name(right)
    assert spelling(one, two) is expected
    assert spelling(two, one) is expected


@pytest.mark.parametrize(
    ("surname", "spelt"),
    [
        *(("单", ("shan", "dan")), ("曾", ("zeng", "ceng")), ("解", ("xie", "jie")), ("仇", ("qiu", "chou"))),
        *(("区", ("ou", "qu")), ("查", ("zha", "cha")), ("朴", ("piao", "pu"))),
    ],
)
def test_all_readings_of_a_surname_fit(surname: str, spelt: tuple[str, ...]) -> None:
    """Rules §5: 单 Shàn/Dān, 曾 Zēng/Céng, 解 Xiè/Jiě, 仇 Qiú/Chóu, 区 Ōu/Qū, 查 Zhā/Chá."""
    assert set(spelt) <= readings(surname)
    for reading in spelt:
        assert spelling(person_name(surname + "明"), person_name(f"Ming {reading}")) is Spelling.FULL


def test_a_character_without_known_reading_fits_nothing() -> None:
    assert spelling(person_name("𠅤明"), person_name("Ming Li")) is Spelling.NONE


_CHARS = "张王单曾欧阳伟明志小吕万俟尉迟"
_HAN = st.text(_CHARS, min_size=2, max_size=4)
_WORDS = st.sampled_from(
    ["zhang", "wang", "shan", "wei", "ming", "w", "z", "zhiwei", "ouyang", "xiaoming", "lv", "y", "wz"]
)
_LATIN = st.lists(_WORDS, min_size=1, max_size=3).map(" ".join)


@settings(max_examples=100, deadline=None)
@given(st.one_of(_HAN, _LATIN), _LATIN)
def test_names_that_fit_share_a_key(left: str, right: str) -> None:
    """Nothing that ``spelling`` accepts is lost by looking up keys only."""
    one, two = person_name(left), person_name(right)
    if spelling(one, two) is not Spelling.NONE:
        assert blocking_keys(one) & blocking_keys(two)


@settings(max_examples=60, deadline=None)
@given(_HAN)
def test_a_name_in_its_own_pinyin_always_fits(name: str) -> None:
    spelt = " ".join(sorted(readings(char))[0] for char in name)
    one, two = person_name(name), person_name(spelt)
    assert spelling(one, two) is Spelling.FULL
    assert blocking_keys(one) & blocking_keys(two)
