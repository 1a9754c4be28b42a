"""PDF: sizes, drawings, characters, hits, outline; what is active is counted and never done."""

from __future__ import annotations

import pytest
from document_samples import locked_pdf, pdf_file, plain_pdf, scan_pdf, stream, text_pdf

from ui.documents.pdf import PdfContent, warm
from ui.documents.protocol import (
    Blocks,
    Characters,
    CountActive,
    Counted,
    Drawn,
    Found,
    Outline,
    Outlined,
    OutlineEntry,
    PageSizes,
    PageText,
    Render,
    Request,
    Search,
    Sizes,
)
from zgc_review.errors import DocumentError, ProgramFault

LINES = ("三、首次应用情况", "运行数据 46 台", "Runs 5.8万小时")


def opened(data: bytes) -> PdfContent:
    return PdfContent(bytearray(data))


def ask(content: PdfContent, request: Request) -> object:
    return content.answer(request)[0]


def pixels(content: PdfContent, request: Render) -> tuple[Drawn, bytes]:
    reply, load = content.answer(request)
    assert isinstance(reply, Drawn)
    return reply, bytes(load)


def box(data: bytes, drawn: Drawn) -> tuple[int, int, int, int]:
    """Return the smallest rectangle around what is not white."""
    rows = [data[start : start + 4 * drawn.width] for start in range(0, len(data), 4 * drawn.width)]
    dark = [
        (x, y) for y, row in enumerate(rows) for x in range(drawn.width) if min(row[4 * x : 4 * x + 3]) < 128
    ]
    xs, ys = [x for x, _ in dark], [y for _, y in dark]
    return min(xs), min(ys), max(xs), max(ys)


def test_opening_tells_pages_and_first_sizes() -> None:
    content = opened(text_pdf(LINES, LINES))
    assert (content.opened.kind, content.opened.pages) == ("pages", 2)
    assert content.opened.sizes == [(40_000, 30_000)] * 2
    assert content.opened.left_out == {}


def test_a_rotated_page_is_told_as_it_is_shown() -> None:
    content = opened(text_pdf(LINES, rotate=90))
    assert content.opened.sizes == [(30_000, 40_000)]
    drawn, _ = pixels(content, Render(0, 300))
    assert (drawn.width, drawn.height) == (300, 400)


