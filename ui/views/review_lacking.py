"""One sheet that cannot be locked yet: what it lacks, and the way there."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ui.context import Context
from ui.finding_words import finding_words
from ui.sentences import joined
from ui.viewmodels.review import SheetLine
from ui.widgets.controls import button, label, pane, tight

_SAID = 3  # findings that are written out; the rest stands in the tool tip


def lacking_card(context: Context, line: SheetLine, go_to: Callable[[SheetLine], object]) -> QWidget:
    """Return the card of a sheet; its button leads to the first field that is missing."""
    cap = context.captions.cap
    card = pane("card")
    row = QHBoxLayout(card)
    tight(row, 12, 8)
    words = QVBoxLayout()
    tight(words)
    whose = label("small", "second", wrap=True)
    whose.setText(f"{line.application.number}　{line.unit}")
    what = label("head", wrap=True)
    said = [finding_words(context.captions, one, line.criteria) for one in line.lacking]
    rest = len(said) - _SAID
    more = context.captions.cap_count("review.lacking_more", rest) if rest > 0 else ""
    what.setText(joined(*said[:_SAID], more))
    what.setToolTip("\n".join(said))
    words.addWidget(whose)
    words.addWidget(what)
    row.addLayout(words, 1)
    go = button(lambda: go_to(line), name=f"goto:{line.application.number}")
    go.setText(cap("review.goto"))
    go.setAccessibleName(f"{cap('review.goto')} {line.application.number}")
    row.addWidget(go)
    return card
