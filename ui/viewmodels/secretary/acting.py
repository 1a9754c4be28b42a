"""Acting chairs: where the chair stands aside, who is next in line, the secretary's act (rules P09, §13)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal

from ui.viewmodels.session import Session
from zgc_review.domain.rows import RoundRow
from zgc_review.errors import PackageError
from zgc_review.services.acting_naming import name_acting_chair
from zgc_review.services.acting_view import ActingLine, ActingView, acting_view
from zgc_review.services.desk import Desk


@dataclass(frozen=True, slots=True)
class Named:
    """What naming somebody came to.

    Attributes:
        count: applications on which the one named acts now.
        waiting: ids of those on which the chair has not named the same yet.
    """

    code: str
    count: int
    waiting: tuple[str, ...]


class ActingModel(QObject):
    """The acting chairs of one round.

    Signals:
        loaded: :attr:`view` was read anew.
        named: a :class:`Named`.
        failed: a :class:`ReviewError` of the act.
    """

    loaded = Signal()
    named = Signal(object)
    failed = Signal(object)

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.session = session
        self.view: ActingView | None = None

    def load(self) -> None:
        """Read where a chair stands aside."""
        row = self.session.row
        self.session.read(self, lambda desk: read_acting(desk, row), self._loaded, self.failed.emit)

    def name(self, code: str, application_ids: Sequence[str]) -> None:
        """Sign that a member acts as chair on some applications."""
        row, ids = self.session.row, tuple(application_ids)

        def work(desk: Desk) -> Named:
            name_acting_chair(desk, row, code, ids)
            with desk.vault.begin() as uow:
                lines = {one.application: one for one in acting_view(uow, row).lines}
            waiting = tuple(one for one in ids if one not in lines or lines[one].acts != code)
            return Named(code, len(ids) - len(waiting), waiting)

        def done(found: Named) -> None:
            self.load()
            self.named.emit(found)

        self.session.act(self, work, done, self.failed.emit)

    def _loaded(self, view: ActingView | None) -> None:
        self.view = view
        self.loaded.emit()


def read_acting(desk: Desk, row: RoundRow) -> ActingView | None:
    """Read where a chair stands aside; nothing before version 1 counts."""
    with desk.vault.begin() as uow:
        try:
            return acting_view(uow, row)
        except PackageError as fault:
            if fault.code != "round.chain.observer":
                raise
            return None


def next_in_line(lines: Sequence[ActingLine]) -> str | None:
    """Return who is next in line on the first of some applications that wait, None where nobody can act."""
    return next((one.fit[0] for one in lines if one.fit), None)


def common(lines: Sequence[ActingLine]) -> tuple[str, ...]:
    """Return who may act on every one of some applications, by code."""
    first, *rest = [one.fit for one in lines] or [()]
    return tuple(code for code in first if all(code in other for other in rest))
