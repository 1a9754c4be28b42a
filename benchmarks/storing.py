"""The database against plain sqlite3, as lines of the table."""

from __future__ import annotations

from benchmarks import database
from benchmarks.bench import Bench
from benchmarks.measure import Line


def run(_bench: Bench) -> list[Line]:
    """Return the lines of the database."""
    return [
        Line(
            work=one["work"].replace("database", "database with encryption:"),
            ours=f"{one['seconds']:.3g} s",
            peer=f"`sqlite3` {one['reference']:.3g} s",
            ratio=f"{one['ratio']:.2f}×",
            goal=f"≤ {one['goal']:g}×",
            reached=one["ratio"] <= one["goal"],
        )
        for one in database.run()
    ]
