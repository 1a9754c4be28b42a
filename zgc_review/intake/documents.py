"""One document of an application, judged by its content and read in place; nothing is unpacked or copied."""

from __future__ import annotations

import codecs
import io
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path, PurePath
from types import MappingProxyType
from typing import BinaryIO, Final

from zgc_review.intake.containers import OLE_MAGIC, ZIP_MAGICS, check_container
from zgc_review.intake.limits import LIMITS, MEBIBYTE, MEGABYTE, Limits
from zgc_review.intake.pdf import inspect_pdf
from zgc_review.intake.pictures import JPEG_MAGIC, PNG_MAGIC, jpeg_size, png_size
from zgc_review.intake.report import Place, Report

#: Kinds that the program shows (rules §16), with the suffixes and the media type of each.
_SHOWN: Final[Mapping[str, tuple[tuple[str, ...], str]]] = MappingProxyType(
    {
        "pdf": ((".pdf",), "application/pdf"),
        "png": ((".png",), "image/png"),
        "jpg": ((".jpg", ".jpeg"), "image/jpeg"),
        "txt": ((".txt",), "text/plain"),
        "xlsx": ((".xlsx",), "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
        "docx": ((".docx",), "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    }
)
_BY_SUFFIX: Final = {suffix: kind for kind, (suffixes, _) in _SHOWN.items() for suffix in suffixes}
_BINARY: Final = "application/octet-stream"
_ARCHIVES: Final = ".zip .rar .7z .tar .gz .tgz .bz2 .xz .zst .cab .iso .arj .lzh .z .jar .apk"
_PROGRAMS: Final = ".exe .com .scr .bat .cmd .ps1 .vbs .js .jse .wsf .hta .msi .lnk .dll .sh .app .reg"
_MACROS: Final = ".xlsm .xltm .xlsb .docm .dotm .pptm"
#: Suffixes that are refused whatever the content, with the reason.
_REFUSED_NAMES: Final[Mapping[str, str]] = MappingProxyType(
    {
        suffix: code
        for code, names in (("archive", _ARCHIVES), ("program", _PROGRAMS), ("macros", _MACROS))
        for suffix in names.split()
    }
)
_MAGICS: Final = (
    (PNG_MAGIC, "png"),
    (JPEG_MAGIC, "jpg"),
    (OLE_MAGIC, "ole"),
    *((magic, "zip") for magic in ZIP_MAGICS),
    (b"Rar!\x1a\x07", "archive"),
    (b"7z\xbc\xaf\x27\x1c", "archive"),
    (b"\x1f\x8b", "archive"),
    (b"BZh", "archive"),
    (b"\xfd7zXZ\0", "archive"),
    (b"MZ", "program"),
    (b"\x7fELF", "program"),
    (b"\xcf\xfa\xed\xfe", "program"),
)
_HEAD: Final = 1024


@dataclass(frozen=True, slots=True)
class Inspection:
    """What a document is.

    Attributes:
        extension: of the travelling file (design §4.1): pdf png jpg txt xlsx docx, else bin.
        media: media type by content.
        size: bytes.
        pages: pages of a PDF, else 0.
        shown: this program can show it.
        refused: it cannot be taken in; the report says why.
    """

    extension: str
    media: str
    size: int
    pages: int = 0
    shown: bool = False
    refused: bool = False


@dataclass(frozen=True, slots=True)
class _Subject:
    """The document being judged: its bytes or path, and where findings point."""

    source: Path | bytes
    suffix: str
    size: int
    place: Place
    report: Report
    limits: Limits

    def open(self) -> BinaryIO:
        """Return a stream of the document."""
        return io.BytesIO(self.source) if isinstance(self.source, bytes) else self.source.open("rb")

    def refuse(self, code: str, **params: str | int) -> Inspection:
        """Report why the document cannot be taken in."""
        self.report.add(f"intake.document.{code}", self.place, **params)
        return Inspection("bin", _BINARY, self.size, refused=True)

    def warn(self, code: str, **params: str | int) -> None:
        """Report what a person should look at."""
        self.report.add(f"intake.document.{code}", self.place, **params)

    def as_it_is(self) -> Inspection:
        """Take the document without showing it (rules §16)."""
        self.warn("hidden")
        return Inspection("bin", _BINARY, self.size)


def inspect_document(
    source: Path | bytes, name: str, place: Place, report: Report, limits: Limits = LIMITS
) -> Inspection:
    """Judge one document by content, then by name (rules §16).

    Archives, programs, macro files, old workbooks and what is damaged, empty or locked by a password
    are refused; kinds the program cannot show are taken with a warning. PDFium is not thread-safe:
    documents are inspected one at a time.
    """
    try:
        size = len(source) if isinstance(source, bytes) else source.stat().st_size
        subject = _Subject(source, PurePath(name).suffix.lower(), size, place, report, limits)
        return _inspect(subject)
    except OSError:
        report.add("intake.document.unreadable", place)
        return Inspection("bin", _BINARY, 0, refused=True)


def _inspect(subject: _Subject) -> Inspection:
    """Judge size and name, then content."""
    if not subject.size:
        return subject.refuse("empty")
    if subject.size > subject.limits.document_bytes:
        return subject.refuse("large", limit=subject.limits.document_bytes // MEGABYTE)
    if subject.suffix in _REFUSED_NAMES:
        return subject.refuse(_REFUSED_NAMES[subject.suffix])
    with subject.open() as stream:
        kind = _sniff(stream.read(_HEAD), subject.suffix)
    if kind in _SHOWN:
        return _shown(subject, kind)
    return _NOT_SHOWN[kind](subject)


def _sniff(head: bytes, suffix: str) -> str:
    """Return the kind of a document by its first bytes."""
    for magic, kind in _MAGICS:
        if head.startswith(magic):
            return kind
    if b"%PDF-" in head:
        return "pdf"
    if head[257:262] == b"ustar":
        return "archive"
    return "txt" if suffix == ".txt" else "other"


def _ole(subject: _Subject) -> Inspection:
    """Judge an OLE container: a locked office document, an old workbook, or another old document."""
    if _holds(subject, "EncryptedPackage".encode("utf-16-le")):
        return subject.refuse("password")
    if subject.suffix in (".xls", ".xlt", ".xlsx"):
        return subject.refuse("xls")
    if subject.suffix in _BY_SUFFIX:
        subject.warn("mismatch", suffix=subject.suffix, kind="OLE")
    return subject.as_it_is()


def _zip(subject: _Subject) -> Inspection:
    """Judge a zip container: an office document, or an archive."""
    with subject.open() as stream:
        container = check_container(stream, subject.limits)
    if container.problem:
        return subject.refuse(container.problem)
    if container.kind == "zip":
        return subject.refuse("archive")
    if container.has_macros:
        return subject.refuse("macros")
    if container.kind in _SHOWN:
        return _shown(subject, container.kind)
    if subject.suffix in _BY_SUFFIX:
        subject.warn("mismatch", suffix=subject.suffix, kind=container.kind.upper())
    return subject.as_it_is()


def _other(subject: _Subject) -> Inspection:
    """Judge content of no known kind: damaged, where the name promises a kind that is shown."""
    if subject.suffix == ".xls":
        return subject.refuse("xls")
    return subject.refuse("damaged") if subject.suffix in _BY_SUFFIX else subject.as_it_is()


def _shown(subject: _Subject, kind: str) -> Inspection:
    """Judge a document of a kind that is shown."""
    suffixes, media = _SHOWN[kind]
    if subject.suffix not in suffixes:
        subject.warn("mismatch", suffix=subject.suffix or "–", kind=kind.upper())
    pages = 0
    if kind == "pdf":
        result = inspect_pdf(subject.source)
        if result.problem:
            return subject.refuse(result.problem)
        if result.embedded:
            subject.warn("embedded", count=result.embedded)
        pages = result.pages
    elif kind in ("png", "jpg"):
        with subject.open() as stream:
            size = png_size(stream) if kind == "png" else jpeg_size(stream)
        if size is None:
            return subject.refuse("damaged")
        if size[0] * size[1] > subject.limits.pixels:
            subject.warn("pixels", width=size[0], height=size[1], limit=subject.limits.pixels // 1_000_000)
            return Inspection(kind, media, subject.size)
    elif kind == "txt" and not _is_text(subject):
        return subject.as_it_is()
    return Inspection(kind, media, subject.size, pages, shown=True)


def _is_text(subject: _Subject) -> bool:
    """Say whether a text is UTF-8 or GB 18030 throughout."""
    for encoding in ("utf-8-sig", "gb18030"):
        decoder = codecs.getincrementaldecoder(encoding)()
        try:
            with subject.open() as stream:
                while chunk := stream.read(MEBIBYTE):
                    if b"\0" in chunk:
                        return False
                    decoder.decode(chunk)
                decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            continue
        return True
    return False


def _holds(subject: _Subject, mark: bytes) -> bool:
    """Say whether the document holds ``mark`` anywhere."""
    tail = b""
    with subject.open() as stream:
        while chunk := stream.read(MEBIBYTE):
            if mark in tail + chunk:
                return True
            tail = chunk[-len(mark) :]
    return False


_NOT_SHOWN: Final[Mapping[str, Callable[[_Subject], Inspection]]] = MappingProxyType(
    {
        "ole": _ole,
        "zip": _zip,
        "archive": lambda subject: subject.refuse("archive"),
        "program": lambda subject: subject.refuse("program"),
        "other": _other,
    }
)
