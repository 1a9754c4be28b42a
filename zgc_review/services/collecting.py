"""Taking in what members hand back; idempotent, and every refusal has its own sentence (design §4.3)."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from zgc_review.conflicts.rules import BY_ID
from zgc_review.domain.bodies import ConsentBody, DeclarationBody, LetterBody, ScoresBody, SheetBody
from zgc_review.domain.ports import UnitOfWork
from zgc_review.domain.rows import ApplicationRow, MessageRow, RoundRow
from zgc_review.domain.states import SCORED, State
from zgc_review.errors import GateError, PackageError, ReviewError, SealError, StorageError
from zgc_review.scoring.received import check_locked
from zgc_review.seal.arrival import Expected, check_expected
from zgc_review.seal.manifest import Manifest
from zgc_review.seal.opened import OpenedMessage, carried_messages
from zgc_review.services import log, post
from zgc_review.services.absences_rules import Welcome
from zgc_review.services.acks import event_of
from zgc_review.services.amending_effects import take_effect
from zgc_review.services.chain import RoundState
from zgc_review.services.consents import (
    check_asked,
    check_consent,
    consent_slot,
    may_sign,
    note_consent,
)
from zgc_review.services.deliberating_acts import check_act
from zgc_review.services.desk import Desk, as_secretary
from zgc_review.services.following import known_members
from zgc_review.services.letters import given_to, sent_letter
from zgc_review.services.locking import lock_complete
from zgc_review.services.panel_acting import acts_on
from zgc_review.services.revising_rules import check_arriving
from zgc_review.services.rounds import acting_state, catalogue_of, state_of
from zgc_review.services.score_escrow import check_way
from zgc_review.services.score_escrow_files import Sealed, hold
from zgc_review.services.series import Series, check_named_version, check_number
from zgc_review.services.sheet_references import References
from zgc_review.services.voiding_settling import settle

FILE_LIMIT = 256 << 20
REFUSED = "file.refused"
_REFUSAL = f'"act":"{REFUSED}"'.encode()
_EXPERT_KINDS = frozenset({"scores", "declaration"})
# Rules with a second level beside the ordinary one (rules §4: R05, R16, R17).
_SECOND_LEVELS = {"R05": "D", "R16": "V", "R17": "V"}


@dataclass(frozen=True, slots=True)
class Arrival:
    """What became of one file.

    Attributes:
        file: its name.
        outcome: ``new``, ``duplicate`` (already loaded), ``older``, ``held`` (a score file under escrow, not
            opened yet) or ``refused``.
        kind: kind of message, empty when it could not be read.
        code: sender's code, empty when unknown.
        seq: number of the message in its slot.
        error: why it was refused.
    """

    file: str
    outcome: str
    kind: str = ""
    code: str = ""
    seq: int = 0
    error: ReviewError | None = None


def collect(desk: Desk, row: RoundRow, paths: Sequence[Path], code: str = "") -> tuple[Arrival, ...]:
    """Take in files, each in a transaction of its own; of a refused file only the event is kept.

    ``code``: who handed the files in; asked of score files under escrow whose names do not say it.

    Raises:
        GateError: ``round.role.secretary``: only the round's own vault collects.
    """
    as_secretary(row)
    arrivals = tuple(_take(desk, row, path, code) for path in paths)
    with desk.vault.begin() as uow:
        if conclude(desk, uow, row, arrivals):
            uow.commit()
    return arrivals


def conclude(desk: Desk, uow: UnitOfWork, row: RoundRow, arrivals: Sequence[Arrival]) -> bool:
    """Do what follows from files that were taken in; say whether anything did. The caller commits."""
    moved = lock_complete(desk, uow, row)
    if any(one.outcome == "new" for one in arrivals):
        settle(desk, uow, row)
        moved = True
    return moved


def _take(desk: Desk, row: RoundRow, path: Path, code: str) -> Arrival:
    """Take in one file."""
    sealed: Sealed | None = None
    try:
        data = post.read_file(path, FILE_LIMIT)
        sealed = Sealed(path.name, hashlib.sha256(data).hexdigest(), data)
        with desk.vault.begin() as uow:
            arrival = _open_or_hold(desk, uow, row, sealed, code)
            take_effect(desk, uow, row)
            uow.commit()
    except ReviewError as fault:
        fault.params.setdefault("file", path.name)
        # What this computer could not read or keep says nothing about the file.
        if sealed is not None and not isinstance(fault, StorageError):
            _note_refused(desk, row, sealed, fault.code)
        return Arrival(path.name, "refused", error=fault)
    return arrival


def _note_refused(desk: Desk, row: RoundRow, sealed: Sealed, error: str) -> None:
    """Write that a file was refused and why, once for the same file and reason; nothing of its content."""
    data = {"error": error, "file": sealed.sha256}
    with desk.vault.begin() as uow:
        known = (event_of(one.leaf) for one in uow.events.all(row.round_id) if _REFUSAL in one.leaf)
        if all(one["data"]["error"] != error or one["data"]["file"] != sealed.sha256 for one in known):
            by, at = row.code or "", desk.clock.now()
            log.record(uow, row.round_id, REFUSED, by, at, data, {"name": sealed.name})
            uow.commit()


def _open_or_hold(desk: Desk, uow: UnitOfWork, row: RoundRow, sealed: Sealed, code: str) -> Arrival:
    """Open a file and judge it; what is sealed to the escrow key is kept as it is."""
    try:
        opened = post.open_sealed(desk, uow, sealed.data, file=sealed.name)
    except SealError as fault:
        held = hold(desk, uow, row, sealed, code) if fault.code == "seal.age.not_for_me" else None
        if held is None:
            raise
        return Arrival(sealed.name, held[0], "scores", held[1])
    return judge(desk, uow, row, opened, sealed.name, sealed.sha256)


def judge(
    desk: Desk,
    uow: UnitOfWork,
    row: RoundRow,
    opened: OpenedMessage,
    file: str,
    sha256: str,
    *,
    escrowed: bool = False,
) -> Arrival:
    """Judge a message that holds together, and keep it if it is wanted; the caller commits.

    ``escrowed``: the escrow key opened it; then it is a score file or nothing.
    """
    kind, manifest = opened.manifest.kind, opened.manifest
    _check_place(desk, uow, row, manifest, escrowed=escrowed)
    body = post.typed_body(opened)
    # A waiting version counts for consents to it alone: whom it would make a member may consent.
    about = body.about if isinstance(body, ConsentBody) and body.act == "round" else None
    state = acting_state(uow, row) if about is not None else state_of(uow, row)
    code = _sender(state, opened)
    if uow.messages.get(opened.id) is not None:
        taken = kind == "scores" and _take_left_out(desk, uow, row, state, opened, code)
        return Arrival(file, "new" if taken else "duplicate", kind, code, manifest.seq)
    try:
        check_number(uow, row, opened.id, manifest)
    except PackageError as fault:
        if fault.code != "seal.arrival.older":
            raise
        return Arrival(file, "older", kind, code, manifest.seq)
    check_named_version(state, manifest, code, about)
    if isinstance(body, ScoresBody):
        check_way(state, manifest, body, code, escrowed=escrowed)
        _keep_sheets(desk, uow, row, state, opened, body, code)
    elif opened.entries:
        raise PackageError("collect.listing", code=code)
    elif isinstance(body, DeclarationBody):
        _check_declaration(uow, row, code, body)
    elif isinstance(body, ConsentBody):
        _check_act(uow, row, state, manifest, body, code)
        Series(uow, row, str(manifest.sender)).check(opened.id, manifest, code)
    message = post.stored_row(opened, at=desk.clock.now(), file_sha256=sha256)
    uow.messages.add(message)
    _note(desk, uow, row, message, body, code)
    return Arrival(file, "new", kind, code, manifest.seq)


def _check_place(desk: Desk, uow: UnitOfWork, row: RoundRow, manifest: Manifest, *, escrowed: bool) -> None:
    """Refuse a message of another round, a rehearsal, another kind, or not addressed to this card."""
    others = [one.round_id for one in uow.rounds.all() if one.rehearsal != row.rehearsal]
    expected = Expected(
        suite=desk.suite.name,
        round=row.round_id,
        kinds={"scores"} if escrowed else {*_EXPERT_KINDS, "consent"},
        me="" if escrowed else _mine(uow, row, manifest),
        rehearsal=row.rehearsal,
        other_sort=others,
    )
    check_expected(manifest, expected)


def _mine(uow: UnitOfWork, row: RoundRow, manifest: Manifest) -> str:
    """Return which of the secretary's cards a message is for: some know only the one that was replaced."""
    own = {card.card_id for card in uow.cards.own()}
    cards = [one.card for one in known_members(uow, row) if one.role == "secretary" and one.card in own]
    return next((one for one in cards if one in manifest.to), row.card_id)


