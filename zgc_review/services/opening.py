"""Opening a package: find my letter, check it, show the list at once, fetch documents (design §4.2, §4.3)."""

from __future__ import annotations

import hashlib
from collections import deque
from collections.abc import Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path

from zgc_review.domain.bodies import (
    DeclaredAnswer,
    LetterApplication,
    LetterBody,
    SheetBody,
    plain,
)
from zgc_review.domain.ports import UnitOfWork
from zgc_review.domain.rows import ApplicationRow, DocumentRow, DraftRow, MessageRow, RoundRow
from zgc_review.domain.settings import RoundSettings
from zgc_review.domain.states import SheetStatus
from zgc_review.errors import GateError, PackageError
from zgc_review.seal.opened import OpenedMessage, carried_messages
from zgc_review.seal.package_read import ObjectFinder, Package, copy_object, find_letter, open_package
from zgc_review.seal.package_scan import Damage, Part
from zgc_review.seal.package_set import set_of, volume_path
from zgc_review.seal.reading import Reading
from zgc_review.seal.safe_files import require_space
from zgc_review.seal.streams import Progress, no_progress
from zgc_review.services import log, post
from zgc_review.services.application_changes import keep_copy
from zgc_review.services.awaited_letter import letter_came
from zgc_review.services.copies import require_copy
from zgc_review.services.declaring import recusal_of
from zgc_review.services.desk import Desk
from zgc_review.services.following import join_round, pin_round
from zgc_review.services.letters import application_version
from zgc_review.services.revising_rules import own_sheet
from zgc_review.services.rounds import state_of
from zgc_review.services.series import check_number
from zgc_review.services.sheet_versions import awaiting_word

# Documents copied but not yet known to be on the disk.
_UNSYNCED = 2


@dataclass(frozen=True, slots=True)
class OpenedPackage:
    """What opening a package gave.

    Attributes:
        row: the round, ``pinned`` once its code was typed.
        outcome: ``new``, ``duplicate`` or ``older`` letter.
        applications: applications in force, by number.
        damages: damaged parts that are not mine.
        changed: numbers of applications that are others now than those whose sheets were begun.
    """

    row: RoundRow
    outcome: str
    applications: tuple[ApplicationRow, ...]
    damages: tuple[Damage, ...]
    changed: tuple[str, ...] = ()


def open_review(desk: Desk, path: Path, code: str | None) -> OpenedPackage:
    """Open a package and take in my letter; documents are fetched or read later.

    Raises:
        PackageError, SealError: ``seal.*``, ``round.*``; nothing is kept then.
        GateError: ``letter.own_round``; ``handback.done``: the copy of this round was handed back.
    """
    package = open_package(path)
    with desk.vault.begin() as uow:
        identities = [card.age_secret for card in uow.cards.own()]
        _, letter = find_letter(package, identities, Reading(check_body=post.check_body))
        body = post.typed_body(letter)
        if letter.manifest.kind != "assignment" or not isinstance(body, LetterBody):
            raise PackageError("seal.arrival.kind", kind=letter.manifest.kind)
        if letter.manifest.round != package.info.round:
            raise PackageError("letter.cover")
        known = uow.rounds.get(str(letter.manifest.round))
        if known is not None and known.place == "secretary":
            raise GateError("letter.own_round")
        if known is not None:
            require_copy(uow, known)
        row = join_round(desk, uow, carried_messages(letter))
        if code is not None:
            row = pin_round(desk, uow, row, code)
        row, outcome = _take_letter(desk, uow, row, letter, body)
        applications = uow.applications.all(row.round_id)
        changed = awaiting_word(uow, row, applications)
        uow.commit()
    return OpenedPackage(row, outcome, applications, package.damages, changed)


def fetch_documents(
    desk: Desk, row: RoundRow, path: Path, progress: Progress = no_progress
) -> tuple[int, int]:
    """Copy my documents into the vault, hashed; those already there are left out, so it can be resumed.

    Returns:
        How many were copied, and their bytes.

    Raises:
        PackageError: ``letter.volume_missing``, ``seal.package.object_missing``, ``seal.package.object``;
            Cancelled. StorageError: ``seal.file.space`` before anything is copied.
    """
    package = open_package(path)
    finder = ObjectFinder(package)
    wanted = _wanted(desk, row)
    try:
        parts = [finder.find(digest) for digest in wanted]
    except PackageError as fault:
        raise _named(package, fault) from fault
    require_space(desk.vault.path, sum(part.size for _, part in parts))
    return len(parts), _fetch(desk, parts, progress)


