"""Voiding a sheet (rules §2.3, §4.2): by two, kept, out of all statistics."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sitting_harness import Sitting, refused

from zgc_review.domain.bodies import ConsentBody
from zgc_review.export.form_values import ScoreSummary
from zgc_review.services import (
    aggregating,
    deciding,
    forms,
    sheets,
    voiding,
)
from zgc_review.services.panel_view import sheet_seen
from zgc_review.services.rounds import state_of
from zgc_review.services.tables_out import DecisionRow

At = Callable[[str], Sitting]


def summary(sitting: Sitting) -> ScoreSummary:
    """Return F08."""
    with sitting.secretary.desk.vault.begin() as uow:
        row = sitting.secretary.round
        result = aggregating.current_aggregate(uow, row)
        return forms.score_summary(uow, row, state_of(uow, row), result, sitting.secretary.desk.clock.now())


def test_a02_a_late_conflict_takes_one_sheet_out_and_keeps_the_value_before(at: At) -> None:
    """Acceptance A2: 90, 80, 70, withdraw 90 → 75.00; the earlier 80.00 stays as 原值."""
    sitting = at("three")
    sitting.aggregate()
    assert sitting.line().after.value == 8000
    sitting.collect(*sitting.decide())
    sitting.confirm()
    assert sitting.application().state == "DELIBERATED"
    sitting.panel()
    sheet = sitting.void(0, by=(-1,))
    assert sitting.line().after.value == 8000
    assert (
        sheet_seen(sitting.chair.desk, sitting.chair.round, sitting.id(0), sitting.chair.code, revision=False)
        == sheet
    )
    sitting.void(0, by=(0,))
    line = sitting.line()
    assert (line.after.value, line.n_void, line.n_effective, line.n_received) == (7500, 1, 2, 3)
    assert sitting.application().state == "AGGREGATED"
    assert sitting.earlier() == [(8000, "conflict")]
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
    sitting.aggregate()
    before = sitting.line().after
    sitting.void(1, by=(0,))
    assert sitting.line().after == before
    sitting.collect(*sitting.decide())
    assert refused(sitting.confirm) == "decide.void"
    sitting.void(1, by=(-1,))
    assert sitting.line().n_void == 1
    assert refused(sitting.confirm) == "decide.stale"


def test_a_sheet_is_voided_before_combining_too(at: At) -> None:
    """Rules §4.2: locked, before aggregation: VOID, kept, out of all statistics."""
    sitting = at("five")
    sitting.void(1, ground="integrity")
    person = sitting.member(1)
    sheets.reopen(person.desk, person.round, sitting.id(0), "更正笔误")
    sheets.lock(person.desk, person.round, [sitting.id(0)])
    assert sitting.refusal(*sitting.scores(sitting.member(1))) == "collect.void"
    sitting.aggregate()
    assert (sitting.line().n_void, sitting.line().n_effective) == (1, 4)
    assert sitting.application().state == "AGGREGATED"


def test_who_may_void_what(at: At) -> None:
    sitting = at("five")
    sitting.aggregate()
    code, member, secretary = sitting.member(1).code, sitting.member(2), sitting.secretary
    sheet = sitting.void(1, by=(-1,))

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
    assert sitting.earlier() == [(value, "integrity")]
    sitting.panel()
    sitting.collect(*sitting.decide())
    sitting.confirm()
    sitting.verified()
