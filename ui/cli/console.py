"""Prints what commands say: sentences for people, one JSON value for machines."""

from __future__ import annotations

import json
import sys
import unicodedata
from collections.abc import Sequence
from typing import Any, TextIO

from resources.reader import Texts
from ui.left_words import left_words
from zgc_review.domain.findings import Finding
from zgc_review.errors import ReviewError


class Console:
    """Where a command's words go.

    With ``as_json`` sentences are left out and :meth:`result` prints one canonical JSON line.
    """

    def __init__(self, texts: Texts, *, as_json: bool = False, out: TextIO | None = None) -> None:
        self.texts = texts
        self.as_json = as_json
        self._out = out

    @property
    def out(self) -> TextIO:
        """The stream for sentences; looked up late so that redirected output is honoured."""
        return self._out or sys.stdout

    def say(self, key: str, /, **params: object) -> None:
        """Print the sentence ``cli.<key>``."""
        self.line(self.texts.get("cli." + key, **params))

    def line(self, text: str) -> None:
        """Print ``text`` as it is, for people."""
        if not self.as_json:
            print(text, file=self.out, flush=True)

    def table(self, heads: Sequence[str], rows: Sequence[Sequence[object]]) -> None:
        """Print rows in columns; ``heads`` are text keys under ``cli.head``."""
        if self.as_json:
            return
        cells = [[self.texts.get("cli.head." + head) for head in heads]]
        cells += [["" if cell is None else str(cell) for cell in row] for row in rows]
        widths = [max(_width(row[i]) for row in cells) for i in range(len(heads))]
        for row in cells:
            padded = [cell + " " * (widths[i] - _width(cell)) for i, cell in enumerate(row)]
            print("  ".join(padded).rstrip(), file=self.out)

    def result(self, value: Any) -> None:
        """Print ``value`` as JSON when machines listen."""
        if self.as_json:
            print(json.dumps(value, ensure_ascii=False, sort_keys=True), file=self.out, flush=True)

    def finding(self, finding: Finding) -> None:
        """Print one finding: where, what, what to do."""
        self.line(finding_text(self.texts, finding))


def finding_text(texts: Texts, finding: Finding) -> str:
    """Return the sentence of a finding with its place and remedy."""
    params: dict[str, object] = {"value": finding.value, "column": finding.column, **finding.params}
    place = " ".join(
        part
        for part in (
            finding.source,
            f"[{finding.sheet}]" if finding.sheet else "",
            texts.get("cli.row", row=finding.row) if finding.row else "",
            finding.column,
        )
        if part
    )
    said = {
        "level": texts.get(f"cli.level.{finding.level.value}"),
        "text": texts.get(f"finding.{finding.code}.text", **params),
        "remedy": texts.get(f"finding.{finding.code}.remedy", **params),
        "code": finding.code,
    }
    if not place:
        return texts.get("cli.finding_bare", **said)
    return texts.get("cli.finding_line", place=place, **said)


def error_text(texts: Texts, error: ReviewError) -> str:
    """Return title, reason, remedy and code of an error, and what it left on a medium."""
    said = {
        part: texts.get(f"error.{error.code}.{part}", **error.params)
        for part in ("title", "reason", "remedy")
    }
    line, left = texts.get("cli.error_line", code=error.code, **said), left_words(texts, error)
    return f"{line}\n{left}" if left else line


def _width(text: str) -> int:
    """Return the columns ``text`` takes on a terminal; Han characters take two."""
    return sum(2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in text)
