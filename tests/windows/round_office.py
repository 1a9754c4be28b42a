"""The secretary's sittings until the packages lie on the stick: intake, gates, conflicts, draw, seats."""

from __future__ import annotations

from hands import Key, Walk, answer, row_of
from PySide6.QtWidgets import QApplication
from round_cast import SIZE, Person, Round
from round_first import enter, sit, take_consents
from round_plants import PLANTED

from ui.views.secretary.conflicts import FindingsPane

_IMPORT, _EXPERTS, _CONFLICTS, _DRAW = 2, 3, 4, 5
_ADMITTED = "形式审查与资格核验由秘书逐项核对"
_TRUE = "情形属实，按规则处理"
_DIGITS = {"dismiss": Key.Key_1, "recuse": Key.Key_2}
_SEEN = "秘书逐件核对原件，与清单一致"


def take_in(app: QApplication, play: Round) -> None:
    """Consent, intake folder, roster, list of bad credit records, list of 免申即享."""
    with sit(app, play, "秘书") as walk:
        enter(walk, "secretary")
        take_consents(walk, play, "监督")
        walk.turn(_IMPORT)
        answer(play.sample / "申报")
        walk.click("importChoose")
        walk.table("findingsTable")
        walk.picture("07-import-findings")
        walk.ask("importAct")
        walk.says("importSum", "新增 3 份")
        walk.picture("08-imported")
        _take_roster(walk, play)
        walk.turn(_IMPORT)
        for tab, kind, file in ((4, "integrity", "不良信用记录.xlsx"), (3, "namelist", "名单.xlsx")):
            walk.tab("importPageTabs", tab)
            answer(play.sample / file)
            walk.click(f"{kind}Choose")
            walk.ask(f"{kind}Act")
            walk.says(f"{kind}Words", "已")
        walk.picture("10-namelist")


def _take_roster(walk: Walk, play: Round) -> None:
    walk.turn(_EXPERTS)
    walk.tab("expertsPageTabs", 0)
    answer(play.sample / "名册.xlsx")
    walk.click("rosterTake")
    dialog = walk.dialog("listImport")
    walk.click("listAct")
    walk.says("listSum", "已")
    walk.click("listImportClose")
    walk.gone(dialog)
    walk.table("rosterTable")
    walk.picture("09-roster")


def pass_gates(app: QApplication, play: Round) -> None:
    """Admit what waits; the 名单's own gate is answered by key, then everything is decided."""
    with sit(app, play, "秘书") as walk:
        enter(walk, "secretary")
        walk.turn(_IMPORT)
        walk.tab("importPageTabs", 1)
        walk.fill("admitReason", _ADMITTED)
        walk.picture("11-gates")
        walk.ask("admitAll")
        listed = [f"M01-2-00{n}" for n in (1, 2, 3)]
        for number in listed:
            _answer(walk, number, "M01-G6")
        walk.picture("12-gate-answered")
        walk.tab("importPageTabs", 3)
        walk.ask("namelistDecide")
        walk.text("namelistTold")
        walk.picture("13-namelist-decided")


def _answer(walk: Walk, number: str, gate: str) -> None:
    """Answer one gate with yes: row by click, answer by its digit, reason typed."""
    walk.choose_row("gatesApplications", number)
    walk.says("gatesTitle", number)
    walk.choose_row("gatesTable", gate)
    walk.says("gateId", gate)
    walk.press(Key.Key_1)
    walk.fill("gateReason", _SEEN)
    walk.click("gateAct")
    walk.says("gatePerson", "是")


def settle_conflicts(app: QApplication, play: Round) -> None:
    """Everybody against everything; each finding is decided by its digit, Enter goes on (rules §4)."""
    with sit(app, play, "秘书") as walk:
        enter(walk, "secretary")
        walk.turn(_CONFLICTS)
        walk.ask("conflictsFirst")
        pane = walk.find("findings")
        assert isinstance(pane, FindingsPane)
        walk.until("the planted ties are found", lambda: len(pane.list.cases.cases) == len(play.numbers) + 1)
        walk.until("the findings have the focus", pane.list.view.hasFocus)
        walk.picture("14-screened")
        found = {(one.found.row.rule, one.number) for one in pane.list.cases.cases}
        first, *others = play.numbers
        assert found == {("R13", first), ("R15", first), *(("R03", number) for number in others)}
        for _ in found:
            _decide(walk, pane)
        _decide_again(walk, pane)
        walk.until("nothing is left to decide", lambda: not pane.model.due)
        walk.picture("15-conflicts-decided")


def _decide(walk: Walk, pane: FindingsPane, reason: str = _TRUE) -> None:
    """Answer the finding on show by its digit; where a reason is asked for it is typed."""
    case = pane.list.case
    assert case is not None
    rule = case.found.row.rule
    walk.until(f"{case.id} is explained", lambda: rule in walk.text("caseRule"))
    act = PLANTED[rule]
    walk.press(_DIGITS[act])
    walk.until(f"{act} is chosen", lambda: pane.decision.act == act)
    if pane.decision.lacks() == "reason":
        walk.focus_in("decideReason")
        walk.type(reason)
    walk.press(Key.Key_Return)

    def kept() -> bool:
        now = next(one for one in pane.list.cases.cases if one.id == case.id)
        return now.state == "decided" and not pane.decision.error.isVisible()

    walk.until(f"{rule} is decided", kept)


def _decide_again(walk: Walk, pane: FindingsPane) -> None:
    """The last decision is taken back by its key, with a reason, and made anew."""
    case = pane.list.case
    assert case is not None
    walk.until("the findings have the focus", pane.list.view.hasFocus)
    walk.press(Key.Key_U)
    question = walk.question()
    walk.focus_in("undoReason")
    walk.type("理由写得不完整，重新填写")
    walk.agree(question)
    walk.until("it is open again", lambda: pane.model.due == 1)
    pane.list.view.setFocus()
    _decide(walk, pane, f"{_TRUE}，已电话核实")


def draw(app: QApplication, play: Round) -> None:
    """The pool is fixed, both words are said, the draw is run and written for the observer."""
    with sit(app, play, "秘书") as walk:
        enter(walk, "secretary")
        walk.turn(_DRAW)
        walk.picture("16-pool")
        walk.ask("poolBegin")
        for words in ("中关村 西山 晴雪", "立冬 2026 梧桐"):
            walk.focus_in("wordsField")
            walk.type(words)
            walk.picture("17-words")
            walk.ask("wordsAct")
        walk.click("wordsAct")
        table = walk.table("resultOrder")
        answer(play.stick("2-轮次") / "抽取.json")
        walk.click("resultFile")
        walk.text("resultTold")
        walk.picture("18-drawn")
        rows = [row_of(table, n) for n in range(table.model().rowCount())]
        drawn = [row for row in rows if row[6].startswith("正选")]
        assert len(drawn) == SIZE
        for _group, _place, number, name, unit, *_rest in drawn:
            play.people[number] = Person(number, name, unit)
        play.seated = [row[2] for row in drawn]
        assert play.tied not in play.seated  # kept away from every application: never drawn (P04)


SCENES = {"take_in": take_in, "pass_gates": pass_gates, "settle_conflicts": settle_conflicts, "draw": draw}
