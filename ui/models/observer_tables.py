"""The observer's tables: versions of the round definition, what was checked of a file."""

from __future__ import annotations

from ui.models.cells import Cell, CellTable
from ui.viewmodels.observer import VersionLine
from zgc_review.services.verifying import Check

_MARKS = {True: ("check-line", "ok"), False: ("forbid-2-line", "danger"), None: ("question-line", "warn")}


_STANDINGS = {
    "observer.version.in_force": ("check-line", "ok"),
    "observer.version.withdrawn": ("arrow-go-back-line", "text2"),
    "observer.version.waiting": ("time-line", "warn"),
}


def standing_key(line: VersionLine) -> str:
    """Return the caption of where a version stands: it counts, waits or was withdrawn."""
    if line.is_in_force:
        return "observer.version.in_force"
    return f"observer.version.{'withdrawn' if line.is_withdrawn else 'waiting'}"


class VersionsTable(CellTable[VersionLine]):
    """Columns: number, digits, claimed time, where it stands, own consent."""

    columns = (
        "observer.head.version",
        "observer.head.digits",
        "observer.head.at",
        "observer.head.state",
        "observer.head.mine",
    )

    def cell(self, row: VersionLine, column: int) -> Cell:
        """Return what stands in a cell."""
        if column == 0:
            return Cell(str(row.number), type="body", at_right=True)
        if column == 1:
            return Cell(row.digits, type="body")
        if column == 2:
            return Cell(f"{row.at[:10]} {row.at[11:16]}", ink="text2")
        if column == 3:
            return self._standing(row)
        if row.mine:
            ink = "ok" if row.mine == "yes" else "danger"
            return Cell(self.cap(f"observer.version.{row.mine}"), "check-line", ink)
        if row.is_asked:
            return Cell(self.cap("observer.version.asked"), "error-warning-line", "warn")
        return Cell(self.cap("observer.version.not_asked"), ink="text3")

    def _standing(self, row: VersionLine) -> Cell:
        """Return whether a version counts, waits or was withdrawn."""
        key = standing_key(row)
        return Cell(self.cap(key), *_STANDINGS[key])


class ChecksTable(CellTable[Check]):
    """Columns: outcome, what was looked at; one line each, also what was not checked."""

    columns = ("observer.head.outcome", "observer.head.what")

    def cell(self, row: Check, column: int) -> Cell:
        """Return what stands in a cell."""
        icon, ink = _MARKS[row.ok]
        if column == 0:
            word = {True: "ok", False: "failed", None: "unchecked"}[row.ok]
            return Cell(self.cap(f"observer.check.{word}"), icon, ink)
        return Cell(self.captions.texts.get(f"cli.verify.what.{row.name}", detail=row.detail), type="body")
