"""Rulings on declared or found circumstances: open or closed, by two people, or not yet (rules §4.2)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from zgc_review.domain.ports import UnitOfWork
from zgc_review.domain.rows import RoundRow
from zgc_review.services import post
from zgc_review.services.chain import RoundState
from zgc_review.services.deliberating_consents import Spoken, spoken
from zgc_review.services.panel_acting import ever_named
from zgc_review.services.rounds import once_in_force, signed_versions
from zgc_review.services.ruling_known import Known, known_to


@dataclass(frozen=True, slots=True)
class Ruled:
    """What two people ruled about one member and one application.

    Attributes:
        decision: ``open``, or ``closed`` also where the two differ.
        rule: the rule they named.
        known: what both could speak of; what was declared or found later is not covered.
    """

    application: str
    code: str
    decision: Literal["open", "closed"]
    rule: str
    known: Known


def rulings(uow: UnitOfWork, row: RoundRow, state: RoundState) -> Mapping[tuple[str, str], Ruled]:
    """Return the rulings in force by (application, code); one signature alone rules nothing."""
    return once_in_force(uow, row, state, "rulings", lambda: _rulings(uow, row, state))


def _rulings(uow: UnitOfWork, row: RoundRow, state: RoundState) -> Mapping[tuple[str, str], Ruled]:
    voices: dict[tuple[str, str], list[Spoken]] = {}
    for one in spoken(uow, row, state, "ruling"):
        key = (str(one.body.application), str(one.body.values["code"]))
        voices.setdefault(key, []).append(one)
    if not voices:
        return {}
    seconds = _Seconds(uow, row, state)
    found: dict[tuple[str, str], Ruled] = {}
    for (application, code), given in sorted(voices.items()):
        first = [one for one in given if one.code == state.secretary.code]
        second = [one for one in given if seconds.may_rule(one, application, code)]
        if first and second:
            both = [*first, *second]
            is_open = all(one.body.answer == "open" for one in both)
            found[application, code] = Ruled(
                application=application,
                code=code,
                decision="open" if is_open else "closed",
                rule=str(first[0].body.values["rule"]),
                known=known_to(uow, [one.id for one in both]),
            )
    return found


def second_ruler_is_observer(state: RoundState) -> bool:
    """Say whether the observer rules with the secretary: by the settings, or while no chair is in force."""
    return state.settings.v_ruling == "secretary+observer" or state.round_chair is None


class _Seconds:
    """Who may be the second ruler beside the secretary."""

    def __init__(self, uow: UnitOfWork, row: RoundRow, state: RoundState) -> None:
        self._state = state
        self._acting = ever_named(uow, row, state)
        self._groups = {one.application_id: one.group for one in uow.applications.all(row.round_id)}
        named = [one.message_id for one in signed_versions(uow, row) if one.body.version > 1]
        chaired = [one for one in signed_versions(uow, row) if getattr(one.body, "round_chair", None)]
        first = named.index(chaired[0].message_id) if chaired else len(named)
        # Versions known to a signer before any chair was in force.
        self._early = {state.versions[0], *named[:first]}

    def may_rule(self, one: Spoken, application: str, subject: str) -> bool:
        """Say whether a voice counts as the second one; nobody rules on the own circumstances."""
        if one.code in {subject, self._state.secretary.code}:
            return False
        if one.code == self._state.observer.code:
            early = post.manifest_value(one.row)["round_version"] in self._early
            return early or self._state.settings.v_ruling == "secretary+observer"
        if self._state.settings.v_ruling == "secretary+observer":
            return False
        group = self._groups.get(application)
        if one.code == self._state.chair_of(group):
            return True
        if self._state.settings.acting_chair == "next":
            # Who was computed then was asked when it arrived: the computation itself looks at rulings.
            seats = self._state.groups.get(group or "")
            return seats is not None and one.code in seats.members
        return one.code in self._acting.get(application, ())
