"""The windows over thousands of rows: to open a page, to filter it, and how long no events are taken."""

from __future__ import annotations

import os
import shutil
import statistics
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from benchmarks.bench import Bench
from benchmarks.committee import Person
from benchmarks.crowd import checking
from benchmarks.judged import Judged, combined
from benchmarks.measure import Line, clock, clock_both, shown, within
from benchmarks.work_crowd import crowd, declared
from zgc_review.services.panel_taking import take_panel

if TYPE_CHECKING:
    from benchmarks.desktop import Desktop, Taken

_OPEN, _FILTER, _BLOCK, _REVISION = 1.0, 0.1, 0.05, 0.2
_WORDS = "12"
_WANTED: tuple[dict[str, Any], ...] = (
    {"words": "芯片 示例"},
    {"state": "unfinished"},
    {"column": "total", "down": True},
    {"column": 1, "down": True, "grouped": False},
    {},
)


@dataclass
class Page:
    """What was measured at one page.

    Attributes:
        first: when it was never shown before; it is built then.
        opened, filtered: later visits, and filters until they were painted.
    """

    first: list[Taken] = field(default_factory=list)
    opened: list[Taken] = field(default_factory=list)
    filtered: list[Taken] = field(default_factory=list)

    def opens(self, taken: Taken) -> None:
        """Note an opening."""
        (self.opened if self.first else self.first).append(taken)

    def line(self, work: str) -> Line:
        """Return the page as a line: openings, filters, longest block, each with its goal."""
        words = [f"opened {_said(self.opened)}, the first time {_said(self.first)}"]
        goals = [f"≤ {_OPEN:g} s"]
        reached = all(_middle(each) <= _OPEN for each in (self.first, self.opened))
        if self.filtered:
            words.append(f"filtered {_said(self.filtered)}")
            goals.append(f"≤ {1000 * _FILTER:g} ms")
            reached &= _middle(self.filtered) <= _FILTER
        longest = max((*self.first, *self.opened, *self.filtered), key=lambda one: one.blocked)
        words.append(f"no events for {shown([longest.blocked])} at most (processor {shown([longest.busy])})")
        goals.append(f"≤ {1000 * _BLOCK:g} ms")
        return Line(
            work, "; ".join(words), goal="; ".join(goals), reached=reached and longest.blocked <= _BLOCK
        )


def _middle(taken: Sequence[Taken]) -> float:
    return statistics.median(one.seconds for one in taken)


def _said(taken: Sequence[Taken]) -> str:
    """Return the seconds, and those of the processor, which other work does not stretch."""
    processor = statistics.median(one.processor for one in taken)
    return f"{shown([one.seconds for one in taken])}, processor {shown([processor])}"


def run(bench: Bench) -> list[Line]:
    """Return the lines of the tables; all of them offscreen."""
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    return [*_checking(bench), *_combined(bench), *_chair(bench), *_working(bench)]


def _checking(bench: Bench) -> list[Line]:
    """The secretary's pages in the middle of the check."""
    many, experts = bench.sizes.tables
    folder = bench.folder / "tables"
    committee = checking(folder, many, experts)
    committee.close()
    return _secretary(
        bench, committee.secretary, folder, f"secretary, {many:,} checked × {experts:,} experts"
    )


def _combined(bench: Bench) -> list[Line]:
    """The secretary's pages once every sheet is combined."""
    many, experts = bench.sizes.judged
    folder = bench.folder / "tables"
    committee = combined(folder, many, experts)
    committee.close()
    return _secretary(bench, committee.secretary, folder, f"secretary, {many:,} × {experts} sheets combined")


def _secretary(bench: Bench, person: Person, folder: Path, title: str) -> list[Line]:
    """Go through every page and tab of the secretary, again and again."""
    from benchmarks.desktop import Desktop  # noqa: PLC0415 - the other measurements have no window

    person.reopen()
    window = Desktop(person.desk, folder)
    pages, light = {"board": Page()}, []
    for turn in range(bench.repeat + 1):
        pages["board"].opens(window.enter())
        for name, act in _places(window):
            page = pages.setdefault(name, Page())
            page.opens(window.take(act))
            if turn:
                _filter(window, page)
        light += [window.take(partial(window.context.theme.set_mode, mode)) for mode in ("dark", "light")]
        window.take(window.rooms.show_home)
    window.close()
    shutil.rmtree(folder)
    changed = Line(f"{title}: light to dark or back, every page built", _said(light))
    return [*(page.line(f"{title}: {name}") for name, page in pages.items()), changed]


