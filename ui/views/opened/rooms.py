"""The ways between the shares, the opened result, and where the person came from."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject

from ui.context import Context
from ui.viewmodels.opened import OpenedModel, OpeningModel
from ui.viewmodels.session import Session
from ui.views.opened.together import OpenTogether
from ui.views.opened.viewer import OpenedScreen
from ui.views.shell import Shell
from zgc_review.services.opened_result import OpenedResult


class OpeningRooms(QObject):
    """Opens sealed results; for every officer, whatever round is open."""

    def __init__(
        self, context: Context, shell: Shell, session: Session, back: Callable[[], None], parent: QObject
    ) -> None:
        super().__init__(parent)
        self._context, self._shell, self._session = context, shell, session
        self._back = back

    def start(self) -> OpenTogether:
        """Show where shares are brought together."""
        screen = OpenTogether(self._context, OpeningModel(self._session))
        screen.opened.connect(self.show_result)
        screen.back_asked.connect(self._leave)
        self._shell.put(screen)
        return screen

    def show_result(self, opened: OpenedResult) -> None:
        """Show an opened result."""
        screen = OpenedScreen(self._context, OpenedModel(self._session, opened))
        screen.back_asked.connect(self.start)
        screen.pages.turned.connect(self._shell.refresh_hints)
        self._shell.put(screen)

    def _leave(self) -> None:
        self.deleteLater()
        self._back()
