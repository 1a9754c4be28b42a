"""DOCX documents as paragraphs and tables; what is left out is told."""

from __future__ import annotations

import pytest
from document_samples import paragraph, word, workbook

from ui.documents.blocks import BlockContent
from ui.documents.protocol import Block, BlockList, Blocks, Found, Paragraph, Search, Table
from ui.documents.word import open_word
from zgc_review.errors import DocumentError


def opened(data: bytes) -> BlockContent:
    return open_word(bytearray(data))


def blocks(data: bytes) -> list[Block]:
    reply, _ = opened(data).answer(Blocks(0, 0, 500))
    assert isinstance(reply, BlockList)
    return reply.blocks


def table(*rows: str) -> str:
    return "<w:tbl>" + "".join(f"<w:tr>{row}</w:tr>" for row in rows) + "</w:tbl>"


def cell(inner: str, span: int = 1) -> str:
    return f'<w:tc><w:tcPr><w:gridSpan w:val="{span}"/></w:tcPr>{inner}</w:tc>'


def test_paragraphs_headings_and_lists() -> None:
    styles = (
        '<w:style w:styleId="1"><w:name w:val="heading 1"/></w:style>'
        '<w:style w:styleId="t"><w:name w:val="自定"/><w:pPr><w:outlineLvl w:val="2"/></w:pPr></w:style>'
    )
    body = (
        paragraph("三、首次应用情况", '<w:pStyle w:val="1"/><w:numPr/>')
        + paragraph("小节", '<w:pStyle w:val="t"/>')
        + paragraph("级别", '<w:outlineLvl w:val="0"/>')
        + paragraph("项", "<w:numPr/>")
        + paragraph("  ")
        + "<w:p><w:r><w:t>一</w:t><w:tab/><w:t>二</w:t><w:br/></w:r><w:r><w:t>三</w:t></w:r></w:p>"
    )
    assert blocks(word(body, styles)) == [
        Paragraph("三、首次应用情况", 1),
        Paragraph("小节", 3),
        Paragraph("级别", 1),
        Paragraph("项", listed=True),
        Paragraph("一\t二\n三"),
    ]


def test_tables_with_spans_and_tables_in_cells() -> None:
    inner = table(cell(paragraph("x")) + cell(paragraph("y")))
    body = table(
        cell(paragraph("单位"), 2) + cell(paragraph("台数")),
        cell(paragraph("甲") + paragraph("乙")) + cell(inner) + cell("<w:p/>"),
    )
    assert blocks(word(body)) == [Table([["单位", "", "台数"], ["甲\n乙", "x\ty", ""]])]


def test_a_long_table_comes_in_pieces(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ui.documents.limits.TABLE_ROWS", 2)
    body = table(*[cell(paragraph(str(number))) for number in range(5)])
    assert blocks(word(body)) == [
        Table([["0"], ["1"]]),
        Table([["2"], ["3"]], continued=True),
        Table([["4"]], continued=True),
    ]


def test_deleted_text_fields_and_second_forms_are_not_shown() -> None:
    body = (
        "<w:p><w:del><w:r><w:delText>删</w:delText><w:t>删</w:t></w:r></w:del>"
        "<w:ins><w:r><w:t>增</w:t></w:r></w:ins>"
        "<w:r><w:instrText>HYPERLINK</w:instrText><w:t>文</w:t></w:r>"
        "<w:r><AlternateContent><Choice><w:txbxContent><w:p><w:r><w:t>框</w:t></w:r></w:p></w:txbxContent>"
        "</Choice><Fallback><w:p><w:r><w:t>框</w:t></w:r></w:p></Fallback></AlternateContent></w:r></w:p>"
    )
    assert blocks(word(body)) == [Paragraph("框"), Paragraph("增文")]


def test_pictures_and_notes_are_told() -> None:
    body = "<w:p><w:r><w:drawing><blip/></w:drawing><w:footnoteReference/><w:t>a</w:t></w:r></w:p>"
    assert opened(word(body)).opened.left_out == {"pictures": 1, "notes": 1}


def test_searching_in_tables() -> None:
    content = opened(
        word(paragraph("前") + table(cell(paragraph("x")), cell(paragraph("y")) + cell(paragraph("合 计"))))
    )
    reply, _ = content.answer(Search("合计"))
    assert isinstance(reply, Found)
    assert [(hit.place, hit.row, hit.column, hit.start) for hit in reply.hits] == [(1, 1, 1, 0)]


@pytest.mark.parametrize(("name", "value"), [("BLOCKS", 5), ("TEXT", 20)])
def test_a_long_document_is_cut(name: str, value: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(f"ui.documents.limits.{name}", value)
    content = opened(word(paragraph("1234") * 100))
    assert content.opened.parts[0].blocks == 5
    assert content.opened.parts[0].cut


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "documents.damaged"),
        (workbook("<row/>"), "documents.damaged"),
        (word("<w:p>"), "documents.damaged"),
        (word("", more={"word/styles.xml": "<!DOCTYPE a><a/>"}), "documents.entities"),
        (word("", more={"word/a.xml": b" " * 4_000_000}), "documents.bomb"),
    ],
    ids=["empty", "workbook", "broken", "entities", "bomb"],
)
def test_what_cannot_be_opened(data: bytes, code: str) -> None:
    with pytest.raises(DocumentError) as caught:
        opened(data)
    assert caught.value.code == code


def test_depth_does_no_harm() -> None:
    deep = "<w:tbl><w:tr><w:tc>" * 20_000 + "</w:tc></w:tr></w:tbl>" * 20_000
    assert blocks(word(deep + paragraph("后")))[-1] == Paragraph("后")


def test_stray_elements_do_no_harm() -> None:
    body = '<w:tc/><w:tr/><w:gridSpan w:val="9"/><w:t>x</w:t><w:tab/><w:outlineLvl w:val="1"/>' + paragraph(
        "a"
    )
    assert blocks(word(body)) == [Paragraph("a")]
