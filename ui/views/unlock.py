"""Unlocking: before the passphrase nothing shows but the vault's file name and time."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QButtonGroup,
    QFileDialog,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from ui.context import Context
from ui.viewmodels.entry import LEAST_PASSPHRASE, SUFFIX, EntryModel
from ui.views.entry_frame import EntryScreen
from ui.views.first_start import documents_folder
from ui.widgets.controls import button, label, pane, tight
from ui.widgets.marks import IconLabel
from ui.widgets.notices import ErrorPane, ProgressBar
from ui.widgets.passphrase import NewPassphrase, PassphraseField
from ui.widgets.passphrase_wait import PassphraseWait
from ui.widgets.recovery_field import RecoveryField


class UnlockScreen(EntryScreen):
    """Choose a vault, type its passphrase.

    Signals:
        new_asked: the person wants a new vault.
        recover_asked: the passphrase is forgotten; carries the chosen folder.
        restore_asked: a backup becomes a vault; carries the folder it may stand in, or None.
    """

    new_asked = Signal()
    recover_asked = Signal(object)
    restore_asked = Signal(object)

    def __init__(self, context: Context, model: EntryModel, only: Path | None = None) -> None:
        super().__init__(context, name="unlock")
        self._model = model
        self.only = only
        self._later = 0
        self._chosen: Path | None = None
        self._group = QButtonGroup(self)
        self._rows = QVBoxLayout()
        tight(self._rows)
        self.passphrase = PassphraseField(context, name="unlockPassphrase")
        self.tries = PassphraseWait(context, self.passphrase, name="unlockWait")
        self.error, self.wait = self.tries.error, self.tries.words
        self.progress = ProgressBar(context)
        self.later = label("small", "second", name="unlockLater", wrap=True)
        self.open = button(self._unlock, "primary", name="unlockOpen")
        self.other = button(self.choose, "quiet", name="unlockOther")
        self.new = button(self.new_asked.emit, "quiet", name="unlockNew")
        self.restore = button(self._ask_restore, "quiet", name="unlockRestore")
        self.forgot = button(lambda: self.recover_asked.emit(self._chosen), "quiet", name="unlockForgot")
        self._lay_out()
        known = model.recent() if only is None else tuple(r for r in model.recent() if r[0] == only)
        for path, at in known or (((only, ""),) if only is not None else ()):
            self._add(path, at)
        if only is not None:
            self.other.hide()
            self.new.hide()
        self._wire()
        self.retranslate()

    def _wire(self) -> None:
        self.passphrase.textChanged.connect(self._follow)
        self.passphrase.returnPressed.connect(self._unlock)
        self._model.failed.connect(self.tries.refuse)
        self._model.waiting.connect(self.tries.wait)
        self.tries.changed.connect(self._follow)
        self._model.busy.connect(self._busy)
        if self._group.buttons():
            self._group.buttons()[0].click()

    def _lay_out(self) -> None:
        self.form.addWidget(self.worded("page", "", "entry.unlock.title"))
        self.form.addSpacing(8)
        card = pane("card")
        card.setLayout(self._rows)
        self.form.addWidget(card)
        self.form.addSpacing(12)
        words = self.worded("body", "", "entry.passphrase")
        words.setBuddy(self.passphrase)
        self.form.addWidget(words)
        self.form.addWidget(self.passphrase)
        for one in (self.later, self.wait, self.error, self.progress):
            self.form.addWidget(one)
        self.form.addSpacing(8)
        for ways, act in (((self.other, self.new), self.open), ((self.restore, self.forgot), None)):
            row = QHBoxLayout()
            tight(row, 0, 4)
            for way in ways:
                row.addWidget(way)
            row.addStretch(1)
            if act is not None:
                row.addWidget(act)
            self.form.addLayout(row)

    def tell_waiting(self, count: int) -> None:
        """Say how many files are opened after the unlock; no name is shown before it."""
        self._later = count
        self.later.setText(self.cap_count("entry.unlock.later", count) if count else "")
        self.later.setVisible(bool(count))

    def add_vault(self, path: Path) -> None:
        """Offer a vault that was chosen by hand, and choose it."""
        for one in self._group.buttons():
            if one.property("vault") == str(path):
                one.click()
                return
        self._add(path, "").click()

    def retranslate(self) -> None:
        """Set every text anew."""
        super().retranslate()
        self.open.setText(self.cap("entry.unlock.act"))
        self.other.setText(self.cap("entry.unlock.other"))
        self.new.setText(self.cap("entry.unlock.new"))
        self.restore.setText(self.cap("entry.restore"))
        self.forgot.setText(self.cap("entry.unlock.forgot"))
        self.passphrase.setAccessibleName(self.cap("entry.passphrase"))
        self.tell_waiting(self._later)
        for row in self.findChildren(VaultRow):
            row.retranslate()
        self._follow()

    def entered(self) -> None:
        """The passphrase is what is asked for."""
        self.passphrase.setFocus()

    def _add(self, path: Path, at: str) -> QPushButton:
        row = VaultRow(self.context, path, at)
        before = self._group.buttons()[-1] if self._group.buttons() else self._mode
        self._group.addButton(row)
        self._rows.addWidget(row)
        QWidget.setTabOrder(before, row)  # rows are read before the passphrase, whenever they are added
        row.clicked.connect(lambda _checked=False, path=path: self._choose_vault(path))
        return row

    def _choose_vault(self, path: Path) -> None:
        self._chosen = path
        self.error.clear()
        self._follow()
        self.passphrase.setFocus()

    def choose(self) -> None:
        """Let the person choose a vault by hand."""
        chosen = QFileDialog.getExistingDirectory(
            self, self.cap("entry.unlock.other"), str(documents_folder())
        )
        if chosen:
            self.add_vault(Path(chosen))

    def _ask_restore(self) -> None:
        self.restore_asked.emit(None if self._chosen is None else self._chosen.parent)

    def _follow(self) -> None:
        ready = bool(self.passphrase.text()) and self._chosen is not None
        self.open.setEnabled(ready and not self.tries.is_waiting)
        self.forgot.setEnabled(self._chosen is not None)  # a recovery key opens one vault

    def _unlock(self) -> None:
        if self.open.isEnabled() and self._chosen is not None:
            self._model.unlock(self._chosen, self.passphrase.take())

    def _busy(self, busy: bool) -> None:
        if busy:
            self.error.clear()
            self.progress.start()
            self.open.setEnabled(False)
        else:
            self.progress.finish()
            self._follow()


class VaultRow(QPushButton):
    """One vault to choose: its file name and when it was opened last."""

    def __init__(self, context: Context, path: Path, at: str) -> None:
        super().__init__()
        self._context = context
        self._at = at
        self.setCheckable(True)
        self.setAutoDefault(True)  # Enter chooses it, as Space does
        self.setProperty("kind", "vault")
        self.setProperty("vault", str(path))
        self.setObjectName(f"vault:{path.name}")
        self._name = label("head")
        self._name.setText(path.name.removesuffix(SUFFIX))
        self._when = label("small", "second")
        self._check = IconLabel(context)
        row = QHBoxLayout(self)
        tight(row, 0, 14)
        row.setContentsMargins(20, 8, 20, 8)
        row.addWidget(IconLabel(context, "door-open-line", "accent", 22))
        words = QVBoxLayout()
        tight(words)
        words.addWidget(self._name)
        words.addWidget(self._when)
        row.addLayout(words, 1)
        row.addWidget(self._check)
        for one in self.findChildren(QLabel):
            one.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.toggled.connect(self._mark)
        self.retranslate()

    def retranslate(self) -> None:
        """Set every text anew."""
        cap = self._context.captions.cap
        shown = self._at[:16].replace("T", " ")
        self._when.setText(cap("entry.unlock.last", at=shown) if shown else cap("entry.unlock.never"))
        self.setAccessibleName(f"{self._name.text()}. {self._when.text()}")

    def _mark(self, chosen: bool) -> None:
        self._check.set_icon("check-line" if chosen else "", "accent")


class RecoverScreen(EntryScreen):
    """The passphrase is forgotten: the recovery key sets a new one."""

    back_asked = Signal()

    def __init__(self, context: Context, model: EntryModel, folder: Path) -> None:
        super().__init__(context, name="recover")
        self._model = model
        self._folder = folder
        self.key = RecoveryField(context, name="recoverKey")
        self.passphrase = NewPassphrase(context, LEAST_PASSPHRASE, replaces=True)
        self.error = ErrorPane(context)
        self.progress = ProgressBar(context)
        self.act = button(self._recover, "primary", name="recoverAct")
        self.back = button(self.back_asked.emit, "quiet", name="recoverBack")
        self._lay_out()
        self.leads_back(self.back)
        self.key.textChanged.connect(self._follow)
        self.passphrase.changed.connect(self._follow)
        self.passphrase.second.returnPressed.connect(self._recover)
        model.failed.connect(self.error.show_error)
        model.busy.connect(self._busy)
        self.retranslate()

    def _lay_out(self) -> None:
        self.form.addWidget(self.worded("page", "", "entry.recover.title"))
        lead = self.worded("body", "second", "entry.recover.lead")
        lead.setWordWrap(True)
        self.form.addWidget(lead)
        self.form.addSpacing(12)
        words = self.worded("body", "", "entry.recovery.caption")
        words.setBuddy(self.key)
        for one in (words, self.key, self.passphrase, self.error, self.progress):
            self.form.addWidget(one)
        self.form.insertSpacing(self.form.indexOf(self.passphrase), 8)
        row = QHBoxLayout()
        tight(row, 0, 8)
        row.addWidget(self.back)
        row.addStretch(1)
        row.addWidget(self.act)
        self.form.addLayout(row)

    def retranslate(self) -> None:
        """Set every text anew."""
        super().retranslate()
        self.act.setText(self.cap("entry.recover.act"))
        self.back.setText(self.cap("common.back"))
        self.key.setAccessibleName(self.cap("entry.recovery.caption"))
        self._follow()

    def entered(self) -> None:
        """Begin at the key."""
        self.key.setFocus()

    def _follow(self) -> None:
        self.act.setEnabled(bool(self.key.toPlainText().strip()) and self.passphrase.acceptable)

    def _recover(self) -> None:
        if self.act.isEnabled():
            self._model.recover(self._folder, self.key.toPlainText().strip(), self.passphrase.take())

    def _busy(self, busy: bool) -> None:
        if busy:
            self.error.clear()
            self.progress.start()
        else:
            self.progress.finish()
            self._follow()
