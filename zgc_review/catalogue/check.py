"""Checks a whole raw catalogue: first the shape, then, if it holds, what the shape cannot say."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from zgc_review.catalogue.check_fields import check_fields
from zgc_review.catalogue.check_frame import check_frame
from zgc_review.catalogue.check_rubrics import check_rubrics
from zgc_review.catalogue.check_tests import check_overrides, check_tests
from zgc_review.catalogue.index import Index
from zgc_review.catalogue.report import Report
from zgc_review.catalogue.schema import ROOT
from zgc_review.domain.findings import Finding


def check_raw(raw: Any, report: Report) -> None:
    """Report every rule of the catalogue's head that ``raw`` breaks."""
    ROOT(raw, "", report)
    if report.errors:
        return
    index = Index(raw)
    check_frame(index, report)
    check_fields(index, report)
    check_rubrics(index, report)
    check_tests(index, report)


def check_gate_values(raw: Any, gate_values: Mapping[str, Mapping[str, Any]]) -> list[Finding]:
    """Return what is wrong with a round's ``gate_values`` under the valid raw catalogue ``raw``."""
    report = Report()
    check_overrides(Index(raw), gate_values, report)
    return report.findings
