"""All own sheets side by side before locking: what is missing, what deserves a second look; locking."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from PySide6.QtCore import QObject, Signal

from ui.bootstrap import confirm_passphrase
from ui.viewmodels.score_data import is_signed
from ui.viewmodels.session import Session
from zgc_review.catalogue import Catalogue, Rubric
from zgc_review.domain.bodies import Phase, SheetBody
from zgc_review.domain.findings import Finding
from zgc_review.domain.rows import ApplicationRow, RoundRow
from zgc_review.domain.settings import RoundSettings
from zgc_review.domain.states import SheetStatus
from zgc_review.scoring.completeness import warnings
from zgc_review.scoring.drafts import new_draft
from zgc_review.scoring.order import Contradiction, Standing, contradictions
from zgc_review.scoring.totals import band_of, running_total
from zgc_review.services import post, sheets
from zgc_review.services.desk import Desk
from zgc_review.services.own_work import Shelf
from zgc_review.services.revising import REVISION
from zgc_review.services.revising_rules import own_sheet
from zgc_review.services.rounds import state_of
from zgc_review.services.sheet_versions import lacks

READY, LACKING, LOCKED, RECUSED, PENDING = "ready", "lacking", "locked", "recused", "pending"
_STATES = {
    SheetStatus.LOCKED: LOCKED,
    SheetStatus.RECUSED: RECUSED,
    SheetStatus.PENDING: PENDING,
}


@dataclass(frozen=True)
class SheetLine:
    """One application in the review: everything the list shows, nothing of a recused one."""

    application: ApplicationRow
    kind: str
    bands: tuple[str, ...] = ()  # letter per criterion, "" while unscored, "–" not applicable
    criteria: tuple[tuple[str, str, str], ...] = ()  # id, Chinese and English name
    total: int | None = None  # points × 100 over what is scored so far
    complete: bool = False
    recommendation: str = ""
    lacking: tuple[Finding, ...] = ()
    doubts: tuple[Finding, ...] = ()
    weights: tuple[int, ...] = ()
    draft: SheetBody | None = field(default=None, repr=False)
    phase: Phase = "initial"
    before: int | None = None  # total of the first sheet, where it is revised
    stage: str = "proposal"

    @property
    def direction(self) -> str:
        """The sub-direction; empty where nothing may be shown."""
        return self.application.sub_direction if self.bands else ""

    @property
    def unit(self) -> str:
        """Name of the applicant."""
        return str(self.application.record.get("unit_name", ""))


@dataclass(frozen=True)
class Overview:
    """What the review screen shows."""

    lines: tuple[SheetLine, ...]
    edges: tuple[tuple[str, int], ...] = ()  # conclusions with the least total that leads there, points × 100
    contradictions: tuple[Contradiction, ...] = ()
    names: Mapping[str, tuple[str, str]] = field(default_factory=dict)  # of sub-directions


class ReviewModel(QObject):
    """Own sheets before and after the lock.

    Signals:
        loaded: the lines were read.
        locked: number of sheets that were signed.
        failed: a :class:`ReviewError`.
    """

    loaded = Signal()
    locked = Signal(int)
    failed = Signal(object)

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.session = session
        self.overview = Overview(())

    def load(self) -> None:
        """Read every sheet."""
        row = self.session.row
        self.session.read(self, lambda desk: overview_of(desk, row), self._loaded, self.failed.emit)

    @property
    def lines(self) -> Sequence[SheetLine]:
        """The lines, those that lack something first, then by total from the highest."""
        return self.overview.lines

    def of_kind(self, kind: str) -> list[SheetLine]:
        """Return the lines in a state."""
        return [line for line in self.lines if line.kind == kind]

    def lock(self, lines: Sequence[SheetLine], passphrase: str) -> None:
        """Sign the sheets of these applications, all or none."""
        row = self.session.row
        by_phase: dict[str, list[str]] = {}
        for line in lines:
            by_phase.setdefault(line.phase, []).append(line.application.application_id)

        def work(desk: Desk) -> tuple[int, Overview]:
            confirm_passphrase(desk, passphrase)
            return len(sheets.lock_all(desk, row, by_phase)), overview_of(desk, row)

        self.session.act(self, work, self._locked, self.failed.emit)

    def _loaded(self, overview: Overview) -> None:
        self.overview = overview
        self.loaded.emit()

    def _locked(self, done: tuple[int, Overview]) -> None:
        count, overview = done
        self._loaded(overview)
        self.locked.emit(count)


def overview_of(desk: Desk, row: RoundRow) -> Overview:
    """Read every sheet of the vault's owner."""
    with desk.vault.begin() as uow:
        state = state_of(uow, row)
        shelf = Shelf(uow, row, state)
        lines = []
        for one in uow.applications.all(row.round_id):
            if one.state == SheetStatus.LEAD:
                continue  # led, not scored (rules §3, experts for single applications)
            kind = _STATES.get(SheetStatus(one.state))
            if kind in {RECUSED, PENDING}:
                lines.append(SheetLine(one, str(kind)))
                continue
            phase = shelf.phase(one)
            draft = shelf.draft(one) or new_draft(one.application_id, one.version, "")
            if phase == REVISION and not is_signed(uow, row, one, phase):
                kind = None
            line = _line(one, draft, shelf.rubric(one), state.settings, kind)
            first = own_sheet(uow, row, one.application_id, "initial") if phase == REVISION else None
            before = post.body_of_row(first).total if first is not None else None
            lines.append(replace(line, phase=phase, before=before))
        names = _names(shelf.catalogue, lines)
        edges = _edges(state.settings, [shelf.rubric(line.application) for line in lines if line.bands])
    lines.sort(key=_order)
    return Overview(
        tuple(lines),
        edges,
        contradictions(standing for line in lines if (standing := standing_of(line)) is not None),
        names,
    )


