"""Acts of an expert by commands: late conflict, own F07, hand-back."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from services_harness import PASSPHRASE, Person, World, fill

from ui.cli.main import main
from zgc_review.services import acks


class Shell:
    """Runs commands in an expert's vault."""

    def __init__(self, world: World, person: Person, capsys: pytest.CaptureFixture[str]) -> None:
        self._vault, self._capsys = person.vault, capsys
        person.close()
        self._secret = world.folder / "passphrase.txt"
        self._secret.write_text(PASSPHRASE + "\n", "utf-8")

    def run(self, *words: str, expect: int = 0) -> str:
        status = main([*words, "--vault", str(self._vault), "--passphrase-file", str(self._secret)])
        shown = self._capsys.readouterr()
        assert status == expect, shown.out + shown.err
        return shown.out + shown.err

    def json(self, *words: str) -> Any:
        return json.loads(self.run(*words, "--json"))


def test_late_conflict_by_command(at: Callable[[str], World], capsys: pytest.CaptureFixture[str]) -> None:
    world = at("opened")
    person = world.experts[1]
    world.declare_none(person)
    shell = Shell(world, person, capsys)
    done = shell.json("late-conflict", "ZGC-0001", "R09", "yes", "2025 年为其做过检测")
    assert (done["before"], done["after"]) == ("OPEN", "RECUSED")
    said = shell.run("late-conflict", "ZGC-0002", "R16", "yes", "同一大学的另一学院", "--lang", "zh_CN")
    assert "已申报并披露，ZGC-0002 继续评审" in said
    said = shell.run("late-conflict", "ZGC-0003", "R15", "unsure", "同名，不能确认", "--lang", "en")
    assert "closed until secretary and chair have ruled" in said
    again = ("late-conflict", "ZGC-0001", "R01", "yes", "本人参加", "--lang", "en")
    assert "application.closed" in shell.run(*again, expect=1)
    assert "usage" in shell.run("late-conflict", "ZGC-0001", "R01", "no", "没有", expect=2)


def test_own_f07_by_command(at: Callable[[str], World], capsys: pytest.CaptureFixture[str]) -> None:
    world = at("locked")
    person = world.experts[1]
    shell = Shell(world, person, capsys)
    (path,) = shell.json("forms", "--out", str(world.folder / "f07"))
    assert path.endswith(f"F07-{person.code}.pdf")


def test_hand_back_by_command(at: Callable[[str], World], capsys: pytest.CaptureFixture[str]) -> None:
    world = at("sealed")
    person = world.experts[1]
    paths = acks.acknowledge(world.secretary.desk, world.secretary.round, world.folder / "counted", "counted")
    own = next(path for path in paths if path.name.startswith(person.code))
    shell, out = Shell(world, person, capsys), str(world.folder / "back")
    words = ("handback", "--medium", "U-017", "--medium", "U-018", "--out", out)
    assert "handback.uncounted" in shell.run(*words, expect=1)
    shell.run("take-ack", str(own))
    assert "handback.media" in shell.run("handback", "--out", out, expect=1)
    shell.run("vault", "backup", "--out", str(world.folder / "backup.zgcvault"))
    done = shell.json(*words)
    assert len(done["files"]) == 2
    assert done["backups"] == 1
    again = shell.run("handback", "--out", out, "--lang", "zh_CN")  # writes the same register again
    assert "评审副本已从本保险库删除" in again
    assert "1 次备份" in again
    assert "handback.done" in shell.run("open", str(world.package), expect=1)
    assert "forms.unsigned" in shell.run("forms", "--out", out, expect=1)


def test_own_sheets_are_checked_against_each_other(
    at: Callable[[str], World], capsys: pytest.CaptureFixture[str]
) -> None:
    world = at("opened")
    person = world.experts[1]
    world.declare_none(person)
    with person.desk.vault.begin() as uow:
        ids = [one.application_id for one in uow.applications.all(person.round.round_id)]
    fill(person, ids[0], (70, 70, 70, 70, 70))
    fill(person, ids[1], (72, 72, 72, 72, 72))
    shell = Shell(world, person, capsys)
    shell.run("sheet", "set", "ZGC-0001", "--recommend", "SUPPORT")
    shell.run("sheet", "set", "ZGC-0002", "--recommend", "NOT_SUPPORT")
    listed = shell.json("sheet", "check")
    assert [(one["number"], one["total"], one["changed"]) for one in listed] == [
        ("ZGC-0001", 7000, False),
        ("ZGC-0002", 7200, False),
        ("ZGC-0003", None, False),
    ]
    said = shell.run("sheet", "check", "--lang", "zh_CN")
    assert "ZGC-0001 与 ZGC-0002 各项档次相同" in said
    assert "3 份评分单，前后不一致的 1 处。" in said
    assert "72.00" in shell.run("sheet", "check", "--lang", "en")


def test_sheets_are_not_checked_before_the_declaration(
    at: Callable[[str], World], capsys: pytest.CaptureFixture[str]
) -> None:
    world = at("opened")
    shell = Shell(world, world.experts[1], capsys)
    assert "score.undeclared" in shell.run("sheet", "check", "--lang", "en", expect=1)
