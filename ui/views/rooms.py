"""The screens behind the unlock pane, by role: which one a round opens with, and the ways between."""

from __future__ import annotations

from PySide6.QtCore import QObject, Qt

from ui.context import Context
from ui.viewmodels.declare import DeclareModel
from ui.viewmodels.home import HomeModel
from ui.viewmodels.session import RoundHead, Session
from ui.views.declare import DeclareScreen
from ui.views.home import HomeScreen
from ui.views.pledge import PledgeScreen
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
        """Open a round at the place where its owner stands."""
        self.session.choose(head)
        if head.role in {"expert", "chair"}:
            self._gate = DeclareModel(self.session, self)
            self._gate.loaded.connect(self._pass_gate, Qt.ConnectionType.SingleShotConnection)
            self._gate.load()

    def show_pledge(self) -> None:
        """Show the pledge."""
        screen = PledgeScreen(self.context, self._model())
        screen.done.connect(self.show_declare)
        self.shell.put(screen)

    def show_declare(self) -> None:
        """Show the declaration."""
        screen = DeclareScreen(self.context, self._model())
        screen.done.connect(self.show_score)
        self.shell.put(screen)

    def show_score(self) -> None:
        """Show documents and rubric."""

    def _model(self) -> DeclareModel:
        """Return a fresh view-model; each screen owns its own."""
        return DeclareModel(self.session, self)

    def _pass_gate(self) -> None:
        """Go to the first screen that is not done: pledge, declaration, work (rules §4.1)."""
        if not self._gate.has_pledged:
            self.show_pledge()
        elif not self._gate.has_declared:
            self.show_declare()
        else:
            self.show_score()

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
