"""Asks for the reason of a revision before it is begun (rules §6.8)."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from ui.context import Context
from ui.views.ask import Question
from ui.widgets.criterion_box import ProseBox


class ReviseDialog(Question):
    """The reason of a revision.

    Signals:
        given: the reason.
    """

    given = Signal(str)

    def __init__(self, context: Context, parent: QWidget, number: str) -> None:
        cap = context.captions.cap
        super().__init__(
            context,
            cap("sitting.revise.title", number=number),
            cap("sitting.revise.lead"),
            cap("sitting.revise.act"),
            parent,
        )
        self.setObjectName("revise")
        self.reason = ProseBox(context, name="reviseReason", least=3, most=6)
        self.reason.say(cap("sitting.revise.reason"))
        self.reason.set_minimum(1)
        self.body.addWidget(self.reason)
        self.act.setEnabled(False)
        self.reason.edited.connect(lambda text: self.act.setEnabled(bool(text.strip())))
        self.agreed.connect(lambda: self.given.emit(self.reason.field.toPlainText().strip()))
        self.reason.field.cancelled.connect(self.back.setFocus)
        self.reason.field.setFocus()
