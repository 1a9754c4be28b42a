"""First and always: who must leave before the item begins, and that they have left (rules §4.1.3)."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ui.context import Context
from ui.viewmodels.chair.discussion import DiscussionModel
from ui.widgets.controls import button, label, pane, restyle, tight
from ui.widgets.marks import IconLabel


class RecusalCard(QWidget):
    """Who leaves, by code and rule.

    Signals:
        confirmed: they have left.
    """

    confirmed = Signal()

    def __init__(self, context: Context, model: DiscussionModel) -> None:
        super().__init__()
        self._context, self._model = context, model
        self._ground = pane("warn", name="recusalCard")
        self.icon = IconLabel(context, "forbid-2-line", "warn", 18)
        self.title = label("head", name="recusalTitle", wrap=True)
        self.words = label("small", "second", name="recusalWords", wrap=True)
        self.confirm = button(self.confirmed.emit, "primary", name="recusalConfirm")
        inner = QVBoxLayout(self._ground)
        tight(inner, 12, 6)
        head = QHBoxLayout()
        tight(head, 0, 8)
        head.addWidget(self.icon, 0, Qt.AlignmentFlag.AlignTop)
        head.addWidget(self.title, 1)
        inner.addLayout(head)
        inner.addWidget(self.words)
        row = QHBoxLayout()
        tight(row)
        row.addWidget(self.confirm)
        row.addStretch(1)
        inner.addLayout(row)
        column = QVBoxLayout(self)
        tight(column)
        column.addWidget(self._ground)

    def refresh(self) -> None:
        """Say who leaves, and whether it was confirmed."""
        item = self._model.item
        self.setVisible(item is not None)
        if item is None:
            return
        cap, count = self._context.captions.cap, self._context.captions.cap_count
        cleared, leaving = self._model.is_cleared(item), item.codes_leaving
        present = len(item.columns)
        if leaving:
            key = "discussion.recusal.left" if cleared else "discussion.recusal.leave"
            self.title.setText(count(key, len(leaving)))
        else:
            key = "discussion.recusal.all_here" if cleared else "discussion.recusal.nobody"
            self.title.setText(cap(key))
        who = " · ".join(
            cap("discussion.recusal.who", code=one, rules=" ".join(sorted(self._rules(one))))
            for one in leaving
        )
        here = count("discussion.recusal.judging", present)
        self.words.setText(f"{who}\n{here}" if who else here)
        self.icon.set_icon("check-line" if cleared else "forbid-2-line", "ok" if cleared else "warn")
        restyle(self._ground, pane="ok" if cleared else "warn")
        self.confirm.setText(
            cap("discussion.recusal.confirm" if leaving else "discussion.recusal.confirm_none")
        )
        self.confirm.setVisible(not cleared)
        self.confirm.setEnabled(self._model.writable)

    def _rules(self, code: str) -> set[str]:
        item = self._model.item
        return {one.rule for one in item.leaving if one.code == code} if item is not None else set()
