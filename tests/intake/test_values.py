"""Cells to values: numbers, amounts, dates, choices, texts, second identifiers of persons."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from zgc_review.domain.findings import Finding
from zgc_review.intake.cells import EMPTY, Cell, Kind
from zgc_review.intake.identifiers import credit_check
from zgc_review.intake.layout import Column, Type
from zgc_review.intake.report import Place, Report
from zgc_review.intake.values import read_value

COLOURS = {"red": "红色", "green": "绿色", "zgc": "中关村（北京）", "none": "无"}
INNER = "91110108MAXXXX014" + credit_check("91110108MAXXXX014")
Outcome = tuple[Any, list[str]]


def day(text: str) -> datetime:
    return datetime.fromisoformat(text)


def column(kind: Type, **more: Any) -> Column:
    return Column(("field",), "列", "column", kind, **more)


def cell_of(value: Any) -> Cell:
    if isinstance(value, Cell):
        return value
    if isinstance(value, str):
        return Cell(Kind.TEXT, value)
    if isinstance(value, bool):
        return Cell(Kind.TRUTH, str(value).upper())
    if isinstance(value, datetime):
        return Cell(Kind.DATE, value.date().isoformat(), moment=value)
    return Cell(Kind.NUMBER, str(value), Decimal(str(value)))


def take(value: Any, kind: Type, unit: str = "", **more: Any) -> tuple[Any, tuple[Finding, ...]]:
    report = Report()
    result = read_value(cell_of(value), column(kind, **more), unit, Place("a.xlsx", "表", 7, "列"), report)
    return result, report.findings()


@pytest.fixture
def read(found: Callable[..., list[str]]) -> Callable[..., Outcome]:
    def run(value: Any, kind: Type, unit: str = "", **more: Any) -> Outcome:
        result, findings = take(value, kind, unit, **more)
        return result, found(findings)

    return run


Read = Callable[..., Outcome]


def test_findings_carry_place_and_value() -> None:
    _, (finding,) = take("12O.00", Type.MONEY, "万元")
    assert (finding.source, finding.sheet, finding.row, finding.column) == ("a.xlsx", "表", 7, "列")
    assert (finding.value, finding.params) == ("12O.00", {"position": 3, "character": "O"})


@pytest.mark.parametrize("kind", list(Type))
def test_empty_is_not_provided(read: Read, kind: Type) -> None:
    assert read(EMPTY, kind) == (None, [])


@pytest.mark.parametrize("kind", list(Type))
def test_formulas_and_errors_are_never_trusted(read: Read, kind: Type) -> None:
    assert read(Cell(Kind.FORMULA, "=A1"), kind) == (None, ["cell.formula"])
    assert read(Cell(Kind.FAILED, "#REF!"), kind) == (None, ["cell.failed"])


@pytest.mark.parametrize(
    ("typed", "unit", "fen"),
    [
        ("120.00", "万元", 120_000_000),
        (12.3, "万元", 12_300_000),
        (1.1, "万元", 1_100_000),
        (0, "万元", 0),
        ("1,200.50", "万元", 1_200_500_000),
        ("１，２００．５", "万元", 1_200_500_000),
        ("120 万元", "", 120_000_000),
        ("120万", "元", 120_000_000),
        ("1200000.01元", "万元", 120_000_001),
        ("¥ 35.10", "元", 3_510),
        ("12.3000", "万元", 12_300_000),
        ("+5", "元", 500),
        (10**9, "万元", 10**15),
    ],
)
def test_rules_16_amounts_in_wan_yuan_or_yuan(read: Read, typed: Any, unit: str, fen: int) -> None:
    assert read(typed, Type.MONEY, unit) == (fen, [])


@pytest.mark.parametrize(
    ("typed", "unit", "code"),
    [
        ("120", "", "amount.unit"),
        ("1.234", "万元", "amount.decimals"),
        (12.299999999999999, "万元", "amount.decimals"),
        ("0.001", "元", "amount.decimals"),
        ("1." + "0" * 40 + "1", "万元", "amount.decimals"),
        ("-1", "万元", "amount.negative"),
        ("1000000001", "万元", "amount.range"),
        ("9" * 400, "元", "amount.range"),
        ("9" * 401, "元", "cell.long"),
        ("1亿元", "万元", "number.character"),
        ("120万美元", "", "number.character"),
        ("1,20", "万元", "number.character"),
        ("一百万元", "", "number.character"),
        (True, "万元", "number.kind"),
        (day("2026-01-01"), "万元", "number.kind"),
    ],
)
def test_amounts_refused(read: Read, typed: Any, unit: str, code: str) -> None:
    assert read(typed, Type.MONEY, unit) == (None, [code])


@settings(max_examples=100, deadline=None)
@given(st.integers(0, 10**11))
def test_amounts_are_exact_through_a_float(hundredths: int) -> None:
    """A spreadsheet stores 万元 as a binary float; its shortest form gives the amount back."""
    typed = float(Decimal(hundredths) / 100)
    result, findings = take(Cell(Kind.NUMBER, repr(typed), Decimal(repr(typed))), Type.MONEY, "万元")
    assert (result, findings) == (hundredths * 10_000, ())


@pytest.mark.parametrize(
    ("typed", "unit", "value"),
    [
        ("85", "", 85),
        ("８５", "", 85),
        (85.0, "", 85),
        ("12人", "人", 12),
        ("3 套", "台套", 3),
        ("1,000", "", 1000),
    ],
)
def test_u5_integers(typed: Any, unit: str, value: int) -> None:
    report = Report()
    whole = column(Type.INTEGER, unit=unit)
    assert read_value(cell_of(typed), whole, "", Place(), report) == value
    assert report.findings() == ()


@pytest.mark.parametrize(
    ("typed", "position", "character"),
    [
        ("85。5", 3, "。"),
        ("85 分", 4, "分"),
        ("1.2.3", 4, "."),
        ("1,2", 2, ","),
        ("O5", 1, "O"),
        ("٣", 1, "٣"),
    ],
)
def test_u5_a_wrong_character_is_named_with_its_place(typed: str, position: int, character: str) -> None:
    result, (finding,) = take(typed, Type.INTEGER)
    assert result is None
    assert (finding.code, finding.params) == (
        "intake.number.character",
        {"position": position, "character": character},
    )


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        (8.5, "number.fraction"),
        ("-3", "number.range"),
        ("10000000000", "number.range"),
        (True, "number.kind"),
        (day("2026-01-01"), "number.kind"),
        ("..", "number.character"),
    ],
)
def test_integers_refused(read: Read, typed: Any, code: str) -> None:
    assert read(typed, Type.INTEGER) == (None, [code])


def test_percentages(read: Read) -> None:
    shown = Cell(Kind.NUMBER, "12.5%", Decimal("0.125"), percent=True)
    assert read(shown, Type.PERCENT) == (1250, [])
    assert read("12.5%", Type.PERCENT) == (1250, [])
    assert read("１２．５％", Type.PERCENT) == (1250, [])
    assert read(30, Type.PERCENT) == (3000, [])
    assert read(0, Type.PERCENT) == (0, [])
    assert read(0.3, Type.PERCENT) == (30, ["percent.small"])
    assert read("0.3%", Type.PERCENT) == (30, [])
    assert read(Cell(Kind.NUMBER, "1%", Decimal("0.01"), percent=True), Type.PERCENT) == (100, [])


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("12.345", "percent.decimals"),
        ("-1", "number.range"),
        ("12‰", "number.character"),
        ("12分", "number.character"),
    ],
)
def test_percentages_refused(read: Read, typed: str, code: str) -> None:
    assert read(typed, Type.PERCENT) == (None, [code])
    assert read(True, Type.PERCENT) == (None, ["number.kind"])


@pytest.mark.parametrize("kind", [Type.MONEY, Type.INTEGER, Type.PERCENT, Type.DATE, Type.CODE, Type.ORCID])
@pytest.mark.parametrize("typed", ["a" * 2_000_000 + "1", "1" + " " * 2_000_000 + "1", "(" * 2_000_000])
def test_endless_cells_cost_no_time(read: Read, kind: Type, typed: str) -> None:
    """Patterns that would run for hours on them are never tried."""
    assert read(typed, kind) == (None, ["cell.long"])


@pytest.mark.parametrize(
    "typed",
    [
        "2026-11-22",
        "2026/11/22",
        "2026.11.22",
        "2026年11月22日",
        "２０２６年１１月２２日",
        "2026 年 11 月 22 日",
        "20261122",
        20261122,
        day("2026-11-22"),
        "2026-11-22 00:00:00",
    ],
)
def test_dates(read: Read, typed: Any) -> None:
    assert read(typed, Type.DATE) == ("2026-11-22", [])


def test_short_dates_and_times(read: Read) -> None:
    assert read("2026/1/2", Type.DATE) == ("2026-01-02", [])
    assert read(day("2026-11-22T08:30"), Type.DATE) == ("2026-11-22", ["date.time"])
    assert read("2026-11-22 08:30", Type.DATE) == ("2026-11-22", ["date.time"])


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("2026-11/22", "date.shape"),
        ("2026年11月", "date.shape"),
        ("22.11.2026", "date.shape"),
        ("2026年11-22", "date.shape"),
        (46348, "date.shape"),
        (True, "date.shape"),
        ("2016/13/02", "date.calendar"),
        ("2023-02-29", "date.calendar"),
        ("1799-12-31", "date.range"),
        (day("2200-01-01"), "date.range"),
        ("٢٠٢٦-11-22", "date.shape"),
    ],
)
def test_dates_refused(read: Read, typed: Any, code: str) -> None:
    assert read(typed, Type.DATE) == (None, [code])


@pytest.mark.parametrize("word", ["至今", "长期", "长期有效"])
def test_open_ends_are_not_known_ends(read: Read, word: str) -> None:
    assert read(word, Type.DATE, open_end=True) == (None, ["cell.placeholder"])
    assert read(word, Type.DATE) == (None, ["date.shape"])


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        ("是", True),
        ("否", False),
        ("Yes", True),
        ("ｎｏ", False),
        ("√", True),
        ("×", False),
        (True, True),
        (False, False),
    ],
)
def test_truth(read: Read, typed: Any, value: bool) -> None:
    assert read(typed, Type.TRUTH) == (value, [])


@pytest.mark.parametrize("typed", ["有", "无", "暂无", "1", 1, 0, "是的", day("2026-01-01")])
def test_rules_16_truth_is_never_guessed(read: Read, typed: Any) -> None:
    assert read(typed, Type.TRUTH) == (None, ["choice.truth"])


@pytest.mark.parametrize("kind", [kind for kind in Type if kind is not Type.CHOICE])
@pytest.mark.parametrize("typed", ["/", "—", "－", "N/A", "未提供", "不适用"])
def test_rules_16_placeholders_are_not_provided(read: Read, kind: Type, typed: str) -> None:
    assert read(typed, kind) == (None, ["cell.placeholder"])


def test_rules_16_nothing_is_not_zero(read: Read) -> None:
    assert read("无", Type.MONEY, "万元") == (None, ["cell.placeholder"])
    assert read("无", Type.TEXT) == (None, ["cell.placeholder"])


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        ("红色", "red"),
        ("RED", "red"),
        ("red红色", "red"),
        ("中关村(北京)", "zgc"),
        ("红色（red）", "red"),
        ("无", "none"),
    ],
)
def test_choices_by_code_or_label(read: Read, typed: str, value: str) -> None:
    assert read(typed, Type.CHOICE, values=COLOURS) == (value, [])


def test_choices_refused_with_what_is_allowed() -> None:
    result, (finding,) = take("蓝", Type.CHOICE, values=COLOURS)
    assert result is None
    assert (finding.code, finding.params["allowed"]) == (
        "intake.choice.value",
        "红色、绿色、中关村（北京）、无",
    )
    many = {str(number): f"值{number}" for number in range(20)}
    assert str(take("蓝", Type.CHOICE, values=many)[1][0].params["allowed"]).endswith("值11…")


def test_a_placeholder_that_is_no_label_of_the_choice(read: Read) -> None:
    assert read("/", Type.CHOICE, values=COLOURS) == (None, ["cell.placeholder"])


def test_a_label_two_codes_share_stands_for_neither(read: Read) -> None:
    twins = {"a": "同名", "b": "同名"}
    assert read("同名", Type.CHOICE, values=twins) == (None, ["choice.value"])
    assert read("b 同名", Type.CHOICE, values=twins) == ("b", [])


def test_several_choices(read: Read) -> None:
    assert read("红色；绿色、红色\n", Type.CHOICES, values=COLOURS) == (["red", "green"], [])
    assert read("红色，蓝", Type.CHOICES, values=COLOURS) == (["red"], ["choice.value"])
    assert read("；", Type.CHOICES, values=COLOURS) == (None, [])


def test_several_texts(read: Read) -> None:
    assert read("甲；乙;\n丙、丁", Type.TEXTS) == (["甲", "乙", "丙、丁"], [])
    assert read("；", Type.TEXTS) == (None, [])
    assert read("a\x00", Type.TEXTS) == (None, ["cell.control"])


def test_names_are_kept_as_typed(read: Read) -> None:
    """Design §4.1: width and brackets stay; only outer spaces go."""
    assert read(" 智芯科技（北京）有限公司　", Type.TEXT) == ("智芯科技（北京）有限公司", [])
    assert read("𬭚𠅤 Ａ", Type.TEXT) == ("𬭚𠅤 Ａ", [])
    assert read("=HYPERLINK(1)", Type.TEXT) == ("=HYPERLINK(1)", [])


@pytest.mark.parametrize(
    ("typed", "value", "code"),
    [
        ("甲\u200b乙", "甲乙", "cell.invisible"),
        ("甲\u202e乙", "甲乙", "cell.invisible"),
        ("甲\ufffd", "甲\ufffd", "cell.replaced"),
        ("甲\ue863", "甲\ue863", "cell.private"),
        ("甲\x07", None, "cell.control"),
        ("甲" * 32_768, None, "cell.long"),
        ("1.23E+17", None, "text.scientific"),
        (1.23e17, None, "text.digits"),
        (10**15, None, "text.digits"),
        (True, None, "text.truth"),
        (day("2026-03-12"), None, "text.date"),
        ("\u200b", None, "cell.invisible"),
    ],
)
def test_texts_with_a_doubt(read: Read, typed: Any, value: str | None, code: str) -> None:
    assert read(typed, Type.TEXT) == (value, [code])


def test_longest_text_and_long_numbers(read: Read) -> None:
    assert read("甲" * 32_767, Type.TEXT) == ("甲" * 32_767, [])
    assert read(999_999_999_999_999, Type.TEXT) == ("999999999999999", [])
    assert read("甲\n\t乙", Type.TEXT) == ("甲\n\t乙", [])


@pytest.mark.parametrize(
    ("typed", "value", "code"),
    [
        ("91110108MAXXXX015B", "91110108MAXXXX015B", []),
        ("91110108maxxxx015b", "91110108MAXXXX015B", ["code.normalised"]),
        ("91350203M0001QAY9B", "91350203M0001QAY9B", ["code.check"]),
        ("91110108MAXXXX015", "91110108MAXXXX015", ["code.length"]),
        ("91110108MOXXXX015B", "91110108MOXXXX015B", ["code.character"]),
        (INNER, INNER, ["code.inner"]),
        ("\x01", None, ["cell.control"]),
        (9.1110108e17, None, ["text.digits"]),
    ],
)
def test_rules_12_failing_codes_warn_and_stay(
    read: Read, typed: Any, value: str | None, code: list[str]
) -> None:
    assert read(typed, Type.CODE) == (value, code)


def test_hints_only_warn(read: Read) -> None:
    assert read("p1001234", Type.TEXT, check="fund_manager") == ("P1001234", [])
    assert read("X1", Type.TEXT, check="fund_manager") == ("X1", ["hint.shape"])
    assert read("0317-8472", Type.TEXT, check="issn") == ("0317-8472", ["hint.check"])
    assert read("０３１７－８４７１", Type.TEXT, check="issn") == ("0317-8471", [])


@pytest.mark.parametrize(
    ("typed", "value", "code"),
    [
        ("0123", "0123", []),
        (8123, "8123", []),
        ("13800001234", "1234", ["person.tail"]),
        ("+86 138-0000-1234", "1234", ["person.tail"]),
        ("010-12345678", None, ["person.mobile"]),
        (123, None, ["person.mobile"]),
        (True, None, ["text.truth"]),
    ],
)
def test_rules_11_of_a_mobile_number_only_the_tail_is_kept(
    read: Read, typed: Any, value: str | None, code: list[str]
) -> None:
    assert read(typed, Type.MOBILE) == (value, code)


def test_a_whole_mobile_number_is_not_shown_either() -> None:
    assert take("13800001234", Type.MOBILE)[1][0].value == "*******1234"


@pytest.mark.parametrize(
    ("typed", "value", "code"),
    [
        ("a.b@example.cn", "a.b@example.cn", []),
        ("ａ＠example．cn", "a@example.cn", []),
        ("a@b", None, ["person.email"]),
        ("a@b.cn;c@d.cn", None, ["person.email"]),
        (True, None, ["text.truth"]),
    ],
)
def test_email(read: Read, typed: Any, value: str | None, code: list[str]) -> None:
    assert read(typed, Type.EMAIL) == (value, code)


@pytest.mark.parametrize(
    ("typed", "value", "code"),
    [
        ("0000-0002-1825-0097", "0000-0002-1825-0097", []),
        ("https://orcid.org/0000-0002-1825-0097", "0000-0002-1825-0097", []),
        ("ORCID: 0000-0002-1694-233x", "0000-0002-1694-233X", []),
        ("0000-0002-1825-0098", None, ["person.orcid"]),
        ("0000-0002-1825", None, ["person.orcid"]),
        (True, None, ["text.truth"]),
    ],
)
def test_orcid(read: Read, typed: Any, value: str | None, code: list[str]) -> None:
    assert read(typed, Type.ORCID) == (value, code)


@pytest.mark.parametrize(
    ("typed", "value", "code"),
    [
        (1980, 1980, []),
        ("1980年5月", 1980, []),
        (day("1980-05-01"), 1980, []),
        ("80", None, ["person.year"]),
        (True, None, ["person.year"]),
    ],
)
def test_rules_11_of_a_birthday_only_the_year_is_kept(
    read: Read, typed: Any, value: int | None, code: list[str]
) -> None:
    assert read(typed, Type.YEAR) == (value, code)
