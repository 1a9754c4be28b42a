"""Values of the round that a test may name: ``@t0``, ``@call_year``, ``@support_from``, ``@support_to``.

Catalogue head, item 6: with ``-Ny``, ``-Nm`` or ``-Nd`` behind. Rules §4: back from 29 February of a
leap year to a year without one is 28 February.
"""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date, timedelta
from typing import Protocol

_DAY = re.compile(r"@(t0|support_from|support_to)(?:-(?:(\d{1,3})y|(\d{1,4})m|(\d{1,5})d))?\Z", re.ASCII)
_YEAR = re.compile(r"@call_year(?:-(\d{1,3})y)?\Z", re.ASCII)


class RoundValues(Protocol):
    """The part of a round definition that tests may name; the settings of a round have it."""

    @property
    def t0(self) -> str:
        """Review opening date, YYYY-MM-DD."""

    @property
    def call_year(self) -> int:
        """Year of the call."""

    @property
    def support_from(self) -> str | None:
        """First day of the support period, None where no gate needs it."""

    @property
    def support_to(self) -> str | None:
        """Last day of the support period, likewise."""


def names_day(text: str) -> bool:
    """Say whether ``text`` is a well-formed reference to a day of the round."""
    return _DAY.match(text) is not None


def names_year(text: str) -> bool:
    """Say whether ``text`` is a well-formed reference to the year of the call."""
    return _YEAR.match(text) is not None


def resolve(text: str, values: RoundValues) -> str | int | None:
    """Return the day (YYYY-MM-DD) or year that ``text`` means, None where the round leaves it open.

    Raises:
        ValueError: not a reference, or a day of the round that the calendar does not have.
    """
    if year := _YEAR.match(text):
        return values.call_year - int(year[1] or 0)
    found = _DAY.match(text)
    if found is None:
        raise ValueError(text)
    day: str | None = getattr(values, found[1])
    if day is None:
        return None
    moved = back(
        date.fromisoformat(day),
        months=12 * int(found[2] or 0) + int(found[3] or 0),
        days=int(found[4] or 0),
    )
    return moved.isoformat()


def back(day: date, *, months: int = 0, days: int = 0) -> date:
    """Return the day ``months`` and ``days`` before; a day its month lacks becomes the last it has."""
    total = day.year * 12 + day.month - 1 - months
    year, month = total // 12, total % 12 + 1
    return date(year, month, min(day.day, monthrange(year, month)[1])) - timedelta(days=days)
