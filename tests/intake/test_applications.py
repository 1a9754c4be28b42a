"""An intake folder as a secretary really has it."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from zgc_review.catalogue import Catalogue
from zgc_review.errors import IntakeError
from zgc_review.intake.applications import IntakeBatch, ParsedApplication, read_applications
from zgc_review.intake.limits import LIMITS

Book = Callable[..., Path]
Found = Callable[..., list[str]]
Rows = list[list[Any]]

HEAD = ["申报编号", "支持方向", "项目名称", "申报单位", "统一社会信用代码"]
FIRST = ["A1", "M01-1", "智能传感", "智芯科技（北京）有限公司", "91110108MAXXXX015B"]
SECOND = ["A2", "M01-1", "量子测量", "北京示例有限公司", "12110000MBXXXX0271"]
TEAM: Rows = [["申报编号", "姓名", "单位"], ["A1", "张三", "甲大学"], ["A2", "李四", "乙所"]]
#: What this folder lacks on purpose: the other required columns and the documents.
QUIET = {"header.missing", "row.missing", "folder.missing", "attachment.missing", "file.stray"}
REQUIRED_HEAD = [
    "单位类型",
    "具备独立法人资格",
    "注册地",
    "成立（登记）日期",
    "法定代表人",
    "项目负责人",
    "联系人",
    "申请支持金额（万元）",
    "已签署诚信承诺书",
    "已承诺专款专用、单独核算、接受监督",
    "涉及人类受试者、生物样本或个人信息",
    "涉及实验动物",
    "涉及生命健康、生态环境、公共秩序等其他风险",
    "法律法规要求进行伦理审查",
    "已提供单位保密审查证明",
]
REQUIRED = ["企业", "是", "中关村示范区", "2020-01-02", "甲", "乙", "丙", 120, *["是"] * 2, *["否"] * 4, "是"]


@pytest.fixture
def run(
    tmp_path: Path, catalogue: Catalogue, book: Book, found: Found
) -> Callable[..., tuple[IntakeBatch, list[str]]]:
    """Return a function that reads a folder with the given sheets, all required columns filled."""

    def read(main: Sequence[Sequence[Any]], extra: dict[str, Rows] | None = None, **more: Any) -> Any:
        head, *rows = main
        full = [[*head, *REQUIRED_HEAD], *([*row, *REQUIRED] for row in rows)]
        book("2026年申报汇总表.xlsx", {"申报": full, "项目团队": TEAM, **(extra or {})}, folder="in")
        batch = read_applications(tmp_path / "in", catalogue, **more)
        ignored = {"folder.missing", "person.key"}
        return batch, [code for code in found(batch.findings) if code not in ignored]

    return read


Run = Callable[..., tuple[IntakeBatch, list[str]]]


def only(batch: IntakeBatch) -> ParsedApplication:
    (application,) = batch.applications
    return application


def test_a_plain_row(run: Run) -> None:
    batch, codes = run([HEAD, FIRST, SECOND])
    assert codes == []
    first = batch.applications[0]
    assert (first.number, first.sub_direction, first.blocked) == ("A1", "M01-1", False)
    assert (first.place.source, first.place.sheet, first.place.row) == ("2026年申报汇总表.xlsx", "申报", 2)
    assert first.record == {
        "application_no": "A1",
        "sub_direction": "M01-1",
        "title": "智能传感",
        "unit_name": "智芯科技（北京）有限公司",
        "unit_credit_code": "91110108MAXXXX015B",
        "entity_kind": "enterprise",
        "is_legal_person": True,
        "registration_place": "zgc_park",
        "registration_date": "2020-01-02",
        "legal_representative": {"name": "甲"},
        "project_leader": {"name": "乙"},
        "contact": {"name": "丙"},
        "team": [{"member": {"name": "张三", "employer": "甲大学"}}],
        "requested_amount": 120_000_000,
        "pledge_integrity": True,
        "pledge_funds": True,
        "ethics_humans": False,
        "ethics_animals": False,
        "ethics_other": False,
        "ethics_law": False,
        "secrecy_reviewed": True,
        "missing_attachments": 11,
    }
    assert batch.ready == batch.applications
    assert (batch.errors, batch.warnings) == (0, 8)


def test_columns_in_any_order_under_a_title(run: Run) -> None:
    """Two rows of titles above the header, columns reversed, a running number, an empty row between."""
    rows: Rows = [HEAD[::-1], FIRST[::-1]]
    plain, _ = run([HEAD, FIRST])
    batch, codes = run(rows)
    assert codes == ["row.orphan"]
    assert only(batch).record == only(plain).record


def test_title_rows_and_unknown_columns(
    catalogue: Catalogue, book: Book, tmp_path: Path, found: Found
) -> None:
    rows: Rows = [
        ["2026年度申报汇总表"],
        ["填表人", "某某"],
        ["序号", *HEAD, "备注", None],
        [1, *FIRST, "急", "无标题"],
        [],
        ["填表人：某某"],
    ]
    book("申报.xlsx", {"Sheet1": rows, "项目团队": TEAM[:2], "说明": [["随便"]]})
    batch = read_applications(tmp_path, catalogue)
    codes = [code for code in found(batch.findings) if code not in QUIET and code != "person.key"]
    assert sorted(codes) == ["header.blank", "header.unknown", "header.unknown", "sheet.unknown"]
    assert only(batch).place.row == 4


def test_missing_required_columns_stop_the_rows(
    catalogue: Catalogue, book: Book, tmp_path: Path, found: Found
) -> None:
    book("申报.xlsx", {"申报": [HEAD, FIRST], "项目团队": TEAM[:2]})
    batch = read_applications(tmp_path, catalogue)
    missing = [finding.column for finding in batch.findings if finding.code == "intake.header.missing"]
    assert len(missing) == len(REQUIRED_HEAD)
    assert "申请支持金额（万元）" in missing
    assert only(batch).blocked
    assert batch.ready == ()
    assert "row.missing" not in found(batch.findings)


def test_missing_identity_column_loses_the_sheet(
    catalogue: Catalogue, book: Book, tmp_path: Path, found: Found
) -> None:
    book("申报.xlsx", {"申报": [HEAD[1:], FIRST[1:]], "项目团队": TEAM[:1]})
    batch = read_applications(tmp_path, catalogue)
    assert batch.applications == ()
    assert "header.missing" in found(batch.findings)


def test_doubled_column_is_not_guessed(run: Run) -> None:
    batch, codes = run([[*HEAD, "项目名称"], [*FIRST, "另一个"]])
    assert codes == ["header.twice", "row.orphan"]
    assert only(batch).blocked
    assert "title" not in only(batch).record


def test_another_name_beside_the_own_name_is_only_unknown(run: Run) -> None:
    """编号 beside 申报编号, 电话 beside 手机尾号: the column's own name counts."""
    batch, codes = run(
        [["编号", *HEAD, "联系人手机尾号", "联系人电话"], [1, *FIRST, "0123", "010-1234"]],
        {"项目团队": TEAM[:2]},
    )
    assert codes == ["header.unknown", "header.unknown"]
    assert only(batch).number == "A1"
    assert only(batch).record["contact"] == {"name": "丙", "mobile_tail": "0123"}


