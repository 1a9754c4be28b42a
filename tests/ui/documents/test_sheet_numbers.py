"""Numbers of a workbook as its own formats show them: exact decimals, halves up, whatever a format holds."""

from __future__ import annotations

import time

import pytest
from document_samples import workbook
from hypothesis import given, settings
from hypothesis import strategies as st

from ui.documents.protocol import BlockList, Blocks, Row
from ui.documents.sheet_numbers import show_number
from ui.documents.workbook import open_workbook


def shown(stored: str, code: str, since_1904: bool = False) -> str:
    return show_number(stored, code, since_1904=since_1904)


@pytest.mark.parametrize(
    ("stored", "code", "words"),
    [
        ("83.3", "0.00", "83.30"),
        ("83.3", "0", "83"),
        ("83.5", "0", "84"),
        ("-83.5", "0", "-84"),
        ("82.45", "0.0", "82.5"),
        ("2.675", "0.00", "2.68"),
        ("2.6749999999999998", "0.00", "2.68"),  # what a program stores for 2.675
        ("1.0049999999999999", "0.00", "1.01"),
        ("84.995", "0.00", "85.00"),
        ("0.5", "0.000000", "0.500000"),
        ("1234567.891", "#,##0.00", "1,234,567.89"),
        ("1234567.891", "#,##0", "1,234,568"),
        ("999.5", "#,##0", "1,000"),
        ("0", "#,##0.00", "0.00"),
        ("7", "000", "007"),
        ("1234", "00000000", "00001234"),
        ("12.3", "0.0#", "12.3"),
        ("12.345", "0.0#", "12.35"),
        ("5", "0.##", "5."),
        ("0.5", ".00", ".50"),
        ("12.5", ".00", "12.50"),
        ("0", "#", ""),
        ("3.5", "?.??", "3.5"),
        ("12345678", "0,", "12346"),
        ("12345678", "#,##0.0,,", "12.3"),
        ("123456", r"0!.0000", "12.3456"),
        ("123456", r"0\.0,", "12.3"),
        ("13800138000", "000-0000-0000", "138-0013-8000"),
        ("-0.001", "0.00", "-0.00"),
    ],
)
def test_digits_and_thousands(stored: str, code: str, words: str) -> None:
    assert shown(stored, code) == words


@pytest.mark.parametrize(
    ("stored", "code", "words"),
    [
        ("0.125", "0%", "13%"),
        ("0.125", "0.00%", "12.50%"),
        ("-0.125", "0.0%", "-12.5%"),
        ("1", "0%", "100%"),
        ("0.3", '0.0"%"', "0.3%"),
        ("220", "¥#,##0.00", "¥220.00"),
        ("-220", "¥#,##0.00", "-¥220.00"),
        ("220", '"￥"#,##0.00', "￥220.00"),
        ("220", "[$¥-804]#,##0.00", "¥220.00"),
        ("-220", r"[$¥-804]#,##0.00;[$¥-804]\-#,##0.00", "¥-220.00"),
        ("220", "#,##0.00[$￥-804]", "220.00￥"),
        ("220", '#,##0.00"元"', "220.00元"),
        ("220", "#,##0.00 [$万元]", "220.00 万元"),
        ("220", "0.00万元", "220.00万元"),
        ("1.5", "$#,##0.00", "$1.50"),
        ("1.5", '_ "¥"* #,##0.00_ ;_ "¥"* -#,##0.00_ ;_ "¥"* "-"??_ ;_ @_ ', "¥1.50"),
        ("0", '_ "¥"* #,##0.00_ ;_ "¥"* -#,##0.00_ ;_ "¥"* "-"??_ ;_ @_ ', "¥-"),
        ("12345", "0.00E+00", "1.23E+04"),
        ("0.00012", "0.0E+0", "1.2E-4"),
        ("99999", "0.0E-0", "1.0E5"),
        ("0", "0.00E+00", "0.00E+00"),
    ],
)
def test_percent_currency_and_powers(stored: str, code: str, words: str) -> None:
    assert shown(stored, code) == words


