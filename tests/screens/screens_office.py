"""What the secretary's pictures show beside the round: intake, roster and draw, conflicts, score escrow."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import gates_harness
import openpyxl
import screens_data as data
import services_escrow
import services_harness
from assigning_harness import SETTINGS as SINGLE
from assigning_harness import Single
from desk_harness import Office, new_office
from gates_harness import (
    LISTED,
    MODES,
    SETTINGS,
    GateWorld,
    listed_row,
    listing_entry,
    open_record,
    qualified_record,
)
from services_harness import World, new_world, rising

from zgc_review.intake.application_layout import application_layout, namelist_layout
from zgc_review.intake.lists import integrity_layout
from zgc_review.intake.workbooks import write_workbook
from zgc_review.services import screening, taking_in

ROLES = ["tech", "industry", "finance", "invest", "manage", "legal", "ip"]
BENCH = 12


def taken(folder: Path) -> World:
    """Twelve people in the roster, ten applications, screened; experts judge single applications."""
    settings = {
        **data.SETTINGS,
        **SINGLE,
        "groups": [{"id": "G01", "sub_directions": [services_harness.SUB], "size": 8}],
        "alternates": 2,
    }
    world = new_world(folder, experts=data.EXPERTS, applications=10, fields=data.fields, settings=settings)
    kept = services_harness.roster_record
    services_harness.roster_record = lambda n: data.roster(n, ROLES) | {"consent": n != BENCH}
    try:
        Single(world).to_taken()
    finally:
        services_harness.roster_record = kept
    single = Single(world)
    single.tie("E003", employer=data.unit(3))
    single.tie("E005", employer=data.unit(5))  # their applicants: both stand aside
    screening.screen(single.desk, single.row)
    return world


def planned(world: World) -> None:
    """Drawn and assigned, nobody seated."""
    single = Single(world)
    single.to_drawn()
    made = single.assign()
    assert made.made is not None, made.findings


def seated(world: World) -> None:
    """Version 2 names the bench, everything is given to it."""
    single = Single(world)
    single.seat()
    taking_in.assign_groups(single.desk, single.row)


def intake(folder: Path) -> GateWorld:
    """A rehearsal of all three ways: applications at the gates, one handed in again, a folder with faults."""
    settings = {**SETTINGS, "title": data.REHEARSAL, "rehearsal": True}
    base = new_world(folder, (), settings=settings)
    world = GateWorld(folder, base.catalogue, base.secretary, base.observer, [], settings)
    world.define()
    records = [_open(n) for n in range(1, 7)] + [
        qualified_record(n, unit_name=data.unit(10 + n), title=data.title(n)) for n in range(1, 5)
    ]
    records[1]["ethics_humans"] = True
    old = {"ethics_approval_no": "京伦审 2026-118", "ethics_valid_to": "2026-10-31"}
    new = {"ethics_approval_no": "京伦审 2026-007", "ethics_valid_to": "2027-10-31"}
    records[2].update(ethics_animals=True, ethics_committee="示例大学伦理委员会", **old)
    records[3].update(ethics_law=True, ethics_committee="示例医院伦理委员会", **new)
    world.take(records)
    world.listing(
        listing_entry(name=records[0]["unit_name"]),
        listing_entry(name=records[4]["unit_name"], to="2025-01-01"),
    )
    rows = [listed_row(n, unit_name=data.unit(13 + n), payee=data.unit(13 + n)) for n in (1, 2, 3)]
    rows[1]["answer"] = "declined"
    rows[2]["payee"] = ""
    world.namelist(*rows)
    world.check_gates()
    _hand_in_again(world, dict(records[5]))
    _faulty(world)
    write_workbook(
        folder / "名单.xlsx",
        namelist_layout(world.catalogue, [LISTED]),
        [listed_row(n, unit_name=data.unit(n)) for n in (7, 8)],
    )
    write_workbook(folder / "不良信用记录.xlsx", integrity_layout(), [listing_entry()])
    return world


def _open(n: int) -> dict[str, Any]:
    """Return an application of the open call."""
    return open_record(n, unit_name=data.unit(n), title=data.title(n))


def _hand_in_again(world: GateWorld, one: dict[str, Any]) -> None:
    """Let an application come again with another title, amount and papers."""
    folder = world.folder / "again"
    papers = folder / str(one["application_no"])
    papers.mkdir(parents=True)
    one.update(title="高精度六维力传感器示范应用", requested_amount=350 * data.WAN)
    write_workbook(folder / "申报.xlsx", application_layout(world.catalogue, list(MODES)), [one])
    due = [paper for paper in world.catalogue.attachments_for(one["sub_direction"]) if paper.required]
    for place, paper in enumerate(due):
        if place != 1:
            text = f"{'改' if place == 0 else ''}{paper.zh}\n{one['unit_name']}\n"
            (papers / f"{paper.id}.txt").write_text(text, "utf-8")
    (papers / "CA08 伦理批件.txt").write_text("批件\n", "utf-8")
    taking_in.take_in(world.secretary.desk, world.secretary.round, folder)


def _faulty(world: GateWorld) -> None:
    """Write a folder with an odd amount, a wrong code, a number twice, a date that is none, odd columns."""
    folder = world.folder / data.HANDED_IN
    folder.mkdir()
    records = [_open(n) for n in range(11, 31)]
    path = folder / "申报汇总表（申报）.xlsx"
    write_workbook(path, application_layout(world.catalogue, list(MODES)), records)
    book = openpyxl.load_workbook(path)
    sheet = book.worksheets[0]
    heads = {str(cell.value): cell.column for cell in sheet[1]}
    sheet.cell(5, heads["申请支持金额（万元）"]).value = "12O.00"
    sheet.cell(7, heads["统一社会信用代码"]).value = "91110108MAXXXX0150"
    sheet.cell(9, heads["申报编号"]).value = sheet.cell(8, heads["申报编号"]).value
    dated = next(name for name in heads if "日期" in name)
    sheet.cell(12, heads[dated]).value = "2016/13/02"
    odd = sheet.max_column + 1
    for column, head, row, words in ((odd, "内部评语", 4, "很好"), (odd + 1, "经办处室", 3, "高新处")):
        sheet.cell(1, column).value = head
        sheet.cell(row, column).value = words
    book.save(path)
    for one in records:
        papers = folder / str(one["application_no"])
        papers.mkdir()
        for paper in world.catalogue.attachments_for(one["sub_direction"]):
            if paper.required:
                (papers / f"{paper.id}.txt").write_text("材料\n", "utf-8")


def settling(folder: Path) -> GateWorld:
    """A round in which experts settle gates of applications that are not scored; the first declared."""
    settings = {**SETTINGS, "title": data.TITLE}
    base = new_world(folder, data.EXPERTS[:5], settings=settings)
    world = GateWorld(base.folder, base.catalogue, base.secretary, base.observer, base.experts, settings)
    world.define()
    gates_harness.check(world)
    gates_harness.seat(world)
    package = world.pack()
    world.open(world.experts[0], package)
    world.declare_none(world.experts[0])
    return world


def conflicts(folder: Path) -> World:
    """Findings of every level; one was dismissed before its evidence grew."""
    office = new_office(folder, title=data.TITLE)
    _people(office)
    _applicants(office)
    office.screen()
    first = office.experts["E001"]
    one = next(f for f in office.all() if f.row.rule == "R15" and f.row.expert_id == first)
    office.decide(one, "dismiss", "已核对营业执照，不是同一法人")
    _people(office, employment=[{"name": "北京示例测控有限公司", "from": "2019-01", "to": "2021-02"}])
    office.screen()
    return office.world


def _people(office: Office, **more: Any) -> None:
    """Put the roster; ``more`` is added to the first entry."""
    employer = "示例智控科技（北京）有限公司"
    post = {"employer_from": "2021-03", "post": "高级工程师"}
    office.expert("E001", name="李亓", employer=employer, **post, **more)
    office.expert("E002", name="逄䶮", employer="示例理工学院", email="a@example.cn", mobile_tail="0027")
    seat = {"name": "北京示例深海探测有限公司", "post": "独立董事", "from": "2020-01", "to": "2025-06"}
    seats = [{**seat, "credit_code": "91110108MAXXXX0312"}]
    office.expert("E003", name="ZHANG Wei", employer="示例大学", positions=seats)
    links = [{"name": "张伟", "employer": "示例装备研究院", "kind": "supervisor", "year": 1995}]
    office.expert("E004", name="孙如是", employer="北京示例机器人研究院", academic_links=links)


def _applicants(office: Office) -> None:
    """Put four applications."""
    given = (
        ("北京示例智控科技有限公司", "91110108MAXXXX015B", "何晏"),
        ("北京示例深海探测有限公司", "91110108MAXXXX0312", "逄䶮"),
        ("示例装备研究院", "", "张伟"),
        ("北京示例机器人有限公司", "", "曹越"),
    )
    for n, (unit, code, name) in enumerate(given, 1):
        leader = {"name": name, "employer": unit, "mobile_tail": "0027"}
        people = dict.fromkeys(("project_leader", "contact", "legal_representative"), leader)
        wished = [{"name": "ZHANG Wei", "employer": "示例大学", "reason": "竞争关系"}] if n == 4 else []
        office.application(
            f"03-01{n:02d}",
            title=data.title(n),
            unit_name=unit,
            unit_credit_code=code,
            **people,
            team=[{"member": leader, "core": True}],
            former_names=[],
            registration_date="2018-06-01",
            excluded_experts=wished,
        )


def escrow(folder: Path) -> World:
    """A round of score escrow: three files are held, the fourth is on its way, the fifth is awaited."""
    settings = {**data.SETTINGS, "collector": "score_escrow"}
    world = new_world(folder, experts=data.EXPERTS[:5], fields=data.fields, settings=settings)
    world.define()
    world.seat()
    services_escrow.prepare(world)
    world.pack()
    for person in world.experts:
        world.open(person, world.package)
    for n, person in enumerate(world.experts[:4]):
        world.score(person, rising(62 + 4 * n))
        paths = world.give_back(person)
        if n < 3:
            world.collect(paths)
    return world
