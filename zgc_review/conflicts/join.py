"""Which experts and which applications name anything in common: a superset of the pairs with hits."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import TypeAlias

from zgc_review.conflicts.identity import Identity, OrgKeys
from zgc_review.conflicts.orgindex import OrgIndex
from zgc_review.conflicts.pinyin import blocking_keys
from zgc_review.conflicts.values import ExpertProfile, OrgRef, OrgTie, Parties, PersonRef, PersonTie

_Key: TypeAlias = tuple[str, ...]


class Join:
    """Experts by everything they can meet an application through.

    Args:
        experts: profiles; their places in the sequence are what ``meeting`` returns.
        identity: comparer; told all resembling names of the experts' side.
        similarity_bp: least edit similarity of a candidate.
    """

    def __init__(self, experts: Sequence[ExpertProfile], identity: Identity, similarity_bp: int) -> None:
        self._identity = identity
        self._resembling: dict[tuple[str, str], str] = {}
        orgs = [list(_expert_orgs(expert)) for expert in experts]
        people = [list(_expert_people(expert)) for expert in experts]
        identity.learn(
            (org for listed in orgs for org in listed), (who for listed in people for who in listed)
        )
        self._by_key: dict[_Key, set[int]] = defaultdict(set)
        self._by_name: dict[str, set[int]] = defaultdict(set)
        self._latin_keys: dict[tuple[str, str], set[int]] = defaultdict(set)
        self._people = people
        self._all_spelled = False
        for place, expert in enumerate(experts):
            self._add(place, expert, orgs[place], people[place])
        self._index = OrgIndex(self._by_name, similarity_bp)

    def _add(self, place: int, expert: ExpertProfile, orgs: list[OrgRef], people: list[PersonRef]) -> None:
        for org in orgs:
            keys = self._identity.org_keys(org)
            for key in self._org_keys(keys):
                self._by_key[key].add(place)
            for part in keys.parts:
                self._by_name[part.folded].add(place)
        for person in people:
            for key in self._person_keys(person):
                self._by_key[key].add(place)
            self._spell(place, person, latin=True)
        for entry in expert.own_applications or ():
            self._by_key["sub_direction", entry.sub_direction].add(place)
        for role in expert.prior_roles or ():
            self._by_key["prior", role.about].add(place)

    def meeting(self, applications: Sequence[Parties]) -> list[list[int]]:
        """Return for each application the places of the experts who may have a hit, ascending."""
        orgs = [list(_application_orgs(application)) for application in applications]
        people = [list(_application_people(application)) for application in applications]
        self._identity.learn(
            (org for listed in orgs for org in listed), (who for listed in people for who in listed)
        )
        names = {
            part.folded for listed in orgs for org in listed for part in self._identity.org_keys(org).parts
        }
        near = self._resemble(names)
        found: list[list[int]] = []
        for place, application in enumerate(applications):
            met: set[int] = set()
            met.update(*(self._met_by_org(org, near) for org in orgs[place]))
            met.update(*(self._met_by_person(person) for person in people[place]))
            for key in (("sub_direction", application.sub_direction), ("prior", application.measure)):
                met |= self._by_key.get(key, set())
            met |= self._by_key.get(("prior", application.number), set())
            found.append(sorted(met))
        return found

    def _resemble(self, names: set[str]) -> dict[str, set[str]]:
        """Find the names of the experts' side that resemble ``names``; tell the comparer."""
        pairs = self._index.resembling(names)
        self._resembling.update(pairs)
        self._identity.know_resembling(self._resembling)
        near: dict[str, set[str]] = defaultdict(set)
        for left, right in pairs:
            near[left].add(right)
            near[right].add(left)
        return near

    def _met_by_org(self, org: OrgRef, near: dict[str, set[str]]) -> set[int]:
        keys = self._identity.org_keys(org)
        met: set[int] = set()
        for key in self._org_keys(keys):
            met |= self._by_key.get(key, set())
        for part in keys.parts:
            for other in near.get(part.folded, ()):
                met |= self._by_name.get(other, set())
        return met

    def _met_by_person(self, person: PersonRef) -> set[int]:
        met: set[int] = set()
        for key in self._person_keys(person):
            met |= self._by_key.get(key, set())
        for name in self._identity.person_keys(person).names:
            if name.tokens:
                self._spell_all()
            if name.tokens or self._latin_keys:
                met.update(*(self._latin_keys.get(key, set()) for key in blocking_keys(name)))
        return met

    def _spell_all(self) -> None:
        """Add the pinyin keys of Chinese names, once an application names somebody in Latin letters."""
        if self._all_spelled:
            return
        self._all_spelled = True
        for place, people in enumerate(self._people):
            for person in people:
                self._spell(place, person, latin=False)

    def _spell(self, place: int, person: PersonRef, *, latin: bool) -> None:
        """Add the pinyin keys of a person's names that are, or are not, in Latin letters."""
        for name in self._identity.person_keys(person).names:
            if bool(name.tokens) is latin:
                for key in blocking_keys(name):
                    self._latin_keys[key].add(place)

    def _org_keys(self, keys: OrgKeys) -> Iterator[_Key]:
        """Yield what a sure or doubtful match shares: code, names, units, legal persons within two steps."""
        if keys.code:
            yield "code", keys.code
        for part in keys.parts:
            yield "name", part.folded
        for unit in keys.units | keys.doubtful:
            yield "unit", unit
        if keys.unit is not None:
            legal = keys.unit.legal
            for near in self._identity.table.near(legal) | {legal}:
                yield "legal", near

    def _person_keys(self, person: PersonRef) -> Iterator[_Key]:
        for han in self._identity.person_keys(person).han:
            yield "person", han
        for email in person.emails:
            yield "email", email
        if person.orcid:
            yield "orcid", person.orcid


def _expert_orgs(expert: ExpertProfile) -> Iterator[OrgRef]:
    for ties in (expert.employment, expert.positions, expert.services, expert.portfolio, expert.linked_orgs):
        for tie in ties or ():
            yield tie.org
    for holding in expert.holdings or ():
        yield holding.org
    for kin in expert.kin or ():
        yield from kin.executive_of
    for dispute in expert.disputes or ():
        if isinstance(dispute, OrgTie):
            yield dispute.org


def _expert_people(expert: ExpertProfile) -> Iterator[PersonRef]:
    yield expert.person
    for ties in (expert.academic_links, expert.coworks):
        for tie in ties or ():
            yield tie.person
    for kin in expert.kin or ():
        yield kin.person
    for dispute in expert.disputes or ():
        if isinstance(dispute, PersonTie):
            yield dispute.person


def _application_orgs(application: Parties) -> Iterator[OrgRef]:
    for named in (*application.orgs, *(application.controllers or ()), *(application.competitors or ())):
        yield named.org
    for adviser in application.advisers or ():
        yield from adviser.person.employers


def _application_people(application: Parties) -> Iterator[PersonRef]:
    for party in (*application.people, *(application.advisers or ())):
        yield party.person
    yield from application.excluded or ()
