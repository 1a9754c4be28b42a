"""An acting chair is named by the secretary: the next in line, the reason, what still waits (P09)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from acting_bench import close_first
from people_bench import Office, read_only
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QPushButton
from pytestqt.qtbot import QtBot
from services_harness import World, new_world

from ui.context import Context
from ui.views.ask import Question
from ui.views.secretary.changes_acting import ActingDialog
from zgc_review.services.acting_naming import name_acting_chair
from zgc_review.services.panel_acting import acting_named
from zgc_review.services.rounds import state_of

Open = Callable[[World], Office]


@pytest.fixture
def opened(context: Context, qtbot: QtBot) -> Iterator[Open]:
    """Return a function that shows the changes of a round."""
    made: list[Office] = []

    def give(world: World) -> Office:
        office = Office(context, qtbot, world)
        made.append(office)
        office.rooms.go("consent")
        return office

    yield give
    for one in made:
        one.program.lock()


def named(world: World) -> dict[str, str]:
    row = world.secretary.round
    with world.secretary.desk.vault.begin() as uow:
        return dict(acting_named(uow, row, state_of(uow, row)))


def words(office: Office) -> str:
    return office.find(QLabel, "caseText:acting").text()


def begin(office: Office) -> ActingDialog:
    office.click("caseAct:acting")
    return office.dialog(ActingDialog)


def test_p09_the_next_in_line_is_chosen_with_the_reason_and_waits_for_the_chair(
    opened: Open, at: Callable[[str], World]
) -> None:
    world = at("seated")
    (before, aside), (_, following) = line_of(world)[:2]
    closed = close_first(world, 0, before)
    chair = world.experts[0].code
    office = opened(world)
    assert words(office) == "1 项申报的组长回避，1 项还没有代理组长"
    dialog = begin(office)
    assert [one.application for one in dialog.ticked] == [closed]
    assert dialog.who.currentData() == following
    assert dialog.applications.sizeHintForRow(0) >= 32  # nothing smaller can be clicked
    offered = [dialog.who.itemData(n) for n in range(dialog.who.count())]
    assert chair not in offered
    assert aside not in offered
    assert f"{following} 是下一位" in dialog.follows.text()
    assert f"{aside} 回避或等待裁定" in dialog.follows.text()
    office.click("actingAct")
    office.qtbot.mouseClick(office.dialog(Question).findChild(QPushButton, "questionBack"), _LEFT)
    assert named(world) == {}
    office.click("actingAct")
    asked = office.agree()
    number = dialog_number(world, closed)
    assert "1 项申报" in asked
    assert number in asked
    told = office.experts.changes_pane.told.text()
    assert told.startswith("已签署，1 项等组长")
    assert closed in told
    assert named(world) == {}
    chair_says(world, following, closed)
    assert named(world) == {closed: following}
    office.experts.changes.load()
    assert words(office) == "1 项申报的组长回避，0 项还没有代理组长"
    world.pack()


def test_the_chairs_word_is_shown_and_another_member_may_be_chosen(
    opened: Open, at: Callable[[str], World]
) -> None:
    world = at("seated")
    closed = close_first(world, 0)
    wanted = line_of(world)[1][1]
    chair_says(world, wanted, closed)
    office = opened(world)
    dialog = begin(office)
    assert f"组长已指定 {wanted}，等秘书" in dialog.applications.item(0).text()
    dialog.who.setCurrentIndex(dialog.who.findData(wanted))
    assert f"这里选了 {wanted}" in dialog.follows.text()
    assert f"组长已指定 {wanted}，签署后生效" in dialog.follows.text()
    office.click("actingAct")
    office.agree()
    assert office.experts.changes_pane.told.text() == f"{wanted} 在 1 项申报上代理组长。"
    assert named(world) == {closed: wanted}
    dialog = begin(office)
    assert dialog.ticked == ()
    assert f"{wanted} 代理" in dialog.applications.item(0).text()
    assert dialog.lacking.text() == "还没有选申报"
    assert not dialog.act.isEnabled()
    dialog.reject()


def test_what_the_services_refuse_is_said_in_place(opened: Open, at: Callable[[str], World]) -> None:
    world = at("seated")
    close_first(world, 0)
    office = opened(world)
    dialog = begin(office)
    late = dialog.who.currentData()
    place = next(n for n, one in enumerate(world.experts) if one.code == late)
    close_first(world, 0, place)  # recused while the dialog was open
    office.click("actingAct")
    office.agree()
    assert dialog.error.isVisible()
    assert named(world) == {}
    dialog.reject()


def test_by_the_settings_next_there_is_no_choice(opened: Open, tmp_path: Path) -> None:
    world = new_world(tmp_path / "next", settings={"acting_chair": "next"})
    world.define()
    world.seat()
    closed = close_first(world, 0)
    office = opened(world)
    assert words(office) == "1 项申报的组长回避，按次序代理；1 项还没有签署告知"
    dialog = begin(office)
    assert dialog.who.count() == 1
    assert not dialog.who.isEnabled()
    assert "按次序代理" in dialog.follows.text()
    following = dialog.who.currentData()
    office.click("actingAct")
    office.agree()
    assert named(world) == {closed: following}
    assert words(office) == "1 项申报的组长回避，按次序代理；0 项还没有签署告知"
    world.close()


def test_nothing_is_offered_where_no_chair_stands_aside_and_languages_switch(
    opened: Open, at: Callable[[str], World]
) -> None:
    office = opened(at("seated"))
    assert words(office) == "没有组长回避的申报"
    assert not office.find(QPushButton, "caseAct:acting").isEnabled()
    office.program.context.captions.set_language("en")
    assert words(office) == "No chair is recused from any application"
    assert office.find(QLabel, "case:acting").text() == "Acting chair"


def test_a_vault_that_is_only_looked_at_names_nobody(
    context: Context, qtbot: QtBot, at: Callable[[str], World]
) -> None:
    world = at("seated")
    close_first(world, 0)
    office = Office(context, qtbot, world, read_only(world))
    office.rooms.go("consent")
    assert words(office) == "1 项申报的组长回避，1 项还没有代理组长"
    assert not office.find(QPushButton, "caseAct:acting").isEnabled()
    office.program.lock()


def line_of(world: World) -> list[tuple[int, str]]:
    """Return place and code of everybody but the chair, in the order of codes."""
    with world.secretary.desk.vault.begin() as uow:
        seats = {seat.card_id: seat.code for seat in uow.seats.all(world.secretary.round.round_id)}
    codes = [(n, seats[one.card.card_id]) for n, one in enumerate(world.experts)]
    return sorted(codes[1:], key=lambda pair: pair[1])


_LEFT = Qt.MouseButton.LeftButton


def dialog_number(world: World, application: str) -> str:
    """Return the number of an application."""
    with world.secretary.desk.vault.begin() as uow:
        found = uow.applications.get(application)
    assert found is not None
    return found.number


def chair_says(world: World, code: str, application: str) -> None:
    """Let the chair name somebody, by the id alone, and hand the file in."""
    chair = world.experts[0]
    acts = name_acting_chair(chair.desk, chair.round, code, [application], world.folder / "acts")
    assert [one.outcome for one in world.collect([one.path for one in acts if one.path])] == ["new"]
