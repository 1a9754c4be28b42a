"""Both sides of a finding as handed in, for whoever judges it; what is missing is 未提供 (rules §4)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from zgc_review.catalogue import Field
from zgc_review.conflicts.names import fold
from zgc_review.conflicts.rules import BY_ID, DEFAULT_LOOKBACK, window_start
from zgc_review.domain.ports import UnitOfWork
from zgc_review.domain.rows import RoundRow
from zgc_review.domain.settings import RoundSettings
from zgc_review.errors import GateError
from zgc_review.intake.application_layout import application_layout
from zgc_review.intake.roster_layout import roster_layout
from zgc_review.services.chain import RoundState
from zgc_review.services.conflict_desk_findings import DeskFinding
from zgc_review.services.record_order import as_written
from zgc_review.services.rounds import catalogue_of
from zgc_review.services.screening_values import t0_of

Record = Mapping[str, Any]
#: What tells namesakes and units of the same name apart is shown also where it is missing.
_OF_PERSON = ("employer", "mobile_tail", "email", "orcid", "birth_year")
_OF_ORG = ("credit_code",)
_MORE = ("kind", "post", "relation", "from", "to", "date", "year", "share_bp", "listed", "former_names")
_PEOPLE = frozenset(
    {"kin", "academic_links", "coworks", "project_leader", "contact", "legal_representative", "team"}
    | {"executives", "advisers", "excluded_experts"}
)
# Fields of the lead unit by the name under which they are shown.
_LEAD = {
    "credit_code": "unit_credit_code",
    "former_names": "former_names",
    "registration_date": "registration_date",
    "registration_place": "registration_place",
}


@dataclass(frozen=True, slots=True)
class Fact:
    """One thing a side says about itself; an empty value was not provided."""

    name: str
    value: str


@dataclass(frozen=True, slots=True)
class Side:
    """One side of a finding.

    Attributes:
        number: 名册编号 or 申报编号.
        field: list of the roster, or catalogue field, in which the text stands.
        text: as typed.
        facts: what else is said there.
        record: everything that was handed in, in the order of its workbook, for reading the source.
    """

    number: str
    field: str
    text: str
    facts: tuple[Fact, ...]
    record: Record


@dataclass(frozen=True, slots=True)
class Evidence:
    """A finding with both sides and the days that count.

    Attributes:
        look_back: ``now``, ``round``, ``none`` (no limit), ``years`` or "" (rules §4).
        since: first day that counts, None where there is no such day.
        fields: fields of the round's catalogue by id.
        roles: Chinese and English name of each role of an expert.
    """

    found: DeskFinding
    expert: Side
    application: Side
    look_back: str
    since: date | None
    fields: Mapping[str, Field]
    roles: Mapping[str, tuple[str, str]]


def evidence_of(uow: UnitOfWork, row: RoundRow, found: DeskFinding, state: RoundState) -> Evidence:
    """Return both sides of a finding as they stand in the vault now.

    Raises:
        GateError: ``application.unknown``: roster entry or application is not there any more.
    """
    experts = {one.expert_id: one for one in uow.experts.all(row.round_id)}
    expert, application = experts.get(found.row.expert_id), uow.applications.get(found.row.application_id)
    if expert is None or application is None:
        raise GateError("application.unknown")
    hit = found.row.hit
    left, right = str(hit["left"]), str(hit["right"])
    look_back, since = _window(str(hit["basis"]), state.settings)
    catalogue = catalogue_of(uow, state)
    written = application_layout(catalogue, [application.sub_direction], state.settings.stage)
    return Evidence(
        found,
        Side(
            expert.number,
            str(hit["left_field"]),
            left,
            tuple(_expert_facts(expert.record, str(hit["left_field"]), left)),
            as_written(expert.record, roster_layout(catalogue)),
        ),
        Side(
            application.number,
            str(hit["right_field"]),
            right,
            tuple(_application_facts(application.record, str(hit["right_field"]), right)),
            as_written(application.record, written),
        ),
        look_back,
        since,
        {field.id: field for field in catalogue.fields},
        {code: (label.zh, label.en or label.zh) for code, label in catalogue.role_labels.items()},
    )


def _window(rule: str, settings: RoundSettings) -> tuple[str, date | None]:
    """Return how far back a rule looks, and from which day."""
    look_back = BY_ID[rule].look_back
    years = settings.lookback_years.get(rule, DEFAULT_LOOKBACK.get(rule))
    if look_back != "years":
        return look_back, None
    return ("years", window_start(t0_of(settings), years)) if years is not None else ("none", None)


def _expert_facts(record: Record, field: str, text: str) -> Iterator[Fact]:
    """Yield what the roster says beside a text of the expert's side."""
    if field == "person":
        yield from _facts(record, _OF_PERSON)
        yield from _facts(record, ("former_names", "post"), bare=True)
    elif field == "employment" and _same(record.get("employer"), text):
        yield Fact("credit_code", _said(record.get("employer_code")))
        yield from _renamed(record, {"from": "employer_from", "post": "post"})
    else:
        yield from _row_facts(record, field, text)


def _application_facts(record: Record, field: str, text: str) -> Iterator[Fact]:
    """Yield what the application says beside a text of its side."""
    if field == "unit_name":
        yield Fact("credit_code", _said(record.get("unit_credit_code")))
        names = {name: key for name, key in _LEAD.items() if name != "credit_code"}
        yield from _renamed(record, names)
    elif field in {"sub_direction", "application_no"}:
        yield from _renamed(record, {"title": "title", "unit_name": "unit_name"})
    else:
        yield Fact("unit_name", _said(record.get("unit_name")))
        yield from _row_facts(record, field, text)


def _row_facts(record: Record, field: str, text: str) -> Iterator[Fact]:
    """Yield what stands beside a text in a list, or in a single record of a field."""
    found = _row(record, field, text)
    if found is None:
        return
    yield from _facts(found, _OF_PERSON if field in _PEOPLE else _OF_ORG)
    yield from _facts(found, _MORE, bare=True)


def _row(record: Record, field: str, text: str) -> Record | None:
    """Return the row of a list in which a text stands."""
    names = ("named_competitors",) if field == "competitors" else (field,)
    for name in names:
        cell = record.get(name)
        rows = cell if isinstance(cell, Sequence) and not isinstance(cell, str) else [cell]
        for row in rows:
            whole = row.get("member", row) if isinstance(row, Mapping) else None
            if isinstance(whole, Mapping) and any(
                _same(whole.get(key), text) for key in ("name", "employer", "measure", "application_no")
            ):
                return {**row, **whole} if isinstance(row, Mapping) else whole
    return None


def _facts(record: Record, names: Sequence[str], *, bare: bool = False) -> Iterator[Fact]:
    """Yield values by name; ``bare`` leaves out what is not there."""
    for name in names:
        said = _said(record.get(name))
        if said or not bare:
            yield Fact(name, said)


def _renamed(record: Record, names: Mapping[str, str]) -> Iterator[Fact]:
    """Yield values that are there, under the names they are shown by."""
    for name, key in names.items():
        said = _said(record.get(key))
        if said:
            yield Fact(name, said)


def _same(cell: Any, text: str) -> bool:
    return isinstance(cell, str) and fold(cell) == fold(text)


def _said(cell: Any) -> str:
    """Return a value of a record as text; "" where nothing was provided."""
    if isinstance(cell, str):
        return cell.strip()
    if isinstance(cell, bool):
        return "yes" if cell else "no"
    if isinstance(cell, int):
        return str(cell)
    if isinstance(cell, Sequence):
        return "、".join(one for one in cell if isinstance(one, str) and one.strip())
    return ""
