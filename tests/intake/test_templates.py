"""Templates, and the way from records through a filled template back to records."""

from __future__ import annotations

import io
import re
import unicodedata
import zipfile
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from zgc_review.catalogue import Catalogue, load_shipped
from zgc_review.errors import IntakeError, ProgramFault
from zgc_review.intake.application_layout import application_layout
from zgc_review.intake.applications import read_applications
from zgc_review.intake.layout import BookLayout, Column, SheetLayout, Type
from zgc_review.intake.lists import integrity_layout, read_integrity_list, read_namelist
from zgc_review.intake.roster import read_roster
from zgc_review.intake.roster_layout import roster_layout
from zgc_review.intake.templates import layouts, write_templates
from zgc_review.intake.workbooks import cell_value, workbook_bytes, write_workbook

Found = Callable[..., list[str]]
CATALOGUE = load_shipped()
DIRECTIONS = ("M01-1", "M04-2", "M12-1")


def test_rules_16_four_empty_workbooks(tmp_path: Path, catalogue: Catalogue) -> None:
    paths = write_templates(tmp_path, catalogue)
    assert [path.name for path in paths] == ["申报.xlsx", "名册.xlsx", "不良信用记录.xlsx", "名单.xlsx"]
    for path in paths:
        book = load_workbook(path)
        for sheet in book.worksheets:
            if sheet.sheet_state == "hidden":
                continue
            assert sheet.freeze_panes == "B2"
            assert sheet["A2"].value == "示例"
            assert sheet["A2"].font.color.rgb == "00808080"
            for cell in sheet[1]:
                assert cell.comment is not None, (path.name, sheet.title, cell.coordinate)


def test_the_example_row_is_no_row(tmp_path: Path, catalogue: Catalogue, found: Found) -> None:
    write_templates(tmp_path, catalogue)
    applications = read_applications(tmp_path, catalogue)
    assert applications.applications == ()
    assert set(found(applications.findings)) == {"sheet.empty"}
    assert read_roster(tmp_path / "名册.xlsx", catalogue).experts == ()
    assert read_integrity_list(tmp_path / "不良信用记录.xlsx").rows == ()
    assert read_namelist(tmp_path / "名单.xlsx", catalogue).rows == ()


def test_example_rows_would_be_accepted(tmp_path: Path, catalogue: Catalogue) -> None:
    """With a number in place of 示例 the example of 申报 is read without an error."""
    write_templates(tmp_path, catalogue, ["M01-1"])
    for name in ("申报.xlsx", "名册.xlsx", "不良信用记录.xlsx"):
        book = load_workbook(tmp_path / name)
        for sheet in book.worksheets:
            if sheet["A2"].value == "示例":
                sheet["A2"].value = "A1"
        book.save(tmp_path / name)
    batch = read_applications(tmp_path, catalogue)
    assert (batch.errors, len(batch.ready)) == (0, 1)
    assert read_roster(tmp_path / "名册.xlsx", catalogue).errors == 0
    assert read_integrity_list(tmp_path / "不良信用记录.xlsx").errors == 0


def test_nothing_is_overwritten(tmp_path: Path, catalogue: Catalogue) -> None:
    (tmp_path / "名册.xlsx").write_bytes(b"filled in")
    with pytest.raises(IntakeError) as caught:
        write_templates(tmp_path, catalogue)
    assert (caught.value.code, caught.value.params) == ("intake.workbook.exists", {"file": "名册.xlsx"})
    assert [path.name for path in tmp_path.iterdir()] == ["名册.xlsx"]
    with pytest.raises(IntakeError, match=r"intake\.workbook\.exists"):
        write_workbook(tmp_path / "名册.xlsx", roster_layout(catalogue))


def test_folder_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(IntakeError) as caught:
        write_workbook(tmp_path / "absent" / "a.xlsx", integrity_layout())
    assert caught.value.code == "intake.workbook.write"


