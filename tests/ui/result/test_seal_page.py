"""Sealing through the window: what is open, three signatures, the act, the verdict; full and lost media."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pypdfium2 as pdfium
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QLabel, QWidget
from result_bench import Bench, consent, wait_for, witness
from services_harness import PASSPHRASE
from services_media import SmallMedium

from ui.verifier_process import AGREES
from ui.views.list_dialog import ListDialog
from ui.views.opened.words import WordsDialog
from ui.views.secretary.result import FORMS, SEAL
from ui.views.secretary.seal import SealPane
from ui.views.secretary.seal_words import groups_of
from ui.widgets.seal_cards import Group, common_start
from zgc_review.services.opened_result import open_together, read_share
from zgc_review.services.sealing_summary import Conclusion

Open = Callable[[str], Bench]
FULL = {"seal.file.space", "seal.file.full", "seal.file.limit"}


def seal_pane(bench: Bench) -> SealPane:
    """Return the pane of sealing, on show."""
    page = bench.page
    page.turn(SEAL)
    return page.seal


def prepared(bench: Bench, folder: Path) -> SealPane:
    """Make the key and the notice."""
    pane = seal_pane(bench)
    pane.signatures.prepare_into(folder)
    bench.agree()
    pane.signatures.write_notice(folder)
    return pane


def signed(bench: Bench, folder: Path) -> SealPane:
    """Let chair and observer sign, and collect what they signed."""
    pane = prepared(bench, folder)
    world = bench.world
    world.collect([consent(world, world.experts[0], folder), witness(world, folder)])
    bench.page.sealing.load()
    return pane


def state(bench: Bench, role: str) -> str:
    """Return every word of a signature's row."""
    row = bench.find(QWidget, f"signature:{role}")
    return " ".join(one.text() for one in row.findChildren(QLabel))


@pytest.fixture
def medium(tmp_path: Path) -> Iterator[SmallMedium]:
    made = SmallMedium(tmp_path / "medium")
    yield made
    made.close()


def test_what_is_open_stands_with_its_remedy_and_nothing_can_be_begun(sitting: Open) -> None:
    bench = sitting("locked")
    pane = seal_pane(bench)
    assert pane.lacking.text() == "有 1 处未决，见左侧"
    assert "还有 3 项申报没有结论" in bench.find(QLabel, "sealProblem0Text").text()
    assert not pane.act.isEnabled()
    assert pane.act.property("kind") != "danger"
    assert not pane.signatures.prepare.isEnabled()


def test_support_comes_before_all_other_conclusions(sitting: Open) -> None:
    """They are read as the rules name them (rules §8)."""
    bench = sitting("decided")
    pane = seal_pane(bench)
    assert pane.model.summary is not None
    ends = ("NOT_SUPPORT", "RESERVE", "SUPPORT")
    made = tuple(Conclusion("scored", code, ("ZGC-0001",)) for code in ends)
    groups = groups_of(pane.context.captions, replace(pane.model.summary, conclusions=made))
    assert [one.caption for one in groups[1:4]] == ["建议支持", "备选", "不建议支持"]
    heads = (pane.checks.title, pane.signatures.title)
    first, second = (one.mapTo(pane, one.rect().center()).y() for one in heads)
    assert abs(first - second) <= 1


