"""Packing and collecting through the window: choice, re-reading, P12, every outcome in a sentence."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot
from services_harness import EXPERTS, World, new_world, record, rising

from ui.viewmodels.secretary.post import returned_files
from zgc_review.seal.package_read import open_package

if TYPE_CHECKING:
    from conftest import Sitting

Open = Callable[[str], "Sitting"]


def outcomes(sit: Sitting) -> dict[str, tuple[str, str]]:
    """Return word and sentence per file of the last collection."""
    table = sit.rooms.collect_pane.arrivals
    return {
        str(table.index(row, 0).data()): (str(table.index(row, 1).data()), str(table.index(row, 2).data()))
        for row in range(table.rowCount())
    }


def test_packing_asks_with_codes_writes_rereads_and_opens_the_review(sitting: Open, tmp_path: Path) -> None:
    sit = sitting("seated")
    sit.click("nextAct")
    pane = sit.rooms.pack_pane
    assert not pane.act.isEnabled()
    assert pane.lacking.text() == "还没有选介质"
    stick = tmp_path / "stick"
    pane.choose_folder(stick)
    sit.click("packAct")
    said = sit.agree()
    assert "给 5 位专家写材料包？" in said
    assert "专家05" in said
    files = list(stick.glob("*.zgcpkg"))
    assert len(files) == 1
    assert "重读比对一致" in pane.done_title.text()
    sit.qtbot.waitUntil(sit.find(QLabel, f"packed:{files[0].name}").isVisible)
    board = sit.rooms.board.board
    assert board is not None
    assert board.progress.act.code == "collect"


def test_packing_for_some_experts(sitting: Open, tmp_path: Path) -> None:
    sit = sitting("packed")
    sit.rooms.go("pack")
    pane = sit.rooms.pack_pane
    pane.choose_folder(tmp_path / "stick")
    sit.click("packNobody")
    assert not pane.act.isEnabled()
    pane.table.setFocus()
    pane.table.choose(1)
    sit.qtbot.keyClick(pane.table, Qt.Key.Key_Space)
    assert pane.experts.codes() == ("专家02",)
    pane.letters_only.setChecked(True)
    sit.click("packAct")
    assert "专家02" in sit.agree()
    (path,) = (tmp_path / "stick").glob("*.zgcpkg")
    package = open_package(path)
    assert (len(package.letters), len(package.objects)) == (1, 0)


def test_a_volume_size_that_is_too_small_is_refused_in_place(
    sitting: Open, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sit = sitting("seated")
    sit.rooms.go("pack")
    pane = sit.rooms.pack_pane
    monkeypatch.setattr("ui.views.secretary.pack._SIZES", (("fat", 1000),))
    pane.choose_folder(tmp_path / "stick")
    sit.click("packAct")
    sit.agree()
    fault = pane.error.fault
    assert fault is not None
    assert fault.code == "seal.package.volume"
    assert pane.act.isEnabled()


def test_p12_a_list_of_experts_is_refused_until_somebody_says_why_it_is_none(
    sit: Callable[[World], Sitting], tmp_path: Path
) -> None:
    """P12: applicants' files never list experts; the reason goes into the log."""

    def fields(n: int) -> dict[str, Any]:
        return {**record(n), "title": f"{EXPERTS[0]}与{EXPERTS[1]}所用的装置"}

    world = new_world(tmp_path / "world", fields=fields)
    world.define()
    world.seat()
    opened = sit(world)
    opened.rooms.go("pack")
    pane = opened.rooms.pack_pane
    pane.choose_folder(tmp_path / "stick")
    assert not pane.reason.isVisible()
    opened.click("packAct")
    opened.agree()
    fault = pane.error.fault
    assert fault is not None
    assert fault.code == "secrecy.name"
    assert pane.reason.isVisible()
    assert not pane.act.isEnabled()
    assert not list((tmp_path / "stick").glob("*.zgcpkg")) if (tmp_path / "stick").exists() else True
    pane.reason.setText("是器物的通用名称")
    opened.click("packAct")
    opened.agree()
    assert len(list((tmp_path / "stick").glob("*.zgcpkg"))) == 1
    opened.frame.turn("log")
    assert "是器物的通用名称" in [
        text
        for line in opened.rooms.log.log.lines
        for text in line.texts.values()
        if line.act == "secrecy.overruled"
    ]
    world.close()


