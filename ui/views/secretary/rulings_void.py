"""Declaring one sheet void: which, on what ground, what follows; signed by the secretary (rules §4.2)."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QGridLayout, QLineEdit, QWidget

from ui.context import Context
from ui.viewmodels.secretary.rulings import GROUNDS, RulingsModel, Voiding
from ui.views.plain_dialog import PlainDialog
from ui.widgets.choice import ChoiceBox
from ui.widgets.controls import button, label
from zgc_review.domain.bodies import Phase

_PHASES: tuple[Phase, ...] = ("initial", "revision")


class VoidDialog(PlainDialog):
    """Two steps in one place: the sheet is looked up, then it is signed that it is void."""

    def __init__(
        self, context: Context, model: RulingsModel, experts: Sequence[str], parent: QWidget
    ) -> None:
        cap = context.captions.cap
        super().__init__(
            context, cap("conflicts.void.title"), cap("conflicts.void.lead"), parent, name="voidDialog"
        )
        self._model = model
        self._asked: Voiding | None = None
        self.number = QLineEdit()
        self.number.setObjectName("voidNumber")
        self.code = ChoiceBox(context, name="voidCode")
        self.code.addItems(list(experts))
        self.phase = ChoiceBox(context, name="voidPhase")
        self.ground = ChoiceBox(context, name="voidGround")
        for phase in _PHASES:
            self.phase.addItem(cap(f"conflicts.rulings.phase.{phase}"), phase)
        for ground in GROUNDS:
            self.ground.addItem(cap(f"conflicts.rulings.grounds.{ground}"), ground)
        self.follows = label("body", "second", name="voidFollows", wrap=True)
        self.look = button(self._look, "primary", name="voidLook")
        self.act = button(self._sign, "danger", name="voidAct")
        self._lay_out()
        self._wire()

    def _lay_out(self) -> None:
        cap = self.context.captions.cap
        grid = QGridLayout()
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(8)
        grid.setColumnStretch(1, 1)
        fields = {"number": self.number, "code": self.code, "phase": self.phase, "ground": self.ground}
        for n, (name, field) in enumerate(fields.items()):
            words = label("body")
            words.setText(cap(f"conflicts.void.{name}"))
            words.setBuddy(field)
            field.setAccessibleName(words.text())
            grid.addWidget(words, n, 0)
            grid.addWidget(field, n, 1)
        self.body.addLayout(grid)
        self.body.addWidget(self.follows)
        self.look.setText(cap("conflicts.void.look"))
        self.act.setText(cap("conflicts.void.act"))
        self.act.setAutoDefault(False)
        self.act.hide()
        self.follows.hide()
        self.row.addSpacing(24)  # alone, away from the way back (look.md §1)
        self.row.addWidget(self.look)
        self.row.addWidget(self.act)
        self.back.setText(cap("common.back"))

    def _wire(self) -> None:
        self._model.voiding.connect(self._found)
        self._model.failed.connect(self.refuse)
        self._model.signed.connect(lambda _act: self.accept())
        self.number.textChanged.connect(self._other)
        for box in (self.code, self.phase):
            box.currentIndexChanged.connect(self._other)
        self._other()
        self.number.setFocus()

    def _other(self) -> None:
        """Another sheet: look again."""
        self._asked = None
        self.act.hide()
        self.follows.hide()
        self.look.show()
        self.look.setEnabled(bool(self.number.text().strip()) and self.code.count() > 0)
        self.fit()

    def _look(self) -> None:
        self.error.clear()
        phase = _PHASES[max(0, self.phase.currentIndex())]
        self._model.ask_void(self.number.text().strip(), self.code.currentText(), phase)

    def _found(self, one: Voiding) -> None:
        """Say what follows; now it can be signed."""
        self._asked = one
        cap, heads = self.context.captions.cap, one.heads
        shown = {"sheets": heads.sheets, "after": heads.sheets_without, "least": heads.least}
        said = cap("conflicts.void.follows", number=one.number, code=one.code, **shown)
        if heads.sheets_without < heads.least:
            said += cap("conflicts.void.few", least=heads.least)
        self.follows.setText(said)
        self.follows.show()
        self.look.hide()
        self.act.show()
        self.fit()

    def _sign(self) -> None:
        if self._asked is not None:
            self.error.clear()
            self._model.void(self._asked, GROUNDS[max(0, self.ground.currentIndex())])
