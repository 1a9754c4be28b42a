"""Hostile input: a refusal every time, never a crash."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    Tools = Any
    World = Any
    Judge = Callable[..., tuple[str, str]]
    Capture = pytest.CaptureFixture[str]


# -- hostile input


def log_of(data: bytes) -> Callable[[list[Any]], list[Any]]:
    return lambda parts: [(*part[:3], data) if part[0] == "log" else part for part in parts]


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\n",
        b"\n\n",
        b"{}\n",
        b"[" * 300_000 + b"\n",
        b'{"a":' * 50_000 + b"\n",
        b"x" * (2 << 20) + b"\n",
        b"9" * 500_000 + b"\n",
        b"\xff\n",
        b"null\n",
        b'"\\ud800"\n',
        b"\0" * 4096,
    ],
)
def test_hostile_logs_are_refused_without_a_crash(
    tools: Tools, small: World, judge: Judge, data: bytes
) -> None:
    small.score()
    assert (
        judge(small, parts=log_of(data), body={"log": {"root": tools.sha(b""), "size": 0}})[0] != ""
        or data == b""
    )


@pytest.mark.parametrize("role", ["catalogue", "applications", "recusals", "aggregate", "round", "sheet"])
@pytest.mark.parametrize(
    "data", [b"", b"{}", b"[]", b"null", b"[" * 300_000, b'{"a":' * 50_000, b"\xff", b"1" * 99_999]
)
def test_hostile_parts_are_refused_without_a_crash(
    small: World, judge: Judge, role: str, data: bytes
) -> None:
    small.score()

    def change(parts: list[Any]) -> list[Any]:
        return [(*part[:3], data) if part[0] == role else part for part in parts]

    assert judge(small, parts=change)[0]


def test_random_values_in_every_body_never_crash(tools: Tools, tmp_path: Path, capsys: Capture) -> None:
    """One odd value at every key of sheets, consents, rounds and tables: a refusal or an accepted result."""
    odd: list[Any] = [None, -1, 2**53 - 1, "", "x" * 40, [], {}, [[]], True, {"": None}]
    for number, value in enumerate(odd):
        made = tools.example()
        for key in list(made.applications[0]):
            kept = dict(made.applications[0])
            made.applications[0][key] = value
            folder = tmp_path / f"{number}{key}"
            assert tools.run(made.write(folder), capsys)[0] in (1, 3)
            made.applications[0] = kept


@pytest.mark.parametrize("value", [None, -1, 2**53 - 1, "", [], {}, [[]], True, {"": None}])
def test_odd_values_in_a_sheet_never_crash(tools: Tools, small: World, judge: Judge, value: Any) -> None:
    small.score()
    template = small.bodies[next(iter(small.sheets))]
    for key in template:
        before = dict(small.sheets)
        body = {**template, key: value}
        message_id, data = small.send(small.experts[2], "sheet", body, template["application"])
        small.sheets[message_id] = data
        why, item = judge(small)
        assert why == "" or item
        small.sheets = before


def test_all_carried_messages_together_are_bounded(
    tools: Tools, small: World, judge: Judge, monkeypatch: pytest.MonkeyPatch
) -> None:
    small.score()
    monkeypatch.setattr(tools.module, "MAX_PARSED", 8_000)
    assert judge(small)[0] == "limit"


@pytest.mark.parametrize(
    "name", ["manifest.json", "data/000001.tar", "data/000012.json", "data/000016.jsonl"]
)
def test_a_folder_that_changes_while_it_is_read(
    tools: Tools, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Capture, name: str
) -> None:
    """What is used is what was hashed: bytes swapped after step 1 are refused."""
    folder, checked = tools.example().write(tmp_path / "r"), tools.module.check_files

    def swap(entries: Any) -> Any:
        found = checked(entries)
        data = (folder / name).read_bytes()
        (folder / name).write_bytes(data.replace(b"1", b"2", 1))
        return found

    monkeypatch.setattr(tools.module, "check_files", swap)
    said = tools.run(folder, capsys)[1]["refused"]
    assert (said["item"], said["why"]) == (name, "entry.digest")
