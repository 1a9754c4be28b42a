"""Tables of a result: values with places, decisions, panel files; of an opened result the same read-only."""

from __future__ import annotations

from typing import Final, get_args

from PySide6.QtCore import QObject, Qt

from ui.captions import Captions
from ui.models.cells import Cell, CellTable
from zgc_review.aggregation.listing import listed, rank_of
from zgc_review.domain.bodies import Decision, NamedPerson, Outcome
from zgc_review.domain.money import Amount, points
from zgc_review.services.opened_result import OpenedResult
from zgc_review.services.result_overview import PanelReader, ResultLine

_LINES = {
    "within": ("check-line", "ok"),
    "beyond_budget": ("", "warn"),
    "tie_open": ("error-warning-line", "warn"),
    "reserve": ("", "text2"),
    "below": ("", "text3"),
}
_NO = "—"
_LINE = 8  # the column of line or outcome


def value_words(value: int | None) -> str:
    """Return points × 100 as people read them, a dash without a value."""
    return _NO if value is None else points(value)


def amount_words(captions: Captions, fen: int | None) -> str:
    """Return an amount as the language counts money, a dash without one."""
    return _NO if fen is None else captions.cap("result.money", amount=Amount(fen))


def decision_order(code: str) -> int:
    """Return the place of a decision among all of them, as rules §8 names them."""
    every = (*get_args(Decision), *get_args(Outcome))
    return every.index(code) if code in every else len(every)


def decision_word(captions: Captions, code: str | None) -> str:
    """Return the word of a decision or an outcome, a dash without one."""
    return _NO if not code else captions.texts.get(f"form.word.decision.{code}")


def line_word(captions: Captions, line: str) -> str:
    """Return where an application stands at the line of its pool."""
    return captions.texts.get(f"cli.line.{line}")


class NamesTable(CellTable[NamedPerson]):
    """Columns: code, name, organisation."""

    columns = ("opened.names.head.code", "opened.names.head.name", "opened.names.head.organisation")

    def cell(self, row: NamedPerson, column: int) -> Cell:
        """Return what stands in a cell."""
        words = (row.code, row.name, row.organisation)[column]
        return Cell(words, type="body", ink="text2" if column == 2 else "text1")


class ResultsTable(CellTable[ResultLine]):
    """Columns: pool, place, number, unit, before, after, spread, sheets, line or outcome, to discuss."""

    #: What a mid-term check and an acceptance do not have, and what is longer there (rules §2.4).
    of_line: Final = frozenset({0, 1})
    outcomes: Final = {_LINE: 208}
    columns = (
        "result.head.pool",
        "result.head.rank",
        "result.head.number",
        "result.head.unit",
        "result.head.before",
        "result.head.after",
        "result.head.spread",
        "result.head.sheets",
        "result.head.line",
        "result.head.discuss",
    )

    def __init__(self, captions: Captions, parent: QObject | None = None) -> None:
        super().__init__(captions, parent)
        self.is_ranked = True

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        """Return the head of a column; without a line that of what the rules give."""
        if role == Qt.ItemDataRole.DisplayRole and section == _LINE and not self.is_ranked:
            return self.cap("result.head.suggestion")
        return super().headerData(section, orientation, role)

    def cell(self, row: ResultLine, column: int) -> Cell:
        """Return what stands in a cell."""
        line = row.line
        if column < 4:
            return self._named(row, column)
        if column in {4, 5}:
            combined = line.before if column == 4 else line.after
            if column == 5 and row.earlier:
                once = " ".join(value_words(one.value) for one in row.earlier)
                tip = self.cap("result.earlier", values=once)
                return Cell(value_words(combined.value), "history-line", "warn", type="head", tip=tip)
            words = self.cap("result.invalid") if combined.value is None else points(combined.value)
            return Cell(words, type="small" if column == 4 else "head", at_right=True)
        if column == 6:
            return Cell(value_words(row.spread), ink="text2", at_right=True)
        if column == 7:
            aside = line.n_recused + line.n_absent + line.n_void
            tip = self.cap(
                "result.sheets_tip", recused=line.n_recused, absent=line.n_absent, void=line.n_void
            )
            words = f"{line.n_effective} / {line.n_effective + aside}"
            return Cell(words, ink="text2", at_right=True, tip=tip)
        if column == _LINE:
            return self._line(row)
        flagged = sum(bool(mark.flags) for mark in line.after.marks)
        tied = ("tie",) if row.place is not None and row.place.tied else ()
        reasons = [self.captions.texts.get(f"cli.reason.{name}") for name in (*line.discuss, *tied)]
        if flagged:
            reasons.append(self.cap_count("result.flagged", flagged))
        return Cell(" · ".join(reasons), ink="warn" if reasons else "text2")

    def _named(self, row: ResultLine, column: int) -> Cell:
        """Return pool, place, number or unit."""
        if column == 0:
            return Cell(row.line.pool or _NO, ink="text2")
        if column == 1:
            if row.place is None:
                return Cell(_NO, ink="text3", at_right=True)
            return Cell(rank_of(row.place), type="body", at_right=True)
        return Cell(row.number, type="body") if column == 2 else Cell(row.unit, ink="text2", wraps=True)

    def _line(self, row: ResultLine) -> Cell:
        """Return where it stands at the line of its pool; of a stage what it comes to."""
        if row.outcome:
            return Cell(decision_word(self.captions, row.outcome), ink="text2")
        if row.place is None:
            return Cell(decision_word(self.captions, row.line.suggestion), ink="text2")
        icon, ink = _LINES[row.place.line]
        return Cell(line_word(self.captions, row.place.line), icon, ink)