def test_two_other_names_of_one_column_are_doubled(run: Run) -> None:
    _, codes = run([[*HEAD, "联系人手机号", "联系人电话"], [*FIRST, "0123", "0123"]], {"项目团队": TEAM[:2]})
    assert codes == ["header.twice"]


def test_unit_that_cannot_be_used(run: Run) -> None:
    batch, codes = run([[*HEAD, "注册资本（亿元）"], [*FIRST, 1]], {"项目团队": TEAM[:2]})
    assert (codes, only(batch).blocked) == (["header.unit"], True)


def test_amount_without_any_unit_is_refused(run: Run) -> None:
    batch, codes = run([[*HEAD, "注册资本"], [*FIRST, 1], [*SECOND, "1万元"]])
    assert codes == ["amount.unit"]
    assert [application.blocked for application in batch.applications] == [True, False]
    assert batch.applications[1].record["registered_capital"] == 1_000_000
    assert [application.number for application in batch.ready] == ["A2"]


def test_formulas_block_their_row_only(run: Run) -> None:
    batch, codes = run([[*HEAD, "所属分园"], [*FIRST, "=A1"], [*SECOND, "海淀园"]])
    assert codes == ["cell.formula"]
    assert [application.blocked for application in batch.applications] == [True, False]


@pytest.mark.parametrize(("column", "code"), [(0, "row.key"), (2, "row.required"), (3, "row.required")])
def test_rows_without_their_identity(run: Run, column: int, code: str) -> None:
    row: list[Any] = list(FIRST)
    row[column] = None
    batch, codes = run([HEAD, row], {"项目团队": TEAM[:2]})
    assert code in codes
    assert batch.applications[0].blocked


