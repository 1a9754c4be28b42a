"""Taking in a panel file on the chair's vault: every signature is checked, older ones change nothing."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from msgspec import UnsetType

from zgc_review.domain.bodies import (
    ConsentBody,
    ListedSheet,
    PanelBody,
    SheetBody,
)
from zgc_review.domain.ports import UnitOfWork
from zgc_review.domain.rows import ApplicationRow, MessageRow, RoundRow
from zgc_review.domain.states import SheetStatus
from zgc_review.errors import GateError, PackageError
from zgc_review.scoring.received import check_locked
from zgc_review.seal.arrival import Arrival, Expected, Newest, check_expected, check_sequence
from zgc_review.seal.opened import OpenedMessage, carried_messages
from zgc_review.services import log, post
from zgc_review.services.assigned import keep_seen
from zgc_review.services.chain import RoundState
from zgc_review.services.consents import check_consent, consent_slot
from zgc_review.services.copies import require_copy
from zgc_review.services.desk import Desk
from zgc_review.services.following import require_pinned
from zgc_review.services.panel_acting import acting_named
from zgc_review.services.panel_content import is_carried
from zgc_review.services.rounds import my_code, state_of
from zgc_review.services.sheets import rubric_of

PANEL_LIMIT = 1 << 30
_ASIDE = frozenset({SheetStatus.RECUSED.value, SheetStatus.PENDING.value})


@dataclass(frozen=True, slots=True)
class TakenPanel:
    """What a panel file gave.

    Attributes:
        outcome: ``new``, ``duplicate`` (already loaded) or ``older`` (changes nothing).
        applications: how many applications it is about.
    """

    outcome: str
    group: str
    sheets: int
    applications: int


def take_panel(desk: Desk, row: RoundRow, path: Path) -> TakenPanel:
    """Check and keep a panel file; nothing is kept of one that fails.

    Raises:
        PackageError, SealError: ``seal.*``, ``panel.listing``, ``panel.unknown``, ``panel.version``,
            ``collect.version``, ``collect.revoked``.
        GateError: ``round.code.needed``; ``panel.recused``: it holds what is closed to the reader;
            ``panel.reader``; ``panel.unnamed``: an application for whose acting chair nobody named the
            reader; ``handback.done``; ``consent.*``. ScoringError: ``scoring.*``.
    """
    data = post.read_file(path, PANEL_LIMIT)
    with desk.vault.begin() as uow:
        require_copy(uow, row)
        opened = post.open_sealed(desk, uow, data, file=path.name)
        state = state_of(uow, row)
        require_pinned(row, state)
        body = _judge_place(desk, uow, row, state, opened)
        outcome = _order(uow, row, opened)
        if outcome == "new":
            _check_content(uow, state, opened, body)
            _keep(desk, uow, row, state, opened, body, hashlib.sha256(data).hexdigest())
            uow.commit()
    return TakenPanel(outcome, body.group, len(body.sheets), len(applications_of(body)))


def round_of_panel(desk: Desk, path: Path) -> RoundRow:
    """Return the round a panel file belongs to, to take it before that round was opened.

    Raises:
        PackageError, SealError: ``seal.*``; ``seal.arrival.kind``; ``seal.arrival.round``: none known here.
    """
    data = post.read_file(path, PANEL_LIMIT)
    with desk.vault.begin() as uow:
        manifest = post.open_sealed(desk, uow, data, file=path.name).manifest
        if manifest.kind != "panel":
            raise PackageError("seal.arrival.kind", kind=manifest.kind)
        for row in uow.rounds.all():
            if row.round_id == manifest.round and row.place != "secretary":
                return row
    raise PackageError("seal.arrival.round")


def not_taken(uow: UnitOfWork, row: RoundRow, paths: Sequence[Path]) -> tuple[Path, ...]:
    """Return the files whose bytes were not taken into this round; unreadable ones are left out."""
    taken = {one.file_sha256 for one in uow.messages.find(row.round_id, "panel")}
    return tuple(path for path in paths if (digest := _digest(path)) is not None and digest not in taken)


def _digest(path: Path) -> str | None:
    """Return the SHA-256 of a file, None where it cannot be read."""
    try:
        with path.open("rb") as stream:
            return hashlib.file_digest(stream, "sha256").hexdigest()
    except OSError:
        return None


def newest_panel(uow: UnitOfWork, row: RoundRow, group: str) -> MessageRow | None:
    """Return the panel message of a group that counts: the one with the highest number."""
    return newest_panels(uow, row).get(group)


def newest_panels(uow: UnitOfWork, row: RoundRow) -> Mapping[str, MessageRow]:
    """Return the panel message that counts of every group."""
    held = uow.messages.newest_of_slots(row.round_id, "panel")
    ordered = sorted(held, key=lambda one: (one.seq, one.message_id))
    return {one.slot.split(":")[0]: one for one in ordered}


def applications_of(body: PanelBody) -> frozenset[str]:
    """Return the applications a panel file is about: those with sheets, recusals or named members."""
    named = () if isinstance(body.panels, UnsetType) else body.panels
    found = {one.application for one in body.sheets} | {one.application for one in body.recusals}
    return frozenset(found | {one.application for one in named})


def _judge_place(
    desk: Desk, uow: UnitOfWork, row: RoundRow, state: RoundState, opened: OpenedMessage
) -> PanelBody:
    """Refuse a file of another round, kind, reader or sender."""
    others = [one.round_id for one in uow.rounds.all() if one.rehearsal != row.rehearsal]
    secretary, code = state.secretary, my_code(uow, row, state)
    expected = Expected(
        suite=desk.suite.name,
        round=row.round_id,
        kinds={"panel"},
        me=row.card_id,
        sender=secretary.card,
        rehearsal=row.rehearsal,
        other_sort=others,
    )
    check_expected(opened.manifest, expected)
    opened.require_signer(secretary.key)
    if opened.manifest.round_version not in state.versions:
        raise PackageError("panel.version")
    body: PanelBody = post.typed_body(opened)
    if opened.manifest.slot != f"{body.group}:{body.reader}" or body.reader != code:
        raise PackageError("seal.arrival.slot")
    if body.group not in state.groups_of_member(code):
        raise GateError("panel.reader", group=body.group, code=code)
    return body


def _order(uow: UnitOfWork, row: RoundRow, opened: OpenedMessage) -> str:
    """Say whether the file is new, known or older than one that was taken."""
    manifest = opened.manifest
    held = uow.messages.find(row.round_id, "panel", sender=manifest.sender, slot=manifest.slot)
    known = {one.seq: one for one in held}
    if not known:
        return "new"
    newest = known.get(manifest.seq, known[max(known)])
    try:
        arrival = check_sequence(opened.id, manifest.seq, Newest(newest.message_id, newest.seq))
    except PackageError as fault:
        if fault.code != "seal.arrival.older":
            raise
        return "older"
    return "duplicate" if arrival is Arrival.LOADED else "new"


def _check_content(uow: UnitOfWork, state: RoundState, opened: OpenedMessage, body: PanelBody) -> None:
    """Check every message inside, and that nothing is inside that is closed to the reader."""
    inside = carried_messages(opened)
    names = [f"data/{n:06d}.tar" for n in range(1, len(inside) + 1)]
    if [*(one.file for one in body.sheets), *body.consents] != names or len(inside) != len(opened.entries):
        raise PackageError("panel.listing")
    known = {one: _open_application(uow, body, one) for one in applications_of(body)}
    for message, line in zip(inside[: len(body.sheets)], body.sheets, strict=True):
        _check_sheet(uow, state, message, line, known[line.application])
    _check_panels(state, body)
    members = state.groups[body.group].members
    for message in inside[len(body.sheets) :]:
        _check_signer(state, message)
        act = post.typed_body(message)
        if not isinstance(act, ConsentBody) or not is_carried(act, known.keys(), members):
            raise PackageError("panel.listing")
        check_consent(act)
        if message.manifest.slot != consent_slot(act):
            raise PackageError("seal.arrival.slot")


def _check_panels(state: RoundState, body: PanelBody) -> None:
    """Where experts are assigned one by one, members of each application are named, and only they wrote."""
    if isinstance(body.panels, UnsetType) or not state.is_single:
        if state.is_single or not isinstance(body.panels, UnsetType):
            raise PackageError("panel.listing")
        return
    named = {one.application: one.members for one in body.panels}
    seats = {*state.groups[body.group].members}
    codes = [(one.application, one.members) for one in body.panels]
    fits = codes == sorted(codes) and len(named) == len(codes) and all(seats >= {*one} for _, one in codes)
    if not fits or any(one.code not in named.get(one.application, ()) for one in body.sheets):
        raise PackageError("panel.listing")


def _open_application(uow: UnitOfWork, body: PanelBody, application_id: str) -> ApplicationRow:
    """Return an application that the reader was given and is not closed to."""
    application = uow.applications.get(application_id)
    if application is None or application.group != body.group:
        raise PackageError("panel.unknown")
    if application.state in _ASIDE:
        raise GateError("panel.recused")
    return application


def _check_sheet(
    uow: UnitOfWork,
    state: RoundState,
    message: OpenedMessage,
    line: ListedSheet,
    application: ApplicationRow,
) -> None:
    """Check one sheet: whose it is, what it is about, and its content."""
    sheet = post.typed_body(message)
    if not isinstance(sheet, SheetBody) or message.id != line.sheet:
        raise PackageError("panel.listing")
    said = (message.manifest.slot, sheet.application, sheet.phase, sheet.state)
    if said != (line.application, line.application, line.phase, "locked"):
        raise PackageError("panel.listing")
    if _check_signer(state, message) != line.code:
        raise PackageError("seal.arrival.sender", code=line.code)
    if sheet.application_version != application.version:
        raise PackageError("collect.version", number=application.number, code=line.code)
    check_locked(sheet, rubric_of(uow, state, application), state.settings)


def _check_signer(state: RoundState, message: OpenedMessage) -> str:
    """Refuse a message inside that no member signed, or with a lost card; return the member's code."""
    owner = state.owner(str(message.manifest.sender))
    if owner is None:
        raise PackageError("seal.signature.sender", part="manifest.json")
    message.require_signer(owner.key)
    if not state.accepts(owner.card, message.id):
        raise PackageError("collect.revoked", code=owner.code)
    return owner.code


def _keep(
    desk: Desk,
    uow: UnitOfWork,
    row: RoundRow,
    state: RoundState,
    opened: OpenedMessage,
    body: PanelBody,
    file_sha256: str,
) -> None:
    """Keep the file and the consents inside it, which must name a reader who is not the chair."""
    at, code = desk.clock.now(), body.reader
    for message in carried_messages(opened)[len(body.sheets) :]:
        if uow.messages.get(message.id) is None:
            uow.messages.add(post.stored_row(message, at=at))
    uow.messages.add(post.stored_row(opened, at=at, file_sha256=file_sha256))
    if not isinstance(body.panels, UnsetType):
        keep_seen(uow, row, body.panels)
    if state.groups[body.group].chair != code:
        named = acting_named(uow, row, state)
        if any(named.get(one) != code for one in applications_of(body)):
            raise GateError("panel.unnamed", group=body.group)
    data = {"group": body.group, "panel": opened.id, "sheets": len(body.sheets)}
    log.record(uow, row.round_id, "panel.taken", code, at, data)
