"""Reasons of moves stand in the sealed result, so they are bounded when they are given (rules §2.1)."""

from __future__ import annotations

from pathlib import Path

import msgspec
from services_forgery import content, refusal
from services_harness import new_world

from zgc_review.domain.results import ResultApplication
from zgc_review.services import aggregating, taking_in
from zgc_review.services.rounds import state_of


def test_2_1_a_reason_fits_into_the_result(tmp_path: Path) -> None:
    world = new_world(tmp_path / "w", applications=2)
    world.define()
    desk, row = world.secretary.desk, world.secretary.round
    taking_in.take_in(desk, row, world.intake())
    before = content(world.secretary)
    fault = refusal(lambda: taking_in.reject(desk, row, "ZGC-0001", "缺" * 501))
    assert (fault.code, fault.params) == ("round.state.reason", {"number": "ZGC-0001", "most": 500})
    assert refusal(lambda: taking_in.reject(desk, row, "ZGC-0001", " 缺 ")).code == "admit.reason"
    assert refusal(lambda: taking_in.reject(desk, row, "ZGC-9999", "缺少盖章")).code == "application.unknown"
    assert content(world.secretary) == before
    taking_in.reject(desk, row, "ZGC-0001", "缺" * 500)
    assert refusal(lambda: taking_in.reject(desk, row, "ZGC-0001", "再次退回")).code == "round.state.move"
    with desk.vault.begin() as uow:
        lines = aggregating.result_applications(uow, row, state_of(uow, row).settings)
    assert msgspec.convert(msgspec.to_builtins(lines), tuple[ResultApplication, ...]) == lines
    assert {one.reason for one in lines} == {"缺" * 500, ""}
    world.close()
