"""Values of a record in the order of the workbook in which they were handed in."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from zgc_review.intake.layout import BookLayout

_Path = tuple[str, ...]


def as_written(record: Mapping[str, Any], layout: BookLayout) -> dict[str, Any]:
    """Return a record, and the records in it, in the order of a workbook's sheets and columns.

    What has no column, such as what the program computed, comes last, as it stood.
    """
    places: dict[_Path, int] = {}
    for sheet in layout.sheets:
        above: _Path = (sheet.id,) if sheet.is_list else ()
        for column in sheet.columns:
            path = (*above, *column.path)
            for length in range(1, len(path) + 1):
                places.setdefault(path[:length], len(places))
    return _ordered(record, places, ())


def _ordered(record: Mapping[str, Any], places: Mapping[_Path, int], above: _Path) -> dict[str, Any]:
    names = sorted(record, key=lambda name: places.get((*above, name), len(places)))
    return {name: _value(record[name], places, (*above, name)) for name in names}


def _value(value: Any, places: Mapping[_Path, int], path: _Path) -> Any:
    if isinstance(value, Mapping):
        return _ordered(value, places, path)
    if isinstance(value, list):
        return [_value(one, places, path) for one in value]
    return value
