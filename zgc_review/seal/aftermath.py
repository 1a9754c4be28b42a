"""After a failed writing: which files on the medium are old, which are new (S7)."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from zgc_review.errors import Left, StorageError
from zgc_review.seal.package_set import is_stray
from zgc_review.seal.safe_files import storage_faults

Stamp = tuple[int, int, int]
#: What every file of this program has in its name.
OURS = ".zgc"


@contextmanager
def written_into(folder: Path, *endings: str, make: bool = True) -> Iterator[None]:
    """Make a folder with its parents and let files be written into it; a failure then tells what is there.

    Every file is written beside its place and put there whole (F-WRT-01), so each is the old or the new
    one; which, is told by comparing the folder with what it was before.

    Args:
        folder: where.
        endings: of files that are written besides those of this program, such as ``.pdf``; of these only the
            new ones are named: others of the kind may have nothing to do with it.
        make: make the folder where it is not there.

    Raises:
        StorageError: of the block, or ``seal.file.*`` of a medium that is read-only, full or gone; with
            ``left``.
    """
    before: Mapping[str, Stamp] | None = None
    was_there = not _is_missing(folder)
    try:
        with storage_faults(folder.name):
            if make:
                folder.mkdir(parents=True, exist_ok=True)
            before = _stamps(folder, endings)
        yield
    except StorageError as fault:
        if before is None and not was_there and not _is_missing(folder.parent):
            fault.left = Left()  # the folder could not be made
        else:
            fault.left = _left_in(folder, before, endings)
        raise


def _is_missing(folder: Path) -> bool:
    """Whether a folder is surely not there; one that answers with errors may be."""
    try:
        return not folder.exists()
    except OSError:
        return False


def _left_in(folder: Path, before: Mapping[str, Stamp] | None, endings: tuple[str, ...]) -> Left:
    """Return what a folder holds now, compared with what it held before; None where nothing was begun."""
    now = _stamps_seen(folder, endings)
    if now is None:
        return Left(gone=True)
    # What leads nowhere is neither new nor old: a writing was stopped before it counted (F-WRT-04).
    now = {name: stamp for name, stamp in now.items() if not is_stray(folder / name)}
    new = [name for name, stamp in now.items() if before is not None and before.get(name) != stamp]
    old = [name for name in now if name not in new and OURS in name]
    return Left(new=tuple(sorted(new)), old=tuple(sorted(old)))


def _stamps_seen(folder: Path, endings: tuple[str, ...]) -> Mapping[str, Stamp] | None:
    """Return the stamps; None where the folder cannot be read."""
    try:
        return _stamps(folder, endings)
    except OSError:
        return None


def _stamps(folder: Path, endings: tuple[str, ...]) -> Mapping[str, Stamp]:
    """Return size, time and number of this program's files in a folder, and of those with other endings.

    Raises:
        OSError: the folder is gone or cannot be read.
    """
    found: dict[str, Stamp] = {}
    with os.scandir(folder) as entries:
        for entry in entries:
            # What begins with a dot is a part that was never finished, or the system's own.
            wanted = OURS in entry.name or entry.name.endswith(endings)
            if wanted and not entry.name.startswith(".") and entry.is_file():
                stat = entry.stat()
                found[entry.name] = (stat.st_size, stat.st_mtime_ns, stat.st_ino)
    return found
