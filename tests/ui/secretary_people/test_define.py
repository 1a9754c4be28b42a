"""A new round: form, settings beside their defaults, the observer's card, version 1 (rules §13)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from people_bench import Window
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QLabel, QLineEdit, QTabBar
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot
from services_harness import Person, new_person

from ui.context import Context
from ui.viewmodels.home import heads
from ui.viewmodels.secretary.define import fen_of
from ui.viewmodels.secretary.define_settings import SECTIONS, setting_lines
from ui.views.home import HomeScreen
from ui.views.secretary.cards_choice import CardChoiceDialog
from ui.views.secretary.changes_version import VersionDialog
from ui.views.secretary.define import DefineScreen
from ui.widgets.marks import RehearsalBar
from zgc_review.catalogue import load_shipped
from zgc_review.domain.settings import RoundSettings
from zgc_review.services import following, rounds, sharing
from zgc_review.services.consents import sign_consent

SETTINGS = """
title: 演练 2026-11
call_year: 2026
t0: 2026-11-22
rehearsal: true
modes: {M01-1: open_call, M04-2: open_call}
alternates: 3
bands: {A: 92, B: 80, C: 60}
veto_majority: [3, 4]
"""


@dataclass
class Fresh:
    """A vault in which no round was ever, and an observer."""

    window: Window
    secretary: Person
    observer: Person
    folder: Path

    @property
    def screen(self) -> DefineScreen:
        shown = self.window.shell.screen
        assert isinstance(shown, DefineScreen)
        return shown

    def card(self) -> Path:
        """Write the observer's card to a file."""
        path = self.folder / "监督.zgccard"
        path.write_bytes(self.observer.card.payload)
        return path

    def settings(self, text: str = SETTINGS) -> Path:
        path = self.folder / "轮次.yaml"
        path.write_text(text, "utf-8")
        return path

    def compare(self) -> None:
        """Take the observer's card, tick every group, choose it."""
        self.window.click("defineCard")
        dialog = self.window.dialog(CardChoiceDialog)
        dialog.bench.take_in([self.card()])
        for n in range(1, 7):
            dialog.bench.check.digits.tick(n)
        self.window.click("checkSame")
        self.window.click("cardChoiceAct")

    def define(self) -> None:
        """Fill everything in and sign version 1."""
        self.screen.take_file(self.settings())
        self.compare()
        self.window.click("defineAct")
        self.window.agree()


@pytest.fixture
def fresh(context: Context, qtbot: QtBot, tmp_path: Path) -> Iterator[Fresh]:
    secretary, observer = new_person(tmp_path, "s", "郗䶮秘"), new_person(tmp_path, "o", "逄㐆监")
    window = Window(context, qtbot, secretary.desk)
    window.click("homeNew")
    yield Fresh(window, secretary, observer, tmp_path)
    window.program.lock()
    observer.close()


def test_a_round_is_defined_handed_out_consented_to_and_in_force(fresh: Fresh) -> None:
    window, screen = fresh.window, fresh.screen
    screen.form.title.setText("2026 年第一批评审")
    window.click("defineLive")
    assert not screen.bar.isVisible()
    screen.modes_table.setFocus()
    screen.modes_table.choose(0)
    window.qtbot.keyClick(screen.modes_table, Qt.Key.Key_Space)
    window.qtbot.keyClick(screen.modes_table, Qt.Key.Key_Space)
    assert screen.model.draft.modes == {"M01-1": "open_call"}
    fresh.compare()
    window.click("defineAct")
    words = window.agree()
    assert "2026 年第一批评审\u00a0· 正式\n" in words
    assert "1 个方向\u00a0· 0 项设置与默认不同\u00a0· 0 / 1 个经费池有预算\n" in words
    assert "逄㐆监" in words
    assert "评分由秘书收回并打开" in words

    (head,) = heads(fresh.secretary.desk)
    assert (head.row.title, head.row.rehearsal, head.role) == ("2026 年第一批评审", False, "secretary")
    dialog = window.dialog(VersionDialog)
    with fresh.secretary.desk.vault.begin() as uow:
        (version,) = rounds.signed_versions(uow, head.row)
    code = " ".join(window.find(QLabel, f"versionCode{n}").text() for n in range(1, 7))
    assert dialog.pane.title.text() == "第 1 版等待同意"
    assert "监督01" in dialog.pane.text.text()

    dialog.pane.hand_out(fresh.folder / "usb")
    assert "文件已写出" in dialog.pane.text.text()
    observer = fresh.observer.desk
    row = following.follow_round(observer, list((fresh.folder / "usb").iterdir()), code)
    message = sign_consent(observer, row, "round", "yes", about=version.message_id)
    path = sharing.write_to_secretary(observer, row, message, fresh.folder / "back")
    dialog.pane.take([path])
    assert dialog.pane.title.text() == "第 1 版已生效"
    assert not dialog.pane.collect.isVisible()
    with fresh.secretary.desk.vault.begin() as uow:
        assert rounds.state_of(uow, head.row).version == 1


