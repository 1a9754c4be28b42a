"""Where a file is used: every kind the program writes has an answer in every vault."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from services_harness import PASSPHRASE, SUB, Person, World, new_person

import db.vault
from ui.association.file_types import file_types
from zgc_review.domain.times import SystemClock
from zgc_review.errors import ReviewError
from zgc_review.seal.kinds import KINDS
from zgc_review.services import acks, escrow, rounds
from zgc_review.services.desk import Desk
from zgc_review.services.file_places import ENDINGS, FilePlace, kind_of, place_of
from zgc_review.services.trust import make_own_card


def files_of(world: World) -> dict[str, Path]:
    """Return one file of every kind that a round leaves, by kind."""
    folder = world.folder
    found: dict[str, Path] = {"package": world.package}
    for path in sorted(folder.rglob("*.zgc*")):
        kind = kind_of(path)
        if path.is_file() and kind:
            found.setdefault(kind, path)
    card = folder / "e1.zgccard"
    card.write_bytes(world.experts[1].card.payload)
    written = acks.acknowledge(world.secretary.desk, world.secretary.round, folder / "acks", "received")
    return found | {"card": card, "ack": next(one for one in written if world.experts[1].code in one.name)}


def code_of(desk: Desk, path: Path) -> str:
    with pytest.raises(ReviewError) as caught:
        place_of(desk, path)
    return caught.value.code


def place(person: Person, path: Path) -> FilePlace:
    return place_of(person.desk, path)


def test_every_ending_is_known_by_its_kind() -> None:
    endings = {kind.suffix for kind in KINDS.values() if kind.suffix}
    assert set(ENDINGS) == endings | {".zgcpkg"}
    assert kind_of(Path("A.ZGCPKG")) == "package"
    assert kind_of(Path("v3.zgcround")) == "round"
    assert kind_of(Path("表.xlsx")) == ""


def test_every_file_of_a_round_has_an_answer_in_every_vault(at: Callable[[str], World]) -> None:
    world = at("sealed")
    files = files_of(world)
    assert set(files) >= {"card", "round", "consent", "declaration", "scores", "package"}
    assert set(files) >= {"ack", "result", "names", "share"}
    secretary, expert, observer = world.secretary, world.experts[1], world.observer
    stranger = new_person(world.folder, "x", "路人")
    at_secretary = {
        kind: place(secretary, files[kind]) for kind in ("card", "consent", "declaration", "scores")
    }
    assert {one.row for one in at_secretary.values()} == {secretary.round}
    for person in (secretary, expert, observer, stranger):
        for kind in ("package", "round", "result", "names", "share"):
            assert place(person, files[kind]) == FilePlace(files[kind], kind)
    assert place(expert, files["ack"]).row == expert.round
    assert code_of(secretary.desk, files["ack"]) == "seal.age.not_for_me"
    for person in (expert, observer, stranger):
        assert code_of(person.desk, files["card"]) == "arrive.card"
        for kind in ("consent", "declaration", "scores"):
            assert code_of(person.desk, files[kind]) == "arrive.secretary"
    stranger.close()


def test_what_is_no_file_of_the_program_or_not_there_is_told(
    at: Callable[[str], World], tmp_path: Path
) -> None:
    desk = at("opened").experts[1].desk
    sheet = tmp_path / "表.xlsx"
    sheet.write_bytes(b"PK")
    assert code_of(desk, sheet) == "arrive.unknown"
    assert code_of(desk, tmp_path / "gone.zgcpkg") == "seal.file.read"
    assert code_of(desk, tmp_path / ("长" * 3000 + ".zgcpkg")) == "seal.file.read"
    folder = tmp_path / "folder.zgcack"
    folder.mkdir()
    assert code_of(desk, folder) == "seal.file.read"
    noise = tmp_path / "noise.zgcack"
    noise.write_bytes(b"\xff" * 4096)
    assert code_of(desk, noise) == "seal.age.not_age"


def test_a_file_of_a_round_that_is_not_here_says_so(at: Callable[[str], World]) -> None:
    """An acknowledgement addressed to a card of this vault, before its package was ever opened here."""
    files = files_of(at("sealed"))
    assert code_of(at("packed").experts[1].desk, files["ack"]) == "arrive.round"


def test_a_sealed_score_file_goes_to_the_only_round_or_the_open_one(
    at: Callable[[str], World], tmp_path: Path
) -> None:
    """Score escrow: nobody sees the round before the opening."""
    world = at("sealed")
    desk, row = world.secretary.desk, world.secretary.round
    held = tmp_path / "E01-scores-0a1b2c3d.zgcscore"
    others = [one for one in sorted(world.folder.rglob("*.zgcshare")) if _closed(desk, one)]
    held.write_bytes(others[0].read_bytes())  # sealed to somebody else, as a file under escrow is
    assert place_of(desk, held).row == row
    other = _second_round(world)
    assert code_of(desk, held) == "arrive.which"
    assert place_of(desk, held, row.round_id).row == row
    chosen = place_of(desk, held, other).row
    assert chosen is not None
    assert chosen.round_id == other


def _closed(desk: Desk, path: Path) -> bool:
    try:
        escrow.opened_share(desk, path)
    except ReviewError as fault:
        return fault.code == "seal.age.not_for_me"
    return False


def _second_round(world: World) -> str:
    """Define another round in the secretary's vault; return its id."""
    make_own_card(world.secretary.desk, "郗䶮秘", "单位")
    given = {"title": "另一轮", "call_year": 2026, "t0": "2026-11-22", "modes": {SUB: "open_call"}}
    given["groups"] = [{"id": "G01", "sub_directions": [SUB], "size": 7}]
    made = rounds.define_round(world.secretary.desk, given, world.catalogue, world.observer.card.card_id)
    return made.round_id


def test_a_later_volume_leads_to_the_first(at: Callable[[str], World], tmp_path: Path) -> None:
    """F-PKG-06: letters stand in the first volume only."""
    world = at("packed")
    first, second = tmp_path / "a.zgcpkg", tmp_path / "a.2.zgcpkg"
    second.write_bytes(b"x")
    assert place_of(world.experts[1].desk, second).path == second
    first.write_bytes(world.package.read_bytes())
    assert place_of(world.experts[1].desk, second).path == first


def test_a_vault_that_is_only_read_opens_what_is_opened_in_memory(at: Callable[[str], World]) -> None:
    world = at("sealed")
    files = files_of(world)
    person = world.experts[1]
    person.close()
    vault = db.vault.open_vault(person.vault, PASSPHRASE, write=False)
    desk = Desk(vault, SystemClock())
    assert place_of(desk, files["result"]).kind == "result"
    assert code_of(desk, files["package"]) == "vault.readonly"
    assert code_of(desk, files["ack"]) == "vault.readonly"
    vault.close()


def test_marks_of_a_package_stand_where_the_type_says(at: Callable[[str], World]) -> None:
    """What the system looks for in a file whose name was changed."""
    data = at("packed").package.read_bytes()
    types = {one.kind: one for one in file_types()}
    fits = {
        kind: bool(one.magic) and all(data[m.offset :].startswith(m.value.encode()) for m in one.magic)
        for kind, one in types.items()
    }
    assert [kind for kind, is_so in fits.items() if is_so] == ["package"]
