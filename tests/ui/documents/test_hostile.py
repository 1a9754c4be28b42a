"""Whatever bytes come: a document or a coded error, in time, and the other documents go on."""

from __future__ import annotations

import ast
import time
import zlib
from collections.abc import Iterator
from pathlib import Path

import pytest
from document_samples import (
    DOCX,
    JPEG,
    MEDIA,
    PDF,
    PNG,
    TXT,
    XLSX,
    archive,
    bomb_pdf,
    huge_image_pdf,
    jpeg,
    locked_pdf,
    paragraph,
    plain_pdf,
    png,
    png_of,
    slow_pdf,
    text_pdf,
    word,
    workbook,
)
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from resources.reader import LANGUAGES, Texts
from ui.documents.document import Document, Patience
from ui.documents.failures import TOLD, told
from ui.documents.protocol import Failed
from ui.documents.reader import Reader, Settings
from zgc_review.errors import DocumentError

ROOM = Path(__file__).resolve().parents[3] / "ui" / "documents"
WAIT = 60
PATIENCE = 3.0
OWN = ("crashed", "timeout", "given_up", "start", "answer")
CODES = {*TOLD, *(f"documents.{name}" for name in OWN)}


@pytest.fixture(scope="module")
def patient() -> Iterator[Reader]:
    """A reader for the whole module that waits three seconds for an answer."""
    with Reader(Settings(Patience(20, PATIENCE))) as made:
        yield made


@pytest.fixture(autouse=True)
def nothing_is_left() -> None:
    """The reader of this module lives longer than a test."""


def outcome(document: Document) -> str:
    """Return "shown", or the code of the error that opening or the first page ended with."""
    try:
        opened = document.opened.result(WAIT)
        if opened.kind == "pages":
            document.render(0, 300).result(WAIT)
            document.text(0).result(WAIT)
            document.outline().result(WAIT)
            document.count_active().result(WAIT)
        else:
            document.blocks(0, 0, 50).result(WAIT)
        document.search("文").result(WAIT)
    except DocumentError as fault:
        return fault.code
    finally:
        document.close()
        document.join()
    return "shown"


XML_BOMB = workbook("", more={"xl/worksheets/sheet1.xml": b"<a>" + b" " * 40_000_000 + b"</a>"})


@pytest.mark.parametrize(
    ("data", "media", "wanted"),
    [
        (b"", PDF, {"documents.empty"}),
        (b"", TXT, {"documents.empty"}),
        (b"x", "image/tiff", {"documents.kind"}),
        (b"x", "", {"documents.kind"}),
        (png(3, 3), PDF, {"documents.damaged"}),
        (plain_pdf(1), PNG, {"documents.damaged"}),
        (plain_pdf(1), JPEG, {"documents.damaged"}),
        (plain_pdf(1), XLSX, {"documents.damaged"}),
        (plain_pdf(1), DOCX, {"documents.damaged"}),
        (jpeg(3, 3, (0, 0, 0)), TXT, {"documents.encoding"}),
        (plain_pdf(9)[:500], PDF, {"documents.damaged"}),
        (plain_pdf(9)[:-8], PDF, {"shown"}),
        (locked_pdf(b"u"), PDF, {"documents.password"}),
        (bomb_pdf(20), PDF, {"shown"}),
        (bomb_pdf(1_200), PDF, {"documents.crashed", "documents.memory", "documents.timeout"}),
        (huge_image_pdf(), PDF, {"shown"}),
        (slow_pdf(2_000), PDF, {"documents.timeout"}),
        (plain_pdf(1, "0 0 1e30 1e30"), PDF, {"shown"}),
        (plain_pdf(1, "0 0 0.0001 20000"), PDF, {"shown"}),
        (plain_pdf(1, "0 0 99 99", b"q " * 500_000), PDF, {"shown"}),
        (png_of(60_000, 60_000, zlib.compress(bytes(1 << 22))), PNG, {"documents.pixels"}),
        (png_of(9_000, 9_000, zlib.compress(bytes(1 << 22))), PNG, {"documents.damaged"}),
        (png(8_000, 9_000), PNG, {"shown"}),
        (XML_BOMB, XLSX, {"documents.bomb"}),
        (archive({"xl/workbook.xml": b"<a/>", "xl/x.xml": b"<!DOCTYPE a>"}), XLSX, {"documents.entities"}),
        (b"\0" * 1_000, TXT, {"documents.encoding"}),
        (b"\n" * 3_000_000, TXT, {"shown"}),
    ],
)  # fmt: skip
def test_hostile_documents(patient: Reader, data: bytes, media: str, wanted: set[str]) -> None:
    bystander = patient.open(text_pdf(("文",)), PDF)
    start = time.monotonic()
    assert outcome(patient.open(data, media)) in wanted
    assert time.monotonic() - start < 2 * PATIENCE + 20
    assert outcome(bystander) == "shown"


