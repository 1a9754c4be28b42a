"""Rotation over rounds of one vault (P08)."""

from __future__ import annotations

from typing import Any

import pytest
from desk_harness import SETTINGS
from draw_harness import drawn, roster
from services_harness import SUB, amend_round

from zgc_review.domain.ids import new_id
from zgc_review.domain.round_bodies import AmendmentBody, GroupSeats, Member
from zgc_review.domain.rows import ApplicationRow, ExpertRow, SeatRow
from zgc_review.services import following, rounds, sharing
from zgc_review.services.drawing_rotation import rotation_findings
from zgc_review.services.rounds import state_of
from zgc_review.services.trust import make_own_card, take_card, trust_card

CODE = "91110108MAXXXX015B"


def earlier_round(office: Any, year: int, number: str) -> None:
    """Put another round into the vault, in which an expert judged the applicant with CODE."""
    world, desk = office.world, office.desk
    kept = world.secretary.row
    make_own_card(desk, "秘书", "某中心")
    given = {**SETTINGS, "title": f"{year}年度", "call_year": year, "t0": f"{year}-11-22"}
    row = rounds.define_round(desk, given, world.catalogue, world.observer.card.card_id)
    world.secretary.row = row
    paths = sharing.publish_round(desk, row, world.folder / f"r{year}-{new_id()[:6]}")
    world.observer.row = following.follow_round(world.observer.desk, paths[:1], world.code(1))
    world.consent(world.observer)
    card = make_own_card(world.observer.desk, "某", "某单位")
    take_card(desk, card.payload)
    trust_card(desk, card.card_id, card.fingerprint)
    member = Member(code="专家01", role="expert", card=card.card_id, recipient=card.recipient, key=card.key)
    body = AmendmentBody(
        version=2, members=(member,), groups=(GroupSeats(id="G01", members=("专家01",), chair="专家01"),)
    )
    amend_round(desk, row, body)
    paths = sharing.publish_round(desk, row, world.folder / f"v{year}-{new_id()[:6]}")
    world.observer.row = following.follow_round(world.observer.desk, paths, None)
    world.consent(world.observer)
    expert_id, application_id = new_id(), new_id()
    with desk.vault.begin() as uow:
        uow.experts.put(ExpertRow(expert_id, row.round_id, number, {"name": "某"}))
        uow.seats.put(SeatRow(row.round_id, "专家01", expert_id, card.card_id, "", ""))
        record = {"unit_credit_code": CODE}
        uow.applications.add(
            ApplicationRow(
                application_id, row.round_id, "O-1", SUB, "G01", "SEALED", "", record, "0" * 64, None, None
            )
        )
        uow.commit()
    world.secretary.row = kept


def codes(office: Any, draw: Any) -> list[tuple[str, dict[str, Any]]]:
    with office.desk.vault.begin() as uow:
        found = rotation_findings(uow, office.row, state_of(uow, office.row), draw)
    return [(one.code, one.params) for one in found]


@pytest.mark.parametrize(("years", "warned"), [((2025, 2024), True), ((2025,), False), ((2025, 2023), False)])
def test_p08_same_applicant_three_years_running(office: Any, years: tuple[int, ...], warned: bool) -> None:
    for year in years:
        earlier_round(office, year, "E001")
    roster(office, 7)
    office.application(team=[])
    draw = drawn(office)
    found = codes(office, draw)
    assert [code for code, _ in found] == (["assignment.p08.applicant"] if warned else [])
    if warned:
        assert found[0][1]["years"] == 3
        assert found[0][1]["expert"] == office.experts["E001"]


def test_p08_more_than_three_rounds_a_year(office: Any) -> None:
    for _ in range(3):
        earlier_round(office, 2026, "E002")
    roster(office, 7)
    draw = drawn(office)
    assert [(code, params["rounds"]) for code, params in codes(office, draw)] == [
        ("assignment.p08.rounds", 4)
    ]
