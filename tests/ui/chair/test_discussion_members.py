"""An expert answers in the sitting by window: revise, vote, claim, agree, dissent, explain (rules §8).

The revision phase end to end: the expert's window, its files, the secretary's vault, the chair's window.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TypeVar

import pytest
from chair_bench import ChairBench
from discussion_hands import Hands
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QApplication, QLineEdit, QWidget
from pytestqt.qtbot import QtBot
from services_harness import CRITERIA, PASSPHRASE, Person
from sitting_harness import Sitting

from ui.context import Context
from ui.models.chair_sheets import FIRST, SheetsTable
from ui.viewmodels.home import heads
from ui.views.ask import Question
from ui.views.give_back import GiveBackScreen
from ui.views.member_sitting import MemberSittingScreen
from ui.views.program import Program
from ui.views.review import ReviewScreen
from ui.views.score import ScoreScreen
from ui.views.shell import Shell
from zgc_review.services.deliberating_consents import spoken
from zgc_review.services.deliberating_opinions import OpinionText, sign_opinion
from zgc_review.services.rounds import state_of
from zgc_review.services.vetoes_signing import Evidence, claim_veto

ChairAt = Callable[..., ChairBench]
SittingAt = Callable[[str], Sitting]
Kind = TypeVar("Kind", bound=QWidget)
REASON = "听取了检测报告的说明，调整市场前景的打分"
WORDS = "合同与付款凭证的日期不一致"


class Expert:
    """An expert's window on a round in its sitting."""

    def __init__(self, context: Context, qtbot: QtBot, sitting: Sitting, person: Person) -> None:
        self.qtbot, self.sitting, self.person = qtbot, sitting, person
        self.shell = Shell(context)
        qtbot.addWidget(self.shell)
        self.program = Program(context, self.shell)
        self.shell.resize(1366, 696)
        self.shell.show()
        self.shell.activateWindow()
        qtbot.waitUntil(self.shell.isActiveWindow)
        self.program._enter(person.desk)
        assert self.program.rooms is not None
        self.program.rooms.enter_round(heads(person.desk)[0])

    def screen(self, kind: type[Kind]) -> Kind:
        """Return the screen on show, of the kind that is expected."""
        shown = self.shell.screen
        assert isinstance(shown, kind), shown
        return shown

    def show(self) -> MemberSittingScreen:
        """Go to the sitting by the menu."""
        assert self.program.rooms is not None
        self.program.rooms.ways.menu.sitting_asked.emit()
        return self.screen(MemberSittingScreen)

    def click(self, name: str) -> None:
        """Press a button that can be pressed."""
        QApplication.processEvents()
        button = [one for one in self.shell.findChildren(QAbstractButton, name) if one.isVisible()][-1]
        assert button.isEnabled(), name
        self.qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
        QApplication.processEvents()

    def agree(self) -> None:
        """Answer the question on show with its act."""
        question = next(one for one in self.shell.findChildren(Question) if one.isVisible())
        self.qtbot.mouseClick(question.act, Qt.MouseButton.LeftButton)
        QApplication.processEvents()

    def words(self, name: str) -> str:
        """Return the words of a label."""
        return str(self.shell.findChildren(QWidget, name)[-1].text())  # type: ignore[attr-defined]

    def said(self, act: str, by: Person | None = None) -> list[tuple[str, str, str]]:
        """Return code, answer and text of the acts of the first application that a vault holds."""
        person = by or self.person
        with person.desk.vault.begin() as uow:
            found = spoken(uow, person.round, state_of(uow, person.round), act, self.sitting.id(0))
        return [(one.code, one.body.answer, one.body.text) for one in found]


@pytest.fixture
def expert_at(context: Context, qtbot: QtBot) -> Iterator[Callable[[Sitting, Person], Expert]]:
    """Return a function that opens the window of an expert."""
    made: list[Expert] = []

    def open_at(sitting: Sitting, person: Person) -> Expert:
        made.append(Expert(context, qtbot, sitting, person))
        return made[-1]

    yield open_at
    for one in made:
        one.program.lock()


ExpertAt = Callable[[Sitting, Person], Expert]


