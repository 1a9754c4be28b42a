"""The sitting: combining, a late conflict, discussion, vetoes, a revision, a tie, decisions (rules §8)."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from ui.cli.demo.stage import Actor, Stage
from zgc_review.domain.settings import Bands
from zgc_review.scoring.totals import band_of

_LATE = "会上获知本人与申报单位的合同纠纷尚未了结"
_VETO = "CV01"
_REMARK = "CV06"
_TIED_POOL: Final = "P-F1"
_BANDS: Final = Bands()
_STEP: Final = 3
Row = dict[str, str]


def combine(stage: Stage) -> None:
    """Combine and rank; then a member declares late, and the value is computed again (rules §4.2)."""
    run, keys = stage.run, stage.secretary.keys
    run.step("16 汇总 · combining")
    run.json("aggregate", *keys, keep="aggregated")
    run.run("ranking", *keys)
    number = stage.sample.parts.get("late-after")
    if number is not None:
        late = stage.player("late-after")
        run.run("declare", *late.keys, "--yes", number, "R10", _LATE, "--rest-none")
        run.run("return", *late.keys, "--out", stage.returns(late))
        stage.collect([late])
        run.json("ranking", *keys, keep="aggregated")


def brief_chairs(stage: Stage) -> None:
    """Panel files for the chairs, and for who acts where one stands aside."""
    stage.run.step("17 合议材料 · panel files")
    readers = [stage.chair(group) for group in _sitting(stage)]
    acting = [stage.player("acting")] if "chair-recused" in stage.sample.parts else []
    stage.tell([*readers, *acting])  # the letter brings the versions made since
    for actor in acting:
        _brief(stage, actor, "G01", "panel-acting")
    for group in _sitting(stage):
        _brief(stage, stage.chair(group), group, f"panel-{group}")


def _sitting(stage: Stage) -> list[str]:
    """Return the groups that have something to judge."""
    return sorted({*stage.sample.groups.values()})


def _brief(stage: Stage, reader: Actor, group: str, keep: str) -> None:
    """Write a panel file, and let its reader take it."""
    run = stage.run
    options = ("--group", group, "--reader", reader.code, "--out", stage.sticks / "6-合议" / group)
    written = run.json("panel", "write", *stage.secretary.keys, *options)
    run.run("panel", "take", *reader.keys, written["file"])
    run.json("panel", "show", *reader.keys, "--group", group, keep=keep)


def deliberate(stage: Stage) -> None:
    """Open discussions, raise vetoes, tell the members by letter; votes and one revision come back."""
    stage.run.step("18 合议：讨论、书面说明、一票否决、修改 · discussion, explanation, vetoes, revision")
    for group in _sitting(stage):
        for number in _to_discuss(stage, group):
            stage.sign(stage.chair(group), "discuss", "open", number)
    _explain(stage)
    if stage.sample.parts:
        _claim(stage)
    told = {stage.sample.groups[number] for number in _talked_of(stage)}
    members = [stage.experts[number] for group in sorted(told) for number in stage.groups[group]]
    if members:
        stage.tell(members)
        _vote(stage)
        _revise(stage)
        stage.collect(members)
        _judge_vetoes(stage)
    for group in _sitting(stage):
        for number in _to_discuss(stage, group):
            stage.sign(stage.chair(group), "discuss", "close", number)


def _claim(stage: Stage) -> None:
    """Raise two vetoes, with a document and a page."""
    for part, item, text in (
        ("veto-confirmed", _VETO, "附件三检测报告编号经核不存在"),
        ("veto-failed", _REMARK, "核心专利的权属变更未见登记"),
    ):
        words = ("veto", "claim", stage.sample.parts[part], item, "--document", "1", "--page", "2")
        stage.sign(stage.player("raises-veto"), *words, "--evidence", text)


def _judge_vetoes(stage: Stage) -> None:
    """See what became of the claims; the chair's file is written again, with votes and revision."""
    parts = stage.sample.parts
    for part in ("veto-confirmed", "veto-failed"):
        if part in parts:
            stage.run.json("veto", "show", parts[part], *stage.secretary.keys, keep=part)
    for group in sorted({stage.sample.groups[number] for number in _talked_of(stage)}):
        _brief(stage, stage.chair(group), group, f"panel-{group}")


def _talked_of(stage: Stage) -> list[str]:
    """Return the applications about which the members must hear more than they know."""
    sample = stage.sample
    numbers = [sample.below_floor[0]] if sample.below_floor else []
    return [
        *numbers,
        *(sample.parts[part] for part in ("veto-confirmed", "veto-failed") if part in sample.parts),
    ]


def _to_discuss(stage: Stage, group: str) -> list[str]:
    """Return what the chair of a group opens for discussion."""
    sample = stage.sample
    numbers = [sample.deviating[0]] if sample.deviating else []
    numbers += [sample.below_floor[0]] if sample.below_floor else []
    numbers += [sample.parts[part] for part in ("veto-confirmed", "veto-failed") if part in sample.parts]
    return [one for one in dict.fromkeys(numbers) if sample.groups[one] == group]


