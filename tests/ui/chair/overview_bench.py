"""Measures the chair's overview on a real vault: ``overview_bench.py [FOLDER] [APPLICATIONS] [EXPERTS]``.

Builds the round once through the services (a FOLDER that exists is used again), then prints how long the
overview takes to open, to filter, to explain a number, and to follow a revision. No test: it has no limit
of its own; the limits stand in docs/windows.md.
"""

from __future__ import annotations

import os
import random
import shutil
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
HERE = Path(__file__).resolve().parent
TESTS = HERE.parents[1]
sys.path[:0] = [str(TESTS.parent), str(TESTS / "services"), str(TESTS / "deliberation")]

from PySide6.QtCore import QEventLoop  # noqa: E402 - the folders are no packages
from PySide6.QtWidgets import QApplication  # noqa: E402
from services_harness import CRITERIA, PASSPHRASE, new_world  # noqa: E402
from sitting_harness import Sitting, fill  # noqa: E402

import db.vault  # noqa: E402
from ui.captions import Captions  # noqa: E402
from ui.context import Context  # noqa: E402
from ui.jobs import JobRunner  # noqa: E402
from ui.preferences import Preferences  # noqa: E402
from ui.theme.icons import Icons  # noqa: E402
from ui.theme.theme import Theme  # noqa: E402
from ui.viewmodels.chair.grid import Wanted  # noqa: E402
from ui.viewmodels.chair.panel import read_panel  # noqa: E402
from ui.viewmodels.home import heads  # noqa: E402
from ui.views.chair.overview import OverviewPage  # noqa: E402
from ui.views.chair.rooms import ChairRooms  # noqa: E402
from ui.views.program import Program  # noqa: E402
from ui.views.rooms import Rooms  # noqa: E402
from ui.views.shell import Shell  # noqa: E402
from zgc_review.domain.times import SystemClock  # noqa: E402
from zgc_review.services import sheets  # noqa: E402
from zgc_review.services.desk import Desk  # noqa: E402
from zgc_review.services.panel_taking import take_panel  # noqa: E402


def build(folder: Path, applications: int, experts: int) -> None:
    """Make a round with every sheet in, its panel file, and a later one with one revision."""
    names = [f"亓𠮷{chr(0x4E00 + n)}" for n in range(experts)]
    world = new_world(folder, names, applications=applications)
    world.define()
    world.seat()
    world.pack()
    sitting, draw = Sitting(world), random.Random(2026)
    for person in world.experts:
        world.open(person, world.package)
        sitting.declare(person, {})
        with person.desk.vault.begin() as uow:
            rows = uow.applications.all(person.round.round_id)
        for one in rows:
            base = draw.randint(50, 95)
            percents = [max(0, min(100, base + draw.randint(-6, 6))) for _ in CRITERIA]
            fill(person, one.application_id, percents)
        sheets.lock(person.desk, person.round, [one.application_id for one in rows])
        sitting.give_back(person)
        sys.stdout.write(".")
    sitting.aggregate()
    sitting.panel_file()
    sitting.discuss(1)
    sitting.revise(world.experts[1], 88, 1)
    sitting.give_back(world.experts[1])
    sitting.panel_file()
    world.close()


def clock(words: str, act: Callable[[], object], times: int = 3) -> None:
    """Print how long an act takes, the shortest of some."""
    spent = []
    for _ in range(times):
        begun = time.perf_counter()
        act()
        spent.append(time.perf_counter() - begun)
    sys.stdout.write(f"{words}: {1000 * min(spent):,.0f} ms (longest {1000 * max(spent):,.0f})\n")


class Window:
    """The program's window with its threads, as somebody sits before it."""

    def __init__(self, app: QApplication, desk: Desk, kept: Path) -> None:
        self._app = app
        self._jobs = JobRunner()
        theme = Theme(app, "light", 1.0)
        preferences = Preferences(kept / "preferences.json")
        self.context = Context(theme, Icons(theme), Captions("zh_CN"), self._jobs, preferences, SystemClock())
        self.shell = Shell(self.context)
        self.program = Program(self.context, self.shell)
        self.shell.resize(1366, 696)
        self.shell.show()
        self.program._enter(desk)
        assert self.program.rooms is not None
        self.rooms: Rooms = self.program.rooms

    def until(self, is_there: Callable[[], bool]) -> None:
        """Wait as the window waits, then paint."""
        while not is_there():
            self._app.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents, 5)
        self.shell.repaint()

    def page(self) -> OverviewPage | None:
        """Return the overview on show."""
        found = [one for one in self.rooms.findChildren(ChairRooms) if one.frame is self.shell.screen]
        return found[0].overview_page if found else None

    def has_rows(self) -> bool:
        """Say whether the overview shows anything."""
        page = self.page()
        return page is not None and page.cells.rowCount() > 0

    def open(self) -> None:
        """Show the chair's pages anew."""
        self.rooms.show_chair()
        self.until(self.has_rows)

    def load(self) -> None:
        """Read everything anew, as after an act."""
        page = self.page()
        assert page is not None
        before = page.panel.revision
        page.panel.load()
        self.until(lambda: page.panel.revision > before)

    def close(self) -> None:
        """Lock, and end the threads."""
        self.program.lock()
        self._jobs.close()


def measure(desk: Desk, first: Path, second: Path) -> None:
    """Print the times of one chair's overview."""
    app = QApplication.instance() or QApplication([])
    assert isinstance(app, QApplication)
    with desk.vault.begin() as uow:
        row = uow.rounds.all()[0]
    clock("take the panel file (every signature)", lambda: take_panel(desk, row, first), 1)
    clock("compute the panel anew", lambda: read_panel(desk, row))
    take_panel(desk, row, second)
    clock("compute it anew with a revision", lambda: read_panel(desk, row))
    with tempfile.TemporaryDirectory() as kept:
        window = Window(app, desk, Path(kept))
        window.rooms.enter_round(heads(desk)[0])
        window.until(window.has_rows)
        clock("open the overview", window.open)
        clock("an act changed something: read, compute, show", window.load)
        page = window.page()
        assert page is not None
        model = page.model
        clock("filter", lambda: (model.want(Wanted(flagged=True)), window.shell.repaint()), 1)
        clock("filter off", lambda: (model.want(Wanted()), window.shell.repaint()), 1)
        clock("search", lambda: (model.find("17"), window.shell.repaint()), 1)
        model.find("")
        said: list[object] = []
        model.explained.connect(said.append)
        entry = next(iter(model.panel.panel.entries)) if model.panel.panel else ""
        clock("explain a number", lambda: (model.explain(entry), window.until(lambda: bool(said))), 1)
        window.close()


def run() -> None:
    """Build or open the round, then measure."""
    words = sys.argv[1:]
    folder = Path(words[0]) if words else Path(tempfile.mkdtemp()) / "round"
    applications, experts = (int(one) for one in words[1:3]) if len(words) > 2 else (300, 9)
    if not folder.exists():
        begun = time.perf_counter()
        build(folder, applications, experts)
        sys.stdout.write(f"\nbuilt {applications} × {experts} in {time.perf_counter() - begun:,.0f} s\n")
    first, second = sorted(folder.glob("acts*/*.zgcpanel"), key=lambda path: path.stat().st_mtime)
    with tempfile.TemporaryDirectory() as kept:
        vault = Path(shutil.copytree(folder / "vaults" / "e1.zgcvault", Path(kept) / "chair.zgcvault"))
        desk = Desk(db.vault.open_vault(vault, PASSPHRASE), SystemClock())
        measure(desk, first, second)


if __name__ == "__main__":
    run()
