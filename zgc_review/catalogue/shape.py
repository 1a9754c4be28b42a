"""Small checks of the shape of raw values, put together to a schema; each reports and goes on."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any, TypeAlias

from zgc_review.catalogue.report import Report, labelled, short, shown

Check: TypeAlias = Callable[[Any, str, Report], None]


def text(value: Any, path: str, report: Report) -> None:
    """A text with something in it and no control character but the line feed."""
    if not isinstance(value, str):
        report.add("expected.string", path)
    elif not value.strip():
        report.add("words.empty", path)
    elif any((ord(char) < 32 and char != "\n") or 0x7F <= ord(char) < 0xA0 for char in value):
        report.add("words.control", path)


def boolean(value: Any, path: str, report: Report) -> None:
    """``true`` or ``false``."""
    if not isinstance(value, bool):
        report.add("expected.boolean", path)


def anything(value: Any, path: str, report: Report) -> None:
    """Looked at elsewhere."""


def integer(low: int, high: int) -> Check:
    """Return a check of an integer within bounds, both included."""

    def check(value: Any, path: str, report: Report) -> None:
        if type(value) is not int:
            report.add("expected.integer", path)
        elif not low <= value <= high:
            report.add("range", path, value=value, low=low, high=high)

    return check


def choice(*allowed: str) -> Check:
    """Return a check of one of a few words."""

    def check(value: Any, path: str, report: Report) -> None:
        if not isinstance(value, str) or value not in allowed:
            report.add("choice", path, value=shown(value), allowed=", ".join(allowed))

    return check


def identifier(pattern: str) -> Check:
    """Return a check of an identifier's shape."""
    compiled = re.compile(pattern + r"\Z")

    def check(value: Any, path: str, report: Report) -> None:
        if not isinstance(value, str):
            report.add("expected.string", path)
        elif not compiled.match(value):
            report.add("id.shape", path, value=shown(value))

    return check


def listing(item: Check, *, least: int = 0) -> Check:
    """Return a check of a list with at least ``least`` items, each different when they are words."""

    def check(value: Any, path: str, report: Report) -> None:
        if not isinstance(value, list):
            report.add("expected.list", path)
            return
        if len(value) < least:
            report.add("list.short", path, count=len(value), least=least)
        for entry, place in labelled(value, path):
            item(entry, place, report)
        words = [entry for entry in value if isinstance(entry, str | int)]
        if len(set(words)) != len(words):
            report.add("list.repeated", path)

    return check


def table(key: str, item: Check, *, least: int = 1) -> Check:
    """Return a check of a map whose keys are identifiers of the shape ``key``."""
    named = identifier(key)

    def check(value: Any, path: str, report: Report) -> None:
        if not isinstance(value, dict):
            report.add("expected.map", path)
            return
        if len(value) < least:
            report.add("list.short", path, count=len(value), least=least)
        for name, entry in value.items():
            place = f"{path}.{short(name)}"
            named(name, place, report)
            item(entry, place, report)

    return check


def record(required: Mapping[str, Check], optional: Mapping[str, Check] | None = None) -> Check:
    """Return a check of a map with fixed keys."""
    known = {**required, **(optional or {})}

    def check(value: Any, path: str, report: Report) -> None:
        if not isinstance(value, dict):
            report.add("expected.map", path)
            return
        for name in required:
            if name not in value:
                report.add("key.missing", path, key=name)
        for name, entry in value.items():
            if name not in known:
                report.add("key.unknown", path, key=shown(name))
            else:
                known[name](entry, f"{path}.{name}" if path else name, report)

    return check


def one_of(scalar: Check, mapping: Check) -> Check:
    """Return a check that takes a word or a map, each with its own check."""

    def check(value: Any, path: str, report: Report) -> None:
        (mapping if isinstance(value, dict) else scalar)(value, path, report)

    return check
