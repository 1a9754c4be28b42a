"""The exact assignment (algorithms §5, C9)."""

from __future__ import annotations

import itertools
import json
import random
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from zgc_review.assignment import grid, network, ties
from zgc_review.assignment.problem import Application, Expert, Problem, build_problem
from zgc_review.assignment.shortage import Infeasible
from zgc_review.assignment.solve import Solution, solution_bytes, solve
from zgc_review.errors import ProgramFault


@dataclass(frozen=True)
class Case:
    """The parts of a problem, for building it in any order."""

    applications: tuple[Application, ...]
    experts: tuple[Expert, ...]
    affinity: dict[tuple[str, str], int]
    conflicts: frozenset[tuple[str, str]] = frozenset()
    together: bool = False

    def problem(self, rnd: random.Random | None = None) -> Problem:
        parts: list[list[Any]] = [
            list(self.applications),
            list(self.experts),
            [(*pair, value) for pair, value in self.affinity.items()],
            sorted(self.conflicts),
        ]
        for part in parts if rnd else ():
            rnd.shuffle(part)
        return build_problem(*parts, one_per_institution=self.together)


def _keeps_bounds(case: Case, pairs: set[tuple[str, str]]) -> bool:
    institution = {entry.id: entry.institution for entry in case.experts}
    load = Counter(expert for _, expert in pairs)
    given_to = Counter(application for application, _ in pairs)
    shared = Counter((one, institution[expert]) for one, expert in pairs if institution[expert])
    return (
        not pairs & case.conflicts
        and all(given_to[entry.id] == entry.need for entry in case.applications)
        and all(entry.min <= load[entry.id] <= entry.max for entry in case.experts)
        and not (case.together and any(count > 1 for count in shared.values()))
    )


def _all_assignments(case: Case) -> Iterator[set[tuple[str, str]]]:
    experts = [entry.id for entry in case.experts]
    choices = [
        [[(entry.id, expert) for expert in group] for group in itertools.combinations(experts, entry.need)]
        for entry in case.applications
    ]
    for picked in itertools.product(*choices):
        yield {pair for group in picked for pair in group}


def _best(case: Case) -> int | None:
    worths = [
        sum(case.affinity.get(pair, 0) for pair in pairs)
        for pairs in _all_assignments(case)
        if _keeps_bounds(case, pairs)
    ]
    return max(worths, default=None)


@st.composite
def _cases(draw: st.DrawFn) -> Case:
    applications = tuple(
        Application(f"a{place}", draw(st.integers(0, 2))) for place in range(draw(st.integers(1, 4)))
    )
    experts = []
    for place in range(draw(st.integers(1, 4))):
        least = draw(st.sampled_from([0, 0, 0, 1, 2]))
        most = least + draw(st.integers(0, 3))
        experts.append(Expert(f"e{place}", draw(st.sampled_from(["", "甲", "乙"])), least, most))
    cells = [(one.id, other.id) for one in applications for other in experts]
    values = st.sampled_from([-5, 0, 0, 1, 1, 2, 1000, 10**9])
    affinity = {cell: draw(values) for cell in cells if draw(st.booleans())}
    conflicts = frozenset(cell for cell in cells if draw(st.integers(0, 4)) == 0)
    return Case(applications, tuple(experts), affinity, conflicts, draw(st.booleans()))


@settings(max_examples=100, deadline=None)
@given(_cases(), st.integers(0, 99))
def test_every_tiny_problem_is_solved_like_by_trying_everything(case: Case, seed: int) -> None:
    """No bound is ever broken, the objective is the best of all, and the order of the file is nothing."""
    answer = solve(case.problem())
    best = _best(case)
    if best is None:
        assert isinstance(answer, Infeasible)
        assert answer.shortage + answer.missing > 0
    else:
        assert isinstance(answer, Solution)
        assert answer.objective == best
        assert _keeps_bounds(case, set(answer.pairs))
        assert sum(case.affinity.get(pair, 0) for pair in answer.pairs) == best
    shuffled = case.problem(random.Random(seed))
    assert solution_bytes(solve(shuffled)) == solution_bytes(answer)


@settings(max_examples=60, deadline=None)
@given(_cases())
def test_a_shortage_is_the_least_possible(case: Case) -> None:
    """Hall: with the shortage taken off the needs it can be done, with one less it cannot."""
    answer = solve(case.problem())
    if not isinstance(answer, Infeasible):
        return
    free = replace(case, experts=tuple(replace(entry, min=0) for entry in case.experts))
    best = max(
        sum(entry.need for entry in lowered.applications)
        for needs in itertools.product(*(range(entry.need + 1) for entry in case.applications))
        for lowered in [
            replace(
                free,
                applications=tuple(
                    Application(entry.id, need) for entry, need in zip(free.applications, needs, strict=True)
                ),
            )
        ]
        if _best(lowered) is not None
    )
    assert answer.shortage == sum(entry.need for entry in case.applications) - best
    explained = sum(group.needed - group.capacity for group in answer.bottlenecks)
    assert explained == answer.shortage + answer.missing
    assert all(group.needed > group.capacity for group in answer.bottlenecks)


