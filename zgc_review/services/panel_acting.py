"""Who acts as chair where the chair stands aside: kept beside the messages (rules §1, §4.2).

No signed message names an acting chair (docs/bodies.md §2). The secretary's vault keeps what was agreed,
the acting chair's vault what the newest panel file says.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from zgc_review.domain.ports import UnitOfWork
from zgc_review.domain.rows import RoundRow


def acting_chairs(uow: UnitOfWork, row: RoundRow) -> dict[str, tuple[str, ...]]:
    """Return the acting chairs per application id, the one in force last."""
    kept = uow.facts.get(_name(row)) or {}
    return {application: tuple(codes) for application, codes in kept.items()}


def acts_for(uow: UnitOfWork, row: RoundRow, code: str) -> frozenset[str]:
    """Return the applications on which ``code`` is the acting chair in force."""
    return frozenset(one for one, codes in acting_chairs(uow, row).items() if codes and codes[-1] == code)


def keep_acting(uow: UnitOfWork, row: RoundRow, chairs: Mapping[str, Sequence[str]]) -> None:
    """Replace what is known of acting chairs; the caller commits."""
    uow.facts.put(_name(row), {application: list(codes) for application, codes in sorted(chairs.items())})


def _name(row: RoundRow) -> str:
    """Return the name of the fact."""
    return f"acting:{row.round_id}"
