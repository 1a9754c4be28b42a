"""The overview as a table: one row an application, one column an expert; a budget's line is a row."""

from __future__ import annotations

from dataclasses import dataclass
from typing import get_args

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, Qt

from ui.advice_words import advice_words
from ui.captions import Captions
from ui.models.cells import Cell, Index
from ui.viewmodels.chair.grid import BudgetLine, Grid, GridRow, PoolHead, Row, Score, spread_words
from zgc_review.aggregation.listing import rank_of
from zgc_review.domain.bodies import Recommendation
from zgc_review.domain.money import Amount, points, wan_yuan

RANK, UNIT = 0, 1
FROZEN = 2  # columns that stay while the cells scroll
AFTER = ("final", "strip", "votes", "notes", "amount")
_MARKS = {"high": "▲", "low": "▼"}
_TONES = {"near_line": "plain", "asked": "plain", "veto": "danger"}  # what else is discussed, warns


@dataclass(frozen=True, slots=True)
class Heat:
    """A cell of the heat map: its score and the words in it."""

    score: Score
    words: str


@dataclass(frozen=True, slots=True)
class Strip:
    """Totals of a row on one axis; ``least`` is where the axis begins, points × 100."""

    scores: tuple[Score, ...]
    value: int | None
    pass_line: int | None
    least: int


@dataclass(frozen=True, slots=True)
class Votes:
    """How many support, support if revised, do not support."""

    counts: tuple[int, int, int]

    @property
    def words(self) -> str:
        """The counts in one line."""
        return " · ".join(str(one) for one in self.counts)


@dataclass(frozen=True, slots=True)
class Notes:
    """Short words on tints: tone and words each."""

    tags: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Banner:
    """A sentence across all columns; ``line``: of a budget, else the head of a pool."""

    words: str
    line: bool


Shown = Cell | Heat | Strip | Votes | Notes | Banner


