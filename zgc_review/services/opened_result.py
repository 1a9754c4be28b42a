"""A result that officers opened: read from memory or from a folder, never changed (design §4.5)."""

from __future__ import annotations

import io
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import msgspec
from msgspec import UNSET

from zgc_review.domain.bodies import ResultBody, ResultPart
from zgc_review.domain.canonical import CanonicalFault, parse_canonical
from zgc_review.domain.results import Aggregate, ResultApplication
from zgc_review.domain.round_bodies import RoundBody
from zgc_review.errors import PackageError, SealError
from zgc_review.seal.digits import digits_of
from zgc_review.seal.opened import OpenedMessage, carried_messages
from zgc_review.seal.reading import Reading, read_carried
from zgc_review.seal.shares import check_share
from zgc_review.seal.suite import Suite
from zgc_review.seal.tar import entry
from zgc_review.services import escrow, post
from zgc_review.services.desk import Desk
from zgc_review.services.log_lines import LogLine

FOLDER_LIMIT = 4 << 30
_NOT_FOR_KEY = "seal.age.not_for_me"


@dataclass(frozen=True, slots=True)
class HeldShare:
    """One officer's share, as it was brought: who (empty where typed), the words, and what it says of itself.

    ``recipient`` is empty where the words alone were typed from paper; then ``k`` comes from the words.
    """

    officer: str
    words: str = field(repr=False)
    k: int = 2
    recipient: str = ""


@dataclass(frozen=True)
class OpenedResult:
    """What an opened result holds.

    Attributes:
        message: the message as it was signed; its carried form is what the verifier reads.
        codes: digits of every version of the round definition.
        applications: by id. files: bytes of tables and forms, with their parts.
    """

    message: OpenedMessage = field(repr=False)
    title: str
    rehearsal: bool
    codes: tuple[str, ...]
    log_digits: str
    log_size: int
    aggregate: Aggregate
    applications: Mapping[str, ResultApplication]
    lines: tuple[LogLine, ...]
    files: tuple[tuple[ResultPart, bytes], ...] = field(repr=False)

    @property
    def is_ranked(self) -> bool:
        """Whether the round ranked and granted; a mid-term check and an acceptance do not (rules §2.4)."""
        return all(line.established is UNSET for line in self.aggregate.applications)

    @property
    def payload(self) -> bytes:
        """The tar that the independent verifier reads."""
        return self.message.carried()


def read_share(desk: Desk, path: Path) -> HeldShare:
    """Open a share file with the vault it is sealed to.

    Raises:
        PackageError, SealError: as :func:`escrow.opened_share`; ``opened.share_scores``: it belongs to the
            key of the score files.
    """
    officer, body, _round = escrow.opened_share(desk, path)
    if body.key != "escrow_result":
        raise SealError("opened.share_scores", file=path.name)
    return HeldShare(officer, body.words, body.k, body.recipient)


def typed_share(words: str, officer: str = "") -> HeldShare:
    """Return a share typed from paper.

    Raises:
        SealError: ``seal.share.words``, ``seal.share.checksum``.
    """
    share = check_share(words)
    return HeldShare(officer, " ".join(words.lower().split()), share.member_threshold)


def open_together(
    suite: Suite, path: Path, shares: Sequence[HeldShare], recipient: str | None = None
) -> OpenedResult:
    """Open a sealed result with the shares of k officers, in memory.

    Args:
        suite: of the round.
        path: the ``.zgcresult`` file.
        shares: what the officers brought.
        recipient: the key that the round definition names, for words typed from paper alone.

    Raises:
        SealError: ``seal.share.*``; ``opened.key_unknown``: only typed words, and no definition here names
            a key; ``opened.other_key``: the file is sealed to another key; PackageError: ``seal.*``.
    """
    return read_result(open_shared(suite, path, shares, recipient), path.name)


def open_shared(
    suite: Suite, path: Path, shares: Sequence[HeldShare], recipient: str | None = None
) -> OpenedMessage:
    """Open a file that is sealed to the escrow key of the result: arguments and refusals as above."""
    named = {one.recipient for one in shares if one.recipient}
    if len(named) > 1:
        raise SealError("seal.share.mixed")
    key = next(iter(named), recipient)
    if key is None:
        raise SealError("opened.key_unknown")
    try:
        return escrow.open_result(suite, path, tuple(one.words for one in shares), key)
    except SealError as fault:
        if fault.code == _NOT_FOR_KEY:
            raise SealError("opened.other_key", file=path.name) from fault
        raise


