"""Scoring by keyboard (acceptance U4, U5; look.md §8)."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtWidgets import QApplication
from score_bench import COMMENT, CRITERIA, OPINION, Bench

from ui.viewmodels.sheet_edits import NotApplicable

KEY = Qt.Key
ALT = Qt.KeyboardModifier.AltModifier


def test_type_a_percent_it_is_stored_and_enter_goes_on(bench: Bench) -> None:
    assert bench.rubric.section == CRITERIA[0]
    assert bench.focus() is bench.pane.percent
    bench.type("85")
    assert bench.stored().percents == {"M01-K1": 85}
    bench.press(KEY.Key_Return)
    assert bench.rubric.section == CRITERIA[1]
    assert bench.focus() is bench.pane.percent
    assert bench.pane.percent.text() == ""
    assert bench.words("runningTotal") == "25.50"
    assert "30" in bench.words("runningOf")


def test_a_whole_sheet_by_keyboard_is_complete_and_n_opens_the_next(bench: Bench) -> None:
    bench.mark_all((80, 78, 70, 66, 77))
    bench.finish()
    body = bench.stored()
    assert bench.sheet.missing() == ()
    assert (body.overall, body.recommendation, body.integrity) == (OPINION, "SUPPORT", False)
    assert bench.words("runningTotal") == "75.48"
    assert bench.model.finished == (1, 3)
    bench.press(KEY.Key_N)
    assert bench.model.at == 1
    assert bench.rubric.section == CRITERIA[0]
    assert bench.sheet.content.application_id == bench.ids[1]


def test_s7_example_with_not_applicable_shows_the_printed_total(bench: Bench) -> None:
    """Rules §7: weights 30, 30, 20, 12, 8; 60 63 81 66 and K5 not applicable → 66.33."""
    bench.mark_all((60, 63, 81, 66, None))
    assert bench.words("runningTotal") == "66.33"
    assert "61.02 ÷ 92" in bench.rubric.foot.caption.text()


@pytest.mark.parametrize("typed", ["８５", " 85 ", "85"])
def test_u5_digits_of_any_width_are_taken(bench: Bench, typed: str) -> None:
    bench.paste(typed)
    assert bench.stored().percents == {"M01-K1": 85}
    assert bench.pane.percent.text() == "85"
    assert bench.pane.percent.property("state") != "error"


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("85。5", "scoring.percent.decimal"),
        ("85.5", "scoring.percent.decimal"),
        ("85 分", "scoring.percent.unit"),
        ("-5", "scoring.percent.sign"),
        ("101", "scoring.percent.range"),
        ("8五", "scoring.percent.unit"),
    ],
)
def test_u5_what_is_no_percent_is_refused_precisely_and_stays(bench: Bench, typed: str, code: str) -> None:
    bench.type("70")
    bench.pane.percent.selectAll()
    bench.paste(typed)
    assert bench.pane.percent.text() == typed
    assert bench.pane.percent.property("state") == "error"
    assert bench.words("percentFault").startswith(bench.context.captions.texts.get(f"error.{code}.title"))
    assert bench.pane.percent.accessibleDescription() == bench.words("percentFault")
    assert bench.stored().percents == {"M01-K1": 70}
    bench.press(KEY.Key_Return)
    assert bench.rubric.section == CRITERIA[0]
    bench.press(KEY.Key_Escape)
    assert bench.pane.percent.text() == "70"
    assert not bench.pane.fault.isVisible()


@pytest.mark.parametrize("typed", ["85.5", "859", "85-5", "100.5"])
def test_s6_1_digits_that_end_as_no_percent_were_never_given(bench: Bench, typed: str) -> None:
    """Rules §6.1: percents are whole; of what ends as none nothing is kept, and the refusal stays."""
    bench.type("70")
    before = len(bench.history())
    bench.pane.percent.selectAll()
    bench.type(typed)
    assert bench.pane.percent.text() == typed
    assert bench.pane.percent.property("state") == "error"
    assert bench.sheet.body.percents == {"M01-K1": 70}
    assert len(bench.history()) == before
    assert "70%" in bench.words("percentFault")
    bench.pane.comment.field.setFocus()
    assert bench.pane.percent.text() == typed
    bench.pane.percent.setFocus()
    bench.pane.percent.selectAll()
    bench.type("72")
    assert bench.stored().percents == {"M01-K1": 72}
    assert not bench.pane.fault.isVisible()
    bench.ctrl(KEY.Key_Z)
    assert bench.stored().percents == {"M01-K1": 70}


def test_s6_1_half_a_percent_in_an_empty_field_leaves_it_empty(bench: Bench) -> None:
    bench.type("85.5")
    assert bench.history() == ()
    assert bench.sheet.body.percents == {}
    assert not bench.sheet.can_undo


def test_s6_1_a_percent_that_was_stored_before_the_point_came_is_taken_back(bench: Bench) -> None:
    bench.type("70")
    bench.pane.percent.selectAll()
    bench.type("85")
    assert bench.stored().percents == {"M01-K1": 85}
    bench.type(".5")
    assert bench.stored().percents == {"M01-K1": 70}
    bench.press(KEY.Key_Escape)
    assert bench.pane.percent.text() == "70"


def test_s6_1_the_band_that_waited_waits_again(bench: Bench) -> None:
    bench.press(KEY.Key_B)
    bench.type("85.5")
    assert bench.sheet.body.percents == {}
    assert bench.sheet.waiting("M01-K1") == "B"
    bench.pane.percent.selectAll()
    bench.type("82")
    assert bench.stored().percents == {"M01-K1": 82}


def test_a_band_waits_for_digits_inside_its_range_and_fills_nothing_in(bench: Bench) -> None:
    bench.press(KEY.Key_B)
    assert bench.pane.percent.text() == ""
    assert bench.history() == ()
    assert "75" in bench.words("percentFault")
    assert "89" in bench.words("percentFault")
    bench.type("95")
    assert bench.history() == ()
    assert bench.pane.percent.property("state") == "error"
    bench.press(KEY.Key_A)
    assert bench.stored().percents == {"M01-K1": 95}
    assert bench.sheet.band("M01-K1") == "A"


def test_the_first_digit_of_a_band_is_not_refused(bench: Bench) -> None:
    bench.press(KEY.Key_B)
    bench.type("8")
    bench.pane.percent.commit()
    assert bench.pane.percent.property("state") != "error"
    bench.type("2")
    assert bench.stored().percents == {"M01-K1": 82}


def test_another_band_takes_the_percent_away_and_escape_brings_it_back(bench: Bench) -> None:
    bench.type("85")
    bench.press(KEY.Key_C)
    assert bench.stored().percents == {}
    assert bench.pane.percent.text() == ""
    bench.press(KEY.Key_Escape)
    assert bench.stored().percents == {"M01-K1": 85}
    assert bench.pane.percent.text() == "85"
    bench.press(KEY.Key_B)
    assert bench.stored().percents == {"M01-K1": 85}


def test_digits_choose_bands_on_the_rows_and_alt_digits_inside_text(bench: Bench) -> None:
    bench.pane.bands.rows["A"].setFocus()
    bench.press(KEY.Key_2)
    assert bench.sheet.waiting("M01-K1") == "B"
    bench.press(KEY.Key_M)
    assert bench.focus() is bench.pane.comment.field
    bench.press(KEY.Key_3, ALT)
    assert bench.sheet.waiting("M01-K1") == "C"
    assert bench.pane.comment.field.toPlainText() == ""


def test_arrows_and_page_keys_step_and_stay_within_bounds(bench: Bench) -> None:
    bench.press(KEY.Key_Up)
    assert bench.history() == ()
    bench.type("97")
    for key, expected in (
        (KEY.Key_Up, 98),
        (KEY.Key_Down, 97),
        (KEY.Key_PageUp, 100),
        (KEY.Key_Up, 100),
        (KEY.Key_PageDown, 95),
    ):
        bench.press(key)
        assert bench.sheet.mark("M01-K1") == expected
        assert bench.pane.percent.text() == str(expected)
    bench.saver.flush()
    assert bench.stored().percents == {"M01-K1": 95}


def test_letters_in_a_text_are_text(bench: Bench) -> None:
    bench.press(KEY.Key_M)
    bench.type("A quick QJKXNGM 85")
    assert bench.rubric.section == CRITERIA[0]
    assert bench.pane.comment.field.toPlainText() == "A quick QJKXNGM 85"
    bench.press(KEY.Key_Escape)
    assert bench.focus() is bench.pane.percent
    assert bench.stored().comments == {"M01-K1": "A quick QJKXNGM 85"}


def test_j_and_k_walk_through_the_sheet(bench: Bench) -> None:
    seen = []
    for _ in range(6):
        seen.append(bench.rubric.section)
        bench.press(KEY.Key_J)
        if bench.rubric.section == "":
            break
    assert seen == list(CRITERIA)
    bench.rubric.area.setFocus()
    bench.screen.setFocus()
    bench.press(KEY.Key_K)
    assert bench.rubric.section == CRITERIA[4]


def test_not_applicable_asks_for_a_reason_and_can_be_taken_back(bench: Bench) -> None:
    bench.type("85")
    bench.press(KEY.Key_X)
    assert bench.focus() is bench.pane.skipped.field
    assert next(one.code for one in bench.sheet.missing()) == "scoring.applicable.reason_missing"
    bench.type("不涉及")
    bench.saver.flush()
    assert bench.stored().not_applicable == {"M01-K1": "不涉及"}
    bench.qtbot.mouseClick(bench.pane.unskip, Qt.MouseButton.LeftButton)
    assert bench.stored().not_applicable == {}
    bench.ctrl(KEY.Key_Z)
    assert bench.sheet.mark("M01-K1") == NotApplicable("不涉及")


def test_q_cites_the_page_on_view_and_g_goes_back_to_it(bench: Bench) -> None:
    bench.documents.go_to(2, 12)
    bench.press(KEY.Key_Q)
    bench.press(KEY.Key_Q)
    (page,) = bench.stored().pages
    assert (page.criterion, page.page) == ("M01-K1", 12)
    assert page.document == bench.sheet.content.documents[1].plain
    assert "K1" in bench.words("documentCited")
    bench.documents.go_to(5, 3)
    bench.press(KEY.Key_G)
    assert bench.documents.current() == (2, 12)
    (link,) = bench.pane.links.links
    link.setFocus()
    bench.press(KEY.Key_Delete)
    assert bench.stored().pages == ()
    assert bench.pane.links.links == []


def test_f8_walks_through_what_is_missing(bench: Bench) -> None:
    bench.mark_all((80, 78, 70, 66))
    bench.type("95")
    assert "5" in bench.words("missing") or "4" in bench.words("missing")
    found = [one.code for one in bench.sheet.missing()]
    assert found == [
        "scoring.comment.short",
        "scoring.overall.short",
        "scoring.recommendation.missing",
        "scoring.integrity.missing",
    ]
    targets = [
        bench.pane.comment.field,
        bench.opinion.overall.field,
        bench.opinion.recommend.buttons[0],
        bench.opinion.integrity.buttons[0],
    ]
    for target in [*targets, targets[0]]:
        bench.press(KEY.Key_F8)
        assert bench.focus() is target
    bench.type(COMMENT)
    assert len(bench.sheet.missing()) == 3


def test_u2_the_counter_and_the_line_say_what_is_missing(bench: Bench) -> None:
    bench.type("95")
    bench.press(KEY.Key_Return)
    QApplication.processEvents()
    said = bench.rubric.heads["M01-K1"].accessibleName()
    assert "至少 10 字" in said
    assert "技术创新性与自主可控程度" in said
    assert "M01-K1" not in said


def test_below_the_floor_a_reason_is_asked_for(bench: Bench) -> None:
    bench.type("55")
    assert bench.pane.floor.isVisible()
    bench.pane.floor.field.setFocus()
    bench.type("核心部件依赖外购")
    bench.saver.flush()
    assert bench.stored().floor_reasons == {"M01-K1": "核心部件依赖外购"}
    bench.pane.percent.setFocus()
    bench.pane.percent.selectAll()
    bench.type("60")
    assert not bench.pane.floor.isVisible()


def test_undo_and_redo_walk_over_the_whole_sheet(bench: Bench) -> None:
    bench.type("70")
    bench.press(KEY.Key_Return)
    bench.type("80")
    bench.press(KEY.Key_M)
    bench.type("first words")
    bench.ctrl(KEY.Key_Z)
    assert bench.pane.comment.field.toPlainText() == ""
    bench.ctrl(KEY.Key_Z)
    assert bench.sheet.mark("M01-K2") is None
    bench.ctrl(KEY.Key_Z)
    assert bench.stored().percents == {}
    assert bench.rubric.section == "M01-K1"
    assert not bench.sheet.can_undo
    for _ in range(3):
        bench.ctrl(KEY.Key_Z, shift=True)
    body = bench.stored()
    assert (body.percents, body.comments) == ({"M01-K1": 70, "M01-K2": 80}, {"M01-K2": "first words"})
    assert not bench.sheet.can_redo


def test_an_input_method_is_not_disturbed(bench: Bench) -> None:
    """What is being composed is neither stored nor thrown away by a late refresh."""
    bench.press(KEY.Key_M)
    field = bench.pane.comment.field
    QApplication.sendEvent(field, QInputMethodEvent("pingshen", []))
    bench.pane.refresh()
    bench.saver.flush()
    assert bench.history() == ()
    commit = QInputMethodEvent()
    commit.setCommitString("评审")
    QApplication.sendEvent(field, commit)
    bench.saver.flush()
    assert bench.stored().comments == {"M01-K1": "评审"}


def test_the_slider_follows_the_mouse_and_has_no_handle_without_a_percent(bench: Bench) -> None:
    slider = bench.pane.slider
    assert not slider.has_value
    slider.setFocus()
    bench.press(KEY.Key_Right)
    assert bench.history() == ()
    where = slider.rect().center()
    bench.qtbot.mouseClick(slider, Qt.MouseButton.LeftButton, pos=where)
    bench.saver.flush()
    assert bench.stored().percents["M01-K1"] == pytest.approx(50, abs=1)
    before = bench.stored().percents["M01-K1"]
    bench.press(KEY.Key_PageUp)
    assert bench.sheet.mark("M01-K1") == before + 5
