"""The secretary's acknowledgements: received, later counted, each sheet's fate, kept and shown again."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from expert_tour import shown
from member_bench import Bench
from PySide6.QtWidgets import QLabel
from services_harness import World

from ui.views.give_back import GiveBackScreen
from zgc_review.errors import ReviewError
from zgc_review.seal.digits import digits_of
from zgc_review.services import acks, post
from zgc_review.services.ack_standing import ack_standings


def receipt(world: World, person_code: str, answer: str) -> Path:
    folder = world.folder / answer
    acks.acknowledge(world.secretary.desk, world.secretary.round, folder, answer)
    return next(folder.glob(f"{person_code}-*"))


def at_return(bench: Bench) -> GiveBackScreen:
    rooms = bench.program.rooms
    assert rooms is not None
    if bench.program.session is not None and bench.program.session.head is None:
        bench.enter()
    rooms.show_give_back()
    return bench.screen(GiveBackScreen)


def said(bench: Bench) -> list[str]:
    screen = bench.screen(GiveBackScreen)
    shown(bench)
    return [one.text() for one in screen.ack.findChildren(QLabel) if not one.isHidden() and one.text()]


@pytest.fixture
def sealed(at: Callable[[str], World], bench_at: Callable[..., Bench]) -> Bench:
    return bench_at("sealed", world=at("sealed"))


def test_before_any_receipt_it_says_what_to_expect(sealed: Bench) -> None:
    screen = at_return(sealed)
    assert screen.ack.lead.isVisible()
    assert "秘书收到后给您回执" in screen.ack.lead.text()


def test_received_then_counted_and_both_stay(sealed: Bench) -> None:
    world, code = sealed.world, sealed.person.code
    at_return(sealed).model.take_ack(receipt(world, code, "received"))
    assert any("秘书已收到" in one for one in said(sealed))
    at_return(sealed).model.take_ack(receipt(world, code, "counted"))
    at_return(sealed)  # the screen is made anew: what was acknowledged is still told
    words = said(sealed)
    assert any("秘书已收到" in one for one in words)
    assert any("3 份评分单写入了结果的日志，证明核对无误" in one for one in words)
    assert [one for one in words if one.startswith("ZGC-")] == ["ZGC-0001", "ZGC-0002", "ZGC-0003"]
    with world.secretary.desk.vault.begin() as uow:
        head = digits_of(acks.counted_head(uow, world.secretary.round).root)
    assert any(head in one and "会议纪要" in one for one in words)


def test_what_became_of_each_sheet_is_said_in_both_languages(
    at: Callable[[str], World], bench_at: Callable[..., Bench]
) -> None:
    """Five sheets a project: the lowest and the highest expert are trimmed (S01)."""
    world = at("sealed")
    told: set[str] = set()
    for place in range(len(world.experts)):
        bench = bench_at("sealed", place, world)
        at_return(bench).model.take_ack(receipt(world, bench.person.code, "counted"))
        for language in ("zh_CN", "en"):
            bench.context.captions.set_language(language)
            told |= {
                one for one in said(bench) if "汇总" in one or "mean" in one or one in {"计入", "counted"}
            }
        bench.context.captions.set_language("zh_CN")
        bench.program.lock()
    assert {"计入", "counted"} <= told
    assert any("最低分去除" in one for one in told)
    assert any("最高分去除" in one for one in told)
    assert any("as the lowest" in one for one in told)


def test_a_receipt_of_somebody_else_or_with_a_wrong_proof_is_refused(
    sealed: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    world = sealed.world
    screen = at_return(sealed)
    mine = receipt(world, sealed.person.code, "counted")
    other = next(one for one in mine.parent.iterdir() if one != mine)
    screen.model.take_ack(other)
    assert screen.error.fault is not None
    assert screen.ack.lead.isVisible()
    damaged = mine.with_name("damaged.zgcack")
    data = bytearray(mine.read_bytes())
    data[-40] ^= 0xFF
    damaged.write_bytes(bytes(data))
    screen.model.take_ack(damaged)
    assert screen.error.isVisible()
    assert screen.ack.lead.isVisible()
    screen.model.take_ack(mine)
    assert not screen.ack.lead.isVisible()


def test_what_the_vault_holds_is_proved_again_when_it_is_shown(sealed: Bench) -> None:
    """A copy whose proof no longer leads to the head is no confirmation."""
    person = sealed.person
    acks.take_ack(person.desk, person.round, receipt(sealed.world, person.code, "counted"))
    with person.desk.vault.begin() as uow:
        (message,) = uow.messages.find(person.round.round_id, "ack")
        (standing,) = ack_standings(uow, person.round)
    assert [one.number for one in standing.sheets] == ["ZGC-0001", "ZGC-0002", "ZGC-0003"]
    body = post.body_of_row(message)
    moved = type(body)(
        answer="counted", counted=body.counted, log=type(body.log)(size=body.log.size, root="0" * 64)
    )
    with pytest.raises(ReviewError) as caught:
        acks.check_proofs(moved)
    assert caught.value.code == "seal.log.proof"
