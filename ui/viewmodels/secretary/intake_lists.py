"""达标即享, the 名单 of 免申即享, the 不良信用记录 list and ethics of one round."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from PySide6.QtCore import QObject, Signal

from ui.viewmodels.session import Session
from zgc_review.domain.rows import ApplicationRow, RoundRow
from zgc_review.services import roster, unscored_list
from zgc_review.services.aggregating import ceiling
from zgc_review.services.desk import Desk
from zgc_review.services.ethics import Ethics, ethics_rows
from zgc_review.services.gates import GateView, meant, view_of
from zgc_review.services.gates_book import Listed
from zgc_review.services.gates_deciding import decide_gates
from zgc_review.services.gates_hits import Hit, listing_of
from zgc_review.services.gates_record import bench_of, list_match
from zgc_review.services.roster import TakenList
from zgc_review.services.rounds import state_of
from zgc_review.services.unscored import Vote, settlements, votes_on
from zgc_review.services.unscored_list import TakenNamelist

Mode = Literal["on_qualification", "no_application"]
Taken = TakenList | TakenNamelist


@dataclass(frozen=True, slots=True)
class UnscoredRow:
    """One application of a way without scores.

    ``match``: comparison with the 名单: match, mismatch, not_found, none before a list was taken in.
    """

    number: str
    unit: str
    sub_direction: str
    state: str
    reason: str
    result: str | None
    match: str
    listed: Listed | None


@dataclass(frozen=True)
class UnscoredSight:
    """One application of a way without scores, with what decides its result.

    Attributes:
        votes: what experts said on a gate. settled: gates they settled, with yes or no.
        amount: of the grant in 分, None while it cannot be known.
    """

    row: UnscoredRow
    view: GateView
    votes: Mapping[str, tuple[Vote, ...]]
    settled: Mapping[str, str]
    amount: int | None


@dataclass(frozen=True, slots=True)
class HitRow:
    """One entry of the 不良信用记录 list that concerns an application."""

    number: str
    unit: str
    hit: Hit


@dataclass(frozen=True, slots=True)
class EthicsRow:
    """The ethics of one application."""

    number: str
    unit: str
    ethics: Ethics


@dataclass(frozen=True)
class Integrity:
    """Hits and ethics of a round; ``entries`` None before a list was taken in."""

    entries: int | None
    hits: tuple[HitRow, ...]
    ethics: tuple[EthicsRow, ...]


class ListsModel(QObject):
    """Lists that offices send, and what follows from them.

    Signals:
        unscored: rows of one way were read: its mode, a tuple of :class:`UnscoredRow`.
        seen: an :class:`UnscoredSight`.
        integrity: an :class:`Integrity`.
        tried: a dry run of a file: path, a ``TakenList`` or ``TakenNamelist``.
        taken: a file was taken in: likewise.
        decided: a ``Decided``.
        failed: a :class:`ReviewError`.
        changed: the round is not what it was.
    """

    unscored = Signal(str, object)
    seen = Signal(object)
    integrity = Signal(object)
    tried = Signal(object, object)
    taken = Signal(object, object)
    decided = Signal(object)
    failed = Signal(object)
    changed = Signal()

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.session = session

    def load_unscored(self, mode: Mode) -> None:
        """Read the applications of a way without scores."""
        row = self.session.row
        self.session.read(
            self,
            lambda desk: read_unscored(desk, row, mode),
            lambda rows: self.unscored.emit(mode, rows),
            self.failed.emit,
        )

    def look(self, number: str) -> None:
        """Read one of them."""
        row = self.session.row
        self.session.read(
            self, lambda desk: read_unscored_one(desk, row, number), self.seen.emit, self.failed.emit
        )

    def load_integrity(self) -> None:
        """Compare every application with the list, and read its ethics."""
        row = self.session.row
        self.session.read(self, lambda desk: read_integrity(desk, row), self.integrity.emit, self.failed.emit)

    def decide(self, mode: Mode) -> None:
        """Move the applications of one way as far as their gates carry them."""

        def work(desk: Desk, row: RoundRow) -> object:
            numbers = [one.number for one in read_unscored(desk, row, mode)]
            return decide_gates(desk, row, numbers)

        self._act(work, self.decided.emit)

    def try_namelist(self, path: Path) -> None:
        """Read a 名单 and keep nothing."""
        self._try(path, lambda desk, row: unscored_list.take_namelist(desk, row, path, dry_run=True))

    def take_namelist(self, path: Path) -> None:
        """Take in a 名单."""
        self._act(
            lambda desk, row: unscored_list.take_namelist(desk, row, path),
            lambda taken: self.taken.emit(path, taken),
        )

    def try_integrity(self, path: Path) -> None:
        """Read a 不良信用记录 list and keep nothing."""
        self._try(path, lambda desk, row: roster.take_integrity_list(desk, row, path, dry_run=True))

    def take_integrity(self, path: Path) -> None:
        """Take in a 不良信用记录 list in place of the one before."""
        self._act(
            lambda desk, row: roster.take_integrity_list(desk, row, path),
            lambda taken: self.taken.emit(path, taken),
        )

    def _try(self, path: Path, work: Callable[[Desk, RoundRow], Taken]) -> None:
        row = self.session.row
        self.session.read(
            self, lambda desk: work(desk, row), lambda taken: self.tried.emit(path, taken), self.failed.emit
        )

    def _act(self, work: Callable[[Desk, RoundRow], Any], done: Callable[[Any], None]) -> None:
        row = self.session.row

        def ended(value: Any) -> None:
            done(value)
            self.changed.emit()

        self.session.act(self, lambda desk: work(desk, row), ended, self.failed.emit)


def read_unscored(desk: Desk, row: RoundRow, mode: Mode) -> tuple[UnscoredRow, ...]:
    """Read the applications of a way without scores; their gates are read one by one."""
    with desk.vault.begin() as uow:
        bench = bench_of(uow, row, state_of(uow, row))
        rows = uow.applications.all(row.round_id)
    return tuple(
        _unscored(
            bench.book(one.application_id).result,
            one,
            list_match(bench, one),
            bench.book(one.application_id).listed,
        )
        for one in rows
        if bench.mode(one) == mode
    )


def read_unscored_one(desk: Desk, row: RoundRow, number: str) -> UnscoredSight:
    """Read one application of a way without scores."""
    with desk.vault.begin() as uow:
        state = state_of(uow, row)
        bench = bench_of(uow, row, state)
        one = meant(uow, row, [number])[0]
        book = bench.book(one.application_id)
        view = view_of(uow, bench, listing_of(uow, row), one, desk.clock.now()[:10])
        return UnscoredSight(
            _unscored(book.result, one, list_match(bench, one), book.listed),
            view,
            votes_on(uow, row, state, one.application_id),
            settlements(uow, row, state, one),
            ceiling(one.record, state.settings, one.sub_direction),
        )


def read_integrity(desk: Desk, row: RoundRow) -> Integrity:
    """Compare every application with the list, and read its ethics, in one transaction."""
    with desk.vault.begin() as uow:
        state = state_of(uow, row)
        listing = listing_of(uow, row)
        rows = uow.applications.all(row.round_id)
        entries = None if listing is None else len(uow.listings.all(row.round_id))
    asked = ethics_rows(rows, state)
    day = desk.clock.now()[:10]
    hits = (
        []
        if listing is None
        else [HitRow(one.number, _unit(one), hit) for one in rows for hit in listing.hits(one.record, day)]
    )
    hits.sort(key=lambda one: (one.hit.standing != "current", not one.hit.is_sure, one.number))
    ethics = tuple(EthicsRow(one.number, _unit(one), found) for one, found in asked)
    return Integrity(entries, tuple(hits), ethics)


def _unscored(
    result: str | None, one: ApplicationRow, match: str | None, listed: Listed | None
) -> UnscoredRow:
    """Return the row of an application."""
    return UnscoredRow(
        one.number, _unit(one), one.sub_direction, one.state, one.reason, result, match or "none", listed
    )


def _unit(one: ApplicationRow) -> str:
    """Return the name of the applicant."""
    return str(one.record.get("unit_name", ""))
