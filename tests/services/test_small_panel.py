"""A2: two effective sheets are enough where the round says so; conflicts and absences never count as zero."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from services_forgery import content
from services_harness import SUB, Person, World, fill, level, new_world

from zgc_review.domain.results import ApplicationLine
from zgc_review.errors import GateError
from zgc_review.services import aggregating, declaring, escrow, following, post, sealing, sharing, sheets
from zgc_review.services.consents import sign_consent
from zgc_review.services.declaring import GivenAnswer

pytestmark = pytest.mark.xdist_group("services-small-panel")


def score(world: World, person: Person, marks: dict[int, int], recused: int | None = None) -> None:
    """Declare, score the applications named, return the files."""
    ids = world.ids()
    declaring.pledge(person.desk, person.round)
    if recused is not None:
        declaring.answer(person.desk, person.round, ids[recused], [GivenAnswer("R06", "yes", "负责人是配偶")])
    declaring.answer_rest(person.desk, person.round)
    declaring.declare(person.desk, person.round)
    for n, percent in marks.items():
        fill(person, ids[n], level(percent)(n))
    sheets.lock(person.desk, person.round, [ids[n] for n in marks])
    world.collect(world.give_back(person))


def absent(world: World, code: str) -> None:
    """Enter somebody as absent for every application: secretary and chair."""
    for person in (world.secretary, world.experts[0]):
        message = sign_consent(
            person.desk, person.round, "absent", "yes", values={"code": code}, text="因病未到会"
        )
        if person is not world.secretary:
            world.collect(
                [sharing.write_to_secretary(person.desk, person.round, message, world.folder / "absent")]
            )


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> World:
    """Return a round with a minimum of 2: 90, 70 and a conflict; 80, 90 and 70; two absent from both."""
    settings = {"min_effective": 2, "funds": {"F1": {"annual_fen": 1}}}
    world = new_world(tmp_path_factory.mktemp("small") / "w", applications=2, settings=settings)
    assert world.catalogue.fund_of(SUB).id == "F1"
    world.define()
    world.seat()
    package = world.pack()
    for person in world.experts[:3]:
        world.open(person, package)
    score(world, world.experts[0], {0: 90, 1: 80})
    score(world, world.experts[1], {0: 70, 1: 90})
    score(world, world.experts[2], {1: 70}, recused=0)
    with world.secretary.desk.vault.begin() as uow:
        codes = [one.code for one in uow.seats.all(world.secretary.round.round_id)]
    present = {person.code for person in world.experts[:3]}
    for code in sorted({one for one in codes if one.startswith("专家")} - present):
        absent(world, code)
    world.collect([])
    world.close()
    return world


@pytest.fixture
def small(built: World, tmp_path: Path) -> Iterator[World]:
    world = built.copy(tmp_path / "small")
    yield world
    world.close()


def lines(world: World) -> list[ApplicationLine]:
    """Combine and return the lines in the order of numbers."""
    result = aggregating.aggregate_round(world.secretary.desk, world.secretary.round)
    by_id = {line.application: line for line in result.applications}
    return [by_id[one] for one in world.ids()]


def test_a02_a_conflict_and_an_absence_are_no_zeroes(small: World) -> None:
    """90, 70, one conflict, others absent → n = 2, 80.00; not 40.00 and not 53.33."""
    first, second = lines(small)
    assert (first.n_effective, first.n_recused, first.n_absent, first.after.value) == (2, 1, 2, 8000)
    assert (second.n_effective, second.n_recused, second.n_absent, second.after.value) == (3, 0, 2, 8000)


def test_a02_a_sheet_withdrawn_after_a_late_conflict_leaves_the_mean_and_stays_in_the_history(
    small: World,
) -> None:
    """80, 90, 70; the 90 is withdrawn → 75.00."""
    person, application = small.experts[1], small.ids()[1]
    declaring.answer(person.desk, person.round, application, [GivenAnswer("R09", "yes", "去年做过审计")])
    declaring.declare(person.desk, person.round)
    arrivals = small.collect(small.give_back(person))
    assert {one.outcome for one in arrivals} <= {"new", "duplicate"}, arrivals
    _, second = lines(small)
    assert (second.n_effective, second.n_recused, second.after.value) == (2, 1, 7500)
    with small.secretary.desk.vault.begin() as uow:
        signed = uow.messages.find(
            small.secretary.round.round_id, "sheet", sender=person.card.card_id, slot=application
        )
    assert [(post.body_of_row(one).state, post.body_of_row(one).total) for one in signed] == [
        ("locked", 9000),
        ("recused", None),
    ]


def test_a_fund_that_would_be_overspent_stops_the_sealing(small: World) -> None:
    desk, row = small.secretary.desk, small.secretary.round
    small.decide()
    escrow.prepare_seal(desk, row, small.folder / "shares")
    paths = sharing.publish_round(desk, row, small.folder / "v3")
    chair = small.experts[0]
    chair.row = following.follow_round(chair.desk, paths, None)
    small.consent(chair)
    before = content(small.secretary)
    with pytest.raises(GateError) as caught:
        sealing.seal_round(desk, row, small.folder / "result")
    assert (caught.value.code, caught.value.params) == ("seal.fund", {"fund": "F1"})
    assert content(small.secretary) == before
