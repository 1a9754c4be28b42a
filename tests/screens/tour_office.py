"""The secretary's way after the draw: conflicts, rulings, packages, collecting, results, sealing, log."""

from __future__ import annotations

import shutil
from pathlib import Path

from services_harness import PASSPHRASE
from studio import Stage
from tour_secretary import office

from ui.bootstrap import open_desk
from ui.views.ask import Question
from ui.views.chair.derivation import DerivationDialog
from ui.views.opened.words import WordsDialog
from ui.views.secretary.changes_acting import ActingDialog
from ui.views.secretary.collect_custody import RevokeDialog
from ui.views.secretary.conflicts_dialogs import SourceDialog, UndoQuestion
from ui.views.secretary.result import ResultPage
from ui.views.secretary.rulings_void import VoidDialog
from zgc_review.services import collecting, following, rounds, sealing_witness, sharing
from zgc_review.services.consents import sign_consent


def conflicts(stage: Stage) -> None:
    """Findings with both texts, a decision, what was handed in."""
    stage.enter("s")
    rooms = office(stage)
    rooms.frame.turn("conflicts")
    pane = rooms.conflicts_page.findings
    for n in range(len(pane.list.cases.cases)):
        pane.list.view.choose(n)
        case = pane.list.case
        if case is not None and case.found.before is not None:
            break
    pane.decision.choose("dismiss")
    pane.decision.reason.setText("专家提供了营业执照，代码尾号 027K，不是同一法人")
    stage.take("s34-conflict-decision")
    pane.keep()
    stage.settle()
    pane.open_source()
    stage.dialogue("s35-source", SourceDialog)
    stage.close_dialogs()
    pane.undo()
    stage.dialogue("s36-undo", UndoQuestion)
    stage.close_dialogs()


def rulings(stage: Stage) -> None:
    """What waits for a ruling, void sheets, pleas; the board, collecting and the register of media."""
    stage.enter("s")
    rooms = office(stage)
    stage.take("s37-board")
    rooms.go("rule")
    page = rooms.conflicts_page
    pane = page.rulings_pane
    stage.take("s38-rulings")
    pane.detail.closed.click()
    stage.dialogue("s39-ruling-question", Question)
    stage.close_dialogs()
    pane._ask_void()
    dialog = stage.dialog(VoidDialog)
    assert isinstance(dialog, VoidDialog)
    dialog.number.setText(pane.waiting.rows[0].number)
    for n in range(dialog.code.count()):  # codes are drawn: chair and who has handed in are others each time
        if dialog.code.itemText(n) == pane.waiting.rows[0].second:
            continue
        dialog.code.setCurrentIndex(n)
        dialog._look()
        if dialog.act.isVisible():
            break
    stage.take("s40-void", dialog)
    dialog.act.click()
    stage.close_dialogs()
    pane.tabs.setCurrentIndex(2)
    stage.take("s41-void-sheets")
    page.turn(2)
    told = page.pleas_pane.pleas.rows
    page.pleas_pane.pleas_table.choose(next(n for n, one in enumerate(told) if one.given is not None))
    stage.take("s42-pleas")
    _post(stage)


def _post(stage: Stage) -> None:
    rooms = office(stage)
    bad = stage.stick()
    (bad / "x.zgcscore").write_bytes(b"nothing")
    for one in sorted((stage.folder / "returns").rglob("*.zgc*"))[-4:]:
        shutil.copy(one, bad / one.name)
    rooms.go("collect")
    pane = rooms.collect_pane
    stage.take("s45-collect")
    pane.collect([bad])
    stage.take("s46-arrivals")
    pane.tabs.setCurrentIndex(2)
    pane.refusals_table.choose(0)
    stage.take("s47-refused")
    pane.watch.stop()
    rooms.frame.turn("log")
    rooms.log_page.table.choose(3)
    stage.take("s61-log")


def pack(stage: Stage) -> None:
    """Packing with its question and what was written; the register of media."""
    stage.enter("s")
    rooms = office(stage)
    rooms.go("pack")
    pane = rooms.pack_pane
    pane.choose_folder(stage.stick())
    pane.number.setText("U-07")
    if pane.reason.isVisible():
        pane.reason.setText("补发一份介质")
    stage.take("s43-pack")
    pane._ask()
    question = stage.dialog(Question)
    assert isinstance(question, Question)
    stage.take_half_way("s62-packing", pane.model.moved)
    question.act.click()
    stage.settle()
    pane.print_register(stage.stick())
    stage.take("s44-packed")


