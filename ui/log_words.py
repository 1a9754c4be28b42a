"""Sentences of the event log, for windows and command line; without Qt.

A log outlives the program that wrote it: what an event does not carry is said as a dash, never refused.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from resources.reader import Texts, load
from zgc_review.domain.money import points
from zgc_review.services.log_lines import LogLine

_NOTHING = "–"
_STATES = frozenset({"from", "to", "status"})
_DECISION = "consent.decision"


def sentence(texts: Texts, line: LogLine, numbers: Mapping[str, str]) -> str:
    """Return what an event says.

    Args:
        texts: the language.
        line: the event.
        numbers: application id → number as people know it.
    """
    template = load(texts.language).get(f"log.act.{line.act}")
    if template is None:
        return line.act
    return template.format_map(_Words(texts, line, numbers))


def act_name(texts: Texts, act: str) -> str:
    """Return the words for an act in a list of acts: its sentence with the changing parts left out."""
    template = load(texts.language).get(f"log.act.{act}")
    return act if template is None else template.format_map(_Blank())


class _Blank(dict[str, str]):
    """Gives an ellipsis for every placeholder."""

    def __missing__(self, _name: str) -> str:
        return "…"


class _Words(dict[str, str]):
    """Gives the words for a placeholder of a sentence."""

    def __init__(self, texts: Texts, line: LogLine, numbers: Mapping[str, str]) -> None:
        super().__init__()
        self._texts = texts
        self._line = line
        self._numbers = numbers

    def __missing__(self, name: str) -> str:
        line = self._line
        if name == "by":
            return line.by or _NOTHING
        if name == "number":
            return self._number()
        if name == "why":
            return _why(self._texts, str(line.data.get("error", "")))
        if name == "fate":
            return self._texts.get(f"log.word.fate.{fate_of(line.data)}")
        return line.texts.get(name) or self._word(name, line.data.get(name))

    def _number(self) -> str:
        """Return the number of the application, or of the version where the event counts versions."""
        application = self._line.data.get("application")
        if application is None:
            return str(self._line.data.get("number", _NOTHING))
        return self._numbers.get(application) or self._line.texts.get("number", _NOTHING)

    def _word(self, name: str, value: Any) -> str:
        """Return a value in the language: codes have words, lists are counted."""
        if value is None or value == "":
            return _NOTHING
        if name == "value" and isinstance(value, int):
            return points(value)
        if isinstance(value, list | dict):
            return f"{len(value):,}"
        if isinstance(value, int):
            return f"{value:,}"
        for key in self._keys(name, str(value)):
            if self._texts.has(key):
                return self._texts.get(key)
        return str(value)

    def _keys(self, name: str, value: str) -> tuple[str, ...]:
        """Return the keys under which a word for a code may stand, the closest first."""
        act = self._line.act
        own = f"log.word.{act.replace('.', '_')}.{value}"
        if name in _STATES:
            return (own, f"cli.state.{value}")
        if name == "answer" and act == _DECISION:
            return (f"form.word.decision.{value}",)
        if name == "result" and act == "gates.result":
            return (f"form.word.check_result.{value}", own)
        return (own, f"log.word.{name}.{value}")


def _why(texts: Texts, code: str) -> str:
    """Return what an error code says, its changing parts left out; a code of another version as it is."""
    template = load(texts.language).get(f"error.{code}.title")
    return code or _NOTHING if template is None else template.format_map(_Blank())


def fate_of(data: Mapping[str, Any]) -> str:
    """Return what became of a sheet that was counted or not."""
    if data.get("void"):
        return "void"
    if data.get("revised"):
        return "revised"
    if not data.get("counted"):
        return "left"
    return "trimmed" if data.get("trimmed") else "counted"
