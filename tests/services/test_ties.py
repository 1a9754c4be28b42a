"""A10: ties are decided by the keys of the round or by nobody, and never by the order of receipt."""

from __future__ import annotations

import random
from collections.abc import Callable
from pathlib import Path

import pytest
from services_harness import World

from zgc_review.aggregation.aggregate import aggregate_bytes
from zgc_review.domain.results import Aggregate
from zgc_review.services import aggregating
from zgc_review.services.consents import sign_consent
from zgc_review.services.sharing import write_to_secretary

pytestmark = pytest.mark.xdist_group("services-ties")

ORDERS = 20


@pytest.fixture(scope="module")
def tied(keep: Callable[[str], World]) -> World:
    """Return a round with two applications equal in all, and a third in all but its first criterion."""
    world = keep("opened")
    for n, person in enumerate(world.experts):
        top = 81 + 2 * n

        def marks(place: int, top: int = top) -> list[int]:
            # Weights 30, 30, 20, 12, 8: two points up and two down leave the total as it is.
            return [top, top, top, top, top] if place < 2 else [top - 2, top + 2, top, top, top]

        world.score(person, marks)
        world.give_back(person)
    world.close()
    return world


def combined(world: World, order: list[Path]) -> Aggregate:
    """Collect files in an order and combine."""
    arrivals = world.collect(order)
    assert {one.outcome for one in arrivals} <= {"new", "duplicate"}, arrivals
    return aggregating.aggregate_round(world.secretary.desk, world.secretary.round)


def files(world: World) -> list[Path]:
    return sorted((world.folder / "returns").glob("*/*"))


def test_a10_no_order_of_receipt_changes_a_byte(tied: World, tmp_path: Path) -> None:
    chance, found = random.Random(11), set()
    for turn in range(ORDERS):
        world = tied.copy(tmp_path / str(turn))
        order = files(world)
        chance.shuffle(order)
        order += chance.sample(order, 3)  # some twice
        result = combined(world, order)
        found.add(aggregate_bytes(result))
        world.close()
    assert len(found) == 1


def test_a10_equal_in_all_is_one_rank_and_waits_for_the_chair(tied: World, tmp_path: Path) -> None:
    world = tied.copy(tmp_path / "w")
    result = combined(world, files(world))
    (pool,) = result.pools
    first, second, third = world.ids()
    ranks = [(line.application, line.rank, line.tied) for line in pool.lines]
    assert ranks == [*[(one, 1, True) for one in sorted((first, second))], (third, 3, False)]
    values = {line.application: (line.after.value, line.after.plain_mean) for line in result.applications}
    assert set(values.values()) == {(8500, 8500)}
    world.close()


def test_a10_the_votes_of_a_chair_order_what_is_tied(tied: World, tmp_path: Path) -> None:
    """The round chair's signed order decides between equal ones and touches no other rank."""
    world = tied.copy(tmp_path / "w")
    combined(world, files(world))
    chair = world.experts[0]
    first, second, third = world.ids()
    wanted = sorted((first, second), reverse=True)
    message = sign_consent(
        chair.desk, chair.round, "tie", "order", values={"pool": "M01", "order": wanted}, text="组内表决"
    )
    (arrival,) = world.collect([write_to_secretary(chair.desk, chair.round, message, world.folder / "tie")])
    assert arrival.outcome == "new", arrival.error
    with world.secretary.desk.vault.begin() as uow:
        (pool,) = aggregating.current_aggregate(uow, world.secretary.round).pools
    assert [(line.application, line.rank, line.tied) for line in pool.lines] == [
        (wanted[0], 1, False),
        (wanted[1], 2, False),
        (third, 3, False),
    ]
    world.close()
