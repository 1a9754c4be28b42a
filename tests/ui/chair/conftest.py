"""A window at the chair's pages of a round in its sitting."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from ui.context import Context

HERE = Path(__file__).resolve().parent
for folder in (HERE.parents[1] / "deliberation", HERE.parents[1] / "stages", HERE):
    if str(folder) not in sys.path:
        sys.path.insert(0, str(folder))

from chair_bench import ChairBench  # noqa: E402 - the folder is no package
from services_harness import Person  # noqa: E402
from sitting_harness import Bases, Sitting  # noqa: E402


@pytest.fixture(scope="session")
def bases(tmp_path_factory: pytest.TempPathFactory) -> Bases:
    """Return the rounds that tests copy; see :class:`Bases` for their names."""
    return Bases(tmp_path_factory.mktemp("bases"))


@pytest.fixture
def sitting_at(bases: Bases, tmp_path: Path) -> Iterator[Callable[[str], Sitting]]:
    """Return a function that gives an own copy of a round whose sheets are all in, not yet combined."""
    given: list[Sitting] = []

    def copy(name: str) -> Sitting:
        given.append(bases.copy(name, tmp_path / f"{name}{len(given)}"))
        return given[-1]

    yield copy
    for one in given:
        one.world.close()


@pytest.fixture
def chair_at(
    context: Context, qtbot: QtBot, sitting_at: Callable[[str], Sitting]
) -> Iterator[Callable[..., ChairBench]]:
    """Return a function that opens the chair's window: combined, panel file taken, frame on show.

    ``chair_at("five")``; ``chair_at(sitting=made)`` for a round that was prepared further;
    ``reader``: an acting chair; ``taken=False``: no panel file was taken yet.
    """
    made: list[ChairBench] = []

    def open_at(
        name: str = "five",
        *,
        sitting: Sitting | None = None,
        reader: Person | None = None,
        taken: bool = True,
    ) -> ChairBench:
        held = sitting
        if held is None:
            held = sitting_at(name)
            held.aggregate()
        person = reader or held.chair
        if taken:
            held.take(person, held.panel_file(person))
        made.append(ChairBench(context, qtbot, held, person))
        return made[-1]

    yield open_at
    for one in made:
        one.program.lock()
