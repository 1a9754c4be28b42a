"""The files of one package: how they are called, which belong together (formats F-PKG-06, F-WRT-04)."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from zgc_review.errors import ReviewError
from zgc_review.seal.package_format import SUFFIX
from zgc_review.seal.package_read import open_package
from zgc_review.seal.package_scan import read_opening
from zgc_review.seal.safe_files import reading_faults

_SET = 8
_FURTHER = re.compile(rf"(.+?)\.([1-9][0-9]*)(?:\.([0-9a-f]{{{_SET}}}))?{re.escape(SUFFIX)}")


@dataclass(frozen=True, slots=True)
class Further:
    """What the name of a further volume says.

    Attributes:
        first: name of the first volume.
        volume: number of this one, from 2.
        set: name of the set; empty in sets of older writers.
    """

    first: str
    volume: int
    set: str


def further_of(name: str) -> Further | None:
    """Return what a file's name says of a further volume; None where it is not called like one."""
    found = _FURTHER.fullmatch(name)
    if found is None or int(found[2]) < 2:
        return None
    return Further(f"{found[1]}{SUFFIX}", int(found[2]), found[3] or "")


def set_name(sums: bytes) -> str:
    """Return the name of the set whose first volume has this ``SHA256SUMS``."""
    return hashlib.sha256(sums).hexdigest()[:_SET]


def volume_path(first: Path, volume: int, name: str) -> Path:
    """Return the path of a volume of the set ``name``; of an older writer's set for an empty name."""
    if volume == 1:
        return first
    middle = f".{volume}.{name}" if name else f".{volume}"
    return first.with_name(f"{first.name.removesuffix(SUFFIX)}{middle}{SUFFIX}")


def set_of(first: Path) -> str:
    """Return the name of the set that a first volume leads; empty where there is none.

    Raises:
        PackageError: ``seal.*``: it is no package. StorageError: ``seal.file.read``.
    """
    lead = _lead(first)
    return lead[0] if lead is not None else ""


def strays(first: Path) -> list[Path]:
    """Return the further volumes beside a first one that it does not lead (F-WRT-04).

    They were left by a writing that was stopped before it counted, or after it and before older ones were
    removed. Those that name no set belong to a first volume whose own set is not there.

    Raises:
        PackageError: ``seal.*``: the first one is no package. StorageError: ``seal.file.read``.
    """
    lead = _lead(first)
    with reading_faults(first.name):
        found = list(_beside(first))
        if lead is None:
            return [path for path, named in found if named.set]
        name, volumes = lead
        is_named = volumes == 1 or volume_path(first, 2, name).exists()
        return [path for path, named in found if (named.set != name if named.set else is_named)]


def is_stray(path: Path) -> bool:
    """Say whether a file is a further volume that no first one beside it leads.

    None is beside a first one that cannot be read: it may lead them all.
    """
    named = further_of(path.name)
    if named is None:
        return False
    try:
        return path in strays(path.with_name(named.first))
    except ReviewError:
        return False


def drop_strays(first: Path, round_id: str) -> None:
    """Remove further volumes that this first one does not lead, as far as the medium allows.

    Nothing is removed where the first one cannot be read, and nothing that is no further volume of a
    package of this round.
    """
    with suppress(OSError, ReviewError):
        for path in strays(first):
            named = further_of(path.name)
            if named is not None and _is_volume(path, named.volume, round_id):
                path.unlink(missing_ok=True)


def _lead(first: Path) -> tuple[str, int] | None:
    """Return the name of a first volume's set and how many files it has; None where there is none."""
    with reading_faults(first.name):
        if not first.is_file():
            return None
        with first.open("rb", buffering=0) as stream:
            sums, info = read_opening(stream)
    return set_name(sums), info.volumes


def _beside(first: Path) -> Iterator[tuple[Path, Further]]:
    """Yield the further volumes beside a first one."""
    for path in first.parent.iterdir():
        named = further_of(path.name)
        if named is not None and named.first == first.name:
            yield path, named


def _is_volume(path: Path, volume: int, round_id: str) -> bool:
    """Say whether a file is what its name says."""
    try:
        info = open_package(path).info
    except ReviewError:
        return False
    return (info.round, info.volume) == (round_id, volume)
