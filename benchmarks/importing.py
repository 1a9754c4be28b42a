"""Importing many documents against stock ``age`` over the same files, and one stream in memory."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Callable
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import BinaryIO

import pyrage

from benchmarks.bench import Bench
from benchmarks.committee import Committee
from benchmarks.measure import Line, Seconds, alternate, clock, faster, read_once, size_text, synced
from benchmarks.papers import write_intake
from zgc_review.seal.documents import seal_document
from zgc_review.seal.suites import suite_named
from zgc_review.services import taking_in

_PER_APPLICATION = 20
_MEMORY = Path("/dev/shm")  # noqa: S108 - the memory file system, not a place for secrets
_LOOP = 'for file in "$@"; do n=$((n+1)); age -r "$RECIPIENT" -o "$TARGET/$n.age" "$file" || exit 1; done'


def run(bench: Bench) -> list[Line]:
    """Return the lines of importing."""
    return [_folder(bench), *_streams(bench)]


def _folder(bench: Bench) -> Line:
    """Import an intake folder, workbook and checks included."""
    sizes, base = bench.sizes, bench.folder / "importing"
    committees = count(1)
    lengths = [sizes.large_size] * sizes.large + [sizes.small_size] * sizes.small
    first = Committee(base / "committee0", 0)
    papers = write_intake(base / "intake", first.catalogue, lengths, _PER_APPLICATION)
    first.close()

    def ours() -> float:
        committee = Committee(base / f"committee{next(committees)}", 0)
        desk, row = committee.secretary.desk, committee.secretary.row()
        read_once(papers)
        taken: list[taking_in.TakenIn] = []
        seconds = synced(lambda: taken.append(taking_in.take_in(desk, row, base / "intake")))
        committee.close()
        shutil.rmtree(committee.folder)
        if taken[0].documents != len(papers):
            raise RuntimeError(f"{taken[0].documents} of {len(papers)} documents: {taken[0].findings[:3]}")
        return seconds

    def peer() -> float:
        read_once(papers)
        target = base / "peer"
        target.mkdir()
        environment = {**os.environ, "RECIPIENT": _recipient(), "TARGET": str(target)}
        command = ["sh", "-c", _LOOP, "sh", *map(str, papers)]
        seconds = synced(lambda: subprocess.run(command, check=True, env=environment))
        shutil.rmtree(target)
        return seconds

    mine, theirs = alternate(bench.repeat, ours, peer)
    shutil.rmtree(base)
    files = f"{sizes.large} × {size_text(sizes.large_size)}, {sizes.small} × {size_text(sizes.small_size)}"
    work = f"importing {files} (`services.taking_in`: checked, encrypted, two digests, synced; two workers)"
    return faster(work, mine, "`age`, file by file", theirs, 0.7)


def _streams(bench: Bench) -> list[Line]:
    """Encrypt one file of a memory file system into another: as the suite does it, then with both digests."""
    size, recipient, suite = bench.sizes.stream, _recipient(), suite_named("intl-1")
    digested: Seconds = []
    with TemporaryDirectory(dir=_MEMORY if _MEMORY.is_dir() else bench.folder) as memory:
        source, target = Path(memory) / "stream.bin", Path(memory) / "stream.age"
        source.write_bytes(os.urandom(size))

        def sealed(seal: Callable[[BinaryIO, BinaryIO], object]) -> float:
            target.unlink(missing_ok=True)
            with source.open("rb", buffering=0) as reader, target.open("wb", buffering=0) as writer:
                return clock(lambda: seal(reader, writer))

        def peer() -> float:
            digested.append(sealed(lambda reader, writer: seal_document(reader, writer, suite, recipient)))
            target.unlink()
            command = ["age", "-r", recipient, "-o", str(target), str(source)]
            return clock(lambda: subprocess.run(command, check=True))

        def ours() -> float:
            return sealed(lambda reader, writer: suite.seal_stream(reader, writer, (recipient,)))

        mine, theirs = alternate(bench.repeat, ours, peer)
    work = f"encrypting one stream of {size_text(size)}, source and target in memory"
    return [
        faster(work, mine, "`age`", theirs, 0.7),
        faster("– with both digests, in one thread (`seal_document`)", digested, "`age`", theirs, None),
    ]


def _recipient() -> str:
    """Return a new recipient."""
    return str(pyrage.x25519.Identity.generate().to_public())
