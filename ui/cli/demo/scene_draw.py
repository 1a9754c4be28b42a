"""Conflict desk, pool, draw, seats: from the roster to version 2 (rules §3, §4)."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from typing import Any

from ui.cli.demo.players import Closed, cast_players, closed_pairs
from ui.cli.demo.run import DemoFault
from ui.cli.demo.stage import Actor, Stage
from zgc_review.catalogue import load_shipped
from zgc_review.intake.roster import read_roster

ROUND_GROUP = "G01"
_WORDS = {"secretary": "中关村 西山 晴雪", "observer": "立冬 2026 梧桐"}


def settle_conflicts(stage: Stage) -> None:
    """Every expert against every application; the secretary settles what was found."""
    run, keys = stage.run, stage.secretary.keys
    run.step("4 利害关系筛查与处理 · conflicts")
    screened = run.json("conflicts", "screen", *keys, keep="screened")
    for one in screened["findings"]:
        act = _decision(stage, one)
        if act:
            run.run("conflicts", "decide", *keys, one["finding"], *act, quiet=True)
    run.json("conflicts", "list", *keys, keep="settled")


def _decision(stage: Stage, one: Mapping[str, Any]) -> tuple[str, ...]:
    """Return how the secretary settles a finding; nothing where none is due."""
    if one["status"] != "open":
        return ()
    if one["rule"] == "R15" and one["expert"] == _planted(stage, "homonym"):
        return ("dismiss", "--reason", "出生年份与单位均不同，经电话核实不是同一人")
    if one["level"] == "H":
        return ("recuse",)
    if one["level"] == "V":
        return ("recuse", "--reason", "情形属实，按回避处理")
    return ("disclose",)


def _planted(stage: Stage, name: str) -> str:
    """Return the roster number of a planted tie."""
    where = next((one.where for one in stage.sample.planted if one.id == name), "")
    return where.partition(" ")[0]


def draw_members(stage: Stage) -> None:
    """Both words, the draw, its repetition from the file, the observer's signature, F02."""
    run, keys = stage.run, stage.secretary.keys
    run.step("5 候选池与抽取 · pool and draw")
    run.json("draw", "pool", *keys, keep="pool")
    run.run("draw", "begin", *keys)
    for who, words in _WORDS.items():
        run.run("draw", "words", *keys, f"--{who}", words)
    run.run("draw", "run", *keys)
    record = stage.sticks / "2-轮次" / "抽取.json"
    (shown,) = run.json("draw", "show", *keys, "--out", record, keep="drawn")
    if run.json("draw", "redo", record)["result"] != shown["result"]:
        raise DemoFault("the draw, redone from its file, came out otherwise")
    run.json("draw", "witness", *stage.observer.keys, shown["result"], "--out", stage.returns(stage.observer))
    stage.collect([stage.observer])
    run.run("draw", "form", *keys, "--out", stage.out / "结果" / "F02")
    stage.groups = {one["group"]: sorted(one["seated"]) for one in shown["groups"]}


def seat_members(stage: Stage) -> None:
    """The members make cards; version 2 seats them; observer and round chair consent."""
    run, keys, folder = stage.run, stage.secretary.keys, stage.sticks / "2-轮次"
    run.step("6 到会专家制卡、比对，轮次定义第 2 版 · cards, seats, version 2")
    people = people_of(stage)
    for number in (number for members in stage.groups.values() for number in members):
        enrol(stage, people, number)
    closed = closed_of(stage)
    stage.chairs, stage.players = cast_players(stage.groups, stage.sample, closed)
    cards = stage.out / "键卡.csv"
    with cards.open("w", encoding="utf-8", newline="") as out:
        rows = [(number, actor.fingerprint) for number, actor in stage.experts.items()]
        csv.writer(out).writerows((("expert_number", "card"), *rows))
    chairs = [word for group, number in stage.chairs.items() for word in ("--chair", group, number)]
    run.run("draw", "appoint", *keys, cards, *chairs, "--round-chair", ROUND_GROUP, "--out", folder)
    stage.agree(stage.observer, folder)
    stage.agree(stage.chair(ROUND_GROUP), folder, stage.round_codes[-1])
    run.run("group", *keys)
    run.run("round", "status", *keys)


def enrol(stage: Stage, people: Mapping[str, Mapping[str, str]], number: str) -> Actor:
    """Give somebody of the roster a vault and a card, compared by the secretary."""
    record = people[number]
    actor = stage.actor(number, record["employer"], record["name"])
    stage.experts[number] = actor
    stage.make_vault(actor)
    stage.compare(actor)
    return actor


def closed_of(stage: Stage) -> Closed:
    """Return who stands aside where by the conflict desk."""
    return closed_pairs(stage.run.json("conflicts", "list", *stage.secretary.keys))


def people_of(stage: Stage) -> Mapping[str, Mapping[str, str]]:
    """Return the roster by 名册编号, as the secretary has it on paper."""
    experts = read_roster(stage.sample.roster, load_shipped()).experts
    return {one.number: {name: str(value) for name, value in one.record.items()} for one in experts}
