"""The words of the windows in the language in force; switching tells every view (look.md §7).

Captions stand in ``resources/texts`` under ``ui.``, beside the texts of errors and commands: one
reader, one form, one check of completeness (docs/adr/0014).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal

from resources.reader import LANGUAGES, Texts, caption
from ui.left_words import left_words
from ui.sentences import joined
from zgc_review.domain.findings import Finding
from zgc_review.errors import ReviewError


@dataclass(frozen=True)
class ErrorText:
    """What, why, what to do, and the code that stands small at the end."""

    title: str
    reason: str
    remedy: str
    code: str
    left: str = ""  # what a failed writing left on the medium

    @property
    def body(self) -> str:
        """Everything below the title."""
        return joined(self.reason, self.left, self.remedy)


class Captions(QObject):
    """Texts of the windows.

    Signals:
        changed: another language is in force; views set their texts anew.
    """

    changed = Signal()

    def __init__(self, language: str, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._language = language

    @property
    def language(self) -> str:
        """The language in force, one of ``resources.reader.LANGUAGES``."""
        return self._language

    @property
    def texts(self) -> Texts:
        """All texts of the language: errors, findings, forms; read when first asked for."""
        return Texts(self._language)

    def set_language(self, language: str) -> None:
        """Change the language of every window."""
        self._language = language
        self.changed.emit()

    def other(self) -> str:
        """Return the language that the switch in the header leads to."""
        return LANGUAGES[1 - LANGUAGES.index(self.language)]

    def cap(self, key: str, /, **params: object) -> str:
        """Return the caption ``ui.<key>``."""
        return caption(self._language, f"ui.{key}").format(**params)

    def cap_count(self, key: str, count: int, /, **params: object) -> str:
        """Return ``ui.<key>.one`` for one thing, else ``ui.<key>.many``, with ``{count}`` filled in."""
        form = "one" if count == 1 else "many"
        words = caption(self._language, f"ui.{key}.{form}")
        return words.format(count=f"{count:,}", **params)

    def error(self, fault: ReviewError) -> ErrorText:
        """Return the sentences of an error."""
        title, reason, remedy = (
            self._said(f"error.{fault.code}.{part}", fault.params) for part in ("title", "reason", "remedy")
        )
        return ErrorText(title, reason, remedy, fault.code, left_words(self.texts, fault))

    def finding(self, finding: Finding) -> tuple[str, str]:
        """Return what a finding says and what to do about it."""
        params: dict[str, object] = {"value": finding.value, "column": finding.column, **finding.params}
        text, remedy = (self._said(f"finding.{finding.code}.{part}", params) for part in ("text", "remedy"))
        return text, remedy

    def _said(self, key: str, params: Mapping[str, object]) -> str:
        """Return a text; where the common one names a command, what a window says instead."""
        own = f"window.{key}"
        return self.texts.get(own if self.texts.has(own) else key, **params)