def _sender(state: RoundState, opened: OpenedMessage) -> str:
    """Return the code of the member who signed; refuse strangers, forgeries and other people's names."""
    manifest = opened.manifest
    owner = state.owner(str(manifest.sender))
    if owner is None:
        raise PackageError("seal.signature.sender", part="manifest.json")
    opened.require_signer(owner.key)
    if not state.accepts(owner.card, opened.id):
        raise PackageError("collect.revoked", code=owner.code)
    if manifest.kind in _EXPERT_KINDS and (owner.role != "expert" or manifest.slot != owner.code):
        raise PackageError("seal.arrival.sender", code=owner.code)
    return owner.code


def _keep_sheets(
    desk: Desk,
    uow: UnitOfWork,
    row: RoundRow,
    state: RoundState,
    opened: OpenedMessage,
    body: ScoresBody,
    code: str,
) -> bool:
    """Judge every sheet of a score file and keep those that are new; say whether any was kept.

    A score file is cumulative: a revision that came too late is left out, so that it does not bar what
    comes beside it. A file that brings nothing else is refused for it.
    """
    sheets = carried_messages(opened)
    bodies = [post.typed_body(sheet) for sheet in sheets]
    _check_listing(opened, bodies, body, code)
    owner = state.owner(str(opened.manifest.sender))
    given = given_to(uow, row, code)
    bench = _Bench(uow, row, state, code)
    series = Series(uow, row, str(opened.manifest.sender))
    kept, late = False, list[tuple[OpenedMessage, GateError]]()
    for sheet, content, listed in zip(sheets, bodies, body.sheets, strict=True):
        if owner is None or sheet.manifest.sender != owner.card or listed.code != code:
            raise PackageError("seal.arrival.sender", code=code)
        sheet.require_signer(owner.key)
        if uow.messages.get(sheet.id) is None:
            if content.application not in given:
                raise PackageError("collect.unassigned", code=code)
            left_out = _left_out(bench, sheet, content)
            if left_out is not None:
                late.append((sheet, left_out))
                continue
            check_named_version(state, sheet.manifest, code)
            series.check(sheet.id, sheet.manifest, code)
            uow.messages.add(post.stored_row(sheet, at=desk.clock.now()))
            kept = True
    if late and not kept:
        raise late[0][1]
    for sheet, fault in late:
        data = {"application": sheet.manifest.slot, "sheet": sheet.id}
        act = "sheet.left_out" if fault.code == "collect.taken_off" else "revision.left_out"
        log.record(uow, row.round_id, act, code, desk.clock.now(), data)
    return kept


