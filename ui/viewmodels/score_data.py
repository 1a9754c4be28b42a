"""What the score screen reads from the vault: the queue, one sheet, the versions of its draft."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

import msgspec

from zgc_review.catalogue import Catalogue, Rubric
from zgc_review.catalogue.model import Attachment, Label, Measure, Screening, SubDirection, Veto
from zgc_review.domain.bodies import Phase, SheetBody
from zgc_review.domain.ports import UnitOfWork
from zgc_review.domain.rows import ApplicationRow, DocumentRow, RoundRow
from zgc_review.domain.settings import RoundSettings
from zgc_review.domain.states import SheetStatus
from zgc_review.scoring.history import Change, describe_change
from zgc_review.services import post
from zgc_review.services.chain import RoundState
from zgc_review.services.declaring import has_declared
from zgc_review.services.desk import Desk
from zgc_review.services.own_work import Shelf
from zgc_review.services.reading import readable_application
from zgc_review.services.revising import REVISION
from zgc_review.services.revising_rules import own_sheet, phase_at_work
from zgc_review.services.rounds import catalogue_of, state_of
from zgc_review.services.sheet_versions import is_changed, lacks
from zgc_review.services.sheets import draft_of, rubric_of

SCORED = (SheetStatus.OPEN, SheetStatus.LOCKED, SheetStatus.PENDING, SheetStatus.RECUSED)
CLOSED = ("pending", "recused")
FINISHED = ("done", "locked")


@dataclass(frozen=True)
class Entry:
    """One application in the queue; a closed one (pending, recused) says nothing but its number.

    ``status`` is ``untouched``, ``begun``, ``done`` (complete), ``locked``, ``pending`` or ``recused``;
    ``changed`` says that a letter brought other documents or another record after the sheet was begun.
    """

    application_id: str
    number: str
    status: str
    unit: str = field(default="", repr=False)
    title: str = field(default="", repr=False)
    rule: str = ""
    missing: int = 0
    direction: str = ""
    changed: bool = False

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
    """The queue, and whether the declaration was signed that opens it.

    ``names`` are the sub-directions of the entries in Chinese and English, by id, in the order of the queue.
    """

    is_declared: bool
    entries: tuple[Entry, ...]
    names: Mapping[str, tuple[str, str]] = field(default_factory=dict)


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
    group: str
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
    first_total: int | None = None  # of the sheet that is revised, points × 100
    application_version: str = ""  # the one in force; the sheet may judge an earlier one


@dataclass(frozen=True)
class Version:
    """One stored version of a draft and what it changed."""

    n: int
    at: str
    changes: tuple[Change, ...] = field(repr=False)
    body: SheetBody = field(repr=False)


def read_board(desk: Desk, row: RoundRow) -> Board:
    """Return the queue by sub-direction and number; without a declaration nothing but the numbers (C8).

    Closed applications stand among the others of their sub-direction, and at the end where there is no
    other: nothing names the sub-direction of a closed one (rules §15).
    """
    with desk.vault.begin() as uow:
        declared = has_declared(uow, row)
        state = state_of(uow, row)
        shelf = Shelf(uow, row, state)
        rows = [one for one in uow.applications.all(row.round_id) if one.state in SCORED]
        entries = [_entry(uow, row, shelf, one, declared=declared) for one in rows]
        names = names_of(shelf.catalogue, entries)
    places = {name: place for place, name in enumerate(names)}
    shown = [named(one, names) for one in entries]
    return Board(
        declared, tuple(sorted(shown, key=lambda one: places.get(one.direction, len(places)))), names
    )


def names_of(catalogue: Catalogue, entries: Iterable[Entry]) -> dict[str, tuple[str, str]]:
    """Return the sub-directions of what is open: names in Chinese and English, in order of the catalogue."""
    wanted = {one.direction for one in entries if not one.is_closed}
    return {
        one.id: (one.zh, one.en)
        for measure in catalogue.measures
        for one in measure.sub_directions
        if one.id in wanted
    }


def named(entry: Entry, names: Mapping[str, tuple[str, str]]) -> Entry:
    """Return a line of the queue without its sub-direction where nothing open has the same."""
    return entry if entry.direction in names else replace(entry, direction="")


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
    uow: UnitOfWork, row: RoundRow, shelf: Shelf, application: ApplicationRow, *, declared: bool
) -> Entry:
    """Return one line of the queue."""
    name = application.application_id
    direction = application.sub_direction if declared else ""
    if application.state in {SheetStatus.RECUSED, SheetStatus.PENDING}:
        return closed_entry(application, direction)
    if not declared:
        return Entry(name, application.number, "untouched")
    draft = shelf.draft(application)
    is_locked = is_signed(uow, row, application, shelf.phase(application))
    lacking = 0
    if draft is not None and not is_locked:
        lacking = len(lacks(draft, application.version, shelf.rubric(application), shelf.settings))
    return open_entry(application, draft, is_locked=is_locked, lacking=lacking)


def closed_entry(application: ApplicationRow, direction: str) -> Entry:
    """Return the line of an application of which nothing may be shown; it stands at its sub-direction."""
    status = "recused" if application.state == SheetStatus.RECUSED else "pending"
    name, number = application.application_id, application.number
    return Entry(name, number, status, rule=application.reason, direction=direction)


def open_entry(
    application: ApplicationRow, draft: SheetBody | None, *, is_locked: bool, lacking: int
) -> Entry:
    """Return the line of an application that may be shown; ``draft`` is None while nothing was saved."""
    record = application.record
    return Entry(
        application.application_id,
        application.number,
        status_of(is_locked=is_locked, is_saved=draft is not None, lacking=lacking),
        str(record.get("unit_name", "")),
        str(record.get("title", "")),
        missing=lacking,
        direction=application.sub_direction,
        changed=is_changed(draft, application),
    )


def is_signed(uow: UnitOfWork, row: RoundRow, application: ApplicationRow, phase: Phase) -> bool:
    """Say whether the sheet of the phase at work is signed."""
    if application.state != SheetStatus.LOCKED:
        return False
    return phase != REVISION or own_sheet(uow, row, application.application_id, phase) is not None


def _first_total(uow: UnitOfWork, row: RoundRow, application: ApplicationRow) -> int | None:
    """Return the total of the first sheet, which stays beside its revision (rules §6.8)."""
    first = own_sheet(uow, row, application.application_id, "initial")
    total: int | None = post.body_of_row(first).total if first is not None else None
    return total


def _sheet(uow: UnitOfWork, row: RoundRow, state: RoundState, application: ApplicationRow) -> Sheet:
    """Gather everything about one application."""
    phase = phase_at_work(uow, row, application)
    catalogue = catalogue_of(uow, state)
    measure = catalogue.measure_of(application.sub_direction)
    rubric = rubric_of(uow, state, application)
    newest = uow.drafts.newest(row.round_id, application.application_id, phase)
    signed = own_sheet(uow, row, application.application_id, phase)
    vetoes: tuple[Veto | Screening, ...] = (*rubric.screening, *catalogue.vetoes_for(measure.id))
    record = application.record
    amount = record.get("requested_amount")
    locked = is_signed(uow, row, application, phase)
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
        group=application.group or "",
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
        first_total=_first_total(uow, row, application) if phase == REVISION else None,
        application_version=application.version,
    )
