"""The roster: a workbook is checked first, then taken in; everybody with what they judge; list hits."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QLineEdit, QVBoxLayout

from ui.context import Context
from ui.models.secretary_experts import RosterTable
from ui.viewmodels.secretary.experts import FILTERS, ExpertsModel
from ui.views.first_start import documents_folder
from ui.views.screen import Hint, Screen
from ui.views.secretary.experts_import import ListImportDialog
from ui.widgets.choice import ChoiceBox
from ui.widgets.controls import button, label, pane, restyle, tight
from ui.widgets.line_table import LineTable
from ui.widgets.notices import ErrorPane
from ui.widgets.search_field import SearchField
from zgc_review.errors import ReviewError
from zgc_review.services.roster_view import RosterLine

_LEAST = 2


class RosterPane(Screen):
    """Everybody in the roster."""

    place = "experts.tab.roster"

    def __init__(self, context: Context, model: ExpertsModel) -> None:
        super().__init__(context, name="roster")
        self.model = model
        self.take = button(partial(self._choose, "roster"), "primary", name="rosterTake")
        self.listed = button(partial(self._choose, "integrity"), name="rosterListed")
        self.search = SearchField(context, self, name="rosterSearch")
        self.search.setProperty("tool", "false")  # as high as the buttons beside it
        self.filter = ChoiceBox(context, name="rosterFilter", letters=0)
        self.count = label("small", "second", name="rosterCount")
        self.told = label("small", "ok", name="rosterTold", wrap=True)
        self.error = ErrorPane(context)
        self.people = RosterTable(context.captions)
        widths = {0: 80, 1: 96, 4: 132, 5: 72, 6: 148}
        self.table = LineTable(context, self.people, widths, name="rosterTable")
        self.empty = label("body", "second", name="rosterEmpty", wrap=True)
        self.hit_words = label("body", name="rosterHit", wrap=True)
        self.reason = QLineEdit()
        self.reason.setObjectName("rosterReason")
        self.reason.setMaxLength(500)
        self.clear = button(self._clear, name="rosterClear")
        self._lay_out()
        self._wire()
        self.retranslate()

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        tight(column)
        top = QVBoxLayout()
        tight(top, 0, 8)
        top.setContentsMargins(16, 12, 16, 8)
        tools = QHBoxLayout()
        tight(tools, 0, 12)
        tools.addWidget(self.search, 1)
        tools.addWidget(self.filter)
        tools.addWidget(self.count)
        tools.addStretch(0)
        tools.addWidget(self.listed)
        tools.addWidget(self.take)
        top.addLayout(tools)
        for one in (self.told, self.error, self.empty):
            top.addWidget(one)
        column.addLayout(top)
        column.addWidget(self.table, 1)
        column.addStretch(0)
        self._bar = pane("footer")
        row = QHBoxLayout(self._bar)
        tight(row, 0, 12)
        row.setContentsMargins(16, 10, 16, 10)
        row.addWidget(self.hit_words, 1)
        row.addWidget(self.reason, 1)
        row.addWidget(self.clear)
        column.addWidget(self._bar)

    def _wire(self) -> None:
        self.model.loaded.connect(self._fill)
        self.model.cleared.connect(self._was_cleared)
        self.model.failed.connect(self._refused)
        self.search.sought.connect(lambda _text: self._fill())
        self.search.left.connect(self.table.setFocus)
        self.filter.currentIndexChanged.connect(lambda _index: self._fill())
        self.table.selectionModel().currentRowChanged.connect(lambda _now, _before: self._follow())
        self.reason.textChanged.connect(lambda _text: self._follow())
        self.context.theme.changed.connect(self._fit)

    def entered(self) -> None:
        """Read the roster."""
        self.error.clear()
        self.model.load()
        (self.table if self.model.lines else self.take).setFocus()

    def hints(self) -> Sequence[Hint]:
        """Keys of this pane."""
        return (("J K", self.cap("secretary.hint.row")), ("Ctrl F", self.cap("secretary.hint.find")))

    def retranslate(self) -> None:
        """Set every text anew."""
        self.take.setText(self.cap("experts.take"))
        self.listed.setText(self.cap("experts.listed"))
        self.search.say(self.cap("experts.search"))
        self.filter.setAccessibleName(self.cap("experts.filter"))
        if not self.filter.count():
            self.filter.addItems([""] * len(FILTERS))
        for n, name in enumerate(FILTERS):
            self.filter.setItemText(n, self.cap(f"experts.filters.{name}"))
        self.table.setAccessibleName(self.cap("experts.tab.roster"))
        self.empty.setText(self.cap("experts.empty"))
        self.reason.setPlaceholderText(self.cap("experts.reason"))
        self.reason.setAccessibleName(self.cap("experts.reason"))
        self.clear.setText(self.cap("experts.clear"))
        for one in (self.take, self.listed):
            one.setEnabled(self.model.session.writable)
        self._say()
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Roles go first where there is no room."""
        super().resizeEvent(event)
        self._fit()

    @property
    def chosen(self) -> RosterLine | None:
        """The line that is chosen."""
        row = self.table.currentIndex().row()
        return self.people.row(row) if 0 <= row < len(self.people.rows) else None

    def check(self, path: Path, kind: str) -> None:
        """Look at a workbook in a dialog that takes it in."""
        self.told.setText("")
        dialog = ListImportDialog(self.context, self.model, kind, self)
        dialog.open()
        dialog.check(path)

    def _fit(self) -> None:
        self.table.setColumnHidden(3, self.width() < self.context.theme.px(1000))

    def _choose(self, kind: str) -> None:
        title = self.cap("experts.take" if kind == "roster" else "experts.listed")
        kinds = f"{self.cap('experts.kind')} (*.xlsx *.csv)"
        chosen, _kind = QFileDialog.getOpenFileName(self, title, str(documents_folder()), kinds)
        if chosen:
            self.check(Path(chosen), kind)

    def _fill(self) -> None:
        """Show who fits."""
        chosen = self.chosen
        self.people.roles = self.model.roles
        self.people.show_rows(
            self.model.found(self.search.text(), FILTERS[max(0, self.filter.currentIndex())])
        )
        self.table.hold_words((4,))
        rows = self.people.rows
        place = next((n for n, one in enumerate(rows) if chosen and one.number == chosen.number), 0)
        self.table.choose(place)
        self._say()

    def _say(self) -> None:
        """Set every text that depends on the roster."""
        there = bool(self.model.lines)
        for one in (self.table, self.search, self.filter, self.count):
            one.setVisible(there)
        self.empty.setVisible(not there)
        restyle(self.take, kind="" if there else "primary")
        counts = {"shown": f"{len(self.people.rows):,}", "all": f"{len(self.model.lines):,}"}
        self.count.setText(self.cap("experts.count", **counts))
        self.told.setVisible(bool(self.told.text()))
        self._follow()

    def _follow(self) -> None:
        """Offer to clear up a namesake where one is chosen."""
        line = self.chosen
        open_hit = line is not None and bool(line.open_hits)
        self._bar.setVisible(open_hit)
        if line is not None and open_hit:
            words = self.cap_count("experts.hit_words", line.open_hits, name=line.name, number=line.number)
            self.hit_words.setText(words)
        typed = len(self.reason.text().strip()) >= _LEAST
        self.clear.setEnabled(open_hit and typed and self.model.session.writable)

    def _clear(self) -> None:
        line = self.chosen
        if line is not None and self.clear.isEnabled():
            self.error.clear()
            self.model.clear(line.number, self.reason.text().strip())

    def _was_cleared(self, number: str) -> None:
        self.reason.clear()
        self.told.setText(self.cap("experts.cleared_told", number=number))
        self._say()

    def _refused(self, fault: ReviewError) -> None:
        if self.isVisible():
            self.error.show_error(fault)
