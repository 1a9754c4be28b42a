"""Combining: what would be combined and what is missing, values with places, panel files for the chairs."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QSplitter, QVBoxLayout, QWidget

from ui.context import Context
from ui.models.result_tables import ReadersTable, ResultsTable
from ui.viewmodels.secretary.result import ResultModel, Written
from ui.views.ask import Question
from ui.views.chair.derivation import DerivationDialog
from ui.views.folders import ask_folder
from ui.views.screen import Hint, Screen
from ui.widgets.controls import button, label, pane, restyle, tight
from ui.widgets.line_table import LineTable
from ui.widgets.notices import ErrorPane
from zgc_review.errors import ReviewError
from zgc_review.services.derivation import Derivation
from zgc_review.services.result_overview import PanelReader, ResultLine, ResultOverview

LISTED = 12
_NARROW, _LOW = 960, 500
_HELD = (0, 1, 2, 4, 5, 6, 7, 8)  # all but the unit and what is to be discussed
_DISCUSS = 9


def listed(screen: Screen, numbers: Sequence[str], *, experts: bool = False) -> str:
    """Return up to 12 numbers, or codes of experts, then how many more there are (look.md §9)."""
    words = " · ".join(numbers[:LISTED])
    more = len(numbers) - LISTED
    if more <= 0:
        return words
    return f"{words} {screen.cap('secretary.more_experts' if experts else 'secretary.more', count=more)}"


class AggregatePane(Screen):
    """Combines what is locked and writes files for the chairs."""

    place = "result.tab.aggregate"

    def __init__(self, context: Context, model: ResultModel) -> None:
        super().__init__(context, name="aggregate")
        self.model = model
        self._folder: Path | None = None
        self._shows_new = False
        self._fitted: tuple[Sequence[ResultLine], bool] = ((), False)
        self.title = label("title", name="aggregateTitle")
        self.facts = label("body", "second", name="aggregateFacts", wrap=True)
        self.missing = label("small", "warn", name="aggregateMissing", wrap=True)
        self.error = ErrorPane(context)
        self.values = ResultsTable(context.captions, self)
        widths = {0: 64, 1: 52, 2: 112, 4: 76, 5: 84, 6: 68, 7: 72, 8: 128}
        self.table = LineTable(context, self.values, widths, name="aggregateTable")
        self.empty = label("body", "second", name="aggregateEmpty", wrap=True)
        self.panels_title = label("head")
        self.panels_text = label("small", "second", wrap=True)
        self.readers = ReadersTable(context.captions, self)
        self.panels = LineTable(context, self.readers, {0: 72, 1: 168, 3: 120}, name="panelReaders")
        self.done = label("small", "ok", name="aggregateDone", wrap=True)
        self.again = button(self.model.compute, "quiet", name="aggregateAgain")
        self.ranking = button(self._write_ranking, "quiet", name="aggregateRanking")
        self.write = button(self._ask_panels, name="aggregatePanels")
        self.act = button(self._ask, "primary", name="aggregateAct")
        self._lay_out()
        self._wire()
        self.retranslate()

    def _lay_out(self) -> None:
        top = self._top = QVBoxLayout()
        tight(top, 24, 6)
        top.setContentsMargins(24, 16, 24, 12)
        head = QHBoxLayout()
        tight(head, 0, 12)
        self._heading = QVBoxLayout()
        tight(self._heading, 0, 6)
        self._heading.addWidget(self.title)
        self._heading.addWidget(self.facts, 1)
        head.addLayout(self._heading, 1)
        for act in (self.again, self.ranking):
            head.addWidget(act, 0, Qt.AlignmentFlag.AlignTop)
        top.addLayout(head)
        for one in (self.missing, self.error, self.empty):
            top.addWidget(one)
        self._split = QSplitter()
        self._split.setOrientation(self._split.orientation().Vertical)
        self._split.setChildrenCollapsible(False)
        self._split.addWidget(self.table)
        self._split.addWidget(self._panels())
        self._split.setStretchFactor(0, 3)
        self._split.setStretchFactor(1, 1)
        foot = pane("footer")
        bar = QHBoxLayout(foot)
        tight(bar, 0, 16)
        bar.setContentsMargins(24, 12, 24, 12)
        bar.addWidget(self.done, 1)
        bar.addWidget(self.write)
        bar.addWidget(self.act)
        column = QVBoxLayout(self)
        tight(column)
        column.addLayout(top)
        column.addWidget(self._split, 1)
        column.addWidget(foot)

    def _panels(self) -> QWidget:
        """Return who gets a panel file."""
        holder = pane("plain")
        column = QVBoxLayout(holder)
        tight(column, 0, 6)
        column.setContentsMargins(24, 8, 24, 0)
        row = QHBoxLayout()
        tight(row, 0, 12)
        row.addWidget(self.panels_title)
        row.addWidget(self.panels_text, 1)
        column.addLayout(row)
        column.addWidget(self.panels, 1)
        return holder

    def _wire(self) -> None:
        self.model.loaded.connect(self._show)
        self.model.combined.connect(self._combined)
        self.model.written.connect(self._written)
        self.model.failed.connect(self._refused)
        self.model.derived.connect(self._show_derivation)
        self.table.activated.connect(self._derive)
        keys = QShortcut(QKeySequence("Enter"), self.table)
        keys.activated.connect(lambda: self._derive(self.table.currentIndex()))
        self.context.theme.changed.connect(self._fit)
        self._fit()

    def entered(self) -> None:
        """Every value is computed anew from the signed sheets."""
        self.error.clear()
        self.model.load()
        (self.act if self.act.isEnabled() and self.act.isVisibleTo(self) else self.table).setFocus()

    def hints(self) -> Sequence[Hint]:
        """Keys of this pane."""
        return (("J K", self.cap("secretary.hint.row")), ("Enter", self.cap("result.hint.derivation")))

    def retranslate(self) -> None:
        """Set every text anew."""
        self.title.setText(self.cap("result.aggregate.title"))
        self.again.setText(self.cap("result.aggregate.again"))
        self.write.setText(self.cap("result.aggregate.write"))
        self.panels_title.setText(self.cap("result.panels.title"))
        self.panels_text.setText(self.cap("result.panels.text"))
        self.table.setAccessibleName(self.cap("result.aggregate.title"))
        self.panels.setAccessibleName(self.cap("result.panels.title"))
        self.empty.setText(self.cap("result.aggregate.empty"))
        self._show()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit the columns to the width; in a low window the rows have the room of the second line."""
        super().resizeEvent(event)
        self._fit_columns()
        low = self.height() < self.context.theme.px(_LOW)
        directions = QBoxLayout.Direction
        self._heading.setDirection(directions.LeftToRight if low else directions.TopToBottom)
        self._heading.setSpacing(16 if low else 6)
        self._top.setContentsMargins(24, 8 if low else 16, 24, 6 if low else 12)

    def _fit_columns(self) -> None:
        """In a narrow window columns are as wide as what they say; the name of the unit has the rest."""
        found = self.model.overview
        narrow = self.width() < self.context.theme.px(_NARROW)
        if found is None or not found.lines or (found.lines, narrow) == self._fitted:
            return
        self._fitted = (found.lines, narrow)
        if not found.is_ranked:
            self.table.hide_columns(self.values.of_line, self.values.outcomes)
            return
        self.table.hold_words(_HELD if narrow else ())
        self.table.hide_columns(self._silent(found) if narrow else ())  # gives every column its width anew

    def _silent(self, found: ResultOverview) -> frozenset[int]:
        """Return the columns that tell nothing apart: the only pool, nothing to discuss."""
        one_pool = len({line.line.pool for line in found.lines}) == 1
        nothing = not any(self.values.cell(line, _DISCUSS).words for line in found.lines)
        return frozenset(({0} if one_pool else set()) | ({_DISCUSS} if nothing else set()))

    def _show(self) -> None:
        found = self.model.overview
        if found is None:  # a press before the page is read would be lost
            for one in (self.ranking, self.write, self.act):
                one.setEnabled(False)
            return
        self.values.is_ranked = found.is_ranked
        if self.values.rows is not found.lines:
            at = self.table.currentIndex().row()
            self.values.show_rows(found.lines)
            self.table.choose(max(at, 0))
        self._fit_columns()
        self.readers.show_rows(found.readers)
        self._split.setVisible(bool(found.lines or found.readers))
        self.table.setVisible(bool(found.lines))
        self.empty.setVisible(not found.lines and not found.locked)
        self._say(found)
        self._follow(found)
        if self._shows_new and found.lines:
            self._shows_new = False
            self.table.setFocus()  # the act that had it is gone

    def _say(self, found: ResultOverview) -> None:
        """Say how many there are in each place, and what is missing."""
        key = "result.aggregate.ranking" if found.is_ranked else "result.aggregate.outcomes"
        self.ranking.setText(self.cap(key))
        counts = {"locked": len(found.locked), "combined": len(found.lines), "waiting": len(found.waiting)}
        self.facts.setText(self.cap("result.aggregate.facts", **counts))
        missing = []
        if found.owing:
            owed = listed(self, found.owing, experts=True)
            missing.append(self.cap_count("result.aggregate.owing", len(found.owing), codes=owed))
        if found.rulings:
            missing.append(self.cap_count("result.aggregate.rulings", found.rulings))
        changed = sum(bool(one.earlier) for one in found.lines)
        if changed:
            missing.append(self.cap_count("result.aggregate.changed", changed))
        self.missing.setText("　".join(missing))
        self.missing.setVisible(bool(missing))

    def _follow(self, found: ResultOverview) -> None:
        """Say what may be pressed; the one prominent act is what brings the round further."""
        writable = self.model.session.writable and not found.is_sealed
        ready = bool(found.locked) and (found.is_single or not found.waiting)
        self.act.setText(self.cap_count("result.aggregate.act", len(found.locked)))
        self.act.setVisible(bool(found.locked))
        self.act.setEnabled(writable and ready)
        self.write.setEnabled(writable and bool(self._ready_readers()))
        restyle(self.write, kind="" if found.locked else "primary")
        self.ranking.setEnabled(bool(found.lines))

    def _ready_readers(self) -> list[PanelReader]:
        found = self.model.overview
        return [one for one in found.readers if one.refusal is None] if found is not None else []

    def _ask(self) -> None:
        """Ask with counts and numbers: no initial sheet is taken in any more afterwards."""
        found = self.model.overview
        if found is None:
            return
        question = Question(
            self.context,
            self.cap_count("result.aggregate.question", len(found.locked)),
            f"{self.cap('result.aggregate.ask')}\n{listed(self, found.locked)}",
            self.act.text(),
            self,
        )
        question.agreed.connect(self._combine)
        question.open()

    def _combine(self) -> None:
        self.error.clear()
        self.model.combine()

    def _ask_panels(self) -> None:
        """Choose a medium, then ask with codes: what chairs may see is sealed to their cards."""
        folder = ask_folder(self, self.cap("result.aggregate.write"), self._folder)
        if folder is not None:
            self.ask_panels(folder)

    def ask_panels(self, folder: Path) -> None:
        """Ask before panel files are written into ``folder``."""
        self._folder = folder
        readers = self._ready_readers()
        told = [f"{one.group} {one.code}" for one in readers]
        question = Question(
            self.context,
            self.cap_count("result.panels.question", len(readers)),
            f"{self.cap('result.panels.ask', folder=str(folder))}\n{listed(self, told, experts=True)}",
            self.cap("result.aggregate.write").rstrip("…"),
            self,
        )
        question.agreed.connect(self._write)
        question.open()

    def _write(self) -> None:
        self.error.clear()
        if self._folder is not None:
            self.model.write_panels(self._ready_readers(), self._folder)

    def _write_ranking(self) -> None:
        folder = ask_folder(self, self.cap("result.aggregate.ranking"), self._folder)
        if folder is not None:
            self._folder = folder
            self.model.write_ranking(folder)

    def _combined(self, count: int) -> None:
        self._shows_new = self.isVisible()
        self.done.setText(self.cap_count("result.aggregate.done", count))

    def _written(self, written: Written) -> None:
        names = listed(self, [path.name for path in written.paths])
        self.done.setText(self.cap("result.written", names=names))

    def _derive(self, index: QModelIndex) -> None:
        if index.isValid() and index.row() < len(self.values.rows):
            self.model.derive(self.values.row(index.row()))

    def _show_derivation(self, derivation: Derivation, line: ResultLine) -> None:
        DerivationDialog(self.context, derivation, line.unit, self).open()

    def _refused(self, fault: ReviewError) -> None:
        if self.isVisible():
            self.error.show_error(fault)

    def _fit(self) -> None:
        """Both tables keep a head and some rows, also in a low window at 150 %."""
        px = self.context.theme.px
        self.panels.setMinimumHeight(px(34) + px("rowFinding"))
        self.table.setMinimumHeight(px(34) + 2 * px("rowFinding"))
