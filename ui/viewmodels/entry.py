"""Making, unlocking and recovering a vault; what the entry screens show of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QTimer, Signal

from resources.reader import load as load_texts
from ui.context import Context
from ui.housekeeping import keep_loaded
from ui.jobs import Done, Ticket
from zgc_review.errors import ReviewError, StorageError

if TYPE_CHECKING:
    from zgc_review.domain.rows import OwnCard
    from zgc_review.services.desk import Desk

LEAST_PASSPHRASE = 10
SUFFIX = ".zgcvault"
KEY_FILE = "vault.key"  # a folder opens in the file manager; this file in it can be double-clicked
# What the first job needs; loaded in its thread once the window can be used (design §7, start).
_LATER = (
    "ui.bootstrap",
    "zgc_review.services.trust",
    "zgc_review.services.sheets",
    "zgc_review.services.acks",
)


@dataclass(frozen=True)
class Made:
    """A new vault: the desk at it, its first card, and the recovery key that is shown once."""

    desk: Desk
    card: OwnCard
    recovery: str


class EntryModel(QObject):
    """Creates and opens vaults.

    Signals:
        made: a :class:`Made`.
        opened: a :class:`Desk`.
        failed: a :class:`ReviewError`.
        waiting: seconds until the next passphrase may be tried; 0 when one may.
        busy: whether work is under way.
        saved: the path of a file written for the person (card or recovery sheet).
    """

    made = Signal(object)
    opened = Signal(object)
    failed = Signal(object)
    waiting = Signal(int)
    busy = Signal(bool)
    saved = Signal(object)

    def __init__(self, context: Context, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._seconds = 0
        self._held: Desk | None = None
        self._clock = QTimer(self)
        self._clock.setInterval(1000)
        self._clock.timeout.connect(self._second_passed)

    def warm(self, *more: str) -> None:
        """Load what unlocking needs, in the vault's thread, while the passphrase is being typed.

        Args:
            more: modules that are needed after it.
        """

        def load(_ticket: Ticket) -> None:
            for name in (*_LATER, *more):
                import_module(name)
            load_texts(self._context.captions.language)

        self._context.jobs.run(self, load, lambda _loaded: keep_loaded())

    def recent(self) -> tuple[tuple[Path, str], ...]:
        """Return the vaults opened here before, newest first, with the claimed time."""
        return tuple((Path(one.path), one.opened_at) for one in self._context.preferences.recent)

    def create(self, folder: Path, passphrase: str, name: str, organisation: str) -> None:
        """Make a vault and its first card."""

        def work(_ticket: Ticket) -> Made:
            from ui import bootstrap  # noqa: PLC0415 - slow import
            from zgc_review.services.trust import make_own_card  # noqa: PLC0415 - slow import

            desk, recovery = bootstrap.create_desk(folder, passphrase)
            return Made(desk, make_own_card(desk, name.strip(), organisation.strip()), recovery)

        self._run(work, self._was_made)

    def hold(self, desk: Desk | None) -> None:
        """Keep a vault open behind the unlock pane, because something in it is not stored yet."""
        self._held = desk

    def unlock(self, folder: Path, passphrase: str) -> None:
        """Open a vault; a wrong passphrase makes the next try wait."""
        held = self._held

        def work(_ticket: Ticket) -> Desk:
            from ui import bootstrap  # noqa: PLC0415 - slow import

            if held is not None and held.vault.path == folder:
                bootstrap.confirm_passphrase(held, passphrase)
                return held
            return bootstrap.open_desk(folder, passphrase)

        self._run(work, self._was_opened)

    def recover(self, folder: Path, key: str, passphrase: str) -> None:
        """Set a new passphrase by the recovery key and open the vault."""

        def work(_ticket: Ticket) -> Desk:
            from ui import bootstrap  # noqa: PLC0415 - slow import

            bootstrap.recover(folder, key, passphrase)
            return bootstrap.open_desk(folder, passphrase)

        self._run(work, self._was_opened)

    def save(self, path: Path, data: bytes) -> None:
        """Write a card or a recovery sheet where the person chose."""

        def work(_ticket: Ticket) -> Path:
            from zgc_review.seal.safe_files import save_bytes  # noqa: PLC0415 - slow import

            save_bytes(path, data, reread=True)
            return path

        self._run(work, self.saved.emit, vault=False)

    def prepare(self) -> None:
        """List the fonts that forms are set in, beside the making of a key from the passphrase.

        The typesetter lets no other thread compute meanwhile, a tenth of a second and more on a machine
        with many fonts. Here everybody waits for the key anyway; before the first form it would be seen.
        """

        def look(_ticket: Ticket) -> None:
            from zgc_review.export.fonts import typeface  # noqa: PLC0415 - slow import

            typeface()

        def lacking(_fault: ReviewError) -> None:
            """The first form says so, with a remedy."""

        self._context.jobs.run(self, look, failed=lacking, vault=False)

    def _run(self, work: Callable[[Ticket], Any], done: Done, *, vault: bool = True) -> None:
        self.busy.emit(True)
        if vault:
            self.prepare()

        def ended(value: Any) -> None:
            self.busy.emit(False)
            done(value)

        self._context.jobs.run(self, work, ended, self._refused, vault=vault)

    def _was_made(self, made: Made) -> None:
        self._context.preferences.opened(made.desk.vault.path, self._context.clock.now())
        self.made.emit(made)

    def _was_opened(self, desk: Desk) -> None:
        self._context.preferences.opened(desk.vault.path, self._context.clock.now())
        self.opened.emit(desk)

    def _refused(self, fault: ReviewError) -> None:
        self.busy.emit(False)
        self.failed.emit(fault)
        seconds = fault.params.get("seconds", 0) if isinstance(fault, StorageError) else 0
        if isinstance(seconds, int) and seconds > 0:
            self._seconds = seconds
            self.waiting.emit(seconds)
            self._clock.start()

    def _second_passed(self) -> None:
        self._seconds = max(0, self._seconds - 1)
        if not self._seconds:
            self._clock.stop()
        self.waiting.emit(self._seconds)


def vault_of(path: Path) -> Path | None:
    """Return the vault that a path names: the folder, or the key file in it; None for any other file."""
    if path.name == KEY_FILE:
        return path.parent
    try:
        return path if path.suffix == SUFFIX or path.is_dir() else None
    except OSError:  # a name no system takes
        return None


def is_same(one: Path, other: Path) -> bool:
    """Say whether two paths name the same folder."""
    try:
        return one.resolve() == other.resolve()
    except OSError:
        return False


def vault_folder(parent: Path, name: str) -> Path:
    """Return a free folder name for a new vault of ``name`` in ``parent``."""
    stem = "".join(one for one in name.strip() if one.isalnum()) or "vault"
    found, n = parent / f"{stem}{SUFFIX}", 2
    while found.exists():
        found, n = parent / f"{stem}-{n}{SUFFIX}", n + 1
    return found