@pytest.mark.parametrize("column", [0, 2, 3])
@pytest.mark.parametrize(("length", "codes"), [(500, []), (501, ["cell.line"]), (32_767, ["cell.line"])])
def test_what_the_result_carries_is_as_long_as_it_can_carry(
    run: Run, column: int, length: int, codes: list[str]
) -> None:
    """docs/bodies.md §4: number, title and unit have at most 500 characters, told with row and remedy."""
    row: list[Any] = list(FIRST)
    row[column] = "𠮷" * length
    batch, told = run([HEAD, row, SECOND], {"项目团队": TEAM[:1]})
    assert [code for code in told if code not in {"row.missing", "sheet.empty"}] == codes
    blocked = {one.number: one.blocked for one in batch.applications}
    assert blocked.pop("A2") is False
    assert list(blocked.values()) in ([bool(codes)], [])
    for finding in batch.findings:
        if finding.code == "intake.cell.line":
            assert (finding.row, finding.column) == (2, HEAD[column])
            assert finding.params == {"length": length, "limit": 500}
            assert len(finding.value) <= 200


def test_rules_16_missing_is_not_provided(run: Run) -> None:
    row: list[Any] = list(FIRST)
    row[4] = "无"
    batch, codes = run([HEAD, row], {"项目团队": TEAM[:2]})
    assert codes == ["cell.placeholder", "row.missing"]
    assert "unit_credit_code" not in only(batch).record
    assert not only(batch).blocked
    finding = next(finding for finding in batch.findings if finding.code == "intake.row.missing")
    assert (finding.column, finding.row) == ("统一社会信用代码", 2)


def test_the_same_number_twice_stops_both(run: Run) -> None:
    batch, codes = run([HEAD, FIRST, ["ａ 1", "M01-1", "另一项目", "另一公司", SECOND[4]], SECOND])
    assert codes == ["row.twice", "row.missing"]  # lists join the first row only
    assert [application.blocked for application in batch.applications] == [True, True, False]


def test_same_unit_and_title_is_told(run: Run) -> None:
    """The unit by its code, or by its name without regard to width."""
    by_name = ["A2", "M01-1", "智能 传感", "智芯科技(北京)有限公司", None]
    batch, codes = run([HEAD, FIRST, by_name])
    assert codes == ["row.missing", "row.similar"]
    assert {"other": "A1"} in [finding.params for finding in batch.findings]
    assert not batch.applications[1].blocked
    _, codes = run([HEAD, FIRST, ["A2", "M01-1", "智能传感", "改名后的公司", FIRST[4]]])
    assert codes == ["row.similar"]
    _, codes = run([HEAD, FIRST, [*SECOND[:3], FIRST[3], None]])
    assert codes == ["row.missing"]


def test_directions_by_code_label_or_both(run: Run) -> None:
    for typed in ("M01-1", "m01-1", "高成长性科技型小微企业", "M01-1 高成长性科技型小微企业", "Ｍ０１－１"):
        batch, codes = run([HEAD, [FIRST[0], typed, *FIRST[2:]]], {"项目团队": TEAM[:2]})
        assert (codes, only(batch).sub_direction) == ([], "M01-1")


def test_directions_outside_the_round(run: Run) -> None:
    batch, codes = run([HEAD, FIRST, [SECOND[0], "M02-1", *SECOND[2:]]], sub_directions=["M01-1"])
    assert codes == ["row.direction"]
    assert [application.blocked for application in batch.applications] == [False, True]
    batch, codes = run([HEAD, [FIRST[0], "M99-9", *FIRST[2:]]], {"项目团队": TEAM[:2]})
    assert codes == ["choice.value"]
    assert (only(batch).sub_direction, only(batch).blocked) == ("", True)


def test_values_the_direction_does_not_need(run: Run) -> None:
    batch, codes = run([[*HEAD, "ISSN"], [*FIRST, "0317-8471"]], {"项目团队": TEAM[:2]})
    assert codes == ["row.unneeded"]
    assert "issn" not in only(batch).record


