"""Joins vaults on disk with the services, without Qt."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from socket import gethostname

import db.backup
import db.check
import db.vault
from zgc_review.domain.findings import Finding
from zgc_review.domain.ports import UnitOfWork
from zgc_review.domain.times import SystemClock
from zgc_review.errors import ProgramFault
from zgc_review.seal.streams import Progress
from zgc_review.services import log
from zgc_review.services.desk import Desk


@dataclass(frozen=True)
class Holder:
    """Who holds a vault: computer, claimed time since when, whether it is this computer."""

    host: str
    since: str
    here: bool


def create_desk(path: Path, passphrase: str) -> tuple[Desk, str]:
    """Make a vault; return it with the recovery key that is printed once and kept nowhere.

    Raises:
        StorageError: ``vault.*``.
    """
    made = db.vault.create_vault(path, passphrase)
    return Desk(made.vault), made.recovery_key


def open_desk(path: Path, passphrase: str) -> Desk:
    """Unlock a vault.

    Raises:
        StorageError: ``vault.*``.
    """
    return Desk(db.vault.open_vault(path, passphrase))


def confirm_passphrase(desk: Desk, passphrase: str) -> None:
    """Check that whoever signs knows the passphrase of the open vault.

    Raises:
        StorageError: ``vault.passphrase.wrong`` or ``.wait`` with the seconds.
    """
    db.vault.unlock(_open(desk).path, passphrase, SystemClock())


def change_passphrase(path: Path, old: str, new: str) -> None:
    """Wrap the vault's key under another passphrase."""
    db.vault.change_passphrase(path, old, new)


def recover(path: Path, recovery_key: str, new: str) -> None:
    """Set a new passphrase with the key of the recovery sheet."""
    db.vault.recover(path, recovery_key, new)


def check_vault(desk: Desk, progress: Progress | None = None) -> tuple[Finding, ...]:
    """Check pages, foreign keys, event logs and object digests."""
    return db.check.check(_open(desk), progress=progress)


def back_up(desk: Desk, target: Path, progress: Progress | None = None) -> tuple[int, tuple[Finding, ...]]:
    """Copy a vault to a new folder; return the number of objects and what was damaged already."""
    report = db.backup.backup(_open(desk), target, progress=progress)
    with desk.vault.begin() as uow:
        _note(uow, "vault.backed_up")
        uow.commit()
    return report.objects, report.findings


def restore(source: Path, target: Path, passphrase: str, progress: Progress | None = None) -> Desk:
    """Make a working vault from a backup; own sequence numbers are raised by 1,000 and it is logged."""
    vault = db.backup.restore(
        source, target, passphrase, note=lambda uow: _note(uow, "vault.restored"), progress=progress
    )
    return Desk(vault)


def notes_of(desk: Desk) -> tuple[Finding, ...]:
    """Return what was found or repaired while the vault was opened, and why it is read-only."""
    return _open(desk).notes


def holder_of(desk: Desk) -> Holder | None:
    """Return who writes in this vault elsewhere, None where nobody does or nobody knows."""
    holder = _open(desk).holder
    return None if holder is None else Holder(holder.host, holder.since, holder.host == gethostname())


def _open(desk: Desk) -> db.vault.OpenVault:
    """Return the vault on disk behind a desk."""
    if not isinstance(desk.vault, db.vault.OpenVault):
        raise ProgramFault("this vault is not on disk")
    return desk.vault


def _note(uow: UnitOfWork, act: str) -> None:
    """Write an event into the vault's own log."""
    log.record(uow, log.VAULT_LOG, act, "", SystemClock().now(), {})
