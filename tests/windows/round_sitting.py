"""The sitting: collecting, acknowledging, combining, panel file, discussion, decisions."""

from __future__ import annotations

from hands import Key, Walk, answer
from PySide6.QtWidgets import QApplication
from round_cast import SIZE, Round
from round_experts import CONFLICTED, to_give_back
from round_first import enter, newest, sit, unlock
from round_seats import collect

from ui.viewmodels.chair.discussion import PARTS
from ui.views.give_back import GiveBackScreen
from ui.widgets.figure import FigureView

_POST, _RESULT = 6, 7
_PICTURES, _DISCUSSION, _DECIDE = 2, 3, 4
#: How many applications each pool has.
_POOLS = (1, 2)
#: Who is talked about, though nothing asks for it.
_TALKED = "银行股份"
_OPINION = ("技术路线清楚，指标可考核。", "应用场景真实，已有用户合同。", "经费测算合理，里程碑写入合同。")


def combine(app: QApplication, play: Round) -> None:
    """Secretary: everything that came back, acknowledgements, values and places, the chair's file."""
    with sit(app, play, "秘书") as walk:
        enter(walk, "secretary")
        collect(walk, play)
        walk.picture("40-collected")
        write_acks(walk, play)
        walk.turn(_RESULT)
        walk.ask("aggregateAct")
        walk.table("aggregateTable", len(play.numbers))
        walk.says("aggregateDone", "3")
        walk.picture("41-combined")
        answer(play.stick("6-合议"))
        walk.ask("aggregatePanels")
        walk.says("aggregateDone", ".zgcpanel")


def write_acks(walk: Walk, play: Round) -> None:
    """Secretary: write every expert's acknowledgement, on the page of returns."""
    walk.turn(_POST)
    walk.tab("postPageTabs", 1)
    answer(play.stick("5-回执"))
    walk.click("collectAcks")
    walk.says("collectAcked", str(SIZE))


def acknowledge(app: QApplication, play: Round) -> None:
    """The member in conflict reads the secretary's acknowledgement: what arrived is named."""
    name = play.seated[CONFLICTED]
    with sit(app, play, name) as walk:
        enter(walk, "score")
        to_give_back(walk)
        take_ack(walk, play)
        walk.says("ack:received", "收到 3 个文件")
        walk.picture("41-acknowledged")


def take_ack(walk: Walk, play: Round) -> None:
    """Take the newest acknowledgement for whoever sits here."""
    assert isinstance(walk.shell.screen, GiveBackScreen)
    head = walk.shell.screen.model.session.head
    assert head is not None
    answer(newest(play.stick("5-回执"), f"{head.code}-*.zgcack"))
    walk.click("returnAck")


def lead(app: QApplication, play: Round) -> None:
    """Chair: panel file, overview, pictures, one discussion with the group's opinion, decisions signed."""
    with sit(app, play, play.chair, play.stick("6-合议")) as walk:
        unlock(walk)
        panel = newest(play.stick("6-合议"), "*.zgcpanel")
        walk.click(f"panel:{panel.name}Act")
        walk.at("chair")
        heat = walk.table("heat")
        walk.until("the overview is read", lambda: heat.model().rowCount() > len(play.numbers))
        walk.picture("42-overview")
        walk.rest()
        walk.choose_row("heat", _TALKED)
        walk.press(Key.Key_Space)
        walk.rest()
        walk.turn(_PICTURES)
        figure = walk.find("figure")
        assert isinstance(figure, FigureView)
        walk.until("the totals are drawn", lambda: bool(figure.spots))
        walk.picture("43-pictures")
        _discuss(walk, play)
        _decide(walk, play)


def _discuss(walk: Walk, play: Round) -> None:
    """Open the first item, write the opinion in parts, close and sign, write the file."""
    walk.turn(_DISCUSSION)
    walk.find("agendaList")
    walk.click("recusalConfirm")
    walk.ask("discussionMain")
    walk.says("discussionState", "讨论中")
    for part, words in zip(PARTS, _OPINION, strict=True):
        walk.focus_in(f"opinion:{part}")
        walk.type(words)
        walk.press(Key.Key_Escape)
        walk.press(Key.Key_E)
    walk.picture("44-discussion")
    walk.ask("discussionMain")
    walk.says("discussionState", "已结束")
    answer(play.stick(f"4-回传/{play.chair}"))
    walk.click("agendaWrite")
    walk.text("agendaTold")


def _decide(walk: Walk, play: Round) -> None:
    """Cut one amount by key, sign what the budget line proposes, pool after pool."""
    walk.turn(_DECIDE)
    for n, count in enumerate(_POOLS):
        if n:
            walk.find("decideWhich").setFocus()
            walk.press(Key.Key_Down)
        walk.table("decideTable", count)
        walk.find("decideTable").setFocus()
        if not n:
            walk.press(Key.Key_M)
            walk.focus_in("decideAmount")
            walk.type("100")
            walk.press(Key.Key_Escape)
        walk.picture(f"45-decide-{n + 1}")
        answer(play.stick(f"4-回传/{play.chair}"))
        walk.ask("decideAct")
        walk.says("decideDone", str(count))
        walk.until("nothing is left to sign", lambda: not walk.find("decideAct").isEnabled())
    walk.picture("46-decided")


SCENES = {"combine": combine, "acknowledge": acknowledge, "lead": lead}