def test_lists_stand_on_sheets_of_their_own(run: Run) -> None:
    partners: Rows = [
        ["申报编号", "名称", "信用代码", "类型", "已签署协议"],
        ["A1", "丙大学", None, "高校", "是"],
        ["A1", "丁公司", "91110108maxxxx015b", "企业", "否"],
    ]
    former: Rows = [["申报编号", "曾用名"], ["a1", "旧名；带分号"]]
    shares: Rows = [["申报编号", "名称", "持股比例（%）"], ["A1", "戊", 12.5]]
    batch, codes = run(
        [HEAD, FIRST], {"项目团队": TEAM[:2], "合作单位": partners, "曾用名": former, "股东": shares}
    )
    assert codes == ["code.normalised"]
    record = only(batch).record
    assert record["partners"] == [
        {"name": "丙大学", "kind": "university", "agreement_signed": True},
        {
            "name": "丁公司",
            "credit_code": "91110108MAXXXX015B",
            "kind": "enterprise",
            "agreement_signed": False,
        },
    ]
    assert (record["former_names"], record["shareholders"]) == (
        ["旧名；带分号"],
        [{"name": "戊", "share_bp": 1250}],
    )


def test_nothing_is_known_to_be_nothing(run: Run) -> None:
    """Catalogue: an empty list is filled, it says that there is nothing; absent is 未提供."""
    partners: Rows = [["申报编号", "名称", "类型"], ["A1", "无", None]]
    batch, codes = run([HEAD, FIRST, SECOND], {"合作单位": partners})
    assert codes == []
    assert batch.applications[0].record["partners"] == []
    assert "partners" not in batch.applications[1].record


def test_plain_lists_in_one_cell_are_understood(run: Run) -> None:
    head = [*HEAD, "曾用名"]
    batch, codes = run([head, [*FIRST, "旧名一；旧名二"]], {"项目团队": TEAM[:2]})
    assert (codes, only(batch).record["former_names"]) == ([], ["旧名一", "旧名二"])


def test_the_secretarys_sheet_joins_the_row(run: Run) -> None:
    check: Rows = [["申报编号", "信用查询报告无不良记录", "审定支出（万元）"], ["A1", "是", 80.5]]
    batch, codes = run([HEAD, FIRST], {"项目团队": TEAM[:2], "核验": check})
    assert codes == []
    assert only(batch).record["credit_report_clean"] is True
    assert only(batch).record["audited_spending"] == 80_500_000


def test_two_sheets_that_differ(run: Run) -> None:
    check: Rows = [["申报编号", "信用查询报告无不良记录"], ["A1", "是"]]
    head = [*HEAD, "信用查询报告无不良记录"]
    batch, codes = run([head, [*FIRST, "否"]], {"项目团队": TEAM[:2], "核验": check})
    assert (codes, only(batch).blocked) == (["row.differs"], True)


def test_rows_of_a_list_that_belong_to_nobody(run: Run) -> None:
    batch, codes = run([HEAD, FIRST])
    assert codes == ["row.orphan"]
    assert not only(batch).blocked
    without: Rows = [["申报编号", "姓名"], [None, "张三"], ["A1", "李四"]]
    batch, codes = run([HEAD, FIRST], {"项目团队": without})
    assert (codes, only(batch).blocked) == (["row.key"], False)


def test_an_error_in_a_list_blocks_its_application(run: Run) -> None:
    team: Rows = [
        ["申报编号", "姓名", "核心成员"],
        ["A1", "张三", "大概"],
        ["A2", None, "是"],
        ["A2", "李四", "否"],
    ]
    batch, codes = run([HEAD, FIRST, SECOND], {"项目团队": team})
    assert sorted(codes) == ["choice.truth", "row.required"]
    assert [application.blocked for application in batch.applications] == [True, True]
    assert batch.applications[1].record["team"] == [{"member": {"name": "李四"}, "core": False}]


def test_a_list_that_cannot_be_read_blocks_its_file(run: Run) -> None:
    """Who stood on it is not known: a conflict might be missed."""
    batch, codes = run([HEAD, FIRST], {"项目团队": TEAM[:2], "股东": [["姓名"], ["甲"]]})
    assert (codes, only(batch).blocked) == (["header.none"], True)


def test_a_list_whose_key_is_doubled_blocks_its_file(run: Run) -> None:
    partners: Rows = [["申报编号", "申报编号", "名称"], ["A1", "A2", "丙大学"]]
    batch, codes = run([HEAD, FIRST], {"项目团队": TEAM[:2], "合作单位": partners})
    assert (codes, only(batch).blocked) == (["header.twice"], True)


