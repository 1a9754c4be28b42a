"""The roster of experts."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from zgc_review.catalogue import Catalogue
from zgc_review.intake.roster import RosterBatch, read_roster

Book = Callable[..., Path]
Found = Callable[..., list[str]]
Rows = list[list[Any]]

HEAD = ["名册编号", "姓名", "人员类别", "专家角色", "现单位", "手机尾号", "同意参加评审"]
FIRST = ["E1", "张三", "高校", "技术专家；财务专家", "甲大学（北京）", "0123", "是"]
SECOND = ["E2", "李四", "企业", "投资专家", "乙公司", "4567", "是"]


def read(
    book: Book, catalogue: Catalogue, found: Found, main: Rows, extra: dict[str, Rows] | None = None
) -> tuple[RosterBatch, list[str]]:
    batch = read_roster(book("名册.xlsx", {"名册": main, **(extra or {})}), catalogue)
    return batch, found(batch.findings)


def test_a_plain_entry(book: Book, catalogue: Catalogue, found: Found) -> None:
    batch, codes = read(book, catalogue, found, [HEAD, FIRST, SECOND])
    assert codes == []
    expert = batch.experts[0]
    assert (expert.number, expert.place.row, expert.blocked) == ("E1", 2, False)
    assert expert.record == {
        "name": "张三",
        "type": "university",
        "roles": ["tech", "finance"],
        "employer": "甲大学（北京）",
        "mobile_tail": "0123",
        "consent": True,
    }
    assert batch.ready == batch.experts


def test_rules_4_lists_of_an_expert(book: Book, catalogue: Catalogue, found: Found) -> None:
    lists: dict[str, Rows] = {
        "任职经历": [
            ["名册编号", "单位", "起始日期", "截止日期"],
            ["E1", "丙所", "2019-01-01", "2023年12月1日"],
        ],
        "兼职": [["名册编号", "单位", "职务", "止"], ["E1", "丁公司", "独立董事", "至今"]],
        "师生关系": [["名册编号", "姓名", "关系", "年份"], ["E1", "钱五", "导师", 1995]],
        "合作": [["名册编号", "姓名", "类型", "日期"], ["E1", "孙六", "论文", "2025-05-05"]],
        "有偿服务": [["名册编号", "单位", "类型"], ["E1", "无", None]],
        "参与编制推荐": [["名册编号", "举措或申报编号", "类型"], ["E1", "M01", "指南编制"]],
    }
    batch, codes = read(book, catalogue, found, [HEAD, FIRST], lists)
    assert codes == ["cell.placeholder"]
    record = batch.experts[0].record
    assert record["employment"] == [{"name": "丙所", "from": "2019-01-01", "to": "2023-12-01"}]
    assert record["positions"] == [{"name": "丁公司", "post": "独立董事"}]
    assert record["academic_links"] == [{"name": "钱五", "kind": "supervisor", "year": 1995}]
    assert record["coworks"] == [{"name": "孙六", "kind": "paper", "date": "2025-05-05"}]
    assert record["services"] == []
    assert record["prior_roles"] == [{"measure": "M01", "kind": "guide"}]


def test_rules_4_1_private_lists_are_not_read(book: Book, catalogue: Catalogue, found: Found) -> None:
    extra: dict[str, Rows] = {"近亲属": [["名册编号", "姓名"], ["E1", "某某"]], "别的": [["x"]]}
    batch, codes = read(book, catalogue, found, [HEAD, FIRST], extra)
    assert codes == ["roster.private", "sheet.unknown"]
    assert "某某" not in str(batch)


def test_p06_people_of_the_authority_are_known_as_such(
    book: Book, catalogue: Catalogue, found: Found
) -> None:
    row = [*FIRST[:2], "主管部门在职人员", *FIRST[3:]]
    batch, _ = read(book, catalogue, found, [HEAD, row])
    assert batch.experts[0].record["type"] == "competent_authority"


def test_consent_missing_or_refused(book: Book, catalogue: Catalogue, found: Found) -> None:
    batch, codes = read(book, catalogue, found, [HEAD, [*FIRST[:6], None], [*SECOND[:6], "否"]])
    assert codes == ["row.missing", "roster.consent"]
    assert "consent" not in batch.experts[0].record
    assert batch.experts[1].record["consent"] is False


def test_the_same_number_and_the_same_person(book: Book, catalogue: Catalogue, found: Found) -> None:
    again = ["E3", "张 三", *FIRST[2:]]
    batch, codes = read(book, catalogue, found, [HEAD, FIRST, again, SECOND, SECOND])
    assert codes == ["row.twice", "roster.same", "roster.same"]
    assert [expert.blocked for expert in batch.experts] == [False, False, True, True]
    other = ["E4", "张三", *FIRST[2:5], "9999", "是"]
    assert read(book, catalogue, found, [HEAD, FIRST, other])[1] == []


def test_entries_refused(book: Book, catalogue: Catalogue, found: Found) -> None:
    batch, codes = read(book, catalogue, found, [HEAD, [None, *FIRST[1:]], ["E2", None, *SECOND[2:]]])
    assert codes == ["row.key", "row.required"]
    assert batch.ready == ()
    batch, codes = read(book, catalogue, found, [HEAD, [*FIRST[:2], "专家", *FIRST[3:]]])
    assert (codes, batch.experts[0].blocked) == (["choice.value"], True)


def test_a_name_alone(book: Book, catalogue: Catalogue, found: Found) -> None:
    _, codes = read(book, catalogue, found, [HEAD, [*FIRST[:4], None, None, "是"]])
    assert codes == ["person.key", "row.missing"]


def test_roster_as_several_csv_files(tmp_path: Path, catalogue: Catalogue) -> None:
    (tmp_path / "名册.csv").write_text(
        "\n".join(";".join(row) for row in (HEAD, [*FIRST[:3], "技术专家", *FIRST[4:]]))
    )
    (tmp_path / "名册-兼职.csv").write_text("名册编号,单位\nE1,丁公司\n")
    batch = read_roster([tmp_path / "名册.csv", tmp_path / "名册-兼职.csv"], catalogue)
    assert batch.errors == 0
    assert batch.experts[0].record["positions"] == [{"name": "丁公司"}]
