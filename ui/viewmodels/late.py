"""A conflict found while reviewing: what may be declared, what it leads to, the act (rules §4.2)."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal

from ui.viewmodels.session import Session
from zgc_review.conflicts.rules import BY_ID
from zgc_review.domain.rows import ApplicationRow
from zgc_review.domain.states import SheetStatus
from zgc_review.services.declaring import GivenAnswer
from zgc_review.services.desk import Desk
from zgc_review.services.late_conflict import declare_late
from zgc_review.services.rounds import state_of

REASON_LEAST = 2
REASON_MOST = 500
_OTHER = "R18"


@dataclass(frozen=True)
class LateChoice:
    """The applications a late conflict may be about, and the least length of the reason of R18."""

    applications: tuple[ApplicationRow, ...]
    other_least: int


class LateModel(QObject):
    """One late conflict.

    Signals:
        loaded: the applications were read.
        declared: a :class:`LateConflict`: the declaration is signed and has taken effect.
        failed: a :class:`ReviewError`; nothing was kept.
    """

    loaded = Signal()
    declared = Signal(object)
    failed = Signal(object)

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.session = session
        self.choice = LateChoice((), REASON_LEAST)

    def load(self) -> None:
        """Read the applications that are not closed for good."""
        row = self.session.row

        def work(desk: Desk) -> LateChoice:
            with desk.vault.begin() as uow:
                rows = uow.applications.all(row.round_id)
                least = state_of(uow, row).settings.other_reason_min
            return LateChoice(tuple(one for one in rows if one.state != SheetStatus.RECUSED), least)

        self.session.read(self, work, self._loaded, self.failed.emit)

    def declare(self, application_id: str, rule: str, answer: str, reason: str) -> None:
        """Answer, sign and close in one act."""
        row, given = self.session.row, GivenAnswer(rule, answer, reason)
        self.session.act(
            self,
            lambda desk: declare_late(desk, row, application_id, given),
            self.declared.emit,
            self.failed.emit,
        )

    def least(self, rule: str) -> int:
        """Return how long the reason must be."""
        return self.choice.other_least if rule == _OTHER else REASON_LEAST

    @staticmethod
    def effect(rule: str, answer: str) -> str:
        """Return ``recused``, ``pending`` or ``disclosed``: what an answer leads to."""
        level = BY_ID[rule].level.value
        if level == "D":
            return "disclosed"
        return "recused" if level == "H" and answer == "yes" else "pending"

    def _loaded(self, choice: LateChoice) -> None:
        self.choice = choice
        self.loaded.emit()
