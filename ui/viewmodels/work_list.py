"""The expert's work list: every application with state, missing items and own scores; found and sorted.

Filtering, sorting and grouping are plain functions over tuples: ten thousand lines take milliseconds.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from operator import itemgetter
from typing import Any, Final, TypeAlias

from PySide6.QtCore import QObject, Signal

from ui.viewmodels.finding import fold
from ui.viewmodels.score_data import (
    CLOSED,
    FINISHED,
    SCORED,
    Entry,
    closed_entry,
    is_signed,
    named,
    names_of,
    open_entry,
)
from ui.viewmodels.session import Session
from ui.viewmodels.settle_data import read_settling
from zgc_review.catalogue import Rubric
from zgc_review.domain.bodies import SheetBody
from zgc_review.domain.findings import Finding
from zgc_review.domain.ports import UnitOfWork
from zgc_review.domain.rows import ApplicationRow, RoundRow
from zgc_review.domain.settings import RoundSettings
from zgc_review.domain.states import SheetStatus
from zgc_review.scoring.totals import band_of, sheet_total
from zgc_review.services.declaring import has_declared
from zgc_review.services.desk import Desk
from zgc_review.services.own_work import Shelf
from zgc_review.services.rounds import state_of
from zgc_review.services.sheet_versions import lacks

#: What the list can be narrowed to, in the order of the box.
STATES: Final = ("all", "unfinished", "untouched", "begun", "done", "locked", "changed", "closed")
SKIPPED: Final = "–"
_STATUS_ORDER: Final = ("untouched", "begun", "done", "locked", "pending", "recused")


@dataclass(frozen=True, slots=True)
class Mark:
    """An own score of one criterion: percent and band, or not applicable; both empty while unscored."""

    percent: int | None = None
    band: str = ""


@dataclass(frozen=True, slots=True)
class WorkLine:
    """One application of the list; nothing but the number of a closed one."""

    entry: Entry
    criteria: tuple[tuple[str, str, str], ...] = ()  # id, Chinese and English name
    marks: tuple[Mark, ...] = ()
    total: int | None = None  # points × 100, once every criterion is settled
    recommendation: str = ""
    lacking: tuple[Finding, ...] = ()
    sought: str = field(default="", repr=False)  # number, title, applicant: folded for searching


@dataclass(frozen=True, slots=True)
class Group:
    """The head of a sub-direction's lines; an empty ``direction`` holds closed ones alone.

    ``count`` are the applications to be scored: progress is over what may be seen (rules §15).
    """

    direction: str
    finished: int
    count: int
    is_folded: bool


Row: TypeAlias = WorkLine | Group


@dataclass(frozen=True)
class Work:
    """Everything the list shows, by number; without a declaration nothing.

    ``settles``: there are applications to settle without a sheet; ``unsettled``: gates of them that await
    the own answer.
    """

    is_declared: bool
    lines: tuple[WorkLine, ...] = ()
    names: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    settles: bool = False
    unsettled: int = 0
    stage: str = "proposal"

    @cached_property
    def criteria(self) -> int:
        """The largest number of criteria of a line."""
        return max((len(one.marks) for one in self.lines), default=0)

    @cached_property
    def counts(self) -> Mapping[str, int]:
        """How many applications there are in each state, and under ``changed`` of how many is new."""
        counted = Counter(one.entry.status for one in self.lines)
        counted["changed"] = sum(one.entry.changed for one in self.lines)
        return counted

    @cached_property
    def widest(self) -> str:
        """The longest number, empty without any."""
        return max((one.entry.number for one in self.lines), key=len, default="")

    @cached_property
    def has_closed(self) -> bool:
        """Whether an application is closed to the reader."""
        return any(one.entry.is_closed for one in self.lines)

    def counted(self) -> Work:
        """Return this with all of the above worked out, so that the window need not go through every line."""
        _ = self.criteria, self.counts, self.widest, self.has_closed
        return self


@dataclass(frozen=True)
class Wanted:
    """What is to be shown and how.

    Attributes:
        words: every one of them stands in number, title or applicant.
        state: one of :data:`STATES`.
        direction: a sub-direction, empty for all.
        column: ``number``, ``unit``, ``title``, ``state``, ``total``, ``recommendation``, or the place of a
            criterion from 0 on.
        down: from the highest to the lowest.
        grouped: by sub-direction, each under its head.
        folded: sub-directions of which the head alone is shown.
    """

    words: str = ""
    state: str = "all"
    direction: str = ""
    column: str | int = "number"
    down: bool = False
    grouped: bool = True
    folded: frozenset[str] = frozenset()


class WorkModel(QObject):
    """What the page asks.

    Signals:
        loaded: the list was read.
        failed: a :class:`ReviewError`.
    """

    loaded = Signal()
    failed = Signal(object)

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.session = session
        self.work = Work(is_declared=True)

    def load(self) -> None:
        """Read the list."""
        row = self.session.row
        self.session.read(self, lambda desk: read_work(desk, row), self._read, self.failed.emit)

    def _read(self, work: Work) -> None:
        self.work = work
        self.loaded.emit()


def read_work(desk: Desk, row: RoundRow) -> Work:
    """Read every application of an expert with the newest draft of its sheet."""
    with desk.vault.begin() as uow:
        if not has_declared(uow, row):
            return Work(is_declared=False)
        shelf = Shelf(uow, row, state_of(uow, row))
        rows = [one for one in uow.applications.all(row.round_id) if one.state in SCORED]
        lines = [_line(uow, row, shelf, one) for one in rows]
        names = names_of(shelf.catalogue, (one.entry for one in lines))
    shown = (replace(one, entry=named(one.entry, names)) for one in lines)
    settling = read_settling(desk, row)
    stage = shelf.settings.stage
    return Work(True, tuple(shown), names, bool(settling.items), settling.unsettled, stage).counted()


def line_of(
    entry: Entry, rubric: Rubric, draft: SheetBody | None, settings: RoundSettings, lacking: Sequence[Finding]
) -> WorkLine:
    """Return the line of an application that may be shown."""
    criteria = rubric.criteria
    marks = tuple(Mark() for _ in criteria)
    total = None
    if draft is not None:
        marks = tuple(_mark(draft, one.id, settings) for one in criteria)
        if all(one.band for one in marks) and draft.percents:
            total = sheet_total(draft.percents, draft.not_applicable, rubric)
    return WorkLine(
        entry,
        tuple((one.id, one.zh, one.en) for one in criteria),
        marks,
        total,
        (draft.recommendation or "") if draft is not None else "",
        tuple(lacking),
        fold(f"{entry.number}\n{entry.title}\n{entry.unit}"),
    )


def arrange(work: Work, wanted: Wanted) -> tuple[Row, ...]:
    """Return the rows to show: found, sorted, under the heads of their sub-directions if asked for."""
    found: Sequence[WorkLine] = work.lines
    if wanted.state != "all":
        fits = _fits(wanted.state)
        found = [one for one in found if fits(one.entry)]
    if wanted.direction:
        found = [one for one in found if one.entry.direction == wanted.direction]
    for word in fold(wanted.words).split():
        found = [one for one in found if word in one.sought]
    ordered = _sorted(found, wanted.column, down=wanted.down)
    return tuple(_grouped(ordered, work.names, wanted.folded)) if wanted.grouped else tuple(ordered)


def toggled(wanted: Wanted, direction: str) -> Wanted:
    """Return the view with a sub-direction folded, or unfolded."""
    return replace(wanted, folded=wanted.folded ^ {direction})


def _line(uow: UnitOfWork, row: RoundRow, shelf: Shelf, application: ApplicationRow) -> WorkLine:
    """Read one line."""
    number = application.number
    if application.state in {SheetStatus.RECUSED, SheetStatus.PENDING}:
        return WorkLine(closed_entry(application, application.sub_direction), sought=fold(number))
    draft = shelf.draft(application)
    is_locked = is_signed(uow, row, application, shelf.phase(application))
    rubric = shelf.rubric(application)
    lacking = () if draft is None or is_locked else lacks(draft, application.version, rubric, shelf.settings)
    entry = open_entry(application, draft, is_locked=is_locked, lacking=len(lacking))
    return line_of(entry, rubric, draft, shelf.settings, lacking)


def _mark(draft: SheetBody, criterion: str, settings: RoundSettings) -> Mark:
    if criterion in draft.not_applicable:
        return Mark(None, SKIPPED)
    percent = draft.percents.get(criterion)
    return Mark() if percent is None else Mark(percent, band_of(percent, settings.bands))


def _fits(state: str) -> Callable[[Entry], bool]:
    """Return the test of a state."""
    special: dict[str, Callable[[Entry], bool]] = {
        "unfinished": lambda one: one.is_unfinished,
        "changed": lambda one: one.changed,
        "closed": lambda one: one.is_closed,
    }
    return special.get(state, lambda one: one.status == state)


def _sorted(lines: Sequence[WorkLine], column: str | int, *, down: bool) -> Sequence[WorkLine]:
    """Return lines, given by number, in order; equal ones by number, those without a value at the end."""
    if column == "number":
        return lines[::-1] if down else lines
    if isinstance(column, int):
        place = column
        return _by(lines, lambda one: one.marks[place].percent if place < len(one.marks) else None, down=down)
    keys: dict[str, Callable[[WorkLine], str | int | None]] = {
        "unit": lambda one: one.entry.unit or None,
        "title": lambda one: one.entry.title or None,
        "state": lambda one: _STATUS_ORDER.index(one.entry.status) * 1000 + min(999, one.entry.missing),
        "total": lambda one: one.total,
        "recommendation": lambda one: _RECOMMENDED.get(one.recommendation),
    }
    return _by(lines, keys[column], down=down)


_RECOMMENDED: Final = {"SUPPORT": 0, "SUPPORT_IF_REVISED": 1, "NOT_SUPPORT": 2}


def _by(
    lines: Sequence[WorkLine], key: Callable[[WorkLine], str | int | None], *, down: bool
) -> list[WorkLine]:
    valued = [(key(one), one) for one in lines]
    known: list[tuple[Any, WorkLine]] = [pair for pair in valued if pair[0] is not None]
    known.sort(key=itemgetter(0), reverse=down)
    return [one for _, one in known] + [one for value, one in valued if value is None]


def _grouped(lines: Sequence[WorkLine], names: Iterable[str], folded: frozenset[str]) -> list[Row]:
    """Put each sub-direction's lines under its head, the closed ones last."""
    by_direction: dict[str, list[WorkLine]] = {name: [] for name in (*names, "")}
    for one in lines:
        by_direction[one.entry.direction].append(one)
    rows: list[Row] = []
    closed = by_direction.pop("")
    for direction, members in (*by_direction.items(), ("", closed)):
        if not members:
            continue
        kinds = Counter([one.entry.status for one in members])
        finished = sum(kinds[one] for one in FINISHED)
        scored = len(members) - sum(kinds[one] for one in CLOSED)
        rows.append(Group(direction, finished, scored, direction in folded))
        if direction not in folded:
            rows.extend(members)
    return rows
