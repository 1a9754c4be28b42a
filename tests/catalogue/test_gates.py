"""Gate answers: each operator, three-valued logic, units, round values, the round's own values."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from zgc_review.catalogue import Catalogue, Gate, Group, Leaf, derive, evaluate, gate_answer
from zgc_review.errors import ProgramFault

WAN = 1_000_000  # 分


@pytest.fixture
def ask(catalogue: Catalogue, values: Any) -> Any:
    """Answer a gate of the shipped catalogue about a record, computed fields included."""
    gates = {gate.id: gate for measure in catalogue.measures for gate in measure.gates}
    gates |= {gate.id: gate for gate in catalogue.common_gates}

    def run(
        name: str, own: Any = None, round_values: Any = values, checkers: Any = None, **record: Any
    ) -> str:
        complete = derive(record, catalogue.fields)
        given_values = {} if own is None else {name: own}
        return gate_answer(gates[name], complete, round_values, given_values, checkers or {})

    return run


def _leaf(kind: Any, op: str, value: Any, **more: Any) -> Leaf:
    return Leaf(field="f", field_type=kind, op=op, value=value, **more)


CASES: list[tuple[Leaf, Any, str]] = [
    (_leaf("integer", "eq", 3), 3, "yes"),
    (_leaf("integer", "eq", 3), 4, "no"),
    (_leaf("integer", "eq", 3), Fraction(3), "yes"),
    (_leaf("integer", "ge", 3), 3, "yes"),
    (_leaf("integer", "ge", 3), 2, "no"),
    (_leaf("integer", "gt", 3), 3, "no"),
    (_leaf("integer", "gt", 3), 4, "yes"),
    (_leaf("integer", "le", 3), 3, "yes"),
    (_leaf("integer", "le", 3), 4, "no"),
    (_leaf("integer", "lt", 3), 3, "no"),
    (_leaf("integer", "lt", 3), 2, "yes"),
    (_leaf("integer", "ge", 0), 0, "yes"),
    (_leaf("money_fen", "ge", 5000, unit="万元", factor=WAN), 5000 * WAN, "yes"),
    (_leaf("money_fen", "ge", 5000, unit="万元", factor=WAN), 5000 * WAN - 1, "no"),
    (_leaf("money_fen", "eq", 0, unit="万元", factor=WAN), 0, "yes"),
    (_leaf("integer", "ge", 50, unit="%", factor=100), Fraction(14999, 3), "no"),
    (_leaf("integer", "ge", 50, unit="%", factor=100), Fraction(15000, 3), "yes"),
    (_leaf("enum", "eq", "a"), "a", "yes"),
    (_leaf("enum", "eq", "a"), "b", "no"),
    (_leaf("bool", "eq", False), False, "yes"),
    (_leaf("bool", "eq", False), True, "no"),
    (_leaf("enum", "in", ["a", "b"]), "b", "yes"),
    (_leaf("enum", "in", ["a", "b"]), "c", "no"),
    (_leaf("date", "before", "2026-01-01"), "2026-01-01", "yes"),
    (_leaf("date", "before", "2026-01-01"), "2026-01-02", "no"),
    (_leaf("date", "after", "2026-01-01"), "2026-01-01", "yes"),
    (_leaf("date", "after", "2026-01-01"), "2025-12-31", "no"),
    (_leaf("date", "after", "@t0"), "2026-11-22", "yes"),
    (_leaf("date", "after", "@t0"), "2026-11-21", "no"),
    (_leaf("date", "before", "@t0-1y"), "2025-11-22", "yes"),
    (_leaf("date", "before", "@t0-1y"), "2025-11-23", "no"),
    (_leaf("integer", "eq", "@call_year", unit="年"), 2026, "yes"),
    (_leaf("integer", "eq", "@call_year-1y", unit="年"), 2026, "no"),
    (_leaf("text", "present", True), "x", "yes"),
    (_leaf("date", "present", True), "2026-01-01", "yes"),
    (_leaf("text", "matches", r"^P\d{7}$"), "P1234567", "yes"),
    (_leaf("text", "matches", r"^P\d{7}$"), "S1234567", "no"),
    (_leaf("list", "contains_all", ["a", "b"]), ["b", "c", "a"], "yes"),
    (_leaf("list", "contains_all", ["a", "b"]), ("a", "c"), "no"),
    (_leaf("list", "contains_all", ["a"]), [], "no"),
    (_leaf("list", "count_ge", 2), ["a", "b"], "yes"),
    (_leaf("list", "count_ge", 2), [{"name": "x"}], "no"),
    (_leaf("list", "count_ge", 0), [], "yes"),
    # not filled
    (_leaf("integer", "ge", 0), None, "unverified"),
    (_leaf("enum", "in", ["a"]), "", "unverified"),
    (_leaf("list", "count_ge", 1), None, "unverified"),
    (_leaf("text", "matches", "a"), " ", "unverified"),
    (_leaf("text", "present", True), None, "no"),
    (_leaf("text", "present", True), "", "no"),
    (_leaf("text", "present", True), " 　", "no"),
    # to be given by the year's guideline
    (_leaf("integer", "ge", None), 5, "unverified"),
    (_leaf("date", "after", None), "2026-01-01", "unverified"),
    # partial and on_fail
    (_leaf("integer", "eq", 3, partial=True), 3, "unverified"),
    (_leaf("integer", "eq", 3, partial=True), 4, "no"),
    (_leaf("integer", "eq", 3, partial=True), None, "unverified"),
    (_leaf("integer", "eq", 3, on_fail_unverified=True), 3, "yes"),
    (_leaf("integer", "eq", 3, on_fail_unverified=True), 4, "unverified"),
    (_leaf("integer", "eq", 3, partial=True, on_fail_unverified=True), 3, "unverified"),
    (_leaf("integer", "eq", 3, partial=True, on_fail_unverified=True), 4, "unverified"),
    (_leaf("text", "present", True, on_fail_unverified=True), None, "unverified"),
]


@pytest.mark.parametrize(("leaf", "found", "due"), CASES)
def test_one_comparison(leaf: Leaf, found: Any, due: str, values: Any) -> None:
    assert evaluate(leaf, {"f": found}, values=values) == due
    if found is None:
        assert evaluate(leaf, {}, values=values) == due


def test_an_open_round_value_is_unverified(make_values: Any) -> None:
    leaf = _leaf("date", "after", "@support_from")
    assert evaluate(leaf, {"f": "2026-01-01"}, values=make_values(support_from=None)) == "unverified"


def test_valid_asks_the_check_of_that_name(values: Any) -> None:
    leaf = _leaf("credit_code", "valid", "credit_code")
    asked: list[str] = []

    def check(code: str) -> bool:
        asked.append(code)
        return code == "good"

    for code, due in (("good", "yes"), ("bad", "no")):
        record = {"f": code}
        assert evaluate(leaf, record, values=values, checkers={"credit_code": check}) == due
    assert asked == ["good", "bad"]
    assert evaluate(leaf, {}, values=values, checkers={"credit_code": check}) == "unverified"
    with pytest.raises(ProgramFault, match="credit_code"):
        evaluate(leaf, {"f": "good"}, values=values)


@pytest.mark.parametrize(
    ("kind", "op", "value", "found"),
    [
        ("integer", "ge", 1, True),
        ("integer", "ge", 1, "2"),
        ("money_fen", "ge", 1, 2.0),
        ("bool", "eq", True, 1),
        ("bool", "eq", True, "true"),
        ("date", "after", "2026-01-01", "2026/02/01"),
        ("date", "after", "2026-01-01", 20260201),
        ("enum", "in", ["a"], 1),
        ("text", "matches", "a", 1),
        ("list", "count_ge", 1, "ab"),
        ("list", "contains_all", ["a"], 1),
    ],
)
def test_a_value_of_another_type_is_a_fault_of_the_program(
    kind: Any, op: str, value: Any, found: Any, values: Any
) -> None:
    """A wrong answer in silence would be worse: intake lets only values of the field's type in."""
    with pytest.raises(ProgramFault, match="field f"):
        evaluate(_leaf(kind, op, value), {"f": found}, values=values)


