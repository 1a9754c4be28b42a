"""Damages files in every way a stick can and checks each refusal; for this room's tests and make hold."""

from __future__ import annotations

import os
import random
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from resources.reader import LANGUAGES, Texts
from zgc_review.errors import ReviewError
from zgc_review.seal.manifest import Manifest
from zgc_review.seal.suites import suite_named

SUITE = suite_named("intl-1")
ROUND = "5e" * 16
TIME = "2026-11-22T10:00:00+08:00"

# How many offsets are tried for one kind of file: few in make test, 1,000 in make hold (acceptance S1).
FLIPS = int(os.environ.get("ZGC_FLIPS", "1000" if os.environ.get("ZGC_HOLD") else "60"))


class Party:
    """Keys of one invented person."""

    def __init__(self) -> None:
        self.identity = SUITE.make_identity()
        self.recipient = SUITE.recipient_of(self.identity)
        self.signing_key = SUITE.make_signing_key()
        self.key = SUITE.public_key_of(self.signing_key)


def manifest(kind: str = "consent", **changes: Any) -> Manifest:
    """Return a manifest of ``kind`` that the format accepts."""
    fields: dict[str, Any] = {
        "suite": "intl-1",
        "kind": kind,
        "round": ROUND,
        "round_version": "ab" * 32,
        "sender": "cd" * 32,
        "to": () if kind in {"sheet", "round", "card"} else ("ef" * 32,),
        "slot": {"sheet": "0a" * 16, "round": "", "result": "", "names": ""}.get(kind, "discuss:x"),
        "time": TIME,
        "body": {"schema": 1},
    }
    return Manifest(**{**fields, **changes})


def flips(data: bytes, count: int = FLIPS, seed: int = 1) -> Iterator[tuple[str, bytes]]:
    """Yield what was done and ``data`` with one bit turned, at sampled offsets; the ends are among them."""
    sampled = random.Random(seed)
    offsets = {0, len(data) - 1, *sampled.sample(range(len(data)), min(count, len(data)))}
    for offset in sorted(offsets):
        bit = 1 << sampled.randrange(8)
        yield f"bit {bit} at {offset}", data[:offset] + bytes([data[offset] ^ bit]) + data[offset + 1 :]


def cuts(data: bytes, step: int = 4096) -> Iterator[tuple[str, bytes]]:
    """Yield ``data`` cut off at every ``step`` bytes, at nothing and one byte before the end."""
    for length in sorted({*range(0, len(data), step), len(data) - 1}):
        yield f"cut at {length}", data[:length]


def additions(data: bytes) -> Iterator[tuple[str, bytes]]:
    """Yield ``data`` with something behind it."""
    for more in (b"\x00", b"x", bytes(512), bytes(65_536)):
        yield f"{len(more)} more", data + more


def damaged(data: bytes) -> Iterator[tuple[str, bytes]]:
    """Yield every damage of this harness."""
    yield from flips(data)
    yield from cuts(data)
    yield from additions(data)


def check_texts(fault: ReviewError) -> None:
    """Check that both languages can say what happened."""
    for language in LANGUAGES:
        texts = Texts(language)
        for leaf in ("title", "reason", "remedy"):
            assert texts.get(f"error.{fault.code}.{leaf}", **fault.params)


def refusal(read: Callable[[], object]) -> ReviewError:
    """Return the refusal of ``read``, its texts checked; a file that is accepted fails the test."""
    with pytest.raises(ReviewError) as caught:
        read()
    check_texts(caught.value)
    return caught.value


def must_refuse(read: Callable[[bytes], object], data: bytes) -> list[ReviewError]:
    """Check that ``read`` takes ``data`` as it is and refuses every damage of it, naming a part."""
    read(data)
    faults = []
    for done, broken in damaged(data):
        fault = _fault_of(read, broken)
        assert fault is not None, f"accepted with {done}"
        assert fault.params.get("part"), f"{done}: {fault} names no part"
        check_texts(fault)
        faults.append(fault)
    return faults


def _fault_of(read: Callable[[bytes], object], data: bytes) -> ReviewError | None:
    """Return the refusal, None where there was none; any other exception comes through."""
    try:
        read(data)
    except ReviewError as fault:
        return fault
    return None
