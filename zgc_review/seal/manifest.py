"""``manifest.json``: who says what to whom, in one spelling (formats F-MAN-01 to F-MAN-16)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

from zgc_review.domain.canonical import CanonicalFault, canonical_bytes, parse_canonical
from zgc_review.errors import PackageError
from zgc_review.seal.fields import MAX_INTEGER, is_hex, is_integer, is_text, is_time
from zgc_review.seal.kinds import CARD, KINDS, ROUND, SHEET
from zgc_review.seal.sums import MANIFEST
from zgc_review.seal.tar import MAX_DATA

FORMAT = "zgc/1"
MAX_MANIFEST = 16 << 20
MAX_RECIPIENTS = 1_000
MAX_LABEL = 1_000
MAX_SLOT = 200

BodyCheck: TypeAlias = Callable[[str, int, Mapping[str, Any]], None]
"""Called with kind, schema and body; raises what its caller should see when the body is not well formed."""


@dataclass(frozen=True, slots=True)
class FileEntry:
    """One data entry as the manifest describes it.

    Attributes:
        name: ``data/NNNNNN.EXT``.
        size: bytes.
        label: free text, such as the file's original name.
    """

    name: str
    size: int
    label: str


@dataclass(frozen=True, slots=True)
class LogHead:
    """Number of leaves and root (64 hex) of the sender's log."""

    size: int
    root: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """The fields of ``manifest.json``; their meaning and bounds are F-MAN-04 to F-MAN-16."""

    suite: str
    kind: str
    round: str | None
    round_version: str | None
    sender: str | None
    to: tuple[str, ...] = ()
    slot: str = ""
    seq: int = 1
    prev: str | None = None
    answers: str | None = None
    time: str
    log_head: LogHead | None = None
    files: tuple[FileEntry, ...] = ()
    body: Mapping[str, Any]

    @property
    def schema(self) -> int:
        """The schema version of the body."""
        return int(self.body["schema"])


def manifest_bytes(manifest: Manifest) -> bytes:
    """Return the canonical bytes of ``manifest`` after judging them as a reader would.

    Raises:
        PackageError: the code a reader would refuse them with.
    """
    head = manifest.log_head
    value = {
        "answers": manifest.answers,
        "body": manifest.body,
        "files": [{"label": file.label, "name": file.name, "size": file.size} for file in manifest.files],
        "format": FORMAT,
        "kind": manifest.kind,
        "log_head": None if head is None else {"root": head.root, "size": head.size},
        "prev": manifest.prev,
        "round": manifest.round,
        "round_version": manifest.round_version,
        "sender": manifest.sender,
        "seq": manifest.seq,
        "slot": manifest.slot,
        "suite": manifest.suite,
        "time": manifest.time,
        "to": list(manifest.to),
    }
    try:
        data = canonical_bytes(value)
    except CanonicalFault as fault:
        raise PackageError("seal.manifest.json", part=MANIFEST) from fault
    parse_manifest(data, suite=manifest.suite, part=MANIFEST)
    return data


def parse_manifest(data: bytes, *, suite: str, part: str) -> Manifest:
    """Return the manifest whose bytes are ``data``.

    Args:
        data: the whole entry.
        suite: name of the suite with which the file was opened.
        part: how refusals name the entry.

    Raises:
        PackageError: ``seal.manifest.*``.
    """
    value = _parsed(data, part)
    if not isinstance(value, dict):
        raise PackageError("seal.manifest.json", part=part)
    if value.get("format") != FORMAT:
        raise PackageError("seal.manifest.format", part=part)
    if set(value) != _KEYS:
        raise PackageError("seal.manifest.keys", part=part)
    if value["suite"] != suite:
        raise PackageError("seal.manifest.suite", part=part)
    if not isinstance(value["kind"], str) or value["kind"] not in KINDS:
        raise PackageError("seal.manifest.kind", part=part)
    for key, holds in _RULES.items():
        if not holds(value):
            raise PackageError("seal.manifest.value", part=part, key=key)
    return _built(value)


_SPELLINGS = {
    "depth": "seal.manifest.depth",
    "duplicate": "seal.manifest.duplicate",
    "spelling": "seal.manifest.spelling",
}


