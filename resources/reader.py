"""Reads the texts of one language; the only reader, for command line and windows alike."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

LANGUAGES = ("zh_CN", "en")


@cache
def load(language: str) -> dict[str, str]:
    """Return every text of ``language`` by its dotted key.

    Raises:
        ValueError: unknown language, or a key that stands in two files.
    """
    if language not in LANGUAGES:
        raise ValueError(language)
    found: dict[str, str] = {}
    for name, texts in _tables(language, ""):
        for key, text in texts:
            if key in found:
                raise ValueError(f"{name}: {key} stands twice")
            found[key] = text
    return found


def caption(language: str, key: str) -> str:
    """Return a caption of the windows; those of ``ui_shell.toml`` are read alone: a window starts with them.

    Raises:
        KeyError: no such caption.
    """
    first = _captions(language, "ui_shell")
    return first[key] if key in first else _captions(language, "ui_")[key]


@cache
def _captions(language: str, prefix: str) -> dict[str, str]:
    """Return what stands in the files whose name begins with ``prefix``."""
    return dict(leaf for _name, texts in _tables(language, prefix) for leaf in texts)


def _tables(language: str, prefix: str) -> Iterator[tuple[str, list[tuple[str, str]]]]:
    """Yield the name and the leaves of each file of a language whose name begins with ``prefix``."""
    # Not importlib.resources: it imports zipfile, which a window at its start need not.
    for entry in sorted((Path(__file__).parent / "texts" / language).glob(f"{prefix}*.toml")):
        yield entry.name, _flatten("", tomllib.loads(entry.read_text("utf-8")))


def _flatten(prefix: str, table: dict[str, Any]) -> list[tuple[str, str]]:
    """List the leaves of nested tables with their dotted keys."""
    leaves: list[tuple[str, str]] = []
    for key, value in table.items():
        if isinstance(value, dict):
            leaves += _flatten(f"{prefix}{key}.", value)
        else:
            leaves.append((prefix + key, str(value)))
    return leaves


class Texts:
    """The texts of one language."""

    def __init__(self, language: str) -> None:
        self.language = language
        self._texts = load(language)

    def get(self, key: str, /, **params: object) -> str:
        """Return the text of ``key`` with ``params`` filled in.

        Raises:
            KeyError: no such text (a test keeps both languages complete).
        """
        return self._texts[key].format(**params)

    def has(self, key: str) -> bool:
        """Say whether ``key`` has a text."""
        return key in self._texts
