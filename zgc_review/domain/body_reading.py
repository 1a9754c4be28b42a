"""Typed bodies straight out of the bytes of a manifest: a round has thousands of them."""

from __future__ import annotations

from functools import cache
from typing import Any

import msgspec
from msgspec import Struct

from zgc_review.domain.bodies import STRUCTS, Phase, SheetState, body_of
from zgc_review.domain.shapes import Id


class SheetHead(Struct, frozen=True):
    """Of a sheet what says where its member stands; it is read without all that was written."""

    application: Id
    phase: Phase
    state: SheetState


def body_in(kind: str, manifest: bytes | memoryview) -> Any:
    """Return the typed body that stands in the bytes of a manifest, without values in between.

    Raises:
        ValueError: as :func:`zgc_review.domain.bodies.body_of`, or no JSON.
    """
    body = _read(STRUCTS.get(kind, dict[str, Any]), manifest)
    return body if kind in STRUCTS else body_of(kind, body)


def sheet_head_in(manifest: bytes | memoryview) -> SheetHead:
    """Return the head of the sheet that stands in the bytes of a manifest.

    Raises:
        ValueError: there is none.
    """
    head: SheetHead = _read(SheetHead, manifest)
    return head


def _read(shape: Any, manifest: bytes | memoryview) -> Any:
    """Return the body of a manifest as ``shape``."""
    try:
        return _reader(shape).decode(manifest).body
    except msgspec.MsgspecError as fault:
        raise ValueError(str(fault)) from fault


@cache
def _reader(shape: Any) -> msgspec.json.Decoder[Any]:
    """Return what reads a body and passes over the rest of the manifest."""
    return msgspec.json.Decoder(msgspec.defstruct("Signed", [("body", shape)], frozen=True))
