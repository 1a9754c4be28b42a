"""States of applications: exactly the moves of rules §2.1."""

from __future__ import annotations

import itertools

import pytest

from zgc_review.domain.states import ENDED, State, check_move, may_move
from zgc_review.errors import GateError

# Rules §2.1 as written: from, to, ways.
ALL = ("open_call", "on_qualification", "no_application")
SCORED_WAY = ("open_call",)
MOVES = {
    ("RECEIVED", "FORMAL_OK"): ALL,
    ("RECEIVED", "FORMAL_FIX"): ALL,
    ("RECEIVED", "FORMAL_FAIL"): ALL,
    ("FORMAL_FIX", "RECEIVED"): ALL,
    ("FORMAL_FIX", "FORMAL_FAIL"): ALL,
    ("FORMAL_OK", "ELIGIBLE"): ALL,
    ("FORMAL_OK", "INELIGIBLE"): ALL,
    ("ELIGIBLE", "ASSIGNED"): SCORED_WAY,
    ("ELIGIBLE", "CHECKED"): ("on_qualification", "no_application"),
    ("CHECKED", "SEALED"): ALL,
    ("ASSIGNED", "REVIEWING"): ALL,
    ("REVIEWING", "LOCKED"): ALL,
    ("REVIEWING", "ASSIGNED"): ALL,
    ("LOCKED", "AGGREGATED"): ALL,
    ("LOCKED", "REVIEWING"): ALL,
    ("LOCKED", "ASSIGNED"): ALL,
    ("AGGREGATED", "DELIBERATED"): ALL,
    ("DELIBERATED", "SEALED"): ALL,
    ("DELIBERATED", "AGGREGATED"): ALL,
}


@pytest.mark.parametrize(("old", "new"), list(itertools.product(State, State)))
def test_a_move_is_allowed_exactly_where_rules_2_1_say_so(old: State, new: State) -> None:
    for mode in ALL:
        allowed = mode in MOVES.get((old.value, new.value), ())
        if new is State.WITHDRAWN:
            allowed = old is not State.SEALED and old not in ENDED
        assert may_move(old, new, mode) is allowed
        if allowed:
            check_move(old, new, mode, "ZGC-1")
        else:
            with pytest.raises(GateError, match=r"round\.state\.move"):
                check_move(old, new, mode, "ZGC-1")


def test_ended_and_sealed_applications_move_nowhere() -> None:
    for old in (*ENDED, State.SEALED):
        assert not any(may_move(old, new, mode) for new in State for mode in ALL)
