"""Sealing by keys alone (U4, look.md §8): key and shares, three signatures, the act, opening together."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from key_tours import answer, round_act, said, text
from keys_bench import Seat, take_seat
from keys_only import Key, faults
from PySide6.QtWidgets import QPlainTextEdit
from pytestqt.qtbot import QtBot
from result_bench import consent, prepared, witness
from services_harness import PASSPHRASE, Person, World

import ui.media
from ui.context import Context
from ui.views.opened.together import OpenTogether
from ui.views.opened.viewer import OpenedScreen
from ui.views.secretary.rooms import SecretaryRooms
from zgc_review.services.opened_result import read_share

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)
Open = Callable[[Person], Seat]
_RESULT, _SEAL = 7, 2


@pytest.fixture
def opened(context: Context, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> Iterator[Open]:
    """Return a function that opens somebody's window, inside the only round."""
    monkeypatch.setattr(ui.media, "media_roots", lambda: ())
    made: list[Seat] = []

    def give(person: Person) -> Seat:
        made.append(take_seat(context, qtbot, person.desk))
        made[-1].keys.to(round_act(made[-1].keys))
        made[-1].press(Key.Key_Return)
        return made[-1]

    yield give
    for one in made:
        one.program.lock()


def at_seal(seat: Seat) -> None:
    """Go to the page of sealing; the safer way has the focus."""
    if seat.keys.turn(_RESULT).objectName() != "sealBack":  # the page keeps its tab
        assert seat.keys.tab("resultPageTabs", _SEAL).objectName() == "sealBack"


def states(world: World) -> set[str]:
    with world.secretary.desk.vault.begin() as uow:
        return {one.state for one in uow.applications.all(world.secretary.round.round_id)}


