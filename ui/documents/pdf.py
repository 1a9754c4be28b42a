"""PDF documents through PDFium; runs in the child only. Links and scripts are counted, never followed."""

from __future__ import annotations

import ctypes
import re
import time
import warnings
from collections.abc import Iterator
from itertools import islice
from typing import Any, Final

import pypdfium2
from pypdfium2 import raw

from ui.documents import limits
from ui.documents.folding import fold
from ui.documents.geometry import Frame, fit
from ui.documents.pdf_text import search_page, text_of
from ui.documents.protocol import (
    Characters,
    CountActive,
    Counted,
    Drawn,
    Found,
    Hit,
    Opened,
    Outline,
    Outlined,
    OutlineEntry,
    PageSizes,
    PageText,
    Render,
    Reply,
    Request,
    Search,
    Sizes,
)
from zgc_review.errors import DocumentError, ProgramFault

_PASSWORDS: Final = (raw.FPDF_ERR_PASSWORD, raw.FPDF_ERR_SECURITY)
_XFA: Final = (raw.FORMTYPE_XFA_FULL, raw.FORMTYPE_XFA_FOREGROUND)
_HEAD: Final = 1024
_SCRIPT: Final = re.compile(rb"/S\s*/JavaScript")
_SEARCHED: Final = 64 << 20
_LINKS: Final = 10_000
_FIRST_SIZES: Final = 200
_ACTIONS: Final = (raw.FPDFPAGE_AACTION_OPEN, raw.FPDFPAGE_AACTION_CLOSE)


class PdfContent:
    """An opened PDF. One page stays loaded, for drawing, text and drawing again ask for the same one.

    Args:
        data: the file; it stays in use.

    Raises:
        DocumentError: ``documents.damaged``, ``documents.password``, ``documents.pages``.
    """

    def __init__(self, data: bytearray) -> None:
        if b"%PDF-" not in data[:_HEAD]:
            raise DocumentError("documents.damaged")
        self._document = _load(data)
        form = self._document.get_formtype()
        if form != raw.FORMTYPE_NONE:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                self._document.init_forms()
        self._count = min(len(self._document), limits.PAGES)
        self._page: tuple[int, Any] | None = None
        scripts = len(_SCRIPT.findall(memoryview(data)[:_SEARCHED]))
        left_out = {
            "scripts": max(scripts, raw.FPDFDoc_GetJavaScriptActionCount(self._document)),
            "attachments": self._document.count_attachments(),
        }
        self.opened = Opened(
            "pages",
            pages=self._count,
            sizes=self._sizes(0, _FIRST_SIZES),
            left_out={name: count for name, count in left_out.items() if count > 0},
            form=form in _XFA,
        )

    def answer(self, request: Request) -> tuple[Reply, bytes | memoryview]:
        """Answer a request with a reply and its load.

        Raises:
            DocumentError: ``documents.page``, ``documents.page_damaged``.
            ProgramFault: not a request for pages.
        """
        match request:
            case Render():
                return self._render(request)
            case Sizes():
                return PageSizes(self._sizes(request.first, request.count)), b""
            case PageText():
                return Characters(*text_of(self._load_page(request.page))), b""
            case Search():
                return self._search(request), b""
            case Outline():
                return self._outline(), b""
            case CountActive():
                return self._count_active(request.first), b""
        raise ProgramFault(type(request).__name__)

    def _load_page(self, number: int) -> Any:
        """Return a page, loaded."""
        if self._page is not None and self._page[0] == number:
            return self._page[1]
        if not 0 <= number < self._count:
            raise DocumentError("documents.page", page=number + 1, pages=self._count)
        if self._page is not None:
            self._page[1].close()
            self._page = None
        try:
            page = self._document[number]
        except pypdfium2.PdfiumError as fault:
            raise DocumentError("documents.page_damaged", page=number + 1) from fault
        self._page = (number, page)
        return page

    def _sizes(self, first: int, count: int) -> list[tuple[int, int]]:
        """Return sizes of pages that exist."""
        last = min(first + min(count, limits.SIZES), self._count)
        size = raw.FS_SIZEF()
        found = []
        for number in range(max(first, 0), last):
            known = raw.FPDF_GetPageSizeByIndexF(self._document, number, size)
            found.append(fit(size.width, size.height) if known else fit(0, 0))
        return found

    def _render(self, request: Render) -> tuple[Drawn, memoryview]:
        """Draw a page, white where nothing is drawn."""
        page = self._load_page(request.page)
        frame = Frame.of(fit(page.get_width(), page.get_height()), request)
        bitmap = pypdfium2.PdfBitmap.new_native(frame.width, frame.height, raw.FPDFBitmap_BGRx)
        bitmap.fill_rect((255, 255, 255, 255), 0, 0, frame.width, frame.height)
        place = (-frame.left, -frame.top, frame.page_width, frame.page_height, request.rotation)
        flags = raw.FPDF_ANNOT
        raw.FPDF_RenderPageBitmap(bitmap, page, *place, flags)
        if self._document.formenv:
            raw.FPDF_FFLDraw(self._document.formenv, bitmap, page, *place, flags)
        pixels = memoryview(bitmap.buffer).cast("B")
        if bitmap.stride != frame.width * 4:
            raise DocumentError("documents.page_damaged", page=request.page + 1)
        return Drawn(frame.width, frame.height, frame.page_width, frame.page_height), pixels

    def _search(self, request: Search) -> Found:
        """Look through pages until the slice of time is over."""
        query = fold(request.query)
        end = time.monotonic() + limits.SLICE
        hits: list[Hit] = []
        cut = False
        for number in range(max(request.first, 0), self._count):
            try:
                page = self._load_page(number)
            except DocumentError:
                continue  # a damaged page holds nothing that could be found; drawing it tells of the damage
            found = search_page(page, number, query)
            cut = cut or len(found) == limits.HITS
            hits += found
            if time.monotonic() > end and number + 1 < self._count:
                return Found(hits, 0, number + 1, cut)
        return Found(hits, -1, 0, cut)

    def _outline(self) -> Outlined:
        """Return the outline, cut where it is too long."""
        marks: Iterator[Any] = self._document.get_toc(max_depth=limits.OUTLINE_DEPTH)
        entries = [self._entry(mark) for mark in islice(marks, limits.OUTLINE + 1)]
        return Outlined(entries[: limits.OUTLINE], len(entries) > limits.OUTLINE)

    def _entry(self, mark: Any) -> OutlineEntry:
        """Return one entry; a target outside the document is none."""
        title = mark.get_title().encode("utf-8", "replace").decode("utf-8")[: limits.TITLE]
        target = mark.get_dest()
        page = target.get_index() if target else None
        if page is None or not 0 <= page < self._count:
            return OutlineEntry(mark.level, title, -1, 0)
        return OutlineEntry(mark.level, title, page, self._top_of(target, page))

    def _top_of(self, target: Any, page: int) -> int:
        """Return how far below the top of its page a target lies, as far as it says."""
        known, top = ctypes.c_int(), ctypes.c_float()
        ignored = (ctypes.c_int(), ctypes.c_int(), ctypes.c_float(), ctypes.c_float())
        done = raw.FPDFDest_GetLocationInPage(
            target, ignored[0], known, ignored[1], ignored[2], top, ignored[3]
        )
        if not done or not known.value:
            return 0
        height = self._sizes(page, 1)[0][1]
        return min(max(height - fit(1, top.value)[1], 0), height)

    def _count_active(self, first: int) -> Counted:
        """Count what links out of the document, and pages with actions, until the slice of time is over."""
        end = time.monotonic() + limits.SLICE
        links = scripts = 0
        for number in range(max(first, 0), self._count):
            try:
                page = self._load_page(number)
            except DocumentError:
                continue
            links += _links_out(page)
            scripts += any(raw.FPDF_GetPageAAction(page, kind) for kind in _ACTIONS)
            if time.monotonic() > end and number + 1 < self._count:
                return Counted(links, scripts, number + 1)
        return Counted(links, scripts, -1)


