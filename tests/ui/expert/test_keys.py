"""The sheet of shortcuts is complete and true: compared with what the screens really do (look.md §8)."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from expert_keys import acting, everywhere, handled, meant
from expert_tour import FRESH, SCREENS, choose, prepare, stations
from member_bench import Bench
from PySide6.QtWidgets import QLabel
from services_harness import World

from ui.views.help import HelpDialog
from ui.views.score import ScoreScreen

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)
# Other keys for lines of the sheet: Ctrl Y for Ctrl Shift Z, the keypad's Enter, Ctrl = for Ctrl +.
SPARE = {"Ctrl+Y", "Enter", "Ctrl+="}
# Keys that change a sheet; on a locked one they do nothing and are not told.
CHANGING = set("ABCDQMX") | meant("Alt 1–4")
WORLDS = {"declared": (1, SCREENS), "fresh": (2, FRESH)}


@pytest.fixture
def ready(at: Callable[[str], World]) -> World:
    world = at("opened")
    prepare(world)
    return world


@pytest.mark.parametrize("which", WORLDS)
@pytest.mark.parametrize("language", ["zh_CN", "en"])
def test_every_key_stands_on_the_sheet_and_every_line_works(
    ready: World, bench_at: Callable[..., Bench], which: str, language: str
) -> None:
    expert, steps = WORLDS[which]
    bench = bench_at("opened", expert, ready)
    bench.context.captions.set_language(language)
    told_wrong, untold = {}, {}
    for name, screen in stations(bench, steps):
        told = set().union(*(meant(keys) for keys, _ in screen.hints())) if screen.hints() else set()
        real = acting(bench.shell, screen)
        if "gate" in name or name == "score, closed":
            real &= told | everywhere()  # nothing is open that keys could change
        if name == "score, locked":
            assert not told & CHANGING
            real -= CHANGING
        untold[name] = real - told - everywhere() - SPARE
        silent = told - real
        told_wrong[name] = silent - handled(silent, screen)
    assert {name: keys for name, keys in untold.items() if keys} == {}
    assert {name: keys for name, keys in told_wrong.items() if keys} == {}


def test_what_works_everywhere_works(ready: World, bench_at: Callable[..., Bench]) -> None:
    bench = bench_at("opened", 1, ready)
    found: set[str] = set()
    for _name, screen in stations(bench, SCREENS):
        found |= acting(bench.shell, screen)
    assert everywhere() - found == set()


@pytest.mark.parametrize("language", ["zh_CN", "en"])
def test_f1_shows_every_line(ready: World, bench_at: Callable[..., Bench], language: str) -> None:
    bench = bench_at("opened", 1, ready)
    bench.context.captions.set_language(language)
    for _name, screen in stations(bench, {"score": SCREENS["score"]}):
        bench.shell.show_help()
        dialog = next(one for one in bench.shell.findChildren(HelpDialog) if one.isVisible())
        words = [one.text() for one in dialog.findChildren(QLabel)]
        for keys, caption in screen.hints():
            assert keys in words
            assert caption in words
        assert len({caption for _, caption in screen.hints()}) == len(screen.hints())
        dialog.close()


@pytest.mark.parametrize("language", ["zh_CN", "en"])
def test_every_entry_of_the_menu_has_a_letter_of_its_own(
    ready: World, bench_at: Callable[..., Bench], language: str
) -> None:
    bench = bench_at("opened", 1, ready)
    bench.context.captions.set_language(language)
    bench.enter()
    words = [one.text() for one in bench.menu().values() if not one.isSeparator()]
    letters = [one[one.index("&") + 1].lower() for one in words]
    assert sorted(set(letters)) == sorted(letters)


def test_look_8_backslash_shows_two_documents_and_one_again(
    ready: World, bench_at: Callable[..., Bench]
) -> None:
    bench = bench_at("opened", 1, ready)
    SCREENS["score"](bench, choose(bench))
    screen = bench.screen(ScoreScreen)
    viewer = screen.documents
    bench.qtbot.waitUntil(lambda: viewer.current() is not None, timeout=20_000)
    bench.qtbot.keyClicks(screen.rubric.area, "\\")
    assert viewer.second.isVisible()  # type: ignore[attr-defined]
    bench.qtbot.keyClicks(screen.rubric.area, "\\")
    assert not viewer.second.isVisible()  # type: ignore[attr-defined]
