"""Adds to a refusal what only the caller knows: the part at which reading stopped."""

from __future__ import annotations

from zgc_review.errors import ReviewError

AGE = "age"
"""The part named by refusals of a decryption, which does not know what it decrypts."""

AGE_HEADER = "age header"
"""What stands before the encrypted body: recipients and their check value."""


def place(fault: ReviewError, part: str) -> None:
    """Name ``part`` in a refusal that does not name one yet."""
    if fault.params.get("part", AGE) == AGE:
        fault.params["part"] = part
