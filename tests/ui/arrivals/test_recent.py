"""The quiet list of files opened lately: on the screen of rounds, inside the vault, nowhere else."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from member_bench import Bench
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton
from services_harness import Person, World

import ui.media
from ui.views.home import HomeScreen
from ui.views.home_recent import RecentPane
from zgc_review.services.desk import Desk
from zgc_review.services.recent_files import recent_files, remember_file

Window = Callable[[World, Person], Bench]


def pane(bench: Bench) -> RecentPane:
    return bench.screen(HomeScreen).recent


def rows(bench: Bench) -> list[QPushButton]:
    found = pane(bench).findChildren(QPushButton)
    return [one for one in found if one.objectName().startswith("recent:") and not one.isHidden()]


@pytest.fixture
def opened(at: Callable[[str], World], window: Window) -> Bench:
    """Return the window of an expert who opened the package of the stick before."""
    world = at("opened")
    person = world.experts[1]
    remember_file(person.desk, world.folder / "away" / "旧的.zgcpanel", "panel")
    remember_file(person.desk, world.package, "package", person.round.round_id)
    return window(world, person)


def test_nothing_is_shown_while_nothing_was_opened(at: Callable[[str], World], window: Window) -> None:
    world = at("packed")
    assert not pane(window(world, world.experts[1])).isVisible()


def test_a_line_says_name_kind_round_time_and_whether_it_is_there(opened: Bench) -> None:
    there, away = rows(opened)
    said = there.accessibleName()
    for part in (opened.world.package.name, "材料包", opened.person.round.title, "20"):
        assert part in said
    assert there.isEnabled()
    assert "组长文件" in away.accessibleName()
    assert "介质没有插入" in away.accessibleName()
    assert not away.isEnabled()


def test_enter_opens_again(opened: Bench) -> None:
    row = rows(opened)[0]
    row.setFocus()
    opened.qtbot.keyClick(row, Qt.Key.Key_Return)
    assert opened.screen(HomeScreen).opened.isVisible()
    assert [one.kind for one in recent_files(opened.person.desk)] == ["package", "panel"]


def test_a_file_that_comes_back_can_be_opened(opened: Bench) -> None:
    away = opened.world.folder / "away"
    away.mkdir()
    (away / "旧的.zgcpanel").write_bytes(b"x")
    opened.screen(HomeScreen).model.look()
    opened.qtbot.waitUntil(lambda: [one.isEnabled() for one in rows(opened)] == [True, True])


def test_what_is_listed_on_a_medium_is_not_listed_twice(
    opened: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ui.media, "media_roots", lambda: (opened.world.package.parent,))
    opened.screen(HomeScreen).model.look()
    opened.qtbot.waitUntil(lambda: [one.objectName() for one in rows(opened)] == ["recent:旧的.zgcpanel"])


def test_the_list_can_be_emptied(opened: Bench) -> None:
    opened.click("recentClear")
    assert not pane(opened).isVisible()
    assert recent_files(opened.person.desk) == ()


def test_the_language_changes_every_word(opened: Bench) -> None:
    opened.context.captions.set_language("en")
    assert pane(opened).title.text() == "Recent files"
    opened.qtbot.waitUntil(lambda: len(rows(opened)) == 2)
    assert "package" in rows(opened)[0].accessibleName()


def test_a_vault_that_is_only_read_shows_the_list_and_changes_nothing(
    at: Callable[[str], World], window: Window, tmp_path: Path
) -> None:
    world = at("opened")
    person = world.experts[1]
    result = tmp_path / "r.zgcresult"
    result.write_bytes(b"x")
    remember_file(person.desk, result, "result")
    remember_file(person.desk, world.package, "package", person.round.round_id)
    person.desk.vault.writable = False
    bench = window(world, person)
    assert [one.isEnabled() for one in rows(bench)] == [False, True]  # a result opens in memory
    assert not pane(bench).clear.isEnabled()


def test_preferences_hold_no_name_of_a_file(opened: Bench) -> None:
    opened.context.preferences.opened(opened.person.vault, "2026-11-22T10:00:00+08:00")
    opened.screen(HomeScreen).open(opened.world.package)
    kept = Path(opened.context.preferences._file).read_text("utf-8")
    assert opened.world.package.name not in kept
    assert str(opened.world.package.parent) not in kept


def test_a_list_of_another_release_is_passed_over_in_what_it_does_not_know(
    at: Callable[[str], World], window: Window
) -> None:
    world = at("opened")
    desk: Desk = world.experts[1].desk
    remember_file(desk, world.package, "later-kind")
    bench = window(world, world.experts[1])
    assert rows(bench) == []
