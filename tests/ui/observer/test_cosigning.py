"""The second of two signatures in a window of its own: rulings, void sheets, absences (rules §2.3, §4.2)."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot
from result_bench import Bench, bench_of
from services_harness import Person, World, new_world

from ui.context import Context
from ui.views.chair.cosigning import CosignDialog
from ui.views.observer.definitions import DefinitionsPage
from ui.widgets.choice import ChoiceBox
from zgc_review.domain.bodies import ConsentBody
from zgc_review.services import post
from zgc_review.services.absences import sign_absent
from zgc_review.services.members import standing_of
from zgc_review.services.rounds import state_of

At = Callable[[str], World]


def page_of(bench: Bench) -> DefinitionsPage:
    found = bench.shell.findChild(DefinitionsPage)
    assert found is not None
    return found


def dialog_of(bench: Bench) -> CosignDialog:
    """Open the dialog; a member gets to the definitions by the menu."""
    if bench.shell.findChild(DefinitionsPage) is None:
        assert bench.program.rooms is not None
        bench.program.rooms.ways.menu.definitions_asked.emit()
    bench.click("definitionsCosign")
    found = [one for one in bench.shell.findChildren(CosignDialog) if one.isVisible()]
    assert found
    return found[-1]


def choose(box: ChoiceBox, data: str) -> None:
    place = box.findData(data)
    place = place if place >= 0 else box.findText(data)
    assert place >= 0, data
    box.setCurrentIndex(place)


def offered(dialog: CosignDialog) -> list[str]:
    return [str(dialog.what.itemData(n)) for n in range(dialog.what.count())]


def visible(dialog: CosignDialog) -> list[str]:
    """Return the fields on show, from top to bottom."""
    names = ("number", "code", "rule", "phase", "answer", "reason")
    shown = [one for one in names if not getattr(dialog, one).isHidden()]
    return sorted(shown, key=lambda one: getattr(dialog, one).y())


def said(world: World, act: str) -> list[ConsentBody]:
    """Return what others than the secretary signed, as the secretary holds it."""
    row = world.secretary.round
    with world.secretary.desk.vault.begin() as uow:
        held = uow.messages.find(row.round_id, "consent")
        bodies = [(one.sender, post.body_of_row(one)) for one in held]
    return [
        body
        for sender, body in bodies
        if isinstance(body, ConsentBody) and body.act == act and sender != row.card_id
    ]


def members(world: World, person: Person) -> list[str]:
    with world.secretary.desk.vault.begin() as uow:
        state = state_of(uow, world.secretary.round)
    return sorted(one.code for one in state.by_role("expert") if one.card != person.card.card_id)


def test_2_3_a_chair_agrees_to_an_absence_in_a_window(
    context: Context, qtbot: QtBot, at: At, tmp_path: Path
) -> None:
    world = at("opened")
    chair = world.experts[0]
    secretary, code = world.secretary, members(world, chair)[0]
    sign_absent(secretary.desk, secretary.round, code, "因病请假")
    bench = bench_of(context, qtbot, world, chair)
    dialog = dialog_of(bench)
    assert offered(dialog) == ["ruling", "void", "absent"]
    choose(dialog.what, "absent")
    assert visible(dialog) == ["code", "number", "reason"]
    assert [dialog.code.itemText(n) for n in range(dialog.code.count())] == members(world, chair)
    assert dialog.lacking.text() == "还没有选专家"
    choose(dialog.code, code)
    assert (dialog.lacking.text(), dialog.act.isEnabled()) == ("原因至少写 2 个字", False)
    dialog.reason.setText("同意")
    assert dialog.act.isEnabled()
    dialog.say(tmp_path / "back")
    words = bench.agree()
    assert f"登记 {code} 缺席（全部申报）？" in words
    assert not [one for one in bench.shell.findChildren(CosignDialog) if one.isVisible()]
    (path,) = (tmp_path / "back").glob("*.zgccons")
    assert path.name in page_of(bench).done.text()
    assert [one.outcome for one in world.collect([path])] == ["new"]
    (body,) = said(world, "absent")
    assert (body.application, body.values, body.text) == (None, {"code": code}, "同意")
    with secretary.desk.vault.begin() as uow:
        standing = standing_of(uow, secretary.round, state_of(uow, secretary.round))
    assert {standing.status(code, one) for one in world.ids()} == {"absent"}


def test_4_2_a_chair_rules_in_a_window(context: Context, qtbot: QtBot, at: At, tmp_path: Path) -> None:
    world = at("opened")
    chair = world.experts[0]
    code = members(world, chair)[0]
    bench = bench_of(context, qtbot, world, chair)
    dialog = dialog_of(bench)
    assert visible(dialog) == ["number", "code", "rule", "answer"]
    assert dialog.lacking.text() == "还没有写申报编号"
    dialog.number.setText("ZGC-0001")
    choose(dialog.code, code)
    choose(dialog.rule, "R06")
    assert (dialog.lacking.text(), dialog.act.isEnabled()) == ("还没有选结论", False)
    choose(dialog.answer, "closed")
    dialog.say(tmp_path / "back")
    words = bench.agree()
    assert f"裁定 {code} 对 ZGC-0001 回避？" in words
    assert "R06" in words
    (path,) = (tmp_path / "back").glob("*.zgccons")
    assert [one.outcome for one in world.collect([path])] == ["new"]
    (body,) = said(world, "ruling")
    assert (body.application, body.answer) == (world.ids()[0], "closed")
    assert body.values == {"code": code, "rule": "R06"}


def test_what_is_not_held_here_is_refused_in_place_and_nothing_is_written(
    context: Context, qtbot: QtBot, at: At, tmp_path: Path
) -> None:
    world = at("opened")
    chair = world.experts[0]
    bench = bench_of(context, qtbot, world, chair)
    dialog = dialog_of(bench)
    dialog.number.setText("ZGC-9999")
    choose(dialog.code, members(world, chair)[0])
    choose(dialog.rule, "R01")
    choose(dialog.answer, "open")
    dialog.say(tmp_path / "back")
    bench.agree()
    assert dialog.error.isVisible()
    assert dialog.error.fault is not None
    assert dialog.error.fault.code == "application.unknown"
    assert dialog.act.isEnabled()
    assert not (tmp_path / "back").exists()
    choose(dialog.what, "void")  # no panel file shows a sheet yet
    assert visible(dialog) == ["number", "code", "phase", "answer"]
    dialog.number.setText("ZGC-0001")
    choose(dialog.answer, "integrity")
    dialog.say(tmp_path / "back")
    bench.agree()
    assert dialog.error.fault.code == "panel.sheet"
    assert not (tmp_path / "back").exists()
    dialog.reject()


@pytest.mark.parametrize("setting", ["secretary+chair", "secretary+observer"])
def test_the_observer_rules_where_the_round_says_so(
    context: Context, qtbot: QtBot, tmp_path: Path, setting: str
) -> None:
    world = new_world(tmp_path / "round", settings={"v_ruling": setting})
    world.define()
    world.seat()
    by_observer = setting == "secretary+observer"
    bench = bench_of(context, qtbot, world, world.observer)
    page = page_of(bench)
    assert page.findChild(QPushButton, "definitionsCosign").isVisible() == by_observer
    bench.program.lock()
    chair = bench_of(context, qtbot, world, world.experts[0])
    assert offered(dialog_of(chair)) == (["void", "absent"] if by_observer else ["ruling", "void", "absent"])
    chair.program.context.captions.set_language("en")
    assert page_of(chair).cosign.text() == "Sign with the secretary…"
    chair.program.lock()
    world.close()


def test_the_observer_rules_by_the_id_that_is_read_out(
    context: Context, qtbot: QtBot, tmp_path: Path
) -> None:
    world = new_world(tmp_path / "round", settings={"v_ruling": "secretary+observer"})
    world.define()
    world.seat()
    bench = bench_of(context, qtbot, world, world.observer)
    dialog = dialog_of(bench)
    assert offered(dialog) == ["ruling"]
    code, application = members(world, world.observer)[0], world.ids()[0]
    dialog.number.setText(application)
    choose(dialog.code, code)
    choose(dialog.rule, "R08")
    choose(dialog.answer, "open")
    dialog.say(tmp_path / "back")
    assert f"裁定 {code} 可以评审 {application}？" in bench.agree()
    assert dialog.error.fault is None, dialog.error.fault
    (path,) = (tmp_path / "back").glob("*.zgccons")
    assert [one.outcome for one in world.collect([path])] == ["new"]
    assert [one.answer for one in said(world, "ruling")] == ["open"]
    bench.program.lock()
    world.close()


def test_who_chairs_nothing_signs_nothing_of_the_kind(context: Context, qtbot: QtBot, at: At) -> None:
    bench = bench_of(context, qtbot, at("opened"), at("opened").experts[1])
    assert bench.program.rooms is not None
    bench.program.rooms.ways.menu.definitions_asked.emit()
    assert page_of(bench).cosign.isHidden()
