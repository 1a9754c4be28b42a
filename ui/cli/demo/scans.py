"""Papers as they come from a scanner: a page drawn, turned into 16 colours with grain.

Four bits of a pixel say how light it is (three bits) and whether it is red (one bit): enough for
black print, grey shadows and a red seal. Whole planes are worked on as large integers: fast without
any library for numbers.
"""

from __future__ import annotations

import struct
import zlib
from dataclasses import dataclass
from random import Random
from typing import Final

import pypdfium2

_SCALE: Final = 1.666  # 120 dots per inch
_TEXTURES: Final = 5
_LIGHTNESS: Final = (14, 34, 78, 104, 168, 188, 238, 252)
#: Eight greys, then the same where the page is red; dark red is print, so it stays grey.
PALETTE: Final = bytes(
    value
    for red in (False, True)
    for place, light in enumerate(_LIGHTNESS)
    for value in (
        (light, light // 4, light // 5) if red and place > 3 else (light, light, light - light // 40)
    )
)
_SHADE: Final = bytes((value >> 6) << 1 for value in range(256))
_RED: Final = bytes(8 if value < 120 else 0 for value in range(256))


@dataclass(frozen=True, slots=True)
class Scan:
    """One page: two pixels to a byte, rows of ``width // 2`` bytes, colours of ``PALETTE``."""

    width: int
    height: int
    pixels: bytes


class Scanner:
    """Makes scans; the grain is drawn once and shifted for each page."""

    def __init__(self, rng: Random) -> None:
        self._rng = rng
        self._grains: list[bytes] = []

    def scan(self, pdf: bytes, page: int = 0) -> Scan:
        """Return page ``page`` (from 0) of a PDF as a scan."""
        document = pypdfium2.PdfDocument(pdf)
        try:
            bitmap = document[page].render(scale=_SCALE, prefer_bgrx=True)
            raw, width, height = bytes(bitmap.buffer), bitmap.width, bitmap.height
        finally:
            document.close()
        blue, red = raw[0::4], raw[2::4]
        even = width - width % 2
        if even != width:
            blue, red = _narrowed(blue, width, even), _narrowed(red, width, even)
        plane = _number(red.translate(_SHADE)) | _number(blue.translate(_RED))
        both = plane.to_bytes(even * height, "big")
        size = even * height // 2
        pixels = _number(both[0::2]) << 4 | _number(both[1::2]) | _number(self._grain(size))
        return Scan(even, height, pixels.to_bytes(size, "big"))

    def _grain(self, size: int) -> bytes:
        """Return grain for ``size`` bytes: one pixel in eight a shade lighter, another place each time."""
        rng = self._rng
        if not self._grains or len(self._grains[0]) != size:
            self._grains = [_texture(rng, size) for _ in range(_TEXTURES)]
        grain, start = rng.choice(self._grains), rng.randrange(size)
        return grain[start:] + grain[:start]


def png_bytes(scan: Scan) -> bytes:
    """Return a scan as a PNG picture."""
    row = scan.width // 2
    rows = b"".join(b"\0" + scan.pixels[start : start + row] for start in range(0, len(scan.pixels), row))
    head = struct.pack(">IIBBBBB", scan.width, scan.height, 4, 3, 0, 0, 0)
    parts = ((b"IHDR", head), (b"PLTE", PALETTE), (b"IDAT", zlib.compress(rows, 1)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        for kind, data in parts
    )


def _texture(rng: Random, size: int) -> bytes:
    """Return random grain: a bit of each pixel is set where three throws agree."""
    grain = _number(rng.randbytes(size)) & _number(rng.randbytes(size)) & _number(rng.randbytes(size))
    return (grain & _number(b"\x11" * size)).to_bytes(size, "big")


def _narrowed(plane: bytes, width: int, even: int) -> bytes:
    """Cut the last column of a plane of odd width."""
    return b"".join(plane[start : start + even] for start in range(0, len(plane), width))


def _number(plane: bytes) -> int:
    """Return a plane as one integer."""
    return int.from_bytes(plane, "big")
