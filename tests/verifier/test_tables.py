"""Sheets, settings, catalogue, tables and log: what is refused, and why."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import rfc8785

if TYPE_CHECKING:
    Tools = Any
    World = Any
    Judge = Callable[..., tuple[str, str]]
    Capture = pytest.CaptureFixture[str]


# -- sheets


@pytest.mark.parametrize(
    ("fields", "why"),
    [
        ({"total": 8001}, "sheet.total"),
        ({"total": None}, "sheet.total"),
        ({"percents": {"M01-K1": 80}}, "sheet.criteria"),
        ({"percents": {}}, "sheet.criteria"),
        ({"percents": {f"M01-K{n}": 80 for n in range(1, 7)}}, "sheet.criteria"),
        ({"not_applicable": {"M01-K1": "无"}}, "sheet.criteria"),
        ({"percents": {}, "not_applicable": {f"M01-K{n}": "无" for n in range(1, 6)}}, "sheet.criteria"),
        ({"percents": {f"M01-K{n}": 101 for n in range(1, 6)}}, "shape"),
        ({"percents": {f"M01-K{n}": True for n in range(1, 6)}}, "shape"),
        ({"recommendation": None}, "sheet.state"),
        ({"integrity": None}, "sheet.state"),
        ({"recusal": {"answer": "yes", "rule": "R01", "reason": ""}}, "sheet.state"),
        ({"recusal": {"answer": "no", "rule": "R19", "reason": ""}}, "shape"),
        ({"state": "recused"}, "sheet.state"),
        ({"state": "void"}, "shape"),
        ({"more": 1}, "keys"),
        ({"schema": 2}, "shape"),
        ({"overall": "长" * 20_001}, "shape"),
    ],
)
def test_a_sheet_that_breaks_a_rule(small: World, judge: Judge, fields: dict[str, Any], why: str) -> None:
    small.score(0, 1)
    small.score(2, **fields)
    assert judge(small)[0] == why


def test_rules_s6_not_applicable_is_renormalised_or_blocked(tools: Tools, judge: Judge) -> None:
    """Rules §6.3 in the shape of A4: with one criterion left out the rest counts as the whole."""
    for setting, why in (("renormalise", ""), ("block", "sheet.criteria")):
        made = tools.World(not_applicable=setting)
        made.experts = made.experts[:3]
        made.start()
        application = made.apply(1)
        for who in made.experts:
            made.sheet(who, application, [80, None, 60, 60, 60])
        assert {body["total"] for body in made.bodies.values() if "total" in body} == {6857}
        assert judge(made)[0] == why


def test_a_sheet_on_an_unlisted_application(small: World, judge: Judge) -> None:
    small.score()
    small.applications.append({**small.applications[0], "application": "f" * 32})
    small.sheet(small.experts[0], "f" * 32, [80] * 5)
    small.applications.pop()
    assert judge(small)[0] == "application.unknown"


# -- catalogue, settings, tables


@pytest.mark.parametrize(
    ("settings", "why"),
    [
        ({"combine": "S03"}, "settings"),
        ({"combine": "S05"}, "settings"),
        ({"combine": "S06"}, "shape"),
        ({"round_stages": ["combined"]}, "settings"),
        ({"trim_from": 2}, "settings"),
        ({"min_effective": 0}, "shape"),
        ({"vote_rule": [1]}, "shape"),
        ({"vote_rule": [1, 2.5]}, "json"),
        ({"retention_years": "permanent"}, ""),
        ({"retention_years": "forever"}, "shape"),
        ({"unknown": 1}, "keys"),
        ({"suite": "gm-1"}, "shape"),
    ],
)
def test_settings(tools: Tools, judge: Judge, settings: dict[str, Any], why: str) -> None:
    made = tools.World(**settings)
    made.experts = made.experts[:3]
    made.start()
    made.apply(1)
    made.score()
    assert judge(made)[0] == why


def test_the_catalogue_of_the_round_is_needed(tools: Tools, small: World, judge: Judge) -> None:
    small.score()
    small.catalogue = {**tools.catalogue, "more": 1}
    assert judge(small)[0] == "catalogue.digest"


@pytest.mark.parametrize(
    "catalogue",
    [
        {},
        [],
        {"measures": 1},
        {"measures": [1]},
        {"measures": []},
        {"measures": [{"sub_directions": [{"id": "M01-1"}]}]},
        {"measures": [{"fund": "F1", "sub_directions": [{"id": "M01-1"}], "rubric": {"criteria": []}}]},
        {
            "measures": [
                {
                    "fund": "F1",
                    "sub_directions": [{"id": "M01-1"}],
                    "rubric": {"criteria": [{"id": "K", "weight": 99}]},
                }
            ]
        },
        {
            "measures": [
                {
                    "fund": "F1",
                    "sub_directions": [{"id": "M01-1"}],
                    "rubric": {"criteria": [{"id": "K", "weight": "a"}]},
                }
            ]
        },
        {
            "measures": [
                {
                    "fund": "F1",
                    "sub_directions": [{"id": "M01-1"}],
                    "rubric": {
                        "criteria": [{"id": "K", "weight": 100}],
                        "weight_profiles": {"M01-1": {"L": 100}},
                    },
                }
            ]
        },
        {
            "measures": [
                {
                    "fund": "F1",
                    "sub_directions": [{"id": "M01-1"}],
                    "rubric": {"criteria": [{"id": "K", "weight": 100}], "weight_profiles": {"M01-1": 7}},
                }
            ]
        },
    ],
)
def test_a_catalogue_without_usable_criteria(
    tools: Tools, small: World, judge: Judge, catalogue: Any
) -> None:
    """The digest fits, so the secretary signed it: still refused, never a crash."""
    made = tools.World(catalogue=tools.catalogue)
    made.catalogue, made.settings["catalogue_digest"] = catalogue, tools.sha(rfc8785.dumps(catalogue))
    made.experts = made.experts[:3]
    made.start()
    made.apply(1)
    made.catalogue = tools.catalogue
    made.score()
    made.catalogue = catalogue
    assert judge(made)[0] in {"catalogue.form", "shape"}


def test_tables_are_sorted_and_known(small: World, judge: Judge) -> None:
    small.score()
    small.applications.insert(0, {**small.applications[0], "application": "f" * 32, "state": "WITHDRAWN"})
    assert judge(small)[0] == "order"
    small.applications = [small.applications[1], small.applications[1]]
    assert judge(small)[0] == "order"
    del small.applications[1]
    line = {
        "application": small.applications[0]["application"],
        "code": "专家02",
        "rule": "R02",
        "decision": "open",
    }
    for lines, why in (
        ([line], ""),
        ([line, line], "order"),
        ([{**line, "rule": "R03"}, line], "order"),
        ([{**line, "application": "f" * 32}], "application.unknown"),
        ([{**line, "code": "专家77"}], "application.unknown"),
        ([{**line, "decision": "closed"}], "shape"),
    ):
        small.recusals = lines
        assert judge(small)[0] == why


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"mode": "on_qualification"}, "shape"),
        ({"group": "G09"}, "application.group"),
        ({"group": None}, "application.group"),
        ({"group": None, "members": []}, "assignment"),
        ({"group": None, "members": ["专家09"]}, "assignment"),
        ({"version": None}, "sheet.version"),
        ({"requested_fen": -1}, "shape"),
        ({"sub_direction": "M09-9"}, "shape"),
    ],
)
def test_a_scored_application_that_cannot_be(
    small: World, judge: Judge, change: dict[str, Any], why: str
) -> None:
    small.score()
    small.applications[0].update(change)
    assert judge(small)[0] == why


def test_an_unscored_application_without_result(small: World, judge: Judge) -> None:
    small.score()
    small.apply(2, sub_direction="M01-3", mode="on_qualification", state="CHECKED", group=None, version=None)
    assert judge(small) == ("unscored", f"{2:032x}")


# -- log


def test_log_numbers_and_counting_events(tools: Tools, tmp_path: Path, capsys: Capture) -> None:
    def verdict(change: Callable[[World], Any]) -> tuple[str, str]:
        made = tools.example()
        change(made)
        made_folder = made.write(tmp_path / str(len(list(tmp_path.iterdir()))))
        status, said = tools.run(made_folder, capsys)
        return ("", "") if status == 3 else (said["refused"]["why"], said["refused"]["item"])

    log = "data/000016.jsonl"
    assert verdict(lambda w: w.events[3].update(n=9)) == ("log.number", f"{log}:4")
    assert verdict(lambda w: w.events.pop(2)) == ("log.number", f"{log}:3")
    assert verdict(lambda w: w.events[0].update(more=1)) == ("keys", f"{log}:1")
    assert verdict(lambda w: w.events[0].update(at="2026-11-22")) == ("shape", f"{log}:1.at")
    assert verdict(lambda w: w.events.pop())[0] == "log.uncounted"
    for key, value in (("counted", False), ("trimmed", "high"), ("void", True), ("phase", "revision")):
        assert verdict(lambda w, k=key, v=value: w.events[1]["data"].update({k: v})) == (
            "log.counted",
            f"{log}:2",
        )
    assert verdict(lambda w: w.events[1]["data"].update(sheet="0" * 64)) == ("log.counted", f"{log}:2")
    assert verdict(lambda w: w.events[1]["data"].pop("void")) == ("shape", f"{log}:2.void")
    assert verdict(lambda w: w.event("sheet.counted", w.events[1]["data"])) == ("", "")
    assert verdict(lambda w: w.event("note", {"deep": [[["x"]]]})) == ("", "")


@pytest.mark.parametrize(("key", "value", "status"), [("void", False, 1), ("counted", True, 1), ("x", 0, 3)])
def test_a_void_sheet_is_marked_void(
    tools: Tools, small: World, tmp_path: Path, capsys: Capture, key: str, value: Any, status: int
) -> None:
    ids = small.score()
    for who in (small.secretary, small.experts[0]):
        names = {"about": ids[1], "application": small.applications[0]["application"]}
        small.consent(who, "void", "integrity", values={"code": "专家02"}, **names)
    small.aggregate = tools.recount(small, tmp_path / "a")
    assert small.aggregate["applications"][0]["n_void"] == 1
    small.counted(ids[0])
    small.counted(ids[2])
    small.counted(ids[1], **{"void": True, "counted": False, key: value})
    assert tools.run(small.write(tmp_path / "b"), capsys)[0] == status


def test_a_revised_initial_sheet_is_marked_revised(tools: Tools, tmp_path: Path, capsys: Capture) -> None:
    for revised, status in ((True, 3), (False, 1)):
        made = tools.World()
        made.experts = made.experts[:3]
        made.start()
        made.apply(1)
        first = made.score()
        again = made.score(0, phase="revision", reason="合议")
        made.aggregate = tools.recount(made, tmp_path / f"a{revised}")
        made.counted(first[0], counted=False, revised=revised)
        for sheet in (first[1], first[2], again[0]):
            made.counted(sheet)
        assert tools.run(made.write(tmp_path / f"b{revised}"), capsys)[0] == status
