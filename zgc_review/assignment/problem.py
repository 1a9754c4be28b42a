"""The question ``assign solve`` answers: its values and the strict reader of its file (design §6)."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

import msgspec

from zgc_review.errors import IntakeError

MAX_BYTES = 1 << 30
MAX_APPLICATIONS = 100_000
MAX_EXPERTS = 20_000
MAX_CELLS = 20_000_000
MAX_ID = 128
MAX_COUNT = 1_000_000
MAX_AFFINITY = 1_000_000_000


@dataclass(frozen=True, slots=True)
class Application:
    """An application and how many experts it needs."""

    id: str
    need: int


@dataclass(frozen=True, slots=True)
class Expert:
    """An expert, their institution ("" = unknown, shared with nobody) and their least and greatest load."""

    id: str
    institution: str
    min: int
    max: int


@dataclass(frozen=True, slots=True, eq=False)
class Problem:
    """Who needs how many, who may take how many, who suits whom; made by ``build_problem``.

    Attributes:
        applications: by id.
        experts: by institution and id.
        value: affinity of each pair, int64; 0 where none is listed.
        allowed: False where a pair is in conflict.
        one_per_institution: at most one expert of an institution on an application (P03).
        seed: settles equally good assignments; "" = by the ids alone.
    """

    applications: tuple[Application, ...]
    experts: tuple[Expert, ...]
    value: Any
    allowed: Any
    one_per_institution: bool
    seed: str = ""


_Shape = TypeVar("_Shape")


class _ApplicationRow(msgspec.Struct, forbid_unknown_fields=True):
    id: str
    need: int


class _ExpertRow(msgspec.Struct, forbid_unknown_fields=True):
    id: str
    institution: str
    min: int
    max: int


class _File(msgspec.Struct, forbid_unknown_fields=True):
    applications: msgspec.Raw
    experts: msgspec.Raw
    affinity: list[tuple[str, str, int]] = []
    conflicts: list[tuple[str, str]] = []
    one_per_institution: bool = False
    seed: str = ""


def parse_problem(data: bytes) -> Problem:
    """Read a problem file.

    Raises:
        IntakeError: ``assignment.problem.size`` (file or counts too large), ``.json`` (not JSON, keys given
            twice), ``.shape`` (missing, unknown or ill-typed member; booleans and fractions are no
            integers), ``.id`` (empty or overlong id), ``.twice`` (an id or pair listed twice),
            ``.unknown`` (a pair names nobody), ``.range`` (negative or too large a number, or max below min).
    """
    if len(data) > MAX_BYTES:
        raise IntakeError("assignment.problem.size", part="file", most=MAX_BYTES)
    file = _decode(data, _File, "")
    applications = _decode(file.applications, list[_ApplicationRow], "applications")
    experts = _decode(file.experts, list[_ExpertRow], "experts")
    _refuse_double_keys(data, (bytes(file.applications), bytes(file.experts)))
    return build_problem(
        [Application(row.id, row.need) for row in applications],
        [Expert(row.id, row.institution, row.min, row.max) for row in experts],
        file.affinity,
        file.conflicts,
        one_per_institution=file.one_per_institution,
        seed=file.seed,
    )


def _decode(data: bytes | msgspec.Raw, shape: type[_Shape], part: str) -> _Shape:
    """Decode JSON into ``shape``; ``part`` is where the text stands in the file."""
    try:
        return msgspec.json.decode(data, type=shape)
    except msgspec.ValidationError as fault:
        raise IntakeError("assignment.problem.shape", where=_place(fault, part)) from fault
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as fault:
        raise IntakeError("assignment.problem.json") from fault


def _place(fault: msgspec.ValidationError, part: str) -> str:
    """Return the place in the file, such as ``experts[3].max``, without what stands there."""
    _, found, path = str(fault).rpartition(" - at `$")
    return (part + (path.rstrip("`") if found else "")).removeprefix(".") or "$"


_KEYS = (b'"applications"', b'"experts"', b'"affinity"', b'"conflicts"', b'"one_per_institution"', b'"seed"')


def _refuse_double_keys(data: bytes, objects: Iterable[bytes]) -> None:
    """Refuse a key that stands twice in one object (the decoder would keep the last).

    The long lists hold no keys, so only the lists of objects are read again, unless an escape or a key's
    name elsewhere makes the quick look doubtful.
    """
    doubtful = b"\\" in data or any(data.count(key) > 1 for key in _KEYS)
    for text in (data,) if doubtful else objects:
        json.loads(text, object_pairs_hook=_unique)


def _unique(pairs: list[tuple[str, Any]]) -> None:
    if len({key for key, _ in pairs}) != len(pairs):
        raise IntakeError("assignment.problem.json")


def build_problem(
    applications: Sequence[Application],
    experts: Sequence[Expert],
    affinity: Sequence[tuple[str, str, int]] = (),
    conflicts: Sequence[tuple[str, str]] = (),
    *,
    one_per_institution: bool = False,
    seed: str = "",
) -> Problem:
    """Return the problem of these parts; their order does not matter.

    Args:
        applications: ids differ.
        experts: ids differ.
        affinity: (application, expert, integer); a pair that is not listed has 0 and is allowed.
        conflicts: (application, expert) pairs that must not be assigned.
        one_per_institution: at most one expert of an institution on an application.
        seed: settles equally good assignments; "" = by the ids alone.

    Raises:
        IntakeError: see ``parse_problem``.
    """
    import numpy as np  # noqa: PLC0415 - slow import

    _check_sizes(applications, experts)
    _check_ids("applications", [entry.id for entry in applications])
    _check_ids("experts", [entry.id for entry in experts])
    _check_numbers(applications, experts)
    if len(seed) > MAX_ID:
        raise IntakeError("assignment.problem.id", where="seed")
    rows = sorted(applications, key=lambda entry: entry.id)
    columns = sorted(experts, key=lambda entry: (entry.institution, entry.id))
    row = {entry.id: place for place, entry in enumerate(rows)}
    column = {entry.id: place for place, entry in enumerate(columns)}
    shape = (len(rows), len(columns))
    value = np.zeros(shape, dtype=np.int64)
    allowed = np.ones(shape, dtype=bool)
    numbers = _affinities(affinity)
    value.ravel()[_cells("affinity", affinity, row, column)] = numbers
    allowed.ravel()[_cells("conflicts", conflicts, row, column)] = False
    return Problem(tuple(rows), tuple(columns), value, allowed, one_per_institution, seed)


def _check_sizes(applications: Sequence[Application], experts: Sequence[Expert]) -> None:
    for part, count, most in (
        ("applications", len(applications), MAX_APPLICATIONS),
        ("experts", len(experts), MAX_EXPERTS),
        ("pairs", len(applications) * len(experts), MAX_CELLS),
    ):
        if count > most:
            raise IntakeError("assignment.problem.size", part=part, most=most)


def _check_ids(part: str, ids: Sequence[str]) -> None:
    seen: set[str] = set()
    for row, entry in enumerate(ids):
        if not entry or len(entry) > MAX_ID:
            raise IntakeError("assignment.problem.id", where=f"{part}[{row}].id")
        if entry in seen:
            raise IntakeError("assignment.problem.twice", where=f"{part}[{row}]")
        seen.add(entry)


def _check_numbers(applications: Sequence[Application], experts: Sequence[Expert]) -> None:
    for row, application in enumerate(applications):
        if not 0 <= application.need <= MAX_COUNT:
            raise IntakeError("assignment.problem.range", where=f"applications[{row}].need")
    for row, expert in enumerate(experts):
        if not 0 <= expert.min <= expert.max <= MAX_COUNT:
            raise IntakeError("assignment.problem.range", where=f"experts[{row}]")
        if len(expert.institution) > MAX_ID:
            raise IntakeError("assignment.problem.id", where=f"experts[{row}].institution")


def _affinities(affinity: Sequence[tuple[str, str, int]]) -> Any:
    """Return the numbers of the list; one that is too large is named."""
    import numpy as np  # noqa: PLC0415 - slow import

    try:
        numbers = np.fromiter((entry[2] for entry in affinity), dtype=np.int64, count=len(affinity))
    except OverflowError:
        numbers = np.array([min(max(entry[2], -MAX_AFFINITY - 1), MAX_AFFINITY + 1) for entry in affinity])
    (beyond,) = np.nonzero(np.abs(numbers) > MAX_AFFINITY)
    if len(beyond):
        raise IntakeError("assignment.problem.range", where=f"affinity[{int(beyond[0])}]")
    return numbers


def _cells(
    part: str, pairs: Sequence[Sequence[Any]], row: Mapping[str, int], column: Mapping[str, int]
) -> Any:
    """Return the cell of each pair, row by row; every pair names somebody and stands once."""
    import numpy as np  # noqa: PLC0415 - slow import

    count = len(pairs)
    at = np.fromiter((row.get(entry[0], -1) for entry in pairs), dtype=np.int64, count=count)
    of = np.fromiter((column.get(entry[1], -1) for entry in pairs), dtype=np.int64, count=count)
    unknown = np.nonzero((at < 0) | (of < 0))[0]
    if len(unknown):
        raise IntakeError("assignment.problem.unknown", where=f"{part}[{int(unknown[0])}]")
    cells = at * len(column) + of
    seen = np.zeros(len(row) * len(column), dtype=bool)
    seen[cells] = True
    if np.count_nonzero(seen) < count:
        _, first = np.unique(cells, return_index=True)
        again = np.setdiff1d(np.arange(count), first)
        raise IntakeError("assignment.problem.twice", where=f"{part}[{int(again[0])}]")
    return cells
