"""Tables beside the gates: amendments, fields of the secretary's, 达标即享, 名单, 不良信用记录, ethics."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from ui.models.cells import Cell, CellTable
from ui.viewmodels.secretary.intake_lists import EthicsRow, HitRow, UnscoredRow
from zgc_review.catalogue import Field
from zgc_review.services.application_changes import PaperChange
from zgc_review.services.record_words import field_name, value_words

RESULTS = {
    "MET": "ok",
    "LISTED": "ok",
    "NOT_MET": "danger",
    "DECLINED": "danger",
    "MANUAL": "warn",
    "INFO_MISSING": "warn",
}
STANDINGS = {
    "none": ("", "text2"),
    "valid": ("check-line", "ok"),
    "expired": ("forbid-2-line", "danger"),
    "lacking": ("forbid-2-line", "danger"),
    "unknown": ("question-line", "warn"),
}
_PAPERS = {
    "added": ("add-line", "ok"),
    "removed": ("subtract-line", "danger"),
    "replaced": ("refresh-line", "warn"),
    "renamed": ("edit-line", "text2"),
}


@dataclass(frozen=True, slots=True)
class Change:
    """One difference of an amendment: a field with both values, or a document."""

    amendment: int
    field: Field | None
    name: str
    before: Any
    after: Any
    paper: PaperChange | None = None


class ChangesTable(CellTable[Change]):
    """Columns: which time, field or document, before, after."""

    columns = ("intake.changes.n", "intake.changes.what", "intake.changes.before", "intake.changes.after")

    def cell(self, row: Change, column: int) -> Cell:
        """Return what stands in a cell."""
        texts = self.captions.texts
        if column == 0:
            return Cell(str(row.amendment), ink="text2", at_right=True)
        if row.paper is not None:
            return self._paper(row.paper, column)
        if column == 1:
            return Cell(field_name(texts, row.field, row.name), type="body")
        value = row.before if column == 2 else row.after
        return Cell(value_words(texts, row.field, value), ink="text3" if value is None else "text1")

    def _paper(self, paper: PaperChange, column: int) -> Cell:
        """Return what stands in a cell of a document."""
        if column == 1:
            icon, ink = _PAPERS[paper.kind]
            return Cell(paper.label, icon, ink, type="body")
        one = paper.before if column == 2 else paper.after
        if one is None:
            return Cell("—", ink="text3")
        size = self.cap("intake.changes.size", size=f"{one.size:,}")
        words = f"{one.label}　{size}" if paper.kind == "renamed" else size
        if column == 3:
            words = f"{words} · {self.cap(f'intake.changes.paper.{paper.kind}')}"
        return Cell(words, ink="text2")


class FieldsTable(CellTable[tuple[Field, Any]]):
    """Columns: field, its value."""

    columns = ("intake.fields.field", "intake.fields.value")

    def cell(self, row: tuple[Field, Any], column: int) -> Cell:
        """Return what stands in a cell."""
        field, value = row
        if column == 0:
            return Cell(field_name(self.captions.texts, field, field.id), type="body")
        words = value_words(self.captions.texts, field, value)
        return Cell(words, ink="warn" if value is None else "text1")


class ChecklistTable(CellTable[UnscoredRow]):
    """Columns: number, applicant, result."""

    columns: tuple[str, ...] = ("secretary.gates.number", "secretary.gates.unit", "intake.unscored.result")

    def cell(self, row: UnscoredRow, column: int) -> Cell:
        """Return what stands in a cell."""
        if column == 0:
            return Cell(row.number, ink="text2")
        if column == 1:
            return Cell(row.unit, type="body")
        return self.result(row)

    def result(self, row: UnscoredRow) -> Cell:
        """Return the result as a tag, the state where there is none."""
        if row.result is None:
            return Cell(self.captions.texts.get(f"cli.state.{row.state}"), ink="text2", tip=row.reason)
        words = self.captions.texts.get(f"cli.gates.result_word.{row.result}")
        return Cell(words, tag=RESULTS[row.result], tip=row.reason or words)


class NamelistTable(ChecklistTable):
    """Columns: number, applicant, compared with the list, consent, payment data, result."""

    columns = (
        "secretary.gates.number",
        "secretary.gates.unit",
        "intake.unscored.match",
        "intake.unscored.answer",
        "intake.unscored.payee",
        "intake.unscored.result",
    )
    _MATCHES = {  # noqa: RUF012 - a table
        "match": ("check-line", "ok"),
        "mismatch": ("error-warning-line", "warn"),
        "not_found": ("forbid-2-line", "danger"),
        "none": ("", "text3"),
    }
    _ANSWERS = {  # noqa: RUF012 - a table
        "agreed": ("check-line", "ok"),
        "declined": ("forbid-2-line", "danger"),
        "pending": ("question-line", "warn"),
    }

    def cell(self, row: UnscoredRow, column: int) -> Cell:
        """Return what stands in a cell."""
        if column < 2:
            return super().cell(row, column)
        if column == 5:
            return self.result(row)
        listed = row.listed
        if column == 2:
            icon, ink = self._MATCHES[row.match]
            return Cell(self.cap(f"intake.unscored.matches.{row.match}"), icon, ink)
        if listed is None:
            return Cell("—", ink="text3")
        if column == 3:
            icon, ink = self._ANSWERS[listed.answer]
            return Cell(self.cap(f"intake.unscored.answers.{listed.answer}"), icon, ink)
        payable = "complete" if listed.is_payable else "lacking"
        return Cell(
            self.cap(f"intake.unscored.payable.{payable}"), ink="text2" if listed.is_payable else "warn"
        )


class HitsTable(CellTable[HitRow]):
    """Columns: number, applicant, what was compared, how sure, the entry, until when."""

    columns = (
        "secretary.gates.number",
        "secretary.gates.unit",
        "intake.hits.subject",
        "intake.hits.way",
        "intake.hits.entry",
        "intake.hits.until",
    )

    def cell(self, row: HitRow, column: int) -> Cell:
        """Return what stands in a cell."""
        hit = row.hit
        if column == 0:
            return Cell(row.number, ink="text2")
        if column == 1:
            return Cell(row.unit, type="body")
        if column == 2:
            return Cell(self.cap(f"intake.hits.subjects.{hit.subject}"), ink="text2")
        if column == 3:
            tag = "plain" if hit.standing == "expired" else "danger" if hit.is_sure else "warn"
            return Cell(self.captions.texts.get(f"cli.gates.hit.{hit.way}_{hit.standing}"), tag=tag)
        if column == 4:
            parts = (hit.entry.get(name, "") for name in ("name", "category", "decision_no"))
            return Cell(" · ".join(str(part) for part in parts if part))
        return Cell(str(hit.entry.get("to", "")) or self.cap("intake.hits.open"), ink="text2")


class EthicsTable(CellTable[EthicsRow]):
    """Columns: number, applicant, what is touched, approval, valid to, how it stands."""

    columns = (
        "secretary.gates.number",
        "secretary.gates.unit",
        "intake.ethics.touched",
        "intake.ethics.approval",
        "intake.ethics.valid_to",
        "intake.ethics.standing",
    )

    def cell(self, row: EthicsRow, column: int) -> Cell:
        """Return what stands in a cell."""
        line = row.ethics
        if column == 0:
            return Cell(row.number, ink="text2")
        if column == 1:
            return Cell(row.unit, type="body")
        if column == 2:
            words = [self.cap(f"intake.ethics.flags.{name}") for name in line.touched]
            words += (
                [self.cap("intake.ethics.unanswered", count=len(line.unanswered))] if line.unanswered else []
            )
            return Cell(" · ".join(words) or "—", ink="text1" if line.touched else "text2")
        if column == 3:
            return Cell(
                " ".join(part for part in (line.approval_no, line.committee) if part) or "—", ink="text2"
            )
        if column == 4:
            return Cell(line.valid_to or "—", ink="text2")
        icon, ink = STANDINGS[line.standing]
        return Cell(self.cap(f"intake.ethics.standings.{line.standing}"), icon, ink)
