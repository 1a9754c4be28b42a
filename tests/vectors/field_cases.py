"""Samples of manifests and cards with other fields (docs/formats.md sections 7 and 11)."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from message_cases import KEY, PDF, Case
from vector_writer import EXPERT_1, EXPERT_2, canonical, card_manifest, consent, message, stream


def manifest_cases() -> Iterator[Case]:
    """Yield manifests of another spelling and with other values."""
    right = canonical(consent())
    nested: Any = 1
    for _ in range(15):
        nested = [nested]
    spelled = {
        "not-json": (b"{", "json"),
        "list": (b"[]", "json"),
        "byte-order-mark": (b"\xef\xbb\xbf" + right, "json"),
        "float": (right.replace(b'"seq":1', b'"seq":1.0'), "json"),
        "huge-integer": (right.replace(b'"seq":1', b'"seq":9007199254740992'), "json"),
        "lone-surrogate": (right.replace(b'"discuss"', b'"\\ud800"'), "json"),
        "duplicate": (right.replace(b'"seq":1', b'"seq":1,"seq":1'), "duplicate"),
        "depth": (canonical(consent(body={"schema": 1, "x": nested})), "depth"),
        "spaces": (json.dumps(consent(), sort_keys=True, ensure_ascii=False).encode(), "spelling"),
        "order": (right.replace(b'{"answers":null,', b"{")[:-1] + b',"answers":null}', "spelling"),
        "escapes": (right.replace("附".encode(), b"\\u9644"), "spelling"),
    }
    for name, (encoded, code) in spelled.items():
        rules = ("F-MAN-01", "F-GEN-02")
        yield _manifest_case(f"manifest-{name}", rules, encoded, f"seal.manifest.{code}")
    less = consent()
    del less["answers"]
    rows = [
        ("key-more", "F-MAN-02", consent(note=""), "keys"),
        ("key-missing", "F-MAN-02", less, "keys"),
        ("format", "F-MAN-03", {**consent(format="zgc/2"), "new": 1}, "format"),
        ("suite", "F-MAN-04", consent(suite="gm-1"), "suite"),
        ("kind", "F-MAN-05", consent(kind="vote"), "kind"),
        ("files-more", "F-MAN-15", consent([PDF]), "files"),
    ]
    for name, rule, value, code in rows:
        yield _manifest_case(f"manifest-{name}", (rule,), canonical(value), f"seal.manifest.{code}")
    for rules, key, values in _wrong_values():
        for number, value in enumerate(values, 1):
            name = f"value-{key.replace('_', '-')}-{number}"
            encoded = canonical(consent(**{key: value}))
            yield _manifest_case(name, rules, encoded, "seal.manifest.value")


def _wrong_values() -> Iterator[tuple[tuple[str, ...], str, list[Any]]]:
    """Yield rules, field and values out of bounds."""
    good = {"label": "", "name": "data/000001.pdf", "size": 1}
    rows: dict[str, list[Any]] = {
        "F-MAN-06 F-GEN-01 round": [None, "5EED" * 8, "00" * 15],
        "F-MAN-07 round_version": [None, "ab" * 16],
        "F-MAN-08 sender": [None, 5],
        "F-MAN-09 to": [[], ["ff" * 32, "ee" * 32], ["ee" * 32, "ee" * 32], "ee" * 32],
        "F-MAN-10 slot": ["", "a\nb", "长" * 201, None],
        "F-MAN-11 seq": [0, True, -1],
        "F-MAN-11 prev": ["ab" * 32],
        "F-MAN-12 answers": ["ab", 0],
        "F-MAN-13 time": ["2026-02-29T10:00:00+08:00", "2026-11-22T10:00:00Z", "2026-11-22 10:00:00+08:00"],
        "F-MAN-14 log_head": [
            {"root": "cd" * 32},
            {"root": "cd" * 32, "size": -1},
            [],
            {"root": "", "size": 1},
        ],
        "F-MAN-15 files": [
            [{"name": "x", "size": 1}],
            {},
            [{**good, "label": "a\x00"}],
            [{**good, "size": -1}],
        ],
        "F-MAN-16 body": [{}, [], {"schema": "1"}, {"schema": 0}, {"schema": True}],
    }
    for name, values in rows.items():
        *rules, key = name.split()
        yield tuple(rules), key, values


def _manifest_case(name: str, rules: tuple[str, ...], encoded: bytes, code: str) -> Case:
    """Return the case of a consent with another manifest."""
    data = stream(message(encoded, key=KEY))
    return Case(f"invalid/{name}.tar", "carried", rules, data, code, "manifest.json")


def card_cases() -> Iterator[Case]:
    """Yield cards that are refused."""
    right = card_manifest(EXPERT_1)["body"]
    upper = EXPERT_1.recipient.upper()
    bodies = {
        "no-name": {**right, "name": " "},
        "control": {**right, "organisation": "甲\t乙"},
        "long-name": {**right, "name": "长" * 201},
        "more": {**right, "phone": "1"},
        "schema": {**right, "schema": 2},
        "recipient": {**right, "recipient": upper},
        "key-comment": {**right, "key": f"{right['key']} me"},
    }
    for name, body in bodies.items():
        data = stream(message(card_manifest(EXPERT_1, body=body), key=KEY))
        rule = "F-SUI-03" if name in {"recipient", "key-comment"} else "F-CRD-02"
        yield Case(f"invalid/card-{name}.zgccard", "card", (rule,), data, "seal.card.body", "manifest.json")
    theirs = stream(message(card_manifest(EXPERT_1, body={**right, "key": EXPERT_2.line}), key=KEY))
    yield Case(
        "invalid/card-signer.zgccard", "card", ("F-CRD-03",), theirs, "seal.card.signer", "manifest.json"
    )
    other = stream(message(consent(), key=KEY))
    yield Case("invalid/card-kind.zgccard", "card", ("F-CRD-01",), other, "seal.card.kind", "manifest.json")
    filled = card_manifest(EXPERT_1, files=[{"label": "", "name": PDF[0], "size": len(PDF[1])}])
    data = stream(message(filled, [PDF], key=KEY))
    code, part = "seal.manifest.value", "manifest.json"
    yield Case("invalid/card-with-data.zgccard", "card", ("F-MAN-15",), data, code, part)
    for field, rule, value in (
        ("round", "F-MAN-06", "5e" * 16),
        ("sender", "F-MAN-08", "5e" * 32),
        ("to", "F-MAN-09", ["5e" * 32]),
        ("slot", "F-MAN-10", "x"),
        ("seq", "F-MAN-11", 2),
        ("answers", "F-MAN-12", "5e" * 32),
        ("log_head", "F-MAN-14", {"root": "cd" * 32, "size": 1}),
    ):
        data = stream(message(card_manifest(EXPERT_1, **{field: value}), key=KEY))
        name = f"invalid/card-{field.replace('_', '-')}.zgccard"
        yield Case(name, "card", (rule,), data, code, part)


def all_cases() -> Iterator[Case]:
    """Yield every sample of this page."""
    yield from manifest_cases()
    yield from card_cases()
