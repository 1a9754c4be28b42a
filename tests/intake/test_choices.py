"""Columns chosen by hand go before every guess; a file of choices that does not fit is refused whole."""

from __future__ import annotations

import json
from contextlib import suppress
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from zgc_review.errors import IntakeError
from zgc_review.intake.books import SeenSheet
from zgc_review.intake.cells import Cell, Kind, Row, Sheet
from zgc_review.intake.choices import MOST_BYTES, Choice, choices_bytes, read_choices
from zgc_review.intake.columns import How, overview
from zgc_review.intake.headers import Headings, chosen_for
from zgc_review.intake.layout import Column, SheetLayout, Type
from zgc_review.intake.report import Report
from zgc_review.intake.rows import read_sheet

LAYOUT = SheetLayout(
    "main",
    "申报",
    "Applications",
    (
        Column(("no",), "申报编号", "no", identity=True, synonyms=("编号",)),
        Column(("amount",), "申请金额", "amount", Type.MONEY, required=True),
        Column(("contact", "name"), "联系人姓名", "contact"),
    ),
)


def sheet(*rows: tuple[str, ...]) -> Sheet:
    made = [
        Row(n, tuple(Cell(Kind.TEXT, text) if text else Cell() for text in row))
        for n, row in enumerate(rows, 1)
    ]
    return Sheet("申报.xlsx", "申报", tuple(made))


def codes(report: Report) -> list[str]:
    return [one.code.removeprefix("intake.") for one in report.findings()]


def choice(header: str, field: str | None, **more: object) -> Choice:
    return Choice(sheet="main", header=header, field=field, **more)  # type: ignore[arg-type]


def test_every_column_says_how_its_field_is_known() -> None:
    given_sheet = sheet(("编 号", "申请金额（万元）", "想要的钱", "备注"), ("A-1", "12.00", "3", "x"))
    seen = (SeenSheet(given_sheet, given_sheet, LAYOUT),)
    found = {one.header: one for one in overview(seen).columns}
    assert {name: one.how for name, one in found.items()} == {
        "编 号": How.SYNONYM,
        "申请金额（万元）": How.EXACT,
        "想要的钱": How.UNKNOWN,
        "备注": How.UNKNOWN,
    }
    assert (found["备注"].field, found["备注"].sample, found["备注"].index) == (None, "x", 3)
    assert found["申请金额（万元）"].unit == "万元"
    made = [choice("备注", "contact.name"), choice("想要的钱", None)]
    after = {one.header: one for one in overview(seen, made).columns}
    assert (after["备注"].how, after["备注"].field) == (How.CHOSEN, "contact.name")
    assert (after["想要的钱"].how, after["想要的钱"].field) == (How.LEFT, None)
    assert overview(seen).of(How.UNKNOWN) == (found["想要的钱"], found["备注"])


def test_a_same_header_in_another_spelling_is_told_as_such() -> None:
    given_sheet = sheet(("申报编号*", "申 请 金 额/元"), ("A-1", "5"))
    found = overview((SeenSheet(given_sheet, given_sheet, LAYOUT),))
    assert [one.how for one in found.columns] == [How.SAME, How.SAME]
    assert found.columns[1].unit == "元"
    assert found.missing == {}


def test_required_columns_that_are_not_there_are_named() -> None:
    given_sheet = sheet(("申报编号", "联系人姓名"), ("A-1", "王"))
    assert overview((SeenSheet(given_sheet, given_sheet, LAYOUT),)).missing == {"main": ("申请金额（万元）",)}


def test_a_choice_reads_a_column_under_an_unknown_header_with_its_unit() -> None:
    report = Report()
    rows = read_sheet(
        sheet(("编号", "想要的钱"), ("A-1", "12.5")),
        LAYOUT,
        report,
        chosen_for([choice("想要的钱", "amount", unit="万元")], "main"),
    ).rows
    assert rows[0].values[("amount",)] == 12_500_000
    assert codes(report) == []


def test_a_chosen_column_goes_before_the_one_with_the_fields_own_name() -> None:
    report = Report()
    read = sheet(("申报编号", "申请金额/万元", "核定后金额/万元"), ("A-1", "1", "2"))
    rows = read_sheet(read, LAYOUT, report, chosen_for([choice("核定后金额/万元", "amount")], "main")).rows
    assert rows[0].values[("amount",)] == 2_000_000
    assert codes(report) == ["header.unknown"]


def test_a_column_left_out_is_told_and_not_read_and_the_second_of_a_pair_can_be_meant() -> None:
    report = Report()
    read = sheet(("申报编号", "申请金额/万元", "申请金额/万元"), ("A-1", "1", "2"))
    spoiled = read_sheet(read, LAYOUT, Report()).rows
    assert ("amount",) not in spoiled[0].values  # two of one meaning: neither is taken
    rows = read_sheet(read, LAYOUT, report, chosen_for([choice("申请金额/万元", None, nth=2)], "main")).rows
    assert rows[0].values[("amount",)] == 1_000_000
    assert codes(report) == ["header.left"]


def test_a_field_that_this_form_does_not_have_leaves_the_header_to_itself() -> None:
    headings = Headings(LAYOUT.columns, chosen_for([choice("编号", "gone")], "main"))
    found = headings.find("编号")
    assert found is not None
    assert found.column.path == ("no",)


def test_a_file_of_choices_comes_back_as_it_was_written() -> None:
    made = (choice("备注", "contact.name"), choice("想要的钱", None, nth=2, unit=""))
    assert read_choices(choices_bytes(made)) == made


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "intake.mapping.shape"),
        (b"{}", "intake.mapping.shape"),
        (b"[]", "intake.mapping.shape"),
        (b"\xff\xfe{}", "intake.mapping.shape"),
        (b'{"columns": [], "schema": 2}', "intake.mapping.shape"),
        (b'{"columns": [], "extra": 1}', "intake.mapping.shape"),
        (b"[" * 100_000, "intake.mapping.shape"),
        (b" " * (MOST_BYTES + 1), "intake.mapping.large"),
        (b'{"columns": [{"sheet": "main", "header": "a", "nth": 0}]}', "intake.mapping.entry"),
        (b'{"columns": [{"sheet": "", "header": "a"}]}', "intake.mapping.entry"),
        (b'{"columns": [{"sheet": "main", "header": "a\\u0000"}]}', "intake.mapping.entry"),
        (b'{"columns": [{"sheet": "main", "header": "a", "unit": "dollar"}]}', "intake.mapping.entry"),
    ],
)
def test_hostile_files_of_choices_are_refused(data: bytes, code: str) -> None:
    with pytest.raises(IntakeError) as refused:
        read_choices(data)
    assert refused.value.code == code


def test_too_many_choices_are_refused() -> None:
    many = [{"sheet": "main", "header": f"h{n}"} for n in range(2_001)]
    with pytest.raises(IntakeError):
        read_choices(json.dumps({"columns": many}).encode())


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=200))
def test_any_bytes_are_choices_or_a_coded_refusal(data: bytes) -> None:
    with suppress(IntakeError):
        assert all(one.sheet for one in read_choices(data))


def test_headers_differ_by_place_only() -> None:
    read = sheet(("申报编号", "a", "a"), ("A-1", "1", "2"))
    found = overview((SeenSheet(read, replace(read), LAYOUT),)).columns
    assert [(one.header, one.nth) for one in found] == [("申报编号", 1), ("a", 1), ("a", 2)]
