"""Choosing one compared card: an officer's, or the new card of a member."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QWidget

from ui.context import Context
from ui.viewmodels.secretary.cards import CardsModel
from ui.views.plain_dialog import PlainDialog
from ui.views.secretary.cards_bench import CardsBench
from ui.widgets.controls import button, label


class CardChoiceDialog(PlainDialog):
    """Takes card files, compares, chooses.

    Signals:
        chosen: id of a card that was compared.
    """

    chosen = Signal(str)

    def __init__(self, context: Context, model: CardsModel, parent: QWidget) -> None:
        cap = context.captions.cap
        super().__init__(
            context, cap("cards.choose.title"), cap("cards.choose.lead"), parent, name="cardChoice"
        )
        model.setParent(self)
        self.bench = CardsBench(context, model)
        self.lacking = label("small", "hint", name="cardChoiceLacking")
        self.act = button(self._choose, "primary", name="cardChoiceAct")
        self.act.setText(cap("cards.choose.act"))
        self.act.setAutoDefault(False)
        self.bench.top.setContentsMargins(0, 12, 16, 8)  # flush with the dialog's words
        self.body.addWidget(self.bench)
        self.row.insertWidget(1, self.lacking)
        self.row.addWidget(self.act)
        self.bench.turned.connect(self._follow)
        self.widen(940)
        self.bench.setMinimumHeight(context.theme.px(516))
        self._follow()
        model.load()

    def showEvent(self, event: QShowEvent) -> None:
        """Begin at the list."""
        super().showEvent(event)
        self.bench.start()

    def _follow(self) -> None:
        card = self.bench.card
        ready = card is not None and card.trusted_at is not None
        self.act.setEnabled(ready)
        key = "cards.choose.none" if card is None else "cards.choose.uncompared"
        self.lacking.setText("" if ready else self.context.captions.cap(key))
        self.fit()

    def _choose(self) -> None:
        card = self.bench.card
        if card is not None and card.trusted_at is not None:
            self.chosen.emit(card.card_id)
            self.accept()
