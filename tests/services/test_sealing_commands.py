"""``seal show``, ``seal notice``, ``seal witness`` and ``forms --form`` as commands."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from services_harness import PASSPHRASE, Person, World

from ui.cli.main import main

Run = Callable[..., Any]


@pytest.fixture
def world(at: Callable[[str], World]) -> World:
    """Return a round that is decided and whose key is prepared."""
    made = at("decided")
    made.prepare_seal()
    return made


@pytest.fixture
def run(world: World, capsys: pytest.CaptureFixture[str]) -> Run:
    """Return a function that runs a command as somebody and gives what it says."""

    def command(person: Person, *words: str, expect: int = 0, as_json: bool = True) -> Any:
        person.close()
        passphrase = world.folder / "passphrase.txt"
        passphrase.write_text(PASSPHRASE + "\n", "utf-8")
        options = ["--vault", str(person.vault), "--passphrase-file", str(passphrase)]
        status = main([*words, *options, *(["--json"] if as_json else ["--lang", "zh_CN"])])
        shown = capsys.readouterr()
        assert status == expect, shown.out + shown.err
        return json.loads(shown.out) if as_json and shown.out.strip() else shown.out + shown.err

    return command


def test_the_sealing_is_shown_noticed_witnessed_and_shown_again(
    world: World, run: Run, tmp_path: Path
) -> None:
    secretary, observer = world.secretary, world.observer
    shown = run(secretary, "seal", "show")
    assert shown["problems"] == []
    assert shown["signatures"]["observer"] is None
    assert "监督01　未签署" in run(secretary, "seal", "show", as_json=False)
    (path,) = run(secretary, "seal", "notice", "--out", str(tmp_path)).values()
    refused = run(observer, "seal", "witness", path, "--out", str(tmp_path), expect=1)
    assert "seal.notice_round" in refused
    run(observer, "round", "follow", str(world.folder / "v3"))
    (signed,) = run(observer, "seal", "witness", path, "--out", str(tmp_path / "back")).values()
    run(secretary, "collect", signed)
    shown = run(secretary, "seal", "show")
    assert shown["signatures"]["observer"]
    said = run(secretary, "seal", "show", as_json=False)
    assert "建议支持　3 份" in said
    assert "没有未决事项" in said
    run(secretary, "seal", "round", "--out", str(tmp_path / "out"))
    assert run(secretary, "seal", "show")["sealed"]


def test_single_forms_are_written_by_number(world: World, run: Run, tmp_path: Path) -> None:
    words = ("forms", "--out", str(tmp_path), "--form", "F14", "--form", "F12", "--books")
    written = run(world.secretary, *words, "--starts", "2026-11-23T14:00:00+08:00", "--place", "三层会议室")
    assert sorted(Path(one).name for one in written) == ["F12.pdf", "F14.pdf", "F14.xlsx"]
    refused = run(world.secretary, "forms", "--out", str(tmp_path), "--form", "F10", expect=1)
    assert "forms.nothing" in refused
