"""Who the person is, for telling namesakes apart: kept with the private lists."""

from __future__ import annotations

from functools import partial

from PySide6.QtWidgets import QGridLayout, QLineEdit, QVBoxLayout, QWidget

from ui.context import Context
from ui.viewmodels.list_columns import PERSON
from ui.viewmodels.lists import ListsModel
from ui.widgets.controls import label, restyle, tight
from ui.widgets.tall_scroll import TallScroll


class PersonPane(QWidget):
    """Own names, employer, identifiers: every field may stay empty."""

    def __init__(self, context: Context, model: ListsModel) -> None:
        super().__init__()
        self._context = context
        self._model = model
        self.setObjectName("personPane")
        self.title = label("head")
        self.lead = label("small", "second", wrap=True)
        self.wrong = label("small", "warn", name="personWrong", wrap=True)
        self.fields = {one.field: QLineEdit() for one in PERSON}
        self._labels = {one.field: label("body") for one in PERSON}
        ground = QWidget()
        column = QVBoxLayout(ground)
        tight(column, 16, 8)
        column.addWidget(self.title)
        column.addWidget(self.lead)
        inside = QWidget()
        inside.setMaximumWidth(context.theme.px(760))
        grid = QGridLayout(inside)
        grid.setContentsMargins(0, 8, 0, 0)
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(6)
        for place, one in enumerate(PERSON):
            row, side = divmod(place, 2)
            field, words = self.fields[one.field], self._labels[one.field]
            field.setObjectName(f"own:{one.field}")
            field.setMaxLength(one.most)
            words.setBuddy(field)
            field.editingFinished.connect(partial(self._take, one.field))
            grid.addWidget(words, row * 2, side)
            grid.addWidget(field, row * 2 + 1, side)
        column.addWidget(inside)
        column.addWidget(self.wrong)
        column.addStretch(1)
        outer = QVBoxLayout(self)
        tight(outer)
        outer.addWidget(TallScroll(ground))
        model.loaded.connect(self._show)
        context.captions.changed.connect(self.retranslate)
        self.retranslate()

    def settle(self) -> None:
        """Take what is still in a field."""
        for one in PERSON:
            self._take(one.field)

    def retranslate(self) -> None:
        """Set every text anew."""
        cap = self._context.captions.cap
        self.title.setText(cap("lists.name.person"))
        self.lead.setText(cap("lists.lead.person"))
        for one in PERSON:
            words = cap(f"lists.column.{one.label}")
            self._labels[one.field].setText(words)
            self.fields[one.field].setAccessibleName(words)
            self.fields[one.field].setReadOnly(not self._model.session.writable)

    def _show(self) -> None:
        for name, field in self.fields.items():
            text = self._model.sheet.person.get(name, "")
            if field.text() != text:
                field.setText(text)

    def _take(self, name: str) -> None:
        field = self.fields[name]
        if field.isReadOnly():
            return
        holds = self._model.set_person(name, field.text())
        restyle(field, state="" if holds else "error")
        self.wrong.setText("" if holds else self._context.captions.cap("lists.wrong.year"))
