"""Answers of the declaration on their way into the vault, line by line (acceptance U1)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from ui.viewmodels.sheet_edits import WHOLE, Slot
from zgc_review.domain.rows import RoundRow
from zgc_review.services import declaring_marks
from zgc_review.services.declaring_marks import Mark
from zgc_review.services.desk import Desk


@dataclass(frozen=True)
class MarksChange:
    """The cells of one application as they are now."""

    cells: Mapping[str, Mark] = field(repr=False)
    kind: str = WHOLE

    @property
    def slot(self) -> Slot:
        """All of the line."""
        return self.kind, ""

    def apply(self, _cells: Mapping[str, Mark]) -> Mapping[str, Mark]:
        """Return these cells: they stand for all that was there."""
        return self.cells


@dataclass(frozen=True)
class MarksPlace:
    """The line of the grid that a change belongs to."""

    row: RoundRow = field(compare=False, hash=False)
    application_id: str

    def store(self, desk: Desk, changes: Sequence[Any]) -> int:
        """Keep the newest cells as a version of the answers; drafts count their own versions."""
        declaring_marks.mark(desk, self.row, self.application_id, changes[-1].cells)
        return 0
