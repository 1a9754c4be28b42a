"""``conflicts …`` and ``private …`` as they are typed, in both languages."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from services_harness import Person, World

from ui.cli.main import main
from ui.cli.session import Session

UNIT = "北京䴉㕵科技有限公司"


class Typed:
    """Types commands at one vault."""

    def __init__(self, person: Person, capsys: pytest.CaptureFixture[str]) -> None:
        self._person, self._capsys = person, capsys
        self._session = Session()
        self._session.adopt(person.desk)

    def say(self, *words: str, code: int = 0) -> str:
        """Run a command and return what it printed."""
        argv = [*words[:2], "--vault", str(self._person.vault), *words[2:]]
        assert main(argv, self._session) == code, self._capsys.readouterr().err
        done = self._capsys.readouterr()
        return done.out + done.err

    def json(self, *words: str) -> Any:
        return json.loads(self.say(*words, "--json"))


@pytest.fixture
def typed(office: Any, capsys: pytest.CaptureFixture[str]) -> Typed:
    office.expert(employer=UNIT)
    office.application(team=[], excluded_experts=[{"name": "某人", "employer": "", "reason": ""}])
    return Typed(office.secretary, capsys)


@pytest.mark.parametrize(
    ("language", "parts"),
    [
        ("zh_CN", ("命中 1 条", "待处理", "[任职]", "[申报单位]", "名称规范后相同", "没有写理由", "未提供")),
        (
            "en",
            ("Findings: 1", "open", "[employment]", "[applicant]", "normalis", "no reason", "left lists out"),
        ),
    ],
)
def test_screen_says_both_sides_fields_and_why(typed: Typed, language: str, parts: tuple[str, ...]) -> None:
    said = typed.say("conflicts", "screen", "--lang", language)
    assert [part for part in parts if part not in said] == []


def test_screen_list_decide_undo(typed: Typed) -> None:
    screened = typed.json("conflicts", "screen")
    (finding,) = screened["findings"]
    assert (screened["found"], screened["due"], finding["expert"], finding["application"]) == (
        1,
        1,
        "E001",
        "A-1",
    )
    assert (finding["left"], finding["right"], finding["sure"]) == (UNIT, UNIT, True)
    assert "kin" in screened["missing"]["E001"]
    name = finding["finding"][:8]
    refused = typed.say("conflicts", "decide", name, "dismiss", "--lang", "zh_CN", code=1)
    assert "desk.grounds" in refused
    assert typed.json("conflicts", "decide", name, "recuse")["status"] == "recused"
    assert typed.json("conflicts", "undo", name, "--reason", "名册有误")["status"] == "open"
    decided = typed.json("conflicts", "decide", name, "dismiss", "--reason", "名册有误")
    assert decided["status"] == "dismissed"
    (listed,) = typed.json("conflicts", "list", "--expert", "E001")
    assert (listed["status"], listed["decided"]) == ("dismissed", "名册有误")
    assert typed.json("conflicts", "list", "--application", "A-9") == []


def test_a_finding_that_came_back_says_what_was_known_before(typed: Typed, office: Any) -> None:
    (finding,) = typed.json("conflicts", "screen")["findings"]
    typed.say("conflicts", "decide", finding["finding"], "dismiss", "--reason", "名册有误")
    office.expert(employer=UNIT, employment=[{"name": "新单位", "to": "2026-01-01"}])
    said = typed.say("conflicts", "screen", "--lang", "zh_CN")
    assert f"此前单位：{UNIT}；现在：" in said
    assert "新单位" in said


def test_missing_names_lists(typed: Typed) -> None:
    assert "未提供" in typed.say("conflicts", "missing", "--lang", "zh_CN")
    assert "not provided" in typed.say("conflicts", "missing", "--lang", "en")
    assert typed.json("conflicts", "missing")["A-1"] == ["controllers", "advisers"]


def test_compare_still_needs_no_vault(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    pairs, out = tmp_path / "pairs.csv", tmp_path / "out.csv"
    pairs.write_text("entity,left,right\norg,甲（北京）公司,甲(北京)公司\n", "utf-8")
    assert main(["conflicts", "compare", str(pairs), str(out), "--lang", "zh_CN"]) == 0
    assert ",same,5.2," in out.read_text("utf-8")


def test_private_lists_are_kept_matched_and_dropped(
    at: Callable[[str], World], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    typed = Typed(at("opened").experts[1], capsys)
    lists = tmp_path / "lists.yaml"
    lists.write_text(
        "kin:\n- {name: 某人, relation: 配偶, employer: 北京䴉㕵1号科技有限公司, executive: true}\n"
        "services:\n- {name: 某所, date: 2025-02-01}\n",
        "utf-8",
    )
    assert "holdings" in typed.json("private", "save", str(lists))["missing"]
    found = typed.json("private", "match")
    assert [(one["rule"], one["left_field"]) for one in found["hits"]] == [("R06", "kin")]
    assert "[亲属]" in typed.say("private", "match", "--lang", "zh_CN")
    typed.say("private", "drop")
    assert "private.none" in typed.say("private", "match", code=1)


@pytest.mark.parametrize("text", ["kin: [", "\x00", "- a", "kin: 5"])
def test_a_file_of_lists_that_cannot_be_read_is_refused(typed: Typed, tmp_path: Path, text: str) -> None:
    path = tmp_path / "lists.yaml"
    path.write_text(text, "utf-8")
    assert "private." in typed.say("private", "save", str(path), code=1)


def test_a_file_that_is_not_there(typed: Typed) -> None:
    assert "private.file" in typed.say("private", "save", "nowhere.yaml", code=1)
