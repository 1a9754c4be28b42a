"""Which screen follows which: from the entry to the round, and back when the window is locked."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import QObject, QTimer

from ui.context import Context
from ui.housekeeping import hurry
from ui.jobs import retire
from ui.viewmodels.entry import EntryModel, Made, is_same, vault_of
from ui.views.first_start import CardScreen, NewVaultScreen, RecoveryScreen
from ui.views.screen import Screen, born_in
from ui.views.shell import Shell

if TYPE_CHECKING:
    from ui.viewmodels.session import Session
    from ui.views.rooms import Rooms
    from ui.views.unlock import UnlockScreen
    from zgc_review.services.desk import Desk

_MOST = 16  # files that wait for an unlock
_WARM = 200  # ms after the first screen: its own painting comes first
Kind = TypeVar("Kind", bound=Screen)


class Program(QObject):
    """Holds the shell and the session and moves between screens."""

    def __init__(self, context: Context, shell: Shell) -> None:
        super().__init__(shell)
        self.context = context
        self.shell = shell
        self.session: Session | None = None
        self.rooms: Rooms | None = None
        self._entry = EntryModel(context, self)
        self._entry.made.connect(self._made)
        self._entry.opened.connect(self._enter)
        self._held = False
        self._waiting: list[Path] = []
        shell.may_close = self._may_close
        shell.lock_asked.connect(self.lock)
        shell.closing.connect(self.close)

    def start(self, given: Path | None = None) -> None:
        """Show the first screen: a given vault, the recent ones, or the first start.

        Args:
            given: a vault, or a file that is opened once a vault is unlocked.
        """
        vault = vault_of(given) if given is not None else None
        self._waiting = [given] if given is not None and vault is None else []
        if vault is not None or self._entry.recent():
            self.show_unlock(vault)
        else:
            self.show_new()
        QTimer.singleShot(_WARM, self._warm)

    def receive(self, given: Path | None) -> bool:
        """Take over what a second start of the program was asked to open, and come to the front.

        Args:
            given: a vault or a file; None only raises the window.

        Returns:
            False where the other start should open a window of its own: it names another vault.
        """
        vault = vault_of(given) if given is not None else None
        if vault is not None and not self._take_vault(vault):
            return False
        if given is not None and vault is None:
            self._waiting = [*self._waiting, given][-_MOST:]
            self._deliver()
            self._tell_waiting()
        self.shell.come_forward()
        return True

    def show_unlock(self, only: Path | None = None) -> UnlockScreen:
        """Show the unlock pane; after a lock only for the vault that was open."""
        from ui.views.unlock import UnlockScreen  # noqa: PLC0415 - not needed to start

        screen = self._born(lambda: UnlockScreen(self.context, self._entry, only))
        screen.new_asked.connect(self.show_new)
        screen.recover_asked.connect(self._show_recover)
        screen.restore_asked.connect(self._show_restore)
        self.shell.put(screen)
        self._tell_waiting()
        return screen

    def show_new(self) -> None:
        """Show the first step of a new vault."""
        screen = self._born(lambda: NewVaultScreen(self.context, self._entry))
        screen.open_asked.connect(self.show_unlock)
        screen.restore_asked.connect(lambda: self._show_restore(None))
        self.shell.put(screen)

    def lock(self) -> None:
        """Hide everything behind the unlock pane and close the vault (look.md §6, idle lock).

        While something is not stored (the disk is full) the vault stays open behind the pane, so that no
        text is lost; it closes as soon as everything is stored.
        """
        if self.session is None or self.rooms is None or self._held:
            return
        desk, path = self.session.desk, self.session.desk.vault.path
        if self.shell.screen is not None:
            self.shell.screen.settle()
        if self.rooms.saver.is_clean:
            self._leave()
        else:
            self._held = True
            self._entry.hold(desk)
            self.rooms.saver.saved.connect(self._stored_while_locked)
            self._bare()
        self.show_unlock(path)

    def show_fault(self, fault: BaseException) -> None:
        """Say that the program itself failed; what is typed stays in the window."""
        from ui.views.fault import FaultDialog  # noqa: PLC0415 - not needed to start

        FaultDialog(self.context, fault, self.shell).open()

    def _born(self, make: Callable[[], Kind]) -> Kind:
        """Return a screen, built where it will stand."""
        with born_in(self.shell.stack):
            return make()

    def close(self) -> None:
        """Close the vault with the window."""
        if self.session is not None:
            self._leave()
        self.context.jobs.close()

    def _take_vault(self, vault: Path) -> bool:
        """Say whether a vault is the one of this window, or may become it."""
        from ui.views.unlock import UnlockScreen  # noqa: PLC0415 - not needed to start

        screen = self.shell.screen
        if self.session is not None:
            return is_same(self.session.desk.vault.path, vault)
        if isinstance(screen, UnlockScreen) and screen.only is not None:
            return is_same(screen.only, vault)
        if isinstance(screen, NewVaultScreen):
            screen = self.show_unlock()
        if isinstance(screen, UnlockScreen):
            screen.add_vault(vault)
            return True
        return False  # a recovery key is on show, or a card: it stays

    def _deliver(self) -> None:
        """Open the files that wait, where a vault is open."""
        if self.rooms is not None and not self._held and self._waiting:
            files, self._waiting = self._waiting, []
            self.rooms.arrivals.open(files)

    def _tell_waiting(self) -> None:
        """Say at the unlock pane how many files wait; their names are nobody's who passes by."""
        from ui.views.unlock import UnlockScreen  # noqa: PLC0415 - not needed to start

        if isinstance(self.shell.screen, UnlockScreen):
            self.shell.screen.tell_waiting(len(self._waiting))

    def _warm(self) -> None:
        hurry()
        self._entry.warm("ui.views.rooms")

    def _stored_while_locked(self) -> None:
        if self._held and self.rooms is not None and self.rooms.saver.is_clean:
            self._release()
            self._leave()

    def _release(self) -> None:
        """The vault is no longer kept open behind the unlock pane."""
        self._held = False
        self._entry.hold(None)

    def _may_close(self) -> bool:
        """Ask before text is given up that cannot be stored."""
        if self.shell.screen is not None:
            self.shell.screen.settle()
        if self.rooms is None or not self.rooms.saver.is_failing:
            return True
        from ui.views.ask import Question  # noqa: PLC0415 - not needed to start

        cap = self.context.captions.cap
        question = Question(
            self.context,
            cap("shell.lose_question"),
            cap("shell.lose_text"),
            cap("shell.lose_act"),
            self.shell,
            "danger",
        )
        question.agreed.connect(self._close_anyway)
        question.open()
        return False

    def _close_anyway(self) -> None:
        self.shell.may_close = _always
        self.shell.close()

    def _leave(self) -> None:
        if self.shell.screen is not None:
            self.shell.screen.settle()
            retire(self.shell.screen)
        if self.rooms is not None:
            self._waiting += self.rooms.arrivals.left()
            self.rooms.close()
            self.rooms = None
        if self.session is not None:
            self.session.close()
            self.session = None
        self._bare()

    def _bare(self) -> None:
        """Take everything about the round off the frame of the window."""
        self.shell.watch_idle(False)
        self.shell.set_rehearsal(False)
        self.shell.set_read_only("")
        self.shell.header.set_round("", "")
        self.shell.header.set_saved("")

    def _show_recover(self, folder: Path | None) -> None:
        if folder is None:
            return
        from ui.views.unlock import RecoverScreen, UnlockScreen  # noqa: PLC0415 - not needed to start

        before = self.shell.screen
        only = before.only if isinstance(before, UnlockScreen) else None

        def back() -> None:
            self.show_unlock(only).add_vault(folder)

        screen = self._born(lambda: RecoverScreen(self.context, self._entry, folder))
        screen.back_asked.connect(back)
        self.shell.put(screen)

    def _show_restore(self, folder: Path | None) -> None:
        """Show where a backup becomes a vault; the way back leads to where the person came from."""
        from ui.viewmodels.restore import RestoreModel  # noqa: PLC0415 - not needed to start
        from ui.views.restore import RestoreScreen  # noqa: PLC0415 - not needed to start

        model = RestoreModel(self.context, self)
        model.opened.connect(self._enter)
        screen = self._born(lambda: RestoreScreen(self.context, model, folder))
        screen.back_asked.connect(lambda: self.show_unlock() if self._entry.recent() else self.show_new())
        self.shell.put(screen)

    def _made(self, made: Made) -> None:
        screen = self._born(lambda: RecoveryScreen(self.context, self._entry, made))
        screen.done.connect(lambda: self._show_card(made))
        self.shell.put(screen)

    def _show_card(self, made: Made) -> None:
        card = made.card
        digits, payload = card.fingerprint, card.payload
        screen = self._born(lambda: CardScreen(self.context, self._entry, card.name, digits, payload))
        screen.done.connect(lambda: self._enter(made.desk))
        self.shell.put(screen)

    def _enter(self, desk: Desk) -> None:
        if self._held and self.rooms is not None:
            self._release()
            self.shell.watch_idle(True)
            self.rooms.start()
            self._deliver()
            return
        from ui.viewmodels.session import Session  # noqa: PLC0415 - slow import
        from ui.views.rooms import Rooms  # noqa: PLC0415 - slow import

        self.session = Session(self.context, desk, self)
        self.session.kept.connect(self.shell.header.set_saved)
        self.session.not_kept.connect(self.shell.header.set_unsaved)
        self.rooms = Rooms(self.context, self.shell, self.session, self)
        self.rooms.ways.vault_asked.connect(self._go_to_vault)
        self.rooms.ways.restore_asked.connect(self._go_to_restore)
        self.shell.watch_idle(True)
        self.rooms.start()
        self._deliver()

    def _go_to_restore(self) -> None:
        """Close this vault, as locking does, and ask for a backup."""
        beside = None if self.session is None else self.session.desk.vault.path.parent
        self.lock()
        if not self._held:  # else something is not stored yet: this vault comes first
            self._show_restore(beside)

    def _go_to_vault(self, folder: Path | None) -> None:
        """Close this vault, as locking does, and ask for the passphrase of another."""
        self.lock()
        if self._held:  # something is not stored yet: this vault comes first
            return
        screen = self.show_unlock()
        if folder is not None:
            screen.add_vault(folder)
        else:
            screen.choose()


def _always() -> bool:
    return True
