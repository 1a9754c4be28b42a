"""Cards: taking them, comparing their digits with the owner, and whose are still missing."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex
from PySide6.QtWidgets import QVBoxLayout

from ui.context import Context
from ui.models.secretary_experts import MissingTable
from ui.viewmodels.secretary.cards import CardsModel
from ui.views.screen import Hint, Screen
from ui.views.secretary.cards_bench import CardsBench
from ui.widgets.controls import label, tight
from ui.widgets.line_table import LineTable

_ROWS = 4


class CardsPane(Screen):
    """Cards of the officers and experts."""

    place = "cards.tab"

    def __init__(self, context: Context, model: CardsModel) -> None:
        super().__init__(context, name="cards")
        self.model = model
        self.bench = CardsBench(context, model, goes_on=True)
        self.missing_title = label("head", name="missingTitle", wrap=True)
        self.missing = MissingTable(context.captions)
        self.table = LineTable(context, self.missing, {0: 96, 2: 56, 3: 156}, name="missingTable")
        self.missing_title.setContentsMargins(16, 4, 16, 4)
        self.bench.above.addWidget(self.missing_title)
        self.bench.above.addWidget(self.table)
        column = QVBoxLayout(self)
        tight(column)
        column.addWidget(self.bench)
        model.loaded.connect(self._fill)
        self.table.clicked.connect(self._go)
        self.context.theme.changed.connect(self._fit)
        self.retranslate()
        self._fill()

    def entered(self) -> None:
        """Read the cards."""
        self.bench.error.clear()
        self.bench.told.setText("")
        self.model.load()
        self.bench.start()

    def hints(self) -> Sequence[Hint]:
        """Keys of this pane."""
        return (
            ("J K", self.cap("secretary.hint.row")),
            ("1–6", self.cap("cards.hint.tick")),
            ("S", self.cap("cards.hint.same")),
            ("D", self.cap("cards.hint.differ")),
        )

    def retranslate(self) -> None:
        """Set every text anew."""
        self.table.setAccessibleName(self.cap("cards.missing_words"))
        self._say()

    def _say(self) -> None:
        count = len(self.model.due.missing)
        if count:
            self.missing_title.setText(self.cap_count("cards.missing", count))
        else:
            self.missing_title.setText(self.cap("cards.nobody_missing"))

    def _fill(self) -> None:
        """Show whose card is missing; before a draw nobody's is."""
        due = self.model.due
        self.missing.show_rows(due.missing)
        self.missing_title.setVisible(bool(due.owners))
        self.table.setVisible(bool(due.missing))
        self._say()
        self._fit()

    def _fit(self) -> None:
        px = self.context.theme.px
        rows = min(max(len(self.missing.rows), 1), _ROWS)
        self.table.setFixedHeight(px(34) + rows * px("rowFinding") + 2)

    def _go(self, index: QModelIndex) -> None:
        """Show the card that waits for a comparison."""
        owner = self.missing.row(index.row())
        if owner.cards:
            self.bench.show_card(owner.cards[-1].card_id)