def test_a_sheet_that_holds_too_much_blocks_its_file(run: Run) -> None:
    partners: Rows = [["申报编号", "名称"], *(["A1", f"P{number}"] for number in range(9))]
    batch, codes = run(
        [HEAD, FIRST], {"项目团队": TEAM[:2], "合作单位": partners}, limits=replace(LIMITS, rows=9)
    )
    assert (codes, only(batch).blocked) == (["sheet.rows"], True)


def test_hidden_sheets_count_by_their_title_only(
    book: Book, catalogue: Catalogue, tmp_path: Path, found: Found
) -> None:
    """A hidden list may name somebody; a hidden copy of the main sheet under another title does not count."""
    main: Rows = [[*HEAD, *REQUIRED_HEAD], [*FIRST, *REQUIRED]]
    sheets = {"汇总": main, "项目团队": TEAM[:2], "旧表": main, "选项": [["甲"]]}
    book("申报.xlsx", sheets, hidden=["项目团队", "旧表", "选项"])
    batch = read_applications(tmp_path, catalogue)
    codes = [code for code in found(batch.findings) if code not in QUIET | {"person.key"}]
    assert codes == ["sheet.hidden", "sheet.unknown"]
    assert only(batch).record["team"] == [{"member": {"name": "张三", "employer": "甲大学"}}]


def test_csv_files_make_one_workbook(tmp_path: Path, catalogue: Catalogue, found: Found) -> None:
    """One that cannot be read blocks the rows of the others: it may have named a partner."""
    files: dict[str, Rows] = {
        "申报": [[*HEAD, *REQUIRED_HEAD], [*FIRST, *REQUIRED]],
        "申报-项目团队": TEAM[:2],
    }
    for file, lines in files.items():
        with (tmp_path / f"{file}.csv").open("w", encoding="utf-8", newline="") as stream:
            csv.writer(stream).writerows(lines)
    assert not only(read_applications(tmp_path, catalogue)).blocked
    (tmp_path / "申报-合作单位.csv").write_bytes(b"\xff\xfe\xff")
    batch = read_applications(tmp_path, catalogue)
    assert "file.encoding" in found(batch.findings)
    assert only(batch).blocked


def test_another_workbook_that_cannot_be_read_blocks_nothing(run: Run, tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "申报-补充.xlsx").write_bytes(b"damaged")
    batch, codes = run([HEAD, FIRST], {"项目团队": TEAM[:2]})
    assert (codes, only(batch).blocked) == (["file.damaged"], False)


def test_a_required_sheet_is_missing(catalogue: Catalogue, book: Book, tmp_path: Path, found: Found) -> None:
    book("申报.xlsx", {"申报": [[*HEAD, *REQUIRED_HEAD], [*FIRST, *REQUIRED]]})
    batch = read_applications(tmp_path, catalogue)
    assert "sheet.required" in found(batch.findings)
    assert only(batch).blocked


def test_rules_5_a_name_alone_does_not_tell_namesakes_apart(
    run: Run, tmp_path: Path, catalogue: Catalogue
) -> None:
    team: Rows = [["申报编号", "姓名", "手机尾号"], ["A1", "张三", "0123"], ["A1", "李四", None]]
    batch, _ = run([[*HEAD, "项目负责人单位"], [*FIRST, "甲大学"]], {"项目团队": team})
    alone = [finding.value for finding in batch.findings if finding.code == "intake.person.key"]
    assert alone == ["李四", "甲", "丙"]


def test_person_without_a_name(run: Run) -> None:
    """联系人姓名 stands empty beside the header 联系人, which counts only where the first is missing."""
    head = [*HEAD, "联系人姓名", "联系人邮箱"]
    batch, codes = run([head, [*FIRST, None, "a@b.cn"]], {"项目团队": TEAM[:2]})
    assert codes == ["header.unknown", "person.name"]
    assert only(batch).record["contact"] == {"email": "a@b.cn"}
    assert only(batch).blocked


def test_excluded_experts(run: Run) -> None:
    excluded: Rows = [["申报编号", "姓名", "单位", "理由"]]
    excluded += [["A1", f"专家{number}", "某大学", "竞争" if number else None] for number in range(4)]
    _, codes = run([HEAD, FIRST], {"项目团队": TEAM[:2], "申请回避专家": excluded})
    assert codes == ["person.excluded", "person.grounds"]


