"""Short ways during a round: alternates, lost laptops, absences, letters last (rules §3.3)."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from assigning_harness import Single
from people_bench import Office
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QLabel
from pytestqt.qtbot import QtBot
from services_harness import World, new_person

from ui.context import Context
from ui.views.secretary.changes_absent import AbsentDialog
from ui.views.secretary.changes_alternate import AlternateDialog
from ui.views.secretary.changes_cards import CardChangeDialog
from zgc_review.domain.round_bodies import AmendmentBody
from zgc_review.services import drawing
from zgc_review.services.drawing_record import draws_of
from zgc_review.services.rounds import signed_versions, state_of, waiting_for
from zgc_review.services.trust import take_card, trust_card

Open = Callable[[str], Office]


def waiting(office: Office) -> tuple[str, ...]:
    with office.desk.vault.begin() as uow:
        found = waiting_for(uow, office.rooms.board.session.row)
    return found[1] if found is not None else ()


def test_a_lost_laptop_revokes_the_card_and_gives_the_code_a_new_one(office_at: Open, tmp_path: Path) -> None:
    office = office_at("seated")
    office.rooms.go("consent")
    pane = office.experts.changes_pane
    assert office.find(QLabel, "caseText:letters").text() == "6 位专家还没有信函"
    office.click("caseAct:card")
    dialog = office.dialog(CardChangeDialog)
    members, chair = dialog.members, Single(office.world).state().round_chair
    place = next(n for n, one in enumerate(members) if one.role == "expert" and one.code != chair)
    lost = members[place]
    dialog.who.setCurrentIndex(place)
    assert dialog.card.count() == 1
    assert dialog.card.currentText() == "先作废，以后再换"
    assert dialog.lacking.text() == "还没有写理由"
    person = new_person(tmp_path / "again", "n", lost.name)
    known = take_card(office.desk, person.card.payload)
    trust_card(office.desk, known.card_id, person.card.fingerprint)
    person.close()
    office.experts.changes.load()
    assert dialog.card.count() == 2
    dialog.card.setCurrentIndex(0)
    dialog.reason.setText("电脑丢失")
    assert "已收到的 0 件保留" in dialog.follows.text()
    assert "还缺的 2 份要用新键卡重新评" in dialog.follows.text()
    office.click("cardChangeAct")
    assert office.dialogs() == []
    assert waiting(office) != ()
    assert pane.told.text() == "新一版已签署，等待同意。"
    assert pane.version.title.text() == "第 3 版等待同意"
    assert not pane.version.collect.isHidden()


def test_a_name_in_the_reason_is_refused_before_anything_is_signed(office_at: Open) -> None:
    office = office_at("seated")
    office.rooms.go("consent")
    office.click("caseAct:card")
    dialog = office.dialog(CardChangeDialog)
    place = next(n for n, one in enumerate(dialog.members) if one.role == "expert")
    dialog.who.setCurrentIndex(place)
    dialog.reason.setText(f"{dialog.members[place].name}的电脑丢了")
    assert dialog.error.isVisible()
    assert not dialog.act.isEnabled()
    assert waiting(office) == ()
    dialog.reject()


def test_an_officer_needs_a_new_card_at_once(office_at: Open) -> None:
    office = office_at("seated")
    office.rooms.go("consent")
    office.click("caseAct:card")
    dialog = office.dialog(CardChangeDialog)
    place = next(n for n, one in enumerate(dialog.members) if one.role == "observer")
    dialog.who.setCurrentIndex(place)
    assert dialog.card.count() == 0
    assert dialog.lacking.text() == "没有同名的已核对键卡"
    assert not dialog.act.isEnabled()
    dialog.reject()


def test_an_absence_says_what_follows_and_is_signed(office_at: Open) -> None:
    office = office_at("seated")
    office.rooms.go("consent")
    office.click("caseAct:absent")
    dialog = office.dialog(AbsentDialog)
    dialog.who.setCurrentIndex(1)
    assert "2 份评分单不再等待" in dialog.follows.text()
    dialog.where.setCurrentIndex(1)
    assert "1 份评分单不再等待" in dialog.follows.text()
    dialog.where.setCurrentIndex(0)
    dialog.reason.setText("出差不能到会")
    code = dialog.members[1].code
    office.click("absentAct")
    assert office.experts.changes_pane.told.text() == "缺席已登记，等组长会签（组长窗口“轮次定义”页）。"
    with office.desk.vault.begin() as uow:
        signed = uow.messages.find(office.rooms.board.session.row.round_id, "consent")
    assert any(one.slot == f"absent::{code}" for one in signed), [one.slot for one in signed]


def test_an_alternate_is_called_for_single_applications(office_at: Open) -> None:
    office = office_at("seated")
    single = Single(office.world)
    office.rooms.go("consent")
    assert office.find(QLabel, "caseText:alternate").text() == "候补名单上还有 2 位"
    office.click("caseAct:alternate")
    dialog = office.dialog(AlternateDialog)
    assert not dialog.leaving.isVisible()
    assert dialog.lacking.text() == "还没有选申报"
    dialog.applications.item(0).setCheckState(Qt.CheckState.Checked)
    dialog.reason.setText("有效评分不足")
    with office.desk.vault.begin() as uow:
        drawn = draws_of(uow, office.rooms.board.session.row)[-1]
    first = single.numbers()[drawn.group("G01").alternates[0]]
    assert f"下一位：{first}" in dialog.follows.text()
    assert dialog.card.count() == 1
    office.click("alternateAct")
    assert office.experts.changes_pane.told.text() == "候补已调入，新一版等待同意。"
    assert waiting(office) != ()
    assert office.find(QLabel, "caseText:alternate").text() == "候补名单上还有 1 位"


def test_before_the_seats_an_alternate_takes_a_place_on_the_list(office_at: Open) -> None:
    office = office_at("taken")
    row = office.rooms.board.session.row
    drawing.begin(office.desk, row)
    drawing.say_words(office.desk, row, "secretary", "中关村 西山")
    drawing.say_words(office.desk, row, "observer", "立冬 2026 梧桐")
    drawing.run(office.desk, row)
    office.rooms.go("consent")
    office.click("caseAct:alternate")
    dialog = office.dialog(AlternateDialog)
    assert not dialog.applications.isVisible()
    dialog.reason.setText("一位成员不能到会")
    assert "还没有落座" in dialog.follows.text()
    office.click("alternateAct")
    assert office.experts.changes_pane.told.text() == "候补已调入抽取名单。"
    with office.desk.vault.begin() as uow:
        (drawn,) = draws_of(uow, row)
        assert len(drawn.calls) == 1
        assert state_of(uow, row).version == 1


def test_ways_to_cards_and_to_the_letters(office_at: Open) -> None:
    office = office_at("seated")
    office.rooms.go("consent")
    office.click("caseAct:room")
    assert office.experts.shown is office.experts.cards_pane
    office.rooms.go("consent")
    office.click("caseAct:letters")
    assert office.frame.page is office.rooms.post_page


def test_narrow_windows_keep_the_version_in_view_and_languages_switch(office_at: Open) -> None:
    office = office_at("seated")
    office.rooms.go("consent")
    pane = office.experts.changes_pane
    office.shell.resize(900, 696)
    assert pane.version.isVisible()
    office.program.context.captions.set_language("en")
    assert office.find(QLabel, "case:card").text() == "Laptop or card lost"
    assert pane.version.title.text() == "Version 2 is in force"
    for one in pane.findChildren(QAbstractButton):
        if one.isVisibleTo(pane):
            assert one.text() or one.accessibleName(), one.objectName()


def test_single_messages_of_the_old_card_count_no_more_once_unticked(
    context: Context, qtbot: QtBot, at: Callable[[str], World]
) -> None:
    world = at("locked")
    office = Office(context, qtbot, world)
    office.rooms.go("consent")
    office.click("caseAct:card")
    dialog = office.dialog(CardChangeDialog)
    person = world.experts[3]
    dialog.who.setCurrentIndex(next(n for n, one in enumerate(dialog.members) if one.code == person.code))
    dialog.reason.setText("键卡落到别人手里")
    count = dialog.sent.count()
    assert count == 6  # a score file with three sheets, the declaration, the pledge
    assert f"已收到的 {count} 件保留" in dialog.follows.text()
    sheet = next(one for n in range(count) if "评分单" in (one := dialog.sent.item(n)).text())
    assert world_number(world) in " ".join(dialog.sent.item(n).text() for n in range(count))
    sheet.setCheckState(Qt.CheckState.Unchecked)
    assert f"已收到的 {count - 1} 件保留" in dialog.follows.text()
    dropped = dialog.dropped
    dialog.drop.setChecked(True)
    assert not dialog.sent.isEnabled()
    assert "已收到的 0 件保留" in dialog.follows.text()
    dialog.drop.setChecked(False)
    office.click("cardChangeAct")
    with office.desk.vault.begin() as uow:
        body = signed_versions(uow, world.secretary.round)[-1].body
    assert isinstance(body, AmendmentBody)
    (revocation,) = body.revocations
    assert len(revocation.kept) == count - 1
    assert not set(dropped) & set(revocation.kept)
    office.program.lock()


def world_number(world: World) -> str:
    """Return the number of the first application."""
    with world.secretary.desk.vault.begin() as uow:
        return min(one.number for one in uow.applications.all(world.secretary.round.round_id))


def test_what_is_combined_already_cannot_be_dropped(
    context: Context, qtbot: QtBot, at: Callable[[str], World]
) -> None:
    world = at("decided")
    office = Office(context, qtbot, world)
    office.rooms.go("consent")
    office.click("caseAct:card")
    dialog = office.dialog(CardChangeDialog)
    code = world.experts[3].code
    dialog.who.setCurrentIndex(next(n for n, one in enumerate(dialog.members) if one.code == code))
    sheets = [one for n in range(dialog.sent.count()) if "评分单" in (one := dialog.sent.item(n)).text()]
    assert sheets
    for one in sheets:
        assert "已汇总" in one.text()
        assert not one.flags() & Qt.ItemFlag.ItemIsUserCheckable
    office.program.lock()
