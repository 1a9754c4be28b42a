"""What an expert settles without a sheet: gates of 达标即享 that await a person (rules §2.2 Q)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, TypeAlias

from ui.viewmodels.score_data import SCORED
from zgc_review.catalogue import Field
from zgc_review.domain.ports import UnitOfWork
from zgc_review.domain.rows import ApplicationRow, DocumentRow, MessageRow, RoundRow
from zgc_review.domain.states import SheetStatus
from zgc_review.services.copies import handed_back
from zgc_review.services.declaring import has_declared
from zgc_review.services.desk import Desk
from zgc_review.services.gates_record import (
    Bench,
    GateLine,
    bench_of,
    complete_record,
    fields_of,
    gate_lines,
)
from zgc_review.services.post import signed_consent
from zgc_review.services.returning import written_messages
from zgc_review.services.rounds import state_of
from zgc_review.services.sitting_notes import Notes, notes_of

#: What an expert has to do in a round; nothing before the declaration, or where all is recused.
OwnWork: TypeAlias = Literal["sheets", "gates", ""]


@dataclass(frozen=True, slots=True)
class Given:
    """The own signed answer to a gate; ``at`` is the time it was signed."""

    answer: str
    reason: str = field(repr=False)
    at: str
    is_written: bool


@dataclass(frozen=True, slots=True)
class GateToSettle:
    """A blocking gate of the measure: the program's answer, the values it asks about, the own answer."""

    line: GateLine
    values: tuple[tuple[str, Field | None, Any], ...] = field(repr=False)
    given: Given | None

    @property
    def id(self) -> str:
        """Id of the gate in the catalogue."""
        return self.line.gate.id

    @property
    def awaits(self) -> bool:
        """Whether the program leaves it to a person."""
        return self.line.machine == "unverified"


@dataclass(frozen=True, slots=True)
class SettleItem:
    """An application with gates to settle, those the program leaves to a person first."""

    application: str
    number: str
    unit: str = field(repr=False)
    title: str = field(repr=False)
    documents: tuple[DocumentRow, ...] = field(repr=False)
    gates: tuple[GateToSettle, ...]

    @property
    def unsettled(self) -> int:
        """How many gates that await a person have no own answer."""
        return sum(one.awaits and one.given is None for one in self.gates)


@dataclass(frozen=True)
class Settling:
    """Applications by number, typed words, and how many signed answers are in no file yet."""

    items: tuple[SettleItem, ...] = ()
    notes: Notes = field(default_factory=dict, repr=False)
    owed: int = 0

    @property
    def unsettled(self) -> int:
        """How many gates await the own answer."""
        return sum(one.unsettled for one in self.items)


def read_settling(desk: Desk, row: RoundRow) -> Settling:
    """Read what is to be settled; nothing before the declaration, or of what the reader is recused from."""
    with desk.vault.begin() as uow:
        waiting = to_settle(uow, row)
        if not waiting:
            return Settling()
        bench = bench_of(uow, row, state_of(uow, row))
        given = _own_answers(uow, row)
        items = tuple(_item(uow, bench, one, given) for one in waiting)
        notes = notes_of(uow, row)
    owed = sum(one.given is not None and not one.given.is_written for item in items for one in item.gates)
    return Settling(items, notes, owed)


def to_settle(uow: UnitOfWork, row: RoundRow) -> tuple[ApplicationRow, ...]:
    """Return the applications that this expert may settle, by number."""
    if row.place != "member" or not has_declared(uow, row) or handed_back(uow, row) is not None:
        return ()
    found = (one for one in uow.applications.all(row.round_id) if one.state == SheetStatus.CHECK)
    return tuple(sorted(found, key=lambda one: one.number))


def own_work(desk: Desk, row: RoundRow) -> OwnWork:
    """Say whether there are sheets to fill, else something to settle, or neither."""
    with desk.vault.begin() as uow:
        if any(one.state in SCORED for one in uow.applications.all(row.round_id)):
            return "sheets"
        return "gates" if to_settle(uow, row) else ""


def _item(
    uow: UnitOfWork, bench: Bench, application: ApplicationRow, given: Mapping[tuple[str, str], Given]
) -> SettleItem:
    record, name = complete_record(uow, bench, application), application.application_id
    lines = [one for one in gate_lines(uow, bench, application) if one.gate.measure and one.gate.blocking]
    fields = {
        one.id: one
        for one in bench.catalogue.fields_for([application.sub_direction], bench.state.settings.stage)
    }
    gates = (
        GateToSettle(line, tuple(_values(line, fields, record)), given.get((name, line.gate.id)))
        for line in lines
    )
    return SettleItem(
        name,
        application.number,
        str(application.record.get("unit_name", "")),
        str(application.record.get("title", "")),
        uow.applications.documents(name),
        tuple(sorted(gates, key=lambda one: not one.awaits)),
    )


def _values(
    line: GateLine, fields: Mapping[str, Field], record: Mapping[str, Any]
) -> Iterable[tuple[str, Field | None, Any]]:
    """Return the fields that a gate asks about, each once, with what the record says."""
    names = dict.fromkeys(leaf.field for leaf in fields_of(line.gate.test))
    return ((name, fields.get(name), record.get(name)) for name in names)


def _own_answers(uow: UnitOfWork, row: RoundRow) -> dict[tuple[str, str], Given]:
    """Return the newest own answer by application and gate."""
    written = written_messages(uow, row)
    messages: Iterable[MessageRow] = uow.messages.find(row.round_id, "consent", sender=row.card_id)
    found = {}
    for message in messages:
        if message.slot.startswith("check:"):
            body = signed_consent(message).body
            key = (message.slot.split(":")[1], str(body.values["gate"]))
            found[key] = Given(body.answer, body.text, message.at, message.message_id in written)
    return found