def told(sitting_at: SittingAt, name: str = "five") -> Sitting:
    """Return a round whose first application is under discussion, with a claim and an opinion."""
    sitting = sitting_at(name)
    sitting.aggregate()
    by, chair = sitting.member(1), sitting.chair
    with by.desk.vault.begin() as uow:
        document = uow.applications.documents(sitting.id(0))[0]
    evidence = Evidence(document.plain, 2, WORDS)
    sitting.hand_in(claim_veto(by.desk, by.round, sitting.id(0), "CV01", evidence, None, sitting.folder()))
    text = OpinionText("有检测报告。", "用户不独立。", "补充证明。")
    sitting.hand_in(sign_opinion(chair.desk, chair.round, sitting.id(0), text, sitting.folder()))
    sitting.discuss(0)
    return sitting


def test_the_revision_phase_from_the_experts_window_to_the_chairs(
    expert_at: ExpertAt, chair_at: ChairAt, sitting_at: SittingAt, tmp_path: Path
) -> None:
    """§6.8: once, after the chair opened it, with a reason; both values are there for the chair."""
    sitting = sitting_at("apart")
    sitting.aggregate()
    sitting.discuss(0)
    person = sitting.member(3)
    expert = expert_at(sitting, person)
    screen = expert.show()
    assert "初评 76.00" in expert.words("sittingSheetWords")
    expert.click("sittingRevise")
    dialog = next(one for one in expert.shell.findChildren(Question) if one.isVisible())
    assert not dialog.act.isEnabled()
    expert.qtbot.keyClicks(dialog.reason.field, " ")  # type: ignore[attr-defined]
    assert not dialog.act.isEnabled()
    dialog.reason.field.insertPlainText(REASON)  # type: ignore[attr-defined]
    expert.agree()
    score = expert.screen(ScoreScreen)
    assert score.model.sheet.content.phase == "revision"
    assert score.model.sheet.body.reason == REASON
    assert expert.words("recusalTag") == "初评 76.00"
    percent = score.rubric.pane.percent
    assert isinstance(percent, QLineEdit)
    for name in CRITERIA:
        score.model.sheet.put("mark", name, 60)
    expert.qtbot.waitUntil(lambda: score.model.saver.is_clean, timeout=5000)
    expert.qtbot.waitUntil(lambda: expert.words("runningTotal") == "60.00", timeout=5000)
    score.check_asked.emit()
    review = expert.screen(ReviewScreen)
    (line,) = review.model.lines
    assert (line.phase, line.before, line.total) == ("revision", 7600, 6000)
    review.model.lock(review.model.of_kind("ready"), PASSPHRASE)
    back = expert.screen(GiveBackScreen)
    files = tmp_path / "stick"
    back.model.write(files)
    sitting.collect(*sorted(files.iterdir()))
    screen = expert.show()
    assert screen.model.item is not None
    assert (screen.model.item.before, screen.model.item.after) == (7600, 6000)
    assert "合议后 60.00（计入）" in expert.words("sittingSheetWords")
    assert not any(one.isVisible() for one in expert.shell.findChildren(QAbstractButton, "sittingRevise"))
    hands = Hands(chair_at(sitting=sitting))
    table = hands.page.beside.sheets
    column = [one.code for one in table.columns].index(person.code) + FIRST
    cell = table.index(len(table.criteria), column).data(SheetsTable.CELL)
    assert (cell.words, cell.earlier) == ("60.00", "76.00")
    assert REASON in str(hands.item.columns[column - FIRST].revision)


def test_a_discussion_that_waits_is_where_the_expert_stands(
    expert_at: ExpertAt, sitting_at: SittingAt
) -> None:
    sitting = told(sitting_at)
    expert = expert_at(sitting, sitting.member(2))
    screen = expert.screen(MemberSittingScreen)
    assert [one.number for one in screen.model.heard.items] == ["ZGC-0001"]
    assert screen.model.item is not None
    assert screen.model.item.is_waiting
    expert.click("sittingBack")
    expert.screen(ScoreScreen)


