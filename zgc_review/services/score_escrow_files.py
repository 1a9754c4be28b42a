"""Keeping sealed score files as they arrive: nobody here can open them (design §4.4)."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from zgc_review.domain.ports import UnitOfWork
from zgc_review.domain.round_bodies import RoundBody
from zgc_review.domain.rows import RoundRow
from zgc_review.errors import GateError
from zgc_review.services import log
from zgc_review.services.chain import RoundState
from zgc_review.services.desk import Desk
from zgc_review.services.rounds import signed_versions, state_of
from zgc_review.services.score_escrow import HELD, custody_of
from zgc_review.services.sharing import SUFFIXES, prefix_of

_SUFFIX = f".{SUFFIXES['scores']}"
_NAME = re.compile(rf"(?P<code>.{{1,32}})-scores-(?P<id>[0-9a-f]{{8}}){re.escape(_SUFFIX)}\Z")


@dataclass(frozen=True, slots=True)
class Sealed:
    """A file that this vault's keys do not open.

    Attributes:
        name: of the file.
        sha256: of its bytes.
        data: the bytes.
    """

    name: str
    sha256: str
    data: bytes = field(repr=False)


def hold(desk: Desk, uow: UnitOfWork, row: RoundRow, sealed: Sealed, given: str) -> tuple[str, str] | None:
    """Keep a score file that is sealed to the escrow key; the caller commits.

    Args:
        desk: the secretary's desk.
        uow: the transaction.
        row: the round.
        sealed: the file.
        given: code of who handed it in; empty: as the file's own name says.

    Returns:
        Outcome (``held`` or ``duplicate``) and code; None where such a file is nothing the round holds.

    Raises:
        GateError: ``escrow.whose``, ``escrow.over``; PackageError: ``seal.age.length``.
    """
    first = signed_versions(uow, row)[0].body
    if not isinstance(first, RoundBody) or first.settings.collector != "score_escrow":
        return None
    if not given and not sealed.name.endswith(_SUFFIX):
        return None
    state = state_of(uow, row)
    if state.escrow_scores is None:
        return None
    code = _writer(state, row, sealed.name, given)
    custody = custody_of(uow, row)
    known = next((one for one in custody.files if one.sha256 == sealed.sha256), None)
    if (known is not None and (custody.started or known.code == code)) or _is_known(
        uow, row, state, sealed.name, code
    ):
        return "duplicate", known.code if known is not None else code
    if custody.started:
        raise GateError("escrow.over", code=code)
    desk.suite.check_length(sealed.data)
    _keep(desk, uow, row, state, sealed, code)
    return "held", code


def _writer(state: RoundState, row: RoundRow, name: str, given: str) -> str:
    """Return who handed a file in: as said, else as its name says; what is inside will tell."""
    match = _NAME.match(name.removeprefix(prefix_of(row)))
    code = given or (match["code"] if match is not None else "")
    member = state.member(code)
    if member is None or member.role != "expert":
        raise GateError("escrow.whose", code=code[:32])
    return code


def _is_known(uow: UnitOfWork, row: RoundRow, state: RoundState, name: str, code: str) -> bool:
    """Say whether a file is by its name a message that was opened: written again, its bytes are others."""
    match = _NAME.match(name.removeprefix(prefix_of(row)))
    return match is not None and any(
        one.message_id.startswith(match["id"])
        for member in state.members[code]
        for one in uow.messages.find(row.round_id, "scores", sender=member.card)
    )


def _keep(desk: Desk, uow: UnitOfWork, row: RoundRow, state: RoundState, sealed: Sealed, code: str) -> None:
    """Put the bytes into the object store and write the event."""
    writer = desk.vault.objects.writer()
    try:
        writer.write(sealed.data)
        writer.keep()
    except BaseException:
        writer.drop()
        raise
    letters = uow.messages.find(row.round_id, "assignment", slot=code)
    data = {
        "code": code,
        "file": sealed.sha256,
        "letter": letters[-1].message_id if letters else None,
        "size": len(sealed.data),
        "version": state.version,
    }
    by, at = state.secretary.code, desk.clock.now()
    log.record(uow, row.round_id, HELD, by, at, data, {"name": sealed.name})
