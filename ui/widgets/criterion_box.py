"""A text on a sheet: caption, field with counter while it may be written, plain words once it is locked."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ui.context import Context
from ui.widgets.controls import label, restyle, tight
from ui.widgets.criterion_prose import ProseField
from zgc_review.scoring.completeness import length


class ProseBox(QWidget):
    """A caption and a text.

    Signals:
        edited: the text as it stands.
        left: the field was left.
    """

    edited = Signal(str)
    left = Signal()

    def __init__(
        self, context: Context, *, name: str, least: int = 2, most: int = 7, has_caption: bool = True
    ) -> None:
        super().__init__()
        self._context = context
        self._minimum = 0
        self._editable = True
        self.field = ProseField(context, name=name, least=least, most=most)
        self.caption = label("small", "second")
        self.caption.setBuddy(self.field)
        self.counter = label("micro", "hint", name=f"{name}Count")
        self.words = label("body", wrap=True, name=f"{name}Words")
        self.words.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.words.hide()
        column = QVBoxLayout(self)
        tight(column, 0, 4)
        if has_caption:
            row = QHBoxLayout()
            tight(row, 0, 8)
            row.addWidget(self.caption, 1)
            row.addWidget(self.counter)
            column.addLayout(row)
        column.addWidget(self.field)
        column.addWidget(self.words)
        self.field.edited.connect(self._edited)
        self.field.left.connect(self.left)

    def say(self, caption: str, placeholder: str = "") -> None:
        """Set caption, accessible name and what an empty field asks for."""
        self.caption.setText(caption)
        self.field.setAccessibleName(caption)
        self.words.setAccessibleName(caption)
        self.field.setPlaceholderText(placeholder)

    def set_minimum(self, minimum: int) -> None:
        """Say how many characters are needed, 0 for none."""
        self._minimum = minimum
        self._count()

    def show_text(self, text: str) -> None:
        """Show a text."""
        self.field.show_text(text)
        self.words.setText(text or self._context.captions.cap("score.unwritten"))
        self._count()

    def set_editable(self, editable: bool) -> None:
        """Show a field, or words that can only be read."""
        self._editable = editable
        self.field.setVisible(editable)
        self.words.setVisible(not editable)
        self._count()

    def _edited(self, text: str) -> None:
        self._count()
        self.edited.emit(text)

    def _count(self) -> None:
        """Say how many characters there are, and how many are needed while there are fewer."""
        count = length(self.field.toPlainText())
        captions = self._context.captions
        lacking = self._editable and count < self._minimum
        if lacking:
            self.counter.setText(captions.cap("score.characters_of", count=count, least=self._minimum))
        else:
            self.counter.setText(captions.cap_count("score.characters", count) if count else "")
        restyle(self.counter, tone="warn" if lacking else "hint")
        self.counter.setVisible(self._editable and bool(self.counter.text()))
