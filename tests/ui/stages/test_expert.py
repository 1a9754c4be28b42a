"""An expert's pages in a stage: what F07 says of a recommendation, screening items, no money (rules §2.4)."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from member_bench import Bench
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot
from stage_harness import PREFIX, StageSitting

import ui.media
from ui.context import Context
from ui.models.review_list import RECOMMENDATION
from ui.views.member_sitting import MemberSittingScreen
from ui.views.review import ReviewScreen
from ui.views.score import ScoreScreen
from ui.views.work_list import WorkListScreen
from zgc_review.scoring import drafts
from zgc_review.services import sheets

At = Callable[[str], StageSitting]
STAGES = ("midterm", "acceptance")
ADVICE = {
    "midterm": ["建议继续执行", "建议整改后继续", "建议不通过"],
    "acceptance": ["建议通过验收", "建议整改后通过", "建议不通过"],
}
EDGES = {"midterm": {"继续执行 ≥70", "整改后继续 ≥60"}, "acceptance": {"通过验收 ≥70", "整改后通过 ≥60"}}
OF_MONEY = ("支持", "备选", "资助", "核定", "万元")


@pytest.fixture
def bench(
    context: Context, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Callable[[StageSitting], Bench]]:
    """Return a function that opens the window of the second expert."""
    monkeypatch.setattr(ui.media, "media_roots", lambda: ())
    made: list[Bench] = []

    def open_at(sitting: StageSitting) -> Bench:
        made.append(Bench(context, qtbot, sitting.world, sitting.member(1)))
        made[-1].shell.resize(1366, 696)
        made[-1].enter()
        return made[-1]

    yield open_at
    for one in made:
        one.program.lock()


def shown(bench: Bench) -> str:
    """Return every word in view but the name of the sub-direction's measure."""
    words = [one.text() for one in bench.shell.findChildren(QLabel) if one.isVisible()]
    return " | ".join(words)


@pytest.mark.parametrize("stage", STAGES)
def test_2_4_a_sheet_recommends_an_outcome_and_asks_for_no_money(
    stage: str, stage_at: At, bench: Callable[[StageSitting], Bench]
) -> None:
    sitting = stage_at(stage)
    me, application = sitting.member(1), sitting.id(0)
    sheets.reopen(me.desk, me.round, application, "复核后改正")
    sheets.edit(
        me.desk, me.round, application, "say", lambda body: drafts.set_recommendation(body, "NOT_SUPPORT")
    )
    window = bench(sitting)
    assert window.program.rooms is not None
    window.program.rooms.show_score(application)
    screen = window.screen(ScoreScreen)
    screen.rubric.open_section("")
    pane = screen.rubric.opinion
    assert [one.text() for one in pane.recommend.buttons] == ADVICE[stage]
    assert screen.rubric.head.amount.text() == ""
    assert not pane.budget.ask.isVisible()
    assert "建议却是不通过" in pane.doubt.text()
    pane.claims.add.click()
    (claim,) = pane.claims.rows
    items = [claim.item.itemText(n) for n in range(claim.item.count())]
    assert screen.model.sheet.content.veto_ids[0] == f"{PREFIX[stage]}-S1"
    assert "资料" in items[0]
    assert pane.claims.title.text() == "提请认定的筛选性指标或否决条款"
    assert [word for word in OF_MONEY if word in shown(window)] == []


@pytest.mark.parametrize("stage", STAGES)
def test_2_4_own_sheets_stand_against_the_bands_of_the_stage(
    stage: str, stage_at: At, bench: Callable[[StageSitting], Bench]
) -> None:
    window = bench(stage_at(stage))
    assert window.program.rooms is not None
    window.program.rooms.show_review()
    screen = window.screen(ReviewScreen)
    assert {words for _, words in screen.strip._marks} == EDGES[stage]
    at = screen.table.model().index(0, RECOMMENDATION)
    assert at.data() == ADVICE[stage][0]
    wide = screen.table.fontMetrics().horizontalAdvance(ADVICE[stage][1])
    assert screen.table.columnWidth(RECOMMENDATION) >= wide
    assert [word for word in OF_MONEY if word in shown(window)] == []
    window.program.rooms.show_work_list()
    work = window.screen(WorkListScreen)
    last = work.rows.total + 1
    assert {work.rows.index(n, last).data() for n in range(1, 4)} == {ADVICE[stage][0]}


def test_2_4_in_the_sitting_screening_items_come_first(
    stage_at: At, bench: Callable[[StageSitting], Bench]
) -> None:
    sitting = stage_at("acceptance")
    sitting.aggregate()
    sitting.panel()
    sitting.discuss(2)
    window = bench(sitting)
    assert window.program.rooms is not None
    window.program.rooms.show_sitting()
    window.screen(MemberSittingScreen)
    said = shown(window)
    assert "筛选性指标和否决条款" in said
    assert "一票否决" not in said
