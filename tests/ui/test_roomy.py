"""The column of a dialog gets the room its words need, the scroll bar beside them (look.md §4)."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QCheckBox, QDialog, QVBoxLayout
from pytestqt.qtbot import QtBot

from ui.widgets.roomy import RoomyColumn

WORDS = "收到的材料都不再算数（键卡在别人手里），逐项去掉也行"


@pytest.mark.parametrize("lines", [3, 80])
def test_no_word_is_hidden_by_the_scroll_bar(qtbot: QtBot, lines: int) -> None:
    dialog = QDialog()
    qtbot.addWidget(dialog)
    column = RoomyColumn()
    QVBoxLayout(dialog).addWidget(column)
    for _ in range(lines):
        column.column.addWidget(QCheckBox(WORDS))
    dialog.resize(100, 100)
    dialog.show()
    column.fit(dialog)
    size = dialog.size()
    qtbot.waitUntil(lambda: column.verticalScrollBar().isVisible() == (lines > 3))
    assert column.viewport().width() >= column.widget().minimumSizeHint().width()
    column.fit(dialog)
    assert dialog.size() == size