def _vote(stage: Stage) -> None:
    """One claim is confirmed by two thirds of those whose sheet counts, the other by one vote only."""
    run, parts = stage.run, stage.sample.parts
    if not parts:
        return
    members = [stage.experts[number] for number in stage.groups["G03"]]
    judges = {
        part: [actor for actor in members if actor.name in _judges(stage, parts[part])]
        for part in ("veto-confirmed", "veto-failed")
    }
    enough = -(-2 * len(judges["veto-confirmed"]) // 3)
    for part, item, yes in (("veto-confirmed", _VETO, enough), ("veto-failed", _REMARK, 1)):
        for place, actor in enumerate(judges[part][: max(yes, 3)]):
            answer = "yes" if place < yes else "no"
            words = ("veto", "vote", parts[part], item, answer, "--out", stage.returns(actor))
            run.run(*words, *actor.keys, quiet=place > 0)


def _judges(stage: Stage, number: str) -> set[str]:
    """Return who wrote a sheet on an application."""
    return {
        name for name, plans in stage.sheets.items() if any(one.application_number == number for one in plans)
    }


def _revise(stage: Stage) -> None:
    """An expert who heard the discussion revises one mark, once; both values stand (rules §6.8)."""
    if stage.sample.below_floor is None:
        return
    run, number = stage.run, stage.sample.below_floor[0]
    name, plan = next(
        (name, plan)
        for name, plans in stage.sheets.items()
        for plan in plans
        if plan.application_number == number
    )
    actor, criterion = stage.experts[name], _movable(plan.percents)
    run.run("sheet", "revise", *actor.keys, number, "--reason", "听取检测报告的说明后，对该项重新判断")
    run.run(
        "sheet", "set", *actor.keys, number, "--percent", criterion, str(plan.percents[criterion] - _STEP)
    )
    run.run("sheet", "lock", *actor.keys, number)
    run.run("return", *actor.keys, "--out", stage.returns(actor))


def _movable(percents: Mapping[str, int]) -> str:
    """Return a criterion whose mark can fall by the step within its band: the comments still hold."""
    return next(
        name
        for name, percent in percents.items()
        if band_of(percent, _BANDS) == band_of(percent - _STEP, _BANDS)
    )


def _explain(stage: Stage) -> None:
    """The expert far from the others keeps the marks and explains them in writing (S07)."""
    far = stage.sample.deviating
    if far is None:
        return
    name = next(
        name
        for name, plans in stage.sheets.items()
        if far in {(plan.application_number, plan.seat) for plan in plans}
    )
    text = "附件中的试验数据与申报书口径不一致，本人据此评分，不作修改"
    stage.sign(stage.experts[name], "explain", "sign", far[0], "--text", text)
    stage.run.json("explain", "show", far[0], *stage.secretary.keys, keep="explained")


def break_tie(stage: Stage) -> None:
    """The round chair puts what is equal in an order (S10)."""
    if not stage.sample.tie:
        return
    run, keys = stage.run, stage.secretary.keys
    run.step("19 并列裁定 · a tie is decided")
    run.run("tie", "show", _TIED_POOL, *keys)
    words = ("tie", "sign", _TIED_POOL, *stage.sample.tie, "--reason", "按产业化进度裁定")
    stage.sign(stage.chair("G01"), *words)
    run.run("ranking", *keys)


def decide(stage: Stage) -> None:
    """Chairs and the acting chair sign decisions; what cannot stand would be listed; then they count."""
    run, keys = stage.run, stage.secretary.keys
    run.step("20 结论 · decisions")
    aside = stage.sample.parts.get("chair-recused", "")
    for group in _sitting(stage):
        listed = stage.out / f"结论-{group}.csv"
        run.run("ranking", *keys, "--group", group, "--out", listed, quiet=True)
        rows = _rows(listed, stage.sample.parts)
        own = [row for row in rows if row["number"] != aside]
        _sign(stage, stage.chair(group), group, listed, own)
    if aside:
        acting, listed = stage.player("acting"), stage.out / "结论-代理组长.csv"
        run.run("panel", "show", *acting.keys, "--group", "G01", "--out", listed, quiet=True)
        _sign(stage, acting, "G01", listed, _rows(listed, stage.sample.parts))
    run.json("decisions", "check", *keys, keep="decisions-checked")
    run.run("decisions", "confirm", *keys)


def _rows(listed: Path, parts: Mapping[str, str]) -> list[Row]:
    """Return a decision list as the chair fills it in."""
    with listed.open(encoding="utf-8-sig", newline="") as source:
        rows: list[Row] = list(csv.DictReader(source))
    for row in rows:
        if row["number"] == parts.get("veto-confirmed"):
            row.update(decision="VETOED", amount_fen="")
    return rows


def _sign(stage: Stage, actor: Actor, group: str, path: Path, rows: list[Row]) -> None:
    """Sign a list of decisions and hand it in."""
    if not rows:
        return
    with path.open("w", encoding="utf-8-sig", newline="") as out:
        writer = csv.DictWriter(out, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    folder = stage.sticks / "6-结论" / group / actor.name
    stage.run.run("decisions", "sign", *actor.keys, path, "--out", folder)
    stage.run.run("collect", *stage.secretary.keys, folder, quiet=True)
