"""Taking in applications: documents encrypted once, one transaction each, or one for all (rules §16)."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from zgc_review.domain.findings import Finding
from zgc_review.domain.ids import new_id
from zgc_review.domain.ports import UnitOfWork
from zgc_review.domain.rows import ApplicationRow, DocumentRow, RoundRow
from zgc_review.domain.states import State
from zgc_review.errors import GateError, IntakeError
from zgc_review.intake.applications import IntakeBatch, ParsedApplication, ParsedDocument, read_applications
from zgc_review.intake.memory import Memory
from zgc_review.seal.documents import seal_document
from zgc_review.seal.streams import Progress, no_progress
from zgc_review.services import log
from zgc_review.services.application_changes import keep_copy
from zgc_review.services.assigned import with_experts
from zgc_review.services.desk import Desk, as_secretary
from zgc_review.services.drawing_parallel import groups_for
from zgc_review.services.gates import record_word
from zgc_review.services.gates_book import carried_over
from zgc_review.services.intake_adjusting import reading_of
from zgc_review.services.letters import application_version
from zgc_review.services.moving import move
from zgc_review.services.rounds import catalogue_of, state_of

_WORKERS = 2


@dataclass(frozen=True, slots=True)
class TakenIn:
    """What became of a batch.

    Attributes:
        new, amended, unchanged, blocked: application numbers.
        findings: everything found, with place and remedy.
        documents: how many were encrypted; ``size`` their bytes.
    """

    new: tuple[str, ...]
    amended: tuple[str, ...]
    unchanged: tuple[str, ...]
    blocked: tuple[str, ...]
    findings: tuple[Finding, ...]
    documents: int
    size: int


@dataclass(frozen=True, slots=True)
class _Ready:
    """An application whose documents are encrypted, ready to be kept."""

    row: ApplicationRow
    documents: tuple[DocumentRow, ...]
    is_new: bool


def check_folder(desk: Desk, row: RoundRow, folder: Path, memory: Memory | None = None) -> IntakeBatch:
    """Read an intake folder and keep nothing: the dry run.

    Columns chosen and cells corrected before count; ``memory`` spares reading unchanged files again.
    """
    as_secretary(row)
    with desk.vault.begin() as uow:
        state = state_of(uow, row)
        catalogue = catalogue_of(uow, state)
        reading = reading_of(uow, row, memory)
    return read_applications(
        folder,
        catalogue,
        sub_directions=tuple(state.settings.modes),
        stage=state.settings.stage,
        reading=reading,
    )


def take_in(
    desk: Desk,
    row: RoundRow,
    folder: Path,
    *,
    strict: bool = False,
    progress: Progress = no_progress,
    memory: Memory | None = None,
) -> TakenIn:
    """Take in every application of a folder that has no error; with ``strict`` all or none.

    What an amended application was before stays beside it: record and documents, none deleted.

    Raises:
        IntakeError: ``intake.strict`` with the number of blocked applications; ``intake.folder``.
        GateError: ``intake.started``: an amended application is under review already.
    """
    batch = check_folder(desk, row, folder, memory)
    blocked = tuple(one.number for one in batch.applications if one.blocked)
    if strict and (blocked or batch.errors):
        raise IntakeError("intake.strict", count=max(len(blocked), 1), errors=batch.errors)
    work = _Work(desk, row, sum(doc.size for one in batch.ready for doc in one.documents), progress)
    groups = [list(batch.ready)] if strict else [[one] for one in batch.ready]
    for group in groups:
        work.take(group)
    return TakenIn(
        tuple(work.new),
        tuple(work.amended),
        tuple(work.unchanged),
        blocked,
        batch.findings,
        work.documents,
        work.size,
    )


class _Work:
    """Takes in groups of applications, each group whole or not at all."""

    def __init__(self, desk: Desk, row: RoundRow, total: int, progress: Progress) -> None:
        self._desk = desk
        self._round = row
        self._total = total
        self._progress = progress
        self.new: list[str] = []
        self.amended: list[str] = []
        self.unchanged: list[str] = []
        self.documents = 0
        self.size = 0

    def take(self, group: Sequence[ParsedApplication]) -> None:
        """Encrypt the documents of a group and keep its applications in one transaction."""
        kept: list[str] = []
        try:
            ready = [made for one in group if (made := self._prepare(one, kept)) is not None]
            with self._desk.vault.begin() as uow:
                for one in ready:
                    self._keep(uow, one)
                uow.commit()
        except BaseException:
            for digest in kept:
                self._desk.vault.objects.remove(digest)
            raise
        for one in ready:
            (self.new if one.is_new else self.amended).append(one.row.number)

    def _prepare(self, parsed: ParsedApplication, kept: list[str]) -> _Ready | None:
        """Encrypt one application's documents; None when the vault holds just this application."""
        with self._desk.vault.begin() as uow:
            before = uow.applications.by_number(self._round.round_id, parsed.number)
            known = before.application_id if before is not None else None
            record = carried_over(uow, self._round, known, dict(parsed.record))
        if before is not None and before.version == _version_of(parsed, record):
            self.unchanged.append(parsed.number)
            return None
        if before is not None and before.state not in {State.RECEIVED, State.FORMAL_FIX}:
            raise GateError("intake.started", number=parsed.number, state=before.state)
        suite = self._desk.suite
        identity = before.identity if before is not None and before.identity else suite.make_identity()
        recipient = suite.recipient_of(identity)
        application_id = before.application_id if before is not None else new_id()
        with ThreadPoolExecutor(_WORKERS) as pool:
            jobs = [
                pool.submit(self._seal, application_id, n, document, recipient)
                for n, document in enumerate(_wanted(parsed), 1)
            ]
            try:
                documents = [self._counted(job.result()) for job in jobs]
            finally:
                kept += _objects_of(jobs)
        row = ApplicationRow(
            application_id=application_id,
            round_id=self._round.round_id,
            number=parsed.number,
            sub_direction=parsed.sub_direction,
            group=None,
            state=State.RECEIVED.value,
            reason="",
            record=record,
            version=application_version(record, tuple(documents)),
            recipient=recipient,
            identity=identity,
        )
        return _Ready(row, tuple(documents), before is None)

    def _counted(self, document: DocumentRow) -> DocumentRow:
        """Count an encrypted document and report it."""
        self.documents += 1
        self.size += document.size
        self._progress(self.size, self._total)
        return document

    def _seal(
        self, application_id: str, position: int, parsed: ParsedDocument, recipient: str
    ) -> DocumentRow:
        """Encrypt one document into the object store."""
        writer = self._desk.vault.objects.writer()
        try:
            with parsed.path.open("rb") as source:
                sealed = seal_document(source, writer, self._desk.suite, recipient)
        except BaseException:
            writer.drop()
            raise
        digest = writer.keep()
        return DocumentRow(
            application_id,
            position,
            parsed.name,
            parsed.label,
            parsed.media,
            sealed.size,
            sealed.digest,
            digest,
        )

    def _keep(self, uow: UnitOfWork, one: _Ready) -> None:
        """Write one application and its event."""
        at = self._desk.clock.now()
        if one.is_new:
            uow.applications.add(one.row)
        else:
            before = uow.applications.get(one.row.application_id)
            if before is not None:
                keep_copy(uow, before, one.row.version, at)
            self._return(uow, one.row.application_id)
            uow.applications.update(one.row, at)
        uow.applications.set_documents(one.row.application_id, one.documents)
        data = {
            "application": one.row.application_id,
            "documents": len(one.documents),
            "version": one.row.version,
        }
        act = "application.received" if one.is_new else "application.amended"
        log.record(
            uow, self._round.round_id, act, self._round.code or "", at, data, {"number": one.row.number}
        )

    def _return(self, uow: UnitOfWork, application_id: str) -> None:
        """Move an application that was sent back for completion to RECEIVED (rules §2.1)."""
        before = uow.applications.get(application_id)
        if before is not None and before.state == State.FORMAL_FIX:
            move(self._desk, uow, self._round, application_id, State.RECEIVED, state_of(uow, self._round))


