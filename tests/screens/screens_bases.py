"""Rounds by name, each built once from the one before it and copied for every window."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import screens_office as office
import screens_stages as stages
import screens_world as rounds
from services_harness import World

Step = Callable[[World], None]

#: A round that grows out of another: what it grows out of, and by what.
_STEPS: dict[str, tuple[str, Step]] = {
    "scored": ("packed", rounds.scored),
    "rehearsed": ("scored", rounds.rehearsed),
    "waiting": ("packed", rounds.waiting),
    "collected": ("packed", rounds.collected),
    "combined": ("collected", rounds.combined),
    "discussed": ("combined", rounds.discussed),
    "decided": ("discussed", rounds.decided),
    "confirmed": ("decided", rounds.confirmed),
    "sealed": ("confirmed", rounds.sealed),
    "amended": ("scored", rounds.amended),
    "planned": ("taken", office.planned),
    "seated": ("planned", office.seated),
    "midterm-discussed": ("midterm-combined", stages.discussed),
    "midterm-combined": ("midterm", stages.combined),
    "acceptance-discussed": ("acceptance-combined", stages.discussed),
    "acceptance-combined": ("acceptance", stages.combined),
    "acceptance-decided": ("acceptance-discussed", stages.decided),
    "acceptance-sealed": ("acceptance-decided", stages.sealed),
}


class Bases:
    """Builds rounds in a folder; vaults of a base are closed."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._made: dict[str, World] = {}

    def copy(self, name: str, folder: Path) -> World:
        """Return an own copy of a round."""
        base = self.base(name)
        made: World = getattr(base, "copied", base.copy)(folder)  # a round of gates copies itself
        return made

    def base(self, name: str) -> World:
        """Return a round that is only to be copied."""
        if name not in self._made:
            world = self._grown(name) if name in _STEPS else self._first(name)
            world.close()
            self._made[name] = world
        return self._made[name]

    def _grown(self, name: str) -> World:
        before, step = _STEPS[name]
        world = self.copy(before, self._folder / name)
        step(world)
        return world

    def _first(self, name: str) -> World:
        makers: dict[str, Callable[[Path], Any]] = {
            "packed": self._packed,
            "taken": office.taken,
            "intake": office.intake,
            "conflicts": office.conflicts,
            "settling": office.settling,
            "escrow": office.escrow,
            "midterm": partial(stages.begun, stage="midterm"),
            "acceptance": partial(stages.begun, stage="acceptance"),
        }
        made: World = makers[name](self._folder / name)
        return made

    def _packed(self, folder: Path) -> World:
        return rounds.packed(folder, rounds.make_papers(self._folder / "papers"))
