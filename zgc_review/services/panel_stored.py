"""The sheets of a panel file that was taken, read again from the vault as fast as a window needs them.

Every signature and digest was checked when the file was taken (:mod:`panel_taking`), and the vault keeps the
bytes as they came: here only the manifests are looked up. The ids stand in the panel's own list, which was
compared with the messages inside.
"""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from zgc_review.aggregation.inputs import SignedSheet
from zgc_review.domain.bodies import ListedSheet, PanelBody, SheetBody
from zgc_review.domain.ports import UnitOfWork
from zgc_review.domain.rows import MessageRow
from zgc_review.errors import ProgramFault

_BLOCK = 512
_HEAD = 3  # SHA256SUMS, its signature, manifest.json (formats F-ENT-01)


class _Said(msgspec.Struct, frozen=True):
    """What is looked up of a sheet's manifest."""

    sender: str
    seq: int
    body: SheetBody


_MANIFEST = msgspec.json.Decoder(_Said)


def stored_sheets(uow: UnitOfWork, row: MessageRow, body: PanelBody) -> tuple[SignedSheet, ...]:
    """Return the sheets of a stored panel message in the order of its list; every page asks for them."""
    return uow.once(("stored sheets", row.message_id), lambda: _sheets(row, body))


def _sheets(row: MessageRow, body: PanelBody) -> tuple[SignedSheet, ...]:
    inside = list(_entries(row.payload))[_HEAD : _HEAD + len(body.sheets)]
    if len(inside) != len(body.sheets):
        raise ProgramFault(f"message {row.message_id} lost its sheets")
    return tuple(_sheet(row.payload[where], line) for line, where in zip(body.sheets, inside, strict=True))


def _sheet(carried: bytes, line: ListedSheet) -> SignedSheet:
    """Return one sheet."""
    *_, manifest = (carried[part] for _, part in zip(range(_HEAD), _entries(carried), strict=False))
    said = _MANIFEST.decode(manifest)
    return SignedSheet(line.sheet, said.sender, said.seq, said.body)


def _entries(payload: bytes) -> Iterator[slice]:
    """Yield where the content of each entry of a carried message stands (formats F-TAR-01)."""
    at = 0
    while at < len(payload) and payload[at]:
        size = int(payload[at + 124 : at + 135], 8)
        yield slice(at + _BLOCK, at + _BLOCK + size)
        at += _BLOCK + -(-size // _BLOCK) * _BLOCK
