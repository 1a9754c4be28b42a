"""Sealing a round: counted events, the result and the names (design §4.5)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import msgspec
from msgspec import Struct

from zgc_review.aggregation.aggregate import aggregate_bytes
from zgc_review.domain.bodies import (
    LogHead,
    NamedPerson,
    NamesBody,
    PartRole,
    ResultBody,
    ResultPart,
    SheetBody,
)
from zgc_review.domain.canonical import canonical_bytes
from zgc_review.domain.ports import UnitOfWork
from zgc_review.domain.results import Aggregate, ResultApplication
from zgc_review.domain.rows import MessageRow, RoundRow
from zgc_review.domain.states import ENDED, State
from zgc_review.errors import GateError, ProgramFault
from zgc_review.export.csvtable import write_csv
from zgc_review.export.forms import form_id, print_form
from zgc_review.export.table_cells import Sheet
from zgc_review.export.tables import result_tables, summary_tables
from zgc_review.export.xlsx import write_xlsx
from zgc_review.seal.aftermath import written_into
from zgc_review.seal.message import Attachment
from zgc_review.seal.safe_files import require_writable
from zgc_review.services import forms, log, post
from zgc_review.services.acks import COUNTED, counted_head
from zgc_review.services.aggregating import current_aggregate, result_applications
from zgc_review.services.chain import RoundState
from zgc_review.services.codes import code_salt
from zgc_review.services.desk import Desk, as_secretary
from zgc_review.services.members import recusal_lines
from zgc_review.services.moving import move
from zgc_review.services.rounds import state_of
from zgc_review.services.sealing_witness import check_witnessed
from zgc_review.services.sharing import prefix_of
from zgc_review.services.unscored import check_before_seal
from zgc_review.services.voiding import sheets_out_of_count

# The official forms are Chinese whatever language the screen has.
FORM_LANGUAGE = "zh_CN"


@dataclass(frozen=True, slots=True)
class Sealed:
    """A sealed round.

    Attributes:
        result, names: the files.
        head: log head that is printed on the minutes.
        applications: how many decisions were sealed.
    """

    result: Path
    names: Path
    head: LogHead
    applications: int


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a result before it has a name."""

    role: PartRole
    title: str
    attachment: Attachment


def seal_round(desk: Desk, row: RoundRow, folder: Path) -> Sealed:
    """Close the round in one transaction, then write its files; sealed already: write them again.

    Raises:
        GateError: ``seal.unprepared``; ``seal.undecided`` with the number of applications that are
            neither decided nor ended; ``seal.fund`` naming a fund that would be overspent;
            ``seal.witnessed_other``: the observer signed for other numbers.
    """
    as_secretary(row)
    with desk.vault.begin() as uow:
        state = state_of(uow, row)
        if state.escrow_result is None:
            raise GateError("seal.unprepared")
        if not uow.messages.find(row.round_id, "result"):
            _close(desk, uow, row, state)
            with written_into(folder):
                require_writable(_targets(row, folder)["result"])  # before the round is closed for good
            uow.commit()
    return _write(desk, row, state, folder)


def _close(desk: Desk, uow: UnitOfWork, row: RoundRow, state: RoundState) -> None:
    """Move everything to SEALED, count the sheets, sign result and names."""
    decided = check_decided(uow, row)
    check_before_seal(desk, uow, row, decided)
    before = current_aggregate(uow, row)
    check_funds(before)
    check_witnessed(uow, row, state, before)
    for application_id in decided:
        move(desk, uow, row, application_id, State.SEALED, state)
    aggregate = current_aggregate(uow, row)
    _count_sheets(desk, uow, row, state, aggregate)
    result = _result(desk, uow, row, state, aggregate, counted_head(uow, row))
    version = state.version_id
    names = post.issue(uow, desk, row, kind="names", slot="", body=_names(uow, row), round_version=version)
    data = {"result": result.message_id, "names": names.message_id}
    log.record(uow, row.round_id, "round.sealed", state.secretary.code, desk.clock.now(), data)


