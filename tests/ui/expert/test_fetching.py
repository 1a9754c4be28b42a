"""Documents on their way into the vault: progress in bytes, stopped, taken up again."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest
from member_bench import Bench
from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QLabel, QPushButton
from pytestqt.qtbot import QtBot
from services_harness import Person, World

import ui.media
from ui.context import Context
from ui.jobs import JobRunner
from ui.views.home import HomeScreen

WAIT = 20_000


class Brake(QObject):
    """Holds the copying at its first step, in the thread that copies, until it is let go."""

    def __init__(self, jobs: JobRunner) -> None:
        super().__init__()
        self.reached, self.go = threading.Event(), threading.Event()
        jobs.moved.connect(self._hold, Qt.ConnectionType.DirectConnection)

    def _hold(self, _target: object, done: int, _total: int) -> None:
        if done and not self.reached.is_set():
            self.reached.set()
            self.go.wait(WAIT / 1000)


@pytest.fixture
def threaded(context: Context) -> Iterator[Context]:
    """Return surroundings with real threads, ended at the end."""
    jobs = JobRunner()
    yield replace(context, jobs=jobs)
    jobs.close()


def held(person: Person) -> int:
    return len(person.desk.vault.objects.digests())


def test_fetching_shows_bytes_stops_and_goes_on(
    threaded: Context, qtbot: QtBot, at: Callable[[str], World], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ui.media, "media_roots", lambda: ())
    world = at("packed")
    person = world.experts[1]
    jobs = threaded.jobs
    assert isinstance(jobs, JobRunner)
    bench = Bench(threaded, qtbot, world, person)
    screen = bench.screen(HomeScreen)
    brake = Brake(jobs)
    screen.open(world.package, world.code(2))
    qtbot.waitUntil(brake.reached.is_set, timeout=WAIT)
    assert not screen.opened.act.isEnabled()
    screen.progress.show()  # 300 ms of patience are over on a slow stick
    stop = bench.find(QPushButton, "progressCancel")
    qtbot.mouseClick(stop, Qt.MouseButton.LeftButton)
    assert not stop.isEnabled()
    brake.go.set()
    done = bench.find(QLabel, "homeDone")
    qtbot.waitUntil(lambda: bool(done.text()), timeout=WAIT)
    assert "MB" in bench.find(QLabel, "progressText").text()
    assert not screen.progress.isVisible()
    part = held(person)
    assert screen.error.fault is None
    screen.open(world.package)
    qtbot.waitUntil(screen.opened.act.isEnabled, timeout=WAIT)
    assert held(person) > part
    assert done.text() == ""
    bench.program.lock()