@pytest.mark.parametrize(
    ("stored", "code", "words"),
    [
        ("-5", "0.00;(0.00)", "(5.00)"),
        ("-5", "#,##0 ;(#,##0)", "(5)"),
        ("-5", "#,##0.00_);[Red](#,##0.00)", "(5.00)"),
        ("-5", "0.00;[红色]-0.00", "-5.00"),
        ("-5", "0.00;[Red]0.00", "-5.00"),  # told by colour alone in its own program: a sign here
        ("5", "0.00;[Red]0.00", "5.00"),
        ("-5", '0"分";[颜色3]"负"0"分"', "负5分"),
        ("0", '0;-0;"零"', "零"),
        ("0", "0;-0;;@", ""),
        ("-0.004", "0.00;(0.00)", "(0.00)"),
        ("7", '"通过";"未过";"平"', "通过"),
        ("-7", '"通过";"未过";"平"', "未过"),
        ("7", ";;;", "7"),  # hidden in its own program: shown here
        ("-7", "0;;", "-7"),
        ("7.25", '@"a"', "7.25a"),
        ("7.25", "@", "7.25"),
        ("7.25", "General", "7.25"),
        ("7.25", "G/通用格式", "7.25"),
        ("7.25", 'General"分"', "7.25分"),
        ("-7.25", 'General"分"', "-7.25分"),
        ("-7.25", 'General"分";(General)', "(7.25)"),
    ],
)
def test_sections_and_texts(stored: str, code: str, words: str) -> None:
    assert shown(stored, code) == words


@pytest.mark.parametrize(
    ("stored", "code", "words"),
    [
        ("46348", "yyyy-mm-dd", "2026-11-22"),
        ("46348", r"yyyy\-mm\-dd;@", "2026-11-22"),
        ("46348", "yyyy/m/d", "2026/11/22"),
        ("46308", "yyyy/m/d", "2026/10/13"),
        ("46027", 'yyyy"年"m"月"d"日"', "2026年1月5日"),
        ("46027", '[$-804]yyyy"年"mm"月"dd"日"', "2026年01月05日"),
        ("46027", 'yyyy"年"m"月";@', "2026年1月"),
        ("46027", "yyyy年m月d日", "2026年1月5日"),
        ("46027", "yy.m.d", "26.1.5"),
        ("46348", "d-mmm-yy", "22-Nov-26"),
        ("46348", "dddd, mmmm d, yyyy", "Sunday, November 22, 2026"),
        ("46348", "yyyy-m-d aaaa", "2026-11-22 星期日"),
        ("46348.354166666664", "yyyy-mm-dd hh:mm", "2026-11-22 08:30"),
        ("46348.354166666664", "yyyy-mm-dd h:mm:ss", "2026-11-22 8:30:00"),
        ("0.354166666666667", "h:mm", "8:30"),
        ("0.77083333333333337", "h:mm AM/PM", "6:30 PM"),
        ("0", "h:mm AM/PM", "12:00 AM"),
        ("0.77083333333333337", '上午/下午h"时"mm"分"', "下午6时30分"),
        ("0.99999999", "hh:mm:ss", "00:00:00"),
        ("0.000011574074", "mm:ss.0", "00:01.0"),
        ("1.5", "[h]:mm:ss", "36:00:00"),
        ("1.5", "[mm]:ss", "2160:00"),
        ("0.5", "[ss]", "43200"),
        ("46348.5", "h:mm", "12:00"),
        ("1", "yyyy-mm-dd", "1900-01-01"),
        ("60", "yyyy-mm-dd", "1900-02-29"),
        ("61", "yyyy-mm-dd", "1900-03-01"),
        ("-5", "yyyy-mm-dd", "-5"),
        ("2958466", "yyyy-mm-dd", "2958466"),
        ("2958465.9999999", "yyyy-mm-dd hh:mm:ss", "2958465.9999999"),
        ("46348", "[$-F800]dddd, mmmm dd, yyyy", "2026-11-22"),
        ("46348.5", "[$-804]mmmm d", "2026-11-22 12:00:00"),
        ("46348", '[DBNum1][$-804]yyyy"年"m"月"d"日"', "2026-11-22"),
        ("46348", "bbbb-mm-dd", "2026-11-22"),
    ],
)
def test_dates_and_times(stored: str, code: str, words: str) -> None:
    assert shown(stored, code) == words


def test_a_calendar_from_1904() -> None:
    assert shown("44886", "yyyy-mm-dd", since_1904=True) == "2026-11-22"
    assert shown("0", "yyyy-mm-dd", since_1904=True) == "1904-01-01"
    assert shown("2958465", "yyyy-mm-dd", since_1904=True) == "2958465"


