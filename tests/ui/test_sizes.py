"""What grows with the size in force, what stands still, and sizes of files in words."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QLineEdit, QToolButton, QWidget
from pytestqt.qtbot import QtBot

from resources.reader import LANGUAGES, load
from ui.context import Context
from ui.size_words import share_words, size_words
from ui.widgets.choice import ChoiceBox
from ui.widgets.passphrase import PassphraseField
from ui.widgets.percent_field import PercentField
from ui.widgets.recovery_field import RecoveryField, in_lines
from ui.widgets.search_field import SearchField
from ui.widgets.tab_bar import TabBar

KEY = "-".join(f"{n:05d}" for n in range(13))


@pytest.mark.parametrize(
    ("size", "said"),
    [
        (0, "0.0 MB"),
        (58_650_000, "58.7 MB"),
        (999_949_999, "999.9 MB"),
        (999_950_000, "1.0 GB"),
        (45_575_400_000, "45.6 GB"),
        (1_234_500_000_000, "1,234.5 GB"),
    ],
)
def test_a_size_is_said_in_one_manner(size: int, said: str) -> None:
    assert size_words(size) == said


def test_a_share_has_the_unit_of_its_whole_once() -> None:
    assert share_words(28_900_000, 56_700_000) == {"done": "28.9", "total": "56.7 MB"}
    assert share_words(500_000_000, 4_187_593_113) == {"done": "0.5", "total": "4.2 GB"}


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_text_mixes_units_of_two_kinds(language: str) -> None:
    units = ("KiB", "MiB", "GiB")
    assert [key for key, text in load(language).items() if any(unit in text for unit in units)] == []


@pytest.mark.parametrize("factor", [1.0, 1.25, 1.5, 1.75, 2.0])
def test_a_recovery_key_is_typed_and_pasted_in_the_lines_of_its_paper(
    context: Context, qtbot: QtBot, factor: float
) -> None:
    context.theme.set_factor(factor)
    typed, pasted = (RecoveryField(context, name=name) for name in ("typed", "pasted"))
    for field in (typed, pasted):
        qtbot.addWidget(field)
        field.resize(context.theme.px(520), field.height())
        field.show()
    qtbot.keyClicks(typed, KEY)
    pasted.insertPlainText(KEY)
    for field in (typed, pasted):
        assert field.toPlainText() == in_lines(KEY)
        assert field.toPlainText().replace("\n", "") == KEY
        assert field.document().size().height() == 3  # lines, for plain text
        assert field.verticalScrollBar().maximum() == 0  # all of them in view
    for _ in range(len("00010-00011-00012") + 2):
        qtbot.keyClick(typed, Qt.Key.Key_Backspace)
    assert typed.toPlainText().endswith("00009")  # a deleted end of a line does not come back by itself


@pytest.mark.parametrize("factor", [1.0, 1.5, 2.0])
def test_the_cursor_of_a_percent_stands_free_of_its_sign(
    context: Context, qtbot: QtBot, factor: float
) -> None:
    context.theme.set_factor(factor)
    field = PercentField(context, name="percent")
    qtbot.addWidget(field)
    field.show()
    field.setText("100")
    right = field.contentsRect().right() - field.textMargins().right()
    assert right - 9 + 2 < field._sign.x()  # 9 px of the sheet, 2 of the field itself


@pytest.mark.parametrize("factor", [1.0, 1.5])
def test_buttons_inside_a_field_grow_and_stay_inside(context: Context, qtbot: QtBot, factor: float) -> None:
    context.theme.set_factor(factor)
    holder = QWidget()
    qtbot.addWidget(holder)
    fields: list[QLineEdit] = [
        PassphraseField(context, name="secret"),
        SearchField(context, holder, name="search"),
    ]
    for field in fields:
        field.setParent(holder)
        field.setText("abc")
        field.resize(300, field.sizeHint().height())
    holder.show()
    for field in fields:
        (one,) = field.findChildren(QToolButton)
        assert one.iconSize() == QSize(context.theme.px(18), context.theme.px(18))
        assert one.isVisible()
        assert field.rect().contains(one.geometry())
        assert one.accessibleName()
    fields[1].findChildren(QToolButton)[0].click()
    assert not fields[1].text()
    assert not fields[1].findChildren(QToolButton)[0].isVisible()


def test_choosing_a_tab_moves_none_of_the_others(context: Context, qtbot: QtBot) -> None:
    assert context.theme.factor == 1.0
    bar = TabBar()
    qtbot.addWidget(bar)
    for words in ("Combine", "Decisions 12", "封存"):
        bar.addTab(words)
    bar.show()
    places = []
    for at in range(bar.count()):
        bar.setCurrentIndex(at)
        places.append([bar.tabRect(n) for n in range(bar.count())])
    assert places[0] == places[1] == places[2]


@pytest.mark.parametrize("factor", [1.0, 1.5])
def test_words_of_a_choice_begin_where_those_of_a_field_do(
    context: Context, qtbot: QtBot, factor: float
) -> None:
    context.theme.set_factor(factor)
    box, line = ChoiceBox(context, name="box"), QLineEdit("HHH")
    box.addItem("HHH")
    starts = []
    for one in (box, line):
        qtbot.addWidget(one)
        one.resize(200, one.sizeHint().height())
        one.show()
        image, middle = one.grab().toImage(), one.height() // 2
        ink = [x for x in range(4, 60) if image.pixelColor(x, middle).lightness() < 128]
        starts.append(ink[0])
    assert abs(starts[0] - starts[1]) <= 1


def test_every_box_to_choose_from_has_its_arrow() -> None:
    """A style sheet alone paints none: see :class:`ChoiceBox`."""
    sources = sorted((Path(__file__).resolve().parents[2] / "ui").rglob("*.py"))
    assert sources
    assert [one.name for one in sources if "QComboBox()" in one.read_text("utf-8")] == []
