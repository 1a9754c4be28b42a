"""Escrow keys that several officers hold together (SLIP-39; formats F-SHR-01 to F-SHR-03).

Limits to tell people: whoever splits the key, and the machine where shares meet, see the whole key; a
wrong share brought by an insider cannot be traced to him.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from shamir_mnemonic import MnemonicError, Share, combine_mnemonics, generate_mnemonics
from shamir_mnemonic.wordlist import WORD_INDEX_MAP

from zgc_review.errors import SealError
from zgc_review.seal import bech32
from zgc_review.seal.suite import Suite

MAX_SHARES = 16
WORDS = 33

_SECRET = 32
_PREFIX = "age-secret-key-"
_EXPONENT = 1


@dataclass(frozen=True, slots=True)
class Escrow:
    """A key of which only the shares remain.

    Attributes:
        recipient: public text to seal to.
        shares: words of each share, in order of officers.
    """

    recipient: str
    shares: tuple[str, ...] = field(repr=False)


def make_escrow(suite: Suite, threshold: int = 2, count: int = 3) -> Escrow:
    """Make an escrow key, split it and forget it (design §4.4).

    Raises:
        ValueError: not 2 ≤ threshold ≤ count ≤ 16.
    """
    identity = suite.make_identity()
    return Escrow(suite.recipient_of(identity), split(secret_of(identity), threshold, count))


def rebuild_identity(shares: Sequence[str], recipient: str, suite: Suite) -> str:
    """Return the identity whose public side is ``recipient``; it opens and is never sealed to again.

    Raises:
        SealError: ``seal.share.words``, ``.checksum``, ``.count``, ``.mixed`` (also when the shares
            are those of another escrow key).
    """
    identity = identity_of(combine(shares))
    if suite.recipient_of(identity) != recipient:
        raise SealError("seal.share.mixed")
    return identity


def split(secret: bytes, threshold: int = 2, count: int = 3) -> tuple[str, ...]:
    """Return the words of ``count`` shares, any ``threshold`` of which give ``secret`` back (F-SHR-01).

    Raises:
        ValueError: not 32 bytes, or not 2 ≤ threshold ≤ count ≤ 16.
    """
    if len(secret) != _SECRET or not 2 <= threshold <= count <= MAX_SHARES:
        raise ValueError((len(secret), threshold, count))
    (group,) = generate_mnemonics(1, [(threshold, count)], secret, iteration_exponent=_EXPONENT)
    return tuple(group)


def combine(typed: Sequence[str]) -> bytes:
    """Return the secret of shares typed by people; more than needed are allowed (F-SHR-02).

    Raises:
        SealError: ``seal.share.words`` or ``.checksum`` with ``number`` (from 1), ``.mixed``,
            ``.count`` with the numbers found and needed.
    """
    shares = [check_share(words, number) for number, words in enumerate(typed, 1)]
    if len({share.group_parameters() for share in shares}) > 1:
        raise SealError("seal.share.mixed")
    needed = shares[0].member_threshold if shares else 2
    distinct = {share.index: share for share in shares}
    if len(distinct) < max(needed, len(shares)):
        raise SealError("seal.share.count", found=len(distinct), needed=needed)
    chosen = list(distinct.values())[:needed]
    try:
        return bytes(combine_mnemonics([share.mnemonic() for share in chosen]))
    except MnemonicError:
        raise SealError("seal.share.mixed") from None


def check_share(typed: str, number: int = 1) -> Share:
    """Return one typed share, so that each can be judged as it is typed.

    Raises:
        SealError: ``seal.share.words``, ``seal.share.checksum``.
    """
    words = typed.lower().split()
    if len(words) != WORDS or not all(word in WORD_INDEX_MAP for word in words):
        raise SealError("seal.share.words", number=number)
    try:
        share = Share.from_mnemonic(" ".join(words))
    except MnemonicError:
        # Not chained: the library's text repeats words of the share.
        raise SealError("seal.share.checksum", number=number) from None
    # A share of this program has these parameters; others could ask for hours of key stretching.
    kind = (share.extendable, share.iteration_exponent, share.group_count)
    if kind != (True, _EXPONENT, 1) or share.member_threshold < 2:
        raise SealError("seal.share.words", number=number)
    return share


def identity_of(secret: bytes) -> str:
    """Return the text form of the X25519 identity of 32 bytes (F-SHR-03)."""
    return bech32.encode(_PREFIX, secret).upper()


def secret_of(identity: str) -> bytes:
    """Return the 32 bytes of an identity.

    Raises:
        SealError: ``seal.key.identity``.
    """
    try:
        secret = bech32.decode(_PREFIX, identity.lower())
    except ValueError:
        raise SealError("seal.key.identity") from None
    if len(secret) != _SECRET or identity_of(secret) != identity:
        raise SealError("seal.key.identity")
    return secret
