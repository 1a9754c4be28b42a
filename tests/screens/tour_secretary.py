"""The secretary's way until experts are seated: new round, import, checks, roster, draw, assignment."""

from __future__ import annotations

import screens_data as data
from PySide6.QtCore import Qt
from services_harness import new_person
from studio import Stage

from ui.models.secretary_assign import FIRST
from ui.views.ask import Question
from ui.views.home import HomeScreen
from ui.views.secretary.assign_run import AssignRunDialog
from ui.views.secretary.cards_choice import CardChoiceDialog
from ui.views.secretary.changes_absent import AbsentDialog
from ui.views.secretary.changes_alternate import AlternateDialog
from ui.views.secretary.changes_cards import CardChangeDialog
from ui.views.secretary.changes_version import VersionDialog
from ui.views.secretary.define import DefineScreen
from ui.views.secretary.experts_import import ListImportDialog
from ui.views.secretary.import_page import ImportPage
from ui.views.secretary.intake_columns import ColumnsDialog
from ui.views.secretary.rooms import SecretaryRooms
from zgc_review.catalogue import load_shipped
from zgc_review.intake.templates import layouts
from zgc_review.intake.workbooks import write_workbook

_SETTINGS = """
title: 2026 年第一批评审
call_year: 2026
t0: 2026-11-22
rehearsal: false
modes: {M01-1: open_call, M03-1: open_call, M08-3: on_qualification}
pools:
  - {id: M01, fund: F1, sub_directions: [M01-1], budget_fen: 2400000000, rule: strict}
  - {id: M03, fund: F1, sub_directions: [M03-1], budget_fen: 1800000000, rule: strict}
alternates: 3
bands: {A: 92, B: 80, C: 60}
veto_majority: [3, 4]
"""

_REASONS = {"alternate": "有效评分不足", "card": "电脑丢失", "absent": "出差不能到会"}


def office(stage: Stage) -> SecretaryRooms:
    """Return the secretary's pages."""
    return stage.office(SecretaryRooms)


def define(stage: Stage) -> None:
    """A new round: form, settings, the observer's card, version 1 with its code."""
    secretary = new_person(stage.folder / "new", "s", "郗秘书")
    observer = new_person(stage.folder / "new", "o", "逄监督")
    secretary.close()
    observer.close()
    stage.folder = stage.folder / "new"
    stage.unlock("s")
    stage.screen(HomeScreen).new.click()
    screen = stage.screen(DefineScreen)
    settings = stage.folder / "轮次.yaml"
    settings.write_text(_SETTINGS, "utf-8")
    screen.take_file(settings)
    stage.take("s01-define")
    screen.tabs.setCurrentIndex(1)
    stage.take("s02-define-pools")
    screen.tabs.setCurrentIndex(2)
    stage.take("s03-define-settings")
    screen.tabs.setCurrentIndex(0)
    card = stage.stick() / "监督.zgccard"
    card.write_bytes(observer.card.payload)
    stage.press("defineCard")
    dialog = stage.dialog(CardChoiceDialog)
    assert isinstance(dialog, CardChoiceDialog)
    dialog.bench.take_in([card])
    for n in range(1, 5):
        dialog.bench.check.digits.tick(n)
    stage.take("s04-card-choice", dialog)
    for n in range(5, 7):
        dialog.bench.check.digits.tick(n)
    stage.press("checkSame")
    stage.press("cardChoiceAct")
    stage.press("defineAct")
    question = stage.dialog(Question)
    assert isinstance(question, Question)
    stage.take("s05-define-question", question)
    question.act.click()
    stage.dialogue("s06-version", VersionDialog)


def intake(stage: Stage) -> None:
    """Import on trial, findings, columns, corrections, gates, lists."""
    stage.enter("s")
    rooms = office(stage)
    stage.take("s07-board-rehearsal")
    rooms.frame.turn("import")
    page = rooms.import_page
    pane = page.panes[0]
    pane.check(stage.folder / data.HANDED_IN)  # type: ignore[attr-defined]
    detail = pane.detail  # type: ignore[attr-defined]
    detail.new.setText("120.00")
    detail.reason.setText("按盖章申报书更正")
    stage.take("s08-import-findings")
    pane._show_columns()  # type: ignore[attr-defined]
    stage.dialogue("s09-columns", ColumnsDialog)
    stage.close_dialogs()
    _gates(stage, page)
    _lists(stage, page)


