"""Reading a document: decrypted in memory when read, never before the gate is passed (design §4.2)."""

from __future__ import annotations

from pathlib import Path

from zgc_review.domain.ports import UnitOfWork
from zgc_review.domain.rows import ApplicationRow, DocumentRow, RoundRow
from zgc_review.domain.states import SheetStatus
from zgc_review.errors import GateError, PackageError
from zgc_review.seal.documents import open_document
from zgc_review.seal.package_read import ObjectFinder, PartReader, open_package
from zgc_review.seal.streams import Readable
from zgc_review.services import log
from zgc_review.services.declaring import has_declared, has_pledged
from zgc_review.services.desk import Desk
from zgc_review.services.following import require_pinned
from zgc_review.services.rounds import state_of


def read_document(
    desk: Desk, row: RoundRow, application_id: str, position: int, package: Path | None = None
) -> tuple[DocumentRow, bytes]:
    """Return a document's row and its bytes, digest checked.

    Args:
        position: place in the application's list, from 1.
        package: where to look when the vault does not hold the object yet.

    Raises:
        GateError: ``round.code.needed``, ``declare.pledge``, ``score.undeclared``, ``application.closed``,
            ``document.unknown``.
        PackageError: ``seal.package.object_missing``, ``seal.document.digest``, ``seal.age.*``.
    """
    with desk.vault.begin() as uow:
        application = readable_application(uow, row, application_id)
        documents = uow.applications.documents(application_id)
        document = next((one for one in documents if one.position == position), None)
        if document is None:
            raise GateError("document.unknown", number=application.number, position=position)
        content = _open(desk, application, document, package)
        data = {"application": application_id, "document": document.plain}
        log.record(uow, row.round_id, "document.read", row.code or "", desk.clock.now(), data)
        uow.commit()
    return document, content


def readable_application(uow: UnitOfWork, row: RoundRow, application_id: str) -> ApplicationRow:
    """Return an application whose content may be shown: the gate of rules §4.1."""
    application = uow.applications.get(application_id)
    if application is None or application.round_id != row.round_id:
        raise GateError("application.unknown")
    if row.place == "member":
        require_pinned(row, state_of(uow, row))
        if not has_pledged(uow, row):
            raise GateError("declare.pledge")
        if not has_declared(uow, row):
            raise GateError("score.undeclared")
        if application.state in {SheetStatus.RECUSED, SheetStatus.PENDING}:
            raise GateError("application.closed", number=application.number)
    return application


def _open(desk: Desk, application: ApplicationRow, document: DocumentRow, package: Path | None) -> bytes:
    """Decrypt a document from the vault, else from the package."""
    if application.identity is None:
        raise GateError("application.closed", number=application.number)
    if desk.vault.objects.has(document.object):
        with desk.vault.objects.open(document.object) as source:
            return _decrypt(desk, application.identity, document, source)
    if package is None:
        raise PackageError("seal.package.object_missing", part=document.object[:16])
    found, part = ObjectFinder(open_package(package)).find(document.object)
    with PartReader(found, part) as reader:
        return _decrypt(desk, application.identity, document, reader)


def _decrypt(desk: Desk, identity: str, document: DocumentRow, source: Readable) -> bytes:
    """Decrypt one object and compare its digest."""
    return open_document(
        source,
        desk.suite,
        identity,
        digest=document.plain,
        size=document.size,
        part=document.object[:16],
    )
