"""The expert's way in a round: pledge, declaration, scoring, work list, checking, return."""

from __future__ import annotations

from PySide6.QtCore import Qt
from services_harness import PASSPHRASE
from studio import PATIENCE, Stage

import ui.media
from ui.viewmodels.review import READY
from ui.views.changed_note import ChangedDialog
from ui.views.declare import DeclareScreen
from ui.views.find_dialog import FindDialog
from ui.views.give_back import GiveBackScreen
from ui.views.help import HelpDialog
from ui.views.home import HomeScreen
from ui.views.pledge import PledgeScreen
from ui.views.review import ReviewScreen
from ui.views.score import ScoreScreen
from ui.views.score_dialogs import BasisDialog, ReopenDialog, VersionsDialog
from ui.views.sign import SignQuestion
from ui.views.work_list import WorkListScreen

CTRL = Qt.KeyboardModifier.ControlModifier
KEY = Qt.Key
LONG = "两家用户共 46 台连续运行三个月，有运行数据；第二家与申报单位同属一个园区平台，代表性可再核实。"


def gate(stage: Stage) -> None:
    """Pledge and declaration."""
    stage.enter("e2")
    stage.screen(PledgeScreen)
    stage.take("e11-pledge")
    stage.screen(PledgeScreen).sign.click()
    stage.wait(lambda: isinstance(stage.shell.screen, DeclareScreen))
    screen = stage.screen(DeclareScreen)
    stage.settle()
    model = screen.model
    for line in range(8):
        model.rest_of_line(line)
    model.set_cell(8, "R09", "yes")
    model.set_reason(8, "R09", "2025年为其做过检测咨询")
    model.set_cell(9, "R15", "unsure")
    model.set_reason(9, "R15", "同名，不确定")
    model.settle()
    model.rest_of_line(9)
    model.set_cell(10, "R08", "yes")
    screen.table.setCurrentIndex(screen.grid.index(10, 9))
    screen.table.setFocus()
    stage.take("e12-declare")
    stage.shell.show_help()
    stage.dialogue("e13-help", HelpDialog)


def work(stage: Stage) -> None:
    """Scoring, its queue and dialogs, the palette, the work list."""
    stage.enter("e2")
    screen = score_of(stage, 0)
    stage.pages()
    screen.rubric.open_section("M01-K2")
    screen.rubric.pane.comment.field.setPlainText(LONG)
    stage.take("e14-score")
    screen.rubric.open_section("")
    stage.take("e15-opinion")
    screen.model.read_versions()
    stage.dialogue("e16-versions", VersionsDialog)
    stage.close_dialogs()
    screen.show_basis()
    stage.dialogue("e17-basis", BasisDialog)
    stage.close_dialogs()
    stage.rooms.ways.find()
    find = stage.dialog(FindDialog)
    assert isinstance(find, FindDialog)
    find.field.setText("传感器")
    stage.take("e18-find", find)
    stage.close_dialogs()
    score_of(stage, 1)
    stage.pages()
    stage.take("e19-locked")
    stage.screen(ScoreScreen).ask_reopen()
    stage.dialogue("e20-reopen", ReopenDialog)
    stage.close_dialogs()
    score_of(stage, 2)
    stage.take("e21-recused")
    stage.rooms.show_work_list()
    stage.screen(WorkListScreen).choose(_id(stage, 7))
    stage.take("e22-work-list")


def check(stage: Stage) -> None:
    """Own sheets beside each other, the signature, the files for the secretary."""
    stage.enter("e2")
    stage.rooms.show_review()
    screen = stage.screen(ReviewScreen)
    screen.table.selectRow(4)
    stage.take("e26-check")
    stage.key(KEY.Key_V)
    screen.beside.show_columns(3)
    stage.take("e27-beside")
    screen.beside.show_columns(2)
    stage.key(KEY.Key_Escape)
    stage.press("reviewLockReady")
    stage.dialogue("e28-sign", SignQuestion)
    stage.close_dialogs()
    with stage.held():
        screen._lock(screen.model.of_kind(READY), PASSPHRASE)
        stage.settle(PATIENCE)
        stage.take("e50-locking")
    stage.rooms.show_give_back()
    with stage.held():
        stage.screen(GiveBackScreen).write_to(stage.stick())
        stage.settle(PATIENCE)
        stage.take("e51-writing-return")
    stage.take("e29-return")


def _id(stage: Stage, n: int) -> str:
    desk = stage.rooms.session.desk
    with desk.vault.begin() as uow:
        return uow.applications.all(stage.rooms.session.row.round_id)[n].application_id


def score_of(stage: Stage, n: int) -> ScoreScreen:
    """Show the n-th application to be scored."""
    stage.rooms.show_score(_id(stage, n))
    stage.settle()
    return stage.screen(ScoreScreen)


def changed(stage: Stage) -> None:
    """An application that changed after its sheet was begun."""
    ui.media.media_roots = lambda: ()
    stage.unlock("e2")
    stage.screen(HomeScreen).open(stage.world.package)
    stage.press("openedEnter")
    score_of(stage, 0)
    stage.pages()
    stage.take("e23-changed")
    stage.press("changedLook")
    stage.dialogue("e24-what-changed", ChangedDialog)


TOURS = (
    ("changed", "amended", changed),
    ("gate", "packed", gate),
    ("work", "scored", work),
    ("check", "scored", check),
)
