"""Rounds of ``collector: score_escrow``: the key made and consented, files held, opened, handed in again."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
from services_cards import verified
from services_harness import CRITERIA, Person, World, new_world, rising

from zgc_review.domain.bodies import ShareBody, SheetBody
from zgc_review.scoring import drafts
from zgc_review.services import (
    absences,
    aggregating,
    deciding,
    deliberating,
    escrow,
    following,
    opening,
    revising,
    score_escrow,
    score_escrow_opening,
    sharing,
    sheets,
)
from zgc_review.services.acks import event_of
from zgc_review.services.collecting import Arrival, collect
from zgc_review.services.score_escrow import Custody, custody_of
from zgc_review.services.score_escrow_opening import OpenedFile
from zgc_review.services.tables_out import DecisionRow

SETTINGS = {"collector": "score_escrow"}


def scored(folder: Path, people: Sequence[int] = range(5)) -> World:
    """Return a round of score escrow in which these experts have scored and nothing was handed in."""
    world = new_world(folder, settings=dict(SETTINGS))
    world.define()
    world.seat()
    prepare(world)
    world.pack()
    for person in world.experts:
        world.open(person, world.package)
    for n in people:
        world.score(world.experts[n], rising(62 + 4 * n))
    return world


@pytest.fixture(scope="session")
def scored_base(tmp_path_factory: pytest.TempPathFactory) -> World:
    """Return a round in which everybody has scored and nothing is handed in; to be copied."""
    made = scored(tmp_path_factory.mktemp("escrow") / "scored")
    made.close()
    return made


@pytest.fixture(scope="session")
def held_base(scored_base: World, tmp_path_factory: pytest.TempPathFactory) -> World:
    """Return a round in which everybody's file is held; to be copied."""
    made = scored_base.copy(tmp_path_factory.mktemp("escrow") / "held")
    hold_all(made)
    made.close()
    return made


@pytest.fixture
def fresh(scored_base: World, tmp_path: Path) -> Iterator[World]:
    """Return an own copy of a round in which everybody has scored."""
    made = scored_base.copy(tmp_path / "scored")
    yield made
    made.close()


@pytest.fixture
def held(held_base: World, tmp_path: Path) -> Iterator[World]:
    """Return an own copy of a round in which everybody's file is held."""
    made = held_base.copy(tmp_path / "held")
    yield made
    made.close()


def prepare(world: World) -> None:
    """Make the key; the round chair consents."""
    secretary = world.secretary
    escrow.prepare_scores(secretary.desk, secretary.round, world.folder / "score-shares")
    tell(world, world.experts[0])
    world.consent(world.experts[0])


def tell(world: World, *people: Person) -> None:
    """Hand the definitions out."""
    paths = sharing.publish_round(world.secretary.desk, world.secretary.round, world.folder / "newest")
    for person in people:
        person.row = following.follow_round(person.desk, paths, None)


def share(world: World, who: str) -> ShareBody:
    """Let an officer open the own share."""
    person, code = {
        "chair": (world.experts[0], world.experts[0].round.code),
        "secretary": (world.secretary, "秘书01"),
        "observer": (world.observer, "监督01"),
    }[who]
    return escrow.words_of_share(
        person.desk, next((world.folder / "score-shares").glob(f"*-{code}-scores.zgcshare"))
    )


def open_all(world: World, officers: Sequence[str] = ("chair", "observer")) -> tuple[OpenedFile, ...]:
    """Put the key together with the shares of these officers and open what is held."""
    shares = [share(world, who) for who in officers]
    words = [one.words for one in shares]
    secretary = world.secretary
    return score_escrow_opening.open_scores(secretary.desk, secretary.round, words, shares[0].recipient)


def score_file(world: World, person: Person) -> Path:
    """Let an expert return everything; collect all but the score file, and name that."""
    paths = world.give_back(person)
    (scores,) = [path for path in paths if path.suffix == ".zgcscore"]
    rest = [path for path in paths if path != scores]
    assert {one.outcome for one in world.collect(rest)} <= {"new", "duplicate"}
    return scores


