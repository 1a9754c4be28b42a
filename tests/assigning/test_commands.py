"""``assign …``, ``draw alternate --application`` and ``group`` as they are typed, in both languages."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from assigning_harness import FLAT, Single

from ui.cli.main import main
from ui.cli.session import Session

At = Callable[[str], Single]
FIRST = "ZGC-0001"


class Typed:
    """Types commands at the secretary's vault."""

    def __init__(self, single: Single, capsys: pytest.CaptureFixture[str]) -> None:
        self._vault, self._capsys = single.world.secretary.vault, capsys
        self._session = Session()
        self._session.adopt(single.desk)

    def say(self, *words: str, code: int = 0, language: str = "zh_CN") -> str:
        """Run a command and return what it printed."""
        argv = [*words[:2], "--vault", str(self._vault), *words[2:], "--lang", language]
        assert main(argv, self._session) == code, self._capsys.readouterr().err
        done = self._capsys.readouterr()
        return done.out + done.err

    def json(self, *words: str) -> Any:
        return json.loads(self.say(*words, "--json"))


@pytest.fixture
def typed(at: At, capsys: pytest.CaptureFixture[str]) -> tuple[Single, Typed]:
    single = at("drawn")
    return single, Typed(single, capsys)


def test_run_show_and_solve_again(typed: tuple[Single, Typed], tmp_path: Path) -> None:
    single, console = typed
    made = console.json("assign", "run", "--size-reason", FLAT)
    assert (made["applications"], made["pairs"], made["least"], made["most"]) == (4, 12, 2, 2)
    assert made["files"] == []
    assert made["findings"].count("assignment.single.p01") == 4
    shown = console.json("assign", "show", "--out", str(tmp_path / "p.json"))
    assert {len(people) for people in shown["applications"].values()} == {3}
    assert set(shown["loads"].values()) == {2}
    assert shown["in_force"] is False
    assert "最近一次分配还没有生效" in console.say("assign", "show")
    assert "not in force" in console.say("assign", "show", language="en")
    answer = tmp_path / "a.json"
    assert main(["assign", "solve", str(tmp_path / "p.json"), str(answer)]) == 0
    numbers = {one.application_id: one.number for one in single.applications()} | single.numbers()
    pairs = {(numbers[one], numbers[other]) for one, other in json.loads(answer.read_text())["pairs"]}
    assert pairs == {(number, one) for number, people in shown["applications"].items() for one in people}


def test_what_cannot_be_done_is_said_line_by_line(typed: tuple[Single, Typed]) -> None:
    _, console = typed
    said = console.say("assign", "run", "--size-reason", FLAT, "--most", "1", "--least", "0", code=1)
    assert "缺 6 份评审" in said
    assert "ZGC-0001 ZGC-0002 ZGC-0003 ZGC-0004" in said
    assert "（assign.infeasible）" in said
    run = ("assign", "run", "--size-reason", FLAT, "--most", "1", "--least", "0")
    said = console.say(*run, code=1, language="en")
    assert "6 reviews are short" in said
    assert "Raise --most" in said


def test_solve_prints_its_reasons(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """C9: 10 × 3 with 3 experts of load 8: 6 reviews short, the bottleneck named."""
    problem = {
        "applications": [{"id": f"a{n}", "need": 3} for n in range(10)],
        "experts": [{"id": f"e{n}", "institution": "", "min": 0, "max": 8} for n in range(3)],
    }
    asked, answer = tmp_path / "p.json", tmp_path / "a.json"
    asked.write_text(json.dumps(problem))
    assert main(["assign", "solve", str(asked), str(answer), "--lang", "zh_CN"]) == 1
    said = capsys.readouterr().out
    assert "缺 6 份评审，无法完成分配。" in said
    assert "10 项申报共需要 30 份评审，可用的只有 24 份；其中 3 名专家的评审数已满。" in said
    assert main(["assign", "solve", str(asked), str(answer), "--lang", "en", "--json"]) == 1
    reasons = json.loads(capsys.readouterr().out)["reasons"]
    assert [one["reason"] for one in reasons] == ["shortage", "capacity"]


def test_lists_of_loads_and_affinities(typed: tuple[Single, Typed], tmp_path: Path) -> None:
    single, console = typed
    number = next(iter(single.codes()))
    loads, wishes = tmp_path / "loads.csv", tmp_path / "wishes.csv"
    loads.write_text(f"\ufeffexpert_number,least,most\n{number},1,1\n", "utf-8")
    wishes.write_text(f"application_number,expert_number,affinity\n{FIRST},{number},1000\n", "utf-8")
    run = ("assign", "run", "--size-reason", FLAT, "--most", "3", "--least", "0")
    console.say(*run, "--loads", str(loads), "--affinity", str(wishes))
    shown = console.json("assign", "show")
    assert [one for one, people in shown["applications"].items() if number in people] == [FIRST]


@pytest.mark.parametrize(
    ("text", "row"),
    [
        ("", 1),
        ("expert_number,least\n", 1),
        ("expert_number,least,most\nE001,1\n", 2),
        ("expert_number,least,most\nE001,1,2\nE002,one,2\n", 3),
        ("expert_number,least,most\nE001,１,2\n", 2),
        ("expert_number,least,most\nE001,1.5,2\n", 2),
        ('expert_number,least,most\n"E001,1,2\n', 2),
        ("expert_number,least,most\nE001,1,2,3\n", 2),
    ],
)
def test_lists_that_cannot_be_read(typed: tuple[Single, Typed], tmp_path: Path, text: str, row: int) -> None:
    _, console = typed
    listed = tmp_path / "loads.csv"
    listed.write_text(text, "utf-8")
    said = console.say("assign", "run", "--loads", str(listed), code=1)
    assert f"loads.csv 第 {row} 行" in said
    listed.write_bytes(b"\xff\xfe\x00")
    assert "assign.table" in console.say("assign", "run", "--loads", str(listed), code=1)
    assert "assign.table" in console.say("assign", "run", "--loads", str(tmp_path), code=1)


def test_change_and_alternate(at: At, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    single = at("packed")
    console = Typed(single, capsys)
    came, went = single.others(single.outside(FIRST))[0], single.others(single.inside(FIRST))[0]
    wanted = ("assign", "change", FIRST, "--add", came, "--drop", went, "--reason", "专业更对口")
    said = console.say(*wanted, code=1)
    assert "assign.load" in said
    said = console.say(*wanted, "--most", "3", code=1)
    assert "assign.size" in said
    done = console.json(*wanted, "--size-reason", FLAT, "--most", "3", "--out", str(tmp_path / "v3"))
    assert came in done["experts"]
    assert len(done["files"]) >= 1
    single.agree(3)
    assert console.json("assign", "show")["in_force"] is True
    first = single.numbers()[single.draw.group("G01").alternates[0]]
    card = single.person(first).card.fingerprint
    call = ("draw", "alternate", "G01", "--application", FIRST, "--reason", "人数不足")
    assert "draw.alternate_card" in console.say(*call, code=1)
    called = console.json(*call, "--card", card, "--out", str(tmp_path / "v4"))
    assert called["expert"] == first
    assert "assign.which" in console.say("draw", "alternate", "G01", "--reason", "人数不足", code=1)


def test_show_before_anything_was_assigned(typed: tuple[Single, Typed]) -> None:
    _, console = typed
    assert "assign.none" in console.say("assign", "show", code=1)
