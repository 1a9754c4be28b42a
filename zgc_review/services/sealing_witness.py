"""What the observer signs of a sealing: counts and the digest of the numbers, no more (rules §15)."""

from __future__ import annotations

import hashlib
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import msgspec
from msgspec import Struct

from zgc_review.aggregation.aggregate import aggregate_bytes
from zgc_review.domain.canonical import CanonicalFault, canonical_bytes, parse_canonical
from zgc_review.domain.ports import UnitOfWork
from zgc_review.domain.results import Aggregate
from zgc_review.domain.round_bodies import AmendmentBody
from zgc_review.domain.rows import MessageRow, RoundRow
from zgc_review.domain.shapes import Code, Count, Digest, Id, Line, Positive
from zgc_review.errors import GateError, PackageError
from zgc_review.seal.aftermath import written_into
from zgc_review.seal.safe_files import save_bytes
from zgc_review.services import post
from zgc_review.services.aggregating import current_aggregate
from zgc_review.services.chain import RoundState
from zgc_review.services.chain_consents import SignedConsent
from zgc_review.services.consents import consents, sign_consent
from zgc_review.services.desk import Desk, as_secretary
from zgc_review.services.rounds import counting_versions, signed_versions, state_of
from zgc_review.services.sharing import prefix_of, write_to_secretary

ACT = "seal"
FILE_LIMIT = 1 << 20


class SealNotice(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What the secretary shows the observer of what is about to be sealed.

    ``version`` is the id of the definition that names the key of the result, ``digest`` the SHA-256 of
    ``aggregate.json`` as it will stand in the result; ``decisions`` and ``checked`` count by code.
    """

    format: Literal["zgc-seal-notice/1"] = "zgc-seal-notice/1"
    round: Id
    title: Line
    number: Positive
    version: Digest
    digest: Digest
    decisions: dict[Code, Count]
    checked: dict[Code, Count]


@dataclass(frozen=True, slots=True)
class Witnessed:
    """The observer's newest signature to a sealing: claimed time, and whether it is for these numbers."""

    at: str
    fits: bool


def digest_of(result: Aggregate) -> str:
    """Return the SHA-256 of ``aggregate.json``."""
    return hashlib.sha256(aggregate_bytes(result)).hexdigest()


def key_version(uow: UnitOfWork, row: RoundRow) -> str | None:
    """Return the id of the newest definition that names a key of the result, in force or waiting."""
    counting = counting_versions(uow, row)
    named = [
        one.message_id
        for one in signed_versions(uow, row)
        if isinstance(one.body, AmendmentBody)
        and one.body.escrow_result is not None
        and one.message_id in counting
    ]
    return named[-1] if named else None


def notice_of(uow: UnitOfWork, row: RoundRow, state: RoundState, result: Aggregate) -> SealNotice:
    """Return the notice for the observer.

    Raises:
        GateError: ``seal.unprepared``.
    """
    version = key_version(uow, row)
    if version is None:
        raise GateError("seal.unprepared")
    decided = Counter(line.decision for line in result.applications if line.decision is not None)
    return SealNotice(
        round=row.round_id,
        title=state.settings.title,
        number=next(n for n, one in enumerate(signed_versions(uow, row), 1) if one.message_id == version),
        version=version,
        digest=digest_of(result),
        decisions=dict(sorted(decided.items())),
        checked=dict(sorted(Counter(one.result for one in result.unscored).items())),
    )


def write_notice(desk: Desk, row: RoundRow, folder: Path) -> Path:
    """Write the notice for the observer as a file.

    Raises:
        GateError: ``round.role.secretary``, ``seal.unprepared``; StorageError: ``seal.file.*``.
    """
    as_secretary(row)
    with desk.vault.begin() as uow:
        notice = notice_of(uow, row, state_of(uow, row), current_aggregate(uow, row))
    path = folder / f"{prefix_of(row)}{row.round_id[:8]}-seal-notice.json"
    with written_into(folder):
        save_bytes(path, canonical_bytes(msgspec.to_builtins(notice)), reread=True)
    return path


def read_notice(path: Path) -> SealNotice:
    """Read such a file.

    Raises:
        PackageError: ``seal.notice``: not such a file; ``seal.file.read``, ``seal.file.large``.
    """
    try:
        return msgspec.convert(parse_canonical(post.read_file(path, FILE_LIMIT)), SealNotice)
    except (CanonicalFault, msgspec.ValidationError) as fault:
        raise PackageError("seal.notice", file=path.name) from fault


def witness_seal(desk: Desk, row: RoundRow, notice: SealNotice, folder: Path) -> tuple[MessageRow, Path]:
    """Sign, as the observer, that the sealing of these numbers was watched, and write it for the secretary.

    Raises:
        PackageError: ``seal.notice_round``: the notice is another round's, or names a version not held here;
            GateError: ``consent.role``, ``round.role.none``.
    """
    with desk.vault.begin() as uow:
        known = key_version(uow, row)
    if notice.round != row.round_id or notice.version != known:
        raise PackageError("seal.notice_round")
    message = sign_consent(
        desk, row, "witness", "yes", about=notice.version, values={"act": ACT, "digest": notice.digest}
    )
    return message, write_to_secretary(desk, row, message, folder)


def witnessed(uow: UnitOfWork, row: RoundRow, state: RoundState, result: Aggregate) -> Witnessed | None:
    """Return what the observer signed of the sealing, None where nothing counts."""
    cards = [one.card for one in state.members[state.observer.code]]
    counting = [one for one in consents(uow, row, "witness") if one.sender in cards and _is_seal(state, one)]
    if not counting:
        return None
    newest = max(counting, key=lambda one: (cards.index(one.sender), one.seq))
    message = uow.messages.get(newest.message_id)
    at = str(post.manifest_value(message)["time"]) if message is not None else ""
    return Witnessed(at, newest.body.values["digest"] == digest_of(result))


def check_witnessed(uow: UnitOfWork, row: RoundRow, state: RoundState, result: Aggregate) -> None:
    """Refuse to seal other numbers than the observer signed for; the verifier would refuse them too.

    Raises:
        GateError: ``seal.witnessed_other``.
    """
    seen = witnessed(uow, row, state, result)
    if seen is not None and not seen.fits:
        raise GateError("seal.witnessed_other")


def _is_seal(state: RoundState, one: SignedConsent) -> bool:
    """Say whether a consent that counts is a signature to a sealing."""
    return one.body.values["act"] == ACT and state.accepts(one.sender, one.message_id)
