"""What a window remembers: never trusted, never in the way."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ui.preferences import Preferences

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
)


def test_a_round_trip(tmp_path: Path) -> None:
    first = Preferences(tmp_path / "a" / "preferences.json")
    first.remember(language="en", mode="dark", factor=1.5)
    first.remember_place("score", [60, 700, 484])
    vault = tmp_path / "王.zgcvault"
    vault.mkdir()
    first.opened(vault, "2026-11-22T20:00:00+08:00")
    again = Preferences(tmp_path / "a" / "preferences.json")
    assert (again.language, again.mode, again.factor) == ("en", "dark", 1.5)
    assert again.place("score") == [60, 700, 484]
    assert [one.path for one in again.recent] == [str(vault)]


def test_vaults_that_are_gone_are_not_offered(tmp_path: Path) -> None:
    kept = Preferences(tmp_path / "preferences.json")
    kept.opened(tmp_path / "gone.zgcvault", "2026-11-22T20:00:00+08:00")
    assert kept.recent == ()


@pytest.mark.parametrize(
    "content", [b"", b"[", b"null", b"[1]", b'{"recent": 5}', b"\xff\xfe", b"[" * 100_000]
)
def test_a_damaged_file_counts_as_none(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "preferences.json"
    file.write_bytes(content)
    kept = Preferences(file)
    assert (kept.mode, kept.factor, kept.recent, kept.place("score")) == ("system", 1.0, (), None)


@given(values=st.dictionaries(st.sampled_from(["language", "mode", "factor", "recent", "places"]), JSON))
@settings(max_examples=80, deadline=None)
def test_whatever_stands_there_is_read(
    tmp_path_factory: pytest.TempPathFactory, values: dict[str, object]
) -> None:

    file = tmp_path_factory.mktemp("p") / "preferences.json"
    file.write_text(json.dumps(values), "utf-8")
    kept = Preferences(file)
    assert kept.mode in {"system", "light", "dark"}
    assert 1.0 <= kept.factor <= 2.0
    assert isinstance(kept.recent, tuple)