def test_what_is_active_is_never_done(patient: Reader) -> None:
    """Nothing opens, nothing is asked for, the page is as it would be without."""
    evil = (
        "/OpenAction<</S/JavaScript/JS(app.launchURL\\('http://127.0.0.1:9'\\))>>"
        "/AA<</WC<</S/Launch/F(/bin/touch)/P(done)>>>>"
    )
    link = "/Annots[<</Type/Annot/Subtype/Link/Border[0 0 0]/Rect[0 0 9 9]/A<</S/URI/URI(http://127.0.0.1:9)>>>>]"
    plain, active = (
        patient.open(text_pdf(("文",)), PDF),
        patient.open(text_pdf(("文",), catalogue=evil, page=link), PDF),
    )
    assert active.opened.result(WAIT).left_out == {"scripts": 1}
    assert active.count_active().result(WAIT).links == 1
    assert active.render(0, 300).result(WAIT).pixels == plain.render(0, 300).result(WAIT).pixels
    for document in (plain, active):
        document.close()
        document.join()


_BASES = (
    text_pdf(("文", "字"), catalogue="/OpenAction<</S/JavaScript/JS(x)>>"),
    png(5, 5),
    jpeg(9, 9, (1, 2, 3)),
    "文字\n".encode(),
    workbook('<row r="1"><c r="A1" t="s"><v>0</v></c></row>', strings=["文"]),
    word(paragraph("文")),
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.sampled_from(_BASES),
    st.sampled_from(MEDIA),
    st.lists(st.tuples(st.integers(0, 3_000), st.binary(max_size=6)), max_size=6),
    st.integers(0, 3_000),
)
def test_any_bytes_are_a_document_or_a_coded_error(
    patient: Reader, base: bytes, media: str, patches: list[tuple[int, bytes]], end: int
) -> None:
    data = base
    for place, patch in patches:
        at = place % (len(data) + 1)
        data = data[:at] + patch + data[at + len(patch) :]
    if end % 3 == 0:
        data = data[: end % (len(data) + 1)]
    assert outcome(patient.open(data, media)) in {"shown", *CODES}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_code_has_texts_that_say_the_others_are_fine(language: str) -> None:
    texts = Texts(language)
    for code in CODES:
        params = dict.fromkeys(TOLD.get(code, ()), 1) | {"seconds": 1, "times": 1}
        whole = [texts.get(f"error.{code}.{part}", **params) for part in ("title", "reason", "remedy")]
        assert all(whole)
        assert ("不受影响" if language == "zh_CN" else "not affected") in whole[1], code


@pytest.mark.parametrize(
    "failed",
    [
        Failed("documents.page", {}),
        Failed("documents.damaged", {"name": "x"}),
        Failed("seal.age.damaged", {}),
        Failed("", {}),
    ],
)
def test_a_failure_no_child_may_tell(failed: Failed) -> None:
    assert told(failed).code == "documents.answer"


def test_a_failure_a_child_may_tell() -> None:
    assert told(Failed("documents.kind", {"media": "x" * 999})).params == {"media": "x" * 200}


def test_every_code_of_the_child_may_be_told() -> None:
    """The codes that the child raises are those its words are believed for."""
    found = set()
    for name in ("child", "pdf", "picture", "plaintext", "office", "workbook", "word", "blocks"):
        for node in ast.walk(ast.parse((ROOM / f"{name}.py").read_text("utf-8"))):
            if isinstance(node, ast.Constant) and str(node.value).startswith("documents."):
                found.add(str(node.value))
    assert found == set(TOLD)
