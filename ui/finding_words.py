"""A finding about a sheet in words, with the criterion's name in place of its id."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from ui.captions import Captions
from zgc_review.domain.findings import Finding


def finding_words(captions: Captions, finding: Finding, criteria: Iterable[tuple[str, str, str]]) -> str:
    """Return what a finding says.

    Args:
        criteria: id, Chinese and English name of each criterion of the sheet.
    """
    chinese = captions.language == "zh_CN"
    names = {number: zh if chinese else en or zh for number, zh, en in criteria}
    criterion = finding.params.get("criterion")
    if criterion in names:
        finding = replace(finding, params={**finding.params, "criterion": names[str(criterion)]})
    return captions.finding(finding)[0]
