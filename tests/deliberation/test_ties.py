"""Ties (rules S10): only the round chair orders equals, and only equals."""

from __future__ import annotations

from collections.abc import Callable

from sitting_harness import CONFLICT, Sitting, refused

from zgc_review.domain.bodies import (
    ConsentBody,
)
from zgc_review.services.aggregating import current_aggregate
from zgc_review.services.deliberating_signing import SignedAct, sign_act
from zgc_review.services.deliberating_ties import tied_groups

At = Callable[[str], Sitting]


def pool(sitting: Sitting) -> str:
    with sitting.secretary.desk.vault.begin() as uow:
        return current_aggregate(uow, sitting.secretary.round).pools[0].pool


def order(sitting: Sitting, *places: int, by: int = 0, pool_id: str | None = None) -> SignedAct:
    """Sign an order of applications as a member."""
    person = sitting.member(by)
    ids = [sitting.id(n) for n in places]
    values: dict[str, int | str | bool | list[str] | None] = {"pool": pool_id or pool(sitting), "order": ids}
    body = ConsentBody(act="tie", answer="order", values=values, text="现场表决")
    return sign_act(person.desk, person.round, body, sitting.folder())


def ranks(sitting: Sitting) -> list[tuple[int, int, bool]]:
    """Return rank, place of the application and whether it is tied, in order."""
    places = {sitting.id(n): n for n in range(3)}
    with sitting.secretary.desk.vault.begin() as uow:
        lines = current_aggregate(uow, sitting.secretary.round).pools[0].lines
    return [(one.rank, places[one.application], one.tied) for one in lines]


def test_s10_the_round_chair_orders_what_nothing_else_separates(at: At) -> None:
    sitting = at("equal")
    sitting.aggregate()
    assert sorted(ranks(sitting)) == [(1, 0, False), (2, 1, True), (2, 2, True)]
    only = pool(sitting)
    with sitting.secretary.desk.vault.begin() as uow:
        groups = tied_groups(uow, sitting.secretary.round, only)
    assert [set(group) for group in groups] == [{sitting.id(1), sitting.id(2)}]
    sitting.hand_in(order(sitting, 2, 1))
    assert ranks(sitting) == [(1, 0, False), (2, 2, False), (3, 1, False)]
    assert refused(lambda: order(sitting, 2, 1)) == "deliberation.twice"
    sitting.hand_in(order(sitting, 1, 2))
    assert ranks(sitting) == [(1, 0, False), (2, 1, False), (3, 2, False)]
    sitting.collect(*sitting.decide())
    sitting.confirm()
    sitting.verified()


def test_only_equals_are_ordered_and_only_by_the_round_chair(at: At) -> None:
    sitting = at("equal")
    sitting.aggregate()
    assert refused(lambda: order(sitting, 1, 2, by=1)) == "consent.role"
    assert refused(lambda: order(sitting, 1, 2, pool_id="P9")) == "tie.pool"
    assert refused(lambda: order(sitting, 1, 1)) == "tie.twice"
    assert refused(lambda: order(sitting, 1)) == "tie.twice"
    assert sitting.refusal(order(sitting, 0, 1).path) == "tie.unequal"
    values: dict[str, int | str | bool | list[str] | None] = {
        "pool": pool(sitting),
        "order": ["ab" * 16, sitting.id(1)],
    }
    body = ConsentBody(act="tie", answer="order", values=values)
    assert sitting.refusal(sitting.forge(sitting.chair, body)) == "application.unknown"
    assert sitting.refusal(sitting.forge(sitting.member(1), body)) == "consent.role"


def test_a_round_chair_orders_nothing_on_which_the_chair_is_recused(at: At) -> None:
    sitting = at("equal")
    sitting.aggregate()
    early = order(sitting, 1, 2)
    sitting.declare(sitting.chair, {1: [CONFLICT]})
    assert refused(lambda: order(sitting, 2, 1)) == "tie.recused"
    sitting.collect(*(path for path in sitting.world.give_back(sitting.chair) if path.suffix == ".zgcdecl"))
    assert sitting.refusal(early.path) == "tie.recused"
