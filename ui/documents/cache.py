"""Drawn pages kept for a while, bounded by their bytes."""

from __future__ import annotations

import threading
from collections import OrderedDict
from dataclasses import dataclass

from ui.documents.protocol import Render


@dataclass(frozen=True, slots=True)
class Page:
    """A drawn page or part of one.

    Attributes:
        width, height: of ``pixels``.
        page_width, page_height: of the whole page at this scale; smaller than asked where a bound is met.
        pixels: rows from the top without padding, 4 bytes each: blue, green, red, unused.
    """

    width: int
    height: int
    page_width: int
    page_height: int
    pixels: bytes


class PageCache:
    """The pages drawn last, of all documents.

    Args:
        most: bytes of pixels.
    """

    def __init__(self, most: int) -> None:
        self._most = most
        self._held = 0
        self._pages: OrderedDict[tuple[int, Render], Page] = OrderedDict()
        self._lock = threading.Lock()

    @property
    def held(self) -> int:
        """Bytes of pixels kept now."""
        return self._held

    def get(self, document: int, request: Render) -> Page | None:
        """Return a page drawn for the same request, or None."""
        with self._lock:
            page = self._pages.get((document, request))
            if page is not None:
                self._pages.move_to_end((document, request))
            return page

    def put(self, document: int, request: Render, page: Page) -> None:
        """Keep a page; those asked for longest ago go."""
        if len(page.pixels) > self._most:
            return
        with self._lock:
            self._forget((document, request))
            self._pages[document, request] = page
            self._held += len(page.pixels)
            while self._held > self._most:
                self._forget(next(iter(self._pages)))

    def forget(self, document: int) -> None:
        """Drop the pages of a document."""
        with self._lock:
            for key in [key for key in self._pages if key[0] == document]:
                self._forget(key)

    def _forget(self, key: tuple[int, Render]) -> None:
        """Drop one page."""
        page = self._pages.pop(key, None)
        if page is not None:
            self._held -= len(page.pixels)
