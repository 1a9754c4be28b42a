"""Notes of a sitting: kept, never sent, nothing of what is closed; the agenda by hand; acts to write."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from sitting_harness import CONFLICT, GROUP, Sitting, refused

from zgc_review.errors import ProgramFault
from zgc_review.services import deliberating, late_conflict, returning
from zgc_review.services.deliberating_agenda import agenda
from zgc_review.services.panel_sheets import panel_sheets
from zgc_review.services.rounds import state_of
from zgc_review.services.sitting_notes import clear_room, keep_note, notes_of, put_on_agenda

At = Callable[[str], Sitting]


def stored(sitting: Sitting, n: int = 0) -> dict[str, dict[str, object]]:
    """Return the chair's notes on an application."""
    chair = sitting.chair
    with chair.desk.vault.begin() as uow:
        return dict(notes_of(uow, chair.round).get(sitting.id(n), {}))  # type: ignore[arg-type]


def acts(sitting: Sitting) -> list[dict[str, object]]:
    """Return the events of the chair's vault."""
    chair = sitting.chair
    with chair.desk.vault.begin() as uow:
        return [json.loads(one.leaf) for one in uow.events.all(chair.round.round_id)]


def test_every_change_is_a_version_and_no_event(at: At) -> None:
    sitting = at("five")
    desk, row, name = sitting.chair.desk, sitting.chair.round, sitting.id()
    before = len(acts(sitting))
    assert keep_note(desk, row, name, "opinion", {"strengths": "长处"}) == 1
    assert keep_note(desk, row, name, "opinion", {"advice": "建议"}) == 2
    assert keep_note(desk, row, name, "opinion", {"advice": "建议"}) == 2
    assert stored(sitting)["opinion"] == {"strengths": "长处", "weaknesses": "", "advice": "建议"}
    assert len(acts(sitting)) == before


def test_a_note_of_another_shape_is_a_fault(at: At) -> None:
    sitting = at("five")
    desk, row, name = sitting.chair.desk, sitting.chair.round, sitting.id()
    for kind, fields in (
        ("opinion", {"other": ""}),
        ("advice", {"amount_fen": -1}),
        ("advice", {"decision": "MAYBE"}),
        ("present", {"left": [1]}),
        ("dissent", {"text": "x" * 20_001}),
    ):
        with pytest.raises(ProgramFault):
            keep_note(desk, row, name, kind, fields)  # type: ignore[arg-type]
    assert stored(sitting) == {}


def test_nothing_is_noted_where_nothing_may_be_known(at: At) -> None:
    """§15: unknown, closed to the owner, or the secretary's own vault."""
    sitting = at("aside")
    desk, row = sitting.chair.desk, sitting.chair.round
    assert refused(lambda: keep_note(desk, row, "ab" * 16, "dissent", {"text": "x"})) == "application.unknown"
    for act in (
        lambda: keep_note(desk, row, sitting.id(0), "dissent", {"text": "x"}),
        lambda: clear_room(desk, row, sitting.id(0), []),
        lambda: put_on_agenda(desk, row, sitting.id(0), asked=True),
    ):
        assert refused(act) == "application.closed"
    secretary = sitting.secretary
    assert refused(
        lambda: keep_note(secretary.desk, secretary.round, sitting.id(1), "dissent", {"text": "x"})
    ) == ("round.role.member")


def test_notes_go_out_of_sight_with_the_application(at: At) -> None:
    sitting = at("five")
    desk, row, name = sitting.chair.desk, sitting.chair.round, sitting.id()
    keep_note(desk, row, name, "opinion", {"strengths": "长处"})
    late_conflict.declare_late(desk, row, name, CONFLICT)
    assert stored(sitting) == {}


def test_who_left_is_confirmed_with_an_event_that_counts(at: At) -> None:
    """§4.1.3."""
    sitting = at("five")
    desk, row, name = sitting.chair.desk, sitting.chair.round, sitting.id()
    clear_room(desk, row, name, ["专家04", "专家02", "专家02"])
    assert stored(sitting)["present"] == {"left": ["专家02", "专家04"]}
    last = acts(sitting)[-1]
    assert (last["act"], last["data"]) == ("discussion.cleared", {"application": name, "recused": 2})


def test_the_chair_puts_an_application_on_the_agenda_and_off(at: At) -> None:
    sitting = at("five")
    sitting.aggregate()
    sitting.panel()
    desk, row = sitting.chair.desk, sitting.chair.round
    quiet = next(one for one in agenda(desk, row) if not one.reasons)
    name = next(sitting.id(n) for n in range(3) if sitting.application(n).number == quiet.number)
    put_on_agenda(desk, row, name, asked=True)
    assert next(one for one in agenda(desk, row) if one.number == quiet.number).reasons == ("asked",)
    assert acts(sitting)[-1]["act"] == "discussion.asked"
    put_on_agenda(desk, row, name, asked=False)
    assert next(one for one in agenda(desk, row) if one.number == quiet.number).reasons == ()
    assert acts(sitting)[-1]["act"] == "discussion.dropped"


def test_acts_are_written_once_and_collected(at: At, tmp_path: Path) -> None:
    sitting = at("apart")
    sitting.aggregate()
    sitting.panel()
    desk, row = sitting.chair.desk, sitting.chair.round
    assert refused(lambda: returning.return_acts(desk, row, tmp_path)) == "return.nothing"
    deliberating.open_discussion(desk, row, sitting.id())
    with desk.vault.begin() as uow:
        (owed,) = returning.acts_owed(uow, row)
    assert owed.slot == f"discuss:{sitting.id()}"
    (file,) = returning.return_acts(desk, row, tmp_path)
    assert (file.kind, file.message_id) == ("consent", owed.message_id)
    sitting.collect(file.path)
    with desk.vault.begin() as uow:
        assert returning.acts_owed(uow, row) == ()
    deliberating.close_discussion(desk, row, sitting.id())
    with desk.vault.begin() as uow:
        assert len(returning.acts_owed(uow, row)) == 1
    secretary = sitting.secretary
    assert refused(lambda: returning.return_acts(secretary.desk, secretary.round, tmp_path)) == (
        "round.role.member"
    )


def test_the_sheets_of_a_panel_file_leave_out_what_is_closed_since(at: At) -> None:
    """§15: also where the reader declared after the file was taken."""
    sitting = at("five")
    sitting.aggregate()
    sitting.panel()
    desk, row = sitting.chair.desk, sitting.chair.round

    def seen() -> set[str]:
        with desk.vault.begin() as uow:
            assert state_of(uow, row).groups
            return {one.application for one in panel_sheets(uow, row, GROUP).sheets.values()}

    assert seen() == {sitting.id(n) for n in range(3)}
    late_conflict.declare_late(desk, row, sitting.id(0), CONFLICT)
    assert seen() == {sitting.id(1), sitting.id(2)}
    with desk.vault.begin() as uow:
        assert panel_sheets(uow, row, "G09").sheets == {}


def test_who_stands_aside_is_named_by_code_and_rule(at: At) -> None:
    sitting = at("aside")
    sitting.aggregate()
    acting = sitting.member(2)
    sitting.name_acting(acting)
    sitting.panel(acting)
    with acting.desk.vault.begin() as uow:
        leaving = panel_sheets(uow, acting.round, GROUP).leaving
    assert [(one.code, one.rule) for one in leaving[sitting.id(0)]] == [(sitting.chair.code, "R06")]