def test_c9_costs_of_four_by_four_equal_all_permutations() -> None:
    rnd = random.Random(5)
    applications = tuple(Application(f"a{place}", 1) for place in range(4))
    experts = tuple(Expert(f"e{place}", "", 1, 1) for place in range(4))
    values = {(one.id, other.id): rnd.randrange(100) for one in applications for other in experts}
    answer = solve(Case(applications, experts, values).problem())
    best = max(
        sum(values[f"a{row}", f"e{column}"] for row, column in enumerate(order))
        for order in itertools.permutations(range(4))
    )
    assert isinstance(answer, Solution)
    assert answer.objective == best


def _thirty() -> Case:
    rnd = random.Random(9)
    applications = tuple(Application(f"a{place:02}", 3) for place in range(30))
    experts = tuple(Expert(f"e{place:02}", f"i{place % 5}", 7, 8) for place in range(12))
    cells = [(one.id, other.id) for one in applications for other in experts]
    affinity = {cell: rnd.randrange(1000) for cell in cells}
    return Case(applications, experts, affinity, frozenset(rnd.sample(cells, 40)), together=True)


def test_c9_thirty_applications_and_twelve_experts() -> None:
    """C9: each gets 3, no conflicted pair, loads 7 or 8, the same bytes in whatever order it is asked."""
    case = _thirty()
    answer = solve(case.problem())
    assert isinstance(answer, Solution)
    assert _keeps_bounds(case, set(answer.pairs))
    assert set(Counter(expert for _, expert in answer.pairs).values()) == {7, 8}
    shuffled = case.problem(random.Random(1))
    assert solution_bytes(solve(shuffled)) == solution_bytes(answer)
    record = json.loads(solution_bytes(answer))
    assert record == {"objective": answer.objective, "pairs": [list(pair) for pair in answer.pairs]}
    assert list(answer.pairs) == sorted(answer.pairs)


def test_c9_ten_applications_and_three_experts_are_six_reviews_short() -> None:
    applications = tuple(Application(f"a{place}", 3) for place in range(10))
    experts = tuple(Expert(f"e{place}", "", 0, 8) for place in range(3))
    answer = solve(Case(applications, experts, {}).problem())
    assert isinstance(answer, Infeasible)
    assert answer.shortage == 6
    (group,) = answer.bottlenecks
    assert (group.reason, group.needed, group.capacity) == ("capacity", 30, 24)
    assert group.applications == tuple(f"a{place}" for place in range(10))
    assert group.experts == ("e0", "e1", "e2")


