"""Every page of a chair at 150 and 200 % (1366 × 768): nothing cut or on something else (look.md)."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from chair_bench import ChairBench
from enough_room import LEAST_HIGH, WIDE, every_page, fail_with, page_troubles

from ui.context import Context


@pytest.fixture
def sized(context: Context) -> Iterator[Callable[[str, float], None]]:
    def size(language: str, factor: float) -> None:
        context.captions.set_language(language)
        context.theme.set_factor(factor)

    yield size
    context.theme.set_factor(1.0)


@pytest.mark.parametrize("factor", [1.5, 2.0])
@pytest.mark.parametrize("language", ["zh_CN", "en"])
@pytest.mark.parametrize("base", ["five", "apart"])
def test_every_page_has_room(
    chair_at: Callable[..., ChairBench],
    sized: Callable[[str, float], None],
    base: str,
    language: str,
    factor: float,
) -> None:
    sized(language, factor)
    bench = chair_at(base)
    fail_with({place: page_troubles(bench.frame) for place in every_page(bench.frame)})
    assert bench.shell.size().toTuple() == (WIDE, LEAST_HIGH)
