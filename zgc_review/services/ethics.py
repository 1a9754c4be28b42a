"""Ethics of applications: the four questions, and the approval that any yes asks for (rules §9)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, Literal

from zgc_review.domain.rows import ApplicationRow, RoundRow
from zgc_review.services.chain import RoundState
from zgc_review.services.desk import Desk, as_secretary
from zgc_review.services.rounds import state_of

QUESTIONS: Final = ("ethics_humans", "ethics_animals", "ethics_other", "ethics_law")


@dataclass(frozen=True, slots=True)
class Ethics:
    """What an application says.

    Attributes:
        touched: questions answered with yes. unanswered: not answered at all.
        committee, approval_no, valid_to: of the approval, empty where not provided.
        standing: ``none`` nothing is touched; ``valid`` an approval in force after the review opens;
            ``expired``; ``lacking`` number or validity is missing; ``unknown`` a question is unanswered.
    """

    touched: tuple[str, ...]
    unanswered: tuple[str, ...]
    committee: str
    approval_no: str
    valid_to: str
    standing: Literal["none", "valid", "expired", "lacking", "unknown"]


def ethics_of(record: Mapping[str, Any], t0: str) -> Ethics:
    """Return the ethics of a record for a review that opens on ``t0`` (YYYY-MM-DD), as gate CG06 asks."""
    touched = tuple(name for name in QUESTIONS if record.get(name) is True)
    unanswered = tuple(name for name in QUESTIONS if record.get(name) is None)
    committee, number, valid_to = (
        str(record.get(name) or "") for name in ("ethics_committee", "ethics_approval_no", "ethics_valid_to")
    )
    standing: Literal["none", "valid", "expired", "lacking", "unknown"]
    if not touched:
        standing = "unknown" if unanswered else "none"
    elif not number or not valid_to:
        standing = "lacking"
    else:
        standing = "valid" if valid_to > t0 else "expired"
    return Ethics(touched, unanswered, committee, number, valid_to, standing)


def ethics_rows(
    rows: Sequence[ApplicationRow], state: RoundState
) -> tuple[tuple[ApplicationRow, Ethics], ...]:
    """Return the applications that are asked for their ethics; 免申即享 is not (rules §2.2 N)."""
    modes, t0 = state.settings.modes, str(state.settings.t0)
    asked = (one for one in rows if modes[one.sub_direction] != "no_application")
    return tuple((one, ethics_of(one.record, t0)) for one in asked)


def ethics_list(desk: Desk, row: RoundRow) -> tuple[tuple[ApplicationRow, Ethics], ...]:
    """Return the ethics of every application that is asked for it.

    Raises:
        GateError: ``round.role.secretary``.
    """
    as_secretary(row)
    with desk.vault.begin() as uow:
        return ethics_rows(uow.applications.all(row.round_id), state_of(uow, row))
