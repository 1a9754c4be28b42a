"""Sentences and lists put together for both languages, and the keys at the foot of the window."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QFont, QFontMetrics
from pytestqt.qtbot import QtBot

from ui.captions import ErrorText
from ui.context import Context
from ui.sentences import joined, unbroken
from ui.views.chair.agenda import fitting
from ui.views.status_bar import StatusBar


@pytest.mark.parametrize(
    ("parts", "words"),
    [
        (("不能采用。", "请交本轮次的文件。"), "不能采用。请交本轮次的文件。"),
        (("It was not used.", "Ask for this round's file."), "It was not used. Ask for this round's file."),
        (("没有写完", "", "再写一次。"), "没有写完 再写一次。"),
        ((), ""),
    ],
)
def test_a_chinese_stop_brings_its_own_gap(parts: tuple[str, ...], words: str) -> None:
    assert joined(*parts) == words


def test_an_error_reads_on_without_a_blank() -> None:
    assert ErrorText("题", "没有成立。", "再收一次。", "a.b").body == "没有成立。再收一次。"


def test_no_line_of_a_list_begins_with_its_dot() -> None:
    assert unbroken("A · B") == "A\u00a0· B"


def test_reasons_that_do_not_fit_are_counted(qtbot: QtBot) -> None:
    metrics = QFontMetrics(QFont())
    words = ("deviation", "split", "veto claim", "near line")
    assert fitting(words, metrics, 10_000) == "　".join(words)
    room = metrics.horizontalAdvance("deviation　split　+2")
    assert fitting(words, metrics, room) == "deviation　split　+2"
    assert fitting(words, metrics, 1) == "deviation　+3"
    assert fitting(("tie",), metrics, 1) == "tie"
    assert fitting((), metrics, 1) == ""


def test_the_way_to_all_keys_stays_where_others_have_no_room(context: Context, qtbot: QtBot) -> None:
    bar = StatusBar(context)
    qtbot.addWidget(bar)
    hints = [(f"Ctrl {n}", "some words of a key") for n in range(12)]
    bar.show_hints([*hints, ("F1", "all keys")], "")
    bar.resize(700, 28)
    bar.show()
    shown = [key.text() for key, _ in bar._pairs if key.isVisible()]
    assert shown[-1] == "F1"
    assert 1 < len(shown) < 13
    key, words = bar._pairs[0]
    after = bar._pairs[1][0]
    inside = words.x() - key.geometry().right()
    between = after.x() - (words.x() + words.fontMetrics().horizontalAdvance(words.text()))
    assert inside < between, "a key stands nearer to its own words than to the next key"
