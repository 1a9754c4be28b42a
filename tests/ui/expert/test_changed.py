"""Rules §6.9: an application that changed after its sheet was begun, from the stick to the lock, by keys."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from member_bench import Bench
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QPushButton
from pytestqt.qtbot import QtBot
from services_amended import amend, pack_again
from services_harness import World, fill, level

from ui.views.changed_note import ChangedDialog, ChangedNote
from ui.views.home import HomeScreen
from ui.views.review import ReviewScreen
from ui.views.score import ScoreScreen
from ui.views.work_list import WorkListScreen
from zgc_review.domain.rows import ApplicationRow


@pytest.fixture
def amended(at: Callable[[str], World], bench_at: Callable[..., Bench]) -> Bench:
    """Return the window of an expert with complete drafts and a newer package on the stick."""
    world = at("opened")
    person = world.experts[1]
    world.declare_none(person)
    for one in rows(world):
        fill(person, one.application_id, level(70)(0))
    amend(world, drop=1, title="改过的题目")
    pack_again(world, person)
    return bench_at("opened", world=world)


def rows(world: World) -> tuple[ApplicationRow, ...]:
    person = world.experts[1]
    with person.desk.vault.begin() as uow:
        return uow.applications.all(person.round.round_id)


def open_newer(bench: Bench) -> HomeScreen:
    """Open the newer package in the window."""
    screen = bench.screen(HomeScreen)
    screen.open(bench.world.package)
    return screen


def at_sheet(bench: Bench) -> ScoreScreen:
    """Enter the round at the sheet of the application that changed."""
    open_newer(bench)
    bench.click("openedEnter")
    screen = bench.screen(ScoreScreen)
    assert screen.go_to(rows(bench.world)[0].application_id)
    return screen


def lines(dialog: ChangedDialog) -> list[str]:
    found = [one for one in dialog.findChildren(QLabel) if one.objectName().startswith("changedLine")]
    return [one.text() for one in found]


def test_opening_says_how_many_changed(amended: Bench) -> None:
    screen = open_newer(amended)
    assert "1 份申报在您填写评分单之后有更新" in screen.opened.text.text()
    amended.context.captions.set_language("en")
    assert "1 application was updated after you began its sheet" in screen.opened.text.text()


def test_the_sheet_says_so_and_f8_leads_to_the_word(amended: Bench, qtbot: QtBot) -> None:
    screen = at_sheet(amended)
    note = amended.find(ChangedNote, "changedNote")
    assert note.isVisible()
    assert screen.rubric.foot.missing.text() == "还缺 1 处"
    qtbot.keyClick(screen, Qt.Key.Key_F8)
    assert note.act.hasFocus()
    qtbot.keyClick(note.act, Qt.Key.Key_Space)
    dialog = amended.dialog(ChangedDialog)
    said = lines(dialog)
    assert any(one.endswith("→ 改过的题目") for one in said)
    assert any(one.startswith("文件去掉：") for one in said)
    assert dialog.focusWidget() is dialog.findChild(QPushButton, "questionBack")
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    assert note.isVisible()
    assert screen.model.sheet.is_changed


def test_the_word_keeps_every_score_and_the_sheet_can_be_locked(amended: Bench, qtbot: QtBot) -> None:
    screen = at_sheet(amended)
    before = dict(screen.model.sheet.body.percents)
    amended.click("changedLook")
    qtbot.mouseClick(amended.dialog(ChangedDialog).act, Qt.MouseButton.LeftButton)
    sheet = screen.model.sheet
    qtbot.waitUntil(lambda: sheet.is_open and not sheet.is_changed)
    assert sheet.content.application_id == rows(amended.world)[0].application_id
    assert not amended.find(ChangedNote, "changedNote").isVisible()
    assert dict(sheet.body.percents) == before
    assert sheet.missing() == ()
    rooms = amended.program.rooms
    assert rooms is not None
    rooms.show_review()
    assert amended.screen(ReviewScreen).all.isEnabled()


def test_the_list_and_the_check_count_it_as_missing(amended: Bench, qtbot: QtBot) -> None:
    screen = at_sheet(amended)
    screen.show_list()
    work = amended.screen(WorkListScreen)
    line = work.model.work.lines[0]
    assert line.entry.changed
    assert [one.code for one in line.lacking] == ["scoring.application.changed"]
    rooms = amended.program.rooms
    assert rooms is not None
    rooms.show_review()
    review = amended.screen(ReviewScreen)
    assert not review.all.isEnabled()
    assert [len(one.lacking) for one in review.model.lines] == [1, 0, 0]
    goto = review.findChildren(QPushButton, "goto:ZGC-0001")[-1]
    qtbot.waitUntil(goto.isVisible)
    qtbot.mouseClick(goto, Qt.MouseButton.LeftButton)
    assert amended.screen(ScoreScreen).model.sheet.is_changed


def test_scoring_goes_on_before_the_word(amended: Bench) -> None:
    screen = at_sheet(amended)
    sheet = screen.model.sheet
    name = sheet.criteria[0].id
    sheet.put("mark", name, 83)
    assert (sheet.is_editable, sheet.is_changed, sheet.mark(name)) == (True, True, 83)
