"""Workbooks and CSV files, honest and hostile."""

from __future__ import annotations

import io
import os
import zipfile
from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from zgc_review.intake.cells import Kind, Sheet
from zgc_review.intake.limits import LIMITS, Limits
from zgc_review.intake.report import Report
from zgc_review.intake.tables import read_tables

MORNING = datetime.fromisoformat("2026-11-22 08:30")
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
Read = Callable[..., tuple[tuple[Sheet, ...], list[str]]]


@pytest.fixture
def read(tmp_path: Path, found: Callable[..., list[str]]) -> Read:
    """Return a function that reads bytes as a file of the given name."""

    def run(
        data: bytes, name: str = "申报.xlsx", limits: Limits = LIMITS
    ) -> tuple[tuple[Sheet, ...], list[str]]:
        path = tmp_path / name
        path.write_bytes(data)
        report = Report()
        sheets = read_tables(path, name, report, limits)
        return sheets, found(report.findings())

    return run


def texts(sheet: Sheet) -> list[list[str]]:
    return [[cell.text for cell in row.cells] for row in sheet.rows]


def test_cells_keep_their_place(book: Callable[..., Path]) -> None:
    path = book("a.xlsx", {"申报": [["甲"], [], [], [None, None, "丙"]], "空": []})
    first, second = read_tables(path, "a.xlsx", Report())
    assert [(row.number, [cell.text for cell in row.cells]) for row in first.rows] == [
        (1, ["甲"]),
        (4, ["", "", "丙"]),
    ]
    assert (first.name, second.rows) == ("申报", ())
    assert first.rows[0].cell(9).kind is Kind.EMPTY


def test_kinds_of_cells(book: Callable[..., Path]) -> None:
    row = ["文", 12.3, 1.1, True, date(2026, 11, 22), MORNING, "=1+1", "#N/A", " ", "尾", " "]
    path = book("a.xlsx", {"申报": [row]})
    sheet = read_tables(path, "a.xlsx", Report())[0]
    cells = sheet.rows[0].cells
    assert [cell.kind for cell in cells] == [
        Kind.TEXT,
        Kind.NUMBER,
        Kind.NUMBER,
        Kind.TRUTH,
        Kind.DATE,
        Kind.DATE,
        Kind.FORMULA,
        Kind.FAILED,
        Kind.EMPTY,
        Kind.TEXT,
    ]
    assert [cells[1].number, cells[2].number] == [Decimal("12.3"), Decimal("1.1")]
    assert [cells[4].text, cells[5].text, cells[6].text] == ["2026-11-22", "2026-11-22 08:30:00", "=1+1"]


def test_numbers_by_their_shortest_form(raw: Callable[..., bytes], read: Read) -> None:
    """Excel writes 1.1 as 1.1000000000000001; the number meant is 1.1."""
    stored = {"A": "1.1000000000000001", "B": "100.0", "C": "1E999"}
    row = (
        '<row r="1">' + "".join(f'<c r="{at}1"><v>{value}</v></c>' for at, value in stored.items()) + "</row>"
    )
    sheets, _ = read(raw(row))
    cells = sheets[0].rows[0].cells
    assert [cell.text for cell in cells] == ["1.1", "100", "inf"]
    assert [cell.number for cell in cells[:2]] == [Decimal("1.1"), 100]
    assert cells[2].kind is Kind.FAILED


def test_styles_tell_dates_percentages_and_durations(raw: Callable[..., bytes], read: Read) -> None:
    row = (
        '<row r="1"><c r="A1" s="1"><v>46348</v></c><c r="B1" s="2"><v>0.125</v></c>'
        '<c r="C1" s="3"><v>1.5</v></c><c r="D1" s="1"><v>99999999</v></c>'
        '<c r="E1" t="d"><v>2026-11-22</v></c><c r="F1" t="str"><f>A1</f><v>x</v></c></row>'
    )
    sheets, _ = read(raw(row))
    cells = sheets[0].rows[0].cells
    assert [(cell.kind, cell.text) for cell in cells] == [
        (Kind.DATE, "2026-11-22"),
        (Kind.NUMBER, "12.5%"),
        (Kind.FAILED, str(timedelta(days=1.5))),
        (Kind.FAILED, "#VALUE!"),
        (Kind.DATE, "2026-11-22"),
        (Kind.FORMULA, "=A1"),
    ]
    assert cells[1].percent


