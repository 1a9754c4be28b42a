"""Round definitions for a member who is no observer: taken in, compared by code, consented to."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from ui.context import Context
from ui.viewmodels.observer import ObserverModel
from ui.viewmodels.session import Session
from ui.views.frame import RoleFrame
from ui.views.observer.definitions import DefinitionsPage
from ui.views.shell import Shell
from ui.widgets.navigation import Place

PLACE = Place("definitions", "observer.page.definitions", "file-list-3-line", "file-list-3-fill")


class MemberDefinitions(QObject):
    """One page in a frame: chairs consent here before there is a package, and to later versions.

    Signals:
        home_asked: back to the list of rounds.
        own_asked: to the reader's own work.
    """

    home_asked = Signal()
    own_asked = Signal()

    def __init__(self, context: Context, shell: Shell, session: Session, parent: QObject) -> None:
        super().__init__(parent)
        self.shell = shell
        self.model = ObserverModel(session)
        self.page = DefinitionsPage(context, self.model, of_member=True)
        own = Place("own", "chair.own", "file-edit-line", "file-edit-line")
        self.frame = RoleFrame(
            context, "member", {"definitions": (PLACE, self.page)}, ((own, self.own_asked.emit),)
        )
        self.model.setParent(self.frame)
        self.frame.home_asked.connect(self.home_asked)
        self.frame.next_asked.connect(self.page.begin)
        self.model.loaded.connect(self._count)

    def start(self) -> None:
        """Show what waits."""
        self.shell.put(self.frame)

    def _count(self) -> None:
        self.frame.navigation.buttons["definitions"].set_badge(self.model.waiting)
        self.shell.refresh_hints()
