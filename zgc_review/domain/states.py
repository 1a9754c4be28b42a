"""States of applications and the moves between them (rules §2.1). No state may be skipped."""

from __future__ import annotations

from enum import StrEnum

from zgc_review.errors import GateError


class State(StrEnum):
    """State of an application inside a round."""

    RECEIVED = "RECEIVED"
    FORMAL_FIX = "FORMAL_FIX"
    FORMAL_OK = "FORMAL_OK"
    FORMAL_FAIL = "FORMAL_FAIL"
    ELIGIBLE = "ELIGIBLE"
    INELIGIBLE = "INELIGIBLE"
    CHECKED = "CHECKED"
    ASSIGNED = "ASSIGNED"
    REVIEWING = "REVIEWING"
    LOCKED = "LOCKED"
    AGGREGATED = "AGGREGATED"
    DELIBERATED = "DELIBERATED"
    SEALED = "SEALED"
    WITHDRAWN = "WITHDRAWN"


_MOVES: dict[State, frozenset[State]] = {
    State.RECEIVED: frozenset({State.FORMAL_OK, State.FORMAL_FIX, State.FORMAL_FAIL}),
    State.FORMAL_FIX: frozenset({State.RECEIVED, State.FORMAL_FAIL}),
    State.FORMAL_OK: frozenset({State.ELIGIBLE, State.INELIGIBLE}),
    State.ELIGIBLE: frozenset({State.ASSIGNED, State.CHECKED}),
    State.CHECKED: frozenset({State.SEALED}),
    State.ASSIGNED: frozenset({State.REVIEWING}),
    State.REVIEWING: frozenset({State.LOCKED, State.ASSIGNED}),
    State.LOCKED: frozenset({State.AGGREGATED, State.REVIEWING, State.ASSIGNED}),
    State.AGGREGATED: frozenset({State.DELIBERATED}),
    State.DELIBERATED: frozenset({State.SEALED, State.AGGREGATED}),
    State.SEALED: frozenset(),
    State.FORMAL_FAIL: frozenset(),
    State.INELIGIBLE: frozenset(),
    State.WITHDRAWN: frozenset(),
}

# Ways of choosing decide which of two moves of ELIGIBLE is theirs (rules §2.1).
_WAY_MOVES: dict[str, State] = {
    "open_call": State.ASSIGNED,
    "on_qualification": State.CHECKED,
    "no_application": State.CHECKED,
}

ENDED = frozenset({State.FORMAL_FAIL, State.INELIGIBLE, State.WITHDRAWN})
SCORED = frozenset({State.AGGREGATED, State.DELIBERATED, State.SEALED})


def may_move(old: State, new: State, mode: str) -> bool:
    """Say whether rules §2.1 let an application of ``mode`` go from ``old`` to ``new``.

    Withdrawing is possible in any state before SEALED that has not ended yet.
    """
    if new is State.WITHDRAWN:
        return old is not State.SEALED and old not in ENDED
    if old is State.ELIGIBLE and _WAY_MOVES[mode] is not new:
        return False
    return new in _MOVES[old]


def check_move(old: State, new: State, mode: str, number: str) -> None:
    """Refuse a move that rules §2.1 do not know.

    Raises:
        GateError: ``round.state.move`` with the application's number and both states.
    """
    if not may_move(old, new, mode):
        raise GateError("round.state.move", number=number, old=old.value, new=new.value)


class SheetStatus(StrEnum):
    """State of an application in its expert's own vault (rules §2.3, §4.2)."""

    OPEN = "OPEN"
    PENDING = "PENDING"  # V without a ruling: closed until the new letter comes
    LOCKED = "LOCKED"
    RECUSED = "RECUSED"
    CHECK = "CHECK"  # no sheet: gates of 达标即享 to be settled (rules §2.2)
    LEAD = "LEAD"  # no sheet: the round chair leads it, others were assigned (rules §3)


# Of an application in one of these states its expert is shown nothing (rules §15).
CLOSED = frozenset({SheetStatus.RECUSED, SheetStatus.PENDING})
