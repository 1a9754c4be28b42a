"""When jobs begin: after the painting of what was changed, in their order, and all of them before the end."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from functools import partial

import pytest
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from ui.jobs import JobRunner, Ticket


@pytest.fixture
def jobs() -> Iterator[JobRunner]:
    runner = JobRunner()
    faults: list[BaseException] = []
    runner.fault.connect(faults.append)
    yield runner
    runner.close()
    assert faults == []


class Painted(QWidget):
    """Notes when it is painted."""

    def __init__(self, seen: list[str]) -> None:
        super().__init__()
        self._seen = seen

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 - name of Qt
        self._seen.append("painted")


def test_what_the_act_changed_is_painted_before_the_job_computes(jobs: JobRunner, qtbot: QtBot) -> None:
    """Python computes in one thread at a time (ADR 0023)."""
    seen: list[str] = []
    window = Painted(seen)
    qtbot.addWidget(window)
    window.show()
    qtbot.waitUntil(lambda: bool(seen))
    for vault in (True, False):
        seen.clear()
        jobs.run(window, lambda _ticket: seen.append("computed"), vault=vault)
        window.update()
        time.sleep(0.03)  # the act is still under way
        assert seen == []
        qtbot.waitUntil(lambda: "computed" in seen)
        assert seen[:2] == ["painted", "computed"]


def test_jobs_of_the_vault_run_one_after_another_in_their_order(jobs: JobRunner, qtbot: QtBot) -> None:
    owner = QWidget()
    seen: list[int] = []
    threads: set[str] = set()

    def work(n: int, _ticket: Ticket) -> None:
        threads.add(threading.current_thread().name)
        seen.append(n)

    for n in range(50):
        jobs.run(owner, partial(work, n))
    qtbot.waitUntil(lambda: len(seen) == 50)
    assert seen == list(range(50))
    assert len(threads) == 1


def test_closing_does_what_was_asked_for_first(qtbot: QtBot) -> None:
    jobs, owner, seen = JobRunner(), QWidget(), []

    def work(ticket: Ticket) -> None:
        time.sleep(0.05)
        seen.append(ticket.cancelled)

    jobs.run(owner, work)
    jobs.run(owner, work, vault=False)
    assert seen == []
    jobs.close()
    assert seen == [False, False]
