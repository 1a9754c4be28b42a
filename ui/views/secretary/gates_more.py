"""Beside the gates: a field the secretary fills, and one difference of an amendment in full."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QScrollArea, QVBoxLayout, QWidget

from ui.context import Context
from ui.models.secretary_intake_lists import Change
from ui.viewmodels.secretary.intake_gates import Sight
from ui.widgets.controls import button, label, tight
from zgc_review.catalogue import Field
from zgc_review.services.record_words import field_name, value_words


def scrolled(inside: QWidget) -> QScrollArea:
    """Return a scroll area around a column that may be higher than its room."""
    scroll = QScrollArea()
    scroll.setWidgetResizable(True)
    scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    scroll.setWidget(inside)
    return scroll


class FieldForm(QWidget):
    """Fills one field as the workbook would; an empty value takes it back.

    Signals:
        fill_asked: field id and the text typed.
    """

    fill_asked = Signal(str, str)

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._field: Field | None = None
        self._value: Any = None
        self._may = False
        self.title = label("head", name="fieldTitle", wrap=True)
        self.now = label("body", "second", name="fieldNow", wrap=True)
        self.words = label("small", "second", wrap=True)
        self.new = QLineEdit()
        self.new.setObjectName("fieldValue")
        self.act = button(self.ask, "primary", name="fieldAct")
        inside = QWidget()
        column = QVBoxLayout(inside)
        tight(column, 20, 8)
        for one in (self.title, self.now, self.words, self.new):
            column.addWidget(one)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(self.act)
        column.addLayout(row)
        column.addStretch(1)
        outer = QVBoxLayout(self)
        tight(outer)
        outer.addWidget(scrolled(inside))
        self.new.returnPressed.connect(self.ask)
        context.captions.changed.connect(self.say)
        self.say()

    def show_field(self, field: Field | None, value: Any, may: bool) -> None:
        """Show a field with the value it has."""
        same = self._field is not None and field is not None and self._field.id == field.id
        if not same or value != self._value:
            self.new.clear()
        self._field, self._value, self._may = field, value, may
        self.idle()
        self.say()

    def idle(self) -> None:
        """Another value may be given now."""
        self.act.setEnabled(True)

    def ask(self) -> None:
        """Hand on what was typed."""
        if self._field is not None and self.act.isEnabled():
            self.act.setEnabled(False)  # one press, one value: the next one would take it back
            self.fill_asked.emit(self._field.id, self.new.text())

    def say(self) -> None:
        """Set every text."""
        field = self._field
        self.setVisible(field is not None)
        if field is None:
            self.new.setAccessibleName(self._context.captions.cap("intake.fields.value"))
            return
        cap, texts = self._context.captions.cap, self._context.captions.texts
        self.title.setText(field_name(texts, field, field.id))
        self.now.setText(cap("intake.fields.now", value=value_words(texts, field, self._value)))
        kind = "enum" if field.values else "bp" if field.unit == "bp" else field.type
        labels = "、".join(field.values.values())
        self.words.setText(cap(f"intake.fields.new.{kind}", unit=field.unit, values=labels))
        self.words.setBuddy(self.new)
        self.new.setAccessibleName(self.words.text())
        self.act.setText(cap("intake.fields.act"))
        for one in (self.words, self.new, self.act):
            one.setVisible(self._may)


class ChangeDetail(QWidget):
    """Both values of a field, or both states of a document, in full."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._shown: tuple[Sight, Change] | None = None
        self.title = label("head", name="changeTitle", wrap=True)
        self.about = label("small", "second", name="changeAbout", wrap=True)
        self.before_words = label("small", "second")
        self.before = label("body", name="changeBefore", wrap=True)
        self.after_words = label("small", "second")
        self.after = label("body", name="changeAfter", wrap=True)
        self.kept = label("small", "hint", name="changeKept", wrap=True)
        inside = QWidget()
        column = QVBoxLayout(inside)
        tight(column, 20, 8)
        for one in (self.title, self.about, self.before_words, self.before, self.after_words, self.after):
            column.addWidget(one)
        for one in (self.before, self.after):
            one.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        column.addWidget(self.kept)
        column.addStretch(1)
        outer = QVBoxLayout(self)
        tight(outer)
        outer.addWidget(scrolled(inside))
        context.captions.changed.connect(self.say)

    def show_change(self, sight: Sight | None, change: Change | None) -> None:
        """Show one difference."""
        self._shown = None if sight is None or change is None else (sight, change)
        self.say()

    def say(self) -> None:
        """Set every text."""
        self.setVisible(self._shown is not None)
        if self._shown is None:
            return
        sight, change = self._shown
        cap, texts = self._context.captions.cap, self._context.captions.texts
        one = next(each for each in sight.amendments if each.n == change.amendment)
        state = texts.get(f"cli.state.{one.state}")
        reason = f"（{one.reason}）" if one.reason else ""
        self.about.setText(
            cap("intake.changes.about", n=one.n, at=one.at[:16].replace("T", " "), state=state)
        )
        self.about.setText(self.about.text() + reason)
        if change.paper is not None:
            self.title.setText(change.paper.label)
            sides = [change.paper.before, change.paper.after]
            said = [
                "—"
                if doc is None
                else f"{doc.label}\n{cap('intake.changes.size', size=f'{doc.size:,}')}\n{doc.plain}"
                for doc in sides
            ]
        else:
            self.title.setText(field_name(texts, change.field, change.name))
            said = [value_words(texts, change.field, value) for value in (change.before, change.after)]
        self.before_words.setText(cap("intake.changes.before"))
        self.after_words.setText(cap("intake.changes.after"))
        self.before.setText(said[0])
        self.after.setText(said[1])
        self.kept.setText(self._context.captions.cap_count("intake.changes.kept", one.kept))
