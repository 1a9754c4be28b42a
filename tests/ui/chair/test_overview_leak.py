"""C7: the overview of a chair who stands aside on an application is that of a round without it."""

from __future__ import annotations

import re
import shutil
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtGui import QImage
from pytestqt.qtbot import QtBot
from sitting_harness import CONFLICT, Sitting

LEAKS = Path(__file__).resolve().parents[2] / "leaks"
if str(LEAKS) not in sys.path:
    sys.path.insert(0, str(LEAKS))

from chair_bench import ChairBench  # noqa: E402
from leak_pairs import Pairs  # noqa: E402 - the folder is no package
from leak_places import quick  # noqa: E402
from leak_plan import plan_of  # noqa: E402
from leak_round import Round  # noqa: E402
from leak_words import all_words  # noqa: E402

from ui.context import Context  # noqa: E402
from ui.models.chair_overview import OverviewTable  # noqa: E402
from ui.viewmodels.chair.grid import Row, Wanted  # noqa: E402
from ui.viewmodels.home import heads  # noqa: E402
from ui.views.chair.derivation import DerivationDialog  # noqa: E402
from ui.views.chair.overview import OverviewPage  # noqa: E402
from zgc_review.services.late_conflict import declare_late  # noqa: E402

__all__ = ["quick"]

DESK = 1  # the seed whose chair stands aside before anything was packed
_ID = re.compile(r"[0-9a-f]{8}")  # beginnings of message ids differ between two rounds by nature


@pytest.fixture
def pairs(quick: Path) -> Iterator[Pairs]:
    """Return a round with an application closed to its chair and the same round without it, combined."""
    made = Pairs(plan_of(DESK), quick / "overview")
    assert made.plan.how(0) == "desk"
    made.play(Round.open, Round.score, Round.combine, Round.discuss, Round.panels)
    yield made
    made.close()
    shutil.rmtree(quick / "overview")


def everything(bench: ChairBench) -> list[object]:
    """Return all that the overview holds, says and paints: cells, orders, filters, bars, every derivation."""
    page = bench.rooms.overview_page
    found: list[object] = []
    for wanted in (Wanted(), Wanted(by="number"), Wanted(flagged=True)):
        page.model.want(wanted)
        found += [wanted, painted(page), *cells_of(page)]
    page.model.want(Wanted())
    found += [page.note(), page.hints(), page.findable(), all_words(page)]
    for n, row in enumerate(page.model.grid.rows):
        if isinstance(row, Row):
            columns = (page.cells.column("final"), *range(2, page.cells.first_after))
            found += [explained(bench, n, column) for column in columns]
    return found


def painted(page: OverviewPage) -> QImage:
    """Return the page as pixels: colours and places say as much as words."""
    page.table.choose(0)
    return page.grab().toImage()


def cells_of(page: OverviewPage) -> list[object]:
    """Return what every cell shows, says and tips, but for ids of messages."""
    model = page.cells
    roles = (OverviewTable.CELL, 0, 3)
    return [
        repr(model.data(model.index(row, column), role))
        for row in range(model.rowCount())
        for column in range(model.columnCount())
        for role in roles
    ]


def explained(bench: ChairBench, row: int, column: int) -> str:
    """Return how a number came."""
    page = bench.rooms.overview_page
    page._ask(row, column)
    dialog = next(one for one in bench.shell.findChildren(DerivationDialog) if one.isVisible())
    words = _ID.sub("#", dialog.title.text() + dialog.text.text() + dialog.words())
    dialog.close()
    return words


def test_c7_the_overview_is_that_of_a_round_without_the_application(
    pairs: Pairs, context: Context, qtbot: QtBot
) -> None:
    """Counts, values, ranks, order, colours, reasons, derivations: word for word and pixel for pixel."""
    seen = []
    for one in pairs.both():
        assert one.person(0).row is not None
        bench = ChairBench(context, qtbot, one.sitting, one.person(0))
        seen.append(everything(bench))
        bench.program.lock()
    first, second = seen
    assert len(first) == len(second) > 40
    assert [pair for pair in zip(first, second, strict=True) if pair[0] != pair[1]] == []


def test_c7_what_is_declared_late_leaves_the_overview_at_once(
    chair_at: Callable[..., ChairBench], sitting_at: Callable[[str], Sitting]
) -> None:
    """Rules §4.2, §15: rank, running total and counts of the others close up; the agenda knows nothing."""
    sitting = sitting_at("five")
    sitting.aggregate()
    bench = chair_at(sitting=sitting)
    page = bench.rooms.overview_page
    before = [row for row in page.model.grid.rows if isinstance(row, Row)]
    assert [row.entry.number for row in before] == ["ZGC-0003", "ZGC-0002", "ZGC-0001"]
    hidden = before[0].entry
    assert hidden.unit in all_words(bench.shell)
    declare_late(sitting.chair.desk, sitting.chair.round, hidden.application, CONFLICT)
    assert bench.program.rooms is not None
    bench.program.rooms.resume()
    page = bench.rooms.overview_page
    after = [row for row in page.model.grid.rows if isinstance(row, Row)]
    assert [(row.entry.number, row.place.rank) for row in after if row.place] == [
        ("ZGC-0002", 1),
        ("ZGC-0001", 2),
    ]
    assert page.panel.panel is not None
    assert hidden.application not in page.panel.panel.entries
    said = all_words(bench.shell)
    assert [one for one in (hidden.number, hidden.unit, hidden.title) if one in said] == []
    page.model.explain(hidden.application)
    assert [one for one in bench.shell.findChildren(DerivationDialog) if one.isVisible()] == []
    assert heads(sitting.chair.desk)[0].role == "chair"
