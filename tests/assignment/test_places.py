"""Pairs that fill role places (P05), role by role, before the assignment is solved."""

from __future__ import annotations

from collections import Counter

import pytest

from zgc_review.assignment.places import Helper, Seeker, wished_pairs

ORDER = ("tech", "industry", "finance")
PLACES = ("tech", "tech", "industry", "finance")


def people(*roles: str, most: int = 9, institution: str = "") -> list[Helper]:
    return [Helper(f"e{n}", institution, frozenset(one.split()), most) for n, one in enumerate(roles)]


def wish(
    seekers: list[Seeker],
    experts: list[Helper],
    closed: set[tuple[str, str]] | None = None,
    affinity: dict[tuple[str, str], int] | None = None,
    *,
    together: bool = True,
    seed: str = "s",
) -> set[tuple[str, str]]:
    given = {"affinity": affinity or {}, "one_per_institution": together, "seed": seed}
    return set(wished_pairs(seekers, experts, closed or set(), ORDER, **given))  # type: ignore[arg-type]


def test_p05_every_place_is_filled_where_it_can_be() -> None:
    seekers = [Seeker(f"a{n}", 4, PLACES) for n in range(3)]
    experts = people("tech", "tech", "tech industry", "industry", "finance", "finance")
    pairs = wish(seekers, experts)
    held = {f"e{n}": one.roles for n, one in enumerate(experts)}
    for seeker in seekers:
        mine = [held[one] for application, one in pairs if application == seeker.id]
        assert len(mine) == 4
        assert any("finance" in roles for roles in mine)


def test_the_rarest_role_comes_first() -> None:
    """The one who knows finance as well as technology is kept for finance."""
    experts = people("tech finance", "tech", "tech", "industry")
    pairs = wish([Seeker("a", 4, PLACES)], experts)
    assert {one for _, one in pairs} == {"e0", "e1", "e2", "e3"}


def test_conflicts_and_colleagues_are_left_out() -> None:
    finance = Helper("f", "乙", frozenset({"finance"}), 9)
    experts = [*people("tech", "tech", "tech", institution="甲"), finance]
    pairs = wish([Seeker("a", 4, PLACES)], experts, {("a", "f")})
    assert len(pairs) == 1  # one of three colleagues; finance is in conflict
    assert len(wish([Seeker("a", 4, PLACES)], experts, together=False)) == 3


def test_nobody_is_wished_for_more_often_than_the_load_allows() -> None:
    seekers = [Seeker(f"a{n}", 4, PLACES) for n in range(5)]
    pairs = wish(seekers, people("finance", "finance", most=2))
    assert Counter(one for _, one in pairs) == {"e0": 2, "e1": 2}


def test_no_more_are_wished_for_than_an_application_needs() -> None:
    assert len(wish([Seeker("a", 2, PLACES)], people("tech", "tech", "industry", "finance"))) == 2


def test_affinity_chooses_among_those_who_fill_as_many() -> None:
    experts = people("finance", "finance", "finance", most=1)
    seekers = [Seeker("a", 4, ("finance",)), Seeker("b", 4, ("finance",))]
    pairs = wish(seekers, experts, affinity={("a", "e2"): 900, ("b", "e2"): 1000, ("b", "e1"): 950})
    assert pairs == {("a", "e2"), ("b", "e1")}


@pytest.mark.parametrize("experts", [[], people("ip"), people("tech", most=0)])
def test_where_nobody_fits_nothing_is_wished(experts: list[Helper]) -> None:
    assert wish([Seeker("a", 4, PLACES)], experts) == set()


def test_the_same_seed_wishes_for_the_same() -> None:
    seekers = [Seeker(f"a{n}", 4, PLACES) for n in range(6)]
    experts = people(*["tech industry finance"] * 8)
    assert wish(seekers, experts) == wish(list(reversed(seekers)), list(reversed(experts)))
    assert wish(seekers, experts) != wish(seekers, experts, seed="t")
