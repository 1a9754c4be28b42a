"""Applications an expert answers about, one of them on show: gates to settle, the sitting."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Generic, Protocol, TypeVar

from PySide6.QtCore import QObject, Signal

from ui.viewmodels.session import Session
from ui.viewmodels.sheet_saver import SheetSaver


class AboutApplication(Protocol):
    """What is known of one application; ``application`` is its id."""

    @property
    def application(self) -> str:
        """Id of the application."""
        ...


Item = TypeVar("Item", bound=AboutApplication)


class OneShownModel(QObject, Generic[Item]):
    """Items with one on show; subclasses read them and know what is typed.

    Signals:
        loaded: everything was read anew.
        chosen: another application is on show.
        failed: a :class:`ReviewError`.
    """

    loaded = Signal()
    chosen = Signal()
    failed = Signal(object)

    def __init__(self, session: Session, saver: SheetSaver, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.session, self.saver = session, saver
        self._application = ""

    @property
    def items(self) -> Sequence[Item]:
        """Everything the list shows."""
        raise NotImplementedError

    @property
    def item(self) -> Item | None:
        """The application on show."""
        return next((one for one in self.items if one.application == self._application), None)

    @property
    def writable(self) -> bool:
        """Whether this window may change the vault."""
        return self.session.writable

    def choose(self, application: str) -> None:
        """Show an application."""
        if application != self._application:
            self.saver.flush()
            self._application = application
            self.chosen.emit()

    def _stay(self, waits: Callable[[Item], object]) -> None:
        """Keep showing what was shown; where it is gone, the first that waits, else the first."""
        names = [one.application for one in self.items]
        if self._application not in names:
            waiting = (one.application for one in self.items if waits(one))
            self._application = next(waiting, names[0] if names else "")
