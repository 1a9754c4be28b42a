"""Identifiers of rounds, applications and roster entries."""

from __future__ import annotations

import secrets


def new_id() -> str:
    """Return 16 random bytes as 32 lower-case hex characters (design §4.1)."""
    return secrets.token_hex(16)
