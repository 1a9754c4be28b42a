"""Navigation and board: what is next, where everybody stands, what was done last (design §2, look.md §9)."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QComboBox, QLabel, QLineEdit, QTableView, QWidget
from pytestqt.modeltest import ModelTester
from services_harness import World, level

from ui.models.secretary_post import ABSENT, HELD, IN, NOTHING, PART, UNSENT, kind_of
from ui.views.home import HomeScreen
from ui.views.tabs import TabbedPage
from ui.widgets.line_table import LineTable
from ui.widgets.step_line import StepLine
from zgc_review.services.returns import Return
from zgc_review.services.status import MemberStatus

if TYPE_CHECKING:
    from conftest import Sitting

Open = Callable[[str], "Sitting"]


@pytest.mark.parametrize(
    ("stage", "button"),
    [
        ("seated", "写材料包"),
        ("packed", "收回评分单"),
        ("written", "收回评分单"),
        ("locked", "汇总评分单"),
        ("decided", "准备封存"),
        ("sealed", "写计入回执"),
    ],
)
def test_the_one_prominent_button_is_the_next_act(sitting: Open, stage: str, button: str) -> None:
    sit = sitting(stage)
    act = sit.rooms.board_page.next.act
    assert act.isVisible()
    assert act.text() == button
    prominent = [
        one
        for one in sit.shell.findChildren(QAbstractButton)
        if one.isVisible() and one.property("kind") == "primary"
    ]
    assert prominent == [act]


def test_the_button_leads_to_the_page_and_the_tab(sitting: Open) -> None:
    sit = sitting("packed")
    sit.click("nextAct")
    assert sit.frame.page is sit.rooms.post_page
    assert sit.rooms.post_page.shown is sit.rooms.collect_pane
    assert sit.find(QLabel, "headerPlace").text() == "发放与收回"


def test_keys_turn_the_pages_and_begin_the_next_act(sitting: Open) -> None:
    sit = sitting("packed")
    for key, page in ((Qt.Key.Key_8, "log"), (Qt.Key.Key_2, "import"), (Qt.Key.Key_1, "board")):
        sit.qtbot.keyClick(sit.frame, key, Qt.KeyboardModifier.ControlModifier)
        assert sit.frame.page is sit.frame.pages[page]
    sit.qtbot.keyClick(sit.frame, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert sit.frame.page is sit.rooms.post_page


def test_pages_stand_in_the_order_of_the_work(sitting: Open) -> None:
    sit = sitting("seated")
    order = ["board", "import", "experts", "conflicts", "draw", "post", "result", "log"]
    assert list(sit.frame.navigation.buttons) == order


def test_counts_stand_beside_the_pages(sitting: Open) -> None:
    sit = sitting("packed")
    buttons = sit.frame.navigation.buttons
    assert (buttons["post"].badge, buttons["import"].badge) == (5, 0)
    assert buttons["post"].accessibleName() == "发放与收回 5"


def test_narrow_windows_show_icons_alone(sitting: Open) -> None:
    sit = sitting("packed")
    assert sit.frame.navigation.width() == 176
    sit.shell.resize(1100, 696)
    assert sit.frame.navigation.width() == 48
    assert not sit.rooms.board_page.recent.isVisible() or sit.rooms.board_page.width() >= 1000


def test_back_to_the_list_of_rounds(sitting: Open) -> None:
    sit = sitting("packed")
    sit.click("nav:leave")
    assert isinstance(sit.shell.screen, HomeScreen)


def test_the_line_tells_state_count_and_problem_of_ten_steps(sitting: Open) -> None:
    sit = sitting("packed")
    told = sit.find(StepLine, "stepLine").accessibleName().split("; ")
    assert len(told) == 10
    assert told[2] == "3 核验 · 3 / 3 通过"
    assert told[3] == "4 利害关系 · 没有筛查"
    assert told[7] == "8 收回 · 0 / 5"


def test_returns_say_who_is_in_and_who_is_missing(sitting: Open) -> None:
    sit = sitting("written")
    code = sit.world.experts[1].code or "专家02"
    sit.rooms.collect_pane.collect([sit.world.returns(sit.world.experts[1])])
    table = sit.rooms.board_page.returns
    rows = {str(table.index(n, 0).data()): n for n in range(table.rowCount())}
    assert len(rows) == 5
    states = [str(table.index(n, 1).data()) for n in rows.values()]
    assert sorted(states) == ["已收回"] + ["未收到"] * 4
    there = next(n for n in rows.values() if table.index(n, 1).data() == "已收回")
    assert table.index(there, 0).data() == code
    assert table.index(there, 2).data() == "第 1 版"
    assert str(table.index(there, 3).data()).startswith("今天 ")
    assert table.index(there, 4).data() == "3 份"


@pytest.mark.parametrize(
    ("status", "letter", "kind"),
    [
        ((3, 0, 0, 0, 3), "x", IN),
        ((2, 0, 0, 1, 3), "x", PART),
        ((0, 0, 0, 3, 1), "x", NOTHING),
        ((0, 0, 0, 3, 0), "x", NOTHING),
        ((0, 0, 0, 3, 0), "", UNSENT),
        ((0, 0, 3, 0, 0), "x", ABSENT),
        ((0, 3, 0, 0, 2), "x", IN),
        ((0, 0, 0, 3, 2, 1), "x", HELD),
    ],
)
def test_the_word_for_an_experts_returns(status: tuple[int, ...], letter: str, kind: str) -> None:
    given = MemberStatus("专家01", ("G01",), *status)
    assert kind_of(Return(given, 0, "", letter)) == kind


def test_what_was_done_many_times_stands_once_with_its_count(sitting: Open) -> None:
    sit = sitting("seated")
    board = sit.rooms.board.board
    assert board is not None
    moves = [one for one in board.recent if one.line.act == "application.moved"]
    assert moves[0].count > 1
    labels = [one.text() for one in sit.rooms.board_page.recent.findChildren(QLabel)]
    assert any("连同另" in one for one in labels)
    assert sit.find(QLabel, "recentFoot").text() == f"日志 {board.checked.head.size} 条，链条完整"


def test_combining_and_sealing_lead_to_the_page_of_results(sitting: Open) -> None:
    sit = sitting("locked")
    sit.click("nextAct")
    assert sit.frame.page is sit.rooms.result_page
    assert sit.rooms.result_page.shown is sit.rooms.result_page.aggregate
    sit.click("aggregateAct")
    said = sit.agree()
    assert "汇总 3 份申报？" in said
    assert all(number in said for number in ("ZGC-0001", "ZGC-0002", "ZGC-0003"))
    sit.frame.turn("board")
    assert "合议材料" in sit.rooms.board_page.next.title.text()
    sit.rooms.go("seal")
    assert sit.rooms.result_page.shown is sit.rooms.result_page.seal


def test_before_the_observer_consents_the_board_says_whose_consent_is_missing(
    sit: Callable[[World], Sitting], at: Callable[[str], World]
) -> None:
    world = at("seated")
    desk = world.secretary.desk
    with world.secretary.store.database.begin() as connection:
        for act in ("update", "delete"):
            connection.exec_driver_sql(f"DROP TRIGGER messages_no_{act}")
        connection.exec_driver_sql("DELETE FROM messages WHERE kind = 'consent'")
        connection.commit()
    assert desk is world.secretary.desk
    opened = sit(world)
    assert opened.rooms.board_page.next.title.text() == "收回 监督01 的同意"
    assert opened.rooms.board_page.returns.rowCount() == 0
    assert opened.rooms.board_page.table_empty.isVisible()
    assert not opened.rooms.board_page.table.isVisible()


def test_every_control_of_every_page_has_a_name_and_both_languages(sitting: Open) -> None:
    sit = sitting("written")
    for language in ("en", "zh_CN"):
        sit.program.context.captions.set_language(language)
        for key in sit.frame.pages:
            sit.frame.turn(key)
            page = sit.frame.page
            for one in page.findChildren(QWidget):
                if not one.isVisibleTo(page):
                    continue  # what a later step shows is named when it is filled
                if isinstance(one, QAbstractButton):
                    assert one.accessibleName() or one.text(), one.objectName()
                if isinstance(one, QTableView | QLineEdit | QComboBox) and one.objectName():
                    if one.objectName().startswith("qt_"):
                        continue
                    assert one.accessibleName(), one.objectName()
    assert sit.rooms.board_page.next.act.text() == "收回评分单"


@pytest.mark.parametrize(
    "page", ["returnsTable", "packExperts", "arrivalsTable", "logTable", "findingsTable"]
)
def test_every_table_is_a_sound_model(sitting: Open, qtmodeltester: ModelTester, page: str) -> None:
    sit = sitting("written")
    sit.rooms.collect_pane.collect([sit.world.returns(sit.world.experts[0])])
    assert all(page.panes for page in sit.frame.pages.values() if isinstance(page, TabbedPage))
    sit.frame.turn("log")
    qtmodeltester.check(sit.find(LineTable, page).model())


def test_scores_of_nobody_stand_on_the_board(sitting: Open) -> None:
    """§15: before the lock the secretary's pages show arrivals, never marks or means."""
    sit = sitting("opened")
    person = sit.world.experts[0]
    sit.world.score(person, level(83))
    sit.world.give_back(person)
    sit.rooms.collect_pane.collect([sit.world.returns(person)])
    for key in sit.frame.pages:
        sit.frame.turn(key)
        words = [one.text() for one in sit.frame.findChildren(QLabel)]
        table = sit.rooms.board_page.returns
        words += [
            str(table.index(row, column).data())
            for row in range(table.rowCount())
            for column in range(table.columnCount())
        ]
        assert not any("83.00" in one for one in words)
