"""The chair's pages: panel file, overview, pictures, discussion, decisions, ties, versions."""

from __future__ import annotations

import screens_data as data
from studio import PATIENCE, Stage

import ui.media
from ui.views.ask import Question
from ui.views.chair.acting import NamingDialog
from ui.views.chair.cosigning import CosignDialog
from ui.views.chair.derivation import DerivationDialog
from ui.views.chair.forms import FormsPage
from ui.views.chair.rooms import ChairRooms
from ui.views.chair.ties import TiesDialog


def take_panel(stage: Stage) -> None:
    """Before a panel file was taken: the list of rounds offers it, the frame says how."""
    stick = stage.stick()
    ui.media.media_roots = lambda: (stick,)
    stage.enter("e1")
    stage.rooms.show_chair()
    stage.take("c01-take")
    rooms = stage.office(ChairRooms)
    rooms.go("definitions")
    rooms.definitions_page._name()
    stage.dialogue("c02-naming", NamingDialog)
    stage.close_dialogs()
    rooms.definitions_page._cosign()
    signing = stage.dialogue("c20-cosign", CosignDialog)
    assert isinstance(signing, CosignDialog)
    for act, rule, name in (("ruling", "R06", "c21-cosign-ruling"), ("void", "", "c22-cosign-void")):
        signing.what.setCurrentIndex(signing.what.findData(act))
        signing.number.setText("ZGC-2026-0002")
        signing.code.setCurrentIndex(2)
        signing.rule.setCurrentIndex(signing.rule.findData(rule))
        signing.answer.setCurrentIndex(0)
        stage.settle(0.2)
        stage.take(name, signing)
    signing.what.setCurrentIndex(signing.what.findData("absent"))
    signing.reason.setText("因病请假，已与秘书核实")
    stage.settle(0.2)
    stage.take("c23-cosign-absent", signing)


def overview(stage: Stage) -> None:
    """The heat map, how a number came, the pictures."""
    stage.enter("e1")
    rooms = stage.office(ChairRooms)
    stage.take("c03-overview")
    page = rooms.overview_page
    page.table.setCurrentIndex(page.cells.index(2, 0))
    page._ask(2, 0)
    stage.dialogue("c04-derivation", DerivationDialog)
    stage.close_dialogs()
    rooms.go("pictures")
    pictures = rooms.pictures_page
    for n, name in enumerate(("c05-picture-scores", "c06-picture-spread", "c07-picture-ranking")):
        pictures.tabs.setCurrentIndex(n)
        stage.wait(lambda: len(pictures.figure.spots) > 0)
        stage.settle(0.4)
        stage.take(name)
    with stage.held():  # drawing while a picture is taken would draw in a drawing
        pictures.export_to(stage.stick())
        pictures.model.moved.emit(2, 6)
        stage.settle(PATIENCE)
        stage.take("c19-exporting")


def discussion(stage: Stage) -> None:
    """An item: who leaves, sheets, comments, vetoes, the opinion and what members said to it."""
    stage.enter("e1")
    rooms = stage.office(ChairRooms)
    rooms.go("discussion")
    page = rooms.discussion_page
    page.model.choose(_first(stage))
    stage.take("c08-discussion")
    page.beside.tabs.setCurrentIndex(1)
    stage.take("c09-opinions")
    page.beside.tabs.setCurrentIndex(0)
    page.model.step(-1)
    page.model.clear()
    stage.take("c10-cleared")
    page.record()
    stage.dialogue("c11-open-question", Question)
    stage.close_dialogs()


def decide(stage: Stage) -> None:
    """Decisions: the list, an objection, another budget tried, the question before signing."""
    stage.enter("e1")
    rooms = stage.office(ChairRooms)
    rooms.go("decide")
    page = rooms.decide_page
    stage.settle()
    page.table.choose(5)
    stage.take("c12-decide")
    model, fourth = page.model, page.rows.row(3).application
    model.decide(fourth, "VETOED")
    page.go_to(fourth)
    stage.take("c13-objection")
    model.decide(fourth, "SUPPORT")
    page.bar.toggle()
    model.try_pool(budget_fen=1300 * data.WAN)
    stage.take("c14-other-budget")
    model.reset()
    page.bar.toggle()
    page._order()
    stage.dialogue("c15-ties", TiesDialog)
    stage.close_dialogs()
    page.ask(stage.stick())
    stage.dialogue("c16-sign-question", Question)
    stage.close_dialogs()
    rooms.go("forms")
    forms = rooms.frame.pages.of("forms", FormsPage)
    forms.show_form("F08")
    stage.settle(1.0)
    stage.pages()
    stage.take("c18-forms")
    forms.settle()
    rooms.go("definitions")
    stage.take("c17-versions")


def _first(stage: Stage) -> str:
    """Return the id of the first application."""
    desk = stage.rooms.session.desk
    with desk.vault.begin() as uow:
        applications = uow.applications.all(stage.rooms.session.row.round_id)
    return min(applications, key=lambda one: one.number).application_id


TOURS = (
    ("chair-take", "collected", take_panel),
    ("overview", "combined", overview),
    ("discussion", "discussed", discussion),
    ("decide", "discussed", decide),
)
