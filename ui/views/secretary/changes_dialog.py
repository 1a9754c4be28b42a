"""What every change during a round shares: captioned fields, a reason, the way the act is offered."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QLabel, QLineEdit, QWidget

from ui.context import Context
from ui.views.plain_dialog import PlainDialog
from ui.widgets.choice import ChoiceBox
from ui.widgets.controls import button, label, pane
from zgc_review.errors import ReviewError

LEAST_REASON = 2


class ChangeDialog(PlainDialog):
    """Fields at the top, what follows in counts below them, the act last."""

    def __init__(self, context: Context, key: str, parent: QWidget, *, name: str) -> None:
        cap = context.captions.cap
        super().__init__(context, cap(f"changes.{key}.title"), cap(f"changes.{key}.lead"), parent, name=name)
        self.cap, self.cap_count = context.captions.cap, context.captions.cap_count
        self.grid = QGridLayout()
        self.grid.setHorizontalSpacing(16)
        self.grid.setVerticalSpacing(8)
        self.grid.setColumnStretch(1, 1)
        self.body.addLayout(self.grid)
        self.follows = label("body", name=f"{name}Follows", wrap=True)
        self._follows_pane = pane("sunken")
        inside = QGridLayout(self._follows_pane)
        inside.setContentsMargins(12, 10, 12, 10)
        inside.addWidget(self.follows)
        self.body.addWidget(self._follows_pane)
        self.reason = QLineEdit()
        self.reason.setMaxLength(500)
        self.lacking = label("small", "hint", name=f"{name}Lacking", wrap=True)
        self.lacking.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.act = button(self.ask, "primary", name=f"{name}Act")
        self.act.setText(cap(f"changes.{key}.act"))
        self.act.setAutoDefault(False)
        self.row.insertWidget(0, self.lacking, 1)
        self.row.setStretch(1, 0)  # the words have all the room there is
        self.row.addWidget(self.act)
        self.widen(720)
        self.tell("")

    def field(self, caption: str, made: QWidget, name: str) -> QLabel:
        """Add a field with its caption; return the caption."""
        words = label("body")
        words.setText(caption)
        words.setBuddy(made)
        made.setObjectName(name)
        made.setAccessibleName(caption)
        row = self.grid.rowCount()
        self.grid.addWidget(words, row, 0)
        self.grid.addWidget(made, row, 1)
        return words

    def choice(self, caption: str, name: str) -> ChoiceBox:
        """Add a box to choose from."""
        made = ChoiceBox(self.context, name=name, letters=30)
        self.field(caption, made, name)
        return made

    def tell(self, words: str) -> None:
        """Say what follows from the change."""
        self.follows.setText(words)
        self._follows_pane.setVisible(bool(words))

    @property
    def has_reason(self) -> bool:
        """Whether a reason was typed."""
        return len(self.reason.text().strip()) >= LEAST_REASON

    def ask(self) -> None:
        """Do the change; the dialog itself was the question."""
        raise NotImplementedError

    def _refused(self, fault: ReviewError) -> None:
        """Say in place why not; what was pressed has the focus again."""
        self.refuse(fault)
        if not self.act.isEnabled():
            self.act.setEnabled(True)
            self.act.setFocus()
