"""Headers and sheet titles as offices write them."""

from __future__ import annotations

import pytest

from zgc_review.catalogue import Catalogue
from zgc_review.intake.application_layout import application_layout, namelist_layout
from zgc_review.intake.headers import Headings, loose, sheet_names
from zgc_review.intake.layout import BookLayout
from zgc_review.intake.lists import integrity_layout
from zgc_review.intake.roster_layout import roster_layout
from zgc_review.intake.templates import layouts


@pytest.fixture(scope="module")
def main(catalogue: Catalogue) -> Headings:
    layout = application_layout(catalogue, [sub.id for sub in catalogue.sub_directions])
    return Headings((*layout.main.columns, *layout.main.also))


@pytest.mark.parametrize(
    ("header", "field", "unit"),
    [
        ("申报编号", "application_no", ""),
        ("*申报编号", "application_no", ""),
        (" 申 报 编 号 ：", "application_no", ""),
        ("Application number", "application_no", ""),
        ("application_no", "application_no", ""),
        ("编号", "application_no", ""),
        ("申请支持金额（万元）", "requested_amount", "万元"),
        ("申请支持金额(万元)", "requested_amount", "万元"),
        ("申请支持金额\n（单位：万元）", "requested_amount", "万元"),
        ("申请金额/万元", "requested_amount", "万元"),
        ("申请金额（元）", "requested_amount", "元"),
        ("申请金额（人民币元）", "requested_amount", "元"),
        ("申请金额", "requested_amount", ""),
        ("申请金额（必填）", "requested_amount", ""),
        ("实际投入（决算）", "actual_spending", ""),
        ("实际投入(决算)（元）", "actual_spending", "元"),
        ("成立（登记）日期", "registration_date", ""),
        ("境外嘉宾占比（％）", "overseas_guest_share", "%"),
        ("上年末从业人员数（人）", "employees_year_end", "人"),
        ("具备独立法人资格（是/否）", "is_legal_person", ""),
        ("项目负责人", "project_leader.name", ""),
        ("项目负责人姓名", "project_leader.name", ""),
        ("负责人手机号", "project_leader.mobile_tail", ""),
        ("联系人联系电话", "contact.mobile_tail", ""),
        ("法人代表", "legal_representative.name", ""),
        ("曾用名", "former_names", ""),
        ("审定支出（万元）", "audited_spending", "万元"),
        ("高企证书编号[如有]", "hightech_no", ""),
        ("所属分园（全称）", "sub_park", ""),
    ],
)
def test_headers_understood(main: Headings, header: str, field: str, unit: str) -> None:
    heading = main.find(header)
    assert heading is not None
    assert (".".join(heading.column.path), heading.unit, heading.unit_known) == (field, unit, True)


@pytest.mark.parametrize(
    "header", ["申请金额（亿元）", "申请金额/美元", "境外嘉宾占比（人）", "上年末从业人员数（万人）"]
)
def test_units_not_understood(main: Headings, header: str) -> None:
    heading = main.find(header)
    assert heading is not None
    assert not heading.unit_known


@pytest.mark.parametrize(
    "header",
    [
        "申" * 201,
        "(" * 2_000_000,
        "序号",
        "备注",
        "",
        "（万元）",
        "申请金额合计",
        "研发费用同比增量",
        "身份证号",
    ],
)
def test_headers_unknown(main: Headings, header: str) -> None:
    assert main.find(header) is None


def test_titles_without_their_note(catalogue: Catalogue) -> None:
    layout = application_layout(catalogue, ["M01-1"])
    excluded = next(sheet for sheet in layout.sheets if sheet.id == "excluded_experts")
    assert {loose("申请回避专家"), loose("申请回避专家(不超过3人)"), loose("拟回避专家")} <= sheet_names(
        excluded
    )


def books(catalogue: Catalogue) -> list[BookLayout]:
    every = [sub.id for sub in catalogue.sub_directions]
    stages = [application_layout(catalogue, every, stage) for stage in ("midterm", "acceptance")]
    return [
        *layouts(catalogue),
        *stages,
        namelist_layout(catalogue, ["M01-2"]),
        integrity_layout(),
        roster_layout(catalogue),
    ]


def test_no_header_means_two_columns(catalogue: Catalogue) -> None:
    for book in books(catalogue):
        for sheet in book.sheets:
            names: dict[str, tuple[str, ...]] = {}
            for column in (*sheet.columns, *sheet.also):
                for name in (column.zh, column.en, ".".join(column.path), *column.synonyms):
                    assert names.setdefault(loose(name), column.path) == column.path, (
                        book.kind,
                        sheet.id,
                        name,
                    )


def test_no_title_means_two_sheets(catalogue: Catalogue) -> None:
    for book in books(catalogue):
        names: dict[str, str] = {}
        for sheet in book.sheets:
            for name in sheet_names(sheet):
                assert names.setdefault(name, sheet.id) == sheet.id


def test_every_column_is_found_by_its_own_header(catalogue: Catalogue) -> None:
    for book in books(catalogue):
        for sheet in book.sheets:
            headings = Headings((*sheet.columns, *sheet.also))
            for column in sheet.columns:
                heading = headings.find(column.header)
                assert heading is not None
                assert (heading.column.path, heading.unit_known) == (column.path, True)


def test_catalogue_head_7_program_fields_have_no_column(catalogue: Catalogue) -> None:
    every = [sub.id for sub in catalogue.sub_directions]
    layout = application_layout(catalogue, every)
    columns = {column.path[0] for sheet in layout.sheets[:2] for column in (*sheet.columns, *sheet.also)}
    given = columns | {sheet.id for sheet in layout.sheets}
    for field in catalogue.fields_for(every):
        assert (field.id in given) == (field.source != "program"), field.id


def test_rules_16_columns_are_those_the_sub_directions_need(catalogue: Catalogue) -> None:
    columns = {column.path[0] for column in application_layout(catalogue, ["M13-5"]).main.columns}
    assert "issn" in columns
    assert "manager_no" not in columns


def test_stage_fields_stand_only_at_their_stage(catalogue: Catalogue) -> None:
    proposal = application_layout(catalogue, ["M01-1"])
    acceptance = application_layout(catalogue, ["M01-1"], "acceptance")
    names = [
        {column.path[0] for column in sheet.columns} for sheet in (proposal.sheets[1], acceptance.sheets[1])
    ]
    assert ["months_overdue" in found for found in names] == [False, True]
