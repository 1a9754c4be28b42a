"""The formal check of one round: gates as they stand, answers, fields, moves, F01, amendments."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, Signal

from ui.jobs import Progress, Ticket
from ui.viewmodels.session import Session
from zgc_review.catalogue import Field
from zgc_review.domain.rows import ApplicationRow, RoundRow
from zgc_review.domain.states import State
from zgc_review.intake.corrections import Correction
from zgc_review.services import taking_in
from zgc_review.services.application_changes import Amendment, amended_ids, amendments
from zgc_review.services.desk import Desk
from zgc_review.services.gates import GateView, answer_gate, meant, view_of
from zgc_review.services.gates_deciding import decide_gates
from zgc_review.services.gates_fields import fillable, set_field
from zgc_review.services.gates_forms import print_checks
from zgc_review.services.gates_hits import listing_of
from zgc_review.services.gates_record import bench_of
from zgc_review.services.intake_adjusting import all_corrections
from zgc_review.services.rounds import state_of

_DECIDABLE = frozenset({State.RECEIVED, State.FORMAL_OK, State.ELIGIBLE})


@dataclass(frozen=True)
class Listed:
    """The applications of a round, and which of them were received again.

    ``received``, ``waiting``: numbers of those the formal check waits for,
    and of those that gates may carry further. ``sought``: what the search looks through, but for the state.
    """

    applications: tuple[ApplicationRow, ...]
    amended: frozenset[str]
    received: tuple[str, ...] = ()
    waiting: tuple[str, ...] = ()
    sought: tuple[str, ...] = ()


@dataclass(frozen=True)
class Sight:
    """One application with everything a person checks.

    Attributes:
        fillable: fields that the secretary may fill. fields: of the catalogue, by id.
        corrections: cells corrected in rows that begin with its number.
    """

    view: GateView
    fillable: tuple[Field, ...]
    fields: Mapping[str, Field]
    amendments: tuple[Amendment, ...]
    corrections: tuple[Correction, ...]


class GatesModel(QObject):
    """Formal check and eligibility.

    Signals:
        listed: the applications were read.
        viewed: a :class:`Sight` of one application.
        admitted: how many applications were admitted.
        decided: a ``Decided``: what moved and what waits.
        answered: a gate was answered or a field filled.
        printed: paths of the forms F01.
        moved: forms written, forms in all.
        cancelled: printing was stopped.
        failed: a :class:`ReviewError`.
        changed: the round is not what it was.
    """

    listed = Signal()
    viewed = Signal(object)
    admitted = Signal(int)
    decided = Signal(object)
    answered = Signal()
    printed = Signal(object)
    moved = Signal(object, object)
    cancelled = Signal()
    failed = Signal(object)
    changed = Signal()

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.session = session
        self.list = Listed((), frozenset())

    def load(self) -> None:
        """Read the applications."""
        row = self.session.row
        self.session.read(self, lambda desk: read_list(desk, row), self._listed, self.failed.emit)

    def view(self, number: str) -> None:
        """Read one application."""
        row = self.session.row
        self.session.read(
            self, lambda desk: read_sight(desk, row, number), self.viewed.emit, self.failed.emit
        )

    def admit(self, numbers: Sequence[str], reason: str) -> None:
        """Pass applications through formal check and eligibility by a person's word."""
        self._act(lambda desk, row: taking_in.admit(desk, row, numbers, reason), self.admitted.emit)

    def reject(self, number: str, reason: str) -> None:
        """End an application at the formal check."""
        self._act(lambda desk, row: taking_in.reject(desk, row, number, reason), lambda _none: None)

    def decide(self, numbers: Sequence[str]) -> None:
        """Move applications as far as their gates carry them."""
        self._act(lambda desk, row: decide_gates(desk, row, numbers), self.decided.emit)

    def answer(self, number: str, gate: str, answer: str, reason: str, evidence: str) -> None:
        """Record a person's answer beside the program's."""
        self._act(
            lambda desk, row: answer_gate(desk, row, number, gate, answer, reason, evidence),
            lambda _line: self.answered.emit(),
        )

    def fill(self, number: str, field: str, value: str) -> None:
        """Fill a field of the secretary's; an empty value takes it back."""
        self._act(
            lambda desk, row: set_field(desk, row, number, field, value), lambda _kept: self.answered.emit()
        )

    def print(self, folder: Path, numbers: Sequence[str]) -> Ticket:
        """Write F01 for the applications named, else for all."""
        row = self.session.row

        def work(desk: Desk, progress: Progress) -> tuple[Path, ...]:
            return print_checks(desk, row, folder, numbers, progress)

        return self.session.long_act(
            self, work, self.printed.emit, self.failed.emit, self._moved, self.cancelled.emit
        )

    def _act(self, work: Callable[[Desk, RoundRow], Any], done: Callable[[Any], None]) -> None:
        """Do one act, read the list anew, and tell."""
        row = self.session.row

        def ended(value: Any) -> None:
            done(value)
            self.load()
            self.changed.emit()

        self.session.act(self, lambda desk: work(desk, row), ended, self.failed.emit)

    def _listed(self, found: Listed) -> None:
        self.list = found
        self.listed.emit()

    def _moved(self, done: int, total: int) -> None:
        self.moved.emit(done, total)


def read_list(desk: Desk, row: RoundRow) -> Listed:
    """Read the applications of a round."""
    with desk.vault.begin() as uow:
        rows = uow.applications.all(row.round_id)
        amended = amended_ids(uow, row)
    received = tuple(one.number for one in rows if one.state == State.RECEIVED)
    waiting = tuple(one.number for one in rows if one.state in _DECIDABLE)
    return Listed(rows, amended, received, waiting, tuple(_sought(one) for one in rows))


def _sought(one: ApplicationRow) -> str:
    parts = (one.number, one.record.get("unit_name", ""), one.record.get("title", ""), one.sub_direction)
    return " ".join(map(str, parts)).casefold()


def read_sight(desk: Desk, row: RoundRow, number: str) -> Sight:
    """Read one application with its gates, fields and amendments in one transaction."""
    with desk.vault.begin() as uow:
        state = state_of(uow, row)
        bench = bench_of(uow, row, state)
        one = meant(uow, row, [number])[0]
        view = view_of(uow, bench, listing_of(uow, row), one, desk.clock.now()[:10])
        stage = state.settings.stage
        corrections = all_corrections(uow, row)
        return Sight(
            view,
            fillable(bench.catalogue, one, stage),
            {field.id: field for field in bench.catalogue.fields},
            amendments(uow, one, bench.catalogue, stage),
            tuple(each for each in corrections if each.key == number and not each.undone),
        )
