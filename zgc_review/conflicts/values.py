"""What the recusal rules look at: an expert's profile and the parties of an application (rules §4).

A list that was not handed in is ``None`` (未提供), never an empty tuple: missing data is not "no conflict".
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class OrgRef:
    """An organisation as somebody wrote it.

    Attributes:
        name: as typed.
        code: 统一社会信用代码, normalised, or "".
        other_names: 曾用名 and 简称 given beside it, as typed.
    """

    name: str
    code: str = ""
    other_names: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PersonRef:
    """A person as somebody wrote them, with whatever tells namesakes apart (rules §5).

    Attributes:
        name: as typed.
        former_names: earlier names, as typed.
        employers: organisations the person is known to work or have worked for.
        mobile_tails: last four digits of each number.
        emails: lower case.
        orcid: digits and X only, or "".
        birth_year: four digits, or None.
    """

    name: str
    former_names: tuple[str, ...] = ()
    employers: tuple[OrgRef, ...] = ()
    mobile_tails: tuple[str, ...] = ()
    emails: tuple[str, ...] = ()
    orcid: str = ""
    birth_year: int | None = None


@dataclass(frozen=True, slots=True)
class OrgTie:
    """A tie between the expert and an organisation.

    Attributes:
        org: the organisation.
        end: last day, or day of the event; None is unknown and counts as current (rules §4).
        kind: what it was, as typed (post, service, dispute).
        source: number of the application that shows the tie, "" where the expert declared it.
    """

    org: OrgRef
    end: date | None = None
    kind: str = ""
    source: str = ""


@dataclass(frozen=True, slots=True)
class PersonTie:
    """A tie between the expert and another person; attributes as in ``OrgTie``."""

    person: PersonRef
    end: date | None = None
    kind: str = ""
    source: str = ""


@dataclass(frozen=True, slots=True)
class Holding:
    """Shares of an organisation.

    Attributes:
        org: the organisation.
        listed: whether it is a listed company.
        share_bp: share of its capital in 1/10,000, None if unknown.
    """

    org: OrgRef
    listed: bool = False
    share_bp: int | None = None


@dataclass(frozen=True, slots=True)
class Kin:
    """A close relative: who, how related, and where an executive."""

    person: PersonRef
    relation: str = ""
    executive_of: tuple[OrgRef, ...] = ()


@dataclass(frozen=True, slots=True)
class OwnApplication:
    """An application of this round in which the expert takes part.

    Attributes:
        sub_direction: id of the catalogue.
        number: application number, or "".
    """

    sub_direction: str
    number: str = ""


@dataclass(frozen=True, slots=True)
class PriorRole:
    """An earlier part in this round (R12).

    Attributes:
        kind: ``guide`` (指南编制) or ``recommend`` (推荐).
        about: measure id for guide, application number for recommend.
    """

    kind: str
    about: str


@dataclass(frozen=True, slots=True)
class ExpertProfile:
    """One expert of the roster with all lists at hand; ``None`` = 未提供.

    ``linked_orgs`` are organisations that applied together with the expert or the expert's employer in
    this round; they come from ``derived``, nobody declares them.
    """

    id: str
    person: PersonRef
    employment: tuple[OrgTie, ...] | None = None
    positions: tuple[OrgTie, ...] | None = None
    holdings: tuple[Holding, ...] | None = None
    kin: tuple[Kin, ...] | None = None
    academic_links: tuple[PersonTie, ...] | None = None
    coworks: tuple[PersonTie, ...] | None = None
    services: tuple[OrgTie, ...] | None = None
    disputes: tuple[OrgTie | PersonTie, ...] | None = None
    own_applications: tuple[OwnApplication, ...] | None = None
    prior_roles: tuple[PriorRole, ...] | None = None
    portfolio: tuple[OrgTie, ...] | None = None
    linked_orgs: tuple[OrgTie, ...] = ()


@dataclass(frozen=True, slots=True)
class Party:
    """One person named by an application.

    Attributes:
        person: who.
        field: id of the catalogue field that names them.
        core: 负责人 or 核心成员 (R08).
    """

    person: PersonRef
    field: str
    core: bool = False


@dataclass(frozen=True, slots=True)
class NamedOrg:
    """One organisation named by an application, with the field that names it."""

    org: OrgRef
    field: str


@dataclass(frozen=True, slots=True)
class Parties:
    """Everybody an application names (catalogue ``application_fields``); ``None`` = 未提供.

    Attributes:
        id: application id.
        number: 申报编号.
        sub_direction: id of the catalogue, ``M04-2``; its measure is what stands before the hyphen.
        orgs: lead and partner units.
        people: leader, contact, team, legal representative, executives.
        controllers: parents and controllers, and shareholders of half the capital or more.
        advisers: advisers and agencies used.
        competitors: named competitors.
        excluded: experts the unit asks to be excluded.
    """

    id: str
    number: str
    sub_direction: str
    orgs: tuple[NamedOrg, ...]
    people: tuple[Party, ...]
    controllers: tuple[NamedOrg, ...] | None = None
    advisers: tuple[Party, ...] | None = None
    competitors: tuple[NamedOrg, ...] | None = None
    excluded: tuple[PersonRef, ...] | None = None

    @property
    def measure(self) -> str:
        """Return the id of the measure, ``M04`` of ``M04-2``."""
        return self.sub_direction.partition("-")[0]