def _objects_of(jobs: Sequence[Future[DocumentRow]]) -> list[str]:
    """Stop what has not begun, wait for the rest, and return the objects that were written all the same."""
    for job in jobs:
        job.cancel()
    return [job.result().object for job in jobs if not job.cancelled() and job.exception() is None]


def admit(desk: Desk, row: RoundRow, numbers: Sequence[str], reason: str) -> int:
    """Pass applications through formal check and eligibility by a person's word, with a reason.

    Without ``numbers`` all received ones. What the program said about their gates is kept beside the word.
    Returns how many were admitted.

    Raises:
        GateError: ``admit.reason``, ``application.unknown``, ``round.state.move``.
    """
    as_secretary(row)
    if len(reason.strip()) < 2:
        raise GateError("admit.reason")
    with desk.vault.begin() as uow:
        state = state_of(uow, row)
        rows = [one for one in uow.applications.all(row.round_id) if _is_meant(one, numbers)]
        if numbers and len(rows) != len(set(numbers)):
            raise GateError("application.unknown")
        record_word(desk, uow, row, rows, reason.strip())
        for one in rows:
            move(desk, uow, row, one.application_id, State.FORMAL_OK, state, reason.strip())
            move(desk, uow, row, one.application_id, State.ELIGIBLE, state, reason.strip())
        uow.commit()
    return len(rows)


