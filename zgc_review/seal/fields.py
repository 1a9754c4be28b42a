"""Judges single values of outside JSON (formats F-GEN-01 to F-GEN-03, F-MAN-13)."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Any

MAX_INTEGER = 2**53 - 1

_HEX32 = re.compile(r"[0-9a-f]{32}")
_HEX64 = re.compile(r"[0-9a-f]{64}")
_TIME = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}\+08:00")


def is_hex(value: Any, digits: int) -> bool:
    """Say whether ``value`` is ``digits`` (32 or 64) lower-case hex characters (F-GEN-01)."""
    pattern = _HEX32 if digits == 32 else _HEX64
    return isinstance(value, str) and pattern.fullmatch(value) is not None


def is_integer(value: Any, least: int, most: int) -> bool:
    """Say whether ``value`` is an integer, and no truth value, from ``least`` to ``most``."""
    return isinstance(value, int) and not isinstance(value, bool) and least <= value <= most


def is_text(value: Any, longest: int) -> bool:
    """Say whether ``value`` is text of at most ``longest`` characters without controls (F-GEN-03)."""
    return (
        isinstance(value, str)
        and len(value) <= longest
        and not any(letter < " " or letter == "\x7f" for letter in value)
    )


def is_time(value: Any) -> bool:
    """Say whether ``value`` is a time that exists, in Beijing time (F-MAN-13)."""
    if not isinstance(value, str) or _TIME.fullmatch(value) is None:
        return False
    try:
        datetime.fromisoformat(value)
    except ValueError:
        return False
    return True