RANK = {"no": 0, "unverified": 1, "yes": 2}
NAMES = {rank: name for name, rank in RANK.items()}
LEAVES = st.sampled_from("abc").map(lambda name: Leaf(field=name, field_type="bool", op="eq", value=True))
TESTS = st.recursive(
    LEAVES,
    lambda inner: st.builds(
        Group,
        join=st.sampled_from(["all", "any"]),
        tests=st.lists(inner, min_size=1, max_size=3).map(tuple),
        partial=st.booleans(),
        on_fail_unverified=st.booleans(),
    ),
    max_leaves=8,
)


def _expected(test: Any, record: dict[str, Any]) -> int:
    """Answer by ranks no < unverified < yes: all is the least, any the greatest."""
    if isinstance(test, Leaf):
        return {True: 2, False: 0, None: 1}[record[test.field]]
    ranks = [_expected(inner, record) for inner in test.tests]
    rank = min(ranks) if test.join == "all" else max(ranks)
    if (rank == 2 and test.partial) or (rank == 0 and test.on_fail_unverified):
        return 1
    return rank


@settings(max_examples=100, deadline=None)
@given(test=TESTS, filled=st.tuples(*[st.sampled_from([True, False, None])] * 3))
def test_three_valued_logic(test: Any, filled: tuple[Any, Any, Any]) -> None:
    class _Values:
        t0, call_year, support_from, support_to = "2026-11-22", 2026, None, None

    record = dict(zip("abc", filled, strict=True))
    assert evaluate(test, record, values=_Values()) == NAMES[_expected(test, record)]


