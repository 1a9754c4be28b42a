"""The chair's discussion page: agenda, recusal first, opening, opinion, files (rules §8, §4.1.3)."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from chair_bench import ChairBench
from discussion_hands import PARTS, Hands
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QDialog
from sitting_harness import CONFLICT, Sitting

from ui.models.chair_agenda import AgendaList
from ui.models.chair_sheets import FIRST, SheetCell, SheetsTable
from ui.views.ask import Question
from zgc_review.services import deliberating, explaining
from zgc_review.services.deliberating_agenda import agenda
from zgc_review.services.deliberating_opinions import OpinionText, sign_opinion, vote_opinion
from zgc_review.services.vetoes_signing import Evidence, claim_veto, vote_veto

ChairAt = Callable[..., ChairBench]
SittingAt = Callable[[str], Sitting]
CTRL = Qt.KeyboardModifier.ControlModifier
WORDS = "合同与付款凭证的日期不一致"


def test_the_agenda_has_its_reasons_and_the_rest_can_be_shown(chair_at: ChairAt) -> None:
    """S07: one of five deviates; the page says who owes an explanation."""
    hands = Hands(chair_at("apart"))
    assert hands.numbers() == ["ZGC-0001"]
    assert hands.item.reasons[0] == "spread"
    assert hands.words("agendaTitle") == "议程 1 / 1"
    line = hands.page.agenda.list.index(0).data(Qt.ItemDataRole.ToolTipRole)
    assert "偏差" in line
    assert "欠说明 1" in line
    assert "待议" in line
    assert hands.item.line.owing[0] in hands.words("itemDeviations")
    assert "须书面说明" in hands.words("itemDeviations")


def test_a_floor_that_is_missed_is_said_at_its_criterion(chair_at: ChairAt) -> None:
    """S09: obliges the chair to discuss."""
    hands = Hands(chair_at("low"))
    assert "floor" in hands.item.reasons
    table = hands.page.beside.sheets
    floored = [n for n, one in enumerate(table.criteria) if one.floor is not None]
    assert floored
    assert all(str(table.index(n, 0).data()).startswith("低于底线 K") for n in floored)


def test_ties_are_on_the_agenda(chair_at: ChairAt) -> None:
    """S10: the second and third application are equal in everything."""
    bench = chair_at("equal")
    hands = Hands(bench)
    tied = [one.entry.number for one in hands.model.agenda if "tie" in one.reasons]
    assert tied == ["ZGC-0002", "ZGC-0003"]
    lines = agenda(bench.person.desk, bench.person.round)
    assert [one.number for one in lines if "tie" in one.reasons] == tied
    secretary = hands.sitting.secretary
    of_round = agenda(secretary.desk, secretary.round)
    assert [one.number for one in of_round if "tie" in one.reasons] == tied


def test_what_nothing_points_at_is_asked_for_by_the_chair(chair_at: ChairAt) -> None:
    hands = Hands(chair_at("five"))
    before = [one.entry.number for one in hands.model.agenda]
    rest = [one.entry.number for one in hands.model.rest]
    assert rest
    hands.bench.click("agendaRest")
    assert set(hands.numbers()) == {*before, *rest}
    wanted = next(one for one in hands.model.shown if not one.is_on_agenda)
    hands.model.choose(wanted.application)
    hands.bench.click("agendaAsk")
    assert "asked" in hands.item.reasons
    assert wanted.entry.number in [one.entry.number for one in hands.model.agenda]
    hands.bench.click("agendaAsk")
    assert wanted.entry.number in [one.entry.number for one in hands.model.rest]
    # Space on the overview does the same.
    hands.bench.rooms.panel.agenda_asked.emit(wanted.application)
    assert wanted.entry.number in [one.entry.number for one in hands.model.agenda]


def test_the_recusal_is_confirmed_before_the_item_opens(chair_at: ChairAt, sitting_at: SittingAt) -> None:
    """§4.1.3: a recused expert is absent; who it is stands there by code and rule, first and always."""
    sitting = sitting_at("doubt")
    sitting.declare(sitting.member(1), {0: [CONFLICT]})
    sitting.give_back(sitting.member(1))
    sitting.aggregate()
    hands = Hands(chair_at(sitting=sitting))
    hands.model.show_rest(True)
    hands.model.choose(sitting.id(0))
    code = sitting.member(1).code
    assert hands.words("recusalTitle") == "开始前请 1 位专家离场"
    assert code in hands.words("recusalWords")
    assert "R06" in hands.words("recusalWords")
    assert code not in [one.code for one in hands.item.columns]
    assert not hands.page.opinion.main.isEnabled()
    assert hands.words("opinionHint") == "先确认到场情况，再开启讨论。"
    hands.press(Qt.Key.Key_Return, CTRL)
    assert hands.sitting.line(0).discuss is not None
    assert not any(one.isVisible() for one in hands.bench.shell.findChildren(QDialog))
    hands.bench.click("recusalConfirm")
    assert hands.words("recusalTitle") == "1 位回避的专家已离场"
    assert hands.page.opinion.main.isEnabled()
    note = hands.stored("present")
    assert note is not None
    assert note.body == {"left": [code]}
    with hands.bench.person.desk.vault.begin() as uow:
        leaves = [one.leaf for one in uow.events.all(hands.bench.person.round.round_id)]
    assert b'"act":"discussion.cleared"' in leaves[-1]
    assert code.encode() not in leaves[-1]


def test_opening_and_closing_are_signed_and_asked_for(chair_at: ChairAt) -> None:
    hands = Hands(chair_at("apart"))
    hands.bench.click("recusalConfirm")
    hands.press(Qt.Key.Key_Return, CTRL)
    words = hands.bench.agree()
    assert "开启 ZGC-0001 的讨论？" in words
    assert "5 份" in words
    assert hands.item.line.discussion == "open"
    assert hands.words("discussionState") == "讨论中"
    assert hands.words("discussionMain") == "签署意见并结束"
    assert not hands.page.opinion.main.isEnabled()
    hands.bench.click("discussionOther")
    hands.bench.back()
    assert hands.item.line.discussion == "open"
    hands.bench.click("discussionOther")
    hands.bench.agree()
    assert hands.item.line.discussion == "closed"
    assert hands.words("agendaWrite") == "写给秘书（1）…"
    (file,) = hands.hand_in()
    assert file.suffix == ".zgccons"
    assert hands.words("agendaWrite") == "签署都已写出"
    assert "已写出 1 个文件" in hands.words("agendaTold")
    secretary = hands.sitting.secretary
    (line,) = agenda(secretary.desk, secretary.round)
    assert line.discussion == "closed"


def test_the_opinion_is_written_signed_and_voted_on(chair_at: ChairAt, sitting_at: SittingAt) -> None:
    """§8: agreed text; who dissents signs with a written dissent; both stand on the page as they arrive."""
    sitting = sitting_at("apart")
    sitting.aggregate()
    hands = Hands(chair_at(sitting=sitting))
    hands.bench.click("recusalConfirm")
    hands.page.record()
    hands.bench.agree()
    hands.press(Qt.Key.Key_E)
    assert QApplication.focusWidget() is hands.page.opinion.boxes["strengths"].field
    hands.write()
    assert hands.page.opinion.boxes["advice"].counter.text() == f"{len(PARTS['advice'])} 字"
    hands.page.record()
    assert "并结束讨论" in hands.bench.agree()
    assert hands.item.opinion is not None
    assert hands.item.opinion.text == OpinionText(**PARTS)
    assert hands.item.line.discussion == "closed"
    assert len(hands.hand_in()) == 2
    sitting.letters(sitting.member(1), sitting.member(2))
    for n, answer, text in ((1, "agree", ""), (2, "dissent", "用户证明不独立")):
        one = sitting.member(n)
        sitting.hand_in(vote_opinion(one.desk, one.round, sitting.id(0), answer, text, sitting.folder()))
    hands.take()
    assert "同意 2 · 不同意 1 · 未表态 2" in hands.words("votesCounts")
    assert hands.words(f"dissentWords:{sitting.member(2).code}") == "用户证明不独立"
    assert hands.words("discussionMain") == "下一项"
    hands.page.opinion.boxes["advice"].field.insertPlainText("另附检测报告。")
    assert hands.words("discussionMain") == "签署意见"
    assert hands.words("opinionHint") == "意见改过，签署后重新表态。"


def test_conclusion_and_amount_are_noted_for_the_page_of_decisions(chair_at: ChairAt) -> None:
    hands = Hands(chair_at("five"))
    hands.model.show_rest(True)
    hands.model.choose(hands.sitting.id(0))
    choice = hands.page.opinion.conclusion
    choice.setCurrentIndex(choice.findData("SUPPORT_IF_REVISED"))
    choice.activated.emit(choice.currentIndex())
    hands.qtbot.keyClicks(hands.page.opinion.amount, "120.5")
    hands.page.settle()
    note = hands.stored("advice")
    assert note is not None
    assert note.body == {"decision": "SUPPORT_IF_REVISED", "amount_fen": 120_500_000}
    asked = hands.item.entry.requested_fen
    assert asked is not None
    assert "核减" in hands.words("amountCut")
    hands.page.opinion.amount.clear()
    hands.qtbot.keyClicks(hands.page.opinion.amount, "99999")
    assert "超过可给的" in hands.words("amountCut")


def test_vetoes_show_evidence_votes_and_outcome(chair_at: ChairAt, sitting_at: SittingAt) -> None:
    """§8: two thirds of the effective experts; 3 of 5 is a remark, 4 of 5 establishes it."""
    sitting = sitting_at("five")
    sitting.aggregate()
    by = sitting.member(1)
    with by.desk.vault.begin() as uow:
        document = uow.applications.documents(sitting.id(0))[0]
    evidence = Evidence(document.plain, 2, WORDS)
    sitting.hand_in(claim_veto(by.desk, by.round, sitting.id(0), "CV01", evidence, None, sitting.folder()))
    sitting.discuss(0)
    hands = Hands(chair_at(sitting=sitting))
    hands.model.choose(sitting.id(0))
    for n in range(1, 4):
        one = sitting.member(n)
        sitting.hand_in(*vote_veto(one.desk, one.round, sitting.id(0), "CV01", "yes", sitting.folder()))
    hands.take()
    hands.page.beside.tabs.setCurrentIndex(3)
    words = hands.words("claim:0Words")
    assert WORDS in words
    assert "同意 3 票，须 4 票（有效专家 5 位）" in words
    assert "只作备注" in hands.labels()
    hands.press(Qt.Key.Key_G)
    assert hands.page.middle.currentWidget() is hands.page.documents
    viewer = hands.page.documents.viewer
    assert viewer is not None
    hands.qtbot.waitUntil(lambda: viewer.current() is not None, timeout=10_000)
    assert viewer.current()[0] == document.position
    hands.qtbot.keyClick(hands.page, Qt.Key.Key_Escape)
    assert hands.page.middle.currentWidget() is hands.page.beside
    one = sitting.member(4)
    sitting.hand_in(*vote_veto(one.desk, one.round, sitting.id(0), "CV01", "yes", sitting.folder()))
    hands.take()
    assert "同意 4 票，须 4 票" in hands.words("claim:0Words")
    assert "成立" in hands.labels()


def test_a_document_that_is_not_here_is_said(chair_at: ChairAt, sitting_at: SittingAt) -> None:
    sitting = sitting_at("five")
    sitting.aggregate()
    by = sitting.member(1)
    with by.desk.vault.begin() as uow:
        document = uow.applications.documents(sitting.id(0))[0]
    evidence = Evidence(document.plain, 2, WORDS)
    sitting.hand_in(claim_veto(by.desk, by.round, sitting.id(0), "CV01", evidence, None, sitting.folder()))
    sitting.chair.desk.vault.objects.remove(document.object)
    hands = Hands(chair_at(sitting=sitting))
    hands.model.choose(sitting.id(0))
    hands.page.beside.tabs.setCurrentIndex(3)
    hands.press(Qt.Key.Key_G)
    assert hands.page.documents.viewer is None
    assert "不在本机的保险库里" in hands.words("citedWords")


def test_explanations_and_revisions_show_both_values(chair_at: ChairAt, sitting_at: SittingAt) -> None:
    """§6.8, S07: a revision stands beside the first sheet and the final is marked; it explains itself."""
    sitting = sitting_at("apart")
    sitting.aggregate()
    sitting.discuss(0)
    hands = Hands(chair_at(sitting=sitting))
    odd, other = sitting.member(4), sitting.member(3)
    assert hands.item.line.owing == (odd.code,)
    explained = explaining.sign_explanation(
        odd.desk, odd.round, sitting.own(odd), "与本人掌握的市场情况相差较大", sitting.folder()
    )
    sitting.hand_in(explained)
    sitting.revise(other, 60)
    sitting.give_back(other)
    hands.take()
    hands.page.beside.tabs.setCurrentIndex(2)
    assert hands.words(f"explanation:{odd.code}Words") == "与本人掌握的市场情况相差较大"
    assert "已说明" in hands.words("itemDeviations")
    table = hands.page.beside.sheets
    column = [one.code for one in table.columns].index(other.code) + FIRST
    cell = table.index(len(table.criteria), column).data(SheetsTable.CELL)
    assert isinstance(cell, SheetCell)
    assert (cell.words, cell.earlier) == ("60.00", "76.00")
    assert table.index(0, column).data(Qt.ItemDataRole.ToolTipRole) == "合议前 76，合议后 C 60（计入）"
    assert "合议前" in hands.words("itemValueWords")
    hands.page.beside.choose(0)
    assert "合议后修改" in hands.labels()


def test_keys_lead_through_the_page(chair_at: ChairAt) -> None:
    hands = Hands(chair_at("five"))
    hands.model.show_rest(True)
    first = hands.model.at
    hands.press(Qt.Key.Key_J)
    assert hands.model.at == first + 1
    hands.press(Qt.Key.Key_K)
    assert hands.model.at == first
    hands.press(Qt.Key.Key_3)
    assert hands.page.beside.row == 2
    assert hands.words("commentsTitle").startswith("K3")
    hands.qtbot.keyClick(hands.page.beside.table, Qt.Key.Key_5)
    assert hands.page.beside.row == 4
    factor = hands.bench.context.theme.factor
    hands.press(Qt.Key.Key_P)
    assert hands.page.opinion.isHidden()
    assert hands.bench.context.theme.factor > factor
    hands.press(Qt.Key.Key_P)
    assert not hands.page.opinion.isHidden()
    assert hands.bench.context.theme.factor == factor
    hands.press(Qt.Key.Key_F6)
    assert QApplication.focusWidget() is hands.page.beside.table
    hands.qtbot.keyClick(hands.page.beside.table, Qt.Key.Key_F6)
    assert hands.page.opinion.isAncestorOf(QApplication.focusWidget())


def test_letters_typed_into_the_opinion_stay_there(chair_at: ChairAt) -> None:
    hands = Hands(chair_at("apart"))
    hands.press(Qt.Key.Key_E)
    field = hands.page.opinion.boxes["strengths"].field
    hands.qtbot.keyClicks(field, "jkgep12")
    assert field.toPlainText() == "jkgep12"
    hands.qtbot.keyClick(field, Qt.Key.Key_Escape)
    assert hands.page.agenda.view.hasFocus()


def test_a_refused_act_is_said_in_place(chair_at: ChairAt, sitting_at: SittingAt) -> None:
    sitting = sitting_at("apart")
    sitting.aggregate()
    hands = Hands(chair_at(sitting=sitting))
    hands.bench.click("recusalConfirm")
    chair = sitting.chair
    deliberating.open_discussion(chair.desk, chair.round, sitting.id(0))
    hands.page.record()
    hands.bench.agree()
    assert hands.page.opinion.error.fault is not None
    assert hands.page.opinion.error.fault.code == "deliberation.twice"
    assert hands.item.line.discussion == "open"


def test_read_only_and_english(chair_at: ChairAt) -> None:
    hands = Hands(chair_at("apart"))
    hands.bench.context.captions.set_language("en")
    assert hands.words("agendaTitle") == "Agenda 1 / 1"
    assert hands.words("recusalConfirm") == "Confirm attendance"
    assert "below the median" in hands.words("itemDeviations")
    hands.bench.person.desk.vault.writable = False
    hands.bench.rooms.panel.load()
    for one in ("recusalConfirm", "agendaTake", "agendaWrite"):
        assert not hands.page.findChild(type(hands.page.agenda.take), one).isEnabled()
    assert hands.page.opinion.boxes["advice"].field.isHidden()


def test_the_files_of_others_are_refused_in_place(chair_at: ChairAt, tmp_path: Path) -> None:
    hands = Hands(chair_at("apart"))
    wrong = tmp_path / "x.zgcpanel"
    wrong.write_bytes(b"nothing")
    hands.page.take([wrong])
    assert hands.page.opinion.error.fault is not None
    wrong = tmp_path / "x.zgcpkg"
    wrong.write_bytes(b"nothing")
    hands.page.take([wrong])
    assert hands.page.opinion.error.fault is not None


def test_an_opinion_signed_by_command_stands_in_the_fields(chair_at: ChairAt, sitting_at: SittingAt) -> None:
    sitting = sitting_at("apart")
    sitting.aggregate()
    chair = sitting.chair
    sign_opinion(chair.desk, chair.round, sitting.id(0), OpinionText(**PARTS), sitting.folder())
    hands = Hands(chair_at(sitting=sitting))
    assert hands.page.opinion.boxes["weaknesses"].field.toPlainText() == PARTS["weaknesses"]
    hands.page.opinion.boxes["advice"].field.insertPlainText("再补一份。")
    hands.page.settle()
    note = hands.stored("opinion")
    assert note is not None
    assert note.body["strengths"] == PARTS["strengths"]
    assert "再补一份。" in note.body["advice"]


def test_models_keep_qts_rules(chair_at: ChairAt, qtmodeltester: pytest.FixtureRequest) -> None:
    hands = Hands(chair_at("apart"))
    for model in (hands.page.agenda.list, hands.page.beside.sheets):
        assert isinstance(model, AgendaList | SheetsTable)
        qtmodeltester.check(model)  # type: ignore[attr-defined]


def test_the_own_sheet_is_marked(chair_at: ChairAt) -> None:
    hands = Hands(chair_at("apart"))
    own = next(one for one in hands.item.columns if one.is_own)
    assert own.code == hands.bench.person.code
    place = [one.code for one in hands.item.columns].index(own.code) + FIRST
    assert hands.page.beside.sheets.headerData(place, Qt.Orientation.Horizontal) == f"{own.code}\n本人"


def test_questions_go_with_escape(chair_at: ChairAt) -> None:
    hands = Hands(chair_at("apart"))
    hands.bench.click("recusalConfirm")
    hands.page.record()
    assert any(one.isVisible() for one in hands.bench.shell.findChildren(Question))
    hands.bench.back()
    assert hands.item.line.discussion == "none"