def test_a_time_of_day_is_no_value(raw: Callable[..., bytes], read: Read) -> None:
    sheets, _ = read(raw('<row r="1"><c r="A1" t="d"><v>08:30:00</v></c></row>'))
    assert (sheets[0].rows[0].cells[0].kind, sheets[0].rows[0].cells[0].text) == (
        Kind.FAILED,
        str(time(8, 30)),
    )


def test_array_formulas_are_formulas(raw: Callable[..., bytes], read: Read) -> None:
    sheets, _ = read(raw('<row r="1"><c r="A1"><f t="array" ref="A1">SUM(B1)</f><v>1</v></c></row>'))
    assert (sheets[0].rows[0].cells[0].kind, sheets[0].rows[0].cells[0].text) == (Kind.FORMULA, "=SUM(B1)")


def test_u6_text_that_looks_like_a_formula_stays_text(raw: Callable[..., bytes], read: Read) -> None:
    texts_in = ["=HYPERLINK(1)", "+1", "-2", "@x"]
    cells = "".join(
        f'<c r="{letter}1" t="inlineStr"><is><t>{text}</t></is></c>'
        for letter, text in zip("ABCD", texts_in, strict=True)
    )
    sheets, _ = read(raw(f'<row r="1">{cells}</row>'))
    assert [(cell.kind, cell.text) for cell in sheets[0].rows[0].cells] == [(Kind.TEXT, t) for t in texts_in]


def test_escapes_of_control_characters(raw: Callable[..., bytes], read: Read) -> None:
    row = (
        '<row r="1"><c r="A1" t="inlineStr"><is><t>一_x000D_\n二</t></is></c>'
        '<c r="B1" t="inlineStr"><is><t>_x005F_x000D_</t></is></c>'
        '<c r="C1" t="inlineStr"><is><t>_xD800_</t></is></c></row>'
    )
    sheets, _ = read(raw(row))
    assert texts(sheets[0]) == [["一\n二", "_x000D_", "_xD800_"]]


def test_hidden_sheets_are_marked(book: Callable[..., Path]) -> None:
    path = book("a.xlsx", {"申报": [["甲"]], "旧": [["乙"]]}, hidden=["旧"])
    sheets = read_tables(path, "a.xlsx", Report())
    assert [(sheet.name, sheet.hidden) for sheet in sheets] == [("申报", False), ("旧", True)]


def test_rows_beyond_the_limit(raw: Callable[..., bytes], read: Read) -> None:
    limits = replace(LIMITS, rows=5)
    row = '<row r="{0}"><c r="A{0}"><v>1</v></c></row>'
    assert read(raw(row.format(5)), limits=limits)[1] == []
    sheets, found = read(raw(row.format(6)), limits=limits)
    assert (sheets[0].unread, sheets[0].rows, found) == (True, (), ["sheet.rows"])
    empty = '<row r="9"><c r="A9"/></row>'
    assert len(read(raw(row.format(1) + empty), limits=limits)[0][0].rows) == 1


def test_row_numbers_no_spreadsheet_has_do_not_hang(raw: Callable[..., bytes], read: Read) -> None:
    row = '<row r="1"><c r="A1"><v>1</v></c></row><row r="999999999999"><c r="A2"/></row>'
    assert texts(read(raw(row))[0][0]) == [["1"]]


def test_columns_beyond_the_limit(raw: Callable[..., bytes], read: Read) -> None:
    sheets, found = read(raw('<row r="1"><c r="SG1"><v>1</v></c></row>'))
    assert (sheets[0].unread, found) == (True, ["sheet.columns"])
    wide = read(raw('<row r="1"><c r="A1"><v>1</v></c><c r="XFD1"/></row>'))[0][0]
    assert len(wide.rows[0].cells) == 1


def test_cells_of_the_whole_workbook_beyond_the_limit(
    book: Callable[..., Path], found: Callable[..., list[str]]
) -> None:
    path = book("a.xlsx", {"一": [["a", "b"]], "二": [["c"], ["d"]]})
    report = Report()
    sheets = read_tables(path, "a.xlsx", report, replace(LIMITS, cells=3))
    assert ([sheet.unread for sheet in sheets], found(report.findings())) == ([False, True], ["sheet.cells"])


