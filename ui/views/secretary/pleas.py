"""What could not be compared, wishes that do not count, and the record of pleas of every expert (F13)."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QFileDialog, QHBoxLayout, QVBoxLayout, QWidget

from ui.context import Context
from ui.models.secretary_rulings import MissingLine, MissingTable, PleasTable
from ui.viewmodels.secretary.rulings import Missing, RulingsModel
from ui.views.first_start import documents_folder
from ui.views.screen import Hint, Screen
from ui.widgets.controls import button, label, pane, tight
from ui.widgets.line_table import LineTable
from ui.widgets.notices import ErrorPane
from zgc_review.errors import ReviewError

_SIDE_BY_SIDE = 720


class PleasPane(Screen):
    """Missing lists at the left, pleas at the right."""

    place = "conflicts.tab.pleas"

    def __init__(self, context: Context, model: RulingsModel) -> None:
        super().__init__(context, name="pleas")
        self.model = model
        self._listed: Missing | None = None
        self._paths: Sequence[Path] | None = None
        self.missing = MissingTable(context.captions, self)
        self.missing_table = LineTable(context, self.missing, {0: 92, 1: 104}, name="missingTable")
        self.missing_title = label("head")
        self.missing_count = label("small", "second", name="missingCount")
        self.lists = label("small", "second", name="missingLists", wrap=True)
        self.wishes = label("small", "warn", name="missingWishes", wrap=True)
        self.pleas = PleasTable(context.captions, self)
        self.pleas_table = LineTable(context, self.pleas, {0: 88, 1: 96, 2: 136}, name="pleasTable")
        self.pleas_title = label("head")
        self.pleas_count = label("small", "second", name="pleasCount")
        self.text = label("body", name="pleasText", wrap=True)
        self.error = ErrorPane(context)
        self.told = label("small", "second", name="formsTold", wrap=True)
        self.print = button(self._choose, name="formsPrint")
        self._lay_out()
        self._wire()
        self.retranslate()

    def _lay_out(self) -> None:
        self._sides = QHBoxLayout()
        tight(self._sides, 24, 16)
        self._sides.setContentsMargins(24, 16, 24, 16)
        left = self._card(self.missing_title, self.missing_count, self.missing_table, self.lists)
        right = self._card(self.pleas_title, self.pleas_count, self.pleas_table, self.text)
        below = left.layout()
        if below is not None:
            self.wishes.setContentsMargins(8, 4, 8, 0)
            below.addWidget(self.wishes)
        self._sides.addWidget(left, 1)
        self._sides.addWidget(right, 1)
        column = QVBoxLayout(self)
        tight(column)
        errors = QVBoxLayout()
        errors.setContentsMargins(24, 8, 24, 0)
        errors.addWidget(self.error)
        column.addLayout(errors)
        column.addLayout(self._sides, 1)
        foot = pane("footer")
        bar = QHBoxLayout(foot)
        tight(bar, 0, 16)
        bar.setContentsMargins(24, 10, 24, 10)
        bar.addWidget(self.told, 1)
        bar.addWidget(self.print)
        column.addWidget(foot)

    @staticmethod
    def _card(title: QWidget, count: QWidget, table: LineTable, below: QWidget) -> QWidget:
        """Return a card with a table."""
        card = pane("card")
        column = QVBoxLayout(card)
        tight(column, 1)
        column.setContentsMargins(9, 12, 9, 10)
        head = QHBoxLayout()
        head.setContentsMargins(8, 0, 8, 8)
        head.addWidget(title)
        head.addStretch(1)
        head.addWidget(count)
        column.addLayout(head)
        column.addWidget(table, 1)
        below.setContentsMargins(8, 8, 8, 0)
        column.addWidget(below)
        return card

    def _wire(self) -> None:
        self.model.listed.connect(self._show)
        self.model.printed.connect(self._printed)
        self.model.failed.connect(self._refused)
        self.pleas_table.selectionModel().currentRowChanged.connect(
            lambda now, _before: self._read(now.row())
        )
        self.missing_table.selectionModel().currentRowChanged.connect(
            lambda now, _before: self._name(now.row())
        )

    def entered(self) -> None:
        """Read what is missing."""
        self.error.clear()
        self.model.list_missing()
        self.missing_table.setFocus()

    def hints(self) -> Sequence[Hint]:
        """Keys of this pane."""
        return (("J K", self.cap("secretary.hint.row")),)

    def retranslate(self) -> None:
        """Set every text anew."""
        self.missing_title.setText(self.cap("conflicts.missing.title"))
        self.missing_table.setAccessibleName(self.cap("conflicts.missing.title"))
        self.pleas_title.setText(self.cap("conflicts.pleas.title"))
        self.pleas_table.setAccessibleName(self.cap("conflicts.pleas.title"))
        self.print.setText(self.cap("conflicts.forms.act"))
        self._say_printed()
        self._name(self.missing_table.currentIndex().row())
        self._say()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Both tables stand beside each other where there is room."""
        super().resizeEvent(event)
        wide = self.width() >= self.context.theme.px(_SIDE_BY_SIDE)
        way = QBoxLayout.Direction.LeftToRight if wide else QBoxLayout.Direction.TopToBottom
        self._sides.setDirection(way)

    def print_into(self, folder: Path) -> None:
        """Write the forms about recusal into a folder."""
        self.error.clear()
        self.model.print_forms(folder)

    def _show(self, listed: Missing) -> None:
        self._listed = listed
        rows = [MissingLine("expert", number, lists) for number, lists in sorted(listed.experts.items())]
        rows += [
            MissingLine("application", number, lists) for number, lists in sorted(listed.applications.items())
        ]
        self.missing.show_rows(rows)
        self.pleas.show_rows(listed.pleas)
        self.pleas_table.choose(0)
        self.missing_table.choose(0)
        self._name(self.missing_table.currentIndex().row())
        self._read(self.pleas_table.currentIndex().row())
        self._say()

    def _say(self) -> None:
        """Set every text that depends on what was read."""
        listed = self._listed
        if listed is None:
            return
        counts = {"experts": len(listed.experts), "applications": len(listed.applications)}
        self.missing_count.setText(self.cap("conflicts.missing.count", **counts))
        told = [" ".join(self.context.captions.finding(one)) for one in listed.wishes[:3]]
        if len(listed.wishes) > len(told):
            told.append(self.cap("secretary.more_lines", count=len(listed.wishes) - len(told)))
        self.wishes.setText("\n".join(told))
        self.wishes.setVisible(bool(told))
        given = [one.given for one in listed.pleas if one.given is not None]
        reported = sum(one.answer == "reported" for one in given)
        shown = {"given": len(given), "all": len(listed.pleas), "reported": reported}
        self.pleas_count.setText(self.cap("conflicts.pleas.count", **shown))

    def _read(self, row: int) -> None:
        """Show the whole record of a row."""
        given = self.pleas.row(row).given if 0 <= row < len(self.pleas.rows) else None
        self.text.setText(given.text if given is not None else "")
        self.text.setVisible(bool(self.text.text()))

    def _name(self, row: int) -> None:
        """Name every list of a row."""
        there = 0 <= row < len(self.missing.rows)
        words = self.missing.cell(self.missing.row(row), 2).words if there else ""
        self.lists.setText(self.cap("conflicts.missing.of_row", lists=words) if words else "")
        self.lists.setVisible(bool(words))

    def _choose(self) -> None:
        chosen = QFileDialog.getExistingDirectory(self, self.print.text(), str(documents_folder()))
        if chosen:
            self.print_into(Path(chosen))

    def _printed(self, paths: Sequence[Path]) -> None:
        self._paths = paths
        self._say_printed()

    def _say_printed(self) -> None:
        """Say what was printed last, or what can be."""
        if self._paths is None:
            self.told.setText(self.cap("conflicts.forms.lead"))
            return
        folder = str(self._paths[0].parent) if self._paths else ""
        self.told.setText(self.cap_count("conflicts.forms.done", len(self._paths), folder=folder))

    def _refused(self, fault: ReviewError) -> None:
        if self.isVisible():
            self.error.show_error(fault)
