"""Fixtures of the catalogue's tests: the shipped value as raw data to change, and a round's values."""

from __future__ import annotations

import json
from typing import Any

import pytest
from msgspec import Struct

from resources.reader import LANGUAGES, load
from zgc_review.catalogue import Catalogue, from_json, load_shipped
from zgc_review.catalogue.check import check_raw
from zgc_review.catalogue.report import Report
from zgc_review.domain.canonical import canonical_bytes
from zgc_review.domain.findings import Level
from zgc_review.errors import CatalogueError


class Values(Struct, frozen=True):
    """The part of a round's settings that tests may name."""

    t0: str = "2026-11-22"
    call_year: int = 2026
    support_from: str | None = "2025-07-01"
    support_to: str | None = "2026-06-30"


class Draft:
    """The shipped catalogue as plain values, to be changed in one place and checked."""

    def __init__(self, raw: dict[str, Any]) -> None:
        self.raw = raw

    @staticmethod
    def by_id(entries: list[dict[str, Any]], name: str) -> dict[str, Any]:
        return next(entry for entry in entries if entry["id"] == name)

    @staticmethod
    def move(entries: list[Any], old: int, new: int) -> None:
        entries.insert(new, entries.pop(old))

    def measure(self, number: int) -> Any:
        return self.raw["measures"][number - 1]

    def gate(self, name: str) -> dict[str, Any]:
        common = name.startswith("CG")
        gates = self.raw["common_gates"] if common else self.measure(int(name[1:3]))["gates"]
        return self.by_id(gates, name)

    def field(self, name: str) -> dict[str, Any]:
        return self.by_id(self.raw["application_fields"], name)

    def test(self, **leaf: Any) -> None:
        """Give M04-G3 (field invested_beijing) another test."""
        self.gate("M04-G3")["test"] = leaf

    def midterm(self, measure: str, prefix: str) -> dict[str, Any]:
        """Give a measure a mid-term rubric of its own with ids of that prefix."""
        text = json.dumps(self.raw["stage_rubrics"]["midterm"]).replace('"SM-', f'"{prefix}SM-')
        entry: dict[str, Any] = json.loads(text)
        self.by_id(self.raw["measures"], measure)["stage_rubrics"] = {"midterm": entry}
        return entry

    def found(self) -> list[tuple[str, str]]:
        """Return code and path of every error; each finding fills its sentences in both languages."""
        report = Report("own.yaml")
        check_raw(self.raw, report)
        for language in LANGUAGES:
            texts = load(language)
            for finding in report.findings:
                assert texts[f"finding.{finding.code}.text"].format(**finding.params)
                assert texts[f"finding.{finding.code}.remedy"].format(**finding.params)
        errors = (finding for finding in report.findings if finding.level is Level.ERROR)
        return [(finding.code, str(finding.params["path"])) for finding in errors]

    def refused(self, code: str, path: str) -> None:
        """Expect this finding, and that loading counts and refuses."""
        found = self.found()
        assert (f"catalogue.{code}", path) in found
        with pytest.raises(CatalogueError) as refused:
            from_json(canonical_bytes(self.raw))
        assert refused.value.code == "catalogue.invalid"
        assert refused.value.params["count"] == len(found)


@pytest.fixture(scope="session")
def catalogue() -> Catalogue:
    return load_shipped()


@pytest.fixture
def raw(catalogue: Catalogue) -> dict[str, Any]:
    """Return the shipped catalogue as plain values, a fresh copy for each test."""
    value: dict[str, Any] = json.loads(catalogue.to_json())
    return value


@pytest.fixture
def cat(raw: dict[str, Any]) -> Draft:
    return Draft(raw)


@pytest.fixture
def values() -> Values:
    return Values()


@pytest.fixture
def make_values() -> type[Values]:
    return Values
