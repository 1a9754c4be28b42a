"""Ethics (rules §9): any yes of four questions needs an approval with number and validity, as CG06 asks."""

from __future__ import annotations

import json
from typing import Any

import pytest
from gates_harness import ETHICS, GateWorld, listed_row, open_record

from resources.reader import LANGUAGES
from ui.cli.main import main
from ui.cli.session import Session
from zgc_review.services.ethics import QUESTIONS, ethics_list, ethics_of

T0 = "2026-11-22"
APPROVED = {"ethics_approval_no": "京伦审 1", "ethics_committee": "委员会", "ethics_valid_to": "2026-11-23"}


@pytest.mark.parametrize(
    ("given", "standing"),
    [
        ({}, "none"),
        ({"ethics_law": None}, "unknown"),
        ({"ethics_humans": True}, "lacking"),
        ({"ethics_humans": True, **APPROVED, "ethics_valid_to": None}, "lacking"),
        ({"ethics_humans": True, **APPROVED, "ethics_approval_no": ""}, "lacking"),
        ({"ethics_animals": True, **APPROVED}, "valid"),
        ({"ethics_other": True, **APPROVED, "ethics_valid_to": T0}, "expired"),
        ({"ethics_law": True, "ethics_humans": None, **APPROVED}, "valid"),
    ],
)
def test_the_standing_follows_questions_and_approval(given: dict[str, Any], standing: str) -> None:
    assert ethics_of({**ETHICS, **given}, T0).standing == standing


def test_the_questions_are_the_four_of_the_catalogue() -> None:
    assert set(QUESTIONS) == set(ETHICS)


@pytest.mark.parametrize("given", [{"ethics_humans": True}, {"ethics_humans": True, **APPROVED}, {}])
def test_the_standing_agrees_with_gate_cg06(world: GateWorld, given: dict[str, Any]) -> None:
    world.take([open_record(7, **given)])
    line = world.lines("O-7")["CG06"]
    found = {one.number: ethics for one, ethics in ethics_list(world.secretary.desk, world.secretary.round)}
    assert (line.machine == "yes") == (found["O-7"].standing in {"none", "valid"})


def test_ethics_by_command_leave_out_who_need_not_apply(
    world: GateWorld, capsys: pytest.CaptureFixture[str]
) -> None:
    world.namelist(listed_row(1))
    session = Session()
    session.adopt(world.secretary.desk)
    vault = str(world.secretary.desk.vault.path)
    for language in LANGUAGES:
        assert main(["gates", "ethics", "--vault", vault, "--lang", language], session) == 0
        assert "O-1" in capsys.readouterr().out
    assert main(["gates", "ethics", "--vault", vault, "--json"], session) == 0
    found = json.loads(capsys.readouterr().out)
    assert {one["number"] for one in found} == {"O-1", "O-2", "Q-1", "Q-2"}
