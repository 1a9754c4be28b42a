"""The file with which anybody redoes a draw: the same result, or the part that differs is named."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from draw_harness import drawn, roster

from zgc_review.domain.canonical import canonical_bytes
from zgc_review.errors import ReviewError
from zgc_review.services.drawing_record import Draw
from zgc_review.services.drawing_witness import public_draw, redo


@pytest.fixture
def written(office: Any, tmp_path: Path) -> tuple[Draw, Path]:
    """Return a draw and its file."""
    roster(office, 12)
    office.application(team=[])
    draw = drawn(office)
    path = tmp_path / "draw.json"
    path.write_bytes(public_draw(draw))
    return draw, path


def test_redone_it_gives_the_same_result(written: tuple[Draw, Path]) -> None:
    draw, path = written
    assert redo(path) == draw.result


def test_the_file_holds_no_name_and_no_code(written: tuple[Draw, Path]) -> None:
    draw, path = written
    text = path.read_text("utf-8")
    assert not any(part in text for part in ("亓𠮷", "䲜䴉", "研究院", "E001"))
    assert not any(code in text for code in draw.codes.values())
    assert draw.salt_digest not in text


def _swap(value: dict[str, Any]) -> None:
    members = value["drawn"][0]["members"]
    members[0], members[1] = members[1], members[0]


def _drop_candidate(value: dict[str, Any]) -> None:
    value["candidates"].pop()


def _recuse(value: dict[str, Any]) -> None:
    value["candidates"][0]["recused"] = ["0" * 32]


def _resize(value: dict[str, Any]) -> None:
    value["groups"][0]["size"] = 9


def _put(name: str, changed: Any) -> Callable[[dict[str, Any]], None]:
    def change(value: dict[str, Any]) -> None:
        value[name] = changed

    return change


@pytest.mark.parametrize(
    ("change", "part"),
    [
        (_drop_candidate, "pool"),
        (_recuse, "inputs"),
        (_resize, "inputs"),
        (_put("alternates", 3), "inputs"),
        (_put("secretary", "别的 词语"), "seed"),
        (_put("seed", "0" * 64), "seed"),
        (_swap, "drawn"),
        (_put("result", "0" * 64), "result"),
        (_put("n", 2), "result"),
    ],
)
def test_what_was_changed_is_named(
    written: tuple[Draw, Path], change: Callable[[dict[str, Any]], None], part: str
) -> None:
    _, path = written
    value = json.loads(path.read_text("utf-8"))
    change(value)
    path.write_bytes(canonical_bytes(value))
    with pytest.raises(ReviewError) as refused:
        redo(path)
    assert (refused.value.code, refused.value.params["part"]) == ("draw.differs", part)


@pytest.mark.parametrize(
    "change",
    [
        lambda value: value.pop("seed"),
        _put("extra", 1),
        _put("pool", "x"),
        _put("alternates", -1),
        _put("group_recusal_max", [1, 0]),
        _put("group_recusal_max", [1]),
        _put("candidates", [{"id": "a"}]),
        _put("groups", [{"id": "G01", "size": 10**6, "applications": [], "places": {}}]),
        _put("groups", [{"id": "G01", "size": 5, "applications": [], "places": {"M01": ["tech"] * 100}}]),
        _put("drawn", None),
    ],
)
def test_hostile_files_are_refused(
    written: tuple[Draw, Path], change: Callable[[dict[str, Any]], Any]
) -> None:
    _, path = written
    value = json.loads(path.read_text("utf-8"))
    change(value)
    path.write_bytes(canonical_bytes(value))
    with pytest.raises(ReviewError) as refused:
        redo(path)
    assert refused.value.code == "draw.file"


@pytest.mark.parametrize(
    "data", [b"", b"{", b"[]", b"null", b'{"n":1,"n":1}', b"\xff\xfe", b"[" * 100, b'{"n": 1}', b'{"n":1.5}']
)
def test_what_is_no_canonical_json_is_refused(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "draw.json"
    path.write_bytes(data)
    with pytest.raises(ReviewError) as refused:
        redo(path)
    assert refused.value.code == "draw.file"


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (lambda value: value["candidates"][0].update(id="A" * 32), "assignment.draw.id"),
        (lambda value: value["candidates"].append(value["candidates"][0]), "assignment.draw.twice"),
        (lambda value: value["groups"][0].update(id="code"), "assignment.draw.group"),
        (lambda value: value.update(observer="x"), "assignment.draw.words"),
    ],
)
def test_draws_that_cannot_be_are_refused(
    written: tuple[Draw, Path], change: Callable[[dict[str, Any]], Any], code: str
) -> None:
    _, path = written
    value = json.loads(path.read_text("utf-8"))
    change(value)
    path.write_bytes(canonical_bytes(value))
    with pytest.raises(ReviewError) as refused:
        redo(path)
    assert refused.value.code == code
