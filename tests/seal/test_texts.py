from __future__ import annotations

import ast
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from string import Formatter

from resources.reader import LANGUAGES, Texts, load

ROOT = Path(__file__).resolve().parents[2]
ROOM = ROOT / "zgc_review" / "seal"
CODE = re.compile(r"seal\.[a-z_]+\.[a-z_]+")
LEAVES = ("title", "reason", "remedy")


def trees() -> Iterator[ast.Module]:
    for path in ROOM.glob("*.py"):
        yield ast.parse(path.read_text("utf-8"))


def codes() -> set[str]:
    """Return every code that stands in the source as a text of its own."""
    return {
        node.value
        for tree in trees()
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and CODE.fullmatch(node.value)
    }


def raised() -> Iterator[tuple[str, set[str]]]:
    """Yield code and parameters of every error made with a literal code."""
    for tree in trees():
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and node.args and isinstance(node.args[0], ast.Constant):
                code = node.args[0].value
                if (
                    isinstance(code, str)
                    and CODE.fullmatch(code)
                    and ast.unparse(node.func).endswith("Error")
                ):
                    yield code, {keyword.arg for keyword in node.keywords if keyword.arg}


def test_every_code_has_its_three_texts_in_both_languages() -> None:
    assert len(codes()) > 80
    for language in LANGUAGES:
        texts = Texts(language)
        missing = [
            f"{code}.{leaf}" for code in codes() for leaf in LEAVES if not texts.has(f"error.{code}.{leaf}")
        ]
        assert missing == []


def test_no_text_of_this_room_without_a_code_in_the_program() -> None:
    listed = tomllib.loads((ROOT / "resources" / "texts" / "en" / "seal.toml").read_text("utf-8"))
    sources = "".join(
        path.read_text("utf-8") for room in ("zgc_review", "db", "ui") for path in (ROOT / room).rglob("*.py")
    )
    for part, leaves in listed["error"]["seal"].items():
        for leaf in leaves:
            assert f'"seal.{part}.{leaf}"' in sources or f'"seal.{part}"' in sources, (part, leaf)


def test_texts_use_only_parameters_that_the_error_gives() -> None:
    found = list(raised())
    assert len(found) > 80
    for language in LANGUAGES:
        texts = load(language)
        for code, given in found:
            for leaf in LEAVES:
                used = {name for _, name, _, _ in Formatter().parse(texts[f"error.{code}.{leaf}"]) if name}
                assert used <= given, (language, code, leaf)


def test_both_languages_use_the_same_parameters() -> None:
    chinese, english = load("zh_CN"), load("en")
    for code in codes():
        used = [
            {
                name
                for leaf in LEAVES
                for _, name, _, _ in Formatter().parse(texts[f"error.{code}.{leaf}"])
                if name
            }
            for texts in (chinese, english)
        ]
        assert used[0] == used[1], code
