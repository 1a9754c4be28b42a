"""Tables for the solver, read while its dialog is open."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, Signal

from ui.context import Context
from zgc_review.services.assigning_tables import read_affinity, read_loads


class AssignTables(QObject):
    """What was read so far.

    Signals:
        read: name of the table, ``loads`` or ``affinity``, that is another one now.
        failed: a :class:`ReviewError`.
    """

    read = Signal(str)
    failed = Signal(object)

    def __init__(self, context: Context, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self.loads: dict[str, tuple[int, int]] = {}
        self.affinity: dict[tuple[str, str], int] = {}

    def count(self, name: str) -> int:
        """Return how many rows a table has."""
        return len(self.loads if name == "loads" else self.affinity)

    def take(self, name: str, path: Path) -> None:
        """Read a table; one that cannot be read leaves what was read before."""
        reader: Callable[[Path], Any] = read_loads if name == "loads" else read_affinity

        def done(found: Any) -> None:
            setattr(self, name, found)
            self.read.emit(name)

        self._context.jobs.run(self, lambda _ticket: reader(path), done, self.failed.emit, vault=False)

    def forget(self, name: str) -> None:
        """Do without a table."""
        setattr(self, name, {})
        self.read.emit(name)
