"""What a transaction computed stays true until it writes: many services ask for the same thing."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import Any, TypeVar

from sqlalchemy import Connection

Value = TypeVar("Value")


class Once:
    """Remembers values of one transaction until a row of the database is changed.

    The driver counts every row that is added, changed or deleted, so nobody can forget to forget.
    """

    def __init__(self, connection: Connection) -> None:
        self._driver: Any = connection.connection.driver_connection
        self._kept: dict[Hashable, Any] = {}
        self._at = -1

    def __call__(self, key: Hashable, make: Callable[[], Value]) -> Value:
        """Return what was made for a key, made now where it is not known."""
        if self._driver.total_changes != self._at:
            self._kept.clear()
            self._at = self._driver.total_changes
        if key in self._kept:
            known: Value = self._kept[key]
            return known
        value = make()
        if self._driver.total_changes == self._at:
            self._kept[key] = value
        return value

    def forget(self) -> None:
        """Let go of everything: the transaction ends."""
        self._kept.clear()
        self._at = -1
