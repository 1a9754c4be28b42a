"""Every code of this room has its sentences in both languages, and they can be filled in."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from resources.reader import LANGUAGES, load
from zgc_review.catalogue import check_yaml

ROOM = Path(__file__).resolve().parents[2] / "zgc_review" / "catalogue"
SOURCE = "\n".join(path.read_text("utf-8") for path in sorted(ROOM.glob("*.py")))
FINDINGS = sorted(set(re.findall(r'(?:\badd|_refuse)\(\s*"([a-z_.]+)"', SOURCE)))
ERRORS = sorted(set(re.findall(r'CatalogueError\(\s*"([a-z_.]+)"', SOURCE)))


def test_the_lists_are_not_empty() -> None:
    assert len(FINDINGS) > 50
    assert [
        f"catalogue.{name}" for name in ("invalid", "json", "unknown", "unreadable", "unscored", "way")
    ] == ERRORS


@pytest.mark.parametrize("language", LANGUAGES)
def test_exactly_the_codes_in_use_have_texts(language: str) -> None:
    keys = {key for key in load(language) if key.startswith(("error.catalogue.", "finding.catalogue."))}
    due = {f"finding.catalogue.{code}.{part}" for code in FINDINGS for part in ("text", "remedy")}
    due |= {f"error.{code}.{part}" for code in ERRORS for part in ("title", "reason", "remedy")}
    assert keys == due


@pytest.mark.parametrize("language", LANGUAGES)
def test_texts_ask_for_the_same_values(language: str) -> None:
    other = load("en")
    for key, text in load(language).items():
        if ".catalogue." in key:
            names = re.compile(r"\{([a-z]+)\}")
            assert set(names.findall(text)) == set(names.findall(other[key])), key


@pytest.mark.parametrize("language", LANGUAGES)
def test_findings_fill_their_sentences(language: str, cat: Any, tmp_path: Path) -> None:
    texts = load(language)
    files = {
        "float.yaml": "a: 1.5\nb: {c: no, c: 1}\n",
        "alias.yaml": "a: &b 1\n",
        "two.yaml": "a: 1\n---\nb: 1\n",
        "empty.yaml": "measures: []\nfunds: 1\nx: 1\npolicy: {status: ' '}\nscore_bands: {A: {min: 101}}\n",
    }
    seen = set()
    for name, content in files.items():
        path = tmp_path / name
        path.write_text(content, "utf-8")
        for finding in check_yaml(path):
            seen.add(finding.code)
            for part in ("text", "remedy"):
                sentence = texts[f"finding.{finding.code}.{part}"].format(**finding.params)
                assert sentence.strip()
    assert len(seen) > 9
