"""Letters, their register and the escrow of score files by keys alone (U4, look.md §8)."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest
import services_escrow
from key_tours import answer, enter, said, text
from keys_bench import Seat, take_seat
from keys_only import Key, faults
from pytestqt.qtbot import QtBot
from services_harness import EXPERTS, World, new_world, record, rising

import ui.media
from ui.context import Context

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)
Open = Callable[[World], Seat]
_POST, _COLLECT = 6, 1


@pytest.fixture
def opened(context: Context, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> Iterator[Open]:
    """Return a function that opens the secretary's window at what goes out."""
    monkeypatch.setattr(ui.media, "media_roots", lambda: ())
    made: list[tuple[Seat, World]] = []

    def give(world: World) -> Seat:
        seat = take_seat(context, qtbot, world.secretary.desk)
        made.append((seat, world))
        enter(seat.keys)
        assert seat.keys.turn(_POST).objectName() == "packChoose"
        return seat

    yield give
    for seat, world in made:
        seat.program.lock()
        world.close()


def seated(folder: Path, **more: Any) -> World:
    """Return a round whose experts have seats and nothing else yet."""
    world = new_world(folder, **more)
    world.define()
    world.seat()
    return world


def test_u4_letters_are_written_and_registered_by_keys_alone(
    opened: Open, at: Callable[[str], World], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Everybody and nobody, one by one, letters alone after the package; then the register of media."""
    keys = opened(at("seated")).keys
    assert faults(keys.shell) == []
    keys.to("packChoose")
    stick = tmp_path / "U盘"
    stick.mkdir()
    answer(monkeypatch, stick)
    assert keys.press(Key.Key_Return).objectName() == "packChoose"
    assert keys.act("packNobody").objectName() == "packNobody"
    assert text(keys, "packLacking")
    keys.act("packEverybody")
    keys.to("packNumber")
    keys.type("U-07")
    keys.act("packAct")
    assert keys.press(Key.Key_Escape).objectName() == "packAct"
    assert not list(stick.glob("*.zgcpkg"))
    keys.press(Key.Key_Return)
    assert keys.agree().objectName() == "packAct"
    assert len(list(stick.glob("*.zgcpkg"))) == 1
    keys.to("packExperts")
    keys.press(Key.Key_Home, Key.Key_Space)
    keys.to("packLettersOnly")
    keys.press(Key.Key_Space)
    keys.act("packAct")
    keys.agree()
    assert len(list(stick.glob("*.zgcpkg"))) == 2
    answer(monkeypatch, tmp_path / "register")
    assert keys.act("packRegister").objectName() == "packRegister"
    assert list((tmp_path / "register").glob("F17*.pdf"))
    assert said(keys) == []


def test_u4_what_looks_like_a_list_of_experts_is_explained_by_keys_alone(
    opened: Open, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """P12: the field for the reason comes and has the focus; Esc loses nothing of it."""

    def fields(n: int) -> dict[str, Any]:
        return {**record(n), "title": f"{EXPERTS[0]}与{EXPERTS[1]}所用的装置"}

    keys = opened(seated(tmp_path / "world", fields=fields)).keys
    answer(monkeypatch, tmp_path / "stick")
    keys.press(Key.Key_Return)
    keys.act("packAct")
    assert keys.agree().objectName() == "packReason"
    assert said(keys) == ["secrecy.name"]
    keys.type("是器物的通用名称")
    keys.press(Key.Key_Escape)
    keys.to("packReason")
    assert faults(keys.shell) == []
    keys.act("packAct")
    keys.agree()
    assert len(list((tmp_path / "stick").glob("*.zgcpkg"))) == 1


def at_collect(seat: Seat) -> None:
    """Go to the collect desk, where the escrow stands."""
    seat.keys.turn(_POST)
    assert seat.keys.tab("postPageTabs", _COLLECT).objectName() == "collectFolder"


def shares(world: World, folder: Path, whose: Sequence[str]) -> list[Path]:
    """Let officers open their shares; return the texts they bring."""
    found = []
    for who in whose:
        share = services_escrow.share(world, who)
        found.append(folder / f"{who}.txt")
        found[-1].write_text(f"{share.recipient}\n{share.words}\n", "utf-8")
    return found


def test_u4_score_escrow_is_made_and_opened_by_keys_alone(
    opened: Open, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The key and its shares; one share opens nothing, two of three open what is held."""
    world = seated(tmp_path / "world", settings={"collector": "score_escrow"})
    seat = opened(world)
    keys = seat.keys
    at_collect(seat)
    assert faults(keys.shell) == []
    answer(monkeypatch, world.folder / "score-shares")
    keys.act("custodyAct")
    assert keys.press(Key.Key_Escape).objectName() == "custodyAct"
    keys.press(Key.Key_Return)
    assert keys.agree().objectName() == "custodyAct"
    assert len(list((world.folder / "score-shares").glob("*.zgcshare"))) == 3
    services_escrow.tell(world, world.experts[0])
    world.consent(world.experts[0])
    world.pack()
    paths = []
    for person in world.experts:
        world.open(person, world.package)
        world.score(person, rising(66))
        paths += world.give_back(person)
    answer(monkeypatch, *paths)
    assert keys.act("collectFiles").objectName() == "arrivalsTable"
    one, two = shares(world, tmp_path, ("chair", "observer"))
    answer(monkeypatch, one)
    keys.act("custodyAct")
    assert keys.agree().objectName() == "custodyAct"
    assert said(keys) != [], "one share opens nothing"
    answer(monkeypatch, one, two)
    keys.press(Key.Key_Return)
    assert keys.agree().objectName() == "arrivalsTable"
    assert said(keys) == []
    assert faults(keys.shell) == []


def test_u4_the_key_for_score_files_is_taken_out_of_use_by_keys_alone(
    opened: Open, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    world = seated(tmp_path / "world", settings={"collector": "score_escrow"})
    services_escrow.prepare(world)
    seat = opened(world)
    keys = seat.keys
    at_collect(seat)
    assert keys.act("custodyRevoke").objectName() == "custodyRevokeDialogReason"
    assert faults(keys.window) == []
    keys.to("custodyRevokeDialogReason")
    keys.type(EXPERTS[0])
    keys.act("custodyRevokeDialogAct")
    assert said(keys) == ["secrecy.name"]
    keys.to("custodyRevokeDialogReason")
    keys.type("一位保管人的份额丢失")
    assert keys.press(Key.Key_Escape).objectName() == "custodyRevokeDialogClose"
    keys.act("custodyRevokeDialogAct")
    assert keys.window.objectName() == "version"
    answer(monkeypatch, tmp_path / "usb")
    keys.act("versionWrite")
    assert list((tmp_path / "usb").glob("*.zgcround"))
    keys.press(Key.Key_Escape)
    assert keys.window is keys.shell
    assert faults(keys.shell) == [], "the button that began it is gone, the focus is not"
