"""Tables of what goes out and comes back: returns by expert, choice of experts, files taken in."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QObject, Signal

from ui.captions import Captions
from ui.log_words import sentence
from ui.models.cells import Cell, CellTable
from zgc_review.domain.times import Clock
from zgc_review.services.collecting import Arrival
from zgc_review.services.log_lines import LogLine
from zgc_review.services.returns import Return

IN, PART, NOTHING, UNSENT, ABSENT, HELD = "in", "part", "nothing", "unsent", "absent", "held"
_LOOKS = {
    IN: ("check-line", "ok"),
    PART: ("error-warning-line", "warn"),
    NOTHING: ("time-line", "text2"),
    UNSENT: ("time-line", "text3"),
    HELD: ("lock-line", "ok"),
    ABSENT: ("user-unfollow-line", "text2"),
}
_OUTCOMES = {
    "new": ("check-line", "ok"),
    "held": ("lock-line", "ok"),
    "duplicate": ("file-copy-line", "plain"),
    "older": ("history-line", "warn"),
    "refused": ("forbid-2-line", "danger"),
}


def kind_of(one: Return) -> str:
    """Say in one word where an expert's returns stand."""
    status = one.status
    if not one.letter_at:
        return UNSENT
    if status.missing and status.held:
        return HELD
    if status.missing:
        return PART if status.locked or one.version else NOTHING
    return ABSENT if status.absent and not status.locked and not status.recused else IN


def moment(captions: Captions, clock: Clock, at: str) -> str:
    """Return a claimed time as people say it: today with hours, else the day."""
    if not at:
        return "—"
    if at[:10] == clock.now()[:10]:
        return captions.cap("secretary.today", at=at[11:16])
    return f"{at[5:10]} {at[11:16]}"


class ReturnsTable(CellTable[Return]):
    """Columns: expert, state, version, arrival, what is there and what is missing."""

    columns = (
        "secretary.returns.expert",
        "secretary.returns.state",
        "secretary.returns.version",
        "secretary.returns.at",
        "secretary.returns.note",
    )

    def __init__(self, captions: Captions, clock: Clock, parent: QObject | None = None) -> None:
        super().__init__(captions, parent)
        self._clock = clock

    def cell(self, row: Return, column: int) -> Cell:
        """Return what stands in a cell."""
        kind = kind_of(row)
        if column == 0:
            return Cell(row.status.code, type="body")
        if column == 1:
            icon, ink = _LOOKS[kind]
            return Cell(self.cap(f"secretary.returns.kind.{kind}"), icon, ink, type="body")
        if column == 2:
            words = self.cap("secretary.version", n=row.version) if row.version else "—"
            return Cell(words, ink="text2")
        if column == 3:
            return Cell(moment(self.captions, self._clock, row.at), ink="text2")
        return Cell(self._note(row, kind), ink="warn" if kind == PART else "text2")

    def _note(self, row: Return, kind: str) -> str:
        """Say what is there, what is missing, when the package was written."""
        status = row.status
        if kind == HELD:
            return self.cap_count("secretary.returns.held", status.held)
        if kind in {UNSENT, NOTHING}:
            at = moment(self.captions, self._clock, row.letter_at)
            return self.cap("secretary.returns.sent", at=at) if row.letter_at else ""
        parts = [self.cap_count("secretary.returns.locked", status.locked)]
        if status.recused:
            parts.append(self.cap("secretary.returns.recused", count=status.recused))
        if status.absent:
            parts.append(self.cap("secretary.returns.absent", count=status.absent))
        if status.missing:
            parts.append(self.cap("secretary.returns.missing", count=status.missing))
        return " · ".join(parts)


class ExpertChoice(CellTable[Return]):
    """Experts to pack for; each may be left out.

    Signals:
        chosen: the choice changed.
    """

    chosen = Signal()
    columns = ("secretary.returns.expert", "secretary.pack.group", "secretary.pack.letter")

    def __init__(self, captions: Captions, clock: Clock, parent: QObject | None = None) -> None:
        super().__init__(captions, parent)
        self._clock = clock
        self._left_out: set[str] = set()

    def codes(self) -> tuple[str, ...]:
        """Return who is chosen."""
        return tuple(one.status.code for one in self.rows if one.status.code not in self._left_out)

    def toggle(self, index: int) -> None:
        """Leave an expert out, or take the expert in again."""
        code = self.row(index).status.code
        self._left_out ^= {code}
        self.dataChanged.emit(self.index(index, 0), self.index(index, len(self.columns) - 1))
        self.chosen.emit()

    def choose_all(self, *, chosen: bool) -> None:
        """Choose everybody, or nobody."""
        self._left_out = set() if chosen else {one.status.code for one in self.rows}
        self.show_rows(self.rows)
        self.chosen.emit()

    def cell(self, row: Return, column: int) -> Cell:
        """Return what stands in a cell."""
        code = row.status.code
        if column == 0:
            there = code not in self._left_out
            tip = self.cap("secretary.pack.chosen" if there else "secretary.pack.left_out", code=code)
            return Cell(
                code,
                "checkbox-fill" if there else "checkbox-blank-line",
                "accent" if there else "text2",
                type="body",
                tip=tip,
            )
        if column == 1:
            return Cell(" ".join(row.status.groups), ink="text2")
        at = moment(self.captions, self._clock, row.letter_at)
        return Cell(at if row.letter_at else self.cap("secretary.pack.none"), ink="text2")


class ArrivalsTable(CellTable[Arrival]):
    """Columns: file, outcome, the sentence that explains it."""

    columns = ("secretary.collect.file", "secretary.collect.outcome", "secretary.collect.why")

    def cell(self, row: Arrival, column: int) -> Cell:
        """Return what stands in a cell."""
        if column == 0:
            return Cell(Path(row.file).name, type="small")
        icon, tag = _OUTCOMES[row.outcome]
        if column == 1:
            return Cell(self.cap(f"secretary.collect.short.{row.outcome}"), icon, tag=tag)
        return Cell(self.why(row), ink="text2")

    def why(self, row: Arrival) -> str:
        """Return the sentence that explains an outcome."""
        if row.error is not None:
            said = self.captions.error(row.error)
            parts = {"title": said.title, "reason": said.reason, "remedy": said.remedy}
            return self.cap("secretary.collect.refused", **parts)
        kind = self.cap(f"secretary.collect.kind.{row.kind or 'other'}")
        return self.cap(f"secretary.collect.{row.outcome}", code=row.code, kind=kind, n=row.seq)


class RefusalsTable(CellTable[LogLine]):
    """Columns: file, when, why; read from the log, so they stay after the window is closed."""

    columns = ("secretary.collect.file", "conflicts.collect.at", "secretary.collect.why")

    def cell(self, row: LogLine, column: int) -> Cell:
        """Return what stands in a cell."""
        if column == 0:
            return Cell(row.texts.get("name", "—"), type="small")
        if column == 1:
            return Cell(f"{row.at[:10]} {row.at[11:16]}", ink="text2")
        return Cell(sentence(self.captions.texts, row, {}), ink="text2")
