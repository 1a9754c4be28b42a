"""Bounds that keep hostile or broken files from using up the machine."""

from __future__ import annotations

from dataclasses import dataclass

MEBIBYTE = 1024 * 1024
#: What a limit is told in: sizes are named in decimal units everywhere a person reads them.
MEGABYTE = 1_000_000


@dataclass(frozen=True, slots=True)
class Limits:
    """What a file may at most hold.

    Attributes:
        workbook_bytes: size of a workbook or CSV file.
        document_bytes: size of a document (design §4.2: 1 GiB).
        unpacked_bytes: sum of the sizes inside a workbook or DOCX once unpacked.
        xml_bytes: thereof XML.
        ratio: unpacked to packed size of one part, counted from 1 MiB.
        parts: entries of one zip container.
        rows: rows of a sheet. columns: columns of a sheet. cells: cells of a workbook.
        cell: characters of a cell (Excel's own bound).
        files: documents of one application. depth: folders inside each other.
        pixels: width × height of a picture that is shown.
        name: characters of a document's name.
        line: characters of a number, title or unit: as many as a result can carry.
    """

    workbook_bytes: int = 64 * MEBIBYTE
    document_bytes: int = 1024 * MEBIBYTE
    unpacked_bytes: int = 2048 * MEBIBYTE
    xml_bytes: int = 256 * MEBIBYTE
    ratio: int = 250
    parts: int = 10_000
    rows: int = 100_000
    columns: int = 500
    cells: int = 5_000_000
    cell: int = 32_767
    files: int = 1_000
    depth: int = 8
    pixels: int = 100_000_000
    name: int = 500
    line: int = 500


LIMITS = Limits()
