"""What was computed stays true until something is written: many services and pages ask for the same thing.

A value holds from one transaction to the next for as long as the database is the one it was computed from.
Nobody can forget to forget: the driver counts every row that a connection adds, changes or deletes, and
the database tells each connection when another one, of this process or of any other, committed something.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Hashable, Sized
from typing import Any, TypeAlias, TypeVar

from sqlalchemy import Connection

Value = TypeVar("Value")
Values: TypeAlias = dict[Hashable, Any]
# A connection, the commits of others it has seen, rows it changed itself: one state of the database.
_State: TypeAlias = tuple[Any, int, int]

#: Rows, lines and other members of values that are kept between transactions; the least used go first.
MOST = 400_000


class Memory:
    """Values of one state of one open database file, while no transaction has them; empty once it is closed.

    A transaction takes them away and gives them back, so two that run beside each other never share them.
    """

    def __init__(self) -> None:
        self._guard = threading.Lock()
        self._is_open = True
        self._state: _State | None = None
        self._values: Values = {}

    def take(self, state: _State) -> Values:
        """Return the values of a state, none where they belong to another one; nothing is left here."""
        with self._guard:
            found, self._values = self._values, {}
            if self._state == state:
                return found
        _let_go(found)
        return {}

    def give(self, state: _State, values: Values) -> None:
        """Keep the values of a state in place of all others, unless the file was closed."""
        _shorten(values)
        with self._guard:
            if self._is_open:
                self._state = state
                values, self._values = self._values, values
        _let_go(values)

    def forget(self) -> None:
        """Let go of everything."""
        with self._guard:
            found, self._values, self._state = self._values, {}, None
        _let_go(found)

    def close(self) -> None:
        """Let go of everything for good: what a closed vault said must not stay in memory."""
        with self._guard:
            self._is_open = False
        self.forget()


class Once:
    """Remembers values of one transaction until a row of the database is changed, and hands them on.

    Args:
        connection: a transaction has begun on it.
        memory: of the database file, where transactions before left what they knew.
        seen: what :func:`db.engine.commits_seen` said inside the transaction.
    """

    def __init__(self, connection: Connection, memory: Memory, seen: int) -> None:
        self._driver: Any = connection.connection.driver_connection
        self._seen = seen
        self._memory = memory
        self._begun = self._at = self._changes
        self._kept = memory.take(self._state)
        self._is_over = False

    def __call__(self, key: Hashable, make: Callable[[], Value]) -> Value:
        """Return what was made for a key, made now where it is not known."""
        if self._is_over:
            return make()
        self._look()
        if key in self._kept:
            known: Value = self._kept.pop(key)
            self._kept[key] = known  # used last, let go last
            return known
        value = make()
        if self._changes == self._at:
            self._kept[key] = value
        return value

    def recall(self, key: Hashable) -> Any:
        """Return what is known for a key, None where nothing is."""
        self._look()
        return self._kept.get(key)

    def committed(self) -> None:
        """Hand on what was computed since the last write: it was committed just now.

        Nothing more is remembered: others may write before this connection begins again.
        """
        if not self._is_over and self._changes == self._at:
            self._hand_on()
        self._end()

    def forget(self) -> None:
        """The transaction ends uncommitted: what it knows is true only where it wrote nothing."""
        if not self._is_over and self._changes == self._begun:
            self._hand_on()
        self._end()

    def _look(self) -> None:
        """Forget what a write of this transaction made untrue."""
        if self._changes != self._at:
            _let_go(self._kept)
            self._at = self._changes

    @property
    def _changes(self) -> int:
        """How many rows this connection has changed so far."""
        return int(self._driver.total_changes)

    @property
    def _state(self) -> _State:
        return self._driver, self._seen, self._changes

    def _hand_on(self) -> None:
        values, self._kept = self._kept, {}
        self._memory.give(self._state, values)

    def _end(self) -> None:
        self._is_over = True
        _let_go(self._kept)


def _shorten(values: Values) -> None:
    """Drop what was used least recently until the rest is no more than :data:`MOST`."""
    total = sum(map(_weight, values.values()))
    while total > MOST:
        total -= _weight(values.pop(next(iter(values))))


def _weight(value: object) -> int:
    """Return how many members a value has, at least one."""
    return len(value) + 1 if isinstance(value, Sized) else 1


def _let_go(values: Values) -> None:
    """Empty values one by one: other threads may run in between, which all at once would not let them."""
    while values:
        values.popitem()
