"""Into the chair's pages and out again (issue 5)."""

from __future__ import annotations

from collections.abc import Callable

from chair_bench import ChairBench

from ui.views.score import ScoreScreen


def test_a_chair_with_a_panel_file_lands_in_the_frame_and_finds_the_own_sheets(
    chair_at: Callable[..., ChairBench],
) -> None:
    bench = chair_at("three")
    assert bench.frame.objectName() == "chair"
    bench.frame.navigation.links[0].click()
    assert isinstance(bench.shell.screen, ScoreScreen)
    bench.click("headerOffice")
    assert bench.frame.page is bench.rooms.overview_page


def test_a_member_without_a_panel_file_lands_in_the_own_sheets(chair_at: Callable[..., ChairBench]) -> None:
    bench = chair_at("three", taken=False)
    assert isinstance(bench.shell.screen, ScoreScreen)
