"""Opens ``.zgcpkg`` files lazily: my letter at once, documents when read (formats F-PKG-07 to F-PKG-09)."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import BinaryIO, Self

from zgc_review.errors import PackageError, ReviewError, SealError
from zgc_review.seal.opened import OpenedMessage
from zgc_review.seal.package_format import SUFFIX, PackageInfo
from zgc_review.seal.package_scan import Damage, Part, scan
from zgc_review.seal.reading import PLAIN, Reading, open_message
from zgc_review.seal.safe_files import reading_faults
from zgc_review.seal.streams import CHUNK, Progress, Writable, no_progress
from zgc_review.seal.suites import suite_named


@dataclass(frozen=True, slots=True)
class Package:
    """One opened ``.zgcpkg`` file; no handle stays open, so the stick may be pulled.

    Attributes:
        path: the file.
        info: ``package.json``.
        letters: letters whose digest holds.
        objects: digest → part, for every object whose header is whole.
        damages: parts that are not as listed; contents of objects are not among what was checked.
    """

    path: Path
    info: PackageInfo
    letters: tuple[Part, ...]
    objects: dict[str, Part]
    damages: tuple[Damage, ...]


class PartReader:
    """Reads one part through a handle of its own; a context manager."""

    def __init__(self, package: Package, part: Part) -> None:
        self._file = package.path.name
        with reading_faults(self._file):
            self._stream: BinaryIO = package.path.open("rb", buffering=0)
        self._stream.seek(part.offset)
        self._left = part.size

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stream.close()

    def read(self, size: int = -1, /) -> bytes:
        """Return up to ``size`` bytes of the part."""
        wanted = self._left if size < 0 else min(size, self._left)
        with reading_faults(self._file):
            data = self._stream.read(wanted) if wanted else b""
        self._left -= len(data)
        return data


def open_package(path: Path) -> Package:
    """Read all headers and check all letters of a package (F-PKG-08).

    Raises:
        PackageError: ``seal.*`` where the package cannot be used at all.
        StorageError: ``seal.file.read``.
    """
    with reading_faults(path.name), path.open("rb", buffering=0) as stream:
        found = scan(stream)
        damages = list(found.damages)
        letters = [part for part in found.parts if part.name.startswith("letters/")]
        damages += [
            Damage(part.name, "seal.entry.digest")
            for part in letters
            if _digest_at(stream, part) != part.digest
        ]
    broken = {damage.part for damage in damages}
    return Package(
        path,
        found.info,
        tuple(part for part in letters if part.name not in broken),
        {part.digest: part for part in found.parts if part.name.startswith("objects/")},
        tuple(damages),
    )


def find_letter(
    package: Package, identities: Sequence[str], reading: Reading = PLAIN
) -> tuple[str, OpenedMessage]:
    """Return name and content of the first letter that ``identities`` open (F-PKG-07).

    Raises:
        SealError: ``seal.package.no_letter``; ``seal.package.letter_damaged`` when mine may be one of
            the damaged ones.
        PackageError: ``seal.*`` for a letter that opens and does not hold together.
    """
    suite = suite_named(package.info.suite)
    for part in package.letters:
        try:
            with PartReader(package, part) as source:
                return part.name, open_message(source, suite, identities, reading)
        except ReviewError as fault:
            if fault.code != "seal.age.not_for_me":
                fault.params["part"] = f"{part.name}/{fault.params.get('part', '')}"
                raise
    damaged = [damage.part for damage in package.damages if damage.part.startswith("letters/")]
    if damaged:
        raise SealError("seal.package.letter_damaged", part=damaged[0], count=len(damaged))
    raise SealError("seal.package.no_letter", count=len(package.letters))


def copy_object(package: Package, part: Part, target: Writable, progress: Progress = no_progress) -> None:
    """Copy one object to ``target``, digesting on the way (F-PKG-04).

    What ``target`` got counts only after the return.

    Raises:
        PackageError: ``seal.package.object``.
        StorageError: ``seal.file.read``.
    """
    digest, done = hashlib.sha256(), 0
    with PartReader(package, part) as source:
        while chunk := source.read(CHUNK):
            digest.update(chunk)
            target.write(chunk)
            done += len(chunk)
            progress(done, part.size)
    if digest.hexdigest() != part.digest:
        raise PackageError("seal.package.object", part=part.name, file=package.path.name)


def read_object(package: Package, part: Part) -> bytes:
    """Return the bytes of one object, its digest checked.

    Raises:
        PackageError: ``seal.package.object``.
    """
    kept = io.BytesIO()
    copy_object(package, part, kept)
    return kept.getvalue()


def verify_package(package: Package, progress: Progress = no_progress) -> tuple[Damage, ...]:
    """Read the whole file and return every part that is not as listed; empty when all is well."""
    damages = list(package.damages)
    total, done = sum(part.size for part in package.objects.values()), 0
    with reading_faults(package.path.name), package.path.open("rb", buffering=0) as stream:
        for part in package.objects.values():
            if _digest_at(stream, part) != part.digest:
                damages.append(Damage(part.name, "seal.package.object"))
            done += part.size
            progress(done, total)
    return tuple(damages)


def require_whole(package: Package, progress: Progress = no_progress) -> None:
    """Refuse a package of which any part is not as listed.

    Raises:
        PackageError: the code of the first damage, with ``part`` and the ``count`` of damages.
    """
    damages = verify_package(package, progress)
    if damages:
        raise PackageError(damages[0].code, part=damages[0].part, count=len(damages), file=package.path.name)


class ObjectFinder:
    """Finds objects in a package and the other packages of its folder (F-PKG-09).

    Attributes:
        unreadable: names of packages in the folder that could not be opened.
    """

    def __init__(self, package: Package) -> None:
        self._packages = [package]
        with reading_faults(package.path.name):
            folder = list(package.path.parent.iterdir())
        self._siblings = sorted(path for path in folder if path.suffix == SUFFIX and path != package.path)
        self.unreadable: list[str] = []

    def find(self, digest: str) -> tuple[Package, Part]:
        """Return where the object with this digest stands.

        Raises:
            PackageError: ``seal.package.object_missing``.
        """
        for package in self._packages:
            if digest in package.objects:
                return package, package.objects[digest]
        while self._siblings:
            path = self._siblings.pop(0)
            try:
                package = open_package(path)
            except ReviewError:
                self.unreadable.append(path.name)
                continue
            self._packages.append(package)
            if digest in package.objects:
                return package, package.objects[digest]
        raise PackageError("seal.package.object_missing", part=digest[:16])


def _digest_at(stream: BinaryIO, part: Part) -> str:
    """Return the digest of a part's content."""
    stream.seek(part.offset)
    digest, left = hashlib.sha256(), part.size
    while left and (chunk := stream.read(min(left, CHUNK))):
        digest.update(chunk)
        left -= len(chunk)
    return digest.hexdigest()
