"""Ties that the applications of a round show by themselves (R08, R11; the shared co-author that lists miss).

An expert who stands in application X works with those who lead X; if they lead Y as well, the expert is
not impartial on Y, although Y never names the expert.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace

from zgc_review.conflicts.compare import Level
from zgc_review.conflicts.identity import Identity
from zgc_review.conflicts.values import (
    ExpertProfile,
    OrgTie,
    OwnApplication,
    Parties,
    PersonRef,
    PersonTie,
)

#: A partner unit of more applications than this is a usual partner, and its staff is not told apart by it.
EVERYWHERE = 20

_MEMBER_FIELDS = frozenset({"project_leader", "contact", "team"})


@dataclass(frozen=True, slots=True)
class _Members:
    """Where the names and partner units of a round stand: key → places of the applications."""

    by_name: dict[str, list[int]]
    by_partner: dict[tuple[str, str], list[int]]


def with_round_links(
    experts: Sequence[ExpertProfile],
    applications: Sequence[Parties],
    identity: Identity,
) -> list[ExpertProfile]:
    """Return the profiles with coworkers, own applications and linked units that the round shows.

    Only certain identities count here (name and a second identifier; the same legal person).
    """
    identity.learn(
        (named.org for application in applications for named in application.orgs),
        [expert.person for expert in experts]
        + [party.person for application in applications for party in application.people],
    )
    members = _members(applications, identity)
    return [_linked(expert, applications, members, identity) for expert in experts]


def _members(applications: Sequence[Parties], identity: Identity) -> _Members:
    by_name: dict[str, list[int]] = defaultdict(list)
    by_partner: dict[tuple[str, str], list[int]] = defaultdict(list)
    for place, application in enumerate(applications):
        for party in application.people:
            for han in identity.person_keys(party.person).han:
                by_name[han].append(place)
        for named in application.orgs:
            if named.field == "partners":
                for key in identity.org_keys(named.org).sure:
                    by_partner[key].append(place)
    return _Members(by_name, by_partner)


def _linked(
    expert: ExpertProfile, applications: Sequence[Parties], members: _Members, identity: Identity
) -> ExpertProfile:
    inside = [applications[place] for place in _member_places(expert, applications, members, identity)]
    beside = [applications[place] for place in _partner_places(expert, applications, members, identity)]
    orgs = [tie for application in inside for tie in _leads(expert, application, "person", identity)]
    orgs += [
        tie
        for application in beside
        if application not in inside
        for tie in _leads(expert, application, "employer", identity)
    ]
    if not inside and not orgs:
        return expert
    own = tuple(OwnApplication(entry.sub_direction, entry.number) for entry in inside)
    coworks = tuple(tie for entry in inside for tie in _coworkers(expert, entry, identity))
    return replace(
        expert,
        coworks=(*(expert.coworks or ()), *coworks) if coworks else expert.coworks,
        own_applications=(*(expert.own_applications or ()), *own) if own else expert.own_applications,
        linked_orgs=(*expert.linked_orgs, *orgs),
    )


def _member_places(
    expert: ExpertProfile, applications: Sequence[Parties], members: _Members, identity: Identity
) -> list[int]:
    """Return the applications in which the expert leads, takes part or is the contact."""
    named = {
        place for han in identity.person_keys(expert.person).han for place in members.by_name.get(han, ())
    }
    return [place for place in sorted(named) if _is_member(expert.person, applications[place], identity)]


def _is_member(person: PersonRef, application: Parties, identity: Identity) -> bool:
    return any(
        identity.person(person, party.person).level is Level.SAME
        for party in application.people
        if party.field in _MEMBER_FIELDS
    )


def _partner_places(
    expert: ExpertProfile, applications: Sequence[Parties], members: _Members, identity: Identity
) -> list[int]:
    """Return the applications in which the expert's present employer is a partner unit.

    None at all for an employer that is a partner nearly everywhere: a university's name says nothing.
    """
    employers = [tie.org for tie in expert.employment or () if tie.end is None]
    keys = {key for org in employers for key in identity.org_keys(org).sure}
    named = {place for key in keys for place in members.by_partner.get(key, ())}
    if len(named) > EVERYWHERE:
        return []
    return [
        place
        for place in sorted(named)
        if any(
            identity.same_org(org, other.org)
            for org in employers
            for other in applications[place].orgs
            if other.field == "partners"
        )
    ]


def _coworkers(expert: ExpertProfile, application: Parties, identity: Identity) -> list[PersonTie]:
    """Return who leads or carries an application beside the expert."""
    return [
        PersonTie(party.person, kind="joint", source=application.number)
        for party in application.people
        if party.core and identity.person(expert.person, party.person).level is not Level.SAME
    ]


def _leads(expert: ExpertProfile, application: Parties, kind: str, identity: Identity) -> list[OrgTie]:
    """Return the lead unit, unless it employs the expert: that is R02 or R03 already."""
    return [
        OrgTie(named.org, kind=kind, source=application.number)
        for named in application.orgs
        if named.field == "unit_name"
        and not any(identity.same_org(tie.org, named.org) for tie in expert.employment or ())
    ]
