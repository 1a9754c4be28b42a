"""Keeps what is typed: in order, the newest of each field, again and again until it succeeds.

Lives as long as the unlocked vault, not as long as a screen: what could not be stored when a screen
was left is stored later (style.md §3, acceptance U1).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Final, Protocol, TypeAlias

from PySide6.QtCore import QObject, QTimer, Signal

from ui.viewmodels.session import Session
from ui.viewmodels.sheet_edits import WHOLE, Slot
from zgc_review.domain.bodies import Phase
from zgc_review.domain.rows import RoundRow
from zgc_review.errors import ReviewError, StorageError
from zgc_review.services import sheets
from zgc_review.services.desk import Desk

DELAY: Final = 250  # ms after the last keystroke
LATEST: Final = 600  # ms after the first keystroke that is not stored, however fast somebody types
RETRY: Final = 3000  # ms between tries while storing fails


class Change(Protocol):
    """A value for one place of what is kept."""

    @property
    def kind(self) -> str:
        """``whole`` where it stands for all places."""

    @property
    def slot(self) -> Slot:
        """The place."""

    def apply(self, body: Any) -> Any:
        """Return what is kept with this value in its place."""


class Place(Protocol):
    """Where changes belong; equal places are one."""

    def store(self, desk: Desk, changes: Sequence[Any]) -> int:
        """Apply changes in the vault, again if need be; return the number of the newest version."""

    def __hash__(self) -> int:
        """Places are keys."""


@dataclass(frozen=True)
class Target:
    """The sheet that a change belongs to."""

    row: RoundRow = field(compare=False, hash=False)
    application_id: str
    phase: Phase

    def store(self, desk: Desk, changes: Sequence[Any]) -> int:
        """Apply changes to a draft, each a version; return the number of the newest.

        What was stored by an earlier try changes nothing when it is applied again.
        """
        for edit in changes:
            sheets.edit(desk, self.row, self.application_id, edit.name, edit.apply, self.phase)
        with desk.vault.begin() as uow:
            newest = uow.drafts.newest(self.row.round_id, self.application_id, self.phase)
        return newest.n if newest is not None else 0


_Edits: TypeAlias = dict[tuple[Place, Slot], Change]


class SheetSaver(QObject):
    """Stores changes of sheets, and of what is typed in a sitting.

    Signals:
        saved: a :class:`Place` and the number of the newest stored version of its draft.
        refused: a :class:`Place` and the :class:`ReviewError` that no repetition would change; the
            changes of that place that were still waiting are given up.
    """

    saved = Signal(object, int)
    refused = Signal(object, object)

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._waiting: _Edits = {}
        self._flying: dict[int, _Edits] = {}  # by number of the job, in the order of the vault's thread
        self._jobs = 0
        self._fault: StorageError | None = None
        self._soon = self._timer(DELAY)
        self._latest = self._timer(LATEST)
        self._again = self._timer(RETRY)

    @property
    def is_clean(self) -> bool:
        """Whether everything is stored."""
        return not self._waiting and not self._flying

    @property
    def is_failing(self) -> bool:
        """Whether something could not be stored at the last try."""
        return self._fault is not None and not self.is_clean

    def put(self, target: Place, edit: Change, *, at_once: bool = False) -> None:
        """Take a change; it is stored within ``DELAY`` after the last one, or at once."""
        _join(self._waiting, {(target, edit.slot): edit})
        if at_once:
            self.flush()
            return
        self._soon.start()
        if not self._latest.isActive():
            self._latest.start()

    def overlay(self, target: Place, body: Any) -> Any:
        """Return what was read from the vault with what is not stored yet on top of it."""
        for edits in (*self._flying.values(), self._waiting):
            for (owner, _slot), edit in edits.items():
                if owner == target:
                    body = edit.apply(body)
        return body

    def flush(self) -> None:
        """Hand everything that waits to the vault's thread; what is asked there later finds it stored."""
        self._soon.stop()
        self._latest.stop()
        waiting, self._waiting = self._waiting, {}
        for target in dict.fromkeys(owner for owner, _slot in waiting):
            self._submit(target, {place: edit for place, edit in waiting.items() if place[0] == target})

    def stop(self) -> None:
        """Store what is waiting a last time and try no longer; the vault is about to be closed."""
        self.flush()
        for timer in (self._soon, self._latest, self._again):
            timer.stop()

    def _submit(self, target: Place, edits: _Edits) -> None:
        self._jobs += 1
        job, changes = self._jobs, tuple(edits.values())
        self._flying[job] = edits
        self._session.act(
            self,
            lambda desk: target.store(desk, changes),
            lambda n: self._stored(job, target, n),
            lambda fault: self._failed(job, target, fault),
        )

    def _stored(self, job: int, target: Place, n: int) -> None:
        self._flying.pop(job, None)
        if self.is_clean:
            self._again.stop()
            self._fault = None
        elif self._fault is not None:  # one job went through, another waits for its next try
            self._session.not_kept.emit(self._fault)
        self.saved.emit(target, n)

    def _failed(self, job: int, target: Place, fault: ReviewError) -> None:
        """Keep what could not be stored; nothing of an older job may overwrite a newer one.

        Everything under way is taken back in order and stored again: to apply it twice changes nothing.
        """
        if isinstance(fault, StorageError):
            if job in self._flying:
                back: _Edits = {}
                for edits in (*self._flying.values(), self._waiting):
                    _join(back, edits)
                self._flying, self._waiting = {}, back
            self._fault = fault
            self._session.not_kept.emit(fault)
            self._again.start()
            return
        self._flying.pop(job, None)
        self._waiting = _without(self._waiting, target)
        self.refused.emit(target, fault)

    def _timer(self, after: int) -> QTimer:
        timer = QTimer(self)
        timer.setSingleShot(True)
        timer.setInterval(after)
        timer.timeout.connect(self.flush)
        return timer


def _join(into: _Edits, edits: _Edits) -> None:
    """Append newer edits: of one place the newest counts, a whole sheet counts for all its places."""
    for (target, slot), edit in edits.items():
        if edit.kind == WHOLE:
            for place in [one for one in into if one[0] == target]:
                del into[place]
        into.pop((target, slot), None)
        into[target, slot] = edit


def _without(edits: _Edits, target: Place) -> _Edits:
    return {place: edit for place, edit in edits.items() if place[0] != target}
