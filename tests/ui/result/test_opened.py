"""Opening together through the window: own share, other vaults, words from paper, refusals, viewer."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent, QFontMetrics
from PySide6.QtWidgets import QLabel
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot
from result_bench import Bench, bench_of, wait_for
from services_harness import PASSPHRASE, World, new_person

from ui.context import Context
from ui.models.result_tables import decision_order
from ui.verifier_process import REFUSED, UNCHECKED, verify
from ui.views.opened.names import NamesDialog
from ui.views.opened.together import OpenTogether
from ui.views.opened.viewer import OpenedScreen
from zgc_review.seal.shares import make_escrow
from zgc_review.seal.suites import suite_named
from zgc_review.services.opened_result import read_share


@pytest.fixture
def officer(context: Context, qtbot: QtBot, at: Callable[[str], World]) -> Bench:
    """The secretary's window of a sealed round, at the screen where shares come together."""
    world = at("sealed")
    bench = bench_of(context, qtbot, world, world.secretary)
    assert bench.program.rooms is not None
    bench.program.rooms.show_opening()
    return bench


def screen(bench: Bench) -> OpenTogether:
    """Return the screen of the shares."""
    shown = bench.shell.screen
    assert isinstance(shown, OpenTogether)
    return shown


def share(bench: Bench, code: str) -> Path:
    """Return the share file of an officer."""
    return next((bench.world.folder / "shares").glob(f"*{code}.zgcshare"))


def result(bench: Bench) -> Path:
    """Return the sealed result."""
    return next((bench.world.folder / "result").glob("*.zgcresult"))


def opened(bench: Bench) -> OpenedScreen:
    """Open the result with the shares of secretary and observer."""
    one = screen(bench)
    one.choose_file(result(bench))
    one.bring_share(share(bench, "秘书01"))
    words = read_share(bench.world.observer.desk, share(bench, "监督01")).words
    one.model.bring_words(words)
    bench.click("openAct")
    shown = bench.shell.screen
    assert isinstance(shown, OpenedScreen)
    return shown


def test_two_officers_at_one_machine_each_with_the_own_vault(officer: Bench) -> None:
    one = screen(officer)
    one.choose_file(result(officer))
    assert one.lacking.text() == "还差 2 个份额"
    one.bring_share(share(officer, "秘书01"))
    assert one.share_title.text() == "份额 1 / 2"
    assert not one.act.isEnabled()
    one.bring_share(share(officer, "监督01"))
    assert one.vault.isVisible()
    officer.world.observer.close()
    one.vault.choose_vault(officer.world.observer.vault)
    one.vault.passphrase.setText(PASSPHRASE)
    officer.click("openOfficerAct")
    assert one.vault.passphrase.text() == ""
    assert not one.vault.isVisible()
    assert one.model.is_enough
    assert "秘书01" in officer.find(QLabel, "held0").text()
    officer.click("openAct")
    assert isinstance(officer.shell.screen, OpenedScreen)
    assert one.model.shares == ()


def test_words_from_paper_leave_the_field_and_nothing_shows_them(officer: Bench) -> None:
    one = screen(officer)
    words = read_share(officer.world.observer.desk, share(officer, "监督01")).words
    officer.click("openType")
    one.typed.setPlainText("  ".join(words.upper().split()))
    officer.click("openTake")
    assert one.typed.toPlainText() == ""
    assert officer.find(QLabel, "held0").text() == "纸上的词语　份额已读入"
    one.typed.setPlainText(words.replace(words.split()[3], "academic academic", 1))
    officer.click("openTake")
    assert one.error.fault is not None
    assert one.error.fault.code == "seal.share.words"
    officer.click("drop0")
    assert one.model.shares == ()
    one.typed.setPlainText(words)
    one.settle()
    assert one.typed.toPlainText() == ""
    assert one.model.shares == ()


def test_shares_of_another_round_and_damaged_files_are_explained(officer: Bench, tmp_path: Path) -> None:
    one = screen(officer)
    one.choose_file(result(officer))
    suite = suite_named("intl-1")
    first = read_share(officer.world.secretary.desk, share(officer, "秘书01"))
    foreign = make_escrow(suite)
    for words in foreign.shares[:2]:
        one.model.bring_words(words)
    officer.click("openAct")
    assert one.error.fault is not None
    assert one.error.fault.code == "seal.share.mixed"
    one.model.forget()
    from dataclasses import replace  # noqa: PLC0415 - used here only

    one.model.shares = tuple(
        replace(first, officer=str(n), words=words, recipient=foreign.recipient)
        for n, words in enumerate(foreign.shares[:2])
    )
    one.model.brought.emit()
    officer.click("openAct")
    assert one.error.fault is not None
    assert one.error.fault.code == "opened.other_key"
    one.model.forget()
    one.bring_share(result(officer))
    assert one.vault.isVisible()  # no share: whose vault it is for nobody can say
    damaged = tmp_path / "damaged.zgcresult"
    damaged.write_bytes(result(officer).read_bytes()[:-4000] + bytes(4000))
    one.choose_file(damaged)
    one.bring_share(share(officer, "秘书01"))
    one.model.bring_words(read_share(officer.world.observer.desk, share(officer, "监督01")).words)
    officer.click("openAct")
    assert one.error.fault is not None
    assert one.error.fault.code.startswith("seal.")
    assert screen(officer) is one


