"""Forms and tables of a stage: outcomes in place of ranks, lines and amounts (rules §2.4, §10)."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
from stage_harness import StageSitting

from zgc_review.export.forms import print_form
from zgc_review.export.office_values import GroupOpinion, VetoRecord
from zgc_review.services import deliberating_forms, forms, printing, rounds
from zgc_review.services.deliberating_opinions import OpinionText, sign_opinion

At = Callable[[str], StageSitting]
STARTS = "2026-11-23T09:00:00+08:00"


def text_of(pdf: bytes) -> str:
    """Return the text of a PDF without white space."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        pages = [document[n].get_textpage().get_text_range() for n in range(len(document))]
    finally:
        document.close()
    return "".join("".join(pages).split())


def sat(at: At) -> StageSitting:
    """Return a decided acceptance: the first project not passed by SA-S1, the second to be corrected."""
    sitting = at("acceptance")
    sitting.aggregate()
    sitting.panel()
    chair = sitting.chair
    text = OpinionText("指标完成", "凭证不全", "整改后归档")
    sitting.hand_in(sign_opinion(chair.desk, chair.round, sitting.id(1), text, sitting.folder()))
    sitting.claim(sitting.member(1), "SA-S1")
    sitting.vote("SA-S1", {0: "yes", 1: "yes", 2: "yes", 3: "yes", 4: "no"})
    sitting.claim(sitting.member(2), "CV01", n=1)
    sitting.vote("CV01", {0: "no"}, n=1)
    sitting.panel()
    sitting.discuss(2)
    sitting.collect(*sitting.decide())
    sitting.confirm()
    return sitting


@pytest.fixture(scope="module")
def kept(stage_bases: Any, tmp_path_factory: pytest.TempPathFactory) -> Any:
    """Return a decided acceptance that the tests of this module only read, and its opened result."""
    sitting = sat(lambda name: stage_bases.copy(name, tmp_path_factory.mktemp("kept") / name))
    folder, sealed = sitting.open_result()
    assert sitting.verify(folder, sealed)[0] == 0
    yield sitting, folder
    sitting.world.close()


def parts(folder: Path, role: str) -> dict[str, bytes]:
    """Return the parts of an opened result of one role, by title."""
    body = json.loads((folder / "manifest.json").read_bytes())["body"]
    return {one["title"]: (folder / one["file"]).read_bytes() for one in body["parts"] if one["role"] == role}


def rows(content: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline="")))


def test_2_1_a_stage_publishes_nothing(kept: tuple[StageSitting, Path]) -> None:
    """F15 is for what is proposed for approval; F08 and F14 are there."""
    assert sorted(parts(kept[1], "form")) == ["F08.pdf", "F14.pdf"]


def test_f14_lists_outcomes_and_what_was_established(kept: tuple[StageSitting, Path]) -> None:
    tables = parts(kept[1], "table")
    assert "F14.xlsx" in tables
    names = sorted(name for name in tables if name.startswith("F14-"))
    assert names == ["F14-未进入结论.csv", "F14-评审结论.csv"]
    found = rows(tables["F14-评审结论.csv"])
    assert list(found[0])[:5] == ["申报编号", "申报单位", "项目名称", "举措", "支持方向"]
    assert list(found[0])[5:] == ["最终分", "结论", "已认定的筛选性指标与否决条款"]
    assert [(one["申报编号"], one["最终分"], one["结论"]) for one in found] == [
        ("ZGC-0001", "80.00", "不通过验收"),
        ("ZGC-0002", "65.00", "整改后通过"),
        ("ZGC-0003", "50.00", "不通过验收"),
    ]
    assert found[0]["已认定的筛选性指标与否决条款"].startswith("SA-S1 ")
    assert {one["已认定的筛选性指标与否决条款"] for one in found[1:]} == {""}


def test_f14_prints_outcomes_without_ranks_and_amounts(kept: tuple[StageSitting, Path]) -> None:
    said = text_of(parts(kept[1], "form")["F14.pdf"])
    assert "验收" in said
    assert "不通过验收2·整改后通过1" in said
    assert "SA-S1提供的验收文件、资料、数据不真实" in said
    assert [word for word in ("名次", "合格线", "预算", "建议金额", "资金") if word in said] == []


