"""A late recusal leaves too few: somebody of the bench, or an alternate, is called for that application."""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest
from assigning_harness import FLAT, Single
from services_forgery import refusal
from services_harness import Person, fill

from zgc_review.services import (
    aggregating,
    assigning_alternate,
    declaring,
    drawing_alternates,
    following,
    panel,
    panel_view,
    sharing,
)
from zgc_review.services.assigning_change import Change, change
from zgc_review.services.assigning_view import assignment_view
from zgc_review.services.consents import sign_consent
from zgc_review.services.declaring import GivenAnswer
from zgc_review.services.rounds import signed_versions

At = Callable[[str], Single]
FIRST, SECOND = "ZGC-0001", "ZGC-0002"


def recuse(single: Single, number: str, expert: str) -> Person:
    """Let an expert declare R03 late and hand that in."""
    person = single.person(expert)
    application = single.application(number).application_id
    declaring.answer(person.desk, person.round, application, [GivenAnswer("R03", "yes", "两年前曾任职")])
    declaring.declare(person.desk, person.round)
    single.hand_in(person)
    return person


def findings(single: Single) -> list[tuple[object, object]]:
    with single.desk.vault.begin() as uow:
        view = assignment_view(uow, single.row)
    return [
        (one.params["number"], one.params["effective"]) for one in view.findings if one.code.endswith("p02")
    ]


def join(single: Single, person: Person, *, again: bool) -> None:
    """Let a newcomer open the letter, declare and score."""
    single.open(person)
    if again:
        declaring.answer_rest(person.desk, person.round)
        declaring.declare(person.desk, person.round)
    else:
        single.world.declare_none(person)
    single.score(person, 70, FIRST)
    single.hand_in(person)


def test_p02_somebody_of_the_bench_is_added_after_a_late_recusal(at: At, tmp_path: Path) -> None:
    """4.2: the sheet is out, n is 2: LOCKED goes back, a fourth expert scores, the result is verified."""
    single = at("locked")
    expert = next(one for one in single.inside(FIRST) if single.person(one) is not single.chair)
    recuse(single, FIRST, expert)
    assert findings(single) == [(FIRST, 2)]
    came = single.outside(FIRST)[0]
    wanted = Change(FIRST, add=(came,), reason="回避后不足三人", size_reason=FLAT, most=3)
    assert change(single.desk, single.row, wanted).version is not None
    single.agree(3)
    assert single.application(FIRST).state == "LOCKED"
    single.pack()
    assert single.application(FIRST).state == "REVIEWING"
    assert single.application(SECOND).state == "LOCKED"
    join(single, single.person(came), again=True)
    assert {one.state for one in single.applications()} == {"LOCKED"}
    assert findings(single) == []
    single.decide()
    with single.desk.vault.begin() as uow:
        lines = aggregating.current_aggregate(uow, single.row).applications
    line = next(one for one in lines if one.application == single.application(FIRST).application_id)
    assert (line.n_effective, line.n_recused, line.n_received) == (3, 1, 3)
    assert line.after.value is not None
    sealed = single.seal()
    done = single.verify(sealed, single.unseal(sealed, tmp_path / "opened"))
    assert done.returncode == 0, done.stdout


def test_an_alternate_is_called_for_one_application_alone(at: At) -> None:
    """§3.3: conflicts pass over by rule; the member who joins gets this application and no other."""
    single = at("opened")
    first, second = (single.numbers()[one] for one in single.draw.group("G01").alternates)
    single.tie(first, employer=single.unit(FIRST))
    recuse(single, FIRST, single.inside(FIRST)[0])
    assert findings(single) == [(FIRST, 2)]
    card = single.person(second).card.fingerprint
    called = assigning_alternate.call_for(single.desk, single.row, "G01", [FIRST], "回避后不足三人", card)
    assert called.expert.number == second
    assert [(single.numbers()[one], rule) for one, rule in called.skipped] == [(first, "R02")]
    single.agree(3)
    before = len(single.table()[SECOND])
    assert (len(single.table()[FIRST]), before) == (4, 3)
    single.pack()
    newcomer = single.person(second)
    single.open(newcomer)
    assert single.held(newcomer) == {FIRST: "OPEN"}
    assert newcomer.code == "专家07"
    join(single, newcomer, again=False)
    with single.desk.vault.begin() as uow:
        leaves = [one.leaf for one in uow.events.all(single.row.round_id)]
    calls = [json.loads(one)["data"] for one in leaves if b'"draw.called"' in one]
    assert [sorted(one) for one in calls] == [["call", "draw", "group", "reason"]]  # who was called: nowhere


def test_a_call_whose_version_was_refused_does_not_stand(at: At) -> None:
    """§3.3: secretary and chair consent; without them the same alternate is the next one."""
    single = at("opened")
    first = single.numbers()[single.draw.group("G01").alternates[0]]
    recuse(single, FIRST, single.inside(FIRST)[0])
    card = single.person(first).card.fingerprint
    call = (single.desk, single.row, "G01", [FIRST])
    assert assigning_alternate.call_for(*call, "回避后不足三人", card).expert.number == first
    chair = single.chair
    paths = sharing.publish_round(single.desk, single.row, single.world.folder / "v3")
    chair.row = following.follow_round(chair.desk, paths, single.world.code(3))
    with chair.desk.vault.begin() as uow:
        about = signed_versions(uow, chair.round)[-1].message_id
    message = sign_consent(chair.desk, chair.round, "round", "no", about=about)
    path = sharing.write_to_secretary(chair.desk, chair.round, message, single.world.folder / "no")
    single.world.collect([path])
    assert [one.is_refused for one in single.draw.calls] == [True]
    assert len(single.table()[FIRST]) == 3
    expert, _, _ = assigning_alternate.next_for(*call)
    assert expert.number == first
    assert assigning_alternate.call_for(*call, "回避后不足三人", card).expert.number == first
    single.agree(4)
    assert [one.is_refused for one in single.draw.calls] == [True, False]
    assert len(single.table()[FIRST]) == 4