class ReadersTable(CellTable[PanelReader]):
    """Columns: group, who reads, what the file shows, when it was written."""

    columns = (
        "result.panels.group",
        "result.panels.reader",
        "result.panels.shown",
        "result.panels.at",
    )

    def cell(self, row: PanelReader, column: int) -> Cell:
        """Return what stands in a cell."""
        if column == 0:
            return Cell(row.group, type="body")
        if column == 1:
            duty = self.cap("result.panels.acting" if row.is_acting else "result.panels.chair")
            return Cell(f"{row.code}　{duty}", type="body")
        if column == 2:
            if row.refusal is not None:
                return Cell(self.captions.error(row.refusal).reason, "time-line", "text2")
            words = self.cap_count("result.panels.count", row.shown)
            if row.left_out:
                words += f" · {self.cap('result.panels.left_out', count=row.left_out)}"
            return Cell(words, ink="text2")
        at = f"{row.at[5:10]} {row.at[11:16]}" if row.at else self.cap("result.panels.never")
        return Cell(at, "check-line" if row.at else "", "ok" if row.at else "text2")


class DecisionsTable(CellTable[ResultLine]):
    """Columns: number, unit, value, line, suggestion, decision, amount, who signed, where it stands."""

    of_line: Final = frozenset({3, 6})
    outcomes: Final = {4: 204, 5: 220}
    columns = (
        "result.head.number",
        "result.head.unit",
        "result.head.after",
        "result.head.line",
        "result.head.suggestion",
        "result.head.decision",
        "result.head.amount",
        "result.head.by",
        "result.head.standing",
    )

    def cell(self, row: ResultLine, column: int) -> Cell:
        """Return what stands in a cell."""
        if column < 4:
            return self._proposed(row, column)
        if column == 4:
            return Cell(decision_word(self.captions, row.line.suggestion), ink="text2")
        if column == 5:
            word = decision_word(self.captions, row.signed)
            other = row.signed is not None and row.signed != row.line.suggestion
            return Cell(word, ink="accent" if other else "text1", type="body")
        if column == 6:
            return Cell(amount_words(self.captions, row.amount_fen), at_right=True)
        if column == 7:
            return Cell(row.decided_by or _NO, ink="text2")
        return self._standing(row)

    def _proposed(self, row: ResultLine, column: int) -> Cell:
        """Return number, unit, value, or where it stands at the line."""
        if column < 2:
            named = Cell(row.unit, ink="text2", wraps=True)
            return named if column else Cell(row.number, type="body")
        if column == 2:
            return Cell(value_words(row.line.after.value), at_right=True)
        words = line_word(self.captions, row.place.line) if row.place is not None else _NO
        return Cell(words, ink="text2")

    def _standing(self, row: ResultLine) -> Cell:
        """Return whether the decision stands."""
        if row.objection:
            words = self.captions.texts.get(f"error.{row.objection}.title")
            return Cell(words, "forbid-2-line", tag="danger")
        if row.state != "AGGREGATED":
            return Cell(self.cap("result.standing.confirmed"), "check-line", "ok")
        if row.signed is None:
            return Cell(self.cap("result.standing.waiting"), "time-line", "text2")
        return Cell(self.cap("result.standing.ready"), "check-line", "text2")


