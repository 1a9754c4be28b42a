"""Where pages stand below each other, in pixels: pure geometry, no window."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence

GAP = 16
MARGIN = 20  # at the left and right of a page; the left one also holds the tags of cited pages
_DOT = 96 / 72 / 100  # pixels at 100 % for a hundredth of a point

Size = tuple[int, int]


class PageLayout:
    """Places of pages at one zoom and rotation.

    Args:
        count: pages in all.
        sizes: width and height of the pages known so far, in hundredths of a point; pages whose size is
            not known yet count as the first one.
    """

    def __init__(self, count: int, sizes: Sequence[Size]) -> None:
        self.count = count
        self._sizes = list(sizes) or [(59500, 84200)]
        self.rotation = 0
        self.zoom = 1.0
        self._tops: list[int] = []
        self._lay()

    def learn(self, first: int, sizes: Sequence[Size]) -> None:
        """Take the sizes of pages from ``first`` on."""
        if first == len(self._sizes):
            self._sizes += sizes
            self._lay()

    @property
    def known(self) -> int:
        """How many sizes are known."""
        return len(self._sizes)

    def place(self, zoom: float, rotation: int) -> None:
        """Lay the pages out anew."""
        self.zoom, self.rotation = zoom, rotation % 4
        self._lay()

    def size(self, page: int) -> tuple[int, int]:
        """Return width and height of a page in pixels as it is shown."""
        wide, tall = self.points(page)
        return max(1, round(wide * _DOT * self.zoom)), max(1, round(tall * _DOT * self.zoom))

    def points(self, page: int) -> Size:
        """Return width and height of a page in hundredths of a point, turned as it is shown."""
        wide, tall = self._sizes[page] if page < len(self._sizes) else self._sizes[0]
        return (tall, wide) if self.rotation % 2 else (wide, tall)

    def top(self, page: int) -> int:
        """Return the y of a page's upper edge."""
        return self._tops[page]

    @property
    def height(self) -> int:
        """Return the height of everything."""
        return self._tops[-1] + self.size(self.count - 1)[1] + GAP if self.count else 0

    @property
    def width(self) -> int:
        """Return the width of the widest page with its margins."""
        widest = max(range(min(self.count, len(self._sizes))), key=lambda n: self.size(n)[0], default=0)
        return self.size(widest)[0] + 2 * MARGIN if self.count else 0

    def page_at(self, y: int) -> int:
        """Return the page at a height, the nearest above in a gap."""
        return max(0, min(self.count - 1, bisect_right(self._tops, y) - 1))

    def visible(self, top: int, height: int) -> range:
        """Return the pages between two heights."""
        if not self.count:
            return range(0)
        return range(self.page_at(top), self.page_at(top + height) + 1)

    def fit_width(self, width: int) -> float:
        """Return the zoom at which the widest known page fills ``width``."""
        widest = max(self.points(page)[0] for page in range(min(self.count, self.known)))
        return max(0.1, (width - 2 * MARGIN) / (widest * _DOT))

    def fit_page(self, page: int, width: int, height: int) -> float:
        """Return the zoom at which a whole page is in view."""
        wide, tall = self.points(page)
        across, down = (width - 2 * MARGIN) / (wide * _DOT), (height - 2 * GAP) / (tall * _DOT)
        return max(0.1, min(across, down))

    def _lay(self) -> None:
        self._tops, y = [], GAP
        for page in range(self.count):
            self._tops.append(y)
            y += self.size(page)[1] + GAP
