"""What the chair's pages share: the panel files that were taken, as plain values, read in one job."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from ui.media import find_panels
from ui.viewmodels.session import Session
from zgc_review.catalogue import Catalogue, Screening, Veto
from zgc_review.domain.rows import ApplicationRow, RoundRow
from zgc_review.domain.settings import RoundSettings
from zgc_review.services.aggregating import ceiling
from zgc_review.services.chain import RoundState
from zgc_review.services.desk import Desk
from zgc_review.services.file_places import PANEL
from zgc_review.services.panel_taking import TakenPanel, not_taken, take_panel
from zgc_review.services.panel_view import PanelLine, PanelView, panel_views, panels_taken
from zgc_review.services.rounds import catalogue_of, my_code, state_of
from zgc_review.services.sitting_notes import Notes, notes_of


@dataclass(frozen=True, slots=True)
class Entry:
    """One application that a panel file shows; amounts in 分.

    Attributes:
        unit: name of the applicant.
        ceiling_fen: the most that may be granted (rules §9).
        row: as the reader's vault holds it.
    """

    application: str
    number: str
    title: str
    unit: str
    sub_direction: str
    measure: str
    fund: str
    group: str
    requested_fen: int | None
    ceiling_fen: int | None
    row: ApplicationRow


@dataclass(frozen=True)
class Panel:
    """Everything the chair's pages show, of the applications that are open to the reader and of no other.

    Attributes:
        views: one per group of which a panel file was taken, by group.
        entries: by application id.
        notes: of the sitting; among them what the chair put on the agenda.
    """

    reader: str
    views: tuple[PanelView, ...]
    entries: Mapping[str, Entry]
    settings: RoundSettings
    catalogue: Catalogue
    notes: Notes = field(repr=False)

    @property
    def lines(self) -> tuple[PanelLine, ...]:
        """Every line of every group."""
        return tuple(line for view in self.views for line in view.lines)

    @property
    def has_line(self) -> bool:
        """Whether the round ranks and grants; a mid-term check and an acceptance do not (rules §2.4)."""
        return self.settings.stage == "proposal"

    @property
    def is_acting(self) -> bool:
        """Whether the reader only acts as chair here, and for whom nobody else speaks."""
        return bool(self.views) and all(view.is_acting for view in self.views)

    def line(self, application: str) -> PanelLine | None:
        """Return the line of an application, None where it is not shown."""
        return next((one for one in self.lines if one.line.application == application), None)

    def items(self, entry: Entry) -> dict[str, tuple[str, str]]:
        """Return vetoes and screening items of an application in Chinese and English, by id."""
        rubric = self.catalogue.rubric(entry.sub_direction, self.settings.stage)
        found: tuple[Veto | Screening, ...] = (*self.catalogue.vetoes_for(entry.measure), *rubric.screening)
        return {one.id: (one.zh, one.en) for one in found}

    def view_of(self, application: str) -> PanelView | None:
        """Return the group in which an application is shown."""
        return next(
            (view for view in self.views for one in view.lines if one.line.application == application), None
        )


class PanelModel(QObject):
    """The panel as every page of the chair sees it.

    Signals:
        working: reading or taking began; ``loaded`` or ``failed`` follows.
        loaded: :attr:`panel` was read anew.
        failed: a :class:`ReviewError`: reading or taking was refused.
        taken: a :class:`TakenPanel`: a panel file was taken; the panel is read anew after it.
        agenda_asked: id of an application that the chair puts on the agenda.
        found: panel files on media that were not taken into this round, newest first.
    """

    working = Signal()
    loaded = Signal()
    failed = Signal(object)
    taken = Signal(object)
    agenda_asked = Signal(str)
    found = Signal(object)

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.session = session
        self.panel: Panel | None = None
        self.revision = 0

    def load(self) -> None:
        """Read everything anew: at the beginning, and after every act that changed something."""
        row = self.session.row
        self.working.emit()
        self.session.read(self, lambda desk: read_panel(desk, row), self._loaded, self.failed.emit)

    def take(self, path: Path) -> None:
        """Take a panel file into the vault."""
        row = self.session.row
        self.working.emit()

        def done(taken: TakenPanel) -> None:
            self.session.remember(path, PANEL, row.round_id)
            self._taken(taken)

        self.session.act(self, lambda desk: take_panel(desk, row, path), done, self.failed.emit)

    def look(self, folders: Sequence[Path] = ()) -> None:
        """Look for panel files on media and in ``folders``."""
        row = self.session.row

        def sift(paths: tuple[Path, ...]) -> None:
            def work(desk: Desk) -> tuple[Path, ...]:
                with desk.vault.begin() as uow:
                    return not_taken(uow, row, paths)

            self.session.read(self, work, self.found.emit, self.failed.emit)

        self.session.context.jobs.run(self, lambda _ticket: find_panels(folders), sift, vault=False)

    def _loaded(self, panel: Panel) -> None:
        self.panel = panel
        self.revision += 1
        self.loaded.emit()

    def _taken(self, value: object) -> None:
        self.taken.emit(value)
        self.load()


def leads(desk: Desk, row: RoundRow) -> bool:
    """Say whether the reader leads anything: a panel file was taken that still shows something."""
    with desk.vault.begin() as uow:
        return bool(panels_taken(uow, row))


def read_panel(desk: Desk, row: RoundRow) -> Panel:
    """Read what the panel files show; without one there are no views.

    Raises:
        GateError, AggregationError: as :func:`show_panel`.
    """
    with desk.vault.begin() as uow:
        state = state_of(uow, row)
        catalogue = catalogue_of(uow, state)
        views = panel_views(uow, row)
        return Panel(
            reader=my_code(uow, row, state),
            views=views,
            entries=_entries(state, catalogue, views, uow.applications.all(row.round_id)),
            settings=state.settings,
            catalogue=catalogue,
            notes=notes_of(uow, row),
        )


def _entries(
    state: RoundState, catalogue: Catalogue, views: Sequence[PanelView], rows: Sequence[ApplicationRow]
) -> dict[str, Entry]:
    """Return what is known of the applications shown, and of no other."""
    groups = {line.line.application: view.group for view in views for line in view.lines}
    return {
        one.application_id: _entry(state, catalogue, groups[one.application_id], one)
        for one in rows
        if one.application_id in groups
    }


def _entry(state: RoundState, catalogue: Catalogue, group: str, row: ApplicationRow) -> Entry:
    sub, record = row.sub_direction, row.record
    asked = record.get("requested_amount")
    return Entry(
        application=row.application_id,
        number=row.number,
        title=str(record.get("title", "")),
        unit=str(record.get("unit_name", "")),
        sub_direction=sub,
        measure=catalogue.measure_of(sub).id,
        fund=catalogue.fund_of(sub).id,
        group=group,
        requested_fen=asked if isinstance(asked, int) and not isinstance(asked, bool) else None,
        ceiling_fen=ceiling(record, state.settings, sub),
        row=row,
    )
