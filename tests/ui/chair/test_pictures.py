"""Pictures through the window: drawn in jobs, stepped by keys, pressed, read as figures, exported."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtWidgets import QAbstractButton, QLabel, QWidget
from sitting_harness import CONFLICT, Sitting

from ui.models.chair_pictures import FigureTable
from ui.viewmodels.chair import pictures
from ui.views.chair.pictures import PicturesPage
from ui.widgets.figure import FigureView, index_of
from zgc_review.services.late_conflict import declare_late

if TYPE_CHECKING:
    from chair_bench import ChairBench

Open = Callable[..., "ChairBench"]


def opened(bench: ChairBench) -> PicturesPage:
    """Go to the pictures and wait for the first one."""
    bench.qtbot.keyClick(bench.frame, Qt.Key.Key_2, Qt.KeyboardModifier.ControlModifier)
    page = bench.rooms.pictures_page
    bench.qtbot.waitUntil(lambda: len(page.figure.spots) > 0, timeout=20_000)
    return page


def drawn(bench: ChairBench, page: PicturesPage, count: int) -> None:
    bench.qtbot.waitUntil(lambda: len(page.figure.spots) == count, timeout=20_000)


def press(bench: ChairBench, figure: FigureView, at: int) -> None:
    """Press the middle of a spot."""
    one, ratio = figure.spots[at], figure.devicePixelRatioF()
    place = QPoint(round((one.left + one.right) / 2 / ratio), round((one.top + one.bottom) / 2 / ratio))
    bench.qtbot.mouseClick(figure, Qt.MouseButton.LeftButton, pos=place)


def test_a_press_on_a_row_goes_to_its_row_in_the_overview(chair_at: Open) -> None:
    bench = chair_at("five")
    page = opened(bench)
    drawn(bench, page, 3)
    application = page.figure.spots[1].application
    press(bench, page.figure, 1)
    assert bench.frame.page is bench.rooms.overview_page
    cells = bench.rooms.overview_page.cells
    assert bench.rooms.overview_page.table.currentIndex().row() == cells.place_of(application)


def test_arrows_step_and_say_what_stands_there(chair_at: Open) -> None:
    bench = chair_at("five")
    page = opened(bench)
    drawn(bench, page, 3)
    figure, detail = page.figure, bench.find(QLabel, "picturesDetail")
    assert figure.hasFocus()
    assert figure.at == 0
    bench.qtbot.keyClick(figure, Qt.Key.Key_Down)
    number = bench.sitting.application(0).number
    bench.qtbot.keyClick(figure, Qt.Key.Key_J)
    assert figure.at == 2
    assert number in detail.text()
    assert detail.text() == figure.accessibleDescription()
    assert "▲" in detail.text()
    bench.qtbot.keyClick(figure, Qt.Key.Key_Down)
    assert figure.at == 2
    bench.qtbot.keyClick(figure, Qt.Key.Key_Home)
    assert figure.at == 0
    bench.qtbot.keyClick(figure, Qt.Key.Key_Return)
    assert bench.frame.page is bench.rooms.overview_page


def test_spread_has_a_dot_for_each_expert_and_application(chair_at: Open) -> None:
    bench = chair_at("five")
    page = opened(bench)
    bench.qtbot.keyClick(page.figure, Qt.Key.Key_2)
    drawn(bench, page, 15)
    spots = page.figure.spots
    at = index_of(spots, bench.sitting.id(0), "专家02")
    one = spots[at]
    assert page.figure.spot_at(one_middle(page.figure, at)) == at
    press(bench, page.figure, at)
    assert bench.frame.page is bench.rooms.overview_page
    row = bench.rooms.overview_page.table.currentIndex().row()
    assert bench.rooms.overview_page.cells.place_of(one.application) == row


def test_a_picture_that_waits_to_be_drawn_anew_keeps_its_shape(chair_at: Open) -> None:
    """A bar of progress takes room from it: letters get smaller, not flat, and spots stay in place."""
    bench = chair_at("five")
    figure = opened(bench).figure
    shape = figure.pixels[0] / figure.pixels[1]
    figure.setFixedHeight(figure.height() - 44)
    place = figure._place()
    assert place.width() / place.height() == pytest.approx(shape, rel=0.01)
    assert place.bottom() <= figure.height()
    spot, ratio = figure.spots[1], figure._ratio()
    middle = QPointF((spot.left + spot.right) / 2 / ratio, (spot.top + spot.bottom) / 2 / ratio)
    assert place.contains(middle)
    assert figure.spots[figure.spot_at(middle)].application == spot.application


def one_middle(figure: FigureView, at: int) -> QPoint:
    one, ratio = figure.spots[at], figure.devicePixelRatioF()
    return QPoint(
        round((one.left + one.right) / 2 / ratio), round((one.top + one.bottom) / 2 / ratio)
    ).toPointF()


def test_the_table_holds_the_figures_of_the_drawing(chair_at: Open) -> None:
    bench = chair_at("five")
    page = opened(bench)
    bench.qtbot.keyClick(page.figure, Qt.Key.Key_T)
    table = page.tables["scores"]
    assert page.views["scores"].isVisible()
    assert page.views["scores"].hasFocus()
    panel = page.model.panel.panel
    assert panel is not None
    line = panel.line(bench.sitting.id(0))
    assert line is not None
    row = table.place_of(bench.sitting.id(0))
    words = [str(table.index(row, column).data()) for column in range(table.columnCount())]
    assert words[1] == line.number
    for mark in line.line.after.marks:
        assert f"{mark.code} {mark.total // 100}.{mark.total % 100:02d}" in words[4]
    assert words[4].count("▲") == 1
    bench.qtbot.keyClick(page.views["scores"], Qt.Key.Key_3)
    ranking = page.tables["ranking"]
    assert page.views["ranking"].isVisible()
    assert str(ranking.index(0, 6).data()) == "线内"
    bench.qtbot.keyClick(page.views["ranking"], Qt.Key.Key_T)
    assert page.figure.isVisible()


def test_who_stands_aside_is_said_with_the_figures(
    chair_at: Open, sitting_at: Callable[[str], Sitting]
) -> None:
    made = sitting_at("five")
    member = made.member(1)
    declare_late(member.desk, member.round, made.id(0), CONFLICT)
    made.give_back(member)
    made.aggregate()
    bench = chair_at(sitting=made)
    page = opened(bench)
    bench.qtbot.keyClick(page.figure, Qt.Key.Key_T)
    table = page.tables["scores"]
    row = table.place_of(made.id(0))
    assert f"{made.member(1).code} 回避" in str(table.index(row, 4).data())
    assert "回避" not in str(table.index(table.place_of(made.id(1)), 4).data())


def test_the_figure_shows_the_focus_itself(chair_at: Open) -> None:
    """One frame, round what is chosen; heads of numbers stand over them."""
    bench = chair_at("five")
    page = opened(bench)
    ring = bench.shell.findChild(QWidget, "focusRing")
    assert page.figure.hasFocus()
    assert ring is None or not ring.isVisible()
    table = page.tables["ranking"]
    at_right = table.headerData(3, Qt.Orientation.Horizontal, Qt.ItemDataRole.TextAlignmentRole)
    assert at_right == Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


def test_a_large_panel_makes_its_pictures_as_a_job(chair_at: Open, monkeypatch: pytest.MonkeyPatch) -> None:
    """C7: until they are there, nothing of an older panel is on show."""
    bench = chair_at("five")
    page = opened(bench)
    before = page.model.choices
    monkeypatch.setattr(pictures, "AT_ONCE", 0)
    page.model.panel.loaded.emit()
    assert page.model.choices == before
    monkeypatch.setattr(bench.context.jobs, "run", lambda *_given, **_more: None)
    page.model.panel.loaded.emit()
    assert page.model.choices == ()


def test_nothing_of_what_the_chair_is_recused_on(
    chair_at: Open, sitting_at: Callable[[str], Sitting]
) -> None:
    """C7: no row, no dot, no place in any picture."""
    made = sitting_at("aside")
    made.aggregate()
    bench = chair_at(sitting=made)
    page = opened(bench)
    for key, count in ((Qt.Key.Key_1, 2), (Qt.Key.Key_2, 10), (Qt.Key.Key_3, 2)):
        bench.qtbot.keyClick(page.figure, key)
        drawn(bench, page, count)
        assert made.id(0) not in {one.application for one in page.figure.spots}


def test_dark_mode_and_language_draw_anew(chair_at: Open) -> None:
    bench = chair_at("five")
    page = opened(bench)
    drawn(bench, page, 3)
    seen: list[bytes] = []
    page.model.drawn.connect(lambda made: seen.append(made.pixels))
    bench.context.theme.set_mode("dark")
    bench.qtbot.waitUntil(lambda: len(seen) > 0, timeout=20_000)
    ground = bench.context.theme.colour("bg1")
    assert seen[-1][:3] == bytes((ground.red(), ground.green(), ground.blue()))
    before = len(seen)
    bench.context.captions.set_language("en")
    bench.qtbot.waitUntil(lambda: len(seen) > before, timeout=20_000)
    assert page.tabs.tabText(0) == "Totals"
    assert bench.find(QAbstractButton, "picturesNumbers").text() == "Show figures"


def test_export_writes_what_the_command_writes(chair_at: Open, tmp_path: Path) -> None:
    bench = chair_at("five")
    page = opened(bench)
    page.export_to(tmp_path / "out")
    written = sorted(path.name for path in (tmp_path / "out").iterdir())
    assert [name for name in written if name.endswith(".pdf")] == [
        "ranking-M01-seen.pdf",
        "scores-M01-seen.pdf",
        "spread-seen.pdf",
    ]
    assert f"写出 {len(written)} 个文件" in page.written.text()
    (tmp_path / "taken").write_text("a file stands where a folder should", "utf-8")
    page.export_to(tmp_path / "taken")
    assert page.error.fault is not None


def test_without_a_panel_file_there_is_one_sentence(chair_at: Open) -> None:
    bench = chair_at("five")
    page = opened(bench)
    assert not page.empty.isVisible()
    panel = page.model.panel.panel
    assert panel is not None
    page.model.panel.panel = replace(panel, views=(), entries={})
    page.model.panel.loaded.emit()
    assert page.empty.isVisible()
    assert not page.figure.isVisible()


@pytest.mark.parametrize("kind", ["scores", "spread", "ranking"])
def test_the_models_of_figures(chair_at: Open, kind: str, qtmodeltester: object) -> None:
    bench = chair_at("five")
    page = opened(bench)
    table: FigureTable = page.tables[kind]  # type: ignore[index]
    table.show_picture(next(one.picture for one in page.model.choices if one.kind == kind))
    qtmodeltester.check(table)  # type: ignore[attr-defined]


def test_pages_are_turned_by_keys_and_by_stepping(chair_at: Open) -> None:
    bench = chair_at("five")
    page = opened(bench)
    page.model.fit = lambda _height, _scale: None  # type: ignore[method-assign] - pages of two rows
    page.model.rows = 2
    page.model.turned.emit()
    drawn(bench, page, 2)
    assert page.paging.text() == "第 1 / 2 页"
    bench.qtbot.keyClick(page.figure, Qt.Key.Key_Down)
    bench.qtbot.keyClick(page.figure, Qt.Key.Key_Down)
    drawn(bench, page, 1)
    assert (page.model.page, page.figure.at) == (1, 0)
    bench.qtbot.keyClick(page.figure, Qt.Key.Key_Up)
    drawn(bench, page, 2)
    assert (page.model.page, page.figure.at) == (0, 1)
    bench.qtbot.keyClick(page.figure, Qt.Key.Key_PageDown)
    drawn(bench, page, 1)
    assert page.go_to(bench.sitting.id(2))
    drawn(bench, page, 2)
    assert page.figure.spots[page.figure.at].application == bench.sitting.id(2)
    assert not page.go_to("0" * 32)
