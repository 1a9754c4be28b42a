"""Rulings on declarations and sheets declared void, signed by keys alone (U4, look.md §8)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from key_tours import answer, enter, said, text
from keys_bench import Seat, take_seat
from keys_only import Key, faults
from pytestqt.qtbot import QtBot
from services_harness import World

import ui.media
from ui.context import Context
from zgc_review.domain.states import SheetStatus
from zgc_review.services.members import closed_to
from zgc_review.services.rounds import state_of
from zgc_review.services.ruling_signing import sign_ruling

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)
Open = Callable[[], Seat]
_CONFLICTS, _RULINGS, _PLEAS = 4, 1, 2


@pytest.fixture
def rulings(
    context: Context, qtbot: QtBot, waiting: World, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Open]:
    """Return a function that opens the secretary's window at the rulings."""
    monkeypatch.setattr(ui.media, "media_roots", lambda: ())
    made: list[Seat] = []

    def give() -> Seat:
        seat = take_seat(context, qtbot, waiting.secretary.desk)
        made.append(seat)
        enter(seat.keys)
        seat.keys.turn(_CONFLICTS)
        seat.keys.tab("conflictsPageTabs", _RULINGS)
        return seat

    yield give
    for one in made:
        one.program.lock()


def by_chair(world: World, verdict: str) -> None:
    """Let the chair sign a ruling elsewhere and the secretary collect it."""
    chair, unsure, folder = world.experts[0], world.experts[1], world.folder / "rulings"
    act = sign_ruling(chair.desk, chair.round, world.ids()[0], unsure.code, "R12", verdict, folder)  # type: ignore[arg-type]
    assert act.path is not None
    assert world.collect([act.path])[0].outcome == "new"


def closed(world: World) -> dict[str, SheetStatus]:
    """Return what is closed to the expert who was unsure."""
    row = world.secretary.round
    with world.secretary.desk.vault.begin() as uow:
        return closed_to(uow, row, state_of(uow, row), world.experts[1].code)


def test_u4_a_ruling_is_signed_by_keys_alone_and_waits_for_the_second(rulings: Open, waiting: World) -> None:
    """The row, the rule it is ruled by, one of two answers, the question; Esc signs nothing."""
    keys = rulings().keys
    assert keys.focus.objectName() == "rulingsWaiting"
    assert faults(keys.shell) == []
    keys.row("rulingsWaiting", "R12")
    keys.choose("rulingRule", 0)
    keys.act("rulingClosed")
    assert keys.press(Key.Key_Escape).objectName() == "rulingClosed"
    assert "两人签署" in text(keys, "rulingWho")
    keys.press(Key.Key_Return)
    assert keys.agree().objectName() == "rulingClosed"
    assert "秘书01 已签署" in text(keys, "rulingWho")
    assert closed(waiting) == {waiting.ids()[0]: SheetStatus.PENDING}


def test_u4_after_the_last_ruling_the_focus_stays_with_the_rulings(rulings: Open, waiting: World) -> None:
    """The pane that asked goes: the focus goes to the tabs above, which say what was ruled."""
    by_chair(waiting, "open")
    keys = rulings().keys
    keys.act("rulingOpen")
    assert keys.agree().objectName() == "rulingsTabs"
    assert closed(waiting) == {}
    assert faults(keys.shell) == []
    keys.tab("rulingsTabs", 1)
    keys.row("rulingsRuled", "准予参加")
    keys.tab("rulingsTabs", 0)
    assert keys.press(Key.Key_Tab) is not None


def test_u4_a_sheet_is_declared_void_by_keys_alone(rulings: Open, waiting: World) -> None:
    """It is looked up by Enter in its number; what is wrong is told in place; another number looks anew."""
    keys = rulings().keys
    assert keys.act("rulingsVoid").objectName() == "voidNumber"
    assert faults(keys.window) == []
    keys.to("voidNumber")
    keys.spell("ZGC-0002")
    keys.pick("voidCode", waiting.experts[3].code)
    keys.to("voidNumber")
    keys.press(Key.Key_Return)
    assert said(keys) == ["void.sheet"]
    keys.pick("voidCode", waiting.experts[2].code)
    keys.act("voidLook")
    assert "计入 0 份" in text(keys, "voidFollows")
    assert keys.focus.objectName() != "voidAct", "no act that is final has the focus unasked"
    keys.choose("voidGround", 1)
    assert keys.act("voidAct").objectName() == "rulingsVoid"
    keys.tab("rulingsTabs", 2)
    keys.row("rulingsVoids", waiting.experts[2].code)


def test_u4_what_is_missing_and_pleas_are_read_and_printed_by_keys_alone(
    rulings: Open, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    keys = rulings().keys
    assert keys.tab("conflictsPageTabs", _PLEAS).objectName() == "missingTable"
    assert faults(keys.shell) == []
    keys.row("pleasTable", "有请托")
    assert "电话打听评分" in text(keys, "pleasText")
    answer(monkeypatch, tmp_path / "forms")
    assert keys.act("formsPrint").objectName() == "formsPrint"
    assert list((tmp_path / "forms").glob("F04-*.pdf"))


def test_u4_the_way_to_the_second_signature_is_walked_by_keys_alone(rulings: Open) -> None:
    keys = rulings().keys
    assert keys.act("rulingsCollect").objectName() == "collectFolder"
