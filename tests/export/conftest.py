"""Sample form values: every name is invented."""

from __future__ import annotations

import hashlib
from pathlib import Path
from types import SimpleNamespace

import pypdfium2
import pytest
from msgspec import Struct
from msgspec.json import decode

from zgc_review.export import form_values as fv
from zgc_review.export import office_values as ov
from zgc_review.export import result_values as rv

GOLDEN = Path(__file__).resolve().parent.parent / "golden" / "forms"
LONG_UNIT = "北京示例智能传感与高端装备精密测量控制工程技术研究中心（集团）股份有限公司海淀分公司"
RARE_UNIT = "北京䶮𠮷𬭚精密科技有限公司"
CRITERIA = (
    ("市场前景与成长性", 30),
    ("研发投入与创新能力", 30),
    ("技术水平与核心竞争力", 20),
    ("团队与组织实施", 12),
    ("投入产出与预算合理性", 8),
)
COMMENT = (
    "两家用户共 46 台连续运行 3 个月，有运行数据；但第二家与申报单位同属一个园区平台，代表性还可再核实。"
)
OVERALL = (
    "项目围绕高精度六维力传感器的工程化应用，技术路线清楚，样机指标经第三方检测确认，已在两家用户的装配线上"
    "连续运行。主要不足是用户覆盖面较窄，第二家用户与申报单位有平台关联，示范带动作用需要补充独立用户的证明；"
    "预算中测试费占比偏高，建议按合同明细核减。总体上具备首次应用条件，建议支持。"
)


def digest(text: str) -> str:
    """Return a stand-in digest."""
    return hashlib.sha256(text.encode()).hexdigest()


def digits(text: str) -> str:
    """Return stand-in fingerprint digits."""
    raw = hashlib.sha256(text.encode()).digest()
    return " ".join(f"{int.from_bytes(raw[i : i + 5], 'big') % 100_000:05d}" for i in range(0, 30, 5))


def head(*, rehearsal: bool = False) -> fv.RoundHead:
    """Return the round every sample belongs to."""
    return fv.RoundHead(
        title="2026年第一批评审",
        stage="proposal",
        round_code=digits("round"),
        version=3,
        rehearsal=rehearsal,
        printed_at="2026-11-22T14:53:37+08:00",
    )


def application(number: int, *, unit: str = "", title: str = "") -> fv.ApplicationHead:
    """Return one application."""
    kinds = ("深海探测", "遥感数据", "云枢科技", "视觉科技", "绿氢能源", "智控科技", "微纳光电", "农业装备")
    return fv.ApplicationHead(
        number=f"ZGC-2026-{number:04d}",
        unit=unit or f"北京示例{kinds[number % len(kinds)]}有限公司",
        title=title or f"高精度六维力传感器首次应用（{number}）",
        measure="举措1 支持高成长性企业发展",
        sub_direction="高成长性科技型小微企业",
        requested=180_000_000 + number * 1_000_000,
    )


def scored_sheet(
    number: int, *, unit: str = "", overall: str = OVERALL, comment: str = COMMENT
) -> fv.SheetPage:
    """Return one locked sheet; every seventh criterion is not applicable."""
    criteria = []
    total = weights = 0
    for place, (name, weight) in enumerate(CRITERIA):
        percent = None if (number + place) % 7 == 6 else 60 + (number * 7 + place * 13) % 38
        band = "" if percent is None else "A" if percent >= 90 else "B" if percent >= 75 else "C"
        criteria.append(
            fv.CriterionScore(
                name=name,
                weight=weight,
                percent=percent,
                band=band,
                points=None if percent is None else percent * weight,
                comment=comment if place != 3 else "",
                reason="本方向不涉及预算" if percent is None else "",
                cited=("申报书 第12页", "使用报告 第4页") if place == 1 else (),
            )
        )
        if percent is not None:
            total += percent * weight
            weights += weight
    return fv.SheetPage(
        application=application(number, unit=unit),
        state="locked",
        phase="initial",
        recused=False,
        integrity=False,
        criteria=tuple(criteria),
        applicable_weight=weights,
        total=(200 * total + weights) // (2 * weights),
        recommendation="SUPPORT" if number % 3 else "SUPPORT_IF_REVISED",
        overall=overall,
        budget=fv.BudgetView(
            amount=160_000_000,
            cuts=(fv.Cut(item="测试化验加工费", amount=20_000_000, reason="两份报价明显高于合同约定单价"),),
        )
        if number % 4 == 1
        else None,
        sequence=number + 1,
        locked_at="2026-11-22T11:20:05+08:00",
        sheet_digits=digits(f"sheet{number}"),
        application_version=digest(f"version{number}"),
    )


