"""What the score screen reads from the vault: the queue, one sheet, the versions of its draft."""

from __future__ import annotations

from dataclasses import dataclass, field

import msgspec

from zgc_review.catalogue import Rubric
from zgc_review.catalogue.model import Attachment, Label, Measure, Screening, SubDirection, Veto
from zgc_review.domain.bodies import Phase, SheetBody
from zgc_review.domain.ports import UnitOfWork
from zgc_review.domain.rows import ApplicationRow, DocumentRow, RoundRow
from zgc_review.domain.settings import RoundSettings
from zgc_review.domain.states import SheetStatus
from zgc_review.scoring.completeness import missing
from zgc_review.scoring.history import Change, describe_change
from zgc_review.services import post
from zgc_review.services.chain import RoundState
from zgc_review.services.declaring import has_declared
from zgc_review.services.desk import Desk
from zgc_review.services.reading import readable_application
from zgc_review.services.revising import REVISION
from zgc_review.services.revising_rules import own_sheet, phase_at_work
from zgc_review.services.rounds import catalogue_of, state_of
from zgc_review.services.sheets import draft_of, rubric_of

SCORED = (SheetStatus.OPEN, SheetStatus.LOCKED, SheetStatus.PENDING, SheetStatus.RECUSED)
CLOSED = ("pending", "recused")
FINISHED = ("done", "locked")


@dataclass(frozen=True)
class Entry:
    """One application in the queue; a closed one (pending, recused) says nothing but its number.

    ``status`` is ``untouched``, ``begun``, ``done`` (complete), ``locked``, ``pending`` or ``recused``.
    """

    application_id: str
    number: str
    status: str
    unit: str = field(default="", repr=False)
    title: str = field(default="", repr=False)
    rule: str = ""
    missing: int = 0

    @property
    def is_closed(self) -> bool:
        """Whether nothing of the application may be shown."""
        return self.status in CLOSED

    @property
    def is_unfinished(self) -> bool:
        """Whether the expert still has to work on it."""
        return not self.is_closed and self.status not in FINISHED


@dataclass(frozen=True)
class Board:
    """The queue, and whether the declaration was signed that opens it."""

    is_declared: bool
    entries: tuple[Entry, ...]


@dataclass(frozen=True)
class Sheet:
    """One open application as the rubric panel needs it."""

    application_id: str
    number: str
    unit: str = field(repr=False)
    title: str = field(repr=False)
    amount_fen: int | None
    documents: tuple[DocumentRow, ...] = field(repr=False)
    body: SheetBody = field(repr=False)
    phase: Phase
    is_locked: bool
    version: int
    rubric: Rubric
    settings: RoundSettings
    measure: Measure
    sub_direction: SubDirection
    roles: dict[str, Label]
    vetoes: tuple[Label, ...]
    veto_ids: tuple[str, ...]
    attachments: tuple[Attachment, ...]
    signed_at: str = ""


@dataclass(frozen=True)
class Version:
    """One stored version of a draft and what it changed."""

    n: int
    at: str
    changes: tuple[Change, ...] = field(repr=False)
    body: SheetBody = field(repr=False)


def read_board(desk: Desk, row: RoundRow) -> Board:
    """Return the queue in order of number; without a declaration nothing but the numbers (C8)."""
    with desk.vault.begin() as uow:
        declared = has_declared(uow, row)
        state = state_of(uow, row)
        rows = [one for one in uow.applications.all(row.round_id) if one.state in SCORED]
        entries = [_entry(uow, row, state, one, declared=declared) for one in rows]
    return Board(declared, tuple(entries))


def read_sheet(desk: Desk, row: RoundRow, application_id: str) -> Sheet:
    """Return one application with the newest draft of its sheet, or the signed sheet once locked.

    Raises:
        GateError: ``application.unknown``, ``application.closed``, ``score.undeclared``, ``declare.pledge``.
    """
    with desk.vault.begin() as uow:
        application = readable_application(uow, row, application_id)
        state = state_of(uow, row)
        return _sheet(uow, row, state, application)


