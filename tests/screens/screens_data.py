"""Names, units and titles that the pictures show; everything is invented."""

from __future__ import annotations

from typing import Any

from services_samples import SUB, credit_code, record

TITLE = "2026 年第一批评审"
REHEARSAL = "演练 2026-11"
HANDED_IN = "申报材料"  # the folder with faults
EXPERTS = (
    "王示例",
    "李亓",
    "赵𠮷平",
    "钱䶮",
    "孙如是",
    "周远山",
    "吴逄",
    "郑一鸣",
    "冯立秋",
    "陈知行",
    "褚云起",
    "卫清和",
)
EMPLOYERS = (
    "示例大学",
    "示例理工学院",
    "示例装备研究所",
    "北京示例会计师事务所",
    "示例创业投资有限公司",
    "示例计量科学研究院",
    "示例律师事务所",
)
UNITS = (
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
)
TITLES = (
    "高精度六维力传感器首次应用",
    "低温漂激光测距组件",
    "国产五轴联动数控系统示范线",
    "深海长续航滑翔机",
    "重组蛋白连续流制造",
    "绿电制氢控制系统",
    "车规级隔离驱动芯片",
    "高光谱遥感数据服务平台",
    "精密谐波减速器",
)
LEADERS = ("何晏", "吕青", "施远", "张伟", "孔明远", "曹越", "严冬", "华清", "金石", "魏然")
OVERALL = "技术路线清楚，团队配置完整，市场前景较好；建议在合同中明确阶段指标与经费用途。"
COMMENT = "有第三方检测报告和两家用户证明支撑，指标可核验。"
COMMENTS = (
    COMMENT,
    "技术路线与同行相比有明确改进，关键部件已自制；寿命数据只有半年。",
    "两家用户各有一份使用报告，第二家与申报单位同园区，代表性可再核实。",
    "研发投入连续三年增长，专项审计报告与申报表一致。",
    "团队有三名核心成员全职，分工清楚；质量负责人待补充。",
)
OVERALLS = (
    OVERALL,
    "指标先进、证据较全，用户证明可追溯；市场预测偏乐观，建议按阶段核验后再拨付经费。",
    "方向符合指南，研发基础扎实，团队稳定；建议补充第三方长期运行数据和成本测算后支持。",
)
WAN = 1_000_000  # 分
#: The round: one pool whose money ends in the middle of the ranking.
SETTINGS: dict[str, Any] = {
    "title": TITLE,
    "pools": [
        {"id": "M01", "fund": "F1", "sub_directions": [SUB], "budget_fen": 1500 * WAN, "rule": "strict"}
    ],
    "funds": {"F1": {"annual_fen": 3000 * WAN, "spent_before_fen": 0}},
}


def unit(n: int) -> str:
    """Return the n-th applicant."""
    return f"北京示例{UNITS[(n - 1) % len(UNITS)]}有限公司"


def title(n: int) -> str:
    """Return the title of the n-th application."""
    return TITLES[n % len(TITLES)]


def fields(n: int) -> dict[str, Any]:
    """Return the n-th application."""
    leader = {"name": LEADERS[n % len(LEADERS)], "employer": unit(n)}
    people = dict.fromkeys(("legal_representative", "project_leader", "contact"), leader)
    team = [{"member": leader, "duty": "总体设计", "core": True}]
    amount = (100 + 20 * (n % 7)) * WAN
    return {
        **record(n),
        **people,
        "unit_name": unit(n),
        "title": title(n),
        "team": team,
        "requested_amount": amount,
    }


def open_fields(n: int, **more: Any) -> dict[str, Any]:
    """Return the n-th application of an open call with a readable name."""
    return {"unit_name": unit(n), "title": title(n), "unit_credit_code": credit_code(n), **more}


def roster(n: int, roles: list[str]) -> dict[str, Any]:
    """Return the n-th roster entry."""
    return {
        "roster_no": f"E{n:03d}",
        "name": EXPERTS[(n - 1) % len(EXPERTS)],
        "roles": roles,
        "employer": EMPLOYERS[(n - 1) % len(EMPLOYERS)],
        "consent": True,
    }
