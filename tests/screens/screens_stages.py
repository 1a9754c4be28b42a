"""The rounds of a stage that the pictures show: a mid-term check, an acceptance (rules §2.4)."""

from __future__ import annotations

import random
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import screens_data as data
from screens_world import draw_all
from services_harness import Person, World, new_world
from services_samples import SUB
from sitting_harness import CONFLICT
from stage_harness import StageSitting, StageWorld, project

from ui.cli.demo.press import Press
from zgc_review.domain.bodies import SheetBody
from zgc_review.domain.rows import ApplicationRow
from zgc_review.intake.templates import layouts
from zgc_review.intake.workbooks import write_workbook
from zgc_review.scoring import drafts
from zgc_review.services import deciding, sheets, taking_in
from zgc_review.services.deliberating_opinions import OpinionText, sign_opinion, vote_opinion
from zgc_review.services.vetoes_signing import Evidence

ME = 1  # the expert whose way is shown: no chair
PROJECTS = 6
#: How far each project came: with these levels every band of a stage is met.
_LEVELS = (84, 77, 66, 73, 50, 88)
_FAILED = 3  # the project a screening item speaks against, by place
_BELOW = 4  # the project below a floor
TITLES = {"midterm": "2025 年立项项目中期检查", "acceptance": "2024 年立项项目验收"}
_ROLES = (["tech"], ["tech"], ["industry"], ["manage"], ["finance"])
_ITEM = {"midterm": "SM-S4", "acceptance": "SA-S3"}
_PROVEN = {
    "midterm": "第二页写明去年 11 月起停工 8 个月，未见报告",
    "acceptance": "第一页考核指标完成 80%，低于 85%",
}
_COMMENTS = (
    "第三方检测报告与任务书节点逐项对应，主要指标达到。",
    "两家用户的运行记录完整，第二家只有三个月数据。",
    "支出单独核算，两笔调剂已报批，凭证完整。",
    "人员按任务书投入，变动一人已备案。",
    "后续节点、经费、责任逐项对应，风险清单可再细。",
)
_OVERALLS = (
    "主要指标有检测报告支撑，经费单独核算，资料齐全；建议补充第二家用户的长期运行数据后归档。",
    "任务按任务书推进，个别次要指标滞后两个月，已有补救安排；建议下一节点前核对到位资金。",
)
_LOW = (
    "主要指标未完成，检测报告只覆盖其中一项。",
    "没有可以核实的应用数据，用户证明是同一单位出具的。",
    "两笔支出与任务无关，凭证不全。",
    "主要人员半年未投入，未见备案。",
    "过程记录缺失，后续安排笼统。",
)
_SAID = OpinionText(
    "样机完成装配，关键部件已自制。",
    "主要指标未完成，两笔支出与任务无关。",
    "退回与任务无关的支出，限期补齐检测报告。",
)
_HEADS = {"midterm": "中期检查报告", "acceptance": "验收总结报告"}
_ASIDE = {3: {1: [CONFLICT]}}  # the fourth expert stands aside on the second project


class ShownStage(StageWorld):
    """A round of a stage whose papers and people can be shown."""

    def intake(self) -> Path:
        place = super().intake()
        press = Press()
        for n in range(1, self.applications + 1):
            one = self.fields(n)
            papers = place / str(one["application_no"])
            (papers / "验收报告.txt").unlink()
            name = _HEADS[self.stage]
            (papers / f"{name}.pdf").write_bytes(press.set("paper", _report(self.stage, one)))
            (papers / "经费决算表.pdf").write_bytes(press.set("paper", _spending(one)))
        (self.folder / "名册.xlsx").unlink()
        people = layouts(self.catalogue, [SUB], self.stage)[1]
        entries = [data.roster(n, _ROLES[n - 1]) for n in range(1, len(self.experts) + 1)]
        write_workbook(self.folder / "名册.xlsx", people, entries)
        return place


