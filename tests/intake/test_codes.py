"""Codes, levels and texts of this room agree."""

from __future__ import annotations

import re
import string
from pathlib import Path

import pytest

from resources.reader import LANGUAGES, Texts
from zgc_review.domain.findings import Level
from zgc_review.intake import codes
from zgc_review.intake.codes import CODES
from zgc_review.intake.layout import Type
from zgc_review.intake.report import Place, Report, short

SOURCES = sorted(Path(codes.__file__).parent.glob("*.py"))
LITERAL = re.compile(r'"(intake\.[a-z]+\.[a-z_]+)"')


def literals() -> set[str]:
    found: set[str] = set()
    for path in SOURCES:
        found |= set(LITERAL.findall(path.read_text("utf-8")))
    return found


def test_every_code_in_the_source_is_known() -> None:
    errors = {"intake.workbook.exists", "intake.workbook.write", "intake.workbook.character"}
    errors |= {"intake.mapping.large", "intake.mapping.shape", "intake.mapping.entry"}
    assert literals() - errors - {"intake.template.open_end", "intake.template.nothing"} <= set(CODES)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_code_has_its_sentences(language: str) -> None:
    texts = Texts(language)
    for code in CODES:
        assert texts.has(f"finding.{code}.text"), code
        assert texts.has(f"finding.{code}.remedy"), code
    for code in (
        "intake.folder",
        "intake.workbook.exists",
        "intake.workbook.write",
        "intake.workbook.character",
        "intake.mapping.large",
        "intake.mapping.shape",
        "intake.mapping.entry",
    ):
        for part in ("title", "reason", "remedy"):
            assert texts.has(f"error.{code}.{part}"), code
    for kind in Type:
        assert texts.has(f"intake.template.hint.{kind}"), kind


def test_both_languages_use_the_same_parameters() -> None:
    first, second = (Texts(language) for language in LANGUAGES)
    for code in CODES:
        for part in ("text", "remedy"):
            key = f"finding.{code}.{part}"
            assert parameters(first, key) == parameters(second, key), key


def parameters(texts: Texts, key: str) -> set[str]:
    class Names(dict[str, str]):
        def __missing__(self, name: str) -> str:
            return f"<{name}>"

    shown = string.Formatter().vformat(texts._texts[key], (), Names())
    return set(re.findall(r"<(\w+)>", shown))


def test_no_code_is_the_table_of_another() -> None:
    for code in CODES:
        assert not any(other.startswith(f"{code}.") for other in CODES)
        assert code.rpartition(".")[2] not in ("text", "remedy", "title", "reason")


def test_errors_come_first_when_a_report_is_long() -> None:
    report = Report(limit=3)
    for number in range(4):
        report.add("intake.file.stray", Place(f"{number}"))
    report.add("intake.row.key", Place(row=7), label="x")
    report.add("intake.folder.missing", Place(row=8))
    shown = report.findings()
    assert [(finding.code, finding.source, finding.row) for finding in shown] == [
        ("intake.file.stray", "0", 0),
        ("intake.row.key", "", 7),
        ("intake.folder.missing", "", 8),
        ("intake.more", "", 0),
    ]
    assert shown[-1].params == {"count": 3}
    assert (report.errors, report.count(Level.WARN), report.count(Level.INFO)) == (1, 1, 4)


def test_places_are_shown_short() -> None:
    report = Report()
    report.add("intake.header.unknown", Place("a.xlsx", "s" * 300, 1, "c" * 300), "v" * 300)
    (finding,) = report.findings()
    assert [len(text) for text in (finding.sheet, finding.column, finding.value)] == [200, 200, 200]


def test_values_are_shown_short_and_visibly() -> None:
    assert short("a\n\u202eb") == "a\\u000a\\u202eb"
    assert short("x" * 300) == "x" * 199 + "…"
