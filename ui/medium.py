"""What a medium is: room, file system, whether it can be written; asked of the system, without Qt."""

from __future__ import annotations

import os
import shutil
import sys
from dataclasses import dataclass
from pathlib import Path

_FAT = frozenset({"vfat", "msdos", "fat", "fat32"})
#: FAT32 holds no file of 4 GiB or more.
FAT_MOST = (4 << 30) - 1
Stamp = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Medium:
    """A folder to write into and what it lies on.

    Attributes:
        there: whether the folder, or one above it that can hold it, exists.
        writable: whether this person may write there.
        free: bytes free; -1 where the system does not say.
        fat: whether it is FAT or FAT32, so that no file may reach 4 GiB.
    """

    there: bool
    writable: bool
    free: int
    fat: bool


def look_at(folder: Path, mounts: str | None = None) -> Medium:
    """Return what a folder lies on; ``mounts`` is the system's table of mounts, for tests."""
    place = _existing(folder)
    if place is None:
        return Medium(there=False, writable=False, free=-1, fat=False)
    try:
        free = shutil.disk_usage(place).free
    except OSError:
        free = -1
    return Medium(
        there=True, writable=os.access(place, os.W_OK), free=free, fat=file_system(place, mounts) in _FAT
    )


def _existing(folder: Path) -> Path | None:
    """Return the folder, or the first above it that exists; None where a medium is gone."""
    for place in (folder, *folder.parents):
        if _is_there(place):
            # A mount point that is gone leaves the system's own folder: that is no medium.
            return place if place == folder or len(place.parts) > 1 else None
    return None


def _is_there(place: Path) -> bool:
    """Whether a folder can be asked at all; a medium that was pulled may answer with errors."""
    try:
        return place.exists()
    except OSError:
        return False


def file_system(place: Path, mounts: str | None = None) -> str:
    """Return the name of the file system under a folder, lower case; "" where the system does not say."""
    if mounts is None and sys.platform == "win32":
        return _windows(place)
    if mounts is None:
        try:
            mounts = Path("/proc/mounts").read_text("utf-8", "replace")
        except OSError:
            return ""
    found: tuple[int, str] = (-1, "")
    for line in mounts.splitlines():
        parts = line.split()
        if len(parts) < 3:
            continue
        point = Path(parts[1].replace("\\040", " "))
        if point == place or point in place.resolve().parents or point == place.resolve():
            found = max(found, (len(point.parts), parts[2].lower()))
    return found[1]


def _windows(place: Path) -> str:
    """Ask Windows for the file system of a volume."""
    import ctypes  # noqa: PLC0415 - only there

    name = ctypes.create_unicode_buffer(64)
    kernel = getattr(ctypes, "windll").kernel32  # noqa: B009 - absent in the stubs of other systems
    known = kernel.GetVolumeInformationW(place.anchor, None, 0, None, None, None, name, 64)
    return name.value.lower() if known else ""
