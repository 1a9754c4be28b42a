"""What the solver is told: bounds of the loads, tables of bounds and affinities, reasons."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtGui import QIntValidator
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QLineEdit, QPushButton, QWidget

from ui.context import Context
from ui.viewmodels.secretary.assign_tables import AssignTables
from ui.views.folders import ask_file
from ui.views.plain_dialog import PlainDialog
from ui.widgets.controls import button, label, tight
from zgc_review.services.assigning import LEAST_REASON, MOST_LOAD, Order
from zgc_review.services.assigning_matrix import Matrix

TABLES = ("loads", "affinity")


class AssignRunDialog(PlainDialog):
    """Asks before the solver runs.

    Signals:
        agreed: an ``assigning.Order``.
    """

    agreed = Signal(object)

    def __init__(self, context: Context, matrix: Matrix, waiting: int, parent: QWidget) -> None:
        cap, cap_count = context.captions.cap, context.captions.cap_count
        text = cap("assign.run.lead", people=len(matrix.experts))
        title = cap_count("assign.run.title", waiting)
        super().__init__(context, title, text, parent, name="assignRun")
        self._again = bool(matrix.acts) and not matrix.is_seated
        self.least, self.most = QLineEdit(), QLineEdit()
        self.odd, self.reason = QLineEdit(), QLineEdit()
        self._words: list[QLabel] = []
        self.tables = AssignTables(context, self)
        self._told = {name: label("small", "second", name=f"run:{name}", wrap=True) for name in TABLES}
        self._forget: dict[str, QPushButton] = {}
        self.lacking = label("small", "hint", name="runLacking")
        self.act = button(self._agree, "primary", name="runAct")
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(12)
        self._grid.setVerticalSpacing(8)
        self._grid.setColumnStretch(1, 1)
        for name, field, key in (
            ("runLeast", self.least, "assign.run.least"),
            ("runMost", self.most, "assign.run.most"),
            ("runSizeReason", self.odd, "assign.size_reason"),
            ("runReason", self.reason, "assign.run.again"),
        ):
            self._row(name, field, cap(key))
        for one in (self.least, self.most):
            one.setValidator(QIntValidator(0, MOST_LOAD, one))
            one.setPlaceholderText(cap("assign.run.even"))
        self.reason.setVisible(self._again)
        self._words[-1].setVisible(self._again)
        for name in TABLES:
            self._table(name)
        self.tables.read.connect(self._was_read)
        self.tables.failed.connect(self.refuse)
        self.body.addLayout(self._grid)
        self.act.setText(cap("assign.run.act"))
        self.act.setAutoDefault(False)
        self.row.insertWidget(1, self.lacking)
        self.row.addWidget(self.act)
        self.widen(680)
        self._follow()
        self.least.setFocus()

    def _row(self, name: str, field: QLineEdit, caption: str) -> None:
        """Add a field with its caption."""
        words: QLabel = label("body", wrap=True)
        words.setText(caption)
        words.setBuddy(field)
        field.setObjectName(name)
        field.setMaxLength(500)
        field.setAccessibleName(caption)
        field.textChanged.connect(lambda _text: self._follow())
        row = self._grid.rowCount()
        self._grid.addWidget(words, row, 0)
        self._grid.addWidget(field, row, 1)
        self._words.append(words)

    def _table(self, name: str) -> None:
        """Add what a file gives: its columns, a button to choose one, a button to do without."""
        cap = self.context.captions.cap
        words: QLabel = label("body", wrap=True)
        words.setText(cap(f"assign.run.{name}"))
        choose = button(lambda: self._choose(name), name=f"run:{name}:choose")
        choose.setText(cap("assign.run.file"))
        choose.setAccessibleName(f"{words.text()} {choose.text()}")
        forget = self._forget[name] = button(
            lambda: self.tables.forget(name), "quiet", name=f"run:{name}:none"
        )
        forget.setText(cap("assign.run.without"))
        forget.setAccessibleName(f"{words.text()} {forget.text()}")
        words.setBuddy(choose)
        for one in (choose, forget):
            one.setAutoDefault(False)
        acts = QHBoxLayout()
        tight(acts, 0, 8)
        acts.addWidget(choose)
        acts.addWidget(forget)
        acts.addWidget(self._told[name], 1)
        row = self._grid.rowCount()
        self._grid.addWidget(words, row, 0)
        self._grid.addLayout(acts, row, 1)
        self._was_read(name)

    def _choose(self, name: str) -> None:
        path = ask_file(self, self.context.captions.cap(f"assign.run.{name}"), "CSV (*.csv)")
        if path is not None:
            self.take(name, path)

    def take(self, name: str, path: Path) -> None:
        """Read a table, ``loads`` or ``affinity``."""
        self.error.clear()
        self.tables.take(name, path)

    def _was_read(self, name: str) -> None:
        """Say what a table holds, or which columns it has."""
        captions, count = self.context.captions, self.tables.count(name)
        read = captions.cap_count(f"assign.run.{name}_read", count) if count else ""
        self._told[name].setText(read or captions.cap(f"assign.run.{name}_columns"))
        self._forget[name].setVisible(bool(count))

    def _follow(self) -> None:
        lacking = self._again and len(self.reason.text().strip()) < LEAST_REASON
        self.lacking.setText(self.context.captions.cap("assign.run.reason_lacking") if lacking else "")
        self.act.setEnabled(not lacking)

    def _agree(self) -> None:
        self.agreed.emit(
            Order(
                least=_number(self.least),
                most=_number(self.most),
                loads=self.tables.loads,
                affinity=self.tables.affinity,
                size_reason=self.odd.text().strip(),
                reason=self.reason.text().strip(),
            )
        )
        self.accept()


def _number(field: QLineEdit) -> int | None:
    """Return what was typed; None where nothing was."""
    return int(field.text()) if field.text().strip() else None
