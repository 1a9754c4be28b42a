"""Pages that are built when they are first asked for: a window opens with the one it shows."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import TypeAlias, TypeVar

from PySide6.QtWidgets import QStackedWidget

from ui.views.screen import Screen, born_in
from ui.widgets.reading_order import in_reading_order

Key = TypeVar("Key", str, int)
Kind = TypeVar("Kind", bound=Screen)
Given: TypeAlias = Screen | Callable[[], Screen]


class Pages(Mapping[Key, Screen]):
    """Pages by key, in the order they were given.

    Args:
        given: a page, or what builds it.
        stack: every page is added to it when it is there.
    """

    def __init__(self, given: Mapping[Key, Given], stack: QStackedWidget) -> None:
        self._given: dict[Key, Given] = dict(given)
        self._stack = stack
        self._built: dict[Key, Screen] = {}
        for key, one in given.items():
            if isinstance(one, Screen):
                self._keep(key, one)

    def __getitem__(self, key: Key) -> Screen:
        """Return a page, built now if it never was."""
        if key not in self._built:
            self._keep(key, self._make(self._given[key]))
        return self._built[key]

    def __iter__(self) -> Iterator[Key]:
        """Go through the keys; this builds nothing."""
        return iter(self._given)

    def __len__(self) -> int:
        """Return how many pages there are, built or not."""
        return len(self._given)

    @property
    def built(self) -> tuple[Screen, ...]:
        """The pages that are there already."""
        return tuple(self._built.values())

    def has(self, key: Key) -> bool:
        """Whether a page is there already."""
        return key in self._built

    def of(self, key: Key, kind: type[Kind]) -> Kind:
        """Return a page of a known kind, built now if it never was.

        Raises:
            TypeError: the page is of another kind.
        """
        page = self[key]
        if not isinstance(page, kind):
            raise TypeError(key)
        return page

    def _keep(self, key: Key, page: Screen) -> None:
        self._built[key] = page
        self._stack.addWidget(page)
        in_reading_order(page)

    def _make(self, given: Given) -> Screen:
        """Return a page, built where it will stand."""
        if isinstance(given, Screen):
            return given
        with born_in(self._stack):
            return given()
