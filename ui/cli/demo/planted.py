"""Whether the round found what was planted, judged by what the program said and sealed."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from ui.cli.console import Console
from ui.cli.demo.evidence import Evidence
from ui.cli.demo.judges import JUDGES
from ui.cli.demo.sample_values import Planted

#: The list of what was planted, below the demo's folder.
LIST: Final = "样例/预设.json"


@dataclass(frozen=True, slots=True)
class Verdict:
    """What was planted, and what was found.

    Attributes:
        planted: everything, in the order of the round.
        found: by id, the rule or result that shows it.
        surplus: experts in whom the screening found a tie that nobody planted.
    """

    planted: tuple[Planted, ...]
    found: Mapping[str, str]
    surplus: tuple[str, ...]

    def lines(self) -> list[str]:
        """Return one line per planted item."""
        said = [
            f"  {'✓' if one.id in self.found else '✗'} {one.id}: {one.where}  [{self.found.get(one.id, '')}]"
            for one in self.planted
        ]
        return [*said, *(f"  ✗ + {expert}" for expert in self.surplus)]

    @property
    def complete(self) -> bool:
        """Whether exactly what was planted was found."""
        return {one.id for one in self.planted} == set(self.found) and not self.surplus


def write_list(out: Path, planted: Sequence[Planted]) -> None:
    """Write the list of what was planted."""
    rows = [{"id": one.id, "where": one.where, "code": one.code} for one in planted]
    (out / LIST).write_text(json.dumps(rows, ensure_ascii=False, indent=1) + "\n", "utf-8")


def judge(out: Path) -> Verdict:
    """Look for everything on the list in what a demo left in its folder."""
    rows = json.loads((out / LIST).read_text("utf-8"))
    planted = tuple(Planted(row["id"], row["where"], row["code"]) for row in rows)
    evidence = Evidence(out)
    found = {}
    for one in planted:
        said = JUDGES[one.id](evidence, one, planted)
        if said:
            found[one.id] = said
    tied = {one.where.partition(" ")[0] for one in planted}
    surplus = sorted({each["expert"] for each in evidence.last("settled") or ()} - tied)
    return Verdict(planted, found, tuple(surplus))


def conclude(console: Console, verdict: Verdict) -> int:
    """Say what was planted and what was found; the exit code is 1 unless it is exactly the same."""
    console.say("demo.planted", planted=len(verdict.planted), found=len(verdict.found))
    for line in verdict.lines():
        console.line(line)
    return 0 if verdict.complete else 1