class _Bench:
    """What the sheets of one file are judged by, read once: every sheet that is kept is a write."""

    def __init__(self, uow: UnitOfWork, row: RoundRow, state: RoundState, code: str) -> None:
        self.uow, self.row, self.state, self.code = uow, row, state, code
        self.references = References(uow, row, code)
        self.welcome = Welcome(uow, row, state, code)
        self.catalogue = catalogue_of(uow, state)


def _left_out(bench: _Bench, sheet: OpenedMessage, content: SheetBody) -> GateError | None:
    """Judge one new sheet; return why it is left out, raise any other fault.

    Left out is a revision that is not wanted now, and a sheet of somebody who was taken off the application
    before it arrived: the rest of the file must not suffer.
    """
    members = bench.state.assigned.get(content.application)
    if members is not None and bench.code not in members:
        application = bench.uow.applications.get(content.application)
        number = application.number if application else ""
        return GateError("collect.taken_off", number=number, code=bench.code)
    try:
        _check_sheet(bench, sheet, content)
    except GateError as fault:
        if content.phase == "initial":
            raise
        return fault
    return None


def _take_left_out(
    desk: Desk, uow: UnitOfWork, row: RoundRow, state: RoundState, opened: OpenedMessage, code: str
) -> bool:
    """Take the revisions of a known score file that were left out, once they are wanted."""
    try:
        return _keep_sheets(desk, uow, row, state, opened, post.typed_body(opened), code)
    except GateError:
        return False


