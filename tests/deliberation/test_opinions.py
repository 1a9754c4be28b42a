"""The group's opinion (rules §8): agreed text, dissent in writing."""

from __future__ import annotations

from collections.abc import Callable

from sitting_harness import CONFLICT, Sitting, refused

from zgc_review.domain.bodies import (
    ConsentBody,
)
from zgc_review.services.deliberating_consents import ConsentBook
from zgc_review.services.deliberating_opinions import (
    Opinion,
    OpinionText,
    opinion_on,
    parted,
    sign_opinion,
    vote_opinion,
)
from zgc_review.services.rounds import state_of

At = Callable[[str], Sitting]
TEXT = OpinionText("技术路线清楚：分三步", "市场验证\n不足", "补充用户证明")


def test_an_opinion_is_one_text_in_three_parts() -> None:
    assert parted("优势：甲\n不足：乙\n丙\n建议：丁") == OpinionText("甲", "乙\n丙", "丁")
    assert parted("另一种写法") == OpinionText("另一种写法", "", "")


def signed(sitting: Sitting, text: OpinionText = TEXT) -> None:
    chair = sitting.chair
    sitting.hand_in(sign_opinion(chair.desk, chair.round, sitting.id(0), text, sitting.folder()))


def voted(sitting: Sitting, n: int, answer: str, dissent: str = "") -> Callable[[], None]:
    person = sitting.member(n)

    def act() -> None:
        sitting.hand_in(
            vote_opinion(person.desk, person.round, sitting.id(0), answer, dissent, sitting.folder())  # type: ignore[arg-type]
        )

    return act


def opinion(sitting: Sitting) -> Opinion:
    with sitting.secretary.desk.vault.begin() as uow:
        row = sitting.secretary.round
        book = ConsentBook(uow, row, state_of(uow, row))
        found = opinion_on(book, sitting.id(0), sitting.chair.code)
    assert found is not None
    return found


def test_members_agree_or_dissent_in_writing(at: At) -> None:
    sitting = at("five")
    sitting.aggregate()
    assert refused(voted(sitting, 1, "agree")) == "opinion.none"
    signed(sitting)
    sitting.letters()
    voted(sitting, 1, "agree")()
    assert refused(voted(sitting, 2, "dissent", "  ")) == "deliberation.dissent"
    voted(sitting, 2, "dissent", "市场部分的证据不够")()
    found = opinion(sitting)
    assert found.text == TEXT
    assert found.agreed == tuple(sorted((sitting.chair.code, sitting.member(1).code)))
    assert found.dissents == ((sitting.member(2).code, "市场部分的证据不够"),)
    assert refused(voted(sitting, 1, "agree")) == "deliberation.twice"
    sitting.collect(*sitting.decide())
    sitting.confirm()
    voted(sitting, 3, "agree")()
    sitting.verified()


def test_a_new_opinion_is_voted_on_anew(at: At) -> None:
    sitting = at("five")
    sitting.aggregate()
    signed(sitting)
    sitting.letters()
    voted(sitting, 1, "agree")()
    signed(sitting, OpinionText("甲", "乙", "丙"))
    assert opinion(sitting).agreed == (sitting.chair.code,)
    sitting.letters()
    voted(sitting, 1, "agree")()
    assert len(opinion(sitting).agreed) == 2


def test_only_the_chair_signs_a_whole_opinion_of_what_is_combined(at: At) -> None:
    sitting = at("five")
    chair, member = sitting.chair, sitting.member(1)
    early = sign_opinion(chair.desk, chair.round, sitting.id(0), TEXT, sitting.folder())
    assert sitting.refusal(early.path) == "deliberation.state"
    empty = OpinionText("甲", " ", "丙")
    assert refused(lambda: sign_opinion(chair.desk, chair.round, sitting.id(0), empty)) == "opinion.empty"
    assert refused(lambda: sign_opinion(member.desk, member.round, sitting.id(0), TEXT)) == "consent.role"


def test_nobody_recused_agrees_or_dissents(at: At) -> None:
    sitting = at("five")
    sitting.aggregate()
    signed(sitting)
    sitting.letters()
    person = sitting.member(1)
    sitting.declare(person, {0: [CONFLICT]})
    sitting.give_back(person)
    assert refused(voted(sitting, 1, "agree")) == "application.closed"
    ballot = ConsentBody(
        act="opinion_vote", about=opinion(sitting).id, application=sitting.id(0), answer="agree"
    )
    assert sitting.refusal(sitting.forge(person, ballot)) == "deliberation.effective"
