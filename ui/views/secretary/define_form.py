"""The left side of a round to be: title, year, day, rehearsal or live, settings file, cards."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QRadioButton, QScrollArea, QVBoxLayout, QWidget

from ui.context import Context
from ui.viewmodels.secretary.define import DefineModel
from ui.widgets.controls import button, label, pane, tight
from ui.widgets.marks import IconLabel


class DefineForm(QWidget):
    """Fields of the definition.

    Signals:
        file_asked: choose a settings file.
        card_asked: take a card file, or compare one.
    """

    file_asked = Signal()
    card_asked = Signal()

    def __init__(self, context: Context, model: DefineModel) -> None:
        super().__init__()
        self._context = context
        self.cap = context.captions.cap
        self.model = model
        self.title = self._field("defineTitle", 200)
        self.year = self._field("defineYear", 4)
        self.day = self._field("defineDay", 10)
        self.rehearsal = QRadioButton()
        self.live = QRadioButton()
        self.rehearsal.setObjectName("defineRehearsal")
        self.live.setObjectName("defineLive")
        self.kind_note = label("small", "second", name="defineKind", wrap=True)
        self.file = button(self.file_asked.emit, name="defineFile")
        self.file_words = label("small", "second", name="defineFileName", wrap=True)
        self._words: list[tuple[QLabel, str]] = []
        self.own = self._own()
        self.card_icon = IconLabel(context, size=16, beside="body")
        self.card_words = label("body", name="defineObserver", wrap=True)
        self.card = button(self.card_asked.emit, name="defineCard")
        self._lay_out()
        self._wire()

    def _field(self, name: str, most: int) -> QLineEdit:
        made = QLineEdit()
        made.setObjectName(name)
        made.setMaxLength(most)
        return made

    def _caption(self, key: str, buddy: QWidget | None = None, kind: str = "small") -> QLabel:
        """Return a caption that follows the language."""
        made = label(kind, "second" if kind == "small" else "", wrap=True)
        if buddy is not None:
            made.setBuddy(buddy)
        self._words.append((made, key))
        return made

    def _own(self) -> QWidget:
        """Return what is asked where the newest own card has a round already, or there is none."""
        self.own_name, self.own_unit = self._field("defineOwnName", 200), self._field("defineOwnUnit", 200)
        self.own_make = button(self._make_card, "outline", name="defineOwnMake")
        holder = pane("sunken", name="defineOwn")
        column = QVBoxLayout(holder)
        tight(column, 12, 4)
        column.addWidget(self._caption("define.own.lead"))
        column.addWidget(self._caption("entry.name", self.own_name))
        column.addWidget(self.own_name)
        column.addWidget(self._caption("entry.organisation", self.own_unit))
        column.addWidget(self.own_unit)
        row = QHBoxLayout()
        row.addWidget(self.own_make)
        row.addStretch(1)
        column.addSpacing(4)
        column.addLayout(row)
        return holder

    def _lay_out(self) -> None:
        inside = QWidget()
        column = QVBoxLayout(inside)
        tight(column, 20, 4)
        column.addWidget(self._caption("define.title_words", self.title))
        column.addWidget(self.title)
        dates = QHBoxLayout()
        tight(dates, 0, 12)
        for key, one in (("define.year", self.year), ("define.day", self.day)):
            part = QVBoxLayout()
            tight(part, 0, 4)
            part.addWidget(self._caption(key, one))
            part.addWidget(one)
            dates.addLayout(part)
        column.addSpacing(4)
        column.addLayout(dates)
        column.addSpacing(8)
        column.addWidget(self._caption("define.kind.words"))
        kinds = QHBoxLayout()
        tight(kinds, 0, 24)
        kinds.addWidget(self.rehearsal)
        kinds.addWidget(self.live)
        kinds.addStretch(1)
        column.addLayout(kinds)
        column.addWidget(self.kind_note)
        column.addSpacing(8)
        column.addWidget(self._caption("define.file.words"))
        column.addLayout(_beside(self.file, self.file_words))
        column.addSpacing(8)
        column.addWidget(self.own)
        column.addWidget(self._caption("define.observer.words"))
        state = QHBoxLayout()
        tight(state, 0, 6)
        state.addWidget(self.card_icon, 0, Qt.AlignmentFlag.AlignTop)
        state.addWidget(self.card_words, 1)
        column.addLayout(state)
        column.addLayout(_beside(self.card, None))
        column.addWidget(self._caption("define.observer.chair"))
        column.addStretch(1)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setWidget(inside)
        outer = QVBoxLayout(self)
        tight(outer)
        outer.addWidget(scroll)

    def _wire(self) -> None:
        self.title.textChanged.connect(lambda text: self.model.change(title=text))
        self.year.textChanged.connect(lambda text: self.model.change(call_year=text))
        self.day.textChanged.connect(lambda text: self.model.change(t0=text))
        self.rehearsal.toggled.connect(partial(self._kind, True))
        self.live.toggled.connect(partial(self._kind, False))
        self.own_name.textChanged.connect(lambda _text: self.follow())

    def _kind(self, rehearsal: bool, on: bool) -> None:
        if on:
            self.model.change(rehearsal=rehearsal)

    def _make_card(self) -> None:
        self.model.make_card(self.own_name.text(), self.own_unit.text())

    def fill(self) -> None:
        """Show what a settings file brought."""
        draft = self.model.draft
        for field, text in ((self.title, draft.title), (self.year, draft.call_year), (self.day, draft.t0)):
            if field.text() != text:
                with QSignalBlocker(field):
                    field.setText(text)
        if draft.rehearsal is not None:
            (self.rehearsal if draft.rehearsal else self.live).setChecked(True)
        if self.model.vault.own and not self.own_name.text():
            self.own_name.setText(self.model.vault.own[-1].name)
            self.own_unit.setText(self.model.vault.own[-1].organisation)

    def retranslate(self) -> None:
        """Set every text anew."""
        for one, key in self._words:
            one.setText(self.cap(key))
        self.title.setAccessibleName(self.cap("define.title_words"))
        self.title.setPlaceholderText(self.cap("define.title_hint"))
        self.year.setAccessibleName(self.cap("define.year"))
        self.day.setAccessibleName(self.cap("define.day"))
        self.own_name.setAccessibleName(self.cap("entry.name"))
        self.own_unit.setAccessibleName(self.cap("entry.organisation"))
        self.own_make.setText(self.cap("card.make"))
        self.rehearsal.setText(self.cap("define.kind.rehearsal"))
        self.live.setText(self.cap("define.kind.live"))
        self.file.setText(self.cap("define.file.choose"))
        self.follow()

    def follow(self) -> None:
        """Say what was chosen."""
        draft, vault = self.model.draft, self.model.vault
        kinds = {None: "none", True: "rehearsal_note", False: "live_note"}
        self.kind_note.setText(self.cap(f"define.kind.{kinds[draft.rehearsal]}"))
        self.file_words.setText(draft.file or self.cap("define.file.none"))
        writable = self.model.session.writable
        self.own.setVisible(vault.free_card is None)
        self.own_make.setEnabled(bool(self.own_name.text().strip()) and writable)
        card = next((one for one in vault.cards if one.card_id == draft.observer), None)
        if card is None:
            self.card_icon.set_icon("error-warning-line", "warn")
            self.card_words.setText(self.cap("define.observer.none"))
        elif card.trusted_at is None:
            self.card_icon.set_icon("error-warning-line", "warn")
            self.card_words.setText(self.cap("define.observer.uncompared", name=card.name))
        else:
            self.card_icon.set_icon("check-line", "ok")
            self.card_words.setText(self.cap("define.observer.done", name=card.name))
        self.card.setText(self.cap("define.observer.take" if card is None else "define.observer.other"))
        self.card.setEnabled(writable)


def _beside(first: QWidget, second: QWidget | None) -> QHBoxLayout:
    """Return a row: a button, words beside it."""
    row = QHBoxLayout()
    tight(row, 0, 12)
    row.addWidget(first)
    if second is None:
        row.addStretch(1)
    else:
        row.addWidget(second, 1)
    return row
