"""Another officer's vault and passphrase, typed at this machine for one share only."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QVBoxLayout, QWidget

from ui.context import Context
from ui.views.first_start import documents_folder
from ui.widgets.controls import button, label, tight
from ui.widgets.passphrase import PassphraseField


class VaultFields(QWidget):
    """Folder of a vault and its passphrase.

    Signals:
        given: the folder and the passphrase.
    """

    given = Signal(object, str)

    def __init__(self, context: Context, *, name: str = "officer") -> None:
        super().__init__()
        self._context = context
        self._vault: Path | None = None
        self.setObjectName(name)
        self.text = label("small", "second", wrap=True)
        self.choose = button(self._choose, name=f"{name}Choose")
        self.vault = label("body", name=f"{name}Vault", wrap=True)
        self.words = label("body")
        self.passphrase = PassphraseField(context, name=f"{name}Passphrase")
        self.words.setBuddy(self.passphrase)
        self.act = button(self._give, "primary", name=f"{name}Act")
        column = QVBoxLayout(self)
        tight(column, 0, 6)
        column.addWidget(self.text)
        row = QHBoxLayout()
        tight(row, 0, 12)
        row.addWidget(self.choose)
        row.addWidget(self.vault, 1)
        column.addLayout(row)
        column.addWidget(self.words)
        below = QHBoxLayout()
        tight(below, 0, 12)
        below.addWidget(self.passphrase, 1)
        below.addWidget(self.act)
        column.addLayout(below)
        self.passphrase.textChanged.connect(lambda _typed: self._follow())
        self.passphrase.returnPressed.connect(self._give)
        context.captions.changed.connect(self.retranslate)
        self.retranslate()

    def retranslate(self) -> None:
        """Set every text anew."""
        cap = self._context.captions.cap
        self.text.setText(cap("opened.vault.text"))
        self.choose.setText(cap("opened.vault.choose"))
        self.words.setText(cap("opened.vault.passphrase"))
        self.passphrase.setAccessibleName(self.words.text())
        self.act.setText(cap("opened.vault.act"))
        self._follow()

    def choose_vault(self, folder: Path) -> None:
        """Take a vault; its passphrase comes next."""
        self._vault = folder
        self._follow()
        self.passphrase.setFocus()

    def _follow(self) -> None:
        none = self._context.captions.cap("opened.vault.none")
        self.vault.setText(self._vault.name if self._vault is not None else none)
        self.act.setEnabled(self._vault is not None and bool(self.passphrase.text()))

    def _choose(self) -> None:
        title = self._context.captions.cap("opened.vault.choose")
        chosen = QFileDialog.getExistingDirectory(self, title, str(self._vault or documents_folder()))
        if chosen:
            self.choose_vault(Path(chosen))

    def _give(self) -> None:
        if self.act.isEnabled() and self._vault is not None:
            self.passphrase.setFocus()  # a refused one is typed again
            self.given.emit(self._vault, self.passphrase.take())