def test_rehearsal_or_live_must_be_said_and_rehearsal_is_violet(fresh: Fresh) -> None:
    screen = fresh.screen
    screen.form.title.setText("一次评审")
    assert screen.lacking.text() == "还没有选演练或正式"
    fresh.window.click("defineRehearsal")
    assert screen.bar.isVisible()
    assert screen.lacking.text() == "还没有选方向"
    fresh.window.click("defineLive")
    assert not screen.bar.isVisible()


def test_an_uncompared_card_cannot_be_chosen(fresh: Fresh) -> None:
    fresh.window.click("defineCard")
    dialog = fresh.window.dialog(CardChoiceDialog)
    dialog.bench.take_in([fresh.card()])
    assert not dialog.act.isEnabled()
    assert dialog.lacking.text() == "这张还没有核对"
    for n in range(1, 6):
        dialog.bench.check.digits.tick(n)
    assert not dialog.bench.check.agree.isEnabled()
    dialog.bench.check.digits.tick(6)
    fresh.window.click("checkDiffer")
    assert not dialog.bench.check.agree.isEnabled()
    assert dialog.bench.check.stop.isVisible()
    assert not dialog.act.isEnabled()
    with fresh.secretary.desk.vault.begin() as uow:
        assert [one.trusted_at for one in uow.cards.known()] == [None]


def test_a_settings_file_fills_the_form_and_what_it_changes_stands_first(fresh: Fresh) -> None:
    screen = fresh.screen
    screen.take_file(fresh.settings())
    assert screen.form.title.text() == "演练 2026-11"
    assert screen.form.rehearsal.isChecked()
    assert screen.model.draft.modes == {"M01-1": "open_call", "M04-2": "open_call"}
    assert screen.tabs.tabText(2) == "设置 3"
    table = screen.settings
    rows = [[str(table.index(n, c).data()) for c in range(4)] for n in range(4)]
    assert rows[0] == ["专家组", "每组候补人数", "3", "2"]
    assert rows[1] == ["评分单", "档次下限", "A 92 · B 80 · C 60", "A 90 · B 75 · C 60"]
    assert rows[2] == ["汇总", "一票否决的多数", "3/4", "2/3"]
    assert rows[3][3] == ""


def test_settings_that_contradict_are_told_in_place_and_nothing_can_be_signed(fresh: Fresh) -> None:
    screen = fresh.screen
    screen.take_file(fresh.settings(SETTINGS + "officers_k: 9\n"))
    assert screen.error.fault is not None
    assert screen.error.fault.code == "round.settings.rule"
    assert not screen.act.isEnabled()
    screen.take_file(fresh.settings())
    assert screen.error.fault is None


def test_a_file_that_is_no_settings_file_breaks_nothing(fresh: Fresh) -> None:
    for text in ("[1, 2]", "title: [", "\x00", "modes: {1: 2}\ntitle: 3", "call_year: x"):
        fresh.screen.take_file(fresh.settings(text))
        assert not fresh.screen.act.isEnabled(), text
    fresh.screen.take_file(fresh.settings())
    assert fresh.screen.error.fault is None


def test_budgets_are_typed_in_ten_thousand_yuan_and_kept_in_fen(fresh: Fresh) -> None:
    screen = fresh.screen
    screen.take_file(fresh.settings())
    screen.tabs.setCurrentIndex(1)
    field = fresh.window.find(QLineEdit, "budget:M04")
    field.setText("1,234.56")
    assert screen.model.settings is not None
    assert {one.id: one.budget_fen for one in screen.model.settings.pools} == {
        "M01": None,
        "M04": 1_234_560_000,
    }
    assert "1 个池共 1,234.56 万元" in screen.money.sum.text()
    field.setText("12O")
    fresh.compare()
    assert screen.lacking.text() == "有一个预算不是金额"
    assert not screen.act.isEnabled()
    field.setText("")
    assert screen.act.isEnabled()
    assert screen.model.settings.pools[1].budget_fen is None


@pytest.mark.parametrize(
    ("typed", "fen"), [("", None), ("0", 0), ("１２．５", 12_500_000), ("0.000001", 1), (" 1,000 ", 10**9)]
)
def test_amounts_as_people_type_them(typed: str, fen: int | None) -> None:
    assert fen_of(typed) == fen


