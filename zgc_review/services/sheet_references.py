"""What a sheet refers to must exist: the letter it answers and the documents it cites (docs/bodies.md §3)."""

from __future__ import annotations

from zgc_review.domain.bodies import LetterBody, SheetBody
from zgc_review.domain.ports import UnitOfWork
from zgc_review.domain.rows import ApplicationRow, RoundRow
from zgc_review.errors import PackageError
from zgc_review.seal.opened import OpenedMessage
from zgc_review.services import post


def check_references(
    uow: UnitOfWork,
    row: RoundRow,
    sheet: OpenedMessage,
    application: ApplicationRow,
    body: SheetBody,
    code: str,
) -> None:
    """Refuse a sheet that names a letter nobody wrote to its signer, or a document of something else.

    Raises:
        PackageError: ``collect.letter``, ``collect.document``; both name the sheet.
    """
    number, name = application.number, sheet.id[:16]
    if not _is_written(uow, row, str(sheet.manifest.sender), body, code):
        raise PackageError("collect.letter", code=code, number=number, sheet=name)
    known = {one.plain for one in uow.applications.documents(application.application_id)}
    cited = {one.document for one in body.pages} | {one.document for one in body.claims}
    for document in sorted(one for one in cited if one is not None and one not in known):
        raise PackageError("collect.document", code=code, number=number, sheet=name, document=document[:16])


def _is_written(uow: UnitOfWork, row: RoundRow, card: str, body: SheetBody, code: str) -> bool:
    """Say whether the letter was written here, to this card, and opened the application to its reader.

    A recused sheet may answer a later letter, which leaves the application out.
    """
    letter = uow.messages.get(body.letter)
    if letter is None or (letter.round_id, letter.kind, letter.slot) != (row.round_id, "assignment", code):
        return False
    content = post.body_of_row(letter)
    if not isinstance(content, LetterBody) or card not in post.manifest_value(letter)["to"]:
        return False
    opened = {one.application for one in content.applications if one.state == "open"}
    return body.state == "recused" or body.application in opened
