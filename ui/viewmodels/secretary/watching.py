"""Watches a folder for files that experts hand back: a stick that stays in, a shared folder."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal

from ui.jobs import Jobs
from ui.medium import Stamp

_EVERY = 3000  # ms between two looks
Find = Callable[[Sequence[Path]], Sequence[Path]]


class FolderWatch(QObject):
    """Tells of files that are new and do not grow any more.

    Signals:
        ready: files to take in.
        gone: the folder cannot be read any more; watching has stopped.
    """

    ready = Signal(object)
    gone = Signal()

    def __init__(self, jobs: Jobs, find: Find, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._jobs = jobs
        self._find = find
        self.folder: Path | None = None
        self._before: Mapping[Path, Stamp] = {}
        self._taken: set[tuple[Path, Stamp]] = set()
        self._looking = False
        self._timer = QTimer(self)
        self._timer.setInterval(_EVERY)
        self._timer.timeout.connect(self.look)

    def begin(self, folder: Path) -> None:
        """Watch a folder; what is there already is told as well."""
        self.folder, self._before, self._taken = folder, {}, set()
        self._timer.start()
        self.look()

    def stop(self) -> None:
        """Watch no more."""
        self.folder = None
        self._timer.stop()

    def look(self) -> None:
        """Look once; a file is told when it is as it was at the look before."""
        folder = self.folder
        if folder is None or self._looking:
            return
        self._looking = True
        self._jobs.run(self, lambda _ticket: _stamped(folder, self._find), self._seen, vault=False)

    def _seen(self, found: tuple[Path, Mapping[Path, Stamp]] | None) -> None:
        self._looking = False
        if found is None:
            if self.folder is not None:
                self.stop()
                self.gone.emit()
            return
        folder, now = found
        if folder != self.folder:
            return
        still = [
            path
            for path, stamp in now.items()
            if self._before.get(path) == stamp and (path, stamp) not in self._taken
        ]
        self._taken |= {(path, now[path]) for path in still}
        self._before = now
        if still:
            self.ready.emit(still)


def _stamped(folder: Path, find: Find) -> tuple[Path, Mapping[Path, Stamp]] | None:
    """Return the files of a folder with size and time; None where the folder is gone."""
    if not folder.is_dir():
        return None
    found: dict[Path, Stamp] = {}
    for path in find([folder]):
        try:
            stat = path.stat()
        except OSError:
            continue
        found[path] = (stat.st_size, stat.st_mtime_ns)
    return folder, found
