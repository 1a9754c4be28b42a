"""Absence, voiding, rulings and late recusal at every stage (rules §2.3, §4.2)."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from services_forgery import content
from sitting_harness import CONFLICT, DOUBT, Sitting, fill, level, refused

from zgc_review.domain.bodies import (
    ConsentBody,
)
from zgc_review.export.form_values import ScoreSummary
from zgc_review.services import (
    absences,
    aggregating,
    deciding,
    declaring,
    deliberating,
    forms,
    panel_chairs,
    ruling_signing,
    sheets,
    voiding,
)
from zgc_review.services.deliberating_signing import SignedAct
from zgc_review.services.members import recusal_lines
from zgc_review.services.panel_view import sheet_seen
from zgc_review.services.rounds import state_of
from zgc_review.services.tables_out import DecisionRow
from zgc_review.services.voiding_values import earlier_values

At = Callable[[str], Sitting]


def void(sitting: Sitting, n: int, *, by: tuple[int, ...] = (-1, 0), ground: str = "conflict") -> str:
    """Let secretary (-1) and members declare the sheet of the n-th expert on the first application void."""
    code = sitting.member(n).code
    with sitting.secretary.desk.vault.begin() as uow:
        row = sitting.secretary.round
        application = uow.applications.get(sitting.id(0))
        assert application is not None
        sheet = voiding.sheet_to_void(uow, row, state_of(uow, row), application, code, "initial")
    for place in by:
        person = sitting.secretary if place < 0 else sitting.member(place)
        signed = voiding.sign_void(
            person.desk,
            person.round,
            sitting.id(0),
            code,
            sheet,
            ground,
            sitting.folder(),  # type: ignore[arg-type]
        )
        sitting.collect(signed.path)
    return sheet


def summary(sitting: Sitting) -> ScoreSummary:
    """Return F08."""
    with sitting.secretary.desk.vault.begin() as uow:
        row = sitting.secretary.round
        result = aggregating.current_aggregate(uow, row)
        return forms.score_summary(uow, row, state_of(uow, row), result, sitting.secretary.desk.clock.now())


def lines_of(sitting: Sitting, n: int) -> list[tuple[str, str, str]]:
    """Return the recusal lines of a member."""
    with sitting.secretary.desk.vault.begin() as uow:
        row = sitting.secretary.round
        lines = recusal_lines(uow, row, state_of(uow, row))
    numbers = {sitting.id(place): f"{place + 1}" for place in range(len(sitting.world.ids()))}
    code = sitting.member(n).code
    return [(numbers[one.application], one.rule, one.decision) for one in lines if one.code == code]


# -- voiding


def test_a02_a_late_conflict_takes_one_sheet_out_and_keeps_the_value_before(at: At) -> None:
    """Acceptance A2: 90, 80, 70, withdraw 90 → 75.00; the earlier 80.00 stays as 原值."""
    sitting = at("three")
    sitting.id(0)
    sitting.aggregate()
    assert sitting.line().after.value == 8000
    sitting.collect(*sitting.decide())
    sitting.confirm()
    assert sitting.application().state == "DELIBERATED"
    sitting.panel()
    sheet = void(sitting, 0, by=(-1,))
    assert sitting.line().after.value == 8000
    assert (
        sheet_seen(sitting.chair.desk, sitting.chair.round, sitting.id(0), sitting.chair.code, revision=False)
        == sheet
    )
    void(sitting, 0, by=(0,))
    line = sitting.line()
    assert (line.after.value, line.n_void, line.n_effective, line.n_received) == (7500, 1, 2, 3)
    assert sitting.application().state == "AGGREGATED"
    with sitting.secretary.desk.vault.begin() as uow:
        (gone,) = earlier_values(uow, sitting.secretary.round)[sitting.id(0)]
    assert (gone.value, gone.cause) == (8000, "conflict")
    row = summary(sitting).sections[0].rows[0]
    assert [(one.value, one.reason) for one in row.earlier] == [(8000, "回避作废")]
    assert [cell.state for cell in row.lines[0].marks].count("void") == 1
    assert refused(sitting.confirm) == "decide.stale"
    sitting.panel()
    rows = [DecisionRow(sitting.id(0), "RESERVE", None)]
    chair = sitting.chair
    sitting.collect(*deciding.sign_decisions(chair.desk, chair.round, rows, sitting.folder()))
    sitting.confirm()
    sitting.verified()


def test_one_signature_voids_nothing_and_half_a_voiding_stands_in_the_way(at: At) -> None:
    sitting = at("five")
    sitting.id(0)
    sitting.aggregate()
    before = sitting.line().after
    void(sitting, 1, by=(0,))
    assert sitting.line().after == before
    sitting.collect(*sitting.decide())
    assert refused(sitting.confirm) == "decide.void"
    void(sitting, 1, by=(-1,))
    assert sitting.line().n_void == 1
    assert refused(sitting.confirm) == "decide.stale"


def test_a_sheet_is_voided_before_combining_too(at: At) -> None:
    """Rules §4.2: locked, before aggregation: VOID, kept, out of all statistics."""
    sitting = at("five")
    sitting.id(0)
    void(sitting, 1, ground="integrity")
    person = sitting.member(1)
    sheets.reopen(person.desk, person.round, sitting.id(0), "更正笔误")
    sheets.lock(person.desk, person.round, [sitting.id(0)])
    assert sitting.refusal(*scores_of(sitting, 1)) == "collect.void"
    sitting.aggregate()
    assert (sitting.line().n_void, sitting.line().n_effective) == (1, 4)
    assert sitting.application().state == "AGGREGATED"


def test_who_may_void_what(at: At) -> None:
    sitting = at("five")
    sitting.id(0)
    sitting.aggregate()
    code, member, secretary = sitting.member(1).code, sitting.member(2), sitting.secretary
    sheet = void(sitting, 1, by=(-1,))

    def voiding_of(person: Any, application: int, about: str, who: str = code) -> str:
        return refused(
            lambda: voiding.sign_void(
                person.desk, person.round, sitting.id(application), who, about, "conflict"
            )
        )

    assert voiding_of(member, 0, sheet) == "consent.role"
    assert voiding_of(secretary, 1, sheet) == "deliberation.about"
    assert voiding_of(secretary, 0, "ab" * 32) == "deliberation.about"
    assert voiding_of(secretary, 0, sheet, sitting.member(3).code) == "deliberation.about"
    assert voiding_of(secretary, 0, sheet) == "deliberation.twice"
    body = ConsentBody(
        act="void", about=sheet, application=sitting.id(0), answer="conflict", values={"code": code}
    )
    assert sitting.refusal(sitting.forge(member, body)) == "consent.role"
    with secretary.desk.vault.begin() as uow:
        application = uow.applications.get(sitting.id(0))
        state = state_of(uow, secretary.round)
        assert application is not None
        assert refused(
            lambda: voiding.sheet_to_void(uow, secretary.round, state, application, code, "revision")
        ) == ("void.sheet")


def test_a_void_revision_leaves_the_initial_sheet_counting(at: At) -> None:
    sitting = at("five")
    sitting.id(0)
    sitting.aggregate()
    sitting.discuss(0)
    person = sitting.member(1)
    sitting.revise(person, 90)
    sitting.give_back(person)
    value = sitting.line().after.value
    sitting.panel()
    chair, secretary = sitting.chair, sitting.secretary
    sheet = sheet_seen(chair.desk, chair.round, sitting.id(0), person.code, revision=True)
    for one in (secretary, chair):
        signed = voiding.sign_void(
            one.desk, one.round, sitting.id(0), person.code, sheet, "integrity", sitting.folder()
        )
        sitting.collect(signed.path)
    line = sitting.line()
    assert line.after.value == line.before.value != value
    with secretary.desk.vault.begin() as uow:
        (gone,) = earlier_values(uow, secretary.round)[sitting.id(0)]
    assert (gone.value, gone.cause) == (value, "integrity")
    sitting.panel()
    sitting.collect(*sitting.decide())
    sitting.confirm()
    sitting.verified()


# -- late recusal


def test_a_late_recusal_before_combining_takes_the_sheet_out(at: At) -> None:
    sitting = at("five")
    sitting.id(0)
    person = sitting.member(1)
    sitting.declare(person, {0: [CONFLICT]})
    assert sitting.own(person).identity is None
    sitting.give_back(person)
    sitting.aggregate()
    line = sitting.line()
    assert (line.n_recused, line.n_effective, line.n_void) == (1, 4, 0)
    assert lines_of(sitting, 1) == [("1", "R06", "recused")]


@pytest.mark.parametrize("decided", [False, True])
def test_a_late_recusal_after_combining_is_computed_again(at: At, decided: bool) -> None:
    """Rules §4.2: back to AGGREGATED as a new event, earlier values as 原值."""
    sitting = at("five")
    sitting.id(0)
    sitting.aggregate()
    if decided:
        sitting.collect(*sitting.decide())
        sitting.confirm()
    person = sitting.member(4)
    sitting.declare(person, {0: [CONFLICT]})
    sitting.give_back(person)
    line = sitting.line()
    assert (line.n_recused, line.n_effective, line.after.value) == (1, 4, 6800)
    assert sitting.application().state == "AGGREGATED"
    assert sitting.application(1).state == ("DELIBERATED" if decided else "AGGREGATED")
    with sitting.secretary.desk.vault.begin() as uow:
        found = earlier_values(uow, sitting.secretary.round)
    assert {key: [(one.value, one.cause) for one in values] for key, values in found.items()} == {
        sitting.id(0): [(7000, "recusal")]
    }
    sitting.panel()
    sitting.collect(*sitting.decide("RESERVE", *([""] * 2 if decided else [])))
    sitting.confirm()
    sitting.verified()


def test_a_late_conflict_of_the_chair_passes_the_application_to_the_acting_chair(at: At) -> None:
    sitting = at("five")
    sitting.id(0)
    sitting.aggregate()
    sitting.collect(*sitting.decide())
    sitting.confirm()
    chair, secretary, acting = sitting.chair, sitting.secretary, sitting.member(2)
    sitting.panel()
    sitting.declare(chair, {0: [CONFLICT]})
    sitting.give_back(chair)
    line = sitting.line()
    assert (line.decision, line.n_recused, sitting.application().state) == (None, 1, "AGGREGATED")
    assert refused(lambda: sitting.decide("RESERVE", "", "")) == "application.closed"
    panel_chairs.name_acting_chair(secretary.desk, secretary.round, acting.code, [sitting.id(0)])
    assert [one.number for one in sitting.panel(acting).lines] == ["ZGC-0001"]
    assert [one.number for one in sitting.panel().lines] == ["ZGC-0002", "ZGC-0003"]
    sitting.collect(*sitting.decide("RESERVE", "", "", by=acting))
    assert sitting.confirm() == (1, 0)
    sitting.verified()


def test_a_voiding_by_a_chair_who_is_recused_later_must_be_signed_anew(at: At) -> None:
    sitting = at("five")
    sitting.id(0)
    sitting.aggregate()
    void(sitting, 1)
    assert sitting.line().n_void == 1
    sitting.declare(sitting.chair, {0: [CONFLICT]})
    sitting.give_back(sitting.chair)
    assert (sitting.line().n_void, sitting.line().n_recused) == (0, 1)
    secretary, acting = sitting.secretary, sitting.member(2)
    panel_chairs.name_acting_chair(secretary.desk, secretary.round, acting.code, [sitting.id(0)])
    sitting.panel(acting)
    sitting.collect(*sitting.decide("RESERVE", "", "", by=acting))
    assert refused(sitting.confirm) == "decide.void"
    void(sitting, 1, by=(2,))
    assert (sitting.line().n_void, sitting.line().n_recused, sitting.line().n_effective) == (1, 1, 3)


def test_after_sealing_nothing_is_taken_any_more(at: At) -> None:
    """Rules §4.2: the sealed result stays."""
    sitting = at("five")
    sitting.id(0)
    sitting.aggregate()
    sitting.collect(*sitting.decide())
    sitting.confirm()
    sitting.verified()
    person = sitting.member(1)
    sitting.declare(person, {0: [CONFLICT]})
    before = content(sitting.secretary)
    paths = sitting.world.give_back(person)
    (declared,) = (path for path in paths if path.suffix == ".zgcdecl")
    assert sitting.refusal(declared) == "collect.sealed"
    (scores,) = (path for path in paths if path.suffix == ".zgcscore")
    assert sitting.refusal(scores) == "collect.aggregated"
    chair = sitting.chair
    late = deliberating.open_discussion(chair.desk, chair.round, sitting.id(1), sitting.folder())
    assert sitting.refusal(late.path) == "deliberation.state"
    assert content(sitting.secretary) == before


# -- absence


def test_an_absence_counts_once_secretary_and_chair_have_signed(at: At) -> None:
    """Rules §2.3: the secretary records the reason, the chair agrees."""
    sitting = at("short")
    sitting.id(0)
    code, secretary, chair = sitting.member(4).code, sitting.secretary, sitting.chair
    assert (
        refused(lambda: absences.sign_absent(secretary.desk, secretary.round, code, " ")) == "absent.reason"
    )
    signed = absences.sign_absent(secretary.desk, secretary.round, code, "因病请假")
    assert signed.path is None
    assert sitting.application().state == "REVIEWING"
    sitting.hand_in(absences.sign_absent(chair.desk, chair.round, code, "同意", folder=sitting.folder()))
    assert {sitting.application(n).state for n in range(3)} == {"LOCKED"}
    assert sitting.refusal(*scores_of(sitting, 4)) == "collect.absent"
    sitting.aggregate()
    assert (sitting.line().n_absent, sitting.line().n_effective) == (1, 4)
    sitting.collect(*sitting.decide())
    sitting.confirm()
    sitting.verified()


def scores_of(sitting: Sitting, n: int) -> list[Path]:
    """Return the score file of a member."""
    return [path for path in sitting.world.give_back(sitting.member(n)) if path.suffix == ".zgcscore"]


def test_an_absence_on_one_application_only(at: At) -> None:
    sitting = at("short")
    sitting.id(0)
    code, secretary, chair = sitting.member(4).code, sitting.secretary, sitting.chair
    sitting.hand_in(
        absences.sign_absent(chair.desk, chair.round, code, "同意", sitting.id(1), sitting.folder())
    )
    absences.sign_absent(secretary.desk, secretary.round, code, "因病请假", sitting.id(1))
    assert [sitting.application(n).state for n in range(3)] == ["REVIEWING", "LOCKED", "REVIEWING"]


def test_who_may_be_called_absent_by_whom(at: At) -> None:
    sitting = at("short")
    sitting.id(0)
    secretary, chair, member = sitting.secretary, sitting.chair, sitting.member(1)
    other = sitting.member(4).code

    def absent(person: Any, code: str, application: str | None = None) -> str:
        return refused(lambda: absences.sign_absent(person.desk, person.round, code, "因病", application))

    assert absent(secretary, member.code) == "absent.sheet"
    assert absent(member, other) == "consent.role"
    assert absent(chair, chair.code) == "absent.self"
    assert absent(chair, chair.code, sitting.id(0)) == "absent.self"
    assert absent(secretary, "专家99") == "deliberation.member"
    assert absent(secretary, "专家99", sitting.id(0)) == "deliberation.member"
    assert absent(secretary, member.code, sitting.id(0)) == "absent.sheet"
    body = ConsentBody(act="absent", answer="yes", values={"code": other}, text="x")
    assert sitting.refusal(sitting.forge(member, body)) == "consent.role"


# -- rulings


def rule(sitting: Sitting, n: int, answer: str, *by: int, application: int = 0) -> None:
    """Let secretary (-1) and members rule on what a member declared."""
    code = sitting.member(n).code
    for place in by:
        person = sitting.secretary if place < 0 else sitting.member(place)
        signed = ruling_signing.sign_ruling(
            person.desk,
            person.round,
            sitting.id(application),
            code,
            "R12",
            answer,
            sitting.folder(),  # type: ignore[arg-type]
        )
        sitting.collect(signed.path)


def waiting(sitting: Sitting) -> list[tuple[str, tuple[str, ...], tuple[str, ...]]]:
    """Return what waits for a ruling."""
    with sitting.secretary.desk.vault.begin() as uow:
        row = sitting.secretary.round
        found = ruling_signing.waiting_rulings(uow, row, state_of(uow, row))
    return [(one.code, one.rules, one.signed) for one in found]


def doubtful(at: At) -> Sitting:
    """Return a round in which the second expert waits for a ruling on the first application."""
    sitting = at("doubt")
    sitting.id(0)
    return sitting


def test_a_round_waits_for_the_ruling(at: At) -> None:
    """Rules §4.2: until the ruling the application stays closed; it is not combined without."""
    sitting = doubtful(at)
    assert sitting.own(sitting.member(1)).state == "PENDING"
    assert [sitting.application(n).state for n in range(3)] == ["REVIEWING", "LOCKED", "LOCKED"]
    assert waiting(sitting) == [(sitting.member(1).code, ("R12",), ())]
    assert lines_of(sitting, 1) == [("1", "R12", "recused")]
    rule(sitting, 1, "open", -1)
    assert waiting(sitting) == [(sitting.member(1).code, ("R12",), (sitting.secretary.code,))]
    assert sitting.application().state == "REVIEWING"


def test_ruled_open_by_both_the_next_letter_opens_it(at: At) -> None:
    sitting = doubtful(at)
    rule(sitting, 1, "open", -1, 0)
    assert waiting(sitting) == []
    assert lines_of(sitting, 1) == [("1", "R12", "open")]
    person = sitting.member(1)
    sitting.letters(person)
    own = sitting.own(person)
    assert (own.state, own.identity is None) == ("OPEN", False)
    fill(person, sitting.id(0), level(70)(0))
    sheets.lock(person.desk, person.round, [sitting.id(0)])
    declaring.declare(person.desk, person.round)
    assert sitting.own(person).state == "LOCKED"
    sitting.give_back(person)
    assert sitting.application().state == "LOCKED"
    sitting.aggregate()
    assert sitting.line().n_effective == 5


@pytest.mark.parametrize(("first", "second"), [("closed", "closed"), ("open", "closed"), ("closed", "open")])
def test_ruled_closed_or_differing_it_is_a_recusal(at: At, first: str, second: str) -> None:
    """Rules §4.2: they differ → H."""
    sitting = doubtful(at)
    rule(sitting, 1, first, -1)
    rule(sitting, 1, second, 0)
    assert lines_of(sitting, 1) == [("1", "R12", "recused")]
    assert sitting.application().state == "LOCKED"
    person = sitting.member(1)
    sitting.letters(person)
    own = sitting.own(person)
    assert (own.state, own.reason, own.identity) == ("RECUSED", "R12", None)
    sitting.give_back(person)
    sitting.aggregate()
    assert sitting.line().n_recused == 1
    sitting.collect(*sitting.decide())
    sitting.confirm()
    sitting.verified()


def test_who_may_rule(at: At) -> None:
    sitting = doubtful(at)
    code = sitting.member(1).code

    def ruled(person: Any, who: str = code, rule_id: str = "R12", application: int = 0) -> str:
        return refused(
            lambda: ruling_signing.sign_ruling(
                person.desk, person.round, sitting.id(application), who, rule_id, "open"
            )
        )

    assert ruled(sitting.member(1)) == "consent.role"
    assert ruled(sitting.member(2)) == "consent.role"
    assert ruled(sitting.chair, sitting.chair.code) == "ruling.self"
    assert ruled(sitting.chair, "专家99") == "deliberation.member"
    assert ruled(sitting.secretary, code, "R99") == "ruling.rule"
    values = {"code": code, "rule": "R12"}
    body = ConsentBody(act="ruling", application=sitting.id(0), answer="open", values=values)
    assert sitting.refusal(sitting.forge(sitting.world.observer, body)) == "consent.chair"
    assert sitting.refusal(sitting.forge(sitting.member(2), body)) == "consent.role"


def test_by_the_settings_secretary_and_observer_rule(at: At) -> None:
    """Rules §13, v_ruling: the observer's vault knows no application, only its id."""
    sitting = at("watched")
    code, observer, secretary = sitting.member(1).code, sitting.world.observer, sitting.secretary
    application = sitting.id(0)

    def ruled(person: Any, answer: str = "open") -> SignedAct:
        return ruling_signing.sign_ruling(
            person.desk,
            person.round,
            application,
            code,
            "R12",
            answer,
            sitting.folder(),  # type: ignore[arg-type]
        )

    assert refused(lambda: ruled(sitting.member(2))) == "consent.role"
    assert refused(lambda: ruled(sitting.chair)) == "consent.chair"
    ruled(secretary)
    assert [one[0] for one in waiting(sitting)] == [code]
    sitting.hand_in(ruled(observer))
    assert waiting(sitting) == []
    assert lines_of(sitting, 1) == [("1", "R12", "open")]
    sitting.hand_in(ruled(observer, "closed"))
    assert lines_of(sitting, 1) == [("1", "R12", "recused")]


