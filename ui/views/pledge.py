"""F03: the pledge, signed once before anything else."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from ui.context import Context
from ui.viewmodels.declare import DeclareModel
from ui.views.screen import Hint, Screen
from ui.widgets.controls import button, drain, label, pane, tight
from ui.widgets.notices import ErrorPane

_CLAUSES = 8
_WIDEST = 792  # px


class PledgeScreen(Screen):
    """Eight clauses and one signature.

    Signals:
        done: the pledge was signed.
    """

    place = "pledge.place"
    done = Signal()

    def __init__(self, context: Context, model: DeclareModel) -> None:
        super().__init__(context, name="pledge")
        self.model = model
        self.title = label("page")
        self.lead = label("body", "second", wrap=True)
        self.error = ErrorPane(context)
        self.sign = button(model.pledge, "primary", name="pledgeSign")
        self.area = QScrollArea()
        self._clauses = QVBoxLayout()
        tight(self._clauses, 0, 12)
        self._lay_out()
        model.pledged.connect(self.done)
        model.failed.connect(self.error.show_error)
        self.retranslate()

    def _lay_out(self) -> None:
        """Let the clauses scroll alone: what signs them stays in view at every size."""
        words = QWidget()
        column = QVBoxLayout(words)
        tight(column, 32, 12)
        column.addWidget(self.title)
        column.addWidget(self.lead)
        card = pane("card")
        within = QVBoxLayout(card)
        tight(within, 24, 0)
        within.addLayout(self._clauses)
        column.addWidget(card)
        column.addStretch(1)
        self.area.setWidgetResizable(True)
        self.area.setWidget(_centred(words))
        acts = QWidget()
        foot = QVBoxLayout(acts)
        tight(foot, 12, 12)
        foot.setContentsMargins(32, 12, 32, 12)
        foot.addWidget(self.error)
        foot.addWidget(self.sign, 0, Qt.AlignmentFlag.AlignRight)
        bar = pane("footer")
        tight(row := QHBoxLayout(bar))
        row.addWidget(_centred(acts))
        outer = QVBoxLayout(self)
        tight(outer)
        outer.addWidget(self.area, 1)
        outer.addWidget(bar)

    def retranslate(self) -> None:
        """Set every text anew."""
        self.title.setText(self.cap("pledge.title"))
        self.area.setAccessibleName(self.cap("pledge.title"))
        self.lead.setText(self.cap("pledge.lead"))
        self.sign.setText(self.cap("pledge.sign"))
        drain(self._clauses)
        for n in range(1, _CLAUSES + 1):
            self._clauses.addWidget(self._clause(n))

    def _clause(self, n: int) -> QWidget:
        """Return a clause; its lines stand under each other right of the number."""
        holder = QWidget()
        row = QHBoxLayout(holder)
        tight(row, 0, 12)
        number, words = label("body", "second"), label("body", wrap=True)
        number.setText(str(n))
        words.setText(self.context.captions.texts.get(f"form.F03.clause_{n}"))
        row.addWidget(number, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(words, 1)
        return holder

    def hints(self) -> Sequence[Hint]:
        """Keys of this screen."""
        return (("Space", self.cap("pledge.sign")), ("F1", self.cap("help.keys")))

    def entered(self) -> None:
        """The one thing to do here."""
        self.sign.setFocus()


def _centred(inside: QWidget) -> QWidget:
    """Return a widget that shows another one in the middle, no wider than is good to read."""
    inside.setMaximumWidth(_WIDEST)
    holder = QWidget()
    row = QHBoxLayout(holder)
    tight(row)
    row.addStretch(1)
    row.addWidget(inside, 100)
    row.addStretch(1)
    return holder
