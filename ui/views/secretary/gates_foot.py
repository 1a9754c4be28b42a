"""The bar below the gates: admission or refusal by a person's word, and what the last act did."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from ui.context import Context
from ui.widgets.breaking_row import BreakingRow
from ui.widgets.controls import button, label, tight
from zgc_review.services.gates import LEAST, MOST


class GatesFoot(QWidget):
    """A reason, and the ways to admit or to end.

    Signals:
        changed: the reason was edited.
        admit_asked: whether all are meant.
        reject_asked: the application on show is to be ended.
    """

    changed = Signal()
    admit_asked = Signal(bool)
    reject_asked = Signal()

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self.setProperty("pane", "footer")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.told = label("small", "second", name="gatesTold", wrap=True)
        self.reason = QLineEdit()
        self.reason.setObjectName("admitReason")
        self.reason.setMaxLength(MOST)
        self.reject = button(self.reject_asked.emit, "quiet", name="rejectOne")
        self.all = button(partial(self.admit_asked.emit, True), name="admitAll")
        self.one = button(partial(self.admit_asked.emit, False), name="admitOne")
        column = QVBoxLayout(self)
        tight(column, 0, 6)
        column.setContentsMargins(12, 8, 12, 8)
        column.addWidget(self.told)
        column.addWidget(self.reason)
        row = BreakingRow()
        tight(row, 0, 8)
        row.addWidget(self.reject)
        row.addStretch(1)
        row.addWidget(self.all)
        row.addWidget(self.one)
        column.addLayout(row)
        self.told.hide()
        self.reason.textChanged.connect(lambda _text: self.changed.emit())

    def tell(self, words: str) -> None:
        """Say what an act did."""
        self.told.setText(words)
        self.told.setVisible(bool(words))
        self.show()

    def follow(self, received: Sequence[str], number: str, writable: bool) -> None:
        """Say what may be pressed now."""
        cap, cap_count = self._context.captions.cap, self._context.captions.cap_count
        ready = len(self.reason.text().strip()) >= LEAST and writable
        self.reason.setPlaceholderText(cap("intake.foot.reason"))
        self.reason.setAccessibleName(cap("intake.foot.reason"))
        self.reject.setText(cap("intake.reject.open"))
        self.reject.setEnabled(ready and number in received)
        self.one.setText(cap("intake.foot.one"))
        self.one.setEnabled(ready and number in received)
        self.all.setText(cap_count("intake.foot.all", len(received)))
        self.all.setEnabled(ready and bool(received))
        there = bool(received) and writable
        for one in (self.reason, self.reject, self.one, self.all):
            one.setVisible(there)
        self.setVisible(there or self.told.isVisibleTo(self))
