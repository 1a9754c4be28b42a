"""Escrow keys of result and score files: made, split among the officers and forgotten (design §4.4)."""

from __future__ import annotations

import io
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, TypeAlias

from zgc_review.domain.bodies import (
    ShareBody,
)
from zgc_review.domain.ports import UnitOfWork
from zgc_review.domain.round_bodies import (
    AmendmentBody,
    Member,
)
from zgc_review.domain.rows import MessageRow, RoundRow
from zgc_review.errors import GateError, PackageError
from zgc_review.seal.message import sealed_bytes
from zgc_review.seal.opened import OpenedMessage
from zgc_review.seal.reading import Reading, open_message
from zgc_review.seal.safe_files import save_bytes
from zgc_review.seal.shares import make_escrow, rebuild_identity
from zgc_review.seal.suite import Suite
from zgc_review.services import log, post
from zgc_review.services.chain import RoundState
from zgc_review.services.desk import Desk, as_secretary
from zgc_review.services.rounds import sign_amendment, state_of
from zgc_review.services.sharing import prefix_of

Key: TypeAlias = Literal["escrow_result", "escrow_scores"]

RESULT_LIMIT = 4 << 30
SHARE_LIMIT = 1 << 20
# What the name of an officer's share file ends with: both keys may be handed out on one stick.
_ENDINGS: dict[Key, str] = {"escrow_result": "", "escrow_scores": "-scores"}


@dataclass(frozen=True, slots=True)
class Prepared:
    """The version that names the escrow key, and the share files of the officers."""

    version: MessageRow
    shares: tuple[Path, ...]


def officers_of(state: RoundState) -> tuple[Member, ...]:
    """Return who holds a share: round chair, secretary, observer, then further chairs, n in all.

    Raises:
        GateError: ``seal.officers``: fewer people than shares.
    """
    codes = [state.round_chair, state.secretary.code, state.observer.code]
    codes += sorted({seats.chair for seats in state.groups.values()} - {state.round_chair})
    members = [member for code in codes if code and (member := state.usable(code)) is not None]
    wanted = state.settings.officers_n
    if len(members) < wanted:
        raise GateError("seal.officers", found=len(members), needed=wanted)
    return tuple(members[:wanted])


def prepare_seal(desk: Desk, row: RoundRow, folder: Path) -> Prepared:
    """Make the key of the result, write one share file per officer and sign the version that names the key.

    The secret and the shares are nowhere kept: a lost share file is lost (formats F-SHR-01).

    Raises:
        GateError: ``seal.prepared``: the round has a key already; ``seal.officers``.
    """
    as_secretary(row)
    post.ready_folder(folder)
    with desk.vault.begin() as uow:
        state = state_of(uow, row)
        if state.escrow_result is not None:
            raise GateError("seal.prepared")
        prepared = _prepare(desk, uow, row, state, "escrow_result", folder)
        uow.commit()
    return prepared


def prepare_scores(desk: Desk, row: RoundRow, folder: Path) -> Prepared:
    """Make the key for score files in the same way, before the first letter is written.

    Raises:
        GateError: ``escrow.collector``: the round collects without one; ``escrow.prepared``;
            ``escrow.chair``: no round chair is in force to hold a share; ``seal.officers``.
    """
    as_secretary(row)
    post.ready_folder(folder)
    with desk.vault.begin() as uow:
        state = state_of(uow, row)
        if state.settings.collector != "score_escrow":
            raise GateError("escrow.collector")
        if state.escrow_scores is not None:
            raise GateError("escrow.prepared")
        if state.round_chair is None:
            raise GateError("escrow.chair")
        prepared = _prepare(desk, uow, row, state, "escrow_scores", folder)
        uow.commit()
    return prepared


def _prepare(
    desk: Desk, uow: UnitOfWork, row: RoundRow, state: RoundState, key: Key, folder: Path
) -> Prepared:
    """Make and split one key; the caller commits."""
    officers, settings = officers_of(state), state.settings
    escrow = make_escrow(desk.suite, settings.officers_k, settings.officers_n)
    number, named = state.version + 1, escrow.recipient
    body = (
        AmendmentBody(version=number, escrow_scores=named)
        if key == "escrow_scores"
        else AmendmentBody(version=number, escrow_result=named)
    )
    version = sign_amendment(desk, uow, row, body)
    # Shares first: a crash before the commit leaves shares of a key that nobody names.
    paths = []
    for member, words in zip(officers, escrow.shares, strict=True):
        share = ShareBody(key=key, recipient=named, k=settings.officers_k, n=settings.officers_n, words=words)
        paths.append(_write_share(desk, uow, row, state, member, share, folder))
    return Prepared(version, tuple(paths))


def _write_share(
    desk: Desk,
    uow: UnitOfWork,
    row: RoundRow,
    state: RoundState,
    member: Member,
    body: ShareBody,
    folder: Path,
) -> Path:
    """Sign one share, keep its signed list alone, and write its file."""
    message = post.issue(
        uow,
        desk,
        row,
        kind="share",
        slot=f"{body.key}:{member.code}",
        body=body,
        to=(member.card,),
        round_version=state.version_id,
        secret=True,
    )
    data = {"share": message.message_id, "to": member.code}
    log.record(uow, row.round_id, "share.written", state.secretary.code, desk.clock.now(), data)
    path = folder / f"{prefix_of(row)}{member.code}{_ENDINGS[body.key]}.zgcshare"
    save_bytes(path, sealed_bytes(message.payload, desk.suite, [member.recipient]), reread=True)
    return path


def words_of_share(desk: Desk, path: Path) -> ShareBody:
    """Open one's own share file and return what it says."""
    with desk.vault.begin() as uow:
        opened = post.open_sealed(desk, uow, post.read_file(path, SHARE_LIMIT), file=path.name)
    body = post.typed_body(opened)
    if not isinstance(body, ShareBody):
        raise PackageError("seal.arrival.kind", kind=opened.manifest.kind)
    return body


def open_result(suite: Suite, path: Path, words: tuple[str, ...], recipient: str) -> OpenedMessage:
    """Open a result or names file with the shares of k officers; needs no vault.

    Raises:
        SealError: ``seal.share.*``; PackageError: ``seal.*``.
    """
    identity = rebuild_identity(words, recipient, suite)
    data = post.read_file(path, RESULT_LIMIT)
    return open_message(io.BytesIO(data), suite, [identity], Reading(check_body=post.check_body))


def unpack(opened: OpenedMessage, folder: Path) -> int:
    """Write an opened message as a folder for the independent verifier; return the number of files.

    This is a deliberate export of plaintext by the officers who opened it.

    Raises:
        GateError: ``unpack.exists``: the folder is not empty.
    """
    if folder.exists() and any(folder.iterdir()):
        raise GateError("unpack.exists", folder=folder.name)
    post.ready_folder(folder / "data")
    for name, content in opened.head:
        save_bytes(folder / name, content)
    for item in opened.entries:
        content = item.message.carried() if item.message is not None else item.data or b""
        save_bytes(folder / item.name, content)
    return len(opened.head) + len(opened.entries)
