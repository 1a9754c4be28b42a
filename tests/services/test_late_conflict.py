"""A conflict found while reviewing: answered, declared and closed in one act (rules §4.2)."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from services_forgery import content, refused
from services_harness import Person, World, fill, level

from zgc_review.domain.states import SheetStatus
from zgc_review.services import declaring, late_conflict, opening, post, reading, sheets
from zgc_review.services.acks import event_of
from zgc_review.services.declaring import GivenAnswer

HARD = GivenAnswer("R09", "yes", "2025 年为其做过检测")


@pytest.fixture
def reviewing(at: Callable[[str], World]) -> World:
    """Return a round in which the second expert declared and filled the first two sheets, one locked."""
    world = at("opened")
    person = world.experts[1]
    world.declare_none(person)
    for one in world.ids()[:2]:
        fill(person, one, level(70)(0))
    sheets.lock(person.desk, person.round, world.ids()[1:2])
    return world


def state_of(person: Person, application: str) -> tuple[str, bool]:
    """Return the state of an application and whether its identity is there."""
    with person.desk.vault.begin() as uow:
        row = uow.applications.get(application)
    assert row is not None
    return row.state, row.identity is not None


@pytest.mark.parametrize("n", [0, 1])
def test_r09_before_and_after_the_own_lock_closes_at_once(reviewing: World, n: int) -> None:
    person, number = reviewing.experts[1], reviewing.ids()[n]
    done = late_conflict.declare_late(person.desk, person.round, number, HARD)
    assert (done.before, done.after) == (("OPEN", "LOCKED")[n], "RECUSED")
    assert state_of(person, number) == (SheetStatus.RECUSED.value, False)
    assert refused(lambda: reading.read_document(person.desk, person.round, number, 1)) != ""
    with person.desk.vault.begin() as uow:
        told = [event_of(one.leaf) for one in uow.events.all(person.round.round_id)]
    (late,) = [one for one in told if one["act"] == "conflict.late"]
    assert late["by"] == person.code
    assert late["data"] == {
        "application": number,
        "rule": "R09",
        "answer": "yes",
        "declaration": done.declaration.message_id,
        "from": done.before,
        "to": "RECUSED",
    }
    (closed,) = [one for one in told if one["act"] == "application.closed"]
    assert closed["data"]["was_open"] is True


def test_the_secretary_gets_the_declaration_and_a_recused_sheet(reviewing: World) -> None:
    person, number = reviewing.experts[1], reviewing.ids()[0]
    late_conflict.declare_late(person.desk, person.round, number, HARD)
    arrivals = reviewing.collect(reviewing.give_back(person))
    assert {one.outcome for one in arrivals} == {"new"}
    with reviewing.secretary.desk.vault.begin() as uow:
        sheet = next(
            post.body_of_row(one)
            for one in uow.messages.find(reviewing.secretary.round.round_id, "sheet")
            if one.slot == number
        )
    assert (sheet.state, sheet.recusal.rule) == ("recused", "R09")


def test_doubt_closes_until_a_ruling_and_a_disclosure_closes_nothing(reviewing: World) -> None:
    person, ids = reviewing.experts[1], reviewing.ids()
    doubt = late_conflict.declare_late(
        person.desk, person.round, ids[0], GivenAnswer("R15", "unsure", "同名，不能确认")
    )
    assert doubt.after == SheetStatus.PENDING
    assert state_of(person, ids[0]) == (SheetStatus.PENDING.value, True)
    told = late_conflict.declare_late(
        person.desk, person.round, ids[2], GivenAnswer("R16", "yes", "同一大学的另一学院")
    )
    assert told.before == told.after == SheetStatus.OPEN


def test_earlier_answers_stay(reviewing: World) -> None:
    person, number = reviewing.experts[1], reviewing.ids()[0]
    first = GivenAnswer("R16", "yes", "同一大学的另一学院")
    late_conflict.declare_late(person.desk, person.round, number, first)
    done = late_conflict.declare_late(person.desk, person.round, number, HARD)
    body = post.body_of_row(done.declaration)
    (answer,) = [one for one in body.answers if one.application == number]
    assert [item.rule for item in answer.items] == ["R09", "R16"]
    assert len(body.answers) == 3


def test_refusals_leave_everything_as_it_was(reviewing: World) -> None:
    person, ids = reviewing.experts[1], reviewing.ids()
    late_conflict.declare_late(person.desk, person.round, ids[0], HARD)
    before = content(person)

    def code(application: str, *given: str) -> str:
        return refused(
            lambda: late_conflict.declare_late(person.desk, person.round, application, GivenAnswer(*given))
        )

    assert code(ids[0], "R01", "yes", "本人参加") == "application.closed"
    assert code("0" * 32, "R01", "yes", "本人参加") == "application.unknown"
    assert code(ids[2], "R99", "yes", "本人参加") == "declare.rule"
    assert code(ids[2], "R01", "no", "本人参加") == "declare.rule"
    assert code(ids[2], "R01", "yes", " 略 ") == "declare.reason"
    assert code(ids[2], "R18", "yes", "不到十个字") == "declare.reason"
    assert content(person) == before


def test_without_a_declaration_there_is_nothing_to_add_to(at: Callable[[str], World]) -> None:
    world = at("opened")
    person = world.experts[1]
    number = world.ids()[0]
    assert (
        refused(lambda: late_conflict.declare_late(person.desk, person.round, number, HARD))
        == "score.undeclared"
    )
    declaring.pledge(person.desk, person.round)
    declaring.answer_rest(person.desk, person.round)
    assert (
        refused(lambda: late_conflict.declare_late(person.desk, person.round, number, HARD))
        == "score.undeclared"
    )


def test_a_package_opened_again_does_not_open_it_again(reviewing: World) -> None:
    person, number = reviewing.experts[1], reviewing.ids()[0]
    late_conflict.declare_late(person.desk, person.round, number, HARD)
    opening.open_review(person.desk, reviewing.package, None)
    assert state_of(person, number) == (SheetStatus.RECUSED.value, False)
