"""A chair names who acts where the chair stands aside: by number, or by the id that is read out (P09)."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from acting_bench import close_first
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot
from result_bench import Bench, bench_of
from services_harness import World, new_world

from ui.context import Context
from ui.views.chair.acting import NamingDialog
from ui.views.observer.definitions import DefinitionsPage
from zgc_review.domain.bodies import ConsentBody
from zgc_review.services import post
from zgc_review.services.rounds import state_of

ELSEWHERE = "0123456789abcdef" * 2


def page_of(bench: Bench) -> DefinitionsPage:
    found = bench.shell.findChild(DefinitionsPage)
    assert found is not None
    return found


def members(world: World) -> list[str]:
    """Return the codes of everybody but the chair."""
    row = world.secretary.round
    with world.secretary.desk.vault.begin() as uow:
        state = state_of(uow, row)
    group = state.groups["G01"]
    return sorted(one for one in group.members if one != group.chair)


def dialog_of(bench: Bench) -> NamingDialog:
    bench.click("definitionsActing")
    found = [one for one in bench.shell.findChildren(NamingDialog) if one.isVisible()]
    assert found
    return found[-1]


def test_p09_the_chair_names_by_the_id_that_is_read_out(
    context: Context, qtbot: QtBot, at: Callable[[str], World], tmp_path: Path
) -> None:
    world = at("seated")
    first = close_first(world, 0)
    bench = bench_of(context, qtbot, world, world.experts[0])
    dialog = dialog_of(bench)
    assert [dialog.who.itemText(n) for n in range(dialog.who.count())] == members(world)
    assert dialog.lacking.text() == "还没有写申报编号"
    assert not dialog.act.isEnabled()
    dialog.typed.setText(f" {first}，{first} ")
    assert dialog.lacking.text() == "1 项申报"
    dialog.who.setCurrentIndex(1)
    dialog.say(tmp_path / "back")
    asked = bench.agree()
    assert f"指定 {members(world)[1]} 在 1 项申报上代理组长？" in asked
    assert first in asked
    assert page_of(bench).done.text().startswith("已签署，1 个文件交给秘书")
    assert not [one for one in bench.shell.findChildren(NamingDialog) if one.isVisible()]
    (path,) = (tmp_path / "back").glob("*.zgccons")
    assert [one.outcome for one in world.collect([path])] == ["new"]
    with world.secretary.desk.vault.begin() as uow:
        held = [
            post.body_of_row(one)
            for one in uow.messages.find(world.secretary.round.round_id, "consent")
            if one.slot == f"acting:{first}"
        ]
    assert [one.values["code"] for one in held if isinstance(one, ConsentBody)] == [members(world)[1]]


def test_a_number_that_is_not_held_here_is_refused_in_place(
    context: Context, qtbot: QtBot, at: Callable[[str], World], tmp_path: Path
) -> None:
    world = at("seated")
    bench = bench_of(context, qtbot, world, world.experts[0])
    dialog = dialog_of(bench)
    dialog.typed.setText(f"{ELSEWHERE} ZGC-9999")
    dialog.say(tmp_path / "back")
    bench.agree()
    assert dialog.error.isVisible()
    assert dialog.error.fault is not None
    assert dialog.error.fault.code == "application.unknown"
    assert not (tmp_path / "back").exists()  # all or none
    dialog.reject()


@pytest.mark.parametrize("setting", ["named", "next"])
def test_only_a_chair_is_asked_and_only_where_somebody_is_named(
    context: Context, qtbot: QtBot, tmp_path: Path, setting: str
) -> None:
    world = new_world(tmp_path / setting, settings={"acting_chair": setting})
    world.define()
    world.seat()
    bench = bench_of(context, qtbot, world, world.experts[0])
    assert page_of(bench).findChild(QPushButton, "definitionsActing").isVisible() == (setting == "named")
    bench.program.context.captions.set_language("en")
    assert page_of(bench).acting.text() == "Name acting chair…"
    world.close()


def test_the_observer_names_nobody(context: Context, qtbot: QtBot, at: Callable[[str], World]) -> None:
    world = at("seated")
    bench = bench_of(context, qtbot, world, world.observer)
    assert page_of(bench).acting.isHidden()