def test_what_was_declared_after_a_ruling_is_not_covered_by_it(at: At) -> None:
    sitting = doubtful(at)
    rule(sitting, 1, "open", -1, 0)
    person = sitting.member(1)
    sitting.letters(person)
    tick(sitting)
    other = declaring.GivenAnswer("R18", "yes", "参加过该单位举办的联谊活动若干次")
    sitting.declare(person, {0: [DOUBT, other]})
    assert sitting.own(person).state == "PENDING"
    sitting.collect(*(path for path in sitting.world.give_back(person) if path.suffix == ".zgcdecl"))
    assert [one[0] for one in waiting(sitting)] == [person.code]


def tick(sitting: Sitting) -> None:
    """Let the clock show the next second: times are whole seconds."""
    import time  # noqa: PLC0415 - used here alone

    clock = sitting.secretary.desk.clock
    before = clock.now()
    while clock.now() == before:
        time.sleep(0.05)


def test_a_late_doubt_closes_until_the_ruling_and_the_sheet_counts_again(at: At) -> None:
    sitting = at("five")
    sitting.id(0)
    sitting.aggregate()
    value = sitting.line().after.value
    person = sitting.member(1)
    sitting.declare(person, {0: [DOUBT]})
    sitting.give_back(person)
    assert (sitting.line().n_recused, sitting.own(person).state) == (1, "PENDING")
    rule(sitting, 1, "open", 0, -1)
    line = sitting.line()
    assert (line.n_recused, line.after.value) == (0, value)
    with sitting.secretary.desk.vault.begin() as uow:
        causes = [one.cause for one in earlier_values(uow, sitting.secretary.round)[sitting.id(0)]]
    assert causes == ["recusal", "opened"]
    sitting.letters(person)
    assert sitting.own(person).state == "LOCKED"
    sitting.collect(*sitting.decide())
    sitting.confirm()
    sitting.verified()


def test_a_conflict_that_the_office_found_is_ruled_closed_without_a_declaration(at: At) -> None:
    sitting = at("five")
    sitting.id(0)
    sitting.aggregate()
    rule(sitting, 1, "closed", -1, 0)
    assert lines_of(sitting, 1) == [("1", "R12", "recused")]
    assert sitting.line().n_recused == 1
    sitting.letters(sitting.member(1))
    own = sitting.own(sitting.member(1))
    assert (own.state, own.identity) == ("RECUSED", None)


def test_the_chairs_own_doubt_is_ruled_by_secretary_and_acting_chair(at: At) -> None:
    sitting = at("five")
    sitting.id(0)
    sitting.aggregate()
    chair, secretary, acting = sitting.chair, sitting.secretary, sitting.member(2)
    sitting.declare(chair, {0: [DOUBT]})
    sitting.give_back(chair)
    panel_chairs.name_acting_chair(secretary.desk, secretary.round, acting.code, [sitting.id(0)])
    sitting.panel(acting)
    rule(sitting, 0, "open", -1, 2)
    assert sitting.line().n_recused == 0
    assert lines_of(sitting, 0) == [("1", "R12", "open")]