def test_p03_and_p05_pass_over_alternates(at: At) -> None:
    single = at("opened")
    first, second = (single.numbers()[one] for one in single.draw.group("G01").alternates)
    recused, stays = single.inside(FIRST)[:2]
    recuse(single, FIRST, recused)
    single.tie(first, employer="同一研究院")
    single.tie(stays, employer="同一研究院")
    card = single.person(second).card.fingerprint
    called = assigning_alternate.call_for(single.desk, single.row, "G01", [FIRST], "回避后不足三人", card)
    assert [(single.numbers()[one], rule) for one, rule in called.skipped] == [(first, "P03")]
    assert called.expert.number == second


def test_p05_an_alternate_who_fills_the_place_comes_first(at: At) -> None:
    """The recused one held finance; the first alternate does not, the second does."""
    single = at("opened")
    first, second = (single.numbers()[one] for one in single.draw.group("G01").alternates)
    recused = single.inside(FIRST)[0]
    single.tie(recused, roles=["finance"])
    single.tie(second, roles=["finance"])
    recuse(single, FIRST, recused)
    card = single.person(second).card.fingerprint
    called = assigning_alternate.call_for(single.desk, single.row, "G01", [FIRST], "回避后不足三人", card)
    assert [(single.numbers()[one], rule) for one, rule in called.skipped] == [(first, "P05")]
    assert (called.expert.number, called.roles_lost) == (second, ())


def test_nobody_left_on_the_list(at: At) -> None:
    single = at("opened")
    for one in single.draw.group("G01").alternates:
        single.tie(single.numbers()[one], employer=single.unit(FIRST))
    call = (single.desk, single.row, "G01", [FIRST], "回避后不足三人", None)
    assert refusal(lambda: assigning_alternate.call_for(*call)).code == "draw.exhausted"


def test_calls_that_name_no_application(at: At) -> None:
    single = at("assigned")
    call = (single.desk, single.row, "G01")
    for act in (
        lambda: drawing_alternates.call_up(*call, None, "不能到会"),
        lambda: assigning_alternate.call_for(*call, [], "不能到会", None),
    ):
        assert refusal(act).code == "assign.which"
    early = at("drawn")
    early.assign()
    given = (early.desk, early.row, "G01", [FIRST], "不能到会", None)
    assert refusal(lambda: assigning_alternate.call_for(*given)).code == "assign.which"


def locked(single: Single, number: str) -> None:
    """Let every expert of an application score it and hand that in."""
    for expert in single.inside(number):
        single.score(single.person(expert), 70, number)
        single.hand_in(single.person(expert))


def test_applications_are_combined_one_by_one(at: At) -> None:
    """One application is locked, others are under review: it is combined and shown, they go on."""
    single = at("opened")
    locked(single, FIRST)
    states = {one.number: one.state for one in single.applications()}
    assert states[FIRST] == "LOCKED"
    assert {state for number, state in states.items() if number != FIRST} == {"REVIEWING"}
    result = aggregating.aggregate_round(single.desk, single.row)
    assert [one.application for one in result.applications] == [single.application(FIRST).application_id]
    assert refusal(lambda: aggregating.aggregate_round(single.desk, single.row)).code == "aggregate.nothing"


def test_6_10_who_owes_a_sheet_sees_no_others(at: At) -> None:
    """The chair's panel file waits for the chair's own sheets, not for everybody's."""
    single = at("opened")
    code = single.chair.code
    write = partial(panel.write_panel, single.desk, single.row, "G01", code, single.world.folder / "panel")
    assert refusal(write).code == "panel.sealed"  # nothing is locked yet
    first, second = (number for number, codes in single.table().items() if code in codes)
    locked(single, first)
    fault = refusal(write)
    assert (fault.code, fault.params) == ("panel.owing", {"group": "G01", "code": code, "count": 1})
    locked(single, second)
    assert {one.state for one in single.applications()} == {"LOCKED", "REVIEWING"}
    single.show_chair()
    lines = panel_view.show_panel(single.chair.desk, single.chair.round, "G01").lines
    assert sorted(one.number for one in lines) == sorted(
        one.number for one in single.applications() if one.state == "LOCKED"
    )


@pytest.mark.parametrize("leads", [True, False])
def test_the_round_chair_leads_where_not_assigned(at: At, leads: bool) -> None:
    """Record and documents of every application; a sheet only where assigned."""
    single = at("opened")
    held = single.held(single.chair)
    assert sorted(held) == sorted(single.table())
    for number, codes in single.table().items():
        assert (held[number] == "LEAD") is (single.chair.code not in codes)
    number = next(one for one, state in held.items() if (state == "LEAD") is leads)
    application = single.application(number).application_id
    if leads:
        assert refusal(lambda: fill(single.chair, application, [70] * 5)).code == "score.closed"
    else:
        fill(single.chair, application, [70] * 5)


def test_c8_a_letter_holds_nothing_of_what_is_not_assigned(at: At) -> None:
    single = at("opened")
    for person in single.members():
        if person is not single.chair:
            mine = {one for one, codes in single.table().items() if person.code in codes}
            assert set(single.held(person)) == mine
            with person.desk.vault.begin() as uow:
                letter = uow.messages.find(person.round.round_id, "assignment")[-1]
                known = {one.number for one in uow.applications.all(person.round.round_id)}
            assert known == mine
            others = [one for one in single.applications() if one.number not in mine]
            assert not any(one.application_id.encode() in letter.payload for one in others)
