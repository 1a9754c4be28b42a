"""Vaults unlocked in this process, each once; and where passphrases come from."""

from __future__ import annotations

import getpass
import sys
from pathlib import Path

from ui.bootstrap import open_desk
from zgc_review.errors import SealError
from zgc_review.services.desk import Desk


class Session:
    """Keeps unlocked vaults for the commands of one process."""

    def __init__(self) -> None:
        self._desks: dict[Path, Desk] = {}

    def desk(self, vault: str, passphrase_file: str | None) -> Desk:
        """Return the unlocked vault at ``vault``, asking for its passphrase the first time."""
        path = Path(vault).resolve()
        if path not in self._desks:
            self._desks[path] = open_desk(path, read_passphrase(passphrase_file))
        return self._desks[path]

    def adopt(self, desk: Desk) -> None:
        """Keep a vault that was just created or opened."""
        self._desks[desk.vault.path.resolve()] = desk

    def forget(self, vault: str) -> None:
        """Close one vault."""
        desk = self._desks.pop(Path(vault).resolve(), None)
        if desk is not None:
            desk.vault.close()

    def close(self) -> None:
        """Close every vault."""
        for desk in self._desks.values():
            desk.vault.close()
        self._desks.clear()


def read_passphrase(file: str | None, prompt: str = "口令 / passphrase: ") -> str:
    """Return a passphrase from a file's first line or from a prompt; never from arguments.

    Raises:
        SealError: ``cli.passphrase.none``: no file, and nobody to ask.
    """
    if file is not None:
        try:
            return Path(file).read_text("utf-8").splitlines()[0]
        except (OSError, IndexError, UnicodeDecodeError) as fault:
            raise SealError("cli.passphrase.file", file=Path(file).name) from fault
    if not sys.stdin.isatty():
        raise SealError("cli.passphrase.none")
    return getpass.getpass(prompt)
