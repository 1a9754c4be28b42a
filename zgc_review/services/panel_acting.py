"""Who acts as chair where the chair stands aside: read from the signed acts (docs/bodies.md §2, ``acting``).

The secretary's vault holds every act; a member's vault those that a letter or a panel file brought.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from zgc_review.domain.ports import UnitOfWork
from zgc_review.domain.rows import RoundRow
from zgc_review.services import post
from zgc_review.services.chain import RoundState
from zgc_review.services.chain_consents import SignedConsent
from zgc_review.services.deliberating_consents import Spoken, spoken
from zgc_review.services.rounds import once_in_force


def acting_named(
    uow: UnitOfWork, row: RoundRow, state: RoundState, application: str | None = None
) -> Mapping[str, str]:
    """Return whom the newest acts name as acting chair, by application; ``application``: only of this one.

    By the settings secretary and chair must name the same code; with ``next`` the secretary only tells
    who is computed. Whether that one still may act is judged where it is used.
    """
    if application is None:
        return once_in_force(uow, row, state, "acting named", lambda: _named(uow, row, state, None))
    return _named(uow, row, state, application)


def _named(uow: UnitOfWork, row: RoundRow, state: RoundState, application: str | None) -> Mapping[str, str]:
    said: dict[str, dict[str, str]] = {}
    for one in spoken(uow, row, state, "acting", application):
        said.setdefault(str(one.body.application), {})[one.code] = str(one.body.values["code"])
    groups = _groups(uow, row) if said else {}
    found: dict[str, str] = {}
    for about, words in said.items():
        named, chair = words.get(state.secretary.code), state.chair_of(groups.get(about))
        if named is not None and (state.settings.acting_chair == "next" or words.get(chair or "") == named):
            found[about] = named
    return found


def acts_on(uow: UnitOfWork, row: RoundRow, state: RoundState, code: str, application: str | None) -> bool:
    """Say whether ``code`` is named as acting chair of one application."""
    if application is None:
        return False
    return acting_named(uow, row, state, application).get(application) == code


def acting_words(uow: UnitOfWork, row: RoundRow, state: RoundState, code: str) -> tuple[Spoken, ...]:
    """Return the acts that name ``code`` as acting chair: the next letter tells only that member (§15)."""
    named = acting_named(uow, row, state)
    words = spoken(uow, row, state, "acting")
    return tuple(one for one in words if named.get(str(one.body.application)) == code)


def ever_named(uow: UnitOfWork, row: RoundRow, state: RoundState) -> Mapping[str, frozenset[str]]:
    """Return everybody whom secretary and chair ever named, by application.

    What was ruled with somebody who acted then stands when another one acts later.
    """
    groups = _groups(uow, row)
    said: dict[str, tuple[set[str], set[str]]] = {}
    for one in _acts(uow, row):
        owner, application = state.owner(one.sender), str(one.body.application)
        by_secretary, by_chair = said.setdefault(application, (set(), set()))
        if owner is not None and owner.code == state.secretary.code:
            by_secretary.add(str(one.body.values["code"]))
        elif owner is not None and owner.code == state.chair_of(groups.get(application)):
            by_chair.add(str(one.body.values["code"]))
    return {application: frozenset(first & second) for application, (first, second) in said.items()}


def _acts(uow: UnitOfWork, row: RoundRow) -> Iterable[SignedConsent]:
    """Return every act of naming, replaced ones too."""
    held = uow.messages.find(row.round_id, "consent")
    return (post.signed_consent(one) for one in held if one.slot.startswith("acting:"))


def _groups(uow: UnitOfWork, row: RoundRow) -> dict[str, str | None]:
    """Return the group of each application known here."""
    return {one.application_id: one.group for one in uow.applications.all(row.round_id)}
