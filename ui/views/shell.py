"""The window: header, bars, one screen, status bar; idle lock, keys that work everywhere."""

from __future__ import annotations

from collections.abc import Callable
from time import monotonic

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QKeyEvent, QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QApplication, QMainWindow, QStackedWidget, QVBoxLayout, QWidget

from ui.context import Context
from ui.jobs import retire
from ui.views.header import Header
from ui.views.kept_focus import KeptFocus
from ui.views.presence import Presence
from ui.views.rehearsal import say_rehearsal
from ui.views.screen import Screen
from ui.views.seen_focus import SeenFocus
from ui.views.status_bar import StatusBar
from ui.widgets.controls import label, tight
from ui.widgets.focus_ring import FocusRing
from ui.widgets.marks import RehearsalBar
from ui.widgets.reading_order import next_pane

_QUIET = 2  # seconds


class Shell(QMainWindow):
    """The one window of the program.

    Signals:
        lock_asked: by button, Ctrl L or because nobody touched the program for a while.
        closing: the window is about to close.
    """

    lock_asked = Signal()
    closing = Signal()

    def __init__(self, context: Context, idle_minutes: int = 10) -> None:
        super().__init__()
        self.context = context
        self.may_close: Callable[[], bool] = lambda: True
        self.header = Header(context)
        self.rehearsal = RehearsalBar(context)
        self.read_only = label("small", "warn", name="readOnlyBar")
        self.read_only.setProperty("tag", "bar")
        self.read_only.setIndent(0)
        self.stack = QStackedWidget()
        self.status = StatusBar(context)
        self._seen = monotonic()
        self._idle = QTimer(self)
        self._idle.setInterval(idle_minutes * 60_000)
        self._idle.timeout.connect(self._idled)
        self.presence = Presence(self)
        self._lay_out()
        self.ring = FocusRing(self, context.theme)
        self.kept_focus = KeptFocus(self)
        self.seen_focus = SeenFocus(self)
        self._wire()
        self.resize(1366, 768)
        self.setMinimumSize(760, 480)

    def _lay_out(self) -> None:
        ground = QWidget()
        ground.setProperty("pane", "window")
        column = QVBoxLayout(ground)
        tight(column)
        for one in (self.header, self.rehearsal, self.read_only):
            column.addWidget(one)
        column.addWidget(self.stack, 1)
        column.addWidget(self.status)
        self.rehearsal.hide()
        self.read_only.hide()
        self.setCentralWidget(ground)

    def _wire(self) -> None:
        self.header.help_asked.connect(self.show_help)
        self.header.lock_asked.connect(self.lock_asked)
        for keys, act in (
            ("F1", self.show_help),
            ("Ctrl+L", self.lock_asked.emit),
            ("Ctrl++", lambda: self._resize_all(1)),
            ("Ctrl+=", lambda: self._resize_all(1)),
            ("Ctrl+-", lambda: self._resize_all(-1)),
            ("Ctrl+0", lambda: self._resize_all(0)),
        ):
            QShortcut(QKeySequence(keys), self).activated.connect(act)
        self.context.captions.changed.connect(self._say)
        self.presence.touched.connect(self._touched)
        self._say()

    @property
    def screen(self) -> Screen | None:  # type: ignore[override]
        """The screen on show."""
        shown = self.stack.currentWidget()
        return shown if isinstance(shown, Screen) else None

    def put(self, screen: Screen) -> None:
        """Show a screen in place of the one before, which stores what it has and goes."""
        before = self.screen
        if before is not None and before is not screen:
            before.settle()
        if self.stack.indexOf(screen) < 0:
            self.stack.addWidget(screen)
        self.stack.setCurrentWidget(screen)
        if before is not None and before is not screen:
            self.stack.removeWidget(before)
            retire(before)
            self._let_go([*before.pieces(), before])
        for bar in (self.header, self.status):
            bar.setVisible(screen.framed)
        self.header.set_place(screen.place)
        self.refresh_hints()
        screen.entered()

    def _let_go(self, gone: list[Screen]) -> None:
        """Delete pages that were left, one each time the event loop comes round."""
        gone.pop(0).deleteLater()
        if gone:
            QTimer.singleShot(0, self, lambda: self._let_go(gone))

    def refresh_hints(self) -> None:
        """Show the keys of the screen in view."""
        if self.screen is not None:
            self.status.show_hints(self.screen.hints(), self.screen.note())
            self.header.set_detail(*self.screen.in_view())

    def come_forward(self) -> None:
        """Come to the front; where the system keeps it back, the task bar says that the window asks."""
        if self.isMinimized():
            self.showNormal()
        self.raise_()
        self.activateWindow()
        QApplication.alert(self)

    def set_rehearsal(self, rehearsal: bool) -> None:
        """Show or hide the violet bar."""
        self.rehearsal.setVisible(rehearsal)
        say_rehearsal(self, rehearsal)
        self._say()

    def set_read_only(self, words: str) -> None:
        """Say who else writes in this vault; empty words take the bar away."""
        self.read_only.setText(words)
        self.read_only.setVisible(bool(words))

    def watch_idle(self, watch: bool) -> None:
        """Begin or stop to lock the window when nobody touches it."""
        if watch:
            self._idle.start()
        else:
            self._idle.stop()

    def is_quiet(self) -> bool:
        """Whether nobody touched the window for a while, or no vault is open in it."""
        return not self._idle.isActive() or monotonic() - self._seen >= _QUIET

    def show_help(self) -> None:
        """Open the sheet of keys."""
        hints = self.screen.hints() if self.screen is not None else ()
        from ui.views.help import HelpDialog  # noqa: PLC0415 - not needed to start

        HelpDialog(self.context, hints, self).open()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Store what is not stored before the window goes; stay if something would be lost."""
        if not self.may_close():
            event.ignore()
            return
        if self.screen is not None:
            self.screen.settle()
        self.closing.emit()
        super().closeEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """F6 goes to the next pane, Shift F6 to the one before, where the screen has no way of its own."""
        if event.key() == Qt.Key.Key_F6 and self.screen is not None:
            back = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
            next_pane(self.screen.regions(), back=back)
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the ring where it belongs."""
        super().resizeEvent(event)
        self.ring.hide()

    def _touched(self) -> None:
        self._seen = monotonic()
        if self._idle.isActive():
            self._idle.start()

    def _idled(self) -> None:
        self._idle.stop()
        self.lock_asked.emit()

    def _resize_all(self, steps: int) -> None:
        self.context.theme.step_factor(steps)
        self.context.preferences.remember(factor=self.context.theme.factor)

    def _say(self) -> None:
        # No names in the title: the task bar shows it to whoever passes by (look.md §6).
        cap = self.context.captions.cap
        rehearsal = self.rehearsal.isVisibleTo(self)
        self.setWindowTitle(cap("shell.window_rehearsal" if rehearsal else "shell.window"))
        self.refresh_hints()
