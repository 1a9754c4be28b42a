"""Blocks of which the general template sets a paper."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from ui.cli.demo.units import Unit

Block = dict[str, Any]


def text(text: str) -> Block:
    """Return a paragraph."""
    return {"kind": "text", "text": text}


def plain(text: str) -> Block:
    """Return a line that is not indented."""
    return {"kind": "plain", "text": text}


def heading(text: str) -> Block:
    """Return a heading."""
    return {"kind": "heading", "text": text}


def table(widths: Sequence[int], head: Sequence[str], rows: list[list[str]]) -> Block:
    """Return a table; ``widths`` are shares of the line."""
    return {"kind": "table", "widths": list(widths), "head": list(head), "rows": rows}


def sign(lines: Sequence[tuple[str, str, bool]], unit: Unit, caption: str = "") -> Block:
    """Return lines (label, text, whether written by hand) beside the seal of ``unit``."""
    return {"kind": "sign", "lines": [list(line) for line in lines], "unit": unit.name, "caption": caption}
