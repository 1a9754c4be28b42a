"""What one window says of a thing, the others and the forms say as well."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QFontMetrics, QResizeEvent
from stage_harness import StageBases, StageSitting

from ui.models.chair_decide import RANK as DECIDE_RANK
from ui.models.chair_decide import UNIT
from ui.models.chair_overview import RANK, Heat
from ui.models.chair_sheets import NAME
from ui.viewmodels.chair.grid import Row
from ui.views.chair.sheets_beside_cells import ROW, name_lines
from zgc_review.services.panel_forms import items_seen
from zgc_review.services.result_overview import overview

if TYPE_CHECKING:
    from pathlib import Path

    from chair_bench import ChairBench

Open = Callable[..., "ChairBench"]


def _overview(bench: ChairBench) -> list[Row]:
    return [row for row in bench.rooms.overview_page.model.grid.rows if isinstance(row, Row)]


def test_s10_every_window_and_form_lists_equals_alike(chair_at: Open) -> None:
    """The second and the third are equal in everything: by number, and =2 in every table."""
    bench = chair_at("equal")
    ranked = _overview(bench)
    shown = [row.entry.number for row in ranked]
    cells = bench.rooms.overview_page.cells
    ranks = [str(cells.index(n, RANK).data()) for n in range(cells.rowCount())][: len(shown)]
    assert [rank for rank in ranks if rank.startswith("=")] == ["=2", "=2"] or ranks[:2] == ["=1", "=1"]
    tied = [number for number, rank in zip(shown, ranks, strict=True) if rank.startswith("=")]
    assert tied == sorted(tied)
    bench.rooms.go("decide")
    page = bench.rooms.decide_page
    bench.qtbot.waitUntil(lambda: page.rows.rowCount() == len(shown))
    assert [row.entry.number for row in page.model.sheet.rows] == shown
    assert [str(page.rows.index(n, DECIDE_RANK).data()) for n in range(len(shown))] == ranks
    bench.rooms.go("pictures")
    picture = next(one for one in bench.rooms.pictures_page.model.choices if one.kind == "ranking").picture
    assert [row.name.number for row in picture.rows] == shown  # type: ignore[union-attr]
    (summary,) = items_seen(bench.person.desk, bench.person.round, "F08")
    assert [row.application.number for row in summary.value.sections[0].rows] == shown  # type: ignore[attr-defined]
    (listed,) = items_seen(bench.person.desk, bench.person.round, "F14")
    assert [row.application.number for row in listed.value.pools[0].rows] == shown  # type: ignore[attr-defined]
    secretary = bench.sitting.secretary
    found = overview(secretary.desk, secretary.round)
    assert [line.number for line in found.lines] == shown


def test_what_is_to_be_discussed_is_the_agenda(chair_at: Open) -> None:
    """Ties, what the chair asked for and claims are on the agenda: the overview counts and marks them too."""
    bench = chair_at("equal")
    agenda = {one.entry.number for one in bench.rooms.discussion.agenda}
    flagged = {row.entry.number for row in _overview(bench) if row.is_flagged}
    assert flagged == agenda
    assert bench.rooms.overview_page.model.grid.flagged == len(agenda)
    assert str(len(agenda)) in bench.rooms.overview_page.bar.flagged.text()
    cells = bench.rooms.overview_page.cells
    notes = [str(cells.index(n, cells.column("notes")).data()) for n in range(cells.rowCount())]
    assert sum("并列" in one for one in notes) == 2
    rest = next(row for row in _overview(bench) if not row.is_flagged) if len(agenda) < 3 else None
    if rest is not None:
        bench.rooms.discussion.ask_for(rest.application, asked=True)
        assert bench.rooms.overview_page.model.grid.flagged == len(agenda) + 1


def test_a_dropped_total_has_the_outline_of_its_band_on_both_pages(chair_at: Open) -> None:
    """look.md §2: hollow, in the colour of the band; what it deviates by changes nothing in that."""
    bench = chair_at("five")
    first = _overview(bench)[0]
    bench.rooms.go("discussion")
    bench.rooms.discussion_page.model.choose(first.application)
    table = bench.rooms.discussion_page.beside.table.model()
    total = table.rowCount() - 2
    cells = [table.index(total, column).data(table.CELL) for column in range(2, table.columnCount())]
    dropped = {one.words: one.band for one in cells if one.hollow}
    heat = [Heat(one, "") for one in first.scores if one.trimmed]
    assert sorted(dropped.values()) == sorted(one.score.band for one in heat)
    assert len(dropped) == 2


def test_names_of_criteria_stand_whole_where_there_is_little_room(chair_at: Open) -> None:
    """In English at 150 % a name takes more lines, and its row is higher."""
    bench = chair_at("five")
    bench.context.captions.set_language("en")
    bench.context.theme.set_factor(1.5)
    bench.rooms.go("discussion")
    bench.rooms.discussion_page.model.choose(bench.sitting.id(0))
    view = bench.rooms.discussion_page.beside.table
    bench.qtbot.waitUntil(lambda: view.viewport().width() > 0)
    view.fit()
    theme, model = bench.context.theme, view.model()
    lines = [
        name_lines(theme, model.index(row, NAME).data(model.CELL), view.columnWidth(NAME) - theme.px(24))[1]
        for row in range(model.rowCount())
    ]
    assert not any("…" in one for words in lines for one in words)
    high = [view.rowHeight(row) > theme.px(ROW) for row in range(model.rowCount())]
    assert high == [len(words) > 1 for words in lines]
    assert view.horizontalScrollBar().maximum() == 0


def _stage(tmp_path: Path) -> StageSitting:
    sitting = StageBases(tmp_path / "bases").copy("midterm", tmp_path / "midterm")
    sitting.aggregate()
    sitting.panel()
    return sitting


def test_2_4_a_stage_counts_recommendations_and_no_votes(chair_at: Open, tmp_path: Path) -> None:
    """Where three recommend a correction, nobody is told of five in favour."""
    sitting = _stage(tmp_path)
    bench = chair_at(sitting=sitting)
    cells = bench.rooms.overview_page.cells
    column = cells.column("votes")
    tips = [cells.index(n, column).data(Qt.ItemDataRole.ToolTipRole) for n in range(3)]
    bench.rooms.go("decide")
    page = bench.rooms.decide_page
    by_number = {row.entry.application: tip for row, tip in zip(_overview(bench), tips, strict=True)}
    for row in page.model.sheet.rows:
        assert page.go_to(row.application)
        assert by_number[row.application] in page.detail.facts.text()
        assert "同意票" not in page.detail.facts.text()
    sitting.world.close()


def test_an_outcome_stands_whole_and_needs_no_scroll_bar(chair_at: Open, tmp_path: Path) -> None:
    """look.md §7: states never end in an ellipsis, in English at 150 % neither, and the overview fits."""
    sitting = _stage(tmp_path)
    bench = chair_at(sitting=sitting)
    bench.context.captions.set_language("en")
    bench.context.theme.set_factor(1.5)
    table = bench.rooms.overview_page.table
    bench.shell.resize(1367, 696)  # the pages of the frame show their icons alone
    bench.qtbot.waitUntil(lambda: table.horizontalScrollBar().maximum() == 0)
    bench.rooms.go("decide")
    page = bench.rooms.decide_page
    page.resizeEvent(QResizeEvent(page.size(), page.size()))
    head = page.table.horizontalHeader()
    small = QFontMetrics(bench.context.theme.font("small"))
    room = {n: head.sectionSize(n) - bench.context.theme.px(16) for n in range(page.rows.columnCount())}
    shown = [n for n in room if not page.table.isColumnHidden(n) and n != UNIT]
    for n in shown:
        said = [str(page.rows.index(row, n).data()) for row in range(page.rows.rowCount())]
        assert max(small.horizontalAdvance(one) for one in said) <= room[n]
    sitting.world.close()


def test_an_export_takes_no_room_from_the_picture(chair_at: Open) -> None:
    bench = chair_at("five")
    bench.rooms.go("pictures")
    page = bench.rooms.pictures_page
    bench.qtbot.waitUntil(lambda: len(page.figure.spots) > 0, timeout=20_000)
    tall = page.figure.height()
    page.progress.show()
    bench.qtbot.wait(50)
    assert page.figure.height() == tall
    page.progress.hide()


def test_the_first_item_in_view_of_the_agenda_is_whole(chair_at: Open) -> None:
    """At 150 % there is room for two and a half: the one that is cut is the last in view."""
    bench = chair_at("equal")
    bench.context.theme.set_factor(1.5)
    bench.rooms.go("discussion")
    page = bench.rooms.discussion_page
    view = page.agenda.view
    bench.qtbot.waitUntil(lambda: view.viewport().height() > 0)
    page.model.show_rest(shows=True)
    for item in page.model.shown:
        page.model.choose(item.application)
        top = view.indexAt(QPoint(4, 1))
        assert view.visualRect(top).top() == 0
        assert view.visualRect(view.currentIndex()).bottom() <= view.viewport().height()
