"""Restoring a backup: which one, where to, its passphrase; the vault that is there stays as it is."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit

from ui.context import Context
from ui.size_words import share_words
from ui.viewmodels.restore import RestoreModel, place_of, present_of
from ui.views.ask import Question
from ui.views.entry_frame import EntryScreen
from ui.views.first_start import documents_folder
from ui.views.folders import ask_folder
from ui.widgets.controls import button, label, tight
from ui.widgets.notices import ProgressBar
from ui.widgets.passphrase import PassphraseField
from ui.widgets.passphrase_wait import PassphraseWait
from zgc_review.errors import ReviewError


class RestoreScreen(EntryScreen):
    """Choose a backup, type its passphrase, say yes.

    Signals:
        back_asked: back to where the person came from.
    """

    back_asked = Signal()

    def __init__(self, context: Context, model: RestoreModel, folder: Path | None = None) -> None:
        """Take the folder in which the restored vault will stand, documents by default."""
        super().__init__(context, name="restore")
        self._model = model
        model.setParent(self)
        self._folder = folder or documents_folder()
        self.source: Path | None = None
        self._is_busy = False
        self.source_line = _line("restoreSource")
        self.target_line = _line("restoreTarget")
        self.choose = button(self._choose, name="restoreChoose")
        self.change = button(self._change, name="restoreChange")
        self.passphrase = PassphraseField(context, name="restorePassphrase")
        self.tries = PassphraseWait(context, self.passphrase, name="restoreWait")
        self.error, self.wait = self.tries.error, self.tries.words
        self.progress = ProgressBar(context)
        self.outcome = label("small", "second", name="restoreStopped", wrap=True)
        self.back = button(self.back_asked.emit, "quiet", name="restoreBack")
        self.act = button(self.ask, "primary", name="restoreAct")
        self._lay_out()
        self._wire()
        self.retranslate()

    def _lay_out(self) -> None:
        self.form.addWidget(self.worded("page", "", "restore.title"))
        lead = self.worded("body", "second", "restore.lead")
        lead.setWordWrap(True)
        self.form.addWidget(lead)
        self.form.addSpacing(12)
        for key, line, act in (
            ("restore.source", self.source_line, self.choose),
            ("restore.target", self.target_line, self.change),
        ):
            words = self.worded("body", "", key)
            words.setBuddy(act)
            self.form.addWidget(words)
            row = QHBoxLayout()
            tight(row, 0, 8)
            row.addWidget(line, 1)
            row.addWidget(act)
            self.form.addLayout(row)
        words = self.worded("body", "", "restore.passphrase")
        words.setBuddy(self.passphrase)
        for one in (words, self.passphrase, self.wait, self.error, self.progress, self.outcome):
            self.form.addWidget(one)
        row = QHBoxLayout()
        tight(row, 0, 8)
        row.addWidget(self.back)
        row.addStretch(1)
        row.addWidget(self.act)
        self.form.addSpacing(12)
        self.form.addLayout(row)
        self.outcome.hide()

    def _wire(self) -> None:
        self.leads_back(self.back)
        self.passphrase.textChanged.connect(self._follow)
        self.passphrase.returnPressed.connect(self.ask)
        self._model.failed.connect(self._refused)
        self._model.waiting.connect(self.tries.wait)
        self.tries.changed.connect(self._follow)
        self._model.busy.connect(self._busy)
        self._model.moved.connect(self.progress.move_on)
        self._model.cancelled.connect(self._stopped)

    def retranslate(self) -> None:
        """Set every text anew."""
        super().retranslate()
        cap = self.cap
        self.choose.setText(cap("restore.choose"))
        self.choose.setAccessibleName(f"{cap('restore.source')} {cap('restore.choose')}")
        self.change.setText(cap("entry.change_place"))
        self.change.setAccessibleName(f"{cap('restore.target')} {cap('entry.change_place')}")
        self.source_line.setAccessibleName(cap("restore.source"))
        self.source_line.setPlaceholderText(cap("restore.source_hint"))
        self.target_line.setAccessibleName(cap("restore.target"))
        self.passphrase.setAccessibleName(cap("restore.passphrase"))
        self.outcome.setText(cap("vault.stopped"))
        self.back.setText(cap("common.back"))
        self.act.setText(cap("restore.act"))
        self._follow()

    def entered(self) -> None:
        """Begin at the backup."""
        self.choose.setFocus()

    def settle(self) -> None:
        """Who leaves the screen stops the work."""
        self.progress.cancel()

    @property
    def target(self) -> Path | None:
        """Where the restored vault will stand: a name nothing has yet."""
        return None if self.source is None else place_of(self.source, self._folder)

    def take(self, source: Path) -> None:
        """Take the folder of a backup."""
        self.source = source
        self.error.clear()
        self.outcome.hide()
        self._follow()
        self.passphrase.setFocus()

    def put_into(self, folder: Path) -> None:
        """Let the restored vault stand in ``folder``."""
        self._folder = folder
        self._follow()

    def ask(self) -> None:
        """Ask before it is made: from where, to where, what stays (U7)."""
        if not self.act.isEnabled() or self.source is None or self.target is None:
            return
        source, target = self.source, self.target
        present = present_of(source, self._folder)
        words = [
            self.cap("restore.ask.source", folder=str(source)),
            self.cap("restore.ask.target", folder=str(target)),
            *([] if present is None else [self.cap("restore.ask.present", name=present.name)]),
            self.cap("restore.ask.numbers"),
        ]
        question = Question(
            self.context, self.cap("restore.ask.title"), "\n".join(words), self.cap("restore.ask.act"), self
        )
        question.agreed.connect(lambda: self._restore(source, target))
        question.open()

    def _restore(self, source: Path, target: Path) -> None:
        self.error.clear()
        self.outcome.hide()
        self.progress.start(self._bytes)
        self.progress.attach(self._model.restore(source, target, self.passphrase.take()))

    def _bytes(self, done: int, total: int) -> str:
        return self.cap("home.bytes", **share_words(done, total))

    def _choose(self) -> None:
        chosen = ask_folder(self, self.cap("restore.source"))
        if chosen is not None:
            self.take(chosen)

    def _change(self) -> None:
        chosen = ask_folder(self, self.cap("restore.target"), self._folder)
        if chosen is not None:
            self.put_into(chosen)

    def _follow(self) -> None:
        self.source_line.setText("" if self.source is None else str(self.source))
        self.target_line.setText("" if self.target is None else str(self.target))
        ready = bool(self.passphrase.text()) and self.source is not None
        self.act.setEnabled(ready and not self.tries.is_waiting and not self._is_busy)
        for one in (self.choose, self.change, self.back):
            one.setEnabled(not self._is_busy)

    def _busy(self, busy: bool) -> None:
        self._is_busy = busy
        if not busy:
            self.progress.finish()
        self._follow()

    def _stopped(self) -> None:
        self.outcome.show()
        self.passphrase.setFocus()

    def _refused(self, fault: ReviewError) -> None:
        self.tries.refuse(fault)
        self.reveal(self.error)


def _line(name: str) -> QLineEdit:
    """Return a field that shows a folder."""
    made = QLineEdit()
    made.setObjectName(name)
    made.setReadOnly(True)
    return made
