"""Vaults of secretary and observer, version 1, what offices send, gates of all three ways (rules §2, §16)."""

from __future__ import annotations

import csv
from typing import cast

from ui.cli.demo.stage import Stage
from zgc_review.catalogue import load_shipped
from zgc_review.intake.applications import read_applications
from zgc_review.intake.roster import read_roster

_WORD = "形式审查与资格核验由秘书逐项核对"
_SEEN = "秘书逐件核对原件，与清单一致"


def found_round(stage: Stage) -> None:
    """Secretary and observer make vaults; version 1, and the observer's consent."""
    run, folder = stage.run, stage.sticks / "2-轮次"
    run.step("1 保险库、键卡，轮次定义第 1 版 · vaults, cards, round version 1")
    for actor in (stage.secretary, stage.observer):
        stage.make_vault(actor, quiet=False)
    stage.compare(stage.observer, quiet=False)
    run.run(
        "round", "create", *stage.secretary.keys, "--settings", stage.sample.round_file,
        "--observer", stage.observer.fingerprint, "--out", folder,
    )  # fmt: skip
    stage.round_codes = run.json("round", "code", *stage.secretary.keys)
    stage.agree(stage.observer, folder, stage.round_codes[0])


def take_in(stage: Stage) -> None:
    """Applications, roster, list of bad credit records, list of 免申即享."""
    run, sample, keys = stage.run, stage.sample, stage.secretary.keys
    run.step("2 接收申报材料、名册、名单 · intake")
    run.json("intake", "check", *keys, sample.intake, expect=1, keep="intake-check")
    run.json("intake", "import", *keys, sample.intake, keep="intake-import")
    run.json("intake", "import", *keys, sample.intake, keep="intake-again")
    run.json("intake", "roster", *keys, sample.roster, keep="roster")
    run.json("intake", "integrity-list", *keys, sample.integrity_list, keep="integrity-list")
    run.run("gates", "namelist", *keys, sample.namelist)
    _compare_brackets(stage)


def pass_gates(stage: Stage) -> None:
    """Gates answered by the program and by a person; the open call by a person's word."""
    run, sample, keys = stage.run, stage.sample, stage.secretary.keys
    run.step("3 形式审查、资格核验、达标与名单核验 · gates of the three ways")
    by_hand = (*sample.qualified, *sample.listed, *sample.ended)
    run.run("gates", "run", *keys, *by_hand)
    for number in (*sample.qualified, *sample.ended):
        for gate in ("CG01", "CG09"):
            run.run("gates", "answer", *keys, number, gate, "yes", "--reason", _SEEN, quiet=True)
    for number in sample.qualified[:2]:
        run.run("gates", "answer", *keys, number, "M08-G3", "yes", "--reason", _SEEN)
    for number in sample.listed:
        run.run("gates", "answer", *keys, number, "M01-G6", "yes", "--reason", _SEEN, quiet=True)
    run.json("gates", "decide", *keys, *by_hand, keep="gates-decided")
    run.run("intake", "admit", *keys, *sample.numbers, "--reason", _WORD)
    for number in (sample.numbers[0], *sample.ended):
        run.json("gates", "show", *keys, number, keep="gates-shown")


def _compare_brackets(stage: Stage) -> None:
    """Compare the unit that stands once in full-width, once in half-width brackets."""
    sample = stage.sample
    where = next((one.where for one in sample.planted if one.id == "half-width-brackets"), None)
    if where is None:
        return
    expert, application = where.split()
    catalogue = load_shipped()
    roster = {one.number: one for one in read_roster(sample.roster, catalogue).experts}
    taken = {one.number: one for one in read_applications(sample.intake, catalogue).applications}
    pairs, answer = stage.out / "名称对.csv", stage.out / "名称对-结果.csv"
    employers = cast("list[dict[str, str]]", roster[expert].record["employment"])
    names = (employers[-1]["name"], taken[application].record["unit_name"])
    with pairs.open("w", encoding="utf-8", newline="") as out:
        csv.writer(out).writerows((("entity", "left", "right"), ("org", *names)))
    stage.run.run("conflicts", "compare", pairs, answer)
    with answer.open(encoding="utf-8", newline="") as source:
        stage.run.keep("brackets", next(csv.DictReader(source)))
