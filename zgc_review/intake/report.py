"""Collects findings, keeps the ones that matter most, and counts all."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from zgc_review.domain.findings import Finding, Level
from zgc_review.intake.codes import CODES

MAX_FINDINGS: Final = 1_000
_SHOWN: Final = 200
_ORDER: Final = (Level.ERROR, Level.WARN, Level.INFO)


@dataclass(frozen=True, slots=True)
class Place:
    """Where something was read: file, sheet, row, column header."""

    source: str = ""
    sheet: str = ""
    row: int = 0
    column: str = ""


class Report:
    """Findings of one batch, in the order they were met.

    Of each level at most ``limit`` are kept, and at most ``limit`` are shown, errors first; a last
    finding says how many more there are. Counts are never cut.
    """

    def __init__(self, limit: int = MAX_FINDINGS) -> None:
        self._limit = limit
        self._kept: dict[Level, list[tuple[int, Finding]]] = {level: [] for level in _ORDER}
        self._counts = dict.fromkeys(_ORDER, 0)

    def add(self, code: str, place: Place, value: str = "", /, **params: str | int) -> None:
        """Add the finding ``code`` of ``place``; its level stands in :mod:`zgc_review.intake.codes`."""
        level = CODES[code]
        self._counts[level] += 1
        if len(self._kept[level]) < self._limit:
            sheet, column = short(place.sheet), short(place.column)
            finding = Finding(code, level, place.source, sheet, place.row, column, short(value), params)
            self._kept[level].append((sum(self._counts.values()), finding))

    @property
    def errors(self) -> int:
        """How many errors were met so far, kept or not."""
        return self._counts[Level.ERROR]

    def count(self, level: Level) -> int:
        """Return how many findings of ``level`` were met, kept or not."""
        return self._counts[level]

    def findings(self) -> tuple[Finding, ...]:
        """Return what is shown, in the order met, with the number left out as the last finding."""
        chosen: list[tuple[int, Finding]] = []
        for level in _ORDER:
            chosen += self._kept[level][: self._limit - len(chosen)]
        shown = [finding for _, finding in sorted(chosen, key=lambda entry: entry[0])]
        left = sum(self._counts.values()) - len(shown)
        if left:
            shown.append(Finding("intake.more", Level.INFO, params={"count": left}))
        return tuple(shown)


def short(text: str, limit: int = _SHOWN) -> str:
    """Return ``text`` fit for one line of a list: control characters visible, the rest cut."""
    cut = text if len(text) <= limit else text[: limit - 1] + "…"
    return "".join(char if char.isprintable() else f"\\u{ord(char):04x}" for char in cut)
