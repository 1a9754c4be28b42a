"""The work list in a window: by keys and clicks on a real vault."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QAbstractButton, QMenu
from work_window import CHANGED, Prepared, Window

from benchmarks.work_crowd import COMMENT
from ui.models.work_list import FIRST_MARK, STATE, TITLE, UNIT
from ui.viewmodels.home import heads
from ui.viewmodels.work_list import Group, WorkLine, read_work
from ui.views.declare import DeclareScreen
from ui.views.review import ReviewScreen
from ui.views.score import ScoreScreen
from ui.views.work_list import WorkListScreen
from zgc_review.domain.rows import RoundRow
from zgc_review.services.desk import Desk

KEY = Qt.Key
CTRL = Qt.KeyboardModifier.ControlModifier
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)


def listed(window: Window) -> WorkListScreen:
    """Go to the list by its key."""
    window.press(KEY.Key_L)
    return window.screen(WorkListScreen)


def numbers(screen: WorkListScreen) -> list[str]:
    return [one.entry.number for one in screen.rows.rows if isinstance(one, WorkLine)]


def test_what_the_vault_says_of_each_application(window: Window, prepared: Prepared) -> None:
    work = read_work(window.desk, window.row)
    by_id = {one.entry.application_id: one for one in work.lines}
    complete, begun, closed = (by_id[prepared.ids[n]] for n in (7, 9, 5))
    assert complete.entry.status == "done"
    assert complete.total is not None
    assert all(one.percent is not None for one in complete.marks)
    assert begun.entry.status == "begun"
    assert begun.total is None
    assert begun.entry.missing == len(begun.lacking) == 4
    assert closed.entry.status == "recused"
    assert (closed.entry.unit, closed.entry.title, closed.marks) == ("", "", ())
    assert [one for one in work.lines if one.entry.changed] == [by_id[prepared.ids[CHANGED]]]
    assert list(work.names) == ["M01-1", "M03-1", "M08-1"]


def test_a_direction_in_which_everything_is_closed_is_not_named(open_vault: Callable[..., Window]) -> None:
    """Rules §15: of an application on which a viewer is recused nothing is shown."""

    def close_one_direction(desk: Desk, row: RoundRow) -> None:
        with desk.vault.begin() as uow:
            for one in uow.applications.all(row.round_id):
                if one.sub_direction == "M08-1":
                    uow.applications.set_state(one.application_id, "RECUSED", "R02")
            uow.commit()

    window = open_vault(close_one_direction)
    work = read_work(window.desk, window.row)
    assert "M08-1" not in work.names
    closed = [one.entry for one in work.lines if one.entry.is_closed]
    assert {one.direction for one in closed} <= {"", "M01-1", "M03-1"}
    assert "" in {one.direction for one in closed}
    window.enter()
    screen = listed(window)
    assert "M08" not in " ".join(
        str(screen.rows.data(screen.rows.index(n, 0))) for n in range(screen.rows.rowCount())
    )
    assert "M08" not in " ".join(screen.direction.itemText(n) for n in range(screen.direction.count()))


def test_l_opens_it_enter_opens_a_sheet_and_escape_goes_back(window: Window, prepared: Prepared) -> None:
    first = window.screen(ScoreScreen).model.current
    assert first is not None
    screen = listed(window)
    chosen = screen.rows.row(screen.table.currentIndex().row())
    assert isinstance(chosen, WorkLine)
    assert chosen.entry.application_id == first.application_id
    window.press(KEY.Key_Down)
    below = screen.rows.row(screen.table.currentIndex().row())
    assert isinstance(below, WorkLine)
    assert screen.open.text().endswith(below.entry.number)
    window.press(KEY.Key_Return)
    score = window.screen(ScoreScreen)
    assert score.model.current is not None
    assert score.model.current.application_id == below.entry.application_id
    listed(window)
    window.press(KEY.Key_Escape)
    window.screen(ScoreScreen)
    assert prepared.ids


def test_heads_fold_by_arrow_by_enter_and_by_mouse(window: Window) -> None:
    screen = listed(window)
    whole = len(screen.rows.rows)
    window.press(KEY.Key_Left)  # from a line to its head
    head = screen.rows.row(screen.table.currentIndex().row())
    assert isinstance(head, Group)
    window.press(KEY.Key_Left)
    folded = screen.rows.row(screen.table.currentIndex().row())
    assert isinstance(folded, Group)
    assert folded.is_folded
    assert len(screen.rows.rows) < whole
    window.press(KEY.Key_Right)
    assert len(screen.rows.rows) == whole
    window.press(KEY.Key_Return)
    assert len(screen.rows.rows) < whole
    spot = screen.table.visualRect(screen.rows.index(0, UNIT)).center()
    window.qtbot.mouseClick(screen.table.viewport(), Qt.MouseButton.LeftButton, pos=spot)
    assert len(screen.rows.rows) == whole
    assert not screen.open.isEnabled()  # a head is no application
    assert folded.direction in screen.rows.group_words(folded)


def test_search_narrows_while_typing_and_says_where_nothing_is_left(window: Window) -> None:
    screen = listed(window)
    window.press(KEY.Key_F, CTRL)
    assert screen.search.hasFocus()
    window.qtbot.keyClicks(screen.search, "00016")
    window.qtbot.waitUntil(lambda: numbers(screen) == ["ZGC-00016"])
    screen.search.setText("芯片")
    window.qtbot.waitUntil(lambda: len(numbers(screen)) > 1)
    titles = {one.entry.title for one in screen.rows.rows if isinstance(one, WorkLine)}
    units = {one.entry.unit for one in screen.rows.rows if isinstance(one, WorkLine)}
    assert all("芯片" in one for one in {f"{a}{b}" for a in titles for b in units if "芯片" in a + b})
    window.press(KEY.Key_Escape)  # back to the lines, the words stay
    assert screen.table.hasFocus()
    assert screen.search.text() == "芯片"
    screen.search.setText("没有这样的")
    window.qtbot.waitUntil(lambda: not screen.rows.rows)
    assert screen.empty.isVisible()
    assert not screen.table.isVisible()
    window.click("workClear")
    assert len(numbers(screen)) == 24


def test_boxes_narrow_and_sort_and_so_do_the_heads_of_columns(window: Window) -> None:
    screen = listed(window)
    screen.state.setCurrentIndex(screen.state.findData("changed"))
    screen.state.activated.emit(screen.state.currentIndex())
    assert numbers(screen) == ["ZGC-00009"]
    assert "资料已更新" in str(screen.rows.data(screen.rows.index(1, STATE)))
    screen.state.setCurrentIndex(0)
    screen.direction.setCurrentIndex(screen.direction.findData("M03-1"))
    screen.direction.activated.emit(screen.direction.currentIndex())
    assert {one.entry.direction for one in screen.rows.rows if isinstance(one, WorkLine)} == {"M03-1"}
    screen.direction.setCurrentIndex(0)
    screen.direction.activated.emit(0)
    window.qtbot.mouseClick(screen.grouped, Qt.MouseButton.LeftButton, pos=QPoint(8, 16))
    head = screen.table.horizontalHeader()
    total = screen.rows.total
    spot = QPoint(head.sectionViewportPosition(total) + 20, head.height() // 2)
    window.qtbot.mouseClick(head.viewport(), Qt.MouseButton.LeftButton, pos=spot)
    lines = [one for one in screen.rows.rows if isinstance(one, WorkLine)]
    totals = [one.total for one in lines if one.total is not None]
    assert totals == sorted(totals, reverse=True)
    assert screen.order.currentData() == "total"
    assert str(screen.rows.headerData(total, Qt.Orientation.Horizontal)).endswith("↓")
    window.click("workTurn")
    assert [one.total for one in screen.rows.rows if isinstance(one, WorkLine)][: len(totals)] == totals[::-1]


def test_own_percents_stand_beside_each_other_with_what_is_missing(window: Window) -> None:
    screen = listed(window)
    screen.choose(read_work(window.desk, window.row).lines[0].entry.application_id)
    rows = screen.rows
    begun = next(
        n for n, one in enumerate(rows.rows) if isinstance(one, WorkLine) and one.entry.status == "begun"
    )
    line = rows.row(begun)
    assert isinstance(line, WorkLine)
    shown = [str(rows.data(rows.index(begun, FIRST_MARK + n))) for n in range(5)]
    assert shown == [str(one.percent) if one.percent is not None else "·" for one in line.marks]
    tip = str(rows.data(rows.index(begun, STATE), Qt.ItemDataRole.ToolTipRole))
    assert len(tip.splitlines()) == line.entry.missing
    assert COMMENT not in tip


def test_a_closed_line_says_its_number_and_rule_alone(window: Window, prepared: Prepared) -> None:
    screen = listed(window)
    place = screen.rows.place_of(prepared.ids[5])
    words = [str(screen.rows.data(screen.rows.index(place, n))) for n in range(screen.rows.columnCount())]
    assert words[0] == "ZGC-00006"
    assert words[STATE] == "回避（R02）"
    assert "".join(words[UNIT:STATE]) + "".join(words[FIRST_MARK:]) == ""
    screen.grab()


def test_the_menu_leads_there_from_every_screen(window: Window) -> None:
    window.rooms.show_review()
    window.screen(ReviewScreen)
    window.press(KEY.Key_F10)
    menu = window.find(QMenu, "programMenu")
    entry = next(one for one in menu.actions() if one.objectName() == "menu:work")
    entry.trigger()
    menu.close()
    screen = window.screen(WorkListScreen)
    window.click("workCheck")
    window.screen(ReviewScreen)
    assert screen is not None


def test_without_a_declaration_there_is_only_the_way_to_it(open_vault: Callable[..., Window]) -> None:
    window = open_vault(declared=False)
    window.rooms.session.choose(heads(window.desk)[0])
    window.rooms.show_work_list()
    screen = window.screen(WorkListScreen)
    assert screen.rows.rows == ()
    assert screen.findable() == ()
    assert not screen.open.isEnabled()
    window.click("workClear")
    window.screen(DeclareScreen)


def test_a_window_that_may_only_read_shows_the_same_list(open_vault: Callable[..., Window]) -> None:
    window = open_vault(writable=False)
    window.enter()
    screen = listed(window)
    assert len(numbers(screen)) == 24


def test_in_english_nothing_of_the_page_stays_chinese(window: Window) -> None:
    screen = listed(window)
    window.context.captions.set_language("en")
    said = [one.text() for one in screen.findChildren(QAbstractButton)]
    said += [screen.title.text(), screen.counts.text(), screen.search.placeholderText()]
    said += [screen.state.itemText(n) for n in range(screen.state.count())]
    said += [screen.order.itemText(n) for n in range(screen.order.count())]
    said += [
        str(screen.rows.headerData(n, Qt.Orientation.Horizontal)) for n in range(screen.rows.columnCount())
    ]
    assert not any("\u4e00" <= letter <= "\u9fff" for letter in "".join(said)), said
    buttons = [one for one in screen.findChildren(QAbstractButton) if one.objectName().startswith("work")]
    assert len(buttons) == 6
    assert all(one.accessibleName() or one.text() for one in buttons)


@pytest.mark.parametrize("width", [1366, 1000, 780])
def test_states_and_totals_are_never_cut(window: Window, width: int) -> None:
    screen = listed(window)
    window.shell.resize(width, 696)
    head = screen.table.horizontalHeader()
    metrics = screen.table.fontMetrics()
    states = [str(screen.rows.data(screen.rows.index(n, STATE))) for n in range(screen.rows.rowCount())]
    assert max(metrics.horizontalAdvance(one) for one in states) * 0.9 < head.sectionSize(STATE)
    assert not screen.table.isColumnHidden(screen.rows.total)
    assert screen.table.isColumnHidden(TITLE) == (width < 1080)
    assert head.length() <= screen.table.viewport().width()
