"""Every change is stored at once, in order, and again until it succeeds (acceptance U1)."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from score_bench import CRITERIA, Bench, Prepared, declared_none

from ui.captions import Captions
from ui.context import Context
from ui.jobs import JobRunner
from ui.preferences import Preferences
from ui.theme.icons import Icons
from ui.theme.theme import Theme
from ui.viewmodels.sheet_edits import Edit
from ui.viewmodels.sheet_saver import DELAY, LATEST, Target
from zgc_review.domain.times import SystemClock
from zgc_review.services import declaring
from zgc_review.services.declaring import GivenAnswer

KEY = Qt.Key
LONG = "这一段文字很长，写满了新的数据页。" * 900


def limit_pages(bench: Bench, spare: int | None) -> None:
    """Let the database grow by ``spare`` pages and no further; None lets it grow again: a real full disk."""
    with bench.store.database.engine.connect() as connection:
        held = connection.exec_driver_sql("PRAGMA page_count").scalar_one()
        most = 1 << 30 if spare is None else held + spare
        connection.exec_driver_sql(f"PRAGMA max_page_count={most}")


@pytest.fixture
def threaded(
    prepared: Prepared, qapp: QApplication, qtbot: QtBot, tmp_path: Path
) -> Iterator[Callable[[], Bench]]:
    """Return a function that opens the screen with jobs on real threads."""
    theme = Theme(qapp, "light", 1.0)
    runner = JobRunner()
    context = Context(
        theme, Icons(theme), Captions("zh_CN"), runner, Preferences(tmp_path / "p.json"), SystemClock()
    )
    given: list[Bench] = []

    def make() -> Bench:
        vault = tmp_path / "expert.zgcvault"
        shutil.copytree(prepared.vault, vault)
        bench = Bench(context, qtbot, vault)
        declared_none(bench.desk, bench.row)
        bench.show()
        qtbot.waitUntil(lambda: bench.sheet.is_open)
        given.append(bench)
        return bench

    yield make
    for one in given:
        one.close()


def test_a_text_is_stored_soon_after_the_last_keystroke(bench: Bench) -> None:
    bench.press(KEY.Key_M)
    bench.type("words")
    assert bench.history() == ()
    bench.qtbot.waitUntil(lambda: len(bench.history()) == 1, timeout=DELAY + 300)
    assert bench.stored().comments == {"M01-K1": "words"}


def test_somebody_who_never_pauses_is_stored_all_the_same(bench: Bench) -> None:
    bench.press(KEY.Key_M)
    for _ in range(LATEST // 50 + 4):
        bench.type("x")
        bench.qtbot.wait(50)
    assert bench.history() != ()


def test_leaving_a_field_and_leaving_the_screen_store_at_once(bench: Bench) -> None:
    bench.press(KEY.Key_M)
    bench.type("left")
    bench.press(KEY.Key_Escape)
    assert bench.stored().comments == {"M01-K1": "left"}
    bench.press(KEY.Key_M)
    bench.type(" again")
    bench.screen.settle()
    assert bench.stored().comments == {"M01-K1": "left again"}


def test_a_single_digit_is_stored_when_the_screen_settles(bench: Bench) -> None:
    bench.type("8")
    bench.screen.settle()
    assert bench.stored().percents == {"M01-K1": 8}


def test_a_full_disk_keeps_the_text_says_so_and_stores_it_later(bench: Bench) -> None:
    limit_pages(bench, 0)
    bench.press(KEY.Key_M)
    bench.type(LONG)
    bench.screen.settle()
    assert bench.history() == ()
    assert bench.pane.comment.field.toPlainText() == LONG
    full = bench.context.captions.texts.get("error.vault.disk.full.title")
    assert full in bench.words("headerSaved")
    bench.press(KEY.Key_Escape)
    bench.press(KEY.Key_Return)
    bench.type("77")
    assert full in bench.words("headerSaved")
    limit_pages(bench, None)
    bench.qtbot.waitUntil(lambda: bench.saver.is_clean, timeout=5000)
    body = bench.stored()
    assert (body.comments, body.percents) == ({"M01-K1": LONG}, {"M01-K2": 77})
    assert full not in bench.words("headerSaved")


def test_what_could_not_be_stored_outlives_the_screen(bench: Bench) -> None:
    limit_pages(bench, 0)
    bench.press(KEY.Key_M)
    bench.type(LONG)
    bench.show(bench.ids[0])
    QApplication.processEvents()
    assert bench.sheet.body.comments == {"M01-K1": LONG}
    bench.rubric.open_section(CRITERIA[0])
    assert bench.pane.comment.field.toPlainText() == LONG
    limit_pages(bench, None)
    bench.qtbot.waitUntil(lambda: bench.saver.is_clean, timeout=5000)
    assert bench.stored().comments == {"M01-K1": LONG}


def test_what_no_repetition_would_store_is_refused_and_the_sheet_read_anew(bench: Bench) -> None:
    """The application was closed behind the window's back: nothing is tried again."""
    bench.type("85")
    answers = [GivenAnswer("R02", "yes", "发现曾在该单位任职，应当回避")]
    declaring.answer(bench.desk, bench.row, bench.ids[0], answers)
    declaring.declare(bench.desk, bench.row)
    bench.press(KEY.Key_Return)
    bench.type("90")
    assert bench.saver.is_clean
    assert bench.words("scoreErrorCode") == "score.closed"
    assert bench.rubric.closed.isVisible()
    assert bench.documents.current() is None
    assert len(bench.history()) == 1


def test_on_threads_the_newest_of_each_field_counts_and_no_answer_overwrites(
    threaded: Callable[[], Bench],
) -> None:
    bench = threaded()
    target = bench.sheet.target
    for n in range(40):
        bench.saver.put(target, Edit("overall", "", f"opinion {n}"), at_once=n % 3 == 0)
        bench.saver.put(target, Edit("mark", CRITERIA[n % 5], n), at_once=n % 2 == 0)
    bench.press(KEY.Key_M)
    bench.type("typed while storing")
    bench.qtbot.waitUntil(lambda: bench.saver.is_clean, timeout=5000)
    body = bench.stored()
    assert body.overall == "opinion 39"
    assert body.percents == {name: 35 + place for place, name in enumerate(CRITERIA)}
    assert body.comments == {"M01-K1": "typed while storing"}
    assert bench.pane.comment.field.toPlainText() == "typed while storing"
    seen = [one.body["overall"] for one in bench.history()]
    numbers = [int(one.split()[1]) for one in seen if one]
    assert numbers == sorted(numbers)


def test_what_is_read_after_settling_finds_everything_stored(threaded: Callable[[], Bench]) -> None:
    """A screen that follows reads what was typed here, although nobody waited for the vault."""
    bench = threaded()
    found: list[str] = []
    bench.press(KEY.Key_M)
    for n in range(5):
        bench.type(f"{n}")
        bench.screen.settle()
        bench.session.read(bench.screen, lambda _desk: bench.stored().comments["M01-K1"], found.append)
    bench.qtbot.waitUntil(lambda: len(found) == 5, timeout=5000)
    assert found == ["0", "01", "012", "0123", "01234"]


def test_two_sheets_do_not_mix(bench: Bench) -> None:
    first = bench.sheet.target
    other = Target(bench.row, bench.ids[1], "initial")
    bench.saver.put(first, Edit("overall", "", "one"))
    bench.saver.put(other, Edit("overall", "", "two"))
    bench.saver.flush()
    assert (bench.stored(0).overall, bench.stored(1).overall) == ("one", "two")
