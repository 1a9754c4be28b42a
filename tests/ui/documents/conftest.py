"""A reader whose children and threads are all gone at the end of a test."""

from __future__ import annotations

import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from ui.documents.reader import Reader, Settings

HERE = Path(__file__).resolve().parent
if str(HERE) not in sys.path:
    sys.path.insert(0, str(HERE))


@pytest.fixture
def reader() -> Iterator[Reader]:
    """Return a reader with real children."""
    with Reader() as made:
        yield made


@pytest.fixture(autouse=True)
def nothing_is_left() -> Iterator[None]:
    """Fail a test that leaves a thread of a reader running, daemon or not."""
    before = set(threading.enumerate())
    yield
    assert [one for one in threading.enumerate() if one not in before and one.is_alive()] == []


@pytest.fixture
def small() -> Settings:
    """Return settings with two children at a time."""
    return Settings(children=2)
