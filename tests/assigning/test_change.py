"""Changing the experts of one application by hand: what takes effect when, and which rule forbids it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from assigning_harness import FLAT, Single
from services_forgery import refusal

from zgc_review.services import absences, aggregating, declaring, drawing_alternates, taking_in
from zgc_review.services.assigned import table_digest
from zgc_review.services.assigning_change import Change, Changes, change
from zgc_review.services.declaring import GivenAnswer

At = Callable[[str], Single]
FIRST, SECOND = "ZGC-0001", "ZGC-0002"


def do(single: Single, number: str = FIRST, **wanted: Any) -> Changes:
    given = {"reason": "专业更对口", "size_reason": FLAT, "most": 4, **wanted}
    return change(single.desk, single.row, Change(number=number, **given))


def refused(single: Single, number: str = FIRST, **wanted: Any) -> tuple[str, dict[str, Any]]:
    fault = refusal(lambda: do(single, number, **wanted))
    return fault.code, fault.params


def test_before_version_2_a_change_is_part_of_the_plan(at: At) -> None:
    single = at("drawn")
    single.assign()
    came, went = single.outside(FIRST)[0], single.inside(FIRST)[0]
    made = do(single, add=(came,), drop=(went,))
    assert made.version is None
    assert (came in made.experts, went in made.experts) == (True, False)
    single.seat()
    assert single.state().assignment == made.made.table
    codes = single.codes()
    assert codes[came] in single.table()[FIRST]
    assert codes[went] not in single.table()[FIRST]


def test_an_alternate_called_after_the_plan_makes_it_void(at: At) -> None:
    """The plan names somebody who is gone: version 2 carries no assignment until it is made anew."""
    single = at("drawn")
    single.assign()
    gone = single.numbers()[single.draw.drawn[0].members[0]]
    drawing_alternates.call_up(single.desk, single.row, "G01", gone, "因病不能到会")
    single.seat()
    assert single.state().assignment is None
    made = single.assign()
    assert made.version is not None
    assert single.table() == {}
    single.agree(3)
    assert {len(codes) for codes in single.table().values()} == {3}


def test_after_version_2_a_change_waits_for_the_round_chair(at: At) -> None:
    single = at("packed")
    before = single.table()
    came, went = single.outside(FIRST)[0], single.inside(FIRST)[0]
    made = do(single, add=(came,), drop=(went,))
    assert made.version is not None
    assert single.table() == before
    again = refusal(lambda: do(single, SECOND, add=(single.outside(SECOND)[0],)))
    assert again.code == "round.amend.pending"
    single.agree(3)
    after, codes = single.table(), single.codes()
    assert {*after[FIRST]} == {*before[FIRST]} - {codes[went]} | {codes[came]}
    assert {number: one for number, one in after.items() if number != FIRST} == {
        number: one for number, one in before.items() if number != FIRST
    }
    ids = {one.number: one.application_id for one in single.applications()}
    assert single.state().assignment == table_digest({ids[number]: one for number, one in after.items()})


def test_a_late_application_is_assigned_beside_the_others(at: At) -> None:
    """Loads are counted over everything; what is in force stays; the newcomer joins with version 3."""
    single = at("packed")
    before, known = single.table(), single.application(FIRST)
    late = replace(known, application_id="ab" * 16, number="ZGC-0099", state="ELIGIBLE", group=None)
    with single.desk.vault.begin() as uow:
        uow.applications.add(late)
        uow.commit()
    made = single.assign()
    assert made.made is not None, made.findings
    assert made.version is not None
    assert (made.made.least, made.made.most, len(made.made.changes)) == (2, 3, 1)
    single.agree(3)
    after = single.table()
    assert {number: codes for number, codes in after.items() if number != late.number} == before
    assert len(after[late.number]) == 3
    assert set(single.loads().values()) == {2, 3}
    assert taking_in.assign_groups(single.desk, single.row) == 1


def test_nothing_is_given_to_the_bench_before_the_assignment_is_in_force(at: At) -> None:
    single = at("drawn")
    single.seat()
    fault = refusal(lambda: taking_in.assign_groups(single.desk, single.row))
    assert (fault.code, fault.params) == ("assign.none", {"count": 4})


def test_the_next_letters_give_and_take(at: At) -> None:
    """The one who was taken off loses the key; the one who came must declare before scoring."""
    single = at("opened")
    came, went = single.others(single.outside(FIRST))[0], single.others(single.inside(FIRST))[0]
    do(single, add=(came,), drop=(went,))
    single.agree(3)
    single.pack()
    single.open(single.person(went))
    assert single.held(single.person(went))[FIRST] == "RECUSED"
    with single.person(went).desk.vault.begin() as uow:
        gone = uow.applications.get(single.application(FIRST).application_id)
    assert gone is not None
    assert gone.identity is None
    newcomer = single.person(came)
    single.open(newcomer)
    assert single.held(newcomer)[FIRST] == "OPEN"
    assert refusal(lambda: single.score(newcomer, 70)).code == "score.undeclared"
    declaring.answer_rest(newcomer.desk, newcomer.round)
    declaring.declare(newcomer.desk, newcomer.round)
    single.score(newcomer, 70)
    single.hand_in(newcomer)


def test_the_round_chair_begins_to_score_what_was_only_led(at: At) -> None:
    """Nobody declares twice: the chair answered for every application before."""
    single = at("opened")
    chair = next(number for number, code in single.codes().items() if code == single.chair.code)
    led = next(number for number, codes in single.table().items() if single.chair.code not in codes)
    assert single.held(single.chair)[led] == "LEAD"
    do(single, led, add=(chair,), drop=(single.inside(led)[0],))
    single.agree(3)
    single.pack()
    single.open(single.chair)
    assert single.held(single.chair)[led] == "OPEN"
    single.score(single.chair, 70, led)
    single.hand_in(single.chair)
    back = next(number for number in single.table() if number != led and chair in single.inside(number))
    do(single, back, add=(single.outside(back)[0],), drop=(chair,))
    single.agree(4)
    single.pack()
    single.open(single.chair)
    assert single.held(single.chair)[back] == "LEAD"


def test_a_sheet_written_before_one_was_taken_off_is_left_out(at: At) -> None:
    """The rest of the score file is taken."""
    single = at("opened")
    went = single.others(single.inside(FIRST))[0]
    person = single.person(went)
    single.score(person, 70)
    paths = single.world.give_back(person)
    do(single, add=(single.outside(FIRST)[0],), drop=(went,))
    single.agree(3)
    arrivals = single.world.collect(paths)
    assert {one.outcome for one in arrivals} == {"new"}
    with single.desk.vault.begin() as uow:
        slots = {one.slot for one in uow.messages.find(single.row.round_id, "sheet")}
        left = [one.leaf for one in uow.events.all(single.row.round_id) if b'"sheet.left_out"' in one.leaf]
    assert single.application(FIRST).application_id not in slots
    assert (len(slots), len(left)) == (1, 1)


def test_such_a_sheet_alone_is_refused_by_name(at: At) -> None:
    single = at("opened")
    went = single.others(single.inside(FIRST))[0]
    person = single.person(went)
    single.score(person, 70, FIRST)
    paths = [one for one in single.world.give_back(person) if one.suffix == ".zgcscore"]
    do(single, add=(single.outside(FIRST)[0],), drop=(went,))
    single.agree(3)
    (arrival,) = single.world.collect(paths)
    assert arrival.error is not None
    assert arrival.error.code == "collect.taken_off"
    assert (arrival.error.params["number"], arrival.error.params["code"]) == (FIRST, person.code)


def test_changes_without_reason_or_content(at: At) -> None:
    single = at("assigned")
    came = single.outside(FIRST)[0]
    assert refused(single, add=(came,), reason=" ")[0] == "assign.grounds"
    assert refused(single)[0] == "assign.grounds"
    assert refused(single, "ZGC-0099", add=(came,))[0] == "application.unknown"


def test_who_is_not_on_the_bench_or_the_list(at: At) -> None:
    single = at("assigned")
    outsider = next(f"E{n:03d}" for n in range(1, 9) if f"E{n:03d}" not in single.codes())
    assert refused(single, add=(outsider,)) == ("assign.bench", {"number": outsider})
    inside, outside = single.inside(FIRST), single.outside(FIRST)
    for wanted in (
        {"add": (inside[0],)},
        {"drop": (outside[0],)},
        {"add": (outside[0], outside[0])},
        {"add": (inside[0],), "drop": (inside[0],)},
    ):
        assert refused(single, **wanted)[0] == "assign.member"


def test_the_rule_of_a_conflict_is_named(at: At) -> None:
    """R02 (H) bars while it stands; R12 (V) until two people have ruled."""
    single = at("assigned")
    first, second = single.outside(FIRST)[:2]
    single.tie(first, employer=single.unit(FIRST))
    assert refused(single, add=(first,)) == (
        "assign.recused",
        {"number": FIRST, "expert": first, "rule": "R02"},
    )
    single.tie(second, prior_roles=[{"kind": "recommendation", "measure": FIRST}])
    assert refused(single, add=(second,)) == (
        "assign.waiting",
        {"number": FIRST, "expert": second, "rule": "R12"},
    )


def test_p03_names_both_colleagues(at: At) -> None:
    single = at("assigned")
    came, there = single.outside(FIRST)[0], single.inside(FIRST)[0]
    single.tie(came, employer="同一研究院")
    single.tie(there, employer="同一研究院")
    code, params = refused(single, add=(came,))
    assert (code, {params["first"], params["second"]}) == ("assign.persons", {came, there})
    assert came in do(single, add=(came,), drop=(there,)).experts


def test_p01_and_p02_name_the_number(at: At) -> None:
    single = at("assigned")
    inside, outside = single.inside(FIRST), single.outside(FIRST)
    code, params = refused(single, add=(outside[0],), size_reason="")
    assert (code, params) == ("assign.size", {"number": FIRST, "size": 4, "least": 5})
    code, params = refused(single, drop=(inside[0],))
    assert (code, params) == ("assign.effective", {"number": FIRST, "effective": 2, "least": 3})
    made = do(single, add=tuple(outside[:2]), size_reason="")
    assert len(made.experts) == 5


def test_the_load_that_was_set_holds_unless_it_is_raised(at: At) -> None:
    single = at("assigned")
    came, went = single.outside(FIRST)[0], single.inside(FIRST)[0]
    code, params = refused(single, add=(came,), drop=(went,), most=None)
    assert (code, params) == ("assign.load", {"expert": came, "load": 2, "most": 2})
    assert came in do(single, add=(came,), drop=(went,), most=3).experts


def test_who_was_taken_off_after_a_letter_does_not_come_back(at: At) -> None:
    single = at("packed")
    came = single.outside(FIRST)[0]
    went = single.others(single.inside(FIRST))[0]
    do(single, add=(came,), drop=(went,))
    single.agree(3)
    assert refused(single, add=(went,))[0] == "assign.returned"


def test_sheets_and_recusals_keep_their_writers_on_record(at: At) -> None:
    single = at("opened")
    inside, outside = single.inside(FIRST), single.outside(FIRST)
    scored = single.person(inside[0])
    single.score(scored, 70)
    single.hand_in(scored)
    assert refused(single, add=(outside[0],), drop=(inside[0],))[0] == "assign.sheet"
    recused = single.person(inside[1])
    given = [GivenAnswer("R03", "yes", "两年前曾任职")]
    declaring.answer(recused.desk, recused.round, single.application(FIRST).application_id, given)
    declaring.declare(recused.desk, recused.round)
    single.hand_in(recused)
    assert refused(single, add=(outside[0],), drop=(inside[1],))[0] == "assign.sheet"


def test_the_absent_are_not_assigned(at: At) -> None:
    single = at("opened")
    away = single.others(single.outside(FIRST))[0]
    code = single.codes()[away]
    absences.sign_absent(single.desk, single.row, code, "住院")
    folder = single.world.folder / "absent"
    path = absences.sign_absent(single.chair.desk, single.chair.round, code, "住院", folder=folder).path
    assert path is not None
    single.world.collect([path])
    assert refused(single, add=(away,))[0] == "assign.away"


def test_nothing_changes_once_an_application_is_combined(at: At) -> None:
    single = at("locked")
    aggregating.aggregate_round(single.desk, single.row)
    code, params = refused(single, add=(single.outside(FIRST)[0],))
    assert (code, params) == ("assign.state", {"number": FIRST, "state": "AGGREGATED"})
