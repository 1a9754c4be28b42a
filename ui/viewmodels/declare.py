"""The pledge and the grid of R01–R18: what is answered, what the private lists say, what is left."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from PySide6.QtCore import QObject, Signal

from ui.viewmodels.declare_marks import MarksChange, MarksPlace
from ui.viewmodels.session import Session
from ui.viewmodels.sheet_saver import SheetSaver
from zgc_review.conflicts.hits import Hit
from zgc_review.conflicts.rules import BY_ID, RULES
from zgc_review.domain.rows import ApplicationRow
from zgc_review.domain.states import CLOSED, SheetStatus
from zgc_review.errors import GateError, ReviewError
from zgc_review.services import declaring, declaring_marks, private_lists
from zgc_review.services.copies import handed_back
from zgc_review.services.declaring_marks import Mark, Marks
from zgc_review.services.desk import Desk
from zgc_review.services.rounds import state_of

RULE_IDS = tuple(rule.id for rule in RULES)
_UNDO = 200


@dataclass(frozen=True)
class Line:
    """One application in the grid."""

    application: ApplicationRow
    marks: Marks
    hits: Mapping[str, tuple[Hit, ...]]

    @property
    def unit(self) -> str:
        """Name of the applicant."""
        return str(self.application.record.get("unit_name", ""))

    @property
    def title(self) -> str:
        """Title of the project; nothing once it is closed to the expert by what was answered."""
        if self.application.state in CLOSED and (
            self.application.state == SheetStatus.RECUSED or not self.marks.open
        ):
            return ""
        return str(self.application.record.get("title", ""))

    @property
    def closed(self) -> bool:
        """Whether a complete answer closes this application to the expert."""
        return self.application.state == SheetStatus.RECUSED or (
            bool(self.marks.closes) and not self.marks.open
        )

    @property
    def is_hard(self) -> bool:
        """Whether it is closed by a plain yes to a rule of level H; otherwise a ruling is waited for."""
        cell = self.cell(self.marks.closes)
        level = BY_ID[self.marks.closes].level.value if self.marks.closes else ""
        return self.closed and cell is not None and cell.answer == "yes" and level == "H"

    def cell(self, rule: str) -> Mark | None:
        """Return the answer to a rule, None while unanswered."""
        return self.marks.cells.get(rule)


@dataclass(frozen=True)
class Standing:
    """How far the gate is: everything the screens before the first document need."""

    lines: tuple[Line, ...]
    pledged: bool
    declared: bool
    other_least: int
    gone: bool


class DeclareModel(QObject):
    """Answers of the expert.

    Signals:
        loaded: lines, pledge and declaration were read.
        line_changed: index of a line that changed.
        matched: the private lists were compared with what the letter shows.
        pledged: the pledge was signed.
        declared: the declaration was signed.
        failed: a :class:`ReviewError`.
    """

    loaded = Signal()
    line_changed = Signal(int)
    matched = Signal(int)
    pledged = Signal()
    declared = Signal()
    failed = Signal(object)

    def __init__(self, session: Session, saver: SheetSaver, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.session, self._saver = session, saver
        self._row = session.row  # a reason that could not be stored is stored even after the round was left
        self.lines: list[Line] = []
        self.has_pledged = False
        self.has_declared = False
        self.is_gone = False
        self.other_least = 10
        self.lists_missing = False
        self._undo: list[tuple[int, Marks]] = []
        self._redo: list[tuple[int, Marks]] = []
        saver.refused.connect(self._refused)

    def load(self) -> None:
        """Read applications, answers, pledge and declaration."""
        row = self.session.row

        def work(desk: Desk) -> Standing:
            with desk.vault.begin() as uow:
                marks = declaring_marks.read_marks(uow, row)
                rows = sorted(uow.applications.all(row.round_id), key=lambda one: one.number)
                return Standing(
                    tuple(Line(one, marks[one.application_id], {}) for one in rows),
                    declaring.has_pledged(uow, row),
                    declaring.has_declared(uow, row),
                    state_of(uow, row).settings.other_reason_min,
                    handed_back(uow, row) is not None,
                )

        self.session.read(self, work, self._loaded, self.failed.emit)

    def match(self) -> None:
        """Compare the private lists, if there are any, with every application; nothing is written."""
        row = self.session.row

        def refused(fault: object) -> None:
            if isinstance(fault, GateError) and fault.code.startswith("private."):
                self.lists_missing = True
                self.matched.emit(0)
            else:
                self.failed.emit(fault)

        self.session.read(self, lambda desk: private_lists.match_lists(desk, row), self._matched, refused)

    def pledge(self) -> None:
        """Sign the pledge (F03)."""
        row = self.session.row

        def done(_value: object) -> None:
            self.has_pledged = True
            self.pledged.emit()

        self.session.act(self, lambda desk: declaring.pledge(desk, row), done, self.failed.emit)

    def declare(self) -> None:
        """Sign the declaration over all applications (F04)."""
        self.settle()
        row = self.session.row

        def done(_value: object) -> None:
            self.has_declared = True
            self.declared.emit()

        self.session.act(self, lambda desk: declaring.declare(desk, row), done, self.failed.emit)

    @property
    def open_cells(self) -> int:
        """How many cells still need an answer or a reason."""
        return sum(len(line.marks.open) for line in self.lines)

    @property
    def closed_count(self) -> int:
        """How many applications the answers close by themselves."""
        return sum(line.is_hard for line in self.lines)

    @property
    def waiting_count(self) -> int:
        """How many applications wait for a ruling."""
        return sum(line.closed for line in self.lines) - self.closed_count

    def set_cell(self, index: int, rule: str, answer: str) -> None:
        """Answer one cell; the reason typed before stays."""
        cells = dict(self.lines[index].marks.cells)
        before = cells.get(rule, Mark(""))
        cells[rule] = Mark(answer, "" if answer == "no" else before.reason)
        self._change(index, cells)

    def set_reason(self, index: int, rule: str, reason: str) -> None:
        """Take the reason of a yes or unsure as it is being typed; stored shortly after."""
        line = self.lines[index]
        cell = line.cell(rule)
        if cell is None or cell.reason == reason:
            return
        marks = declaring_marks.judged(
            {**line.marks.cells, rule: Mark(cell.answer, reason)}, self.other_least
        )
        self._show(index, marks)
        self._store(index, at_once=False)

    def rest_of_line(self, index: int) -> int:
        """Answer no to every open cell of a line that has no answer at all; return their number."""
        line = self.lines[index]
        empty = [rule for rule in RULE_IDS if line.cell(rule) is None]
        if empty and not line.closed:
            self._change(index, {**line.marks.cells, **{rule: Mark("no") for rule in empty}})
        return len(empty)

    def rest_of_all(self) -> None:
        """Answer no to everything unanswered: a deliberate act, recorded as such (rules §4.1.1)."""
        self.settle()
        row = self.session.row
        self._undo.clear()
        self._redo.clear()
        self.session.act(self, lambda desk: declaring.answer_rest(desk, row), self._reload, self.failed.emit)

    def undo(self) -> None:
        """Take the last answer back."""
        self._step(self._undo, self._redo)

    def redo(self) -> None:
        """Give the answer again that was taken back."""
        self._step(self._redo, self._undo)

    def settle(self) -> None:
        """Store reasons that are still only in the window."""
        self._saver.flush()

    def _step(self, source: list[tuple[int, Marks]], target: list[tuple[int, Marks]]) -> None:
        self.settle()
        if source:
            index, marks = source.pop()
            target.append((index, self.lines[index].marks))
            self._show(index, marks)
            self._store(index)

    def _change(self, index: int, cells: Mapping[str, Mark]) -> None:
        self._undo = [*self._undo, (index, self.lines[index].marks)][-_UNDO:]
        self._redo.clear()
        self._show(index, declaring_marks.judged(cells, self.other_least))
        self._store(index)

    def _show(self, index: int, marks: Marks) -> None:
        self.lines[index] = replace(self.lines[index], marks=marks)
        self.line_changed.emit(index)

    def _store(self, index: int, *, at_once: bool = True) -> None:
        """Hand a line to what outlives screens and locks: on a full disk it is stored again and again."""
        line = self.lines[index]
        place = MarksPlace(self._row, line.application.application_id)
        self._saver.put(place, MarksChange(dict(line.marks.cells)), at_once=at_once)

    def _refused(self, place: object, fault: ReviewError) -> None:
        """An answer can never be stored: show what the vault has, and say why."""
        if isinstance(place, MarksPlace) and place.row.round_id == self._row.round_id:
            self.load()
            self.failed.emit(fault)

    def _kept(self, line: Line) -> Line:
        """Return a line as it was read with what is not stored yet on top of it."""
        place = MarksPlace(self._row, line.application.application_id)
        cells = self._saver.overlay(place, line.marks.cells)
        if cells is line.marks.cells:
            return line
        return replace(line, marks=declaring_marks.judged(cells, self.other_least))

    def _reload(self, _value: object) -> None:
        self.load()

    def _loaded(self, standing: Standing) -> None:
        known = {line.application.application_id: line.hits for line in self.lines}
        self.other_least = standing.other_least
        self.lines = [
            replace(self._kept(line), hits=known.get(line.application.application_id, {}))
            for line in standing.lines
        ]
        self.has_pledged, self.has_declared = standing.pledged, standing.declared
        self.is_gone = standing.gone
        self.loaded.emit()

    def _matched(self, matched: private_lists.Matched) -> None:
        by_line: dict[str, dict[str, list[Hit]]] = {}
        for hit in matched.hits:
            by_line.setdefault(hit.application, {}).setdefault(hit.rule, []).append(hit)
        for index, line in enumerate(self.lines):
            found = by_line.get(line.application.application_id, {})
            self.lines[index] = replace(line, hits={rule: tuple(hits) for rule, hits in found.items()})
        self.lists_missing = False
        self.matched.emit(len(matched.hits))


def hits_of(line: Line, rule: str) -> Sequence[Hit]:
    """Return what the private lists say on a cell."""
    return line.hits.get(rule, ())
