"""The words of one officer's share: hidden until asked for, one officer at a time, nowhere kept."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QFileDialog, QGridLayout, QWidget

from ui.context import Context
from ui.viewmodels.opened import OpeningModel
from ui.views.ask import Question
from ui.views.first_start import documents_folder
from ui.views.opened.vault_fields import VaultFields
from ui.views.plain_dialog import PlainDialog
from ui.widgets.controls import button, label

_SHOWN = 90_000  # ms until the words are hidden again
_COLUMNS = 6


class WordsDialog(PlainDialog):
    """Opens one share file with the vault it is sealed to, and shows its words to be copied onto paper.

    The secretary's program cannot show another officer's words: the file is sealed to that officer's card,
    so the officer unlocks the own vault here, which is closed again at once.
    """

    def __init__(self, context: Context, model: OpeningModel, path: Path, parent: QWidget) -> None:
        cap = context.captions.cap
        title = cap("opened.words.title", file=path.name)
        super().__init__(context, title, cap("opened.words.text"), parent, name="shareWords")
        model.setParent(self)
        self._model = model
        self._path = path
        self.vault = VaultFields(context, name="wordsOfficer")
        self.vault.hide()
        self.state = label("body", "second", name="wordsState", wrap=True)
        self.grid = QWidget()
        self.grid.setObjectName("wordsGrid")
        self._cells = QGridLayout(self.grid)
        self._cells.setContentsMargins(0, 4, 0, 4)
        self._cells.setHorizontalSpacing(8)
        self._cells.setVerticalSpacing(4)
        self.grid.hide()
        for one in (self.state, self.vault, self.grid):
            self.body.addWidget(one)
        self.show_words = button(self._toggle, name="wordsShow")
        self.show_words.setText(cap("opened.words.show"))
        self.show_words.setAutoDefault(False)
        self.show_words.hide()
        self.paper = button(self._choose, "quiet", name="wordsPaper")
        self.paper.setText(cap("opened.words.paper"))
        self.paper.setAutoDefault(False)
        self.paper.hide()
        self.row.insertWidget(0, self.paper)
        self.row.insertWidget(2, self.show_words)
        self._hide = QTimer(self)
        self._hide.setSingleShot(True)
        self._hide.setInterval(_SHOWN)
        self._hide.timeout.connect(self._cover)
        self.vault.given.connect(self._unlock)
        model.brought.connect(self._ready)
        model.vault_needed.connect(self._ask_vault)
        model.failed.connect(self.refuse)
        self.finished.connect(self._forget)
        self.widen(760)
        model.bring(path)

    def _unlock(self, vault: Path, passphrase: str) -> None:
        self.error.clear()
        self._model.bring_with(self._path, vault, passphrase)

    def _ask_vault(self, _path: Path) -> None:
        self.state.setText(self.context.captions.cap("opened.words.sealed"))
        self.vault.show()
        self.fit()

    def _ready(self) -> None:
        """The share is open, its words still hidden."""
        if not self._model.shares:
            return
        self.error.clear()
        self.vault.hide()
        share = self._model.shares[-1]
        self.state.setText(self.context.captions.cap("opened.words.ready", officer=share.officer, k=share.k))
        self.show_words.show()
        self.paper.show()
        self.show_words.setFocus()
        self.fit()

    def _toggle(self) -> None:
        if self.grid.isVisible():
            self._cover()
            return
        words = self._model.shares[-1].words.split()
        for n, word in enumerate(words):
            number, cell = label("body", "hint"), label("body", name=f"word{n + 1}")
            number.setText(str(n + 1))
            cell.setText(word)
            cell.setAccessibleName(f"{n + 1} {word}")
            cell.setTextInteractionFlags(Qt.TextInteractionFlag.NoTextInteraction)
            row, column = n // _COLUMNS, 2 * (n % _COLUMNS)
            self._cells.addWidget(number, row, column, Qt.AlignmentFlag.AlignRight)
            self._cells.addWidget(cell, row, column + 1)
            self._cells.setColumnStretch(column + 1, 1)
        self.grid.show()
        self.show_words.setText(self.context.captions.cap("opened.words.hide"))
        self._hide.start()
        self.fit()

    def print_to(self, path: Path) -> None:
        """Ask, then write the words as a sheet: whoever reads the file has the share."""
        cap, share = self.context.captions.cap, self._model.shares[-1]
        question = Question(
            self.context,
            cap("opened.words.paper_question", officer=share.officer),
            cap("opened.words.paper_ask", file=str(path)),
            cap("opened.words.paper_act"),
            self,
            "danger",
        )
        question.agreed.connect(lambda: self._model.print_words(share, path, self._printed))
        question.open()

    def _printed(self, path: object) -> None:
        self.state.setText(self.context.captions.cap("opened.words.paper_done", file=str(path)))
        self.fit()

    def _choose(self) -> None:
        cap, share = self.context.captions.cap, self._model.shares[-1]
        start = str(documents_folder() / f"{share.officer}-share.pdf")
        chosen, _kind = QFileDialog.getSaveFileName(self, cap("opened.words.paper"), start, "PDF (*.pdf)")
        if chosen:
            self.print_to(Path(chosen))

    def _cover(self) -> None:
        """Take the words off the screen."""
        self._hide.stop()
        while self._cells.count():
            item = self._cells.takeAt(0)
            widget = item.widget() if item is not None else None
            if widget is not None:
                widget.deleteLater()
        self.grid.hide()
        self.show_words.setText(self.context.captions.cap("opened.words.show"))

    def _forget(self) -> None:
        self._cover()
        self._model.forget()
