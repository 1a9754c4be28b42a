"""An error in place and a bar of progress (look.md §6): never a dialog."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QVBoxLayout, QWidget

from ui.context import Context
from ui.jobs import Ticket
from ui.widgets.controls import button, label, tight
from ui.widgets.marks import IconLabel
from zgc_review.errors import ReviewError

_PATIENCE = 300  # ms; shorter work shows nothing


class ErrorPane(QWidget):
    """Says what could not be done, why, what to do; hidden while there is nothing to say."""

    def __init__(self, context: Context, *, name: str = "error") -> None:
        super().__init__()
        self._context = context
        self._fault: ReviewError | None = None
        self.setObjectName(name)
        self.setProperty("pane", "error")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._icon = IconLabel(context, "error-warning-line", "danger", 18, beside="body")
        self._title = label("body", "danger", name=f"{name}Title", wrap=True)
        self._text = label("body", "second", name=f"{name}Text", wrap=True)
        self._code = label("micro", "hint", name=f"{name}Code")
        words = QVBoxLayout()
        tight(words, 0, 2)
        for one in (self._title, self._text, self._code):
            words.addWidget(one)
        row = QHBoxLayout(self)
        tight(row, 12, 10)
        row.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(words, 1)
        context.captions.changed.connect(self._say)
        self.hide()

    @property
    def fault(self) -> ReviewError | None:
        """The error on show."""
        return self._fault

    def show_error(self, fault: ReviewError) -> None:
        """Show an error until :meth:`clear`."""
        self._fault = fault
        self._say()
        self.show()

    def clear(self) -> None:
        """Say nothing any more."""
        self._fault = None
        self.hide()

    def _say(self) -> None:
        if self._fault is None:
            return
        said = self._context.captions.error(self._fault)
        self._title.setText(said.title)
        self._text.setText(said.body)
        self._code.setText(said.code)
        self.setAccessibleName(f"{said.title} {said.body}")


class ProgressBar(QWidget):
    """A thin bar with words and a way to cancel; appears only when work takes longer than 300 ms."""

    def __init__(self, context: Context, *, name: str = "progress") -> None:
        super().__init__()
        self._context = context
        self._ticket: Ticket | None = None
        self._words: Callable[[int, int], str] | None = None
        self.setObjectName(name)
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._text = label("small", "second", name=f"{name}Text")
        self._stop = button(self.cancel, "quiet", name=f"{name}Cancel")
        row = QHBoxLayout(self)
        tight(row, 0, 12)
        row.addWidget(self._bar, 1)
        row.addWidget(self._text)
        row.addWidget(self._stop)
        self._patience = QTimer(self)
        self._patience.setSingleShot(True)
        self._patience.setInterval(_PATIENCE)
        self._patience.timeout.connect(self.show)
        context.captions.changed.connect(self._say)
        self._say()
        self.hide()

    def start(self, words: Callable[[int, int], str] | None = None, said: str = "") -> None:
        """Begin to wait; ``words`` turns work done and in all into a sentence, ``said`` stands before."""
        self._words = words
        self._ticket = None
        self._stop.hide()
        self._bar.setRange(0, 0)
        self._text.setText(said)
        self._patience.start()

    def attach(self, ticket: Ticket) -> None:
        """Let the person cancel this job."""
        self._ticket = ticket
        self._stop.setEnabled(True)
        self._stop.show()

    def move_on(self, done: int, total: int) -> None:
        """Show how far the work is."""
        self._bar.setRange(0, 1000)
        self._bar.setValue(done * 1000 // total if total else 0)
        if self._words is not None:
            self._text.setText(self._words(done, total))

    def finish(self) -> None:
        """The work ended, one way or another."""
        self._patience.stop()
        self._ticket = None
        self.hide()

    def cancel(self) -> None:
        """Ask the work under way to stop."""
        if self._ticket is not None:
            self._ticket.cancel()
            self._stop.setEnabled(False)

    def _say(self) -> None:
        self._stop.setText(self._context.captions.cap("common.cancel"))
