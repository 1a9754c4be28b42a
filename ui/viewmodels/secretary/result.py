"""Combining and deciding: what there is, what is missing, files for the chairs, decisions confirmed."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, Signal

from ui.jobs import Done
from ui.viewmodels.session import Session
from zgc_review.domain.rows import RoundRow
from zgc_review.domain.states import State
from zgc_review.errors import GateError
from zgc_review.seal.safe_files import save_bytes
from zgc_review.services import aggregating, deciding, panel, post, tables_out
from zgc_review.services.chair_list import chair_list
from zgc_review.services.derivation import Derivation, explain_application
from zgc_review.services.desk import Desk
from zgc_review.services.result_overview import PanelReader, ResultLine, ResultOverview, overview
from zgc_review.services.sharing import prefix_of


@dataclass(frozen=True, slots=True)
class Written:
    """Files that were written: panel files or lists; how many applications a list leaves out."""

    paths: tuple[Path, ...]
    left_out: int = 0


@dataclass(frozen=True)
class Confirming:
    """What a confirmation comes to, said before it is asked for.

    Attributes:
        ready: applications whose decision stands. waiting: numbers without a decision that counts.
        objected: decisions that cannot stand. totals: 分 by pool of what is supported.
    """

    ready: tuple[ResultLine, ...]
    waiting: tuple[str, ...]
    objected: tuple[ResultLine, ...]
    totals: Mapping[str, int]


class ResultModel(QObject):
    """Combining and deciding of one round.

    Signals:
        loaded: ``overview`` was read anew.
        combined: how many applications were combined.
        written: a :class:`Written`.
        confirmed: how many decisions were confirmed, and how many are still waited for.
        failed: a :class:`ReviewError`.
        changed: the round is not what it was.
        derived: how the numbers of an application came: a :class:`Derivation`, and its line.
    """

    loaded = Signal()
    combined = Signal(int)
    written = Signal(object)
    confirmed = Signal(int, int)
    failed = Signal(object)
    changed = Signal()
    derived = Signal(object, object)

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.session = session
        self.overview: ResultOverview | None = None

    def load(self) -> None:
        """Read where combining and deciding stand."""
        row = self.session.row
        self.session.read(self, lambda desk: overview(desk, row), self._loaded, self.failed.emit)

    def compute(self) -> None:
        """Compute every value from the signed sheets anew, whatever is known of them."""
        row = self.session.row

        def work(desk: Desk) -> ResultOverview:
            desk.vault.forget()
            return overview(desk, row)

        self.session.read(self, work, self._loaded, self.failed.emit)

    def combine(self) -> None:
        """Combine what is locked."""

        def done(result: Any) -> None:
            self.combined.emit(len(result.applications))
            self._again()

        self._act(aggregating.aggregate_round, done)

    def write_panels(self, readers: Sequence[PanelReader], folder: Path) -> None:
        """Write one panel file for each reader."""

        def work(desk: Desk, row: RoundRow) -> Written:
            files = [panel.write_panel(desk, row, one.group, one.code, folder) for one in readers]
            return Written(tuple(one.path for one in files))

        self._act(work, self._written)

    def write_list(self, group: str, folder: Path) -> None:
        """Write the list of decisions of a group, over what its chair may see."""

        def work(desk: Desk, row: RoundRow) -> Written:
            with desk.vault.begin() as uow:
                listed = chair_list(uow, row, group)
            return _listed(row, folder, group, listed.content, listed.left_out)

        self._act(work, self._written)

    def write_ranking(self, folder: Path) -> None:
        """Write the whole ranking for the office's own use."""

        def work(desk: Desk, row: RoundRow) -> Written:
            with desk.vault.begin() as uow:
                result = aggregating.current_aggregate(uow, row)
                content = tables_out.decision_list(uow, row, result, None)
            return _listed(row, folder, "ranking", content, 0)

        self._act(work, self._written)

    def confirm(self) -> None:
        """Confirm every decision that stands."""

        def done(counts: tuple[int, int]) -> None:
            self.confirmed.emit(*counts)
            self._again()

        self._act(deciding.confirm_decisions, done)

    def derive(self, line: ResultLine) -> None:
        """Work out step by step how the numbers of an application came."""
        row = self.session.row

        def work(desk: Desk) -> Derivation:
            with desk.vault.begin() as uow:
                application = uow.applications.get(line.line.application)
            if application is None:
                raise GateError("application.unknown")
            return explain_application(desk, row, application)

        self.session.read(self, work, lambda found: self.derived.emit(found, line), self.failed.emit)

    def confirming(self) -> Confirming:
        """Return what a confirmation would come to now."""
        lines = self.overview.lines if self.overview is not None else ()
        due = [one for one in lines if one.state == State.AGGREGATED]
        ready = tuple(one for one in due if one.signed is not None and not one.objection)
        totals: dict[str, int] = {}
        for one in ready:
            if one.amount_fen is not None and one.line.pool is not None:
                totals[one.line.pool] = totals.get(one.line.pool, 0) + one.amount_fen
        waiting = tuple(one.number for one in due if one.signed is None)
        return Confirming(ready, waiting, tuple(one for one in due if one.objection), totals)

    def _act(self, work: Callable[[Desk, RoundRow], Any], done: Done) -> None:
        row = self.session.row
        self.session.act(self, lambda desk: work(desk, row), done, self.failed.emit)

    def _written(self, written: Written) -> None:
        self.written.emit(written)
        self._again()

    def _again(self) -> None:
        self.load()
        self.changed.emit()

    def _loaded(self, found: ResultOverview) -> None:
        self.overview = found
        self.loaded.emit()


def _listed(row: RoundRow, folder: Path, name: str, content: bytes, left_out: int) -> Written:
    """Write a list as CSV."""
    post.ready_folder(folder)
    path = folder / f"{prefix_of(row)}{row.round_id[:8]}-{name}.csv"
    save_bytes(path, content, reread=True)
    return Written((path,), left_out)
