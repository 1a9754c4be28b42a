"""How much is measured: the sizes of design §7, and tiny ones that only show that everything runs."""

from __future__ import annotations

from dataclasses import dataclass

from benchmarks.measure import GIB, MIB

# One volume must hold the package.
LARGEST = 3 * GIB


@dataclass(frozen=True, slots=True)
class Sizes:
    """Sizes of all measurements.

    Attributes:
        package: bytes of documents in the package.
        document: bytes of one of them.
        experts: letters in the package.
        large, small: imported documents of ``large_size`` and ``small_size`` bytes.
        stream: bytes encrypted in memory.
        aggregated: applications that are aggregated, five sheets each.
        corrected: targets and raters whose marks are corrected for severity, three marks each target.
        rows: rows of the database.
        imported: applications of a workbook without documents.
        screened: applications and experts compared for conflicts.
        assigned: applications and experts of each assignment; the last is run once.
        viewed: documents read one after the other, and pages of one of text.
        scanned: pages of a scan.
        tables: applications and experts in the secretary's tables while they are checked.
        judged: applications and experts whose sheets the secretary combined.
        overview: applications and experts in the chair's overview.
        listed: applications in an expert's work list.
    """

    package: int = 2 * GIB
    document: int = 4 * MIB
    experts: int = 15
    large: int = 128
    large_size: int = 4 * MIB
    small: int = 512
    small_size: int = 256 * 1024
    stream: int = 512 * MIB
    aggregated: int = 3_000
    corrected: tuple[int, int] = (10_000, 1_000)
    rows: int = 100_000
    imported: int = 5_000
    screened: tuple[int, int] = (10_000, 5_000)
    assigned: tuple[tuple[int, int], ...] = ((2_000, 400), (10_000, 1_000))
    viewed: int = 50
    scanned: int = 1_000
    tables: tuple[int, int] = (5_000, 1_000)
    judged: tuple[int, int] = (5_000, 3)
    overview: tuple[int, int] = (300, 9)
    listed: int = 10_000


TINY = Sizes(
    package=MIB,
    document=64 * 1024,
    experts=3,
    large=4,
    large_size=64 * 1024,
    small=8,
    small_size=16 * 1024,
    stream=MIB,
    aggregated=20,
    corrected=(20, 6),
    rows=300,
    imported=20,
    screened=(20, 10),
    assigned=((20, 10),),
    viewed=2,
    scanned=5,
    tables=(20, 10),
    judged=(6, 3),
    overview=(6, 3),
    listed=30,
)


def parse_size(text: str) -> int:
    """Return the bytes of ``2GiB``, ``512MiB`` or a plain number.

    Raises:
        ValueError: anything else.
    """
    for name, unit in (("GiB", GIB), ("MiB", MIB), ("KiB", 1024)):
        if text.endswith(name):
            return int(text.removesuffix(name)) * unit
    return int(text)
