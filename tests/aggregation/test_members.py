"""Whose sheets count: docs/bodies.md §4, rules §4.1, §4.2, P02."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from zgc_review.aggregation.aggregate import aggregate
from zgc_review.domain.bodies import (
    RecusalLine,
    VetoClaim,
)
from zgc_review.domain.results import ApplicationLine
from zgc_review.domain.round_bodies import (
    GroupSeats,
)
from zgc_review.errors import AggregationError

Bench = Callable[..., Any]
SECRETARY = "秘书01"


def _line(round_: Any, **changes: Any) -> ApplicationLine:
    (line,) = aggregate(round_.inputs(**changes)).applications
    return line


def _counts(line: ApplicationLine) -> tuple[int, int, int, int, int]:
    """Received, effective, recused, void, absent."""
    return line.n_received, line.n_effective, line.n_recused, line.n_void, line.n_absent


def _codes(line: ApplicationLine) -> list[str]:
    return [mark.code for mark in line.after.marks]


def test_all_members_effective(bench: Bench) -> None:
    round_ = bench(5)
    round_.application("1", [6000, 8200, 8400, 8600, 9900])
    line = _line(round_)
    assert _counts(line) == (5, 5, 0, 0, 0)
    assert (line.after.value, line.pool, line.group) == (8400, "M01", "G01")
    assert line.before is line.after


def test_a2_recused_and_absent_members_are_left_out(bench: Bench) -> None:
    round_ = bench(4, min_effective=2)
    application = round_.application("1", [9000, 7000])
    round_.recusals.append(
        RecusalLine(application=application, code="专家03", rule="R07", decision="recused")
    )
    for code in (SECRETARY, "专家01"):
        round_.consent(code, "absent", application=application, values={"code": "专家04"})
    line = _line(round_)
    assert _counts(line) == (2, 2, 1, 0, 1)
    assert line.after.value == 8000


def test_a2_a_voided_sheet_leaves_every_statistic(bench: Bench) -> None:
    """90, 80, 70: withdraw 90 → 75.00."""
    round_ = bench(3, min_effective=2)
    application = round_.application("1", [None, 8000, 7000])
    sheet = round_.sheet(application, "专家01", 9000, percents={"K1": 10}, claims=())
    round_.chair = "专家02"
    assert _line(round_).after.value == 8000
    round_.void(sheet)
    line = _line(round_)
    assert _counts(line) == (3, 2, 0, 1, 0)
    assert (line.after.value, line.after.criteria[0].mean) == (7500, 7500)
    assert _codes(line) == ["专家02", "专家03"]


@pytest.mark.parametrize("decision", ["open", "disclosed"])
def test_other_recusal_decisions_do_not_recuse(bench: Bench, decision: Any) -> None:
    round_ = bench(3)
    application = round_.application("1", [7000, 8000, 9000])
    round_.recusals.append(RecusalLine(application=application, code="专家03", rule="R16", decision=decision))
    assert _counts(_line(round_)) == (3, 3, 0, 0, 0)


def test_the_newest_initial_sheet_decides_between_locked_and_recused(bench: Bench) -> None:
    round_ = bench(4)
    application = round_.application("1", [7000, 8000, 9000])
    round_.recused_sheet(application, "专家03", seq=2)
    round_.recused_sheet(application, "专家04", seq=1)
    assert _counts(_line(round_)) == (2, 2, 2, 0, 0)
    round_.sheet(application, "专家04", 6000, seq=2)
    line = _line(round_)
    assert _counts(line) == (3, 3, 1, 0, 0)
    assert _codes(line) == ["专家01", "专家02", "专家04"]


def test_p02_two_effective_sheets_are_insufficient_and_unranked(bench: Bench) -> None:
    round_ = bench(3)
    application = round_.application("1", [9000, 7000, None])
    round_.recused_sheet(application, "专家03")
    result = aggregate(round_.inputs())
    assert (result.applications[0].after.value, result.applications[0].suggestion) == (None, "VOID")
    assert (result.pools[0].lines, result.pools[0].unranked) == ((), (application,))


def test_a3_the_same_sheet_received_three_times_counts_once(bench: Bench) -> None:
    round_ = bench(3)
    round_.application("1", [7000, 8000, 9000])
    round_.sheets *= 3
    assert (_line(round_).after.value, len(_codes(_line(round_)))) == (8000, 3)


def test_6_7_within_a_phase_the_highest_sequence_number_counts(bench: Bench) -> None:
    round_ = bench(3)
    application = round_.application("1", [7000, 8000, 9000])
    round_.sheet(application, "专家01", 4000, seq=3)
    round_.sheet(application, "专家01", 5500, seq=2)
    assert _line(round_).after.marks[0].total == 4000


def test_6_8_a_revision_counts_after_and_never_before(bench: Bench) -> None:
    round_ = bench(3)
    application = round_.application("1", [7000, 8000, 9000])
    round_.sheet(application, "专家01", 7600, seq=2, phase="revision", recommendation="NOT_SUPPORT")
    line = _line(round_)
    assert (line.before.value, line.after.value) == (8000, 8200)
    assert [mark.phase for mark in line.before.marks] == ["initial"] * 3
    assert [mark.phase for mark in line.after.marks] == ["revision", "initial", "initial"]
    assert (line.before.yes_votes, line.after.yes_votes) == (3, 2)


def test_a_void_initial_sheet_voids_the_revision_too(bench: Bench) -> None:
    round_ = bench(4)
    application = round_.application("1", [7000, 8000, 9000])
    sheet = round_.sheet(application, "专家04", 1000)
    round_.sheet(application, "专家04", 2000, seq=2, phase="revision")
    round_.void(sheet)
    line = _line(round_)
    assert _counts(line) == (4, 3, 0, 1, 0)
    assert (line.before.value, line.after.value) == (8000, 8000)


def test_a_void_revision_leaves_the_initial_sheet(bench: Bench) -> None:
    round_ = bench(3)
    application = round_.application("1", [7000, 8000, 9000])
    round_.void(round_.sheet(application, "专家03", 1000, seq=2, phase="revision"))
    line = _line(round_)
    assert (_counts(line), line.after.value) == ((3, 3, 0, 0, 0), 8000)


def test_a_recused_revision_is_no_sheet(bench: Bench) -> None:
    round_ = bench(3)
    application = round_.application("1", [7000, 8000, 9000])
    round_.sheet(application, "专家03", None, seq=2, phase="revision", state="recused")
    assert _counts(_line(round_)) == (3, 3, 0, 0, 0)


@pytest.mark.parametrize("signers", [(SECRETARY,), ("专家01",), ("专家01", "专家02"), (SECRETARY, "专家02")])
def test_voiding_needs_secretary_and_chair(bench: Bench, signers: tuple[str, ...]) -> None:
    round_ = bench(3)
    application = round_.application("1", [7000, 8000])
    round_.void(round_.sheet(application, "专家03", 9000), *signers)
    assert _counts(_line(round_)) == (3, 3, 0, 0, 0)


def test_absence_needs_both_and_may_hold_for_every_application(bench: Bench) -> None:
    round_ = bench(4)
    round_.application("1", [7000, 8000, 9000])
    round_.consent(SECRETARY, "absent", values={"code": "专家04"})
    with pytest.raises(AggregationError):
        aggregate(round_.inputs())
    round_.consent(
        "专家01", "absent", application=round_.applications[0].application, values={"code": "专家04"}
    )
    assert _counts(_line(round_)) == (3, 3, 0, 0, 1)


def test_recused_comes_before_absent_before_received(bench: Bench) -> None:
    round_ = bench(4)
    application = round_.application("1", [7000, 8000, 9000, 1000])
    for code in (SECRETARY, "专家01"):
        round_.consent(code, "absent", values={"code": "专家04"})
    assert _counts(_line(round_)) == (3, 3, 0, 0, 1)
    round_.recusals.append(
        RecusalLine(application=application, code="专家04", rule="R01", decision="recused")
    )
    assert _counts(_line(round_)) == (3, 3, 1, 0, 0)


def test_a_missing_sheet_is_refused_by_application_and_code(bench: Bench) -> None:
    round_ = bench(4)
    round_.application("1", [7000, 8000, 9000])
    with pytest.raises(AggregationError) as fault:
        aggregate(round_.inputs())
    assert fault.value.code == "aggregation.sheet.missing"
    assert fault.value.params == {"application": "1", "code": "专家04"}  # the number people know, not the id


@pytest.mark.parametrize("phase", ["initial", "revision"])
def test_6_9_sheets_on_another_version_are_refused(bench: Bench, phase: str) -> None:
    round_ = bench(3)
    application = round_.application("1", [7000, 8000, 9000])
    round_.sheet(application, "专家02", 8000, seq=2, phase=phase, application_version="f" * 64)
    with pytest.raises(AggregationError) as fault:
        aggregate(round_.inputs())
    assert fault.value.code == "aggregation.sheet.version"
    assert fault.value.params == {"application": "1", "code": "专家02"}


def test_a_locked_sheet_without_total_is_refused(bench: Bench) -> None:
    round_ = bench(1)
    application = round_.application("1")
    round_.sheet(application, "专家01", None)
    with pytest.raises(AggregationError) as fault:
        aggregate(round_.inputs())
    assert fault.value.code == "aggregation.sheet.total"


def test_3_3_a_new_card_replaces_and_kept_sheets_stay(bench: Bench) -> None:
    """The old card's kept sheet counts until the new card sends one, whatever the sequence numbers."""
    round_ = bench(3)
    application = round_.application("1", [7000, 8000, None])
    old = round_.sheet(application, "专家03", 9000, seq=5)
    lost = round_.cards["专家03"][0]
    round_.cards["专家03"] = (lost, "9" * 64)
    round_.kept = {lost: frozenset({old})}
    assert _line(round_).after.marks[2].total == 9000
    round_.sheet(application, "专家03", 6000, seq=1)
    assert _line(round_).after.marks[2].total == 6000