def test_three_sign_then_the_act_turns_red_and_what_was_sealed_is_verified(
    sitting: Open, tmp_path: Path
) -> None:
    """Picture j: the act is red only when all three have signed, and it alone seals."""
    bench = sitting("decided")
    pane = seal_pane(bench)
    assert pane.lacking.text() == "先准备封存密钥"
    usb = tmp_path / "usb"
    prepared(bench, usb)
    assert sorted(path.suffix for path in usb.iterdir()) == [
        ".json", ".zgcround", ".zgcshare", ".zgcshare", ".zgcshare",
    ]  # fmt: skip
    assert "已签名" in state(bench, "secretary")
    assert "待签名" in state(bench, "observer")
    assert pane.lacking.text() == "还差 2 个签名，才能封存"
    world = bench.world
    world.collect([consent(world, world.experts[0], usb)])
    bench.page.sealing.load()
    assert pane.lacking.text() == "还差 1 个签名，才能封存"
    assert "交监督人员签署" in pane.signatures.said.text()
    assert pane.act.property("kind") != "danger"
    world.collect([witness(world, usb)])
    bench.page.sealing.load()
    assert pane.signatures.said.text() == ""  # the observer has signed: nothing is left to give
    assert pane.act.property("kind") == "danger"
    assert not pane.act.isEnabled()
    pane.seen.setChecked(True)
    assert pane.lacking.text() == "还没有选介质"
    pane.choose_folder(tmp_path / "out")
    bench.click("sealAct")
    outcome = bench.page.sealing.outcome
    assert outcome is not None
    assert outcome.verdict is not None
    assert outcome.verdict.status == AGREES
    assert "全部核验通过" in bench.find(QLabel, "verdictTitle").text()
    assert bench.find(QLabel, "sealHead").text().split() == outcome.head.split()
    assert bench.find(QLabel, "sealCode").text().split() == world.code(1).split()
    assert len(outcome.acks) == 5
    assert outcome.form.read_bytes().startswith(b"%PDF")
    assert pane.title.text() == "本轮次已封存"
    assert bench.states() == {"SEALED"}
    # The very file opens with two shares, and holds what was verified.
    shares = [
        read_share(person.desk, next(usb.glob(f"*{code}.zgcshare")))
        for person, code in ((world.secretary, "秘书01"), (world.observer, "监督01"))
    ]
    opened = open_together(world.secretary.desk.suite, outcome.result, shares)
    assert opened.log_digits == outcome.head
    bench.click("verdictUnfold")
    lines = " ".join(one.text() for one in pane.checks.verdict.findChildren(QLabel))
    assert "封存由监督人员 监督01 签署" in lines


def test_nothing_seals_by_one_key_and_escape_leads_back(sitting: Open, tmp_path: Path) -> None:
    bench = sitting("decided")
    pane = signed(bench, tmp_path / "usb")
    pane.seen.setChecked(True)
    pane.choose_folder(tmp_path / "out")
    bench.page.seal.entered()
    assert bench.shell.focusWidget() is pane.back
    for key in (Qt.Key.Key_Return, Qt.Key.Key_S):
        bench.qtbot.keyClick(pane, key)
    assert bench.states() == {"DELIBERATED"}
    bench.qtbot.keyClick(pane, Qt.Key.Key_Escape)
    assert bench.page.shown is bench.page.decisions


