"""Another language at once on every screen: what is said then is what a new screen would say (look.md §7)."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from expert_tour import FRESH, SCREENS, choose, dialogs, prepare, shown, stations
from expert_words import words_of
from member_bench import Bench
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from services_harness import PASSPHRASE, World

from ui.context import Context
from ui.views.give_back import GiveBackScreen
from ui.views.home import HomeScreen
from ui.views.program import Program
from ui.views.shell import Shell

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)
WORLDS = {"declared": (1, SCREENS), "fresh": (2, FRESH)}
HAN = re.compile(r"[㐀-鿿豈-﫿𠀀-𱍏]")


@pytest.fixture
def ready(at: Callable[[str], World]) -> World:
    world = at("opened")
    prepare(world)
    return world


@pytest.mark.parametrize("which", WORLDS)
@pytest.mark.parametrize(("before", "after"), [("zh_CN", "en"), ("en", "zh_CN")])
def test_every_screen_speaks_the_other_language_at_once(
    ready: World, bench_at: Callable[..., Bench], which: str, before: str, after: str
) -> None:
    expert, steps = WORLDS[which]
    bench = bench_at("opened", expert, ready)
    captions = bench.context.captions
    wrong: dict[str, dict[str, tuple[str, str]]] = {}
    rooms = choose(bench)
    for name, step in steps.items():
        captions.set_language(before)
        step(bench, rooms)
        first = words_of(shown(bench))
        captions.set_language(after)
        switched = words_of(shown(bench))
        step(bench, rooms)
        fresh = words_of(shown(bench))
        assert first != switched, name
        differs = {
            place: (switched.get(place, ""), fresh.get(place, ""))
            for place in switched.keys() | fresh.keys()
            if switched.get(place) != fresh.get(place)
        }
        if differs:
            wrong[name] = differs
    assert wrong == {}


def test_header_and_status_bar_speak_it_too(ready: World, bench_at: Callable[..., Bench]) -> None:
    bench = bench_at("opened", 1, ready)
    for _name, _screen in stations(bench, {"score": SCREENS["score"]}):
        for bar in (bench.shell.header, bench.shell.status):
            chinese = words_of(bar)
            assert any(HAN.search(one) for one in chinese.values())
        bench.context.captions.set_language("en")
        shown(bench)
        people = bench.person.round.title, bench.person.code  # as given, in any language
        said = [*words_of(bench.shell.header).values(), *words_of(bench.shell.status).values()]
        said = [one.replace(people[0], "").replace(people[1], "") for one in said if one != "中文"]
        assert [one for one in said if HAN.search(one)] == []
        assert not HAN.search(bench.shell.windowTitle())


def test_an_open_dialog_keeps_its_language_because_nothing_else_can_be_pressed(
    context: Context, ready: World, bench_at: Callable[..., Bench]
) -> None:
    """Every dialog belongs to its window: while it is open the switch in the header takes no click."""
    bench = bench_at("opened", 1, ready)
    modal: dict[str, bool] = {}
    for name, dialog in dialogs(bench):
        modal[name] = dialog.windowModality() != Qt.WindowModality.NonModal
        language = bench.shell.header.language
        spot = language.mapTo(bench.shell, QPoint(language.width() // 2, language.height() // 2))
        QTest.mouseClick(bench.shell.windowHandle(), Qt.MouseButton.LeftButton, pos=spot)
        shown(bench)
        assert context.captions.language == "zh_CN", name
    assert all(modal.values()), modal


@pytest.mark.parametrize("language", ["zh_CN", "en"])
def test_a_dialog_opened_after_the_switch_speaks_it(
    ready: World, bench_at: Callable[..., Bench], language: str
) -> None:
    """In English nothing of a dialog is Chinese but what people wrote and what the catalogue has so only."""
    bench = bench_at("opened", 1, ready)
    bench.context.captions.set_language(language)
    said = {name: " ".join(words_of(dialog).values()) for name, dialog in dialogs(bench)}
    for name, words in said.items():
        if language == "zh_CN":
            assert HAN.search(words), name
        elif name not in {"versions", "basis", "find", "late conflict", "card", "about"}:
            assert not HAN.search(words), (name, words)


def test_the_switch_is_in_the_header_and_remembered(ready: World, bench_at: Callable[..., Bench]) -> None:
    bench = bench_at("opened", 1, ready)
    assert isinstance(bench.shell, Shell)
    bench.qtbot.mouseClick(bench.shell.header.language, Qt.MouseButton.LeftButton)
    assert bench.context.captions.language == "en"
    assert bench.context.preferences.language == "en"


def test_what_came_of_an_act_is_said_anew_too(
    ready: World, bench_at: Callable[..., Bench], tmp_path: Path
) -> None:
    """There and back: what was written, stopped, refused, handed back reads as before."""
    bench = bench_at("opened", 1, ready)
    rooms = choose(bench)

    def stopped() -> None:
        rooms.show_home()
        bench.screen(HomeScreen).model.cancelled.emit()

    def written() -> None:
        rooms.show_give_back()
        bench.screen(GiveBackScreen).model.write(tmp_path)

    def printed() -> None:
        rooms.show_give_back()
        bench.screen(GiveBackScreen).print_to(tmp_path / "F07.pdf")

    def gone() -> None:
        screen = bench.screen(GiveBackScreen)
        screen.model.hand_back(["U-1"], "本轮次提前结束，按秘书通知交回", PASSPHRASE)
        screen.model.register(tmp_path / "register")

    (tmp_path / "register").mkdir()
    captions = bench.context.captions
    for act in (stopped, written, printed, gone):
        act()
        before = words_of(shown(bench))
        captions.set_language("en")
        between = words_of(shown(bench))
        captions.set_language("zh_CN")
        assert words_of(shown(bench)) == before, act.__name__
        own = (bench.person.code, ready.experts[1].round.title, "U-1")
        rest = {place: left(words, own) for place, words in between.items()}
        assert {place: words for place, words in rest.items() if HAN.search(words)} == {}, act.__name__


def left(words: str, given: Sequence[str]) -> str:
    """Return words without names of files, codes and titles, which are what they are in any language."""
    for one in given:
        words = words.replace(one, "")
    return re.sub(r"\S+\.(?:zgc\w+|pdf)", "", words)


def test_the_screens_before_a_vault_speak_it_too(context: Context, qtbot: QtBot, tmp_path: Path) -> None:
    shell = Shell(context)
    qtbot.addWidget(shell)
    program = Program(context, shell)
    shell.show()
    program.start()
    captions = context.captions

    def both(place: str) -> None:
        for _ in range(4):
            QApplication.processEvents()
        assert shell.screen is not None
        assert shell.screen.objectName() == place
        before = words_of(shell)
        captions.set_language("en")
        between = words_of(shell)
        captions.set_language("zh_CN")
        assert words_of(shell) == before
        said = {key: words for key, words in between.items() if words not in {"中文", "评"}}
        assert {key: words for key, words in said.items() if HAN.search(words)} == {}

    screen = shell.screen
    screen.choose_folder(tmp_path)  # type: ignore[union-attr]
    screen.name.setText("Wang")  # type: ignore[union-attr]
    screen.organisation.setText("Example University")  # type: ignore[union-attr]
    screen.passphrase.first.setText("short")  # type: ignore[union-attr]
    both("newVault")
    for field in (screen.passphrase.first, screen.passphrase.second):  # type: ignore[union-attr]
        field.setText(PASSPHRASE)
    screen.make.click()  # type: ignore[union-attr]
    both("recovery")
    shell.screen.next.click()  # type: ignore[union-attr]
    both("card")
    shell.screen.differ.click()  # type: ignore[union-attr]
    both("card")
    program.show_unlock(tmp_path / "Wang.zgcvault")
    shell.screen.passphrase.setText("wrong")  # type: ignore[union-attr]
    shell.screen.open.click()  # type: ignore[union-attr]
    both("unlock")
    program._show_recover(tmp_path / "Wang.zgcvault")
    both("recover")
    program.lock()
