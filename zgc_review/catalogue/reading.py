"""Reads a catalogue written as YAML, strictly: one document of texts, integers, true/false, null.

Built from parser events, not from a YAML loader, so that nothing is constructed that the canonical
JSON could not hold: no tags, no anchors (alias bombs), no floats, dates or unquoted yes/no, no
duplicate keys, no nesting beyond what the travelling JSON allows.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import yaml
from yaml.resolver import Resolver

from zgc_review.catalogue.report import Report, label, shown
from zgc_review.domain.canonical import MAX_DEPTH, CanonicalFault, canonical_bytes

MAX_BYTES = 8 * 1024 * 1024
MAX_KEY = 200
_DECIMAL = re.compile(r"-?(?:0|[1-9][0-9]{0,15})\Z")
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class _Stop(Exception):  # noqa: N818 - leaves the reader, never this module
    """Reading on makes no sense; the reason is already reported."""


def read_yaml(data: bytes, report: Report) -> Any:
    """Return the value written in ``data``, or None with the reasons in ``report``."""
    before = report.errors
    if len(data) > MAX_BYTES:
        report.add("file.size", "", bytes=len(data), limit=MAX_BYTES)
        return None
    reader = _Reader(report)
    value = None
    try:
        value = reader.read(yaml.parse(data.decode("utf-8-sig"), Loader=_LOADER))
        if report.errors == before:
            canonical_bytes(value)
    except _Stop:
        return None
    except UnicodeDecodeError:
        report.add("yaml.encoding", "")
    except yaml.YAMLError as fault:
        mark = getattr(fault, "problem_mark", None)
        report.add("yaml.syntax", "", row=0 if mark is None else mark.line + 1)
    except CanonicalFault:
        report.add("yaml.number", "")
    return value if report.errors == before else None


class _Frame:
    """A list or map being filled; ``key`` is the key that waits for its value."""

    def __init__(self, container: Any, path: str) -> None:
        self.container = container
        self.path = path
        self.key: str | None = None
        self.wants_key = isinstance(container, dict)


class _Reader:
    """Turns parser events into a value without recursion."""

    def __init__(self, report: Report) -> None:
        self._report = report
        self._stack: list[_Frame] = []
        self._roots: list[Any] = []

    def read(self, events: Iterator[Any]) -> Any:
        """Return the value of the only document."""
        for event in events:
            self._take(event)
            if self._report.full:
                raise _Stop
        if len(self._roots) != 1:
            self._report.add("yaml.documents", "", count=len(self._roots))
            raise _Stop
        return self._roots[0]

    def _take(self, event: Any) -> None:
        """Handle one event."""
        if isinstance(event, yaml.AliasEvent):
            self._refuse("yaml.alias", event)
        elif isinstance(event, yaml.NodeEvent):
            if event.anchor is not None:
                self._refuse("yaml.alias", event)
            if getattr(event, "tag", None) is not None:
                self._refuse("yaml.tag", event)
            self._node(event)
        elif isinstance(event, yaml.CollectionEndEvent):
            self._stack.pop()

    def _node(self, event: Any) -> None:
        """Handle a scalar or the start of a list or map."""
        frame = self._stack[-1] if self._stack else None
        if frame is not None and frame.wants_key:
            self._key(frame, event)
            return
        if isinstance(event, yaml.ScalarEvent):
            self._place(frame, self._scalar(event))
            return
        if len(self._stack) >= MAX_DEPTH:
            self._refuse("yaml.depth", event)
        container: Any = [] if isinstance(event, yaml.SequenceStartEvent) else {}
        path = self._path()
        self._place(frame, container)
        self._stack.append(_Frame(container, path))

    def _key(self, frame: _Frame, event: Any) -> None:
        """Take the key of the next pair; a second one of the same name is reported and dropped."""
        if not isinstance(event, yaml.ScalarEvent) or len(event.value) > MAX_KEY:
            self._refuse("yaml.key", event)
        key = self._scalar(event)
        if not isinstance(key, str):
            self._report.add("yaml.key", frame.path, row=event.start_mark.line + 1)
            key = event.value
        if key in frame.container:
            self._report.add("yaml.duplicate", frame.path, row=event.start_mark.line + 1, key=shown(key))
        frame.key, frame.wants_key = key, False

    def _place(self, frame: _Frame | None, value: Any) -> None:
        """Put a value where it belongs."""
        if frame is None:
            self._roots.append(value)
        elif frame.key is not None:
            frame.container.setdefault(frame.key, value)
            frame.key, frame.wants_key = None, True
        else:
            frame.container.append(value)

    def _scalar(self, event: Any) -> str | int | bool | None:
        """Return a scalar: quoted text as it is, plain text only where every YAML reader agrees."""
        text: str = event.value
        if not event.implicit[0]:
            return text
        tag = _kind(text)
        if tag == "str":
            return text
        if tag == "null" and text in ("", "~", "null"):
            return None
        if tag == "bool" and text in ("true", "false"):
            return text == "true"
        if tag == "int" and _DECIMAL.match(text):
            return int(text)
        self._report.add("yaml.scalar", self._path(), row=event.start_mark.line + 1, value=shown(text))
        return None if self._stack and self._stack[-1].wants_key else text

    def _path(self) -> str:
        """Return the path of the value that comes next."""
        if not self._stack:
            return ""
        frame = self._stack[-1]
        if frame.key is None:
            return f"{frame.path}[{label(None, len(frame.container))}]" if not frame.wants_key else frame.path
        return f"{frame.path}.{frame.key}" if frame.path else frame.key

    def _refuse(self, code: str, event: Any) -> None:
        """Report and stop: what follows cannot be trusted."""
        self._report.add(code, self._path(), row=event.start_mark.line + 1)
        raise _Stop


def _kind(text: str) -> str:
    """Return what YAML takes plain ``text`` for: str, null, bool, int, float, timestamp, merge, value."""
    resolver: Any = _RESOLVER
    return str(resolver.resolve(yaml.ScalarNode, text, (True, False))).rpartition(":")[2]


_RESOLVER = Resolver()