def test_a_gate_without_test_waits_for_a_person(ask: Any) -> None:
    assert ask("M02-G3", title="x") == "unverified"


def test_cg01_is_answered_in_part(ask: Any) -> None:
    assert ask("CG01", registration_place="zgc_park") == "unverified"
    assert ask("CG01", registration_place="outside") == "no"
    assert ask("CG01") == "unverified"


def test_cg02_never_decides_by_itself(ask: Any) -> None:
    for verdict in (True, False):
        checkers = {"credit_code": lambda _code, verdict=verdict: verdict}
        assert ask("CG02", checkers=checkers, unit_credit_code="91110108MAXXXX015B") == "unverified"


def test_cg05_integrity_list(ask: Any) -> None:
    assert ask("CG05", integrity_list_hit="none") == "yes"
    assert ask("CG05", integrity_list_hit="expired") == "yes"
    assert ask("CG05", integrity_list_hit="current") == "no"


def test_cg06_ethics(ask: Any) -> None:
    """Not sensitive, or an approval that is still valid on the day of the review."""
    clear = dict.fromkeys(("ethics_humans", "ethics_animals", "ethics_other", "ethics_law"), False)
    assert ask("CG06", **clear) == "yes"
    assert ask("CG06") == "unverified"
    hit = {**clear, "ethics_animals": True}
    assert ask("CG06", **hit) == "no"
    assert ask("CG06", **hit, ethics_approval_no="京伦审1号") == "unverified"
    assert ask("CG06", **hit, ethics_approval_no="京伦审1号", ethics_valid_to="2026-11-22") == "yes"
    assert ask("CG06", **hit, ethics_approval_no="京伦审1号", ethics_valid_to="2026-11-21") == "no"


def test_m01_g3_amounts_in_wan(ask: Any) -> None:
    assert ask("M01-G3", employees_year_end=100, revenue_y1=2000 * WAN) == "yes"
    assert ask("M01-G3", employees_year_end=100, revenue_y1=2000 * WAN + 1) == "no"
    assert ask("M01-G3", employees_year_end=101) == "no"
    assert ask("M01-G3", employees_year_end=100) == "unverified"


def test_m01_g4_either_increase_or_new_firm(ask: Any) -> None:
    assert ask("M01-G4", rd_expense_y1=300 * WAN, rd_expense_y0=200 * WAN) == "yes"
    assert ask("M01-G4", rd_expense_y1=100 * WAN, registration_date="2023-01-01") == "yes"
    assert ask("M01-G4", rd_expense_y1=100 * WAN, registration_date="2022-12-31") == "unverified"
    known = {"rd_expense_y1": 299 * WAN, "rd_expense_y0": 200 * WAN}
    assert ask("M01-G4", **known, registration_date="2022-12-31") == "no"


def test_m01_g8_year_of_the_call(ask: Any) -> None:
    assert ask("M01-G8", above_scale_year=2026) == "yes"
    assert ask("M01-G8", above_scale_year=2025) == "no"


def test_m02_g4_ratio_is_not_rounded(ask: Any) -> None:
    """Head, item 6: 比例精确比较不先舍入. 99.999…% is not 100%."""
    assert ask("M02-G4", self_raised_amount=3 * WAN, requested_amount=3 * WAN) == "yes"
    assert ask("M02-G4", self_raised_amount=10**12 - 1, requested_amount=10**12) == "no"
    assert ask("M02-G4", self_raised_amount=1, requested_amount=0) == "unverified"


def test_m04_g1_form_of_a_number_is_only_a_hint(ask: Any) -> None:
    fine = {"registration_place": "zgc_park", "registered_capital": 1000 * WAN}
    assert ask("M04-G1", **fine, manager_no="P1234567") == "yes"
    assert ask("M04-G1", **fine, manager_no="1234567") == "unverified"
    assert ask("M04-G1", **{**fine, "registered_capital": 999 * WAN}, manager_no="1234567") == "no"


