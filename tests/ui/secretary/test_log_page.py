"""The log page: sentences, filters, search, the chain, ten thousand rows."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtWidgets import QFileDialog
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot
from services_harness import World

from ui.context import Context
from ui.jobs import JobRunner
from ui.models.secretary_log import LogTable
from ui.viewmodels.home import heads
from ui.viewmodels.secretary.log import Log, Wanted, matching
from ui.viewmodels.session import Session
from ui.views.secretary.rooms import SecretaryRooms
from ui.views.shell import Shell
from zgc_review.domain.rows import EventRow
from zgc_review.seal.digits import digits_of
from zgc_review.services.log_lines import LogLine

if TYPE_CHECKING:
    from conftest import Sitting

Open = Callable[[str], "Sitting"]


def told(sit: Sitting) -> list[str]:
    table = sit.rooms.log_page.events
    return [str(table.index(row, 3).data()) for row in range(table.rowCount())]


def test_every_event_is_told_newest_first(sitting: Open) -> None:
    sit = sitting("sealed")
    sit.frame.turn("log")
    said = told(sit)
    assert len(said) == len(sit.rooms.log.log.lines) > 80
    assert said[0] == "写出封存结果与名单文件"
    assert said[-1] == "定义轮次"
    assert not any("–" in one or "{" in one for one in said)


def test_filters_by_act_person_and_text(sitting: Open) -> None:
    sit = sitting("sealed")
    sit.frame.turn("log")
    page = sit.rooms.log_page
    page.act.setCurrentIndex(page.act.findData("consent.decision"))
    page.act.activated.emit(page.act.currentIndex())
    assert len(told(sit)) == 3
    page.by.setCurrentIndex(page.by.findData("秘书01"))
    page.by.activated.emit(page.by.currentIndex())
    assert told(sit) == []
    assert page.empty.isVisible()
    page.act.setCurrentIndex(0)
    page.by.setCurrentIndex(0)
    sit.qtbot.keyClicks(page.search, "ZGC-0002")
    sit.qtbot.waitUntil(lambda: 0 < len(told(sit)) < 40)
    assert all("ZGC-0002" in one for one in told(sit))


def test_texts_beside_an_event_are_found_and_shown(sitting: Open) -> None:
    sit = sitting("seated")
    sit.frame.turn("log")
    page = sit.rooms.log_page
    sit.rooms.log.find(Wanted(text="材料齐全"))
    assert told(sit)
    page.table.choose(0)
    assert "材料齐全" in page.detail.text()


def test_the_head_stands_as_digits_and_the_chain_is_checked_on_request(sitting: Open) -> None:
    sit = sitting("locked")
    sit.frame.turn("log")
    page = sit.rooms.log_page
    board = sit.rooms.board.board
    assert board is not None
    assert page.head.text() == digits_of(board.checked.head.root)
    database = sit.world.secretary.store.database
    with database.begin() as connection:
        connection.exec_driver_sql("DROP TRIGGER events_no_update")
        connection.exec_driver_sql("UPDATE events SET leaf = CAST('{}' AS BLOB) WHERE n = 9")
        connection.commit()
    sit.click("logCheck")
    assert "第 9 条" in page.state.text()


def lines(count: int) -> tuple[LogLine, ...]:
    """Return that many events of a long round, newest first."""
    made = []
    for n in range(count):
        data = {"application": f"{n % 500:032x}", "from": "RECEIVED", "to": "FORMAL_OK"}
        made.append(LogLine(n, "2026-11-22T09:00:00+08:00", "application.moved", "秘书01", data))
    return tuple(reversed(made))


NUMBERS = {f"{n:032x}": f"03-{n:04d}" for n in range(500)}


def test_rows_are_handed_out_in_parts_as_asked(context: Context, qtmodeltester: ModelTester) -> None:
    table = LogTable(context.captions)
    table.show_log(lines(450), NUMBERS)
    assert table.rowCount() == 200
    qtmodeltester.check(table)
    table.fetchMore(QModelIndex())
    table.fetchMore(QModelIndex())
    assert table.rowCount() == 450
    assert not table.canFetchMore(QModelIndex())


def test_ten_thousand_rows_are_told_when_looked_at(context: Context) -> None:
    table = LogTable(context.captions)
    table.show_log(lines(10_000), NUMBERS)
    assert table.rowCount() < 1000
    while table.canFetchMore(QModelIndex()):
        table.fetchMore(QModelIndex())
    assert table.rowCount() == 10_000
    assert table.index(9_999, 3).data(Qt.ItemDataRole.DisplayRole) == "申报 03-0000：已接收 → 形式审查通过"


def test_a_search_looks_through_all_of_them(context: Context) -> None:
    many = lines(10_000)
    begun = perf_counter()
    found = matching(Log(many, NUMBERS), Wanted(text="03-0117"), context.captions.texts)
    assert len(found) == 20
    assert perf_counter() - begun < 10  # far above what it takes; an accident of another order would show


def test_scrolling_to_the_end_of_ten_thousand_events(sitting: Open, qtbot: QtBot) -> None:
    sit = sitting("seated")
    world: World = sit.world
    row, desk = world.secretary.round, world.secretary.desk
    with desk.vault.begin() as uow:
        first = uow.events.count(row.round_id)
        for n in range(first, 3000):
            event = {"act": "gates.run", "at": "2026-11-22T09:00:00+08:00", "by": "秘书01", "n": n}
            event["data"] = {"applications": n, "gates": 0, "open": 0}
            leaf = json.dumps(event, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()
            uow.events.append(EventRow(row.round_id, n, leaf), ())
        uow.commit()
    sit.frame.turn("log")
    page = sit.rooms.log_page
    assert "3,000" in page.count.text()
    assert page.events.rowCount() < 1000
    bar = page.table.verticalScrollBar()

    def at_end() -> bool:
        bar.setValue(bar.maximum())
        return page.events.rowCount() == 3000

    qtbot.waitUntil(at_end, timeout=10_000)
    assert "链条完整" in page.state.text()


def test_what_is_shown_is_written_as_a_table(
    sitting: Open, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sit = sitting("sealed")
    sit.frame.turn("log")
    page, path = sit.rooms.log_page, tmp_path / "log.csv"
    page.act.setCurrentIndex(page.act.findData("consent.decision"))
    page.act.activated.emit(page.act.currentIndex())
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_given: (str(path), ""))
    sit.click("logExport")
    assert page.told.text() == "已写出：log.csv"
    heads, *rows = csv.reader(path.read_text("utf-8-sig").splitlines())
    assert heads[0] == "序号"
    assert len(rows) == 3
    assert {row[3] for row in rows} == {"consent.decision"}
    assert [row[4] for row in rows] == list(reversed(told(sit)))
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_given: (str(tmp_path / "no" / "x"), ""))
    sit.click("logExport")
    assert page.error.isVisible()
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_given: ("", ""))
    sit.click("logExport")
    assert page.error.isVisible()


def test_board_and_log_are_read_on_threads_of_their_own(
    context: Context, qtbot: QtBot, at: Callable[[str], World]
) -> None:
    """With real threads the pages fill when the answers arrive; nothing waits for them."""
    world = at("written")
    runner = JobRunner()
    session = Session(replace(context, jobs=runner), world.secretary.desk)
    session.choose(heads(world.secretary.desk)[0])
    shell = Shell(session.context)
    qtbot.addWidget(shell)
    rooms = SecretaryRooms(session.context, shell, session, shell)
    rooms.start()
    assert rooms.board.board is None
    qtbot.waitUntil(lambda: rooms.board_page.returns.rowCount() == 5)
    rooms.frame.turn("log")
    qtbot.waitUntil(lambda: rooms.log_page.events.rowCount() > 20)
    rooms.collect_pane.collect([world.returns(world.experts[0])])
    qtbot.waitUntil(lambda: rooms.collect_pane.arrivals.rowCount() > 1, timeout=20_000)
    qtbot.waitUntil(lambda: rooms.frame.navigation.buttons["post"].badge == 4)
    runner.close()
