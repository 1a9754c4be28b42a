"""While something is signed or written the window says so, and nothing can be started twice (look.md §6)."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from expert_tour import choose, prepare
from member_bench import Bench
from PySide6.QtWidgets import QLabel, QPushButton
from pytestqt.qtbot import QtBot
from services_harness import PASSPHRASE, World

import ui.media
from ui.context import Context
from ui.viewmodels.review import LOCKED
from ui.views.give_back import GiveBackScreen
from ui.views.review import ReviewScreen
from ui.views.sign import SignQuestion

UI = Path(__file__).resolve().parents[1]
if str(UI) not in sys.path:
    sys.path.insert(0, str(UI))

from held_jobs import HeldJobs  # noqa: E402 - the folder is no package

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)


@pytest.fixture
def jobs() -> HeldJobs:
    return HeldJobs()


@pytest.fixture
def bench(
    context: Context,
    qtbot: QtBot,
    at: Callable[[str], World],
    jobs: HeldJobs,
    monkeypatch: pytest.MonkeyPatch,
) -> Iterator[Bench]:
    """Return the window of an expert with one sheet locked and one to be locked."""
    monkeypatch.setattr(ui.media, "media_roots", lambda: ())
    world = at("opened")
    prepare(world)
    made = Bench(replace(context, jobs=jobs), qtbot, world, world.experts[1])
    yield made
    jobs.let_go()
    made.program.lock()


def told(bench: Bench, name: str) -> str:
    """Return the words beside a bar once it came."""
    words = bench.find(QLabel, f"{name}Text")
    bench.qtbot.waitUntil(words.isVisible, timeout=3000)
    stop = bench.find(QPushButton, f"{name}Cancel")
    assert stop.isHidden()  # what is signed or written here is done or not, there is nothing to stop
    return words.text()


def test_while_sheets_are_signed_the_window_says_so(bench: Bench, jobs: HeldJobs) -> None:
    choose(bench).show_review()
    screen = bench.screen(ReviewScreen)
    screen._ask("ready")
    question = bench.dialog(SignQuestion)
    jobs.hold()
    question.signed.emit(PASSPHRASE)
    question.accept()
    assert not screen.all.isEnabled()
    assert not screen.some.isEnabled()
    assert "1" in told(bench, "reviewProgress")
    jobs.let_go()
    assert screen.progress.isHidden()
    assert len(screen.model.of_kind(LOCKED)) == 2


def test_a_wrong_passphrase_ends_the_waiting(bench: Bench, jobs: HeldJobs) -> None:
    choose(bench).show_review()
    screen = bench.screen(ReviewScreen)
    screen._ask("ready")
    question = bench.dialog(SignQuestion)
    jobs.hold()
    question.signed.emit("something else")
    question.accept()
    told(bench, "reviewProgress")
    jobs.let_go()
    assert screen.progress.isHidden()
    assert screen.error.isVisible()
    assert len(screen.model.of_kind(LOCKED)) == 1
    assert screen.all.isEnabled() or screen.some.isEnabled()


def test_while_the_return_is_written_the_window_says_so(bench: Bench, jobs: HeldJobs, tmp_path: Path) -> None:
    screen = choose(bench).show_give_back()
    bench.qtbot.waitUntil(lambda: screen.standing is not None)
    jobs.hold()
    screen.write_to(tmp_path)
    assert not screen.write.isEnabled()
    assert told(bench, "returnProgress")
    jobs.let_go()
    assert screen.progress.isHidden()
    assert screen.write.isEnabled()
    assert list(tmp_path.iterdir())


def test_a_medium_that_refuses_ends_the_waiting(bench: Bench, jobs: HeldJobs, tmp_path: Path) -> None:
    screen = choose(bench).show_give_back()
    taken = tmp_path / "file"
    taken.write_bytes(b"no folder")
    jobs.hold()
    screen.write_to(taken)
    jobs.let_go()
    assert isinstance(bench.shell.screen, GiveBackScreen)
    assert screen.progress.isHidden()
    assert screen.write.isEnabled()
    assert screen.error.isVisible()