def _fetch(desk: Desk, parts: Sequence[tuple[Package, Part]], progress: Progress) -> int:
    """Copy parts into the vault and return their bytes; one is synced while the next is copied."""
    total, done = sum(part.size for _, part in parts), 0
    keeping: deque[Future[str]] = deque()
    with ThreadPoolExecutor(1) as pool:
        for package, part in parts:
            writer = desk.vault.objects.writer()
            try:
                copy_object(package, part, writer, _shifted(progress, done, total))
                if len(keeping) >= _UNSYNCED:
                    keeping.popleft().result()
            except BaseException:
                writer.drop()
                raise
            keeping.append(pool.submit(writer.keep))
            done += part.size
        for job in keeping:
            job.result()
    return done


def _named(package: Package, fault: PackageError) -> PackageError:
    """Return the refusal that names the file to fetch, where a further volume is not in the folder."""
    name = set_of(package.path)
    for number in range(2, package.info.volumes + 1):
        # The set as it is written now, and as older writers called it.
        places = [volume_path(package.path, number, one) for one in (name, "")]
        if not any(one.exists() for one in places):
            count = package.info.volumes
            return PackageError("letter.volume_missing", file=places[0].name, number=number, count=count)
    return fault


def _shifted(progress: Progress, base: int, total: int) -> Progress:
    """Return a progress that counts one part as a piece of the whole."""
    return lambda done, _size: progress(base + done, total)


def _wanted(desk: Desk, row: RoundRow) -> list[str]:
    """Return the objects of open applications that the vault does not hold yet."""
    with desk.vault.begin() as uow:
        digests = {
            document.object
            for one in uow.applications.all(row.round_id)
            if one.identity is not None
            for document in uow.applications.documents(one.application_id)
        }
    return sorted(digest for digest in digests if not desk.vault.objects.has(digest))


def _take_letter(
    desk: Desk, uow: UnitOfWork, row: RoundRow, letter: OpenedMessage, body: LetterBody
) -> tuple[RoundRow, str]:
    """Judge the letter by the round in force and take in its applications."""
    state = state_of(uow, row)
    secretary = state.secretary
    if letter.manifest.sender != secretary.card or letter.manifest.slot != body.code:
        raise PackageError("letter.sender")
    letter.require_signer(secretary.key)
    member = state.member(body.code)
    mine = {card.card_id for card in uow.cards.own()}
    if member is None or member.card not in mine or member.card not in letter.manifest.to:
        raise PackageError("seal.arrival.recipient")
    row = replace(row, code=body.code, card_id=member.card)
    uow.rounds.update(row)
    if uow.messages.get(letter.id) is not None:
        return row, "duplicate"
    try:
        check_number(uow, row, letter.id, letter.manifest)
    except PackageError as fault:
        if fault.code != "seal.arrival.older":
            raise
        return row, "older"
    _keep(desk, uow, row, letter, body)
    return row, "new"


def _keep(desk: Desk, uow: UnitOfWork, row: RoundRow, letter: OpenedMessage, body: LetterBody) -> None:
    """Keep what the letter gives: the catalogue, applications and their identities."""
    # Not parsed here: the signed round definition vouches for these bytes by their digest.
    catalogue = letter.document(body.catalogue)
    digest = hashlib.sha256(catalogue).hexdigest()
    settings = state_of(uow, row).settings
    if digest != settings.catalogue_digest:
        raise PackageError("letter.catalogue")
    uow.catalogues.put(digest, catalogue)
    at = desk.clock.now()
    stored = post.stored_row(letter, at=at)
    # Only the signed list is kept: a recused application's identity must be deletable (design §4.4).
    uow.messages.add(replace(stored, payload=post.signed_list(stored.payload)))
    given = {entry.application for entry in body.applications}
    ruled = {one.application: str(one.rule) for one in body.rulings if one.decision == "closed"}
    kept, waiting = _kept_sheets(uow, row, letter, body), _waiting(uow, row, letter)
    for entry in body.applications:
        is_known = _take_application(uow, row, settings, entry, at)
        if entry.application in kept:
            _take_over(uow, row, kept[entry.application], at)
        if is_known and entry.state == "open" and entry.application not in waiting:
            _open_again(uow, row, entry)
    for one in uow.applications.all(row.round_id):
        if one.application_id not in given and one.state != SheetStatus.RECUSED:
            reason = ruled.get(one.application_id, "")
            uow.applications.set_state(one.application_id, SheetStatus.RECUSED.value, reason)
            uow.applications.drop_identity(one.application_id)
    letter_came(uow, row)
    data = {"letter": letter.id, "applications": len(body.applications)}
    log.record(uow, row.round_id, "letter.taken", body.code, at, data)


