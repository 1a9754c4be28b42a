"""Documents by content and name (rules §16), honest and hostile."""

from __future__ import annotations

import hashlib
import io
import struct
import zipfile
import zlib
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pypdfium2
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from zgc_review.intake.documents import Inspection, inspect_document
from zgc_review.intake.limits import LIMITS, Limits
from zgc_review.intake.report import Place, Report

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
Inspect = Callable[..., tuple[Inspection, list[str]]]


@pytest.fixture
def inspect(found: Callable[..., list[str]]) -> Inspect:
    def run(data: bytes | Path, name: str, limits: Limits = LIMITS) -> tuple[Inspection, list[str]]:
        report = Report()
        result = inspect_document(data, name, Place(name), report, limits)
        return result, [code.removeprefix("document.") for code in found(report.findings())]

    return run


def pdf(pages: int = 1, attached: int = 0) -> bytes:
    document = pypdfium2.PdfDocument.new()
    for _ in range(pages):
        document.new_page(200, 300)
    for number in range(attached):
        document.new_attachment(f"a{number}.txt").set_data(b"x")
    stream = io.BytesIO()
    document.save(stream)
    document.close()
    return stream.getvalue()


def rc4(key: bytes, data: bytes) -> bytes:
    state = list(range(256))
    j = 0
    for i in range(256):
        j = (j + state[i] + key[i % len(key)]) % 256
        state[i], state[j] = state[j], state[i]
    out = bytearray()
    i = j = 0
    for byte in data:
        i = (i + 1) % 256
        j = (j + state[i]) % 256
        state[i], state[j] = state[j], state[i]
        out.append(byte ^ state[(state[i] + state[j]) % 256])
    return bytes(out)


def locked_pdf() -> bytes:
    """A PDF under the user password ``u`` (ISO 32000-1, 7.6.3, revision 2)."""
    padding = bytes.fromhex("28BF4E5E4E758A4164004E56FFFA01082E2E00B6D0683E802F0CA9FE6453697A")
    padded = (b"u" + padding)[:32]
    identifier = b"0123456789abcdef"
    owner = rc4(hashlib.md5(padded, usedforsecurity=False).digest()[:5], padded)
    key = hashlib.md5(padded + owner + struct.pack("<i", -4) + identifier, usedforsecurity=False).digest()[:5]
    user = rc4(key, padding)
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>>",
        b"<</Filter/Standard/V 1/R 2/P -4/O<" + owner.hex().encode() + b">/U<" + user.hex().encode() + b">>>",
    ]
    body = b"%PDF-1.4\n"
    offsets = []
    for number, content in enumerate(objects, start=1):
        offsets.append(len(body))
        body += b"%d 0 obj%s endobj\n" % (number, content)
    table = b"xref\n0 5\n0000000000 65535 f \n" + b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    ids = identifier.hex().encode()
    trailer = b"trailer<</Size 5/Root 1 0 R/Encrypt 4 0 R/ID[<%s><%s>]>>\n" % (ids, ids)
    return body + table + trailer + b"startxref\n%d\n%%%%EOF" % len(body)


def png(width: int = 3, height: int = 2) -> bytes:
    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", header)
        + chunk(b"IDAT", zlib.compress(b"\0" * 8))
        + chunk(b"IEND", b"")
    )


def jpeg(width: int = 3, height: int = 2, before: bytes = b"") -> bytes:
    frame = b"\xff\xc0" + struct.pack(">HBHHB", 11, 8, height, width, 1) + b"\1\x11\0"
    return b"\xff\xd8" + b"\xff\xe0\0\x04AB" + before + frame + b"\xff\xda\0\2data\xff\xd9"


def office(main: str, **parts: bytes) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in {main: b"<a/>", **parts}.items():
            archive.writestr(name, content)
    return stream.getvalue()


DOCX = office("word/document.xml")
XLSX = office("xl/workbook.xml")


