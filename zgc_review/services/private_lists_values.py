"""The lists an expert keeps about the own ties: their fields and types (rules §4, Data needed).

A list that is left out is 未提供; an empty list says that there is nothing of the kind.
"""

from __future__ import annotations

import re
from typing import Annotated, Any, Literal

import msgspec
from msgspec import Meta, Struct, field

from zgc_review.domain.shapes import Code, Day, Line
from zgc_review.errors import GateError

Name = Annotated[str, Meta(min_length=1, max_length=500)]
Year = Annotated[int, Meta(ge=1900, le=2199)]
_MOST = 2_000
_PLACE = re.compile(r" - at `(\$[\w.\[\]]*)`\Z")
LISTS = (
    *("employment", "positions", "holdings", "kin", "academic_links", "coworks"),
    *("services", "disputes", "own_applications", "prior_roles", "portfolio"),
)


class Entry(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True, omit_defaults=True):
    """What every entry may say beside its name."""

    kind: Line = ""
    note: Line = ""


class OrgEntry(Entry, frozen=True, forbid_unknown_fields=True, kw_only=True, omit_defaults=True):
    """An organisation, and until or at which day the tie lasted."""

    name: Name
    credit_code: Line = ""
    to: Day | None = None
    date: Day | None = None


class HoldingEntry(Entry, frozen=True, forbid_unknown_fields=True, kw_only=True, omit_defaults=True):
    """Shares of an organisation (R05)."""

    name: Name
    credit_code: Line = ""
    listed: bool = False
    share_bp: Annotated[int, Meta(ge=0, le=10_000)] | None = None


class PersonEntry(Entry, frozen=True, forbid_unknown_fields=True, kw_only=True, omit_defaults=True):
    """A person: teacher, student, coworker."""

    name: Name
    employer: Line = ""
    date: Day | None = None
    year: Year | None = None


class KinEntry(Entry, frozen=True, forbid_unknown_fields=True, kw_only=True, omit_defaults=True):
    """A close relative, and where an executive (R06)."""

    name: Name
    relation: Line = ""
    employer: Line = ""
    executive: bool = False


class DisputeEntry(Entry, frozen=True, forbid_unknown_fields=True, kw_only=True, omit_defaults=True):
    """A dispute with an organisation or a person (R10)."""

    name: Name
    other: Literal["org", "person"] | None = field(default=None, name="with")
    credit_code: Line = ""
    employer: Line = ""
    date: Day | None = None


class OwnEntry(Entry, frozen=True, forbid_unknown_fields=True, kw_only=True, omit_defaults=True):
    """An own application of this round (R11)."""

    sub_direction: Code
    application_no: Line = ""


class PriorEntry(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True, omit_defaults=True):
    """A guide or plan written, an application recommended (R12); ``measure`` holds either."""

    kind: Literal["guide", "plan", "recommendation"]
    measure: Name


Orgs = Annotated[tuple[OrgEntry, ...], Meta(max_length=_MOST)] | None
People = Annotated[tuple[PersonEntry, ...], Meta(max_length=_MOST)] | None


class PrivateLists(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True, omit_defaults=True):
    """Everything an expert keeps; it never leaves the expert's vault."""

    name: Line = ""
    former_names: tuple[Name, ...] = ()
    employer: Line = ""
    employer_code: Line = ""
    mobile_tail: Line = ""
    email: Line = ""
    orcid: Line = ""
    birth_year: Year | None = None
    employment: Orgs = None
    positions: Orgs = None
    holdings: Annotated[tuple[HoldingEntry, ...], Meta(max_length=_MOST)] | None = None
    kin: Annotated[tuple[KinEntry, ...], Meta(max_length=_MOST)] | None = None
    academic_links: People = None
    coworks: People = None
    services: Orgs = None
    disputes: Annotated[tuple[DisputeEntry, ...], Meta(max_length=_MOST)] | None = None
    own_applications: Annotated[tuple[OwnEntry, ...], Meta(max_length=_MOST)] | None = None
    prior_roles: Annotated[tuple[PriorEntry, ...], Meta(max_length=_MOST)] | None = None
    portfolio: Orgs = None

    @property
    def missing(self) -> tuple[str, ...]:
        """The lists that were not given."""
        return tuple(name for name in LISTS if getattr(self, name) is None)


def read_lists(value: Any) -> PrivateLists:
    """Return typed lists.

    Raises:
        GateError: ``private.shape`` with the place that does not fit, never with what stands there.
    """
    try:
        return msgspec.convert(value, PrivateLists)
    except msgspec.ValidationError as fault:
        place = _PLACE.search(str(fault))
        raise GateError("private.shape", place=place[1] if place else "$") from fault
