"""``round amend`` by commands: a laptop lost, told to everybody, in force, the new card at work."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from services_cards import second_laptop, version_of
from services_harness import PASSPHRASE, Person, World

from ui.cli.main import main


class Shell:
    """Runs commands as several people."""

    def __init__(self, world: World, capsys: pytest.CaptureFixture[str]) -> None:
        self._world, self._capsys = world, capsys

    def _run(self, person: Person, *words: str) -> tuple[int, str, str]:
        person.close()
        passphrase = self._world.folder / "passphrase.txt"
        passphrase.write_text(PASSPHRASE + "\n", "utf-8")
        status = main([*words, "--vault", str(person.vault), "--passphrase-file", str(passphrase)])
        shown = self._capsys.readouterr()
        return status, shown.out, shown.err

    def json(self, person: Person, *words: str, expect: int = 0) -> Any:
        status, out, err = self._run(person, *words, "--json")
        assert status == expect, out + err
        return json.loads(out) if out.strip() else err

    def say(self, person: Person, *words: str, expect: int = 0) -> str:
        status, out, err = self._run(person, *words, "--lang", "zh_CN")
        assert status == expect, out + err
        return out + err


def test_a_lost_laptop_by_commands(at: Callable[[str], World], capsys: pytest.CaptureFixture[str]) -> None:
    world = at("opened")
    shell, folder = Shell(world, capsys), world.folder / "amended"
    old, chair, secretary = world.experts[1], world.experts[0], world.secretary
    code, chairs_code = old.round.code or "", chair.round.code or ""
    new = second_laptop(world, old)
    words = ("--replace", code, new.card.fingerprint, "--reason", "电脑丢失", "--out", str(folder))
    done = shell.json(secretary, "round", "amend", *words)
    assert (done["needed"], done["kept"]) == ([chairs_code], {code: 0})
    (file,) = done["files"]
    assert "round.amend.pending" in shell.say(secretary, "round", "amend", *words, expect=1)
    assert shell.json(old, "round", "follow", str(folder))["card_in_use"] is True
    shell.json(chair, "round", "follow", file)
    signed = shell.json(chair, "round", "consent", "--out", str(world.folder / "c"))
    said = shell.say(secretary, "collect", signed["file"])
    assert "第 3 版已生效" in said
    shell.json(secretary, "round", "publish", "--out", str(folder))
    assert shell.json(old, "round", "follow", str(folder))["card_in_use"] is False
    assert f"代码 {code} 在本保险库的键卡已停用" in shell.say(old, "round", "follow", str(folder))
    assert "round.card.out_of_use" in shell.say(old, "pledge", expect=1)
    stick = str(world.folder / "stick")
    shell.json(secretary, "pack", "--for", code, "--letters-only", "--out", stick)
    world.secretary.row = world.secretary.round
    assert version_of(secretary) == 3
    opened = shell.json(new, "open", str(world.package), "--code", world.code(3))
    assert opened["code"] == code
    new.close()


def test_wrong_words_are_refused_by_code(
    at: Callable[[str], World], capsys: pytest.CaptureFixture[str]
) -> None:
    world = at("opened")
    shell, out = Shell(world, capsys), ("--reason", "外泄", "--out", str(world.folder / "x"))
    for words, code in (
        ((), "amend.codes"),
        (("--revoke", "专家99"), "amend.codes"),
        (("--revoke", "监督01"), "amend.officer"),
        (("--replace", "专家01", "12345"), "seal.digits.form"),
        (("--replace", "专家01", world.observer.card.fingerprint), "amend.taken"),
    ):
        assert f"（{code}" in shell.say(world.secretary, "round", "amend", *words, *out, expect=1).replace(
            "(", "（"
        )
    assert not (world.folder / "x").exists()