@pytest.mark.parametrize(
    ("number", "stored", "words"),
    [
        (0, "83.30", "83.3"),
        (1, "83.5", "84"),
        (2, "83.3", "83.30"),
        (3, "1234.5", "1,235"),
        (4, "1234.5", "1,234.50"),
        (7, "1234.5", "1,234.50"),
        (9, "0.125", "13%"),
        (10, "0.125", "12.50%"),
        (14, "46348", "2026-11-22"),
        (20, "0.5", "12:00"),
        (22, "46348.5", "2026-11-22 12:00"),
        (31, "46348", "2026年11月22日"),
        (39, "-5", "(5.00)"),
        (46, "1.5", "36:00:00"),
        (49, "5", "5"),
        (12, "0.5", "0.5"),
        (163, "0.5", "0.5"),
    ],
)
def test_formats_known_by_number(number: int, stored: str, words: str) -> None:
    styles = f'<cellXfs><xf numFmtId="0"/><xf numFmtId="{number}"/></cellXfs>'
    cell = f'<row r="1"><c r="A1" s="1"><v>{stored}</v></c></row>'
    reply, _ = open_workbook(bytearray(workbook(cell, styles=styles))).answer(Blocks(0, 0, 9))
    assert isinstance(reply, BlockList)
    assert reply.blocks == [Row(1, [words])]


@pytest.mark.parametrize(
    ("stored", "words"),
    [
        ("0.1", "0.1"),
        ("3", "3"),
        ("3.0", "3"),
        ("1.1000000000000001", "1.1"),
        ("0.30000000000000004", "0.3"),
        ("1E+20", "100000000000000000000"),
        ("110101199003078888", "110101199003078888"),  # an id someone stored as a number: as stored
        ("1e99", "1" + "0" * 99),
        ("1e999999", "1e999999"),
        ("1e-999999", "1e-999999"),
        ("nan", "nan"),
        ("Infinity", "Infinity"),
        ("1_0", "1_0"),
        ("９", "９"),
        (" 5 ", "5"),
        ("x", "x"),
        ("", ""),
    ],
)
def test_plain_values(stored: str, words: str) -> None:
    assert shown(stored, "General") == words


HOSTILE = [
    "",
    ";",
    ";;;;;;;;;;",
    "0;0;0;0;0",
    '"',
    '"never closed',
    "\\",
    "_",
    "*",
    "[",
    "[Red",
    "[$",
    "[>=100]0;[<5]0.0;0.00",
    "[>=100",
    "0.0.0",
    "0." + "0" * 200,
    "0" * 255,
    "0" * 100_000,
    "?" * 255,
    "%" * 250,
    "%" * 20 + "0",
    "0" + "," * 250,
    "0E+0E+0",
    "E+",
    "0E+" + "0" * 200,
    "# ?/?",
    "[h]" * 80,
    "y" * 255,
    "[DBNum2]0.00",
    "0;General;yyyy",
    "yyyy0.00",
    "General0",
    "@0",
    "\x00\x01",
    "\u202e0.00",
    "q0",
    '"' + "长" * 250 + '"',
]


@pytest.mark.parametrize("code", HOSTILE)
def test_hostile_formats_are_harmless(code: str) -> None:
    began = time.process_time()
    for stored in ("46348.5", "-1.5", "0", "1e308", "-1e-300", "x", "1" * 5_000):
        words = shown(stored, code)
        assert len(words) < 6_000
    assert time.process_time() - began < 0.5


@pytest.mark.parametrize("code", ["[>=100]0;[<5]0.0;0.00", "# ?/?", "0" * 300, "q0", "0.0.0", "[DBNum2]0.00"])
def test_an_unknown_format_shows_the_plain_value(code: str) -> None:
    assert shown("83.30", code) == "83.3"


@settings(max_examples=100, deadline=None)
@given(
    st.text(alphabet='0#?.,;%@-()[]$¥"\\_*!/EeGnralymdhsAPM年 :+Rd', max_size=40),
    st.decimals(allow_nan=False, allow_infinity=False, places=6, min_value=-(10**9), max_value=10**9),
)
def test_any_format_ends_in_words(code: str, value: object) -> None:
    assert len(shown(str(value), code)) < 500
