"""Which column of the files is which field: guessed from headers, chosen where the guess is wrong."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ui.context import Context
from ui.models.secretary_intake_files import ColumnsTable
from ui.viewmodels.secretary.intake import Checked
from ui.views.plain_dialog import PlainDialog
from ui.widgets.choice import ChoiceBox
from ui.widgets.controls import button, label, tight
from ui.widgets.line_table import LineTable
from ui.widgets.search_field import SearchField, holding
from zgc_review.intake.choices import Choice
from zgc_review.intake.columns import How, SeenColumn

_GUESS, _LEFT = "?", "-"
_UNITS = ("", "万元", "元")


class ColumnsDialog(PlainDialog):
    """Shows every column beside its field; what is chosen is remembered in the vault.

    Signals:
        chosen: choices to keep, and columns whose choice is forgotten.
    """

    chosen = Signal(object, object)

    def __init__(self, context: Context, report: Checked, parent: QWidget, *, may: bool) -> None:
        cap = context.captions.cap
        super().__init__(
            context, cap("intake.columns.title"), cap("intake.columns.lead"), parent, name="columns"
        )
        found = report.columns
        self._overview = found
        # What nobody knows stands first, the rest as in the files.
        self._rows: list[SeenColumn] = sorted(found.columns, key=lambda one: one.how is not How.UNKNOWN)
        self._forget: dict[tuple[str, str, int], Choice] = {}
        self._changed: dict[tuple[str, str, int], Choice] = {}
        self._may = may
        self._filling = False
        self.search = SearchField(context, self, name="columnsSearch")
        self.columns = ColumnsTable(context.captions, self)
        self.columns.labels = {(name, path): zh for name, pairs in found.fields.items() for path, zh in pairs}
        self.table = LineTable(context, self.columns, {0: 88, 1: 44, 3: 130, 4: 120}, name="columnsTable")
        self.missing = label("body", "warn", name="columnsMissing", wrap=True)
        self.words = label("small", "second", name="columnsWords", wrap=True)
        self.field = ChoiceBox(context, name="columnsField", letters=20)
        self.unit_words = label("small", "second")
        self.unit = ChoiceBox(context, name="columnsUnit", letters=14)
        self.act = button(self._keep, "primary", name="columnsAct")
        self._lay_out()
        self._wire()
        self._fill()
        self.table.choose(self._first())

    def _lay_out(self) -> None:
        self.widen(880)
        self.table.setMinimumHeight(self.tall(250))
        self.body.addWidget(self.search)
        self.body.addWidget(self.table, 1)
        self.body.addWidget(self.missing)
        row = QHBoxLayout()
        tight(row, 0, 8)
        left = QVBoxLayout()
        tight(left, 0, 4)
        left.addWidget(self.words)
        left.addWidget(self.field)
        right = QVBoxLayout()
        tight(right, 0, 4)
        right.addWidget(self.unit_words)
        right.addWidget(self.unit)
        row.addLayout(left, 1)
        row.addLayout(right)
        self.body.addLayout(row)
        self.row.insertWidget(self.row.count(), self.act)
        self.act.setAutoDefault(False)

    def _wire(self) -> None:
        cap = self.context.captions.cap
        self.search.say(cap("intake.columns.search"))
        self.table.setAccessibleName(cap("intake.columns.title"))
        self.unit_words.setText(cap("intake.columns.unit"))
        self.unit.setAccessibleName(cap("intake.columns.unit"))
        self.field.setAccessibleName(cap("intake.columns.field"))
        for unit in _UNITS:
            self.unit.addItem(unit or cap("intake.columns.unit_header"), unit)
        self.act.setText(cap("intake.columns.act"))
        self.act.setEnabled(False)
        self.search.sought.connect(lambda _text: self._fill())
        self.search.left.connect(self.table.setFocus)
        self.table.selectionModel().currentRowChanged.connect(lambda now, _before: self._show(now.row()))
        for box in (self.field, self.unit):
            box.activated.connect(lambda _index: self._choose())

    def _first(self) -> int:
        """Return the first column that nobody knows, else the first."""
        rows = self.columns.rows
        return next((n for n, one in enumerate(rows) if one.how is How.UNKNOWN), 0)

    def _fill(self) -> None:
        """Show the columns that hold what is sought."""
        chosen = self.table.currentIndex().row()
        texts = [f"{one.header} {one.sheet} {one.field} {one.sample}".casefold() for one in self._rows]
        self.columns.show_rows(holding(self._rows, texts, self.search.text()))
        self.table.choose(min(max(chosen, 0), len(self.columns.rows) - 1))
        there = {one.field for one in self._rows}
        known = {(name, zh): path for name, pairs in self._overview.fields.items() for path, zh in pairs}
        lacking = [
            zh
            for name, labels in self._overview.missing.items()
            for zh in labels
            if known.get((name, zh)) not in there
        ]
        self.missing.setVisible(bool(lacking))
        self.missing.setText(self.context.captions.cap("intake.columns.missing", labels="、".join(lacking)))

    def _show(self, row: int) -> None:
        """Offer the fields of the sheet of a column."""
        if not 0 <= row < len(self.columns.rows):
            return
        one, cap = self.columns.row(row), self.context.captions.cap
        self.words.setText(cap("intake.columns.read_as", header=one.header))
        self.words.setBuddy(self.field)
        self.field.clear()
        self.field.addItem(cap("intake.columns.guess"), _GUESS)
        self.field.addItem(cap("intake.columns.left"), _LEFT)
        for path, zh in self._overview.fields[one.layout]:
            self.field.addItem(zh, f"={path}")
        wanted = _LEFT if one.how is How.LEFT else _GUESS if one.how is not How.CHOSEN else f"={one.field}"
        self.field.setCurrentIndex(max(0, self.field.findData(wanted)))
        self.unit.setCurrentIndex(max(0, self.unit.findData(one.unit if one.how is How.CHOSEN else "")))
        self._follow(one)

    def _follow(self, one: SeenColumn) -> None:
        self.field.setEnabled(self._may)
        self.unit.setEnabled(self._may and one.is_money and one.how is How.CHOSEN)

    def _choose(self) -> None:
        """Note what was chosen for the column on show."""
        place = self.table.currentIndex().row()
        if not 0 <= place < len(self.columns.rows):
            return
        one, data = self.columns.row(place), str(self.field.currentData())
        name = (one.layout, one.header, one.nth)
        self._changed.pop(name, None)
        self._forget.pop(name, None)
        if data == _GUESS:
            after = replace(one, how=How.UNKNOWN, field=None, unit="")
            self._forget[name] = one.choice
        elif data == _LEFT:
            after = replace(one, how=How.LEFT, field=None, unit="")
        else:
            unit = str(self.unit.currentData())
            after = replace(one, how=How.CHOSEN, field=data[1:], is_money=self._is_money(one, data[1:]))
            after = replace(after, unit=unit if after.is_money else "")
        if data != _GUESS:
            self._changed[name] = after.choice
        self._rows = [after if each is one else each for each in self._rows]
        self.act.setEnabled(self._may)
        self._fill()
        self._follow(after)

    def _is_money(self, one: SeenColumn, path: str) -> bool:
        """Say whether a field is an amount: its header carries the unit."""
        return self.columns.labels.get((one.layout, path), "").endswith("（万元）")

    def _keep(self) -> None:
        self.chosen.emit(tuple(self._changed.values()), tuple(self._forget.values()))
        self.accept()
