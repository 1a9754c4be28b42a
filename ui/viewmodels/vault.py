"""The vault as a thing: its cards, its passphrase, its backup and check."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, QTimer, Signal

from ui import bootstrap
from ui.jobs import Progress, Ticket
from ui.viewmodels.entry import SUFFIX
from ui.viewmodels.session import Session
from zgc_review.domain.findings import Finding
from zgc_review.domain.rows import OwnCard
from zgc_review.errors import ReviewError
from zgc_review.seal.safe_files import save_bytes
from zgc_review.services.desk import Desk
from zgc_review.services.trust import make_own_card


@dataclass(frozen=True)
class CardUse:
    """An own card and the titles of the rounds it is used in."""

    card: OwnCard
    rounds: tuple[str, ...]


@dataclass(frozen=True)
class BackedUp:
    """A backup: where it is, how many objects it holds, what was damaged before."""

    path: Path
    objects: int
    findings: tuple[Finding, ...]


class VaultModel(QObject):
    """What the menu offers about the open vault.

    Signals:
        cards_read: a tuple of :class:`CardUse`, newest first.
        saved: path of a card that was written.
        passphrase_changed: the new passphrase opens the vault from now on.
        waiting: seconds until a passphrase may be tried again; 0 when one may.
        backed_up: a :class:`BackedUp`.
        checked: a tuple of :class:`Finding`; empty where everything holds.
        moved: bytes done, bytes in all.
        cancelled: the work was stopped; nothing of it is kept.
        failed: a :class:`ReviewError`.
    """

    cards_read = Signal(object)
    saved = Signal(object)
    passphrase_changed = Signal()
    waiting = Signal(int)
    backed_up = Signal(object)
    checked = Signal(object)
    moved = Signal(object, object)
    cancelled = Signal()
    failed = Signal(object)

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.session = session
        self._seconds = 0
        self._clock = QTimer(self)
        self._clock.setInterval(1000)
        self._clock.timeout.connect(self._second_passed)

    @property
    def path(self) -> Path:
        """The folder of the vault."""
        return self.session.desk.vault.path

    def read_cards(self) -> None:
        """Read the own cards and where they are used."""
        self.session.read(self, _cards, self.cards_read.emit, self.failed.emit)

    def make_card(self, name: str, organisation: str) -> None:
        """Make a card with new keys for another round."""

        def work(desk: Desk) -> tuple[CardUse, ...]:
            make_own_card(desk, name.strip(), organisation.strip())
            return _cards(desk)

        self.session.act(self, work, self.cards_read.emit, self.failed.emit)

    def save_card(self, target: Path, card: OwnCard) -> None:
        """Write a card where the person chose."""

        def work(_ticket: Ticket) -> Path:
            save_bytes(target, card.payload, reread=True)
            return target

        self.session.context.jobs.run(self, work, self.saved.emit, self.failed.emit, vault=False)

    def change_passphrase(self, old: str, new: str) -> None:
        """Wrap the vault's key anew; the open vault is not touched by it.

        The data key stays the same and the window that writes is the only one that may: the vault
        need not be closed for it.
        """

        def work(desk: Desk) -> None:
            bootstrap.change_passphrase(desk.vault.path, old, new)

        def done(_value: object) -> None:
            self.passphrase_changed.emit()

        self.session.act(self, work, done, self._refused)

    def back_up(self, folder: Path) -> Ticket:
        """Copy the vault to a new folder inside ``folder``, re-read and compared."""
        target = self.backup_place(folder)

        def work(desk: Desk, progress: Progress) -> BackedUp:
            return BackedUp(target, *bootstrap.back_up(desk, target, progress))

        return self._long(work, self.backed_up.emit)

    def backup_place(self, folder: Path) -> Path:
        """Return the folder a backup gets: the vault's name and the claimed time."""
        at = self.session.context.clock.now()
        stem = f"{self.path.name.removesuffix(SUFFIX)}-{at[:10]}-{at[11:13]}{at[14:16]}{at[17:19]}"
        return folder / f"{stem}{SUFFIX}"

    def check(self) -> Ticket:
        """Check pages, references, logs and every object."""
        return self._long(bootstrap.check_vault, self.checked.emit)

    def _long(self, work: Callable[[Desk, Progress], Any], done: Callable[[Any], None]) -> Ticket:
        return self.session.long_act(self, work, done, self.failed.emit, self._moved, self.cancelled.emit)

    def _moved(self, done: int, total: int) -> None:
        self.moved.emit(done, total)

    def _refused(self, fault: ReviewError) -> None:
        self.failed.emit(fault)
        seconds = fault.params.get("seconds", 0)
        if isinstance(seconds, int) and seconds > 0:
            self._seconds = seconds
            self.waiting.emit(seconds)
            self._clock.start()

    def _second_passed(self) -> None:
        self._seconds = max(0, self._seconds - 1)
        if not self._seconds:
            self._clock.stop()
        self.waiting.emit(self._seconds)


def _cards(desk: Desk) -> tuple[CardUse, ...]:
    """Return the own cards with the rounds they are used in, newest first."""
    with desk.vault.begin() as uow:
        rounds = uow.rounds.all()
        own = uow.cards.own()
    return tuple(
        CardUse(card, tuple(row.title for row in rounds if row.card_id == card.card_id))
        for card in reversed(own)
    )
