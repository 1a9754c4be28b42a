"""The question ``assign solve`` answers: its values and the strict reader of its file (design §6)."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

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


@dataclass(frozen=True, slots=True)
class Problem:
    """Who needs how many, who may take how many, who suits whom.

    Attributes:
        applications: ids differ.
        experts: ids differ.
        affinity: (application, expert, integer); a pair that is not listed has affinity 0 and is allowed.
        conflicts: (application, expert) pairs that must not be assigned.
        one_per_institution: at most one expert of an institution on an application (P03).
    """

    applications: tuple[Application, ...]
    experts: tuple[Expert, ...]
    affinity: Sequence[tuple[str, str, int]] = ()
    conflicts: Sequence[tuple[str, str]] = ()
    one_per_institution: bool = False


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


def parse_problem(data: bytes) -> Problem:
    """Read a problem file.

    Raises:
        IntakeError: ``assignment.problem.size`` (file or counts too large), ``.json`` (not JSON, keys given
            twice), ``.shape`` (missing, unknown or ill-typed member; booleans and fractions are no
            integers), ``.id`` (empty or overlong id), ``.twice`` (an id or pair listed twice), ``.unknown`` (a pair names
            nobody), ``.range`` (negative or too large a number, or max below min).
    """
    if len(data) > MAX_BYTES:
        raise IntakeError("assignment.problem.size", part="file", most=MAX_BYTES)
    try:
        file = msgspec.json.decode(data, type=_File)
        applications = msgspec.json.decode(file.applications, type=list[_ApplicationRow])
        experts = msgspec.json.decode(file.experts, type=list[_ExpertRow])
    except msgspec.ValidationError as fault:
        raise IntakeError("assignment.problem.shape", where=_place(fault)) from fault
    except (msgspec.DecodeError, RecursionError) as fault:
        raise IntakeError("assignment.problem.json") from fault
    _refuse_double_keys(data, (bytes(file.applications), bytes(file.experts)))
    problem = Problem(
        tuple(Application(row.id, row.need) for row in applications),
        tuple(Expert(row.id, row.institution, row.min, row.max) for row in experts),
        file.affinity,
        file.conflicts,
        file.one_per_institution,
    )
    check_problem(problem)
    return problem


def _place(fault: msgspec.ValidationError) -> str:
    """Return the place in the file, such as ``$.experts[3].max``, without what stands there."""
    text = str(fault)
    return text.rpartition("`")[0].rpartition("`")[2] if text.endswith("`") else "$"


_KEYS = (b'"applications"', b'"experts"', b'"affinity"', b'"conflicts"', b'"one_per_institution"')


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


def check_problem(problem: Problem) -> None:
    """Refuse a problem whose parts do not fit together.

    Raises:
        IntakeError: see ``parse_problem``.
    """
    _check_sizes(problem)
    _check_ids("applications", [application.id for application in problem.applications])
    _check_ids("experts", [expert.id for expert in problem.experts])
    for row, application in enumerate(problem.applications):
        if not 0 <= application.need <= MAX_COUNT:
            raise IntakeError("assignment.problem.range", where=f"applications[{row}].need")
    for row, expert in enumerate(problem.experts):
        if not 0 <= expert.min <= expert.max <= MAX_COUNT:
            raise IntakeError("assignment.problem.range", where=f"experts[{row}]")
        if len(expert.institution) > MAX_ID:
            raise IntakeError("assignment.problem.id", where=f"experts[{row}].institution")
    _check_pairs("affinity", problem, [(one, two) for one, two, _ in problem.affinity])
    _check_pairs("conflicts", problem, problem.conflicts)
    for row, (_, _, value) in enumerate(problem.affinity):
        if abs(value) > MAX_AFFINITY:
            raise IntakeError("assignment.problem.range", where=f"affinity[{row}]")


def _check_sizes(problem: Problem) -> None:
    cells = len(problem.applications) * len(problem.experts)
    for part, count, most in (
        ("applications", len(problem.applications), MAX_APPLICATIONS),
        ("experts", len(problem.experts), MAX_EXPERTS),
        ("pairs", cells, MAX_CELLS),
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


def _check_pairs(part: str, problem: Problem, pairs: Sequence[tuple[str, str]]) -> None:
    applications = {application.id for application in problem.applications}
    experts = {expert.id for expert in problem.experts}
    for row, (application, expert) in enumerate(pairs):
        if application not in applications or expert not in experts:
            raise IntakeError("assignment.problem.unknown", where=f"{part}[{row}]")
    if len(set(pairs)) != len(pairs):
        seen: set[tuple[str, str]] = set()
        for row, pair in enumerate(pairs):
            if pair in seen:
                raise IntakeError("assignment.problem.twice", where=f"{part}[{row}]")
            seen.add(pair)
