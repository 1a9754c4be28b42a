"""Importing many documents against stock ``age`` over the same files, one stream in memory, many rows."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Callable
from functools import partial
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import BinaryIO

import pyrage

from benchmarks.bench import Bench
from benchmarks.committee import Committee
from benchmarks.measure import (
    Line,
    Seconds,
    alternate,
    clock,
    clock_both,
    faster,
    read_once,
    shown,
    size_text,
    synced,
)
from benchmarks.papers import SUB, record_of, write_intake
from zgc_review.intake.memory import Memory
from zgc_review.intake.templates import layouts
from zgc_review.intake.workbooks import write_workbook
from zgc_review.seal.documents import seal_document
from zgc_review.seal.suites import suite_named
from zgc_review.services import taking_in

_PER_APPLICATION = 20
_MEMORY = Path("/dev/shm")  # noqa: S108 - the memory file system, not a place for secrets
_LOOP = 'for file in "$@"; do n=$((n+1)); age -r "$RECIPIENT" -o "$TARGET/$n.age" "$file" || exit 1; done'


def run(bench: Bench) -> list[Line]:
    """Return the lines of importing."""
    return [_folder(bench), *_streams(bench), *_rows(bench)]


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


def _rows(bench: Bench) -> list[Line]:
    """Import a workbook of applications as the window does: read on trial first, then taken in."""
    many, base = bench.sizes.imported, bench.folder / "importing"
    committee = Committee(base, 0)
    desk, row = committee.secretary.desk, committee.secretary.row()
    folder, memory = base / "intake", Memory()
    folder.mkdir()
    layout, _, _, _ = layouts(committee.catalogue, [SUB])
    write_workbook(folder / "申报.xlsx", layout, [record_of(n) for n in range(1, many + 1)])
    tried = clock_both(partial(taking_in.check_folder, desk, row, folder, memory))
    taken: list[taking_in.TakenIn] = []
    kept = clock_both(lambda: taken.append(taking_in.take_in(desk, row, folder, memory=memory)))
    committee.close()
    shutil.rmtree(base)
    if len(taken[0].new) != many:
        raise RuntimeError(f"{len(taken[0].new)} of {many} applications: {taken[0].findings[:3]}")
    return [
        Line(f"importing {many:,} applications from a workbook: read on trial", _both(*tried)),
        Line("– taken in, one transaction each, every one synced", _both(*kept)),
    ]


def _both(seconds: float, processor: float) -> str:
    """Return the seconds, and those of the processor."""
    return f"{shown([seconds])}; processor {shown([processor])}"


def _recipient() -> str:
    """Return a new recipient."""
    return str(pyrage.x25519.Identity.generate().to_public())
