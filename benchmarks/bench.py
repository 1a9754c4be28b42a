"""What the measurements share: a folder, sizes, and one packed stick that is made once."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TypeAlias

from benchmarks.committee import Committee, Person
from benchmarks.measure import Line
from benchmarks.papers import write_intake
from benchmarks.sizes import Sizes
from zgc_review.services import opening, taking_in

ROOT = Path(__file__).resolve().parent.parent
PER_APPLICATION = 16


@dataclass
class Bench:
    """The place where everything is measured.

    Attributes:
        folder: everything is written below it, on one file system.
        sizes: how much.
        repeat: runs of each side.
    """

    folder: Path
    sizes: Sizes = field(default_factory=Sizes)
    repeat: int = 3

    @cached_property
    def stick(self) -> Stick:
        """Return the stick, made when first asked for."""
        return Stick(self.folder / "stick", self.sizes)

    def close(self) -> None:
        """Close the vaults of the stick, if there is one."""
        if "stick" in self.__dict__:
            self.stick.committee.close()


@dataclass(frozen=True, slots=True)
class PackReport:
    """What a packing process says: its seconds, synced, and its greatest resident size."""

    seconds: float
    peak: int


class Stick:
    """A committee whose documents are in the secretary's vault, and the package for it.

    Args:
        folder: is made.
        sizes: bytes of documents, number of experts.
    """

    def __init__(self, folder: Path, sizes: Sizes) -> None:
        self._target = folder / "target"
        self.committee = Committee(folder / "committee", sizes.experts)
        intake = folder / "intake"
        count = max(1, sizes.package // sizes.document)
        write_intake(intake, self.committee.catalogue, [sizes.document] * count, PER_APPLICATION)
        secretary = self.committee.secretary
        taken = taking_in.take_in(secretary.desk, secretary.row(), intake)
        if taken.documents != count:
            raise RuntimeError(f"{taken.documents} of {count} documents were taken in: {taken.findings[:3]}")
        shutil.rmtree(intake)
        self.committee.seat()
        self.documents = count

    @property
    def objects(self) -> list[Path]:
        """Return the encrypted documents in the secretary's vault."""
        return sorted((self.committee.secretary.path / "objects").rglob("*.age"))

    @cached_property
    def package(self) -> Path:
        """Return the package, packed when first asked for."""
        self.pack()
        return next(self._target.iterdir())

    def pack(self) -> PackReport:
        """Pack anew, in a process of its own, for its memory is measured."""
        shutil.rmtree(self._target, ignore_errors=True)
        secretary = self.committee.secretary
        secretary.close()
        command = [sys.executable, "-m", "benchmarks.pack_process", str(secretary.path), str(self._target)]
        done = subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.PIPE, text=True)
        secretary.reopen()
        self.__dict__.pop("package", None)
        said = json.loads(done.stdout)
        return PackReport(said["seconds"], said["peak"])

    def open(self, expert: Person) -> None:
        """Open the package as an expert whose round code was typed."""
        opening.open_review(expert.desk, self.package, self.committee.round_code())


Measurement: TypeAlias = "Callable[[Bench], list[Line]]"
