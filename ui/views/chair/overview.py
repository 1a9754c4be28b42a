"""Overview of the group: experts × applications, totals, spread, reasons to discuss, the budget line."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QKeyEvent
from PySide6.QtWidgets import QVBoxLayout

from ui.context import Context
from ui.media import PANEL_SUFFIX
from ui.models.chair_overview import OverviewTable
from ui.viewmodels.chair.grid import BudgetLine, Row, Wanted
from ui.viewmodels.chair.overview import OverviewModel
from ui.viewmodels.chair.panel import PanelModel
from ui.viewmodels.finding import Findable
from ui.views.chair.derivation import DerivationDialog
from ui.views.chair.overview_bar import OverviewBar
from ui.views.chair.projector import toggle_projector
from ui.views.chair.take_pane import TakePane
from ui.views.screen import Hint, Screen
from ui.widgets.controls import label, tight
from ui.widgets.dropped import dropped, not_taken
from ui.widgets.heat_legend import HeatLegend
from ui.widgets.heat_table import HeatTable
from ui.widgets.notices import ErrorPane, ProgressBar
from zgc_review.domain.money import points
from zgc_review.errors import ReviewError
from zgc_review.services.derivation import Derivation


class OverviewPage(Screen):
    """The heat map.

    Signals:
        discussion_asked: to the discussion page.
    """

    place = "chair.page.overview"
    discussion_asked = Signal()

    def __init__(self, context: Context, panel: PanelModel) -> None:
        super().__init__(context, name="chairOverview")
        self.panel = panel
        self.model = OverviewModel(panel, self)
        self._asked = ""
        self.setAcceptDrops(True)
        self.bar = OverviewBar(context, self.model, self)
        self.take = TakePane(context, panel)
        self.error = ErrorPane(context)
        self.progress = ProgressBar(context)
        self.legend = HeatLegend(context)
        self.cells = OverviewTable(context.captions, self)
        self.table = HeatTable(context, self.cells, name="heat")
        self.empty = label("body", "second", name="chairEmpty", wrap=True)
        self._lay_out()
        self._wire()
        self.retranslate()

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        tight(column)
        top = QVBoxLayout()
        tight(top, 0, 8)
        top.setContentsMargins(16, 12, 16, 8)
        for one in (self.bar, self.legend, self.error, self.progress, self.take, self.empty):
            top.addWidget(one)
        column.addLayout(top)
        column.addWidget(self.table, 1)
        column.addStretch(0)

    def _wire(self) -> None:
        self.panel.working.connect(self.progress.start)
        self.panel.loaded.connect(self._loaded)
        self.panel.failed.connect(self._refused)
        self.model.failed.connect(self._refused)
        self.model.shown.connect(self._show)
        self.model.explained.connect(self._explain)
        self.table.asked.connect(self._ask)
        self.table.marked.connect(self._mark)
        self.bar.flagged.clicked.connect(self.model.show_flagged)
        self.bar.take.clicked.connect(lambda _checked=False: self.take.choose())
        self.bar.discuss.clicked.connect(lambda _checked=False: self.discussion_asked.emit())
        self.bar.search.sought.connect(self.model.find)
        self.bar.search.left.connect(self.table.setFocus)

    def entered(self) -> None:
        """Go to the cells; look for newer files."""
        self.panel.look()
        (self.table if self.table.isVisible() else self.bar.take).setFocus()

    def settle(self) -> None:
        """No search after the page is left."""
        self.bar.search.rest()

    def hints(self) -> Sequence[Hint]:
        """Keys of this page."""
        return (
            ("↑ ↓", self.cap("chair.hint.move")),
            ("Enter", self.cap("chair.hint.explain")),
            ("Space", self.cap("chair.hint.agenda")),
            ("F", self.cap("chair.hint.flagged")),
            ("P", self.cap("chair.hint.projector")),
        )

    def note(self) -> str:
        """Say over what the ranks run."""
        panel = self.panel.panel
        if panel is None or not panel.lines:
            return ""
        lines = [one.line for one in panel.lines]
        return self.cap(
            "chair.note",
            received=sum(one.n_received for one in lines),
            effective=sum(one.n_effective for one in lines),
            recused=sum(one.n_recused for one in lines),
        )

    def retranslate(self) -> None:
        """Set every text anew."""
        self.empty.setText(self.cap("chair.empty"))
        self.table.setAccessibleName(self.cap("chair.page.overview"))
        self.bar.retranslate()
        self._show()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Letters that work outside text fields."""
        key, plain = event.key(), not event.modifiers()
        if plain and key == Qt.Key.Key_F and self.bar.flagged.isEnabled():
            self.bar.flagged.click()
        elif plain and key == Qt.Key.Key_P:
            toggle_projector(self.context)
        elif plain and key in {Qt.Key.Key_J, Qt.Key.Key_K}:
            now = self.table.currentIndex()
            self.table.choose(now.row() + (1 if key == Qt.Key.Key_J else -1), max(0, now.column()))
        else:
            super().keyPressEvent(event)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take panel files that are dropped; of anything else it is said why not."""
        if self.panel.session.writable and event.mimeData().hasUrls():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Take the first panel file that was dropped."""
        paths = dropped(event)
        panels = [path for path in paths if path.suffix == PANEL_SUFFIX]
        if panels:
            self.error.clear()
            self.take.take(panels[0])
        else:
            self.error.show_error(not_taken(paths, PANEL_SUFFIX))

    def findable(self) -> Sequence[Findable]:
        """Every application that is open to the reader, and no other."""
        panel = self.panel.panel
        entries = () if panel is None else panel.entries.values()
        listed = sorted(entries, key=lambda one: one.number)
        return tuple(Findable(one.number, f"{one.unit} {one.title}", one.application) for one in listed)

    def go_to(self, target: str) -> bool:
        """Choose the row of an application; what keeps it from view is taken back."""
        if self.cells.place_of(target) is None:
            self.bar.search.clear()
            self.model.want(Wanted(by=self.model.wanted.by))
            self.bar.offer()
        row = self.cells.place_of(target)
        if row is not None:
            self.table.choose(row)
            self.table.setFocus()
        return row is not None

    def _loaded(self) -> None:
        self.error.clear()
        self.progress.finish()
        panel = self.panel.panel
        if panel is not None:
            self.legend.show_bands(panel.settings.bands)
        self.bar.offer()

    def _show(self) -> None:
        """Show the grid; the same cell stays chosen where it is still there."""
        before = self.cells.grid.rows
        now = self.table.currentIndex()
        chosen = before[now.row()] if 0 <= now.row() < len(before) else None
        self.cells.show_grid(self.model.grid)
        panel = self.panel.panel
        there = panel is not None and bool(panel.lines)
        self.table.setVisible(there)
        self.legend.setVisible(there)
        self.empty.setVisible(panel is not None and not there)
        self.bar.show_grid(self.model.grid)
        row = self.cells.place_of(chosen.application) if isinstance(chosen, Row) else None
        if self.cells.rowCount():
            self.table.choose(0 if row is None else row, max(0, now.column()))

    def _ask(self, row: int, column: int) -> None:
        """Ask how a number came."""
        entry = self.cells.row(row)
        self.error.clear()
        if isinstance(entry, BudgetLine):
            self._asked = ""
            self.model.explain_line(entry)
        elif isinstance(entry, Row):
            self._asked = entry.application
            self.model.explain(entry.application, self._member(entry, column))

    def _member(self, entry: Row, column: int) -> str:
        """Return the expert of a cell who judges the application."""
        code = self.cells.code_at(column)
        return code if any(one.code == code for one in entry.scores) else ""

    def _explain(self, derivation: Derivation) -> None:
        panel = self.panel.panel
        entry = None if panel is None else panel.entries.get(self._asked)
        unit = "" if entry is None else entry.unit
        line = None if panel is None else panel.line(self._asked)
        value = None if line is None else line.line.after.value
        words = unit if value is None else f"{unit}　{self.cap('decide.final', value=points(value))}"
        DerivationDialog(self.context, derivation, words, self).open()

    def _mark(self, row: int) -> None:
        entry = self.cells.row(row)
        if isinstance(entry, Row):
            self.panel.agenda_asked.emit(entry.application)

    def _refused(self, fault: ReviewError) -> None:
        self.progress.finish()
        self.error.show_error(fault)
