"""Finds packages and panel files on sticks, discs and in named folders, reading only their open part."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from zgc_review.errors import ReviewError
from zgc_review.seal.package_read import open_package

_SUFFIX = ".zgcpkg"
PANEL_SUFFIX = ".zgcpanel"
ROUND_SUFFIX = ".zgcround"
_DEPTH = 2
_MOST = 200


@dataclass(frozen=True, order=True)
class Candidate:
    """A package file: where it is, which round it says it is of, volumes, bytes, time of the file."""

    path: Path
    round_id: str
    letters: int
    volumes: int
    size: int
    modified: float
    damaged: str  # code of the refusal, empty when the file can be opened


def media_roots() -> tuple[Path, ...]:
    """Return the folders under which this system shows sticks and discs."""
    if sys.platform == "win32":
        return tuple(
            Path(f"{letter}:\\") for letter in "DEFGHIJKLMNOPQRSTUVWXYZ" if Path(f"{letter}:\\").exists()
        )
    found = []
    for base in (Path("/media"), Path("/run/media"), Path("/mnt"), Path("/Volumes")):
        found += _folders(base)
    return tuple(found)


def find_candidates(
    folders: Sequence[Path] = (), roots: Sequence[Path] | None = None
) -> tuple[Candidate, ...]:
    """Return every first volume of a package on media and in ``folders``, newest file first."""
    found: dict[Path, Candidate] = {}
    for base in (*folders, *(media_roots() if roots is None else roots)):
        for path in _files(base, _DEPTH, _SUFFIX):
            if path not in found and len(found) < _MOST:
                candidate = _look(path)
                if candidate is not None:
                    found[path] = candidate
    return tuple(sorted(found.values(), key=lambda one: (-one.modified, one.path)))


def find_panels(folders: Sequence[Path] = (), roots: Sequence[Path] | None = None) -> tuple[Path, ...]:
    """Return every panel file on media and in ``folders``, newest first; nothing of them is read."""
    found: dict[Path, float] = {}
    for base in (*folders, *(media_roots() if roots is None else roots)):
        for path in _files(base, _DEPTH, PANEL_SUFFIX):
            try:
                found[path] = path.stat().st_mtime
            except OSError:
                continue
    return tuple(sorted(found, key=lambda path: (-found[path], path))[:_MOST])


def _files(base: Path, depth: int, suffix: str) -> list[Path]:
    """List files of a kind in a folder and its subfolders; unreadable folders count as empty."""
    found: list[Path] = []
    try:
        entries = sorted(os.scandir(base), key=lambda entry: entry.name)
    except OSError:
        return found
    for entry in entries:
        try:
            if entry.is_file() and entry.name.endswith(suffix):
                found.append(Path(entry.path))
            elif depth and entry.is_dir(follow_symlinks=False) and not entry.name.startswith("."):
                found += _files(Path(entry.path), depth - 1, suffix)
        except OSError:
            continue
    return found


def _look(path: Path) -> Candidate | None:
    """Read the open part of a package; further volumes are no candidates of their own."""
    try:
        stat = path.stat()
    except OSError:
        return None
    try:
        package = open_package(path)
    except ReviewError as fault:
        return Candidate(path, "", 0, 0, stat.st_size, stat.st_mtime, fault.code)
    info = package.info
    if info.volume != 1:
        return None
    return Candidate(path, info.round, info.letters, info.volumes, stat.st_size, stat.st_mtime, "")


def _folders(base: Path) -> list[Path]:
    """Return the folders in ``base``, and those one level deeper for per-user media folders."""
    try:
        inner = [one for one in sorted(base.iterdir()) if one.is_dir()]
    except OSError:
        return []
    return inner
