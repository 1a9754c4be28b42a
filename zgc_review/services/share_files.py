"""Shares as files: what an officer wrote elsewhere, and the secretary's own share file (design §4.4)."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from zgc_review.errors import SealError
from zgc_review.services.desk import Desk
from zgc_review.services.escrow import words_of_share

SHARE = ".zgcshare"


def read_shares(paths: Sequence[Path]) -> tuple[str, tuple[str, ...]]:
    """Return the recipient that all shares name, and the words of each.

    Raises:
        SealError: ``seal.share.file``, ``seal.share.mixed``.
    """
    recipients, words = set(), []
    for path in paths:
        try:
            lines = path.read_text("utf-8").splitlines()
        except (OSError, UnicodeDecodeError) as fault:
            raise SealError("seal.share.file", file=path.name) from fault
        if len(lines) < 2:
            raise SealError("seal.share.file", file=path.name)
        recipients.add(lines[0].strip())
        words.append(lines[1])
    if len(recipients) != 1:
        raise SealError("seal.share.mixed")
    return recipients.pop(), tuple(words)


def gather_shares(desk: Desk, paths: Sequence[Path]) -> tuple[str, tuple[str, ...]]:
    """Return key and words of shares brought as text, and of share files that this vault opens.

    Raises:
        SealError: as :func:`read_shares`; PackageError: ``seal.*`` of a share file.
    """
    own = [words_of_share(desk, path) for path in paths if path.suffix == SHARE]
    brought = [path for path in paths if path.suffix != SHARE]
    recipients, words = {one.recipient for one in own}, [one.words for one in own]
    if brought:
        recipient, more = read_shares(brought)
        recipients.add(recipient)
        words += more
    if len(recipients) != 1:
        raise SealError("seal.share.mixed")
    return recipients.pop(), tuple(words)
