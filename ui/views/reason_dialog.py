"""An act that needs a reason: what follows from it, the reason, the act last."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QLineEdit, QWidget

from ui.context import Context
from ui.views.plain_dialog import PlainDialog
from ui.widgets.controls import button, label
from zgc_review.errors import ReviewError

LEAST_REASON = 2


class ReasonDialog(PlainDialog):
    """Subclasses do the act in :meth:`go`.

    Args:
        words: gives the caption of ``title``, ``lead``, ``reason``, ``hint``, ``lacking`` and ``act``.
    """

    def __init__(self, context: Context, words: Callable[[str], str], parent: QWidget, *, name: str) -> None:
        super().__init__(context, words("title"), words("lead"), parent, name=name)
        self._lacking_words = words("lacking")
        self.follows = label("body", name=f"{name}Follows", wrap=True)
        self.reason_words = label("body")
        self.reason_words.setText(words("reason"))
        self.reason = QLineEdit()
        self.reason.setObjectName(f"{name}Reason")
        self.reason.setMaxLength(500)
        self.reason.setPlaceholderText(words("hint"))
        self.reason.setAccessibleName(self.reason_words.text())
        self.reason_words.setBuddy(self.reason)
        self.lacking = label("small", "hint", name=f"{name}Lacking")
        self.act = button(self._go, "danger", name=f"{name}Act")
        self.act.setText(words("act"))
        self.act.setAutoDefault(False)
        for one in (self.follows, self.reason_words, self.reason):
            self.body.addWidget(one)
        self.row.insertWidget(0, self.lacking, 1)
        self.row.addSpacing(24)
        self.row.addWidget(self.act)
        self.reason.textChanged.connect(lambda _typed: self._follow())
        self._follow()
        self.reason.setFocus()

    def tell(self, words: str) -> None:
        """Say what follows."""
        self.follows.setText(words)

    def go(self, reason: str) -> None:
        """Do the act."""
        raise NotImplementedError

    def refuse(self, fault: ReviewError) -> None:
        """Say in place why it could not be done; it can be tried again."""
        super().refuse(fault)
        self._follow()

    def _follow(self) -> None:
        can = len(self.reason.text().strip()) >= LEAST_REASON
        self.lacking.setText("" if can else self._lacking_words)
        self.act.setEnabled(can)

    def _go(self) -> None:
        self.error.clear()
        self.act.setEnabled(False)
        self.go(self.reason.text().strip())
