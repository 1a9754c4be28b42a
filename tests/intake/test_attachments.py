"""Which attachment a file name names, and which are missing."""

from __future__ import annotations

from collections.abc import Mapping
from types import SimpleNamespace

import pytest
from msgspec.structs import replace

from zgc_review.catalogue import Attachment, Catalogue, Group, Leaf
from zgc_review.intake.attachments import guess_attachment, missing_attachments


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("CA01 项目申报书.pdf", "CA01"),
        ("ca02.jpg", "CA02"),
        ("m01_a1.pdf", "M01-A1"),
        ("M01A2清单.xlsx", "M01-A2"),
        ("Ｍ０１－Ａ３.pdf", "M01-A3"),
        ("营业执照.png", "CA02"),
        ("北京示例公司申报书（盖章）.pdf", "CA01"),
        ("2025年审计报告.pdf", "CA04"),
        ("诚信承诺书.pdf", "CA03"),
        ("信用报告.pdf", "CA05"),
        ("利害关系信息表.docx", "CA06"),
        ("材料清单.txt", "CA07"),
        ("伦理批件.pdf", "CA08"),
        ("知识产权清单.pdf", "M01-A2"),
        ("参保人员证明.pdf", "M01-A4"),
        ("客户使用证明.pdf", "M01-A3"),
        ("附件/CA05/扫描件.pdf", "CA05"),
        ("CA05 信用/CA02.pdf", "CA02"),
        ("情况说明.pdf", None),
        ("CA011.pdf", None),
        ("M01-A12.pdf", None),
        (".pdf", None),
    ],
)
def test_guesses(catalogue: Catalogue, name: str, expected: str | None) -> None:
    assert guess_attachment(name, catalogue.attachments_for("M01-1")) == expected


def test_a_name_that_fits_two_titles_fits_none(catalogue: Catalogue) -> None:
    papers = catalogue.attachments_for("M01-1")[:2]
    twins = [replace(papers[0], id="CA91", zh="同一标题"), replace(papers[1], id="CA92", zh="同一标题")]
    assert guess_attachment("同一标题.pdf", twins) is None


def missing(
    catalogue: Catalogue, record: Mapping[str, object], present: list[str] | None = None
) -> list[str]:
    papers = catalogue.attachments_for("M01-2")
    due = missing_attachments(papers, present or [], record, catalogue.fields_for(["M01-2"]), None)
    return [paper.id for paper in due]


def test_required_ones_are_missing_until_they_are_there(catalogue: Catalogue) -> None:
    common = ["CA01", "CA02", "CA03", "CA04", "CA05", "CA06", "CA07"]
    assert missing(catalogue, {}) == common
    assert missing(catalogue, {}, ["CA01", "CA07"]) == common[1:-1]


def test_catalogue_head_8_ethics_approval_is_due_when_ethics_are_involved(catalogue: Catalogue) -> None:
    """``ethics_involved`` is computed from four answers; one yes is enough."""
    assert "CA08" in missing(catalogue, {"ethics_animals": True})
    answers = dict.fromkeys(("ethics_humans", "ethics_animals", "ethics_other", "ethics_law"), False)
    assert "CA08" not in missing(catalogue, answers)


def conditional(test: Leaf | Group, paper: Attachment) -> Attachment:
    return replace(paper, required=False, required_when=test)


def test_conditions_that_name_the_round_need_its_values(catalogue: Catalogue) -> None:
    leaf = Leaf(field="ethics_valid_to", field_type="date", op="before", value="@t0")
    paper = conditional(Group(join="all", tests=(leaf,)), catalogue.common_attachments[0])
    record = {"ethics_valid_to": "2026-01-01"}
    fields = catalogue.fields_for(["M01-2"])
    assert missing_attachments([paper], [], record, fields, None) == ()
    values = SimpleNamespace(t0="2026-11-22", call_year=2026, support_from=None, support_to=None)
    assert missing_attachments([paper], [], record, fields, values) == (paper,)
