"""The conflict desk by clicks and keys: evidence marked, decisions kept, undone, returned (rules §4, C6)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from time import perf_counter
from typing import TYPE_CHECKING, TypeVar

import pytest
from desk_harness import Office
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QLineEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from ui.context import Context
from ui.models.secretary_conflicts import CaseList
from ui.viewmodels.secretary.conflicts import Case, ConflictsModel, Wanted, matching, next_due
from ui.views.secretary.conflicts import FindingsPane
from ui.views.secretary.conflicts_dialogs import SourceDialog
from ui.widgets.case_cell import CaseView
from ui.widgets.marked_text import MarkedText
from zgc_review.services.conflict_desk_findings import DeskFinding

if TYPE_CHECKING:
    from conftest import Bench

Seat = Callable[..., "Bench"]
Kind = TypeVar("Kind", bound=QWidget)


@pytest.fixture
def desk(seat: Seat, office: Office) -> Bench:
    """Return the window at the office's conflict desk."""
    return seat(office.desk)


def pane_of(bench: Bench) -> FindingsPane:
    """Return the pane of the findings."""
    pane: FindingsPane = bench.page.findings
    return pane


def rows(bench: Bench) -> list[tuple[str, str, str]]:
    """Return expert, number and rule of every row."""
    return [(one.expert, one.number, one.found.row.rule) for one in pane_of(bench).list.cases.cases]


def standing(office: Office) -> dict[str, int]:
    """Return how many findings stand how in the vault."""
    found: dict[str, int] = {}
    for one in office.all():
        found[one.status] = found.get(one.status, 0) + 1
    return found


def shown(parent: QWidget, kind: type[Kind]) -> list[Kind]:
    """Return the widgets of a kind that are on show."""
    return [one for one in parent.findChildren(kind) if one.isVisible()]


def test_findings_stand_by_expert_and_by_application(desk: Bench) -> None:
    assert [one[:2] for one in rows(desk)] == [
        ("E001", "03-0101"), ("E002", "03-0101"), ("E002", "03-0101"), ("E002", "03-0101"),
        ("E002", "03-0102"), ("E002", "03-0103"), ("E003", "03-0103"),
    ]  # fmt: skip
    pane = pane_of(desk)
    assert pane.list.title.text() == "待处理 7 条"
    assert pane.list.count.text() == "0 / 7"
    desk.click("conflictsBy:application")
    assert [one[1] for one in rows(desk)] == ["03-0101"] * 4 + ["03-0102"] + ["03-0103"] * 2
    assert pane.list.view.cell.by == "application"


def test_both_texts_stand_beside_each_other_with_the_same_part_marked(desk: Bench) -> None:
    left, right = desk.find(MarkedText, "caseExpertText"), desk.find(MarkedText, "caseApplicationText")
    assert (left.text, left.marked) == ("示例智控科技（北京）有限公司", ("示例智控科技",))
    assert (right.text, right.marked) == ("北京示例智控科技有限公司", ("示例智控科技",))
    assert "R02" in desk.find(QLabel, "caseRule").text()
    assert "去掉地名" in desk.find(QLabel, "caseWhy").text()
    pane_of(desk).list.view.choose(6)
    assert left.marked == ("ZHANG", "Wei")
    assert right.marked == ("张伟",)


def test_what_nobody_provided_is_said_and_what_both_say_is_marked(desk: Bench) -> None:
    pane = pane_of(desk)
    card = pane.evidence.left
    desk.qtbot.waitUntil(lambda: "未提供" in [one.text() for one in shown(card, QLabel)])
    pane.list.view.choose(4)  # the same name and the same end of the mobile number

    def alike() -> list[tuple[str, ...]]:
        return [one.marked for one in shown(card, MarkedText) if one.objectName() == "fact:mobile_tail"]

    desk.qtbot.waitUntil(lambda: alike() == [("0027",)])


