"""The page of decisions as a table: rank, value, place in the line, what would be signed."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject, Qt

from ui.captions import Captions
from ui.firmness_words import signed
from ui.models.cells import Cell, CellTable
from ui.viewmodels.chair.decide_rows import DecideRow
from zgc_review.aggregation.listing import rank_of
from zgc_review.domain.money import points, wan_yuan

RANK, NUMBER, UNIT, FINAL, PLACE, FIRM, DECISION, AMOUNT, RUNNING = range(9)
WIDTHS = {
    RANK: 64,
    NUMBER: 92,
    FINAL: 68,
    PLACE: 152,
    FIRM: 76,
    DECISION: 160,
    AMOUNT: 86,
    RUNNING: 90,
}
NARROW = {RANK: 56, NUMBER: 80, FINAL: 66, PLACE: 152, DECISION: 136}
#: Numbers stand at the right, their heads as well.
RIGHT = frozenset({FINAL, AMOUNT, RUNNING})
#: What a mid-term check and an acceptance do not have, and what two heads say instead (rules §2.4);
#: it goes first where there is little room: the pane beside the table says it too.
OF_LINE = frozenset({FIRM, AMOUNT, RUNNING})
_STAGE_HEADS = {RANK: "decide.head.sign", PLACE: "decide.head.by_rules"}
_PROPOSED = ("SUPPORT", "RESERVE", "NOT_SUPPORT")  # by the line
_PLACES = {
    "within": ("check-line", "ok"),
    "beyond_budget": ("", "warn"),
    "tie_open": ("error-warning-line", "warn"),
    "reserve": ("", "text2"),
    "below": ("", "text3"),
}


class DecideTable(CellTable[DecideRow]):
    """Rows of one ranking; the first column says whether a row would be signed."""

    at_right = RIGHT
    columns = (
        "decide.head.rank",
        "decide.head.number",
        "decide.head.unit",
        "decide.head.final",
        "decide.head.place",
        "decide.head.firm",
        "decide.head.decision",
        "decide.head.amount",
        "decide.head.running",
    )

    def __init__(
        self, captions: Captions, included: Callable[[DecideRow], bool], parent: QObject | None = None
    ) -> None:
        super().__init__(captions, parent)
        self._included = included
        self.has_line = True

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        """Return the head of a column; without a line two of them say something else."""
        if role == Qt.ItemDataRole.DisplayRole and not self.has_line and section in _STAGE_HEADS:
            return self.cap(_STAGE_HEADS[section])
        return super().headerData(section, orientation, role)

    def show(self, rows: Sequence[DecideRow]) -> None:
        """Show rows; the same applications in the same order keep the view where it is."""
        before = [one.application for one in self.rows]
        if before and before == [one.application for one in rows]:
            self._rows = rows
            last = self.index(self.rowCount() - 1, len(self.columns) - 1)
            self.dataChanged.emit(self.index(0, 0), last)
        else:
            self.show_rows(rows)

    def place_of(self, application: str) -> int:
        """Return the row of an application, -1 for none."""
        return next((n for n, one in enumerate(self.rows) if one.application == application), -1)

    def cell(self, row: DecideRow, column: int) -> Cell:
        """Return what stands in a cell."""
        makers = (
            self._rank,
            lambda one: Cell(one.entry.number, ink="text2"),
            lambda one: Cell(one.entry.unit, type="body", wraps=True),
            self._final,
            self._place,
            self._firm,
            self._decision,
            self._amount,
            self._running,
        )
        return makers[column](row)

    def rank_words(self) -> tuple[str, ...]:
        """Return what stands in the column of ranks."""
        return tuple({self._rank(row).words for row in self.rows})

    def line_words(self) -> tuple[str, ...]:
        """Return everything that can stand in the column of the line; of a stage what stands there."""
        if not self.has_line:
            return tuple({self._place(row).words for row in self.rows})
        return tuple(self.captions.texts.get(f"cli.line.{one}") for one in _PLACES)

    def decision_words(self) -> dict[str, bool]:
        """Return what stands in the column of decisions or may come of the line, and whether with an icon."""
        proposed = _PROPOSED if self.has_line else ()
        words = [self.captions.texts.get(f"form.word.decision.{one}") for one in proposed]
        said = {self.cap("decide.proposed", words=one): False for one in words}
        for one in (self._decision(row) for row in self.rows):
            said[one.words] = said.get(one.words, False) or bool(one.icon)
        return said

    def _rank(self, row: DecideRow) -> Cell:
        there = self._included(row)
        words = rank_of(row.place) if self.has_line else ""
        if row.is_signed:
            return Cell(words, "check-line", "ok", type="body", tip=self.cap("decide.tip.signed"))
        icon = "checkbox-fill" if there else "checkbox-blank-line"
        tip = self.cap("decide.tip.included" if there else "decide.tip.left_out")
        return Cell(words, icon, "accent" if there else "text2", type="body", tip=tip)

    def _final(self, row: DecideRow) -> Cell:
        value = row.line.line.after.value
        words = self.cap("decide.no_value") if value is None else points(value)
        return Cell(words, type="head", at_right=True)

    def _place(self, row: DecideRow) -> Cell:
        if row.place is None and self.has_line:
            return Cell("—", ink="text2")
        if row.place is None:
            word = row.line.line.suggestion
            return Cell(self.captions.texts.get(f"form.word.decision.{word}"), ink="text2")
        icon, ink = _PLACES[row.place.line]
        words = self.captions.texts.get(f"cli.line.{row.place.line}")
        if not row.was:
            return Cell(words, icon, ink)
        was = self.captions.texts.get(f"cli.line.{row.was}")
        return Cell(words, "arrow-left-right-line", ink, tip=self.cap("decide.tip.was", was=was, now=words))

    def _firm(self, row: DecideRow) -> Cell:
        found = row.firmness
        if found is None:
            return Cell("")
        words = self.cap("decide.firm.hangs" if not found.is_firm else "decide.firm.near")
        margin = "" if found.margin is None else signed(found.margin)
        return Cell(margin or words, "" if found.is_firm else "scales-3-line", "warn", tip=words)

    def _decision(self, row: DecideRow) -> Cell:
        words = self.captions.texts.get(f"form.word.decision.{row.decision}")
        if row.reserve is not None:
            words = self.cap("decide.reserve.place", word=words, n=row.reserve)
        if row.objection is not None:
            tip = self.captions.texts.get(f"error.{row.objection}.title")
            return Cell(words, "forbid-2-line", "danger", tip=tip)
        if row.is_signed:
            return Cell(words, "check-line", "ok")
        if row.origin == "noted":
            return Cell(words, "draft-line", "text1")
        tip = self.cap("decide.tip.proposed" if self.has_line else "decide.tip.proposed_stage")
        return Cell(self.cap("decide.proposed", words=words), ink="text3", tip=tip)

    def _amount(self, row: DecideRow) -> Cell:
        place = row.place
        if row.amount_fen is None and place is not None and place.line == "within" and place.amount_fen:
            # Only a trial draws it within: what the line takes for it stands there, marked as such.
            tip = self.cap("decide.tip.tried")
            return Cell(wan_yuan(place.amount_fen), ink="warn", at_right=True, tip=tip)
        words = "" if row.amount_fen is None else wan_yuan(row.amount_fen)
        return Cell(words, ink="text2" if row.origin == "proposed" else "text1", at_right=True)

    @staticmethod
    def _running(row: DecideRow) -> Cell:
        inside = row.place is not None and row.place.line == "within"
        words = wan_yuan(row.place.running_fen) if row.place is not None and inside else ""
        return Cell(words, ink="text2", at_right=True)