def test_f08_has_no_ranks(kept: tuple[StageSitting, Path]) -> None:
    said = text_of(parts(kept[1], "form")["F08.pdf"])
    assert [word for word in ("名次", "池") if word in said] == []
    assert "按举措、按组列示" in said
    assert "已认定：SA-S1" in said
    assert "不通过验收" in said
    for name, content in parts(kept[1], "table").items():
        if name.startswith("F08-"):
            assert {"池", "名次"}.isdisjoint(rows(content)[0]), name


def test_f09_f10_and_f12_speak_of_outcomes(kept: tuple[StageSitting, Path]) -> None:
    sitting = kept[0]
    with sitting.secretary.desk.vault.begin() as uow:
        held = deliberating_forms.sitting_of(uow, sitting.secretary.round, STARTS)
        ((number, opinion),) = deliberating_forms.group_opinions(held)
        vetoes = [one for _, one in deliberating_forms.veto_records(held)]
        minutes = deliberating_forms.minutes(held, STARTS, "三楼会议室")
    assert isinstance(opinion, GroupOpinion)
    assert (number, opinion.decision, opinion.amount) == ("ZGC-0002", "FIX_THEN_ACCEPT", None)
    said = text_of(print_form(opinion, lang="zh_CN"))
    assert "整改后通过" in said
    assert [word for word in ("核定经费建议", "是否立项", "申请支持金额") if word in said] == []
    by_clause = {one.clause_id: one for one in vetoes if isinstance(one, VetoRecord)}
    screening, veto = by_clause["SA-S1"], by_clause["CV01"]
    assert (screening.clause_id, screening.screening, screening.established) == ("SA-S1", True, True)
    assert (veto.clause_id, veto.screening, veto.established) == ("CV01", False, False)
    said = text_of(print_form(screening, lang="zh_CN"))
    assert "筛选性指标" in said
    assert "一项成立即不通过，不论得分" in said
    assert "Screening item" in print_words(screening)
    assert minutes.conclusion == "共 3 项，已形成结论 3 项；整改后通过 1 项；不通过验收 2 项。"
    assert [one.conclusion for one in minutes.items] == ["不通过验收", "整改后通过", "不通过验收"]


def print_words(value: VetoRecord) -> str:
    """Return an English form with its spaces as they are between words."""
    document = pypdfium2.PdfDocument(print_form(value, lang="en"))
    try:
        return " ".join(str(document[0].get_textpage().get_text_range()).split())
    finally:
        document.close()


def test_f07_says_what_the_expert_recommends_of_the_project(kept: tuple[StageSitting, Path]) -> None:
    sitting = kept[0]
    paths = printing.print_sheets(sitting.secretary.desk, sitting.secretary.round, sitting.folder())
    assert len(paths) == 5
    said = text_of(paths[0].read_bytes())
    assert "建议通过验收" in said
    assert "专家建议" in said
    assert [word for word in ("资助建议", "建议支持", "申请支持金额") if word in said] == []


def test_a_proposal_keeps_its_forms(tmp_path: Path) -> None:
    """Nothing of this reaches a round of stage proposal."""
    from sitting_harness import Bases  # noqa: PLC0415 - its folder is added by conftest

    sitting = Bases(tmp_path).copy("five", tmp_path / "copy")
    result = sitting.aggregate()
    with sitting.secretary.desk.vault.begin() as uow:
        row = sitting.secretary.round
        state = rounds.state_of(uow, row)
        listed = forms.result_list(uow, row, state, result, STARTS)
        summary = forms.score_summary(uow, row, state, result, STARTS)
    assert listed.outcomes == ()
    assert listed.head.ranked
    assert [pool.rows[0].rank for pool in listed.pools] == [1]
    assert [section.rows[0].rank for section in summary.sections] == [1]
    sitting.world.close()
