"""First start: a passphrase, the recovery sheet, the card that is compared with the secretary."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QStandardPaths, Qt, Signal
from PySide6.QtWidgets import QFileDialog, QGridLayout, QHBoxLayout, QLabel, QLineEdit, QVBoxLayout, QWidget

from ui.context import Context
from ui.viewmodels.entry import LEAST_PASSPHRASE, EntryModel, Made, vault_folder
from ui.views.entry_frame import EntryScreen
from ui.widgets.controls import button, label, pane, rule, tight
from ui.widgets.marks import IconLabel, Steps
from ui.widgets.notices import ErrorPane, ProgressBar
from ui.widgets.passphrase import NewPassphrase
from ui.widgets.recovery_field import in_lines

STEPS = ("entry.step.passphrase", "entry.step.recovery", "entry.step.compare")


class StepScreen(EntryScreen):
    """An entry screen that is one of the three steps of the first start."""

    step = 0

    def __init__(self, context: Context, model: EntryModel, *, name: str) -> None:
        super().__init__(context, name=name)
        self.model = model
        self.steps = Steps(context)
        self.error = ErrorPane(context)
        self.form.addWidget(self.steps)
        self.form.addSpacing(24)
        model.failed.connect(self.error.show_error)

    def retranslate(self) -> None:
        """Set every text anew."""
        super().retranslate()
        self.steps.set_steps(tuple(self.cap(key) for key in STEPS), self.step)

    def buttons(self, left: Sequence[QWidget], *right: QWidget) -> None:
        """Add the last line: other ways at the left, the acts at the right."""
        row = QHBoxLayout()
        tight(row, 0, 8)
        for one in left:
            row.addWidget(one)
        row.addStretch(1)
        for one in right:
            row.addWidget(one)
        self.form.addSpacing(16)
        self.form.addLayout(row)


class NewVaultScreen(StepScreen):
    """Step 1: who, which passphrase, where.

    Signals:
        open_asked: the person has a vault already.
        restore_asked: the person has a backup.
    """

    open_asked = Signal()
    restore_asked = Signal()

    def __init__(self, context: Context, model: EntryModel) -> None:
        super().__init__(context, model, name="newVault")
        self._folder = documents_folder()
        self._folder_chosen = False
        self.name = QLineEdit()
        self.name.setObjectName("newVaultName")
        self.organisation = QLineEdit()
        self.organisation.setObjectName("newVaultOrganisation")
        self.folder_line = QLineEdit()
        self.folder_line.setObjectName("newVaultPlace")
        self.folder_line.setReadOnly(True)
        self.passphrase = NewPassphrase(context, LEAST_PASSPHRASE)
        self.change = button(self._choose, name="newVaultChange")
        self.open = button(self.open_asked.emit, "quiet", name="newVaultOpen")
        self.restore = button(self.restore_asked.emit, "quiet", name="newVaultRestore")
        self.make = button(self._make, "primary", name="newVaultMake")
        self.progress = ProgressBar(context)
        self._lay_out()
        self.name.textChanged.connect(self._follow)
        self.organisation.textChanged.connect(self._follow)
        self.passphrase.changed.connect(self._follow)
        self.passphrase.second.returnPressed.connect(self._make)
        model.busy.connect(self._busy)
        self.retranslate()

    def _lay_out(self) -> None:
        self.form.addWidget(self.worded("page", "", "entry.new.title"))
        lead = self.worded("body", "second", "entry.new.lead")
        lead.setWordWrap(True)
        self.form.addWidget(lead)
        self.form.addSpacing(12)
        fields = QGridLayout()
        fields.setHorizontalSpacing(8)
        fields.setVerticalSpacing(6)
        for column, (key, field) in enumerate(
            (("entry.name", self.name), ("entry.organisation", self.organisation))
        ):
            words = self.worded("body", "", key)
            words.setBuddy(field)
            fields.addWidget(words, 0, column)
            fields.addWidget(field, 1, column)
        self.form.addLayout(fields)
        self.form.addSpacing(8)
        self.form.addWidget(self.passphrase)
        self.form.addWidget(self.worded("body", "", "entry.place"))
        row = QHBoxLayout()
        tight(row, 0, 8)
        row.addWidget(self.folder_line, 1)
        row.addWidget(self.change)
        self.form.addLayout(row)
        self.form.addWidget(self.error)
        self.form.addWidget(self.progress)
        self.buttons((self.open, self.restore), self.make)

    def retranslate(self) -> None:
        """Set every text anew."""
        super().retranslate()
        self.name.setPlaceholderText(self.cap("entry.name_hint"))
        self.organisation.setPlaceholderText(self.cap("entry.organisation_hint"))
        self.name.setAccessibleName(self.cap("entry.name"))
        self.organisation.setAccessibleName(self.cap("entry.organisation"))
        self.folder_line.setAccessibleName(self.cap("entry.place"))
        self.change.setText(self.cap("entry.change_place"))
        self.open.setText(self.cap("entry.open_other"))
        self.restore.setText(self.cap("entry.restore"))
        self.make.setText(self.cap("entry.new.act"))
        self._follow()

    def entered(self) -> None:
        """Begin at the name."""
        self.name.setFocus()

    @property
    def folder(self) -> Path:
        """Where the vault will be made."""
        return self._folder if self._folder_chosen else vault_folder(self._folder, self.name.text())

    def choose_folder(self, folder: Path) -> None:
        """Make the vault inside ``folder``."""
        self._folder = folder
        self._follow()

    def _choose(self) -> None:
        chosen = QFileDialog.getExistingDirectory(self, self.cap("entry.change_place"), str(self._folder))
        if chosen:
            self.choose_folder(Path(chosen))

    def _follow(self) -> None:
        self.folder_line.setText(str(self.folder))
        self.make.setEnabled(bool(self.name.text().strip()) and self.passphrase.acceptable)

    def _busy(self, busy: bool) -> None:
        self.make.setEnabled(not busy)
        if busy:
            self.error.clear()
            self.progress.start()
        else:
            self.progress.finish()

    def _make(self) -> None:
        if self.make.isEnabled():
            folder = self.folder
            self.model.create(folder, self.passphrase.take(), self.name.text(), self.organisation.text())


class RecoveryScreen(StepScreen):
    """Step 2: the recovery key, shown once, to be written down.

    Signals:
        done: the person has it.
    """

    step = 1
    done = Signal()

    def __init__(self, context: Context, model: EntryModel, made: Made) -> None:
        super().__init__(context, model, name="recovery")
        self._made = made
        self.key = label("title", name="recoveryKey", wrap=True)
        self.key.setText(in_lines(made.recovery))
        self.key.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self.save = button(self._save, "quiet", name="recoverySave")
        self.next = button(self.done.emit, "primary", name="recoveryDone")
        self.saved = label("small", "ok", wrap=True)
        self.saved.hide()
        model.saved.connect(self._told)
        self._lay_out()
        self.retranslate()

    def _lay_out(self) -> None:
        self.form.addWidget(self.worded("page", "", "entry.recovery.title"))
        lead = self.worded("body", "second", "entry.recovery.lead")
        lead.setWordWrap(True)
        self.form.addWidget(lead)
        self.form.addSpacing(12)
        card = pane("card")
        inside = QVBoxLayout(card)
        tight(inside, 28, 8)
        inside.addWidget(self.worded("small", "second", "entry.recovery.caption"))
        inside.addWidget(self.key)
        self.form.addWidget(card)
        self.form.addWidget(self.saved)
        self.form.addWidget(self.error)
        self.buttons((self.save,), self.next)

    def retranslate(self) -> None:
        """Set every text anew."""
        super().retranslate()
        self.save.setText(self.cap("entry.recovery.save"))
        self.next.setText(self.cap("entry.recovery.act"))
        self.key.setAccessibleName(self.cap("entry.recovery.caption"))

    def entered(self) -> None:
        """The way on has the focus; Enter alone does not lose the key, it can be saved first."""
        self.save.setFocus()

    def _told(self, path: Path) -> None:
        """Say where it was saved; a slot of the screen, which goes before the model does."""
        self.saved.setText(self.cap("entry.saved_to", file=path.name))
        self.saved.show()

    def _save(self) -> None:
        start = str(documents_folder() / self.cap("entry.recovery.file"))
        chosen, _kind = QFileDialog.getSaveFileName(self, self.cap("entry.recovery.save"), start)
        if chosen:
            self.model.save(Path(chosen), f"{self._made.recovery}\n".encode())


class CardScreen(StepScreen):
    """Step 3: the card's digits, large enough to read aloud; also shown from the menu later.

    Signals:
        done: the secretary confirmed, or the person goes on.
    """

    step = 2
    done = Signal()

    def __init__(
        self, context: Context, model: EntryModel, name: str, fingerprint: str, payload: bytes
    ) -> None:
        super().__init__(context, model, name="card")
        self._name = name
        self._payload = payload
        self._digits = fingerprint
        self.owner = label("small", "second", name="cardOwner")
        self.save = button(self._save, "quiet", name="cardSave")
        self.differ = button(self._differs, name="cardDiffer")
        self.same = button(self.done.emit, "primary", name="cardSame")
        self.saved = label("small", "ok", wrap=True)
        self.saved.hide()
        self.stop = self.worded("body", "danger", "entry.card.stop")
        self.stop.setWordWrap(True)
        self.stop.hide()
        model.saved.connect(self._told)
        self._lay_out()
        self.retranslate()

    def _lay_out(self) -> None:
        self.form.addWidget(self.worded("page", "", "entry.card.title"))
        lead = self.worded("body", "second", "entry.card.lead")
        lead.setWordWrap(True)
        self.form.addWidget(lead)
        self.form.addSpacing(12)
        card = pane("card")
        inside = QVBoxLayout(card)
        tight(inside, 28, 12)
        inside.addWidget(self.owner)
        inside.addWidget(rule())
        inside.addLayout(self._groups())
        self.form.addWidget(card)
        note = QHBoxLayout()
        tight(note, 0, 8)
        note.addWidget(IconLabel(self.context, "information-line"), 0, Qt.AlignmentFlag.AlignTop)
        words = self.worded("small", "second", "entry.card.public")
        words.setWordWrap(True)
        note.addWidget(words, 1)
        self.form.addSpacing(8)
        self.form.addLayout(note)
        for one in (self.saved, self.stop, self.error):
            self.form.addWidget(one)
        self.buttons((self.save,), self.differ, self.same)

    def _groups(self) -> QGridLayout:
        grid = QGridLayout()
        grid.setVerticalSpacing(2)
        self._numbers: list[QLabel] = []
        for index, digits in enumerate(self._digits.replace("-", " ").split()):
            row, column = divmod(index, 3)
            number = label("small", "second")
            self._numbers.append(number)
            shown = label("digits", name=f"cardGroup{index + 1}")
            shown.setText(digits)
            grid.addWidget(number, row * 3, column)
            grid.addWidget(shown, row * 3 + 1, column)
        grid.setRowMinimumHeight(2, 8)  # a number belongs to the digits below it
        return grid

    def retranslate(self) -> None:
        """Set every text anew."""
        super().retranslate()
        self.owner.setText(self.cap("entry.card.owner", name=self._name))
        for index, one in enumerate(self._numbers):
            one.setText(self.cap("entry.card.group", n=index + 1))
        self.save.setText(self.cap("entry.card.save"))
        self.save.setIcon(self.context.icons.icon("usb-line", "accent"))
        self.differ.setText(self.cap("entry.card.differ"))
        self.same.setText(self.cap("entry.card.same"))

    def entered(self) -> None:
        """Saving the card comes first."""
        self.save.setFocus()

    def _differs(self) -> None:
        self.stop.show()
        self.same.setEnabled(False)

    def _told(self, path: Path) -> None:
        """Say where it was saved; a slot of the screen, which goes before the model does."""
        self.saved.setText(self.cap("entry.saved_to", file=path.name))
        self.saved.show()

    def _save(self) -> None:
        start = str(documents_folder() / f"{self._name}.zgccard")
        chosen, _kind = QFileDialog.getSaveFileName(self, self.cap("entry.card.save"), start)
        if chosen:
            self.model.save(Path(chosen), self._payload)


def documents_folder() -> Path:
    """Return where people keep their files on this machine."""
    found = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
    return Path(found) if found else Path.home()
