"""Workbooks as tables of text: values as they are shown, formulas as text, nothing calculated."""

from __future__ import annotations

import io
import zipfile
from datetime import date, datetime, time

import pytest
from document_samples import archive, relations, word, workbook

from ui.documents.blocks import BlockContent
from ui.documents.protocol import Block, BlockList, Blocks, Found, Part, Row, Search
from ui.documents.workbook import open_workbook
from zgc_review.errors import DocumentError


def rows(content: BlockContent, part: int = 0) -> list[Block]:
    reply, _ = content.answer(Blocks(part, 0, 500))
    assert isinstance(reply, BlockList)
    return reply.blocks


def opened(data: bytes) -> BlockContent:
    return open_workbook(bytearray(data))


def code_of(data: bytes) -> str:
    with pytest.raises(DocumentError) as caught:
        opened(data)
    return caught.value.code


def test_values_formulas_and_gaps() -> None:
    sheet = (
        '<row r="2"><c r="A2" t="s"><v>1</v></c>'
        '<c r="C2"><f>SUM(A1:B1)</f><v>1.1000000000000001</v></c></row>'
        '<row r="5"><c r="B5" t="inlineStr"><is><r><t>甲</t></r><rPh><t>x</t></rPh><r><t>乙</t></r></is></c>'
        '<c r="D5"><f>1/0</f></c><c r="E5" t="e"><v>#DIV/0!</v></c><c r="F5" t="b"><v>1</v></c></row>'
    )
    content = opened(
        workbook(sheet, '<row><c t="str"><v>a_x000D_b</v></c><c><v>2</v></c></row>', strings=["零", "一"])
    )
    assert content.opened.parts == [Part("表1", 2, 6, formulas=2), Part("表2", 1, 2)]
    assert rows(content) == [
        Row(2, ["一", "", "1.1"], {2: "=SUM(A1:B1)"}),
        Row(5, ["", "甲乙", "", "=1/0", "#DIV/0!", "TRUE"], {3: "=1/0"}),
    ]
    assert rows(content, 1) == [Row(1, ["a\nb", "2"])]


def test_what_openpyxl_writes_is_read() -> None:
    from openpyxl import Workbook  # noqa: PLC0415 - slow import

    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = "预算"
    sheet.append(["名称", 220.5, 3, True, None, "=B1*2"])
    sheet.append([date(2026, 11, 22), datetime.fromisoformat("2026-11-22 08:30"), time(8, 30), 0.125])
    sheet["D2"].number_format = "0.00%"
    book.create_sheet("附").sheet_state = "hidden"
    made = io.BytesIO()
    book.save(made)
    content = opened(made.getvalue())
    assert content.opened.parts == [Part("预算", 2, 6, formulas=1), Part("附", 0, 0, hidden=True)]
    assert rows(content) == [
        Row(1, ["名称", "220.5", "3", "TRUE", "", "=B1*2"], {5: "=B1*2"}),
        Row(2, ["2026-11-22", "2026-11-22 8:30:00", "8:30:00", "12.50%"]),
    ]


@pytest.mark.parametrize(
    ("code", "shown"),
    [
        ("yyyy年m月d日", "2026年11月22日"),
        ("[$-804]h:mm", "0:00"),
        ("0.0%", "4634800.0%"),
        ('0"d"', "46348d"),
        ("[h]:mm", "1112352:00"),
        ("General", "46348"),
        ("#,##0.00;[Red]-#,##0.00", "46,348.00"),
        ("mmm", "Nov"),
    ],
)
def test_format_codes(code: str, shown: str) -> None:
    styles = f'<numFmts><numFmt numFmtId="170" formatCode="{code.replace(chr(34), "&quot;")}"/></numFmts>'
    styles += '<cellXfs><xf numFmtId="0"/><xf numFmtId="170"/></cellXfs>'
    content = opened(workbook('<row r="1"><c r="A1" s="1"><v>46348</v></c></row>', styles=styles))
    assert rows(content) == [Row(1, [shown])]


def test_formulas_shared_by_cells_and_results_that_are_errors() -> None:
    sheet = (
        '<row r="1"><c r="A1"><f t="shared" ref="A1:A3" si="0">B1*2</f><v>4</v></c>'
        '<c r="B1" t="e"><f>1/0</f><v>#DIV/0!</v></c></row>'
        '<row r="2"><c r="A2"><f t="shared" si="0"/><v>6</v></c></row>'
        '<row r="3"><c r="A3"><f t="shared" si="0"/></c></row>'
    )
    content = opened(workbook(sheet))
    assert content.opened.parts == [Part("表1", 3, 2, formulas=4)]
    assert rows(content) == [
        Row(1, ["4", "#DIV/0!"], {0: "=B1*2", 1: "=1/0"}),
        Row(2, ["6"], {0: ""}),
        Row(3, ["="], {0: ""}),
    ]


