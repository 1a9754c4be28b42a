"""An identity behind a passphrase, as stock ``age -d`` opens it (scrypt recipient)."""

from __future__ import annotations

import pyrage


def protected_identity(identity: str, passphrase: str) -> bytes:
    """Return ``identity`` as a passphrase-protected age file; takes about two seconds by design."""
    return bytes(pyrage.passphrase.encrypt(f"{identity}\n".encode(), passphrase))