def _places(window: Desktop) -> Iterator[tuple[str, Callable[[], object]]]:
    """Yield every page and tab behind the first page, with what leads there."""
    from ui.views.tabs import TabbedPage  # noqa: PLC0415 - the other measurements have no window

    frame = window.frame
    for key in list(frame.pages)[1:]:
        yield key, partial(frame.turn, key)
        page = frame.pages[key]
        if isinstance(page, TabbedPage):
            for n in range(1, len(page.pages)):
                yield f"{key} {n + 1}", partial(page.turn, n)
            page.choose(0)


def _filter(window: Desktop, page: Page) -> None:
    """Search the list of the page on show, if it has one, and show everything again."""
    from PySide6.QtWidgets import QLineEdit  # noqa: PLC0415 - the other measurements have no window

    screen = window.frame.page
    for one in screen.findChildren(QLineEdit):
        if one.isVisible() and one.isEnabled() and one.property("tool") == "true":
            for words in (_WORDS, ""):
                page.filtered.append(window.take(partial(one.setText, words)))
            return


def _chair(bench: Bench) -> list[Line]:
    """The chair's overview, and a revision that comes in."""
    from benchmarks.desktop import Desktop  # noqa: PLC0415 - the other measurements have no window
    from ui.viewmodels.chair.panel import read_panel  # noqa: PLC0415 - the other measurements have no window
    from ui.views.chair.overview import OverviewPage  # noqa: PLC0415 - the other measurements have no window

    many, experts = bench.sizes.overview
    folder = bench.folder / "tables"
    made = Judged(folder, many, experts)
    chair, first = made.chair, made.panel_file()
    taking = clock(partial(take_panel, chair.desk, chair.row(), first))
    made.revise(88)
    second = made.panel_file()
    take_panel(chair.desk, chair.row(), second)
    row = chair.row()
    computed = [clock_both(partial(read_panel, chair.desk, row)) for _ in range(bench.repeat)]
    for one in (made.committee.secretary, *made.committee.experts[1:]):
        one.close()
    window = Desktop(chair.desk, folder)
    page, followed = Page(), []
    for turn in range(bench.repeat + 1):
        page.opens(window.enter())
        if turn:
            _filter(window, page)
        overview = window.frame.pages.of("overview", OverviewPage)
        followed.append(window.take(overview.panel.load))
        window.take(window.rooms.show_home)
    window.close()
    shutil.rmtree(folder)
    title = f"chair, {many} × {experts} overview"
    return [
        page.line(title),
        within(
            f"{title}: a revision recomputed", [a for a, _ in computed], _REVISION, [b for _, b in computed]
        ),
        Line("– until it is painted", _said(followed)),
        Line("– its panel file taken before, every signature checked", shown([taking])),
    ]


def _working(bench: Bench) -> list[Line]:
    """The work list of an expert."""
    from benchmarks.desktop import Desktop  # noqa: PLC0415 - the other measurements have no window
    from ui.viewmodels.work_list import Wanted  # noqa: PLC0415 - the other measurements have no window
    from ui.views.work_list import WorkListScreen  # noqa: PLC0415 - the other measurements have no window

    folder = bench.folder / "tables"
    made = Judged(folder, 3, 1, sheets_in=False)
    expert = made.chair
    ids = crowd(expert.desk, expert.row(), bench.sizes.listed)
    declared(expert.desk, expert.row())
    window = Desktop(expert.desk, folder)
    window.enter()
    page = Page()
    for turn in range(bench.repeat + 1):
        page.opens(window.take(window.rooms.show_work_list))
        screen = window.shell.screen
        if not isinstance(screen, WorkListScreen):
            raise TypeError(screen)
        for wanted in _WANTED if turn else ():
            page.filtered.append(window.take(partial(screen._show, Wanted(**wanted))))  # noqa: SLF001 - as a click does
        window.take(window.rooms.show_home)
    window.close()
    made.committee.close()
    shutil.rmtree(folder)
    return [page.line(f"expert, work list of {len(ids):,}, by words, state, total, criterion, all")]
