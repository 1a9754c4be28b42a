"""Answers gate tests from an application record: yes, no, or unverified (catalogue head, item 6).

A record maps field ids to values: amounts are integers in 分, ratios bp as integers or exact fractions,
days are YYYY-MM-DD, lists are lists of words or of maps. A field that is absent, None or blank is not
filled; an empty list is filled: it says that there is nothing.
"""

from __future__ import annotations

import operator
import re
from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from typing import Any, TypeAlias

from zgc_review.catalogue.model import Answer, Gate, Group, Leaf, Test
from zgc_review.catalogue.moments import RoundValues, names_day, names_year, resolve
from zgc_review.catalogue.patterns import matches
from zgc_review.errors import ProgramFault

Record: TypeAlias = Mapping[str, Any]
Checkers: TypeAlias = Mapping[str, Callable[[str], bool]]
Overrides: TypeAlias = Mapping[str, Any]

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}\Z", re.ASCII)
_COMPARE: Mapping[str, Callable[[Any, Any], bool]] = {
    "eq": operator.eq,
    "ge": operator.ge,
    "gt": operator.gt,
    "le": operator.le,
    "lt": operator.lt,
    "after": operator.ge,  # 含当日
    "before": operator.le,  # 含当日
}
_NONE: Mapping[str, Any] = {}


def evaluate(
    test: Test,
    record: Record,
    *,
    values: RoundValues,
    overrides: Overrides = _NONE,
    checkers: Checkers = _NONE,
) -> Answer:
    """Answer a test by three-valued logic.

    Args:
        test: the test of a gate, attachment or screening item.
        record: the application record with its computed fields (``derive``).
        values: the round's ``@`` values; its settings have them.
        overrides: the round's ``gate_values`` of this one gate: {field or field.operator: value}, in
            the unit of the test.
        checkers: the identifier checks of rules §12 by the names in ``CHECK_NAMES``.

    Raises:
        ProgramFault: a value that intake must not have let in, or a check nobody supplied.
    """
    if isinstance(test, Leaf):
        answer = _compare(test, record, values, overrides, checkers)
    else:
        answers = {
            evaluate(inner, record, values=values, overrides=overrides, checkers=checkers)
            for inner in test.tests
        }
        answer = _joined(test, answers)
    return _settled(test, answer)


def gate_answer(
    gate: Gate,
    record: Record,
    values: RoundValues,
    gate_values: Mapping[str, Overrides] = _NONE,
    checkers: Checkers = _NONE,
) -> Answer:
    """Answer a gate as the program can: unverified where it has no test, so that a person answers.

    ``gate_values`` is that of the whole round. The answer counts until a person answers (rules §2.2).
    """
    if gate.test is None:
        return "unverified"
    own = gate_values.get(gate.id, _NONE)
    return evaluate(gate.test, record, values=values, overrides=own, checkers=checkers)


def _joined(group: Group, answers: set[Answer]) -> Answer:
    """Join answers: the deciding one wins, then unverified, else all agree."""
    deciding: Answer = "no" if group.join == "all" else "yes"
    if deciding in answers:
        return deciding
    if "unverified" in answers:
        return "unverified"
    return "yes" if group.join == "all" else "no"


def _settled(test: Test, answer: Answer) -> Answer:
    """Apply ``partial`` (a yes is only part of the question) and ``on_fail`` (a no goes to a person)."""
    if answer == "yes" and test.partial:
        return "unverified"
    if answer == "no" and test.on_fail_unverified:
        return "unverified"
    return answer


def _compare(
    leaf: Leaf, record: Record, values: RoundValues, overrides: Overrides, checkers: Checkers
) -> Answer:
    """Answer one comparison before ``partial`` and ``on_fail``."""
    found = record.get(leaf.field)
    if found is None or (isinstance(found, str) and not found.strip()):
        return "no" if leaf.op == "present" else "unverified"
    due = overrides.get(f"{leaf.field}.{leaf.op}", overrides.get(leaf.field, leaf.value))
    if isinstance(due, str) and (names_day(due) or names_year(due)):
        due = resolve(due, values)
    if due is None:
        return "unverified"
    _expect(leaf, found)
    return "yes" if _holds(leaf, found, due, checkers) else "no"


def _holds(leaf: Leaf, found: Any, due: Any, checkers: Checkers) -> bool:
    """Say whether a filled field meets a known value."""
    if leaf.op == "present":
        return True
    if leaf.op == "in":
        return found in due
    if leaf.op == "contains_all":
        return all(key in found for key in due)
    if leaf.op == "count_ge":
        return bool(len(found) >= due)
    if leaf.op == "matches":
        return matches(due, found)
    if leaf.op == "valid":
        return _checked(due, found, checkers)
    if leaf.field_type in ("integer", "money_fen"):
        return _COMPARE[leaf.op](found, due * leaf.factor)
    return _COMPARE[leaf.op](found, due)


def _checked(name: str, found: str, checkers: Checkers) -> bool:
    """Ask the identifier check of that name."""
    if name not in checkers:
        raise ProgramFault(f"no identifier check named {name}")
    return checkers[name](found)


def _expect(leaf: Leaf, found: Any) -> None:
    """Refuse a value of another type than its field: comparing it would give a wrong answer in silence."""
    if leaf.field_type in ("integer", "money_fen"):
        fine = type(found) is int or isinstance(found, Fraction)
    elif leaf.field_type == "bool":
        fine = isinstance(found, bool)
    elif leaf.field_type == "date":
        fine = isinstance(found, str) and _DAY.match(found) is not None
    elif leaf.field_type == "list":
        fine = isinstance(found, Sequence) and not isinstance(found, str)
    else:
        fine = isinstance(found, str)
    if not fine:
        raise ProgramFault(f"field {leaf.field} holds no {leaf.field_type}")
