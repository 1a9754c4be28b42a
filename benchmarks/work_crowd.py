"""An expert's vault with many applications of several sub-directions, some of them scored."""

from __future__ import annotations

from dataclasses import replace

from zgc_review.domain.bodies import SheetBody, plain
from zgc_review.domain.rows import ApplicationRow, DraftRow, RoundRow
from zgc_review.domain.states import SheetStatus
from zgc_review.scoring import drafts
from zgc_review.services import declaring
from zgc_review.services.desk import Desk
from zgc_review.services.rounds import state_of
from zgc_review.services.sheets import rubric_of

DIRECTIONS = ("M01-1", "M03-1", "M08-1")
UNITS = (
    "示例智控科技",
    "示例低碳技术",
    "示例光学仪器",
    "示例芯片设计",
    "示例遥感数据",
    "示例农业装备",
    "示例机器人",
)
TITLES = ("高精度六维力传感器首次应用", "工业余热回收示范线", "车规级图像处理芯片", "遥感影像实时解译平台")
OVERALL = "技术路线清楚，团队配置完整，市场前景较好，建议在合同中明确阶段指标与经费用途，并补充第三方检测。"
COMMENT = "有第三方检测报告和用户证明支撑，依据充分。"
AT = "2026-11-22T20:41:07+08:00"


def declared(desk: Desk, row: RoundRow) -> None:
    """Pledge, and declare that no rule applies anywhere."""
    declaring.pledge(desk, row)
    declaring.answer_rest(desk, row)
    declaring.declare(desk, row)


def crowd(desk: Desk, row: RoundRow, count: int) -> list[str]:
    """Add applications up to ``count``: of seven, two are complete, one is begun, one is closed; return ids.

    The last complete one judged a version that a letter replaced.
    """
    with desk.vault.begin() as uow:
        given = uow.applications.all(row.round_id)
        template, state = given[0], state_of(uow, row)
        ids = [one.application_id for one in given]
        for n in range(len(given), count):
            application = _application(template, n)
            uow.applications.add(application)
            ids.append(application.application_id)
            if application.state == SheetStatus.OPEN and n % 7 < 3:
                rubric = rubric_of(uow, state, application)
                criteria = [one.id for one in rubric.criteria]
                body = _sheet(application, criteria, n, letter="0" * 64)
                uow.drafts.append(DraftRow(row.round_id, ids[-1], "initial", 1, AT, "percent", plain(body)))
        uow.commit()
    return ids


def _application(template: ApplicationRow, n: int) -> ApplicationRow:
    direction = DIRECTIONS[n % len(DIRECTIONS)]
    number = f"ZGC-{n + 1:05d}"
    record = {
        **template.record,
        "application_no": number,
        "sub_direction": direction,
        "unit_name": f"北京{UNITS[n % len(UNITS)]}有限公司",
        "title": f"{TITLES[n % len(TITLES)]}（{n + 1}）",
    }
    closed = n % 7 == 5
    return replace(
        template,
        application_id=f"{n:032x}",
        number=number,
        sub_direction=direction,
        record=record,
        state=(SheetStatus.RECUSED if closed else SheetStatus.OPEN).value,
        reason="R02" if closed else "",
        version=f"{n:064x}",
    )


def _sheet(application: ApplicationRow, criteria: list[str], n: int, letter: str) -> SheetBody:
    body = drafts.new_draft(application.application_id, application.version, letter)
    shown = criteria if n % 7 < 2 else criteria[:-2]
    for place, criterion in enumerate(shown):
        percent = 61 + (n * 5 + place * 7) % 29
        body = drafts.set_percent(body, criterion, percent)
        body = drafts.set_comment(body, criterion, COMMENT)
    body = drafts.set_overall(body, OVERALL)
    if n % 7 < 2:
        body = drafts.set_recommendation(body, ("SUPPORT", "SUPPORT_IF_REVISED", "NOT_SUPPORT")[n // 7 % 3])
        body = drafts.set_integrity(body, found=False)
    return body