def standing_of(line: SheetLine) -> Standing | None:
    """Return how a complete sheet stands among the others; None for one that lacks a percent."""
    if line.total is None or not line.complete:
        return None
    one = line.application
    return Standing(
        one.application_id,
        one.number,
        line.direction,
        line.total,
        line.recommendation,
        line.bands,
        line.stage,
    )


def _edges(settings: RoundSettings, rubrics: Sequence[Rubric]) -> tuple[tuple[str, int], ...]:
    """Return where conclusions begin: the lowest lines of the pools, of a stage its bands (rules §2.4)."""
    if settings.stage == "proposal":
        pools = settings.pools
        reserve = min((pool.reserve for pool in pools), default=6000)
        return ("RESERVE", reserve), ("SUPPORT", min((pool.pass_line for pool in pools), default=7000))
    least: dict[str, int] = {}
    for band in (band for rubric in rubrics for band in rubric.bands if band.min):
        least[band.code] = min(least.get(band.code, 10_000), 100 * band.min)
    return tuple(least.items())


def _names(catalogue: Catalogue, lines: Sequence[SheetLine]) -> dict[str, tuple[str, str]]:
    """Return the names of the sub-directions of what is open."""
    found = (catalogue.sub_direction(name) for name in {line.direction for line in lines} - {""})
    return {one.id: (one.zh, one.en) for one in found}


def _line(
    one: ApplicationRow, draft: SheetBody, rubric: Rubric, settings: RoundSettings, kind: str | None
) -> SheetLine:
    """Return the line of an open or locked sheet."""
    lacking = lacks(draft, one.version, rubric, settings) if kind is None else ()
    criteria = rubric.criteria
    bands = tuple(
        "–"
        if criterion.id in draft.not_applicable
        else band_of(draft.percents[criterion.id], settings.bands)
        if criterion.id in draft.percents
        else ""
        for criterion in criteria
    )
    scored = all(bands)
    return SheetLine(
        application=one,
        kind=kind or (LACKING if lacking else READY),
        bands=bands,
        criteria=tuple((criterion.id, criterion.zh, criterion.en) for criterion in criteria),
        total=running_total(draft.percents, rubric) if scored else None,
        complete=scored,
        recommendation=draft.recommendation or "",
        lacking=tuple(lacking),
        doubts=tuple(warnings(draft, rubric, settings)),
        weights=tuple(criterion.weight for criterion in criteria),
        draft=draft,
        stage=rubric.stage,
    )


def _order(line: SheetLine) -> tuple[int, int, str]:
    """Sort what lacks something first, then totals from the highest, then the closed ones."""
    place = {LACKING: 0, READY: 1, LOCKED: 1, PENDING: 2, RECUSED: 3}[line.kind]
    return (place, -(line.total or 0), line.application.number)