def test_million_character_cell_is_read_and_judged_later(raw: Callable[..., bytes], read: Read) -> None:
    text = os.urandom(1_000_000).hex()
    sheets, found = read(raw(f'<row r="1"><c r="A1" t="inlineStr"><is><t>{text}</t></is></c></row>'))
    assert (len(sheets[0].rows[0].cells[0].text), found) == (2_000_000, [])


def test_zip_bomb_by_size(raw: Callable[..., bytes], read: Read) -> None:
    bomb = raw("", **{"xl/media/a.bin": b"\0" * (300 * 1024 * 1024)})
    assert len(bomb) < 1024 * 1024
    assert read(bomb) == ((), ["file.bomb"])


def test_zip_bomb_by_ratio(raw: Callable[..., bytes], read: Read) -> None:
    assert read(raw("", **{"xl/sharedStrings.xml": b"<" * (2 * 1024 * 1024)}))[1] == ["file.bomb"]


def test_zip_bomb_by_number_of_parts(raw: Callable[..., bytes], read: Read) -> None:
    assert read(raw(""), limits=replace(LIMITS, parts=5))[1] == ["file.bomb"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16-le", "utf-16-be"])
def test_entity_bomb_never_reaches_a_parser(raw: Callable[..., bytes], read: Read, encoding: str) -> None:
    bomb = '<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "bbbbbbbb"><!ENTITY c "&b;&b;&b;">]><a>&c;</a>'
    assert read(raw("", **{"xl/sharedStrings.xml": bomb.encode(encoding)})) == ((), ["file.entities"])


def test_declaration_across_a_chunk_is_seen(raw: Callable[..., bytes], read: Read) -> None:
    filler = os.urandom(1024 * 1024 - 4).hex().encode()[: 1024 * 1024 - 4]
    assert read(raw("", **{"xl/a.xml": filler + b"<!DOCTYPE a>"}))[1] == ["file.entities"]


@pytest.mark.parametrize("part", [0.1, 0.5, 0.9, 0.99])
def test_truncated_workbook(raw: Callable[..., bytes], read: Read, part: float) -> None:
    data = raw('<row r="1"><c r="A1"><v>1</v></c></row>')
    assert read(data[: int(len(data) * part)]) == ((), ["file.damaged"])


def test_part_with_a_wrong_checksum(raw: Callable[..., bytes], read: Read) -> None:
    data = bytearray(raw("", **{"xl/a.xml": os.urandom(64)}))
    with zipfile.ZipFile(io.BytesIO(bytes(data))) as archive:
        offset = archive.getinfo("xl/a.xml").header_offset
    data[offset + 45] ^= 0xFF
    assert read(bytes(data))[1] == ["file.damaged"]


@pytest.mark.parametrize(
    "rows",
    [
        "<row r='x'/>",
        '<row r="1"><c r="A1" t="s"><v>7</v></c></row>',
        '<row r="1"><c r="A1"><v>abc</v></c></row>',
        '<row r="1"><c r="A1" s="99"><v>1</v></c></row>',
        '<row r="1"><c r="ZZZZ1"><v>1</v></c></row>',
        "</sheetData><sheetData>",
        "<row>",
    ],
)
def test_broken_xml_is_damage(raw: Callable[..., bytes], read: Read, rows: str) -> None:
    sheets, found = read(raw(rows))
    assert found in (["file.damaged"], [])
    assert all(not sheet.rows for sheet in sheets)


def test_workbook_without_its_main_part(read: Read) -> None:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("word/document.xml", "<a/>")
    assert read(stream.getvalue()) == ((), ["file.kind"])


def test_macros_and_links(raw: Callable[..., bytes], read: Read) -> None:
    row = '<row r="1"><c r="A1"><v>1</v></c></row>'
    assert read(raw(row, **{"xl/vbaProject.bin": b"x"}))[1] == ["file.macros"]
    assert read(raw(row), "申报.xlsm")[1] == ["file.macros"]
    sheets, found = read(raw(row, **{"xl/externalLinks/externalLink1.xml": "<a/>"}))
    assert (len(sheets), found) == (1, ["file.external"])


def test_zip_with_a_password(raw: Callable[..., bytes], read: Read) -> None:
    data = bytearray(raw(""))
    with zipfile.ZipFile(io.BytesIO(bytes(data))) as archive:
        start = archive.start_dir
    data[start + 8] |= 1
    assert read(bytes(data))[1] == ["file.password"]


def test_old_and_locked_workbooks_have_codes_of_their_own(read: Read) -> None:
    locked = OLE + b"\0" * 600 + "EncryptedPackage".encode("utf-16-le")
    assert read(locked)[1] == ["file.password"]
    assert read(OLE + b"\0" * 600, "申报.xls")[1] == ["file.xls"]
    assert read(OLE + b"\0" * 600)[1] == ["file.xls"]
    assert read(b"<html>", "申报.xls")[1] == ["file.xls"]


def test_other_files(read: Read, tmp_path: Path, found: Callable[..., list[str]]) -> None:
    assert read(b"")[1] == ["file.empty"]
    assert read(b"%PDF-1.7")[1] == ["file.damaged"]
    assert read(b"x", "申报.et")[1] == ["file.kind"]
    assert read(b"x" * 2048, "申报.csv", replace(LIMITS, workbook_bytes=1024))[1] == ["file.large"]
    report = Report()
    read_tables(tmp_path, "x", report)
    read_tables(tmp_path / "absent.csv", "x", report)
    assert found(report.findings()) == ["file.unreadable", "file.unreadable"]


def test_file_that_may_not_be_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, found: Callable[..., list[str]]
) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(b"x")

    def refuse(_self: Path) -> bytes:
        raise PermissionError

    monkeypatch.setattr(Path, "read_bytes", refuse)
    report = Report()
    assert read_tables(path, "a.csv", report) == ()
    assert found(report.findings()) == ["file.unreadable"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_csv_encodings_and_delimiters(read: Read, encoding: str, delimiter: str) -> None:
    """Rare characters beyond the basic plane survive both encodings (U5)."""
    text = f"申报编号{delimiter}名称\r\nA1{delimiter}𬭚𠅤（北京）\r\n"
    sheets, found = read(text.encode(encoding), "申报.csv")
    assert (texts(sheets[0]), found) == ([["申报编号", "名称"], ["A1", "𬭚𠅤（北京）"]], [])
    assert sheets[0].name == "申报"


def test_csv_rows_are_counted_as_a_spreadsheet_does(read: Read) -> None:
    sheets, _ = read('"甲\r\n乙",1\r\n,\r\n\r\n丙,"a""b"\r\n'.encode(), "申报.csv")
    assert [(row.number, [cell.text for cell in row.cells]) for row in sheets[0].rows] == [
        (1, ["甲\n乙", "1"]),
        (4, ["丙", 'a"b']),
    ]


def test_csv_delimiters_inside_quotes_do_not_count(read: Read) -> None:
    sheets, _ = read('标题\r\n"a,b,c,d";e\r\n'.encode(), "申报.csv")
    assert texts(sheets[0]) == [["标题"], ["a,b,c,d", "e"]]
    assert texts(read("甲\n乙".encode(), "申报.csv")[0][0]) == [["甲"], ["乙"]]


@pytest.mark.parametrize(
    ("data", "code"),
    [
        ("申报编号".encode("utf-16"), "file.encoding"),
        (b"\xff\xfe\xff", "file.encoding"),
        (b"a,\x80\xff\n", "file.encoding"),
        (b"a,b\0c\n", "file.nul"),
        (b'a,"b\n', "file.quotes"),
        (b'a,"b"c\n', "file.quotes"),
    ],
)
def test_csv_refused(read: Read, data: bytes, code: str) -> None:
    assert read(data, "申报.csv") == ((), [code])


def test_csv_limits(read: Read) -> None:
    limits = replace(LIMITS, rows=3, columns=4)
    assert read(b"1\n2\n3\n", "申报.csv", limits)[1] == []
    for data, code in ((b"1\n2\n3\n4\n", "sheet.rows"), (b"1,2,3,4,5\n", "sheet.columns")):
        sheets, found = read(data, "申报.csv", limits)
        assert (sheets[0].unread, sheets[0].rows, found) == (True, (), [code])


def test_csv_cell_of_two_million_characters(read: Read) -> None:
    sheets, found = read(b'a,"' + b"x" * 2_000_000 + b'"\n', "申报.csv")
    assert (len(sheets[0].rows[0].cells[1].text), found) == (2_000_000, [])
