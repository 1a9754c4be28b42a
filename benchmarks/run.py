"""Measures the lines of ``docs/figures.md`` (design §7): ``.venv/bin/python benchmarks/run.py``."""

from __future__ import annotations

import argparse
import os
import shutil
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

from benchmarks import (
    aggregating,
    assigning,
    fetching,
    importing,
    opening,
    packing,
    screening,
    starting,
    storing,
    tables,
    viewing,
    windows,
)
from benchmarks.bench import ROOT, Bench, Measurement
from benchmarks.figures import head_of, write_figures
from benchmarks.measure import Line
from benchmarks.sizes import LARGEST, Sizes, parse_size

MEASUREMENTS: Mapping[str, Measurement] = {
    "packing": packing.run,
    "opening": opening.run,
    "fetching": fetching.run,
    "importing": importing.run,
    "database": storing.run,
    "aggregation": aggregating.run,
    "start": starting.run,
    "conflicts": screening.run,
    "assignment": assigning.run,
    "viewing": viewing.run,
    "windows": windows.run,
    "tables": tables.run,
}


def main(argv: Sequence[str]) -> int:
    """Measure and print; write the figures when everything was measured."""
    args = _parser().parse_args(argv)
    folder: Path = args.folder
    if folder.exists() and any(folder.iterdir()):
        print(f"{folder} is not empty", file=sys.stderr)
        return 2
    folder.mkdir(parents=True, exist_ok=True)
    load = os.getloadavg()
    bench = Bench(folder.resolve(), Sizes(package=args.size), args.repeat)
    try:
        lines = measure(bench, args.only or tuple(MEASUREMENTS))
    finally:
        bench.close()
        if not args.keep:
            shutil.rmtree(folder)
    if not args.only:
        write_figures(args.out, head_of(args.out.parent, args.repeat, load), lines)
        print(f"written: {args.out}")
    return 0


def measure(bench: Bench, names: Sequence[str]) -> dict[str, list[Line]]:
    """Run the named measurements in their order, printing each line as it is there."""
    found: dict[str, list[Line]] = {}
    for name, run in MEASUREMENTS.items():
        if name in names:
            found[name] = run(bench)
            for line in found[name]:
                reached = {True: "yes", False: "NO", None: "-"}[line.reached]
                print(
                    f"{line.work}: {line.ours} | {line.peer} | {line.ratio} | {line.goal} | {reached}",
                    flush=True,
                )
    return found


def _parser() -> argparse.ArgumentParser:
    """Return the parser."""
    parser = argparse.ArgumentParser(prog="benchmarks/run.py", description="Measure docs/figures.md.")
    parser.add_argument("--only", nargs="+", choices=tuple(MEASUREMENTS), help="measure these, write nothing")
    parser.add_argument(
        "--size", type=_size, default=Sizes().package, help="bytes of documents packed (2GiB)"
    )
    parser.add_argument("--repeat", type=int, default=3, help="runs of each side (3)")
    parser.add_argument("--folder", type=Path, default=ROOT / "out" / "bench", help="where; must be empty")
    parser.add_argument(
        "--out", type=Path, default=ROOT / "docs" / "figures.md", help="file with the figures"
    )
    parser.add_argument("--keep", action="store_true", help="leave the folder")
    return parser


def _size(text: str) -> int:
    """Return a size that one volume holds."""
    size = parse_size(text)
    if not 0 < size <= LARGEST:
        raise ValueError(text)
    return size


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
