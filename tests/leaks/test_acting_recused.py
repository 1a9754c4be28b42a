"""An acting chair who stands aside later is where somebody is who never acted (rules §15, §4.2)."""

from __future__ import annotations

from pathlib import Path

from leak_places import quick
from sitting_harness import CONFLICT, GROUP, Bases, refused

from zgc_review.services.deliberating_agenda import agenda
from zgc_review.services.late_conflict import declare_late
from zgc_review.services.panel_view import panels_taken, show_panel

__all__ = ["quick"]


def test_c7_what_was_led_leaves_no_empty_panel_file_and_hides_nothing_else(quick: Path) -> None:
    sitting = Bases(quick / "bases").copy("aside", quick / "world")
    acting, other = sitting.member(2), sitting.member(3)
    sitting.aggregate()
    sitting.name_acting(acting)
    sitting.panel(acting)
    sitting.discuss(0, by=acting)
    sitting.discuss(1)
    desk, row = acting.desk, acting.round
    assert [one.number for one in agenda(desk, row)] == ["ZGC-0001", "ZGC-0002"], "led, and heard of"
    declare_late(desk, row, sitting.id(0), CONFLICT)
    assert [one.number for one in agenda(desk, row)] == ["ZGC-0002"]
    for person in (acting, other):
        with person.desk.vault.begin() as uow:
            assert panels_taken(uow, person.round) == ()
        assert refused(lambda person=person: show_panel(person.desk, person.round, GROUP)) == "panel.none"
    sitting.world.close()