def _fields(stage: str, n: int) -> dict[str, Any]:
    """Return the record of the n-th project; one speaks for a screening item by itself."""
    leader = {"name": data.LEADERS[n % len(data.LEADERS)], "employer": data.unit(n)}
    one = project(n) | {
        **dict.fromkeys(("legal_representative", "project_leader", "contact"), leader),
        "team": [{"member": leader, "duty": "总体设计", "core": True}],
        "unit_name": data.unit(n),
        "title": data.title(n),
        "requested_amount": (100 + 20 * n) * data.WAN,
        "grant_received": 80 * data.WAN,
        "grant_spent": (60 + 2 * n) * data.WAN,
    }
    if n == _FAILED + 1:
        one |= {"target_completion": 8_000, "months_stopped": 8} | (
            {"months_stopped": 0} if stage == "acceptance" else {}
        )
    return one


def _report(stage: str, one: dict[str, Any]) -> dict[str, Any]:
    """Return what the report of a project says."""
    done = f"{one['target_completion'] / 100:.0f}%"
    stopped = int(one["months_stopped"])
    rows = [
        ["量程与精度", "误差不超过 0.5%", "0.42%（第三方检测）"],
        ["连续运行", "两家用户各 90 天", "一家 96 天，一家 91 天"],
        ["知识产权", "发明专利 3 件", "受理 2 件，授权 1 件"],
        ["批量制造", "小批 50 台", "已交付 46 台"],
    ]
    said: list[dict[str, Any]] = [
        {"kind": "heading", "text": "一、任务与考核指标"},
        {"kind": "text", "text": f"按任务书共四项考核指标，至报告日完成 {done}，逐项如下。"},
        {"kind": "table", "widths": [3, 4, 4], "head": ["指标", "任务书要求", "完成情况"], "rows": rows},
        {"kind": "heading", "text": "二、进度与组织"},
        {
            "kind": "text",
            "text": "项目组按月召开例会，关键部件自制，用户单位派员参与联调；人员变动一人，已备案。",
        },
        {"kind": "heading", "text": "三、应用与绩效"},
        {
            "kind": "text",
            "text": "样机在两处园区连续运行，累计处理工件 3.2 万件，用户出具证明两份；培训与移交按期完成。",
        },
        {"kind": "break"},
        {"kind": "heading", "text": "四、问题与后续安排"},
        {
            "kind": "text",
            "text": f"项目因场地改造停止实施 {stopped} 个月，现已恢复。"
            if stopped
            else "第二家用户的长期运行数据尚在积累，计划下一季度补充；其余节点不变。",
        },
    ]
    return _paper(one, _HEADS[stage], said)


def _spending(one: dict[str, Any]) -> dict[str, Any]:
    """Return the account of a project's money."""
    received, spent = one["grant_received"] // data.WAN, one["grant_spent"] // data.WAN
    rows = [
        ["设备费", f"{received * 4 // 10}.00", f"{spent * 4 // 10}.00"],
        ["材料与测试费", f"{received * 3 // 10}.00", f"{spent * 3 // 10}.00"],
        ["人员与劳务费", f"{received - received * 7 // 10}.00", f"{spent - spent * 7 // 10}.00"],
        ["合计", f"{received}.00", f"{spent}.00"],
    ]
    table: dict[str, Any] = {
        "kind": "table",
        "widths": [3, 2, 2],
        "head": ["科目", "预算", "支出"],
        "rows": rows,
    }
    head: dict[str, Any] = {"kind": "text", "text": "财政资金单独核算，单位：万元。两笔科目间调剂已报批。"}
    return _paper(one, "经费决算表", [head, table])


def _paper(one: dict[str, Any], heading: str, blocks: list[dict[str, Any]]) -> dict[str, Any]:
    """Return a printed paper of a project."""
    number = str(one["application_no"])
    subheading = f"{number}　{one['title']}　{one['unit_name']}"
    return {
        "heading": heading,
        "subheading": subheading,
        "number": number,
        "title": one["title"],
        "unit": one["unit_name"],
        "scan": False,
        "turn": 0,
        "tilt": 0,
        "blocks": blocks,
    }


