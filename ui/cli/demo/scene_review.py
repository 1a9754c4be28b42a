"""From the package to the returned score files: pledges, rulings, alternates, scoring (rules §4, §6)."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

from ui.cli.demo.players import writers
from ui.cli.demo.sample_values import plan_json
from ui.cli.demo.scene_draw import ROUND_GROUP, closed_of
from ui.cli.demo.stage import Actor, Stage

_GUIDE = "曾参与本专项申报指南的编制讨论"
_KIN = "申报单位负责人是本人近亲属"


def hand_out(stage: Stage) -> None:
    """One package for the whole panel; everybody opens it, pledges and declares, one by real processes."""
    run = stage.run
    run.step("7 封装材料包，打开、承诺、申报利害关系 · packing, opening, pledges, declarations")
    package = stage.pack()
    run.run("verify", package, expect=3)
    hand = stage.player("by-hand")
    run.session.forget(str(hand.vault))
    run.process("open", *hand.keys, package, "--code", stage.round_codes[-1], "--fetch")
    first = (*stage.sample.tie, *stage.sample.numbers)[0]  # nobody has a tie to either
    run.process("read", *hand.keys, first, "1", expect=1)
    run.process("pledge", *hand.keys)
    run.process("declare", *hand.keys, "--rest-none")
    run.process("read", *hand.keys, first, "1")
    hand.code = run.json("open", *hand.keys, package)["code"]
    run.session.forget(str(hand.vault))
    for number, actor in stage.experts.items():
        if actor is not hand and (number != stage.players["absent"] or not stage.sample.parts):
            begin(stage, actor, package)


def begin(stage: Stage, actor: Actor, package: Path) -> None:
    """Open, pledge, declare; who has something to declare hands it in."""
    run = stage.run
    stage.open(actor, package)
    run.run("pledge", *actor.keys, quiet=True)
    declared = _declared(stage, actor)
    run.run("declare", *actor.keys, *declared, "--rest-none", quiet=not declared)
    if declared:
        run.run("return", *actor.keys, "--out", stage.returns(actor))
        stage.collect([actor])


def _declared(stage: Stage, actor: Actor) -> tuple[str, ...]:
    """Return what somebody has to declare."""
    parts, players = stage.sample.parts, stage.players
    if "chair-recused" in parts and actor is stage.chair(ROUND_GROUP):
        return ("--yes", parts["chair-recused"], "R06", _KIN)
    for story, reason in (("ruling-open", _GUIDE), ("ruling-closed", _GUIDE)):
        if story in parts and players[story] == actor.name:
            return ("--yes", parts[story], "R12", reason)
    return ()


def score(stage: Stage) -> None:
    """Everybody fills, locks and returns; one returns twice, so that an old file exists."""
    run = stage.run
    run.step("11 评分、锁定、回传 · scoring, locking, returning")
    sheets = stage.sheets = writers(stage.sample, stage.groups, _closed(stage))
    folder = stage.out / "评分"
    folder.mkdir()
    for number, plans in sheets.items():
        (folder / f"{number}.json").write_bytes(plan_json(plans))
    for number in sheets:
        if sheets[number]:
            _score(stage, stage.experts[number], folder / f"{number}.json")
    twice = stage.player("returns-twice")
    _return_again(stage, twice, sheets[twice.name][0].application_number)


def _closed(stage: Stage) -> set[tuple[str, str]]:
    """Return who stands aside where, by the desk and by what was declared since."""
    closed, parts = set(closed_of(stage)), stage.sample.parts
    if "chair-recused" in parts:
        closed.add((stage.chairs[ROUND_GROUP], parts["chair-recused"]))
    if "ruling-closed" in parts:
        closed.add((stage.players["ruling-closed"], parts["ruling-closed"]))
    return closed


def _score(stage: Stage, actor: Actor, plan: Path) -> None:
    """Enter, lock and return the sheets of one expert."""
    run = stage.run
    returns = ("return", *actor.keys, "--out", stage.returns(actor))
    if actor is stage.player("by-hand"):
        run.process("sheet", "fill", *actor.keys, plan)
        run.process("sheet", "lock", *actor.keys)
        run.process("pleas", *actor.keys)
        run.process(*returns)
        return
    run.run("sheet", "fill", *actor.keys, plan, quiet=True)
    is_half_done = stage.sample.parts and actor is stage.player("laptop")
    locked = [stage.sheets[actor.name][0].application_number] if is_half_done else []
    run.run("sheet", "lock", *actor.keys, *locked, quiet=not locked)
    run.run(*returns, quiet=not locked)


def _return_again(stage: Stage, actor: Actor, number: str) -> None:
    """Reopen a sheet, lock it again and return: the earlier file is now an old one."""
    run, returns = stage.run, stage.returns(actor)
    old = stage.sticks / "旧文件"
    old.mkdir(parents=True)
    for path in returns.glob("*.zgcscore"):
        shutil.move(path, old / path.name)
    run.run("sheet", "reopen", *actor.keys, number, "--reason", "更正评语中的笔误")
    run.run("sheet", "lock", *actor.keys)
    run.run("return", *actor.keys, "--out", returns)


def settle_gates(stage: Stage) -> None:
    """Experts of the group settle what the gates of 达标即享 left to a person (rules §2.2)."""
    sample = stage.sample
    run, keys = stage.run, stage.secretary.keys
    run.step("13 达标即享的人工认定 · gates settled by experts")
    first, second, chair = stage.player("ruling-open"), stage.player("late-before"), stage.chair("G02")
    agreed, disputed = sample.qualified[2:]
    for actor, number, answer in (
        (first, agreed, "yes"),
        (second, agreed, "yes"),
        (first, disputed, "yes"),
        (second, disputed, "no"),
        (chair, disputed, "no"),
    ):
        reason = "孵化协议与入驻记录逐份核对" if answer == "yes" else "服务记录不能证明孵化期满"
        stage.sign(actor, "gates", "settle", number, "M08-G3", answer, "--reason", reason)
    run.json("gates", "decide", *keys, agreed, disputed, keep="gates-settled")


def collect_all(stage: Stage) -> None:
    """Everything that came back, and what must not be taken."""
    run, keys = stage.run, stage.secretary.keys
    run.step("14 收回 · collecting")
    run.json("collect", *keys, _alter(stage), expect=1, keep="altered")
    for place, actor in enumerate(stage.experts.values()):
        if stage.returns(actor).exists():
            stage.collect([actor], quiet=place > 1)
    run.json("collect", *keys, stage.sticks / "旧文件", keep="old")
    run.json("round", "status", *keys, keep="status")
    run.run("ack", *keys, "--out", stage.sticks / "5-回执")


def _alter(stage: Stage) -> Path:
    """Return a copy of a returned score file with one bit changed."""
    source = next(stage.returns(stage.player("by-hand")).glob("*.zgcscore"))
    folder = stage.sticks / "被改动的文件"
    folder.mkdir()
    data = bytearray(source.read_bytes())
    data[len(data) // 2] ^= 1
    path = folder / source.name
    path.write_bytes(data)
    return path


def find_late_conflict(stage: Stage) -> None:
    """A conflict is found after the lock: secretary and chair void the sheet (rules §4.2)."""
    number = stage.sample.parts.get("late-before")
    if number is None:
        return
    run = stage.run
    run.step("15 汇总前发现的回避情形 · late conflict before combining")
    words = ("void", number, stage.player("late-before").code, "conflict")
    said = run.run(*words, *stage.secretary.keys)
    sheet = re.findall("[0-9a-f]{64}", said)[0]
    stage.sign(stage.chair("G02"), *words, "--sheet", sheet)
