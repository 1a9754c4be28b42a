"""A checked box shows a tick, in both modes and at every size."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QResource, Qt
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QApplication, QCheckBox, QTableWidget, QTableWidgetItem
from pytestqt.qtbot import QtBot

from ui.theme.theme import Theme
from ui.theme.tick import tick_url


def near(image: QImage, colour: QColor, width: int) -> int:
    """Count pixels of a colour at the left end of a picture."""
    found = 0
    for x in range(min(width, image.width())):
        for y in range(image.height()):
            seen = image.pixelColor(x, y)
            gap = abs(seen.red() - colour.red()) + abs(seen.green() - colour.green())
            found += gap + abs(seen.blue() - colour.blue()) < 24
    return found


@pytest.mark.parametrize("factor", [1.0, 1.5, 2.0])
@pytest.mark.parametrize("mode", ["light", "dark"])
def test_a_checked_box_has_a_tick(qapp: QApplication, qtbot: QtBot, mode: str, factor: float) -> None:
    theme = Theme(qapp, mode, factor)
    box = QCheckBox("")
    qtbot.addWidget(box)
    box.show()
    box.setChecked(True)
    QApplication.processEvents()
    image = box.grab().toImage()
    tick, side = theme.colour("onAccent"), theme.px(16)
    grounds = (theme.colour("accent"), theme.colour("accentHover"))  # the pointer may be over it
    assert sum(near(image, one, side) for one in grounds) > side * side / 3
    assert near(image, tick, side) > side * factor / 3  # full ink; the edges of the stroke are softened
    box.setEnabled(False)
    QApplication.processEvents()
    faint = box.grab().toImage()
    assert near(faint, theme.colour("text3"), side) > side * factor / 4
    assert all(near(faint, one, side) == 0 for one in grounds)


@pytest.mark.parametrize("mode", ["light", "dark"])
def test_a_checked_cell_of_a_table_has_one_too(qapp: QApplication, qtbot: QtBot, mode: str) -> None:
    theme = Theme(qapp, mode, 1.0)
    table = QTableWidget(1, 1)
    qtbot.addWidget(table)
    item = QTableWidgetItem("")
    table.setItem(0, 0, item)
    table.show()
    shots = []
    for state in (Qt.CheckState.Unchecked, Qt.CheckState.Checked):
        item.setCheckState(state)
        QApplication.processEvents()
        shots.append(near(table.viewport().grab().toImage(), theme.colour("accent"), 24))
    assert shots[0] == 0
    assert shots[1] > 60


def test_the_picture_is_a_resource_in_memory(qapp: QApplication) -> None:
    assert qapp is not None
    address = tick_url("#a1b2c3")
    assert address.startswith(":/")
    assert tick_url("#A1B2C3") == address
    assert QResource(address).isValid()
    assert not QImage(address).isNull()