def test_keys_choose_save_and_go_on(desk: Bench, office: Office) -> None:
    pane = pane_of(desk)
    assert desk.shell.focusWidget() is pane.list.view
    desk.key(Qt.Key.Key_1)
    reason = desk.find(QLineEdit, "decideReason")
    assert desk.shell.focusWidget() is reason
    assert not pane.save.isEnabled()
    assert desk.find(QLabel, "conflictsLacking").text() == "还没有写理由"
    reason.insert("核对过营业执照 ")
    desk.qtbot.keyClicks(reason, "2")  # a digit in a text is a digit
    assert reason.text() == "核对过营业执照 2"
    desk.key(Qt.Key.Key_Return)
    assert standing(office) == {"open": 6, "dismissed": 1}
    assert pane.list.view.currentIndex().row() == 1
    assert desk.shell.focusWidget() is pane.list.view
    desk.key(Qt.Key.Key_2)
    desk.key(Qt.Key.Key_Return)  # a doubt confirmed needs its reason too
    assert standing(office) == {"open": 6, "dismissed": 1}
    pane.list.view.choose(4)
    pane.list.view.setFocus()
    desk.key(Qt.Key.Key_2)  # R01, level H: what the rule asks for needs none
    desk.key(Qt.Key.Key_Return)
    assert standing(office) == {"open": 5, "dismissed": 1, "recused": 1}
    assert pane.list.view.currentIndex().row() == 5
    assert pane.list.count.text() == "2 / 7"


def test_j_and_k_move_and_digits_wait_for_allowed_answers(desk: Bench, office: Office) -> None:
    pane = pane_of(desk)
    desk.key(Qt.Key.Key_J)
    desk.key(Qt.Key.Key_J)
    desk.key(Qt.Key.Key_K)
    assert pane.list.view.currentIndex().row() == 1
    desk.key(Qt.Key.Key_3)  # a doubt is not disclosed
    assert pane.decision.act is None
    assert not desk.find(QPushButton, "decide:disclose").isEnabled()
    desk.key(Qt.Key.Key_4)
    desk.key(Qt.Key.Key_Return)
    assert standing(office)["referred"] == 1


def test_what_was_begun_on_a_row_waits_there(desk: Bench) -> None:
    pane = pane_of(desk)
    pane.decision.choose("dismiss")
    pane.decision.reason.setText("先看看")
    pane.list.view.choose(1)
    assert pane.decision.act is None
    assert pane.decision.text == ""
    pane.list.view.choose(0)
    assert pane.decision.act == "dismiss"
    assert pane.decision.text == "先看看"


def test_u_takes_the_last_decision_back_with_a_reason(desk: Bench, office: Office) -> None:
    pane = pane_of(desk)
    pane.list.view.choose(4)
    pane.list.view.setFocus()
    desk.key(Qt.Key.Key_2)
    desk.key(Qt.Key.Key_Return)
    assert standing(office)["recused"] == 1
    desk.key(Qt.Key.Key_U)
    question = desk.question()
    assert not question.act.isEnabled()
    desk.find(QLineEdit, "undoReason").setText("点错了")
    assert "R01" in desk.agree()
    assert standing(office) == {"open": 7}
    assert pane.list.view.currentIndex().row() == 4
    with office.desk.vault.begin() as uow:
        acts = [one.act for one in uow.findings.acts(office.row.round_id)]
    assert acts.count("undo") == 1
    desk.key(Qt.Key.Key_U)  # nothing left to take back
    assert not [one for one in desk.shell.findChildren(type(question)) if one.isVisible()]


def test_o_opens_what_both_sides_handed_in(desk: Bench) -> None:
    desk.key(Qt.Key.Key_O)
    dialog = next(one for one in desk.shell.findChildren(SourceDialog) if one.isVisible())
    marked = [one.text for one in dialog.findChildren(MarkedText) if one.marked]
    assert marked[0] == "示例智控科技（北京）有限公司"
    assert set(marked[1:]) == {"北京示例智控科技有限公司"}
    names = [one.text() for one in dialog.findChildren(QLabel)]
    assert "申报单位" in names
    assert {"现单位任职起", "姓名"} <= set(names)
    assert "是" in [one.text for one in dialog.findChildren(MarkedText)]  # a word, not a tick
    level, title = desk.find(QLabel, "caseLevel"), desk.find(QLabel, "caseTitle")
    assert abs(level.geometry().center().y() - title.geometry().center().y()) <= 1
    desk.key(Qt.Key.Key_Escape, dialog)