def test_numbers_that_changed_after_the_observer_signed_are_signed_again(
    sitting: Open, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from zgc_review.services import sealing_summary, sealing_witness  # noqa: PLC0415 - patched here only

    bench = sitting("decided")
    pane = signed(bench, tmp_path / "usb")
    assert "已签名" in state(bench, "observer")
    for module in (sealing_witness, sealing_summary):
        monkeypatch.setattr(module, "digest_of", lambda _result: "0" * 64)
    bench.page.sealing.load()
    assert "数字已变" in state(bench, "observer")
    assert pane.lacking.text() == "还差 1 个签名，才能封存"
    assert not pane.act.isEnabled()


def test_words_are_hidden_until_asked_and_open_with_their_own_vault_only(
    sitting: Open, tmp_path: Path
) -> None:
    bench = sitting("decided")
    prepared(bench, tmp_path / "usb")
    world = bench.world
    bench.click("words:秘书01")
    dialog = bench.find(WordsDialog, "shareWords")
    assert not dialog.grid.isVisible()
    words = read_share(world.secretary.desk, next((tmp_path / "usb").glob("*秘书01.zgcshare"))).words
    assert words.split()[7] not in " ".join(one.text() for one in dialog.findChildren(QLabel))
    bench.click("wordsShow")
    assert words.split()[7] in bench.find(QLabel, "word8").text()
    columns = {bench.find(QLabel, f"word{n}").x() for n in (2, 8, 14)}
    assert len(columns) == 1  # words below each other, however many digits stand before them
    dialog._hide.timeout.emit()
    assert not dialog.grid.isVisible()
    dialog.reject()
    assert dialog._model.shares == ()
    bench.qtbot.waitUntil(lambda: bench.shell.findChild(WordsDialog, "shareWords") is None)
    bench.click("words:监督01")
    other = bench.find(WordsDialog, "shareWords")
    assert other.vault.isVisible()
    assert not other.show_words.isVisible()
    world.observer.close()
    other.vault.choose_vault(world.observer.vault)
    other.vault.passphrase.setText("not the passphrase")
    bench.click("wordsOfficerAct")
    assert other.error.fault is not None
    assert other.error.fault.code.startswith("vault.passphrase")
    other._model.bring_with(other._path, world.secretary.vault, PASSPHRASE)
    assert not other.show_words.isVisible()


def test_papers_for_shares_are_blank_and_words_are_printed_by_decision_only(
    sitting: Open, tmp_path: Path
) -> None:
    bench, usb = sitting("decided"), tmp_path / "usb"
    pane = prepared(bench, usb)
    pane.signatures.print_papers(tmp_path / "paper")
    blank = sorted((tmp_path / "paper").glob("*-share.pdf"))
    assert len(blank) == 3
    assert all(one.name in pane.signatures.said.text() for one in blank)
    words = read_share(bench.world.secretary.desk, next(usb.glob("*秘书01.zgcshare"))).words.split()
    lines = " ".join(map(pdf_text, blank))
    assert sum(word in lines for word in words) < 3
    bench.click("words:秘书01")
    dialog = bench.find(WordsDialog, "shareWords")
    target = tmp_path / "words.pdf"
    dialog.print_to(target)
    bench.question().reject()
    assert not target.exists()
    dialog.print_to(target)
    assert "等于一份密钥" in bench.agree()
    printed = "".join(pdf_text(target).split())
    assert all(word in printed for word in words)
    assert "words.pdf" in dialog.state.text()
    dialog.print_to(tmp_path / "words.pdf" / "no" / "x.pdf")
    bench.agree()
    assert dialog.error.isVisible()


def pdf_text(path: Path) -> str:
    """Return the text of a PDF."""
    document = pdfium.PdfDocument(path)
    try:
        return " ".join(page.get_textpage().get_text_bounded() for page in document)
    finally:
        document.close()


def test_shares_leave_no_words_in_the_vault_or_on_the_medium(sitting: Open, tmp_path: Path) -> None:
    bench = sitting("decided")
    usb = tmp_path / "usb"
    prepared(bench, usb)
    words = read_share(bench.world.secretary.desk, next(usb.glob("*秘书01.zgcshare"))).words
    with bench.world.secretary.desk.vault.begin() as uow:
        row = bench.world.secretary.round
        kept = [one.payload for one in uow.messages.find(row.round_id, "share")]
        logged = b"".join(one.leaf for one in uow.events.all(row.round_id))
    assert words.encode() not in b"".join(kept)
    assert words.encode() not in logged
    assert all(words.encode() not in path.read_bytes() for path in usb.iterdir())


def test_s7_sealing_onto_a_full_medium_is_told_and_written_again(
    sitting: Open, tmp_path: Path, medium: SmallMedium
) -> None:
    """S7: the round is closed, no half file stands under its name, and the page writes it again."""
    bench = sitting("decided")
    pane = signed(bench, tmp_path / "usb")
    pane.seen.setChecked(True)
    medium.fill(20_000)
    pane.choose_folder(medium.folder)
    bench.click("sealAct")
    assert pane.error.fault is not None
    assert pane.error.fault.code in FULL | {"vault.disk.io"}
    medium.empty()
    assert not [name for name in medium.files() if name.endswith((".zgcresult", ".tmp"))]
    assert pane.act.isEnabled()
    bench.click("sealAct")
    assert pane.error.fault is None
    outcome = bench.page.sealing.outcome
    assert outcome is not None
    assert outcome.verdict is not None
    assert outcome.verdict.status == AGREES
    assert pane.title.text() == "本轮次已封存"


def test_s7_a_read_only_medium_leaves_the_old_file(
    sitting: Open, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """S7: writing again onto a medium that is gone keeps the complete old file and says so."""
    from zgc_review.errors import StorageError  # noqa: PLC0415 - raised by the fake medium only
    from zgc_review.services import post  # noqa: PLC0415 - patched here only

    bench = sitting("decided")
    pane = signed(bench, tmp_path / "usb")
    pane.seen.setChecked(True)
    pane.choose_folder(tmp_path / "out")
    bench.click("sealAct")
    before = {path.name: path.read_bytes() for path in (tmp_path / "out").glob("*.zgc*")}

    def pulled(*_args: object, **_named: object) -> None:
        raise StorageError("seal.file.write", file="result")

    monkeypatch.setattr(post, "save_bytes", pulled)
    bench.click("sealAct")
    assert pane.error.fault is not None
    assert pane.error.fault.code == "seal.file.write"
    assert {path.name: path.read_bytes() for path in (tmp_path / "out").glob("*.zgc*")} == before
    assert pane.act.isEnabled()


def test_an_interrupted_preparation_is_told_and_keeps_nothing(
    sitting: Open, tmp_path: Path, medium: SmallMedium
) -> None:
    """S7: shares that do not fit are refused before the version is kept; the act can be begun again."""
    bench = sitting("decided")
    pane = seal_pane(bench)
    medium.fill(0)
    pane.signatures.prepare_into(medium.folder)
    bench.agree()
    assert pane.error.fault is not None
    assert pane.error.fault.code in FULL | {"vault.disk.io"}
    medium.empty()
    summary = bench.page.sealing.summary
    assert summary is not None
    assert not summary.has_key
    pane.signatures.prepare_into(tmp_path / "usb")
    bench.agree()
    assert pane.error.fault is None
    assert len(list((tmp_path / "usb").glob("*.zgcshare"))) == 3


def test_numbers_are_written_out_up_to_twelve_then_listed(sitting: Open) -> None:
    bench = sitting("decided")
    pane = seal_pane(bench)
    numbers = tuple(f"03-{n:04d}" for n in range(1, 31))
    pane.summary.show_groups([Group("建议支持", "30", numbers)])
    shown = " ".join(one.text() for one in pane.summary.findChildren(QLabel))
    assert "0012" in shown
    assert "0013" not in shown
    wait_for(bench.qtbot, bench.find(QAbstractButton, "open:建议支持").isVisible)
    bench.click("open:建议支持")
    listed = bench.find(ListDialog, "listDialog")
    assert "03-0030" in listed.list.toPlainText()
    assert common_start(numbers) == "03-"
    assert common_start(("03-0101", "04-0102")) == ""
    assert common_start(("A", "B")) == ""


def test_of_a_long_form_the_first_rows_are_set_and_all_are_saved(
    sitting: Open, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ui.viewmodels.secretary.forms.LOOK", 2)
    bench = sitting("decided")
    page = bench.page
    page.turn(FORMS)
    pane = page.forms
    view = pane.view.pane
    pane.show_form("F07")
    wait_for(bench.qtbot, lambda: view.shows_something)
    assert pane.cut.text() == "这里只排出前 2 行，全表共 3 行；保存时写出全部。"
    pane.names.setCurrentRow(3)
    page.context.captions.set_language("en")
    assert pane.cut.text() == "The first 2 of 3 rows are set here; saving writes all of them."
    pane.save(tmp_path / "one", whole=False)
    (path,) = (tmp_path / "one").glob("*F07*.pdf")
    assert len(pdfium.PdfDocument(path)) == 4, "cover and every sheet"
    bench.click("formWhole")
    wait_for(bench.qtbot, lambda: view.shows_something)
    assert not pane.cut.isVisible()
    assert pane.names.currentRow() == 3
    pane.save(tmp_path / "all", whole=True)
    assert [len(pdfium.PdfDocument(one)) for one in (tmp_path / "all").iterdir()] == [4] * 5


def test_forms_are_looked_at_in_memory_and_saved(sitting: Open, tmp_path: Path) -> None:
    bench = sitting("decided")
    page = bench.page
    page.turn(FORMS)
    pane = page.forms
    view = pane.view.pane
    wait_for(bench.qtbot, lambda: view.shows_something)
    assert pane.count.text() == "本表 1 份"
    assert not list(tmp_path.rglob("*.pdf"))
    pane.show_form("F07")
    assert pane.remark.isVisible()
    assert pane.names.count() == 5
    assert pane.act.text() == "保存 5 份 F07…"
    pane.save(tmp_path / "forms", whole=True)
    assert len(list((tmp_path / "forms").glob("*F07*.pdf"))) == 5
    assert "5 个文件" in pane.done.text()
    pane.show_form("F14")
    pane.book.setChecked(True)
    wait_for(bench.qtbot, lambda: view.shows_something)
    pane.save(tmp_path / "book", whole=True)
    assert sorted(path.suffix for path in (tmp_path / "book").iterdir()) == [".pdf", ".xlsx"]
    assert not pane.cut.isVisible()
    pane.show_form("F10")
    assert pane.count.text() == "没有这种表单"
    assert not pane.act.isEnabled()
    pane.show_form("F12")
    pane.where.setText("三层会议室")
    pane.where.editingFinished.emit()
    (item,) = pane._items
    assert getattr(item.value, "place") == "三层会议室"  # noqa: B009 - the struct's type is the form's
    pane.settle()


def test_a_sealed_round_offers_the_way_to_open_it(sitting: Open) -> None:
    bench = sitting("sealed")
    pane = seal_pane(bench)
    assert pane.title.text() == "本轮次已封存"
    assert not pane.seen.isVisible()
    assert bench.find(QAbstractButton, "sealOpen").isVisible()
    bench.click("sealOpen")
    assert bench.shell.screen is not None
    assert bench.shell.screen.objectName() == "openTogether"
