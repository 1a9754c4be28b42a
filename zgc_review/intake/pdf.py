"""Whether a PDF opens: damaged, locked by a password, without pages."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Final

import pypdfium2
from pypdfium2 import raw

_PASSWORD: Final = 4  # FPDF_ERR_PASSWORD, and a security handler PDFium does not know:
_SECURITY: Final = 5  # FPDF_ERR_SECURITY
_NO_FILE: Final = 2  # FPDF_ERR_FILE


@dataclass(frozen=True, slots=True)
class PdfResult:
    """What opening a PDF gave: empty problem, or one of password, pages, damaged."""

    problem: str
    pages: int = 0
    embedded: int = 0


def inspect_pdf(source: Path | bytes) -> PdfResult:
    """Open a PDF in place and count its pages and embedded files."""
    # PDFium keeps the error of an earlier file when one opens without pages: set a known one first.
    raw.FPDF_LoadDocument(b"", None)
    try:
        document = pypdfium2.PdfDocument(source)
    except pypdfium2.PdfiumError as fault:
        if fault.err_code in (_PASSWORD, _SECURITY):
            return PdfResult("password")
        return PdfResult("pages" if fault.err_code == _NO_FILE else "damaged")
    try:
        return PdfResult("", len(document), document.count_attachments())
    finally:
        document.close()
