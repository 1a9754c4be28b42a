"""Discussion and revision (rules §6.8, §8): who may, when, once; both values stay."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from msgspec.structs import replace
from services_forgery import Forger, content
from sitting_harness import CONFLICT, EXPLAINED, Sitting, fill, level, refused

from zgc_review.domain.bodies import (
    ConsentBody,
)
from zgc_review.scoring.totals import sheet_total
from zgc_review.services import (
    deliberating,
    deliberating_agenda,
    returning,
    revising,
    sheets,
)
from zgc_review.services.deliberating_consents import spoken
from zgc_review.services.rounds import state_of
from zgc_review.services.sheets import rubric_of

At = Callable[[str], Sitting]


def open_by(sitting: Sitting, n: int, application: int = 0) -> Callable[[], object]:
    person = sitting.member(n)
    return lambda: deliberating.open_discussion(
        person.desk, person.round, sitting.id(application), sitting.folder()
    )


def test_the_chair_opens_and_closes_discussion(at: At) -> None:
    sitting = at("five")
    sitting.aggregate()
    chair = sitting.chair
    assert refused(lambda: deliberating.close_discussion(chair.desk, chair.round, sitting.id(0), None)) == (
        "discuss.not_open"
    )
    sitting.discuss(0)
    listed = deliberating_agenda.agenda(sitting.secretary.desk, sitting.secretary.round)
    assert [(one.number, one.discussion) for one in listed] == [
        ("ZGC-0001", "open"),
        ("ZGC-0002", "none"),
        ("ZGC-0003", "none"),
    ]
    assert refused(open_by(sitting, 0)) == "deliberation.twice"
    heard = deliberating_agenda.agenda(sitting.member(3).desk, sitting.member(3).round)
    assert [(one.number, one.reasons, one.discussion) for one in heard] == [("ZGC-0001", (), "open")]
    sitting.hand_in(deliberating.close_discussion(chair.desk, chair.round, sitting.id(0), sitting.folder()))
    assert refused(lambda: deliberating.close_discussion(chair.desk, chair.round, sitting.id(0), None)) == (
        "discuss.not_open"
    )
    listed = deliberating_agenda.agenda(sitting.secretary.desk, sitting.secretary.round)
    assert listed[0].discussion == "closed"


def test_the_agenda_names_the_reasons_of_rules_8(at: At) -> None:
    """five: totals 62 to 78 on the first, so a flag is not raised; 70.00 is the line."""
    sitting = at("five")
    sitting.aggregate()
    listed = deliberating_agenda.agenda(sitting.secretary.desk, sitting.secretary.round)
    assert [one.reasons for one in listed] == [("near_line",), ("near_line",), ()]
    sitting.panel()
    assert deliberating_agenda.agenda(sitting.chair.desk, sitting.chair.round) == listed
    assert deliberating_agenda.agenda(sitting.member(1).desk, sitting.member(1).round) == ()


def test_nobody_but_the_chair_opens_discussion(at: At) -> None:
    sitting = at("five")
    sitting.aggregate()
    assert refused(open_by(sitting, 1)) == "consent.role"
    body = ConsentBody(act="discuss", application=sitting.id(0), answer="open")
    before = content(sitting.secretary)
    assert sitting.refusal(sitting.forge(sitting.member(1), body)) == "consent.role"
    assert content(sitting.secretary) == before


def test_discussion_is_opened_only_once_combined(at: At) -> None:
    sitting = at("five")
    signed = deliberating.open_discussion(
        sitting.chair.desk, sitting.chair.round, sitting.id(0), sitting.folder()
    )
    assert sitting.refusal(signed.path) == "deliberation.state"


def test_a_chair_who_is_recused_opens_nothing_and_the_acting_chair_does(at: At) -> None:
    sitting = at("aside")
    sitting.aggregate()
    assert refused(open_by(sitting, 0)) == "application.closed"
    forged = ConsentBody(act="discuss", application=sitting.id(0), answer="open")
    assert sitting.refusal(sitting.forge(sitting.chair, forged)) == "consent.chair"
    assert refused(open_by(sitting, 2)) == "consent.role"
    secretary, acting = sitting.secretary, sitting.member(2)
    sitting.name_acting(acting)
    assert refused(open_by(sitting, 2)) == "consent.role"  # the panel file tells whom it is for
    sitting.panel(acting)
    assert refused(open_by(sitting, 2, 1)) == "consent.role"
    sitting.discuss(0, acting)
    listed = deliberating_agenda.agenda(secretary.desk, secretary.round)
    assert listed[0].discussion == "open"


def test_letters_tell_only_those_who_judge_the_application(at: At) -> None:
    sitting = at("aside")
    sitting.aggregate()
    acting = sitting.member(2)
    sitting.name_acting(acting)
    sitting.panel(acting)
    sitting.discuss(0, acting)
    for person, count in ((sitting.chair, 0), (sitting.member(1), 1), (sitting.member(4), 1)):
        with person.desk.vault.begin() as uow:
            assert len(spoken(uow, person.round, state_of(uow, person.round), "discuss")) == count


def test_a_sheet_is_revised_once_with_a_reason_and_both_values_stay(at: At) -> None:
    """Rules §6.8, §7: 合议前 and 合议后."""
    sitting = at("five")
    sitting.aggregate()
    before = sitting.line(0)
    person = sitting.member(1)
    assert refused(lambda: sitting.revise(person, 80)) == "revision.closed"
    sitting.discuss(0)
    with pytest.raises(Exception, match=r"scoring\.reopening\.reason_missing"):
        revising.start_revision(person.desk, person.round, sitting.id(0), "  ")
    assert refused(lambda: sheets.lock(person.desk, person.round, [sitting.id(0)], "revision")) == (
        "revision.unstarted"
    )
    sitting.revise(person, 80)
    again = lambda: revising.start_revision(person.desk, person.round, sitting.id(0), EXPLAINED)  # noqa: E731
    assert refused(again) == "revision.twice"
    assert refused(lambda: fill(person, sitting.id(0), level(70)(0), phase="revision")) == "revision.twice"
    sitting.give_back(person)
    line = sitting.line(0)
    assert line.before == before.before
    assert (line.before.value, line.after.value) == (7000, 7400)
    revised = {mark.code: (mark.phase, mark.total) for mark in line.after.marks}
    assert revised[person.code] == ("revision", 8000)
    assert sum(phase == "revision" for phase, _ in revised.values()) == 1


def test_a_revision_that_was_begun_is_not_begun_again(at: At) -> None:
    sitting = at("five")
    sitting.aggregate()
    sitting.discuss(0)
    person = sitting.member(1)
    revising.start_revision(person.desk, person.round, sitting.id(0), EXPLAINED)
    again = lambda: revising.start_revision(person.desk, person.round, sitting.id(0), EXPLAINED)  # noqa: E731
    assert refused(again) == "revision.started"
    assert refused(lambda: revising.start_revision(person.desk, person.round, "ab" * 16, "x")) == (
        "application.unknown"
    )


def test_a_revision_of_a_recused_expert_is_refused(at: At) -> None:
    sitting = at("five")
    sitting.aggregate()
    sitting.discuss(0)
    person = sitting.member(1)
    sitting.declare(person, {0: [CONFLICT]})
    start = lambda: revising.start_revision(person.desk, person.round, sitting.id(0), EXPLAINED)  # noqa: E731
    assert refused(start) == "score.not_locked"


def revision_of(sitting: Sitting, n: int, **changes: Any) -> Any:
    """Write a score file with a revision that an honest program would not sign."""
    person = sitting.member(n)
    forger = Forger(sitting.world, person)
    honest = forger.bodies[sitting.id(0)]
    with sitting.secretary.desk.vault.begin() as uow:
        state = state_of(uow, sitting.secretary.round)
        application = uow.applications.get(honest.application)
        assert application is not None
        rubric = rubric_of(uow, state, application)
    percents = dict.fromkeys(honest.percents, 80)
    body = replace(honest, **{"phase": "revision", "percents": percents, "reason": EXPLAINED, **changes})
    if body.state == "locked":
        body = replace(body, total=sheet_total(body.percents, body.not_applicable, rubric))
    message = forger.sheet(body)
    return forger.write(forger.scores(message, listed={"phase": "revision"}, seq=60), f"revision{n}.zgcscore")


def test_a_revision_without_an_open_discussion_is_refused_at_the_secretary(at: At) -> None:
    sitting = at("five")
    assert sitting.refusal(revision_of(sitting, 1)) == "revision.state"
    sitting.aggregate()
    before = content(sitting.secretary)
    assert sitting.refusal(revision_of(sitting, 1)) == "revision.closed"
    assert content(sitting.secretary) == before
    sitting.discuss(0)
    chair = sitting.chair
    sitting.hand_in(deliberating.close_discussion(chair.desk, chair.round, sitting.id(0), sitting.folder()))
    assert sitting.refusal(revision_of(sitting, 1)) == "revision.closed"


def test_a_forged_second_revision_or_one_without_reason_is_refused(at: At) -> None:
    sitting = at("five")
    sitting.aggregate()
    sitting.discuss(0)
    assert sitting.refusal(revision_of(sitting, 2, reason="")) == "revision.reason"
    sitting.revise(sitting.member(1), 80)
    sitting.give_back(sitting.member(1))
    assert sitting.refusal(revision_of(sitting, 1)) == "revision.twice"


def test_deliberated_closes_revision(at: At) -> None:
    """Rules §2.1, §8."""
    sitting = at("five")
    sitting.aggregate()
    sitting.discuss(0)
    person = sitting.member(1)
    sitting.revise(person, 80)
    sitting.collect(*sitting.decide())
    assert sitting.confirm() == (3, 0)
    paths = [path for path in sitting.world.give_back(person) if path.suffix == ".zgcscore"]
    assert sitting.refusal(*paths) == "revision.state"
    assert sitting.line(0).after == sitting.line(0).before


def test_a_revision_that_came_too_late_does_not_bar_the_next_one(at: At) -> None:
    """A score file is cumulative: what is refused in it must not lock its writer out."""
    sitting = at("five")
    sitting.aggregate()
    sitting.discuss(0)
    sitting.discuss(1)
    person, chair = sitting.member(1), sitting.chair
    sitting.revise(person, 80)
    sitting.hand_in(deliberating.close_discussion(chair.desk, chair.round, sitting.id(0), sitting.folder()))
    (late,) = (path for path in sitting.world.give_back(person) if path.suffix == ".zgcscore")
    assert sitting.refusal(late) == "revision.closed"
    sitting.revise(person, 80, n=1)
    files = returning.return_files(person.desk, person.round, sitting.folder())
    (both,) = (one.path for one in files if one.kind == "scores")
    assert [one.outcome for one in sitting.collect(both)] == ["new"]
    assert [sitting.line(n).after.value != sitting.line(n).before.value for n in (0, 1)] == [False, True]
    assert [one.outcome for one in sitting.collect(both)] == ["duplicate"]
    sitting.hand_in(deliberating.open_discussion(chair.desk, chair.round, sitting.id(0), sitting.folder()))
    assert [one.outcome for one in sitting.collect(both)] == ["new"]
    assert sitting.line(0).after.value != sitting.line(0).before.value


def test_a_round_without_revisions_refuses_them(at: At) -> None:
    """Rules §13: revisions_max 0."""
    sitting = at("fixed")
    sitting.aggregate()
    sitting.discuss(0)
    assert refused(lambda: sitting.revise(sitting.member(1), 85)) == "revision.off"
    assert sitting.refusal(revision_of(sitting, 1)) == "revision.off"
