"""Are these two the same organisation, the same person? With everything known beside the name (rules §5)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from zgc_review.conflicts.aliases import NO_ALIASES, Aliases
from zgc_review.conflicts.compare import DIFFERENT, Level, Match
from zgc_review.conflicts.names import OrgName, PersonName, fold_all, org_name, person_names
from zgc_review.conflicts.orgtable import NO_TABLE, OrgTable, Unit
from zgc_review.conflicts.pinyin import Spelling, spelling
from zgc_review.conflicts.resemblance import SIMILARITY_BP, resemblance
from zgc_review.conflicts.values import OrgRef, PersonRef


@dataclass(frozen=True, slots=True, eq=False)
class OrgKeys:
    """What an organisation can be recognised by; one object per distinct ``OrgRef``.

    Attributes:
        code: credit code or "".
        name: normalised name.
        others: normalised other names.
        units: units these names stand for, by the table of other names; a doubtful alias stands for none.
        doubtful: units of an alias that stands for several.
        unit: entry of the table of units, if any.
        parts: the names taken apart.
        sure: keys of which two organisations share one whenever they are surely the same.
    """

    code: str
    name: str
    others: frozenset[str]
    units: frozenset[str]
    doubtful: frozenset[str]
    unit: Unit | None
    parts: tuple[OrgName, ...]
    sure: frozenset[tuple[str, str]]


@dataclass(frozen=True, slots=True, eq=False)
class PersonKeys:
    """What a person can be recognised by.

    Attributes:
        names: name and former names, comparable.
        han: the Chinese ones among them.
        latin: one of them is in Latin letters.
        contacts: e-mail addresses and ORCID.
    """

    names: tuple[PersonName, ...]
    han: frozenset[str]
    latin: bool
    contacts: frozenset[str]


class Identity:
    """Compares organisations and persons; remembers what it has worked out.

    Keys are kept by the object that was asked about, so that a batch need not hash long names again.

    Args:
        aliases: table of other names.
        table: table of units.
        similarity_bp: least edit similarity of a candidate.
    """

    def __init__(
        self,
        aliases: Aliases = NO_ALIASES,
        table: OrgTable = NO_TABLE,
        similarity_bp: int = SIMILARITY_BP,
    ) -> None:
        self._aliases = aliases
        self.table = table
        self._similarity_bp = similarity_bp
        self._orgs: dict[int, tuple[OrgRef, OrgKeys]] = {}
        self._people: dict[int, tuple[PersonRef, PersonKeys]] = {}
        self._resembling: dict[tuple[str, str], str] = {}
        self._complete = False

    def learn(self, orgs: Iterable[OrgRef], people: Iterable[PersonRef]) -> None:
        """Work out the keys of many names at once; the converter is called once for all."""
        new_people = {id(person): person for person in people if id(person) not in self._people}
        employers = (org for person in new_people.values() for org in person.employers)
        new_orgs = {id(org): org for org in (*orgs, *employers) if id(org) not in self._orgs}
        texts = list(
            dict.fromkeys(text for org in new_orgs.values() for text in (org.name, *org.other_names))
        )
        folded = dict(zip(texts, fold_all(texts), strict=True))
        for place, org in new_orgs.items():
            self._orgs[place] = (org, self._org_keys(org, folded))
        names = person_names(
            text for person in new_people.values() for text in (person.name, *person.former_names)
        )
        for place, person in new_people.items():
            self._people[place] = (person, _person_keys(person, names))

    def know_resembling(self, pairs: dict[tuple[str, str], str]) -> None:
        """Take over all resembling pairs of normalised names, ordered; no others will be looked for."""
        self._resembling = pairs
        self._complete = True

    def _org_keys(self, org: OrgRef, folded: dict[str, str]) -> OrgKeys:
        name = folded[org.name]
        others = frozenset(folded[text] for text in org.other_names if folded[text]) - {name}
        meant = [self._aliases.of("org", text) for text in (name, *others) if text]
        names = tuple(text for text in (name, *sorted(others)) if text)
        units = frozenset(unit for found in meant if len(found) == 1 for unit in found)
        unit = self.table.find(org.code, names)
        sure = {("name", text) for text in names} | {("unit", text) for text in units}
        if org.code:
            sure.add(("code", org.code))
        if unit is not None:
            sure.add(("legal", unit.legal))
        return OrgKeys(
            code=org.code,
            name=name,
            others=others,
            units=units,
            doubtful=frozenset(text for found in meant if len(found) > 1 for text in found),
            unit=unit,
            parts=tuple(org_name(text) for text in names),
            sure=frozenset(sure),
        )

    def org_keys(self, org: OrgRef) -> OrgKeys:
        """Return the keys of one organisation."""
        known = self._orgs.get(id(org))
        if known is None:
            self.learn([org], [])
            known = self._orgs[id(org)]
        return known[1]

    def person_keys(self, person: PersonRef) -> PersonKeys:
        """Return the keys of one person."""
        known = self._people.get(id(person))
        if known is None:
            self.learn([], [person])
            known = self._people[id(person)]
        return known[1]

    def org(self, left: OrgRef, right: OrgRef) -> Match:
        """Compare two organisations by the steps of rules §5."""
        here, there = self.org_keys(left), self.org_keys(right)
        sure = _same_org(here, there)
        if sure is not None:
            return sure
        if here.unit and there.unit:
            return DIFFERENT
        if here.code and there.code:
            equal = here.name == there.name and here.name
            return Match(Level.CANDIDATE, "R15", "name_codes_differ") if equal else DIFFERENT
        if here.doubtful & (there.units | there.doubtful) or there.doubtful & here.units:
            return Match(Level.CANDIDATE, "R15", "alias_shared")
        why = next(self._reasons(here, there), "")
        return Match(Level.CANDIDATE, "R15", why) if why else DIFFERENT

    def _reasons(self, here: OrgKeys, there: OrgKeys) -> Iterator[str]:
        for left in here.parts:
            for right in there.parts:
                why = self._resembles(left, right)
                if why:
                    yield why

    def _resembles(self, left: OrgName, right: OrgName) -> str:
        key = (left.folded, right.folded) if left.folded <= right.folded else (right.folded, left.folded)
        known = self._resembling.get(key)
        if known is None:
            known = "" if self._complete else resemblance(left, right, self._similarity_bp)
            if not self._complete:
                self._resembling[key] = known
        return known

    def person(self, left: PersonRef, right: PersonRef) -> Match:
        """Compare two persons: name and one second identifier make the same person, a name alone does not."""
        here, there = self.person_keys(left), self.person_keys(right)
        if not here.han.isdisjoint(there.han):
            second = self._second_identifier(left, right)
            if second:
                return Match(Level.SAME, "5.P", f"person_{second}")
            return Match(Level.CANDIDATE, "R15", "same_name")
        if not here.contacts.isdisjoint(there.contacts):
            return Match(Level.CANDIDATE, "R15", "same_contact")
        if not (here.latin or there.latin):
            return DIFFERENT
        fits = {spelling(one, two) for one in here.names for two in there.names if one.tokens or two.tokens}
        if Spelling.FULL in fits:
            return Match(Level.CANDIDATE, "R15", "pinyin")
        return Match(Level.CANDIDATE, "R15", "initials") if Spelling.INITIALS in fits else DIFFERENT

    def _second_identifier(self, left: PersonRef, right: PersonRef) -> str:
        """Name the identifier that makes namesakes one person, "" where none does (rules §5)."""
        if left.orcid and left.orcid == right.orcid:
            return "orcid"
        if not set(left.emails).isdisjoint(right.emails):
            return "email"
        if not set(left.mobile_tails).isdisjoint(right.mobile_tails):
            return "mobile"
        if any(self.same_org(one, two) for one in left.employers for two in right.employers):
            return "employer"
        return "birth_year" if left.birth_year is not None and left.birth_year == right.birth_year else ""

    def same_org(self, left: OrgRef, right: OrgRef) -> bool:
        """Say whether two organisations are surely one legal person."""
        return _same_org(self.org_keys(left), self.org_keys(right)) is not None


def _same_org(here: OrgKeys, there: OrgKeys) -> Match | None:
    """Return why two organisations are surely one legal person, None where they are not."""
    if here.sure.isdisjoint(there.sure):
        return None
    if here.code and there.code and here.code == there.code:
        return Match(Level.SAME, "5.1", "code")
    if here.unit and there.unit and here.unit.legal == there.unit.legal:
        whole = here.unit.key == there.unit.key and here.name == there.name
        return Match(Level.SAME, "5.2", "name") if whole else Match(Level.SAME, "5.5", "table")
    if here.code and there.code:
        return None
    if here.name and here.name == there.name:
        return Match(Level.SAME, "5.2", "name")
    if not _all_names(here).isdisjoint(_all_names(there)):
        return Match(Level.SAME, "5.3", "alias")
    return None if here.units.isdisjoint(there.units) else Match(Level.SAME, "5.3", "alias")


def _all_names(keys: OrgKeys) -> frozenset[str]:
    return keys.others | {keys.name} if keys.name else keys.others


def _person_keys(person: PersonRef, names: Mapping[str, PersonName]) -> PersonKeys:
    own = tuple(names[text] for text in (person.name, *person.former_names))
    return PersonKeys(
        names=own,
        han=frozenset(name.han for name in own if len(name.han) > 1),
        latin=any(name.tokens for name in own),
        contacts=frozenset((*person.emails, person.orcid) if person.orcid else person.emails),
    )
