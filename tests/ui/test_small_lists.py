"""Lists, boxes and tables of small size: what is chosen stays in sight, nothing that fits is cut off."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QStyle, QStyleOptionComboBox, QWidget
from pytestqt.qtbot import QtBot

from ui.context import Context
from ui.models.cells import Cell, CellTable
from ui.views.ask import Question
from ui.widgets.choice import ChoiceBox
from ui.widgets.line_table import LineTable
from ui.widgets.tick_list import TickList


class _Numbers(CellTable[int]):
    columns = ("secretary.gates.number",)

    def cell(self, row: int, _column: int) -> Cell:
        return Cell(str(row))


def test_the_chosen_row_stays_in_sight_when_the_table_gets_lower(qtbot: QtBot, context: Context) -> None:
    rows = _Numbers(context.captions)
    rows.show_rows(tuple(range(30)))
    table = LineTable(context, rows, {}, name="numbers")
    qtbot.addWidget(table)
    table.resize(300, 400)
    table.show()
    table.choose(8)
    table.resize(300, 200)
    assert table.visualRect(table.currentIndex()).bottom() <= table.viewport().height()
    table.verticalScrollBar().setValue(table.verticalScrollBar().maximum())
    far = table.verticalScrollBar().value()
    table.resize(300, 180)
    assert table.verticalScrollBar().value() >= far - 1  # who looks elsewhere is not called back


def test_a_box_without_letters_shows_its_longest_entry_whole(qtbot: QtBot, context: Context) -> None:
    box = ChoiceBox(context, name="results", letters=0)
    qtbot.addWidget(box)
    box.addItems(["all", "information is still missing here"])
    box.resize(box.sizeHint())
    option = QStyleOptionComboBox()
    box.initStyleOption(option)
    part = QStyle.SubControl.SC_ComboBoxEditField
    field = box.style().subControlRect(QStyle.ComplexControl.CC_ComboBox, option, part, box)
    room = field.width() - context.theme.px(4)
    assert box.fontMetrics().horizontalAdvance(box.itemText(1)) <= room
    few = ChoiceBox(context, name="few", letters=6)
    qtbot.addWidget(few)
    few.addItems([box.itemText(1)])
    assert few.sizeHint().width() < box.sizeHint().width()
    assert few.sizeAdjustPolicy() != QComboBox.SizeAdjustPolicy.AdjustToContents


def test_lines_that_are_ticked_are_high_enough_to_hit(qtbot: QtBot, context: Context) -> None:
    """look.md §4: nothing that can be clicked is lower than 32 px."""
    ticks = TickList(context)
    qtbot.addWidget(ticks)
    for n in range(9):
        ticks.add(f"ZGC-{n:04}")
    ticks.resize(300, ticks.maximumHeight())
    ticks.show()
    first = ticks.visualItemRect(ticks.item(0))
    assert first.height() >= context.theme.px(32)
    assert ticks.viewport().height() >= 4 * first.height()
    assert ticks.item(0).checkState() == Qt.CheckState.Unchecked


def test_a_question_that_fits_has_no_scroll_bar(qtbot: QtBot, context: Context) -> None:
    """A bar that stood there while the dialog grew made the words narrower and kept itself in place."""
    window = QWidget()
    qtbot.addWidget(window)
    window.show()
    for count in range(4, 40):
        words = f"{'word ' * count}\nO-1 · O-5 · O-6"
        asked = Question(context, "Decide 7 applications by their gates?", words, "Decide 7", window)
        asked.open()
        bar = asked.room.verticalScrollBar()
        qtbot.waitUntil(asked.isVisible)
        assert not bar.isVisible(), count
        asked.reject()
