"""One open score sheet in a window: what stands on it, what is missing, undo and redo.

The window shows the sheet held here; the vault follows through the saver. A late answer of the
vault never touches what was typed since.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from time import monotonic
from typing import Any, Final

from PySide6.QtCore import QObject, Signal

from ui.viewmodels.score_data import Sheet
from ui.viewmodels.session import Session
from ui.viewmodels.sheet_edits import WHOLE, Edit, Mark, mark_of, value_of
from ui.viewmodels.sheet_saver import Place, SheetSaver, Target
from zgc_review.catalogue.model import Criterion
from zgc_review.domain.bodies import CitedPage, SheetBody
from zgc_review.domain.findings import Finding
from zgc_review.domain.money import points
from zgc_review.scoring.completeness import warnings
from zgc_review.scoring.totals import band_of, sheet_total
from zgc_review.services.sheet_versions import lacks

_BURST: Final = 1.5  # s; keystrokes closer than this in one field are undone together
_TEXTS: Final = frozenset({"comment", "floor_reason", "overall", "reason", "veto", "budget"})


@dataclass(frozen=True)
class Figures:
    """What the foot of the panel says; points as printed."""

    earned: str  # Σ percent × weight ÷ 100 over the criteria with a percent
    weight: int  # Σ of their weights
    marked: int  # criteria with a percent
    applicable: int  # criteria not marked as not applicable
    shown: int  # all criteria
    total: str  # rounded as it will be signed; empty until every criterion is settled


@dataclass(frozen=True)
class _Step:
    """One thing that can be undone."""

    before: Edit
    after: Edit
    at: float


class SheetModel(QObject):
    """The sheet on show.

    Signals:
        loaded: another sheet, or the same read anew.
        changed: kind and key of a place that has another value now.
        jumped: kind and key of a place that undo or redo changed: it should be in view.
        versioned: another version of the draft was stored.
    """

    loaded = Signal()
    changed = Signal(str, str)
    jumped = Signal(str, str)
    versioned = Signal()

    def __init__(self, session: Session, saver: SheetSaver, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._saver = saver
        self.sheet: Sheet | None = None
        self._body: SheetBody | None = None
        self._target: Target | None = None
        self._undo: list[_Step] = []
        self._redo: list[_Step] = []
        self._waiting: dict[str, str] = {}
        self.version = 0
        saver.saved.connect(self._stored)

    @property
    def body(self) -> SheetBody:
        """The sheet as the window shows it.

        Raises:
            LookupError: none is open.
        """
        if self._body is None:
            raise LookupError("no sheet is open")
        return self._body

    @property
    def content(self) -> Sheet:
        """What was read of the application.

        Raises:
            LookupError: none is open.
        """
        if self.sheet is None:
            raise LookupError("no sheet is open")
        return self.sheet

    @property
    def target(self) -> Target:
        """Where changes of this sheet belong.

        Raises:
            LookupError: none is open.
        """
        if self._target is None:
            raise LookupError("no sheet is open")
        return self._target

    @property
    def is_open(self) -> bool:
        """Whether a sheet is on show."""
        return self.sheet is not None

    @property
    def is_editable(self) -> bool:
        """Whether the sheet on show may be changed in this window."""
        return self.sheet is not None and not self.sheet.is_locked and self._session.writable

    @property
    def is_changed(self) -> bool:
        """Whether the application is another than the one the sheet on show judges (rules §6.9)."""
        if self.sheet is None or self.sheet.is_locked:
            return False
        return self.body.application_version != self.sheet.application_version

    @property
    def criteria(self) -> tuple[Criterion, ...]:
        """The criteria of the sheet in order."""
        return self.content.rubric.criteria

    @property
    def can_undo(self) -> bool:
        """Whether there is something to take back."""
        return bool(self._undo) and self.is_editable

    @property
    def can_redo(self) -> bool:
        """Whether there is something to do again."""
        return bool(self._redo) and self.is_editable

    def load(self, sheet: Sheet) -> None:
        """Show a sheet; what of it is not stored yet stays on top. Undo begins anew."""
        self._target = Target(self._session.row, sheet.application_id, sheet.phase)
        self.sheet = sheet
        self._body = sheet.body if sheet.is_locked else self._saver.overlay(self._target, sheet.body)
        self.version = sheet.version
        self._undo, self._redo, self._waiting = [], [], {}
        self.loaded.emit()

    def clear(self) -> None:
        """Show no sheet: nothing of it stays in this object."""
        self.sheet = self._body = self._target = None
        self._undo, self._redo, self._waiting = [], [], {}
        self.loaded.emit()

    def criterion(self, name: str) -> Criterion:
        """Return a criterion of this sheet by id."""
        return next(one for one in self.criteria if one.id == name)

    def mark(self, criterion: str) -> Mark:
        """Return the percent of a criterion, that it is not applicable, or None."""
        return mark_of(self.body, criterion)

    def band(self, criterion: str) -> str:
        """Return the band of a criterion's percent, the band that waits for a percent, or empty."""
        mark = self.mark(criterion)
        if isinstance(mark, int):
            return band_of(mark, self.content.settings.bands)
        return self._waiting.get(criterion, "")

    def waiting(self, criterion: str) -> str:
        """Return the band that was chosen and waits for a percent inside its range, or empty."""
        return self._waiting.get(criterion, "")

    def band_range(self, letter: str) -> tuple[int, int]:
        """Return the lowest and the highest percent of a band."""
        bands = self.content.settings.bands
        low = {"A": bands.A, "B": bands.B, "C": bands.C, "D": 0}[letter]
        high = {"A": 100, "B": bands.A - 1, "C": bands.B - 1, "D": bands.C - 1}[letter]
        return low, high

    def choose_band(self, criterion: str, letter: str) -> None:
        """Choose a band: a percent outside it gives way, and the field waits for one inside.

        No middle is filled in: it would anchor the score (look.md §8).
        """
        if not self.is_editable:
            return
        if self.band(criterion) != letter:
            self._waiting[criterion] = letter
            if self.mark(criterion) is not None:
                self.put("mark", criterion, None)
            else:
                self.changed.emit("mark", criterion)

    def forget_band(self, criterion: str) -> bool:
        """Choose no band any more; what it took away comes back. Return whether one was waiting."""
        if self._waiting.pop(criterion, None) is None:
            return False
        last = self._undo[-1] if self._undo else None
        if last is not None and last.after.slot == ("mark", criterion) and last.after.value is None:
            self.undo()
        else:
            self.changed.emit("mark", criterion)
        return True

    def take_back(self, criterion: str, mark: Mark, letter: str) -> None:
        """Put back what stood there before digits that ended as no percent; no step is left of them.

        Args:
            letter: the band that waited then, or empty.
        """
        place = ("mark", criterion)
        while self._undo and self._undo[-1].after.slot == place:
            if self._undo.pop().before.value == mark:
                break
        if self.is_editable and self.mark(criterion) != mark:
            self._write(Edit("mark", criterion, mark), at_once=False)
        if letter:
            self._waiting[criterion] = letter
            self.changed.emit("mark", criterion)

    def put(self, kind: str, key: str, value: Any, *, at_once: bool = True, burst: bool = False) -> None:
        """Change one place of the sheet and have it stored.

        Args:
            at_once: store now; else within a fraction of a second after the last change.
            burst: part of a movement (typing, a key held, a drag) that is undone together.
        """
        if not self.is_editable or value_of(self.body, kind, key) == value:
            return
        before = Edit(kind, key, value_of(self.body, kind, key))
        after = Edit(kind, key, value)
        self._redo = []
        self._remember(before, after, burst=burst or kind in _TEXTS)
        self._write(after, at_once=at_once)

    def store(self) -> None:
        """Store now what was typed."""
        self._saver.flush()

    def undo(self) -> None:
        """Take back the newest change."""
        if self.can_undo:
            step = self._undo.pop()
            self._redo.append(step)
            self._write(step.before, at_once=True)
            self.jumped.emit(*step.before.slot)

    def redo(self) -> None:
        """Do again what was taken back last."""
        if self.can_redo:
            step = self._redo.pop()
            self._undo.append(step)
            self._write(step.after, at_once=True)
            self.jumped.emit(*step.after.slot)

    def replaced(self, body: SheetBody, n: int) -> None:
        """The vault made an earlier version the newest again, as number ``n``; undo takes it back."""
        self._remember(Edit(WHOLE, "", self.body), Edit(WHOLE, "", body), burst=False)
        self._redo, self._waiting = [], {}
        self._body, self.version = body, n
        self.changed.emit(WHOLE, "")
        self.versioned.emit()

    def cite(self, criterion: str, document: str, page: int) -> None:
        """Cite a page for a criterion, or with an empty one for the sheet as a whole."""
        cited = CitedPage(criterion=criterion, document=document, page=page)
        if cited not in self.body.pages:
            self.put("cite", "", (*self.body.pages, cited))

    def uncite(self, cited: CitedPage) -> None:
        """Cite a page no longer."""
        self.put("cite", "", tuple(one for one in self.body.pages if one != cited))

    def pages(self, criterion: str) -> tuple[CitedPage, ...]:
        """Return the pages cited for a criterion."""
        return tuple(one for one in self.body.pages if one.criterion == criterion)

    def missing(self) -> tuple[Finding, ...]:
        """Return what keeps the sheet from being locked, in the order of the sheet."""
        if self.content.is_locked:
            return ()
        content = self.content
        return lacks(self.body, content.application_version, content.rubric, content.settings)

    def warnings(self) -> tuple[Finding, ...]:
        """Return contradictions that only deserve a second look (rules §6.5)."""
        return warnings(self.body, self.content.rubric, self.content.settings)

    def figures(self) -> Figures:
        """Return the running figures, all exact."""
        body, criteria = self.body, self.criteria
        given = [one for one in criteria if one.id in body.percents]
        skipped = [one for one in criteria if one.id in body.not_applicable]
        settled = bool(given) and len(given) + len(skipped) == len(criteria)
        total = sheet_total(body.percents, body.not_applicable, self.content.rubric) if settled else None
        return Figures(
            earned=points(sum(body.percents[one.id] * one.weight for one in given)),
            weight=sum(one.weight for one in given),
            marked=len(given),
            applicable=len(criteria) - len(skipped),
            shown=len(criteria),
            total="" if total is None else points(total),
        )

    def _remember(self, before: Edit, after: Edit, *, burst: bool) -> None:
        """Put a step on the stack, or lengthen the newest one."""
        now = monotonic()
        last = self._undo[-1] if self._undo else None
        if burst and last is not None and last.after.slot == after.slot and now - last.at < _BURST:
            self._undo[-1] = replace(last, after=after, at=now)
            return
        self._undo.append(_Step(before, after, now))

    def _write(self, edit: Edit, *, at_once: bool) -> None:
        self._body = edit.apply(self.body)
        if edit.kind == "mark" and edit.value is not None:
            self._waiting.pop(edit.key, None)
        self.changed.emit(edit.kind, edit.key)
        self._saver.put(self.target, edit, at_once=at_once)

    def _stored(self, target: Place, n: int) -> None:
        if target == self._target:
            self.version = n
            self.versioned.emit()
