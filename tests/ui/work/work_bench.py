"""Measures the work list with ten thousand applications: ``python tests/ui/work/work_bench.py [COUNT]``.

Prints milliseconds: reading a vault, opening the page, filtering, sorting, one painted page while scrolling,
finding in the palette.
"""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from statistics import median
from time import perf_counter

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
ROOT = Path(__file__).resolve().parents[3]
sys.path[:0] = [str(ROOT), str(ROOT / "tests" / "services"), str(Path(__file__).parent)]

from PySide6.QtWidgets import QApplication  # noqa: E402 - the path is set first
from services_stages import Stages  # noqa: E402
from work_crowd import crowd, declared  # noqa: E402

from ui.captions import Captions  # noqa: E402
from ui.context import Context  # noqa: E402
from ui.jobs import InlineJobs  # noqa: E402
from ui.models.found import FoundModel  # noqa: E402
from ui.preferences import Preferences  # noqa: E402
from ui.theme.icons import Icons  # noqa: E402
from ui.theme.theme import Theme  # noqa: E402
from ui.viewmodels.home import heads  # noqa: E402
from ui.viewmodels.review import overview_of  # noqa: E402
from ui.viewmodels.score_data import read_board  # noqa: E402
from ui.viewmodels.session import Session  # noqa: E402
from ui.viewmodels.work_list import Wanted, WorkModel, read_work  # noqa: E402
from ui.views.work_list import WorkListScreen  # noqa: E402
from zgc_review.domain.times import SystemClock  # noqa: E402


def spent(what: str, act: Callable[[], object], times: int = 1) -> object:
    """Print the middle of some runs, in milliseconds."""
    taken, value = [], None
    for _ in range(times):
        begun = perf_counter()
        value = act()
        taken.append((perf_counter() - begun) * 1000)
    sys.stdout.write(f"{median(taken):9.1f} ms  {what}\n")
    return value


def main(count: int) -> int:
    """Build a vault, then measure."""
    app = QApplication([])
    folder = Path(tempfile.mkdtemp(prefix="work-bench-"))
    (folder / "stages").mkdir()
    world = Stages(folder / "stages").copy("opened", folder / "world")
    expert = world.experts[1]
    ids = crowd(expert.desk, expert.round, count)
    declared(expert.desk, expert.round)
    theme = Theme(app, "light", 1.0)
    preferences = Preferences(folder / "preferences.json")
    context = Context(theme, Icons(theme), Captions("zh_CN"), InlineJobs(), preferences, SystemClock())
    session = Session(context, expert.desk)
    session.choose(heads(expert.desk)[0])
    sys.stdout.write(f"{len(ids):,} applications\n")
    spent("read the queue from the vault", lambda: read_board(expert.desk, expert.round))
    work = spent("read the work list from the vault", lambda: read_work(expert.desk, expert.round))
    spent("read the check (with disagreements)", lambda: overview_of(expert.desk, expert.round))
    model = WorkModel(session)
    model.work = work  # type: ignore[assignment]  # read above
    screen = WorkListScreen(context, model)
    screen.resize(1366, 620)
    screen.show()
    app.processEvents()

    def shown(wanted: Wanted) -> None:
        screen._show(wanted)
        screen.table.viewport().repaint()

    spent("open the page", lambda: (screen._loaded(), screen.table.viewport().repaint()))
    for words, wanted in (
        ("filter by words, painted", Wanted(words="芯片 示例")),
        ("filter by state, painted", Wanted(state="unfinished")),
        ("sort by total, painted", Wanted(column="total", down=True)),
        ("sort by a criterion, ungrouped, painted", Wanted(column=1, down=True, grouped=False)),
        ("everything again, painted", Wanted()),
    ):
        spent(words, lambda wanted=wanted: shown(wanted), 5)  # type: ignore[misc]
    bar = screen.table.verticalScrollBar()

    def page() -> None:
        bar.setValue(bar.value() + bar.pageStep())
        screen.table.viewport().repaint()

    spent("scroll one page, painted", page, 60)
    spent(
        "scroll to the end, painted", lambda: (bar.setValue(bar.maximum()), screen.table.viewport().repaint())
    )
    found = FoundModel(screen.findable())
    spent("find in the palette", lambda: found.find("芯片 zgc-0"), 5)
    screen.close()
    world.close()
    shutil.rmtree(folder)
    return 0


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 10_000))