def test_cells_in_odd_places_do_no_harm() -> None:
    sheet = (
        '<row r="x"><c r="ZZZZ9" s="99999999999"><v>1</v></c><c r="A1" t="s"><v>77</v></c></row>'
        '<row r="99999999999"><c r="XFD1"><v>1</v></c>'
        '<c r="B3" t="s"><v>-1</v></c><c s="-1"><v>2</v></c></row>'
    )
    content = opened(workbook(sheet))
    assert rows(content) == [Row(1, [""]), Row(2, ["", "", "2"])]
    assert content.opened.parts[0].cut


@pytest.mark.parametrize(("name", "value"), [("CELLS", 10), ("ROWS", 10), ("TEXT", 30)])
def test_a_large_workbook_is_cut(name: str, value: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(f"ui.documents.limits.{name}", value)
    sheet = "".join(f'<row r="{row}"><c t="str"><v>abc</v></c></row>' for row in range(1, 100))
    content = opened(workbook(sheet, sheet))
    assert [part.cut for part in content.opened.parts] == [True, True]
    assert content.opened.parts[0].blocks == 10


def test_shared_texts_without_readings_and_within_their_bound(monkeypatch: pytest.MonkeyPatch) -> None:
    cells = '<row r="1"><c t="s"><v>0</v></c><c t="s"><v>1</v></c></row>'
    strings = ["甲</t><rPh><t>x</t></rPh><t>乙", "丙"]
    assert rows(opened(workbook(cells, strings=strings))) == [Row(1, ["甲乙", "丙"])]
    monkeypatch.setattr("ui.documents.limits.TEXT", 2)
    assert rows(opened(workbook(cells, strings=strings))) == [Row(1, ["甲乙", ""])]


def test_searching_goes_through_sheets() -> None:
    cell = '<row r="{}"><c r="C1" t="s"><v>0</v></c></row>'
    content = opened(workbook(cell.format(1), cell.format(4), strings=["合计 ４６ 台"]))
    reply, _ = content.answer(Search("46台"))
    assert isinstance(reply, Found)
    assert [(hit.part, hit.place, hit.row, hit.column, hit.start, hit.length) for hit in reply.hits] == [
        (0, 0, 0, 2, 3, 4),
        (1, 0, 0, 2, 3, 4),
    ]
    assert [hit.part for hit in content.answer(Search("46台", 1))[0].hits] == [1]  # type: ignore[union-attr]


def test_pictures_are_left_out_and_told() -> None:
    content = opened(workbook("<row/>", more={"xl/media/image1.png": b"x", "xl/charts/chart1.xml": b"<a/>"}))
    assert content.opened.left_out == {"pictures": 2}


SHEET = "xl/worksheets/sheet1.xml"
ENTITIES = '<!DOCTYPE a [<!ENTITY x "xxxxxxxxxx">]><worksheet>&x;</worksheet>'


def test_hostile_workbooks() -> None:
    assert code_of(b"") == "documents.damaged"
    assert code_of(b"PK\3\4rest") == "documents.damaged"
    assert code_of(word("")) == "documents.damaged"
    assert code_of(workbook("<row/>")[:-40]) == "documents.damaged"
    assert code_of(workbook("<row><c></row>")) == "documents.damaged"
    assert code_of(workbook()) == "documents.damaged"
    assert code_of(workbook("", more={SHEET: ENTITIES})) == "documents.entities"
    assert code_of(workbook("", more={SHEET: ENTITIES.encode("utf-16")})) == "documents.entities"
    ebcdic = "<?xml version='1.0' encoding='cp037'?>" + ENTITIES
    assert code_of(workbook("", more={SHEET: ebcdic.encode("cp037")})) == "documents.damaged"
    assert code_of(workbook("", more={SHEET: b"<a>" + b" " * 4_000_000 + b"</a>"})) == "documents.bomb"


def test_a_part_longer_than_it_says_is_refused() -> None:
    whole = bytearray(workbook("<row/>" * 200_000, more={"z.bin": b"x" * 9}))
    with zipfile.ZipFile(io.BytesIO(bytes(whole))) as source:
        entry = source.getinfo(SHEET)
    size = entry.file_size.to_bytes(4, "little")
    assert whole.count(size) == 2
    assert code_of(bytes(whole).replace(size, (99).to_bytes(4, "little"))) == "documents.damaged"


def test_relations_lead_nowhere_else() -> None:
    parts: dict[str, str | bytes] = {
        "xl/workbook.xml": '<workbook xmlns:r="r"><sheets><sheet name="a" r:id="r1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": relations(r1=("worksheet", "../../../../etc/hostname")),
    }
    assert code_of(archive(parts)) == "documents.damaged"
    parts["xl/_rels/workbook.xml.rels"] = relations(r1=("worksheet", "http://example.invalid/a.xml"))
    assert code_of(archive(parts)) == "documents.damaged"
