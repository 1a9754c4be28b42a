"""After a refused passphrase: what was wrong, and how long its field waits for the next one."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from ui.context import Context
from ui.widgets.controls import label, restyle
from ui.widgets.notices import ErrorPane
from ui.widgets.passphrase import PassphraseField
from zgc_review.errors import ReviewError


class PassphraseWait(QObject):
    """What a refused passphrase does to its field; words and error stand where the screen puts them.

    Signals:
        changed: waiting began, goes on, or is over.
    """

    changed = Signal()

    def __init__(self, context: Context, field: PassphraseField, *, name: str) -> None:
        super().__init__(field)
        self._context, self._field = context, field
        self._seconds = 0
        self.words = label("small", "danger", name=name)
        self.error = ErrorPane(context)
        context.captions.changed.connect(self._say)

    @property
    def is_waiting(self) -> bool:
        """Whether the next passphrase may not be tried yet."""
        return self._seconds > 0

    def refuse(self, fault: ReviewError) -> None:
        """Say what was wrong with it."""
        self.error.show_error(fault)
        restyle(self._field, state="error")
        self._field.setFocus()

    def wait(self, seconds: int) -> None:
        """Close the field for so long, open it at 0; with the focus kept Enter presses nothing else."""
        self._seconds = seconds
        self._say()
        self._field.setReadOnly(seconds > 0)
        if not seconds:
            restyle(self._field, state="")
            self._field.setFocus()
        self.changed.emit()

    def _say(self) -> None:
        captions = self._context.captions
        self.words.setText(captions.cap_count("entry.unlock.wait", self._seconds) if self._seconds else "")
