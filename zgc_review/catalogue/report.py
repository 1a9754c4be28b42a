"""Collects what is wrong with one catalogue, up to a bound that hostile files cannot pass."""

from __future__ import annotations

from typing import Any

from zgc_review.domain.findings import Finding, Level

LIMIT = 500
_SHOWN = 80


class Report:
    """Findings of one catalogue file, in the order they were met; beyond LIMIT none is added."""

    def __init__(self, source: str = "") -> None:
        self.source = source
        self.findings: list[Finding] = []

    def add(
        self, code: str, path: str, *, row: int = 0, level: Level = Level.ERROR, **params: str | int
    ) -> None:
        """Add a finding ``catalogue.<code>`` about the place ``path`` (``measures[M04].gates[M04-G2]``)."""
        if len(self.findings) >= LIMIT:
            return
        given: dict[str, str | int] = {"path": short(path) or "/", **params}
        self.findings.append(Finding(f"catalogue.{code}", level, self.source, row=row, params=given))

    @property
    def full(self) -> bool:
        """True when the bound is reached: reading on would tell nothing more."""
        return len(self.findings) >= LIMIT

    @property
    def errors(self) -> int:
        """How many findings stop the catalogue from being used."""
        return sum(finding.level is Level.ERROR for finding in self.findings)


def shown(value: Any) -> str:
    """Return ``value`` as a short text for a finding."""
    return short(value if isinstance(value, str) else repr(value))


def short(text: str) -> str:
    """Cut a long text, saying so by an ellipsis, and make control characters visible.

    Paths are cut as well: a long name above many items would otherwise be copied for each of them.
    """
    cut = text if len(text) <= _SHOWN else text[: _SHOWN - 1] + "…"
    return "".join(char if char.isprintable() else f"\\x{ord(char):02x}" for char in cut)


def label(item: Any, index: int) -> str:
    """Return how a path names an item of a list: its id or code, else its index from 0."""
    if isinstance(item, dict):
        for key in ("id", "code"):
            name = item.get(key)
            if isinstance(name, str) and name:
                return short(name)
    return str(index)


def labelled(items: list[Any], path: str) -> list[tuple[Any, str]]:
    """Return each item of a list with its path."""
    return [(item, f"{path}[{label(item, index)}]") for index, item in enumerate(items)]
