"""Into the chair's pages and out again, and the panel file on its way in (issue 5)."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from chair_bench import ChairBench
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot
from sitting_harness import Sitting

from ui.context import Context
from ui.views.home import HomeScreen
from ui.views.score import ScoreScreen


def dropped(widget: QWidget, path: Path) -> None:
    """Drop a file on a widget."""
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path))])
    event = QDropEvent(
        QPointF(5, 5),
        Qt.DropAction.CopyAction,
        data,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    widget.dropEvent(event)


def test_a_chair_with_a_panel_file_lands_in_the_frame_and_finds_the_own_sheets(
    chair_at: Callable[..., ChairBench],
) -> None:
    bench = chair_at("three")
    assert bench.frame.objectName() == "chair"
    bench.frame.navigation.links[0].click()
    assert isinstance(bench.shell.screen, ScoreScreen)
    bench.click("headerOffice")
    assert bench.frame.page is bench.rooms.overview_page
    assert not bench.shell.header.office.isVisible()


def test_without_a_file_the_chair_begins_at_the_own_sheets_and_takes_it_in_the_frame(
    chair_at: Callable[..., ChairBench], sitting_at: Callable[[str], Sitting]
) -> None:
    sitting = sitting_at("three")
    sitting.aggregate()
    bench = chair_at(sitting=sitting, taken=False)
    assert isinstance(bench.shell.screen, ScoreScreen)
    bench.click("headerOffice")
    page = bench.rooms.overview_page
    assert page.empty.isVisible()
    assert not page.table.isVisible()
    assert bench.find(QPushButton, "overviewTake").isEnabled()
    dropped(page, sitting.panel_file())
    assert page.table.isVisible()
    assert page.cells.rowCount() == 1
    assert "1 份申报，3 份评分单" in bench.find(QLabel, "takeDone").text()
    dropped(page, sitting.panel_file())
    assert "1 份申报，3 份评分单" in bench.find(QLabel, "takeDone").text(), "a newer file is taken as well"


def test_a_file_for_somebody_else_is_refused_in_place_and_nothing_changes(
    chair_at: Callable[..., ChairBench], sitting_at: Callable[[str], Sitting]
) -> None:
    sitting = sitting_at("aside")
    sitting.aggregate()
    sitting.name_acting(sitting.member(1))
    bench = chair_at(sitting=sitting)
    page = bench.rooms.overview_page
    rows = page.cells.rowCount()
    dropped(page, sitting.panel_file(sitting.member(1)))
    assert page.error.isVisible()
    assert page.error.fault is not None
    assert page.error.fault.code.startswith("seal.")
    assert page.cells.rowCount() == rows
    assert not page.take.done.isVisible()


def test_an_acting_chair_gets_in_the_same_way_with_what_is_acted_for(
    chair_at: Callable[..., ChairBench], sitting_at: Callable[[str], Sitting]
) -> None:
    """Rules §15: the panel file with only the applications acted for."""
    sitting = sitting_at("aside")
    sitting.aggregate()
    acting = sitting.member(1)
    sitting.name_acting(acting)
    bench = chair_at(sitting=sitting, reader=acting)
    page = bench.rooms.overview_page
    assert bench.find(QLabel, "overviewActing").isVisible()
    assert [row.entry.number for row in page.model.grid.rows if hasattr(row, "entry")] == ["ZGC-0001"]


def test_from_home_the_file_opens_the_round_it_belongs_to(
    chair_at: Callable[..., ChairBench], sitting_at: Callable[[str], Sitting]
) -> None:
    sitting = sitting_at("three")
    sitting.aggregate()
    bench = chair_at(sitting=sitting, taken=False)
    assert bench.program.rooms is not None
    bench.program.rooms.ways.go_home()
    assert isinstance(bench.shell.screen, HomeScreen)
    assert not bench.shell.header.office.isVisible()
    dropped(bench.shell.screen, sitting.panel_file())
    assert bench.rooms.overview_page.cells.rowCount() == 1


def test_files_on_a_medium_are_offered_until_they_were_taken(
    chair_at: Callable[..., ChairBench], sitting_at: Callable[[str], Sitting]
) -> None:
    sitting = sitting_at("three")
    sitting.aggregate()
    path = sitting.panel_file()
    bench = chair_at(sitting=sitting)
    page = bench.rooms.overview_page
    page.panel.look((path.parent,))
    bench.click(f"take:{path.name}")
    assert page.take.done.isVisible()
    page.panel.look((path.parent,))
    offers = bench.shell.findChildren(QPushButton, f"take:{path.name}")
    assert [one for one in offers if one.isVisible()] == []


def test_in_a_vault_that_another_window_holds_nothing_is_taken(
    context: Context, qtbot: QtBot, sitting_at: Callable[[str], Sitting]
) -> None:
    sitting = sitting_at("three")
    sitting.aggregate()
    sitting.take(sitting.chair, sitting.panel_file())
    holder = sitting.chair.desk
    assert holder.vault.writable
    second = sitting.chair.moved(sitting.world.folder)
    assert not second.desk.vault.writable
    bench = ChairBench(context, qtbot, sitting, second)
    page = bench.rooms.overview_page
    assert not bench.find(QPushButton, "overviewTake").isEnabled()
    dropped(page, sitting.panel_file())
    assert not page.take.done.isVisible()
    assert page.cells.rowCount() == 1, "it can be read"
    bench.program.lock()
