"""What may not be scored is not shown: no declaration, recused, pending, locked (acceptance C8)."""

from __future__ import annotations

from collections.abc import Callable

import msgspec
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QWidget
from score_bench import Bench, declared_none

from ui.views.score_dialogs import ReopenDialog
from ui.views.score_keys import sheet_acts
from zgc_review.domain.rows import RoundRow
from zgc_review.services import declaring, sheets
from zgc_review.services.declaring import GivenAnswer
from zgc_review.services.desk import Desk

KEY = Qt.Key
REASON = "三年内曾在该单位任职，属于应当回避的情形"


def conflicted(rule: str, answer: str) -> Callable[[Desk, RoundRow], None]:
    """Declare one conflict with the second application."""

    def prepare(desk: Desk, row: RoundRow) -> None:
        declaring.pledge(desk, row)
        with desk.vault.begin() as uow:
            second = uow.applications.all(row.round_id)[1].application_id
        declaring.answer(desk, row, second, [GivenAnswer(rule, answer, REASON)])
        declaring.answer_rest(desk, row)
        declaring.declare(desk, row)

    return prepare


def names(bench: Bench, place: int) -> tuple[str, str]:
    record = bench.applications[place].record
    return str(record["unit_name"]), str(record["title"])


def test_c8_without_a_declaration_nothing_can_be_scored(bench_after: Callable[..., Bench]) -> None:
    bench = bench_after(declaring.pledge)
    said = bench.all_words()
    for place in range(3):
        assert not any(name in said for name in names(bench, place))
    assert not bench.sheet.is_open
    fields = bench.screen.findChildren(QLineEdit) + bench.screen.findChildren(QPlainTextEdit)
    assert fields
    assert not any(one.isVisible() for one in fields)
    assert bench.documents.current() is None
    for key in (KEY.Key_B, KEY.Key_8, KEY.Key_N, KEY.Key_X, KEY.Key_Q, KEY.Key_F8, KEY.Key_F6, KEY.Key_J):
        bench.press(key)
    assert all(bench.history(place) == () for place in range(3))
    with bench.qtbot.waitSignal(bench.screen.declare_asked):
        bench.qtbot.mouseClick(bench.find("scoreGateAct"), Qt.MouseButton.LeftButton)


@pytest.mark.parametrize(
    ("rule", "answer", "title"), [("R02", "yes", "回避（R02）"), ("R18", "yes", "待裁定（R18）")]
)
def test_a_closed_application_shows_its_rule_and_no_content(
    bench_after: Callable[..., Bench], rule: str, answer: str, title: str
) -> None:
    bench = bench_after(conflicted(rule, answer))
    bench.type("85")
    bench.screen.queue.view.setFocus()
    bench.press(KEY.Key_Down)
    assert bench.model.at == 1
    assert bench.words("closedTitle") == title
    assert bench.documents.current() is None
    assert not bench.sheet.is_open
    said = bench.all_words()
    assert not any(name in said for place in range(3) for name in names(bench, place)[:1])
    assert bench.model.finished == (0, 2)
    bench.press(KEY.Key_N)
    assert bench.model.at == 2
    assert names(bench, 2)[0] in bench.all_words()


def test_the_wide_queue_names_nobody_who_is_closed(bench_after: Callable[..., Bench]) -> None:
    bench = bench_after(conflicted("R02", "yes"))
    bench.ctrl(KEY.Key_B)
    model = bench.screen.queue.model
    said = [model.words(row) for row in range(model.rowCount())]
    assert names(bench, 0)[0] in said[0]
    assert not any(name in said[1] for name in names(bench, 1))
    assert "回避（R02）" in said[1]


