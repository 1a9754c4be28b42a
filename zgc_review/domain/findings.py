"""Findings: refusals and warnings about data, as values."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum


class Level(StrEnum):
    """How much a finding matters."""

    ERROR = "error"
    WARN = "warn"
    INFO = "info"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing found in data somebody sent.

    Attributes:
        code: dotted name; ``finding.<code>.text`` and ``finding.<code>.remedy`` hold the sentences.
        level: error stops the row, warn asks a person, info only tells.
        source: file name or folder, as the sender knows it.
        sheet: worksheet name, or empty.
        row: row number as the spreadsheet shows it (first row 1), 0 where there is none.
        column: column header, or empty.
        value: the offending value as typed (shown on screen, never logged).
        params: further named values for the sentences.
    """

    code: str
    level: Level
    source: str = ""
    sheet: str = ""
    row: int = 0
    column: str = ""
    value: str = ""
    params: dict[str, str | int] = field(default_factory=dict)