def test_votes_agreement_and_dissent_are_asked_for_signed_and_collected(
    expert_at: ExpertAt, sitting_at: SittingAt, tmp_path: Path
) -> None:
    sitting = told(sitting_at)
    person, secretary = sitting.member(2), sitting.secretary
    expert = expert_at(sitting, person)
    screen = expert.screen(MemberSittingScreen)
    assert WORDS in " ".join(one.text() for one in screen.findChildren(type(screen.unit)))
    expert.click("vote:yes:0")
    expert.agree()
    assert expert.words("voted:0") == "已投同意"
    assert expert.said("veto_vote") == [(person.code, "yes", "")]
    card = screen.cards[1]
    assert not card.dissent.isEnabled()  # type: ignore[attr-defined]
    card.box.field.insertPlainText("用户证明不独立")  # type: ignore[attr-defined]
    expert.click("sittingDissent")
    expert.agree()
    assert expert.words("opinionGiven") == "已签不同意见"
    assert "2 份签署还没有写给秘书" in expert.words("sittingOwed")
    expert.click("sittingAgree")
    expert.agree()
    assert [one[1] for one in expert.said("opinion_vote")] == ["agree"]
    expert.click("sittingReturn")
    back = expert.screen(GiveBackScreen)
    back.model.write(tmp_path / "stick")
    sitting.collect(*sorted((tmp_path / "stick").iterdir()))
    assert (person.code, "agree", "") in expert.said("opinion_vote", secretary)
    assert (person.code, "yes", "") in expert.said("veto_vote", secretary)
    assert expert.words("returnWrite")
    screen = expert.show()
    assert screen.model.heard.owed == 0


def test_a_claim_cites_the_page_on_view_and_is_kept_while_typed(
    expert_at: ExpertAt, sitting_at: SittingAt
) -> None:
    sitting = told(sitting_at)
    person = sitting.member(3)
    expert = expert_at(sitting, person)
    screen = expert.screen(MemberSittingScreen)
    expert.qtbot.waitUntil(lambda: screen.on_view() is not None, timeout=10_000)
    claims = screen.claims
    claims.item.setCurrentIndex(claims.item.findData("CV03"))
    claims.item.activated.emit(claims.item.currentIndex())
    expert.qtbot.keyClick(screen.table, Qt.Key.Key_Q)
    claims.box.field.insertPlainText("材料第一页与网上公告不一致")
    screen.settle()
    with person.desk.vault.begin() as uow:
        note = uow.notes.newest(person.round.round_id, sitting.id(0), "claim")
    assert note is not None
    assert (note.body["item"], note.body["page"]) == ("CV03", 1)
    assert note.body["document"] == screen.model.item.documents[0].plain  # type: ignore[union-attr]
    expert.click("sittingClaimSign")
    expert.agree()
    mine = [one for one in expert.said("veto_claim") if one[0] == person.code]
    assert mine == [(person.code, "claimed", "材料第一页与网上公告不一致")]
    assert screen.model.item is not None
    assert screen.model.item.claimed == "CV03"


def test_an_explanation_is_signed_and_another_item_in_the_same_place_is_refused(
    expert_at: ExpertAt, sitting_at: SittingAt
) -> None:
    sitting = told(sitting_at, "apart")
    person = sitting.member(4)
    expert = expert_at(sitting, person)
    screen = expert.screen(MemberSittingScreen)
    box = screen.cards[3].box  # type: ignore[attr-defined]
    box.field.insertPlainText("与本人掌握的市场情况相差较大")
    expert.click("sittingExplainSign")
    expert.agree()
    assert expert.said("explain") == [(person.code, "explained", "与本人掌握的市场情况相差较大")]
    assert "已签署说明" in expert.words("sittingExplainWords")
    claims = screen.claims
    for item, code in (("CV03", ""), ("CV01", "veto.twice")):
        claims.item.setCurrentIndex(claims.item.findData(item))
        claims.item.activated.emit(claims.item.currentIndex())
        claims.box.field.setPlainText(f"材料不一致 {item}")
        expert.click("sittingClaimSign")
        expert.agree()
        assert (screen.error.fault.code if screen.error.fault else "") == code


def test_read_only_and_english(expert_at: ExpertAt, sitting_at: SittingAt) -> None:
    sitting = told(sitting_at)
    expert = expert_at(sitting, sitting.member(2))
    screen = expert.screen(MemberSittingScreen)
    screen.context.captions.set_language("en")
    assert expert.words("sittingTitle") == "Applications under discussion"
    assert "First total" in expert.words("sittingSheetWords")
    expert.person.desk.vault.writable = False
    screen.model.load()
    for name in ("sittingRevise", "sittingAgree", "sittingExplainSign", "vote:yes:0"):
        assert not expert.shell.findChildren(QAbstractButton, name)[-1].isEnabled(), name