def test_m04_g6_values_of_the_year(ask: Any, make_values: Any) -> None:
    """Null waits for the guideline; gate_values give it, in the unit of the test."""
    fund = {"fund_founded": "2026-01-01", "fund_paid_in": 30_000 * WAN}
    assert ask("M04-G6", **fund) == "unverified"
    assert ask("M04-G6", {"fund_paid_in": 30_000}, **fund) == "yes"
    assert ask("M04-G6", {"fund_paid_in": 30_001}, **fund) == "no"
    moved = {"fund_paid_in": 30_000, "fund_founded.before": "2025-12-31"}
    assert ask("M04-G6", moved, **fund) == "no"
    assert ask("M04-G6", {"fund_paid_in": 30_000, "fund_founded.after": "2026-01-01"}, **fund) == "yes"
    assert ask("M04-G6", {"fund_paid_in": None}, **fund) == "unverified"
    open_period = make_values(support_to=None)
    assert ask("M04-G6", {"fund_paid_in": 1}, open_period, **fund) == "unverified"


def test_gate_values_of_other_gates_do_not_reach(ask: Any, catalogue: Catalogue, values: Any) -> None:
    gate = next(gate for gate in catalogue.measure("M04").gates if gate.id == "M04-G3")
    record = {"invested_beijing": 5000 * WAN}
    assert gate_answer(gate, record, values) == "yes"
    assert gate_answer(gate, record, values, {"M04-G2": {"invested_beijing": 9000}}) == "yes"
    assert gate_answer(gate, record, values, {"M04-G3": {"invested_beijing": 9000}}) == "no"


def test_m05_g5_and_m10_lists(ask: Any) -> None:
    assert ask("M05-G5", warrant_terms=["ratio", "price", "term", "holder"]) == "yes"
    assert ask("M05-G5", warrant_terms=["ratio", "price", "term"]) == "no"
    assert ask("M10-G2", poc_capabilities=["assessment", "feasibility"]) == "no"
    assert ask("M10-G2", poc_capabilities=["assessment", "feasibility", "prototype"]) == "yes"
    assert ask("M10-G2") == "unverified"


def test_m08_g1_a_year_in_operation(ask: Any) -> None:
    assert ask("M08-G1", operating_since="2025-11-22", filing_no="备1") == "yes"
    assert ask("M08-G1", operating_since="2025-11-23", filing_no="备1") == "no"
    assert ask("M08-G1", operating_since="2025-11-22") == "no"


def test_m13_g3_journal(ask: Any) -> None:
    checkers = {"issn": lambda text: text == "0317-8471"}
    journal = {"cn_no": "CN 11-1234", "issn": "0317-8471", "issues_published": 3}
    assert ask("M13-G3", checkers=checkers, **journal, journal_host_beijing=True) == "yes"
    wrong = {**journal, "issn": "0317-8472"}
    assert ask("M13-G3", checkers=checkers, **wrong, journal_host_beijing=True) == "unverified"
    assert ask("M13-G3", checkers=checkers, **wrong, journal_host_beijing=False) == "no"


def test_attachment_and_screening_tests(catalogue: Catalogue, values: Any) -> None:
    ethics = next(paper for paper in catalogue.attachments_for("M01-1") if paper.id == "CA08")
    assert ethics.required_when is not None
    assert evaluate(ethics.required_when, {"ethics_involved": True}, values=values) == "yes"
    assert evaluate(ethics.required_when, {"ethics_involved": False}, values=values) == "no"
    items = {item.id: item for item in catalogue.rubric("M01-1", "acceptance").screening}
    test = items["SA-S3"].test
    assert test is not None
    assert evaluate(test, {"target_completion": 8499}, values=values) == "yes"
    assert evaluate(test, {"target_completion": 8500}, values=values) == "no"
    assert items["SA-S1"].test is None


def test_every_gate_of_an_empty_record_waits_or_fails_for_what_must_be_present(
    catalogue: Catalogue, values: Any
) -> None:
    """Rules §16: missing is unverified, never no; ``present`` alone says no (head, item 6)."""

    def needs(test: Any) -> bool:
        return test.op == "present" if isinstance(test, Leaf) else any(needs(inner) for inner in test.tests)

    def all_gates() -> list[Gate]:
        return [*catalogue.common_gates, *(gate for measure in catalogue.measures for gate in measure.gates)]

    for gate in all_gates():
        answer = gate_answer(gate, derive({}, catalogue.fields), values)
        assert answer == "unverified" or (answer == "no" and gate.test is not None and needs(gate.test))
