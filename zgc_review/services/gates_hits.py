"""Comparison with the 不良信用记录 list (rules §9): unit, legal representative and project leader.

Names are compared by the keys of rules §5. A person has no second identifier in common with the list,
and a similar name of a unit may be another unit: such hits are for a person to confirm, never automatic.
Hits are the secretary's alone (rules §15); experts get neither the field nor the list.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal

from zgc_review.conflicts.names import credit_code, fold, fold_all, org_name, person_name, person_names
from zgc_review.domain.ports import UnitOfWork
from zgc_review.domain.rows import ApplicationRow, RoundRow
from zgc_review.domain.states import ENDED, State
from zgc_review.services import log
from zgc_review.services.desk import Desk

FIELD = "integrity_list_hit"
UNCONFIRMED = "unconfirmed"
_PEOPLE = ("legal_representative", "project_leader")
_TAKEN = b'{"act":"integrity_list.taken"'
_CLOSED = frozenset({*ENDED, State.SEALED})


@dataclass(frozen=True, slots=True)
class Hit:
    """One entry of the list that concerns an application.

    Attributes:
        subject: field of the record that was compared.
        way: ``code``, ``name`` (same unit), ``similar`` or ``person`` (to be confirmed).
        standing: ``expired`` once its last day has passed, else ``current``.
        entry: the entry as imported.
    """

    subject: str
    way: Literal["code", "name", "similar", "person"]
    standing: Literal["current", "expired"]
    entry: Mapping[str, Any]

    @property
    def is_sure(self) -> bool:
        """Whether it is the same unit by rules §5."""
        return self.way in {"code", "name"}


class Listing:
    """The list of a round, indexed once for any number of applications."""

    def __init__(self, entries: Sequence[Mapping[str, Any]]) -> None:
        self._by_code: defaultdict[str, list[int]] = defaultdict(list)
        self._by_name: defaultdict[str, list[int]] = defaultdict(list)
        self._by_core: defaultdict[str, list[int]] = defaultdict(list)
        self._by_person: defaultdict[str, list[int]] = defaultdict(list)
        self._entries = tuple(entries)
        names = [str(entry.get("name", "")) for entry in entries]
        people = person_names(names)
        for n, (entry, name, folded) in enumerate(zip(entries, names, fold_all(names), strict=True)):
            if "credit_code" in entry:
                self._by_code[credit_code(str(entry["credit_code"])) or str(entry["credit_code"])].append(n)
            if "id_tail" not in entry:
                self._by_name[folded].append(n)
                self._by_core[org_name(folded).core].append(n)
            if "credit_code" not in entry:
                self._by_person[_key(people[name].han, people[name].tokens)].append(n)
        for index in (self._by_code, self._by_name, self._by_core, self._by_person):
            index.pop("", None)  # what is not given matches nothing

    def hits(self, record: Mapping[str, Any], day: str) -> tuple[Hit, ...]:
        """Return the entries that concern a record on ``day`` (YYYY-MM-DD), each once."""
        found: dict[int, tuple[str, Literal["code", "name", "similar", "person"]]] = {}
        code = str(record.get("unit_credit_code", ""))
        for n in self._by_code.get(credit_code(code) or code, ()):
            found.setdefault(n, ("unit_credit_code", "code"))
        names = [("unit_name", str(record.get("unit_name", "")))]
        names += [("former_names", str(name)) for name in record.get("former_names") or ()]
        for subject, name in names:
            for n in self._by_name.get(fold(name), ()):
                found.setdefault(n, (subject, "name"))
        for subject, name in names:
            for n in self._by_core.get(org_name(fold(name)).core, ()):
                found.setdefault(n, (subject, "similar"))
        for subject in _PEOPLE:
            person = person_name(_name_of(record.get(subject)))
            for n in self._by_person.get(_key(person.han, person.tokens), ()):
                found.setdefault(n, (subject, "person"))
        return tuple(
            Hit(subject, way, standing(self._entries[n], day), self._entries[n])
            for n, (subject, way) in sorted(found.items())
        )


def standing(entry: Mapping[str, Any], day: str) -> Literal["current", "expired"]:
    """Say whether an entry still counts: its last day does, an entry without one always (rules §4, §9)."""
    return "expired" if "to" in entry and str(entry["to"]) < day else "current"


def verdict(hits: Iterable[Hit]) -> str | None:
    """Return the value of the field: current, expired or none; None while a person must confirm."""
    counted = tuple(hits)
    current = [hit for hit in counted if hit.standing == "current"]
    if any(hit.is_sure for hit in current):
        return "current"
    if current:
        return None
    return "expired" if counted else "none"


def listing_of(uow: UnitOfWork, row: RoundRow) -> Listing | None:
    """Return the list of a round; None where none was taken in: then nothing is known about anybody."""
    entries = uow.listings.all(row.round_id)
    if not entries and not any(event.leaf.startswith(_TAKEN) for event in uow.events.all(row.round_id)):
        return None
    return Listing(entries)


def refresh_hit(
    desk: Desk, uow: UnitOfWork, row: RoundRow, listing: Listing | None, application: ApplicationRow
) -> ApplicationRow:
    """Fill the field of one application and write the event where it changed; the caller commits.

    The field is withheld from experts and stands outside the application_version, so letters stay valid.
    """
    if listing is None or application.state in _CLOSED:
        return application
    at = desk.clock.now()
    value = verdict(listing.hits(application.record, at[:10]))
    if application.record.get(FIELD) == value and (value is not None or FIELD not in application.record):
        return application
    record = {name: kept for name, kept in application.record.items() if name != FIELD}
    if value is not None:
        record[FIELD] = value
    after = replace(application, record=record)
    uow.applications.update(after, at)
    data = {"application": application.application_id, "result": value or UNCONFIRMED}
    log.record(uow, row.round_id, "integrity_list.compared", row.code or "", at, data)
    return after


def compare_all(desk: Desk, uow: UnitOfWork, row: RoundRow) -> int:
    """Compare every application that is still open with the list; return how many concern it now."""
    listing = listing_of(uow, row)
    rows = [refresh_hit(desk, uow, row, listing, one) for one in uow.applications.all(row.round_id)]
    return sum(one.record.get(FIELD) in {"current", "expired"} for one in rows)


def _name_of(person: Any) -> str:
    """Return the name of a person of a record."""
    return str(person.get("name", "")) if isinstance(person, Mapping) else ""


def _key(han: str, tokens: tuple[str, ...]) -> str:
    """Return what two spellings of one person's name share, "" for a name of neither kind."""
    return han or " ".join(sorted(tokens))
