"""A stage by commands: what each prints for people and machines, in both languages (design §6)."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from services_harness import PASSPHRASE, Person
from stage_harness import StageSitting

from ui.cli.main import main

At = Callable[[str], StageSitting]


class Shell:
    """Runs commands as several people, each with the own vault."""

    def __init__(self, sitting: StageSitting, capsys: pytest.CaptureFixture[str]) -> None:
        self.sitting, self._capsys = sitting, capsys
        self._passphrase = sitting.world.folder / "passphrase.txt"
        self._passphrase.write_text(PASSPHRASE + "\n", "utf-8")

    def run(self, person: Person, *words: str, expect: int = 0) -> Any:
        """Run a command for machines; return what it printed, or the error."""
        shown = self._main(person, *words, "--json", expect=expect)
        return json.loads(shown.out) if shown.out.strip() else shown.err

    def say(self, person: Person, language: str, *words: str) -> str:
        """Run a command for people."""
        return str(self._main(person, *words, "--lang", language).out)

    def _main(self, person: Person, *words: str, expect: int = 0) -> Any:
        person.close()
        keys = ("--vault", str(person.vault), "--passphrase-file", str(self._passphrase))
        done = main([*words, *keys])
        shown = self._capsys.readouterr()
        assert done == expect, shown.out + shown.err
        return shown


@pytest.fixture
def shell(at: At, capsys: pytest.CaptureFixture[str]) -> Shell:
    return Shell(at("acceptance"), capsys)


def test_from_aggregate_to_confirmed_outcomes(shell: Shell) -> None:
    sitting = shell.sitting
    secretary, chair = sitting.secretary, sitting.chair
    told = shell.say(secretary, "zh_CN", "aggregate")
    assert told.strip() == "已汇总 3 项申报。本阶段不排名次、不画预算线。"
    panel = str(sitting.panel_file())
    shell.run(chair, "panel", "take", panel)
    listed = sitting.folder() / "decisions.csv"
    listed.parent.mkdir()
    seen = shell.run(chair, "panel", "show", "--out", str(listed))
    assert [one["line"]["suggestion"] for one in seen["applications"]] == [
        "ACCEPTED", "FIX_THEN_ACCEPT", "NOT_ACCEPTED",
    ]  # fmt: skip
    assert seen["pools"] == []
    assert "应得结论" in shell.say(chair, "zh_CN", "panel", "show")
    with listed.open(encoding="utf-8-sig", newline="") as source:
        given = list(csv.DictReader(source))
    assert {one["number"]: one["decision"] for one in given} == {
        "ZGC-0001": "ACCEPTED", "ZGC-0002": "FIX_THEN_ACCEPT", "ZGC-0003": "NOT_ACCEPTED",
    }  # fmt: skip
    assert {one[name] for one in given for name in ("pool", "rank", "line", "amount_fen")} == {""}
    opened = sitting.folder()
    files = shell.run(chair, "discuss", "open", "ZGC-0003", "--out", str(opened))
    shell.run(secretary, "collect", *(one["file"] for one in files))
    signed = shell.run(chair, "decisions", "sign", str(listed), "--out", str(sitting.folder()))
    shell.run(secretary, "collect", *signed)
    assert shell.run(secretary, "decisions", "check") == []
    shell.run(secretary, "decisions", "confirm")
    status = shell.run(secretary, "round", "status")
    assert (status["stage"], status["outcomes"]) == (
        "acceptance", {"ACCEPTED": 1, "FIX_THEN_ACCEPT": 1, "NOT_ACCEPTED": 1},
    )  # fmt: skip
    assert "阶段：验收 · 结论：通过验收 1 · 整改后通过 1 · 不通过验收 1" in shell.say(
        secretary, "zh_CN", "round", "status"
    )
    assert "Stage: acceptance" in shell.say(secretary, "en", "round", "status").replace(
        "Acceptance", "acceptance"
    )


def test_ranking_shows_outcomes_and_no_rank(shell: Shell) -> None:
    sitting = shell.sitting
    sitting.aggregate()
    table = shell.run(sitting.secretary, "ranking")
    assert (table["pools"], table["funds"]) == ([], [])
    assert {one["pool"] for one in table["applications"]} == {None}
    said = shell.say(sitting.secretary, "zh_CN", "ranking").splitlines()
    assert said[0].split() == ["申报编号", "最终分", "已认定", "应得结论", "结论"]
    assert [line.split() for line in said[1:]] == [
        ["ZGC-0001", "80.00", "通过验收"],
        ["ZGC-0002", "65.00", "整改后通过"],
        ["ZGC-0003", "50.00", "不通过验收"],
    ]


def test_a_decision_beside_the_outcome_is_refused_by_number(shell: Shell) -> None:
    sitting = shell.sitting
    sitting.aggregate()
    shell.run(sitting.chair, "panel", "take", str(sitting.panel_file()))
    listed = sitting.world.folder / "wrong.csv"
    listed.write_text(f"application,decision,amount_fen\n{sitting.id(0)},NOT_ACCEPTED,\n", "utf-8")
    out = str(sitting.folder())
    said = shell.run(sitting.chair, "decisions", "sign", str(listed), "--out", out, expect=1)
    assert "decide.outcome" in said
    assert "ZGC-0001" in said


def test_veto_items_names_what_may_be_claimed(shell: Shell) -> None:
    sitting = shell.sitting
    found = shell.run(sitting.member(1), "veto", "items", "ZGC-0001")
    kinds = {one["id"]: (one["kind"], one["record"]) for one in found}
    assert kinds["SA-S3"] == ("screening", "no")
    assert kinds["SA-S1"] == ("screening", None)
    assert kinds["CV02"] == ("veto", None)
    assert "SM-S1" not in kinds
    assert "考核指标" in shell.say(sitting.member(1), "zh_CN", "veto", "items", "ZGC-0001")
    assert "Less than 85%" in shell.say(sitting.member(1), "en", "veto", "items", "ZGC-0001")


def test_there_are_no_ties_to_order(shell: Shell) -> None:
    sitting = shell.sitting
    sitting.aggregate()
    assert "tie.pool" in shell.run(sitting.secretary, "tie", "show", "M01", expect=1)


def test_templates_and_the_rubric_of_a_stage(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    words = ["intake", "template", "--out", str(tmp_path), "--sub-directions", "M01-1"]
    assert main([*words, "--stage", "acceptance"]) == 0
    capsys.readouterr()
    pages = openpyxl.load_workbook(tmp_path / "申报.xlsx").worksheets
    heads = [str(cell.value) for page in pages for line in page.iter_rows(max_row=5) for cell in line]
    assert any("逾期月数" in head for head in heads)
    assert not any("停止实施月数" in head for head in heads)
    assert main(["catalogue", "show", "--sub-direction", "M01-1", "--stage", "acceptance", "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert [one["id"] for one in found["criteria"]] == [f"SA-K{n}" for n in range(1, 6)]
    assert [one["code"] for one in found["bands"]] == ["ACCEPTED", "FIX_THEN_ACCEPT", "NOT_ACCEPTED"]
    assert main(["catalogue", "show", "--sub-direction", "M01-1", "--stage", "midterm", "--lang", "en"]) == 0
    assert "suspend or end" in capsys.readouterr().out
    assert main(["catalogue", "show", "--sub-direction", "M01-1", "--stage", "final"]) == 2


def test_a_round_with_a_pool_budget_is_refused_by_command(
    shell: Shell, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Both languages say which name has no meaning (rules §2.4)."""
    settings = tmp_path / "round.yaml"
    settings.write_text(
        "title: 验收\ncall_year: 2026\nt0: 2026-11-22\nstage: acceptance\nmodes: {M01-1: open_call}\n"
        "pools: [{id: M01, fund: F1, sub_directions: [M01-1], budget_fen: 100}]\n",
        "utf-8",
    )
    sitting = shell.sitting
    digits = sitting.world.observer.card.fingerprint
    words = ("round", "create", "--settings", str(settings), "--observer", digits, "--out", str(tmp_path))
    for language, part in (("zh_CN", "该设置与轮次的阶段不符"), ("en", "does not belong to the stage")):
        person = sitting.secretary
        person.close()
        phrase = str(sitting.world.folder / "passphrase.txt")
        keys = ("--vault", str(person.vault), "--passphrase-file", phrase)
        assert main([*words, *keys, "--lang", language]) == 1
        said = capsys.readouterr().err
        assert part in said
        assert "pools" in said
        assert "round.settings.stage" in said