def test_c6_a_new_employer_brings_a_dismissed_finding_back_with_both_texts(
    seat: Seat, office: Office
) -> None:
    first = next(one for one in office.all() if one.row.hit["basis"] == "R02")
    office.decide(first, "dismiss", "不是同一法人")
    office.expert("E001", name="亓𠮷子", employer="示例智控科技（北京）有限公司", email="neu@example.cn")
    office.screen()
    assert standing(office)["dismissed"] == 1
    office.expert(
        "E001",
        name="亓𠮷子",
        employer="示例智控科技（北京）有限公司",
        employment=[{"name": "示例测控有限公司", "to": "2025-06"}],
    )
    office.screen()
    bench = seat(office.desk)
    pane = pane_of(bench)
    pane.list.state.setCurrentIndex(pane.list.state.findData("returned"))
    pane.list.state.activated.emit(0)
    assert len(rows(bench)) == 1
    said = bench.find(QLabel, "caseReturned")
    assert said.isVisible()
    assert "此前的排除不再适用" in said.text()
    assert "示例测控有限公司" in said.text()
    assert pane.list.title.text() == "待处理 7 条"


def test_filters_and_search_in_every_way_of_writing(desk: Bench) -> None:
    pane = pane_of(desk)
    search = desk.find(QLineEdit, "conflictsSearch")
    search.setText("示例智控")
    desk.qtbot.waitUntil(lambda: {one[1] for one in rows(desk)} == {"03-0101"})
    search.setText("ＺＨＡＮＧ")
    desk.qtbot.waitUntil(lambda: [one[0] for one in rows(desk)] == ["E003"])
    search.setText("张伟")
    desk.qtbot.waitUntil(lambda: [one[0] for one in rows(desk)] == ["E003"])
    search.setText("没有这个")
    desk.qtbot.waitUntil(lambda: not rows(desk))
    assert pane.list.empty.isVisible()
    assert not pane.decision.isVisible()
    search.clear()
    desk.qtbot.waitUntil(lambda: len(rows(desk)) == 7)
    for box, value, count in ((pane.list.level, "H", 2), (pane.list.rule, "R11", 1)):
        box.setCurrentIndex(box.findData(value))
        box.activated.emit(box.currentIndex())
        assert len(rows(desk)) == count


def test_enter_in_the_search_keeps_nothing(desk: Bench, office: Office) -> None:
    pane = pane_of(desk)
    pane.list.view.choose(4)
    pane.decision.choose("recuse")
    pane.list.search.setFocus()
    desk.key(Qt.Key.Key_Return)
    assert standing(office) == {"open": 7}
    assert desk.shell.focusWidget() is pane.list.view


def test_a_refusal_stands_in_place_and_nothing_is_lost(desk: Bench, office: Office) -> None:
    pane = pane_of(desk)
    office.decide(pane.list.cases.cases[0].found, "refer")  # somebody else was quicker
    pane.decision.choose("dismiss")
    pane.decision.reason.setText("不是同一法人")
    desk.click("conflictsSave")
    assert pane.decision.error.isVisible()
    assert pane.decision.error.fault is not None
    assert pane.decision.error.fault.code == "desk.decided"
    assert pane.decision.text == "不是同一法人"
    assert pane.list.view.currentIndex().row() == 0


