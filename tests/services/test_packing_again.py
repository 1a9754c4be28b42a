"""A pack that was stopped: the review has not begun, and the same letters are written again (rules §2.1)."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from services_cards import agreed, amend, second_laptop
from services_forgery import content, refusal, refused
from services_harness import World, level, new_world, record
from services_media import SmallMedium

from zgc_review.errors import Cancelled
from zgc_review.services import opening, packing
from zgc_review.services.acks import event_of
from zgc_review.services.amending import CardChange
from zgc_review.services.letters import unwritten

CHILD = Path(__file__).with_name("services_child.py")


def letters(world: World) -> list[tuple[str, int]]:
    """Return the letters the secretary signed, by slot and number."""
    with world.secretary.desk.vault.begin() as uow:
        found = uow.messages.find(world.secretary.round.round_id, "assignment")
    return sorted((one.slot, one.seq) for one in found)


def states(world: World) -> set[str]:
    with world.secretary.desk.vault.begin() as uow:
        return {one.state for one in uow.applications.all(world.secretary.round.round_id)}


def acts(world: World) -> list[str]:
    with world.secretary.desk.vault.begin() as uow:
        return [event_of(one.leaf)["act"] for one in uow.events.all(world.secretary.round.round_id)]


def open_letters(world: World) -> dict[str, str]:
    with world.secretary.desk.vault.begin() as uow:
        return unwritten(uow, world.secretary.round)


def stop(_done: int, _total: int) -> None:
    raise Cancelled


@pytest.mark.parametrize("how", ["full", "cancelled", "read-only"])
def test_s7_a_stopped_pack_leaves_the_review_unopened(
    at: Callable[[str], World], read_only: Callable[[Path], None], tmp_path: Path, how: str
) -> None:
    world = at("seated")
    desk, row = world.secretary.desk, world.secretary.round
    if how == "cancelled":
        with pytest.raises(Cancelled):
            packing.pack(desk, row, tmp_path / "stick", packing.PackOrder(), stop)
    elif how == "read-only":
        (tmp_path / "frozen").mkdir()
        read_only(tmp_path / "frozen")
        assert refused(lambda: packing.pack(desk, row, tmp_path / "frozen", packing.PackOrder())) == (
            "seal.file.readonly"
        )
    else:
        stick = SmallMedium(tmp_path / "small")
        stick.fill(100_000)
        try:
            assert refused(lambda: packing.pack(desk, row, stick.folder, packing.PackOrder())).startswith(
                ("seal.file.", "vault.disk.")
            )
        finally:
            stick.close()
    assert states(world) == {"ASSIGNED"}
    assert "package.written" not in acts(world)
    once = letters(world)
    assert {seq for _, seq in once} <= {1}
    world.pack()
    assert states(world) == {"REVIEWING"}
    assert {seq for _, seq in letters(world)} == {1}
    assert open_letters(world) == {}
    assert acts(world).count("letter.written") == len(world.experts)
    world.open(world.experts[1], world.package)


def test_what_is_whole_is_not_written_again_under_its_number(at: Callable[[str], World]) -> None:
    world = at("packed")
    world.pack(letters_only=True)
    assert {seq for _, seq in letters(world)} == {1, 2}


def test_a_letter_that_would_say_something_else_gets_a_new_number(
    at: Callable[[str], World], tmp_path: Path
) -> None:
    """Between the stopped run and the next one a card was replaced: old letters are void."""
    world = at("packed")
    desk, row = world.secretary.desk, world.secretary.round
    with pytest.raises(Cancelled):
        packing.pack(desk, row, tmp_path / "stick", packing.PackOrder(), stop)
    assert {seq for _, seq in letters(world)} == {1, 2}
    with desk.vault.begin() as uow:
        code = str(next(one.code for one in uow.seats.all(row.round_id) if one.name == world.experts[1].name))
    world.experts[1].code = code
    new = second_laptop(world, world.experts[1])
    amend(world, CardChange(code, new.card.fingerprint))
    world.experts[0].row = opening.open_review(world.experts[0].desk, world.package, world.code(2)).row
    agreed(world, world.experts[0])
    world.pack(letters_only=True)
    assert {seq for _, seq in letters(world)} == {1, 2, 3}
    new.close()


def test_one_expert_of_a_stopped_run_leaves_the_others_to_be_written(
    at: Callable[[str], World], tmp_path: Path
) -> None:
    world = at("seated")
    with pytest.raises(Cancelled):
        packing.pack(world.secretary.desk, world.secretary.round, tmp_path / "x", packing.PackOrder(), stop)
    (first, *rest) = sorted(open_letters(world))
    world.pack(codes=(first,))
    assert sorted(open_letters(world)) == rest
    world.pack()
    assert open_letters(world) == {}
    assert sorted(letters(world)) == sorted([(first, 1), (first, 2), *((code, 1) for code in rest)])


def test_u01_killed_while_packing(at: Callable[[str], World], tmp_path: Path) -> None:
    """At any moment of a kill -9: no review without a whole package, no number twice, repeated it is done."""
    base = at("seated")
    base.close()
    for turn, after in enumerate((0.0, 0.05, 0.15, 0.3)):
        world = base.copy(tmp_path / str(turn))
        stick = world.folder / "stick"
        world.secretary.close()
        command = [sys.executable, str(CHILD), "pack", str(world.secretary.vault), str(stick)]
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as child:
            assert child.stdout is not None
            assert child.stdout.readline() == "begun\n"
            time.sleep(after)
            child.send_signal(signal.SIGKILL)
        whole = list(stick.glob("[!.]*.zgcpkg")) if stick.exists() else []
        assert states(world) == {"REVIEWING"} if not open_letters(world) and letters(world) else {"ASSIGNED"}
        if states(world) == {"REVIEWING"}:
            assert whole
        early = None
        if whole and open_letters(world):  # the stick was taken away before the vault knew
            early = world.experts[1]
            world.open(early, whole[0])
        world.pack()
        assert states(world) == {"REVIEWING"}
        assert {seq for _, seq in letters(world)} <= {1, 2}
        if early is not None:
            assert opening.open_review(early.desk, world.package, None).outcome == "duplicate"
        world.open(world.experts[2], world.package)
        world.score(world.experts[2], level(70))
        assert {one.outcome for one in world.collect(world.give_back(world.experts[2]))} == {"new"}
        world.close()


def listed_in(world: World, **fields: str) -> None:
    """Put texts into the record of the first application, as an applicant might."""
    with world.secretary.desk.vault.begin() as uow:
        first = uow.applications.all(world.secretary.round.round_id)[0]
        changed = replace(first, record={**first.record, **fields})
        uow.applications.update(changed, "2026-11-22T10:00:00+08:00")
        uow.commit()


def test_p12_an_application_that_lists_experts_is_not_packed(at: Callable[[str], World]) -> None:
    """Rules §3.1 P12: applicants' files never list experts; a person may say why it is no list."""
    world = at("seated")
    one, two = (person.name for person in world.experts[:2])
    listed_in(world, project_summary=f"拟请专家： {one} 、{two[0]} {two[1:]}")
    before = content(world.secretary)
    fault = refusal(world.pack)
    assert (fault.code, fault.params["count"]) == ("secrecy.name", 2)
    assert not any(name in str(fault.params) for name in (one, two))
    assert content(world.secretary) == before
    assert not (world.folder / "stick").exists()
    world.pack(names_reason="两人为引用文献的作者")
    assert "secrecy.overruled" in acts(world)
    assert states(world) == {"REVIEWING"}


def test_p12_one_name_or_the_applicants_own_people_are_no_list(tmp_path: Path) -> None:
    """A namesake among the applicant's people is a matter of R15, a single name may be a word."""
    world = new_world(tmp_path / "w", applications=1)
    one, two = (person.name for person in world.experts[:2])
    world.fields = lambda n: {**record(n), "former_names": [one, two]}
    world.define()
    world.seat()
    listed_in(world, project_summary=f"参考 {one} 的方法")
    world.pack()
    assert states(world) == {"REVIEWING"}
    world.close()
