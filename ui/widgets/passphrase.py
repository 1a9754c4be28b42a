"""A field for a passphrase with an eye, and one that says whether it is long enough."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QProgressBar, QVBoxLayout, QWidget

from ui.context import Context
from ui.widgets.controls import label, restyle, tight
from ui.widgets.field_button import FieldButton

_EYE = "Alt+E"  # the eye takes no focus: Tab goes from field to field


class PassphraseField(QLineEdit):
    """Hides what is typed; the eye, or Alt E, shows it. Its text is not kept after ``take``."""

    def __init__(self, context: Context, *, name: str) -> None:
        super().__init__()
        self._context = context
        self.setObjectName(name)
        self.setEchoMode(QLineEdit.EchoMode.Password)
        self.setInputMethodHints(Qt.InputMethodHint.ImhSensitiveData | Qt.InputMethodHint.ImhNoPredictiveText)
        self._eye = QAction(self)
        self._eye.setShortcut(QKeySequence(_EYE))
        self._eye.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
        self._eye.triggered.connect(self._toggle)
        self.addAction(self._eye)
        self._button = FieldButton(context, self, "eye-line", self._toggle)
        context.captions.changed.connect(self._say)
        self._say()

    def take(self) -> str:
        """Return what was typed and empty the field."""
        typed = self.text()
        self.clear()
        return typed

    def _toggle(self) -> None:
        hidden = self.echoMode() == QLineEdit.EchoMode.Password
        self.setEchoMode(QLineEdit.EchoMode.Normal if hidden else QLineEdit.EchoMode.Password)
        self._say()

    def _say(self) -> None:
        hidden = self.echoMode() == QLineEdit.EchoMode.Password
        words = self._context.captions.cap("entry.show" if hidden else "entry.hide")
        self._button.set_icon("eye-line" if hidden else "eye-off-line")
        self._button.say(words, _EYE)
        self.setAccessibleDescription(f"{words} {_EYE}")


class NewPassphrase(QWidget):
    """Two fields that must agree, with a bar that fills until the passphrase is long enough.

    Args:
        least: characters a passphrase has at least.
        replaces: there is a passphrase already, this is the new one.

    Signals:
        changed: either field changed.
    """

    changed = Signal()

    def __init__(self, context: Context, least: int, *, replaces: bool = False) -> None:
        super().__init__()
        self._context = context
        self._least = least
        self._named = "entry.new_passphrase" if replaces else "entry.passphrase"
        self.first = PassphraseField(context, name="newPassphrase")
        self.second = PassphraseField(context, name="newPassphraseAgain")
        self._label = label("body")
        self._again = label("body")
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.setFixedWidth(120)
        self._bar.setRange(0, least)
        self._verdict = label("small", "ok", name="passphraseVerdict")
        self._count = label("small", "second")
        self._differ = label("small", "danger", name="passphraseDiffer")
        self._lay_out()
        for field in (self.first, self.second):
            field.textChanged.connect(self._follow)
        context.captions.changed.connect(self.retranslate)
        self.retranslate()

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        tight(column, 0, 6)
        self._label.setBuddy(self.first)
        self._again.setBuddy(self.second)
        column.addWidget(self._label)
        column.addWidget(self.first)
        row = QHBoxLayout()
        tight(row, 0, 8)
        row.addWidget(self._bar)
        row.addWidget(self._verdict)
        row.addWidget(self._count)
        row.addStretch(1)
        column.addLayout(row)
        column.addSpacing(10)
        column.addWidget(self._again)
        column.addWidget(self.second)
        column.addWidget(self._differ)

    @property
    def acceptable(self) -> bool:
        """Whether both fields agree and are long enough."""
        return len(self.first.text()) >= self._least and self.first.text() == self.second.text()

    def take(self) -> str:
        """Return the passphrase and empty both fields."""
        self.second.clear()
        return self.first.take()

    def retranslate(self) -> None:
        """Set every text anew."""
        cap = self._context.captions.cap
        self._label.setText(cap(self._named))
        self._again.setText(cap("entry.passphrase_again"))
        self.first.setAccessibleName(self._label.text())
        self.second.setAccessibleName(self._again.text())
        self._follow()

    def _follow(self) -> None:
        cap = self._context.captions.cap
        length = len(self.first.text())
        enough = length >= self._least
        self._bar.setValue(min(length, self._least))
        self._verdict.setText(cap("entry.long_enough" if enough else "entry.too_short"))
        restyle(self._verdict, tone="ok" if enough else "warn")
        self._count.setText(cap("entry.characters", count=length, least=self._least))
        typed = self.second.text()
        self._differ.setText(cap("entry.differ") if typed and typed != self.first.text() else "")
        self.changed.emit()