def recused_sheet(number: int) -> fv.SheetPage:
    """Return the sheet of an expert who stands aside."""
    return fv.SheetPage(
        application=application(number),
        state="recused",
        phase="initial",
        recused=True,
        recusal_rule="R02",
        recusal_reason="与申报单位属同一法人单位",
        integrity=None,
        criteria=(),
        applicable_weight=100,
        total=None,
        recommendation=None,
        overall="",
        sequence=number + 1,
        locked_at="2026-11-22T11:20:05+08:00",
        sheet_digits=digits(f"sheet{number}"),
        application_version=digest(f"version{number}"),
    )


def expert_sheets(count: int = 4, *, rehearsal: bool = False) -> fv.ExpertSheets:
    """Return F07 with ``count`` sheets: a long name, a rare name, a recusal, a sheet with a revision."""
    sheets = [scored_sheet(number) for number in range(count)]
    if count > 3:
        sheets[1] = scored_sheet(1, unit=RARE_UNIT)
        sheets[2] = recused_sheet(2)
        sheets[3] = scored_sheet(3, unit=LONG_UNIT)
    return fv.ExpertSheets(
        head=head(rehearsal=rehearsal),
        expert="专家07",
        name="",
        organisation="",
        group="G01",
        file_digits=digits("file"),
        sheets=tuple(sheets),
    )


def mark_cells(totals: list[int | None], *, revised: dict[int, int] | None = None) -> tuple[fv.MarkCell, ...]:
    """Return one cell per expert; the highest and the lowest of five or more are dropped (S01)."""
    values = [(revised or {}).get(place, total) for place, total in enumerate(totals)]
    scored = [value for value in values if value is not None]
    high = values.index(max(scored)) if len(scored) >= 5 else -1
    low = values.index(min(scored)) if len(scored) >= 5 else -1
    return tuple(
        fv.MarkCell(state="recused")
        if value is None
        else fv.MarkCell(
            state="scored",
            total=value,
            dropped="high" if place == high else "low" if place == low else "",
            revised=place in (revised or {}),
            flagged=abs(value - 8300) > 1500,
        )
        for place, value in enumerate(values)
    )


def summary_line(
    phase: str, totals: list[int | None], value: int | None, *, revised: dict[int, int] | None = None
) -> fv.SummaryLine:
    """Return one line of F08 with its counts."""
    recused = sum(total is None for total in totals)
    effective = len(totals) - recused
    return fv.SummaryLine(
        phase=phase,
        marks=mark_cells(totals, revised=revised),
        value=value,
        counts=fv.Counts(
            received=effective,
            effective=effective,
            recused=recused,
            void=0,
            absent=0,
            trimmed=2 if effective >= 5 else 0,
        ),
        rule="S01",
        rubric="M01 0.2.0",
    )


def summary_row(number: int, experts: int) -> fv.SummaryRow:
    """Return one application of F08; number 0 is the worked check value of rules §7."""
    if number == 0:
        totals: list[int | None] = [8200, 8500, 7800, 9100, 6000, 8400, 8300][:experts]
        totals += [8150] * (experts - len(totals))
    else:
        totals = [6800 + (number * 317 + place * 523) % 2600 for place in range(experts)]
    if number == 2:
        totals[3] = None
    return fv.SummaryRow(
        application=application(number, unit={1: RARE_UNIT, 3: LONG_UNIT}.get(number, "")),
        rank=number + 1,
        tied=number == 5,
        lines=(
            summary_line("initial", totals, 8240 - number * 50),
            summary_line("revision", totals, 8290 - number * 50, revised={1: 8650} if number == 4 else None),
        ),
        deviations=(
            fv.Deviation(
                expert="专家05",
                total=6000,
                from_mean=-2540,
                from_median=-2300,
                tests=("median",),
                explained=True,
            ),
        )
        if number == 0
        else (),
        earlier=(fv.EarlierValue(value=8123, reason="回避作废后重新汇总", at="2026-11-22T13:05:00+08:00"),)
        if number == 2
        else (),
        decision="SUPPORT" if number < 12 else "RESERVE",
    )


def score_summary(rows: int = 12, experts: int = 7, *, rehearsal: bool = False) -> fv.ScoreSummary:
    """Return F08 with one section."""
    return fv.ScoreSummary(
        head=head(rehearsal=rehearsal),
        sections=(
            fv.SummarySection(
                pool="举措1 支持高成长性企业发展",
                group="G01",
                experts=tuple(f"专家{number:02d}" for number in range(1, experts + 1)),
                chair="专家03",
                rows=tuple(summary_row(number, experts) for number in range(rows)),
            ),
        ),
        log_digits=digits("log"),
    )


