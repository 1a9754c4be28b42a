"""A working vault made from a backup; whatever vault is there stays as it is (design §3)."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import Signal

from ui.jobs import Ticket
from ui.viewmodels.entry import KEY_FILE, SUFFIX, EntryModel, vault_folder
from zgc_review.errors import StorageError

if TYPE_CHECKING:
    from zgc_review.services.desk import Desk

# What VaultModel.backup_place adds to the name of the vault.
_STAMP: Final = re.compile(r"-\d{4}-\d{2}-\d{2}-\d{6}$")


class RestoreModel(EntryModel):
    """Restores a backup into a new folder and opens it.

    Signals:
        moved: bytes done, bytes in all.
        cancelled: the work was stopped; nothing of it is kept.
    """

    moved = Signal(object, object)
    cancelled = Signal()

    def restore(self, source: Path, target: Path, passphrase: str) -> Ticket:
        """Make the vault at ``target``, which must not exist, and open it."""

        def work(ticket: Ticket) -> Desk:
            from ui import bootstrap  # noqa: PLC0415 - slow import

            if not (source / KEY_FILE).is_file():
                raise StorageError("restore.none", name=source.name)
            return bootstrap.restore(source, target, passphrase, ticket.progress)

        def stopped() -> None:
            self.busy.emit(False)
            self.cancelled.emit()

        def done(desk: Any) -> None:
            self.busy.emit(False)
            self._was_opened(desk)

        self.busy.emit(True)
        return self._context.jobs.run(
            self, work, done, self._refused, progress=self.moved.emit, cancelled=stopped
        )


def name_of(backup: Path) -> str:
    """Return the name of the vault that a backup is of: without the ending and the claimed time."""
    return _STAMP.sub("", backup.name.removesuffix(SUFFIX))


def place_of(backup: Path, folder: Path) -> Path:
    """Return a free name in ``folder``: nothing that is there is ever overwritten."""
    return vault_folder(folder, name_of(backup))


def present_of(backup: Path, folder: Path) -> Path | None:
    """Return the vault of that name that is there already, None where there is none."""
    there = folder / f"{name_of(backup)}{SUFFIX}"
    return there if there.is_dir() else None
