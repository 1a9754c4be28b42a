"""Fields of the record that the secretary fills while checking (catalogue head, item 7: source secretary)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Final

import msgspec

from zgc_review.catalogue import Catalogue, Field, Stage
from zgc_review.domain.canonical import canonical_bytes
from zgc_review.domain.rows import ApplicationRow, RoundRow
from zgc_review.domain.states import State
from zgc_review.errors import GateError
from zgc_review.intake.cells import Cell, Kind
from zgc_review.intake.layout import Column, Type
from zgc_review.intake.report import Place, Report
from zgc_review.intake.values import read_value
from zgc_review.services import log
from zgc_review.services.desk import Desk, as_secretary
from zgc_review.services.gates import meant
from zgc_review.services.gates_book import GivenValue, book_of, keep_book
from zgc_review.services.gates_record import COMPUTED
from zgc_review.services.letters import application_version
from zgc_review.services.rounds import catalogue_of, state_of

#: The record is part of the application_version: it stands still from the packing on.
_STATES: Final = frozenset({State.RECEIVED, State.FORMAL_FIX, State.FORMAL_OK, State.ELIGIBLE})
_TYPES: Final[Mapping[str, Type]] = {
    "text": Type.TEXT,
    "integer": Type.INTEGER,
    "money_fen": Type.MONEY,
    "date": Type.DATE,
    "enum": Type.CHOICE,
    "bool": Type.TRUTH,
    "credit_code": Type.CODE,
}
_EXPECTED: Final[Mapping[Type, str]] = {
    Type.INTEGER: "gates.value.integer",
    Type.PERCENT: "gates.value.percent",
    Type.MONEY: "gates.value.money",
    Type.DATE: "gates.value.date",
    Type.TRUTH: "gates.value.bool",
}


def set_field(desk: Desk, row: RoundRow, number: str, field: str, value: str) -> Any:
    """Fill one field of an application as the workbook would; an empty value takes it back.

    Returns:
        The value as it is kept: amounts in 分, ratios in bp, None where it was taken back.

    Raises:
        GateError: ``gates.field.unknown`` (no field of the secretary's on this sub-direction's form),
            ``gates.field.state``, ``gates.value.*``, ``application.unknown``, ``round.role.secretary``.
    """
    as_secretary(row)
    with desk.vault.begin() as uow:
        state = state_of(uow, row)
        application = meant(uow, row, [number])[0]
        known = _field(catalogue_of(uow, state), application, field, state.settings.stage)
        if application.state not in _STATES:
            raise GateError("gates.field.state", number=number, state=application.state)
        kept = read_field(known, value)
        if application.record.get(field) == kept:
            return kept
        record = {name: other for name, other in application.record.items() if name != field}
        if kept is not None:
            record[field] = kept
        documents = uow.applications.documents(application.application_id)
        version = application_version(record, documents)
        at, by = desk.clock.now(), row.code or ""
        uow.applications.update(replace(application, record=record, version=version), at)
        book = book_of(uow, row, application.application_id)
        given = GivenValue(field=field, value=kept, by=by, at=at)
        book = msgspec.structs.replace(book, values=(*book.values, given))
        keep_book(uow, row, application.application_id, book, at)
        data = {"application": application.application_id, "field": field, "version": version}
        texts = {"value": canonical_bytes(kept).decode()}
        log.record(uow, row.round_id, "application.field_set", by, at, data, texts)
        uow.commit()
    return kept


def read_field(field: Field, value: str) -> Any:
    """Return a typed value of a field, None for an empty text.

    Raises:
        GateError: ``gates.value.*`` naming the field.
    """
    if not value.strip():
        return None
    is_percent = field.type == "integer" and field.unit == "bp"
    kind = Type.PERCENT if is_percent else _TYPES[field.type]
    column = Column((field.id,), field.zh, field.en, kind, unit=field.unit, values=field.values)
    report = Report()
    kept = read_value(Cell(Kind.TEXT, value), column, "", Place(), report)
    if kept is not None and not report.errors:
        return kept
    if kind is Type.CHOICE:
        allowed = ", ".join(f"{code} {label}" for code, label in field.values.items())
        raise GateError("gates.value.enum", field=field.id, allowed=allowed)
    code = _EXPECTED.get(kind, "gates.value.text")
    raise GateError(code, field=field.id)


def fillable(catalogue: Catalogue, application: ApplicationRow, stage: Stage) -> tuple[Field, ...]:
    """Return the fields that the secretary may fill for an application, in the order of the catalogue."""
    fields = catalogue.fields_for([application.sub_direction], stage)
    return tuple(field for field in fields if field.type in _TYPES and _is_ours(field))


def _is_ours(field: Field) -> bool:
    """Say whether a field is filled by the secretary: his own, or one no program computes."""
    by_hand = field.source == "program" and field.derive is None and field.id not in COMPUTED
    return by_hand or field.source == "secretary"


def _field(catalogue: Catalogue, application: ApplicationRow, name: str, stage: Stage) -> Field:
    """Return a field that the secretary may fill for an application."""
    for field in fillable(catalogue, application, stage):
        if field.id == name:
            return field
    raise GateError("gates.field.unknown", field=name[:40], number=application.number)