def test_dates_in_order(run: Run) -> None:
    head = [*HEAD, "实施期起", "实施期止", "支出起始日期"]
    _, codes = run([head, [*FIRST, "2026-02-01", "2026-01-31", "2026-01-01"]], {"项目团队": TEAM[:2]})
    assert codes == ["row.order"]


@pytest.mark.parametrize("name", ["+1", "-2", "@x", "=1+1", '=HYPERLINK("a","b")'])
def test_u6_names_that_look_like_formulas(name: str, tmp_path: Path, catalogue: Catalogue) -> None:
    """Typed as text into a CSV they stay what they are."""
    row = [*FIRST[:3], name, FIRST[4]]
    files: dict[str, Rows] = {"申报": [[*HEAD, *REQUIRED_HEAD], [*row, *REQUIRED]], "申报-项目团队": TEAM[:2]}
    for file, lines in files.items():
        with (tmp_path / f"{file}.csv").open("w", encoding="utf-8", newline="") as stream:
            csv.writer(stream).writerows(lines)
    batch = read_applications(tmp_path, catalogue)
    assert only(batch).record["unit_name"] == name
    assert only(batch).record["team"] == [{"member": {"name": "张三", "employer": "甲大学"}}]
    assert not only(batch).blocked


def test_several_workbooks_make_one_batch(run: Run, book: Book, tmp_path: Path, catalogue: Catalogue) -> None:
    book("申报-补充.xlsx", {"申报": [[*HEAD, *REQUIRED_HEAD], [*SECOND, *REQUIRED]]}, folder="in")
    batch, codes = run([HEAD, FIRST])
    assert codes == []
    assert {application.number for application in batch.applications} == {"A1", "A2"}


def test_csv_in_gb18030(tmp_path: Path, catalogue: Catalogue, found: Found) -> None:
    lines = [[*HEAD, *REQUIRED_HEAD], [*FIRST, *map(str, REQUIRED)]]
    text = "\r\n".join("\t".join(line) for line in lines)
    (tmp_path / "申报汇总.csv").write_bytes(text.encode("gb18030"))
    batch = read_applications(tmp_path, catalogue)
    assert only(batch).record["unit_name"] == FIRST[3]
    assert "sheet.required" in found(batch.findings)


def test_documents_of_each_application(run: Run, tmp_path: Path) -> None:
    folder = tmp_path / "in" / "A1 智芯科技（北京）有限公司"
    (folder / "附件").mkdir(parents=True)
    (folder / "CA01 申报书.txt").write_text("申报书", "utf-8")
    (folder / "附件" / "营业执照.txt").write_text("执照", "utf-8")
    (folder / "材料.zip").write_bytes(b"PK\x03\x04")
    (tmp_path / "in" / "旧材料").mkdir()
    (tmp_path / "in" / "说明.txt").write_text("x", "utf-8")
    batch, codes = run([HEAD, FIRST], {"项目团队": TEAM[:2]})
    application = only(batch)
    assert [
        (document.label, document.name, document.attachment, document.extension, document.refused)
        for document in application.documents
    ] == [
        ("CA01 申报书.txt", "CA01 申报书.txt", "CA01", "txt", False),
        ("材料.zip", "材料.zip", None, "bin", True),
        ("附件/营业执照.txt", "营业执照.txt", "CA02", "txt", False),
    ]
    assert application.blocked
    assert application.record["missing_attachments"] == 9
    missing = [f.params["id"] for f in batch.findings if f.code == "intake.attachment.missing"]
    assert missing[:3] == ["CA03", "CA04", "CA05"]
    assert len(missing) == 9
    assert {"file.stray", "folder.unmatched", "document.archive"} <= set(codes)


def test_two_folders_or_an_empty_one(run: Run, tmp_path: Path) -> None:
    for name in ("A1", "A1 补正", "A2"):
        (tmp_path / "in" / name).mkdir(parents=True)
    batch, codes = run([HEAD, FIRST, SECOND])
    assert codes == ["folder.twice", "folder.empty"]
    assert [application.blocked for application in batch.applications] == [True, False]


def test_a_refused_document_counts_as_missing(run: Run, tmp_path: Path) -> None:
    folder = tmp_path / "in" / "A1"
    folder.mkdir(parents=True)
    (folder / "CA01 申报书.pdf").write_bytes(b"damaged")
    batch, _ = run([HEAD, FIRST], {"项目团队": TEAM[:2]})
    missing = [f.params["id"] for f in batch.findings if f.code == "intake.attachment.missing"]
    assert missing[0] == "CA01"


