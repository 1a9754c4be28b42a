"""S07: whoever deviates explains it in writing; signed, listed where missing, sealed with the result."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from services_harness import Person
from sitting_harness import CONFLICT, Sitting, refused

from zgc_review.domain.bodies import ConsentBody
from zgc_review.services import deliberating_agenda, deliberating_forms, forms
from zgc_review.services.aggregating import current_aggregate
from zgc_review.services.deliberating_signing import SignedAct
from zgc_review.services.explaining import explanations, sign_explanation
from zgc_review.services.rounds import state_of

At = Callable[[str], Sitting]
TEXT = "两份检测报告互相矛盾，关键指标没有依据"
STARTS = "2026-11-23T09:00:00+08:00"


@pytest.fixture
def sitting(at: At) -> Sitting:
    """Return a combined round in which the fifth expert's total deviates."""
    found = at("apart")
    found.aggregate()
    return found


def explain(sitting: Sitting, n: int = 4, text: str = TEXT) -> SignedAct:
    """Let a member explain the own sheet on the only application."""
    person = sitting.member(n)
    return sign_explanation(person.desk, person.round, sitting.own(person), text, sitting.folder())


def owing(sitting: Sitting, person: Person | None = None) -> tuple[str, ...]:
    """Return who owes an explanation by the agenda of the secretary, or of somebody else."""
    person = person or sitting.secretary
    (line,) = deliberating_agenda.agenda(person.desk, person.round)
    return line.owing


def printed(sitting: Sitting) -> tuple[list[bool], str]:
    """Return what F08 says of each deviation, and what F12 says of the application."""
    with sitting.secretary.desk.vault.begin() as uow:
        row = sitting.secretary.round
        result = current_aggregate(uow, row)
        summary = forms.score_summary(uow, row, state_of(uow, row), result, STARTS)
        held = deliberating_forms.sitting_of(uow, row, STARTS)
        minutes = deliberating_forms.minutes(held, STARTS, "三楼")
    (place,) = summary.sections[0].rows
    return [one.explained for one in place.deviations], minutes.items[0].vote


def test_s07_a_deviating_total_is_explained_in_writing(sitting: Sitting) -> None:
    code = sitting.member(4).code
    sitting.panel()
    assert owing(sitting) == owing(sitting, sitting.chair) == (code,)
    assert printed(sitting) == ([False], f"偏差尚未书面说明：{code}")
    sitting.hand_in(explain(sitting))
    assert owing(sitting) == ()
    assert printed(sitting) == ([True], f"偏差已书面说明：{code}")
    sitting.panel()
    found = explanations(sitting.chair.desk, sitting.chair.round, sitting.own(sitting.chair))
    assert [(one.code, one.body.text, found.owing) for one in found.given] == [(code, TEXT, ())]
    sitting.collect(*sitting.decide())
    assert sitting.confirm() == (1, 0)
    assert "总分偏差 1 份，其中 1 份有书面说明或修改理由" in sitting.verified()


def test_s07_a_missing_explanation_blocks_nothing_and_is_counted(sitting: Sitting) -> None:
    sitting.panel()
    sitting.collect(*sitting.decide())
    assert sitting.confirm() == (1, 0)
    assert "总分偏差 1 份，其中 0 份有书面说明或修改理由" in sitting.verified()


def test_a_later_text_replaces_the_earlier_one_also_after_the_decision(sitting: Sitting) -> None:
    sitting.hand_in(explain(sitting))
    assert refused(lambda: explain(sitting)) == "deliberation.twice"
    sitting.panel()
    sitting.collect(*sitting.decide())
    sitting.confirm()
    sitting.hand_in(explain(sitting, text="补充：样机未经第三方检测"))
    found = explanations(sitting.secretary.desk, sitting.secretary.round, sitting.application())
    assert [one.body.text for one in found.given] == ["补充：样机未经第三方检测"]


def test_s07_a_revision_explains_by_its_own_reason(sitting: Sitting) -> None:
    sitting.discuss()
    person = sitting.member(4)
    sitting.revise(person, 65)
    sitting.give_back(person)
    assert owing(sitting) == ()
    assert printed(sitting)[0] == [True]
    assert sitting.refusal(explain(sitting).path) == "explain.flag"


def test_a_total_that_deviates_only_after_revisions_is_owed_too(sitting: Sitting) -> None:
    """The others rise by revision until the first expert's 70 stands alone."""
    sitting.discuss()
    for n in (1, 2, 3, 4):
        sitting.revise(sitting.member(n), 88)
        sitting.give_back(sitting.member(n))
    assert owing(sitting) == (sitting.chair.code,)
    assert printed(sitting)[0] == [True, False]
    sitting.hand_in(explain(sitting, 0))
    assert owing(sitting) == ()


def test_only_who_deviates_explains_the_own_sheet(sitting: Sitting) -> None:
    assert sitting.refusal(explain(sitting, 1).path) == "explain.flag"
    assert refused(lambda: explain(sitting, text=" ")) == "explain.text"
    secretary = sitting.secretary
    assert (
        refused(lambda: sign_explanation(secretary.desk, secretary.round, sitting.application(), TEXT))
        == "explain.sheet"
    )
    signed = explain(sitting)
    with sitting.member(4).desk.vault.begin() as uow:
        message = uow.messages.get(signed.message_id)
    assert message is not None
    sheet = message.slot.split(":")[1]
    said = {"act": "explain", "about": sheet, "application": sitting.id(0), "answer": "explained"}
    anothers = ConsentBody(**said, text=TEXT)
    assert sitting.refusal(sitting.forge(sitting.member(3), anothers)) == "deliberation.about"
    assert sitting.refusal(sitting.forge(sitting.member(4), ConsentBody(**said))) == "explain.text"
    nothing = ConsentBody(**{**said, "about": "ab" * 32}, text=TEXT)
    assert sitting.refusal(sitting.forge(sitting.member(4), nothing)) == "deliberation.about"


def test_before_combining_there_is_nothing_to_explain(at: At) -> None:
    sitting = at("apart")
    assert sitting.refusal(explain(sitting).path) == "deliberation.state"


def test_who_is_recused_explains_nothing_and_owes_nothing(sitting: Sitting) -> None:
    """Rules §4.1.3: a recused expert is absent for that application."""
    early = explain(sitting)
    sitting.hand_in(early)
    person = sitting.member(4)
    sitting.declare(person, {0: [CONFLICT]})
    sitting.give_back(person)
    assert (owing(sitting), printed(sitting)[0]) == ((), [])
    assert refused(lambda: explain(sitting, text="再次说明")) == "application.closed"
    sitting.panel()
    sitting.collect(*sitting.decide("RESERVE"))
    sitting.confirm()
    assert "总分偏差 0 份" in sitting.verified()
