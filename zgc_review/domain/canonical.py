"""Canonical JSON (RFC 8785) of integers and strings, and its strict reader.

What is signed or digested is always bytes; a reader accepts only the bytes the writer would have
written, so two spellings of one value cannot both be valid.
"""

from __future__ import annotations

import hashlib
import json
import re
from functools import cache
from typing import Annotated, Any, TypeAlias

import msgspec
import rfc8785

Json: TypeAlias = "bool | int | str | list[Json] | dict[str, Json] | None"

MAX_DEPTH = 16
_SHALLOW = 6  # levels of nearly everything; a reader of more takes long to make
_LARGEST = 2**53 - 1
# First bytes of characters above U+CFFF in UTF-8.
_HIGH = re.compile(rb"[\xed-\xff]")

# An unfinished string runs to the end: what follows it is no JSON anyhow.
_STRING = re.compile(rb'"(?:[^"\\]++|\\.)*+(?:"|\Z)', re.DOTALL)
_NOT_BRACKETS = bytes(set(range(256)) - set(b"[]{}"))


class CanonicalFault(ValueError):  # noqa: N818 - callers turn it into the error of their room
    """Bytes or values that are not canonical JSON; the text names the reason in one English word."""


def canonical_bytes(value: Any) -> bytes:
    """Return the RFC 8785 bytes of ``value`` (RFC 8785 §3.2).

    Raises:
        CanonicalFault: ``float`` (numbers are integers here), integers beyond ±(2^53−1), lone
            surrogates, keys that are not text, other types.
    """
    plain = _is_plain(value)
    try:
        # The same bytes for plain values, ten times as fast; a test holds one against the other.
        return msgspec.json.encode(value, order="sorted") if plain else rfc8785.dumps(value)
    except (rfc8785.CanonicalizationError, UnicodeEncodeError) as fault:
        raise CanonicalFault("value") from fault


def parse_canonical(data: bytes, *, max_depth: int = MAX_DEPTH) -> Any:
    """Return the value whose canonical bytes are ``data``.

    Raises:
        CanonicalFault: not JSON, duplicate keys, floats, nesting over ``max_depth``, or any other
            spelling than the canonical one.
    """
    if max_depth >= _SHALLOW:
        try:
            return _read_shallow(data)
        except (ValueError, RecursionError, msgspec.MsgspecError):
            pass  # deeper, or not canonical: read again to say why
    return _read_any(data, max_depth)


def digest_of(value: Any) -> str:
    """Return the SHA-256 of the canonical bytes of ``value`` as 64 lower-case hex characters."""
    return hashlib.sha256(canonical_bytes(value)).hexdigest()


def _read_shallow(data: bytes) -> Any:
    """Return a value of little depth, ten times as fast; anything else is a fault.

    What is written again as the same bytes is canonical: the types keep floats, large integers and depth
    out, a key that stands twice would be written once, and only characters above U+CFFF could make the
    sorted order another one than that of RFC 8785.
    """
    value = _shallow().decode(data)
    plain = _HIGH.search(data) is None
    if (msgspec.json.encode(value, order="sorted") if plain else canonical_bytes(value)) != data:
        raise CanonicalFault("spelling")
    return value


@cache
def _shallow() -> msgspec.json.Decoder[Any]:
    """Return a reader of JSON without floats, large integers and more than :data:`_SHALLOW` levels."""
    whole = Annotated[int, msgspec.Meta(ge=-_LARGEST, le=_LARGEST)]
    kinds: Any = bool | whole | str | None
    for _ in range(_SHALLOW):
        kinds = bool | whole | str | None | list[kinds] | dict[str, kinds]
    return msgspec.json.Decoder(kinds)


def _read_any(data: bytes, max_depth: int) -> Any:
    """Return the value whose canonical bytes are ``data``, or say what keeps them from being canonical."""
    if _depth(data) > max_depth:
        raise CanonicalFault("depth")
    try:
        value = json.loads(
            data.decode("utf-8"), object_pairs_hook=_unique, parse_float=_no_number, parse_constant=_no_number
        )
    except CanonicalFault:
        raise
    except (ValueError, RecursionError) as fault:
        raise CanonicalFault("json") from fault
    if canonical_bytes(value) != data:
        raise CanonicalFault("spelling")
    return value


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """Build one object, refusing a key that stands twice (``json`` would keep the last)."""
    found = dict(pairs)
    if len(found) != len(pairs):
        raise CanonicalFault("duplicate")
    return found


def _no_number(_text: str) -> None:
    """Refuse floats and NaN."""
    raise CanonicalFault("float")


def _is_plain(value: Any) -> bool:
    """Refuse floats; say whether ``msgspec`` writes the RFC 8785 bytes of ``value``.

    So it is where types are exact, integers in bounds and keys below U+D800: RFC 8785 sorts by UTF-16.
    """
    stack, plain = [value], True
    while stack:
        item = stack.pop()
        kind = type(item)
        if kind is str or kind is bool or item is None:
            continue
        if isinstance(item, dict):
            plain = plain and kind is dict and all(map(_is_plain_key, item))
            stack.extend(item.values())
        elif isinstance(item, list | tuple):
            plain = plain and (kind is list or kind is tuple)
            stack.extend(item)
        elif isinstance(item, float):
            raise CanonicalFault("float")
        else:
            plain = plain and kind is int and -_LARGEST <= item <= _LARGEST
    return plain


def _is_plain_key(key: Any) -> bool:
    """Say whether a key sorts alike by code points and by UTF-16 units."""
    return type(key) is str and (key.isascii() or max(key) < "\ud800")


def _depth(data: bytes) -> int:
    """Return the deepest nesting of brackets outside strings, before any parser recurses."""
    depth = deepest = 0
    for bracket in _STRING.sub(b"", data).translate(None, _NOT_BRACKETS):
        if bracket in b"[{":
            depth += 1
            deepest = max(deepest, depth)
        else:
            depth -= 1
    return deepest