def test_the_same_share_twice_counts_once(officer: Bench) -> None:
    one = screen(officer)
    one.choose_file(result(officer))
    one.bring_share(share(officer, "秘书01"))
    one.bring_share(share(officer, "秘书01"))
    assert len(one.model.shares) == 1
    assert not one.act.isEnabled()


def test_files_are_taken_by_drop(officer: Bench) -> None:
    one = screen(officer)
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in (result(officer), share(officer, "秘书01"))])
    event = QDropEvent(
        QPointF(9, 9),
        Qt.DropAction.CopyAction,
        data,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    one.dropEvent(event)
    assert one.file.text() == result(officer).name
    assert len(one.model.shares) == 1


def test_the_viewer_shows_everything_and_exports_by_decision(
    officer: Bench, tmp_path: Path, qtmodeltester: ModelTester, context: Context
) -> None:
    viewer = opened(officer)
    ranking, verdict, log, forms = viewer.pages.panes
    table = ranking.rows  # type: ignore[attr-defined]
    qtmodeltester.check(table)
    assert [table.index(row, 1).data() for row in range(3)] == ["1", "2", "3"]
    assert {table.index(row, 7).data() for row in range(3)} == {"建议支持"}
    assert viewer.model.verdict is not None
    assert viewer.model.verdict.status == UNCHECKED
    viewer.pages.turn(1)
    verdict.code.setText(officer.world.code(2))  # type: ignore[attr-defined]
    officer.click("openedVerify")
    assert viewer.model.verdict.status == 0
    assert "全部核验通过" in officer.find(QLabel, "openedVerdictCardTitle").text()
    verdict.head.setText(viewer.model.opened.log_digits)  # type: ignore[attr-defined]
    officer.click("openedVerify")
    kinds = {one.words: one.kind for one in viewer.model.verdict.lines("zh_CN")}
    assert kinds["日志根摘要与给出的数字相符"] == "compared", "what was compared is marked as what was"
    assert kinds["没有监督人员对封存的签署"] == "note"
    assert viewer.about.text().startswith("轮次码（第 1 版） ")
    verdict.head.setText("0" * 30)  # type: ignore[attr-defined]
    officer.click("openedVerify")
    assert viewer.model.verdict.status == REFUSED
    viewer.pages.turn(2)
    assert log.events.rowCount() > 50  # type: ignore[attr-defined]
    viewer.pages.turn(3)
    wait_for(officer.qtbot, lambda: forms.view.pane.shows_something)  # type: ignore[attr-defined]
    assert [one.row() for one in forms.names.selectedIndexes()] == [0]  # type: ignore[attr-defined]
    lines = [forms.names.item(row) for row in range(forms.names.count())]  # type: ignore[attr-defined]
    assert "F08　评分汇总表 · pdf" in [one.text() for one in lines]
    assert all(one.sizeHint().height() >= context.theme.px("tool") for one in lines)
    context.captions.set_language("en")
    assert viewer.pages.tabs.tabText(0) == "Ranking and decisions"
    assert table.index(0, 7).data() != "建议支持"
    context.captions.set_language("zh_CN")
    viewer.ask_export(tmp_path / "plain")
    assert "任何人都能读" in officer.agree()
    assert (tmp_path / "plain" / "SHA256SUMS").is_file()
    assert verify(tmp_path / "plain").status == UNCHECKED
    viewer.ask_export(tmp_path / "plain")
    officer.agree()
    assert viewer.error.fault is not None
    assert viewer.error.fault.code == "unpack.exists"
    viewer.settle()
    officer.qtbot.keyClick(viewer, Qt.Key.Key_Escape)
    assert isinstance(officer.shell.screen, OpenTogether)


def test_decisions_stand_in_the_order_of_the_rules() -> None:
    """Rules §8; what no list names comes last."""
    found = ["RESERVE", "NOT_SUPPORT", "", "ACCEPTED", "SUPPORT"]
    assert sorted(found, key=decision_order) == ["SUPPORT", "RESERVE", "NOT_SUPPORT", "ACCEPTED", ""]


def test_in_a_result_no_state_is_cut_off_and_names_have_the_rest(officer: Bench, context: Context) -> None:
    ranking = opened(officer).pages.panes[0]
    table = ranking.table  # type: ignore[attr-defined]
    for language, factor in (("en", 1.0), ("zh_CN", 1.5), ("en", 1.5)):
        context.captions.set_language(language)
        context.theme.set_factor(factor)
        for column, kind in ((6, "small"), (7, "body")):
            words = str(table.model().index(0, column).data())
            wide = QFontMetrics(context.theme.font(kind)).horizontalAdvance(words)
            assert wide + context.theme.px(16) <= table.columnWidth(column)
        assert table.horizontalHeader().length() == table.viewport().width()


def test_an_exported_folder_is_read_again_and_anything_else_refused(officer: Bench, tmp_path: Path) -> None:
    viewer = opened(officer)
    viewer.model.export(tmp_path / "plain")
    viewer.back_asked.emit()
    one = screen(officer)
    one.model.read(tmp_path / "plain")
    again = officer.shell.screen
    assert isinstance(again, OpenedScreen)
    assert again.model.opened.codes == viewer.model.opened.codes
    again.back_asked.emit()
    (tmp_path / "plain" / "manifest.json").write_bytes(b"{}")
    screen(officer).model.read(tmp_path / "plain")
    assert screen(officer).error.fault is not None
    screen(officer).model.read(tmp_path)
    fault = screen(officer).error.fault
    assert fault is not None
    assert fault.code == "opened.folder"


def test_the_way_back_leads_to_where_the_person_came_from(officer: Bench) -> None:
    officer.click("openBack")
    assert officer.shell.screen is not None
    assert officer.shell.screen.objectName() == "secretary"


def test_an_expert_finds_the_way_in_the_menu(
    context: Context, qtbot: QtBot, at: Callable[[str], World]
) -> None:
    world = at("sealed")
    bench = bench_of(context, qtbot, world, world.experts[0])
    assert bench.program.rooms is not None
    menu = bench.program.rooms.ways.menu
    menu.build(is_member=True, late=False)
    act = next(one for one in menu.actions() if one.objectName() == "menu:open")
    act.trigger()
    one = screen(bench)
    one.bring_share(share(bench, world.experts[0].code))
    assert one.model.shares[0].officer == world.experts[0].code
    bench.program.close()


def test_somebody_without_a_share_is_asked_for_a_vault_and_refused_with_the_wrong_one(
    officer: Bench, tmp_path: Path
) -> None:
    stranger = new_person(tmp_path, "x", "旁人")
    stranger.close()
    one = screen(officer)
    one.bring_share(share(officer, "监督01"))
    one.vault.choose_vault(stranger.vault)
    one.vault.passphrase.setText(PASSPHRASE)
    one.vault.given.emit(stranger.vault, PASSPHRASE)
    assert one.error.fault is not None
    assert one.error.fault.code == "seal.age.not_for_me"


def test_names_are_opened_with_the_same_shares_and_written_by_decision(
    officer: Bench, tmp_path: Path
) -> None:
    one = screen(officer)
    path = next((officer.world.folder / "result").glob("*.zgcnames"))
    one.choose_file(path)
    one.bring_share(share(officer, "秘书01"))
    one.model.bring_words(read_share(officer.world.observer.desk, share(officer, "监督01")).words)
    officer.click("openAct")
    dialog = next(one for one in officer.shell.findChildren(NamesDialog) if one.isVisible())
    assert dialog.rows.rowCount() == 7
    shown = {str(dialog.rows.index(n, 0).data()): str(dialog.rows.index(n, 1).data()) for n in range(7)}
    assert {shown[person.round.code] for person in officer.world.experts} == {
        person.name for person in officer.world.experts
    }
    assert one.model.shares == ()  # used and forgotten
    dialog.write_to(tmp_path / "names.csv")
    assert "7 人" in officer.agree()
    assert dialog.told.text() == "已写出：names.csv"
    assert officer.world.experts[0].name in (tmp_path / "names.csv").read_text("utf-8-sig")
    dialog.write_to(tmp_path / "none" / "names.csv")
    officer.agree()
    assert dialog.error.isVisible()


def test_a_share_of_another_kind_opens_no_names(officer: Bench, tmp_path: Path) -> None:
    one = screen(officer)
    wrong = tmp_path / "x.zgcnames"
    wrong.write_bytes(result(officer).read_bytes())
    one.choose_file(wrong)
    one.bring_share(share(officer, "秘书01"))
    one.model.bring_words(read_share(officer.world.observer.desk, share(officer, "监督01")).words)
    officer.click("openAct")
    assert one.error.fault is not None
    assert one.error.fault.code == "seal.arrival.kind"