def key_made(seat: Seat, usb: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Make the key of the result after its question; what follows has the focus."""
    answer(monkeypatch, usb)
    seat.keys.act("sealPrepare")
    assert seat.keys.press(Key.Key_Escape).objectName() == "sealPrepare"
    seat.keys.press(Key.Key_Return)
    assert seat.keys.agree().objectName() == "sealNotice"
    assert len(list(usb.glob("*.zgcshare"))) == 3


def test_u4_a_round_is_sealed_by_keys_alone(
    opened: Open, at: Callable[[str], World], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Key, notice, signatures taken in, the tick, the folder, the act; nothing seals on the way."""
    world, usb = at("decided"), tmp_path / "usb"
    seat = opened(world.secretary)
    keys = seat.keys
    at_seal(seat)
    assert faults(keys.shell) == []
    key_made(seat, usb, monkeypatch)
    assert faults(keys.shell) == []
    assert keys.act("sealNotice").objectName() == "sealNotice"
    assert list(usb.glob("*seal-notice.json"))
    answer(monkeypatch, tmp_path / "paper")
    assert keys.act("sealPapers").objectName() == "sealPapers"
    assert len(list((tmp_path / "paper").glob("*-share.pdf"))) == 3
    signed = [consent(world, world.experts[0], usb), witness(world, usb)]
    answer(monkeypatch, *signed)
    assert keys.act("sealCollect").objectName() == "collectFolder"
    assert keys.act("collectFiles").objectName() == "arrivalsTable"
    at_seal(seat)
    keys.to("sealSeen")
    keys.press(Key.Key_Space)
    answer(monkeypatch, tmp_path / "out")
    assert keys.act("sealFolder").objectName() == "sealFolder"
    assert states(world) == {"DELIBERATED"}
    keys.act("sealAct")
    assert states(world) == {"SEALED"}
    page = seat.program.rooms.findChild(SecretaryRooms).result_page  # type: ignore[union-attr]
    seat.wait(lambda: page.sealing.outcome is not None and page.sealing.outcome.verdict is not None)
    assert faults(keys.shell) == []
    keys.act("verdictUnfold")
    keys.act("sealOpen")
    assert seat.screen == "openTogether"


def test_u4_escape_leads_back_from_sealing_and_enter_seals_nothing(
    opened: Open, at: Callable[[str], World]
) -> None:
    world = at("decided")
    seat = opened(world.secretary)
    at_seal(seat)
    assert seat.keys.press(Key.Key_Escape).objectName() != "sealBack"
    at_seal(seat)
    seat.keys.press(Key.Key_Return)
    assert states(world) == {"DELIBERATED"}


def test_u4_the_words_of_a_share_are_shown_to_their_officer_by_keys_alone(
    opened: Open, at: Callable[[str], World], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The own share at once; another officer's with that officer's own vault and passphrase."""
    world, usb = at("decided"), tmp_path / "usb"
    seat = opened(world.secretary)
    keys = seat.keys
    at_seal(seat)
    key_made(seat, usb, monkeypatch)
    assert keys.act("words:秘书01").objectName() == "wordsShow"
    assert faults(keys.window) == []
    keys.act("wordsShow")
    words = read_share(world.secretary.desk, next(usb.glob("*秘书01.zgcshare"))).words.split()
    assert text(keys, "word8") == words[7]
    paper = tmp_path / "words.pdf"
    answer(monkeypatch, paper)
    keys.act("wordsPaper")
    assert keys.agree().objectName() == "wordsPaper"
    assert paper.read_bytes().startswith(b"%PDF")
    assert keys.press(Key.Key_Escape).objectName() == "words:秘书01"
    world.observer.close()
    keys.act("words:监督01")
    assert faults(keys.window) == []
    asked: list[object] = []
    answer(monkeypatch, world.observer.vault)
    assert keys.act("wordsOfficerChoose").objectName() == "wordsOfficerPassphrase"
    monkeypatch.setattr("ui.views.opened.vault_fields.QFileDialog.getExistingDirectory", asked.append)
    keys.type("not the passphrase")
    assert keys.press(Key.Key_Return).objectName() == "wordsOfficerPassphrase", "to be typed again"
    assert said(keys)[-1].startswith("vault.passphrase")
    assert asked == [], "Enter in the passphrase asks for no other vault"


def officer(opened: Open, world: World, monkeypatch: pytest.MonkeyPatch) -> Seat:
    """Return the secretary's window where shares come together, the sealed result chosen."""
    seat = opened(world.secretary)
    seat.keys.menu("menu:open")
    assert seat.screen == "openTogether"
    assert seat.keys.focus.objectName() == "openChoose"
    assert faults(seat.keys.shell) == []
    answer(monkeypatch, next((world.folder / "result").glob("*.zgcresult")))
    assert seat.keys.act("openChoose").objectName() == "openChoose"
    answer(monkeypatch, next((world.folder / "shares").glob("*秘书01.zgcshare")))
    assert seat.keys.act("openShare").objectName() == "openShare"
    assert "秘书01" in text(seat.keys, "held0")
    return seat


def test_u4_two_of_three_open_the_result_by_keys_alone(
    opened: Open, at: Callable[[str], World], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The own share, the other officer's with the own vault, then the result: pages, digits, the export."""
    world = at("sealed")
    seat = officer(opened, world, monkeypatch)
    keys = seat.keys
    world.observer.close()
    answer(monkeypatch, next((world.folder / "shares").glob("*监督01.zgcshare")))
    assert keys.act("openShare").objectName() == "openOfficerChoose"
    assert faults(keys.shell) == []
    keys.to("openOfficerChoose")
    answer(monkeypatch, world.observer.vault)
    assert keys.press(Key.Key_Return).objectName() == "openOfficerPassphrase"
    keys.type(PASSPHRASE)
    assert keys.press(Key.Key_Return).objectName() == "openAct", "two of three are here"
    assert faults(keys.shell) == []
    keys.act("openAct")
    assert isinstance(seat.program.shell.screen, OpenedScreen)
    assert keys.focus.objectName() == "openedTable"
    assert faults(keys.shell) == []
    assert keys.tab("openedPagesTabs", 1).objectName() == "openedCode"
    keys.spell(world.code(2))
    assert keys.press(Key.Key_Escape).objectName() == "openedPagesTabs", (
        "Esc leaves the field, not the result"
    )
    keys.tab("openedPagesTabs", 1)
    keys.act("openedVerify")
    verdict = seat.program.shell.screen.model
    seat.wait(lambda: verdict.verdict is not None)
    assert keys.focus.objectName() == "openedVerify"
    answer(monkeypatch, tmp_path / "plain")
    (tmp_path / "plain").mkdir()
    keys.act("openedExport")
    assert keys.press(Key.Key_Escape).objectName() == "openedExport"
    assert keys.tab("openedPagesTabs", 3).objectName() == "openedNames"
    keys.press(Key.Key_Down)
    assert keys.tab("openedPagesTabs", 2).objectName() == "openedEvents"
    assert keys.act("openedClose").objectName() == "openChoose"


def test_u4_words_from_paper_are_typed_and_a_share_is_taken_away_by_keys_alone(
    opened: Open, at: Callable[[str], World], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Esc loses no word; what is wrong is told beside the words; a share that goes leaves the focus there."""
    world = at("sealed")
    seat = officer(opened, world, monkeypatch)
    keys = seat.keys
    words = read_share(world.observer.desk, next((world.folder / "shares").glob("*监督01.zgcshare"))).words
    field = keys.act("openType")
    assert isinstance(field, QPlainTextEdit)
    keys.spell(words.replace(words.split()[3], "academic academic", 1))
    assert keys.press(Key.Key_Escape).objectName() == "openBack", "Esc goes to the way back, no word is lost"
    assert field.toPlainText()
    keys.act("openTake")
    assert said(keys) == ["seal.share.words"]
    assert keys.focus.objectName() in {"openWords", "openTake"}
    keys.to("openWords")
    keys.spell(words)
    assert keys.act("openTake").objectName() == "openAct"
    assert keys.act("drop1").objectName() == "openShare"
    assert isinstance(seat.program.shell.screen, OpenTogether)
    assert len(seat.program.shell.screen.model.shares) == 1


def test_u4_the_observer_signs_the_sealing_by_keys_alone(
    opened: Open, at: Callable[[str], World], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The definition first, then the notice: counts, a digest, the question."""
    world, usb = at("decided"), tmp_path / "usb"
    notice = prepared(world, usb)
    world.secretary.close()
    seat = opened(world.observer)
    keys = seat.keys
    assert keys.focus.objectName() == "observerVersions"
    answer(monkeypatch, *usb.glob("*.zgcround"))
    assert keys.act("observerTake").objectName() == "observerTake"
    for page in (2, 3, 4):
        assert keys.turn(page) is not None
        assert faults(keys.shell) == []
    answer(monkeypatch, notice)
    assert keys.act("sealingPageChoose").objectName() == "sealingPageChoose"
    answer(monkeypatch, tmp_path / "back")
    keys.act("sealingPageAct")
    assert keys.agree().objectName() == "sealingPageAct"
    assert list((tmp_path / "back").glob("*.zgccons"))


def test_u4_the_chair_signs_the_version_that_names_the_key_by_keys_alone(
    opened: Open, at: Callable[[str], World], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    world, usb = at("decided"), tmp_path / "usb"
    prepared(world, usb)
    world.secretary.close()
    seat = opened(world.experts[0])
    keys = seat.keys
    assert seat.screen == "score"
    seat.press(Key.Key_Tab)  # a locked sheet is only read: the page itself has the keys
    keys.act("headerOffice")
    keys.turn(6)
    answer(monkeypatch, *usb.glob("*.zgcround"))
    assert keys.act("observerTake").objectName() == "observerTake"
    answer(monkeypatch, tmp_path / "back")
    keys.act("observerYes")
    keys.agree()
    assert keys.focus.objectName() == "observerVersions", "what was signed can be signed no more"
    assert list((tmp_path / "back").glob("*.zgccons"))
