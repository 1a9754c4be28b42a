"""A sheet that may only be read: every button and key of the score screen is tried, and nothing is stored."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from expert_tour import Step, applications, at_sheet, choose, prepare, shown
from member_bench import Bench
from PySide6.QtCore import Qt
from PySide6.QtGui import QShortcut
from PySide6.QtWidgets import QAbstractButton, QApplication, QDialog, QMenu, QPushButton, QWidget
from services_harness import World
from shiboken6 import isValid

from ui.views.score import ScoreScreen
from ui.views.score_keys import sheet_acts
from ui.widgets.document_viewer import DocumentViewer

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)
KEY, HELD = Qt.Key, Qt.KeyboardModifier
LEFT = Qt.MouseButton.LeftButton
KEYS = [
    *(Qt.Key(code) for code in range(int(KEY.Key_0), int(KEY.Key_9) + 1)),
    *(Qt.Key(code) for code in range(int(KEY.Key_A), int(KEY.Key_Z) + 1) if Qt.Key(code) != KEY.Key_L),
    *(KEY.Key_Space, KEY.Key_Delete, KEY.Key_Backspace, KEY.Key_Up, KEY.Key_Down, KEY.Key_PageUp),
    *(KEY.Key_PageDown, KEY.Key_Home, KEY.Key_End, KEY.Key_Return, KEY.Key_Backslash, KEY.Key_Comma),
]
CHORDS = [
    *((HELD.AltModifier, key) for key in (KEY.Key_1, KEY.Key_2, KEY.Key_3, KEY.Key_4)),
    *((HELD.ControlModifier, key) for key in (KEY.Key_Z, KEY.Key_Y, KEY.Key_V, KEY.Key_X, KEY.Key_Return)),
    (HELD.ControlModifier | HELD.ShiftModifier, KEY.Key_Z),
    (HELD.NoModifier, KEY.Key_F8),
]
#: Buttons that leave the screen, and the eye of the queue; what they do is tested where they lead.
LEAVES = {"nextApplication", "queueWorkList"}
STATES: dict[str, Step] = {
    "locked": at_sheet(0),
    "read only": at_sheet(1),
    "recused": at_sheet(2),
}


@pytest.fixture
def ready(at: Callable[[str], World]) -> World:
    world = at("opened")
    prepare(world)
    return world


def stored(bench: Bench) -> list[Any]:
    """Return every draft, message and event of the round."""
    person = bench.person
    round_id = person.round.round_id
    ids = [one.application_id for one in applications(person)]
    with person.desk.vault.begin() as uow:
        drafts = [uow.drafts.history(round_id, one, "initial") for one in ids]
        return [drafts, uow.events.all(round_id), uow.messages.find(round_id, "score")]


def opened(bench: Bench, state: str) -> ScoreScreen:
    """Return the score screen in a state, its first document on view."""
    rooms = choose(bench)
    STATES[state](bench, rooms)
    screen = bench.screen(ScoreScreen)
    if state == "read only":
        bench.person.desk.vault.writable = False
        screen.model.load(applications(bench.person)[1].application_id)
    if state != "recused":
        bench.qtbot.waitUntil(lambda: screen.documents.current() is not None, timeout=20_000)
    shown(bench)
    return screen


def close_what_opened(bench: Bench) -> None:
    """Close every dialog and menu an act brought up."""
    for kind in (QDialog, QMenu):
        for one in bench.shell.findChildren(kind):
            if one.isVisible():
                one.close()
    QApplication.processEvents()
    bench.shell.activateWindow()


def cite_of(screen: ScoreScreen) -> QPushButton:
    assert isinstance(screen.documents, DocumentViewer)
    return screen.documents.main.bar.cite


def test_a_page_can_be_cited_by_button_while_the_sheet_is_a_draft(
    ready: World, bench_at: Callable[..., Bench]
) -> None:
    bench = bench_at("opened", 1, ready)
    rooms = choose(bench)
    at_sheet(1)(bench, rooms)
    screen = bench.screen(ScoreScreen)
    cite = cite_of(screen)
    assert not cite.isEnabled()
    bench.qtbot.waitUntil(lambda: screen.documents.current() is not None, timeout=20_000)
    assert cite.isEnabled()
    bench.qtbot.mouseClick(cite, LEFT)
    assert [one.page for one in screen.model.sheet.body.pages] == [1]


@pytest.mark.parametrize("state", ["locked", "read only"])
@pytest.mark.parametrize("language", ["zh_CN", "en"])
def test_citing_is_off_where_a_sheet_can_only_be_read_and_says_why(
    ready: World, bench_at: Callable[..., Bench], state: str, language: str
) -> None:
    bench = bench_at("opened", 1, ready)
    screen = opened(bench, state)
    bench.context.captions.set_language(language)
    shown(bench)
    cite = cite_of(screen)
    why = bench.context.captions.cap("score.cite_locked" if state == "locked" else "score.cite_read_only")
    assert not cite.isEnabled()
    assert why in cite.toolTip()
    assert cite.accessibleDescription() == why


def test_the_same_keys_store_something_of_a_draft(ready: World, bench_at: Callable[..., Bench]) -> None:
    """So the walks below would find what is stored."""
    bench = bench_at("opened", 1, ready)
    rooms = choose(bench)
    at_sheet(1)(bench, rooms)
    screen = bench.screen(ScoreScreen)
    before = stored(bench)
    screen.rubric.open_section(next(iter(screen.rubric.heads)), focus=True)
    for key in (KEY.Key_X, KEY.Key_7):
        bench.qtbot.keyClick(QApplication.focusWidget(), key)
    screen.settle()
    assert stored(bench) != before


@pytest.mark.parametrize("state", STATES)
def test_no_key_stores_anything_of_a_sheet_that_can_only_be_read(
    ready: World, bench_at: Callable[..., Bench], state: str
) -> None:
    bench = bench_at("opened", 1, ready)
    screen = opened(bench, state)
    before = stored(bench)
    for section in ("", screen.rubric.section) if screen.model.sheet.is_open else (None,):
        if section is not None:
            screen.rubric.open_section(section, focus=True)
        for held, key in (*((HELD.NoModifier, one) for one in KEYS), *CHORDS):
            bench.qtbot.keyClick(QApplication.focusWidget() or screen, key, held)
            close_what_opened(bench)
            if bench.shell.screen is not screen:
                pytest.fail(f"{key} left the screen")
    screen.settle()
    assert stored(bench) == before


@pytest.mark.parametrize("state", STATES)
def test_no_button_stores_anything_of_a_sheet_that_can_only_be_read(
    ready: World, bench_at: Callable[..., Bench], state: str
) -> None:
    bench = bench_at("opened", 1, ready)
    screen = opened(bench, state)
    before = stored(bench)
    names = {one.objectName() for one in screen.rubric.findChildren(QAbstractButton)}
    assert names
    for section in ("", *screen.rubric.heads) if screen.model.sheet.is_open else (None,):
        if section is not None:
            screen.rubric.open_section(section)
        for one in screen.findChildren(QAbstractButton):
            if isValid(one) and one.isVisible() and one.objectName() not in LEAVES:
                one.click()
                close_what_opened(bench)
            assert bench.shell.screen is screen
    for words, _keys, act, enabled in sheet_acts(screen):
        if enabled and words not in {screen.cap("score.menu.late"), screen.cap("score.menu.sitting")}:
            act()
            close_what_opened(bench)
    screen.settle()
    assert stored(bench) == before


@pytest.mark.parametrize("state", ["locked", "read only"])
def test_what_would_change_a_sheet_that_can_only_be_read_is_off_or_away(
    ready: World, bench_at: Callable[..., Bench], state: str
) -> None:
    bench = bench_at("opened", 1, ready)
    screen = opened(bench, state)
    for section in ("", *screen.rubric.heads):
        screen.rubric.open_section(section)
        able = {
            one.objectName()
            for one in screen.rubric.findChildren(QWidget)
            if one.isVisible() and one.isEnabled() and one.objectName() in CHANGES
        }
        assert able == set()
    able = {words for words, _keys, _act, enabled in sheet_acts(screen) if enabled}
    for name in ("undo", "redo", "skip"):
        assert screen.cap(f"score.menu.{name}") not in able
    assert not any(one.isEnabled() and one.key().toString() == "Q" for one in screen.findChildren(QShortcut))


CHANGES = {
    *("bandA", "bandB", "bandC", "bandD", "percent", "percentSlider", "notApplicableUndo", "claimAdd"),
    *("budgetAsk", "budgetAmount", "cutAdd", "viewerCite"),
}
