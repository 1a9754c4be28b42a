"""Tables of the import: findings, applications, gates."""

from __future__ import annotations

from ui.models.cells import Cell, CellTable
from zgc_review.domain.findings import Finding, Level
from zgc_review.domain.rows import ApplicationRow
from zgc_review.services.gates_record import GateLine

LEVELS = {
    Level.ERROR: ("forbid-2-line", "danger"),
    Level.WARN: ("error-warning-line", "warn"),
    Level.INFO: ("information-line", "plain"),
}
_WAITING = {"RECEIVED", "FORMAL_OK"}
_ENDED = {"FORMAL_FAIL", "INELIGIBLE", "WITHDRAWN"}
_ANSWERS = {
    "yes": ("check-line", "ok"),
    "no": ("forbid-2-line", "danger"),
    "not_applicable": ("", "text2"),
    "unverified": ("question-line", "warn"),
}


class FindingsTable(CellTable[Finding]):
    """Columns: level, row, column, what stands there, what is wrong, what to do."""

    columns = (
        "secretary.import.level",
        "secretary.import.row",
        "secretary.import.column",
        "secretary.import.value",
        "secretary.import.problem",
        "secretary.import.remedy",
    )

    def cell(self, row: Finding, column: int) -> Cell:
        """Return what stands in a cell."""
        if column == 0:
            icon, tag = LEVELS[row.level]
            return Cell(self.cap(f"secretary.import.levels.{row.level.value}"), icon, tag=tag)
        if column == 1:
            return Cell(str(row.row) if row.row else "", ink="text2", at_right=True)
        if column == 2:
            return Cell(row.column or row.sheet or row.source, type="body")
        if column == 3:
            return Cell(row.value or "—")
        text, remedy = self.captions.finding(row)
        return Cell(text if column == 4 else remedy, ink="text2")


class ApplicationsTable(CellTable[ApplicationRow]):
    """Columns: number, applicant, state."""

    columns = ("secretary.gates.number", "secretary.gates.unit", "secretary.gates.state")
    amended: frozenset[str] = frozenset()

    def cell(self, row: ApplicationRow, column: int) -> Cell:
        """Return what stands in a cell."""
        if column == 0:
            icon = "refresh-line" if row.application_id in self.amended else ""
            tip = self.cap("intake.amended") if icon else ""
            return Cell(row.number, icon, ink="text2", tip=tip)
        if column == 1:
            return Cell(str(row.record.get("unit_name", "")), type="body")
        ink = "warn" if row.state in _WAITING else "danger" if row.state in _ENDED else "text2"
        icon = "question-line" if row.state in _WAITING else ""
        return Cell(self.captions.texts.get(f"cli.state.{row.state}"), icon, ink)


class GatesTable(CellTable[GateLine]):
    """Columns: gate, what the program says, what a person says, what counts."""

    columns: tuple[str, ...] = (
        "secretary.gates.gate",
        "secretary.gates.machine",
        "secretary.gates.person",
        "secretary.gates.counts",
    )

    def cell(self, row: GateLine, column: int) -> Cell:
        """Return what stands in a cell."""
        if column == 0:
            name = row.gate.zh if self.captions.language == "zh_CN" else row.gate.en or row.gate.zh
            return Cell(f"{row.gate.id}　{name}", type="body")
        if column == 1:
            return self._answer(row.machine)
        if column == 2:
            if row.person is not None:
                return self._answer(row.person.answer, row.person.reason)
            if row.word is not None:
                return Cell(self.cap("secretary.gates.word"), ink="text2", tip=row.word.reason)
            return Cell("—", ink="text3")
        return self._answer(row.counts, strong=True)

    def _answer(self, answer: str, tip: str = "", *, strong: bool = False) -> Cell:
        """Return an answer with its icon; the one that counts is the one in colour."""
        icon, ink = _ANSWERS[answer]
        words = self.cap(f"secretary.gates.answer.{answer}")
        return Cell(words, icon if strong else "", ink if strong else "text2", tip=tip)