def result_list(rows: int = 10, *, rehearsal: bool = False) -> rv.ResultList:
    """Return F14 with a scored pool, unscored grants, an ended application and fund totals."""
    within = min(rows, 6)
    scored = tuple(
        rv.ResultRow(
            rank=number + 1,
            tied=number == 4,
            application=application(number, unit={1: RARE_UNIT, 3: LONG_UNIT}.get(number, "")),
            value=8240 - number * 130,
            decision="SUPPORT" if number < 8 else "RESERVE",
            amount=150_000_000 if number < 8 else None,
            line="within" if number < within else "beyond_budget" if number < 8 else "reserve",
        )
        for number in range(rows)
    )
    void = rv.ResultRow(
        rank=None,
        tied=False,
        application=application(98),
        value=None,
        decision="VOID",
        amount=None,
        line=None,
    )
    return rv.ResultList(
        head=head(rehearsal=rehearsal),
        pools=(
            rv.PoolResult(
                pool="举措1 支持高成长性企业发展",
                fund="提升企业创新能力支持资金",
                rule="strict",
                pass_line=7000,
                reserve_line=6000,
                budget=2_400_000_000,
                granted=within * 150_000_000,
                within=within,
                rows=(*scored, void),
            ),
        ),
        checked=(
            rv.CheckedRow(
                application=application(61), way="on_qualification", result="MET", amount=50_000_000
            ),
            rv.CheckedRow(
                application=application(62), way="no_application", result="INFO_MISSING", amount=None
            ),
        ),
        ended=(
            rv.EndedRow(
                application=application(71), state="INELIGIBLE", reason="信用查询报告有在期不良记录（CG04）"
            ),
        ),
        funds=(
            rv.FundLine(
                fund="提升企业创新能力支持资金",
                scored=within * 150_000_000,
                unscored=50_000_000,
                spent_before=12_345_600_000,
                total=within * 150_000_000 + 50_000_000 + 12_345_600_000,
                annual=20_000_000_000,
                within=True,
            ),
        ),
    )


JSON_FORMS: dict[str, type[Struct]] = {
    "F01": ov.FormalCheck,
    "F02": ov.DrawRecord,
    "F03": ov.ExpertPledge,
    "F04": ov.InterestDeclaration,
    "F05": ov.ExpertRecusal,
    "F06": ov.ApplicantRecusal,
    "F09": ov.GroupOpinion,
    "F10": ov.VetoRecord,
    "F11": ov.SignIn,
    "F12": ov.Minutes,
    "F13": ov.PleaRecord,
    "F15": rv.PublicNotice,
    "F16": ov.Objection,
    "F17": ov.Handover,
    "F18": rv.SealList,
}


def share_paper(*, is_blank: bool = False) -> rv.SharePaper:
    """Return the paper of one officer's share."""
    words = tuple("" if is_blank else ("academic", "beaver")[n % 2] for n in range(33))
    return rv.SharePaper(
        head=head(),
        officer="秘书长 逄㐆监",
        key="escrow_result",
        recipient="age1" + "q" * 58,
        k=2,
        n=3,
        words=words,
        is_blank=is_blank,
    )


def all_forms() -> dict[str, Struct]:
    """Return one value for each of F01 to F18; the plain ones stand as JSON beside the pictures."""
    values = {
        form: decode((GOLDEN / f"{form}.json").read_bytes(), type=kind) for form, kind in JSON_FORMS.items()
    }
    values |= {
        "F07": expert_sheets(),
        "F08": score_summary(),
        "F14": result_list(),
    }
    return dict(sorted(values.items()))


def page_texts(pdf: bytes) -> list[str]:
    """Return the text of each page without white space: line breaks depend on the font's version."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        return ["".join(_text(document[number]).split()) for number in range(len(document))]
    finally:
        document.close()


def _text(page: pypdfium2.PdfPage) -> str:
    """Return the text of one page."""
    text_page = page.get_textpage()
    try:
        return str(text_page.get_text_range())
    finally:
        text_page.close()


@pytest.fixture(scope="session")
def samples() -> SimpleNamespace:
    """Return the makers of sample values."""
    return SimpleNamespace(
        GOLDEN=GOLDEN,
        LONG_UNIT=LONG_UNIT,
        RARE_UNIT=RARE_UNIT,
        all_forms=all_forms,
        application=application,
        expert_sheets=expert_sheets,
        page_texts=page_texts,
        result_list=result_list,
        score_summary=score_summary,
        scored_sheet=scored_sheet,
        share_paper=share_paper,
    )