def test_disk_that_fills_up_leaves_no_half_workbook(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(IntakeError, match=r"intake\.workbook\.write"):
        write_workbook(tmp_path / "a.xlsx", integrity_layout())
    assert list(tmp_path.iterdir()) == []


def test_u6_texts_that_look_like_formulas_are_marked_as_text(catalogue: Catalogue) -> None:
    """Spreadsheet programs keep them as text even when somebody edits the cell."""
    book = load_workbook(io.BytesIO(workbook_bytes(application_layout(catalogue, DIRECTIONS), [RECORD])))
    cells = [book["申报"]["A3"], book["申报"]["D3"], book["项目团队"]["B3"]]
    assert [cell.value for cell in cells] == ["=1+1", RECORD["unit_name"], "+甲"]
    assert {(cell.data_type, bool(cell.quotePrefix), cell.number_format) for cell in cells} == {
        ("s", True, "@")
    }


def test_same_content_same_bytes(catalogue: Catalogue) -> None:
    layout = application_layout(catalogue, DIRECTIONS)
    data = workbook_bytes(layout, [RECORD])
    assert workbook_bytes(layout, [RECORD]) == data
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert {entry.date_time for entry in archive.infolist()} == {(2026, 1, 1, 0, 0, 0)}
        assert b"2026-01-01T00:00:00Z" in archive.read("docProps/core.xml")


def test_drop_down_lists_and_formats(catalogue: Catalogue) -> None:
    book = load_workbook(io.BytesIO(workbook_bytes(application_layout(catalogue, ["M01-1"]))))
    sheet = book["申报"]
    columns = {cell.value: re.sub("[0-9]", "", cell.coordinate) for cell in sheet[1]}
    lists = {
        str(rule.sqref).split(":")[0][:-1]: rule.formula1 for rule in sheet.data_validations.dataValidation
    }
    assert lists[columns["具备独立法人资格"]] == '"是,否"'
    place = re.fullmatch(r"'选项'!\$(\w+)\$1:\$\1\$(\d+)", lists[columns["支持方向"]])
    assert place is not None
    assert book["选项"][f"{place[1]}1"].value == "M01-1 高成长性科技型小微企业"
    assert int(place[2]) == len(catalogue.sub_directions)
    assert book["选项"].sheet_state == "hidden"
    assert sheet.column_dimensions[columns["统一社会信用代码"]].number_format == "@"
    assert "必填" in sheet[f"{columns['申报编号']}1"].comment.text


RECORD: dict[str, Any] = {
    "application_no": "=1+1",
    "sub_direction": "M12-1",
    "title": "@题目，含；分号\n与换行",
    "unit_name": '=HYPERLINK("x","智芯（北京）")',
    "unit_credit_code": "91110108MAXXXX015B",
    "entity_kind": "enterprise",
    "is_legal_person": False,
    "registration_date": "1898-07-03",
    "registered_capital": 123,
    "requested_amount": 120_500_000,
    "project_leader": {"name": "𬭚𠅤", "mobile_tail": "0012", "birth_year": 1980},
    "former_names": ["_x000D_", "旧；名"],
    "team": [
        {"member": {"name": "+甲", "employer": "-乙"}, "duty": "丙", "core": False},
        {"member": {"name": "丁", "orcid": "0000-0002-1825-0097"}},
    ],
    "shareholders": [{"name": "戊", "share_bp": 1234}],
    "partners": [],
    "cross_border_matters": [{"kind": "genetic", "status": "not_applicable", "paper_no": "001"}],
    "duplicate_funding": False,
    "audited_spending": 1,
}


def test_a_record_survives(tmp_path: Path, catalogue: Catalogue, found: Found) -> None:
    write_workbook(tmp_path / "申报.xlsx", application_layout(catalogue, DIRECTIONS), [RECORD])
    batch = read_applications(tmp_path, catalogue, sub_directions=DIRECTIONS)
    assert batch.errors == 0
    record = dict(batch.applications[0].record)
    assert record.pop("missing_attachments") == 9
    assert record == RECORD


def test_fields_without_a_column_are_a_fault(catalogue: Catalogue) -> None:
    with pytest.raises(ProgramFault, match="ethics_involved"):
        workbook_bytes(
            application_layout(catalogue, ["M01-1"]), [{"application_no": "A1", "ethics_involved": True}]
        )


@pytest.mark.parametrize("text", ["a\x00", "\x0c", "\ud800", "\uffff"])
def test_characters_no_workbook_can_hold(catalogue: Catalogue, text: str) -> None:
    with pytest.raises(IntakeError) as caught:
        workbook_bytes(integrity_layout(), [{"name": text}])
    assert caught.value.code == "intake.workbook.character"


def test_names_lists_and_roster_survive(tmp_path: Path, catalogue: Catalogue) -> None:
    expert = {
        "roster_no": "E1",
        "name": "赵示例",
        "former_names": ["赵甲", "赵乙"],
        "type": "competent_authority",
        "roles": ["tech", "legal"],
        "employer": "某局",
        "expertise": ["芯片"],
        "consent": True,
        "positions": [{"name": "丁公司", "post": "顾问", "from": "2020-01-01"}],
        "services": [],
    }
    write_workbook(tmp_path / "名册.xlsx", roster_layout(catalogue), [expert])
    batch = read_roster(tmp_path / "名册.xlsx", catalogue)
    assert batch.errors == 0
    assert {"roster_no": batch.experts[0].number, **batch.experts[0].record} == expert
    names = layouts(catalogue, ["M06-1"])[3]
    row = {
        "sub_direction": "M06-1",
        "unit_name": "甲",
        "unit_credit_code": "91110108MAXXXX015B",
        "answer": "pending",
    }
    write_workbook(tmp_path / "名单.xlsx", names, [row])
    assert read_namelist(tmp_path / "名单.xlsx", catalogue).rows[0].record == row


def test_amounts_are_written_exactly() -> None:
    money = Column(("a",), "金额", "amount", Type.MONEY)
    assert str(cell_value(12_340_000, money)) == "12.340000"
    assert cell_value(12_345_678, money) == "123456.78元"
    assert cell_value(5, money) == "0.05元"


# ---- any record survives the way through a filled template

TEXT = st.text(
    st.characters(min_codepoint=32, blacklist_categories=("Cs", "Cc", "Cf", "Co", "Cn", "Zl", "Zp", "Zs")),
    min_size=1,
    max_size=12,
).filter(lambda text: not is_word(text))
DAYS = st.dates(date(1800, 1, 1), date(2199, 12, 31)).map(lambda day: day.isoformat())


def is_word(text: str) -> bool:
    """Words that mean nothing, or are the mark of the example row."""
    plain = unicodedata.normalize("NFKC", text).casefold()
    return plain in {
        "/",
        "\\",
        "-",
        "--",
        "---",
        "—",
        "——",
        "无",
        "暂无",
        "未提供",
        "不适用",
        "n/a",
        "示例",
        "none",
    }


def values_of(column: Column) -> st.SearchStrategy[Any]:
    simple: Mapping[Type, st.SearchStrategy[Any]] = {
        Type.TEXT: TEXT,
        Type.INTEGER: st.integers(0, 10**9),
        Type.MONEY: st.integers(0, 10**15),
        Type.PERCENT: st.integers(0, 10**6),
        Type.DATE: DAYS,
        Type.TRUTH: st.booleans(),
        Type.CODE: st.sampled_from(["91110108MAXXXX015B", "12110000MBXXXX0271", "91350203M0001QAY9B"]),
        Type.MOBILE: st.from_regex(r"\A[0-9]{4}\Z"),
        Type.EMAIL: st.just("a@example.cn"),
        Type.ORCID: st.just("0000-0002-1825-0097"),
        Type.YEAR: st.integers(1900, 2099),
    }
    if column.type is Type.CHOICE:
        return st.sampled_from(sorted(column.values))
    if column.check:
        return st.just({"issn": "0317-8471"}.get(column.check, "P1001234"))
    return simple[column.type]


def nested(columns: list[Column]) -> st.SearchStrategy[dict[str, Any]]:
    """Records with every identity column and some of the others; a person has a name."""
    named = {column.path[0] for column in columns if len(column.path) == 2}
    must = [
        column
        for column in columns
        if column.identity or (column.path[-1] == "name" and column.path[0] in named)
    ]
    may = [column for column in columns if column not in must]
    given_ = {column.path: values_of(column) for column in must}
    options = {column.path: values_of(column) for column in may}
    return st.fixed_dictionaries(given_, optional=options).map(tree)


def tree(values: Mapping[tuple[str, ...], Any]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for path, value in values.items():
        inner = found
        for name in path[:-1]:
            inner = inner.setdefault(name, {})
        inner[path[-1]] = value
    return found


def sheet_rows(sheet: SheetLayout) -> st.SearchStrategy[list[Any]]:
    items = nested(list(sheet.columns[1:]))
    return st.lists(items.map(lambda item: item[""]) if sheet.plain else items.filter(bool), max_size=3)


LAYOUT: BookLayout = application_layout(CATALOGUE, ["M04-2"])
MAIN = [column for column in LAYOUT.main.columns if column.path[0] not in ("application_no", "sub_direction")]
RECORDS = st.builds(
    lambda main, check, lists: {**main, **check, **lists},
    nested(MAIN),
    nested(list(LAYOUT.sheets[1].columns[1:])),
    st.fixed_dictionaries({}, optional={sheet.id: sheet_rows(sheet) for sheet in LAYOUT.sheets[2:]}),
)


@settings(
    max_examples=20, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)
@given(st.lists(RECORDS, min_size=1, max_size=3))
def test_any_record_survives_a_filled_template(
    tmp_path_factory: pytest.TempPathFactory, records: list[dict[str, Any]]
) -> None:
    whole = [
        {"application_no": f"N-{number}", "sub_direction": "M04-2", **record}
        for number, record in enumerate(records)
    ]
    folder = tmp_path_factory.mktemp("in")
    write_workbook(folder / "申报.xlsx", LAYOUT, whole)
    batch = read_applications(folder, CATALOGUE, sub_directions=["M04-2"])
    assert [finding for finding in batch.findings if finding.level == "error"] == []
    read = [dict(application.record) for application in batch.applications]
    for record in read:
        del record["missing_attachments"]
    assert read == whole
