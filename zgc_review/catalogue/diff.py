"""Says how two catalogues differ, item by item: what was added, removed, changed, or put elsewhere."""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

from zgc_review.catalogue.catalogue import Catalogue
from zgc_review.domain.canonical import Json, canonical_bytes, parse_canonical


class Change(Struct, frozen=True, kw_only=True):
    """One difference.

    ``path`` names items by id (``measures[M04].gates[M04-G1].test``); ``old`` or ``new`` is None where
    there is none. A new order of the same items is a change of ``path[*]`` with the ids in order: the
    first of equal weights decides ties (head, item 4), so order has a meaning.
    """

    path: str
    kind: Literal["added", "removed", "changed"]
    old: Json
    new: Json


def diff(old: Catalogue, new: Catalogue) -> list[Change]:
    """Return the differences in the order of the old catalogue; empty exactly when the digests are equal."""
    changes: list[Change] = []
    if old.digest != new.digest:
        _walk(parse_canonical(old.to_json()), parse_canonical(new.to_json()), "", changes)
    return changes


def _walk(old: Json, new: Json, path: str, changes: list[Change]) -> None:
    """Compare two values of the same place."""
    old_items, new_items = _by_id(old), _by_id(new)
    if isinstance(old, dict) and isinstance(new, dict):
        _tables(old, new, f"{path}." if path else "", "", changes)
    elif old_items is not None and new_items is not None:
        _tables(old_items, new_items, f"{path}[", "]", changes)
        _order(old_items, new_items, path, changes)
    elif canonical_bytes(old) != canonical_bytes(new):
        changes.append(Change(path=path, kind="changed", old=old, new=new))


def _tables(
    old: dict[str, Json], new: dict[str, Json], before: str, after: str, changes: list[Change]
) -> None:
    """Compare the entries of two tables by key."""
    for key, value in old.items():
        path = f"{before}{key}{after}"
        if key in new:
            _walk(value, new[key], path, changes)
        else:
            changes.append(Change(path=path, kind="removed", old=value, new=None))
    for key, value in new.items():
        if key not in old:
            changes.append(Change(path=f"{before}{key}{after}", kind="added", old=None, new=value))


def _order(old: dict[str, Json], new: dict[str, Json], path: str, changes: list[Change]) -> None:
    """Report common items that stand in another order."""
    before: list[Json] = [key for key in old if key in new]
    after: list[Json] = [key for key in new if key in old]
    if before != after:
        changes.append(Change(path=f"{path}[*]", kind="changed", old=before, new=after))


def _by_id(value: Json) -> dict[str, Json] | None:
    """Return the items of a list by id or code, None where it is no list of named items."""
    if not isinstance(value, list):
        return None
    found: dict[str, Json] = {}
    for item in value:
        name = item.get("id", item.get("code")) if isinstance(item, dict) else None
        if not isinstance(name, str):
            return None
        found[name] = item
    return found
