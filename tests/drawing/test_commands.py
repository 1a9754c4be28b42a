"""``draw …`` as it is typed, in both languages; codes are never shown."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any

import pytest
from draw_harness import OBSERVER, SECRETARY, roster

from ui.cli.main import main
from ui.cli.session import Session


class Typed:
    """Types commands at the secretary's vault."""

    def __init__(self, office: Any, capsys: pytest.CaptureFixture[str]) -> None:
        self._vault, self._capsys = office.secretary.vault, capsys
        self._session = Session()
        self._session.adopt(office.desk)

    def say(self, *words: str, code: int = 0, language: str = "zh_CN") -> str:
        """Run a command and return what it printed."""
        argv = ["draw", words[0], "--vault", str(self._vault), *words[1:], "--lang", language]
        assert main(argv, self._session) == code, self._capsys.readouterr().err
        done = self._capsys.readouterr()
        return done.out + done.err

    def json(self, *words: str) -> Any:
        return json.loads(self.say(*words, "--json"))


@pytest.fixture
def typed(office: Any, capsys: pytest.CaptureFixture[str]) -> Typed:
    roster(office, 10)
    office.expert("E010", type="competent_authority", name="某官员")
    return Typed(office, capsys)


def drawn(typed: Typed) -> Any:
    typed.say("begin")
    typed.say("words", "--secretary", SECRETARY)
    typed.say("words", "--observer", OBSERVER)
    return typed.json("run")


def test_pool_names_who_is_left_out(typed: Typed) -> None:
    assert typed.json("pool") == {"candidates": 9, "left_out": [{"expert": "E010", "rule": "P06"}]}
    assert "P06 主管部门" in typed.say("pool")
    assert "P06 authority's staff" in typed.say("pool", language="en")


def test_the_four_steps(typed: Typed) -> None:
    begun = typed.json("begin")
    assert begun["excluded"] == {"P06": 1}
    assert "draw words --secretary" in typed.say("run", code=1)
    assert typed.json("words", "--secretary", SECRETARY)["next"] == "words --observer"
    assert SECRETARY in typed.say("show") or "words --observer" in typed.say("show")
    typed.say("words", "--observer", OBSERVER)
    done = typed.json("run")
    (group,) = done["groups"]
    assert (len(group["members"]), len(group["alternates"])) == (7, 2)
    assert done["next"] is None


@pytest.mark.parametrize(
    ("language", "parts"), [("zh_CN", ("正选", "候补 1")), ("en", ("member", "alternate 1"))]
)
def test_show_lists_order_and_outcome_without_codes(
    typed: Typed, language: str, parts: tuple[str, ...]
) -> None:
    drawn(typed)
    said = typed.say("show", language=language)
    assert [part for part in parts if part not in said] == []
    assert "专家0" not in said


def test_the_file_is_redone_by_anybody(
    typed: Typed, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    done = drawn(typed)
    path = tmp_path / "draw.json"
    typed.say("show", "--out", str(path))
    assert main(["draw", "redo", str(path), "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == {"result": done["result"]}


def test_form_and_second_draw(typed: Typed, tmp_path: Path) -> None:
    drawn(typed)
    assert "draw.again" in typed.say("begin", code=1)
    typed.say("begin", "--reason", "监督人员要求重抽")
    typed.say("words", "--secretary", SECRETARY)
    typed.say("words", "--observer", OBSERVER)
    typed.say("run")
    assert [Path(one).name for one in typed.json("form", "--out", str(tmp_path))] == [
        "F02-1.pdf",
        "F02-2.pdf",
    ]
    shown = typed.json("show")
    assert [one["reason"] for one in shown] == ["", "监督人员要求重抽"]


def test_an_alternate_before_seating(typed: Typed) -> None:
    (group,) = drawn(typed)["groups"]
    called = typed.json("alternate", "G01", "--leaving", group["members"][0], "--reason", "不能到会")
    assert called == {"expert": group["alternates"][0], "files": []}
    assert group["members"][0] not in typed.json("show")[0]["groups"][0]["seated"]


def test_seats_without_cards_are_refused(typed: Typed, tmp_path: Path) -> None:
    drawn(typed)
    path = tmp_path / "cards.csv"
    with path.open("w", encoding="utf-8", newline="") as out:
        csv.writer(out).writerows(
            (("expert_number", "card"), ("E001", "00000 00000 00000 00000 00000 00000"))
        )
    arguments = (str(path), "--chair", "G01", "E001", "--out", str(tmp_path / "v2"))
    assert "draw.card" in typed.say("appoint", *arguments, code=1)
    path.write_text("who\nE001\n", "utf-8")
    assert "appoint.file" in typed.say("appoint", *arguments, code=1)


def test_words_need_a_terminal_or_an_argument(typed: Typed) -> None:
    typed.say("begin")
    assert "draw.words" in typed.say("words", "--secretary", code=1)


def test_a_namesake_is_cleared(typed: Typed) -> None:
    assert "draw.cleared" in typed.say("clear", "E001", "--reason", "并非同一人", code=1)
