"""A whole round in real windows, by clicks and keys, from the demo's intake folder to the opened result.

Usage: ``round_walk.py FOLDER [FIRST]``; run by test_real_round in a process of its own. FIRST names the scene
to go on with in a folder where an earlier walk stopped.
"""

from __future__ import annotations

import os
import shutil
import sys
import time
from collections.abc import Callable
from pathlib import Path

import round_closing
import round_experts
import round_first
import round_office
import round_seats
import round_sitting
from faults import say, stop_at_faults
from PySide6.QtWidgets import QApplication
from round_cast import Round, prepare

from ui.theme.theme import STYLE

#: Where the round is copied to after a scene, and after which; after every one where none is named.
SNAPSHOTS = os.environ.get("ZGC_WALK_SNAPSHOTS", "")
KEPT = os.environ.get("ZGC_WALK_KEPT", "").split()
Scene = Callable[[QApplication, Round], None]


def vaults(app: QApplication, play: Round) -> None:
    """Secretary and observer make vaults."""
    for name in ("秘书", "监督"):
        round_first.make_vault(app, play, play.people[name])


SCENES: dict[str, Scene] = {
    "vaults": vaults,
    "found": round_first.found,
    "observe": round_first.observe,
    **round_office.SCENES,
    **round_seats.SCENES,
    **round_experts.SCENES,
    **round_sitting.SCENES,
    **round_closing.SCENES,
}


def main() -> int:
    """Walk."""
    folder = Path(sys.argv[1])
    names = list(SCENES)
    first = names.index(sys.argv[2]) if len(sys.argv) > 2 else 0
    stop_at_faults()
    app = QApplication(["walk", *STYLE])
    app.setQuitOnLastWindowClosed(False)
    play = Round.read(folder) if first else prepare(folder)
    for name in names[first:]:
        began = time.monotonic()
        SCENES[name](app, play)
        play.keep()
        if SNAPSHOTS and (not KEPT or name in KEPT):
            kept = Path(SNAPSHOTS) / name
            shutil.rmtree(kept, ignore_errors=True)
            shutil.copytree(folder, kept)
        say(f"scene: {name} {time.monotonic() - began:.1f} s")
    say(f"walk: done on {app.platformName()}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
