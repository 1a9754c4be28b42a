"""The own cards: digits to read aloud, where each is used, saving one again, a new one for another round."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtWidgets import (
    QFileDialog,
    QGridLayout,
    QHBoxLayout,
    QLineEdit,
    QVBoxLayout,
    QWidget,
)

from ui.context import Context
from ui.viewmodels.vault import CardUse, VaultModel
from ui.views.first_start import documents_folder
from ui.views.plain_dialog import PlainDialog
from ui.widgets.choice import ChoiceBox
from ui.widgets.controls import button, label, pane, tight

_GROUPS = 6


class CardDialog(PlainDialog):
    """One card on show; the newest first."""

    def __init__(self, context: Context, model: VaultModel, parent: QWidget) -> None:
        cap = context.captions.cap
        super().__init__(context, cap("card.title"), cap("entry.card.lead"), parent, name="myCard")
        model.setParent(self)
        self.model = model
        self._cards: Sequence[CardUse] = ()
        self.which = ChoiceBox(context, name="cardWhich", letters=24)
        self.which.setAccessibleName(cap("card.which"))
        self.used = label("small", "second", name="cardUsed", wrap=True)
        self.groups = [label("digits", name=f"myCardGroup{n + 1}") for n in range(_GROUPS)]
        self.saved = label("small", "ok", name="cardSaved", wrap=True)
        self.save = button(self._save, "primary", name="myCardSave")
        self.new = button(self._show_form, "quiet", name="myCardNew")
        self.form = self._form()
        self._lay_out()
        self.which.currentIndexChanged.connect(self._show)
        model.cards_read.connect(self._read)
        model.saved.connect(self._was_saved)
        model.failed.connect(self.refuse)
        model.read_cards()

    def _lay_out(self) -> None:
        cap = self.context.captions.cap
        self.save.setText(cap("entry.card.save"))
        self.new.setText(cap("card.new"))
        self.new.setEnabled(self.model.session.writable)
        card = pane("card")
        inside = QVBoxLayout(card)
        tight(inside, 20, 8)
        inside.addWidget(self.used)
        grid = QGridLayout()
        for place, shown in enumerate(self.groups):
            row, column = divmod(place, 3)
            number = label("small", "second")
            number.setText(cap("entry.card.group", n=place + 1))
            grid.addWidget(number, row * 2, column)
            grid.addWidget(shown, row * 2 + 1, column)
        inside.addLayout(grid)
        for one in (self.which, card, self.saved, self.form):
            self.body.addWidget(one)
        self.row.insertWidget(0, self.new)
        self.row.addWidget(self.save)

    def _form(self) -> QWidget:
        """Return the form of a new card, hidden until it is asked for."""
        cap = self.context.captions.cap
        form = pane("sunken", name="newCard")
        self.name, self.organisation = QLineEdit(), QLineEdit()
        lead = label("small", "second", wrap=True)
        lead.setText(cap("card.new_lead"))
        self.make = button(self._make, "outline", name="newCardMake")
        self.make.setText(cap("card.make"))
        column = QVBoxLayout(form)
        tight(column, 16, 8)
        column.addWidget(lead)
        for key, field, name in (
            ("entry.name", self.name, "newCardName"),
            ("entry.organisation", self.organisation, "newCardOrganisation"),
        ):
            words = label("body")
            words.setText(cap(key))
            words.setBuddy(field)
            field.setObjectName(name)
            field.setAccessibleName(words.text())
            field.setMaxLength(200)
            column.addWidget(words)
            column.addWidget(field)
        row = QHBoxLayout()
        row.addWidget(self.make)
        row.addStretch(1)
        column.addSpacing(4)
        column.addLayout(row)
        self.name.textChanged.connect(lambda typed: self.make.setEnabled(bool(typed.strip())))
        form.hide()
        return form

    def _show_form(self) -> None:
        self.form.show()
        self.new.hide()
        self.fit()
        self.name.setFocus()

    def _make(self) -> None:
        self.error.clear()
        self.model.make_card(self.name.text(), self.organisation.text())

    def _read(self, cards: Sequence[CardUse]) -> None:
        """Show the newest card; after a new one was made its digits are on show."""
        cap = self.context.captions.cap
        self._cards = cards
        self.form.hide()
        self.new.show()
        self.which.clear()
        for one in cards:
            day = one.card.created_at[:10]
            self.which.addItem(cap("card.item", name=one.card.name, day=day))
        self.which.setVisible(len(cards) > 1)
        if cards:
            self.name.setText(cards[0].card.name)
            self.organisation.setText(cards[0].card.organisation)
        self.save.setEnabled(bool(cards))
        self._show(0)
        self.save.setFocus()

    @property
    def shown(self) -> CardUse | None:
        """The card on show."""
        place = self.which.currentIndex()
        return self._cards[place] if 0 <= place < len(self._cards) else None

    def _show(self, _place: int) -> None:
        shown, cap = self.shown, self.context.captions.cap
        digits = shown.card.fingerprint.replace("-", " ").split() if shown else [""] * _GROUPS
        for group, words in zip(self.groups, digits, strict=True):
            group.setText(words)
        if shown is None:
            self.used.setText(cap("card.none"))
            return
        owner = " · ".join(one for one in (shown.card.name, shown.card.organisation) if one)
        used = cap("card.used", rounds="、".join(shown.rounds)) if shown.rounds else cap("card.unused")
        self.used.setText(f"{owner}　{used}")
        self.saved.hide()

    def _was_saved(self, path: Path) -> None:
        self.saved.setText(self.context.captions.cap("entry.saved_to", file=path.name))
        self.saved.show()
        self.fit()

    def _save(self) -> None:
        if self.shown is None:
            return
        start = str(documents_folder() / f"{self.shown.card.name}.zgccard")
        chosen, _kind = QFileDialog.getSaveFileName(self, self.context.captions.cap("entry.card.save"), start)
        if chosen:
            self.save_to(Path(chosen))

    def save_to(self, target: Path) -> None:
        """Write the card on show."""
        if self.shown is not None:
            self.error.clear()
            self.model.save_card(target, self.shown.card)