def reject(desk: Desk, row: RoundRow, number: str, reason: str) -> None:
    """End an application at the formal check, with a reason.

    Raises:
        GateError: ``admit.reason``, ``application.unknown``, ``round.state.move``.
    """
    as_secretary(row)
    if len(reason.strip()) < 2:
        raise GateError("admit.reason")
    with desk.vault.begin() as uow:
        one = uow.applications.by_number(row.round_id, number)
        if one is None:
            raise GateError("application.unknown")
        state = state_of(uow, row)
        move(desk, uow, row, one.application_id, State.FORMAL_FAIL, state, reason.strip())
        uow.commit()


def assign_groups(desk: Desk, row: RoundRow) -> int:
    """Give every eligible application of the open call to the group of its sub-direction (P11).

    Parallel groups over the same sub-directions share them evenly. Where experts are assigned one by one,
    those are given to the bench that have experts in the assignment in force.

    Raises:
        GateError: ``assign.group``: no seated group judges a sub-direction; ``assign.parallel``;
            ``assign.none``: no eligible application has experts in force.
    """
    as_secretary(row)
    with desk.vault.begin() as uow:
        state = state_of(uow, row)
        eligible = [
            one
            for one in uow.applications.all(row.round_id)
            if one.state == State.ELIGIBLE and state.settings.modes[one.sub_direction] == "open_call"
        ]
        if state.is_single:
            eligible = with_experts(state, eligible)
            groups = dict.fromkeys((one.application_id for one in eligible), next(iter(state.plans)))
        else:
            groups = dict(groups_for(uow, row, state, eligible))
        for one in eligible:
            uow.applications.set_group(one.application_id, groups[one.application_id])
            move(desk, uow, row, one.application_id, State.ASSIGNED, state)
        uow.commit()
    return len(eligible)


def _is_meant(one: ApplicationRow, numbers: Sequence[str]) -> bool:
    """Say whether an application is received and, where numbers are given, named."""
    return one.state == State.RECEIVED and (not numbers or one.number in numbers)


def _wanted(parsed: ParsedApplication) -> tuple[ParsedDocument, ...]:
    """Return the documents that are not refused."""
    return tuple(document for document in parsed.documents if not document.refused)


def _version_of(parsed: ParsedApplication, record: dict[str, Any]) -> str:
    """Return the application_version a parsed application would get, without encrypting anything."""
    rows = []
    for n, document in enumerate(_wanted(parsed), 1):
        with document.path.open("rb") as source:
            digest = hashlib.file_digest(source, "sha256").hexdigest()
        rows.append(DocumentRow("", n, document.name, document.label, "", document.size, digest, ""))
    return application_version(record, tuple(rows))
