"""Cards taken in, and the one that is being compared: used by a page and by dialogs."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from ui.context import Context
from ui.media import media_roots
from ui.models.secretary_experts import CardsTable
from ui.viewmodels.secretary.cards import CARD, CardsModel, TakenCards
from ui.views.first_start import documents_folder
from ui.views.secretary.cards_check import CardCheck
from ui.widgets.controls import button, label, rule, tight
from ui.widgets.dropped import dropped, not_taken
from ui.widgets.line_table import LineTable
from ui.widgets.notices import ErrorPane
from zgc_review.domain.rows import KnownCard
from zgc_review.errors import ReviewError


class CardsBench(QWidget):
    """A list of cards at the left, the comparison at the right.

    Args:
        goes_on: after a comparison the next card that waits is put on show, where one card after the other
            is compared; else the card stays, where one card is wanted.

    Signals:
        turned: another card is on show, or the card on show was compared.
    """

    turned = Signal()

    def __init__(self, context: Context, model: CardsModel, *, goes_on: bool = False) -> None:
        super().__init__()
        self._goes_on = goes_on
        self._context = context
        self.cap, self.cap_count = context.captions.cap, context.captions.cap_count
        self.model = model
        self._wanted = ""
        self.setObjectName("cardsBench")
        self.setAcceptDrops(True)
        self.take = button(self._choose, "outline", name="cardsTake")
        self.told = label("small", "second", name="cardsTold", wrap=True)
        self.error = ErrorPane(context)
        self.cards = CardsTable(context.captions)
        self.table = LineTable(context, self.cards, {2: 136, 3: 84}, name="cardsTable")
        self.empty = label("body", "second", name="cardsEmpty", wrap=True)
        self.check = CardCheck(context)
        self.check_empty = label("body", "second", wrap=True)
        self.above, self.top = QVBoxLayout(), QVBoxLayout()
        self._lay_out()
        self._wire()
        self.retranslate()

    def _lay_out(self) -> None:
        self.left = QWidget()
        column = QVBoxLayout(self.left)
        tight(column)
        tight(self.above)
        top = tight(self.top, 0, 8)
        top.setContentsMargins(16, 12, 16, 8)
        tools = QHBoxLayout()
        tight(tools, 0, 12)
        tools.addWidget(self.take)
        tools.addWidget(self.told, 1)
        top.addLayout(tools)
        top.addWidget(self.error)
        top.addWidget(self.empty)
        column.addLayout(top)
        column.addLayout(self.above)
        column.addWidget(self.table, 1)
        column.addStretch(0)
        right = QWidget()
        inside = QVBoxLayout(right)
        tight(inside, 24, 8)
        inside.setContentsMargins(24, 12, 24, 12)
        inside.addWidget(self.check, 1)
        inside.addWidget(self.check_empty, 1, Qt.AlignmentFlag.AlignTop)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setWidget(right)
        row = QHBoxLayout(self)
        tight(row)
        row.addWidget(self.left, 1)
        row.addWidget(rule("v"))
        row.addWidget(scroll, 1)

    def _wire(self) -> None:
        self.model.loaded.connect(self._fill)
        self.model.taken.connect(self._was_taken)
        self.model.trusted.connect(self._was_trusted)
        self.model.failed.connect(self.error.show_error)
        self.check.same.connect(self.model.trust)
        self.check.differs.connect(lambda _card: self.table.setFocus())
        self.table.selectionModel().currentRowChanged.connect(lambda now, _before: self._look(now.row()))
        self._context.captions.changed.connect(self.retranslate)

    @property
    def card(self) -> KnownCard | None:
        """The card on show."""
        row = self.table.currentIndex().row()
        return self.cards.row(row) if 0 <= row < len(self.cards.rows) else None

    def retranslate(self) -> None:
        """Set every text anew."""
        self.take.setText(self.cap("cards.take"))
        self.take.setEnabled(self.model.session.writable)
        self.empty.setText(self.cap("cards.empty"))
        self.check_empty.setText(self.cap("cards.check.none"))
        self.table.setAccessibleName(self.cap("cards.list"))
        self.check.retranslate()

    def show_card(self, card_id: str) -> None:
        """Put a card on show, now or once it was read."""
        self._wanted = card_id
        self._fill()

    def start(self) -> None:
        """Give the focus to the first thing to do."""
        (self.table if self.cards.rows else self.take).setFocus()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take cards that are dropped, and folders; of anything else it is said why not."""
        if self.model.session.writable and event.mimeData().hasUrls():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Take in what was dropped."""
        paths = dropped(event)
        cards = [path for path in paths if path.suffix == CARD or path.is_dir()]
        if cards:
            self.take_in(cards)
        else:
            self.error.show_error(not_taken(paths, CARD))

    def take_in(self, paths: Sequence[Path]) -> None:
        """Take card files in."""
        if paths and self.model.session.writable:
            self.error.clear()
            self.model.take(paths)

    def _choose(self) -> None:
        roots = media_roots()
        start = str(roots[0] if roots else documents_folder())
        kinds = f"{self.cap('cards.kind')} (*{CARD})"
        chosen, _kind = QFileDialog.getOpenFileNames(self, self.cap("cards.take"), start, kinds)
        self.take_in([Path(one) for one in chosen])

    def _fill(self) -> None:
        """Show the cards; what waits for a comparison stands first."""
        shown = self._wanted or (self.card.card_id if self.card is not None else "")
        cards = sorted(self.model.due.cards, key=lambda one: (one.trusted_at is not None, one.name))
        self.cards.codes = self.model.due.codes
        self.cards.show_rows(cards)
        self.table.setVisible(bool(cards))
        self.empty.setVisible(not cards)
        self.table.setColumnHidden(3, not self.model.due.codes)
        place = next((n for n, one in enumerate(cards) if one.card_id == shown), 0)
        self.table.choose(place)
        self._look(place)

    def _look(self, row: int) -> None:
        card = self.cards.row(row) if 0 <= row < len(self.cards.rows) else None
        self._wanted = card.card_id if card is not None else ""
        self.check.show_card(card, can=self.model.session.writable)
        self.check.setVisible(card is not None)
        self.check_empty.setVisible(card is None)
        self.turned.emit()

    def _was_taken(self, found: TakenCards) -> None:
        """Say what became of the files; the first new card is put on show."""
        parts = [self.cap_count("cards.new", len(found.new))]
        if found.known:
            parts.append(self.cap_count("cards.known", found.known))
        if found.refused:
            parts.append(self.cap_count("cards.no_card", len(found.refused)))
            self.error.show_error(_named(*found.refused[0]))
        self.told.setText(" · ".join(parts))
        if found.new:
            self.show_card(found.new[0].card_id)
            self.check.set_focus()

    def _was_trusted(self, card_id: str) -> None:
        """Say whose card it was; go on with the next one where one after the other is compared."""
        card = self.model.card(card_id)
        self.told.setText(self.cap("cards.trusted", name=card.name if card is not None else ""))
        # Those that wait stand first in the list.
        cards = self.cards.rows if self._goes_on else ()
        waits = next((one.card_id for one in cards if one.trusted_at is None), "")
        self.show_card(waits or card_id)
        if waits:
            self.check.set_focus()
        else:
            self.table.setFocus()  # the groups that had it can be ticked no more


def _named(file: str, fault: ReviewError) -> ReviewError:
    """Let an error say which file it is about."""
    fault.params.setdefault("file", file)
    return fault