def read_folder(suite: Suite, folder: Path) -> OpenedResult:
    """Read a folder that ``result open`` left; every digest and the signature are checked again.

    Raises:
        PackageError: ``opened.folder``: no such folder, or something else in it; ``seal.*``.
    """
    try:
        names = ["SHA256SUMS", "SHA256SUMS.sig", "manifest.json"]
        listed = (folder / names[0]).read_bytes()[: 8 << 20].decode("ascii").splitlines()
        names += [line[66:] for line in listed if line[66:].startswith("data/")]
        if any(".." in name or name.count("/") > 1 for name in names):
            raise PackageError("opened.folder", file=folder.name)
        if sum((folder / name).stat().st_size for name in names) > FOLDER_LIMIT:
            raise PackageError("seal.file.large", file=folder.name)
        payload = b"".join(entry(name, (folder / name).read_bytes()) for name in names) + bytes(1024)
    except (OSError, UnicodeDecodeError, ValueError) as fault:
        raise PackageError("opened.folder", file=folder.name) from fault
    opened = read_carried(io.BytesIO(payload), suite, Reading(check_body=post.check_body))
    return read_result(opened, folder.name)


def read_result(opened: OpenedMessage, file: str) -> OpenedResult:
    """Return what a result says; everything in it stands as it was signed.

    Raises:
        PackageError: ``seal.arrival.kind``: no result; ``opened.part`` naming a part that cannot be read.
    """
    body = post.typed_body(opened)
    if not isinstance(body, ResultBody):
        raise PackageError("seal.arrival.kind", kind=opened.manifest.kind, file=file)
    chain = [one for one in carried_messages(opened) if one.manifest.kind == "round"]
    first = next((one for one in map(post.typed_body, chain) if isinstance(one, RoundBody)), None)
    if first is None:
        raise PackageError("opened.part", part="round", file=file)
    applications = _applications(_part(opened, body, "applications", file), file)
    return OpenedResult(
        message=opened,
        title=first.settings.title,
        rehearsal=first.settings.rehearsal,
        codes=tuple(digits_of(one.id) for one in chain),
        log_digits=digits_of(body.log.root),
        log_size=body.log.size,
        aggregate=_aggregate(_part(opened, body, "aggregate", file), file),
        applications={one.application: one for one in applications},
        lines=tuple(_lines(_part(opened, body, "log", file), file)),
        files=tuple(
            (part, opened.document(part.file)) for part in body.parts if part.role in {"form", "table"}
        ),
    )


def _part(opened: OpenedMessage, body: ResultBody, role: str, file: str) -> bytes:
    """Return the one part with a role."""
    named = [part.file for part in body.parts if part.role == role]
    try:
        (name,) = named
        return opened.document(name)
    except (ValueError, KeyError) as fault:
        raise PackageError("opened.part", part=role, file=file) from fault


def _aggregate(data: bytes, file: str) -> Aggregate:
    """Read ``aggregate.json``."""
    try:
        return msgspec.convert(parse_canonical(data), Aggregate)
    except (CanonicalFault, msgspec.ValidationError) as fault:
        raise PackageError("opened.part", part="aggregate", file=file) from fault


def _applications(data: bytes, file: str) -> Sequence[ResultApplication]:
    """Read ``applications.json``."""
    try:
        value = parse_canonical(data)
        rows = value["applications"] if isinstance(value, dict) else None
        return msgspec.convert(rows, list[ResultApplication])
    except (CanonicalFault, KeyError, msgspec.ValidationError) as fault:
        raise PackageError("opened.part", part="applications", file=file) from fault


def _lines(data: bytes, file: str) -> Iterable[LogLine]:
    """Read ``log.jsonl``; texts that stood beside events stay with the secretary."""
    try:
        for leaf in data.splitlines():
            value = json.loads(leaf)
            yield LogLine(
                int(value["n"]), str(value["at"]), str(value["act"]), str(value["by"]), dict(value["data"])
            )
    except (ValueError, KeyError, TypeError, RecursionError) as fault:
        raise PackageError("opened.part", part="log", file=file) from fault
