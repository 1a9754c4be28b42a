"""The papers as they are really made: printed, scanned, a workbook, a list of digests."""

from __future__ import annotations

import hashlib
import zlib
from pathlib import Path
from random import Random

import pypdfium2
import pytest

from ui.cli.demo.attachments import LOOKS
from ui.cli.demo.plainpdf import broken_pdf, scan_pdf, text_pdf
from ui.cli.demo.projects import directions
from ui.cli.demo.sample import MIN_EXPERTS, Sample, make_sample
from ui.cli.demo.scans import PALETTE, Scan, Scanner, png_bytes
from zgc_review.catalogue import load_shipped
from zgc_review.domain.canonical import Json
from zgc_review.intake.applications import IntakeBatch, ParsedDocument, read_applications
from zgc_review.intake.pdf import inspect_pdf
from zgc_review.intake.pictures import png_size

CATALOGUE = load_shipped()


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Sample:
    return make_sample(tmp_path_factory.mktemp("papers"), CATALOGUE, applications=2, experts=MIN_EXPERTS)


@pytest.fixture(scope="module")
def batch(sample: Sample) -> IntakeBatch:
    return read_applications(sample.intake, CATALOGUE, sub_directions=[one.id for one in directions()])


def text_of(path: Path) -> str:
    document = pypdfium2.PdfDocument(path)
    try:
        return "".join(page.get_textpage().get_text_bounded() for page in document)
    finally:
        document.close()


def in_wan(fen: Json) -> str:
    assert isinstance(fen, int)
    return f"{fen // 1_000_000}.00"


def paper(documents: tuple[ParsedDocument, ...], attachment: str) -> ParsedDocument:
    return next(document for document in documents if document.attachment == attachment)


def test_every_paper_is_recognised_and_shown(batch: IntakeBatch) -> None:
    assert len(batch.ready) == 2 + 2  # two to be scored, two that gates end
    for one in batch.ready:
        assert all(document.shown and document.attachment for document in one.documents)
        kinds = {document.extension for document in one.documents}
        assert kinds >= {"pdf", "xlsx", "txt"}
        assert one.record["missing_attachments"] == 0


def test_licences_come_as_pdf_or_picture(batch: IntakeBatch) -> None:
    """Every third folder of a measure has its licence as PNG; rows 001 to 003 of it, so 901 and 902 too."""
    kinds = {
        one.number: paper(one.documents, "CA02").extension
        for one in batch.applications
        if one.number[-3] in "09"
    }
    assert {number[-1]: kind for number, kind in kinds.items()} == {
        "1": "pdf",
        "2": "pdf",
        "3": "png",
        "4": "pdf",
    }


def test_application_form_reads_like_one(batch: IntakeBatch) -> None:
    for one in batch.ready:
        form = one.documents[0]
        assert form.attachment == "CA01"
        assert form.pages >= 4
        text = text_of(form.path)
        amount = in_wan(one.record["requested_amount"])
        for words in (one.number, str(one.record["unit_name"]), "立项必要性", "经费预算", "图 2", amount):
            assert words.replace(" ", "") in text.replace(" ", "").replace("\r\n", ""), words


def test_budget_adds_up(batch: IntakeBatch) -> None:
    one = batch.ready[0]
    text = text_of(one.documents[0].path).replace(" ", "")
    assert in_wan(one.record["total_investment"]) in text


def test_scans_are_pictures_of_a_usual_size(batch: IntakeBatch) -> None:
    for one in batch.ready:
        pledge = paper(one.documents, "CA03")
        assert 300_000 < pledge.size < 720_000
        assert text_of(pledge.path) == ""
        reds, darks = coloured(pledge.path)
        assert reds > 300  # the seal
        assert darks > 300  # the print


def coloured(path: Path) -> tuple[int, int]:
    """Return how many pixels of a small picture of the first page are red, and how many dark grey."""
    document = pypdfium2.PdfDocument(path)
    bitmap = document[0].render(scale=0.5, prefer_bgrx=True)
    raw = bytes(bitmap.buffer)
    document.close()
    pixels = list(zip(raw[0::4], raw[1::4], raw[2::4], strict=True))
    reds = sum(red > 190 and green < 150 and blue < 150 for blue, green, red in pixels)
    darks = sum(abs(red - green) < 12 and red < 120 for _, green, red in pixels)
    return reds, darks


