"""Check myself: disagreements between own sheets, and sheets beside each other (key V)."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QWidget
from work_lines import set_sheet
from work_window import Prepared, Window

from benchmarks.work_crowd import COMMENT, OVERALL
from ui.views.review import ReviewScreen
from ui.views.review_doubts import DoubtsPane
from ui.views.score import ScoreScreen
from ui.views.side_by_side import SideBySide
from zgc_review.domain.rows import RoundRow
from zgc_review.services.desk import Desk

KEY = Qt.Key


def words(pane: QWidget) -> str:
    labels = [one for one in pane.findChildren(QLabel) if one.isVisible()]
    return "\n".join(one.text() for one in labels)


@pytest.fixture
def review(open_vault: Callable[..., Window], prepared: Prepared) -> tuple[Window, ReviewScreen]:
    """Return the check of an expert who recommends 16 (76.06) and rejects 22 (77.06), both of M01-1."""

    def contradict(desk: Desk, row: RoundRow) -> None:
        set_sheet(desk, row, prepared.ids[15], recommendation="SUPPORT")
        set_sheet(desk, row, prepared.ids[21], recommendation="NOT_SUPPORT")

    window = open_vault(contradict)
    window.enter()
    window.rooms.show_review()
    return window, window.screen(ReviewScreen)


def choose(screen: ReviewScreen, number: str) -> None:
    place = next(n for n, one in enumerate(screen.model.lines) if one.application.number == number)
    screen.table.selectRow(place)
    screen.table.setFocus()


def test_a_disagreement_is_a_sentence_with_the_way_to_both(review: tuple[Window, ReviewScreen]) -> None:
    window, screen = review
    doubts = window.find(DoubtsPane, "doubts")
    said = words(doubts)
    assert "ZGC-00016 与 ZGC-00022 各项档次相同" in said
    assert "低 1.00（76.06 对 77.06）" in said
    way = window.find(QAbstractButton, "beside:ZGC-00016")
    window.qtbot.mouseClick(way, Qt.MouseButton.LeftButton)
    beside = window.find(SideBySide, "sideBySide")
    assert beside.isVisible()
    assert [one.application.number for one in beside.shown()] == ["ZGC-00016", "ZGC-00022"]
    window.press(KEY.Key_Escape)
    assert screen.table.hasFocus()
    look = window.find(QAbstractButton, "look:ZGC-00016")
    with window.qtbot.waitSignal(screen.sheet_asked) as asked:
        window.qtbot.mouseClick(look, Qt.MouseButton.LeftButton)
    assert asked.args[1] == ""


def test_sheets_of_another_direction_never_stand_beside(review: tuple[Window, ReviewScreen]) -> None:
    window, screen = review
    choose(screen, "ZGC-00016")
    window.press(KEY.Key_V)
    beside = screen.beside
    directions = {one.direction for one in screen.model.lines if one in beside._lines}
    assert directions == {"M01-1"}
    assert beside.where.text() == screen.model.overview.names["M01-1"][0]
    offered = [beside.choices[0].itemText(n) for n in range(beside.choices[0].count())]
    assert not any("ZGC-00006" in one for one in offered)  # recused


def test_v_shows_percents_points_and_comments_by_criterion(review: tuple[Window, ReviewScreen]) -> None:
    window, screen = review
    choose(screen, "ZGC-00016")
    window.press(KEY.Key_V)
    said = words(screen.beside)
    assert screen.beside.shown()[1].application.number == "ZGC-00022"  # the nearest total
    for part in ("78%", "23.40 / 30 分", "79%", "76.06", "77.06", COMMENT, OVERALL, "建议支持", "不建议支持"):
        assert part in said, part


def test_columns_and_sheets_are_chosen_by_keys(review: tuple[Window, ReviewScreen]) -> None:
    window, screen = review
    choose(screen, "ZGC-00016")
    window.press(KEY.Key_V)
    beside = screen.beside
    assert QApplication.focusWidget() is beside.choices[1]
    before = beside.shown()[1].application.number
    window.press(KEY.Key_Up)
    assert beside.shown()[1].application.number != before
    window.press(KEY.Key_3)
    assert len(beside.shown()) == 3
    assert beside.choices[2].isVisible()
    window.press(KEY.Key_2)
    assert len(beside.shown()) == 2
    assert not beside.choices[2].isVisible()
    window.press(KEY.Key_PageDown)
    wanted = beside.shown()[1].application.application_id
    window.press(KEY.Key_Return)
    shown = window.screen(ScoreScreen).model.current
    assert shown is not None
    assert shown.application_id == wanted


def test_v_on_a_closed_line_does_nothing(review: tuple[Window, ReviewScreen]) -> None:
    window, screen = review
    choose(screen, "ZGC-00006")
    window.press(KEY.Key_V)
    assert not screen.beside.isVisible()
    assert screen.table.hasFocus()


def test_a_sheet_alone_in_its_direction_is_said_to_be_alone(
    open_vault: Callable[..., Window], prepared: Prepared
) -> None:
    def close_others(desk: Desk, row: RoundRow) -> None:
        with desk.vault.begin() as uow:
            for one in uow.applications.all(row.round_id):
                if one.sub_direction == "M08-1" and one.application_id != prepared.ids[8]:
                    uow.applications.set_state(one.application_id, "RECUSED", "R02")
            uow.commit()

    window = open_vault(close_others)
    window.enter()
    window.rooms.show_review()
    screen = window.screen(ReviewScreen)
    choose(screen, "ZGC-00009")
    window.press(KEY.Key_V)
    assert screen.beside.alone.isVisible()
    assert len(screen.beside.shown()) == 1
    window.press(KEY.Key_Escape)
    assert screen.table.hasFocus()


def test_the_keys_of_the_page_on_show_stand_at_the_foot(review: tuple[Window, ReviewScreen]) -> None:
    window, screen = review
    assert ("V", window.context.captions.cap("review.hint.beside")) in screen.hints()
    choose(screen, "ZGC-00016")
    window.press(KEY.Key_V)
    assert "V" not in {keys for keys, _ in screen.hints()}
    assert window.context.captions.cap("review.hint.columns") in words(window.shell.status)


def test_in_english_nothing_stays_chinese(review: tuple[Window, ReviewScreen]) -> None:
    window, screen = review
    window.context.captions.set_language("en")
    said = words(window.find(DoubtsPane, "doubts"))
    choose(screen, "ZGC-00016")
    window.press(KEY.Key_V)
    beside = screen.beside
    said += "".join(one.text() for one in (beside.title, beside.where, beside.fewer, beside.back))
    said += "".join(one.text() for one in beside.opens)
    assert not any("\u4e00" <= letter <= "\u9fff" for letter in said)
    assert all(one.accessibleName() for one in beside.choices)
