"""What a zip container (XLSX, DOCX) holds, judged before any XML parser sees it; nothing is unpacked."""

from __future__ import annotations

import zipfile
import zlib
from dataclasses import dataclass
from typing import BinaryIO, Final

from zgc_review.intake.limits import MEBIBYTE, Limits

OLE_MAGIC: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ZIP_MAGICS: Final = (b"PK\x03\x04", b"PK\x05\x06")
_ENCRYPTED_STREAM: Final = "EncryptedPackage".encode("utf-16-le")
_DECLARATIONS: Final = tuple(
    mark.encode(encoding)
    for mark in ("<!DOCTYPE", "<!ENTITY")
    for encoding in ("utf-8", "utf-16-le", "utf-16-be")
)
_LONGEST: Final = max(map(len, _DECLARATIONS))
_CHUNK: Final = MEBIBYTE


@dataclass(frozen=True, slots=True)
class Container:
    """A zip container.

    Attributes:
        problem: empty, or one of damaged, password, bomb, entities.
        names: entry names as they stand in the directory.
    """

    problem: str
    names: frozenset[str] = frozenset()

    @property
    def kind(self) -> str:
        """What the container is: xlsx, docx, pptx, ofd, odf, or zip for a plain archive."""
        for name, kind in _MAIN_PARTS:
            if name in self.names:
                return kind
        return "zip"

    @property
    def has_macros(self) -> bool:
        """True when the container carries a macro project or a macro sheet."""
        return any(
            name.lower().endswith("vbaproject.bin") or "/macrosheets/" in name.lower() for name in self.names
        )

    @property
    def has_links(self) -> bool:
        """True when a workbook refers to other workbooks."""
        return any(name.lower().startswith("xl/externallinks/") for name in self.names)


_MAIN_PARTS: Final = (
    ("xl/workbook.xml", "xlsx"),
    ("word/document.xml", "docx"),
    ("ppt/presentation.xml", "pptx"),
    ("OFD.xml", "ofd"),
    ("META-INF/manifest.xml", "odf"),
)


def check_container(stream: BinaryIO, limits: Limits) -> Container:
    """Judge the zip container in ``stream``: sizes, encryption, document type declarations.

    Entries are inflated one piece at a time, XML only, and thrown away: what a parser would later
    read has been read here within bounds. Sizes told by the directory bound the reading, and a part
    longer than told fails its checksum.
    """
    try:
        with zipfile.ZipFile(stream) as archive:
            entries = archive.infolist()
            names = frozenset(entry.filename for entry in entries)
            problem = _sizes(entries, limits) or _declarations(archive, entries)
            return Container(problem, names)
    except (zipfile.BadZipFile, zlib.error, EOFError, ValueError, NotImplementedError, OSError):
        return Container("damaged")


def _sizes(entries: list[zipfile.ZipInfo], limits: Limits) -> str:
    """Return the problem that the directory alone tells, or an empty text."""
    if any(entry.flag_bits & 0x1 for entry in entries):
        return "password"
    xml = sum(entry.file_size for entry in entries if _is_xml(entry))
    total = sum(entry.file_size for entry in entries)
    if len(entries) > limits.parts or total > limits.unpacked_bytes or xml > limits.xml_bytes:
        return "bomb"
    for entry in entries:
        if entry.file_size > MEBIBYTE and entry.file_size > limits.ratio * max(entry.compress_size, 1):
            return "bomb"
    return ""


def _declarations(archive: zipfile.ZipFile, entries: list[zipfile.ZipInfo]) -> str:
    """Return ``entities`` when any XML part declares a document type: office programs never do."""
    for entry in entries:
        if not _is_xml(entry):
            continue
        tail = b""
        with archive.open(entry) as part:
            while chunk := part.read(_CHUNK):
                window = tail + chunk
                if any(mark in window for mark in _DECLARATIONS):
                    return "entities"
                tail = window[-_LONGEST:]
    return ""


def _is_xml(entry: zipfile.ZipInfo) -> bool:
    """Say whether a part is read by an XML parser."""
    return entry.filename.lower().endswith((".xml", ".rels", ".vml"))


def is_encrypted_ole(data: bytes) -> bool:
    """Say whether an OLE container holds an encrypted office document ([MS-OFFCRYPTO])."""
    return _ENCRYPTED_STREAM in data
