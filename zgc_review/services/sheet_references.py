"""What a sheet refers to must exist: the letter it answers and the documents it cites (docs/bodies.md §3)."""

from __future__ import annotations

from dataclasses import dataclass

from zgc_review.domain.bodies import LetterBody, SheetBody
from zgc_review.domain.ports import UnitOfWork
from zgc_review.domain.rows import ApplicationRow, RoundRow
from zgc_review.errors import PackageError
from zgc_review.seal.opened import OpenedMessage
from zgc_review.services import post


@dataclass(frozen=True, slots=True)
class _Written:
    """A letter that was written here: for which cards, and what it opened."""

    to: frozenset[str]
    opened: frozenset[str]


class References:
    """Judges the sheets of one file; every letter they answer is read once.

    Args:
        code: who signed them.
    """

    def __init__(self, uow: UnitOfWork, row: RoundRow, code: str) -> None:
        self._uow, self._row, self._code = uow, row, code
        self._letters: dict[str, _Written | None] = {}

    def check(self, sheet: OpenedMessage, application: ApplicationRow, body: SheetBody) -> None:
        """Refuse a sheet that names a letter nobody wrote to its signer, or a document of something else.

        Raises:
            PackageError: ``collect.letter``, ``collect.document``; both name the sheet.
        """
        code, number, name = self._code, application.number, sheet.id[:16]
        if not self._is_written(str(sheet.manifest.sender), body):
            raise PackageError("collect.letter", code=code, number=number, sheet=name)
        known = {one.plain for one in self._uow.applications.documents(application.application_id)}
        cited = {one.document for one in body.pages} | {one.document for one in body.claims}
        for document in sorted(one for one in cited if one is not None and one not in known):
            raise PackageError(
                "collect.document", code=code, number=number, sheet=name, document=document[:16]
            )

    def _is_written(self, card: str, body: SheetBody) -> bool:
        """Say whether the letter was written here, to this card, and opened the application to its reader.

        A recused sheet may answer a later letter, which leaves the application out.
        """
        if body.letter not in self._letters:
            self._letters[body.letter] = self._written(body.letter)
        letter = self._letters[body.letter]
        if letter is None or card not in letter.to:
            return False
        return body.state == "recused" or body.application in letter.opened

    def _written(self, letter_id: str) -> _Written | None:
        """Read a letter to the signer, None where it is none."""
        letter = self._uow.messages.get(letter_id)
        meant = (self._row.round_id, "assignment", self._code)
        if letter is None or (letter.round_id, letter.kind, letter.slot) != meant:
            return None
        content = post.body_of_row(letter)
        if not isinstance(content, LetterBody):
            return None
        opened = frozenset(one.application for one in content.applications if one.state == "open")
        return _Written(frozenset(post.manifest_value(letter)["to"]), opened)
