"""Canonical JSON: the same bytes as the reference library, and nothing else is read."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
import rfc8785
from hypothesis import given, settings
from hypothesis import strategies as st

from zgc_review.domain.canonical import (
    MAX_DEPTH,
    CanonicalFault,
    _read_any,
    canonical_bytes,
    digest_of,
    parse_canonical,
)

TEXT = st.text(st.characters(codec="utf-8"), max_size=12)
INTEGERS = st.integers(-(2**53) + 1, 2**53 - 1)
VALUES = st.recursive(
    st.none() | st.booleans() | INTEGERS | TEXT,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXT, inner, max_size=5),
    max_leaves=20,
)


@settings(max_examples=400, deadline=None)
@given(VALUES)
def test_bytes_are_those_of_the_reference_library(value: Any) -> None:
    written = canonical_bytes(value)
    assert written == rfc8785.dumps(value)
    assert parse_canonical(written) == value


def test_keys_sort_by_utf_16_units() -> None:
    """RFC 8785 §3.2.3: U+1F600 (surrogates D83D…) sorts before U+FB33."""
    value = {"\ufb33": 1, "\U0001f600": 2, "a": 3}
    assert canonical_bytes(value) == '{"a":3,"\U0001f600":2,"\ufb33":1}'.encode()


@pytest.mark.parametrize("letter", [chr(n) for n in range(32)] + ['"', "\\", "/", "\x7f", "\u2028", "\ud7ff"])
def test_every_escape_is_that_of_the_reference_library(letter: str) -> None:
    for value in (letter, {letter: letter}, [f"a{letter}b"]):
        assert canonical_bytes(value) == rfc8785.dumps(value)


@pytest.mark.parametrize(
    "value",
    [
        1.0,
        [1.5],
        {"a": float("nan")},
        2**53,
        -(2**53),
        "\ud800",
        {"\udfff": 1},
        {1: 2},
        {"a": object()},
        b"x",
    ],
)
def test_what_has_no_canonical_form_is_refused(value: Any) -> None:
    with pytest.raises(CanonicalFault):
        canonical_bytes(value)


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b'{"a":1,"a":2}', "duplicate"),
        (b'{"b":1,"a":2}', "spelling"),
        (b'{"a": 1}', "spelling"),
        (b'{"a":1.0}', "float"),
        (b'{"a":NaN}', "float"),
        (b'{"a":1e2}', "float"),
        (b'"\\u0041"', "spelling"),
        (b"\xff", "json"),
        (b"", "json"),
        (b"[" * 17 + b"]" * 17, "depth"),
        (b"[" * 1_000_000, "depth"),
        (b'{"a":"' + b"[" * 40, "json"),
    ],
)
def test_other_spellings_are_refused(data: bytes, reason: str) -> None:
    with pytest.raises(CanonicalFault, match=reason):
        parse_canonical(data)


@st.composite
def spelled(draw: st.DrawFn) -> bytes:
    """Draw bytes that are canonical, or nearly."""
    data = draw(VALUES.map(canonical_bytes) | st.sampled_from(_NEARLY))
    for _ in range(draw(st.integers(0, 3))):
        at = draw(st.integers(0, len(data)))
        data = data[:at] + draw(st.sampled_from(_PIECES)) + data[at + draw(st.integers(0, 2)) :]
    return data


_NEARLY = (b'{"a":1,"a":1}', b"[1.0]", b"-0", b"9007199254740992", b'{"\xf0\x9f\x98\x80":1,"\xef\xac\xb3":2}')
_PIECES = (b"", b"[", b"]", b"{", b"}", b'"', b",", b":", b" ", b"0", b"1e2", b".5", b"null", b"\\u00e9")
_PIECES += (b"\xed\xa0\x80", b"\xff", "\U0001f600".encode(), "\ufb33".encode(), b"\x00", b"[[[[[[[")


@settings(max_examples=600, deadline=None)
@given(spelled())
def test_the_short_way_reads_and_refuses_as_the_long_one(data: bytes) -> None:
    """Little depth is read in one go; what that does not read is read again to say why."""

    def said(read: Callable[[], Any]) -> tuple[str, Any]:
        try:
            value = read()
        except CanonicalFault as fault:
            return "refused", str(fault)
        return "read", (value, repr(value))

    assert said(lambda: parse_canonical(data)) == said(lambda: _read_any(data, MAX_DEPTH))


def test_brackets_in_strings_do_not_nest() -> None:
    value = ["[" * 100, {"}{" * 50: '\\"['}]
    assert parse_canonical(canonical_bytes(value)) == value


def test_the_digest_is_of_the_bytes() -> None:
    assert digest_of({}) == "44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a"
    assert json.loads(canonical_bytes({"z": [1, None, True]})) == {"z": [1, None, True]}
