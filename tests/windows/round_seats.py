"""From the draw to the packages: witness, cards, seats, consents to version 2, assignment, packing."""

from __future__ import annotations

from hands import Key, Walk, answer
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from round_cast import Round
from round_first import enter, make_vault, newest, sit, take_consents, unlock

_EXPERTS, _DRAW, _POST = 3, 5, 6
OBSERVER_DRAW, OBSERVER_SEAL = 2, 4


def collect(walk: Walk, play: Round) -> None:
    """Secretary: take in everything that came back on sticks; nothing of it is refused."""
    walk.turn(_POST)
    walk.tab("postPageTabs", 1)
    answer(play.stick("4-回传"))
    walk.click("collectFolder")
    walk.says("collectSum", "未采用 0 个")


def witness(app: QApplication, play: Round) -> None:
    """Observer: draws again from the file, signs that the draw was watched."""
    with sit(app, play, "监督") as walk:
        enter(walk, "observer")
        walk.turn(OBSERVER_DRAW)
        answer(play.stick("2-轮次") / "抽取.json")
        walk.click("drawPageChoose")
        walk.find("drawLine4")
        answer(play.stick("4-回传/监督"))
        walk.ask("drawPageAct")
        walk.says("drawPageDone", ".zgccons")
        walk.picture("19-draw-witnessed")


def cards(app: QApplication, play: Round) -> None:
    """Everybody who was drawn: a vault, a card."""
    for name in play.seated:
        make_vault(app, play, play.people[name])


def seat(app: QApplication, play: Round) -> None:
    """Secretary: the witness is taken in, cards are compared, seats become version 2."""
    with sit(app, play, "秘书") as walk:
        enter(walk, "secretary")
        collect(walk, play)
        walk.picture("20-witness-collected")
        _compare_cards(walk, play)
        walk.turn(_DRAW)
        walk.click("resultSeats")
        table = walk.table("seatsTable", len(play.seated))
        walk.focus_in("seatsTable")
        walk.choose_row("seatsTable", play.people[play.chair].person)
        walk.press(Key.Key_C)
        walk.picture("22-seats")
        assert table.isVisible()
        walk.ask("seatsAct")
        play.codes.append(" ".join(walk.text(f"versionCode{n}") for n in range(1, 7)))
        answer(play.stick("2-轮次"))
        walk.click("versionWrite")
        walk.text("versionTold")
        walk.picture("23-version-2")


def _compare_cards(walk: Walk, play: Round) -> None:
    walk.turn(_EXPERTS)
    walk.tab("expertsPageTabs", 1)
    answer(*(play.card(name) for name in play.seated))
    walk.click("cardsTake")
    walk.says("cardsTold", str(len(play.seated)))
    for name in play.seated:
        walk.choose_row("cardsTable", play.people[name].person)
        walk.says("checkOwner", play.people[name].person)
        heard = [walk.text(f"checkGroup{n}") for n in range(1, 7)]
        assert " ".join(heard) == play.people[name].fingerprint
        box = walk.find("checkGroupHeard1")
        QTest.mouseClick(box, Qt.MouseButton.LeftButton, pos=QPoint(8, box.height() // 2))
        for n in range(1, 6):
            walk.press(Key(Key.Key_1 + n))
        if name == play.seated[-1]:
            walk.picture("21-card-compared")
        walk.press(Key.Key_S)
        walk.says("cardsTold", play.people[name].person)


def agree(app: QApplication, play: Round) -> None:
    """Chair and observer take version 2 and consent."""
    with sit(app, play, play.chair) as walk:
        unlock(walk)
        answer(newest(play.stick("2-轮次"), "*.zgcround"))
        walk.click("homeChoose")
        walk.at("member")
        walk.fill("observerCode", play.codes[1].replace(" ", ""))
        walk.press(Key.Key_Return)
        walk.says("observerDone", "已读入")
        answer(play.stick(f"4-回传/{play.chair}"))
        walk.ask("observerYes")
        walk.says("observerDone", ".zgccons")
        walk.picture("24-chair-consents")
    with sit(app, play, "监督") as walk:
        enter(walk, "observer")
        answer(newest(play.stick("2-轮次"), "*.zgcround"))
        walk.click("observerTake")
        walk.says("observerDone", "已读入")
        answer(play.stick("4-回传/监督"))
        walk.ask("observerYes")
        walk.says("observerDone", ".zgccons")


def pack(app: QApplication, play: Round) -> None:
    """Secretary: version 2 counts, applications go to the group, packages to the stick."""
    with sit(app, play, "秘书") as walk:
        enter(walk, "secretary")
        take_consents(walk, play, play.chair, "监督")
        walk.turn(_DRAW)
        walk.tab("drawPageTabs", 1)
        walk.ask("assignAct")
        walk.text("assignTold")
        walk.picture("25-assigned")
        walk.turn(_POST)
        answer(play.stick("3-材料包"))
        walk.click("packChoose")
        walk.ask("packAct")
        walk.text("packDone")
        walk.picture("26-packed")


SCENES = {"witness": witness, "cards": cards, "seat": seat, "agree": agree, "pack": pack}
