"""Dropped files, columns chosen, cells corrected beside the sheet's own, undo, the list of findings."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

from intake_bench import Desk, drop, intake_folder
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QPushButton
from pytestqt.modeltest import ModelTester

from ui.views.secretary.intake import ImportPane
from ui.views.secretary.intake_columns import ColumnsDialog
from ui.widgets.cells_around import CellsAround
from ui.widgets.choice import ChoiceBox
from ui.widgets.line_table import LineTable
from ui.widgets.search_field import SearchField
from zgc_review.services.intake_adjusting import all_corrections, remembered_columns

DeskAt = Callable[[str], Desk]


def pane_of(desk: Desk) -> ImportPane:
    pane = desk.page.panes[0]
    assert isinstance(pane, ImportPane)
    return pane


def kept(desk: Desk) -> list[tuple[str, bool]]:
    """Return the corrections of the vault: text and whether it counts."""
    secretary = desk.world.secretary
    with secretary.desk.vault.begin() as uow:
        return [(one.value, not one.undone) for one in all_corrections(uow, secretary.round)]


def test_a_dropped_folder_and_a_dropped_workbook_are_looked_at(desk_at: DeskAt) -> None:
    desk = desk_at("defined")
    pane = pane_of(desk)
    folder = intake_folder(desk.world, range(11, 14))
    drop(pane, folder)
    assert desk.text("importSum") == "3 份可以导入"
    other = intake_folder(desk.world, range(21, 23))
    drop(pane, other / "申报.xlsx")
    assert desk.text("importSum") == "2 份可以导入"
    drop(pane, folder / "申报.xlsx", other / "申报.xlsx")
    assert pane.error.fault is not None
    assert pane.error.fault.code == "intake.drop"


def test_a_correction_stands_beside_the_sheets_own_cells_and_is_read_at_once(desk_at: DeskAt) -> None:
    desk = desk_at("defined")
    pane = pane_of(desk)
    folder = intake_folder(desk.world, range(11, 16), spoil=True)
    before = (folder / "申报.xlsx").read_bytes()
    pane.check(folder)
    assert desk.text("importSum").startswith("1 份阻断")
    cells = desk.find(CellsAround, "findingCells").cells
    wrong = [
        cells.index(row, column).data()
        for row in range(cells.rowCount())
        for column in range(cells.columnCount())
        if cells.index(row, column).data(cells.WRONG)
    ]
    assert wrong == ["12O.00"]
    assert cells.headerData(0, Qt.Orientation.Horizontal) == "A 申报编号"
    act = desk.find(QPushButton, "correctAct")
    assert not act.isEnabled()
    assert "输入" in desk.text("correctNote")
    desk.press(pane.table, Qt.Key.Key_Return)
    assert pane.detail.new.hasFocus()
    desk.type("correctValue", "120.00")
    assert "依据" in desk.text("correctNote")
    desk.type("correctReason", "按盖章申报书更正")
    desk.click("correctAct")
    assert desk.text("importSum") == "5 份可以导入"
    assert kept(desk) == [("120.00", True)]
    assert (folder / "申报.xlsx").read_bytes() == before
    told = {pane.findings.row(n).code for n in range(len(pane.findings.rows))}
    assert "intake.correction.applied" in told
    desk.press(pane.table, Qt.Key.Key_Z, "ctrl")
    assert desk.text("importSum").startswith("1 份阻断")
    assert kept(desk) == [("120.00", False)]


def test_a_correction_on_show_is_undone_by_its_button_and_imported_otherwise(desk_at: DeskAt) -> None:
    desk = desk_at("defined")
    pane = pane_of(desk)
    pane.check(intake_folder(desk.world, range(11, 13), spoil=True))
    desk.type("correctValue", "88.5")
    desk.type("correctReason", "按申报书")
    pane.detail.reason.returnPressed.emit()
    applied = next(n for n, one in enumerate(pane.findings.rows) if one.code == "intake.correction.applied")
    pane.table.choose(applied)
    desk.click("correctUndo")
    assert kept(desk) == [("88.5", False)]
    pane.table.choose(0)
    desk.type("correctValue", "88.5")
    desk.click("correctAct")
    desk.click("importAct")
    desk.agree()
    assert desk.world.row("O-11").record["requested_amount"] == 88_500_000
    assert not pane.detail.act.isVisible()  # imported: nothing to correct any more


def test_columns_are_chosen_and_remembered(desk_at: DeskAt, qtmodeltester: ModelTester) -> None:
    desk = desk_at("defined")
    pane = pane_of(desk)
    folder = intake_folder(desk.world, range(11, 13), spoil=True)
    pane.check(folder)
    assert "1 列不认识" in pane.columns.text()
    desk.click("importColumns")
    dialog = desk.find(ColumnsDialog, "columns")
    assert dialog.columns.row(0).header == "经办处室"
    qtmodeltester.check(dialog.columns)
    desk.find(SearchField, "columnsSearch").setText("申请支持金额")
    dialog.search.finish()
    assert len(dialog.columns.rows) == 1
    dialog.search.setText("")
    dialog.search.finish()
    dialog.table.choose(0)
    field = desk.find(ChoiceBox, "columnsField")
    field.setCurrentIndex(field.findData("-"))
    field.activated.emit(field.currentIndex())
    assert dialog.act.isEnabled()
    desk.click("columnsAct")
    assert pane.columns.text() == "列对应…"
    assert "intake.header.left" in {one.code for one in pane.findings.rows}
    secretary = desk.world.secretary
    with secretary.desk.vault.begin() as uow:
        (choice,) = remembered_columns(uow)
    assert (choice.header, choice.field) == ("经办处室", None)
    assert "经办处室" not in json.dumps([str(one) for one in desk.world.events()], ensure_ascii=False)


def test_findings_are_sought_and_handed_on_as_a_table(desk_at: DeskAt, tmp_path: Path) -> None:
    desk = desk_at("defined")
    pane = pane_of(desk)
    pane.check(intake_folder(desk.world, range(11, 14), spoil=True))
    shown = len(pane.findings.rows)
    desk.press(pane.table, Qt.Key.Key_F, "ctrl")
    assert pane.search.hasFocus()
    desk.qtbot.keyClicks(pane.search, "12O")
    desk.press(pane.search, Qt.Key.Key_Return)
    assert pane.table.hasFocus()
    assert 0 < len(pane.findings.rows) < shown
    path = tmp_path / "问题.csv"
    pane.write_findings(path)
    said = path.read_text("utf-8-sig").splitlines()
    assert "12O.00" in said[1]
    assert desk.text("importRest") == "已写出 问题.csv"


def test_the_language_changes_every_word_of_the_page(desk_at: DeskAt) -> None:
    desk = desk_at("defined")
    pane = pane_of(desk)
    pane.check(intake_folder(desk.world, range(11, 13), spoil=True))
    desk.context.captions.set_language("en")
    assert desk.text("importSum").startswith("1 application")
    assert desk.find(LineTable, "findingsTable").model().headerData(0, Qt.Orientation.Horizontal) == "Level"
    assert desk.find(QLabel, "findingText").text().startswith("Not a number")
    assert pane.detail.act.text() == "Correct, next finding"
