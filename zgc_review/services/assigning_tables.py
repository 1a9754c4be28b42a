"""Tables a committee brings to an assignment: bounds of single experts, affinities."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Final

from zgc_review.errors import IntakeError

LOADS: Final = ("expert_number", "least", "most")
AFFINITY: Final = ("application_number", "expert_number", "affinity")


def read_loads(path: Path) -> dict[str, tuple[int, int]]:
    """Return the bounds of single experts by 名册编号.

    Raises:
        IntakeError: ``assign.table`` with the row.
    """
    return {texts[0]: (numbers[0], numbers[1]) for texts, numbers in _read(path, LOADS, 1)}


def read_affinity(path: Path) -> dict[tuple[str, str], int]:
    """Return affinities by (application number, 名册编号).

    Raises:
        IntakeError: ``assign.table`` with the row.
    """
    return {(texts[0], texts[1]): numbers[0] for texts, numbers in _read(path, AFFINITY, 2)}


def _read(path: Path, columns: tuple[str, ...], texts: int) -> list[tuple[tuple[str, ...], tuple[int, ...]]]:
    """Read a CSV table with exactly these columns, the first of them ``texts`` that name a row once.

    Raises:
        IntakeError: ``assign.table`` with the row.
    """
    number = 1
    found: list[tuple[tuple[str, ...], tuple[int, ...]]] = []
    known: set[tuple[str, ...]] = set()
    try:
        with path.open(encoding="utf-8-sig", newline="") as source:
            reader = csv.reader(source, strict=True)
            if next(reader, None) != list(columns):
                raise ValueError
            while True:
                number += 1  # counted before the row is read, which may fail
                if (row := next(reader, None)) is None:
                    break
                name, figures = tuple(row[:texts]), row[texts:]
                if len(row) != len(columns) or name in known or any(not one.isascii() for one in figures):
                    raise ValueError
                known.add(name)
                found.append((name, tuple(int(one) for one in figures)))
    except (OSError, UnicodeDecodeError, csv.Error, ValueError) as fault:
        raise IntakeError("assign.table", file=path.name, row=number) from fault
    return found
