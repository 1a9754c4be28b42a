"""Takes pictures of every screen: both languages, light and dark, 100 % and 150 % (make screens).

Everything shown is invented. The window is 1366 × 768 as a whole; a dialog is taken alone.
``--only zh-light-100`` takes one way, ``--tour entry`` one tour, ``--troubles`` lists words without room.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

HERE = Path(__file__).resolve().parent
# A screen as high as a small laptop's leaves for a window (look.md §9): dialogs keep to it.
os.environ["QT_QPA_PLATFORM"] = f"offscreen:configfile={HERE / 'screen.json'}"
sys.path[:0] = [
    str(HERE),
    *(
        str(HERE.parent / one)
        for one in ("services", "deliberation", "stages", "assigning", "gates", "conflict_desk", "ui")
    ),
]

import tour_chair  # noqa: E402 - after the path
import tour_entry  # noqa: E402
import tour_expert  # noqa: E402
import tour_member  # noqa: E402
import tour_observer  # noqa: E402
import tour_office  # noqa: E402
import tour_secretary  # noqa: E402
import tour_stages  # noqa: E402
from gallery import PICTURES  # noqa: E402
from PySide6.QtCore import qInstallMessageHandler  # noqa: E402
from PySide6.QtWidgets import QApplication  # noqa: E402
from screens_bases import Bases  # noqa: E402
from studio import LOOKS, Camera, Stage, stage  # noqa: E402

from ui.theme.theme import STYLE  # noqa: E402

#: Each tour: its name, the round it walks through, its steps.
TOURS: tuple[tuple[str, str, Callable[[Stage], None]], ...] = (
    *tour_entry.TOURS,
    *tour_expert.TOURS,
    *tour_member.TOURS,
    *tour_secretary.TOURS,
    *tour_office.TOURS,
    *tour_chair.TOURS,
    *tour_observer.TOURS,
    *tour_stages.TOURS,
)


def main() -> int:
    """Take every picture."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, default=Path("docs/screens"))
    parser.add_argument("--only", default="", help="such as zh-light-100")
    parser.add_argument("--tour", default="", help="names of tours, comma between")
    parser.add_argument("--troubles", action="store_true", help="list words that have too little room")
    args = parser.parse_args()
    args.out.mkdir(parents=True, exist_ok=True)
    qInstallMessageHandler(_say)
    app = QApplication(["take", *STYLE])
    camera = Camera(args.out)
    wanted = [one for one in TOURS if not args.tour or one[0] in args.tour.split(",")]
    with tempfile.TemporaryDirectory() as name:
        bases = Bases(Path(name))
        for tour, base, steps in wanted:
            begun = time.monotonic()
            bases.base(base)
            built = time.monotonic()
            for look in LOOKS:
                if args.only in look.suffix:
                    with tempfile.TemporaryDirectory() as place:
                        world = bases.copy(base, Path(place) / "round")
                        with stage(app, world, camera, look) as made:
                            steps(made)
            print(f"{tour}: {built - begun:.0f} s + {time.monotonic() - built:.0f} s", flush=True)
    camera.close()
    if args.troubles:
        print("\n".join(camera.troubles))
    _clear(args.out, whole=not (args.only or args.tour))
    return 0


def _say(_kind: object, _where: object, words: str) -> None:
    """Leave out what the platform without a screen cannot do."""
    if "This plugin does not support" not in words:
        print(words, file=sys.stderr)


def _clear(out: Path, *, whole: bool) -> None:
    """After a whole walk, take away pictures that are no longer in the list."""
    if whole:
        names = {f"{name}-{look.suffix}.png" for name in PICTURES for look in LOOKS}
        for path in out.glob("*.png"):
            if path.name not in names:
                path.unlink()


if __name__ == "__main__":
    sys.exit(main())