def hold(world: World, person: Person, path: Path | None = None, code: str | None = None) -> Arrival:
    """Let the secretary take the score file from the expert's hand."""
    path = path or score_file(world, person)
    given = person.code if code is None else code
    (arrival,) = collect(world.secretary.desk, world.secretary.round, [path], given)
    return arrival


def hold_all(world: World, people: Sequence[Person] | None = None) -> list[Path]:
    """Hold everybody's file and return where the files are."""
    paths = []
    for person in people or world.experts:
        paths.append(score_file(world, person))
        assert hold(world, person, paths[-1]).outcome == "held"
    return paths


def custody(world: World) -> Custody:
    with world.secretary.desk.vault.begin() as uow:
        return custody_of(uow, world.secretary.round)


def revoke(world: World, *people: Person) -> None:
    """Revoke the key; the chair consents; these people follow."""
    score_escrow.revoke_key(world.secretary.desk, world.secretary.round, "有文件须重新交")
    tell(world, world.experts[0])
    world.consent(world.experts[0])
    tell(world, *people)


def absent(world: World, person: Person) -> None:
    """Enter somebody as absent on everything."""
    secretary, chair = world.secretary, world.experts[0]
    absences.sign_absent(secretary.desk, secretary.round, person.code, "因病请假")
    folder = world.folder / "absent"
    signed = absences.sign_absent(chair.desk, chair.round, person.code, "同意", folder=folder)
    assert signed.path is not None
    assert world.collect([signed.path])[0].outcome == "new"


def discuss(world: World, n: int = 0) -> str:
    """Combine, let the chair open a discussion, tell everybody by letter; return the application."""
    aggregating.aggregate_round(world.secretary.desk, world.secretary.round)
    application, chair = world.ids()[n], world.experts[0]
    signed = deliberating.open_discussion(chair.desk, chair.round, application, world.folder / "discuss")
    assert signed.path is not None
    assert world.collect([signed.path])[0].outcome == "new"
    world.pack(letters_only=True)
    for person in world.experts:
        person.row = opening.open_review(person.desk, world.package, None).row
    return application


def revise(person: Person, application: str, percent: int) -> None:
    """Revise one sheet and sign it."""
    revising.start_revision(person.desk, person.round, application, "合议时听取了检测报告的说明")

    def levelled(body: SheetBody) -> SheetBody:
        for criterion in CRITERIA:
            body = drafts.set_percent(body, criterion, percent)
        return body

    sheets.edit(person.desk, person.round, application, "fill", levelled, "revision")
    sheets.lock(person.desk, person.round, [application], "revision")


def finish(world: World) -> str:
    """Combine what is not, decide, seal, and return what the independent verifier says; it must agree."""
    desk, row, chair = world.secretary.desk, world.secretary.round, world.experts[0]
    if states(world) == {"LOCKED"}:
        aggregating.aggregate_round(desk, row)
    with desk.vault.begin() as uow:
        lines = aggregating.current_aggregate(uow, row).applications
    rows = [DecisionRow(line.application, line.suggestion, None) for line in lines]
    paths = deciding.sign_decisions(chair.desk, chair.round, rows, world.folder / "decided")
    assert {one.outcome for one in world.collect(list(paths))} == {"new"}
    deciding.confirm_decisions(desk, row)
    sealed = world.seal()
    code, said = verified(world, sealed, ("秘书01", world.secretary), ("监督01", world.observer))
    assert code == 0, said
    return said


def states(world: World) -> set[str]:
    with world.secretary.desk.vault.begin() as uow:
        return {one.state for one in uow.applications.all(world.secretary.round.round_id)}


def events(world: World, act: str) -> list[dict[str, object]]:
    """Return the data of every event of one act in the secretary's log of the round."""
    with world.secretary.desk.vault.begin() as uow:
        found = [event_of(one.leaf) for one in uow.events.all(world.secretary.round.round_id)]
    return [dict(one["data"]) for one in found if one["act"] == act]