def test_screening_asks_shows_what_came_of_it_and_can_be_stopped(desk: Bench, office: Office) -> None:
    pane = pane_of(desk)
    desk.click("conflictsScreen")
    assert "已作的决定随依据保留" in desk.agree()
    assert pane.lacking.text() == "命中 7 条 · 新增 0 条 · 不再命中 0 条 · 待处理 7 条"
    pane.model.moved.connect(lambda _done, _total: pane.list.progress.cancel())
    before = len(office.leaves())
    ticket: list[object] = []
    run = desk.session.context.jobs.run

    def stopped(*given: object, **more: object) -> object:
        work = given[1]

        def cancelled_work(one: object) -> object:
            one.cancel()  # type: ignore[attr-defined]
            return work(one)  # type: ignore[operator]

        ticket.append(given)
        return run(given[0], cancelled_work, *given[2:], **more)  # type: ignore[arg-type]

    object.__setattr__(desk.session.context, "jobs", _Stopping(stopped))
    desk.click("conflictsScreen")
    desk.agree()
    assert ticket
    assert pane.lacking.text() == "已停下，什么都没有改变。"
    assert len(office.leaves()) == before


class _Stopping:
    """A runner of which somebody stops every job as it begins."""

    def __init__(self, run: Callable[..., object]) -> None:
        self.run = run


def test_an_empty_desk_says_what_will_stand_here(seat: Seat, office: Office) -> None:
    for number in ("E001", "E002", "E003"):
        office.expert(number, name=f"无关{number}", employer="无关单位")
    for number in ("03-0101", "03-0102", "03-0103"):
        leader = {"name": f"某{number}", "employer": "某单位"}
        office.application(
            number, unit_name=f"单位{number}", unit_credit_code="", project_leader=leader,
            contact=leader, legal_representative=leader, team=[],
        )  # fmt: skip
    office.screen()
    bench = seat(office.desk)
    pane = pane_of(bench)
    assert pane.empty.isVisible()
    assert not pane.list.isVisible()
    bench.click("conflictsFirst")
    bench.agree()
    assert "3 位专家与 3 份申报之间没有命中" in pane.empty.text()


def test_the_language_changes_every_word(desk: Bench) -> None:
    pane = pane_of(desk)
    desk.session.context.captions.set_language("en")
    assert pane.list.title.text() == "7 to decide"
    assert pane.save.text() == "Save and go to the next"
    assert desk.find(QLabel, "caseTitle").text().startswith("E001 (employment)")
    assert desk.page.tabs.tabText(0) == "Findings"


def test_a_vault_that_can_only_be_read_decides_nothing(
    seat: Seat, office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    bench = seat(office.desk)
    monkeypatch.setattr(type(bench.session), "writable", property(lambda _self: False))
    pane = pane_of(bench)
    pane.list.view.choose(4)
    assert not any(one.isEnabled() for one in pane.decision.buttons.values())
    assert not pane.save.isEnabled()
    assert not pane.list.again.isEnabled()


def many(case: Case, count: int) -> tuple[Case, ...]:
    """Return that many findings of a long round."""
    found = []
    for n in range(count):
        row = replace(case.found.row, finding_id=f"{n:032x}")
        one: DeskFinding = replace(case.found, row=row)
        found.append(replace(case, found=one, expert=f"E{n % 1000:04d}", number=f"03-{n:05d}"))
    return tuple(found)


def test_ten_thousand_findings_are_filtered_and_moved_through_at_once(
    desk: Bench, context: Context, qtbot: QtBot
) -> None:
    cases = many(pane_of(desk).list.cases.cases[0], 10_000)
    begun = perf_counter()
    shown = matching(cases, Wanted(by="application", state="due", text="示例智控"))
    assert len(shown) == 10_000
    assert next_due(shown, 9_999) == 0
    assert perf_counter() - begun < 2  # far above what it takes
    model = CaseList(context.captions)
    view = CaseView(context, model)
    qtbot.addWidget(view)
    model.show_cases(shown)
    view.resize(296, 500)
    view.show()
    view.choose(9_999)
    assert view.currentIndex().row() == 9_999
    assert "03-09999" in str(model.index(9_999).data())


def test_one_of_ten_thousand_is_put_in_place(desk: Bench) -> None:
    model: ConflictsModel = desk.page.conflicts
    cases = many(model.cases[0], 10_000)
    model.cases = cases
    model.find(Wanted())
    pane = pane_of(desk)
    begun = perf_counter()
    model._put(cases[5000], replace(cases[5000].found, status="dismissed"))
    assert perf_counter() - begun < 2
    assert pane.list.count.text() == "1 / 10,000"
