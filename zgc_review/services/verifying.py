"""Checking any travelling file as far as the keys at hand allow (design §6)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from zgc_review.domain.rows import RoundRow
from zgc_review.errors import PackageError, SealError
from zgc_review.seal.cards import read_card
from zgc_review.seal.digits import digits_of, read_digits
from zgc_review.seal.opened import OpenedMessage, carried_messages
from zgc_review.seal.package_format import SUFFIX
from zgc_review.seal.package_read import find_letter, open_package, verify_package
from zgc_review.seal.reading import Reading
from zgc_review.seal.streams import Progress, no_progress
from zgc_review.seal.suites import suite_named
from zgc_review.services import post
from zgc_review.services.desk import Desk
from zgc_review.services.following import keys_in, known_members
from zgc_review.services.rounds import signed_versions

AGE_MAGIC = b"age-encryption.org/v1\n"
CARD_SUFFIX = ".zgccard"
FILE_LIMIT = 4 << 30


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that was looked at.

    Attributes:
        name: key of the sentence under ``cli.verify``.
        ok: True, False, or None where the keys at hand do not allow it.
        detail: digits, parts or counts, for the sentence.
    """

    name: str
    ok: bool | None
    detail: str = ""


# What can be said of a sealed file without its reader's key.
_SEALED = (Check("age", True), Check("content", None))


def is_opened_result(path: Path) -> bool:
    """Say whether a path is what the independent verifier reads: a folder, or a payload as tar."""
    if path.is_dir():
        return True
    if path.suffix in {SUFFIX, CARD_SUFFIX}:
        return False  # these two are plain archives of the same kind
    try:
        with path.open("rb") as source:
            return source.read(10) == b"SHA256SUMS"
    except OSError as fault:
        raise PackageError("seal.file.read", file=path.name) from fault


def verify_file(
    path: Path, desk: Desk | None, round_code: str | None, progress: Progress = no_progress
) -> tuple[Check, ...]:
    """Return what was checked of a card, package or sealed file.

    Raises:
        PackageError, SealError: ``seal.*``: the file does not hold together.
    """
    if path.suffix == SUFFIX:
        return _package(path, desk, round_code, progress)
    data = post.read_file(path, FILE_LIMIT)
    if path.suffix == CARD_SUFFIX:
        card = read_card(data, suite_named("intl-1"))
        return (Check("card", True, card.fingerprint), Check("identity", None))
    if not data.startswith(AGE_MAGIC):
        raise PackageError("seal.age.not_age", part="", file=path.name)
    if desk is None:
        return _SEALED
    with desk.vault.begin() as uow:
        try:
            opened = post.open_sealed(desk, uow, data, file=path.name)
        except SealError as fault:
            if fault.code == "seal.age.not_for_me":
                return _SEALED  # somebody else's: nothing more can be said of it here
            raise
        row = uow.rounds.get(str(opened.manifest.round))
        known = {one.card: one.key for one in known_members(uow, row)} if row else {}
        codes = [digits_of(one.message_id) for one in signed_versions(uow, row)] if row else []
    return _message(opened, {**known, **keys_in([opened, *carried_messages(opened)])}, row, codes, round_code)


def _package(path: Path, desk: Desk | None, round_code: str | None, progress: Progress) -> tuple[Check, ...]:
    """Check every digest of a package; the letter only with its reader's key."""
    package = open_package(path)
    damages = verify_package(package, progress)
    checks = [Check("part", False, f"{damage.part} ({damage.code})") for damage in damages]
    if not damages:
        checks.append(Check("package", True, f"{len(package.letters)} + {len(package.objects)}"))
    if desk is None:
        return (*checks, Check("content", None))
    with desk.vault.begin() as uow:
        identities = [card.age_secret for card in uow.cards.own()]
    try:
        _, letter = find_letter(package, identities, Reading(check_body=post.check_body))
    except SealError as fault:
        if fault.code == "seal.package.no_letter":
            return (*checks, Check("content", None))
        raise
    carried = carried_messages(letter)
    codes = [digits_of(one.id) for one in carried if one.manifest.kind == "round"]
    return (*checks, *_message(letter, keys_in(carried), None, codes, round_code))


def _message(
    opened: OpenedMessage,
    known: Mapping[str, str],
    row: RoundRow | None,
    codes: Sequence[str],
    round_code: str | None,
) -> tuple[Check, ...]:
    """Check signatures of a message and everything carried in it, and whose round it is."""
    checks = [Check("opened", True, opened.manifest.kind)]
    for message in (opened, *carried_messages(opened)):
        key = known.get(message.manifest.sender or "")
        if key is None:
            checks.append(Check("signature", None, message.manifest.kind))
        else:
            message.require_signer(key)
    checks.append(Check("signatures", True, str(1 + len(carried_messages(opened)))))
    if round_code is not None:
        matches = read_digits(round_code) in codes
        checks.append(Check("round_code", matches))
    elif row is not None and (row.place == "secretary" or row.pinned):
        checks.append(Check("round_code", True, row.title))
    else:
        checks.append(Check("identity", None))
    return tuple(checks)
