"""The sitting by commands: what each prints for machines, exit codes, and who is refused (design §6)."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from services_harness import PASSPHRASE, Person
from sitting_harness import GROUP, Sitting

from ui.cli.main import main

At = Callable[[str], Sitting]


class Shell:
    """Runs commands as several people, each with the own vault."""

    def __init__(self, sitting: Sitting, capsys: pytest.CaptureFixture[str]) -> None:
        self.sitting, self._capsys = sitting, capsys
        self.said = ""

    def run(self, person: Person, *words: str, expect: int = 0) -> Any:
        """Run one command with ``--json`` and return what it printed."""
        person.close()
        passphrase = self.sitting.world.folder / "passphrase.txt"
        passphrase.write_text(PASSPHRASE + "\n", "utf-8")
        keys = ("--vault", str(person.vault), "--passphrase-file", str(passphrase), "--json")
        done = main([*words, *keys])
        shown = self._capsys.readouterr()
        self.said = shown.err
        assert done == expect, shown.out + shown.err
        return json.loads(shown.out) if shown.out.strip() else None

    def say(self, person: Person, *words: str) -> str:
        """Run one command for people and return its words."""
        person.close()
        passphrase = self.sitting.world.folder / "passphrase.txt"
        keys = ("--vault", str(person.vault), "--passphrase-file", str(passphrase), "--lang", "zh_CN")
        assert main([*words, *keys]) == 0
        return self._capsys.readouterr().out

    def out(self) -> str:
        """Return a new folder."""
        return str(self.sitting.folder())


@pytest.fixture
def shell(at: At, capsys: pytest.CaptureFixture[str]) -> Callable[[str], Shell]:
    return lambda name: Shell(at(name), capsys)


def begin(sh: Shell) -> None:
    """Combine, panel file, open discussion, raise a veto, sign an opinion, tell everybody by letter."""
    sitting = sh.sitting
    secretary, chair, member = sitting.secretary, sitting.chair, sitting.member(1)
    sh.run(secretary, "aggregate")
    written = sh.run(secretary, "panel", "write", "--group", GROUP, "--reader", chair.code, "--out", sh.out())
    assert sh.run(chair, "panel", "take", written["file"])["outcome"] == "new"
    view = sh.run(chair, "panel", "show")
    assert [one["number"] for one in view["applications"]] == ["ZGC-0001", "ZGC-0002", "ZGC-0003"]
    assert "可见范围内" in sh.say(chair, "panel", "show")
    assert [one["discussion"] for one in sh.run(chair, "discuss", "list")] == ["none"] * 3
    raised = ("veto", "claim", "ZGC-0001", "CV01", "--evidence", "账目不符", "--document", "1", "--page", "2")
    text = ("opinion", "sign", "ZGC-0001", "--strengths", "甲", "--weaknesses", "乙", "--advice", "丙")
    for person, words in ((chair, ("discuss", "open", "ZGC-0001")), (member, raised), (chair, text)):
        (act,) = sh.run(person, *words, "--out", sh.out())
        sh.run(secretary, "collect", act["file"])
    packed = sh.run(secretary, "pack", "--letters-only", "--out", sh.out())
    for person in sitting.world.experts:
        sh.run(person, "open", packed[0]["files"][0])


def test_a_sitting_from_panel_file_to_confirmed_decisions(shell: Callable[[str], Shell]) -> None:
    sh = shell("five")
    sitting = sh.sitting
    secretary, chair, member = sitting.secretary, sitting.chair, sitting.member(1)
    begin(sh)
    sh.run(member, "sheet", "revise", "ZGC-0001", "--reason", "听取说明后调整")
    assert sh.run(member, "sheet", "set", "ZGC-0001", "--percent", "M01-K1", "70")["missing"] == []
    assert len(sh.run(member, "sheet", "lock", "ZGC-0001")["locked"]) == 1
    sh.run(member, "sheet", "revise", "ZGC-0001", "--reason", "再次", expect=1)
    assert "revision.twice" in sh.said
    (vote,) = sh.run(chair, "veto", "vote", "ZGC-0001", "CV01", "no", "--out", sh.out())
    dissent = ("opinion", "vote", "ZGC-0001", "dissent", "--text", "证据不足")
    (disagreed,) = sh.run(member, *dissent, "--out", sh.out())
    back = sh.out()
    sh.run(member, "return", "--out", back)
    sh.run(secretary, "collect", vote["file"], disagreed["file"], back)
    shown = sh.run(secretary, "veto", "show", "ZGC-0001")
    assert (shown["outcomes"][0]["established"], shown["claims"][0]["item"]) == (False, "CV01")
    assert sh.run(chair, "opinion", "show", "ZGC-0001")["opinions"][0]["by"] == chair.code
    assert [one["answer"] for one in sh.run(secretary, "opinion", "show", "ZGC-0001")["votes"]] == ["dissent"]
    listed, decisions = sitting.world.folder / "list.csv", sh.out()
    sh.run(chair, "panel", "show", "--out", str(listed))
    assert len(sh.run(chair, "decisions", "sign", str(listed), "--out", decisions)) == 3
    sh.run(secretary, "collect", decisions)
    assert sh.run(secretary, "decisions", "check") == []
    assert sh.run(secretary, "decisions", "confirm") == {"decided": 3, "waiting": 0}
    starts = ("--starts", "2026-11-23T09:00:00+08:00")
    minutes = sh.run(secretary, "minutes", "--out", sh.out(), "--place", "三楼", *starts)
    assert {Path(name).name.split("-")[0] for name in minutes} == {"F09", "F10", "F12.pdf"}
    sitting.verified()


def test_the_agenda_the_room_and_the_acts_to_write(shell: Callable[[str], Shell]) -> None:
    sh = shell("five")
    secretary, chair = sh.sitting.secretary, sh.sitting.chair
    sh.run(secretary, "aggregate")
    written = sh.run(secretary, "panel", "write", "--group", GROUP, "--reader", chair.code, "--out", sh.out())
    sh.run(chair, "panel", "take", written["file"])
    assert sh.run(chair, "discuss", "ask", "ZGC-0002") == {"number": "ZGC-0002", "asked": True}
    assert "组长列入" in sh.say(chair, "discuss", "list")
    assert sh.run(chair, "discuss", "ask", "ZGC-0002", "--off")["asked"] is False
    left = sh.run(chair, "discuss", "clear", "ZGC-0002", sh.sitting.member(1).code)
    assert left == {"number": "ZGC-0002", "left": [sh.sitting.member(1).code]}
    sh.run(chair, "discuss", "open", "ZGC-0002")
    (file,) = sh.run(chair, "return", "--acts", "--out", sh.out())
    assert file["kind"] == "consent"
    sh.run(chair, "return", "--acts", "--out", sh.out(), expect=1)
    assert "return.nothing" in sh.said


def test_commands_refuse_with_a_code(shell: Callable[[str], Shell]) -> None:
    sh = shell("five")
    sitting = sh.sitting
    secretary, chair, member = sitting.secretary, sitting.chair, sitting.member(1)
    sh.run(secretary, "aggregate")
    claim = ("veto", "claim", "ZGC-0001", "CV01", "--evidence", "甲乙")
    for person, words, code in (
        (chair, ("panel", "show"), "panel.which"),
        (chair, ("panel", "show", "--group", GROUP), "panel.none"),
        (secretary, ("panel", "write", "--group", "G9", "--reader", "x", "--out", sh.out()), "panel.group"),
        (member, ("discuss", "open", "ZGC-0001"), "consent.role"),
        (chair, ("discuss", "close", "ZGC-0001"), "discuss.not_open"),
        (member, ("veto", "vote", "ZGC-0001", "CV01", "yes"), "veto.unknown"),
        (member, (*claim, "--document", "99"), "sheet.document"),
        (member, (*claim, "--page", "0"), "sheet.page"),
        (member, ("opinion", "vote", "ZGC-0001", "agree"), "opinion.none"),
        (member, ("tie", "sign", "M01", "ZGC-0001", "ZGC-0002"), "consent.role"),
        (secretary, ("absent", member.code, "--reason", "x"), "absent.reason"),
        (member, ("ruling", "list"), "round.role.secretary"),
        (secretary, ("ruling", "sign", "ZGC-0001", "专家99", "R12", "open"), "deliberation.member"),
        (chair, ("void", "ZGC-0001", member.code, "conflict"), "panel.sheet"),
        (member, ("tie", "show", "M01"), "round.role.secretary"),
        (secretary, ("panel", "acting", member.code, "ZGC-0001"), "panel.acting.chair"),
        (member, ("panel", "acting", member.code, "ZGC-0001"), "consent.role"),
        (member, ("explain", "sign", "ZGC-0001", "--text", " "), "explain.text"),
        (secretary, ("explain", "sign", "ZGC-0001", "--text", "x"), "explain.sheet"),
    ):  # fmt: skip
        sh.run(person, *words, expect=1)
        assert code in sh.said, (words, sh.said)


def test_secretary_and_chair_act_by_commands(shell: Callable[[str], Shell]) -> None:
    sh = shell("doubt")
    sitting = sh.sitting
    secretary, chair, doubtful = sitting.secretary, sitting.chair, sitting.member(1)
    (waiting,) = sh.run(secretary, "ruling", "list")
    assert (waiting["number"], waiting["code"], waiting["rules"]) == ("ZGC-0001", doubtful.code, ["R12"])
    assert "R12" in sh.say(secretary, "ruling", "list")
    words = ("ruling", "sign", "ZGC-0001", doubtful.code, "R12", "closed")
    (own,) = sh.run(secretary, *words)
    assert own["file"] is None
    (other,) = sh.run(chair, *words, "--out", sh.out())
    sh.run(secretary, "collect", other["file"])
    sh.run(secretary, "aggregate")
    third = sitting.member(2).code
    (own,) = sh.run(secretary, "void", "ZGC-0002", third, "integrity")
    assert own["changed"] == 0
    written = sh.run(secretary, "panel", "write", "--group", GROUP, "--reader", chair.code, "--out", sh.out())
    sh.run(chair, "panel", "take", written["file"])
    (other,) = sh.run(chair, "void", "ZGC-0002", third, "integrity", "--out", sh.out())
    sh.run(secretary, "collect", other["file"])
    assert sitting.line(1).n_void == 1
    assert sh.run(secretary, "tie", "show", "M01") == []
    (act,) = sh.run(chair, "discuss", "open", "ZGC-0003")
    assert act["file"] is None  # the next return writes it
    back = sh.out()
    sh.run(chair, "return", "--out", back)
    sh.run(secretary, "collect", back)
    assert sh.run(secretary, "discuss", "list")[2]["discussion"] == "open"


def test_nothing_is_shown_of_what_one_stands_aside_from(shell: Callable[[str], Shell]) -> None:
    """Rules §15, also where it was known before the late recusal."""
    sh = shell("five")
    sitting = sh.sitting
    secretary, chair = sitting.secretary, sitting.chair
    sh.run(secretary, "aggregate")
    sitting.panel()
    sitting.discuss(0)
    sh.run(chair, "declare", "--yes", "ZGC-0001", "R06", "负责人是近亲属", "--rest-none")
    for words in (("veto", "show", "ZGC-0001"), ("opinion", "show", "ZGC-0001")):
        sh.run(chair, *words, expect=1)
        assert "application.closed" in sh.said
    assert [one["number"] for one in sh.run(chair, "discuss", "list")] == ["ZGC-0002", "ZGC-0003"]
    assert [one["number"] for one in sh.run(chair, "panel", "show")["applications"]] == [
        "ZGC-0002",
        "ZGC-0003",
    ]
    sh.run(chair, "veto", "claim", "ZGC-0001", "CV01", "--evidence", "甲乙", expect=1)
    assert "application.closed" in sh.said


def test_f07_prints_both_sheets_of_who_revised(shell: Callable[[str], Shell]) -> None:
    sh = shell("five")
    sitting = sh.sitting
    sh.run(sitting.secretary, "aggregate")
    sitting.discuss(0)
    person = sitting.member(1)
    before = printed(sh, person)
    sitting.revise(person, 80)
    sitting.give_back(person)
    assert len(printed(sh, person)) > len(before)


def printed(sh: Shell, person: Person) -> bytes:
    """Return the F07 of somebody."""
    paths = sh.run(sh.sitting.secretary, "forms", "--out", sh.out())
    (path,) = (Path(name) for name in paths if person.code in name)
    return path.read_bytes()


def test_who_deviates_explains_by_command(shell: Callable[[str], Shell]) -> None:
    """S07: the secretary and the chair see who owes an explanation, and what it says."""
    sh = shell("apart")
    sitting = sh.sitting
    secretary, chair, member = sitting.secretary, sitting.chair, sitting.member(4)
    sh.run(secretary, "aggregate")
    (line,) = sh.run(secretary, "discuss", "list")
    assert line["owing"] == [member.code]
    assert member.code in sh.say(secretary, "explain", "show", "ZGC-0001")
    (act,) = sh.run(member, "explain", "sign", "ZGC-0001", "--text", "检测报告互相矛盾", "--out", sh.out())
    sh.run(secretary, "collect", act["file"])
    written = sh.run(secretary, "panel", "write", "--group", GROUP, "--reader", chair.code, "--out", sh.out())
    sh.run(chair, "panel", "take", written["file"])
    for person in (secretary, chair):
        shown = sh.run(person, "explain", "show", "ZGC-0001")
        assert ([one["text"] for one in shown["explanations"]], shown["owing"]) == (["检测报告互相矛盾"], [])
    assert "还欠偏差书面说明 0 份" in sh.say(secretary, "discuss", "list")


def test_secretary_and_chair_name_the_acting_chair_by_command(shell: Callable[[str], Shell]) -> None:
    """The chair may type the number, or the id that the secretary reads out."""
    sh = shell("aside")
    sitting = sh.sitting
    secretary, chair, acting = sitting.secretary, sitting.chair, sitting.member(2)
    sh.run(secretary, "aggregate")
    said = sh.say(secretary, "panel", "acting", acting.code, "ZGC-0001")
    assert sitting.id(0) in said
    (act,) = sh.run(chair, "panel", "acting", acting.code, sitting.id(0), "--out", sh.out())
    sh.run(secretary, "collect", act["file"])
    said = sh.say(secretary, "panel", "acting", acting.code, "ZGC-0001")
    assert sitting.id(0) not in said
    written = sh.run(
        secretary, "panel", "write", "--group", GROUP, "--reader", acting.code, "--out", sh.out()
    )
    assert sh.run(acting, "panel", "take", written["file"])["outcome"] == "new"


def test_the_forms_about_recusal_are_printed_by_command(shell: Callable[[str], Shell]) -> None:
    sh = shell("aside")
    sitting = sh.sitting
    paths = sh.run(sitting.secretary, "conflicts", "forms", "--out", sh.out())
    names = sorted(Path(name).name for name in paths)
    assert names[:5] == [f"F04-专家0{n}.pdf" for n in range(1, 6)]
    assert names[5:] == [f"F05-ZGC-0001-{sitting.chair.code}-R06.pdf"]
    assert "已打印 6 份" in sh.say(sitting.secretary, "conflicts", "forms", "--out", sh.out())
