"""``zgc-review gates …``: every command, both languages, coded refusals."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from gates_harness import LISTED, GateWorld, listed_row, listing_entry, open_record

from resources.reader import LANGUAGES, Texts
from ui.cli.main import build_parser, main
from ui.cli.session import Session
from zgc_review.intake.application_layout import namelist_layout
from zgc_review.intake.workbooks import write_workbook


class Cli:
    """Runs commands on the secretary's vault, unlocked once."""

    def __init__(self, world: GateWorld, capsys: pytest.CaptureFixture[str]) -> None:
        self._session = Session()
        self._session.adopt(world.secretary.desk)
        self._vault = str(world.secretary.desk.vault.path)
        self._capsys = capsys

    def run(self, *words: str, expect: int = 0) -> str:
        status = main(["gates", words[0], *words[1:], "--vault", self._vault], self._session)
        said = self._capsys.readouterr()
        assert status == expect, said.err
        return said.out or said.err

    def json(self, *words: str) -> Any:
        return json.loads(self.run(*words, "--json"))


@pytest.fixture
def cli(world: GateWorld, capsys: pytest.CaptureFixture[str]) -> Cli:
    return Cli(world, capsys)


def test_run_and_show(world: GateWorld, cli: Cli) -> None:
    world.listing(listing_entry(name=open_record(1)["unit_name"], to="2025-01-01"))
    said = cli.run("run", "--lang", "zh_CN")
    assert "已核验 4 项申报" in said
    assert "已到期，名称相同" in said
    assert "4 applications checked" in cli.run("run", "--lang", "en")
    views = cli.json("run", "O-1", "Q-1")
    assert [view["number"] for view in views] == ["O-1", "Q-1"]
    shown = cli.run("show", "O-1", "--lang", "zh_CN")
    assert "名单命中（已到期，名称相同）" in shown
    assert "申报材料齐全" in shown
    assert "缺 digest_mismatches" in shown
    assert "to be settled" not in cli.run("show", "O-1", "--lang", "en")
    gates = {one["gate"]: one for one in cli.json("show", "O-1")["gates"]}
    assert (gates["CG05"]["machine"], gates["CG09"]["lacking"]) == ("yes", ["digest_mismatches"])


def test_answer_set_decide(world: GateWorld, cli: Cli) -> None:
    for gate in ("CG09", "CG01"):
        cli.run("answer", "O-1", gate, "yes")
    line = cli.json("answer", "O-1", "CG04", "no", "--reason", "报告有误", "--evidence", "第2页")
    assert (line["machine"], line["counts"], line["person"]["evidence"]) == ("yes", "no", "第2页")
    assert "已填写：1205000000" in cli.run("set", "O-2", "audited_spending", "1205万元", "--lang", "zh_CN")
    assert cli.json("set", "O-2", "audited_spending", "") == {
        "field": "audited_spending",
        "number": "O-2",
        "value": None,
    }
    said = cli.run("decide", "--lang", "zh_CN")
    assert "O-1：形式审查通过 → 资格核验不通过" in said
    assert "Q-1 停在“已接收”，等待：CG09" in said
    assert world.state("O-1") == "INELIGIBLE"
    decided = cli.json("decide", "O-2")
    assert decided == {
        "findings": [],
        "moved": [],
        "results": {},
        "waiting": [{"gates": ["CG09"], "number": "O-2", "state": "RECEIVED"}],
    }


def test_namelist_and_form(world: GateWorld, cli: Cli, tmp_path: Path) -> None:
    path = tmp_path / "名单.xlsx"
    rows = [listed_row(1), listed_row(2, application_no="O-1")]
    write_workbook(path, namelist_layout(world.catalogue, [LISTED]), rows)
    assert "新列入 1 项" in cli.run("namelist", str(path), "--dry-run", "--lang", "zh_CN")
    taken = cli.json("namelist", str(path))
    assert (taken["new"], taken["blocked"], taken["findings"]) == (["N-1"], 1, ["gates.namelist.number"])
    assert "N-1 result of the check: information missing" in cli.run("decide", "N-1", "--lang", "en")
    assert "核验结果：信息待补" in cli.run("show", "N-1", "--lang", "zh_CN")
    (printed,) = cli.json("form", "N-1", "--out", str(tmp_path / "forms"))
    assert Path(printed).name == "F01-N-1.pdf"


@pytest.mark.parametrize("language", LANGUAGES)
def test_refusals_are_coded_and_change_nothing(world: GateWorld, cli: Cli, language: str) -> None:
    before = world.events()
    for code, words in (
        ("gates.unknown", ("answer", "O-1", "CG99", "yes")),
        ("gates.reason", ("answer", "O-1", "CG04", "no")),
        ("gates.evidence", ("answer", "O-1", "CG04", "no", "--reason", "报告有误")),
        ("gates.field.unknown", ("set", "O-1", "unit_name", "甲")),
        ("gates.value.bool", ("set", "O-1", "duplicate_funding", "5")),
        ("application.unknown", ("show", "X")),
        ("consent.role", ("settle", "Q-1", "M08-G3", "yes", "--reason", "看过", "--out", "x")),
    ):
        assert f"({code})" in cli.run(*words, "--lang", language, expect=1).replace("（", "(").replace(
            "）", ")"
        )
    assert world.events() == before
    assert cli.run("answer", "O-1", "CG01", "maybe", expect=2)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_word_the_commands_look_up_exists(language: str) -> None:
    texts = Texts(language)
    assert build_parser(texts).format_help()
    keys = [f"word.{word}" for word in ("yes", "no", "not_applicable", "unverified")]
    keys += [
        f"result_word.{word}" for word in ("MET", "NOT_MET", "MANUAL", "LISTED", "INFO_MISSING", "DECLINED")
    ]
    keys += [
        f"hit.{way}_{time}"
        for way in ("code", "name", "similar", "person")
        for time in ("current", "expired")
    ]
    keys += [f"note.{note}" for note in ("warns", "outdated", "word", "lacking")]
    assert [key for key in keys if not texts.has(f"cli.gates.{key}")] == []
    findings = ["amount.none", "amount.spending", "manual.group"]
    findings += [f"namelist.{name}" for name in ("checked", "differs", "ended", "number")]
    for finding in findings:
        for part in ("text", "remedy"):
            assert texts.get(f"finding.gates.{finding}.{part}", value="N-1", sub_direction="M08-3")
    assert texts.has("cli.state.CHECK")
