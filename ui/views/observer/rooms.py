"""The observer's pages of one round, and the ways between them."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from ui.context import Context
from ui.viewmodels.observer import ObserverModel
from ui.viewmodels.session import Session
from ui.views.frame import RoleFrame
from ui.views.observer.definitions import DefinitionsPage
from ui.views.observer.member import PLACE
from ui.views.observer.verify import VerifyPage
from ui.views.observer.witness import DrawPage, SealingPage
from ui.views.shell import Shell
from ui.widgets.navigation import Place


class ObserverRooms(QObject):
    """Builds the observer's frame of one round.

    Signals:
        home_asked: back to the list of rounds.
        open_asked: open a sealed result together.
    """

    home_asked = Signal()
    open_asked = Signal()

    def __init__(self, context: Context, shell: Shell, session: Session, parent: QObject) -> None:
        super().__init__(parent)
        self.shell = shell
        self.model = ObserverModel(session)
        self.definitions = DefinitionsPage(context, self.model)
        self.draw = DrawPage(context, self.model)
        self.sealing = SealingPage(context, self.model)
        self.verify = VerifyPage(context, self.model)
        self.frame = RoleFrame(
            context,
            "observer",
            {
                "definitions": (PLACE, self.definitions),
                "draw": (Place("draw", "observer.page.draw", "shuffle-line", "shuffle-fill"), self.draw),
                "verify": (
                    Place("verify", "observer.page.verify", "shield-check-line", "shield-check-fill"),
                    self.verify,
                ),
                "sealing": (
                    Place("sealing", "observer.page.sealing", "archive-line", "archive-fill"),
                    self.sealing,
                ),
            },
            ((Place("open", "opened.short", "key-2-line", "key-2-line"), self.open_asked.emit),),
        )
        self.model.setParent(self.frame)
        self.frame.turned.connect(self._turned)
        self.frame.home_asked.connect(self.home_asked)
        self.frame.next_asked.connect(self._next)
        self.model.loaded.connect(self._loaded)
        self.sealing.open_asked.connect(self.open_asked)

    def start(self) -> None:
        """Show the definitions: what waits for a consent stands there."""
        self.shell.put(self.frame)

    def _next(self) -> None:
        """Ctrl Enter leads to what waits for the observer."""
        self.frame.turn("definitions")
        self.definitions.begin()

    def _turned(self, _key: str) -> None:
        self.shell.header.set_place(self.frame.place)
        self.shell.refresh_hints()

    def _loaded(self) -> None:
        self.frame.navigation.buttons["definitions"].set_badge(self.model.waiting)
        self.shell.refresh_hints()
