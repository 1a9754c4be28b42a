"""The same, older, newer and contradicting files: what counts is the newest, once (A3, S2)."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from msgspec.structs import replace
from services_forgery import Forger, content, sentences
from services_harness import World, level

from zgc_review.services import aggregating
from zgc_review.services.rounds import state_of


def value_of(world: World, n: int = 0) -> tuple[int, int | None]:
    """Combine without keeping it: number of effective sheets and value of the n-th application."""
    application = world.ids()[n]
    with world.secretary.desk.vault.begin() as uow:
        for one in uow.applications.all(world.secretary.round.round_id):
            if one.state == "LOCKED":
                uow.applications.set_state(one.application_id, "AGGREGATED", "")
        result = aggregating.current_aggregate(uow, world.secretary.round)
    (line,) = [line for line in result.applications if line.application == application]
    return line.n_effective, line.after.value


def test_a03_the_same_file_three_times_is_one_review(at: Callable[[str], World]) -> None:
    world = at("written")
    for person in world.experts:
        world.collect(sorted(world.returns(person).iterdir()))
    once, before = value_of(world), content(world.secretary)
    assert once[0] == len(world.experts)
    (path,) = world.returns(world.experts[1]).glob("*.zgcscore")
    for _ in range(2):
        (arrival,) = world.collect([path])
        assert (arrival.outcome, arrival.error) == ("duplicate", None)
        assert arrival.code == world.experts[1].code
    assert content(world.secretary) == before
    assert value_of(world) == once


def test_a03_a_copy_under_another_name_is_the_same_file(at: Callable[[str], World]) -> None:
    world = at("written")
    (path,) = world.returns(world.experts[1]).glob("*.zgcscore")
    other = path.with_name(f"{world.experts[2].code}-scores-1.zgcscore")
    other.write_bytes(path.read_bytes())
    first, second = world.collect([path, other])
    assert (first.outcome, second.outcome) == ("new", "duplicate")
    assert first.code == second.code == world.experts[1].code


def again(world: World, percent: int) -> list[Path]:
    """Let an expert reopen a sheet, score it anew and return a second file."""
    person = world.experts[1]
    world.rescore(person, 0, level(percent)(0))
    return [path for path in world.give_back(person) if path.suffix == ".zgcscore"]


def test_s2_the_newer_file_counts_and_the_older_one_never_replaces_it(at: Callable[[str], World]) -> None:
    world = at("written")
    (older,) = world.returns(world.experts[1]).glob("*.zgcscore")
    (newer,) = again(world, 80)
    assert newer != older
    for person in world.experts:
        if person is not world.experts[1]:
            world.collect(sorted(world.returns(person).iterdir()))
    others = [path for path in world.returns(world.experts[1]).iterdir() if path.suffix != ".zgcscore"]
    arrivals = world.collect([*others, newer, older])
    assert [one.outcome for one in arrivals[-2:]] == ["new", "older"]
    after = content(world.secretary)
    assert world.collect([older])[0].outcome == "older"
    assert content(world.secretary) == after
    with world.secretary.desk.vault.begin() as uow:
        state = state_of(uow, world.secretary.round)
        got = aggregating.aggregation_input(uow, world.secretary.round)
    card = world.experts[1].card.card_id
    totals = {
        one.body.total for one in got.sheets if one.card == card and one.body.application == world.ids()[0]
    }
    assert totals == {8000}
    assert state.settings.combine == "S01"


def test_a_reopened_sheet_that_arrives_later_replaces_the_first(at: Callable[[str], World]) -> None:
    world = at("locked")
    before = value_of(world)
    (newer,) = again(world, 89)
    assert world.collect([newer])[0].outcome == "new"
    after = value_of(world)
    assert after[0] == before[0]
    assert after != before


def test_s2_another_file_under_a_used_number_is_an_alarm(at: Callable[[str], World]) -> None:
    world = at("locked")
    forger = Forger(world, world.experts[1])
    body = forger.bodies[world.ids()[0]]
    fork = forger.write(
        forger.scores(*forger.stored.values(), to=(world.secretary.card.card_id,)), "f.zgcscore"
    )
    again(world, 80)
    (newer,) = sorted(world.returns(world.experts[1]).glob("*-scores-2-*"))
    sheet = forger.sheet(replace(body, overall=body.overall + "。"), seq=1)
    inner = forger.write(forger.scores(sheet, seq=9), "g.zgcscore")
    for when in ("before", "after"):
        before = content(world.secretary)
        for path in (fork, inner):
            (arrival,) = world.collect([path])
            assert arrival.error is not None, when
            assert arrival.error.code == "seal.arrival.fork"
            assert sentences(arrival.error)
        assert content(world.secretary) == before
        assert world.collect([newer])[0].outcome == ("new" if when == "before" else "duplicate")


def test_an_older_sheet_in_a_newer_file_is_refused(at: Callable[[str], World]) -> None:
    world = at("locked")
    forger = Forger(world, world.experts[1])
    newer = forger.write(
        forger.scores(forger.sheet(forger.bodies[world.ids()[0]], seq=8), seq=8), "a.zgcscore"
    )
    older = forger.write(
        forger.scores(forger.sheet(forger.bodies[world.ids()[0]], seq=7), seq=9), "b.zgcscore"
    )
    first, second = world.collect([newer, older])
    assert first.outcome == "new", first.error
    assert second.error is not None
    assert second.error.code == "seal.arrival.older"
    assert sentences(second.error)


@pytest.mark.parametrize("stage", ["decided", "sealed"])
def test_a_sheet_after_aggregation_is_refused(at: Callable[[str], World], stage: str) -> None:
    world = at(stage)
    (late,) = again(world, 80)
    before = content(world.secretary)
    (arrival,) = world.collect([late])
    assert arrival.error is not None
    assert arrival.error.code == "collect.aggregated"
    assert arrival.error.params["code"] == world.experts[1].code
    assert sentences(arrival.error)
    assert content(world.secretary) == before
