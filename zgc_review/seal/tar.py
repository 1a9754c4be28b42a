"""Restricted ustar: one possible header for each name and size (formats F-TAR-01 to F-TAR-07)."""

from __future__ import annotations

from zgc_review.errors import PackageError

BLOCK = 512
END_BLOCKS = 2 * BLOCK
FILL = 65_536
MAX_DATA = 1 << 30
PAD = "pad"

_ZERO_BLOCK = bytes(BLOCK)
_FIXED = b"0000644\x00" + b"0000000\x00" + b"0000000\x00"
_MTIME = b"00000000000\x00"
_REST = b"0" + bytes(100) + b"ustar\x0000" + bytes(247)
_SIZE_AT = slice(124, 135)
# What every header adds to the checksum whatever its name and size; the checksum field counts as spaces.
_BASE_SUM = sum(_FIXED) + sum(_MTIME) + 8 * 0x20 + sum(_REST)


def header(name: str, size: int) -> bytes:
    """Return the 512 bytes that open the entry ``name`` of ``size`` bytes (F-TAR-01)."""
    named = name.encode("ascii")
    octal = b"%011o" % size
    checksum = b"%06o\x00 " % (_BASE_SUM + sum(named) + sum(octal))
    return b"".join((named.ljust(100, b"\x00"), _FIXED, octal, b"\x00", _MTIME, checksum, _REST))


def parse_header(block: bytes, *, expected: str) -> tuple[str, int]:
    """Return name and size of the entry that ``block`` opens (F-TAR-02).

    Args:
        block: 512 bytes.
        expected: what should stand here, to name the damage.

    Raises:
        PackageError: ``seal.tar.header`` when a writer would have made other bytes.
    """
    try:
        name = block[:100].rstrip(b"\x00").decode("ascii")
        size = int(block[_SIZE_AT], 8)
        remade = header(name, size) if name and size >= 0 else b""
    except ValueError:
        remade, name, size = b"", "", 0
    if block != remade:
        raise PackageError("seal.tar.header", part=expected)
    return name, size


def is_zero_block(block: bytes) -> bool:
    """Say whether ``block`` is 512 NUL."""
    return block == _ZERO_BLOCK


def is_zero(data: bytes) -> bool:
    """Say whether ``data`` holds nothing but NUL."""
    return data == bytes(len(data))


def filling(size: int) -> int:
    """Return how many NUL follow a content of ``size`` bytes (F-TAR-03)."""
    return -size % BLOCK


def entry_length(size: int) -> int:
    """Return what an entry of ``size`` bytes takes, header and filling included."""
    return BLOCK + size + filling(size)


def entry(name: str, content: bytes) -> bytes:
    """Return header, content and filling of a small entry."""
    return b"".join((header(name, len(content)), content, bytes(filling(len(content)))))


def sealed_length(entries: int) -> int:
    """Return the length of the sealed form of ``entries`` bytes of entries (F-TAR-06)."""
    return -(-(entries + END_BLOCKS) // FILL) * FILL


def pad_size(entries: int, target: int) -> int:
    """Return the size of the ``pad`` that brings the sealed form to ``target`` bytes, 0 for none (F-TAR-07).

    Args:
        entries: bytes of all other entries.
        target: a multiple of 65,536, not below ``sealed_length(entries)``.
    """
    if sealed_length(entries) == target:
        return 0
    return target - entries - BLOCK - END_BLOCKS
