"""Bech32 without its length limit, as age writes keys (BIP 173; formats F-SHR-03)."""

from __future__ import annotations

_LETTERS = "qpzry9x8gf2tvdw0s3jn54khce6mua7l"
_GENERATOR = (0x3B6A57B2, 0x26508E6D, 0x1EA119FA, 0x3D4233DD, 0x2A1462B3)


def encode(prefix: str, data: bytes) -> str:
    """Return ``data`` under ``prefix``, in lower case."""
    values = _regroup(data, 8, 5, pad=True)
    check = _polymod([*_expanded(prefix), *values, 0, 0, 0, 0, 0, 0]) ^ 1
    values += [check >> 5 * (5 - place) & 31 for place in range(6)]
    return f"{prefix}1{''.join(_LETTERS[value] for value in values)}"


def decode(prefix: str, text: str) -> bytes:
    """Return the bytes of ``text``, which is in lower case.

    Raises:
        ValueError: another prefix, letter, checksum or filling.
    """
    found, _, letters = text.rpartition("1")
    if found != prefix:
        raise ValueError("prefix")
    values = [_LETTERS.index(letter) for letter in letters]
    if _polymod([*_expanded(prefix), *values]) != 1:
        raise ValueError("checksum")
    return bytes(_regroup(values[:-6], 5, 8, pad=False))


def _polymod(values: list[int]) -> int:
    """Return the checksum of BIP 173."""
    check = 1
    for value in values:
        top = check >> 25
        check = (check & 0x1FFFFFF) << 5 ^ value
        for place, term in enumerate(_GENERATOR):
            check ^= term if top >> place & 1 else 0
    return check


def _expanded(prefix: str) -> list[int]:
    """Return the prefix as the checksum sees it."""
    return [ord(letter) >> 5 for letter in prefix] + [0] + [ord(letter) & 31 for letter in prefix]


def _regroup(values: bytes | list[int], width: int, to: int, *, pad: bool) -> list[int]:
    """Return the bits of ``values`` in groups of ``to``; ValueError when left-over bits are not zero."""
    bits = count = 0
    groups: list[int] = []
    for value in values:
        bits = (bits << width | value) & 0xFFF
        count += width
        while count >= to:
            count -= to
            groups.append(bits >> count & ((1 << to) - 1))
    rest = bits & ((1 << count) - 1)
    if pad and count:
        groups.append(rest << (to - count))
    elif not pad and (count >= width or rest):
        raise ValueError("filling")
    return groups