def _parsed(data: bytes, part: str) -> Any:
    """Return the JSON value of ``data``, naming what is wrong with its spelling (F-MAN-01)."""
    if len(data) > MAX_MANIFEST:
        raise PackageError("seal.entry.limit", part=part)
    try:
        return parse_canonical(data)
    except CanonicalFault as fault:
        raise PackageError(_SPELLINGS.get(str(fault), "seal.manifest.json"), part=part) from fault


def _built(value: dict[str, Any]) -> Manifest:
    """Return the manifest of a value that was judged."""
    head = value["log_head"]
    return Manifest(
        suite=value["suite"],
        kind=value["kind"],
        round=value["round"],
        round_version=value["round_version"],
        sender=value["sender"],
        to=tuple(value["to"]),
        slot=value["slot"],
        seq=value["seq"],
        prev=value["prev"],
        answers=value["answers"],
        time=value["time"],
        log_head=None if head is None else LogHead(head["size"], head["root"]),
        files=tuple(FileEntry(file["name"], file["size"], file["label"]) for file in value["files"]),
        body=value["body"],
    )


def _is_card(value: dict[str, Any]) -> bool:
    """Say whether the manifest is a card's."""
    return bool(value["kind"] == CARD)


def _round(value: dict[str, Any]) -> bool:
    return value["round"] is None if _is_card(value) else is_hex(value["round"], 32)


def _round_version(value: dict[str, Any]) -> bool:
    version = value["round_version"]
    if version is None:
        return value["kind"] in {CARD, ROUND}
    return not _is_card(value) and is_hex(version, 64)


def _sender(value: dict[str, Any]) -> bool:
    return value["sender"] is None if _is_card(value) else is_hex(value["sender"], 64)


def _to(value: dict[str, Any]) -> bool:
    cards = value["to"]
    if not isinstance(cards, list) or len(cards) > MAX_RECIPIENTS:
        return False
    if not all(is_hex(card, 64) for card in cards) or cards != sorted(set(cards)):
        return False
    addressed = KINDS[value["kind"]].addressed
    return addressed is None or bool(cards) == addressed


def _slot(value: dict[str, Any]) -> bool:
    slot = value["slot"]
    if not is_text(slot, MAX_SLOT) or bool(slot) != KINDS[value["kind"]].has_slot:
        return False
    return value["kind"] != SHEET or is_hex(slot, 32)


def _seq(value: dict[str, Any]) -> bool:
    return is_integer(value["seq"], 1, 1 if _is_card(value) else MAX_INTEGER)


def _prev(value: dict[str, Any]) -> bool:
    return value["prev"] is None or (value["seq"] > 1 and is_hex(value["prev"], 64))


def _answers(value: dict[str, Any]) -> bool:
    return value["answers"] is None or (not _is_card(value) and is_hex(value["answers"], 64))


def _log_head(value: dict[str, Any]) -> bool:
    head = value["log_head"]
    if head is None:
        return True
    return (
        not _is_card(value)
        and isinstance(head, dict)
        and set(head) == {"root", "size"}
        and is_hex(head["root"], 64)
        and is_integer(head["size"], 0, MAX_INTEGER)
    )


def _file(file: Any) -> bool:
    """Say whether one of ``files`` is well formed; its name is compared with SHA256SUMS by the reader."""
    return (
        isinstance(file, dict)
        and set(file) == {"label", "name", "size"}
        and isinstance(file["name"], str)
        and is_integer(file["size"], 0, MAX_DATA)
        and is_text(file["label"], MAX_LABEL)
    )


def _files(value: dict[str, Any]) -> bool:
    files = value["files"]
    return isinstance(files, list) and all(_file(file) for file in files) and not (_is_card(value) and files)


def _body(value: dict[str, Any]) -> bool:
    body = value["body"]
    return isinstance(body, dict) and is_integer(body.get("schema"), 1, MAX_INTEGER)


_RULES: dict[str, Callable[[dict[str, Any]], bool]] = {
    "round": _round,
    "round_version": _round_version,
    "sender": _sender,
    "to": _to,
    "slot": _slot,
    "seq": _seq,
    "prev": _prev,
    "answers": _answers,
    "time": lambda value: is_time(value["time"]),
    "log_head": _log_head,
    "files": _files,
    "body": _body,
}
_KEYS = {*_RULES, "format", "kind", "suite"}
