"""Sentences of experts: comments by band, overall opinions, reasons."""

from __future__ import annotations

from collections.abc import Sequence
from random import Random
from typing import Final

from ui.cli.demo.projects import Project

_COMMENTS: Final = {
    "A": (
        "{brand}项目在{criterion}方面论据充分，申报书所列数据可与附件逐项核对，处于同批项目前列。",
        "{subject}的关键数据有第三方报告佐证，{criterion}达到优档描述，未见夸大。",
        "{criterion}考虑周全，责任单位与检查节点明确，可直接转为任务书指标。",
        "附件中的原始记录完整，{brand}在{criterion}上的结论可信，建议在任务书中原样保留。",
    ),
    "B": (
        "{criterion}总体达到要求，{subject}的个别指标缺少测试方法，建议在任务书中补充。",
        "{brand}在{criterion}方面有可核对的基础，与国内同类相比优势清楚，但长期数据偏少。",
        "{criterion}安排可行，第二阶段时间偏紧，建议预留一个季度用于用户侧验证。",
    ),
    "C": (
        "{criterion}以叙述为主，{subject}的量化依据不足，建议补充近两年对比数据。",
        "{brand}的{criterion}与申报内容关联不够紧密，部分表述可以核减。",
        "{criterion}尚可，但与附件台账的口径不一致，应说明差异原因。",
    ),
    "D": (
        "{criterion}缺少可核对的原始材料，{subject}的主要结论不能由所附证据支撑。",
        "{brand}在{criterion}方面仅有计划而无已完成工作，风险应对措施空泛。",
    ),
}
_OPENINGS: Final = {
    "A": "“{title}”选题准确、基础扎实，{brand}团队对{subject}的难点认识清楚，实施条件落实。",
    "B": "“{title}”目标明确、路线可行，{brand}团队具备承担{subject}相关任务的条件，附件较为完整。",
    "C": "“{title}”符合支持方向，但{subject}部分的量化依据不足，{brand}团队的任务分工需要进一步细化。",
    "D": "“{title}”与支持方向的要求存在差距，{subject}的关键结论缺少证据，"
    "{brand}团队现有条件难以保证按期完成。",
}
_MIDDLES: Final = (
    "较好的方面是{best}，相对薄弱的方面是{worst}。",
    "综合各项指标，{best}表现突出，{worst}有待加强。",
    "{best}有据可查，{worst}应在合议时重点说明。",
)
_ENDINGS: Final = {
    "SUPPORT": ("建议支持，考核指标按申报书执行。", "建议支持，请在任务书中列明第三方测试要求。"),
    "SUPPORT_IF_REVISED": ("建议修改预算与指标后支持。", "建议补充对比数据、压缩非直接支出后支持。"),
    "NOT_SUPPORT": ("现阶段不建议支持，可在补齐数据后再次申报。", "不建议支持，主要理由见各项评语。"),
}
_FLOOR_REASONS: Final = (
    "{brand}提供的材料未包含该项的独立测试，按底线以下评分",
    "{subject}的核心证据仅有自测数据且样本过少，低于底线",
    "与同类项目相比存在实质差距，申报书未作解释",
)
_NOT_APPLICABLE: Final = (
    "本项目为单一环节的服务补助，不涉及该项所列内容，按不适用处理",
    "申报内容未安排该类支出与任务，评价该项缺少对象",
)


def comment(rng: Random, project: Project, band: str, criterion: str) -> str:
    """Return a comment of at least ten characters on a criterion."""
    return _filled(rng.choice(_COMMENTS[band]), project, criterion=criterion)


def floor_reason(rng: Random, project: Project) -> str:
    """Return why a percent lies below the floor."""
    return _filled(rng.choice(_FLOOR_REASONS), project)


def not_applicable(rng: Random) -> str:
    """Return why a criterion does not apply."""
    return rng.choice(_NOT_APPLICABLE)


def overall(rng: Random, project: Project, band: str, recommendation: str, ends: Sequence[str]) -> str:
    """Return the overall opinion; ``ends`` names the best and the worst criterion."""
    middle = rng.choice(_MIDDLES).format(best=ends[0], worst=ends[1])
    return _filled(_OPENINGS[band], project) + middle + rng.choice(_ENDINGS[recommendation])


def _filled(text: str, project: Project, **more: str) -> str:
    """Fill a sentence with the project's words."""
    words = {"brand": project.unit.brand, "subject": project.subject, "title": project.title}
    return text.format(**words, **more)
