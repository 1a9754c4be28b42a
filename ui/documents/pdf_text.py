"""Text of PDF pages: characters with boxes, and where a query stands; runs in the child only."""

from __future__ import annotations

import ctypes
from dataclasses import dataclass
from typing import Any, Final

from pypdfium2 import raw

from ui.documents import limits
from ui.documents.folding import find, fold, snippet
from ui.documents.geometry import fit
from ui.documents.protocol import Hit, Rectangle

_SPAN: Final = 1000.0
_FIRST_HALF: Final = range(0xD800, 0xDC00)
_SECOND_HALF: Final = range(0xDC00, 0xE000)


@dataclass(frozen=True, slots=True)
class _Plane:
    """From a page's own coordinates to hundredths of a point from its top left corner as shown."""

    across: tuple[float, float, float]
    down: tuple[float, float, float]
    width: int
    height: int

    @classmethod
    def of(cls, page: Any) -> _Plane:
        """Ask PDFium where three points of the page are shown."""
        width, height = fit(page.get_width(), page.get_height())
        shown = []
        for x, y in ((0.0, 0.0), (_SPAN, 0.0), (0.0, _SPAN)):
            left, top = ctypes.c_int(), ctypes.c_int()
            raw.FPDF_PageToDevice(page, 0, 0, width, height, 0, x, y, left, top)
            shown.append((left.value, top.value))
        (x0, y0), (x1, y1), (x2, y2) = shown
        across = ((x1 - x0) / _SPAN, (x2 - x0) / _SPAN, float(x0))
        down = ((y1 - y0) / _SPAN, (y2 - y0) / _SPAN, float(y0))
        return cls(across, down, width, height)

    def rectangle(self, x1: float, y1: float, x2: float, y2: float) -> Rectangle:
        """Return a rectangle as it is shown, within the page."""
        xs = sorted(self._place(self.across, x, y, self.width) for x, y in ((x1, y1), (x2, y2)))
        ys = sorted(self._place(self.down, x, y, self.height) for x, y in ((x1, y1), (x2, y2)))
        return xs[0], ys[0], xs[1], ys[1]

    @staticmethod
    def _place(row: tuple[float, float, float], x: float, y: float, most: int) -> int:
        """Return one coordinate; what is no number (NaN fails every comparison) lies at 0."""
        value = row[0] * x + row[1] * y + row[2]
        return min(max(round(value), 0), most) if abs(value) < 1e12 else 0


def text_of(page: Any) -> tuple[str, list[Rectangle]]:
    """Return the characters of a page and a box for each."""
    text_page = page.get_textpage()
    try:
        plane = _Plane.of(page)
        box = raw.FS_RECTF()
        boxes = []
        chars, origins = _characters(text_page)
        for origin in origins:
            known = raw.FPDFText_GetLooseCharBox(text_page, origin, box)
            shown = plane.rectangle(box.left, box.top, box.right, box.bottom) if known else (0, 0, 0, 0)
            boxes.append(shown)
        return chars, boxes
    finally:
        text_page.close()


def search_page(page: Any, number: int, query: str) -> list[Hit]:
    """Return where a folded query stands on a page."""
    text_page = page.get_textpage()
    try:
        if query not in fold(text_page.get_text_range(errors="replace")):
            return []
        text, origins = _characters(text_page)
        places = find(text, query, limits.HITS)
        plane = _Plane.of(page)
        return [_hit(text_page, plane, number, text, origins, *place) for place in places]
    finally:
        text_page.close()


def _hit(
    text_page: Any, plane: _Plane, number: int, text: str, origins: list[int], start: int, length: int
) -> Hit:
    """Return one hit with its rectangles."""
    first = origins[start]
    count = origins[start + length - 1] + 1 - first
    edges = [ctypes.c_double() for _ in range(4)]
    rectangles = []
    for place in range(min(raw.FPDFText_CountRects(text_page, first, count), limits.RECTANGLES)):
        if raw.FPDFText_GetRect(text_page, place, *edges):
            left, top, right, bottom = (edge.value for edge in edges)
            rectangles.append(plane.rectangle(left, top, right, bottom))
    return Hit(0, number, 0, 0, start, length, rectangles, *snippet(text, start, length))


def _characters(text_page: Any) -> tuple[str, list[int]]:
    """Return the text and, for each of its characters, PDFium's index of it.

    Where PDFium counts in 16 bits (Windows), two halves make one character.
    """
    count = min(raw.FPDFText_CountChars(text_page), limits.CHARACTERS)
    chars: list[str] = []
    origins: list[int] = []
    half = 0
    for index in range(count):
        point = raw.FPDFText_GetUnicode(text_page, index)
        if half and point in _SECOND_HALF:
            chars[-1] = chr(0x10000 + ((half - 0xD800) << 10) + point - 0xDC00)
            half = 0
            continue
        half = point if point in _FIRST_HALF else 0
        usable = 0 < point < 0x110000 and not 0xD800 <= point < 0xE000
        chars.append(chr(point) if usable else "\ufffd")
        origins.append(index)
    return "".join(chars), origins