def test_a_locked_sheet_is_text_and_reopens_with_a_reason(bench: Bench) -> None:
    bench.mark_all((80, 78, 70, 66, 77))
    bench.finish()
    assert bench.sheet.can_undo
    bench.screen.settle()
    sheets.lock(bench.desk, bench.row, [bench.ids[0]])
    bench.model.load(bench.ids[0])
    assert not bench.sheet.can_undo
    assert not bench.pane.percent.isVisible()
    assert bench.pane.percent_words.text() == "80%"
    assert not bench.pane.comment.field.isVisible()
    assert bench.find("lockedAt").isVisible()
    assert bench.words("runningTotal") == "75.48"
    before = len(bench.history())
    for key in (KEY.Key_B, KEY.Key_X, KEY.Key_Q):
        bench.press(key)
    bench.ctrl(KEY.Key_Z)
    assert len(bench.history()) == before
    reopen = sheet_acts(bench.screen)[0]
    assert reopen[0] == bench.context.captions.cap("score.menu.reopen")
    reopen[2]()
    dialog = bench.screen.findChild(ReopenDialog)
    assert isinstance(dialog, ReopenDialog)
    assert not dialog.act.isEnabled()
    dialog.reason.field.insertPlainText("复核后改正一处")
    bench.qtbot.mouseClick(dialog.act, Qt.MouseButton.LeftButton)
    assert bench.sheet.is_editable
    assert bench.sheet.body.reason == "复核后改正一处"
    assert bench.opinion.overall.field.isVisible()
    assert bench.opinion.reason.field.toPlainText() == "复核后改正一处"


def test_without_the_reason_nothing_is_reopened(bench: Bench) -> None:
    dialog = ReopenDialog(bench.context, bench.screen, "ZGC-0001")
    dialog.reason.field.insertPlainText("   ")
    assert not dialog.act.isEnabled()
    dialog.reject()


def test_an_expert_with_nothing_to_score_reads_so(bench_after: Callable[..., Bench]) -> None:
    def all_recused(desk: Desk, row: RoundRow) -> None:
        declared_none(desk, row)
        with desk.vault.begin() as uow:
            for one in uow.applications.all(row.round_id):
                uow.applications.set_state(one.application_id, "CHECK", "")
            uow.commit()

    bench = bench_after(all_recused)
    assert bench.words("scoreGateTitle") == bench.context.captions.cap("score.empty.title")
    assert not bench.find("scoreGateAct").isVisible()


def test_claims_and_amount_are_stored_with_their_evidence(bench: Bench) -> None:
    bench.rubric.open_section("", focus=True)
    bench.opinion.integrity.buttons[1].click()
    bench.documents.go_to(3, 7)
    bench.opinion.claims.add.click()
    row = bench.opinion.claims.rows[0]
    row.item.setCurrentIndex(1)
    row.item.activated.emit(1)
    row.text.field.setFocus()
    bench.type("证明文件与原件不符")
    row.cite.click()
    bench.opinion.budget.ask.click()
    assert bench.focus() is bench.opinion.budget.amount
    bench.type("180.5")
    bench.opinion.budget.add.click()
    cut = bench.opinion.budget.rows[0]
    bench.qtbot.keyClicks(cut.item, "travel")
    cut.amount.clear()
    bench.qtbot.keyClicks(cut.amount, "1.25")
    assert "scoring.budget.reason_missing" in [one.code for one in bench.sheet.missing()]
    cut.reason.field.insertPlainText("与任务无关")
    bench.screen.settle()
    body = bench.stored()
    (claim,) = body.claims
    assert body.integrity is True
    assert (claim.item, claim.page, claim.text) == (
        bench.sheet.content.veto_ids[1],
        7,
        "证明文件与原件不符",
    )
    assert claim.document == bench.sheet.content.documents[2].plain
    assert body.budget is not None
    assert body.budget.amount_fen == 180_500_000
    assert msgspec.to_builtins(body.budget.cuts[0]) == {
        "item": "travel",
        "amount_fen": 1_250_000,
        "reason": "与任务无关",
    }


@pytest.mark.parametrize("typed", ["abc", ".5", "-3"])
def test_what_is_no_amount_is_refused_and_stays(bench: Bench, typed: str) -> None:
    bench.rubric.open_section("", focus=True)
    bench.opinion.budget.ask.click()
    bench.type(typed)
    amount = bench.opinion.budget.amount
    assert amount.text() == typed
    assert amount.property("state") == "error"
    assert amount.accessibleDescription()
    bench.screen.settle()
    assert bench.history() == ()


def test_contradictions_are_said_quietly_and_block_nothing(bench: Bench) -> None:
    bench.mark_all((80, 78, 70, 66, 77))
    bench.finish()
    bench.opinion.recommend.buttons[2].click()
    assert "75.48" in bench.words("contradiction")
    assert bench.sheet.missing() == ()


def test_views_hold_no_desk(bench: Bench) -> None:
    """Views ask view-models; none of them reaches the vault itself (style.md §3)."""
    for one in bench.screen.findChildren(QWidget):
        assert not any(isinstance(value, Desk) for value in vars(one).values()), one
