"""Digests as digits that people read aloud: fingerprints and round codes (formats F-DIG-01 to F-DIG-03)."""

from __future__ import annotations

from zgc_review.errors import SealError

GROUPS = 6
GROUP_DIGITS = 5


def digits_of(digest: str) -> str:
    """Return six groups of five digits for a digest of 64 hex characters (F-DIG-01)."""
    raw = bytes.fromhex(digest)
    numbers = (int.from_bytes(raw[start : start + 5], "big") % 100_000 for start in range(0, 5 * GROUPS, 5))
    return " ".join(f"{number:05d}" for number in numbers)


def read_digits(typed: str) -> str:
    """Return typed digits in the form of :func:`digits_of`, full-width ones and separators accepted.

    Raises:
        SealError: ``seal.digits.form`` unless there are exactly 30 digits and nothing else (F-DIG-03).
    """
    kept = [_digit(letter) for letter in typed if not letter.isspace() and letter not in "-－"]
    if None in kept or len(kept) != GROUPS * GROUP_DIGITS:
        raise SealError("seal.digits.form", found=sum(digit is not None for digit in kept))
    text = "".join(str(digit) for digit in kept)
    return " ".join(text[start : start + GROUP_DIGITS] for start in range(0, len(text), GROUP_DIGITS))


def _digit(letter: str) -> int | None:
    """Return the value of an ASCII or full-width digit, None for anything else."""
    for zero in ("0", "０"):
        value = ord(letter) - ord(zero)
        if 0 <= value <= 9:
            return value
    return None
