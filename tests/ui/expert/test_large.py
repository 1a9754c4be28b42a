"""Every screen and dialog of an expert at 150 and 200 % in 1366 × 768: nothing cut or out of reach (U4)."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from enough_room import LEAST_HIGH, WIDE, fail_with, troubles
from expert_tour import FRESH, SCREENS, Step, dialogs, prepare, stations
from member_bench import Bench
from PySide6.QtWidgets import QDialog
from services_harness import World

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)
FRAME = 48  # what a title bar takes
LANGUAGES = ("zh_CN", "en")
FACTORS = (1.5, 2.0)
WORLDS: dict[str, tuple[int, dict[str, Step]]] = {"declared": (1, SCREENS), "fresh": (2, FRESH)}


@pytest.fixture
def ready(at: Callable[[str], World]) -> World:
    world = at("opened")
    prepare(world)
    return world


@pytest.fixture
def large(bench_at: Callable[..., Bench], ready: World) -> Iterator[Callable[[int, str, float], Bench]]:
    """Return a function that shows an expert's window at a size."""
    made: list[Bench] = []

    def show(expert: int, language: str, factor: float) -> Bench:
        bench = bench_at("opened", expert, ready)
        bench.context.captions.set_language(language)
        bench.context.theme.set_factor(factor)
        bench.shell.resize(WIDE, LEAST_HIGH)
        made.append(bench)
        return bench

    yield show
    for one in made:
        one.context.theme.set_factor(1.0)


@pytest.mark.parametrize("factor", FACTORS)
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("which", WORLDS)
def test_u4_every_screen_has_room(
    large: Callable[[int, str, float], Bench], which: str, language: str, factor: float
) -> None:
    expert, steps = WORLDS[which]
    bench = large(expert, language, factor)
    found = {}
    for station, _screen in stations(bench, steps):
        found[station] = troubles(bench.shell)
        if bench.shell.size().toTuple() != (WIDE, LEAST_HIGH):
            found[station].append(f"the window grew to {bench.shell.size().toTuple()}")
            bench.shell.resize(WIDE, LEAST_HIGH)
    fail_with(found)


@pytest.mark.parametrize("factor", FACTORS)
@pytest.mark.parametrize("language", LANGUAGES)
def test_u4_every_dialog_fits_the_screen(
    large: Callable[[int, str, float], Bench], language: str, factor: float
) -> None:
    bench = large(1, language, factor)
    found = {}
    for title, dialog in dialogs(bench):
        assert isinstance(dialog, QDialog)
        words = troubles(dialog)
        if dialog.width() > WIDE or dialog.height() > dialog.screen().availableGeometry().height() - FRAME:
            words.append(f"{dialog.width()} × {dialog.height()}")
        found[title] = words
    fail_with(found)
