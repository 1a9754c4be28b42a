"""A page that was left asks nothing more: timers, jobs under way, signals on their way."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from ui.jobs import JobRunner, attends

if TYPE_CHECKING:
    from conftest import Sitting

Open = Callable[[str], "Sitting"]
LATER = 500  # ms: longer than any pause that a page waits before it asks


@pytest.fixture
def threads() -> Iterator[JobRunner]:
    """Run jobs on threads, as the program does; nothing may fail unheard."""
    runner = JobRunner()
    faults: list[BaseException] = []
    runner.fault.connect(faults.append)
    yield runner
    runner.close()
    assert faults == []


def pending(sit: Sitting, stick: Path) -> None:
    """Choose another size and another expert: the medium is looked at again in a moment."""
    sit.rooms.go("pack")
    pane = sit.rooms.pack_pane
    pane.choose_folder(stick)
    sit.qtbot.waitUntil(lambda: pane.experts.codes() != ())
    pane.letters_only.click()
    assert pane._looking.isActive()


@pytest.mark.parametrize("way", ["close", "lock", "home"])
def test_a_pause_that_runs_out_after_the_round_was_left_asks_nothing(
    sitting: Open, tmp_path: Path, way: str
) -> None:
    sit = sitting("seated")
    pending(sit, tmp_path / "stick")
    if way == "close":
        sit.shell.close()
    elif way == "lock":
        sit.program.lock()
    else:
        assert sit.program.rooms is not None
        sit.program.rooms.ways.go_home()
    sit.qtbot.wait(LATER)


def test_an_answer_that_comes_after_the_round_was_left_is_dropped(
    threads: JobRunner, sitting: Open, tmp_path: Path
) -> None:
    sit = sitting("seated")
    pending(sit, tmp_path / "stick")
    board, post = sit.rooms.board, sit.rooms.post
    for model in (board, post):
        model.session.context = replace(model.session.context, jobs=threads)
    heard: list[object] = []
    post.looked.connect(heard.append)
    sit.rooms.pack_pane._look()
    board.load()
    assert sit.program.rooms is not None
    sit.program.rooms.ways.go_home()
    assert not attends(post)
    sit.qtbot.wait(LATER)
    assert heard == []
