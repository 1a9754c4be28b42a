"""Members matched to role places (P05)."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from zgc_review.assignment.roles import open_places, role_places, seat

_ORDER = ("tech", "industry", "finance", "invest", "manage", "legal", "ip")


def test_p05_places_stand_in_the_order_of_the_catalogue() -> None:
    counts = {"manage": 1, "tech": 2, "finance": 1}
    assert role_places(counts, _ORDER) == ("tech", "tech", "finance", "manage")
    with pytest.raises(ValueError, match="chef"):
        role_places({"chef": 1}, _ORDER)


def test_p05_ties_go_to_the_smallest_place_and_the_first_drawn() -> None:
    roles = {"m1": {"finance"}, "m2": {"tech", "finance"}, "m3": {"tech"}}
    seating = seat(["m1", "m2", "m3"], roles, ("tech", "finance"))
    assert seating.places == (("tech", "m2"), ("finance", "m1"))
    # m2 alone can hold both: the place nobody else can hold keeps them.
    seating = seat(["m2", "m3"], roles, ("tech", "finance"))
    assert seating.places == (("tech", "m3"), ("finance", "m2"))
    assert seating.open == ()


def test_p05_a_member_takes_one_place_and_open_places_are_named() -> None:
    seating = seat(["m1"], {"m1": {"tech", "finance"}}, ("tech", "tech", "finance"))
    assert seating.places == (("tech", "m1"), ("tech", None), ("finance", None))
    assert seating.open == ("tech", "finance")
    assert seat(["m1", "m2"], {}, ("tech",)).open == ("tech",)


@settings(max_examples=100, deadline=None)
@given(
    st.lists(st.sets(st.sampled_from(_ORDER[:3]), max_size=3), max_size=5),
    st.lists(st.sampled_from(_ORDER[:3]), max_size=4),
)
def test_p05_no_seating_fills_more_places(held: list[set[str]], places: list[str]) -> None:
    members = [f"m{number}" for number in range(len(held))]
    roles = dict(zip(members, held, strict=True))
    padded: list[str | None] = [*members, *[None] * len(places)]
    best = max(
        (
            sum(
                member is not None and role in roles[member]
                for member, role in zip(order, places, strict=False)
            )
            for order in itertools.permutations(padded, len(places))
        ),
        default=0,
    )
    seating = seat(members, roles, places)
    assert len(places) - len(seating.open) == best == len(places) - open_places(members, roles, places)
    taken = [member for _, member in seating.places if member]
    assert len(set(taken)) == len(taken)
    assert all(role in roles[member] for role, member in seating.places if member)