@pytest.mark.parametrize("revoked", [True, False])
def test_3_3_what_a_lost_card_sent_later_is_no_sheet(bench: Bench, revoked: bool) -> None:
    round_ = bench(3)
    round_.application("1", [7000, 8000, 9000])
    lost = round_.cards["专家03"][0]
    round_.cards["专家03"] = (lost, "9" * 64)
    round_.kept = {lost: frozenset()} if revoked else {}
    with pytest.raises(AggregationError) as fault:
        aggregate(round_.inputs())
    assert fault.value.params == {"application": "1", "code": "专家03"}


def test_a_revoked_card_in_force_keeps_only_what_is_kept(bench: Bench) -> None:
    round_ = bench(3)
    application = round_.application("1", [7000, 8000, None])
    first = round_.sheet(application, "专家03", 9000)
    round_.sheet(application, "专家03", 1000, seq=2)
    round_.kept = {round_.cards["专家03"][0]: frozenset({first})}
    assert _line(round_).after.marks[2].total == 9000


def test_sheets_of_strangers_and_of_other_groups_do_not_enter(bench: Bench) -> None:
    round_ = bench(4)
    round_.seats = round_.experts[:3]
    application = round_.application("1", [7000, 8000, 9000])
    round_.sheet(application, "专家04", 1000)
    round_.cards["路人"] = ("e" * 64,)
    round_.sheet(application, "路人", 1000)
    del round_.cards["路人"]
    assert _counts(_line(round_)) == (3, 3, 0, 0, 0)


