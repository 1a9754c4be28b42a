"""Normalised names of organisations and persons (rules §5)."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from zgc_review.conflicts.names import PersonName, credit_code, fold, fold_all, org_name, person_name


@pytest.mark.parametrize(
    ("typed", "folded"),
    [
        ("智芯科技（北京）有限公司", "智芯科技(北京)有限公司"),
        ("深圳國華網安科技股份有限公司", "深圳国华网安科技股份有限公司"),
        (" “中兴”·通讯 - 股份，有限。公司、", "中兴通讯股份有限公司"),
        ("ＺＴＥ Ｃｏｒｐ．", "ztecorp"),
        ("北京\u200b智芯\ufeff\r\n科技", "北京智芯科技"),
        ("", ""),
    ],
)
def test_5_2_normalised_name(typed: str, folded: str) -> None:
    """Rules §5.2: NFKC, spaces and punctuation off, Traditional to Simplified; brackets stay."""
    assert fold(typed) == folded


def test_5_2_lone_surrogates_do_not_stop_the_comparison() -> None:
    assert fold("智\ud800芯") == "智芯"


@settings(max_examples=100, deadline=None)
@given(st.lists(st.text(max_size=12), max_size=6))
def test_many_are_folded_like_one_and_folding_twice_changes_nothing(texts: list[str]) -> None:
    folded = fold_all(texts)
    assert folded == [fold_all([text])[0] for text in texts]
    assert len(folded) == len(texts)


@pytest.mark.parametrize(
    ("folded", "core", "brand"),
    [
        ("北京智芯科技有限公司", "智芯科技", "智芯"),
        ("智芯科技(北京)有限公司", "智芯科技", "智芯"),
        ("北京市海淀区智芯科技有限责任公司", "智芯科技", "智芯"),
        ("中国南玻集团股份有限公司", "南玻", "南玻"),
        ("深圳市中金岭南有色金属股份有限公司", "中金岭南有色金属", "中金岭南"),
        ("内蒙古自治区某某厂", "某某厂", "某某"),
        ("tcl科技集团股份有限公司", "tcl科技", "tcl"),
        ("ztecorporation", "zte", "zte"),
        # Nothing of its own would be left: the place belongs to the name.
        ("北京银行股份有限公司", "北京银行", "北京"),
        ("北京理工大学", "北京理工大学", "北京"),
        ("矿业发展(西藏)股份有限公司", "西藏矿业发展", "西藏"),
        ("公司", "公司", "公司"),
        ("(北京)", "(北京)", "(北京)"),
    ],
)
def test_5_4_core_and_brand(folded: str, core: str, brand: str) -> None:
    """Rules §5.4: leading place, trailing legal form and bracketed place off."""
    name = org_name(folded)
    assert (name.core, name.brand) == (core, brand)


@pytest.mark.parametrize(
    ("folded", "root"),
    [
        ("清华大学计算机学院", "清华大学"),
        ("清华大学附属医院", "清华大学"),
        ("某某科技有限公司上海分公司", "某某科技有限公司"),
        ("中国科学院自动化研究所", "中国科学院"),
        ("清华大学", ""),
        ("某某研究所", ""),
    ],
)
def test_5_5_root_of_a_branch(folded: str, root: str) -> None:
    """Rules §5.5: 分公司, 研究所, 学院, 附属医院 name the parent they belong to."""
    assert org_name(folded).root == root


def test_endless_names_are_cut() -> None:
    assert len(org_name("智" * 5000).whole) == 120


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("91110108MAXXXX015B", "91110108MAXXXX015B"),
        (" 91110108 maxxxx015b ", "91110108MAXXXX015B"),
        ("９１１１０１０８ＭＡＸＸＸＸ０１５Ｂ", "91110108MAXXXX015B"),
        ("91110108MAXXXX015", ""),
        ("91110108MOXXXX015B", ""),
    ],
)
def test_5_1_credit_code_is_found(text: str, code: str) -> None:
    """Rules §5.1 and §12: NFKC, upper case, spaces off; only the shape is judged here."""
    assert credit_code(text) == code


@pytest.mark.parametrize(
    ("typed", "han"),
    [
        ("劉俊鋒", "刘俊锋"),
        ("王 · 海明", "王海明"),
        ("张伟教授", "张伟"),
        ("李明 博士先生", "李明"),
        ("王海明（清华大学）", "王海明"),
        ("张伟 Zhang Wei", "张伟"),
        ("买买提·艾力", "买买提艾力"),
        ("李教授", "李教授"),
    ],
)
def test_person_key_is_the_bare_chinese_name(typed: str, han: str) -> None:
    assert person_name(typed) == PersonName(han, ())


@pytest.mark.parametrize("name", ["𬭚𠅤", "王𠅤", "李𬭚明"])
def test_rare_characters_survive(name: str) -> None:
    """Rules §5: CJK extension B and later are never truncated or replaced."""
    assert person_name(name).han == name
    assert name in fold(name + "工作室")


@pytest.mark.parametrize(
    ("typed", "tokens"),
    [
        ("Zhang Wei", ("zhang", "wei")),
        ("ZHANG, W.", ("zhang", "w")),
        ("Dr. Lǚ Xiǎo-míng", ("lv", "xiaoming")),
        ("Prof. Xi'an Wang", ("xian", "wang")),
        ("Lü Müller", ("lv", "mvller")),
        ("···", ()),
    ],
)
def test_latin_names_are_split_into_words(typed: str, tokens: tuple[str, ...]) -> None:
    assert person_name(typed) == PersonName("", tokens)
