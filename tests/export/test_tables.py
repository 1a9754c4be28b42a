"""Tables: same bytes, numbers as stored, texts that stay texts (U6)."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from decimal import Decimal
from types import SimpleNamespace

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from resources import reader
from zgc_review.errors import ProgramFault
from zgc_review.export.table_cells import is_formula_like
from zgc_review.export.tables import (
    Amount,
    Column,
    Score,
    Sheet,
    result_tables,
    sheet_tables,
    summary_tables,
    unguarded,
    write_csv,
    write_xlsx,
)

HARD = [
    '=HYPERLINK("http://x","y")',
    "+1",
    "@x",
    "-2",
    "\tx",
    "\rx",
    "\nx",
    " =1",
    "\u200b=1",
    "＝1",
    "－1",
    "'x",
    "''=x",
    "a\x07b",
    "\x00",
    "_x0041_",
    "_x005F_x0041_",
    "x\r\ny",
    "<b>&\"'</b>]]>",
    "北京䶮𠮷𬭚科技",
    "a;=1,2",
    " lead and trail ",
    "\ufffe",
    "\u2028",
    "-",
]
ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
texts = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=20)


def _decoded(text: str) -> str:
    """Read ST_Xstring as office programs do; the library used here leaves it as written."""
    return ESCAPED.sub(lambda found: chr(int(found[1], 16)), text)


def _sheet(values: list[str]) -> Sheet:
    return Sheet("文", [Column("名称", 30)], [(value,) for value in values])


def _read_back(sheet: Sheet) -> list[str]:
    book = openpyxl.load_workbook(io.BytesIO(write_xlsx([sheet])))
    column = [row[0] for row in book.worksheets[0].iter_rows(min_row=2)]
    assert all(cell.data_type == "s" for cell in column)
    return [_decoded(str(cell.value)) for cell in column]


def _read_csv(data: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline=""), strict=True))


def test_u6_hard_texts_come_back_from_a_workbook() -> None:
    assert _read_back(_sheet(HARD)) == HARD


def test_u6_hard_texts_come_back_from_csv() -> None:
    rows = _read_csv(write_csv([(text, 1) for text in HARD]))
    assert [unguarded(row[0]) for row in rows] == HARD
    assert not any(is_formula_like(row[0]) for row in rows)


@settings(max_examples=60, deadline=None)
@given(st.lists(texts, min_size=1, max_size=5))
def test_any_text_comes_back_from_a_workbook(values: list[str]) -> None:
    assert _read_back(_sheet(values)) == values


@settings(max_examples=100, deadline=None)
@given(st.lists(st.lists(texts | st.integers(), min_size=1, max_size=4), min_size=1, max_size=4))
def test_any_row_comes_back_from_csv(rows: list[list[str | int]]) -> None:
    read = _read_csv(write_csv(rows))
    for row, cells in zip(rows, read, strict=True):
        for value, cell in zip(row, cells, strict=True):
            assert (unguarded(cell) if isinstance(value, str) else int(cell)) == value


def test_csv_is_rfc_4180_with_a_mark() -> None:
    data = write_csv([("名", 'a"b'), (Score(8240), Amount(222_000_000)), (None, -3)])
    assert data == '\ufeff"名","a""b"\r\n82.40,222.00\r\n,-3\r\n'.encode()


def test_formula_like_cells_are_marked_as_text() -> None:
    book = openpyxl.load_workbook(io.BytesIO(write_xlsx([_sheet(["=1+1", "plain"])])))
    sheet = book.worksheets[0]
    assert sheet["A2"].quotePrefix
    assert not sheet["A3"].quotePrefix


@pytest.mark.parametrize("points", [0, 1, 10, 99, 100, 6633, 8240, 10_000])
def test_scores_show_and_read_as_stored(points: int) -> None:
    book = openpyxl.load_workbook(io.BytesIO(write_xlsx([Sheet("s", [Column("x")], [(Score(points),)])])))
    cell = book.worksheets[0]["A2"]
    assert Decimal(str(cell.value)) * 100 == points
    assert cell.number_format == "0.00"
    assert Score(points).text() == f"{points // 100}.{points % 100:02d}"


@pytest.mark.parametrize(
    ("fen", "text", "shown"),
    [
        (0, "0.00", "#,##0.00"),
        (220_000_000, "220.00", "#,##0.00"),
        (1_234_567_890_000, "1234567.89", "#,##0.00"),
        (123_456_789, "123.456789", "#,##0.00####"),
        (-50_000, "-0.05", "#,##0.00"),
    ],
)
def test_amounts_show_in_wan_yuan_and_lose_no_fen(fen: int, text: str, shown: str) -> None:
    book = openpyxl.load_workbook(io.BytesIO(write_xlsx([Sheet("s", [Column("x")], [(Amount(fen),)])])))
    cell = book.worksheets[0]["A2"]
    assert Amount(fen).text() == text
    assert Decimal(str(cell.value)) * 1_000_000 == fen
    assert cell.number_format == shown


def test_workbook_bytes_hold_no_time_and_no_user(samples: SimpleNamespace) -> None:
    first = write_xlsx(summary_tables(samples.score_summary(5, 7), "zh_CN"))
    assert first == write_xlsx(summary_tables(samples.score_summary(5, 7), "zh_CN"))
    with zipfile.ZipFile(io.BytesIO(first)) as archive:
        assert archive.testzip() is None
        assert {info.date_time for info in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert not any("docProps" in name for name in archive.namelist())


def test_sheet_titles_are_made_fit() -> None:
    titles = ["a/b:c*[d]", "A/B:C*[D]", "", "名" * 40, "名" * 40, "'q'"]
    book = openpyxl.load_workbook(io.BytesIO(write_xlsx([Sheet(t, [Column("x")], []) for t in titles])))
    assert book.sheetnames == ["a b c  d", "A B C  D (2)", "Sheet3", "名" * 31, "名" * 27 + " (5)", "q"]


def test_a_workbook_needs_a_sheet() -> None:
    with pytest.raises(ProgramFault):
        write_xlsx([])


def test_a_text_beyond_the_format_is_a_fault() -> None:
    assert len(_read_back(_sheet(["名" * 32_767]))[0]) == 32_767
    with pytest.raises(ProgramFault):
        write_xlsx([_sheet(["𠮷" * 16_384])])


def test_halves_of_pairs_are_shown_by_code() -> None:
    assert _read_back(_sheet(["a\ud842b"])) == ["a〔U+D842〕b"]
    assert _read_csv(write_csv([("a\ud842b",)])) == [["a〔U+D842〕b"]]


def test_ten_thousand_rows_from_a_generator() -> None:
    rows = (
        (f"北京示例{number}有限公司", Score(number), Amount(number), None, number) for number in range(10_000)
    )
    book = openpyxl.load_workbook(
        io.BytesIO(write_xlsx([Sheet("长表", [Column(c) for c in "abcde"], rows)])), read_only=True
    )
    read = list(book.worksheets[0].iter_rows(min_row=2, values_only=True))
    book.close()
    assert len(read) == 10_000
    assert read[8240] == ("北京示例8240有限公司", 82.4, 0.00824, None, 8240)


def _grid(sheet: Sheet) -> tuple[list[str], list[dict[str, object]]]:
    heads = [column.title for column in sheet.columns]
    rows = [dict(zip(heads, row, strict=True)) for row in sheet.rows]
    return heads, rows


def test_f08_tables_hold_every_final_and_every_total(samples: SimpleNamespace) -> None:
    value = samples.score_summary(6, 7)
    finals, matrix, marks = summary_tables(value, "zh_CN")
    _, rows = _grid(finals)
    assert len(rows) == 12
    assert rows[0]["最终分"] == Score(8240)
    assert rows[0]["去除"] == 2
    assert rows[0]["规则"] == "S01"
    assert rows[1]["阶段"] == "合议后"
    heads, grid = _grid(matrix)
    assert heads[5:-1] == [f"专家{number:02d}" for number in range(1, 8)]
    assert grid[0]["专家05"] == Score(6000)
    assert grid[4]["专家04"] is None  # recused
    _, every = _grid(marks)
    assert len(every) == 6 * 2 * 7
    assert [row["去除标记"] for row in every[:7]] == [None, None, None, "最高", "最低", None, None]
    assert every[4]["偏差提示"] == "是"


def test_f14_tables_hold_the_same_as_the_form(samples: SimpleNamespace) -> None:
    value = samples.result_list(10)
    scored, checked, ended, funds = (_grid(sheet)[1] for sheet in result_tables(value, "zh_CN"))
    assert [row["名次"] for row in scored] == [*range(1, 11), None]
    assert scored[0]["最终分"] == Score(8240)
    assert scored[0]["建议金额（万元）"] == Amount(150_000_000)
    assert scored[-1]["最终分"] is None
    assert scored[-1]["结论"] == "评审无效"
    assert [row["核验结果"] for row in checked] == ["达标", "信息待补"]
    assert ended[0]["状态"] == "资格核验不通过"
    assert funds[0]["合计（万元）"] == Amount(value.funds[0].total)


def test_f07_tables_hold_every_criterion(samples: SimpleNamespace) -> None:
    """A criterion missing from the export is what users of such systems report (eSeaGrant #531)."""
    value = samples.expert_sheets(4)
    sheets, criteria = (_grid(sheet)[1] for sheet in sheet_tables(value, "zh_CN"))
    assert len(sheets) == 4
    assert sheets[2]["总分"] is None
    assert [row["指标"] for row in criteria] == [c.name for sheet in value.sheets for c in sheet.criteria]
    assert criteria[1]["引用"] == "申报书 第12页\n使用报告 第4页"


@pytest.mark.parametrize("language", reader.LANGUAGES)
def test_u6_a_company_named_like_a_formula(language: str, samples: SimpleNamespace) -> None:
    value = samples.result_list(1)
    pool = value.pools[0]
    row = pool.rows[0]
    name = '=HYPERLINK("http://x","点")'
    row = replace(row, application=replace(row.application, unit=name))
    tables = result_tables(replace(value, pools=(replace(pool, rows=(row,)),)), language)
    book = openpyxl.load_workbook(io.BytesIO(write_xlsx(tables)))
    assert [cell.value for cell in book.worksheets[0][2]].count(name) == 1
    tables = result_tables(replace(value, pools=(replace(pool, rows=(row,)),)), language)
    assert name in [unguarded(cell) for cell in _read_csv(write_csv(tables[0].with_heading()))[1]]
