"""What a letter tells of the sitting: opened discussions, raised vetoes, agreed opinions, rulings (rules §8).

A consent goes to the secretary alone; the secretary's letter passes it on to those who judge the
application and do not stand aside, so that nobody recused is told anything.
"""

from __future__ import annotations

from collections.abc import Collection

from zgc_review.domain.bodies import (
    LetterRuling,
)
from zgc_review.domain.ports import UnitOfWork
from zgc_review.domain.rows import MessageRow, RoundRow
from zgc_review.domain.states import State
from zgc_review.services.chain import RoundState
from zgc_review.services.deliberating_consents import spoken
from zgc_review.services.panel_chairs import chair_of
from zgc_review.services.ruling import rulings

_SITTING = frozenset({State.AGGREGATED.value, State.DELIBERATED.value})


def sitting_consents(
    uow: UnitOfWork, row: RoundRow, state: RoundState, applications: Collection[str]
) -> tuple[MessageRow, ...]:
    """Return the consents about applications after their lock that a letter passes on, by message id.

    Of chairs only the word of the one in force; claims of everybody. Before the lock nothing: experts do
    not know of each other's claims then (rules §6.10).
    """
    found: list[MessageRow] = []
    for application_id in sorted(applications):
        application = uow.applications.get(application_id)
        if application is None or application.state not in _SITTING:
            continue
        chair = chair_of(uow, row, state, application)
        for act in ("discuss", "opinion"):
            words = spoken(uow, row, state, act, application_id)
            found += [one.row for one in words if one.code == chair]
        found += [one.row for one in spoken(uow, row, state, "veto_claim", application_id)]
    return tuple(sorted(found, key=lambda one: one.message_id))


def letter_rulings(
    uow: UnitOfWork, row: RoundRow, state: RoundState, code: str, known: Collection[str]
) -> tuple[LetterRuling, ...]:
    """Return the rulings on a member, by application: they take effect with the letter (rules §4.2).

    Only of applications the member knows: what was ruled closed before any letter gave it stays unnamed.
    """
    return tuple(
        LetterRuling(application=application, rule=one.rule, decision=one.decision)
        for (application, about), one in sorted(rulings(uow, row, state).items())
        if about == code and application in known
    )