@pytest.mark.parametrize(
    ("data", "name", "extension", "pages"),
    [
        (pdf(3), "申报书.pdf", "pdf", 3),
        (b"\n\n" + pdf(1), "申报书.PDF", "pdf", 1),
        (png(), "图.png", "png", 0),
        (jpeg(), "图.jpg", "jpg", 0),
        (jpeg(), "图.JPEG", "jpg", 0),
        (jpeg(before=b"\xff\xff\xe1\0\x04AB"), "图.jpg", "jpg", 0),
        ("清单".encode(), "清单.txt", "txt", 0),
        ("清单".encode("gb18030"), "清单.txt", "txt", 0),
        (XLSX, "清单.xlsx", "xlsx", 0),
        (DOCX, "说明.docx", "docx", 0),
    ],
)
def test_rules_16_kinds_that_are_shown(
    inspect: Inspect, data: bytes, name: str, extension: str, pages: int
) -> None:
    result, codes = inspect(data, name)
    assert (result.extension, result.pages, result.size, result.shown, result.refused) == (
        extension,
        pages,
        len(data),
        True,
        False,
    )
    assert codes == []


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (OLE + b"\0" * 600, "旧.doc"),
        (OLE + b"\0" * 600, "旧.wps"),
        (office("OFD.xml"), "公文.ofd"),
        (office("ppt/presentation.xml"), "汇报.pptx"),
        (office("META-INF/manifest.xml"), "说明.odt"),
        (b"II*\0" + b"\0" * 9, "图.tif"),
        (b"whatever", "未知"),
        (b"a,b", "台账.csv"),
        (b"\0\0\0", "乱码.txt"),
        (b"\x80\xff\xff", "乱码.txt"),
    ],
)
def test_rules_16_other_documents_are_taken_but_not_shown(inspect: Inspect, data: bytes, name: str) -> None:
    result, codes = inspect(data, name)
    assert (result.extension, result.shown, result.refused, codes) == ("bin", False, False, ["hidden"])


@pytest.mark.parametrize(
    ("data", "name", "code"),
    [
        (b"", "申报书.pdf", "empty"),
        (b"x", "材料.zip", "archive"),
        (b"x", "材料.rar", "archive"),
        (b"x", "材料.7z", "archive"),
        (office("a.txt"), "材料.pdf", "archive"),
        (office("a.txt"), "材料.docx", "archive"),
        (b"Rar!\x1a\x07\0", "材料.pdf", "archive"),
        (b"7z\xbc\xaf\x27\x1c", "材料.doc", "archive"),
        (b"\x1f\x8b\x08", "材料.txt", "archive"),
        (b"\0" * 257 + b"ustar", "材料", "archive"),
        (b"MZ\x90", "申报书.pdf", "program"),
        (b"x", "查看器.exe", "program"),
        (b"x", "宏.xlsm", "macros"),
        (office("word/document.xml", **{"word/vbaProject.bin": b"x"}), "宏.docx", "macros"),
        (office("xl/workbook.xml", **{"xl/macrosheets/s.xml": b"<a/>"}), "宏.xlsx", "macros"),
        (OLE + b"\0" * 600, "旧.xls", "xls"),
        (OLE + b"\0" * 600, "旧.xlsx", "xls"),
        (b"<html>", "旧.xls", "xls"),
        (OLE + b"\0" * 600 + "EncryptedPackage".encode("utf-16-le"), "锁.docx", "password"),
        (OLE + b"\0" * (1024 * 1024 - 20) + "EncryptedPackage".encode("utf-16-le"), "锁.docx", "password"),
        (locked_pdf(), "锁.pdf", "password"),
        (pdf(1)[:200], "断.pdf", "damaged"),
        (b"not a pdf", "断.pdf", "damaged"),
        (b"not a picture", "断.png", "damaged"),
        (pdf(0), "空.pdf", "pages"),
        (png()[:-12], "断.png", "damaged"),
        (png(0, 1), "断.png", "damaged"),
        (png()[:20], "断.png", "damaged"),
        (b"\x89PNG\r\n\x1a\n" + b"\0" * 40, "断.png", "damaged"),
        (jpeg()[:-2], "断.jpg", "damaged"),
        (jpeg(0, 1), "断.jpg", "damaged"),
        (jpeg()[:12], "断.jpg", "damaged"),
        (b"\xff\xd8\xff\xc0\0\x0b\x08", "断.jpg", "damaged"),
        (b"\xff\xd8\xff\xe0\0\x02ABCDEF", "断.jpg", "damaged"),
        (b"\xff\xd8" + b"\xff\xe0\0\2" * 10_001, "断.jpg", "damaged"),
        (DOCX[:-30], "断.docx", "damaged"),
        (office("word/document.xml", **{"word/a.xml": b"<" * 2_000_000}), "弹.docx", "bomb"),
        (office("word/document.xml", **{"word/a.xml": b"<!DOCTYPE a>"}), "弹.docx", "entities"),
    ],
)
def test_rules_16_documents_refused(inspect: Inspect, data: bytes, name: str, code: str) -> None:
    result, codes = inspect(data, name)
    assert (result.refused, result.shown, codes) == (True, False, [code])


