"""What is dropped on a page: files of this computer, or a sentence that says why it was not taken."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtGui import QDropEvent

from zgc_review.errors import PackageError, ReviewError


def dropped(event: QDropEvent) -> list[Path]:
    """Return the files and folders among what is dragged; addresses of other places are none."""
    return [Path(one.toLocalFile()) for one in event.mimeData().urls() if one.isLocalFile()]


def not_taken(paths: Sequence[Path], kinds: str) -> ReviewError:
    """Return why nothing of what was dropped is taken.

    Args:
        paths: what was dropped; nothing where it was no file of this computer.
        kinds: the endings that are taken, as they are written.
    """
    if not paths:
        return PackageError("arrive.address")
    return PackageError("arrive.kind", file=paths[0].name, kinds=kinds)


def not_one(paths: Sequence[Path]) -> ReviewError | None:
    """Return why what was dropped is not one file; None where it is."""
    if len(paths) > 1:
        return PackageError("arrive.several", count=len(paths))
    return None if paths else PackageError("arrive.address")
