"""The end: decisions confirmed, three signatures, sealing, opening together, the observer's verifier."""

from __future__ import annotations

from hands import Key, Walk, answer
from PySide6.QtWidgets import QApplication
from round_cast import PASSPHRASE, Round
from round_first import enter, newest, sit
from round_seats import OBSERVER_SEAL, collect

_RESULT, _DEFINITIONS, _VERIFY = 7, 6, 3
_SEALED = "7-封存"
_AGREES = "全部核验通过，轮次码相符"


def prepare(app: QApplication, play: Round) -> None:
    """Secretary: decisions are taken in and confirmed, the key is made, shares and notice are written."""
    with sit(app, play, "秘书") as walk:
        enter(walk, "secretary")
        collect(walk, play)
        walk.turn(_RESULT)
        walk.tab("resultPageTabs", 1)
        walk.ask("decisionsAct")
        walk.text("decisionsDone")
        walk.picture("50-confirmed")
        walk.tab("resultPageTabs", 2)
        answer(play.stick(_SEALED))
        walk.ask("sealPrepare")
        walk.text("sealSaid")
        answer(play.stick(_SEALED))
        walk.click("sealNotice")
        walk.says("sealSaid", ".json")
        walk.picture("51-key-made")


def sign(app: QApplication, play: Round) -> None:
    """Chair consents to the version that names the key; observer signs counts and digest."""
    with sit(app, play, play.chair) as walk:
        enter(walk, "chair")
        walk.turn(_DEFINITIONS)
        answer(newest(play.stick(_SEALED), "*.zgcround"))
        walk.click("observerTake")
        walk.says("observerDone", "已读入")
        answer(play.stick(f"4-回传/{play.chair}"))
        walk.ask("observerYes")
        walk.says("observerDone", ".zgccons")
        walk.picture("52-chair-signs")
    with sit(app, play, "监督") as walk:
        enter(walk, "observer")
        answer(newest(play.stick(_SEALED), "*.zgcround"))
        walk.click("observerTake")
        walk.says("observerDone", "已读入")
        walk.turn(OBSERVER_SEAL)
        answer(newest(play.stick(_SEALED), "*.json"))
        walk.click("sealingPageChoose")
        answer(play.stick("4-回传/监督"))
        walk.ask("sealingPageAct")
        walk.says("sealingPageDone", ".zgccons")
        walk.picture("53-observer-signs")


def seal(app: QApplication, play: Round) -> None:
    """Secretary: signatures are taken in, the round is sealed; the verifier judges it at once."""
    with sit(app, play, "秘书") as walk:
        enter(walk, "secretary")
        collect(walk, play)
        walk.turn(_RESULT)
        walk.tab("resultPageTabs", 2)
        answer(play.stick(_SEALED))
        walk.click("sealFolder")
        walk.click("sealSeen")
        walk.picture("54-before-sealing")
        walk.click("sealAct")
        walk.says("verdictTitle", _AGREES)
        play.head = walk.text("sealHead")
        play.codes.append(walk.text("sealCode"))
        walk.picture("55-sealed")


def open_together(app: QApplication, play: Round) -> None:
    """Secretary and chair bring their shares; the result opens in memory and is written for checking."""
    with sit(app, play, "秘书") as walk:
        enter(walk, "secretary")
        walk.turn(_RESULT)
        walk.tab("resultPageTabs", 2)
        walk.click("sealOpen")
        walk.at("openTogether")
        answer(newest(play.stick(_SEALED), "*.zgcresult"))
        walk.click("openChoose")
        _bring_shares(walk, play)
        walk.picture("56-two-shares")
        walk.click("openAct")
        walk.at("opened")
        walk.table("openedTable")
        walk.picture("57-opened")
        answer(play.stick("8-公开"))
        walk.ask("openedExport")
        walk.text("openedDone")


def _bring_shares(walk: Walk, play: Round) -> None:
    """The secretary's share opens by the vault that is open; the chair unlocks the own one."""
    answer(next(play.stick(_SEALED).glob("*-秘书*.zgcshare")))
    walk.click("openShare")
    walk.text("held0")
    answer(next(play.stick(_SEALED).glob("*-专家*.zgcshare")))
    walk.click("openShare")
    walk.find("openOfficerChoose")
    answer(play.vault(play.chair))
    walk.click("openOfficerChoose")
    walk.focus_in("openOfficerPassphrase")
    walk.type(PASSPHRASE)
    walk.press(Key.Key_Return)
    walk.text("held1")


def check(app: QApplication, play: Round) -> None:
    """Observer: the independent verifier judges what was opened, with the digits of the minutes."""
    with sit(app, play, "监督") as walk:
        enter(walk, "observer")
        walk.turn(_VERIFY)
        walk.fill("verifyCode", play.codes[-1].replace(" ", ""))
        walk.fill("verifyHead", play.head.replace(" ", ""))
        answer(play.stick("8-公开"))
        walk.click("verifyFolder")
        walk.says("verifyVerdictTitle", _AGREES)
        walk.picture("58-verified")


SCENES = {
    "prepare": prepare,
    "sign": sign,
    "seal": seal,
    "open_together": open_together,
    "check": check,
}
