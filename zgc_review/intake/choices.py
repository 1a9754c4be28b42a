"""Which column of a file is which field, where a person said so: kept in the vault, handed on as a file."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType
from typing import Any, Final, TypeAlias

import msgspec
from msgspec import Struct

from zgc_review.errors import IntakeError

#: Bytes of a file of choices, entries in it, characters of a header.
MOST_BYTES: Final = 1 << 20
MOST: Final = 2_000
_LONGEST: Final = 200
_UNITS: Final = ("", "万元", "元")


class Choice(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """One column of a sheet.

    Attributes:
        sheet: id of the sheet's layout: ``main``, ``check`` or a list field.
        header: as it stands in the file; compared without width, case, spaces and punctuation.
        nth: which of several columns of one header, from the left.
        field: path of the column (``requested_amount``, ``project_leader.name``); null: not read.
        unit: of an amount whose header names none: 万元 or 元.
    """

    sheet: str
    header: str
    nth: int = 1
    field: str | None = None
    unit: str = ""


#: What was chosen for one sheet, by reduced header and place among its equals.
Chosen: TypeAlias = Mapping[tuple[str, int], Choice]
NO_CHOICES: Final[Chosen] = MappingProxyType({})


class _File(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A file of choices (docs/import.md)."""

    columns: tuple[Choice, ...]
    schema: int = 1


def read_choices(data: bytes) -> tuple[Choice, ...]:
    """Return the choices of a file.

    Raises:
        IntakeError: ``intake.mapping.large``, ``intake.mapping.shape``, ``intake.mapping.entry`` with the
            number of the entry.
    """
    if len(data) > MOST_BYTES:
        raise IntakeError("intake.mapping.large", limit=MOST_BYTES // 1_000)
    try:
        found = msgspec.json.decode(data, type=_File)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as fault:
        raise IntakeError("intake.mapping.shape") from fault
    if found.schema != 1 or len(found.columns) > MOST:
        raise IntakeError("intake.mapping.shape")
    return checked_choices(found.columns)


def checked_choices(choices: Sequence[Choice]) -> tuple[Choice, ...]:
    """Return choices that can be kept.

    Raises:
        IntakeError: ``intake.mapping.entry`` with the number of the first that cannot.
    """
    for n, one in enumerate(choices, 1):
        texts = (one.sheet, one.header, one.field or "")
        fits = all(len(text) <= _LONGEST and text.isprintable() for text in texts)
        if not (fits and one.sheet and one.header and 1 <= one.nth <= MOST and one.unit in _UNITS):
            raise IntakeError("intake.mapping.entry", n=n)
    return tuple(choices)


def choices_bytes(choices: Iterable[Choice]) -> bytes:
    """Return a file of choices, made for reading and editing."""
    whole = {"schema": 1, "columns": plain_choices(choices)}
    return msgspec.json.format(msgspec.json.encode(whole), indent=2) + b"\n"


def plain_choices(choices: Iterable[Choice]) -> list[dict[str, Any]]:
    """Return choices as plain values."""
    return [msgspec.to_builtins(one) for one in choices]


def choices_of(value: Any) -> tuple[Choice, ...]:
    """Return choices from the plain values a vault keeps."""
    return msgspec.convert(value or (), tuple[Choice, ...])
