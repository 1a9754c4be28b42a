"""A worksheet on view: what the file holds, and where each cell's value comes from."""

from __future__ import annotations

from document_samples import workbook
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from ui.context import Context
from ui.documents.reader import Reader
from ui.widgets.blocks_view import BlocksView
from ui.widgets.document_pane import DocumentPane

WAIT = 20_000
SHEETS = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def test_a_sheet_says_of_each_cell_where_its_value_comes_from(
    context: Context, reader: Reader, qtbot: QtBot
) -> None:
    sheet = (
        '<row r="1"><c r="A1"><f>B9*2</f><v>4</v></c><c r="B1" t="e"><f>1/0</f><v>#DIV/0!</v></c>'
        '<c r="C1"><f>SUM(A1:A2)</f></c><c r="D1" t="str"><v>甲</v></c></row>'
        '<row r="2"><c r="A2"><f t="shared" si="0"/><v>6</v></c><c r="D2" t="e"><v>#N/A</v></c></row>'
    )
    view = BlocksView(context)
    qtbot.addWidget(view)
    view.show()
    document = reader.open(workbook(sheet), SHEETS)
    view.show_document(document, document.opened.result(timeout=WAIT / 1000))
    qtbot.waitUntil(lambda: view.model.rowCount() == 2, timeout=WAIT)
    assert "4" in view.note.text()
    told = {}
    for row, column in ((0, 0), (0, 1), (0, 2), (0, 3), (1, 0), (1, 3)):
        view.table.setCurrentIndex(view.model.index(row, column))
        told[row, column] = view.cell.text()
    cap = context.captions.cap
    assert told[0, 0] == f"A1　=B9*2　{cap('viewer.cell.stored')}"
    assert told[0, 1] == f"B1　=1/0　{cap('viewer.error.div')}"
    assert told[0, 2] == f"C1　=SUM(A1:A2)　{cap('viewer.cell.none')}"
    assert told[0, 3] == "D1　甲"
    assert told[1, 0] == f"A2　{cap('viewer.cell.shared')}　{cap('viewer.cell.stored')}"
    assert told[1, 3] == f"D2　{cap('viewer.error.na')}"
    assert view.cell.accessibleName()


def test_columns_have_the_room_of_what_stands_in_them(context: Context, reader: Reader, qtbot: QtBot) -> None:
    """At every size: a number that is cut off is another number; a long text does not push the rest away."""
    sheet = (
        '<row r="1"><c r="A1" t="str"><v>ZGC-2026-0001</v></c><c r="B1"><v>7</v></c>'
        f'<c r="C1" t="str"><v>{"长" * 300}</v></c></row>'
    )
    for factor in (1.0, 1.5):
        context.theme.set_factor(factor)
        view = BlocksView(context)
        qtbot.addWidget(view)
        view.show()
        document = reader.open(workbook(sheet), SHEETS)
        view.show_document(document, document.opened.result(timeout=WAIT / 1000))
        qtbot.waitUntil(lambda view=view: view.model.rowCount() == 1, timeout=WAIT)
        wide = view.table.fontMetrics().horizontalAdvance("ZGC-2026-0001")
        assert view.table.columnWidth(0) > wide
        assert view.table.columnWidth(1) < view.table.columnWidth(0) < view.table.columnWidth(2)
        assert view.table.columnWidth(2) <= context.theme.px(264)


def test_rows_come_once_however_often_they_are_asked_for(
    context: Context, reader: Reader, qtbot: QtBot
) -> None:
    pane = DocumentPane(context, name="pane")
    qtbot.addWidget(pane)
    pane.resize(800, 600)
    pane.show()
    row = '<row r="{0}"><c r="A{0}"><v>{0}</v></c></row>'
    one, other = "".join(row.format(n) for n in range(1, 4)), row.format(7)
    document = reader.open(workbook(one, other), SHEETS)
    pane.show_document(document, document.opened.result(timeout=WAIT / 1000))
    view = pane.blocks
    for part in (1, 0, 1, 0):
        view.sheets.setCurrentIndex(part)
    with qtbot.waitSignal(view.model.rowsInserted, timeout=WAIT):
        pass
    qtbot.wait(300)  # whatever else was asked for is there
    assert [view.model.headerData(n, Qt.Orientation.Vertical) for n in range(view.model.rowCount())] == [
        "1",
        "2",
        "3",
    ]