def test_a_pdf_without_pages_after_a_locked_one(inspect: Inspect) -> None:
    """PDFium keeps its last error; each file is judged by its own."""
    assert inspect(locked_pdf(), "锁.pdf")[1] == ["password"]
    assert inspect(pdf(0), "空.pdf")[1] == ["pages"]


@pytest.mark.parametrize(
    ("data", "name", "extension", "codes"),
    [
        (pdf(1), "申报书.docx", "pdf", ["mismatch"]),
        (pdf(1), "申报书", "pdf", ["mismatch"]),
        (png(), "图.jpg", "png", ["mismatch"]),
        (DOCX, "说明.pdf", "docx", ["mismatch"]),
        (OLE + b"\0" * 600, "说明.docx", "bin", ["mismatch", "hidden"]),
        (office("OFD.xml"), "公文.pdf", "bin", ["mismatch", "hidden"]),
    ],
)
def test_content_counts_not_the_name(
    inspect: Inspect, data: bytes, name: str, extension: str, codes: list[str]
) -> None:
    result, found = inspect(data, name)
    assert (result.extension, result.refused, found) == (extension, False, codes)


def test_limits(inspect: Inspect) -> None:
    assert inspect(b"x" * 2000, "a.txt", replace(LIMITS, document_bytes=1000))[1] == ["large"]
    result, codes = inspect(png(20_000, 20_000), "图.png")
    assert (result.extension, result.shown, codes) == ("png", False, ["pixels"])


def test_embedded_files_of_a_pdf_are_told(inspect: Inspect) -> None:
    result, codes = inspect(pdf(1, attached=2), "a.pdf")
    assert (result.shown, codes) == (True, ["embedded"])


def test_documents_are_read_where_they_lie(inspect: Inspect, tmp_path: Path) -> None:
    path = tmp_path / "申报书𬭚.pdf"
    path.write_bytes(pdf(2))
    assert inspect(path, path.name)[0].pages == 2
    (tmp_path / "a.docx").write_bytes(DOCX)
    assert inspect(tmp_path / "a.docx", "a.docx")[0].shown
    assert sorted(entry.name for entry in tmp_path.iterdir()) == ["a.docx", "申报书𬭚.pdf"]


def test_unreadable_document(inspect: Inspect, tmp_path: Path) -> None:
    result, codes = inspect(tmp_path / "absent.pdf", "absent.pdf")
    assert (result.refused, codes) == (True, ["unreadable"])
    assert inspect(tmp_path, "a.pdf")[1] == ["unreadable"]


@settings(max_examples=60, deadline=None)
@given(
    st.sampled_from([pdf(1), png(), jpeg(), DOCX, XLSX]),
    st.integers(0, 400),
    st.binary(max_size=8),
    st.sampled_from([".pdf", ".png", ".jpg", ".docx", ".xlsx", ".txt", ".doc", ""]),
)
def test_damaged_documents_never_raise(data: bytes, place: int, patch: bytes, suffix: str) -> None:
    changed = data[:place] + patch + data[place + len(patch) :]
    report = Report()
    result = inspect_document(changed, f"a{suffix}", Place("a"), report)
    assert result.refused == (report.errors > 0)
