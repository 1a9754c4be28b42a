"""The score screen at every width, size, language and mode (look.md §9; acceptance U4)."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QComboBox,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QRadioButton,
    QSlider,
    QWidget,
)
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot
from score_bench import COMMENT, Bench

from ui.captions import Captions
from ui.models.queue import QueueModel
from ui.viewmodels.score_data import Entry

KEY = Qt.Key
CONTROLS = (QAbstractButton, QLineEdit, QPlainTextEdit, QComboBox, QSlider)


def fill(bench: Bench) -> None:
    """Bring everything on the screen that can stand there."""
    bench.type("85")
    bench.press(KEY.Key_Q)
    bench.press(KEY.Key_Return)
    bench.press(KEY.Key_X)
    bench.press(KEY.Key_Escape)
    bench.rubric.step(1)
    bench.type("50")
    bench.press(KEY.Key_M)
    bench.type(COMMENT)
    bench.rubric.open_section("")
    bench.opinion.integrity.buttons[1].click()
    bench.opinion.claims.add.click()
    bench.opinion.budget.ask.click()
    bench.type("12")
    bench.opinion.budget.add.click()
    bench.documents.go_to(2, 3)
    bench.rubric.open_section("", focus=True)
    bench.press(KEY.Key_Escape)
    bench.press(KEY.Key_Q)


def sections(bench: Bench) -> list[str]:
    return [*bench.rubric.heads, ""]


def visible(bench: Bench) -> list[QWidget]:
    return [one for one in bench.screen.findChildren(QWidget) if one.isVisible()]


@pytest.mark.parametrize("language", ["zh_CN", "en"])
def test_u4_every_control_has_an_accessible_name(bench: Bench, language: str) -> None:
    fill(bench)
    bench.context.captions.set_language(language)
    nameless = set()
    for section in sections(bench):
        bench.rubric.open_section(section)
        QApplication.processEvents()
        for one in visible(bench):
            takes_focus = bool(one.focusPolicy() & Qt.FocusPolicy.TabFocus)
            if isinstance(one, CONTROLS) and takes_focus:
                said = one.accessibleName() or (one.text() if isinstance(one, QPushButton) else "")
                if not said.strip():
                    nameless.add(one.objectName() or type(one).__name__)
    assert nameless == set()


@pytest.mark.parametrize("language", ["zh_CN", "en"])
@pytest.mark.parametrize("factor", [1.0, 1.5, 2.0])
def test_u4_no_button_state_or_number_is_cut_off(bench: Bench, language: str, factor: float) -> None:
    fill(bench)
    bench.context.captions.set_language(language)
    bench.context.theme.set_factor(factor)
    bench.qtbot.wait(30)
    cut = []
    for section in sections(bench):
        bench.rubric.open_section(section)
        QApplication.processEvents()
        for one in visible(bench):
            least = one.minimumSizeHint().width()
            words = isinstance(one, QLabel) and bool(one.text()) and not one.wordWrap()
            if not isinstance(one, QPushButton | QRadioButton) and not words:
                continue
            if one.width() + 1 < least or not inside(bench, one):
                cut.append(f"{section} {one.objectName()} {one.width()} < {least}")
    bench.context.theme.set_factor(1.0)
    assert cut == []


def inside(bench: Bench, one: QWidget) -> bool:
    """Say whether a widget lies within the width of the window."""
    box = QRect(one.mapTo(bench.shell, QPoint(0, 0)), one.size())
    return box.left() >= 0 and box.right() <= bench.shell.width()


def test_tab_walks_through_the_open_criterion_in_the_order_of_the_screen(bench: Bench) -> None:
    bench.type("85")
    bench.press(KEY.Key_Return)
    bench.pane.bands.rows["A"].setFocus()
    seen = []
    for _ in range(7):
        seen.append(bench.focus())
        bench.press(KEY.Key_Tab)
    rows = bench.pane.bands.rows
    assert seen == [
        rows["A"], rows["B"], rows["C"], rows["D"], bench.pane.percent, bench.pane.slider,
        bench.pane.comment.field,
    ]  # fmt: skip


def test_the_queue_opens_over_the_documents_and_hides_where_it_is_narrow(bench: Bench) -> None:
    queue = bench.screen.queue
    before = bench.documents.geometry()
    assert queue.width() == 60
    bench.ctrl(KEY.Key_B)
    assert queue.width() == 240
    assert bench.documents.geometry() == before
    bench.ctrl(KEY.Key_B)
    bench.shell.resize(1050, 696)
    QApplication.processEvents()
    assert not queue.isVisible()
    bench.ctrl(KEY.Key_B)
    assert queue.isVisible()


def test_under_900_documents_and_sheet_are_tabs_and_f6_goes_between(bench: Bench) -> None:
    assert not bench.screen.tabs.isVisible()
    bench.shell.resize(880, 696)
    QApplication.processEvents()
    assert bench.screen.tabs.isVisible()
    assert bench.rubric.isVisible()
    assert not bench.documents.isVisible()
    bench.press(KEY.Key_F6)
    assert bench.documents.isVisible()
    assert not bench.rubric.isVisible()
    bench.press(KEY.Key_F6)
    assert bench.focus() is bench.pane.percent


def test_f6_goes_round_the_three_panes(bench: Bench) -> None:
    bench.press(KEY.Key_F6)
    assert bench.focus() is bench.screen.queue.view
    bench.press(KEY.Key_F6)
    assert bench.documents.isAncestorOf(bench.focus())
    bench.press(KEY.Key_F6)
    assert bench.focus() is bench.pane.percent


def test_the_splitter_is_remembered(bench: Bench) -> None:
    assert bench.rubric.width() == pytest.approx(484, abs=1)
    bench.screen.splitter.moveSplitter(700, 1)
    QApplication.processEvents()
    width = bench.rubric.width()
    assert bench.context.preferences.place("score") == [width]
    bench.show(bench.ids[0])
    QApplication.processEvents()
    assert bench.rubric.width() == pytest.approx(width, abs=1)


def test_another_language_and_mode_keep_what_is_typed(bench: Bench) -> None:
    bench.press(KEY.Key_M)
    bench.type("half a sen")
    bench.context.captions.set_language("en")
    bench.context.theme.set_mode("dark")
    assert bench.pane.comment.field.toPlainText() == "half a sen"
    assert bench.focus() is bench.pane.comment.field
    assert bench.pane.name.text() == "Technical novelty and control"
    bench.type("tence")
    bench.saver.flush()
    assert bench.stored().comments == {"M01-K1": "half a sentence"}


def test_the_screen_opens_where_it_is_sent(bench: Bench) -> None:
    bench.show(bench.ids[2], "M01-K4")
    assert bench.sheet.content.application_id == bench.ids[2]
    assert bench.rubric.section == "M01-K4"
    assert bench.screen.queue.view.currentIndex().row() == 2


def test_the_status_bar_says_the_version(bench: Bench) -> None:
    assert bench.shell.status._note.text() == bench.context.captions.cap("score.note_new")
    bench.type("85")
    said = bench.context.captions.cap("score.note_draft", n=1)
    bench.qtbot.waitUntil(lambda: bench.shell.status._note.text() == said)


def test_the_queue_model_keeps_the_contract_of_models(qtmodeltester: ModelTester, qtbot: QtBot) -> None:
    captions = Captions("zh_CN")
    model = QueueModel(captions)
    model.set_entries(
        [
            Entry("a", "Z-1", "begun", "单位", "题目", missing=3),
            Entry("b", "Z-2", "recused", rule="R02"),
            Entry("c", "Z-3", "pending"),
        ]
    )
    qtmodeltester.check(model)
    model.set_entry(0, Entry("a", "Z-1", "done", "单位", "题目"))
    assert "还缺" not in model.words(0)
    assert model.words(1) == "02 · Z-2 · 回避（R02）"
    captions.set_language("en")
    assert model.words(2) == "03 · Z-3 · Awaiting a ruling"
