"""How large a page is and how large it is drawn, within bounds whatever a file claims."""

from __future__ import annotations

import math
from dataclasses import dataclass
from fractions import Fraction

from ui.documents import limits
from ui.documents.protocol import Render


def fit(width: float, height: float) -> tuple[int, int]:
    """Return a page's sides, given in points, as hundredths of a point within what can be drawn."""
    return _side(width), _side(height)


def _side(points: float) -> int:
    """Return one side; what is no number or nothing counts as one point."""
    if not math.isfinite(points) or points <= 0:
        return 100
    return min(max(round(points * 100), 1), limits.SIDE)


@dataclass(frozen=True, slots=True)
class Frame:
    """What is drawn, in pixels: a part of the page at its scale.

    Attributes:
        left, top, width, height: the part.
        page_width, page_height: the whole page.
    """

    left: int
    top: int
    width: int
    height: int
    page_width: int
    page_height: int

    @classmethod
    def of(cls, size: tuple[int, int], request: Render) -> Frame:
        """Return the frame of a request on a page of ``size``: smaller than asked where a bound is met."""
        across, down = reversed(size) if request.rotation % 2 else size
        width = Fraction(min(max(request.width, 1), limits.PIXEL_SIDE))
        height = width * down / across
        if height > limits.PIXEL_SIDE:
            width, height = width * limits.PIXEL_SIDE / height, Fraction(limits.PIXEL_SIDE)
        clip = request.clip or (0, 0, math.ceil(width), math.ceil(height))
        shrink = _shrink(width, height, clip)
        page_width, page_height = _pixels(width * shrink), _pixels(height * shrink)
        left = min(max(math.floor(clip[0] * shrink), 0), page_width - 1)
        top = min(max(math.floor(clip[1] * shrink), 0), page_height - 1)
        return cls(
            left,
            top,
            min(max(_pixels(clip[2] * shrink), 1), page_width - left),
            min(max(_pixels(clip[3] * shrink), 1), page_height - top),
            page_width,
            page_height,
        )


def _shrink(width: Fraction, height: Fraction, clip: tuple[int, int, int, int]) -> Fraction:
    """Return the factor that brings the drawn part within the bound of pixels."""
    pixels = min(Fraction(clip[2]), width) * min(Fraction(clip[3]), height)
    if pixels <= limits.PIXELS:
        return Fraction(1)
    return Fraction(math.isqrt(10**12 * limits.PIXELS // math.ceil(pixels)), 10**6)


def _pixels(side: Fraction) -> int:
    """Return whole pixels, at least one."""
    return max(math.floor(side + Fraction(1, 2)), 1)
