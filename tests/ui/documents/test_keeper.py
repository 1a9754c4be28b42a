"""Small work beside: when it is due, and that nobody waits for it at the end."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator

import pytest

from ui.documents.keeper import Keeper


class Chores:
    """Counts what was done."""

    def __init__(self) -> None:
        self.times: list[float] = []
        self.done = threading.Event()

    def __call__(self) -> None:
        self.times.append(time.monotonic())
        self.done.set()


@pytest.fixture
def chores() -> Chores:
    return Chores()


@pytest.fixture
def keeper(chores: Chores) -> Iterator[Keeper]:
    made = Keeper(chores)
    made.start()
    yield made
    made.close()


def test_a_chore_waits_its_seconds_and_is_done_once(keeper: Keeper, chores: Chores) -> None:
    asked = time.monotonic()
    keeper.nudge(0.2)
    keeper.nudge(0.3)
    assert chores.done.wait(5)
    assert chores.times[0] - asked >= 0.2
    time.sleep(0.3)
    assert len(chores.times) == 1


def test_the_sooner_of_two_counts(keeper: Keeper, chores: Chores) -> None:
    keeper.nudge(60)
    keeper.nudge()
    assert chores.done.wait(5)


def test_nothing_begins_after_the_end(chores: Chores) -> None:
    keeper = Keeper(chores)
    keeper.start()
    keeper.nudge(60)
    keeper.close()
    assert chores.times == []


def test_a_deadline_is_kept_while_a_chore_waits(keeper: Keeper, chores: Chores) -> None:
    killed = threading.Event()
    keeper.nudge(60)
    with keeper.guard(object(), killed.set, 0.05) as guard:
        assert killed.wait(5)
    assert guard.expired
    assert chores.times == []
