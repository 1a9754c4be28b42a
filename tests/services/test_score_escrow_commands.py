"""``escrow`` by commands, ``collect --from``, ``round status``, and what a round says of itself."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import yaml
from services_escrow import score_file
from services_harness import PASSPHRASE, SUB, Person, World, new_world

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

    def say(self, person: Person, *words: str, expect: int = 0, lang: str = "zh_CN") -> str:
        status, out, err = self._run(person, *words, "--lang", lang)
        assert status == expect, out + err
        return out + err


def test_score_escrow_by_commands(
    scored_base: World, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    world = scored_base.copy(tmp_path / "world")
    shell, secretary, chair = Shell(world, capsys), world.secretary, world.experts[0]
    assert "评分密钥已经制作过" in shell.say(secretary, "escrow", "prepare", "--out", "x", expect=1)
    files = {person.code: score_file(world, person) for person in world.experts}
    first, *rest = files
    assert "已收存" in shell.say(secretary, "collect", "--from", first, str(files[first]))
    nameless = tmp_path / "n.zgcscore"
    nameless.write_bytes(files[rest[0]].read_bytes())
    assert "escrow.whose" in shell.say(secretary, "collect", str(nameless), expect=1)
    told = shell.json(secretary, "collect", "--from", rest[0], str(nameless))
    assert [(one["outcome"], one["code"], one["kind"]) for one in told] == [("held", rest[0], "scores")]
    shown = shell.say(secretary, "round", "status")
    assert "评分文件已收存，未打开" in shown
    assert f"{first} × 1" in shown
    status = shell.json(secretary, "round", "status")
    assert (status["custody"], status["held"]) == ("held", {first: 1, rest[0]: 1})
    assert status["awaited"] == sorted(rest[1:])
    assert status["next"] == "collect"
    shares = world.folder / "score-shares"
    share, theirs = (
        str(tmp_path / "chair.txt"),
        str(next(shares.glob(f"*-{chair.round.code}-scores.zgcshare"))),
    )
    assert "份额已写出" in shell.say(chair, "escrow", "share", theirs, "--out", share)
    own = str(next(shares.glob("*-秘书01-scores.zgcshare")))
    early = shell.say(secretary, "escrow", "open", "--share", share, "--share", own, expect=1)
    assert "还不能打开" in early
    assert all(code in early for code in rest[1:])
    shell.json(secretary, "collect", *(str(files[code]) for code in rest[1:]))
    assert shell.json(secretary, "round", "status")["next"] == "open_scores"
    single = shell.say(secretary, "escrow", "open", "--share", share, expect=1)
    assert "seal.share.count" in single
    opened = shell.json(secretary, "escrow", "open", "--share", share, "--share", own)
    assert [(one["outcome"], one["code"] == one["given"]) for one in opened] == [("new", True)] * 5
    assert shell.json(secretary, "round", "status")["states"] == {"LOCKED": 3}
    again = shell.say(secretary, "escrow", "open", "--share", share, "--share", own, expect=1, lang="en")
    assert "escrow.opened" in again
    out = str(tmp_path / "revoked")
    revoked = shell.json(secretary, "escrow", "revoke", "--reason", "有文件须重新交", "--out", out)
    shell.json(chair, "round", "follow", *revoked["files"])
    signed = shell.json(chair, "round", "consent", "--out", str(tmp_path / "c"))
    assert "第 4 版已生效" in shell.say(secretary, "collect", signed["file"])
    assert "已撤销" in shell.say(secretary, "round", "status")
    assert "escrow.revoked" in shell.say(
        secretary, "escrow", "revoke", "--reason", "再次", "--out", out, expect=1
    )
    world.close()


def test_a_share_of_the_result_is_no_share_of_the_score_files(
    held: World, capsys: pytest.CaptureFixture[str]
) -> None:
    shell, secretary = Shell(held, capsys), held.secretary
    held.folder.joinpath("shares").mkdir(exist_ok=True)
    shell.json(secretary, "seal", "prepare", "--out", str(held.folder / "shares"))
    result = str(next((held.folder / "shares").glob("*-秘书01.zgcshare")))
    target = str(held.folder / "s.txt")
    said = shell.say(secretary, "escrow", "share", result, "--out", target, expect=1)
    assert "escrow.foreign" in said
    assert not Path(target).exists()
    ours = str(next((held.folder / "score-shares").glob("*-秘书01-scores.zgcshare")))
    mixed = shell.say(secretary, "escrow", "open", "--share", ours, "--share", result, expect=1)
    assert "seal.share.mixed" in mixed


@pytest.mark.parametrize(
    ("collector", "zh", "en"),
    [
        ("secretary", "持有秘书密钥的人用别的程序就能提前打开", "could open them early with another program"),
        ("score_escrow", "3 位保管人中 2 位到场，全轮只打开一次", "2 of 3 officers open them together"),
    ],
)
def test_a_round_says_who_could_open_score_files_early(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], collector: str, zh: str, en: str
) -> None:
    """Rules §15: with ``collector: secretary`` the keeper of the key could; creator and members are told."""
    world = new_world(tmp_path)
    shell = Shell(world, capsys)
    settings = {"title": "试评审", "call_year": 2026, "t0": "2026-11-22", "modes": {SUB: "open_call"}}
    file = tmp_path / "round.yaml"
    file.write_text(yaml.safe_dump({**settings, "collector": collector}, allow_unicode=True), "utf-8")
    words = ("--settings", str(file), "--observer", world.observer.card.fingerprint)
    out = tmp_path / "v1"
    assert zh in shell.say(world.secretary, "round", "create", *words, "--out", str(out))
    (path,) = out.glob("*.zgcround")
    assert en in shell.say(world.observer, "round", "follow", str(path), lang="en")
    world.close()