def _write(desk: Desk, row: RoundRow, state: RoundState, folder: Path) -> Sealed:
    """Write result and names, sealed to the escrow key, and note the digests of the files."""
    targets = _targets(row, folder)
    with written_into(folder), desk.vault.begin() as uow:
        data: dict[str, str] = {}
        for kind, target in targets.items():
            message = uow.messages.find(row.round_id, kind)[-1]
            data[kind] = message.message_id
            recipients = [str(state.escrow_result)]
            data[f"{kind}_file"] = post.seal_to_file(desk, message.payload, recipients, target)
        log.record(uow, row.round_id, "result.written", state.secretary.code, desk.clock.now(), data)
        sealed = sum(one.state == State.SEALED for one in uow.applications.all(row.round_id))
        head = counted_head(uow, row)
        uow.commit()
    return Sealed(targets["result"], targets["names"], head, sealed)


def _targets(row: RoundRow, folder: Path) -> dict[str, Path]:
    """Return where the files of the result are written."""
    stem = f"{prefix_of(row)}{row.round_id[:8]}"
    return {"result": folder / f"{stem}.zgcresult", "names": folder / f"{stem}.zgcnames"}


def check_decided(uow: UnitOfWork, row: RoundRow) -> tuple[str, ...]:
    """Return the applications to seal; refuse while others are neither decided nor ended.

    Raises:
        GateError: ``seal.undecided`` with count and number of the first.
    """
    rows = uow.applications.all(row.round_id)
    ready = {State.DELIBERATED.value, State.CHECKED.value}
    ended = {state.value for state in ENDED}
    undecided = [one for one in rows if one.state not in ready | ended]
    if undecided:
        raise GateError("seal.undecided", count=len(undecided), number=undecided[0].number)
    return tuple(one.application_id for one in rows if one.state in ready)


def check_funds(aggregate: Aggregate) -> None:
    """Refuse to overspend a fund (rules §9).

    Raises:
        GateError: ``seal.fund``.
    """
    for fund in aggregate.funds:
        if not fund.within:
            raise GateError("seal.fund", fund=fund.fund)


def _count_sheets(
    desk: Desk, uow: UnitOfWork, row: RoundRow, state: RoundState, aggregate: Aggregate
) -> None:
    """Write one event per received sheet: counted, trimmed, void or revised (design §4.1, ack)."""
    marks = {mark.sheet: mark for line in aggregate.applications for mark in line.after.marks}
    before = {mark.sheet for line in aggregate.applications for mark in line.before.marks}
    void = sheets_out_of_count(uow, row, state)
    at = desk.clock.now()
    for message in sorted(uow.messages.find(row.round_id, "sheet"), key=lambda one: one.message_id):
        body = post.body_of_row(message)
        if not isinstance(body, SheetBody):
            raise ProgramFault(f"message {message.message_id} is no sheet")
        mark = marks.get(message.message_id)
        data = {
            "sheet": message.message_id,
            "application": body.application,
            "phase": body.phase,
            "counted": mark is not None,
            "trimmed": mark.trimmed if mark is not None else "",
            "void": message.message_id in void,
            "revised": mark is None and message.message_id in before,
        }
        log.record(uow, row.round_id, COUNTED, state.secretary.code, at, data)


def _result(
    desk: Desk, uow: UnitOfWork, row: RoundRow, state: RoundState, aggregate: Aggregate, head: LogHead
) -> MessageRow:
    """Sign the result with all its parts."""
    parts = [*_evidence(uow, row, state), *_tables(uow, row, state, aggregate, head)]
    parts += _forms(uow, row, state, aggregate, desk.clock.now())
    listed = tuple(
        ResultPart(file=f"data/{n:06d}.{part.attachment.extension}", role=part.role, title=part.title)
        for n, part in enumerate(parts, 1)
    )
    return post.issue(
        uow,
        desk,
        row,
        kind="result",
        slot="",
        body=ResultBody(parts=listed, log=head),
        data=[part.attachment for part in parts],
        round_version=state.version_id,
    )


