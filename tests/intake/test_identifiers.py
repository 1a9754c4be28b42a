"""Worked examples of rules §12, every one."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from zgc_review.catalogue import CHECK_NAMES
from zgc_review.intake.identifiers import (
    CHECKS,
    Verdict,
    check_credit_code,
    check_issn,
    check_patent_no,
    check_resident_id,
    check_shape,
    credit_check,
    organ_check,
)

VALID_CODES = [
    "91110108MAXXXX015B",
    "12110000MBXXXX0271",
    "52110000MJXXXX0343",
    "53110000MJXXXX042T",
    "91110105600000QY80",
]


@pytest.mark.parametrize("code", VALID_CODES)
def test_rules_12_valid_credit_codes(code: str) -> None:
    checked = check_credit_code(code)
    assert (checked.verdict, checked.value, checked.normalised) == (Verdict.OK, code, False)


def test_rules_12_worked_sums() -> None:
    """Organisation check 5, then B."""
    assert organ_check("MAXXXX01") == "5"
    assert credit_check("91110108MAXXXX015") == "B"


def test_rules_12_remainder_zero_gives_0_not_index_31() -> None:
    assert credit_check("91110105600000QY8") == "0"


@pytest.mark.parametrize(
    ("code", "expected"),
    [("91110108MAXXXX0150", "B"), ("91101108MAXXXX015B", "K"), ("91350203M0001QAY9B", "9")],
)
def test_rules_12_failing_check_is_a_warning_with_the_expected_character(code: str, expected: str) -> None:
    """91350203M0001QAY9B is in public use: failure is never a rejection."""
    checked = check_credit_code(code)
    assert (checked.verdict, checked.problem, checked.expected, checked.position) == (
        Verdict.WARN,
        "check",
        expected,
        18,
    )


def test_rules_12_position_17_has_its_own_check() -> None:
    first = "91110108MAXXXX014"
    checked = check_credit_code(first + credit_check(first))
    assert (checked.verdict, checked.problem, checked.expected, checked.position) == (
        Verdict.WARN,
        "inner",
        "5",
        17,
    )


def test_rules_12_letter_o_is_no_character_of_a_credit_code() -> None:
    checked = check_credit_code("91110108MOXXXX015B")
    assert (checked.verdict, checked.problem, checked.position) == (Verdict.INVALID, "character", 10)


def test_credit_code_wants_digits_for_the_region() -> None:
    assert check_credit_code("91A10108MAXXXX015B").position == 3


@pytest.mark.parametrize(
    "typed", ["91110108maxxxx015b", "９１１１０１０８ＭＡＸＸＸＸ０１５Ｂ", " 91110108 MAXXXX015B"]
)
def test_rules_12_valid_only_after_normalising_and_says_so(typed: str) -> None:
    checked = check_credit_code(typed)
    assert (checked.verdict, checked.value, checked.normalised) == (Verdict.OK, "91110108MAXXXX015B", True)


def test_rules_12_length_17() -> None:
    checked = check_credit_code("91110108MAXXXX015")
    assert (checked.verdict, checked.problem) == (Verdict.INVALID, "length")


def test_digits_of_other_scripts_are_no_digits() -> None:
    assert check_credit_code("911101٠8MAXXXX015B").problem == "character"


@settings(max_examples=60, deadline=None)
@given(
    st.sampled_from(VALID_CODES),
    st.integers(0, 17),
    st.sampled_from("0123456789ABCDEFGHJKLMNPQRTUWXY"),
)
def test_rules_12_every_single_character_error_is_caught(code: str, place: int, char: str) -> None:
    wrong = code[:place] + char + code[place + 1 :]
    assert (check_credit_code(wrong).verdict is Verdict.OK) == (wrong == code)


@pytest.mark.parametrize("code", VALID_CODES)
def test_rules_12_every_adjacent_swap_is_caught(code: str) -> None:
    for place in range(17):
        swapped = code[:place] + code[place + 1] + code[place] + code[place + 2 :]
        assert (check_credit_code(swapped).verdict is Verdict.OK) == (swapped == code)


@pytest.mark.parametrize("number", ["11010519491231002X", "440524188001010014", "110105200002290013"])
def test_rules_12_valid_resident_ids(number: str) -> None:
    assert check_resident_id(number).verdict is Verdict.OK


def test_rules_12_lower_case_x_is_accepted() -> None:
    checked = check_resident_id("11010519491231002x")
    assert (checked.verdict, checked.value, checked.normalised) == (Verdict.OK, "11010519491231002X", True)


@pytest.mark.parametrize(
    ("number", "problem"),
    [
        ("110105194912310021", "check"),
        ("110105190002290017", "date"),
        ("1101051949123100", "length"),
        ("11010519491231O02X", "character"),
    ],
)
def test_rules_12_invalid_resident_ids(number: str, problem: str) -> None:
    checked = check_resident_id(number)
    assert (checked.verdict, checked.problem) == (Verdict.INVALID, problem)


@pytest.mark.parametrize("number", ["0317-8471", "2434-561X"])
def test_rules_12_valid_issn(number: str) -> None:
    checked = check_issn(number)
    assert (checked.verdict, checked.normalised) == (Verdict.OK, False)


@pytest.mark.parametrize("typed", ["03178471", "ISSN 0317-8471", "issn：０３１７－８４７１", "0317–8471"])
def test_issn_spellings(typed: str) -> None:
    checked = check_issn(typed)
    assert (checked.verdict, checked.value, checked.normalised) == (Verdict.OK, "0317-8471", True)


def test_issn_refused() -> None:
    assert (check_issn("0317-8472").verdict, check_issn("0317-8472").expected) == (Verdict.INVALID, "1")
    assert check_issn("0317-847").problem == "shape"


@pytest.mark.parametrize("number", ["200310102344.5", "202310123456.6"])
def test_rules_12_valid_patent_applications(number: str) -> None:
    assert check_patent_no(number).verdict is Verdict.OK


def test_rules_12_invalid_patent_application() -> None:
    checked = check_patent_no("202310123456.7")
    assert (checked.verdict, checked.expected) == (Verdict.INVALID, "6")


def test_patent_application_spellings() -> None:
    assert check_patent_no("ZL2003101023445").value == "200310102344.5"
    assert check_patent_no("98105555.X").problem == "shape"


@pytest.mark.parametrize(
    ("name", "good", "bad"),
    [
        ("hightech_certificate", "GR202311000001", "GR202311001"),
        ("hightech_certificate", "gf202311000001", "GX202311000001"),
        ("fund_manager", "P1001234", "P101234"),
        ("fund_filing", "SAB123", "S12345X"),
        ("securities_code", "430001", "600000"),
        ("securities_code", "920001", "92000"),
        ("cn_number", "CN 11-1234/TP", "CN 111-234"),
        ("cn_number", "CN11-1234", "11-1234"),
    ],
)
def test_rules_12_shapes(name: str, good: str, bad: str) -> None:
    assert check_shape(name, good).verdict is Verdict.OK
    assert check_shape(name, bad).verdict is Verdict.INVALID


def test_every_check_a_catalogue_may_name_exists() -> None:
    assert set(CHECK_NAMES) <= set(CHECKS)


@pytest.mark.parametrize(
    ("name", "good", "bad"),
    [
        ("credit_code", "91110108MAXXXX015B", "91350203M0001QAY9B"),
        ("resident_id", "11010519491231002X", "110105194912310021"),
        ("issn", "0317-8471", "0317-8472"),
        ("patent_no", "200310102344.5", "202310123456.7"),
        ("fund_manager", "P1001234", "P1"),
    ],
)
def test_checks_answer_yes_or_no(name: str, good: str, bad: str) -> None:
    assert CHECKS[name](good)
    assert not CHECKS[name](bad)