class OverviewTable(QAbstractTableModel):
    """Rows of a :class:`Grid`; ``CELL`` is the role under which the delegate finds what to paint."""

    CELL = Qt.ItemDataRole.UserRole

    def __init__(self, captions: Captions, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._captions = captions
        self.cap = captions.cap
        self.cap_count = captions.cap_count
        self.grid = Grid()
        self._by_code: list[dict[str, Score]] = []
        captions.changed.connect(self._retell)

    @property
    def first_after(self) -> int:
        """The column behind the experts."""
        return FROZEN + len(self.grid.codes)

    def column(self, name: str) -> int:
        """Return the number of a column behind the experts."""
        return self.first_after + AFTER.index(name)

    def show_grid(self, grid: Grid) -> None:
        """Replace everything."""
        self.beginResetModel()
        self.grid = grid
        self._by_code = [
            {one.code: one for one in row.scores} if isinstance(row, Row) else {} for row in grid.rows
        ]
        self.endResetModel()

    def row(self, index: int) -> GridRow:
        """Return the value of a row."""
        return self.grid.rows[index]

    def place_of(self, application: str) -> int | None:
        """Return the row of an application."""
        rows = enumerate(self.grid.rows)
        return next((n for n, row in rows if isinstance(row, Row) and row.application == application), None)

    def code_at(self, column: int) -> str:
        """Return the expert of a column, empty for the other columns."""
        return self.grid.codes[column - FROZEN] if FROZEN <= column < self.first_after else ""

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        """Applications, lines of budgets, heads of pools."""
        return 0 if parent.isValid() else len(self.grid.rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        """Rank and unit, the experts, what their sheets lead to."""
        return 0 if parent.isValid() else self.first_after + len(AFTER)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return what to paint, the words, or the tool tip."""
        if not index.isValid():
            return None
        if role == self.CELL:
            return self.shown(index.row(), index.column())
        if role in {Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole}:
            return self._words(index.row(), index.column())
        if role == Qt.ItemDataRole.ToolTipRole:
            return self._tip(index.row(), index.column()) or None
        return None

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        """Return the head of a column."""
        if orientation != Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return self._alignment(section)
        if role != Qt.ItemDataRole.DisplayRole:
            return None
        if section < FROZEN:
            return self.cap(("chair.head.rank", "chair.head.unit")[section])
        if section < self.first_after:
            return self.grid.codes[section - FROZEN]
        name = AFTER[section - self.first_after]
        if name == "amount" and not self.grid.has_line:
            name = "outcome"
        elif name == "votes" and not self.grid.has_line:
            name = "votes_stage"
        return self.cap(f"chair.head.{name}")

    def shown(self, row: int, column: int) -> Shown:
        """Return what stands in a cell."""
        entry = self.grid.rows[row]
        if not isinstance(entry, Row):
            return Banner(self._banner(entry), isinstance(entry, BudgetLine))
        if column < FROZEN:
            return self._head_cell(entry, column)
        if column < self.first_after:
            return self._heat(row, self.grid.codes[column - FROZEN])
        return self._result_cell(entry, AFTER[column - self.first_after])

    # -- cells

    def _head_cell(self, row: Row, column: int) -> Cell:
        if column == RANK:
            ink = "text1" if row.place is None or not row.place.tied else "warn"
            return Cell(rank_of(row.place), ink=ink, at_right=True)
        return Cell(row.entry.unit or row.entry.number, type="body")

    def _heat(self, row: int, code: str) -> Heat:
        score = self._by_code[row].get(code, Score(code, "none"))
        if score.total is not None:
            return Heat(score, points(score.total))
        return Heat(score, "" if score.kind == "none" else self.cap(f"chair.aside.{score.kind}"))

    def _result_cell(self, row: Row, name: str) -> Shown:
        if name == "final":
            return Cell("–" if row.value is None else points(row.value), type="head", at_right=True)
        if name == "strip":
            return Strip(row.scores, row.value, row.pass_line, min(4000, self.grid.least // 1000 * 1000))
        if name == "votes":
            return Votes(row.votes)
        if name == "notes":
            return Notes(self._notes(row))
        if not self.grid.has_line:
            word = row.line.line.suggestion
            return Cell(self._captions.texts.get(f"form.word.decision.{word}"), ink="text2")
        return Cell(self._amount(row), at_right=True)

    def _notes(self, row: Row) -> tuple[tuple[str, str], ...]:
        claimed = ("veto",) if row.line.vetoes and "veto" not in row.reasons else ()
        reasons = (*row.reasons, *claimed)
        tags = [(_TONES.get(one, "warn"), self.cap(f"discussion.reason.{one}")) for one in reasons]
        if row.line.owing:
            tags.append(("danger", self.cap("chair.reason.owing", count=len(row.line.owing))))
        if row.earlier is not None:
            tags.append(("plain", self.cap("chair.reason.revised")))
        return tuple(tags)

    @staticmethod
    def _amount(row: Row) -> str:
        place = row.place
        asked = row.line.line.amount_fen
        amount = "–" if asked is None else wan_yuan(asked)
        return amount if place is None else f"{amount} / {wan_yuan(place.running_fen)}"

    def _banner(self, entry: BudgetLine | PoolHead) -> str:
        if isinstance(entry, PoolHead):
            return self.cap_count("chair.pool", entry.count, pool=entry.pool, group=entry.group)
        words = [
            self.cap("chair.line.budget", amount=Amount(entry.budget_fen)),
            self.cap_count("chair.line.above", entry.count, amount=Amount(entry.taken_fen)),
        ]
        left = {"amount": Amount(entry.left_fen)}
        if entry.tied:
            words.append(self.cap_count("chair.line.tied", entry.tied, **left))
        elif entry.next_fen is None:
            words.append(self.cap("chair.line.left", **left))
        else:
            words.append(self.cap("chair.line.short", next=Amount(entry.next_fen), **left))
        return "　·　".join(words)

    # -- words beside the painting

    def _words(self, row: int, column: int) -> str:
        shown = self.shown(row, column)
        if isinstance(shown, Heat):
            return shown.words + _MARKS.get(shown.score.trimmed, "")
        if isinstance(shown, Strip):
            return spread_words(shown.scores)
        if isinstance(shown, Notes):
            return " ".join(words for _, words in shown.tags)
        return shown.words

    def _tip(self, row: int, column: int) -> str:
        entry = self.grid.rows[row]
        shown = self.shown(row, column)
        if isinstance(shown, Heat):
            return self._heat_tip(shown.score)
        if not isinstance(entry, Row):
            return self._words(row, column)
        if column == UNIT:
            return "\n".join(one for one in (entry.entry.number, entry.entry.unit, entry.entry.title) if one)
        if column == self.column("final") and entry.earlier is not None:
            return self.cap("chair.tip.earlier", value=points(entry.earlier))
        if column == self.column("votes"):
            said = zip(get_args(Recommendation), entry.votes, strict=True)
            words = ((advice_words(self._captions, self.grid.stage, one), count) for one, count in said)
            return " · ".join(self.cap("chair.tip.vote", word=word, count=count) for word, count in words)
        return self._words(row, column)

    def _heat_tip(self, score: Score) -> str:
        if score.kind != "total":
            said = {"code": score.code, "rules": " ".join(score.rules) or "–"}
            return self.cap(f"chair.tip.{score.kind}", **said)
        parts: list[str] = [f"{score.code} {points(score.total or 0)}"]
        if score.trimmed:
            parts.append(self.cap(f"chair.tip.trimmed_{score.trimmed}"))
        if score.flagged:
            parts.append(self.cap("chair.tip.flagged"))
        if score.earlier is not None:
            parts.append(self.cap("chair.tip.revised", total=points(score.earlier)))
        return " · ".join(parts)

    def _alignment(self, section: int) -> Qt.AlignmentFlag:
        figures = {self.column("final")} | ({self.column("amount")} if self.grid.has_line else set())
        at_right = section == RANK or section in figures
        side = Qt.AlignmentFlag.AlignRight if at_right else Qt.AlignmentFlag.AlignLeft
        if FROZEN <= section < self.first_after:
            side = Qt.AlignmentFlag.AlignHCenter
        return side | Qt.AlignmentFlag.AlignVCenter

    def _retell(self) -> None:
        """The language changed: every word is asked for anew."""
        if self.grid.rows:
            last = self.index(len(self.grid.rows) - 1, self.columnCount() - 1)
            self.dataChanged.emit(self.index(0, 0), last)
        self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, self.columnCount() - 1)
