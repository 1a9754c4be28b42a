"""Captions of the windows: every one that is asked for exists, none stands unused."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

from resources.reader import LANGUAGES, load

ROOT = Path(__file__).resolve().parents[2]
SOURCES = [path for path in sorted((ROOT / "ui").rglob("*.py")) if "cli" not in path.parts]


def asked() -> dict[str, bool]:
    """Return caption keys written as literals in calls, and whether a count chooses the form."""
    found: dict[str, bool] = {}
    for path in SOURCES:
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if not isinstance(node, ast.Call) or not node.args:
                continue
            name = getattr(node.func, "attr", getattr(node.func, "id", ""))
            if name not in {"cap", "cap_count"}:
                continue
            first = node.args[0]
            options = [first.body, first.orelse] if isinstance(first, ast.IfExp) else [first]
            for one in options:
                if isinstance(one, ast.Constant) and isinstance(one.value, str):
                    found[one.value] = name == "cap_count"
    return found


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_caption_asked_for_exists(language: str) -> None:
    texts = load(language)
    missing = []
    for key, counted in asked().items():
        names = [f"ui.{key}.one", f"ui.{key}.many"] if counted else [f"ui.{key}"]
        missing += [name for name in names if name not in texts]
    assert missing == []


def test_every_caption_is_used() -> None:
    """A key must stand in the source whole, or its beginning as the start of an f-string."""
    source = "\n".join(path.read_text("utf-8") for path in SOURCES)
    whole = set(re.findall(r"""["']([a-z0-9_.]+)["']""", source))
    starts = tuple(re.findall(r"""f["']((?:[a-z0-9_]+\.)+)\{""", source))
    unused = []
    for full in load("en"):
        if full.startswith("ui."):
            key = re.sub(r"\.(one|many)$", "", full.removeprefix("ui."))
            if key not in whole and not key.startswith(starts):
                unused.append(key)
    assert unused == []


def test_both_languages_have_the_same_captions() -> None:
    zh, en = ({key for key in load(language) if key.startswith("ui.")} for language in LANGUAGES)
    assert zh == en
    for key in zh:
        names = [set(re.findall(r"\{(\w+)\}", load(language)[key])) for language in LANGUAGES]
        assert names[0] == names[1] or key.endswith((".one", ".many")), key
