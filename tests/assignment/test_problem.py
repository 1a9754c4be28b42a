"""The strict reader of the problem file (design §6)."""

from __future__ import annotations

import contextlib
import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from zgc_review.assignment.problem import (
    MAX_AFFINITY,
    Application,
    Expert,
    build_problem,
    parse_problem,
)
from zgc_review.errors import IntakeError

_GOOD: dict[str, Any] = {
    "applications": [{"id": "a2", "need": 1}, {"id": "a1", "need": 2}],
    "experts": [
        {"id": "e2", "institution": "", "min": 0, "max": 2},
        {"id": "e1", "institution": "甲", "min": 1, "max": 2},
    ],
    "affinity": [["a1", "e1", 7], ["a2", "e2", -3]],
    "conflicts": [["a1", "e2"]],
    "one_per_institution": True,
}


def test_a_problem_is_read_and_sorted() -> None:
    problem = parse_problem(json.dumps(_GOOD).encode())
    assert problem.applications == (Application("a1", 2), Application("a2", 1))
    assert [expert.id for expert in problem.experts] == ["e2", "e1"]
    assert problem.value.tolist() == [[0, 7], [-3, 0]]
    assert problem.allowed.tolist() == [[False, True], [True, True]]
    assert problem.one_per_institution


def test_lists_that_are_left_out_are_empty() -> None:
    data = {key: _GOOD[key] for key in ("applications", "experts")}
    problem = parse_problem(json.dumps(data).encode())
    assert not problem.one_per_institution
    assert problem.allowed.all()


def _changed(path: str, value: Any) -> dict[str, Any]:
    data: Any = json.loads(json.dumps(_GOOD))
    *keys, last = path.split(".")
    place = data
    for key in keys:
        place = place[int(key) if key.isdigit() else key]
    place[int(last) if last.isdigit() else last] = value
    return dict(data)


@pytest.mark.parametrize(
    ("path", "value", "code", "where"),
    [
        ("applications.0.need", -1, "range", "applications[0].need"),
        ("applications.0.need", 1_000_001, "range", "applications[0].need"),
        ("applications.0.need", True, "shape", "applications[0].need"),
        ("applications.0.need", 1.0, "shape", "applications[0].need"),
        ("applications.0.id", "", "id", "applications[0].id"),
        ("applications.0.id", "x" * 129, "id", "applications[0].id"),
        ("applications.0.id", 7, "shape", "applications[0].id"),
        ("applications.0.id", "a1", "twice", "applications[1]"),
        ("applications.0.more", 1, "shape", "applications[0]"),
        ("experts.0.id", "e1", "twice", "experts[1]"),
        ("experts.1.max", 0, "range", "experts[1]"),
        ("experts.0.min", -1, "range", "experts[0]"),
        ("experts.0.institution", "x" * 129, "id", "experts[0].institution"),
        ("experts.0.institution", None, "shape", "experts[0].institution"),
        ("affinity.0", ["a1", "e1"], "shape", "affinity[0]"),
        ("affinity.0", ["a1", "e1", True], "shape", "affinity[0][2]"),
        ("affinity.0", ["a9", "e1", 1], "unknown", "affinity[0]"),
        ("affinity.1", ["a1", "e9", 1], "unknown", "affinity[1]"),
        ("affinity.1", ["a1", "e1", 7], "twice", "affinity[1]"),
        ("affinity.1", ["a2", "e2", MAX_AFFINITY + 1], "range", "affinity[1]"),
        ("affinity.1", ["a2", "e2", -(10**30)], "range", "affinity[1]"),
        ("conflicts.0", ["e2", "a1"], "unknown", "conflicts[0]"),
        ("conflicts", [["a1", "e2"], ["a1", "e2"]], "twice", "conflicts[1]"),
        ("one_per_institution", 1, "shape", "one_per_institution"),
        ("more", 1, "shape", "$"),
    ],
)
def test_hostile_members_are_refused_with_their_place(path: str, value: Any, code: str, where: str) -> None:
    with pytest.raises(IntakeError) as refused:
        parse_problem(json.dumps(_changed(path, value)).encode())
    assert refused.value.code == f"assignment.problem.{code}"
    assert refused.value.params == {"where": where}


_TEXT = json.dumps(_GOOD)


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "json"),
        (b"{", "json"),
        (b"\xff", "json"),
        (b"[]", "shape"),
        (b"{}", "shape"),
        (b"[" * 100_000, "shape"),
        (b'{"applications":' + b"[" * 100_000, "json"),
        (_TEXT[:-1].encode() + b', "affinity": []}', "json"),
        (_TEXT[:-1].encode() + b', "\\u0061ffinity": []}', "json"),
        (_TEXT.replace('"need": 1', '"need": 1, "need": 2').encode(), "json"),
        (_TEXT.replace('"need": 1', '"need": NaN').encode(), "json"),
        (b"\xef\xbb\xbf" + _TEXT.encode(), "json"),
        (_TEXT.encode() + b" x", "json"),
    ],
)
def test_hostile_bytes_are_refused(data: bytes, code: str) -> None:
    with pytest.raises(IntakeError) as refused:
        parse_problem(data)
    assert refused.value.code == f"assignment.problem.{code}"


def test_a_key_s_name_as_an_id_is_no_double_key() -> None:
    text = _TEXT.replace('"a1"', '"affinity"')
    assert parse_problem(text.encode()).applications[1].id == "affinity"


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=60), st.integers(0, len(_TEXT)))
def test_random_damage_is_refused_or_read(junk: bytes, place: int) -> None:
    data = _TEXT.encode()
    with contextlib.suppress(IntakeError):
        problem = parse_problem(data[:place] + junk + data[place:])
        assert len(problem.applications) >= 2


def test_too_large_problems_are_refused() -> None:
    many = [Application(f"a{place}", 1) for place in range(2001)]
    experts = [Expert(f"e{place}", "", 0, 1) for place in range(10_000)]
    with pytest.raises(IntakeError) as refused:
        build_problem(many, experts)
    assert refused.value.params["part"] == "pairs"
    with pytest.raises(IntakeError) as refused:
        build_problem([Application(f"a{place}", 1) for place in range(100_001)], [])
    assert refused.value.params["part"] == "applications"
    with pytest.raises(IntakeError) as refused:
        build_problem([], [Expert(f"e{place}", "", 0, 1) for place in range(20_001)])
    assert refused.value.params["part"] == "experts"


def test_too_large_a_file_is_refused_unread(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("zgc_review.assignment.problem.MAX_BYTES", 10)
    with pytest.raises(IntakeError) as refused:
        parse_problem(_TEXT.encode())
    assert refused.value.params == {"part": "file", "most": 10}
