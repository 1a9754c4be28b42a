"""The observer's window: definitions, draw, any file, sealing; what was and was not checked, line by line."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QLabel
from pytestqt.modeltest import ModelTester
from result_bench import Bench, wait_for

from ui.context import Context
from ui.views.observer.rooms import ObserverRooms
from zgc_review.domain.canonical import canonical_bytes
from zgc_review.domain.rows import RoundRow
from zgc_review.services import escrow, rounds, sealing_summary, sealing_witness, sharing
from zgc_review.services.opened_result import open_together, read_share

Watch = Callable[[str], tuple[Bench, ObserverRooms]]


def prepare(bench: Bench, folder: Path) -> Path:
    """Make the key, publish, write the notice; return the notice."""
    desk, row = bench.world.secretary.desk, bench.world.secretary.round
    escrow.prepare_seal(desk, row, folder)
    sharing.publish_round(desk, row, folder)
    return sealing_witness.write_notice(desk, row, folder)


def lines(rooms: ObserverRooms) -> dict[str, str]:
    """Return what was looked at, with the outcome."""
    table = rooms.verify.rows
    return {str(table.index(n, 1).data()): str(table.index(n, 0).data()) for n in range(table.rowCount())}


def dropped(path: Path) -> QDropEvent:
    """Return the drop of a file."""
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path))])
    dropped.kept.append(data)  # type: ignore[attr-defined]
    return QDropEvent(
        QPointF(9, 9),
        Qt.DropAction.CopyAction,
        data,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )


dropped.kept = []  # type: ignore[attr-defined] # Qt does not own what it is dropped


def test_a_version_that_asks_for_the_observer_is_consented_to(watch: Watch, tmp_path: Path) -> None:
    bench, rooms = watch("seated")
    page = rooms.definitions
    assert [page.rows.index(n, 0).data() for n in range(page.rows.rowCount())] == ["2", "1"]
    assert page.rows.index(0, 4).data() == "已同意"
    assert not page.yes.isEnabled()
    assert page.why.text() == "您已同意第 2 版", "beside an act that cannot be taken stands why"
    world = bench.world
    chair = world.experts[0]
    from zgc_review.services.amending import CardChange, amend_cards  # noqa: PLC0415 - used here only
    from zgc_review.services.trust import make_own_card, take_card, trust_card  # noqa: PLC0415

    card = make_own_card(chair.desk, chair.name, f"{chair.name}的单位")
    known = take_card(world.secretary.desk, card.payload)
    trust_card(world.secretary.desk, known.card_id, card.fingerprint)
    with world.secretary.desk.vault.begin() as uow:
        state = rounds.state_of(uow, world.secretary.round)
    change = CardChange(str(state.round_chair), card.fingerprint)
    amend_cards(world.secretary.desk, world.secretary.round, [change], "键卡遗失")
    sharing.publish_round(world.secretary.desk, world.secretary.round, tmp_path / "v3")
    page.dropEvent(dropped(next((tmp_path / "v3").glob("*.zgcround"))))
    assert page.rows.index(0, 4).data() == "等您同意"
    assert page.why.text() == ""
    assert rooms.frame.navigation.buttons["definitions"].badge == 1
    page.consent("yes", tmp_path / "back")
    assert "同意第 3 版轮次定义？" in bench.agree()
    (path,) = (tmp_path / "back").glob("*.zgccons")
    (arrival,) = world.collect([path])
    assert arrival.outcome == "new"
    assert page.rows.index(0, 4).data() == "已同意"
    assert rooms.frame.navigation.buttons["definitions"].badge == 0


def test_what_is_no_definition_is_refused_in_place(watch: Watch, tmp_path: Path) -> None:
    _, rooms = watch("seated")
    wrong = tmp_path / "wrong.zgcround"
    wrong.write_bytes(b"no sealed file")
    rooms.definitions.follow([wrong])
    assert rooms.definitions.error.fault is not None
    assert rooms.definitions.error.fault.code == "seal.age.not_age"


def test_any_file_is_checked_line_by_line_also_what_was_not(
    watch: Watch, tmp_path: Path, qtmodeltester: ModelTester
) -> None:
    bench, rooms = watch("written")
    rooms.frame.turn("verify")
    page, world = rooms.verify, bench.world
    page.dropEvent(dropped(next((world.folder / "v2").glob("*.zgcround"))))
    assert set(lines(rooms).values()) == {"一致"}
    qtmodeltester.check(page.rows)
    page.verify(world.package)
    found = lines(rooms)
    assert "未核验" in found.values()
    assert "一致" in found.values()
    assert "未核验 1" in page.sum.text()
    scores = next(world.returns(world.experts[0]).glob("*.zgcscore"))
    page.verify(scores)
    assert "未核验" in lines(rooms).values()
    broken = tmp_path / world.package.name
    data = bytearray(world.package.read_bytes())
    data[-3000] ^= 1
    broken.write_bytes(data)
    page.verify(broken)
    assert "不一致" in lines(rooms).values() or page.error.fault is not None
    text = tmp_path / "text.zgcscore"
    text.write_bytes(b"text")
    page.verify(text)
    assert page.error.fault is not None
    assert not page.table.isVisible()


def test_an_opened_result_is_replayed_and_a_changed_one_named(watch: Watch, tmp_path: Path) -> None:
    bench, rooms = watch("sealed")
    world = bench.world
    shares = [
        read_share(person.desk, next((world.folder / "shares").glob(f"*{code}.zgcshare")))
        for person, code in ((world.secretary, "秘书01"), (world.observer, "监督01"))
    ]
    sealed = next((world.folder / "result").glob("*.zgcresult"))
    result = open_together(world.secretary.desk.suite, sealed, shares)
    escrow.unpack(result.message, tmp_path / "opened")
    rooms.frame.turn("verify")
    page = rooms.verify
    page.code.setText(world.code(1))
    page.head.setText(result.log_digits)
    page.verify(tmp_path / "opened")
    wait_for(bench.qtbot, page.verdict.isVisible)
    assert "全部核验通过" in bench.find(QLabel, "verifyVerdictTitle").text()
    part = next(one for one in (tmp_path / "opened" / "data").glob("*.json"))
    part.write_bytes(part.read_bytes().replace(b"0", b"1", 1))
    bench.click("verifyAgain")
    assert "未通过" in bench.find(QLabel, "verifyVerdictTitle").text()


def test_the_sealing_is_signed_over_counts_and_a_digest(watch: Watch, tmp_path: Path) -> None:
    """Rules §15: before the result is open the observer sees counts and digests, nothing else."""
    bench, rooms = watch("decided")
    notice = prepare(bench, tmp_path / "usb")
    said = notice.read_text("utf-8")
    assert "ZGC-000" not in said
    assert "amount" not in said
    rooms.frame.turn("sealing")
    page = rooms.sealing
    page.read(notice)
    page.sign_into(tmp_path / "back")
    asked = bench.agree()
    assert "建议支持 3" in asked
    assert "汇总摘要值" in asked
    assert f"写入：{tmp_path / 'back'}" in asked
    assert page.error.fault is not None
    assert page.error.fault.code == "seal.notice_round"  # the version is not held here yet
    rooms.definitions.follow(sorted((tmp_path / "usb").glob("*.zgcround")))
    page.dropEvent(dropped(notice))
    shown = [one.text() for one in page.card.findChildren(QLabel) if "轮次定义第 3 版" in one.text()]
    waiting = str(rooms.definitions.rows.index(0, 3).data())
    assert shown[-1] == f"轮次定义第 3 版 · {waiting}", "both pages say the same of the version"
    page.sign_into(tmp_path / "back")
    bench.agree()
    (path,) = (tmp_path / "back").glob("*.zgccons")
    world = bench.world
    (arrival,) = world.collect([path])
    assert arrival.outcome == "new"
    summary = sealing_summary.summarise(world.secretary.desk, world.secretary.round)
    assert {one.role: one.holds for one in summary.signatures}["observer"]
    assert page.before.text().startswith("已签署封存")


def test_a_file_that_is_no_notice_is_refused(watch: Watch, tmp_path: Path) -> None:
    _, rooms = watch("decided")
    rooms.frame.turn("sealing")
    for n, data in enumerate((b"{}", b"\xff", canonical_bytes({"format": "zgc-seal-notice/1"}), b"[" * 99)):
        path = tmp_path / f"{n}.json"
        path.write_bytes(data)
        rooms.sealing.read(path)
        assert rooms.sealing.error.fault is not None
        assert rooms.sealing.error.fault.code == "seal.notice"
    assert not rooms.sealing.act.isEnabled()


def test_a_draw_that_is_altered_is_refused_and_not_signed(watch: Watch, tmp_path: Path) -> None:
    _, rooms = watch("seated")
    rooms.frame.turn("draw")
    path = tmp_path / "draw.json"
    path.write_bytes(canonical_bytes({"n": 1}))
    rooms.draw.read(path)
    assert rooms.draw.error.fault is not None
    assert rooms.draw.error.fault.code == "draw.file"
    assert not rooms.draw.act.isEnabled()


def test_the_language_turns_and_keys_lead_to_the_pages(watch: Watch, context: Context) -> None:
    bench, rooms = watch("decided")
    for key, name in ((Qt.Key.Key_3, "verify"), (Qt.Key.Key_4, "sealing"), (Qt.Key.Key_2, "draw")):
        bench.qtbot.keyClick(rooms.frame, key, Qt.KeyboardModifier.ControlModifier)
        assert rooms.frame.page is rooms.frame.pages[name]
    context.captions.set_language("en")
    assert rooms.draw.title.text() == "Draw"
    assert rooms.definitions.rows.index(0, 3).data() == "waiting"  # the chair's consent comes later
    assert rooms.definitions.rows.index(1, 3).data() == "valid"
    context.captions.set_language("zh_CN")


def test_a_read_only_vault_signs_nothing(
    watch: Watch, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    from ui.viewmodels.session import Session  # noqa: PLC0415 - patched here only

    bench, rooms = watch("decided")
    notice = prepare(bench, tmp_path / "usb")
    monkeypatch.setattr(Session, "writable", property(lambda _self: False))
    rooms.definitions.retranslate()
    assert not rooms.definitions.take.isEnabled()
    rooms.frame.turn("sealing")
    rooms.sealing.read(notice)
    assert not rooms.sealing.act.isEnabled()


def test_a_round_that_was_not_confirmed_asks_for_its_code(watch: Watch) -> None:
    bench, rooms = watch("decided")
    row: RoundRow = rooms.model.session.row
    from dataclasses import replace  # noqa: PLC0415 - used here only

    with bench.world.observer.desk.vault.begin() as uow:
        uow.rounds.update(replace(row, pinned=None))
        uow.commit()
    rooms.model.session.renew(replace(row, pinned=None))
    rooms.definitions.entered()
    page = rooms.definitions
    assert page.code.isVisible()
    page.code.setText("11111 22222 33333 44444 55555 66666")
    bench.click("observerConfirm")
    assert page.error.fault is not None
    assert page.error.fault.code == "round.code.wrong"
    page.code.setText(bench.world.code(2))
    bench.click("observerConfirm")
    assert not page.code.isVisible()


def test_the_heading_stands_at_one_height_on_every_page(watch: Watch) -> None:
    bench, rooms = watch("seated")
    tops = {}
    for name in ("definitions", "draw", "verify", "sealing"):
        rooms.frame.turn(name)
        page = rooms.frame.pages[name]
        bench.qtbot.wait(20)
        title = page.title  # type: ignore[attr-defined]
        tops[name] = title.mapTo(rooms.frame, title.rect().center()).y()
    assert len(set(tops.values())) == 1, tops
