"""Rulings, an acting chair, an alternate, a lost laptop: what happens to people (rules §3.3, §4.2)."""

from __future__ import annotations

import re

from ui.cli.demo.sample_values import plan_json
from ui.cli.demo.scene_draw import ROUND_GROUP, enrol, people_of
from ui.cli.demo.scene_review import begin
from ui.cli.demo.stage import Actor, Stage


def rule(stage: Stage) -> None:
    """Secretary and chair rule on two declarations, one either way; new letters carry it (rules §4.2)."""
    run, parts = stage.run, stage.sample.parts
    stories = [story for story in ("ruling-open", "ruling-closed") if story in parts]
    if not stories:
        return
    run.step("8 待核实情形的处理决定 · rulings")
    run.json("ruling", "list", *stage.secretary.keys, keep="rulings-waiting")
    chair = stage.chair("G02")
    for story in stories:
        answer = story.removeprefix("ruling-")
        words = ("ruling", "sign", parts[story], stage.player(story).code, "R12", answer)
        run.run(*words, *stage.secretary.keys)
        stage.sign(chair, *words)
    run.json("ruling", "list", *stage.secretary.keys, keep="rulings-left")
    stage.tell([stage.player(story) for story in stories])


def call_alternate(stage: Stage) -> None:
    """A member does not come: entered as absent, the next alternate is called (rules §3.3)."""
    if not stage.sample.parts:
        return
    run, keys, folder = stage.run, stage.secretary.keys, stage.sticks / "2-轮次"
    run.step("10 专家缺席，候补专家递补 · an alternate is called")
    missing = stage.players["absent"]
    code = _unopened(stage)
    reason = "因突发疾病不能到会"
    run.run("absent", code, "--reason", reason, *keys)
    stage.sign(stage.chair("G02"), "absent", code, "--reason", reason)
    call = ("draw", "alternate", "G02", "--leaving", missing, "--reason", reason, "--out", folder)
    asked = run.run(*call, *keys, expect=1)  # the program names whose card it needs
    number = next(one for one in re.findall(r"Z2026-\d{4}", asked) if one != missing)
    actor = enrol(stage, people_of(stage), number)
    run.json(*call, "--card", actor.fingerprint, *keys, keep="alternate")
    stage.groups["G02"] = sorted({*stage.groups["G02"], number} - {missing})
    stage.agree(stage.chair(ROUND_GROUP), folder)
    _welcome(stage, actor)


def _welcome(stage: Stage, actor: Actor) -> None:
    """Give a member who joins later a letter; the documents lie on the stick already."""
    actor.code = max(stage.run.json("round", "status", *stage.secretary.keys)["missing"])
    package = stage.pack([actor])
    actor.code = ""
    begin(stage, actor, package)


def _unopened(stage: Stage) -> str:
    """Return the code of the member who has opened nothing."""
    known = {actor.code for actor in stage.experts.values()}
    missing = stage.run.json("round", "status", *stage.secretary.keys)["missing"]
    return str(next(code for code in missing if code not in known))


def name_acting_chair(stage: Stage) -> None:
    """Where the round chair stands aside somebody acts: secretary and chair name the same member (P09)."""
    number = stage.sample.parts.get("chair-recused")
    if number is None:
        return
    acting = stage.player("acting")
    stage.run.step("9 代理组长 · acting chair")
    words = ("panel", "acting", acting.code, number)
    stage.run.run(*words, *stage.secretary.keys)
    stage.sign(stage.chair(ROUND_GROUP), *words)
    stage.tell([acting])


def lose_laptop(stage: Stage) -> None:
    """A laptop is lost half-way: a new card for the same code; what was received stays (rules §3.3)."""
    if not stage.sample.parts:
        return
    run, keys, folder = stage.run, stage.secretary.keys, stage.sticks / "2-轮次"
    run.step("12 电脑遗失，换发键卡 · a laptop is lost, the card replaced")
    lost = stage.player("laptop")
    stage.collect([lost])
    fresh = stage.actor(f"{lost.name}-新机", lost.organisation, lost.person)
    stage.make_vault(fresh)
    stage.compare(fresh)
    run.json(
        "round", "amend", "--replace", lost.code, fresh.fingerprint,
        "--reason", "电脑在往返途中遗失", "--out", folder, *keys, keep="amended",
    )  # fmt: skip
    stage.agree(stage.chair(ROUND_GROUP), folder)
    package = stage.pack([lost])
    stage.experts[lost.name] = fresh
    begin(stage, fresh, package)
    left = stage.sheets[lost.name][1:]
    plan = stage.out / "评分" / f"{fresh.name}.json"
    plan.write_bytes(plan_json(left))
    run.run("sheet", "fill", *fresh.keys, plan)
    run.run("sheet", "lock", *fresh.keys)
    run.run("return", *fresh.keys, "--out", stage.returns(fresh))
