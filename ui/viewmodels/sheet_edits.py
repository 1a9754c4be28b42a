"""One change of a score sheet as data: where it belongs, what stands there now, how it is applied.

Changes of different places commute, so that a newer one of the same place may take the older's turn.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Final, TypeAlias

from zgc_review.domain.bodies import SheetBody
from zgc_review.scoring import drafts

Slot: TypeAlias = tuple[str, str]
WHOLE: Final = "whole"


@dataclass(frozen=True)
class NotApplicable:
    """A criterion marked as not applicable; an empty reason is still missing."""

    reason: str


Mark: TypeAlias = "int | NotApplicable | None"


@dataclass(frozen=True)
class Edit:
    """A value for one place of a sheet.

    Attributes:
        kind: ``mark``, ``comment``, ``floor_reason``, ``overall``, ``recommend``, ``integrity``, ``cite``,
            ``veto``, ``budget``, ``reason`` or ``whole``.
        key: the criterion, empty where the sheet has one such place.
        value: what is to stand there; for ``whole`` a sheet.
    """

    kind: str
    key: str
    value: Any

    @property
    def slot(self) -> Slot:
        """The place."""
        return self.kind, self.key

    @property
    def name(self) -> str:
        """The word of the change in the history of the draft."""
        if self.kind == "mark":
            return "not_applicable" if isinstance(self.value, NotApplicable) else "percent"
        return "restore" if self.kind == WHOLE else self.kind

    def apply(self, body: SheetBody) -> SheetBody:
        """Return the sheet with this value in its place."""
        if self.kind == WHOLE:
            whole: SheetBody = self.value
            return whole
        if self.kind in _KEYED:
            return _KEYED[self.kind](body, self.key, self.value)
        return _SINGLE[self.kind][0](body, self.value)


def value_of(body: SheetBody, kind: str, key: str) -> Any:
    """Return what stands in a place."""
    if kind == WHOLE:
        return body
    if kind == "mark":
        return mark_of(body, key)
    if kind == "comment":
        return body.comments.get(key, "")
    if kind == "floor_reason":
        return body.floor_reasons.get(key, "")
    return getattr(body, _SINGLE[kind][1])


def mark_of(body: SheetBody, criterion: str) -> Mark:
    """Return the percent of a criterion, that it is not applicable, or None while it is open."""
    if criterion in body.percents:
        return body.percents[criterion]
    if criterion in body.not_applicable:
        return NotApplicable(body.not_applicable[criterion])
    return None


def _set_mark(body: SheetBody, criterion: str, mark: Mark) -> SheetBody:
    """Set a percent, or “not applicable”, or clear both."""
    if isinstance(mark, NotApplicable):
        return drafts.set_not_applicable(body, criterion, mark.reason)
    if mark is None:
        body = drafts.set_not_applicable(body, criterion, None)
    return drafts.set_percent(body, criterion, mark)


_KEYED: Mapping[str, Callable[[SheetBody, str, Any], SheetBody]] = MappingProxyType(
    {"mark": _set_mark, "comment": drafts.set_comment, "floor_reason": drafts.set_floor_reason}
)
_SINGLE: Mapping[str, tuple[Callable[[SheetBody, Any], SheetBody], str]] = MappingProxyType(
    {
        "overall": (drafts.set_overall, "overall"),
        "recommend": (drafts.set_recommendation, "recommendation"),
        "integrity": (drafts.set_integrity, "integrity"),
        "cite": (drafts.set_pages, "pages"),
        "veto": (drafts.set_claims, "claims"),
        "budget": (drafts.set_budget, "budget"),
        "reason": (drafts.set_reason, "reason"),
    }
)
