"""Packing for a whole panel against ``cp`` of the bytes written; re-reading the stick by itself."""

from __future__ import annotations

import hashlib
import subprocess
from pathlib import Path

from benchmarks.bench import Bench
from benchmarks.measure import MIB, Line, alternate, clock, read_once, size_text, slower, synced
from zgc_review.seal.safe_files import check_medium, forget_cached

_PEAK = 150 * MIB


def run(bench: Bench) -> list[Line]:
    """Return the lines of packing: time, peak memory, re-reading."""
    stick = bench.stick
    copy = bench.folder / "copy.zgcpkg"
    peaks: list[int] = []

    def ours() -> float:
        read_once(stick.objects)
        report = stick.pack()
        peaks.append(report.peak)
        return report.seconds

    def peer() -> float:
        read_once([stick.package])
        seconds = synced(lambda: subprocess.run(["cp", stick.package, copy], check=True))
        copy.unlink()
        return seconds

    mine, theirs = alternate(bench.repeat, ours, peer)
    size = size_text(bench.sizes.package)
    work = f"packing {size} for {bench.sizes.experts} experts"
    peak = max(peaks)
    return [
        slower(f"{work}, not yet read again (`services.packing`)", mine, "`cp`", theirs, 1.5),
        Line(
            f"{work}: peak memory of the process",
            f"{peak / MIB:.0f} MiB",
            goal="≤ 150 MiB",
            reached=peak <= _PEAK,
        ),
        _rereading(bench, stick.package),
    ]


def _rereading(bench: Bench, package: Path) -> Line:
    """Read the package again, from the medium where the system can be asked to."""
    digest = hashlib.sha256()
    with package.open("rb") as stream:
        while chunk := stream.read(MIB):
            digest.update(chunk)

    def peer() -> float:
        with package.open("rb") as stream:
            forget_cached(stream)
        return clock(lambda: subprocess.run(["sha256sum", package], check=True, stdout=subprocess.DEVNULL))

    mine, theirs = alternate(
        bench.repeat, lambda: clock(lambda: check_medium(package, digest.hexdigest())), peer
    )
    work = f"re-reading that package of {package.stat().st_size / MIB:,.0f} MiB, not cached"
    return slower(work, mine, "`sha256sum`", theirs, None)
