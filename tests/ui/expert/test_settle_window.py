"""Gates of 达标即享 settled in an expert's window: clicks, keys, refusals, return (rules §2.2 Q)."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from enough_room import LEAST_HIGH, WIDE, fail_with, troubles
from expert_keys import acting, everywhere, handled, meant
from member_bench import LEFT, Bench, nameless
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot
from services_harness import EXPERTS, PASSPHRASE, Person, new_world

import db.vault
from ui.context import Context
from ui.viewmodels.settle_data import GateToSettle, read_settling
from ui.views.ask import Question
from ui.views.give_back import GiveBackScreen
from ui.views.help import HelpDialog
from ui.views.rooms import Rooms
from ui.views.settle import SettleScreen
from ui.views.settle_cards import ANSWERS, GateCard
from ui.views.work_list import WorkListScreen
from zgc_review.domain.times import SystemClock
from zgc_review.errors import GateError
from zgc_review.services import collecting, declaring, unscored
from zgc_review.services.declaring import GivenAnswer
from zgc_review.services.desk import Desk
from zgc_review.services.rounds import state_of

GATES = Path(__file__).resolve().parents[2] / "gates"
if str(GATES) not in sys.path:
    sys.path.insert(0, str(GATES))

from gates_harness import (  # noqa: E402 - the folder is no package
    SETTINGS,
    GateWorld,
    check,
    listing_entry,
    qualified_record,
    seat,
)

GATE = "M08-G3"
WORDS = "孵化协议与入驻记录相符"
KEY = Qt.Key
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> GateWorld:
    """Return a round with Q-2 and Q-3 to be settled, closed; the fifth expert is recused from both."""
    base = new_world(tmp_path_factory.mktemp("settle") / "world", EXPERTS, settings=SETTINGS)
    world = GateWorld(base.folder, base.catalogue, base.secretary, base.observer, base.experts, SETTINGS)
    world.define()
    check(world)
    seat(world)
    package = world.pack()
    for n in (0, 1, 4):
        person = world.experts[n]
        world.open(person, package)
        declaring.pledge(person.desk, person.round)
        if n == 4:
            for number in ("Q-2", "Q-3"):
                given = [GivenAnswer("R02", "yes", "同一单位在职")]
                declaring.answer(person.desk, person.round, id_of(person, number), given)
        if n != 1:
            declaring.answer_rest(person.desk, person.round)
            declaring.declare(person.desk, person.round)
    world.close()
    return world


@pytest.fixture
def world(prepared: GateWorld, tmp_path: Path) -> Iterator[GateWorld]:
    made = prepared.copied(tmp_path / "world")
    yield made
    made.close()


@pytest.fixture
def show(world: GateWorld, context: Context, qtbot: QtBot) -> Iterator[Callable[[int], Bench]]:
    """Return a function that shows the window of an expert, in the round."""
    made: list[Bench] = []

    def bench(expert: int) -> Bench:
        made.append(Bench(context, qtbot, world, world.experts[expert]))
        made[-1].enter()
        return made[-1]

    yield bench
    for one in made:
        one.program.lock()


def id_of(person: Person, number: str) -> str:
    with person.desk.vault.begin() as uow:
        found = uow.applications.by_number(person.round.round_id, number)
    assert found is not None
    return found.application_id


def rooms(bench: Bench) -> Rooms:
    assert bench.program.rooms is not None
    return bench.program.rooms


def opened(bench: Bench) -> SettleScreen:
    bench.choose("settle")
    return bench.screen(SettleScreen)


def card(screen: SettleScreen, gate: str = GATE) -> GateCard:
    return next(one for one in screen.gates if one.gate.id == gate)


def stored(bench: Bench, number: str, gate: str = GATE) -> GateToSettle:
    """Return a gate as the vault has it."""
    items = read_settling(bench.person.desk, bench.person.round).items
    item = next(one for one in items if one.number == number)
    return next(one for one in item.gates if one.id == gate)


def fill(bench: Bench, screen: SettleScreen, answer: str, text: str) -> None:
    """Choose an answer and put in grounds."""
    bench.qtbot.mouseClick(card(screen).choices.button(ANSWERS.index(answer)), LEFT)
    field = card(screen).grounds.field
    field.selectAll()
    field.insertPlainText(text)


def ask(bench: Bench) -> None:
    """Press the button that signs; the cards before the last reading may not be gone yet."""
    act = card(bench.screen(SettleScreen)).act
    assert act.isVisible()
    assert act.isEnabled()
    bench.qtbot.mouseClick(act, LEFT)


def sign(bench: Bench) -> None:
    ask(bench)
    bench.dialog(Question).act.click()
    bench.qtbot.waitUntil(bench.no_dialog)


def test_clause_values_and_rule_are_shown(show: Callable[[int], Bench]) -> None:
    bench = show(0)
    screen = opened(bench)
    assert [one.number for one in screen.rows.rows] == ["Q-2", "Q-3"]
    one = card(screen)
    assert one.question.text() == one.gate.line.gate.zh
    assert "孵化协议" in one.values.text()
    assert "两名专家" in screen.rule.text()
    assert [each.gate.awaits for each in screen.gates] == [True, False]
    assert card(screen, "M08-G1").form.isHidden()
    assert nameless(screen) == []
    bench.context.captions.set_language("en")
    assert card(screen).question.text() == one.gate.line.gate.en
    assert "Two experts" in screen.rule.text()
    assert card(screen).choices.button(0).text() == "Yes"


def test_an_answer_is_signed_after_a_question_and_handed_in(
    show: Callable[[int], Bench], world: GateWorld, tmp_path: Path
) -> None:
    bench = show(0)
    screen = opened(bench)
    assert not card(screen).act.isEnabled()
    fill(bench, screen, "yes", "好")
    assert not card(screen).act.isEnabled()
    fill(bench, screen, "yes", WORDS)
    ask(bench)
    question = bench.dialog(Question)
    assert "Q-2" in question.title.text()
    assert GATE in question.title.text()
    assert WORDS in bench.find(QLabel, "questionText").text()
    question.reject()
    assert stored(bench, "Q-2").given is None
    sign(bench)
    given = stored(bench, "Q-2").given
    assert given is not None
    assert (given.answer, given.reason, given.is_written) == ("yes", WORDS, False)
    assert given.at[:16].replace("T", " ") in card(screen).given.text()
    assert not card(screen).act.isEnabled()  # nothing new to sign
    assert "1" in screen.owed.text()

    bench.click("settleReturn")
    back = bench.screen(GiveBackScreen)
    assert back.unsettled.isVisible()
    folder = tmp_path / "stick"
    folder.mkdir()
    back.model.write(folder)
    found = stored(bench, "Q-2").given
    assert found is not None
    assert found.is_written
    arrivals = collecting.collect(world.secretary.desk, world.secretary.round, list(folder.iterdir()))
    assert [one.error for one in arrivals if one.outcome not in {"new", "duplicate"}] == []
    name = id_of(world.secretary, "Q-2")
    with world.secretary.desk.vault.begin() as uow:
        state = state_of(uow, world.secretary.round)
        votes = unscored.votes_on(uow, world.secretary.round, state, name)
    assert [(one.answer, one.reason) for one in votes[GATE]] == [("yes", WORDS)]


def test_signed_anew_the_last_one_counts(show: Callable[[int], Bench]) -> None:
    bench = show(0)
    screen = opened(bench)
    fill(bench, screen, "yes", WORDS)
    sign(bench)
    fill(bench, screen, "no", "协议已过期")
    sign(bench)
    given = stored(bench, "Q-2").given
    assert given is not None
    assert (given.answer, given.reason) == ("no", "协议已过期")


def test_what_is_typed_stays_when_the_screen_is_left(show: Callable[[int], Bench]) -> None:
    bench = show(0)
    screen = opened(bench)
    fill(bench, screen, "no", WORDS)
    bench.qtbot.keyClick(screen.table, KEY.Key_J)
    assert screen.model.item is not None
    assert screen.model.item.number == "Q-3"
    assert card(screen).grounds.field.toPlainText() == ""
    bench.qtbot.keyClick(screen.table, KEY.Key_Escape)
    work = bench.screen(WorkListScreen)
    assert work.settles.text().endswith("2")
    bench.click("workSettle")
    again = bench.screen(SettleScreen)
    assert card(again).grounds.field.toPlainText() == WORDS
    assert card(again).choices.checkedId() == 1
    assert stored(bench, "Q-2").given is None  # typed is not signed


def test_what_the_program_answered_can_be_settled_all_the_same(show: Callable[[int], Bench]) -> None:
    bench = show(0)
    screen = opened(bench)
    screen.area.ensureWidgetVisible(card(screen, "M08-G1").open)
    bench.click("settle:M08-G1:open")
    assert card(screen, "M08-G1").form.isVisible()
    assert not card(screen, "M08-G1").act.isEnabled()


def test_a_recused_expert_sees_nothing(show: Callable[[int], Bench]) -> None:
    bench = show(4)
    assert "menu:settle" not in bench.menu()
    rooms(bench).show_work_list()
    assert not bench.screen(WorkListScreen).settles.isVisible()
    rooms(bench).show_settle()
    screen = bench.screen(SettleScreen)
    assert screen.empty.isVisible()
    assert (screen.gates, screen.rows.rows) == ([], ())


def test_before_the_declaration_there_is_nothing(show: Callable[[int], Bench]) -> None:
    bench = show(1)
    assert "menu:settle" not in bench.menu()
    assert read_settling(bench.person.desk, bench.person.round).items == ()


def test_a_late_conflict_while_the_screen_is_open_is_told(show: Callable[[int], Bench]) -> None:
    bench = show(0)
    screen = opened(bench)
    fill(bench, screen, "yes", WORDS)
    person = bench.person
    screen.settle()
    given = [GivenAnswer("R02", "yes", "同一单位在职")]
    declaring.answer(person.desk, person.round, id_of(person, "Q-2"), given)
    declaring.declare(person.desk, person.round)
    sign(bench)
    fault = screen.error.fault
    assert isinstance(fault, GateError)
    assert fault.code == "gates.settle.closed"
    assert screen.error.isVisible()
    screen.model.load()
    assert [one.number for one in screen.rows.rows] == ["Q-3"]


def test_in_a_vault_that_is_only_read_nothing_can_be_signed(
    show: Callable[[int], Bench], world: GateWorld
) -> None:
    person = world.experts[0]
    person._desk = Desk(db.vault.open_vault(person.vault, PASSPHRASE, write=False), SystemClock())
    bench = show(0)
    screen = opened(bench)
    one = card(screen)
    assert not any(choice.isEnabled() for choice in one.choices.buttons())
    assert one.grounds.field.isHidden()
    assert not one.act.isEnabled()
    assert card(screen, "M08-G1").open.isHidden()


def press(bench: Bench, key: Qt.Key, held: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    bench.qtbot.keyClick(QApplication.focusWidget(), key, held)


def test_look_8_gates_are_settled_by_keys_alone(show: Callable[[int], Bench]) -> None:
    """1 and 2 answer, Enter goes on and signs, J and K change the application (look.md §8)."""
    bench = show(0)
    screen = opened(bench)
    assert screen.table.hasFocus()
    press(bench, KEY.Key_Return)
    assert card(screen).isAncestorOf(QApplication.focusWidget())
    press(bench, KEY.Key_2)
    assert card(screen).choices.checkedId() == 1
    field = card(screen).grounds.field
    assert field.hasFocus()
    bench.qtbot.keyClicks(field, "21 jk")  # letters and digits belong to the text
    assert field.toPlainText() == "21 jk"
    assert card(screen).choices.checkedId() == 1
    press(bench, KEY.Key_Escape)
    assert screen.isVisible()
    press(bench, KEY.Key_1)
    assert card(screen).choices.checkedId() == 0
    field.selectAll()
    bench.qtbot.keyClicks(field, "a")
    press(bench, KEY.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert bench.no_dialog()  # one character is no ground
    assert field.hasFocus()
    bench.qtbot.keyClicks(field, "s agreed")
    press(bench, KEY.Key_Return, Qt.KeyboardModifier.ControlModifier)
    question = bench.dialog(Question)
    assert "Q-2" in question.title.text()
    question.act.click()
    bench.qtbot.waitUntil(bench.no_dialog)
    given = stored(bench, "Q-2").given
    assert given is not None
    assert (given.answer, given.reason) == ("yes", "as agreed")
    press(bench, KEY.Key_J)
    assert screen.model.item is not None
    assert screen.model.item.number == "Q-3"
    press(bench, KEY.Key_K)
    assert screen.model.item.number == "Q-2"


@pytest.mark.parametrize("language", ["zh_CN", "en"])
def test_u4_gates_have_room_at_200_percent(show: Callable[[int], Bench], language: str) -> None:
    bench = show(0)
    bench.context.captions.set_language(language)
    bench.context.theme.set_factor(2.0)
    try:
        bench.shell.resize(WIDE, LEAST_HIGH)
        screen = opened(bench)
        found = {"gates": troubles(bench.shell)}
        screen.read.click()
        found["documents"] = troubles(bench.shell)
        assert bench.shell.size().toTuple() == (WIDE, LEAST_HIGH)
    finally:
        bench.context.theme.set_factor(1.0)
    fail_with(found)


def test_look_8_one_and_two_from_the_list_answer_the_first_open_gate(show: Callable[[int], Bench]) -> None:
    bench = show(0)
    screen = opened(bench)
    press(bench, KEY.Key_1)
    assert card(screen).choices.checkedId() == 0
    assert card(screen).grounds.field.hasFocus()
    press(bench, KEY.Key_Escape)
    press(bench, KEY.Key_Return)
    assert card(screen).grounds.field.hasFocus()  # what is missing has the focus
    assert bench.no_dialog()


def test_keys_change_nothing_of_a_vault_that_is_only_read(
    show: Callable[[int], Bench], world: GateWorld
) -> None:
    person = world.experts[0]
    person._desk = Desk(db.vault.open_vault(person.vault, PASSPHRASE, write=False), SystemClock())
    bench = show(0)
    screen = opened(bench)
    for key in (KEY.Key_Return, KEY.Key_1, KEY.Key_2, KEY.Key_Return):
        press(bench, key)
    assert card(screen).choices.checkedId() == -1
    assert bench.no_dialog()
    assert stored(bench, "Q-2").given is None


@pytest.mark.parametrize("language", ["zh_CN", "en"])
def test_every_key_of_the_gates_stands_on_the_sheet_of_keys(
    show: Callable[[int], Bench], language: str
) -> None:
    bench = show(0)
    bench.context.captions.set_language(language)
    screen = opened(bench)
    told = set().union(*(meant(keys) for keys, _ in screen.hints()))
    real = acting(bench.shell, screen)
    assert real - told - everywhere() - {"Ctrl+Y", "Enter", "Ctrl+="} == set()
    assert (told - real) - handled(told - real, screen) == set()
    assert {"1", "2", "J", "K", "Return"} <= told
    bench.shell.show_help()
    words = [one.text() for one in bench.dialog(HelpDialog).findChildren(QLabel)]
    assert {keys for keys, _ in screen.hints()} <= set(words)
    bench.dialog(HelpDialog).close()


def test_where_there_is_nothing_to_score_the_round_opens_here(
    context: Context, qtbot: QtBot, tmp_path: Path
) -> None:
    base = new_world(tmp_path / "world", EXPERTS, settings=SETTINGS)
    world = GateWorld(base.folder, base.catalogue, base.secretary, base.observer, base.experts, SETTINGS)
    world.define()
    world.take([qualified_record(2)])
    world.listing(listing_entry())
    world.pass_common("Q-2")
    world.check_gates()
    seat(world)
    person = world.experts[0]
    world.open(person, world.pack())
    declaring.pledge(person.desk, person.round)
    declaring.answer_rest(person.desk, person.round)
    bench = Bench(context, qtbot, world, person)
    bench.enter()
    declaring.declare(person.desk, person.round)
    rooms(bench).resume()
    assert [one.number for one in bench.screen(SettleScreen).rows.rows] == ["Q-2"]
    back = rooms(bench).show_give_back()
    bench.qtbot.waitUntil(lambda: back.standing is not None)
    assert back.back.text() == bench.context.captions.cap("return.back_to_settle")
    assert back.standing is not None
    back._show_standing(replace(back.standing, work=""))
    assert back.back.isHidden()  # nothing to check, nothing to settle
    back._show_standing(replace(back.standing, work="gates"))
    bench.click("returnBack")
    screen = bench.screen(SettleScreen)
    bench.qtbot.keyClick(screen.table, KEY.Key_Escape)
    work = bench.screen(WorkListScreen)
    bench.qtbot.waitUntil(work.settles.isVisible)
    bench.qtbot.keyClick(QApplication.focusWidget(), KEY.Key_Escape)
    assert isinstance(bench.shell.screen, SettleScreen)  # there are no sheets to go back to
    bench.program.lock()
    world.close()
