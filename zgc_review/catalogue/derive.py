"""Computes the fields that are the program's own (catalogue head, item 7).

A ratio is an exact ``Fraction`` in bp: gates compare it without rounding (head, item 6). It is never
stored: whoever needs it computes it again from the record, whoever shows it rounds it there.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from fractions import Fraction
from typing import Any

from zgc_review.catalogue.model import Derivation, Field

_BP = 10_000


def derive(record: Mapping[str, Any], fields: Iterable[Field]) -> dict[str, Any]:
    """Return the record with every computed field of ``fields``, None where a source is not filled.

    What the record already says under such a field is replaced. Fields of the program without a method
    (list comparison, counts of the intake) stay as they are.
    """
    complete = dict(record)
    for field in fields:
        if field.derive is not None:
            complete[field.id] = _compute(field.derive, complete)
    return complete


def _compute(method: Derivation, record: Mapping[str, Any]) -> Any:
    """Return one computed value: bool, int or Fraction, or None."""
    sources: list[Any] = [record.get(name) for name in method.of]
    if method.op == "any_true":
        if any(source is True for source in sources):
            return True
        return None if None in sources else False
    if None in sources:
        return None
    if method.op == "count":
        return _count(sources[0], method.where)
    first, second = sources
    if method.op == "minus":
        return first - second
    return None if second == 0 else Fraction(first) * _BP / second


def _count(items: Any, where: Mapping[str, tuple[Any, ...]]) -> int | None:
    """Count the items that meet every condition; None where an empty cell could change the count."""
    count = 0
    for item in items:
        met = [None if item.get(name) is None else item[name] in wanted for name, wanted in where.items()]
        if False in met:
            continue
        if None in met:
            return None
        count += 1
    return count
