"""Sizes in words, for windows and command line: in decimal units, as media are labelled; without Qt."""

from __future__ import annotations

_MB, _GB = 1_000_000, 1_000_000_000


def size_words(size: int) -> str:
    """Return bytes as megabytes, from a thousand of them on as gigabytes, with one decimal."""
    return _in_unit(size, *_unit_of(size))


def share_words(done: int, total: int) -> dict[str, str]:
    """Return ``done`` and ``total`` bytes for a caption, both in the unit of the total; it stands once."""
    unit, name = _unit_of(total)
    return {"done": _in_unit(done, unit), "total": _in_unit(total, unit, name)}


def _unit_of(size: int) -> tuple[int, str]:
    """Return bytes and name of the unit a size is told in; what rounds to 1,000.0 MB is 1.0 GB."""
    return (_GB, "GB") if size >= _GB - _MB // 20 else (_MB, "MB")


def _in_unit(size: int, unit: int, name: str = "") -> str:
    """Return bytes in a unit, rounded half up to tenths."""
    tenths = (size * 10 + unit // 2) // unit
    return f"{tenths // 10:,}.{tenths % 10} {name}".rstrip()
