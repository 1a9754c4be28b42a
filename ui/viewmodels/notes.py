"""What is typed in a sitting and not signed yet, on its way into the vault (acceptance U1)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from ui.viewmodels.sheet_edits import Slot
from zgc_review.domain.rows import RoundRow
from zgc_review.services.desk import Desk
from zgc_review.services.sitting_notes import NoteKind, Notes, empty_note, keep_note


@dataclass(frozen=True)
class NoteChange:
    """A value for one field of a note."""

    name: str
    value: Any
    kind: str = "note"

    @property
    def slot(self) -> Slot:
        """The field."""
        return self.kind, self.name

    def apply(self, body: dict[str, Any]) -> dict[str, Any]:
        """Return the note with this value in its field."""
        return {**body, self.name: self.value}


@dataclass(frozen=True)
class NotePlace:
    """The note that a change belongs to."""

    row: RoundRow = field(compare=False, hash=False)
    application_id: str
    note: NoteKind

    def store(self, desk: Desk, changes: Sequence[Any]) -> int:
        """Write the fields that changed as one version; return its number."""
        fields = {one.name: one.value for one in changes}
        return keep_note(desk, self.row, self.application_id, self.note, fields)


def note_in(notes: Notes, application: str, kind: NoteKind) -> Mapping[str, Any]:
    """Return a note as it was read, an empty one where nothing was said yet."""
    return notes.get(application, {}).get(kind) or empty_note(kind)
