"""The queue of the score screen: heads of sub-directions when it is open; the header above it."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel
from pytestqt.modeltest import ModelTester
from work_window import Window

from ui.captions import Captions
from ui.models.queue import QueueModel
from ui.viewmodels.score_data import Entry
from ui.views.score import ScoreScreen
from ui.views.work_list import WorkListScreen

KEY = Qt.Key
CTRL = Qt.KeyboardModifier.ControlModifier
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)


def test_open_it_shows_heads_with_progress_and_closed_it_shows_places(window: Window) -> None:
    queue = window.screen(ScoreScreen).queue
    assert queue.model.rowCount() == 24
    window.press(KEY.Key_B, CTRL)
    assert queue.width() == 240
    assert queue.model.rowCount() == 27
    assert queue.model.head_of(0) == "M01-1"
    name, progress = queue.model.head_parts("M01-1")
    assert name.startswith("M01-1 ")
    assert progress == "2 / 9"
    assert queue.model.place_of(1) == 0
    window.press(KEY.Key_B, CTRL)
    assert queue.model.rowCount() == 24


def test_arrows_pass_over_heads_and_a_press_folds_one(window: Window) -> None:
    screen = window.screen(ScoreScreen)
    queue = screen.queue
    window.press(KEY.Key_B, CTRL)
    last = next(row for row in range(1, 27) if queue.model.head_of(row) is not None) - 1
    screen._open(queue.model.place_of(last))
    queue.view.setFocus()
    window.press(KEY.Key_Down)
    assert screen.model.at == queue.model.place_of(last + 2)
    spot = queue.view.visualRect(queue.model.index(0)).center()
    queue.view.scrollToTop()
    spot = queue.view.visualRect(queue.model.index(0)).center()
    at = screen.model.at
    window.qtbot.mouseClick(queue.view.viewport(), Qt.MouseButton.LeftButton, pos=spot)
    assert "M01-1" in queue.model.folded
    assert queue.model.rowCount() < 27
    assert screen.model.at == at
    screen._open(0)  # what is opened unfolds its sub-direction
    assert queue.model.folded == frozenset()


def test_its_button_leads_to_the_work_list_at_the_same_application(window: Window) -> None:
    screen = window.screen(ScoreScreen)
    screen._open(4)
    shown = screen.model.current
    assert shown is not None
    window.press(KEY.Key_B, CTRL)
    window.click("queueWorkList")
    page = window.screen(WorkListScreen)
    assert page.open.text().endswith(shown.number)


def test_one_direction_needs_no_head(qtmodeltester: ModelTester) -> None:
    model = QueueModel(Captions("zh_CN"))
    model.set_entries(
        [Entry("a", "1", "done", direction="M01-1"), Entry("b", "2", "begun", direction="M01-1")]
    )
    model.set_grouped(True)
    assert model.rowCount() == 2
    model.set_entries(
        [Entry("a", "1", "done", direction="M01-1"), Entry("b", "2", "recused", direction="")],
        {"M01-1": ("高成长", "Growth")},
    )
    assert [model.words(n) for n in (0, 2)] == ["M01-1 高成长 1 / 1", "回避或待裁定"]
    qtmodeltester.check(model)


def test_the_header_says_measure_and_group_of_what_is_in_view(window: Window) -> None:
    place = window.find(QLabel, "headerPlace")
    screen = window.screen(ScoreScreen)
    assert place.text() == "打分 · 举措1 · G01 组"
    assert "M01-1" in place.toolTip()
    other = next(n for n, one in enumerate(screen.model.board.entries) if one.direction == "M03-1")
    screen._open(other)
    assert place.text() == "打分 · 举措3 · G01 组"
    window.context.captions.set_language("en")
    assert place.text() == "Score · Measure 3 · Group G01"
    closed = next(n for n, one in enumerate(screen.model.board.entries) if one.is_closed)
    screen._open(closed)
    assert place.text() == "Score"
    window.rooms.show_review()
    assert "Measure" not in place.text()