def _gates(stage: Stage, page: ImportPage) -> None:
    page.turn(1)
    gates = page.gates_pane
    gates.found.choose("O-1")
    ids = [one.gate.id for one in gates._sight.view.lines]  # type: ignore[union-attr]
    gates.sight.table.choose(ids.index("CG05"))
    gates.sight.choose_answer(0)
    stage.take("s10-check")
    gates.found.choose("O-6")
    gates.sight.tabs.setCurrentIndex(1)
    stage.take("s11-fields")
    gates.sight.tabs.setCurrentIndex(2)
    gates.sight.changes_table.choose(1)
    stage.take("s12-changes")
    gates.sight.tabs.setCurrentIndex(0)
    gates._ask_decide()
    stage.dialogue("s13-decide-question", Question)
    stage.close_dialogs()


def _lists(stage: Stage, page: ImportPage) -> None:
    page.turn(2)
    stage.take("s14-checklist")
    page.turn(3)
    stage.take("s15-name-list")
    page.turn(4)
    stage.take("s16-integrity")
    page.panes[4].tabs.setCurrentIndex(1)  # type: ignore[attr-defined]
    stage.take("s17-ethics")


def people(stage: Stage) -> None:
    """Roster, cards, the draw from pool to seats."""
    stage.enter("s")
    rooms = office(stage)
    rooms.go("roster")
    experts = rooms.experts_page
    stage.take("s18-roster")
    book = stage.folder / "名册-补.xlsx"
    entries = [
        {"roster_no": "N1", "name": "蒋示例", "roles": ["tech"], "employer": "示例大学", "consent": True},
        {"roster_no": "N2"},
    ]
    write_workbook(book, layouts(load_shipped(), ["M01-1"])[1], entries)
    experts.roster_pane.check(book, "roster")
    stage.dialogue("s19-roster-import", ListImportDialog)
    stage.close_dialogs()
    rooms.go("cards")
    person = new_person(stage.folder / "late", "n", "蒋示例")
    card = stage.stick() / "蒋示例.zgccard"
    card.write_bytes(person.card.payload)
    person.close()
    bench = experts.cards_pane.bench
    bench.take_in([card])
    for n in range(1, 4):
        bench.check.digits.tick(n)
    stage.take("s20-cards")
    _draw(stage, rooms)


def _draw(stage: Stage, rooms: SecretaryRooms) -> None:
    rooms.go("draw")
    stage.take("s21-draw-pool")
    stage.press("poolBegin")
    _agree(stage)
    pane = rooms.draw_page.draw_pane
    pane.words.field.setText("中关村 西山")
    stage.take("s22-draw-words")
    stage.press("wordsAct")
    stage.dialogue("s23-words-question", Question)
    _agree(stage)
    pane.words.field.setText("立冬 2026 梧桐")
    stage.press("wordsAct")
    _agree(stage)
    stage.press("wordsAct")
    stage.take("s24-draw-result")
    stage.press("resultSeats")
    pane.seats.table.choose(2)
    stage.take("s25-seats")


def assign(stage: Stage) -> None:
    """The matrix of single assignment: a change with its broken rule, the solver's bounds."""
    stage.enter("s")
    rooms = office(stage)
    rooms.go("distribute")
    pane = rooms.draw_page.assign_pane
    model = pane.matrix.model
    row = 2
    column = next(c for c in range(FIRST, model.columnCount()) if model.kind(row, c) == "")
    pane.matrix.table.setFocus()
    pane.matrix.table.setCurrentIndex(model.index(row, column))
    stage.key(Qt.Key.Key_Space)
    stage.take("s26-assign-change")
    stage.close_dialogs()
    pane.matrix.tabs.setCurrentIndex(1)
    stage.take("s27-assign-loads")
    stage.press("assignSolve")
    stage.dialogue("s28-assign-run", AssignRunDialog)


def changes(stage: Stage) -> None:
    """Short ways during a round."""
    stage.enter("s")
    rooms = office(stage)
    rooms.go("consent")
    stage.take("s29-changes")
    for name, case, kind in (
        ("s30-alternate", "alternate", AlternateDialog),
        ("s31-card-lost", "card", CardChangeDialog),
        ("s32-absent", "absent", AbsentDialog),
    ):
        stage.press(f"caseAct:{case}")
        dialog = stage.dialog(kind)
        dialog.reason.setText(_REASONS[case])  # type: ignore[attr-defined]
        if isinstance(dialog, AbsentDialog | CardChangeDialog):
            dialog.who.setCurrentIndex(2)
        stage.take(name, dialog)
        stage.close_dialogs()


def _agree(stage: Stage) -> None:
    question = stage.dialog(Question)
    assert isinstance(question, Question)
    question.act.click()
    stage.settle()


TOURS = (
    ("define", "conflicts", define),
    ("intake", "intake", intake),
    ("people", "taken", people),
    ("assign", "planned", assign),
    ("changes", "seated", changes),
)
