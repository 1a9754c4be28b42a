"""Escrow keys of result and score files: made, split among the officers and forgotten (design §4.4)."""

from __future__ import annotations

import io
from collections.abc import Collection, Iterator
from contextlib import contextmanager, suppress
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
from zgc_review.errors import GateError, PackageError, SealError
from zgc_review.seal.aftermath import written_into
from zgc_review.seal.message import sealed_bytes
from zgc_review.seal.opened import OpenedMessage
from zgc_review.seal.reading import Reading, open_message
from zgc_review.seal.safe_files import part_of, reading_faults, save_bytes
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
    with _shares_into(folder) as target, desk.vault.begin() as uow:
        state = state_of(uow, row)
        if state.escrow_result is not None:
            raise GateError("seal.prepared")
        version = _prepare(desk, uow, row, state, "escrow_result", target)
        uow.commit()
    return Prepared(version, tuple(target.written))


def prepare_scores(desk: Desk, row: RoundRow, folder: Path) -> Prepared:
    """Make the key for score files in the same way, before the first letter is written.

    Raises:
        GateError: ``escrow.collector``: the round collects without one; ``escrow.prepared``;
            ``escrow.chair``: no round chair is in force to hold a share; ``seal.officers``.
    """
    as_secretary(row)
    with _shares_into(folder) as target, desk.vault.begin() as uow:
        state = state_of(uow, row)
        if state.settings.collector != "score_escrow":
            raise GateError("escrow.collector")
        if state.escrow_scores is not None:
            raise GateError("escrow.prepared")
        if state.round_chair is None:
            raise GateError("escrow.chair")
        version = _prepare(desk, uow, row, state, "escrow_scores", target)
        uow.commit()
    return Prepared(version, tuple(target.written))


@dataclass(frozen=True, slots=True)
class _Target:
    """Where shares are written, and those that were."""

    folder: Path
    written: list[Path]


@contextmanager
def _shares_into(folder: Path) -> Iterator[_Target]:
    """Let shares be written; where the act ends without its key, those of it that can be are removed.

    Shares come before the commit: a crash in between leaves shares of a key that nobody names.
    """
    target = _Target(folder, [])
    with written_into(folder):
        try:
            yield target
        except BaseException:
            for path in target.written:
                with suppress(OSError):
                    path.unlink()
            raise


def _prepare(
    desk: Desk, uow: UnitOfWork, row: RoundRow, state: RoundState, key: Key, target: _Target
) -> MessageRow:
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
    for member, words in zip(officers, escrow.shares, strict=True):
        share = ShareBody(key=key, recipient=named, k=settings.officers_k, n=settings.officers_n, words=words)
        _write_share(desk, uow, row, state, member, share, target)
    return version


def _write_share(
    desk: Desk,
    uow: UnitOfWork,
    row: RoundRow,
    state: RoundState,
    member: Member,
    body: ShareBody,
    target: _Target,
) -> None:
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
    # With the round in its name: shares are nowhere else, those of another round are not written over.
    name = f"{prefix_of(row)}{row.round_id[:8]}-{member.code}{_ENDINGS[body.key]}.zgcshare"
    path = target.folder / name
    save_bytes(path, sealed_bytes(message.payload, desk.suite, [member.recipient]), reread=True)
    target.written.append(path)


def words_of_share(desk: Desk, path: Path) -> ShareBody:
    """Open one's own share file and return what it says.

    Raises:
        PackageError: ``seal.arrival.kind``; SealError: ``seal.age.not_for_me``, ``seal.share.unnamed``.
    """
    return opened_share(desk, path)[1]


def opened_share(desk: Desk, path: Path) -> tuple[str, ShareBody, str]:
    """Open a share file and return whose it is, what it says, and the round.

    Raises:
        PackageError: ``seal.arrival.kind``: no share; SealError: ``seal.age.not_for_me``: another officer's;
            ``seal.share.unnamed``: a writing that failed left it, the round names another key.
    """
    with desk.vault.begin() as uow:
        opened = post.open_sealed(desk, uow, post.read_file(path, SHARE_LIMIT), file=path.name)
        body = post.typed_body(opened)
        if not isinstance(body, ShareBody):
            raise PackageError("seal.arrival.kind", kind=opened.manifest.kind, file=path.name)
        row = uow.rounds.get(opened.manifest.round or "")
        state = state_of(uow, row) if row is not None else None
    named = getattr(state, body.key, None)
    if named is not None and named != body.recipient:
        raise SealError("seal.share.unnamed", file=path.name)
    return opened.manifest.slot.partition(":")[2], body, opened.manifest.round or ""


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

    This is a deliberate export of plaintext by the officers who opened it. The head comes last: a folder
    without it is no export, and the writing that left it can be done again there.

    Raises:
        GateError: ``unpack.exists``: the folder holds something else, or a whole export.
        StorageError: ``seal.file.*``.
    """
    heads = dict(opened.head)
    _require_vacant(folder, {*heads, *(item.name for item in opened.entries)}, set(heads))
    with written_into(folder, *heads):
        post.ready_folder(folder / "data")
        for item in opened.entries:
            content = item.message.carried() if item.message is not None else item.data or b""
            save_bytes(folder / item.name, content)
        for name, content in heads.items():
            save_bytes(folder / name, content)
    return len(heads) + len(opened.entries)


def _require_vacant(folder: Path, names: Collection[str], heads: Collection[str]) -> None:
    """Refuse a folder that holds anything but what a stopped writing of the same files left."""
    with reading_faults(folder.name):
        every = [path.relative_to(folder) for path in folder.rglob("*") if not path.is_dir()]
    parts = {part_of(Path(name)) for name in names}
    found = {path.as_posix() for path in every if path not in parts}
    if not found <= set(names) or set(heads) <= found:
        raise GateError("unpack.exists", folder=folder.name)
