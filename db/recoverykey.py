"""The recovery key as people copy it from paper: 13 groups of 4 characters and a check character.

32 bytes are 256 bits; with four zero bits behind them they fill 52 characters of Crockford's
base 32 (no I, L, O, U). The fifth character of a group is a weighted sum over GF(32) of the four
others and the group's place: every single wrong character, every two characters exchanged inside a
group and every two groups exchanged are found, and the message can name the group.
"""

from __future__ import annotations

import secrets
import unicodedata
from itertools import chain

from zgc_review.errors import StorageError

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
GROUPS = 13
GROUP = 5
BYTES = 32

# People read O as 0 and I or L as 1; any dash or space is layout.
_READ = {"O": "0", "I": "1", "L": "1"}
_LAYOUT = frozenset(" -\u2010\u2011\u2012\u2013\u2014\u2015\u2212_.,/\t\r\n")
_WEIGHTS = (2, 4, 8, 16)  # distinct powers of x, so that an exchange changes the sum


def new_recovery_secret() -> bytes:
    """Return 32 random bytes."""
    return secrets.token_bytes(BYTES)


def recovery_text(secret: bytes) -> str:
    """Return the 32 bytes as 13 groups joined by hyphens, to print on the recovery sheet."""
    number = int.from_bytes(secret, "big") << 4
    digits = [(number >> (5 * place)) & 31 for place in reversed(range(52))]
    groups = []
    for place in range(GROUPS):
        data = digits[4 * place : 4 * place + 4]
        groups.append("".join(ALPHABET[value] for value in (*data, _check(place, data))))
    return "-".join(groups)


def recovery_secret(typed: str) -> bytes:
    """Return the 32 bytes of what was typed; case, spaces, dashes and full-width forms do not matter.

    Raises:
        StorageError: ``vault.recovery.length`` (wrong number of characters) or
            ``vault.recovery.group`` (the first group that does not check, counted from 1).
    """
    shown = unicodedata.normalize("NFKC", typed).upper()
    text = [_READ.get(sign, sign) for sign in shown if sign not in _LAYOUT and not sign.isspace()]
    if len(text) != GROUPS * GROUP:
        raise StorageError("vault.recovery.length", found=len(text), expected=GROUPS * GROUP)
    groups = [_read_group(place, text[GROUP * place : GROUP * (place + 1)]) for place in range(GROUPS)]
    number = 0
    for value in chain.from_iterable(groups):
        number = number << 5 | value
    if number & 15:
        raise StorageError("vault.recovery.group", group=GROUPS)
    return (number >> 4).to_bytes(BYTES, "big")


def _read_group(place: int, signs: list[str]) -> list[int]:
    """Return the four values of a group after comparing its check character."""
    values = [ALPHABET.find(sign) for sign in signs]
    if -1 in values or _check(place, values[:4]) != values[4]:
        raise StorageError("vault.recovery.group", group=place + 1)
    return values[:4]


def _check(place: int, data: list[int]) -> int:
    """Return the check value of the group at ``place`` (0 to 12)."""
    total = place + 1
    for weight, value in zip(_WEIGHTS, data, strict=True):
        total ^= _times(weight, value)
    return total


def _times(left: int, right: int) -> int:
    """Multiply in GF(32) with the polynomial x^5 + x^2 + 1."""
    product = 0
    while right:
        if right & 1:
            product ^= left
        left <<= 1
        if left & 32:
            left ^= 0b100101
        right >>= 1
    return product
