"""The round that the pictures show: eighteen applications with papers, everything invented."""

from __future__ import annotations

import random
import shutil
from collections.abc import Sequence
from pathlib import Path

import pypdfium2
from services_harness import World, new_world
from services_samples import COMMENT, CRITERIA, OVERALL, record

from ui.cli.demo.sample import make_sample
from zgc_review.catalogue import load_shipped
from zgc_review.domain.rows import ApplicationRow
from zgc_review.scoring import drafts
from zgc_review.services import declaring, sheets
from zgc_review.services.desk import Desk

_UNITS = [
    "云枢科技",
    "微纳光电",
    "装备研究",
    "量测仪器",
    "深海探测",
    "生物制造",
    "智能装备",
    "绿氢能源",
    "芯片设计",
    "遥感数据",
    "精密传动",
    "智控科技",
    "医疗器械",
    "视觉科技",
    "机器人",
    "农业装备",
    "轨道交通",
    "低碳技术",
]
_TITLES = [
    "高精度六维力传感器首次应用",
    "低温漂激光测距组件",
    "国产五轴联动数控系统示范线",
    "深海长续航滑翔机",
    "重组蛋白连续流制造",
    "绿电制氢控制系统",
    "车规级隔离驱动芯片",
    "高光谱遥感数据服务平台",
    "精密谐波减速器",
]


def _fields(n: int) -> dict[str, object]:
    """Return one application with a readable name."""
    unit = f"北京示例{_UNITS[(n - 1) % len(_UNITS)]}有限公司"
    return {**record(n), "unit_name": unit, "title": _TITLES[n % len(_TITLES)]}


def build(folder: Path) -> World:
    """Build the round until two experts opened their package, and close every vault."""
    papers = _papers(folder / "papers")
    world = new_world(folder, applications=18, fields=_fields)
    plain = world.intake

    def intake() -> Path:
        place = plain()
        for number, one in enumerate(sorted(place.rglob("*.txt"))):
            shutil.copyfile(papers[number % len(papers)], one.with_suffix(".pdf"))
            one.unlink()
        return place

    world.intake = intake  # type: ignore[method-assign]
    world.define()
    world.seat()
    world.pack()
    for person in world.experts[:2]:
        world.open(person, world.package)
    world.close()
    return world


def declare(desk: Desk, world: World) -> Sequence[ApplicationRow]:
    """Pledge and declare; the third application is recused."""
    row = world.experts[0].round
    declaring.pledge(desk, row)
    with desk.vault.begin() as uow:
        rows = uow.applications.all(row.round_id)
    declaring.answer(desk, row, rows[2].application_id, [declaring.GivenAnswer("R02", "yes", "同一单位在职")])
    declaring.answer_rest(desk, row)
    declaring.declare(desk, row)
    return rows


def score(desk: Desk, world: World, rows: Sequence[ApplicationRow]) -> None:
    """Fill most sheets; three lack something."""
    row, chance = world.experts[0].round, random.Random(3)
    for n, one in enumerate(rows):
        if n == 2 or n > 15:
            continue
        base = chance.randint(52, 92)
        changes = []
        for k, criterion in enumerate(CRITERIA):
            if n == 12 and k == 4:
                continue
            percent = max(0, min(100, base + chance.randint(-9, 9)))
            changes.append((drafts.set_percent, (criterion, percent)))
            changes.append((drafts.set_comment, (criterion, COMMENT)))
            changes.append((drafts.set_floor_reason, (criterion, COMMENT)))
        if n != 7:
            changes.append((drafts.set_overall, (OVERALL,)))
        if n != 9:
            advice = "SUPPORT" if base > 70 or n == 4 else "SUPPORT_IF_REVISED"
            changes.append((drafts.set_recommendation, (advice,)))
        changes.append((drafts.set_integrity, (False,)))
        for change, values in changes:
            sheets.edit(
                desk, row, one.application_id, change.__name__, lambda body, c=change, v=values: c(body, *v)
            )


def _papers(folder: Path) -> list[Path]:
    """Press papers of the demo's sample and return those of two pages and more that can be shown."""
    make_sample(folder, load_shipped(), applications=13, experts=60, seed=1)
    found = []
    for path in sorted(folder.rglob("*.pdf")):
        try:
            document = pypdfium2.PdfDocument(path)
        except pypdfium2.PdfiumError:
            continue  # planted
        if len(document) >= 2:
            found.append(path)
        document.close()
    return found
