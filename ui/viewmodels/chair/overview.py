"""What the overview shows of the panel, and how its numbers came."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QObject, Signal

from ui.viewmodels.chair.grid import BudgetLine, Grid, Wanted, grid_of, scopes_of
from ui.viewmodels.chair.panel import Panel, PanelModel
from zgc_review.services.derivation import explain_line
from zgc_review.services.derivation_line import pool_derivation


class OverviewModel(QObject):
    """The heat map over :class:`PanelModel`.

    Signals:
        shown: :attr:`grid` is another one.
        read: the first grid of a panel that was read anew is shown.
        explained: a :class:`Derivation`.
        failed: a :class:`ReviewError`.
    """

    shown = Signal()
    read = Signal()
    explained = Signal(object)
    failed = Signal(object)

    def __init__(self, panel: PanelModel, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.panel = panel
        self.grid = Grid()
        self.wanted = Wanted()
        self._read: Panel | None = None
        panel.loaded.connect(self._show)

    @property
    def scopes(self) -> tuple[str, ...]:
        """What may be chosen: funds, measures, groups."""
        return () if self.panel.panel is None else scopes_of(self.panel.panel)

    def show_scope(self, scope: str) -> None:
        """Show a fund, a measure, a group, or everything."""
        self.want(replace(self.wanted, scope=scope))

    def find(self, text: str) -> None:
        """Show the applications whose number, unit or title holds a text."""
        self.want(replace(self.wanted, text=text))

    def show_flagged(self, flagged: bool) -> None:
        """Show only what is on the agenda, or everything."""
        self.want(replace(self.wanted, flagged=flagged))

    def want(self, wanted: Wanted) -> None:
        """Show something else."""
        if wanted != self.wanted:
            self.wanted = wanted
            self._show()

    def explain(self, application: str, code: str = "") -> None:
        """Ask how the numbers of an application came, or those of one expert's sheet on it."""
        panel, session = self.panel.panel, self.panel.session
        if panel is None:
            return
        view, line, row = panel.view_of(application), panel.line(application), session.row
        if view is not None and line is not None:
            entry = panel.entries[application].row
            session.read(
                self,
                lambda desk: explain_line(desk, row, view, line, entry, code),
                self.explained.emit,
                self.failed.emit,
            )

    def explain_line(self, line: BudgetLine) -> None:
        """Tell how the line of a pool came, and the total of its fund."""
        panel = self.panel.panel
        view = None if panel is None else next((v for v in panel.views if v.group == line.group), None)
        if panel is None or view is None:
            return
        made = view.aggregate
        numbers = {name: one.number for name, one in panel.entries.items()}
        self.explained.emit(
            pool_derivation(
                panel.settings, made.pools, made.funds, made.applications, numbers, line.pool, is_whole=False
            )
        )

    def _show(self) -> None:
        """Work out what is to be seen, beside the window: three hundred rows take longer than a key may."""
        panel, wanted = self.panel.panel, self.wanted
        if panel is None:
            return

        def made(grid: Grid) -> None:
            if panel is self.panel.panel and wanted == self.wanted:
                self.grid = grid
                self.shown.emit()
                if self._read is not panel:
                    self._read = panel
                    self.read.emit()

        jobs = self.panel.session.context.jobs
        jobs.run(self, lambda _ticket: grid_of(panel, wanted), made, vault=False)
