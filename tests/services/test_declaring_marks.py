"""Answers one cell at a time (rules §4.1.1): kept as given, unanswered until every cell is complete."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from services_harness import Person, World

from zgc_review.conflicts.rules import RULES
from zgc_review.errors import GateError
from zgc_review.services import declaring, declaring_marks
from zgc_review.services.declaring_marks import Mark, Marks

ALL_NO = {rule.id: Mark("no") for rule in RULES}


def first(person: Person) -> str:
    with person.desk.vault.begin() as uow:
        return uow.applications.all(person.round.round_id)[0].application_id


def marks_of(person: Person) -> Marks:
    number = first(person)
    with person.desk.vault.begin() as uow:
        return declaring_marks.read_marks(uow, person.round)[number]


def test_unanswered_is_not_no(at: Callable[[str], World]) -> None:
    person = at("opened").experts[1]
    assert marks_of(person).open == tuple(rule.id for rule in RULES)
    declaring_marks.mark(person.desk, person.round, first(person), {"R01": Mark("no")})
    kept = marks_of(person)
    assert kept.cells == {"R01": Mark("no")}
    assert len(kept.open) == 17
    with person.desk.vault.begin() as uow:
        assert len(declaring.unanswered(uow, person.round)) == 3
    declaring.pledge(person.desk, person.round)
    with pytest.raises(GateError) as caught:
        declaring.declare(person.desk, person.round)
    assert (caught.value.code, caught.value.params["count"]) == ("declare.unanswered", 3)


def test_a_complete_row_counts(at: Callable[[str], World]) -> None:
    person = at("opened").experts[1]
    marks = declaring_marks.mark(person.desk, person.round, first(person), ALL_NO)
    assert marks.open == ()
    with person.desk.vault.begin() as uow:
        assert len(declaring.unanswered(uow, person.round)) == 2


def test_yes_without_a_reason_stays_open_and_with_one_closes_the_row(at: Callable[[str], World]) -> None:
    person = at("opened").experts[1]
    marks = declaring_marks.mark(person.desk, person.round, first(person), {"R02": Mark("yes")})
    assert "R02" in marks.open
    assert marks.closes == "R02"
    marks = declaring_marks.mark(
        person.desk, person.round, first(person), {"R02": Mark("yes", "同一单位在职")}
    )
    assert marks.open == ()
    assert marks_of(person).cells == {"R02": Mark("yes", "同一单位在职")}


def test_unsure_waits_for_a_ruling_and_does_not_make_the_rest_moot(at: Callable[[str], World]) -> None:
    person = at("opened").experts[1]
    marks = declaring_marks.mark(
        person.desk, person.round, first(person), {"R02": Mark("unsure", "不能确认")}
    )
    assert marks.closes == "R02"
    assert len(marks.open) == 17


def test_r18_needs_ten_characters(at: Callable[[str], World]) -> None:
    person = at("opened").experts[1]
    short = {**ALL_NO, "R18": Mark("yes", "同一小区住")}
    assert declaring_marks.mark(person.desk, person.round, first(person), short).open == ("R18",)
    long = {**ALL_NO, "R18": Mark("yes", "与负责人长期同住一个小区并有往来")}
    assert declaring_marks.mark(person.desk, person.round, first(person), long).open == ()


def test_rest_keeps_what_was_said(at: Callable[[str], World]) -> None:
    person = at("opened").experts[1]
    declaring_marks.mark(person.desk, person.round, first(person), {"R16": Mark("yes", "同校不同学院")})
    assert declaring.answer_rest(person.desk, person.round) == 3
    kept = marks_of(person)
    assert kept.open == ()
    assert kept.cells["R16"] == Mark("yes", "同校不同学院")
    assert kept.cells["R01"] == Mark("no")


@pytest.mark.parametrize(
    ("cells", "code"),
    [
        ({"R19": Mark("no")}, "declare.rule"),
        ({"R01": Mark("maybe")}, "declare.rule"),
        ({"R01": Mark("yes", "字" * 501)}, "declare.reason"),
    ],
)
def test_bad_cells_change_nothing(at: Callable[[str], World], cells: dict[str, Mark], code: str) -> None:
    person = at("opened").experts[1]
    with pytest.raises(GateError) as caught:
        declaring_marks.mark(person.desk, person.round, first(person), cells)
    assert caught.value.code == code
    assert marks_of(person).cells == {}
