"""The note above a sheet whose application changed, and the dialog that shows how (rules §6.9)."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ui.context import Context
from ui.viewmodels.sheet_change import Difference
from ui.views.ask import Question
from ui.widgets.controls import button, label, tight
from ui.widgets.marks import IconLabel
from zgc_review.services.record_words import field_name, value_words

_LONGEST = 240  # characters of a value; the documents beside the sheet show the rest
_NAMED = 40  # differences; a record has about as many fields


class ChangedNote(QWidget):
    """Says that the application changed and leads to what changed; the sheet can be worked on meanwhile.

    Signals:
        asked: show what changed.
    """

    asked = Signal()

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self.setObjectName("changedNote")
        self.setProperty("pane", "warn")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.words = label("small", name="changedWords", wrap=True)
        self.act = button(self.asked.emit, name="changedLook")
        row = QHBoxLayout(self)
        tight(row, 0, 8)
        row.setContentsMargins(16, 6, 8, 6)
        row.addWidget(IconLabel(context, "refresh-line", "warn", 18))
        row.addWidget(self.words, 1)
        row.addWidget(self.act)
        self.retranslate()
        self.hide()

    def retranslate(self) -> None:
        """Set every text anew."""
        cap = self._context.captions.cap
        self.words.setText(cap("score.changed.note"))
        self.act.setText(cap("score.changed.look"))


class ChangedDialog(Question):
    """Shows what differs and asks whether the sheet is to judge the application as it is now."""

    def __init__(self, context: Context, shown: Difference, parent: QWidget) -> None:
        cap = context.captions.cap
        number = shown.change.number
        super().__init__(
            context,
            cap("score.changed.title", number=number),
            cap("score.changed.lead"),
            cap("score.changed.act"),
            parent,
        )
        self._context = context
        lines = QVBoxLayout()
        tight(lines, 0, 6)
        for place, words in enumerate(self._lines(shown)):
            line = label("small", name=f"changedLine{place}", wrap=True)
            line.setText(words)
            line.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            lines.addWidget(line)
        self.body.addLayout(lines)

    def _lines(self, shown: Difference) -> Iterator[str]:
        captions = self._context.captions
        amendment = shown.change.amendment
        if amendment is None:
            yield captions.cap("score.changed.unknown")
        else:
            found = [*self._fields(shown), *self._papers(shown)]
            yield from found[:_NAMED]
            if len(found) > _NAMED:
                yield captions.cap_count("score.changed.more", len(found) - _NAMED)
            yield captions.cap_count("score.changed.kept", amendment.kept)
        if shown.change.pages:
            yield captions.cap_count("score.changed.pages", shown.change.pages)

    def _fields(self, shown: Difference) -> Iterator[str]:
        texts = self._context.captions.texts
        for one in shown.change.amendment.fields if shown.change.amendment else ():
            field = shown.fields.get(one.field)
            before, after = (_short(value_words(texts, field, value)) for value in (one.before, one.after))
            name = field_name(texts, field, one.field)
            yield self._context.captions.cap("score.changed.field", name=name, before=before, after=after)

    def _papers(self, shown: Difference) -> Iterator[str]:
        cap = self._context.captions.cap
        for one in shown.change.amendment.papers if shown.change.amendment else ():
            kind = cap(f"intake.changes.paper.{one.kind}")
            yield cap("score.changed.paper", kind=kind, name=one.label)


def _short(words: str) -> str:
    """Return words cut off where they are long."""
    return words if len(words) <= _LONGEST else f"{words[: _LONGEST - 1]}…"
