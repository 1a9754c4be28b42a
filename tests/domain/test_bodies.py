"""Bodies from outside: every kind refuses unknown keys, wrong types and values out of range."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from zgc_review.domain import bodies
from zgc_review.domain.bodies import (
    body_of,
    plain,
)
from zgc_review.domain.body_reading import body_in, sheet_head_in
from zgc_review.domain.canonical import canonical_bytes, parse_canonical

HEX32, HEX64 = "ab" * 16, "cd" * 32
AGE, SECRET = "age1" + "q" * 58, "AGE-SECRET-KEY-1" + "Q" * 58
KEY = "ssh-ed25519 " + "A" * 68
RECUSAL = {"answer": "no", "rule": None, "reason": ""}
HEAD = {"size": 3, "root": HEX64}
LISTED = {
    "sheet": HEX64,
    "code": "专家01",
    "application": HEX32,
    "phase": "initial",
    "file": "data/000001.tar",
}
RECORD = {"title": "甲", "team": [{"member": {"name": "乙"}, "core": True}], "requested_amount": 5}

EXAMPLES: dict[str, dict[str, Any]] = {
    "card": {"schema": 1, "name": "张三", "organisation": "", "recipient": AGE, "key": KEY},
    "round": {
        "schema": 1,
        "version": 2,
        "members": [{"code": "专家01", "role": "expert", "card": HEX64, "recipient": AGE, "key": KEY}],
        "plans": [],
        "groups": [{"id": "G01", "members": ["专家01"], "chair": "专家01"}],
        "round_chair": "专家01",
        "escrow_scores": None,
        "escrow_result": AGE,
        "revocations": [{"card": HEX64, "kept": []}],
        "reason": "候补递补",
    },
    "consent": {
        "schema": 1,
        "act": "decision",
        "about": None,
        "application": HEX32,
        "answer": "SUPPORT",
        "values": {"amount_fen": 100},
        "text": "",
    },
    "assignment": {
        "schema": 1,
        "code": "专家01",
        "chain": ["data/000001.tar"],
        "consents": ["data/000002.tar"],
        "catalogue": "data/000003.json",
        "applications": [
            {
                "application": HEX32,
                "group": "G01",
                "state": "open",
                "version": HEX64,
                "record": RECORD,
                "identity": SECRET,
                "documents": [
                    {
                        "object": HEX64,
                        "plain": HEX64,
                        "size": 9,
                        "name": "申报书.pdf",
                        "media": "application/pdf",
                    }
                ],
            }
        ],
        "rulings": [{"application": HEX32, "rule": "R13", "decision": "open"}],
        "sheets": ["data/000004.tar"],
    },
    "chain": {"schema": 1, "chain": ["data/000001.tar"], "consents": ["data/000002.tar"]},
    "declaration": {
        "schema": 1,
        "letter": HEX64,
        "answers": [
            {
                "application": HEX32,
                "bulk": False,
                "items": [{"rule": "R02", "answer": "yes", "level": "H", "reason": "同一单位"}],
            }
        ],
    },
    "sheet": {
        "schema": 1,
        "application": HEX32,
        "application_version": HEX64,
        "letter": HEX64,
        "phase": "initial",
        "state": "locked",
        "percents": {"M01-K1": 80},
        "not_applicable": {"M01-K2": "不涉及"},
        "comments": {},
        "floor_reasons": {},
        "overall": "总体意见",
        "pages": [{"criterion": "M01-K1", "document": HEX64, "page": 3}],
        "claims": [{"item": "CV01", "document": HEX64, "page": 2, "text": "依据"}],
        "total": 8000,
        "recommendation": "SUPPORT",
        "recusal": RECUSAL,
        "integrity": False,
        "budget": {"amount_fen": 7, "cuts": [{"item": "设备", "amount_fen": 1, "reason": "重复"}]},
        "reason": "",
    },
    "scores": {"schema": 1, "letter": HEX64, "sheets": [LISTED]},
    "panel": {
        "schema": 1,
        "group": "G01",
        "reader": "专家01",
        "sheets": [LISTED],
        "consents": [],
        "recusals": [{"application": HEX32, "code": "专家02", "rule": "R02", "decision": "recused"}],
    },
    "ack": {
        "schema": 1,
        "answer": "counted",
        "received": [{"message": None, "seq": None, "file_sha256": HEX64}],
        "counted": [
            {
                "sheet": HEX64,
                "application": HEX32,
                "phase": "initial",
                "counted": True,
                "trimmed": "high",
                "void": False,
                "revised": False,
                "index": 7,
                "leaf": "{}",
                "proof": [HEX64],
            }
        ],
        "log": HEAD,
    },
    "result": {
        "schema": 1,
        "parts": [{"file": "data/000001.tar", "role": "round", "title": "round-1"}],
        "log": HEAD,
    },
    "names": {
        "schema": 1,
        "salt": HEX64,
        "people": [{"code": "专家01", "roster": HEX32, "name": "𠮷野䶮", "organisation": "", "card": HEX64}],
    },
    "share": {
        "schema": 1,
        "key": "escrow_result",
        "recipient": AGE,
        "k": 2,
        "n": 3,
        "words": "academic acid",
    },
}


@pytest.mark.parametrize("kind", EXAMPLES)
def test_a_body_survives_its_canonical_bytes(kind: str) -> None:
    typed = body_of(kind, EXAMPLES[kind])
    again = parse_canonical(canonical_bytes(plain(typed)))
    assert again == EXAMPLES[kind]
    assert body_of(kind, again) == typed


@pytest.mark.parametrize("kind", EXAMPLES)
def test_an_unknown_key_is_refused(kind: str) -> None:
    with pytest.raises(ValueError, match="unknown field"):
        body_of(kind, {**EXAMPLES[kind], "extra": 1})


def leaves(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """Return the paths of all leaves that a struct types (records and free values are left out)."""
    if isinstance(value, dict):
        return [leaf for key, item in value.items() if key != "record" for leaf in leaves(item, (*path, key))]
    if isinstance(value, list):
        return [leaf for n, item in enumerate(value) for leaf in leaves(item, (*path, n))]
    return [path]


def replaced(value: Any, path: tuple[Any, ...], new: Any) -> Any:
    """Return a deep copy of ``value`` with one leaf replaced."""
    if not path:
        return new
    copy = dict(value) if isinstance(value, dict) else list(value)
    copy[path[0]] = replaced(value[path[0]], path[1:], new)
    return copy


@pytest.mark.parametrize(
    ("kind", "path"), [(kind, path) for kind, body in EXAMPLES.items() for path in leaves(body)]
)
def test_every_leaf_refuses_another_type(kind: str, path: tuple[Any, ...]) -> None:
    with pytest.raises(ValueError, match=r"Expected|Invalid|Object"):
        body_of(kind, replaced(EXAMPLES[kind], path, {"no": ["such", "value"]}))


@pytest.mark.parametrize(
    ("kind", "path", "value"),
    [
        ("sheet", ("percents", "M01-K1"), 101),
        ("sheet", ("percents", "M01-K1"), -1),
        ("sheet", ("percents", "M01-K1"), True),
        ("sheet", ("total",), 10_001),
        ("sheet", ("pages", 0, "page"), 0),
        ("sheet", ("application",), HEX32 + "\n"),
        ("sheet", ("application",), HEX32.upper()),
        ("sheet", ("overall",), "长" * 20_001),
        ("declaration", ("answers", 0, "items", 0, "rule"), "R19"),
        ("declaration", ("answers", 0, "items", 0, "reason"), "x" * 501),
        ("assignment", ("applications", 0, "documents", 0, "size"), 0),
        ("assignment", ("applications", 0, "documents", 0, "size"), 2**30 + 1),
        ("assignment", ("applications", 0, "identity"), SECRET.lower()),
        ("consent", ("act",), "approve"),
        ("consent", ("values", "amount_fen"), 1.5),
        ("share", ("k",), 1),
        ("result", ("parts", 0, "file"), "../x.tar"),
        ("round", ("version",), 10_001),
        ("card", ("schema",), 2),
    ],
)
def test_a_value_out_of_range_is_refused(kind: str, path: tuple[Any, ...], value: Any) -> None:
    with pytest.raises(ValueError, match=r"Expected|Invalid"):
        body_of(kind, replaced(EXAMPLES[kind], path, value))


def test_an_unknown_kind_is_refused() -> None:
    with pytest.raises(ValueError, match="unknown kind"):
        body_of("ballot", {"schema": 1})


@pytest.mark.parametrize("kind", EXAMPLES)
def test_a_body_is_the_same_out_of_its_manifest(kind: str) -> None:
    manifest = canonical_bytes({"body": EXAMPLES[kind], "kind": kind, "seq": 1})
    assert body_in(kind, memoryview(manifest)) == body_of(kind, EXAMPLES[kind])
    extra = canonical_bytes({"body": {**EXAMPLES[kind], "extra": 1}})
    for data in (extra, b'{"seq":1}', b'{"body":', b"[]"):
        with pytest.raises(ValueError, match=r".+"):
            body_in(kind, data)


def test_an_unknown_kind_is_refused_out_of_its_manifest() -> None:
    with pytest.raises(ValueError, match="unknown kind"):
        body_in("ballot", b'{"body":{"schema":1}}')


def test_the_head_of_a_sheet_is_that_of_its_body() -> None:
    body = body_of("sheet", EXAMPLES["sheet"])
    head = sheet_head_in(canonical_bytes({"body": EXAMPLES["sheet"]}))
    assert (head.application, head.phase, head.state) == (body.application, body.phase, body.state)
    with pytest.raises(ValueError, match="state"):
        sheet_head_in(canonical_bytes({"body": {**EXAMPLES["sheet"], "state": "open"}}))


def test_every_kind_has_an_example() -> None:
    assert set(EXAMPLES) == {*bodies.STRUCTS, "round"}


@settings(max_examples=100, deadline=None)
@given(st.dictionaries(st.text(max_size=12), st.none() | st.booleans() | st.integers() | st.text(max_size=8)))
def test_arbitrary_objects_raise_nothing_but_value_errors(body: dict[str, Any]) -> None:
    for kind in EXAMPLES:
        with pytest.raises(ValueError, match=r".+"):
            body_of(kind, body)


def test_settings_write_every_name_of_rules_13() -> None:
    """Rules §13: all names stand in the signed body, defaults included."""
    from zgc_review.domain.settings import RoundSettings  # noqa: PLC0415 - only here

    names = {field.encode_name for field in msgspec.structs.fields(RoundSettings)}
    assert {
        "trim_from",
        "deviation_points",
        "officers_k",
        "retention_years",
        "v_ruling",
        "near_line",
    } <= names
    assert len(names) == 68