def begun(folder: Path, stage: str) -> World:
    """Packed; the second expert declared and filled half of the sheets."""
    plain = new_world(folder, data.EXPERTS[:5])
    settings = {"stage": stage, "title": TITLES[stage], "alternates": 0}
    world = ShownStage(
        plain.folder,
        plain.catalogue,
        plain.secretary,
        plain.observer,
        plain.experts,
        settings,
        PROJECTS,
        lambda n: _fields(stage, n),
    )
    world.define()
    world.take_in()
    draw_all(world)
    world.agree()
    taking_in.assign_groups(world.secretary.desk, world.secretary.round)
    world.pack()
    me = world.experts[ME]
    world.open(me, world.package)
    StageSitting(world).declare(me, {})
    for place in (0, 1, _FAILED):
        _fill(world, ME, place)
    return world


def _rows(person: Person) -> Sequence[ApplicationRow]:
    with person.desk.vault.begin() as uow:
        return uow.applications.all(person.round.round_id)


def _fill(world: World, expert: int, place: int, phase: str = "initial") -> None:
    """Fill an expert's sheet of a project, around the level that the project has."""
    person, chance = world.experts[expert], random.Random(100 * expert + place)
    stage = str(world.settings["stage"])
    level = _LEVELS[place] + 2 * (expert - 2)
    advice = "SUPPORT" if level >= 70 else "SUPPORT_IF_REVISED" if level >= 60 else "NOT_SUPPORT"
    criteria = [one.id for one in world.catalogue.rubric(SUB, stage).criteria]

    def complete(body: SheetBody) -> SheetBody:
        for criterion, good, low in zip(criteria, _COMMENTS, _LOW, strict=True):
            percent = max(30, min(97, level + chance.randint(-4, 4)))
            said = good if percent >= 60 else low
            body = drafts.set_percent(body, criterion, percent)
            body = drafts.set_comment(body, criterion, said)
            body = drafts.set_floor_reason(body, criterion, said if percent < 60 else "")
        body = drafts.set_overall(body, _OVERALLS[place % len(_OVERALLS)])
        body = drafts.set_recommendation(body, advice)
        return drafts.set_integrity(body, False)

    application = _rows(person)[place].application_id
    sheets.edit(person.desk, person.round, application, "fill", complete, phase)


def combined(world: World) -> None:
    """Everybody returned; combined, the chair holds the panel file."""
    sitting = StageSitting(world)
    for expert, person in enumerate(world.experts):
        if expert != ME:
            world.open(person, world.package)
            sitting.declare(person, _ASIDE.get(expert, {}))
        mine = [place for place, one in enumerate(_rows(person)) if one.state == "OPEN"]
        for place in mine:
            _fill(world, expert, place)
        sheets.lock(person.desk, person.round, [_rows(person)[place].application_id for place in mine])
        world.collect(world.give_back(person))
    sitting.aggregate()
    sitting.panel()


def discussed(world: World) -> None:
    """One project fell by a screening item, one below a floor was discussed; an opinion stands."""
    sitting = StageSitting(world)
    stage, claimer, chair = str(world.settings["stage"]), sitting.member(ME), sitting.chair
    with claimer.desk.vault.begin() as uow:
        papers = uow.applications.documents(sitting.id(_FAILED))
    report = next(one for one in papers if one.name.startswith(_HEADS[stage]))
    page = 2 if stage == "midterm" else 1
    sitting.claim(claimer, _ITEM[stage], _FAILED, Evidence(report.plain, page, _PROVEN[stage]))
    sitting.vote(_ITEM[stage], {0: "yes", 1: "yes", 2: "yes", 3: "yes", 4: "no"}, _FAILED)
    sitting.panel()
    sitting.discuss(_BELOW)
    sitting.hand_in(sign_opinion(chair.desk, chair.round, sitting.id(_BELOW), _SAID, sitting.folder()))
    sitting.letters()
    for n, answer, dissent in ((1, "agree", ""), (4, "dissent", "主要任务未完成，不宜再给整改期。")):
        one = sitting.member(n)
        sitting.hand_in(
            vote_opinion(one.desk, one.round, sitting.id(_BELOW), answer, dissent, folder=sitting.folder())  # type: ignore[arg-type]
        )
    sitting.panel()


def decided(world: World) -> None:
    """The chair signed every outcome."""
    sitting = StageSitting(world)
    sitting.collect(*sitting.decide())


def sealed(world: World) -> None:
    """Confirmed and sealed."""
    sitting = StageSitting(world)
    deciding.confirm_decisions(sitting.secretary.desk, sitting.secretary.round)
    world.seal()