def read_versions(desk: Desk, row: RoundRow, application_id: str, phase: Phase) -> tuple[Version, ...]:
    """Return the versions of a draft, newest first, each with what it changed (acceptance U3)."""
    with desk.vault.begin() as uow:
        readable_application(uow, row, application_id)
        history = uow.drafts.history(row.round_id, application_id, phase)
    found: list[Version] = []
    before: SheetBody | None = None
    for one in history:
        body = msgspec.convert(one.body, SheetBody)
        found.append(Version(one.n, one.at, describe_change(before, body), body))
        before = body
    return tuple(reversed(found))


def status_of(*, is_locked: bool, is_saved: bool, lacking: int) -> str:
    """Return the status of a sheet that may be edited or was locked."""
    if is_locked:
        return "locked"
    if not is_saved:
        return "untouched"
    return "begun" if lacking else "done"


def _entry(
    uow: UnitOfWork, row: RoundRow, state: RoundState, application: ApplicationRow, *, declared: bool
) -> Entry:
    """Return one line of the queue."""
    name = application.application_id
    if application.state == SheetStatus.RECUSED:
        return Entry(name, application.number, "recused", rule=application.reason)
    if application.state == SheetStatus.PENDING:
        return Entry(name, application.number, "pending", rule=application.reason)
    if not declared:
        return Entry(name, application.number, "untouched")
    phase = phase_at_work(uow, row, application)
    saved = uow.drafts.newest(row.round_id, name, phase) is not None
    lacking = 0
    if saved:
        draft = draft_of(uow, row, application, phase)
        lacking = len(missing(draft, rubric_of(uow, state, application), state.settings))
    status = status_of(is_locked=_is_locked(uow, row, application, phase), is_saved=saved, lacking=lacking)
    record = application.record
    return Entry(
        name,
        application.number,
        status,
        str(record.get("unit_name", "")),
        str(record.get("title", "")),
        missing=lacking,
    )


def _is_locked(uow: UnitOfWork, row: RoundRow, application: ApplicationRow, phase: Phase) -> bool:
    """Say whether the sheet of the phase at work is signed."""
    if application.state != SheetStatus.LOCKED:
        return False
    return phase != REVISION or own_sheet(uow, row, application.application_id, phase) is not None


def _sheet(uow: UnitOfWork, row: RoundRow, state: RoundState, application: ApplicationRow) -> Sheet:
    """Gather everything about one application."""
    phase = phase_at_work(uow, row, application)
    catalogue = catalogue_of(uow, state)
    measure = catalogue.measure_of(application.sub_direction)
    rubric = rubric_of(uow, state, application)
    newest = uow.drafts.newest(row.round_id, application.application_id, phase)
    signed = own_sheet(uow, row, application.application_id, phase)
    vetoes: tuple[Veto | Screening, ...] = (*catalogue.vetoes_for(measure.id), *rubric.screening)
    record = application.record
    amount = record.get("requested_amount")
    locked = _is_locked(uow, row, application, phase)
    signed_body: SheetBody | None = post.body_of_row(signed) if locked and signed is not None else None
    return Sheet(
        application_id=application.application_id,
        number=application.number,
        unit=str(record.get("unit_name", "")),
        title=str(record.get("title", "")),
        amount_fen=amount if isinstance(amount, int) else None,
        documents=uow.applications.documents(application.application_id),
        body=signed_body if signed_body is not None else draft_of(uow, row, application, phase),
        phase=phase,
        is_locked=locked,
        version=newest.n if newest is not None else 0,
        rubric=rubric,
        settings=state.settings,
        measure=measure,
        sub_direction=catalogue.sub_direction(application.sub_direction),
        roles=dict(catalogue.role_labels),
        vetoes=tuple(Label(zh=one.zh, en=one.en) for one in vetoes),
        veto_ids=tuple(one.id for one in vetoes),
        attachments=catalogue.attachments_for(application.sub_direction, state.settings.stage),
        signed_at=signed.at if locked and signed is not None else "",
    )