@pytest.mark.parametrize("typed", ["-1", "1e3", "0.0000001", "一", "1.2.3", "9" * 10, "."])
def test_what_is_no_amount_is_refused(typed: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        fen_of(typed)


def test_a_second_round_needs_a_card_of_its_own(fresh: Fresh) -> None:
    """Cards do not link rounds: the newest own card has a round already (design §4.1)."""
    fresh.define()
    fresh.window.dialog(VersionDialog).reject()
    rooms = fresh.window.program.rooms
    assert rooms is not None
    rooms.show_home()
    fresh.window.click("homeNew")
    screen = fresh.screen
    assert screen.form.own.isVisible()
    screen.take_file(fresh.settings())
    assert screen.lacking.text() == "还没有本轮次自己的键卡"
    assert screen.form.own_name.text() == "郗䶮秘"
    fresh.window.click("defineOwnMake")
    assert not screen.form.own.isVisible()
    assert screen.lacking.text() == "还没有核对监督人员的键卡"
    assert len(screen.model.vault.own) == 2


def test_while_version_1_waits_the_board_leads_to_its_code_and_every_page_opens(fresh: Fresh) -> None:
    fresh.define()
    dialog = fresh.window.dialog(VersionDialog)
    assert dialog.findChild(RehearsalBar) is not None
    dialog.reject()
    board = fresh.window.find(QLabel, "nextTitle")
    assert board.text() == "收回 监督01 的同意"
    fresh.window.click("nextAct")
    assert fresh.window.find(QLabel, "versionTitle").text() == "第 1 版等待同意"
    for name in ("caseAct:alternate", "caseAct:card", "caseAct:absent", "caseAct:letters"):
        assert not fresh.window.find(QAbstractButton, name).isEnabled()
    for page in ("nav:experts", "nav:draw"):
        fresh.window.click(page)
    assert fresh.window.find(QLabel, "drawWaiting").text() == "第 1 版轮次定义生效以后才能抽取。"
    fresh.window.find(QTabBar, "drawPageTabs").setCurrentIndex(1)
    assert fresh.window.find(QLabel, "assignWaiting").text() == "第 1 版轮次定义生效以后才能抽取。"


def test_several_rounds_stand_at_home_and_a_member_is_offered_none(fresh: Fresh) -> None:
    fresh.define()
    fresh.window.dialog(VersionDialog).reject()
    rooms = fresh.window.program.rooms
    assert rooms is not None
    rooms.show_home()
    assert fresh.window.find(QAbstractButton, "homeNew").isVisible()
    tags = [one.text() for one in fresh.window.shell.findChildren(QLabel) if one.property("tag")]
    assert "演练" in tags


def test_an_observer_is_not_offered_a_round_of_its_own(fresh: Fresh, context: Context, qtbot: QtBot) -> None:
    fresh.define()
    (head,) = heads(fresh.secretary.desk)
    paths = sharing.publish_round(fresh.secretary.desk, head.row, fresh.folder / "v1")
    following.follow_round(fresh.observer.desk, paths, None)
    window = Window(context, qtbot, fresh.observer.desk)
    assert isinstance(window.shell.screen, HomeScreen)
    assert not window.find(QAbstractButton, "homeNew").isVisible()
    window.program.lock()


def test_every_setting_of_the_rules_is_listed_with_words_in_both_languages(fresh: Fresh) -> None:
    """Whatever rules §13 names stands in the list or in the form; every value has words."""
    listed = {name for _, names in SECTIONS for name in names}
    form = {"title", "call_year", "t0", "rehearsal", "modes", "pools"}
    digests = {"catalogue_digest", "verifier_digest"}
    assert listed | form | digests == set(RoundSettings.__struct_fields__)
    screen = fresh.screen
    others = {
        "acting_chair": "next", "chair_by": "appointed", "not_applicable": "block",
        "v_ruling": "secretary+observer", "collector": "score_escrow", "package_per": "expert",
        "retention_years": "permanent", "vote_rule": [2, 3], "funds": {"F1": {"annual_fen": 5}},
    }  # fmt: skip
    given = {"title": "一", "call_year": 2026, "t0": "2026-11-22", "modes": {"M01-1": "open_call"}, **others}
    for language in ("en", "zh_CN"):
        screen.context.captions.set_language(language)
        for line in setting_lines(given, load_shipped()):
            assert screen.settings.words(line, line.value)
            assert screen.settings.words(line, line.default)
            assert screen.settings.cell(line, 1).words
    assert sum(one.is_changed for one in setting_lines(given, load_shipped())) == len(others)


def test_language_and_names_of_controls(fresh: Fresh) -> None:
    screen = fresh.screen
    screen.take_file(fresh.settings())
    screen.context.captions.set_language("en")
    assert screen.act.text() == "Sign version 1…"
    assert screen.form.title.accessibleName() == "Title"
    for one in screen.findChildren(QLineEdit):
        assert one.accessibleName(), one.objectName()
    for one in screen.findChildren(QAbstractButton):
        if one.isVisibleTo(screen):
            assert one.accessibleName() or one.text(), one.objectName()


def test_models_hold_what_qt_asks_of_them(fresh: Fresh, qtmodeltester: ModelTester) -> None:
    fresh.screen.take_file(fresh.settings())
    qtmodeltester.check(fresh.screen.modes)
    qtmodeltester.check(fresh.screen.settings)
