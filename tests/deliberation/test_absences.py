"""Absence (rules §2.3): the secretary records the reason, the chair agrees."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from sitting_harness import CONFLICT, Sitting, refused

from zgc_review.domain.bodies import ConsentBody
from zgc_review.errors import AggregationError
from zgc_review.services import (
    absences,
)

At = Callable[[str], Sitting]


def test_an_absence_counts_once_secretary_and_chair_have_signed(at: At) -> None:
    """Rules §2.3: the secretary records the reason, the chair agrees."""
    sitting = at("short")
    code, secretary, chair = sitting.member(4).code, sitting.secretary, sitting.chair
    assert (
        refused(lambda: absences.sign_absent(secretary.desk, secretary.round, code, " ")) == "absent.reason"
    )
    signed = absences.sign_absent(secretary.desk, secretary.round, code, "因病请假")
    assert signed.path is None
    assert sitting.application().state == "REVIEWING"
    sitting.hand_in(absences.sign_absent(chair.desk, chair.round, code, "同意", folder=sitting.folder()))
    assert {sitting.application(n).state for n in range(3)} == {"LOCKED"}
    assert sitting.refusal(*sitting.scores(sitting.member(4))) == "collect.absent"
    sitting.aggregate()
    assert (sitting.line().n_absent, sitting.line().n_effective) == (1, 4)
    sitting.collect(*sitting.decide())
    sitting.confirm()
    sitting.verified()


def test_an_absence_on_one_application_only(at: At) -> None:
    sitting = at("short")
    code, secretary, chair = sitting.member(4).code, sitting.secretary, sitting.chair
    sitting.hand_in(
        absences.sign_absent(chair.desk, chair.round, code, "同意", sitting.id(1), sitting.folder())
    )
    absences.sign_absent(secretary.desk, secretary.round, code, "因病请假", sitting.id(1))
    assert [sitting.application(n).state for n in range(3)] == ["REVIEWING", "LOCKED", "REVIEWING"]


def test_an_absence_agreed_by_a_chair_who_is_recused_later_is_agreed_anew(at: At) -> None:
    """Until the acting chair agrees nothing is computed; the refusal names the application as people do."""
    sitting = at("short")
    code, secretary, chair = sitting.member(4).code, sitting.secretary, sitting.chair
    for n in range(3):
        absences.sign_absent(secretary.desk, secretary.round, code, "因病请假", sitting.id(n))
        agreed = absences.sign_absent(chair.desk, chair.round, code, "同意", sitting.id(n), sitting.folder())
        sitting.hand_in(agreed)
    sitting.aggregate()
    sitting.collect(*sitting.decide())
    sitting.confirm()
    sitting.declare(chair, {0: [CONFLICT]})
    sitting.give_back(chair)
    with pytest.raises(AggregationError) as fault:
        sitting.line(1)
    assert fault.value.code == "aggregation.sheet.missing"
    assert fault.value.params == {"application": "ZGC-0001", "code": code}
    acting = sitting.member(2)
    sitting.name_acting(acting)
    sitting.take(acting, sitting.panel_file(acting))
    sitting.hand_in(
        absences.sign_absent(acting.desk, acting.round, code, "同意", sitting.id(0), sitting.folder())
    )
    assert (sitting.line().n_absent, sitting.line().n_recused, sitting.line().n_effective) == (1, 1, 3)
    assert [sitting.application(n).state for n in range(3)] == ["AGGREGATED", "DELIBERATED", "DELIBERATED"]
    sitting.panel(acting)
    sitting.collect(*sitting.decide("RESERVE", "", "", by=acting))
    sitting.confirm()
    sitting.verified()


def test_who_may_be_called_absent_by_whom(at: At) -> None:
    sitting = at("short")
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