def _check_listing(opened: OpenedMessage, bodies: Sequence[Any], body: ScoresBody, code: str) -> None:
    """What is inside must be sheets in order of application and phase, as listed (docs/bodies.md §3)."""
    sheets = carried_messages(opened)
    for sheet, content in zip(sheets, bodies, strict=True):
        if not isinstance(content, SheetBody):
            raise PackageError("seal.arrival.kind", kind=sheet.manifest.kind)
    places = [(content.application, content.phase) for content in bodies]
    pairs = enumerate(zip(sheets, places, strict=True), 1)
    inside = [(sheet.id, f"data/{n:06d}.tar", *place) for n, (sheet, place) in pairs]
    listed = [(one.sheet, one.file, one.application, one.phase) for one in body.sheets]
    if inside != listed or places != sorted(set(places)) or len(sheets) != len(opened.entries):
        raise PackageError("collect.listing", code=code)


def _check_act(
    uow: UnitOfWork, row: RoundRow, state: RoundState, manifest: Manifest, body: ConsentBody, code: str
) -> None:
    """A consent must be whole, in its own slot, an act its signer may sign, and wanted here and now."""
    check_consent(body)
    if manifest.slot != consent_slot(body):
        raise PackageError("seal.arrival.slot")
    if not may_sign(state, code, body, acts=acts_on(uow, row, state, code, body.application)):
        raise GateError("consent.role", act=body.act)
    if body.act != "round":  # a version that still waits gives nobody the right to decide
        check_act(uow, row, state_of(uow, row), code, body)
    else:
        check_asked(uow, row, body, code)


def _check_sheet(bench: _Bench, sheet: OpenedMessage, body: SheetBody) -> None:
    """Judge one new sheet: application, version, letter, content, state of the round."""
    uow, row, state, code = bench.uow, bench.row, bench.state, bench.code
    application = uow.applications.get(body.application)
    if application is None or sheet.manifest.slot != body.application:
        raise PackageError("collect.unassigned", code=code)
    if body.application_version != application.version:
        raise PackageError("collect.version", number=application.number, code=code)
    bench.references.check(sheet, application, body)
    if body.phase == "revision":
        check_arriving(uow, row, state, application, body, code)
    elif application.state in SCORED and not _is_late_recusal(application, body):
        raise GateError("collect.aggregated", number=application.number, code=code)
    elif body.state == "locked":
        bench.welcome.check(application)
    check_number(uow, row, sheet.id, sheet.manifest)
    rubric = bench.catalogue.rubric(application.sub_direction, state.settings.stage)
    check_locked(body, rubric, state.settings)


def _is_late_recusal(application: ApplicationRow, body: SheetBody) -> bool:
    """Say whether a sheet recuses its writer late, which is possible until sealing (rules §4.2)."""
    return body.state == "recused" and application.state != State.SEALED


def _check_declaration(uow: UnitOfWork, row: RoundRow, code: str, body: DeclarationBody) -> None:
    """A declaration must answer for every application of the sender's letter, at levels the rules know."""
    if uow.messages.find(row.round_id, "result"):
        raise GateError("collect.sealed", code=code)
    letter: LetterBody | None = sent_letter(uow, row, code)
    assigned = {one.application for one in letter.applications} if letter else set()
    answered = {one.application for one in body.answers}
    if not assigned <= answered:
        raise PackageError("collect.declaration", code=code)
    if not answered <= given_to(uow, row, code):
        raise PackageError("collect.unassigned", code=code)
    for item in (item for one in body.answers for item in one.items):
        if item.level not in {BY_ID[item.rule].level.value, _SECOND_LEVELS.get(item.rule)}:
            raise PackageError("collect.level", code=code, rule=item.rule, level=item.level)


def _note(
    desk: Desk,
    uow: UnitOfWork,
    row: RoundRow,
    message: MessageRow,
    body: ScoresBody | DeclarationBody | ConsentBody,
    code: str,
) -> None:
    """Write the event of an arrival."""
    at = desk.clock.now()
    if isinstance(body, ConsentBody):
        note_consent(uow, row, message, body, code, at)
        return
    data = {"file": message.file_sha256, "message": message.message_id, "seq": message.seq}
    log.record(uow, row.round_id, f"{message.kind}.received", code, at, data)
