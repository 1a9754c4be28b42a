"""Sizes of pages and drawings stay within their bounds, whatever is claimed or asked."""

from __future__ import annotations

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ui.documents import limits
from ui.documents.geometry import Frame, fit
from ui.documents.protocol import Render

A4 = (59528, 84189)


def test_sides_are_hundredths_of_a_point() -> None:
    assert fit(595.28, 841.89) == A4
    assert fit(math.nan, -3) == (100, 100)
    assert fit(math.inf, 0.0001) == (100, 1)
    assert fit(1e12, 1) == (limits.SIDE, 100)


def test_a_whole_page() -> None:
    assert Frame.of(A4, Render(0, 1000)) == Frame(0, 0, 1000, 1414, 1000, 1414)


def test_a_turned_page_is_as_wide_as_asked() -> None:
    assert Frame.of(A4, Render(0, 1414, 1)) == Frame(0, 0, 1414, 1000, 1414, 1000)


def test_a_part_of_a_page_lies_within_it() -> None:
    assert Frame.of(A4, Render(0, 1000, 0, (900, 1400, 300, 300))) == Frame(900, 1400, 100, 14, 1000, 1414)
    assert Frame.of(A4, Render(0, 1000, 0, (-5, -5, 20, 20))) == Frame(0, 0, 20, 20, 1000, 1414)


def test_a_drawing_beyond_the_bound_is_smaller() -> None:
    frame = Frame.of(A4, Render(0, 30_000))
    assert frame.width * frame.height <= limits.PIXELS * 1.001
    assert frame.page_height / frame.page_width == pytest.approx(841.89 / 595.28, rel=0.001)


def test_a_part_at_high_zoom_is_drawn_as_asked() -> None:
    frame = Frame.of(A4, Render(0, 20_000, 0, (5_000, 5_000, 1_000, 800)))
    assert (frame.width, frame.height, frame.page_width) == (1_000, 800, 20_000)


@settings(max_examples=100, deadline=None)
@given(
    st.tuples(st.integers(1, limits.SIDE), st.integers(1, limits.SIDE)),
    st.integers(-10, 10**9),
    st.integers(0, 3),
    st.none() | st.tuples(*[st.integers(-(10**9), 10**9)] * 4),
)
def test_any_request_gives_a_frame_that_can_be_drawn(
    size: tuple[int, int], width: int, rotation: int, clip: tuple[int, int, int, int] | None
) -> None:
    frame = Frame.of(size, Render(0, width, rotation, clip))
    assert 0 < frame.width <= frame.page_width - frame.left
    assert 0 < frame.height <= frame.page_height - frame.top
    assert frame.left >= 0
    assert frame.top >= 0
    assert max(frame.page_width, frame.page_height) <= limits.PIXEL_SIDE
    assert frame.width * frame.height <= limits.PIXELS * 1.01
