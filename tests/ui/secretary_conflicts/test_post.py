"""The collect desk and packing: refusals on record, media scanned and watched, escrow, faults of media."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import services_escrow
from PySide6.QtWidgets import QLabel, QWidget
from services_harness import EXPERTS, World, new_world, rising

from ui.context import Context
from ui.medium import Medium, file_system, look_at
from ui.size_words import size_words
from ui.viewmodels.secretary.board import BoardModel
from ui.viewmodels.secretary.post import PostModel, Room
from ui.viewmodels.session import Session
from ui.views.screen import Screen
from ui.views.secretary.changes_version import VersionDialog
from ui.views.secretary.collect import ARRIVED, DESK, REFUSED, CollectPane
from ui.views.secretary.collect_custody import RevokeDialog
from ui.views.secretary.pack import PackPane
from zgc_review.services import following
from zgc_review.services.rounds import state_of
from zgc_review.services.score_escrow import custody_stage

if TYPE_CHECKING:
    from conftest import Bench

Seat = Callable[..., "Bench"]
At = Callable[[str], World]


def collecting(context: Context, session: Session) -> Screen:
    """Return the collect desk, told of the round."""
    model, board = PostModel(session), BoardModel(session)
    pane = CollectPane(context, model)
    model.setParent(pane)
    board.setParent(pane)
    board.loaded.connect(lambda: pane.show_board(board.board) if board.board is not None else None)
    model.changed.connect(board.load)
    board.load()
    return pane


def packing(context: Context, session: Session) -> Screen:
    """Return the packing pane, told of the round."""
    model, board = PostModel(session), BoardModel(session)
    pane = PackPane(context, model)
    model.setParent(pane)
    board.setParent(pane)
    board.load()
    assert board.board is not None
    pane.show_experts(board.board)
    return pane


def cells(table: object, column: int) -> list[str]:
    """Return a column of a table."""
    return [str(table.index(row, column).data()) for row in range(table.rowCount())]  # type: ignore[attr-defined]


@pytest.fixture
def written(seat: Seat, at: At) -> tuple[Bench, World]:
    """Return the collect desk of a round of which nothing is collected yet."""
    world = at("written")
    return seat(world.secretary.desk, collecting), world


def test_the_desk_says_of_every_expert_what_came_and_what_is_missing(written: tuple[Bench, World]) -> None:
    bench, world = written
    pane = bench.page
    assert pane.tabs.currentIndex() == DESK
    assert cells(pane.returns, 1) == ["未收到"] * 5
    pane.collect([world.returns(world.experts[0])])
    assert pane.tabs.currentIndex() == ARRIVED
    pane.tabs.setCurrentIndex(DESK)
    assert sorted(cells(pane.returns, 1)) == ["已收回", "未收到", "未收到", "未收到", "未收到"]


def test_a_refused_file_stays_on_record_when_the_window_was_closed(
    written: tuple[Bench, World], seat: Seat, tmp_path: Path
) -> None:
    bench, world = written
    stray = tmp_path / "x.zgcscore"
    stray.write_bytes(b"no such thing")
    bench.page.collect([stray])
    assert "未采用 1 个" in bench.page.sum.text()
    again = seat(world.secretary.desk, collecting)
    pane = again.page
    pane.tabs.setCurrentIndex(REFUSED)
    assert cells(pane.refusals, 0) == ["x.zgcscore"]
    pane.refusals_table.choose(0)
    assert "不是加密文件" in pane.detail.text()
    assert pane.tabs.tabText(REFUSED) == "未采用记录 1"


def test_in_a_low_window_the_lead_goes_and_what_came_of_it_stays(
    written: tuple[Bench, World], tmp_path: Path
) -> None:
    bench, _world = written
    pane = bench.page
    assert pane.stack.geometry().bottom() + 1 == pane.findChild(QWidget, "collectFoot").y()
    bench.shell.resize(1366, 420)
    stray = tmp_path / "x.zgcscore"
    stray.write_bytes(b"no such thing")
    pane.collect([stray])
    assert not pane.lead.isVisible()
    assert pane.sum.isVisible()


def test_media_are_scanned_by_one_button(
    written: tuple[Bench, World], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    bench, world = written
    monkeypatch.setattr("ui.viewmodels.secretary.post.media_roots", lambda: (tmp_path / "none",))
    bench.click("collectScan")
    assert bench.page.sum.text() == "插着的介质里没有专家交来的文件。"
    stick = tmp_path / "stick" / "sub"
    stick.mkdir(parents=True)
    for one in world.returns(world.experts[1]).iterdir():
        shutil.copy(one, stick)
    monkeypatch.setattr("ui.viewmodels.secretary.post.media_roots", lambda: (tmp_path / "stick",))
    bench.click("collectScan")
    assert "采用" in bench.page.sum.text()
    assert set(cells(bench.page.arrivals, 1)) == {"已采用"}


def test_a_watched_folder_is_collected_when_files_stand_still(
    written: tuple[Bench, World], tmp_path: Path
) -> None:
    bench, world = written
    pane, inbox = bench.page, tmp_path / "inbox"
    inbox.mkdir()
    pane.watch_folder(inbox)
    assert pane.watching.isChecked()
    (scores,) = [one for one in world.returns(world.experts[1]).iterdir() if one.suffix == ".zgcscore"]
    data = scores.read_bytes()
    (inbox / scores.name).write_bytes(data[:100])
    pane.watch.look()
    (inbox / scores.name).write_bytes(data)  # it grew: wait
    pane.watch.look()
    assert not pane.arrivals.rows
    pane.watch.look()
    assert cells(pane.arrivals, 1) == ["已采用"]
    taken = pane.arrivals.rows
    pane.watch.look()  # the same file is not told twice
    assert pane.arrivals.rows is taken
    shutil.rmtree(inbox)
    pane.watch.look()
    assert "不再持续收取" in pane.sum.text()
    assert not pane.watching.isChecked()


def test_score_escrow_from_the_key_to_the_opening(seat: Seat, tmp_path: Path) -> None:
    world = new_world(tmp_path / "world", settings={"collector": "score_escrow"})
    world.define()
    world.seat()
    bench = seat(world.secretary.desk, collecting)
    card = bench.page.custody
    assert card.isVisible()
    assert card.title.text() == "评分托管：还没有密钥"
    card.ask_prepare(world.folder / "score-shares")
    assert "2 份合起来才能打开" in bench.agree()
    assert "-scores.zgcshare" in card.text.text()
    services_escrow.tell(world, world.experts[0])
    world.consent(world.experts[0])
    world.pack()
    for person in world.experts:
        world.open(person, world.package)
        world.score(person, rising(66))
    bench.page.collect([one for person in world.experts[:4] for one in world.give_back(person)])
    assert "还等" in card.text.text()
    assert world.experts[4].code in card.text.text()
    assert not card.act.isVisible()
    assert cells(bench.page.arrivals, 1).count("已收存") == 4
    bench.page.collect(world.give_back(world.experts[4]))
    assert card.act.isVisible()
    words = []
    for who in ("chair", "observer"):
        share = services_escrow.share(world, who)
        words.append(tmp_path / f"{who}.txt")
        words[-1].write_text(f"{share.recipient}\n{share.words}\n", "utf-8")
    card.ask_open(words[:1])
    bench.agree()
    assert card.error.isVisible()  # one share opens nothing
    card.ask_open(words)
    assert "共同打开 5 个评分文件？" in bench.agree()
    assert card.title.text() == "评分托管：已共同打开"
    assert set(cells(bench.page.arrivals, 1)) == {"已采用"}
    with world.secretary.desk.vault.begin() as uow:
        state = state_of(uow, world.secretary.round)
        assert custody_stage(uow, world.secretary.round, state)[0] == "opened"
    bench.session.context.captions.set_language("en")
    assert card.title.text() == "Score escrow: opened together"
    world.close()


def test_the_key_for_score_files_is_taken_out_of_use_with_a_reason(seat: Seat, tmp_path: Path) -> None:
    """``escrow revoke``: the version is signed where the key stands, then handed out as every version."""
    world = new_world(tmp_path / "world", settings={"collector": "score_escrow"})
    world.define()
    world.seat()
    bench = seat(world.secretary.desk, collecting)
    card = bench.page.custody
    assert not card.revoke.isVisible()
    card.ask_prepare(world.folder / "score-shares")
    bench.agree()
    assert not card.revoke.isVisible()  # the version that names it still waits
    services_escrow.tell(world, world.experts[0])
    world.consent(world.experts[0])
    card.model.load()
    bench.click("custodyRevoke")
    dialog = bench.find(RevokeDialog, "custodyRevokeDialog")
    assert not dialog.act.isEnabled()
    dialog.reason.setText(EXPERTS[0])
    bench.click("custodyRevokeDialogAct")
    assert dialog.error.fault is not None
    assert dialog.error.fault.code == "secrecy.name"
    assert not card.error.isVisible()
    dialog.reason.setText("一位保管人的份额丢失")
    bench.click("custodyRevokeDialogAct")
    assert not dialog.isVisible()
    shown = bench.find(VersionDialog, "version")
    assert "第 4 版等待同意" in shown.pane.title.text()
    shown.pane.hand_out(tmp_path / "usb")
    (path,) = (tmp_path / "usb").glob("*.zgcround")
    shown.reject()
    assert not card.revoke.isVisible()
    chair = world.experts[0]
    chair.row = following.follow_round(chair.desk, [path], None)
    world.consent(chair)
    card.model.load()
    assert card.title.text() == "评分托管：密钥已停用"
    assert not card.revoke.isVisible()
    world.close()


def test_rounds_without_escrow_show_none(written: tuple[Bench, World]) -> None:
    assert not written[0].page.custody.isVisible()


@pytest.fixture
def pack(seat: Seat, at: At) -> Bench:
    """Return the packing pane of a seated round."""
    return seat(at("seated").secretary.desk, packing)


def test_a_medium_tells_its_room_and_its_number_goes_into_the_register(pack: Bench, tmp_path: Path) -> None:
    pane = pack.page
    pane.choose_folder(tmp_path / "stick")
    assert "可写，剩余" in pack.find(QLabel, "packMedium").text()
    pane.number.setText("U-07")
    pack.click("packAct")
    pack.agree()
    assert "重读比对一致" in pane.done_title.text()
    pane.print_register(tmp_path / "forms")
    assert "F17-秘书01.pdf" in pane.registered.text()
    assert list((tmp_path / "forms").glob("F17*.pdf"))


@pytest.mark.parametrize(
    ("medium", "needed", "said", "lacks"),
    [
        (Medium(there=True, writable=False, free=9, fat=False), 1, "只能读", "介质只能读"),
        (Medium(there=True, writable=True, free=1_000_000, fat=False), 3_000_000, "差 2.0 MB", "空间不够"),
        (Medium(there=False, writable=False, free=-1, fat=False), 1, "已不在", "介质已不在"),
    ],
)
def test_a_medium_that_cannot_take_it_says_the_way_on(
    pack: Bench, tmp_path: Path, medium: Medium, needed: int, said: str, lacks: str
) -> None:
    pane = pack.page
    pane.choose_folder(tmp_path)
    pane.model.looked.emit(Room(tmp_path, medium, needed))
    assert said in pack.find(QLabel, "packMedium").text()
    assert pane.lacking.text() == lacks
    assert not pane.act.isEnabled()
    pane.model.looked.emit(Room(tmp_path / "other", medium, needed))  # an older answer is forgotten
    pane.choose_folder(tmp_path)
    assert pane.act.isEnabled()


def test_a_size_is_said_as_it_is_read_on_a_medium() -> None:
    assert size_words(58_700_000) == "58.7 MB"
    assert size_words(45_575_400_000) == "45.6 GB"


def test_fat32_gets_volumes_and_says_so(pack: Bench, tmp_path: Path) -> None:
    pane = pack.page
    pane.choose_folder(tmp_path)
    pane.volume.setCurrentIndex(3)
    pane.model.looked.emit(Room(tmp_path, Medium(there=True, writable=True, free=1 << 34, fat=True), 1))
    assert "须小于 4.29 GB" in pack.find(QLabel, "packMedium").text()
    assert pane.volume.currentIndex() == 0
    assert pane.act.isEnabled()


def test_a_stick_that_is_pulled_while_writing_says_what_is_there(pack: Bench, tmp_path: Path) -> None:
    pane, stick = pack.page, tmp_path / "stick"
    stick.mkdir()
    pane.choose_folder(stick)
    pane.model.moved.connect(lambda _done, _total: shutil.rmtree(stick, ignore_errors=True))
    pack.click("packAct")
    pack.agree()
    assert pane.error.isVisible()
    assert "介质已不在" in pane.error.accessibleName()
    assert "保险库完好" in pane.error.accessibleName()
    pane.model.moved.disconnect()
    pane.choose_folder(tmp_path / "other")
    pack.click("packAct")
    pack.agree()
    assert "重读比对一致" in pane.done_title.text()


def test_the_file_system_is_the_one_mounted_closest(tmp_path: Path) -> None:
    mounts = "/dev/a / ext4 rw 0 0\n/dev/b /media/x\\040y vfat rw 0 0\nbroken\n/dev/c /media exfat rw 0 0\n"
    assert file_system(Path("/media/x y/sub"), mounts) == "vfat"
    assert file_system(Path("/media/z"), mounts) == "exfat"
    assert file_system(Path("/home"), mounts) == "ext4"
    assert file_system(Path("/home"), "") == ""
    seen = look_at(tmp_path / "new" / "folder")
    assert seen.there
    assert seen.free > 0