@pytest.mark.parametrize("kind", ["sheet", "consent"])
def test_two_messages_with_one_sequence_number_are_an_alarm(bench: Bench, kind: str) -> None:
    round_ = bench(3)
    application = round_.application("1", [7000, 8000, 9000])
    if kind == "sheet":
        round_.sheet(application, "专家02", 8100)
        slot = f"sheet:{application}"
    else:
        round_.decide(application, "SUPPORT", by="专家02")
        round_.decide(application, "RESERVE", by="专家02")
        slot = f"decision:{application}"
    with pytest.raises(AggregationError) as fault:
        aggregate(round_.inputs())
    assert fault.value.code == "aggregation.message.seq_twice"
    assert fault.value.params == {"slot": slot, "code": "专家02", "seq": 1}


def test_consents_received_twice_and_consents_of_strangers(bench: Bench) -> None:
    round_ = bench(3)
    application = round_.application("1", [7000, 8000, 9000])
    round_.decide(application, "RESERVE")
    round_.consents *= 2
    round_.cards["路人"] = ("e" * 64,)
    round_.decide(application, "VETOED", by="路人")
    del round_.cards["路人"]
    assert _line(round_).decision == "RESERVE"


def test_individual_assignment_takes_the_members_named(bench: Bench) -> None:
    round_ = bench(5)
    members = ("专家05", "专家02", "专家04", "专家02")
    application = round_.application("1", group=None, members=members)
    for code, total in (("专家02", 7000), ("专家04", 8000), ("专家05", 9000)):
        round_.sheet(application, code, total)
    line = _line(round_)
    assert (_codes(line), line.after.value, line.group) == (["专家02", "专家04", "专家05"], 8000, None)
    round_.decide(application, "RESERVE", by="专家01")
    assert _line(round_).decision == "RESERVE"
    round_.recusals.append(
        RecusalLine(application=application, code="专家01", rule="R02", decision="recused")
    )
    assert _line(round_).decision is None
    round_.decide(application, "NOT_SUPPORT", by="专家05")
    for signer in (SECRETARY, "专家01"):
        round_.name(application, "专家05", by=signer)
    assert _line(round_).decision == "NOT_SUPPORT"


def test_members_named_one_by_one_come_before_the_seats(bench: Bench) -> None:
    round_ = bench(5)
    application = round_.application("1", members=("专家02", "专家03", "专家04"))
    for code in ("专家02", "专家03", "专家04"):
        round_.sheet(application, code, 8000)
    assert _codes(_line(round_)) == ["专家02", "专家03", "专家04"]


