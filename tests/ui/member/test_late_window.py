"""R: a conflict found while reviewing is declared and closes its application in one act (rules §4.2)."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from member_bench import LEFT, Bench, nameless
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot
from services_harness import World

from ui.views.declare import DeclareScreen
from ui.views.late_conflict import LateConflict
from ui.views.score import ScoreScreen
from zgc_review.conflicts.rules import RULES
from zgc_review.services import declaring

# Opening a menu makes the offscreen platform say what it cannot do.
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)


def place(rule: str) -> int:
    return next(n for n, one in enumerate(RULES) if one.id == rule)


def states(bench: Bench) -> list[tuple[str, bool]]:
    """Return the state of each application and whether its identity is there."""
    with bench.person.desk.vault.begin() as uow:
        rows = uow.applications.all(bench.person.round.round_id)
    return [(one.state, one.identity is not None) for one in rows]


def declarations(bench: Bench) -> int:
    row = bench.person.round
    with bench.person.desk.vault.begin() as uow:
        return len(uow.messages.find(row.round_id, "declaration", sender=row.card_id))


def test_r_on_the_score_screen_closes_the_application_on_show(declared: Bench, qtbot: QtBot) -> None:
    declared.enter()
    score = declared.screen(ScoreScreen)
    score.setFocus()
    qtbot.keyClick(score, Qt.Key.Key_R)
    dialog = declared.dialog(LateConflict)
    assert dialog.title.text() == "申报 ZGC-0001 的利害关系？"
    assert dialog.focusWidget() is dialog.rule
    assert not dialog.act.isEnabled()
    dialog.rule.setCurrentIndex(place("R09"))
    dialog.reason.setPlainText("2025 年为其做过检测")
    assert "钥匙从本机删除" in dialog.follows.text()
    assert dialog.act.property("kind") == "danger"
    assert not dialog.act.isDefault()
    qtbot.mouseClick(dialog.act, LEFT)
    assert states(declared) == [("RECUSED", False), ("OPEN", True), ("OPEN", True)]
    assert declarations(declared) == 2
    again = declared.screen(ScoreScreen)
    assert again.model.sheet is not None
    assert again.model.sheet.content.application_id == declared.world.ids()[1]


def test_what_follows_depends_on_rule_and_answer(declared: Bench) -> None:
    declared.enter()
    declared.choose("late")
    dialog = declared.dialog(LateConflict)
    seen = []
    for rule, answer in (("R01", "yes"), ("R01", "unsure"), ("R15", "yes"), ("R16", "yes")):
        dialog.rule.setCurrentIndex(place(rule))
        dialog.answers[answer].setChecked(True)
        seen.append((dialog.follows.text()[:6], dialog.act.text()))
    assert [words for _, words in seen] == [
        "申报并回避本项",
        "申报并关闭本项",
        "申报并关闭本项",
        "申报并披露",
    ]
    assert seen[1][0] == seen[2][0]
    dialog.reject()


def test_doubt_closes_until_a_ruling(declared: Bench, qtbot: QtBot) -> None:
    declared.enter()
    declared.choose("late")
    dialog = declared.dialog(LateConflict)
    dialog.application.setCurrentIndex(2)
    dialog.rule.setCurrentIndex(place("R15"))
    dialog.answers["unsure"].setChecked(True)
    dialog.reason.setPlainText("同名，不能确认")
    qtbot.mouseClick(dialog.act, LEFT)
    assert states(declared) == [("OPEN", True), ("OPEN", True), ("PENDING", True)]


def test_the_reason_is_counted_and_r18_needs_ten_characters(declared: Bench) -> None:
    declared.enter()
    declared.choose("late")
    dialog = declared.dialog(LateConflict)
    dialog.application.setCurrentIndex(0)
    dialog.rule.setCurrentIndex(place("R18"))
    dialog.reason.setPlainText("九个字的说明就是这样")
    assert dialog.count.text().startswith("10 字；至少 10 字")
    assert dialog.act.isEnabled()
    dialog.reason.setPlainText("太短")
    assert not dialog.act.isEnabled()
    dialog.rule.setCurrentIndex(place("R01"))
    assert dialog.act.isEnabled()
    dialog.reason.setPlainText("长" * 501)
    assert not dialog.act.isEnabled()
    dialog.reject()


def test_going_back_changes_nothing(declared: Bench, qtbot: QtBot) -> None:
    declared.enter()
    declared.choose("late")
    dialog = declared.dialog(LateConflict)
    dialog.rule.setCurrentIndex(0)
    dialog.reason.setPlainText("本人参加")
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    assert not declared.no_dialog(), "what was typed does not go by one key"
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    assert declarations(declared) == 1
    assert declared.no_dialog()


def test_a_refusal_stays_in_the_dialog_with_what_was_typed(declared: Bench, qtbot: QtBot) -> None:
    """Another answer was begun in the grid: the declaration cannot be signed before it is complete."""
    desk, row = declared.person.desk, declared.person.round
    with desk.vault.begin() as uow:
        third = uow.applications.all(row.round_id)[2].application_id
    declared.enter()
    declared.choose("late")
    from zgc_review.services.declaring_marks import Mark, mark  # noqa: PLC0415 - only here

    mark(desk, row, third, {"R01": Mark("no")})
    dialog = declared.dialog(LateConflict)
    dialog.application.setCurrentIndex(0)
    dialog.rule.setCurrentIndex(place("R09"))
    dialog.reason.setPlainText("2025 年为其做过检测")
    qtbot.mouseClick(dialog.act, LEFT)
    assert dialog.isVisible()
    assert dialog.error.fault is not None
    assert dialog.error.fault.code == "declare.unanswered"
    assert dialog.reason.toPlainText() == "2025 年为其做过检测"
    assert states(declared)[0] == ("OPEN", True)
    dialog.reject()


def test_r_in_the_grid_is_for_what_was_signed(
    bench_at: Callable[..., Bench], at: Callable[[str], World], qtbot: QtBot
) -> None:
    world = at("opened")
    person = world.experts[1]
    declaring.pledge(person.desk, person.round)
    bench = bench_at("opened", world=world)
    bench.enter()
    grid = bench.screen(DeclareScreen)
    qtbot.keyClick(grid.table, Qt.Key.Key_R)
    assert bench.no_dialog()
    assert not bench.menu()["menu:late"].isEnabled()
    grid.model.rest_of_all()
    grid.model.declare()
    rooms = bench.program.rooms
    assert rooms is not None
    rooms.show_declare()
    again = bench.screen(DeclareScreen)
    assert ("R", "新发现的情形…") in again.hints()
    again.table.setCurrentIndex(again.grid.index(1, 3))
    qtbot.keyClick(again.table, Qt.Key.Key_R)
    dialog = bench.dialog(LateConflict)
    assert dialog.title.text() == "申报 ZGC-0002 的利害关系？"
    dialog.reject()


@pytest.mark.parametrize("language", ["zh_CN", "en"])
def test_everything_has_a_name(declared: Bench, language: str) -> None:
    declared.context.captions.set_language(language)
    declared.enter()
    declared.choose("late")
    dialog = declared.dialog(LateConflict)
    assert nameless(dialog) == []
    dialog.reject()


def test_locking_takes_the_dialog_with_its_names_away(declared: Bench, qtbot: QtBot) -> None:
    declared.enter()
    declared.choose("late")
    declared.dialog(LateConflict)
    declared.program.lock()
    qtbot.waitUntil(declared.no_dialog)
