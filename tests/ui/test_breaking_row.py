"""Rows that break into lines, and pages that scroll, where a window has too little room."""

from __future__ import annotations

from collections.abc import Sequence

from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QRect
from PySide6.QtWidgets import QLabel, QStackedWidget, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from ui.widgets.breaking_row import BreakingRow
from ui.widgets.page_room import PageRoom

GAP, TALL = 8, 20
WIDTHS = st.lists(st.integers(10, 200), min_size=1, max_size=5)


def _block(wide: int, tall: int = TALL) -> QWidget:
    made = QWidget()
    made.setFixedSize(wide, tall)
    return made


def _placed(left: Sequence[int], right: Sequence[int], width: int) -> tuple[int, list[QRect]]:
    """Return the height of a row of blocks with a stretch between, and where each block stands."""
    holder = QWidget()
    row = BreakingRow(holder)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(GAP)
    blocks = [_block(wide) for wide in (*left, *right)]
    for n, one in enumerate(blocks):
        if n == len(left):
            row.addStretch(1)
        row.addWidget(one)
    tall = row.heightForWidth(width)
    row.setGeometry(QRect(0, 0, width, tall))
    places = [one.geometry() for one in blocks]
    holder.deleteLater()
    return tall, places


@given(left=WIDTHS, right=WIDTHS, width=st.integers(200, 2200))
def test_every_item_keeps_its_size_and_its_place_in_the_order(
    qapp: object, left: list[int], right: list[int], width: int
) -> None:
    tall, places = _placed(left, right, width)
    assert [place.width() for place in places] == [*left, *right]
    for n, place in enumerate(places):
        assert QRect(0, 0, width, tall).contains(place)
        assert not any(place.intersects(other) for other in places[n + 1 :])
    order = [(place.top(), place.left()) for place in places]
    assert order == sorted(order)


def test_a_row_breaks_at_its_stretch_and_what_is_behind_it_stays_at_the_right(qapp: object) -> None:
    tall, places = _placed([100, 60], [80, 70], 400)
    assert tall == TALL
    assert {place.top() for place in places} == {0}
    tall, places = _placed([100, 60], [80, 70], 300)
    assert tall == 2 * TALL + GAP
    assert [(place.left(), place.top()) for place in places] == [(0, 0), (108, 0), (142, 28), (230, 28)]


def test_a_page_scrolls_as_far_as_it_cannot_be_squeezed(qtbot: QtBot) -> None:
    stack = QStackedWidget()
    room = PageRoom(stack)
    qtbot.addWidget(room)
    low, high = QWidget(), QWidget()
    for page, tall in ((low, 100), (high, 900)):
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(_block(120, tall))
        stack.addWidget(page)
    room.resize(300, 400)
    room.show()
    assert stack.size() == room.viewport().size()
    assert not room.verticalScrollBar().isVisible()
    stack.setCurrentWidget(high)
    qtbot.waitUntil(room.verticalScrollBar().isVisible)
    assert stack.height() == 900
    assert stack.width() == room.viewport().width()
    room.verticalScrollBar().setValue(300)
    stack.setCurrentWidget(low)
    qtbot.waitUntil(lambda: not room.verticalScrollBar().isVisible())
    stack.setCurrentWidget(high)
    assert room.verticalScrollBar().value() == 0  # a page begins at its head


def test_a_page_follows_words_that_grow(qtbot: QtBot) -> None:
    stack = QStackedWidget()
    room = PageRoom(stack)
    qtbot.addWidget(room)
    page, words = QWidget(), QLabel("a")
    words.setWordWrap(True)
    QVBoxLayout(page).addWidget(words)
    stack.addWidget(page)
    room.resize(300, 200)
    room.show()
    assert stack.height() == room.viewport().height()
    words.setText("many words " * 200)
    qtbot.waitUntil(lambda: words.height() >= words.heightForWidth(words.width()) > 200)
