"""A whole round of single assignment: drawn, assigned, scored, led, sealed, verified (rules §3, ADR 0013)."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from assigning_harness import BENCH, Single

from zgc_review.services import panel_view


def test_a_round_of_single_assignment_to_the_verified_result(
    at: Callable[[str], Single], tmp_path: Path
) -> None:
    single = at("locked")
    assert {one.state for one in single.applications()} == {"LOCKED"}
    assert all(len(codes) == 3 for codes in single.table().values())
    assert set(single.loads().values()) == {4 * 3 // BENCH}
    taken = single.show_chair()
    assert taken.applications == 4
    single.decide()
    view = panel_view.show_panel(single.chair.desk, single.chair.round, "G01")
    assert {one.number: one.line.n_effective for one in view.lines} == dict.fromkeys(single.table(), 3)
    sealed = single.seal()
    done = single.verify(sealed, single.unseal(sealed, tmp_path / "opened"))
    assert done.returncode == 0, done.stdout + done.stderr
