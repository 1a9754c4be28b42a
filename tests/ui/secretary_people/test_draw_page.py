"""The draw in the window: pool, words before witnesses, result, seats, the version after it (rules §3.2)."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from people_bench import NAMES, Office
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QLabel
from pytestqt.modeltest import ModelTester

from ui.views.ask import Question
from ui.views.secretary.cards_choice import CardChoiceDialog
from ui.views.secretary.draw import DrawPane
from ui.widgets.digits import in_eights
from zgc_review.assignment.draw import joined, key_of
from zgc_review.seal.digits import digits_of
from zgc_review.services import drawing_witness, following, rounds, sharing
from zgc_review.services.consents import sign_consent
from zgc_review.services.drawing_record import Draw, draws_of

Open = Callable[[str], Office]
SECRETARY, OBSERVER = "中关村 西山", "立冬 2026 梧桐"


def newest(office: Office) -> Draw:
    with office.desk.vault.begin() as uow:
        return draws_of(uow, office.rooms.board.session.row)[-1]


def begin(office: Office) -> DrawPane:
    office.rooms.go("draw")
    office.click("poolBegin")
    office.agree()
    return office.draw.draw_pane


def draw(office: Office) -> DrawPane:
    """Take the four steps by fields and buttons."""
    pane = begin(office)
    for words in (SECRETARY, OBSERVER):
        pane.words.field.setText(words)
        office.click("wordsAct")
        office.agree()
    office.click("wordsAct")
    return pane


def seat(office: Office) -> DrawPane:
    """Draw, make the first one drawn the chair, sign the version."""
    pane = draw(office)
    office.click("resultSeats")
    office.click("seatsChair")
    office.click("seatsAct")
    office.agree()
    return pane


def test_the_board_leads_here_and_back_to_the_next_act(office_at: Open) -> None:
    office = office_at("taken")
    board = office.rooms.board_page
    assert board.next.act.text() == "抽取专家"
    office.click("nextAct")
    assert office.frame.page is office.draw
    begin(office)
    office.frame.turn("board")
    assert board.next.act.text() == "输入词语"


def test_p07_words_are_shown_large_and_final_and_the_draw_is_that_of_the_rules(office_at: Open) -> None:
    office = office_at("taken")
    pane = begin(office)
    fixed = newest(office)
    shown = " ".join(office.find(QLabel, f"poolDigit{n}").text() for n in range(1, 7))
    assert shown == digits_of(fixed.pool)
    assert fixed.pool in office.find(QLabel, "poolDigest").text().replace(" ", "")
    pane.words.field.setText("西")
    assert not pane.words.act.isEnabled()
    pane.words.field.setText(f"  {SECRETARY} ")
    assert pane.words.shown.text() == SECRETARY
    office.qtbot.keyClick(pane.words.field, Qt.Key.Key_Return)
    question = office.dialog(Question)
    assert question.findChild(QLabel, "questionWords").text() == SECRETARY
    office.qtbot.keyClick(question, Qt.Key.Key_Escape)
    assert newest(office).secretary is None
    office.click("wordsAct")
    office.agree()
    assert newest(office).secretary == SECRETARY
    assert pane.words.field.text() == ""
    assert pane.words.act.text() == "输入监督词语"
    pane.words.field.setText(OBSERVER)
    office.click("wordsAct")
    office.agree()
    assert (newest(office).secretary, newest(office).observer) == (SECRETARY, OBSERVER)
    assert not pane.words._typing.isVisible()
    office.click("wordsAct")

    done = newest(office)
    seed = joined("zgc-draw-1", fixed.pool, SECRETARY, OBSERVER)
    assert done.seed == seed
    people = {one.expert_id: one.number for one in office.draw.draw.page.people.values()}  # type: ignore[union-attr]
    by_hand = sorted(people, key=lambda one: key_of(seed, "G01", one))
    table = pane.result.order
    assert [str(table.index(n, 2).data()) for n in range(10)] == [people[one] for one in by_hand]
    assert [str(table.index(n, 6).data()) for n in range(5)] == ["正选"] * 5
    assert [str(table.index(n, 6).data()) for n in range(5, 8)] == ["候补 1", "候补 2", "—"]
    assert "专家0" not in " ".join(str(table.index(n, c).data()) for n in range(10) for c in range(7))


def test_p07_f02_and_the_file_with_which_anybody_redoes_it(office_at: Open, tmp_path: Path) -> None:
    office = office_at("taken")
    pane = draw(office)
    assert pane.result.witness.text() == "监督未签署见证"
    pane.result.form_asked.emit(tmp_path / "表")
    assert pane.result.told.text() == "已写出 F02-1.pdf"
    assert (tmp_path / "表" / "F02-1.pdf").read_bytes().startswith(b"%PDF")
    pane.result.file_asked.emit(tmp_path / "抽取.json")
    assert drawing_witness.redo(tmp_path / "抽取.json") == newest(office).result
    assert in_eights(newest(office).result) in pane.result.digest.text()


def test_p09_seats_need_cards_and_a_chair_and_become_a_version_that_waits(office_at: Open) -> None:
    office = office_at("taken")
    pane = draw(office)
    office.click("resultSeats")
    assert len(pane.seats.seats) == 5
    assert all(one.card is not None for one in pane.seats.seats)
    assert pane.seats.lacking.text() == "还有 1 个组没有组长"
    assert not pane.seats.act.isEnabled()
    pane.seats.table.choose(2)
    pane.seats.table.setFocus()
    office.qtbot.keyClick(pane.seats.table, Qt.Key.Key_C)
    assert [one.chairs for one in pane.seats.seats] == [False, False, True, False, False]
    assert pane.seats.seats[2].leads
    assert not pane.seats.leader.isVisible()
    office.click("seatsAct")
    assert f"G01 {pane.seats.seats[2].number}" in office.agree()
    assert office.find(QLabel, "versionTitle").text() == "第 2 版等待同意"
    assert "监督01" in office.find(QLabel, "versionText").text()
    office.draw.turn(1)
    assert office.draw.assign_pane.lacking.text().startswith("新一版轮次定义还缺 监督01")


def test_p09_another_chair_takes_the_place_of_the_first(office_at: Open) -> None:
    office = office_at("taken")
    pane = draw(office)
    office.click("resultSeats")
    for row in (0, 3):
        pane.seats.table.choose(row)
        office.click("seatsChair")
    assert [n for n, one in enumerate(pane.seats.seats) if one.chairs] == [3]
    assert [n for n, one in enumerate(pane.seats.seats) if one.leads] == [3]


def test_a_card_is_chosen_by_hand_where_names_do_not_settle_it(office_at: Open) -> None:
    office = office_at("taken")
    database = office.world.secretary.store.database
    with database.begin() as connection:
        connection.exec_driver_sql(
            "UPDATE known_cards SET name = '改名', trusted_at = NULL WHERE name != '逄㐆监'"
        )
        connection.commit()
    pane = draw(office)
    office.click("resultSeats")
    assert pane.seats.lacking.text() == "还有 5 位没有核对过的键卡"
    office.click("seatsCard")
    dialog = office.dialog(CardChoiceDialog)
    card = next(one for one in dialog.bench.model.due.cards if one.name == "改名")
    dialog.bench.show_card(card.card_id)
    assert not dialog.act.isEnabled()
    for n in range(1, 7):
        dialog.bench.check.digits.tick(n)
    office.click("checkSame")
    office.click("cardChoiceAct")
    assert pane.seats.seats[0].card is not None
    assert pane.seats.seats[0].card.card_id == card.card_id
    assert pane.seats.lacking.text() == "还有 4 位没有核对过的键卡"


def test_consents_bring_the_seats_into_force_and_the_board_goes_on(office_at: Open, tmp_path: Path) -> None:
    office = office_at("taken")
    pane = seat(office)
    row = office.rooms.board.session.row
    pane.version.hand_out(tmp_path / "v2")
    chair_number = pane.seats.order().chairs["G01"]
    chair = office.world.experts[int(chair_number[1:]) - 1]
    paths = list((tmp_path / "v2").iterdir())
    with office.desk.vault.begin() as uow:
        version = rounds.signed_versions(uow, row)[-1].message_id
    files = []
    for person in (office.world.observer, chair):
        person.row = following.follow_round(person.desk, paths, digits_of(version))
        message = sign_consent(person.desk, person.round, "round", "yes", about=version)
        files.append(sharing.write_to_secretary(person.desk, person.round, message, tmp_path / "back"))
        person.close()
    pane.version.take(files[:1])
    assert pane.version.title.text() == "第 2 版等待同意"
    pane.version.take(files)
    assert pane.version.title.text() == "第 2 版已生效"
    assert office.find(QLabel, "drawDone").text() == "第 1 次抽取的专家已经落座"
    office.frame.turn("board")
    assert office.rooms.board_page.next.act.text() == "分到组"
    office.rooms.go("distribute")
    page = office.draw.assign_pane
    assert page.groups.cell(page.groups.rows[0], 4).words == "3"
    office.click("assignAct")
    assert "G01 3" in office.agree()
    assert page.told.text() == "3 份申报已分到组"
    assert not page.act.isEnabled()


def test_p07_after_a_refusal_the_draw_is_seated_again_or_drawn_anew(office_at: Open, tmp_path: Path) -> None:
    """A version that the observer refuses bars nothing: the page says who refused it and offers both ways."""
    office = office_at("taken")
    pane = seat(office)
    pane.version.hand_out(tmp_path / "v2")
    row, person = office.rooms.board.session.row, office.world.observer
    with office.desk.vault.begin() as uow:
        version = rounds.signed_versions(uow, row)[-1].message_id
    paths = list((tmp_path / "v2").iterdir())
    person.row = following.follow_round(person.desk, paths, digits_of(version))
    message = sign_consent(person.desk, person.round, "round", "no", about=version)
    file = sharing.write_to_secretary(person.desk, person.round, message, tmp_path / "back")
    person.close()
    pane.version.take([file])
    assert pane.version.title.text() == "第 2 版被 监督01 拒绝，没有生效"
    office.frame.turn("board")
    assert office.rooms.board_page.next.act.text() != "收回同意文件"
    office.rooms.go("draw")
    assert "第 2 版轮次定义被 监督01 拒绝" in office.find(QLabel, "resultRefused").text()
    assert pane.result.again.isVisible()
    office.click("resultSeats")
    pane.seats.table.choose(1)
    office.click("seatsChair")
    office.click("seatsAct")
    office.agree()
    assert office.find(QLabel, "versionTitle").text() == "第 3 版等待同意"


def test_p07_drawing_again_needs_a_reason_and_both_stay(office_at: Open) -> None:
    office = office_at("taken")
    pane = draw(office)
    first = newest(office)
    office.click("resultAgain")
    assert pane.pool.lacking.text() == "还没有写重抽的理由"
    office.click("poolBack")
    assert pane.stack.currentWidget() is pane.result
    office.click("resultAgain")
    pane.pool.again.setText("有专家当场退出")
    office.click("poolBegin")
    office.agree()
    assert newest(office).n == 2
    assert newest(office).reason == "有专家当场退出"
    assert pane.stack.currentWidget() is pane.words
    with office.desk.vault.begin() as uow:
        assert draws_of(uow, office.rooms.board.session.row)[0] == first


def test_p10_who_is_out_and_why_and_a_namesake_cleared(office_at: Open) -> None:
    office = office_at("taken")
    row = office.rooms.board.session.row
    with office.desk.vault.begin() as uow:
        uow.listings.replace(row.round_id, ({"name": NAMES[1], "decision_no": "7", "from": "2026-01-01"},))
        expert = uow.experts.by_number(row.round_id, "E004")
        assert expert is not None
        expert.record["consent"] = False
        uow.experts.put(expert)
        uow.commit()
    office.rooms.go("draw")
    pool = office.draw.draw_pane.pool
    assert pool.pool.text() == "候选池 8 位"
    assert [(one.expert.number, one.rule) for one in pool.out.rows] == [("E002", "P10"), ("E004", "consent")]
    assert "未同意参加 1" in pool.out_title.text()
    assert pool._hit_bar.isVisible()
    pool.hit_reason.setText("年龄不同")
    office.click("poolClear")
    assert pool.pool.text() == "候选池 9 位"
    assert not pool._hit_bar.isVisible()


def test_p01_a_size_against_the_rule_needs_a_reason(office_at: Open) -> None:
    office = office_at("taken")
    row = office.rooms.board.session.row
    with office.desk.vault.begin() as uow:
        for one in uow.applications.all(row.round_id):
            record = {**one.record, "requested_amount": 1_000_000_000}
            uow.applications.update(type(one)(**{**_fields(one), "record": record}), office.desk.clock.now())
        uow.commit()
    office.rooms.go("draw")
    pool = office.draw.draw_pane.pool
    assert "7" in pool.sizes.text()
    assert pool.lacking.text() == "还没有写保留人数的理由"
    pool.odd.setText("试评审")
    assert pool.act.isEnabled()


def _fields(one: object) -> dict[str, object]:
    return {name: getattr(one, name) for name in one.__slots__}  # type: ignore[attr-defined]


def test_keys_names_and_both_languages(office_at: Open, qtmodeltester: ModelTester) -> None:
    office = office_at("taken")
    pane = draw(office)
    office.click("resultSeats")
    assert ("C", "定为组长") in tuple(office.draw.hints())
    office.program.context.captions.set_language("en")
    assert pane.seats.act.text() == "Seat 5 experts"
    assert pane.result.title.text() == "Draw 1: members 5, alternates 2"
    for one in pane.findChildren(QAbstractButton):
        if one.isVisibleTo(pane) and one.objectName():
            assert one.accessibleName() or one.text(), one.objectName()
    qtmodeltester.check(pane.result.order)
    qtmodeltester.check(pane.seats.model)
