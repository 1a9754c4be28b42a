"""A round of all three ways to the verified result: settled by experts, fund totals with unscored grants."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from gates_harness import SETTINGS, WAN, GateWorld, check, listing_entry, open_record, seat
from services_harness import EXPERTS, Person, fill, new_world, rising

from ui.cli.main import main
from ui.cli.session import Session
from zgc_review.domain.states import SheetStatus
from zgc_review.errors import GateError
from zgc_review.seal.digits import digits_of
from zgc_review.services import (
    collecting,
    declaring,
    escrow,
    gates,
    gates_forms,
    reading,
    rounds,
    sealing,
    sharing,
    sheets,
    unscored,
)
from zgc_review.services.aggregating import current_aggregate
from zgc_review.services.declaring import GivenAnswer
from zgc_review.services.rounds import state_of


@pytest.fixture(scope="module")
def scored(tmp_path_factory: pytest.TempPathFactory) -> Iterator[GateWorld]:
    """Return the round with every sheet locked and collected; nothing was settled yet."""
    base = new_world(tmp_path_factory.mktemp("round") / "world", EXPERTS, settings=SETTINGS)
    world = GateWorld(base.folder, base.catalogue, base.secretary, base.observer, base.experts, SETTINGS)
    world.define()
    check(world)
    seat(world)
    package = world.pack()
    for n, person in enumerate(world.experts):
        world.open(person, package)
        declaring.pledge(person.desk, person.round)
        if n == 4:
            stand_aside(person)
        declaring.answer_rest(person.desk, person.round)
        declaring.declare(person.desk, person.round)
        score(person, rising(70 + 2 * n))
        arrivals = world.collect(world.give_back(person))
        assert {one.outcome for one in arrivals} <= {"new", "duplicate"}, [str(one.error) for one in arrivals]
    yield world
    world.close()


def stand_aside(person: Person) -> None:
    """The fifth expert is recused from Q-2 and Q-3."""
    for number in ("Q-2", "Q-3"):
        name = application(person, number).application_id
        given = [GivenAnswer("R02", "yes", "同一单位在职")]
        declaring.answer(person.desk, person.round, name, given)


def score(person: Person, marks: Any) -> None:
    """Fill and lock every sheet that is open to the expert."""
    with person.desk.vault.begin() as uow:
        rows = [one for one in uow.applications.all(person.round.round_id) if one.state == SheetStatus.OPEN]
    for n, one in enumerate(rows):
        fill(person, one.application_id, marks(n))
    sheets.lock(person.desk, person.round, [one.application_id for one in rows])


def application(person: Person, number: str) -> Any:
    with person.desk.vault.begin() as uow:
        return uow.applications.by_number(person.round.round_id, number)


def withdraw_late(world: GateWorld, person: Person) -> None:
    """Settle Q-2 with no, then declare a conflict: the voice no longer counts (rules §4.1.3)."""
    assert settle(world, person, "Q-2", "no") == "new"
    name = application(person, "Q-2").application_id
    declaring.answer(person.desk, person.round, name, [GivenAnswer("R02", "yes", "同一单位在职")])
    declaring.declare(person.desk, person.round)
    arrivals = world.collect(world.give_back(person))
    assert {one.outcome for one in arrivals} <= {"new", "duplicate"}, [str(one.error) for one in arrivals]


def settle_by_command(world: GateWorld, person: Person, number: str, answer: str) -> None:
    """Settle M08-G3 by the command and hand the file in."""
    session = Session()
    session.adopt(person.desk)
    words = ["gates", "settle", number, "M08-G3", answer, "--reason", "孵化协议与记录相符"]
    folder = world.folder / "commands"
    assert main([*words, "--out", str(folder), "--vault", str(person.vault)], session) == 0
    (path,) = folder.glob("*.zgccons")
    (arrival,) = collecting.collect(world.secretary.desk, world.secretary.round, [path])
    assert arrival.outcome == "new"


def settle(
    world: GateWorld, person: Person, number: str, answer: str, reason: str = "孵化协议与入驻记录相符"
) -> str:
    """Settle M08-G3 as an expert and hand the file in; return what became of it."""
    message = unscored.settle_gate(person.desk, person.round, number, "M08-G3", answer, reason)
    path = sharing.write_to_secretary(person.desk, person.round, message, world.folder / "checks")
    (arrival,) = collecting.collect(world.secretary.desk, world.secretary.round, [path])
    return arrival.outcome


def test_2_2_experts_get_what_is_to_be_settled_without_a_sheet(scored: GateWorld) -> None:
    first, last = scored.experts[0], scored.experts[4]
    assert application(first, "Q-1") is None  # met: nothing to settle
    assert application(first, "O-2") is None
    one = application(first, "Q-2")
    assert (one.state, "integrity_list_hit" in one.record) == (SheetStatus.CHECK, False)
    document, content = reading.read_document(first.desk, first.round, one.application_id, 1)
    assert len(content) == document.size
    with pytest.raises(GateError, match=r"score\.closed"):
        sheets.lock(first.desk, first.round, [one.application_id])
    view = gates.view_gates(first.desk, first.round, "Q-2")
    assert [line.gate.id for line in view.lines] == ["M08-G1", "M08-G3"]
    assert view.hits == ()
    assert application(last, "Q-2").state == SheetStatus.RECUSED


def test_2_2_what_cannot_be_settled_is_refused(scored: GateWorld) -> None:
    first, last = scored.experts[0], scored.experts[4]
    cases = [
        (first, "Q-2", "M08-G3", "maybe", "看过材料", "gates.settle.answer"),
        (first, "Q-2", "M08-G3", "yes", " ", "gates.settle.reason"),
        (first, "Q-2", "M08-G3", "yes", "长" * 501, "gates.settle.reason"),
        (first, "Q-2", "CG01", "yes", "看过材料", "gates.unknown"),
        (first, "Q-2", "M01-G1", "yes", "看过材料", "gates.unknown"),
        (first, "O-1", "M01-G1", "yes", "看过材料", "gates.settle.closed"),
        (first, "Q-1", "M08-G3", "yes", "看过材料", "application.unknown"),
        (last, "Q-2", "M08-G3", "yes", "看过材料", "gates.settle.closed"),
    ]
    for person, number, gate, answer, reason, code in cases:
        with pytest.raises(GateError) as error:
            unscored.settle_gate(person.desk, person.round, number, gate, answer, reason)
        assert error.value.code == code
    for person in (scored.secretary, scored.observer):
        with pytest.raises(GateError, match=r"consent\.role"):
            unscored.settle_gate(person.desk, person.round, "Q-2", "M08-G3", "yes", "看过材料")


def test_2_2_to_the_verified_result(scored: GateWorld, tmp_path: Path) -> None:
    world = scored
    desk, row = world.secretary.desk, world.secretary.round
    with pytest.raises(GateError, match=r"gates\.closed"):
        world.answer("Q-2", "M08-G3", "yes")  # the secretary settles nothing by now
    world.decide()
    with pytest.raises(GateError) as error:
        world.seal()
    assert (error.value.code, error.value.params) == ("seal.manual", {"count": 2, "number": "Q-2"})

    second, third = world.experts[1], world.experts[2]
    withdraw_late(world, world.experts[3])
    settle_by_command(world, second, "Q-2", "yes")
    assert world.check_gates("Q-2").results == {"Q-2": "MANUAL"}  # one voice settles nothing
    assert settle(world, third, "Q-2", "yes") == "new"
    assert world.check_gates("Q-2").results == {"Q-2": "MET"}
    settle(world, second, "Q-3", "yes")
    settle(world, third, "Q-3", "no")
    assert world.check_gates("Q-3").results == {"Q-3": "MANUAL"}
    settle(world, world.experts[0], "Q-3", "no", "协议期限不足")
    assert world.check_gates("Q-3").results == {"Q-3": "NOT_MET"}
    assert world.row("Q-3").reason.startswith("M08-G3 ")
    name = world.row("Q-3").application_id
    with desk.vault.begin() as uow:
        votes = unscored.votes_on(uow, row, state_of(uow, row), name)
    given = {(one.code, one.answer) for one in votes["M08-G3"]}
    assert given == {(world.experts[0].code, "no"), (second.code, "yes"), (third.code, "no")}
    assert "协议期限不足" in {one.reason for one in votes["M08-G3"]}

    paths = gates_forms.print_checks(desk, row, tmp_path / "forms")
    assert [path.name for path in paths] == [
        f"F01-{number}.pdf" for number in ("N-1", "N-2", "N-3", "O-1", "O-2", "O-3", "Q-1", "Q-2", "Q-3")
    ]
    assert all(path.read_bytes().startswith(b"%PDF") for path in paths)

    world.listing(listing_entry(name=open_record(1)["unit_name"]))
    with pytest.raises(GateError) as error:
        reseal(world)
    assert (error.value.code, error.value.params) == ("seal.integrity", {"count": 1, "number": "O-1"})
    world.listing(listing_entry(name=open_record(1)["unit_name"], to="2025-12-31"))
    verify(world, reseal(world), tmp_path)


def verify(world: GateWorld, sealed: Any, tmp_path: Path) -> None:
    """Open the result, compare its tables with what the rules say, and let the verifier recompute it."""
    with world.secretary.desk.vault.begin() as uow:
        aggregate = current_aggregate(uow, world.secretary.round)
        numbers = {
            one.application_id: one.number for one in uow.applications.all(world.secretary.round.round_id)
        }
    lines = {numbers[line.application]: (line.result, line.amount_fen) for line in aggregate.unscored}
    # 33.33 % of 1000万元 + 1 分 is 333.3万元 and more, down to 333万元; the cap of N is 20万元 + 99 分.
    assert lines == {
        "Q-1": ("MET", 333 * WAN),
        "Q-2": ("MET", 333 * WAN),
        "Q-3": ("NOT_MET", None),
        "N-1": ("LISTED", 20 * WAN),
        "N-2": ("INFO_MISSING", None),
        "N-3": ("DECLINED", None),
    }
    totals = {fund.fund: fund for fund in aggregate.funds}
    scored_sum = sum(line.amount_fen or 0 for line in aggregate.applications)
    assert totals["F1"].unscored_fen == 20 * WAN
    assert totals["F1"].scored_fen == scored_sum > 0
    assert totals["F1"].total_fen == 100 * WAN + scored_sum + 20 * WAN
    assert totals["F3"].unscored_fen == totals["F3"].total_fen == 666 * WAN

    folder = open_result(world, sealed, tmp_path)
    listed = json.loads(part(folder, "applications.json"))["applications"]
    said = {one["number"]: (one["state"], one["check_result"]) for one in listed}
    assert said["O-2"] == ("INELIGIBLE", None)
    assert said["Q-3"] == ("SEALED", "NOT_MET")
    ended = next(one for one in listed if one["number"] == "O-2")
    assert ended["reason"].startswith("CG08 ")
    verifier = tmp_path / "zgc_verify.py"
    verifier.write_bytes(rounds.verifier_bytes())
    command = [sys.executable, "-I", "-S", str(verifier), str(folder), "--round-code", world.code(1)]
    command += ["--log-head", digits_of(sealed.head.root)]
    done = subprocess.run(command, capture_output=True, check=False)
    assert done.returncode == 0, done.stdout.decode() + done.stderr.decode()


def open_result(world: GateWorld, sealed: Any, tmp_path: Path) -> Path:
    """Open the result with two shares and return its folder."""
    words, recipient = [], ""
    for person, code in ((world.secretary, "秘书01"), (world.observer, "监督01")):
        body = escrow.words_of_share(person.desk, next((world.folder / "shares").glob(f"*-{code}.zgcshare")))
        words.append(body.words)
        recipient = body.recipient
    opened = escrow.open_result(world.secretary.desk.suite, sealed.result, tuple(words), recipient)
    escrow.unpack(opened, tmp_path / "opened")
    return tmp_path / "opened"


def part(folder: Path, title: str) -> bytes:
    """Return a part of an opened result by its title."""
    parts = json.loads((folder / "manifest.json").read_bytes())["body"]["parts"]
    return (folder / next(one["file"] for one in parts if one["title"] == title)).read_bytes()


def reseal(world: GateWorld) -> Any:
    """Seal once the version with the escrow key is in force."""
    return sealing.seal_round(world.secretary.desk, world.secretary.round, world.folder / "result")