def test_papers_are_as_heavy_as_real_ones(batch: IntakeBatch) -> None:
    """39 applications come to more than 60 MB."""
    sizes = [sum(document.size for document in one.documents) for one in batch.applications]
    assert sum(sizes) / len(sizes) * 39 > 60_000_000


def test_checklist_names_every_file_with_its_digest(batch: IntakeBatch) -> None:
    one = batch.ready[0]
    lines = paper(one.documents, "CA07").path.read_text("utf-8").splitlines()[2:]
    listed = {line.split("　")[1]: line.split("　")[-1] for line in lines}
    found = {
        document.name: hashlib.sha256(document.path.read_bytes()).hexdigest()
        for document in one.documents
        if document.attachment != "CA07"
    }
    assert listed == found


def test_full_papers_are_the_same_for_a_seed(sample: Sample, tmp_path: Path) -> None:
    again = make_sample(tmp_path, CATALOGUE, applications=2, experts=MIN_EXPERTS)
    for path in sorted(sample.folder.rglob("*")):
        if path.is_file():
            copy = again.folder / path.relative_to(sample.folder)
            assert copy.read_bytes() == path.read_bytes(), path.name


def test_light_papers_belong_to_the_same_applications(sample: Sample, tmp_path: Path) -> None:
    light = make_sample(tmp_path, CATALOGUE, applications=2, experts=MIN_EXPERTS, light=True)
    for name in ("名册.xlsx", "round.yaml", "名单.xlsx", "不良信用记录.xlsx", "申报/申报.xlsx"):
        assert (light.folder / name).read_bytes() == (sample.folder / name).read_bytes()


def test_every_attachment_has_a_look() -> None:
    due = {
        paper.id
        for direction in directions()
        for paper in CATALOGUE.attachments_for(direction.id)
        if paper.measure and (paper.required or paper.id in LOOKS)
    }
    assert due <= LOOKS.keys()


def test_small_pdf_opens_with_its_pages_and_title() -> None:
    data = text_pdf("珺瑄璟𠮷", ("No. (1)", "back\\slash"), 3)
    assert inspect_pdf(data) == inspect_pdf(data)
    document = pypdfium2.PdfDocument(data)
    assert len(document) == 3
    assert document.get_metadata_dict()["Title"] == "珺瑄璟𠮷"
    assert "No. (1)" in document[0].get_textpage().get_text_bounded()
    document.close()


@pytest.mark.parametrize(
    ("data", "problem"),
    [
        (text_pdf("锁", ("x",), 2, locked=True), "password"),
        (broken_pdf(text_pdf("断", ("x",), 2)), "damaged"),
    ],
)
def test_spoilt_pdf_is_what_it_seems(data: bytes, problem: str) -> None:
    assert inspect_pdf(data).problem == problem


def test_scan_has_even_rows_and_grain() -> None:
    plain = text_pdf("x", ("scan",))
    scanner = Scanner(Random(3))
    first, second = scanner.scan(plain), scanner.scan(plain)
    assert first.width % 2 == 0
    assert len(first.pixels) == first.width // 2 * first.height
    assert first.pixels != second.pixels  # grain lies elsewhere
    assert inspect_pdf(scan_pdf([first, second])).pages == 2


def test_png_of_a_scan_holds_the_same_pixels(tmp_path: Path) -> None:
    scan = Scan(4, 2, bytes((0x01, 0x23, 0xEF, 0x70)))
    path = tmp_path / "scan.png"
    path.write_bytes(png_bytes(scan))
    with path.open("rb") as stream:
        assert png_size(stream) == (4, 2)
    data = path.read_bytes()
    assert data[data.index(b"PLTE") + 4 :].startswith(PALETTE)
    assert zlib.decompress(data[data.index(b"IDAT") + 4 : data.index(b"IEND") - 8]) == bytes(
        (0, 0x01, 0x23, 0, 0xEF, 0x70)
    )
    assert len(PALETTE) == 48
