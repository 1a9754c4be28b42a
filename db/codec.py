"""Between rows of the core and rows of a table."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import fields
from typing import Any, Generic, TypeVar

import msgspec
from sqlalchemy import Column, Result, Row, Table

from zgc_review.domain.canonical import CanonicalFault, canonical_bytes
from zgc_review.errors import ProgramFault, StorageError

RowType = TypeVar("RowType")


class Codec(Generic[RowType]):
    """Maps the fields of a row class to columns of the same name.

    Args:
        kind: the row class.
        table: the table.
        json: fields kept as canonical JSON text.
        flags: truth values kept as 0 or 1.
        renamed: field name → column name where they differ (``group`` is a word of SQL).
    """

    def __init__(
        self,
        kind: type[RowType],
        table: Table,
        *,
        json: Sequence[str] = (),
        flags: Sequence[str] = (),
        renamed: Mapping[str, str] | None = None,
    ) -> None:
        self._kind = kind
        self._json = frozenset(json)
        self._flags = frozenset(flags)
        names: list[str] = [item.name for item in fields(kind)]  # type: ignore[arg-type] # a dataclass
        self._columns = {name: (renamed or {}).get(name, name) for name in names}
        self.columns: list[Column[Any]] = [table.columns[name] for name in self._columns.values()]
        self._json_at = [n for n, name in enumerate(names) if name in self._json]
        self._flags_at = [n for n, name in enumerate(names) if name in self._flags]

    def values(self, row: RowType) -> dict[str, Any]:
        """Return the columns of ``row``."""
        return {column: self._stored(name, getattr(row, name)) for name, column in self._columns.items()}

    def rows(self, found: Result[Any]) -> list[RowType]:
        """Return the rows of a query over :attr:`columns`; fetched at once, in a third of the time."""
        rows: Sequence[Any] = found.all()
        if not self._json_at and not self._flags_at:
            return [self._kind(*one) for one in rows]
        return [self.row(one) for one in rows]

    def row(self, found: Row[Any]) -> RowType:
        """Return the row whose columns, in the order of :attr:`columns`, were found."""
        values = list(found)
        for n in self._json_at:
            values[n] = msgspec.json.decode(values[n])
        for n in self._flags_at:
            values[n] = bool(values[n])
        return self._kind(*values)

    def _stored(self, name: str, value: Any) -> Any:
        if name in self._json:
            return to_json(value)
        return int(value) if name in self._flags else value


def to_json(value: Any) -> str:
    """Return canonical JSON text.

    Raises:
        StorageError: ``vault.unstorable`` for half of a surrogate pair somewhere in a text.
        ProgramFault: floats, integers beyond 2^53, keys that are not text: never right here.
    """
    try:
        return canonical_bytes(value).decode("utf-8")
    except CanonicalFault as fault:
        cause: BaseException | None = fault
        while cause is not None:
            if isinstance(cause, UnicodeEncodeError):
                raise StorageError("vault.unstorable") from fault
            cause = cause.__cause__
        raise ProgramFault(f"not canonical JSON: {fault}") from fault