@pytest.mark.parametrize("rotate", [0, 90, 180, 270])
@pytest.mark.parametrize("area", ["0 0 400 300", "-100 50 300 350"])
def test_boxes_lie_on_the_drawn_characters(rotate: int, area: str) -> None:
    """Rectangles of a search stand where the page is dark, whatever rotation and origin the page has."""
    content = opened(text_pdf(("新",), box=area, rotate=rotate))
    width, _ = content.opened.sizes[0]
    drawn, data = pixels(content, Render(0, width // 50))
    dark = box(data, drawn)
    (hit,) = content.answer(Search("新"))[0].hits  # type: ignore[union-attr] - a search gives hits
    (found,) = hit.rectangles
    for seen, told in zip(dark, found, strict=True):
        assert abs(seen * 50 - told) <= 350, (dark, found)
    characters = ask(content, PageText(0))
    assert isinstance(characters, Characters)
    left, top, right, bottom = characters.boxes[0]
    assert left <= found[0] + 200
    assert right >= found[2] - 200
    assert top <= found[1] + 200
    assert bottom >= found[3] - 200


def test_characters_and_boxes_are_as_many() -> None:
    characters = ask(opened(text_pdf(LINES)), PageText(0))
    assert isinstance(characters, Characters)
    assert characters.text.replace("\r\n", "\n").splitlines() == list(LINES)
    assert len(characters.boxes) == len(characters.text)


def test_searching_goes_over_lines_widths_and_pages() -> None:
    content = opened(text_pdf(LINES, ("别的",), LINES))
    found = ask(content, Search("情况运行数据"))
    assert isinstance(found, Found)
    assert [(hit.place, len(hit.rectangles)) for hit in found.hits] == [(0, 2), (2, 2)]
    assert (found.next_part, found.cut) == (-1, False)
    hit = found.hits[0]
    assert hit.snippet[hit.snippet_start : hit.snippet_start + hit.snippet_length] == "情况 运行数据"
    assert [hit.place for hit in ask(content, Search("ＲＵＮＳ５.８", first=1)).hits] == [2]  # type: ignore[attr-defined]
    assert ask(content, Search("没有")) == Found([], -1, 0)


def test_a_long_search_answers_in_slices(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ui.documents.limits.SLICE", 0.0)
    content = opened(text_pdf(*[("第一",)] * 5))
    first, places, steps = 0, [], 0
    while first >= 0:
        found = ask(content, Search("第一", 0, first))
        assert isinstance(found, Found)
        places += [hit.place for hit in found.hits]
        first = found.next_first if found.next_part >= 0 else -1
        steps += 1
    assert (places, steps) == ([0, 1, 2, 3, 4], 5)


def test_drawing_a_part_gives_the_pixels_of_the_whole() -> None:
    content = opened(text_pdf(LINES))
    whole, all_pixels = pixels(content, Render(0, 400))
    part, some = pixels(content, Render(0, 400, 0, (30, 20, 200, 60)))
    assert (part.width, part.height, part.page_width, part.page_height) == (200, 60, 400, 300)
    rows = [all_pixels[4 * (whole.width * y + 30) :][:800] for y in range(20, 80)]
    assert some == b"".join(rows)


def test_turning_a_drawing() -> None:
    content = opened(plain_pdf(1, "0 0 200 100", b"0 80 20 20 re f"))
    assert box(pixels(content, Render(0, 200))[1], pixels(content, Render(0, 200))[0])[:2] == (0, 0)
    turned, data = pixels(content, Render(0, 100, 1))
    assert (turned.width, turned.height) == (100, 200)
    assert box(data, turned) == (80, 0, 99, 19)


def test_ten_thousand_pages_are_told_and_drawn_lazily() -> None:
    content = opened(plain_pdf(10_000))
    assert content.opened.pages == 10_000
    assert len(content.opened.sizes) < 1_000
    sizes = ask(content, Sizes(9_000, 5_000))
    assert sizes == PageSizes([(30_000, 40_000)] * 1_000)
    assert ask(content, Sizes(10_000, 5)) == PageSizes([])
    assert pixels(content, Render(9_999, 30))[0].width == 30


def test_a_page_that_is_not_there() -> None:
    content = opened(plain_pdf(2))
    for page in (-1, 2, 10**9):
        with pytest.raises(DocumentError) as caught:
            content.answer(Render(page, 10))
        assert caught.value.code == "documents.page"
        assert caught.value.params == {"page": page + 1, "pages": 2}


def test_a_page_that_cannot_be_loaded() -> None:
    broken = pdf_file(
        [
            b"<</Type/Catalog/Pages 2 0 R>>",
            b"<</Type/Pages/Kids[3 0 R 9 0 R 4 0 R]/Count 3>>",
            b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>>",
            b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>>",
        ]
    )
    content = opened(broken)
    with pytest.raises(DocumentError) as caught:
        content.answer(Render(1, 10))
    assert caught.value.code == "documents.page_damaged"
    assert pixels(content, Render(2, 10))[0].width == 10
    assert ask(content, Search("x")) == Found([], -1, 0)
    assert ask(content, CountActive()) == Counted(0, 0, -1)


def test_outline() -> None:
    marks = [
        b"<</Type/Catalog/Pages 2 0 R/Outlines 5 0 R>>",
        b"<</Type/Pages/Kids[3 0 R 4 0 R]/Count 2>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 100 200]>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 100 200]>>",
        b"<</First 6 0 R/Last 8 0 R>>",
        b"<</Title<FEFF4E00>/Dest[3 0 R/XYZ 0 150 0]/Next 8 0 R/First 7 0 R/Last 7 0 R/Parent 5 0 R>>",
        b"<</Title(inner)/Dest[4 0 R/Fit]/Parent 6 0 R/Next 7 0 R>>",
        b"<</Title(out)/A<</S/URI/URI(http://example.invalid)>>/Prev 6 0 R/Parent 5 0 R/Next 6 0 R>>",
    ]
    outlined = ask(opened(pdf_file(marks)), Outline())
    assert outlined == Outlined(
        [
            OutlineEntry(0, "一", 0, 5_000),
            OutlineEntry(1, "inner", 1, 0),
            OutlineEntry(0, "out", -1, 0),
        ],
        cut=False,
    )


def test_links_and_scripts_are_counted() -> None:
    link = "<</Type/Annot/Subtype/Link/Rect[0 0 9 9]/A<<{}>>>>"
    actions = ("/S/URI/URI(http://example.invalid)", "/S/Launch/F(calc.exe)", "/S/GoTo/D[6 0 R/Fit]")
    annotations = "/Annots[" + "".join(link.format(action) for action in actions) + "]"
    page = annotations + "/AA<</O<</S/JavaScript/JS(app.alert\\(1\\))>>>>"
    catalogue = "/OpenAction<</S/JavaScript/JS(app.alert\\(2\\))>>"
    content = opened(text_pdf(LINES, catalogue=catalogue, page=page))
    assert content.opened.left_out == {"scripts": 2}
    assert ask(content, CountActive()) == Counted(2, 1, -1)


def test_filled_forms_are_drawn() -> None:
    field = (
        b"<</Type/Annot/Subtype/Widget/FT/Tx/T(a)/V(x)/Rect[0 0 100 100]/F 4/P 3 0 R"
        b"/MK<</BG[0 0 0]>>/DA(/H 9 Tf)/AP<</N 5 0 R>>>>"
    )
    form = pdf_file(
        [
            b"<</Type/Catalog/Pages 2 0 R/AcroForm<</Fields[4 0 R]/DA(/H 9 Tf)>>>>",
            b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
            b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 100 100]/Annots[4 0 R]>>",
            field,
            stream(b"0 0 50 50 re f", b"/Type/XObject/Subtype/Form/BBox[0 0 100 100]"),
        ]
    )
    drawn, data = pixels(opened(form), Render(0, 100))
    assert box(data, drawn) == (0, 50, 49, 99)


def test_a_form_that_needs_another_program_is_told() -> None:
    packet = stream(b"<template/>")
    data = pdf_file(
        [
            b"<</Type/Catalog/Pages 2 0 R/AcroForm<</XFA 4 0 R/Fields[]>>>>",
            b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
            b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>>",
            packet,
        ]
    )
    assert opened(data).opened.form
    assert not opened(plain_pdf(1)).opened.form


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "documents.damaged"),
        (b"x" * 5_000 + plain_pdf(1), "documents.damaged"),
        (b"%PDF-1.7", "documents.damaged"),
        (plain_pdf(30)[:700], "documents.damaged"),
        (plain_pdf(0), "documents.pages"),
        (locked_pdf(b"u"), "documents.password"),
    ],
    ids=["empty", "late head", "head only", "truncated", "no pages", "password"],
)
def test_what_cannot_be_opened(data: bytes, code: str) -> None:
    with pytest.raises(DocumentError) as caught:
        opened(data)
    assert caught.value.code == code


def test_an_owner_password_alone_locks_nothing() -> None:
    assert opened(locked_pdf(b"")).opened.pages == 1


def test_a_scan_is_drawn() -> None:
    drawn, data = pixels(opened(scan_pdf(2, 200, 280)), Render(1, 300))
    assert (drawn.width, len(set(data)) > 50) == (300, True)


def test_a_request_for_blocks_is_a_fault_of_the_program() -> None:
    with pytest.raises(ProgramFault):
        opened(plain_pdf(1)).answer(Blocks(0, 0, 1))


def test_warming_draws_nothing_that_stays() -> None:
    warm()
    assert opened(plain_pdf(1)).opened.pages == 1
