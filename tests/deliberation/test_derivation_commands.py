"""``panel explain`` and ``aggregate explain``: who may ask, what is said, what is refused (rules §7, §15)."""

from __future__ import annotations

import contextlib
import io
import json
from collections.abc import Callable
from typing import Any

import pytest
from services_harness import Person
from sitting_harness import Sitting

from ui.cli.main import main
from ui.cli.session import Session


def run(person: Person, *words: str, lang: str = "zh_CN") -> tuple[int, str, str]:
    """Run a command at somebody's vault; return exit code, output and refusal."""
    session, out, err = Session(), io.StringIO(), io.StringIO()
    session.adopt(person.desk)
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        try:
            code = main([*words, "--vault", str(person.vault), "--lang", lang], session)
        except SystemExit as ended:
            code = int(ended.code or 0)
    return code, out.getvalue(), err.getvalue()


def steps(person: Person, *words: str) -> list[dict[str, Any]]:
    """Return the lines of an explanation, for machines."""
    code, out, err = run(person, *words, "--json")
    assert code == 0, err
    found: list[dict[str, Any]] = json.loads(out)["steps"]
    return found


@pytest.fixture
def five(at: Callable[[str], Sitting]) -> Sitting:
    """Five experts, three applications, combined; the panel file was taken."""
    sitting = at("five")
    sitting.aggregate()
    sitting.panel()
    return sitting


def test_chair_and_secretary_are_told_the_same_but_for_the_scope_of_the_rank(five: Sitting) -> None:
    chair = steps(five.chair, "panel", "explain", "ZGC-0002")
    assert chair == steps(five.secretary, "aggregate", "explain", "ZGC-0002")
    assert [one["value"] for one in chair if one["key"] == "value"] == ["72.00"]
    _, said, _ = run(five.chair, "panel", "explain", "ZGC-0002")
    _, whole, _ = run(five.secretary, "aggregate", "explain", "ZGC-0002")
    assert "可见范围内 3 份中第 2 名" in said
    assert "可见范围内" not in whole
    assert said.replace("可见范围内 ", "") == whole


def test_one_sheet_is_said_criterion_by_criterion_in_both_languages(five: Sitting) -> None:
    code = five.member(1).code
    cell = steps(five.chair, "panel", "explain", "ZGC-0001", "--code", code)
    shares = [one for one in cell if one["key"] == "share"]
    assert [one["weight"] for one in shares] == ["30", "30", "20", "12", "8"]
    assert {one["percent"] for one in shares} == {"66"}
    assert [one["key"] for one in cell if one["part"] == "said"].count("comment") == 5
    for lang, words in (
        ("zh_CN", "四舍五入到两位 → 66.00"),
        ("en", "rounded half up to two decimals → 66.00"),
    ):
        _, said, _ = run(five.chair, "panel", "explain", "ZGC-0001", "--code", code, lang=lang)
        assert words in said


def test_what_cannot_be_explained_is_refused(at: Callable[[str], Sitting]) -> None:
    """Nothing of what is closed to the chair, of no sheet that is not there, of nothing uncombined."""
    sitting = at("aside")
    code, _, err = run(sitting.secretary, "aggregate", "explain", "ZGC-0002")
    assert (code, "deliberation.unscored" in err) == (1, True)
    sitting.aggregate()
    sitting.panel()
    for words, refusal in (
        (("ZGC-0001",), "application.closed"),
        (("ZGC-0002", "--code", "专家09"), "derivation.code"),
        (("ZGC-0099",), "application.unknown"),
    ):
        code, out, err = run(sitting.chair, "panel", "explain", *words)
        assert (code, out, refusal in err) == (1, "", True), err
    code, _, err = run(sitting.member(2), "panel", "explain", "ZGC-0002")
    assert (code, "derivation.unseen" in err) == (1, True), err
    said = steps(sitting.secretary, "aggregate", "explain", "ZGC-0001", "--code", sitting.chair.code)
    assert [(one["key"], one["rules"]) for one in said] == [("recused", "R06")]


def test_aggregate_takes_explain_or_nothing(five: Sitting) -> None:
    code, _, err = run(five.secretary, "aggregate", "explian", "ZGC-0001")
    assert code == 2
    assert "explian" in err
    code, _, err = run(five.secretary, "aggregate")
    assert "aggregate.nothing" in err, "alone it combines, and here everything is combined"
