"""The matrix as the secretary looks at it; weighing a change and looking up an alternate keep nothing."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from assigning_harness import Single

from zgc_review.errors import Cancelled, GateError
from zgc_review.services import assigning, assigning_alternate
from zgc_review.services.assigning_change import Change, weigh
from zgc_review.services.assigning_matrix import Matrix, matrix_of
from zgc_review.services.assigning_record import assignments_of

At = Callable[[str], Single]


def matrix(single: Single) -> Matrix:
    with single.desk.vault.begin() as uow:
        return matrix_of(uow, single.row)


def facts(single: Single) -> tuple[int, int]:
    """Return how many acts of assigning and events there are."""
    with single.desk.vault.begin() as uow:
        return len(assignments_of(uow, single.row)), uow.events.count(single.row.round_id)


def test_before_assigning_every_application_waits(at: At) -> None:
    shown = matrix(at("drawn"))
    assert shown.waiting == len(shown.lines) == 4
    assert all(one.experts == () and not one.may_change and one.need == 5 for one in shown.lines)
    assert {one.most for one in shown.experts} == {None}
    assert not shown.is_seated


def test_lines_loads_and_bars_are_those_of_the_table(at: At) -> None:
    single = at("assigned")
    number = single.outside("ZGC-0001")[0]
    single.tie(number, employer=single.unit("ZGC-0001"))
    shown = matrix(single)
    table, codes = single.table(), single.codes()
    for line in shown.lines:
        assert {codes[one] for one in line.experts} == set(table[line.number])
        assert line.may_change
    assert {codes[one.number]: one.load for one in shown.experts} == dict(single.loads())
    assert {one.most for one in shown.experts} == {2}
    assert ("ZGC-0001", number) in shown.bars
    assert shown.is_seated
    assert shown.is_in_force
    assert shown.waiting == 0


def test_before_the_draw_there_is_no_matrix(at: At) -> None:
    single = at("taken")
    with pytest.raises(GateError) as refusal:
        matrix(single)
    assert refusal.value.code == "draw.none"


def test_weighing_names_the_rule_and_keeps_nothing(at: At) -> None:
    single = at("assigned")
    before = facts(single)
    outside, inside = single.outside("ZGC-0001")[0], single.inside("ZGC-0001")[0]
    full = weigh(single.desk, single.row, Change("ZGC-0001", add=(outside,)))
    assert full.refusal is not None
    assert full.refusal.code == "assign.load"
    swap = Change("ZGC-0001", add=(outside,), drop=(inside,), most=3, size_reason="三人即可")
    fine = weigh(single.desk, single.row, swap)
    assert fine.refusal is None
    assert fine.experts == tuple(sorted({*single.inside("ZGC-0001"), outside} - {inside}))
    few = weigh(single.desk, single.row, Change("ZGC-0001", drop=(inside,)))
    assert few.refusal is not None
    assert few.refusal.code == "assign.effective"
    assert facts(single) == before


def test_the_next_alternate_is_the_one_who_is_called(at: At) -> None:
    single = at("assigned")
    before = facts(single)
    expert, skipped, _ = assigning_alternate.next_for(single.desk, single.row, "G01", ["ZGC-0001"])
    assert facts(single) == before
    card = single.person(expert.number).card.fingerprint
    called = assigning_alternate.call_for(single.desk, single.row, "G01", ["ZGC-0001"], "人数不足", card)
    assert (called.expert.number, called.skipped) == (expert.number, skipped)
    with pytest.raises(GateError) as refusal:
        assigning_alternate.next_for(single.desk, single.row, "G01", [])
    assert refusal.value.code == "assign.which"


def test_solving_tells_of_its_programs_and_a_stop_keeps_nothing(at: At) -> None:
    single = at("drawn")
    told: list[tuple[int, int]] = []

    def stop(done: int, total: int) -> None:
        told.append((done, total))
        raise Cancelled

    before = facts(single)
    order = assigning.Order(size_reason="试评审，三人即可")
    with pytest.raises(Cancelled):
        assigning.run(single.desk, single.row, order, stop)
    assert told == [(1, 2)]
    assert facts(single) == before
    done: list[int] = []
    outcome = assigning.run(single.desk, single.row, order, lambda count, _total: done.append(count))
    assert outcome.made is not None
    assert done == list(range(1, len(done) + 1))
