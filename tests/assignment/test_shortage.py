"""Why an assignment cannot be done (algorithms §5)."""

from __future__ import annotations

import json

import pytest

from resources.reader import LANGUAGES, Texts
from zgc_review.assignment.problem import Application, Expert, build_problem
from zgc_review.assignment.shortage import Bottleneck, Infeasible, Short
from zgc_review.assignment.solve import solution_bytes, solve


def _reason(answer: object) -> Infeasible:
    assert isinstance(answer, Infeasible)
    return answer


def test_conflicts_leave_too_few_experts() -> None:
    experts = [Expert(name, "", 0, 9) for name in ("e1", "e2", "e3")]
    applications = [Application("a1", 3), Application("a2", 2)]
    answer = _reason(solve(build_problem(applications, experts, conflicts=[("a1", "e2")])))
    assert answer.shortage == 1
    assert answer.short == (Short("a1", 3, 2, "too_few_experts"),)
    assert answer.bottlenecks == (Bottleneck("capacity", ("a1",), (), 3, 2),)


def test_one_institution_leaves_too_few_institutions() -> None:
    experts = [Expert(name, "甲", 0, 9) for name in ("e1", "e2")] + [Expert("e3", "", 0, 9)]
    problem = build_problem([Application("a1", 3)], experts, one_per_institution=True)
    answer = _reason(solve(problem))
    assert answer.short == (Short("a1", 3, 2, "too_few_institutions"),)
    assert solve(build_problem([Application("a1", 3)], experts)) == solve(
        build_problem([Application("a1", 3)], list(reversed(experts)))
    )


def test_two_bottlenecks_that_share_nobody_are_named_apart() -> None:
    experts = [Expert("e1", "", 0, 1), Expert("e2", "", 0, 1), Expert("e3", "", 0, 9)]
    applications = [Application(name, 1) for name in ("a1", "a2", "b1", "b2", "b3", "c1")]
    keep = {"a1": "e1", "a2": "e1", "b1": "e2", "b2": "e2", "b3": "e2", "c1": "e3"}
    conflicts = [(one.id, other.id) for one in applications for other in experts if keep[one.id] != other.id]
    answer = _reason(solve(build_problem(applications, experts, conflicts=conflicts)))
    assert answer.shortage == 3
    assert answer.short == ()
    assert answer.bottlenecks == (
        Bottleneck("capacity", ("a1", "a2"), ("e1",), 2, 1),
        Bottleneck("capacity", ("b1", "b2", "b3"), ("e2",), 3, 1),
    )


def test_a_colleague_cannot_help_where_the_institution_is_used() -> None:
    """e2 has room, but every application has e1 or may only have one of the two."""
    experts = [Expert("e1", "甲", 0, 2), Expert("e2", "甲", 0, 2), Expert("e3", "乙", 0, 1)]
    applications = [Application("a1", 2), Application("a2", 2)]
    answer = _reason(solve(build_problem(applications, experts, one_per_institution=True)))
    assert answer.shortage == 1
    (group,) = answer.bottlenecks
    assert (group.applications, group.experts) == (("a1", "a2"), ("e3",))
    assert (group.needed, group.capacity) == (4, 3)


def test_least_loads_exceed_what_is_needed() -> None:
    experts = [Expert("e1", "", 2, 5), Expert("e2", "", 2, 5)]
    answer = _reason(solve(build_problem([Application("a1", 1), Application("a2", 1)], experts)))
    assert (answer.shortage, answer.missing) == (0, 2)
    assert answer.bottlenecks == (Bottleneck("minimum", ("a1", "a2"), ("e1", "e2"), 4, 2),)


def test_least_load_of_an_expert_with_conflicts() -> None:
    experts = [Expert("e1", "", 2, 5), Expert("e2", "", 0, 5)]
    applications = [Application(f"a{place}", 1) for place in range(3)]
    conflicts = [("a1", "e1"), ("a2", "e1")]
    answer = _reason(solve(build_problem(applications, experts, conflicts=conflicts)))
    assert answer.missing == 1
    assert answer.bottlenecks == (Bottleneck("minimum", (), ("e1",), 2, 1),)


def test_least_loads_of_colleagues_compete() -> None:
    """Two of one institution cannot both have the only application that is left for them."""
    experts = [Expert("e1", "甲", 1, 5), Expert("e2", "甲", 1, 5), Expert("e3", "乙", 0, 5)]
    answer = _reason(solve(build_problem([Application("a1", 2)], experts, one_per_institution=True)))
    assert answer.missing == 1
    assert answer.bottlenecks == (Bottleneck("minimum", ("a1",), ("e1", "e2"), 2, 1),)


def test_nobody_to_ask_and_nothing_to_do() -> None:
    nobody = _reason(solve(build_problem([Application("a1", 2)], [])))
    assert nobody.short == (Short("a1", 2, 0, "too_few_experts"),)
    assert nobody.bottlenecks == (Bottleneck("capacity", ("a1",), (), 2, 0),)
    nothing = _reason(solve(build_problem([], [Expert("e1", "", 1, 2)])))
    assert nothing.bottlenecks == (Bottleneck("minimum", (), ("e1",), 1, 0),)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_reason_has_a_sentence(language: str) -> None:
    texts = Texts(language)
    answer = Infeasible(
        shortage=1,
        missing=1,
        short=(Short("a1", 3, 2, "too_few_experts"), Short("a2", 3, 2, "too_few_institutions")),
        bottlenecks=(
            Bottleneck("capacity", ("a1",), ("e1",), 30, 24),
            Bottleneck("minimum", (), ("e1",), 2, 1),
        ),
    )
    sentences = [texts.get(f"assignment.reason.{code}", **params) for code, params in answer.reasons()]
    assert len(set(sentences)) == 6
    assert any("30" in sentence and "24" in sentence for sentence in sentences)


def test_the_file_of_the_answer() -> None:
    answer = _reason(solve(build_problem([Application("a1", 2)], [Expert("e1", "", 0, 1)])))
    assert json.loads(solution_bytes(answer)) == {
        "infeasible": True,
        "shortage": 1,
        "missing": 0,
        "short": [{"application": "a1", "need": 2, "possible": 1, "reason": "too_few_experts"}],
        "bottlenecks": [
            {"reason": "capacity", "applications": ["a1"], "experts": [], "needed": 2, "capacity": 1}
        ],
    }
