"""Passphrases: what is accepted, how they become bytes, and the growing wait after wrong ones."""

from __future__ import annotations

import contextlib
import unicodedata
from datetime import datetime
from pathlib import Path

from db.files import durable_write
from zgc_review.domain.canonical import CanonicalFault, canonical_bytes, parse_canonical
from zgc_review.domain.times import Clock
from zgc_review.errors import StorageError

LEAST = 8
MOST = 256
ATTEMPTS = "attempts"
LONGEST_WAIT = 900


def passphrase_bytes(passphrase: str) -> bytes:
    """Return the UTF-8 bytes of the NFKC form.

    NFKC, because an input method left in full-width mode types ａ１ for a1 and composes accents in
    its own way: the same keys must open the vault on every machine.

    Raises:
        StorageError: ``vault.passphrase.control`` for control characters or half of a surrogate pair.
    """
    normal = unicodedata.normalize("NFKC", passphrase)
    if any(unicodedata.category(sign) in ("Cc", "Cs") for sign in normal):
        raise StorageError("vault.passphrase.control")
    return normal.encode("utf-8")


def accept_passphrase(passphrase: str) -> bytes:
    """Return the bytes of a new passphrase: 8 to 256 characters after NFKC, none of them a control.

    Raises:
        StorageError: ``vault.passphrase.short``, ``.long`` or ``.control``.
    """
    data = passphrase_bytes(passphrase)
    found = len(data.decode("utf-8"))
    if found < LEAST:
        raise StorageError("vault.passphrase.short", found=found, least=LEAST)
    if found > MOST:
        raise StorageError("vault.passphrase.long", found=found, most=MOST)
    return data


class Attempts:
    """Counts wrong passphrases in the file ``attempts`` beside the key.

    After the n-th wrong one in a row the next try waits 2^(n−1) seconds, 900 at most. The file
    holds no secret and cannot be protected: whoever copies the folder can delete it. It slows a
    person at this keyboard; against a copied folder only argon2id and the passphrase help.
    """

    def __init__(self, folder: Path, clock: Clock) -> None:
        self._path = folder / ATTEMPTS
        self._clock = clock

    def remaining(self) -> int:
        """Return the seconds still to wait, 0 if none."""
        failures, last = self._read()
        if failures == 0:
            return 0
        passed = (_moment(self._clock.now()) - _moment(last)).total_seconds()
        # A clock set back must not lengthen the wait beyond its full length.
        return max(0, wait_after(failures) - max(0, int(passed)))

    def refuse_early(self) -> None:
        """Refuse a try before the wait is over.

        Raises:
            StorageError: ``vault.passphrase.wait`` with the seconds.
        """
        seconds = self.remaining()
        if seconds:
            raise StorageError("vault.passphrase.wait", seconds=seconds)

    def failed(self) -> int:
        """Count one more wrong passphrase and return the seconds to wait now."""
        failures = self._read()[0] + 1
        data = canonical_bytes({"failures": failures, "last": self._clock.now()})
        # On a read-only medium nothing can be counted: the wait cannot hold there.
        with contextlib.suppress(StorageError):
            durable_write((self._path, data))
        return wait_after(failures)

    def cleared(self) -> None:
        """Forget the wrong ones after a right one."""
        with contextlib.suppress(OSError):
            self._path.unlink(missing_ok=True)

    def _read(self) -> tuple[int, str]:
        """Return failures and the time of the last; a file nobody can read counts as none."""
        try:
            value = parse_canonical(self._path.read_bytes())
            failures, last = value["failures"], value["last"]
            _moment(last)
            return (failures, last) if isinstance(failures, int) and failures > 0 else (0, "")
        except (OSError, CanonicalFault, KeyError, TypeError, ValueError):
            return 0, ""


def wait_after(failures: int) -> int:
    """Return the seconds to wait after ``failures`` wrong passphrases in a row (at least one)."""
    return LONGEST_WAIT if failures > 10 else min(LONGEST_WAIT, 1 << (failures - 1))


def _moment(stamp: str) -> datetime:
    """Read a claimed time."""
    moment = datetime.fromisoformat(stamp)
    if moment.tzinfo is None:
        raise ValueError(stamp)
    return moment