def escrow(stage: Stage) -> None:
    """Score escrow: files that are held, and the question before they are opened together."""
    stage.enter("s")
    rooms = office(stage)
    rooms.go("share_scores")
    stage.take("s48-held")
    shares = sorted((stage.folder / "score-shares").glob("*.zgcshare"))
    rooms.collect_pane.custody.ask_open(shares[:2])
    stage.dialogue("s49-open-question", Question)
    stage.close_dialogs()
    rooms.collect_pane.custody._ask_revoke()
    dialog = stage.dialog(RevokeDialog)
    assert isinstance(dialog, RevokeDialog)
    dialog.reason.setText("一位保管人的份额丢失")
    stage.take("s50-revoke-key", dialog)


def result(stage: Stage) -> None:
    """Combining, how a number came, panel files, decisions before they are confirmed."""
    stage.enter("s")
    rooms = office(stage)
    rooms.go("aggregate")
    page = rooms.result_page
    page.aggregate._ask()
    stage.dialogue("s51-combine-question", Question)
    _agree(stage)
    stage.take("s52-combined")
    page.aggregate.table.choose(0)
    page.aggregate._derive(page.aggregate.values.index(0, 0))
    stage.dialogue("s53-derivation", DerivationDialog)
    stage.close_dialogs()
    rooms.go("consent")
    stage.press("caseAct:acting")
    stage.dialogue("s33-acting", ActingDialog)
    stage.close_dialogs()
    rooms.go("aggregate")
    page.aggregate.ask_panels(stage.stick())
    _agree(stage)


def seal(stage: Stage) -> None:
    """The page of sealing: the key, its words, three signatures, the act, the verdict, the forms."""
    desk = stage.enter("s")
    rooms = office(stage)
    rooms.go("decisions")
    stage.take("s54-decisions")
    page = rooms.result_page
    page.decisions._ask()
    stage.dialogue("s55-confirm-question", Question)
    _agree(stage)
    page.turn(2)
    usb = stage.stick()
    page.seal.signatures.prepare_into(usb)
    stage.dialogue("s56-key-question", Question)
    _agree(stage)
    page.seal.signatures._show_words(page.sealing.shares[1])
    words = stage.dialog(WordsDialog)
    assert isinstance(words, WordsDialog)
    words.show_words.click()
    stage.take("s57-share-words", words)
    stage.close_dialogs()
    page.seal.signatures.write_notice(usb)
    _sign(stage, page, usb, desk)
    page.seal.seen.setChecked(True)
    page.seal.choose_folder(usb / "结果")
    stage.take("s58-seal-ready")
    page.seal.act.click()
    stage.wait(lambda: page.sealing.outcome is not None)
    stage.settle(0.3)
    stage.take("s59-sealed")
    page.turn(3)
    page.forms.show_form("F12")
    stage.settle(1.0)
    stage.pages()
    stage.take("s60-forms")
    page.forms.settle()


def _sign(stage: Stage, page: ResultPage, usb: Path, desk: object) -> None:
    """Let chair and observer sign with their own vaults, and collect what they signed."""
    chair = open_desk(stage.folder / "vaults" / "e1.zgcvault", PASSPHRASE)
    row = following.follow_round(chair, sorted(usb.glob("*.zgcround")), None)
    with chair.vault.begin() as uow:
        about = rounds.signed_versions(uow, row)[-1].message_id
    agreed = sharing.write_to_secretary(
        chair, row, sign_consent(chair, row, "round", "yes", about=about), stage.folder / "signed"
    )
    chair.vault.close()
    observer = open_desk(stage.folder / "vaults" / "o.zgcvault", PASSPHRASE)
    row = following.follow_round(observer, sorted(usb.glob("*.zgcround")), None)
    notice = sealing_witness.read_notice(next(usb.glob("*.json")))
    _, witnessed = sealing_witness.witness_seal(observer, row, notice, stage.folder / "signed")
    observer.vault.close()
    collecting.collect(desk, stage.rooms.session.row, [agreed, witnessed])  # type: ignore[arg-type]
    page.sealing.load()
    stage.settle()


def _agree(stage: Stage) -> None:
    question = stage.dialog(Question)
    assert isinstance(question, Question)
    question.act.click()
    stage.settle()


TOURS = (
    ("conflicts", "conflicts", conflicts),
    ("rulings", "waiting", rulings),
    ("pack", "packed", pack),
    ("escrow", "escrow", escrow),
    ("result", "collected", result),
    ("seal", "decided", seal),
)
