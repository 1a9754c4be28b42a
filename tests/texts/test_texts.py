"""Every code and every sentence the program uses has a text in both languages."""

from __future__ import annotations

import ast
import re
import string
from collections.abc import Iterator
from pathlib import Path

import pytest

from resources.reader import LANGUAGES, Texts, load

ROOT = Path(__file__).resolve().parents[2]
SOURCES = [path for room in ("zgc_review", "db", "ui") for path in sorted((ROOT / room).rglob("*.py"))]
ERRORS = {
    "PackageError", "GateError", "ScoringError", "AggregationError",
    "SealError", "StorageError", "IntakeError", "CatalogueError", "DocumentError",
}  # fmt: skip
PARTS = ("title", "reason", "remedy")


def calls() -> Iterator[tuple[str, ast.Call]]:
    """Yield the name of every called function with its call."""
    for path in SOURCES:
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call):
                function = node.func
                name = function.id if isinstance(function, ast.Name) else getattr(function, "attr", "")
                yield name, node


def constant(node: ast.Call) -> str | None:
    """Return the first argument if it is a plain string."""
    first = node.args[0] if node.args else None
    return first.value if isinstance(first, ast.Constant) and isinstance(first.value, str) else None


def placeholders(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


def raised() -> dict[str, list[set[str]]]:
    """Return every error code with the parameters of each place that raises it."""
    found: dict[str, list[set[str]]] = {}
    for name, node in calls():
        code = constant(node) if name in ERRORS else None
        if code:
            found.setdefault(code, []).append({word.arg for word in node.keywords if word.arg})
    return found


def test_both_languages_have_the_same_keys_and_placeholders() -> None:
    zh, en = load("zh_CN"), load("en")
    assert sorted(set(zh) ^ set(en)) == []
    assert [key for key in zh if placeholders(zh[key]) != placeholders(en[key])] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_error_has_title_reason_and_remedy(language: str) -> None:
    texts = load(language)
    codes = raised()
    assert len(codes) > 100
    missing = [
        f"error.{code}.{part}" for code in codes for part in PARTS if f"error.{code}.{part}" not in texts
    ]
    assert missing == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_error_text_can_be_filled(language: str) -> None:
    """A text may only name parameters that every place gives."""
    texts = load(language)
    wrong = [
        (code, part, sorted(placeholders(texts[f"error.{code}.{part}"]) - given))
        for code, places in raised().items()
        for part in PARTS
        for given in places
        if placeholders(texts[f"error.{code}.{part}"]) - given
    ]
    assert wrong == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_sentence_of_the_command_line_exists(language: str) -> None:
    texts = load(language)
    wanted = {f"cli.{key}" for name, node in calls() if name == "say" and (key := constant(node))}
    wanted |= {
        key for name, node in calls() if name == "get" and (key := constant(node)) and key.startswith("cli.")
    }
    assert sorted(wanted - set(texts)) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_help_is_complete(language: str) -> None:
    from ui.cli.main import build_parser  # noqa: PLC0415 - builds all texts

    parser = build_parser(Texts(language))
    assert parser.format_help()


def test_no_text_shouts_or_begs() -> None:
    """look.md §7: no exclamation mark, no 请注意, no 成功."""
    wrong = [key for key, text in load("zh_CN").items() if re.search("！|!|请注意|成功", text)]
    wrong += [key for key, text in load("en").items() if "!" in text]
    assert wrong == []


def test_words_that_mean_several_things_here_are_not_used() -> None:
    """style.md §4: an application is reviewed and scored; its experts and officers are people with a role."""
    never = re.compile(r"\b(judge[sd]?|judging|evaluat\w+|users?)\b", re.IGNORECASE)
    assert [key for key, text in load("en").items() if never.search(text)] == []
