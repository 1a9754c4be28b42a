"""The end: decisions confirmed, three signatures, sealing, opening together, the observer's verifier."""

from __future__ import annotations

import re

from hands import Key, Walk, answer
from PySide6.QtWidgets import QApplication, QLabel, QPlainTextEdit
from round_cast import PASSPHRASE, Round
from round_experts import LATE, to_give_back
from round_first import enter, newest, sit
from round_seats import OBSERVER_SEAL, collect
from round_sitting import take_ack, write_acks

_RESULT, _DEFINITIONS, _VERIFY = 7, 6, 3
_SEALED = "7-封存"
#: Words of a share (formats F-SHR-01).
WORDS = 33
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
        _copy_words(walk, play)
        answer(play.stick(_SEALED))
        walk.click("sealNotice")
        walk.says("sealSaid", ".json")
        walk.picture("51-key-made")


def _copy_words(walk: Walk, play: Round) -> None:
    """The observer unlocks the own share at this machine and copies its words onto paper."""
    walk.click("words:监督01")
    dialog = walk.dialog("shareWords")
    answer(play.vault("监督"))
    walk.click("wordsOfficerChoose")
    walk.focus_in("wordsOfficerPassphrase")
    walk.type(PASSPHRASE)
    walk.press(Key.Key_Return)
    walk.focus_in("wordsShow")
    walk.press(Key.Key_Space)
    play.words = " ".join(walk.text(f"word{n}").split()[-1] for n in range(1, WORDS + 1))
    walk.click("wordsShow")
    walk.until("the words are covered again", lambda: not _words_on_show(walk))
    walk.click("shareWordsClose")
    walk.gone(dialog)


def _words_on_show(walk: Walk) -> bool:
    """Say whether any word of a share can be read."""
    return any(
        one.isVisible() and re.fullmatch(r"word\d+", one.objectName())
        for one in walk.shell.findChildren(QLabel)
    )


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
        write_acks(walk, play)


def hand_back(app: QApplication, play: Round) -> None:
    """Who found a conflict late: sheets acknowledged as counted, stick named, copy deleted; F17 collected."""
    name = play.seated[LATE]
    with sit(app, play, name) as walk:
        enter(walk, "score")
        to_give_back(walk)
        take_ack(walk, play)
        walk.text("ack:counted")
        walk.click("handBackAct")
        dialog = walk.dialog("handBack")
        walk.focus_in("handBackMedia")
        walk.type("U-07")
        walk.focus(walk.find("handBackPassphrase"))
        walk.type(PASSPHRASE)
        walk.agree(dialog)
        walk.says("handBackText", "U-07")
        answer(play.stick(f"4-回传/{name}"))
        walk.click("handBackRegister")
        walk.text("handBackWritten")
        walk.picture("55-handed-back")
    with sit(app, play, "秘书") as walk:
        enter(walk, "secretary")
        collect(walk, play)


def open_together(app: QApplication, play: Round) -> None:
    """The chair by file and own vault, the observer by words from paper; the secretary's share stays away."""
    with sit(app, play, "秘书") as walk:
        enter(walk, "secretary")
        walk.turn(_RESULT)
        walk.tab("resultPageTabs", 2)
        walk.click("sealOpen")
        walk.at("openTogether")
        answer(newest(play.stick(_SEALED), "*.zgcresult"))
        walk.click("openChoose")
        _bring_file(walk, play)
        _type_words(walk, play)
        walk.picture("56-two-shares")
        walk.click("openAct")
        walk.at("opened")
        walk.table("openedTable")
        walk.picture("57-opened")
        answer(play.stick("8-公开"))
        walk.ask("openedExport")
        walk.text("openedDone")


def _bring_file(walk: Walk, play: Round) -> None:
    """The share file is the chair's: the chair unlocks the own vault."""
    answer(next(play.stick(_SEALED).glob("*-专家*.zgcshare")))
    walk.click("openShare")
    walk.find("openOfficerChoose")
    answer(play.vault(play.chair))
    walk.click("openOfficerChoose")
    walk.focus_in("openOfficerPassphrase")
    walk.type(PASSPHRASE)
    walk.press(Key.Key_Return)
    walk.text("held0")


def _type_words(walk: Walk, play: Round) -> None:
    """Words in the wrong order are refused in place; the right ones are taken, and leave the screen."""
    words = play.words.split()
    walk.click("openType")
    field = walk.find("openWords")
    assert isinstance(field, QPlainTextEdit)
    _take_words(walk, field, [words[0], words[2], words[1], *words[3:]])
    walk.until("the words are refused", lambda: bool(walk.said()))
    walk.picture("55-wrong-words")
    _take_words(walk, field, words)
    walk.text("held1")
    assert not field.toPlainText()


def _take_words(walk: Walk, field: QPlainTextEdit, words: list[str]) -> None:
    walk.focus(field)
    field.selectAll()
    walk.type(" ".join(words))
    walk.click("openTake")


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
    "hand_back": hand_back,
    "open_together": open_together,
    "check": check,
}