def test_unreadable_folder_of_documents(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "in" / "A1").mkdir(parents=True)
    real = Path.iterdir

    def refuse(self: Path) -> Iterator[Path]:
        if self.name == "A1":
            raise PermissionError
        return real(self)

    monkeypatch.setattr(Path, "iterdir", refuse)
    batch, codes = run([HEAD, FIRST], {"项目团队": TEAM[:2]})
    assert (codes, only(batch).blocked) == (["file.unreadable"], True)


def test_no_workbook(tmp_path: Path, catalogue: Catalogue, found: Found) -> None:
    batch = read_applications(tmp_path, catalogue)
    assert (batch.applications, found(batch.findings)) == ((), ["file.none"])


def test_only_a_workbook_that_cannot_be_read(tmp_path: Path, catalogue: Catalogue, found: Found) -> None:
    (tmp_path / "申报.xls").write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")
    batch = read_applications(tmp_path, catalogue)
    assert found(batch.findings) == ["file.xls"]


def test_workbook_without_a_main_sheet(
    book: Book, tmp_path: Path, catalogue: Catalogue, found: Found
) -> None:
    book("申报.xlsx", {"Sheet1": [["甲", "乙"]]})
    batch = read_applications(tmp_path, catalogue)
    assert found(batch.findings) == ["sheet.unknown", "sheet.missing", "sheet.required"]


def test_no_such_folder(tmp_path: Path, catalogue: Catalogue) -> None:
    with pytest.raises(IntakeError) as caught:
        read_applications(tmp_path / "absent", catalogue)
    assert (caught.value.code, caught.value.params) == ("intake.folder", {"name": "absent"})


def test_long_reports_are_cut_but_not_the_counts(book: Book, tmp_path: Path, catalogue: Catalogue) -> None:
    """1,500 rows without a title: 1,000 findings and one that says how many more; every row is blocked."""
    rows = [
        [f"N{number}", "M01-1", None, "甲公司", "91110108MAXXXX015B", *REQUIRED] for number in range(1500)
    ]
    book("申报.xlsx", {"申报": [[*HEAD, *REQUIRED_HEAD], *rows], "项目团队": TEAM[:1]})
    batch = read_applications(tmp_path, catalogue)
    assert len(batch.findings) == 1001
    assert batch.errors == 1500
    assert all(finding.level == "error" for finding in batch.findings[:1000])
    assert batch.findings[-1].code == "intake.more"
    assert batch.findings[-1].params == {"count": batch.warnings + 500}
    assert all(application.blocked for application in batch.applications)


def test_blank_headers_and_empty_sheets(
    catalogue: Catalogue, book: Book, tmp_path: Path, found: Found
) -> None:
    """A column without header is told where it holds something; an empty main sheet always."""
    main: Rows = [[*HEAD, None, *REQUIRED_HEAD], [*FIRST, None, *REQUIRED], [*SECOND, "注", *REQUIRED]]
    book("申报.xlsx", {"申报": main, "项目团队": [*TEAM, [None, None, None, "注"]]})
    batch = read_applications(tmp_path, catalogue)
    blank = [(f.sheet, f.row, f.params["number"]) for f in batch.findings if f.code == "intake.header.blank"]
    assert blank == [("申报", 3, 6), ("项目团队", 4, 4)]
    book(
        "申报.xlsx",
        {"申报": [[*HEAD, None, *REQUIRED_HEAD], [*FIRST, None, *REQUIRED]], "项目团队": TEAM[:2]},
    )
    assert "header.blank" not in found(read_applications(tmp_path, catalogue).findings)
    book("申报.xlsx", {"申报": [], "项目团队": []})
    assert found(read_applications(tmp_path, catalogue).findings) == ["sheet.empty", "sheet.empty"]


def test_a_catalogue_that_does_not_count_attachments(
    catalogue: Catalogue, book: Book, tmp_path: Path
) -> None:
    fields = tuple(field for field in catalogue.fields if field.id != "missing_attachments")
    book("申报.xlsx", {"申报": [[*HEAD, *REQUIRED_HEAD], [*FIRST, *REQUIRED]], "项目团队": TEAM[:2]})
    batch = read_applications(tmp_path, replace(catalogue, fields=fields))
    assert "missing_attachments" not in only(batch).record