def _kept_sheets(
    uow: UnitOfWork, row: RoundRow, letter: OpenedMessage, body: LetterBody
) -> dict[str, SheetBody]:
    """Return the sheets of the owner's earlier cards that the letter says are kept, by application.

    Their signatures were checked with the chain. Somebody else's sheet in a letter is a fault.
    """
    mine = {one.card for one in state_of(uow, row).members.get(body.code, ())}
    found: dict[str, SheetBody] = {}
    for one in carried_messages(letter):
        if one.manifest.kind != "sheet":
            continue
        content: SheetBody = post.typed_body(one)
        if one.manifest.sender not in mine or one.manifest.slot != content.application:
            raise PackageError("letter.sheets")
        if content.phase == "initial":
            found[content.application] = content
    return found


def _take_over(uow: UnitOfWork, row: RoundRow, sheet: SheetBody, at: str) -> None:
    """Put an application whose sheet is kept where its owner left it: locked, with the draft it came from."""
    application = uow.applications.get(sheet.application)
    if application is None or application.state != SheetStatus.OPEN:
        return
    if uow.drafts.newest(row.round_id, sheet.application, "initial") is None:
        draft = DraftRow(row.round_id, sheet.application, "initial", 1, at, "kept", plain(sheet))
        uow.drafts.append(draft)
        uow.applications.set_state(sheet.application, SheetStatus.LOCKED.value, "")


def _take_application(
    uow: UnitOfWork, row: RoundRow, settings: RoundSettings, entry: LetterApplication, at: str
) -> bool:
    """Add or update one application of the letter; say whether it was known before."""
    documents = tuple(
        DocumentRow(entry.application, n, doc.name, "", doc.media, doc.size, doc.plain, doc.object)
        for n, doc in enumerate(entry.documents or (), 1)
    )
    if entry.documents is not None and application_version(entry.record, documents) != entry.version:
        raise PackageError("letter.version")
    before = uow.applications.get(entry.application)
    if before is not None and before.state == SheetStatus.RECUSED:
        return True
    is_same = before is not None and before.version == entry.version
    if entry.state == "pending":
        status = SheetStatus.PENDING.value
    else:
        fresh = _fresh(settings, entry)
        stays = before is not None and is_same and SheetStatus.LEAD not in {before.state, fresh}
        status = before.state if before is not None and stays else fresh.value
    after = ApplicationRow(
        application_id=entry.application,
        round_id=row.round_id,
        number=str(entry.record.get("application_no", "")),
        sub_direction=str(entry.record.get("sub_direction", "")),
        group=entry.group,
        state=status,
        reason="",
        record=dict(entry.record),
        version=entry.version,
        recipient=None,
        identity=entry.identity,
    )
    if before is None:
        uow.applications.add(after)
    elif before != after:
        if not is_same:
            keep_copy(uow, before, entry.version, at)
        uow.applications.update(after, at)
    if entry.identity is None:
        uow.applications.drop_identity(entry.application)
    uow.applications.set_documents(entry.application, documents)
    return before is not None


def _fresh(settings: RoundSettings, entry: LetterApplication) -> SheetStatus:
    """Return where an application begins: to be scored, led without a sheet, or settled by its gates."""
    if entry.duty == "lead":
        return SheetStatus.LEAD
    is_scored = settings.modes.get(str(entry.record.get("sub_direction"))) == "open_call"
    return SheetStatus.OPEN if is_scored else SheetStatus.CHECK


def _waiting(uow: UnitOfWork, row: RoundRow, letter: OpenedMessage) -> frozenset[str]:
    """Return the applications that stay closed: what was declared of them since the letter does not know."""
    said = _declared(uow.messages.newest(row.round_id, "declaration", row.card_id, str(row.code)))
    known = _declared(uow.messages.get(letter.manifest.answers or ""))
    return frozenset(
        name for name, answer in said.items() if recusal_of(answer) is not None and known.get(name) != answer
    )


def _declared(declaration: MessageRow | None) -> dict[str, DeclaredAnswer]:
    """Return what an own declaration says, by application; of one named twice the first counts."""
    if declaration is None or declaration.kind != "declaration":
        return {}
    answers: Sequence[DeclaredAnswer] = post.body_of_row(declaration).answers
    return {one.application: one for one in reversed(answers)}


def _open_again(uow: UnitOfWork, row: RoundRow, entry: LetterApplication) -> None:
    """Put an application that waited back where it was before the declaration (rules §4.2)."""
    application = uow.applications.get(entry.application)
    if application is not None and application.state == SheetStatus.PENDING:
        is_locked = own_sheet(uow, row, entry.application, "initial") is not None
        status = SheetStatus.LOCKED if is_locked else SheetStatus.OPEN
        status = SheetStatus.LEAD if entry.duty == "lead" else status
        uow.applications.set_state(entry.application, status.value, "")
