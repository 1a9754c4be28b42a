"""Dialogs about the open vault: another passphrase, a backup, a check."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QFileDialog, QFrame, QScrollArea, QVBoxLayout, QWidget

from ui.context import Context
from ui.media import media_roots
from ui.sentences import joined
from ui.size_words import share_words
from ui.viewmodels.entry import LEAST_PASSPHRASE
from ui.viewmodels.vault import BackedUp, VaultModel
from ui.views.first_start import documents_folder
from ui.views.plain_dialog import PlainDialog
from ui.widgets.controls import button, drain, label, tight
from ui.widgets.notices import ProgressBar
from ui.widgets.passphrase import NewPassphrase, PassphraseField
from zgc_review.domain.findings import Finding, Level
from zgc_review.errors import ReviewError


class PassphraseDialog(PlainDialog):
    """The passphrase now, the new one twice; the vault stays open."""

    def __init__(self, context: Context, model: VaultModel, parent: QWidget) -> None:
        cap = context.captions.cap
        super().__init__(context, cap("vault.pass.title"), cap("vault.pass.text"), parent, name="passphrase")
        model.setParent(self)
        self._model = model
        self.old = PassphraseField(context, name="passphraseOld")
        self.new = NewPassphrase(context, LEAST_PASSPHRASE, replaces=True)
        self.wait = label("small", "danger", name="passphraseWait")
        self.outcome = label("body", "ok", name="passphraseDone", wrap=True)
        words = label("body")
        words.setText(cap("vault.pass.old"))
        words.setBuddy(self.old)
        self.old.setAccessibleName(words.text())
        for one in (words, self.old, self.wait, self.new, self.outcome):
            self.body.addWidget(one)
        self.act = button(self._change, "primary", name="passphraseAct")
        self.act.setText(cap("vault.pass.act"))
        self.row.addWidget(self.act)
        self.old.textChanged.connect(self._follow)
        self.new.changed.connect(self._follow)
        model.failed.connect(self._refused)
        model.waiting.connect(self._waiting)
        model.passphrase_changed.connect(self._changed)
        self._follow()
        self.old.setFocus()

    def _follow(self) -> None:
        self.act.setEnabled(bool(self.old.text()) and self.new.acceptable and not self.wait.text())

    def _change(self) -> None:
        self.error.clear()
        self.outcome.setText("")
        self.act.setEnabled(False)
        self._model.change_passphrase(self.old.take(), self.new.first.text())

    def _changed(self) -> None:
        self.new.take()
        self.outcome.setText(self.context.captions.cap("vault.pass.done"))
        self.back.setFocus()

    def _refused(self, fault: ReviewError) -> None:
        self.refuse(fault)
        self.old.setFocus()
        self._follow()

    def _waiting(self, seconds: int) -> None:
        """Close the field for so long; it keeps the focus, else the old one would be typed into the new."""
        self.wait.setText(self.context.captions.cap_count("entry.unlock.wait", seconds) if seconds else "")
        self.old.setReadOnly(seconds > 0)
        self._follow()


class LongDialog(PlainDialog):
    """A dialog around long work: progress, a way to stop, what came of it."""

    def __init__(
        self, context: Context, model: VaultModel, title: str, text: str, parent: QWidget, *, name: str
    ) -> None:
        super().__init__(context, title, text, parent, name=name)
        model.setParent(self)
        self.model = model
        self.progress = ProgressBar(context)
        self.outcome = label("body", "ok", name=f"{name}Done", wrap=True)
        inside = QWidget()
        self._found = QVBoxLayout(inside)
        tight(self._found, 0, 8)
        self._scroll = QScrollArea()
        self._scroll.setWidgetResizable(True)
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setWidget(inside)
        self._scroll.setAccessibleName(title)
        self._scroll.setMaximumHeight(context.theme.px(280))
        self._scroll.hide()
        for one in (self.progress, self.outcome, self._scroll):
            self.body.addWidget(one)
        model.moved.connect(self.progress.move_on)
        model.cancelled.connect(self._stopped)
        model.failed.connect(self._refused)

    def say_bytes(self, done: int, total: int) -> str:
        """Return how far the work is in bytes."""
        cap = self.context.captions.cap
        return cap("home.bytes", **share_words(done, total))

    def ended(self, words: str, findings: Sequence[Finding]) -> None:
        """Say what came of it and list what was found."""
        self.progress.finish()
        self.outcome.setText(words)
        drain(self._found)
        for one in findings:
            text, remedy = self.context.captions.finding(one)
            line = label("body", "danger" if one.level is Level.ERROR else "second", wrap=True)
            line.setText(joined(text, remedy))
            self._found.addWidget(line)
        self._scroll.setVisible(bool(findings))
        self.fit()

    def _stopped(self) -> None:
        self.ended(self.context.captions.cap("vault.stopped"), ())

    def _refused(self, fault: ReviewError) -> None:
        self.progress.finish()
        self.refuse(fault)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Stop the work with the window."""
        self.progress.cancel()
        super().closeEvent(event)

    def reject(self) -> None:
        """Stop the work with the window."""
        self.progress.cancel()
        super().reject()


class BackUpDialog(LongDialog):
    """Where the backup goes, how far it is, that it was re-read."""

    def __init__(self, context: Context, model: VaultModel, parent: QWidget) -> None:
        cap = context.captions.cap
        super().__init__(
            context, model, cap("vault.backup.title"), cap("vault.backup.text"), parent, name="backup"
        )
        self.act = button(self._choose, "primary", name="backupAct")
        self.act.setText(cap("vault.backup.act"))
        self.row.addWidget(self.act)
        model.backed_up.connect(self._done)
        self.act.setFocus()

    def _choose(self) -> None:
        roots = media_roots()
        start = roots[0] if roots else documents_folder()
        chosen = QFileDialog.getExistingDirectory(
            self, self.context.captions.cap("vault.backup.act"), str(start)
        )
        if chosen:
            self.back_up(Path(chosen))

    def back_up(self, folder: Path) -> None:
        """Write the backup into a new folder inside ``folder``."""
        self.error.clear()
        self.outcome.setText("")
        self.progress.start(self.say_bytes)
        self.progress.attach(self.model.back_up(folder))

    def _done(self, made: BackedUp) -> None:
        words = self.context.captions.cap_count("vault.backup.done", made.objects, folder=made.path.name)
        self.ended(words, made.findings)


class CheckDialog(LongDialog):
    """Everything the vault alone can tell about itself."""

    def __init__(self, context: Context, model: VaultModel, parent: QWidget) -> None:
        cap = context.captions.cap
        super().__init__(
            context, model, cap("vault.check.title"), cap("vault.check.text"), parent, name="vaultCheck"
        )
        self.act = button(self.check, "primary", name="vaultCheckAct")
        self.act.setText(cap("vault.check.act"))
        self.row.addWidget(self.act)
        model.checked.connect(self._done)
        self.act.setFocus()

    def check(self) -> None:
        """Begin."""
        self.error.clear()
        self.outcome.setText("")
        self.progress.start(self.say_bytes)
        self.progress.attach(self.model.check())

    def _done(self, findings: Sequence[Finding]) -> None:
        captions = self.context.captions
        wrong = sum(one.level is Level.ERROR for one in findings)
        self.ended(
            captions.cap_count("vault.check.wrong", wrong) if wrong else captions.cap("vault.check.ok"),
            findings,
        )
