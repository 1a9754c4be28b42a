"""What changed between two versions of a sheet, for the history a person reads (acceptance U3)."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias, TypeVar

from zgc_review.domain.bodies import (
    BudgetCut,
    CitedPage,
    SheetBody,
    VetoClaim,
)

Shown: TypeAlias = "str | int | bool | None"
_Item = TypeVar("_Item")

_MAPS = ("percents", "not_applicable", "comments", "floor_reasons")
_SHORT = 8  # characters of a digest that are shown
_SINGLE = ("phase", "state", "overall", "total", "recommendation", "integrity", "reason")


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that changed; for the screen only, never for logs.

    Attributes:
        field: name of the field, key of the caption ``scoring.field.<field>``.
        key: criterion, veto item or budget item, or empty.
        before: what stood there, None for nothing.
        after: what stands there now, None for nothing.
    """

    field: str
    key: str
    before: Shown
    after: Shown


def describe_change(old: SheetBody | None, new: SheetBody) -> tuple[Change, ...]:
    """Return the differences from ``old`` (None: the first version) to ``new``, in the order of the sheet."""
    return tuple(_changes(old, new))


def _changes(old: SheetBody | None, new: SheetBody) -> Iterator[Change]:
    """Compare field by field."""
    if old is not None and old.application_version != new.application_version:
        versions = (one.application_version[:_SHORT] for one in (old, new))
        yield Change("application_version", "", *versions)
    yield from _single("recusal", old.recusal.answer if old else None, new.recusal.answer)
    for name in _MAPS:
        yield from _entries(name, getattr(old, name) if old else {}, getattr(new, name))
    for name in _SINGLE:
        yield from _single(name, _blank(getattr(old, name)) if old else None, _blank(getattr(new, name)))
    yield from _items("pages", old.pages if old else (), new.pages, _page)
    yield from _items("claims", old.claims if old else (), new.claims, _claim)
    yield from _budget(old, new)


def _blank(value: Shown) -> Shown:
    """Take an empty text as nothing: the first version does not list what was left blank."""
    return None if value == "" else value


def _single(name: str, before: Shown, after: Shown) -> Iterator[Change]:
    """Compare one value."""
    if before != after:
        yield Change(name, "", before, after)


def _entries(name: str, before: Mapping[str, Shown], after: Mapping[str, Shown]) -> Iterator[Change]:
    """Compare values by criterion."""
    for key in sorted({*before, *after}):
        if before.get(key) != after.get(key):
            yield Change(name, key, before.get(key), after.get(key))


def _items(
    name: str, before: Sequence[_Item], after: Sequence[_Item], show: Callable[[_Item], tuple[str, Shown]]
) -> Iterator[Change]:
    """Compare lists: what went, then what came."""
    for item in before:
        if item not in after:
            key, value = show(item)
            yield Change(name, key, value, None)
    for item in after:
        if item not in before:
            key, value = show(item)
            yield Change(name, key, None, value)


def _budget(old: SheetBody | None, new: SheetBody) -> Iterator[Change]:
    """Compare the opinions on the amount."""
    before = old.budget if old else None
    yield from _single(
        "budget", before.amount_fen if before else None, new.budget.amount_fen if new.budget else None
    )
    yield from _items("cuts", before.cuts if before else (), new.budget.cuts if new.budget else (), _cut)


def _page(page: CitedPage) -> tuple[str, Shown]:
    """Show a cited page by criterion and number."""
    return page.criterion, page.page


def _claim(claim: VetoClaim) -> tuple[str, Shown]:
    """Show a claim by item and text."""
    return claim.item, claim.text


def _cut(cut: BudgetCut) -> tuple[str, Shown]:
    """Show a cut by item and amount."""
    return cut.item, cut.amount_fen
