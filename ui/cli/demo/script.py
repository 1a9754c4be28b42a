"""The round of the demo: its scenes, in the order a committee takes them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from ui.cli.demo import scene_draw, scene_end, scene_intake, scene_people, scene_review, scene_sitting
from ui.cli.demo.stage import Stage

SCENES: Final[tuple[Callable[[Stage], None], ...]] = (
    scene_intake.found_round,
    scene_intake.take_in,
    scene_intake.pass_gates,
    scene_draw.settle_conflicts,
    scene_draw.draw_members,
    scene_draw.seat_members,
    scene_review.hand_out,
    scene_people.rule,
    scene_people.name_acting_chair,
    scene_people.call_alternate,
    scene_review.score,
    scene_people.lose_laptop,
    scene_review.settle_gates,
    scene_review.collect_all,
    scene_review.find_late_conflict,
    scene_sitting.combine,
    scene_sitting.brief_chairs,
    scene_sitting.deliberate,
    scene_sitting.break_tie,
    scene_sitting.decide,
    scene_end.seal,
    scene_end.open_and_verify,
)


def play(stage: Stage) -> None:
    """Run the round from vaults to the verified result.

    The same seed gives the same sample, the same sheets and the same list of what must be found. Whom the
    draw seats differs from run to run: ids and salt are random, as in any round, and every story takes the
    first member it fits.
    """
    for scene in SCENES:
        scene(stage)
