"""Assignment as ``assign solve`` does it: from the bytes of a problem file to those of the answer."""

from __future__ import annotations

import json
from typing import Any

from benchmarks.bench import Bench
from benchmarks.instance import NEED, Instance, bound_of
from benchmarks.measure import Line, Seconds, clock, clock_both, shown, within
from zgc_review.assignment.problem import parse_problem
from zgc_review.assignment.solve import solution_bytes, solve

_LIMITS = {(2_000, 400): 5.0, (10_000, 1_000): 30.0}
_LEAST_SHARE = 0.9999


def run(bench: Bench) -> list[Line]:
    """Return the lines of every instance; of the first also the objective beside a bound."""
    lines: list[Line] = []
    for place, (many, experts) in enumerate(bench.sizes.assigned):
        instance = Instance(many, experts)
        data = instance.to_json()
        whole: Seconds = []
        processor: Seconds = []
        parsed: Seconds = []
        answer: dict[str, Any] = {}
        # The last, greatest one is run once.
        for _ in range(1 if 0 < place == len(bench.sizes.assigned) - 1 else bench.repeat):
            (seconds, used), reading, answer = _solved(data)
            whole.append(seconds)
            processor.append(used)
            parsed.append(reading)
        _check(instance, answer)
        work = f"assignment {many:,} × {experts:,}, {instance.listed:,} affinities, {NEED} experts each"
        limit = _LIMITS.get((many, experts))
        timed = Line(work, shown(whole)) if limit is None else within(work, whole, limit, processor)
        lines.append(timed)
        lines.append(Line(f"– of it: reading the problem file of {len(data) / 1e6:,.1f} MB", shown(parsed)))
        if not place:
            lines.append(_objective(instance, answer))
    return lines


def _solved(data: bytes) -> tuple[tuple[float, float], float, dict[str, Any]]:
    """Return the seconds of reading and solving, those of reading alone, and the answer."""
    found: list[bytes] = []
    spent: Seconds = []

    def work() -> None:
        problem: list[Any] = []
        spent.append(clock(lambda: problem.append(parse_problem(data))))
        found.append(solution_bytes(solve(problem[0])))

    seconds = clock_both(work)
    return seconds, spent[0], json.loads(found[0])


def _check(instance: Instance, answer: dict[str, Any]) -> None:
    """Insist on need, load, conflicts, institutions and objective, counted without the solver."""
    load = [0] * instance.experts
    seen: set[tuple[int, int]] = set()
    worth = 0
    for application, expert in answer["pairs"]:
        row, column = instance.row[application], instance.column[expert]
        load[column] += 1
        seen.add((row, int(instance.place[column])))
        worth += int(instance.value[row, column])
        if instance.barred[row, column]:
            raise RuntimeError("a conflict was assigned")
    complete = len(answer["pairs"]) == len(seen) == NEED * instance.many
    if not complete or min(load) < instance.least or max(load) > instance.most:
        raise RuntimeError("need, load or institutions are not kept")
    if worth != answer["objective"]:
        raise RuntimeError("the objective is not the sum of the pairs")


def _objective(instance: Instance, answer: dict[str, Any]) -> Line:
    """Return the objective beside the linear program over all pairs, which no assignment can exceed."""
    bound = bound_of(instance)
    share = answer["objective"] / bound
    return Line(
        f"– of it: objective at {instance.many:,} × {instance.experts:,}",
        f"{answer['objective']:,}",
        f"linear program over all pairs {bound:,.0f}",
        f"{share:.6f}",
        "≥ 0.9999 of the optimum",
        share >= _LEAST_SHARE,
    )