def _load(data: bytearray) -> Any:
    """Open a PDF in place."""
    # PDFium keeps the error of an earlier file when one opens without pages: set a known one first.
    raw.FPDF_LoadDocument(b"", None)
    try:
        return pypdfium2.PdfDocument((ctypes.c_char * len(data)).from_buffer(data))
    except pypdfium2.PdfiumError as fault:
        if fault.err_code in _PASSWORDS:
            raise DocumentError("documents.password") from fault
        if fault.err_code == raw.FPDF_ERR_FILE:
            raise DocumentError("documents.pages") from fault
        raise DocumentError("documents.damaged") from fault


def _links_out(page: Any) -> int:
    """Count the links of a page that lead anywhere but to a page of this document."""
    place, link = ctypes.c_int(0), raw.FPDF_LINK()
    count = 0
    for _ in range(_LINKS):
        if not raw.FPDFLink_Enumerate(page, place, link):
            break
        action = raw.FPDFLink_GetAction(link)
        count += bool(action) and raw.FPDFAction_GetType(action) != raw.PDFACTION_GOTO
    return count


def warm() -> None:
    """Draw one invented page, so that fonts are known before a document comes."""
    document = _load(bytearray(_PAGE))
    bitmap = pypdfium2.PdfBitmap.new_native(9, 9, raw.FPDFBitmap_BGRx)
    page = document[0]
    raw.FPDF_RenderPageBitmap(bitmap, page, 0, 0, 9, 9, 0, 0)
    page.close()
    document.close()


_PAGE: Final = b"""%PDF-1.4
1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj
2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj
3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]/Contents 4 0 R/Resources<</Font<</F 5 0 R>>>>>>endobj
4 0 obj<</Length 28>>stream
BT/F 9 Tf<8BC45BA1>Tj 0 0 TdET
endstream endobj
5 0 obj<</Type/Font/Subtype/Type0/BaseFont/SimSun/Encoding/UniGB-UCS2-H/DescendantFonts[6 0 R]>>endobj
6 0 obj<</Type/Font/Subtype/CIDFontType2/BaseFont/SimSun/FontDescriptor 7 0 R
/CIDSystemInfo<</Registry(Adobe)/Ordering(GB1)/Supplement 2>>>>endobj
7 0 obj<</Type/FontDescriptor/FontName/SimSun/Flags 6>>endobj
trailer<</Root 1 0 R/Size 8>>
%%EOF
"""
