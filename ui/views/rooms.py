"""The screens behind the unlock pane, by role: which one a round opens with, and the ways between."""

from __future__ import annotations

from PySide6.QtCore import QObject

from ui.context import Context
from ui.viewmodels.home import HomeModel
from ui.viewmodels.session import RoundHead, Session
from ui.views.home import HomeScreen
from ui.views.shell import Shell


class Rooms(QObject):
    """Screens of an unlocked vault."""

    def __init__(self, context: Context, shell: Shell, session: Session, parent: QObject) -> None:
        super().__init__(parent)
        self.context = context
        self.shell = shell
        self.session = session
        session.round_changed.connect(self._say_round)
        context.captions.changed.connect(self._say_round)

    def start(self) -> None:
        """Show the first screen."""
        self._say_round()
        if not self.session.writable:
            self.shell.set_read_only(self.context.captions.cap("shell.read_only"))
        self.show_home()

    def show_home(self) -> None:
        """Show rounds and packages."""
        screen = HomeScreen(self.context, HomeModel(self.session, self))
        screen.entered_round.connect(self.enter_round)
        self.shell.put(screen)

    def enter_round(self, head: RoundHead) -> None:
        """Open a round."""
        self.session.choose(head)

    def close(self) -> None:
        """Let go of what belongs to the vault."""
        self.session.choose(None)

    def _say_round(self) -> None:
        head = self.session.head
        if head is None:
            self.shell.header.set_round(self.context.captions.cap("shell.window"), "")
            self.shell.set_rehearsal(False)
            return
        role = self.context.captions.cap(f"role.{head.role}") if head.role else ""
        self.shell.header.set_round(head.row.title, " ".join(part for part in (head.code, role) if part))
        self.shell.set_rehearsal(head.row.rehearsal)