class OpenedTable(CellTable[tuple[str, str]]):
    """An opened result: pool, place, number, unit, value, line, decision, amount."""

    of_line: Final = frozenset({0, 1, 6, 8})
    outcomes: Final = {7: 232}
    columns = (
        "result.head.pool",
        "result.head.rank",
        "result.head.number",
        "result.head.unit",
        "result.head.before",
        "result.head.after",
        "result.head.line",
        "result.head.decision",
        "result.head.amount",
    )

    def __init__(self, captions: Captions, opened: OpenedResult) -> None:
        super().__init__(captions)
        self._opened = opened
        self._lines = {one.application: one for one in opened.aggregate.applications}
        self._checked = {one.application: one for one in opened.aggregate.unscored}
        numbers = {name: one.number for name, one in opened.applications.items()}
        pools = listed(opened.aggregate, numbers).pools
        self._places = {one.application: (pool.pool, one) for pool in pools for one in pool.lines}
        ranked = [("scored", one.application) for pool in pools for one in pool.lines]
        rest = [("scored", one) for one in self._lines if one not in self._places]
        checked = [("checked", one) for one in self._checked]
        self.show_rows([*ranked, *sorted([*rest, *checked], key=lambda one: numbers[one[1]])])

    def cell(self, row: tuple[str, str], column: int) -> Cell:
        """Return what stands in a cell."""
        way, name = row
        known = self._opened.applications[name]
        if column == 2:
            return Cell(known.number, type="body")
        if column == 3:
            return Cell(known.unit, ink="text2", tip=f"{known.unit} · {known.title}", wraps=True)
        if way == "checked":
            return self._unscored(name, column)
        return self._place(name, column) if column in {0, 1, 6} else self._value(name, column)

    def _place(self, name: str, column: int) -> Cell:
        """Return pool, place, or where it stands at the line."""
        pool, place = self._places.get(name, (None, None))
        if column == 0:
            return Cell(pool or self._lines[name].pool or _NO, ink="text2")
        if place is None:
            return Cell(_NO, ink="text3", at_right=column == 1)
        if column == 1:
            return Cell(rank_of(place), type="body", at_right=True)
        icon, ink = _LINES[place.line]
        return Cell(line_word(self.captions, place.line), icon, ink)

    def _value(self, name: str, column: int) -> Cell:
        """Return a value, the decision or the amount."""
        line = self._lines[name]
        if column == 4:
            return Cell(value_words(line.before.value), ink="text2", at_right=True)
        if column == 5:
            return Cell(value_words(line.after.value), type="head", at_right=True)
        if column == 7:
            return Cell(decision_word(self.captions, line.decision), type="body")
        return Cell(amount_words(self.captions, line.amount_fen), at_right=True)

    def _unscored(self, name: str, column: int) -> Cell:
        """Return a cell of an application that was settled without scores."""
        one = self._checked[name]
        if column == 7:
            return Cell(self.captions.texts.get(f"form.word.check_result.{one.result}"), type="body")
        return Cell(
            amount_words(self.captions, one.amount_fen) if column == 8 else _NO,
            ink="text2",
            at_right=column != 6,
        )
