"""Plain records into the values that the recusal rules look at.

Application records have the field ids of the catalogue; expert records those of rules §4 (``employment``,
``positions``, ``kin`` …). A field that is absent or None was not handed in. Cells that cannot be read count
as unknown: an unreadable end date is a current tie, never a past one.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Any, TypeVar

from zgc_review.conflicts.names import credit_code
from zgc_review.conflicts.values import (
    ExpertProfile,
    Holding,
    Kin,
    NamedOrg,
    OrgRef,
    OrgTie,
    OwnApplication,
    Parties,
    Party,
    PersonRef,
    PersonTie,
    PriorRole,
)

Record = Mapping[str, Any]
_Value = TypeVar("_Value")

#: Prior roles that are about a measure; any other is about an application (R12).
_GUIDES = frozenset({"guide", "plan"})
_MEASURE = re.compile(r"M?0*(\d{1,2})(?:-\d+)?")
#: Half of the capital: from here a shareholder controls (R13).
_CONTROLLING_BP = 5000


def expert_from_record(record: Record) -> ExpertProfile:
    """Return the profile of one roster record, perhaps joined with the expert's private lists.

    Keys: ``id``, ``name``, ``former_names``, ``employer``, ``employer_code``, ``mobile_tail``, ``email``
    (one or several), ``orcid``, ``birth_year``; lists of records ``employment``, ``positions``,
    ``holdings``, ``kin``, ``academic_links``, ``coworks``, ``services``, ``disputes``,
    ``own_applications``, ``prior_roles``, ``portfolio``. A record of a list has ``name`` (``employer`` for
    employment), ``credit_code``, ``kind``, ``to`` or ``date``.
    """
    current = _org(record, "employer", "employer_code")
    employment = _listed(record, "employment", _org_tie)
    if current is not None:
        employment = (OrgTie(current), *(employment or ()))
    person = _person(record, record.get("name"), tuple(tie.org for tie in employment or ()))
    return ExpertProfile(
        id=_text(record.get("id")),
        person=person,
        employment=employment,
        positions=_listed(record, "positions", _org_tie),
        holdings=_listed(record, "holdings", _holding),
        kin=_listed(record, "kin", _kin),
        academic_links=_listed(record, "academic_links", _person_tie),
        coworks=_listed(record, "coworks", _person_tie),
        services=_listed(record, "services", _org_tie),
        disputes=_disputes(record),
        own_applications=_listed(record, "own_applications", _own_application),
        prior_roles=_listed(record, "prior_roles", _prior_role),
        portfolio=_listed(record, "portfolio", _org_tie),
    )


def parties_from_record(record: Record, application_id: str) -> Parties:
    """Return the parties of one application record (catalogue ``application_fields``).

    The legal representative and executives without an employer are taken to belong to the lead unit.
    """
    lead = OrgRef(
        _text(record.get("unit_name")),
        _code(record.get("unit_credit_code")),
        _texts(record.get("former_names")),
    )
    partners = tuple(NamedOrg(org, "partners") for org in _listed(record, "partners", _named) or ())
    return Parties(
        id=application_id,
        number=_text(record.get("application_no")),
        sub_direction=_text(record.get("sub_direction")),
        orgs=((NamedOrg(lead, "unit_name"),) if lead.name or lead.code else ()) + partners,
        people=_people(record, lead),
        controllers=_controllers(record),
        advisers=_listed(record, "advisers", lambda row: _party(row, "advisers")),
        competitors=_named_list(record, "named_competitors"),
        excluded=_listed(record, "excluded_experts", lambda row: _person(row, row.get("name"), ())),
    )


def _people(record: Record, lead: OrgRef) -> tuple[Party, ...]:
    """List leader, contact, team, legal representative and executives."""
    found = [
        _party(record.get("project_leader"), "project_leader", core=True),
        _party(record.get("contact"), "contact"),
        _party(record.get("legal_representative"), "legal_representative", lead),
    ]
    team = _rows(record.get("team")) or ()
    executives = _rows(record.get("executives")) or ()
    found += [_party(row.get("member"), "team", core=row.get("core") is True) for row in team]
    found += [_party(row.get("member"), "executives", lead) for row in executives]
    return tuple(party for party in found if party is not None)


def _party(cell: Any, field: str, own: OrgRef | None = None, *, core: bool = False) -> Party | None:
    """Return the person of a person record or a bare name; ``own`` is the employer where none is given."""
    record = cell if isinstance(cell, Mapping) else {"name": cell}
    person = _person(record, record.get("name"), ())
    if not person.name:
        return None
    if not person.employers and own is not None and own.name:
        person = replace(person, employers=(own,))
    return Party(person, field, core)


def _person(record: Record, name: Any, employers: tuple[OrgRef, ...]) -> PersonRef:
    own = _org(record, "employer", "employer_code")
    year = record.get("birth_year")
    return PersonRef(
        name=_text(name),
        former_names=_texts(record.get("former_names")),
        employers=employers or ((own,) if own else ()),
        mobile_tails=tuple(tail for tail in map(_tail, _texts(record.get("mobile_tail"))) if tail),
        emails=tuple(text.strip().lower() for text in _texts(record.get("email")) if "@" in text),
        orcid=re.sub(r"[^0-9X]", "", _text(record.get("orcid")).upper())[-16:],
        birth_year=year if isinstance(year, int) and not isinstance(year, bool) else None,
    )


def _tail(text: str) -> str:
    digits = re.sub(r"\D", "", text)
    return digits[-4:] if len(digits) >= 4 else ""


def _org(record: Record, name_key: str, code_key: str) -> OrgRef | None:
    name, code = _text(record.get(name_key)), _code(record.get(code_key))
    return OrgRef(name, code, _texts(record.get("other_names"))) if name or code else None


def _named(record: Record) -> OrgRef | None:
    return _org(record, "name", "credit_code") or _org(record, "employer", "employer_code")


def _org_tie(record: Record) -> OrgTie | None:
    org = _named(record)
    return OrgTie(org, _end(record), _text(record.get("kind") or record.get("post"))) if org else None


def _person_tie(record: Record) -> PersonTie | None:
    person = _person(record, record.get("name"), ())
    return PersonTie(person, _end(record), _text(record.get("kind"))) if person.name else None


def _disputes(record: Record) -> tuple[OrgTie | PersonTie, ...] | None:
    """A dispute that does not say with whom (``with``: org, person) is read both ways (R10)."""
    rows = _rows(record.get("disputes"))
    if rows is None:
        return None
    found: list[OrgTie | PersonTie | None] = [_org_tie(row) for row in rows if row.get("with") != "person"]
    found += [_person_tie(row) for row in rows if row.get("with") != "org"]
    return tuple(tie for tie in found if tie is not None)


def _holding(record: Record) -> Holding | None:
    org = _named(record)
    share = record.get("share_bp")
    known = share if isinstance(share, int) and not isinstance(share, bool) else None
    return Holding(org, record.get("listed") is True, known) if org else None


def _kin(record: Record) -> Kin | None:
    person = _person(record, record.get("name"), ())
    if not person.name and not person.employers:
        return None
    posts = person.employers if record.get("executive") is True else ()
    return Kin(person, _text(record.get("relation")), posts)


def _own_application(record: Record) -> OwnApplication | None:
    sub_direction = _text(record.get("sub_direction"))
    return OwnApplication(sub_direction, _text(record.get("application_no"))) if sub_direction else None


def _prior_role(record: Record) -> PriorRole | None:
    """Read a guide or plan written, or an application recommended (R12).

    The roster has one column for what it was about, ``measure``: a measure, or an application's number.
    """
    kind, about = _text(record.get("kind")), _text(record.get("measure")).strip()
    if not kind or not about:
        return None
    if kind not in _GUIDES:
        return PriorRole("recommend", about)
    found = _MEASURE.fullmatch(about.removeprefix("举措").strip())
    return PriorRole("guide", f"M{int(found[1]):02d}" if found else about)


def _controllers(record: Record) -> tuple[NamedOrg, ...] | None:
    """Join controllers with shareholders of half the capital or more (R13)."""
    controllers = _named_list(record, "controllers")
    shareholders = _rows(record.get("shareholders"))
    if controllers is None and shareholders is None:
        return None
    large = [row for row in shareholders or () if _at_least(row.get("share_bp"), _CONTROLLING_BP)]
    owners = [org for org in map(_named, large) if org is not None]
    return (*(controllers or ()), *(NamedOrg(org, "shareholders") for org in owners))


def _at_least(value: Any, least: int) -> bool:
    return isinstance(value, int) and value >= least


def _named_list(record: Record, field: str) -> tuple[NamedOrg, ...] | None:
    orgs = _listed(record, field, _named)
    return None if orgs is None else tuple(NamedOrg(org, field) for org in orgs)


def _listed(
    record: Record, field: str, build: Callable[[Record], _Value | None]
) -> tuple[_Value, ...] | None:
    rows = _rows(record.get(field))
    return None if rows is None else tuple(value for value in map(build, rows) if value is not None)


def _rows(cell: Any) -> list[Record] | None:
    """Return the records of a list field; None where it was not handed in."""
    if not isinstance(cell, Sequence) or isinstance(cell, str):
        return None
    return [row for row in cell if isinstance(row, Mapping)]


def _texts(cell: Any) -> tuple[str, ...]:
    """Return one or several texts."""
    if isinstance(cell, str):
        return (cell,) if cell.strip() else ()
    if isinstance(cell, Sequence):
        return tuple(text for text in cell if isinstance(text, str) and text.strip())
    return ()


def _text(cell: Any) -> str:
    return cell.strip() if isinstance(cell, str) else ""


def _code(cell: Any) -> str:
    return credit_code(_text(cell)) or _text(cell).upper().replace(" ", "")


_DATE = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?")


def _end(record: Record) -> date | None:
    """Return the last day of a tie, of its month or year where only these are given; None if unreadable."""
    cell = next((record[key] for key in ("to", "end", "date") if record.get(key)), None)
    found = _DATE.fullmatch(cell.strip()) if isinstance(cell, str) else None
    if found is None:
        return None
    year, month, day = (int(part) if part else 0 for part in found.groups())
    try:
        if day:
            return date(year, month, day)
        after = date(year + 1, 1, 1) if month in (0, 12) else date(year, month + 1, 1)
    except ValueError:
        return None
    return after - timedelta(days=1)