@pytest.mark.parametrize("group", [None, "G09"])
def test_an_application_without_group_is_refused(bench: Bench, group: str | None) -> None:
    round_ = bench(3)
    round_.application("1", group=group)
    with pytest.raises(AggregationError) as fault:
        aggregate(round_.inputs())
    assert fault.value.code == "aggregation.group.missing"
    assert fault.value.params == {"application": "1"}


def test_4_2_where_the_chair_is_recused_another_member_acts(bench: Bench) -> None:
    round_ = bench(5)
    round_.chair = "专家04"
    application = round_.application("1")
    for code in ("专家02", "专家03", "专家05"):
        round_.sheet(application, code, 8000)
    round_.recused_sheet(application, "专家01")
    round_.recusals.append(
        RecusalLine(application=application, code="专家04", rule="R02", decision="recused")
    )
    for code, answer in (
        ("专家03", "RESERVE"),
        ("专家05", "SUPPORT"),
        ("专家01", "VETOED"),
        ("专家04", "VETOED"),
    ):
        round_.decide(application, answer, by=code)
    assert _line(round_).decision is None
    for signers, named, decided in (
        ((SECRETARY,), "专家03", None),
        (("专家04",), "专家03", "RESERVE"),
        (("专家04",), "专家05", None),
        ((SECRETARY,), "专家05", "SUPPORT"),
        ((SECRETARY, "专家04"), "专家01", None),
        ((SECRETARY, "专家04"), "专家04", None),
        ((SECRETARY, "专家02"), "专家03", None),
    ):
        for signer in signers:
            round_.name(application, named, by=signer)
        assert _line(round_).decision == decided, (signers, named)


def test_13_acting_chair_next_goes_by_code(bench: Bench) -> None:
    round_ = bench(5, acting_chair="next")
    round_.chair = "专家04"
    application = round_.application("1")
    for code in ("专家02", "专家03", "专家05"):
        round_.sheet(application, code, 8000)
    round_.recused_sheet(application, "专家01")
    round_.recusals.append(
        RecusalLine(application=application, code="专家04", rule="R02", decision="recused")
    )
    round_.decide(application, "SUPPORT", by="专家03")
    round_.name(application, "专家03", by=SECRETARY)
    assert _line(round_).decision is None
    round_.decide(application, "RESERVE", by="专家02")
    assert _line(round_).decision == "RESERVE"


def test_a_general_absence_may_be_agreed_by_the_round_chair(bench: Bench) -> None:
    round_ = bench(5)
    round_.chair, round_.round_chair = "专家02", "专家05"
    application = round_.application("1", [7000, 8000, 9000, None, 8000])
    round_.consent(SECRETARY, "absent", values={"code": "专家04"})
    round_.consent("专家05", "absent", application=application, values={"code": "专家04"})
    with pytest.raises(AggregationError):
        aggregate(round_.inputs())
    round_.consent("专家05", "absent", values={"code": "专家04"})
    assert _counts(_line(round_)) == (4, 4, 0, 0, 1)


def test_where_everybody_is_recused_nobody_decides(bench: Bench) -> None:
    round_ = bench(3)
    application = round_.application("1")
    for code in round_.experts:
        round_.recused_sheet(application, code)
        round_.decide(application, "SUPPORT", by=code)
    line = _line(round_)
    assert (_counts(line), line.decision, line.after.marks) == ((0, 0, 3, 0, 0), None, ())


def test_without_a_chair_in_force_nobody_decides(bench: Bench) -> None:
    round_ = bench(3)
    round_.round_chair = None
    application = round_.application("1", group=None, members=("专家01", "专家02", "专家03"))
    for code in round_.experts:
        round_.sheet(application, code, 8000)
        round_.decide(application, "RESERVE", by=code)
    assert _line(round_).decision is None


def test_the_group_in_force_is_the_one_given(bench: Bench) -> None:
    round_ = bench(4)
    round_.application("1", [7000, 8000, 9000])
    seats = GroupSeats(id="G01", members=("专家01", "专家02", "专家03"), chair="专家02")
    round_.decide(round_.applications[0].application, "RESERVE", by="专家02")
    line = _line(round_, groups={"G01": seats})
    assert (line.decision, line.n_effective) == ("RESERVE", 3)


def test_a_claim_on_a_void_sheet_is_not_discussed(bench: Bench, claim: VetoClaim) -> None:
    round_ = bench(4, near_line=0)
    application = round_.application("1", [8000, 8000, 8000])
    sheet = round_.sheet(application, "专家04", 8000, claims=(claim,))
    assert _line(round_).discuss == ("veto",)
    round_.void(sheet)
    assert _line(round_).discuss == ()
