"""What the solver is told: bounds of the loads, reasons; progress and a way to stop."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QIntValidator
from PySide6.QtWidgets import QGridLayout, QLabel, QLineEdit, QWidget

from ui.context import Context
from ui.views.plain_dialog import PlainDialog
from ui.widgets.controls import button, label
from zgc_review.services.assigning import LEAST_REASON, MOST_LOAD, Order
from zgc_review.services.assigning_matrix import Matrix


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
        self.body.addLayout(self._grid)
        self.act.setText(cap("assign.run.act"))
        self.act.setAutoDefault(False)
        self.row.insertWidget(1, self.lacking)
        self.row.addWidget(self.act)
        self.setMinimumWidth(context.theme.px(680))
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

    def _follow(self) -> None:
        lacking = self._again and len(self.reason.text().strip()) < LEAST_REASON
        self.lacking.setText(self.context.captions.cap("assign.run.reason_lacking") if lacking else "")
        self.act.setEnabled(not lacking)

    def _agree(self) -> None:
        self.agreed.emit(
            Order(
                least=_number(self.least),
                most=_number(self.most),
                size_reason=self.odd.text().strip(),
                reason=self.reason.text().strip(),
            )
        )
        self.accept()


def _number(field: QLineEdit) -> int | None:
    """Return what was typed; None where nothing was."""
    return int(field.text()) if field.text().strip() else None
