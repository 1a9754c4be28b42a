"""A recused chair's page is the page of a round in which nothing happens on that application (rules §15).

Two rounds differ in one thing: in the second, the others revise, raise a veto, explain and discuss on the
application on which the chair stands aside. Every word, count and order of the chair's page stays the same.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from chair_bench import ChairBench
from discussion_hands import Hands
from sitting_harness import CONFLICT, Sitting

from ui.viewmodels.member_sitting_data import read_heard
from zgc_review.services import late_conflict
from zgc_review.services.deliberating_agenda import agenda
from zgc_review.services.deliberating_opinions import OpinionText, sign_opinion
from zgc_review.services.vetoes_signing import Evidence, claim_veto

ChairAt = Callable[..., ChairBench]
SittingAt = Callable[[str], Sitting]
NUMBER = "ZGC-0001"
TIMES = re.compile(r"\d\d:\d\d:\d\d")


def stir(sitting: Sitting) -> None:
    """Let everything happen on the first application that the chair may know nothing of."""
    acting = sitting.member(2)
    sitting.letters(acting)  # tells the own program who acts
    sitting.discuss(0, by=acting)
    one = sitting.member(1)
    evidence = Evidence(None, None, "合同与付款凭证的日期不一致")
    sitting.hand_in(claim_veto(one.desk, one.round, sitting.id(0), "CV01", evidence, None, sitting.folder()))
    sitting.revise(one, 20)
    sitting.give_back(one)
    text = OpinionText("长处很少。", "问题很多。", "不支持。")
    sitting.hand_in(sign_opinion(acting.desk, acting.round, sitting.id(0), text, sitting.folder()))
    sitting.letters()


def page_of(chair_at: ChairAt, sitting: Sitting) -> tuple[str, list[str], str]:
    """Return everything the chair's page says with the rest shown, its order, and the agenda's words."""
    hands = Hands(chair_at(sitting=sitting))
    hands.model.show_rest(True)
    said = []
    for one in hands.model.shown:
        hands.model.choose(one.application)
        said.append(TIMES.sub("@", hands.all_words()))
    chair = sitting.chair
    return "\n".join(said), hands.numbers(), str(agenda(chair.desk, chair.round))


def aside(sitting_at: SittingAt) -> Sitting:
    """Return a round whose chair stands aside on the first application; somebody acts."""
    sitting = sitting_at("aside")
    sitting.aggregate()
    sitting.name_acting(sitting.member(2))
    return sitting


def test_nothing_of_a_recused_application_moves_the_chairs_page(
    chair_at: ChairAt, sitting_at: SittingAt
) -> None:
    quiet = page_of(chair_at, aside(sitting_at))
    stirred_round = aside(sitting_at)
    stir(stirred_round)
    stirred = page_of(chair_at, stirred_round)
    assert sorted(quiet[1]) == ["ZGC-0002", "ZGC-0003"]
    assert stirred[1:] == quiet[1:]
    assert stirred[0] == quiet[0]
    assert NUMBER not in quiet[0]
    assert stirred_round.id(0) not in stirred[0]


def test_the_acting_chair_leads_it_and_nothing_else(chair_at: ChairAt, sitting_at: SittingAt) -> None:
    sitting = aside(sitting_at)
    acting = sitting.member(2)
    hands = Hands(chair_at(sitting=sitting, reader=acting))
    hands.model.show_rest(True)
    assert hands.numbers() == [NUMBER]
    assert hands.words("recusalTitle") == "开始前请 1 位专家离场"
    assert sitting.chair.code in hands.words("recusalWords")
    assert sitting.chair.code not in [one.code for one in hands.item.columns]
    hands.bench.click("recusalConfirm")
    hands.page.record()
    hands.bench.agree()
    hands.hand_in()
    assert hands.item.line.discussion == "open"


def test_a_conflict_that_came_up_late_takes_the_item_and_its_notes_away(
    chair_at: ChairAt, sitting_at: SittingAt
) -> None:
    sitting = sitting_at("five")
    sitting.aggregate()
    bench = chair_at(sitting=sitting)
    hands = Hands(bench)
    hands.model.show_rest(True)
    hands.model.choose(sitting.id(0))
    hands.write()
    hands.page.settle()
    assert NUMBER in hands.numbers()
    chair = sitting.chair
    late_conflict.declare_late(chair.desk, chair.round, sitting.id(0), CONFLICT)
    bench.rooms.panel.load()
    assert NUMBER not in hands.numbers()
    assert NUMBER not in hands.all_words()
    assert "第三方检测" not in hands.all_words()
    assert sitting.id(0) not in hands.model.discussion.notes


def test_a_recused_member_hears_nothing_of_it(sitting_at: SittingAt) -> None:
    """The list of the sitting in the member's own vault, with and without what happened there."""
    heard = []
    for stirs in (False, True):
        sitting = sitting_at("doubt")
        out = sitting.member(1)
        sitting.declare(out, {0: [CONFLICT]})
        sitting.give_back(out)
        sitting.aggregate()
        sitting.discuss(1)
        if stirs:
            sitting.discuss(0)
            one = sitting.member(2)
            evidence = Evidence(None, None, "合同与付款凭证的日期不一致")
            act = claim_veto(one.desk, one.round, sitting.id(0), "CV01", evidence, None, sitting.folder())
            sitting.hand_in(act)
            sitting.letters()
        found = read_heard(out.desk, out.round)
        heard.append([(one.number, one.discussion, one.revision, one.claims) for one in found.items])
        assert [one.number for one in found.items] == ["ZGC-0002"]
    assert heard[0] == heard[1]
