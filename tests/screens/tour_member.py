"""What an expert reaches from the menu and later: lists, late conflict, sitting, return, read-only."""

from __future__ import annotations

import platform

from PySide6.QtWidgets import QScrollArea
from services_harness import PASSPHRASE
from studio import Stage
from tour_expert import score_of

import db.vault
from ui.views.about import AboutDialog
from ui.views.ask import Question
from ui.views.card_dialog import CardDialog
from ui.views.give_back import GiveBackScreen
from ui.views.hand_back import HandBackDialog
from ui.views.late_conflict import LateConflict
from ui.views.lists import ListsScreen
from ui.views.member_sitting import MemberSittingScreen
from ui.views.member_sitting_dialog import ReviseDialog
from ui.views.pleas import PleasDialog
from ui.views.score import ScoreScreen
from ui.views.settle import SettleScreen
from ui.views.vault_dialogs import BackUpDialog, CheckDialog, PassphraseDialog


def menu(stage: Stage) -> None:
    """The menu and what is about the vault; the picture names no machine."""
    platform.release = lambda: "6.1"
    stage.enter("e2")
    ways = stage.rooms.ways
    ways.open_menu()
    stage.take("e30-menu", ways.menu)
    entries = {one.objectName(): one for one in ways.menu.actions()}
    ways.menu.close()

    def chosen(name: str) -> None:
        entries[f"menu:{name}"].trigger()

    for name, key, kind in (
        ("e31-my-card", "card", CardDialog),
        ("e32-passphrase", "passphrase", PassphraseDialog),
        ("e33-backup", "backup", BackUpDialog),
        ("e35-about", "about", AboutDialog),
    ):
        chosen(key)
        stage.dialogue(name, kind)
        stage.close_dialogs()
    chosen("check")
    check = stage.dialog(CheckDialog)
    assert isinstance(check, CheckDialog)
    check.check()
    stage.take("e34-vault-check", check)
    stage.close_dialogs()


def lists(stage: Stage) -> None:
    """Own lists with what matches, and the question before they are forgotten."""
    stage.enter("e2")
    stage.rooms.ways.show_lists()
    screen = stage.screen(ListsScreen)
    model = screen.model
    for name, text in (("name", "李亓"), ("employer", "示例理工学院")):
        model.set_person(name, text)
    kin = (
        ("赵某", "spouse", "北京示例装备研究有限公司", "1"),
        ("李某", "parent", "", ""),
        ("李小某", "child", "", ""),
    )
    for name, relation, employer, executive in kin:
        row = model.add_row("kin")
        for field, text in (
            ("name", name),
            ("relation", relation),
            ("employer", employer),
            ("executive", executive),
        ):
            model.set_cell("kin", row, field, text)
    for name, until in (("北京示例量测仪器有限公司", "2025-03-01"), ("示例理工学院", "2024-13")):
        row = model.add_row("employment")
        model.set_cell("employment", row, "name", name)
        model.set_cell("employment", row, "to", until)
    model.say_none("disputes", True)
    screen.names.setCurrentRow(1)
    stage.take("e36-lists")
    screen._ask_forget()
    stage.dialogue("e37-lists-forget", Question)


def late(stage: Stage) -> None:
    """A conflict that came up late; documents that cannot be shown."""
    stage.enter("e2")
    screen = score_of(stage, 3)
    screen.documents.go_to(screen.model.sheet.content.documents[3].position, 0)  # type: ignore[attr-defined]
    stage.settle(2.0)
    stage.take("e38-broken-document")
    screen.late()
    dialog = stage.dialog(LateConflict)
    assert isinstance(dialog, LateConflict)
    dialog.rule.setCurrentIndex(8)
    dialog.reason.setPlainText("2025 年为其做过检测咨询")
    stage.take("e39-late-conflict", dialog)


def sitting(stage: Stage) -> None:
    """What letters told of the sitting: revise, vote, claim, agree or dissent, explain."""
    stage.enter("e6")
    stage.rooms.show_sitting()
    screen = stage.screen(MemberSittingScreen)
    stage.pages()
    stage.take("e40-sitting")
    screen.ask("dissent", "")
    stage.dialogue("e41-sitting-question", Question)
    stage.close_dialogs()
    screen.ask("revise", "")
    stage.dialogue("e42-revise", ReviseDialog)


def hand_back(stage: Stage) -> None:
    """After the sealing: pleas, the copy that goes, what is left."""
    stage.enter("e2")
    stage.rooms.show_give_back()
    screen = stage.screen(GiveBackScreen)
    screen.pleas.act.click()
    pleas = stage.dialog(PleasDialog)
    assert isinstance(pleas, PleasDialog)
    pleas.some.setChecked(True)
    first = pleas.entries[0]
    for field, text in ((first.at, "2026-11-20 晚"), (first.means, "电话"), (first.person, "某单位")):
        field.setText(text)
    first.content.setPlainText("打听评审专家名单")
    stage.take("e43-pleas", pleas)
    pleas.none.setChecked(True)
    pleas.act.click()
    with stage.rooms.session.desk.vault.begin() as uow:
        code = uow.rounds.all()[0].code
    screen.model.take_ack(next((stage.folder / "counted").glob(f"{code}-*")))
    screen.copy.act.click()
    dialog = stage.dialog(HandBackDialog)
    assert isinstance(dialog, HandBackDialog)
    dialog.media.setPlainText("U-017\nU-018")
    stage.take("e44-hand-back", dialog)
    dialog.passphrase.setText(PASSPHRASE)
    dialog.act.click()
    stage.settle()
    area = screen.findChild(QScrollArea)
    assert area is not None
    area.ensureWidgetVisible(screen.copy)
    stage.take("e45-handed-back")


def settle(stage: Stage) -> None:
    """Gates of applications that are not scored: the documents, what awaits a person, the question."""
    stage.enter("e1")
    stage.rooms.show_settle()
    screen = stage.screen(SettleScreen)
    stage.pages()
    card = screen.gates[0]
    card.choices.buttons()[0].click()
    card.grounds.field.setPlainText("孵化协议与入驻记录相符，租金支付凭证连续")
    stage.take("e25-settle")


def rehearsal(stage: Stage) -> None:
    """The violet bar of a rehearsal."""
    stage.enter("e2", "演练 2026-11")
    stage.screen(ScoreScreen)
    stage.pages()
    stage.take("e46-rehearsal")


def read_only(stage: Stage) -> None:
    """A second window on the same vault."""
    path = stage.folder / "vaults" / "e2.zgcvault"
    first = db.vault.open_vault(path, PASSPHRASE)
    try:
        stage.enter("e2")
        stage.rooms.show_review()
        stage.take("e47-read-only")
        stage.program.lock()
    finally:
        first.close()


TOURS = (
    ("menu", "scored", menu),
    ("lists", "packed", lists),
    ("late", "scored", late),
    ("sitting", "discussed", sitting),
    ("hand-back", "sealed", hand_back),
    ("settle", "settling", settle),
    ("rehearsal", "rehearsed", rehearsal),
    ("read-only", "scored", read_only),
)