def test_every_outcome_of_collecting_is_explained(
    sitting: Open, at: Callable[[str], World], tmp_path: Path
) -> None:
    """New, already there, altered, foreign: one sentence each, and nothing of a refused file is kept."""
    sit = sitting("written")
    person = sit.world.experts[0]
    scores = next(sit.world.returns(person).glob("*.zgcscore"))
    altered = tmp_path / "altered.zgcscore"
    altered.write_bytes(scores.read_bytes()[:-9] + b"123456789")
    foreign = tmp_path / "foreign.zgcscore"
    foreign.write_bytes(b"no sealed file")
    sit.rooms.go("collect")
    sit.rooms.collect_pane.collect([sit.world.returns(person), altered, foreign])
    found = outcomes(sit)
    assert found[scores.name][0] == "已采用"
    assert "评分文件" in found[scores.name][1]
    assert found["altered.zgcscore"][0] == found["foreign.zgcscore"][0] == "未采用"
    assert len({text for _, text in found.values()}) > 3
    assert "未采用 2 个" in sit.rooms.collect_pane.sum.text()
    sit.rooms.collect_pane.collect([scores])
    assert outcomes(sit)[scores.name][0] == "已有"


def test_an_older_file_is_told_as_older(sitting: Open, tmp_path: Path) -> None:
    sit = sitting("opened")
    person = sit.world.experts[0]
    sit.world.score(person, rising(62))
    first = next(path for path in sit.world.give_back(person) if path.suffix == ".zgcscore")
    kept = tmp_path / first.name
    kept.write_bytes(first.read_bytes())
    sit.world.rescore(person, 1, rising(70)(1))
    sit.rooms.collect_pane.collect(sit.world.give_back(person))
    sit.rooms.collect_pane.collect([kept])
    word, sentence = outcomes(sit)[kept.name]
    assert word == "较早"
    assert person.code in sentence


def test_a_rehearsal_file_is_refused_by_name(
    sit: Callable[[World], Sitting], at: Callable[[str], World], tmp_path: Path
) -> None:
    """Files of a rehearsal never enter a live round (design §4.3)."""
    live = at("opened")
    other = new_world(tmp_path / "other", settings={"rehearsal": True})
    other.run_to_locked()
    files = sorted(other.returns(other.experts[0]).glob("*.zgcscore"))
    opened = sit(live)
    opened.rooms.go("collect")
    opened.rooms.collect_pane.collect(files)
    assert {word for word, _ in outcomes(opened).values()} == {"未采用"}
    other.close()


def test_files_are_dropped_into_the_pane(sitting: Open) -> None:
    sit = sitting("written")
    sit.rooms.go("collect")
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(sit.world.returns(sit.world.experts[2])))])
    drop = QDropEvent(
        QPointF(10, 10),
        Qt.DropAction.CopyAction,
        data,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    sit.rooms.collect_pane.dropEvent(drop)
    assert {word for word, _ in outcomes(sit).values()} == {"已采用"}


def test_a_folder_without_returns_says_so(sitting: Open, tmp_path: Path) -> None:
    sit = sitting("packed")
    (tmp_path / "empty").mkdir()
    (tmp_path / "empty" / "photo.jpg").write_bytes(b"x")
    sit.rooms.go("collect")
    sit.rooms.collect_pane.collect([tmp_path / "empty"])
    assert "没有评分文件" in sit.rooms.collect_pane.sum.text()


def test_acknowledgements_are_written_and_refused_in_place(sitting: Open, tmp_path: Path) -> None:
    sit = sitting("written")
    sit.rooms.go("collect")
    pane = sit.rooms.collect_pane
    (tmp_path / "taken").write_bytes(b"a file, no folder")
    pane.acknowledge(tmp_path / "taken")
    fault = pane.error.fault
    assert fault is not None
    assert fault.code.startswith("seal.file")
    pane.collect([sit.world.returns(sit.world.experts[0])])
    pane.acknowledge(tmp_path / "acks")
    written = sorted(path.name for path in (tmp_path / "acks").glob("*.zgcack"))
    assert written[0].startswith(sit.world.experts[0].code)
    assert f"{len(written)} 份回执" in pane.acked.text()


def test_after_sealing_acknowledgements_prove_counting(sitting: Open, tmp_path: Path) -> None:
    sit = sitting("sealed")
    sit.click("nextAct")
    assert sit.rooms.collect_pane.acks.text() == "写计入回执…"
    sit.rooms.collect_pane.acknowledge(tmp_path / "acks")
    assert len(list((tmp_path / "acks").glob("*counted*.zgcack"))) == 5
    board = sit.rooms.board.board
    assert board is not None
    assert board.progress.act.code == "done"


def test_folders_give_their_returns_two_levels_down(tmp_path: Path, qtbot: QtBot) -> None:
    assert qtbot is not None
    for part in ("a", "a/b", "a/b/c", ".hidden"):
        (tmp_path / part).mkdir()
        (tmp_path / part / "x.zgcscore").write_bytes(b"")
        (tmp_path / part / "x.zgcpkg").write_bytes(b"")
    found = returned_files([tmp_path, tmp_path / "a" / "x.zgcscore"])
    assert [path.relative_to(tmp_path).as_posix() for path in found] == ["a/b/x.zgcscore", "a/x.zgcscore"]
