"""What the members said about the signed opinion: agreement, dissent in words, who is silent (rules §8)."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ui.context import Context
from ui.viewmodels.chair.discussion_data import Item
from ui.widgets.controls import drain, label, pane, tight


class VotesPane(QWidget):
    """Votes as they arrived with the secretary's files."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self.title = label("small", "second", name="votesTitle")
        self.counts = label("body", name="votesCounts", wrap=True)
        self._dissents = QVBoxLayout()
        tight(self._dissents, 0, 6)
        column = QVBoxLayout(self)
        tight(column, 0, 4)
        column.addWidget(self.title)
        column.addWidget(self.counts)
        column.addLayout(self._dissents)

    def show_item(self, item: Item | None) -> None:
        """Show the votes on the signed opinion; hidden before one is signed."""
        opinion = item.opinion if item is not None else None
        self.setVisible(opinion is not None)
        drain(self._dissents)
        if item is None or opinion is None:
            return
        cap = self._context.captions.cap
        said = {*opinion.agreed, *(code for code, _words in opinion.dissents)}
        silent = [one.code for one in item.columns if one.code not in said]
        self.title.setText(cap("discussion.votes.title"))
        counts = {"agreed": len(opinion.agreed), "dissents": len(opinion.dissents), "silent": len(silent)}
        words = cap("discussion.votes.counts", **counts)
        if silent:
            words = f"{words}\n{cap('discussion.votes.silent', codes=' '.join(silent))}"
        self.counts.setText(words)
        for code, text in opinion.dissents:
            self._dissents.addWidget(self._dissent(code, text))

    def _dissent(self, code: str, text: str) -> QWidget:
        card = pane("warn", name=f"dissent:{code}")
        inner = QVBoxLayout(card)
        tight(inner, 10, 4)
        head = label("small", "warn")
        head.setText(self._context.captions.cap("discussion.votes.dissent", code=code))
        words = label("body", wrap=True, name=f"dissentWords:{code}")
        words.setText(text)
        words.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        inner.addWidget(head)
        inner.addWidget(words)
        return card
