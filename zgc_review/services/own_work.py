"""An expert's own sheets at a glance: how far each is, and where they do not agree with each other."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import msgspec

from zgc_review.catalogue import Rubric
from zgc_review.domain.bodies import Phase, SheetBody
from zgc_review.domain.ports import UnitOfWork
from zgc_review.domain.rows import ApplicationRow, RoundRow
from zgc_review.domain.settings import RoundSettings
from zgc_review.domain.states import SheetStatus
from zgc_review.errors import GateError
from zgc_review.scoring.order import Contradiction, Standing, contradictions
from zgc_review.scoring.totals import band_of, sheet_total
from zgc_review.services.chain import RoundState
from zgc_review.services.declaring import has_declared
from zgc_review.services.desk import Desk, as_member
from zgc_review.services.rounds import catalogue_of, state_of
from zgc_review.services.sheet_versions import is_changed, lacks

SKIPPED = "–"


@dataclass(frozen=True)
class OwnSheet:
    """One application that may be shown.

    Attributes:
        lacking: how many items keep the sheet from being locked.
        total: points × 100 once every criterion is settled, else None.
        changed: a letter brought another version of the application after the sheet was begun.
        standing: how a complete sheet stands among the others.
    """

    application: ApplicationRow
    lacking: int
    total: int | None
    changed: bool
    standing: Standing | None


class Shelf:
    """Every own draft of a round, read once: ten thousand applications are no ten thousand queries."""

    def __init__(self, uow: UnitOfWork, row: RoundRow, state: RoundState) -> None:
        self.settings = state.settings
        self.catalogue = catalogue_of(uow, state)
        self._drafts = {(one.application_id, one.phase): one for one in uow.drafts.all_newest(row.round_id)}
        self._rubrics: dict[str, Rubric] = {}

    def phase(self, application: ApplicationRow) -> Phase:
        """Return the phase in which an expert now edits an application."""
        started = (application.application_id, "revision") in self._drafts
        return "revision" if started and application.state == SheetStatus.LOCKED else "initial"

    def draft(self, application: ApplicationRow, phase: Phase | None = None) -> SheetBody | None:
        """Return the newest draft of a phase, by default of the one at work; None where none was saved."""
        saved = self._drafts.get((application.application_id, phase or self.phase(application)))
        return None if saved is None else msgspec.convert(saved.body, SheetBody)

    def rubric(self, application: ApplicationRow) -> Rubric:
        """Return what is scored for an application in this round."""
        direction = application.sub_direction
        if direction not in self._rubrics:
            self._rubrics[direction] = self.catalogue.rubric(direction, self.settings.stage)
        return self._rubrics[direction]


def own_sheets(desk: Desk, row: RoundRow) -> tuple[OwnSheet, ...]:
    """Return every application to be scored with its newest draft, by number; closed ones are left out.

    Raises:
        GateError: ``score.undeclared``, ``round.role.member``.
    """
    as_member(row)
    with desk.vault.begin() as uow:
        if not has_declared(uow, row):
            raise GateError("score.undeclared")
        shelf = Shelf(uow, row, state_of(uow, row))
        rows = uow.applications.all(row.round_id)
        shown = (SheetStatus.OPEN, SheetStatus.LOCKED)
        return tuple(_own(shelf, one) for one in rows if one.state in shown)


def disagreements(sheets: Iterable[OwnSheet]) -> tuple[Contradiction, ...]:
    """Return where totals, recommendations and bands of own sheets disagree."""
    return contradictions(one.standing for one in sheets if one.standing is not None)


def letters_of(draft: SheetBody, rubric: Rubric, settings: RoundSettings) -> tuple[str, ...]:
    """Return the band of each criterion, ``–`` where it does not apply, empty while it is open."""
    return tuple(
        SKIPPED
        if one.id in draft.not_applicable
        else band_of(draft.percents[one.id], settings.bands)
        if one.id in draft.percents
        else ""
        for one in rubric.criteria
    )


def _own(shelf: Shelf, application: ApplicationRow) -> OwnSheet:
    """Read one sheet."""
    draft = shelf.draft(application)
    if draft is None:
        return OwnSheet(application, 0, None, changed=False, standing=None)
    rubric = shelf.rubric(application)
    letters = letters_of(draft, rubric, shelf.settings)
    is_locked = application.state == SheetStatus.LOCKED
    lacking = 0 if is_locked else len(lacks(draft, application.version, rubric, shelf.settings))
    changed = is_changed(draft, application)
    if not all(letters) or not draft.percents:
        return OwnSheet(application, lacking, None, changed, None)
    total = sheet_total(draft.percents, draft.not_applicable, rubric)
    standing = Standing(
        application.application_id,
        application.number,
        application.sub_direction,
        total,
        draft.recommendation or "",
        letters,
        rubric.stage,
    )
    return OwnSheet(application, lacking, total, changed, standing)