@pytest.mark.parametrize("values", [(0,), (0, 1), (3,), (0, 1, 2, 3, 4, 5)])
@pytest.mark.parametrize("together", [False, True])
def test_equal_values_are_settled_the_same_way_by_either_method_of_the_solver(
    values: tuple[int, ...], together: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The answer depends on the problem alone: another way through the solver gives the same bytes."""
    rnd = random.Random(2)
    applications = tuple(Application(f"a{place:02}", 3) for place in range(24))
    experts = tuple(Expert(f"e{place:02}", f"i{place % 4}", 4, 9) for place in range(14))
    affinity = {(one.id, other.id): rnd.choice(values) for one in applications for other in experts}
    problem = Case(applications, experts, affinity, together=together).problem()
    first = solution_bytes(solve(problem))
    run = network._run

    def other_method(program: Any, held: Any, method: str) -> Any:
        return run(program, held, {"highs-ds": "highs-ipm", "highs-ipm": "highs-ds"}[method])

    monkeypatch.setattr(network, "_run", other_method)
    assert solution_bytes(solve(problem)) == first


def test_pairs_left_out_at_first_are_found_by_their_price(monkeypatch: pytest.MonkeyPatch) -> None:
    """With few pairs held at first the answer is the same as with all: prices bring the others in."""
    case = _thirty()
    expected = solution_bytes(solve(case.problem()))
    monkeypatch.setattr(network, "_BEST", 3)
    assert solution_bytes(solve(case.problem())) == expected
    crowded = replace(case, experts=tuple(replace(entry, max=7, min=0) for entry in case.experts))
    short = solve(crowded.problem())
    assert isinstance(short, Infeasible)
    assert short.shortage == 6


@pytest.mark.parametrize(
    ("applications", "experts", "expected"),
    [
        ((), (), {"objective": 0, "pairs": []}),
        ((), (Expert("e", "", 0, 3),), {"objective": 0, "pairs": []}),
        ((Application("a", 0),), (), {"objective": 0, "pairs": []}),
        ((Application("a", 0),), (Expert("e", "", 0, 3),), {"objective": 0, "pairs": []}),
    ],
)
def test_problems_without_work(
    applications: tuple[Application, ...], experts: tuple[Expert, ...], expected: dict[str, Any]
) -> None:
    answer = solve(build_problem(applications, experts))
    assert json.loads(solution_bytes(answer)) == expected


def test_negative_affinities_are_still_assigned() -> None:
    answer = solve(build_problem([Application("a", 1)], [Expert("e", "", 0, 1)], [("a", "e", -7)]))
    assert answer == Solution((("a", "e"),), -7)


def _plain_ties(case: Case, monkeypatch: pytest.MonkeyPatch) -> bytes:
    """Solve without tie bits in the values: the ties are settled in a program of their own."""
    monkeypatch.setattr(grid, "_MOST_BITS", 0)
    return solution_bytes(solve(case.problem()))


@pytest.mark.parametrize("together", [False, True])
@pytest.mark.parametrize("values", [(0,), (0, 1), (0, 1, 2, 3)])
def test_ties_are_settled_in_a_second_program(
    together: bool, values: tuple[int, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    rnd = random.Random(4)
    applications = tuple(Application(f"a{place:02}", 2) for place in range(12))
    experts = tuple(Expert(f"e{place:02}", f"i{place % 3}", 1, 6) for place in range(8))
    affinity = {(one.id, other.id): rnd.choice(values) for one in applications for other in experts}
    case = Case(applications, experts, affinity, together=together)
    with_bits = solve(case.problem())
    answer = json.loads(_plain_ties(case, monkeypatch))
    assert isinstance(with_bits, Solution)
    assert answer["objective"] == with_bits.objective
    assert _keeps_bounds(case, {(one, other) for one, other in answer["pairs"]})
    first = _plain_ties(case, monkeypatch)
    run = network._run
    monkeypatch.setattr(network, "_run", lambda program, held, _: run(program, held, "highs-ipm"))
    assert _plain_ties(case, monkeypatch) == first


def test_the_best_ties_win(monkeypatch: pytest.MonkeyPatch) -> None:
    """Among equally good assignments the greatest sum of tie numbers is taken."""
    applications = tuple(Application(f"a{place}", 1) for place in range(4))
    experts = tuple(Expert(f"e{place}", "", 0, 2) for place in range(3))
    case = Case(applications, experts, {})
    numbers = ties.tie_numbers([entry.id for entry in applications], [entry.id for entry in experts])
    sums = {
        sum(int(numbers[int(one[1:]), int(other[1:])]) for one, other in pairs): sorted(pairs)
        for pairs in _all_assignments(case)
        if _keeps_bounds(case, pairs)
    }
    answer = json.loads(_plain_ties(case, monkeypatch))
    assert answer["pairs"] == [list(pair) for pair in sums[max(sums)]]


def test_another_salt_is_taken_where_tie_numbers_settle_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    numbers = ties.tie_numbers

    def dull(applications: list[str], experts: list[str], salt: int = 0) -> Any:
        return numbers(applications, experts, salt) * (salt > 1)

    case = Case((Application("a", 1),), (Expert("e0", "", 0, 1), Expert("e1", "", 0, 1)), {})
    monkeypatch.setattr(ties, "tie_numbers", dull)
    assert len(json.loads(_plain_ties(case, monkeypatch))["pairs"]) == 1
    monkeypatch.setattr(ties, "_SALTS", 2)
    with pytest.raises(ProgramFault, match="settled"):
        solve(case.problem())


def test_an_answer_that_cannot_be_proved_is_asked_for_again_or_refused(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    case = _thirty()
    expected = solution_bytes(solve(case.problem()))
    run = network._run
    asked: list[str] = []

    def spoilt(program: Any, held: Any, method: str) -> Any:
        asked.append(method)
        answer = run(program, held, method)
        if method in refused and answer is not None:
            return replace(answer, used=~answer.used)
        return answer

    monkeypatch.setattr(network, "_run", spoilt)
    refused = {"highs-ds"}
    assert solution_bytes(solve(case.problem())) == expected
    assert "highs-ipm" in asked
    refused = {"highs-ds", "highs-ipm"}
    with pytest.raises(ProgramFault, match="proved"):
        solve(case.problem())


def test_a_repaired_program_holds_the_pairs_that_make_it_possible(monkeypatch: pytest.MonkeyPatch) -> None:
    """The pairs held at first cannot keep the bounds; those found by the repair can."""
    monkeypatch.setattr(network, "_BEST", 1)
    applications = tuple(Application(f"a{place}", 2) for place in range(6))
    experts = tuple(Expert(f"e{place}", "甲" if place < 3 else f"i{place}", 1, 3) for place in range(6))
    affinity = {(one.id, other.id): 9 - int(other.id[1]) for one in applications for other in experts}
    case = Case(applications, experts, affinity, together=True)
    answer = solve(case.problem())
    assert isinstance(answer, Solution)
    assert _keeps_bounds(case, set(answer.pairs))
    monkeypatch.undo()
    assert solve(case.problem()) == answer
