"""Every code this room raises has its sentences in both languages, and they take its parameters."""

from __future__ import annotations

import re
import string
from pathlib import Path

import pytest

from db import tables
from resources.reader import LANGUAGES, load

ROOM = Path(tables.__file__).parent
ERROR = re.compile(r'StorageError\(\s*"(vault\.[a-z_.]+)"((?:[^()]|\([^()]*\))*)\)')
CODE = re.compile(r'"(vault\.[a-z_.]+)"')
NOT_CODES = {"vault.db", "vault.key", "vault.id", "vault.backup", "vault.db.before"}


def sources() -> str:
    return "\n".join(path.read_text("utf-8") for path in sorted(ROOM.rglob("*.py")))


def kind_of(code: str) -> str:
    """Return ``finding`` for codes of findings, else ``error``."""
    found = ("vault.check.", "vault.limit.", "vault.key.repaired")
    return "finding" if code.startswith(found) else "error"


CODES = sorted(set(CODE.findall(sources())) - NOT_CODES)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("code", CODES)
def test_every_code_has_its_sentences(language: str, code: str) -> None:
    leaves = {"error": ("title", "reason", "remedy"), "finding": ("text", "remedy")}[kind_of(code)]
    texts = load(language)
    for leaf in leaves:
        assert texts[f"{kind_of(code)}.{code}.{leaf}"].strip()


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_sentence_without_a_code(language: str) -> None:
    keys = [key for key in load(language) if re.match(r"(error|finding)\.vault\.", key)]
    assert sorted({key.split(".", 1)[1].rsplit(".", 1)[0] for key in keys}) == CODES


def test_both_languages_use_the_same_placeholders() -> None:
    shown = [
        {key: sorted(set(fields(text))) for key, text in load(language).items() if ".vault." in key}
        for language in LANGUAGES
    ]
    assert shown[0].keys() == shown[1].keys()
    by_code: list[dict[str, set[str]]] = [{}, {}]
    for place, texts in enumerate(shown):
        for key, names in texts.items():
            by_code[place].setdefault(key.rsplit(".", 1)[0], set()).update(names)
    assert by_code[0] == by_code[1]


def test_raised_parameters_fill_the_placeholders() -> None:
    raised = [(code, set(re.findall(r"(\w+)=", rest))) for code, rest in ERROR.findall(sources())]
    assert len(raised) > 20
    for code, names in raised:
        for leaf in ("title", "reason", "remedy"):
            assert set(fields(load("en")[f"error.{code}.{leaf}"])) <= names, code


def fields(text: str) -> list[str]:
    return [name for _, name, _, _ in string.Formatter().parse(text) if name is not None]