def _evidence(uow: UnitOfWork, row: RoundRow, state: RoundState) -> list[Part]:
    """Return round chain, consents and sheets in signed form, without consents to a waiting version."""
    chain = [one for one in uow.messages.find(row.round_id, "round") if one.message_id in state.versions]
    # Consents to a version that was withdrawn stand in the version that took its place.
    counting = {f"round:{version}" for version in state.versions if version not in state.withdrawn}
    waiting = {f"round:{one.message_id}" for one in uow.messages.find(row.round_id, "round")} - counting
    consents = _by_id([one for one in uow.messages.find(row.round_id, "consent") if one.slot not in waiting])
    sheets = _by_id(uow.messages.find(row.round_id, "sheet"))
    return [
        *(Part("round", f"round-{n}", post.carried(one)) for n, one in enumerate(chain, 1)),
        *(Part("consent", one.slot, post.carried(one)) for one in consents),
        *(Part("sheet", one.slot, post.carried(one)) for one in sheets),
    ]


def _tables(
    uow: UnitOfWork, row: RoundRow, state: RoundState, aggregate: Aggregate, head: LogHead
) -> list[Part]:
    """Return catalogue, applications, recusals, aggregate and log."""
    catalogue = uow.catalogues.get(state.settings.catalogue_digest)
    if catalogue is None:
        raise ProgramFault("the round's catalogue is not in the vault")
    applications = applications_bytes(result_applications(uow, row, state.settings, state.assigned))
    recusals = canonical_bytes({"recusals": msgspec.to_builtins(recusal_lines(uow, row, state)), "schema": 1})
    leaves = [event.leaf for event in uow.events.all(row.round_id)][: head.size]
    return [
        Part("catalogue", "catalogue.json", Attachment("json", catalogue)),
        Part("applications", "applications.json", Attachment("json", applications)),
        Part("recusals", "recusals.json", Attachment("json", recusals)),
        Part("aggregate", "aggregate.json", Attachment("json", aggregate_bytes(aggregate))),
        Part("log", "log.jsonl", Attachment("jsonl", b"".join(leaf + b"\n" for leaf in leaves))),
    ]


def _forms(uow: UnitOfWork, row: RoundRow, state: RoundState, aggregate: Aggregate, at: str) -> list[Part]:
    """Return the forms that speak of codes only, as PDF and as tables."""
    summary = forms.score_summary(uow, row, state, aggregate, at)
    results = forms.result_list(uow, row, state, aggregate, at)
    values: list[Struct] = [summary, results]
    # Only what is proposed for approval is published (rules §2.1): a stage has no F15.
    if state.settings.stage == "proposal":
        values.append(forms.public_notice(uow, row, state, aggregate, at))
    printed = [
        Part("form", f"{form_id(value)}.pdf", Attachment("pdf", print_form(value, lang=FORM_LANGUAGE)))
        for value in values
    ]
    return [
        *_books("F08", lambda: summary_tables(summary, FORM_LANGUAGE)),
        *_books("F14", lambda: result_tables(results, FORM_LANGUAGE)),
        *printed,
    ]


def _books(name: str, tables: Callable[[], Sequence[Sheet]]) -> list[Part]:
    """Return a list as one workbook and as one CSV file per table; rows are read once, so made twice."""
    books = [Part("table", f"{name}.xlsx", Attachment("xlsx", write_xlsx(tables())))]
    for page in tables():
        title = f"{name}-{page.title}.csv"
        books.append(Part("table", title, Attachment("csv", write_csv(page.with_heading()))))
    return books


def applications_bytes(rows: Sequence[ResultApplication]) -> bytes:
    """Return ``applications.json`` (docs/bodies.md §4)."""
    return canonical_bytes({"applications": msgspec.to_builtins(rows), "schema": 1})


def _names(uow: UnitOfWork, row: RoundRow) -> NamesBody:
    """Return the key between codes and people."""
    people = tuple(
        NamedPerson(
            code=seat.code,
            roster=seat.expert_id,
            name=seat.name,
            organisation=seat.organisation,
            card=seat.card_id,
        )
        for seat in uow.seats.all(row.round_id)
    )
    return NamesBody(salt=code_salt(uow, row), people=people)


def _by_id(rows: Sequence[MessageRow]) -> list[MessageRow]:
    """Sort messages by id, the order of the result (docs/bodies.md §3)."""
    return sorted(rows, key=lambda one: one.message_id)
