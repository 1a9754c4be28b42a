"""A question whose answer is signed: it takes the passphrase before the act (look.md §1.5)."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from ui.context import Context
from ui.views.ask import Question
from ui.widgets.controls import label
from ui.widgets.passphrase import PassphraseField


class SignQuestion(Question):
    """Asks, and hands over what was typed.

    Signals:
        signed: the passphrase.
    """

    signed = Signal(str)

    def __init__(
        self, context: Context, title: str, text: str, act: str, parent: QWidget, kind: str = "primary"
    ) -> None:
        super().__init__(context, title, text, act, parent, kind)
        words = label("body")
        words.setText(context.captions.cap("sign.passphrase"))
        self.passphrase = PassphraseField(context, name="signPassphrase")
        self.passphrase.setAccessibleName(words.text())
        words.setBuddy(self.passphrase)
        self.body.addWidget(words)
        self.body.addWidget(self.passphrase)
        self.passphrase.textChanged.connect(lambda typed: self.act.setEnabled(bool(typed)))
        self.agreed.connect(lambda: self.signed.emit(self.passphrase.take()))
        self.act.setEnabled(False)
        self.passphrase.setFocus()
