"""The content of each paper of an application, as its template takes it."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from random import Random
from typing import Any, Final

from ui.cli.demo import blocks
from ui.cli.demo.blocks import Block
from ui.cli.demo.looks import Look
from ui.cli.demo.people import People
from ui.cli.demo.projects import CALL_YEAR, WAN, Project
from ui.cli.demo.units import Unit, Units
from zgc_review.catalogue import Catalogue
from zgc_review.domain.money import wan_yuan

_DAY: Final = "2026年6月26日"
_PHASES: Final = (
    ("2026年1月—6月", "完成方案评审与需求确认，“{task0}”启动"),
    ("2026年7月—12月", "“{task0}”通过阶段检查，“{task1}”启动并形成中期报告"),
    ("2027年1月—6月", "“{task1}”经第三方核验，按用户意见完成两轮改进"),
    ("2027年7月—12月", "“{task2}”完成，形成总结报告、指标核验报告与审计报告"),
)
_RECORD_LINES: Final = (
    "近三年承担市级以上科研任务4项，全部按期结题，其中1项获评优秀。",
    "近三年累计申请发明专利27件，参与制定国家和行业标准5项。",
    "核心团队从事该领域平均11年，主要成员来自三家行业骨干单位。",
    "已建成独立核算的研发中心，通过质量与信息安全两项管理体系认证。",
)
_GATES: Final = ("方案评审通过", "阶段检查合格", "第三方核验", "用户确认", "总结公开")
_RULES: Final = (
    "业务受理、审查、决策、复核岗位分离，同一人不得兼任相邻两个岗位。",
    "资料按件编号归档，保存期限不少于十年，调阅须登记。",
    "发现异常的，应在两个工作日内报告风险管理部门并暂停办理。",
    "每半年开展一次内部检查，检查结果与改进情况书面留存。",
    "本制度自2025年7月1日起施行，由{unit}负责解释。",
)
_AUDIT_ROWS: Final = (
    ("货币资金", 17),
    ("应收账款", 23),
    ("存货", 14),
    ("固定资产", 21),
    ("无形资产及开发支出", 19),
    ("其他资产", 6),
)


class PaperData:
    """Writes the words and figures of papers."""

    def __init__(self, rng: Random, catalogue: Catalogue, units: Units, people: People) -> None:
        self._rng = rng
        self._catalogue = catalogue
        self._units = units
        self._people = people

    def application(self, project: Project) -> dict[str, Any]:
        """Return the application form CA01."""
        record, words = project.record, project.words
        fund = self._catalogue.fund_of(project.direction.id)
        tasks = [(name, project.text(text)) for name, text in self._tasks(project)]
        names = {f"task{place}": task[0] for place, task in enumerate(tasks)}
        budget = self._budget(project)
        return {
            **self._head(project),
            "fund": f"中关村国家自主创新示范区{fund.zh}",
            "year": str(CALL_YEAR),
            "cover": self._cover(project),
            "basics": self._basics(project),
            "need": project.text(words.need),
            "staff": str(record["employees_year_end"]),
            "rd_staff": str(record["rd_staff"]),
            "record_line": self._rng.choice(_RECORD_LINES),
            "approach": project.text(words.approach),
            "tasks": tasks,
            "gates": [_GATES[place % len(_GATES)] for place in range(len(tasks))],
            "novelty": project.text(words.novelty),
            "subject": project.subject,
            "indicators": [list(row) for row in words.indicators],
            "phases": [[when, what.format(**names)] for when, what in _PHASES],
            "team": self._team(project),
            "partners": [[one.name, one.code, "见合作协议"] for one in project.partners],
            "budget": budget,
            "bars": _bars(budget),
            "benefit": project.text(words.benefit),
            "risks": [[risk, project.text(answer)] for risk, answer in words.risks],
            "date": _DAY,
            "legal": record["legal_representative"]["name"],
            "leader": record["project_leader"]["name"],
        }

    def licence(self, project: Project) -> dict[str, Any]:
        """Return the licence or certificate CA02."""
        record, unit = project.record, project.unit
        company = unit.code.startswith("91")
        year, month, day = (int(part) for part in record["registration_date"].split("-"))
        founded = f"{year}年{month}月{day}日"
        digest = hashlib.sha256(unit.code.encode()).digest()
        rows = [
            ["名　　称", unit.name],
            ["类　　型", "有限责任公司" if company else "法人组织"],
            ["法定代表人", record["legal_representative"]["name"]],
            ["注册资本" if company else "开办资金", f"{wan_yuan(record['registered_capital'])} 万元"],
            ["成立日期", founded],
            ["住　　所", unit.address],
            [
                "业务范围",
                f"{project.subject}相关技术的研究、开发、服务与推广（依法须经批准的项目，经批准后开展）",
            ],
        ]
        return {
            **self._head(project),
            "heading": "营业执照" if company else "法人证书",
            "code": unit.code,
            "rows": rows,
            "dots": [digest[place // 8] >> place % 8 & 1 for place in range(196)],
            "office": f"北京市{unit.district}样例登记机关",
            "registered": founded,
        }

    def pledge(self, project: Project) -> dict[str, Any]:
        """Return the integrity pledge CA03."""
        lines = (
            f"{project.unit.name}就申报“{project.title}”（{project.number}）郑重承诺：",
            "一、所提交的申报书及全部附件真实、准确、完整，不存在伪造、变造和重复申报。",
            "二、申报单位及项目负责人不在科研失信惩戒期内，不存在影响实施的诉讼与知识产权纠纷。",
            "三、获得支持后专款专用、单独核算，按期接受监督、检查与审计，如实报告变更事项。",
            "四、不以任何方式探听、干预评审工作，不向评审专家提供财物或其他利益。",
            "五、如违反上述承诺，愿退回已拨付资金，并接受限制申报等处理。",
        )
        return self._paper(
            project,
            "诚信承诺书",
            "",
            [blocks.text(line) for line in lines] + [self._sign(project)],
            scan=True,
        )

    def audit(self, project: Project) -> dict[str, Any]:
        """Return the audit report CA04."""
        rng, record = self._rng, project.record
        total = (
            record.get("revenue_y1", record["total_investment"]) * rng.randrange(110, 190) // 100 // WAN * WAN
        )
        assets = [[name, _wan(total * part // 100), _wan(total * part // 118)] for name, part in _AUDIT_ROWS]
        assets.append(["资产总计", _wan(total), _wan(total * 100 // 118)])
        parts = [
            blocks.text(f"{project.unit.name}全体股东（理事会）："),
            blocks.heading("一、审计意见"),
            blocks.text(
                f"我们审计了{project.unit.name}2025年12月31日的资产负债表、2025年度的利润表、现金流量表以及财务报表附注。"
                "我们认为，后附财务报表在所有重大方面按照企业会计准则的规定编制，公允反映了其财务状况与经营成果。"
            ),
            blocks.heading("二、资产情况（单位：万元）"),
            blocks.table((3, 2, 2), ("项目", "2025年末", "2024年末"), assets),
        ]
        if "revenue_y1" in record:
            names = (("营业收入", "revenue"), ("其中：研发费用", "rd_expense"))
            rows = [[name, _wan(record[f"{key}_y1"]), _wan(record[f"{key}_y0"])] for name, key in names]
            parts += [
                blocks.heading("三、收入与研发费用（单位：万元）"),
                blocks.table((3, 2, 2), ("项目", "2025年度", "2024年度"), rows),
                blocks.text(
                    "研发费用已按项目设置辅助账，人员人工按工时记录分摊，未发现将生产成本计入研发费用的情况。"
                ),
            ]
        sign = blocks.sign(
            [("注册会计师：", self._people.name(), True), ("报告日期：", "2026年4月17日", False)],
            project.agency,
        )
        number = f"{project.agency.brand}审字〔2026〕第{rng.randrange(100, 999)}号"
        return self._paper(project, "审 计 报 告", number, [*parts, sign])

    def credit(self, project: Project) -> dict[str, Any]:
        """Return the credit report CA05."""
        record, unit = project.record, project.unit
        pairs = [
            ["查询主体", unit.name, "信用代码", unit.code],
            ["查询日期", record["credit_report_date"], "查询类型", "法人"],
        ]
        items = (
            "行政处罚",
            "经营异常名录",
            "严重失信主体名单",
            "科研失信行为记录",
            "欠税公告",
            "被执行人信息",
        )
        rows = [[item, "无记录", "近三年"] for item in items]
        legal = record["legal_representative"]["name"]
        parts = [
            {"kind": "pairs", "rows": pairs},
            blocks.heading("一、法人记录"),
            blocks.table((3, 2, 2), ("记录类别", "查询结果", "查询范围"), rows),
            blocks.heading("二、法定代表人记录"),
            blocks.text(f"法定代表人{legal}：未查询到失信被执行人、限制高消费及科研失信惩戒记录。"),
            blocks.text("本报告仅反映查询时点的公开信息。"),
        ]
        return self._paper(project, "信用查询报告", f"查询日期 {record['credit_report_date']}", parts)

    def attachment(self, project: Project, look: Look) -> dict[str, Any]:
        """Return an attachment of the measure."""
        text = project.text(look.text)
        scan = look.kind in ("contract", "letter")
        if look.kind == "contract":
            parts = self._contract(project, text)
        elif look.kind == "letter":
            parts = [blocks.text(text), blocks.plain("特此说明。"), self._sign(project)]
        elif look.kind == "rules":
            rules = [
                blocks.text(f"第{'二三四五六'[place]}条　{project.text(rule)}")
                for place, rule in enumerate(_RULES)
            ]
            parts = [blocks.text(f"第一条　{text}"), *rules, self._sign(project)]
        else:
            head, rows = self._ledger(look)
            parts = [
                blocks.text(text),
                blocks.table([1 if "unit" not in w else 2 for w in look.columns], head, rows),
            ]
            if look.kind == "report":
                parts += [
                    blocks.heading("说明"),
                    blocks.text("表中数据与原始凭证逐项核对一致，未发现需要调整的重大事项。"),
                    self._sign(project),
                ]
        return self._paper(project, look.title, project.title, parts, scan=scan)

    def _head(self, project: Project) -> dict[str, Any]:
        """Return what every template takes; seals and sheets never lie quite straight."""
        return {
            "number": project.number,
            "title": project.title,
            "unit": project.unit.name,
            "turn": self._rng.randrange(-14, 15),
            "tilt": self._rng.randrange(-6, 7),
        }

    def _paper(
        self, project: Project, heading: str, subheading: str, parts: list[Block], *, scan: bool = False
    ) -> dict[str, Any]:
        """Return the data of the general template."""
        return {
            **self._head(project),
            "heading": heading,
            "subheading": subheading,
            "blocks": parts,
            "scan": scan,
        }

    def _cover(self, project: Project) -> list[list[str]]:
        """Return the lines of the cover."""
        measure = self._catalogue.measure(project.words.id)
        direction = self._catalogue.sub_direction(project.direction.id)
        return [
            ["举　　措", f"举措{measure.number}　{measure.zh}"],
            ["支持方向", f"{direction.id}　{direction.zh}"],
            ["项目名称", project.title],
            ["申报单位", project.unit.name],
            ["项目负责人", project.record["project_leader"]["name"]],
            ["联 系 人", project.record["contact"]["name"]],
        ]

    def _basics(self, project: Project) -> list[list[str]]:
        """Return the table of the unit and the project."""
        record, unit = project.record, project.unit
        return [
            ["单位名称", unit.name, "信用代码", unit.code],
            ["注册地址", unit.address, "所属分园", unit.park],
            [
                "成立日期",
                record["registration_date"],
                "注册资本",
                f"{wan_yuan(record['registered_capital'])} 万元",
            ],
            [
                "法定代表人",
                record["legal_representative"]["name"],
                "项目负责人",
                record["project_leader"]["name"],
            ],
            ["联系人", record["contact"]["name"], "电子邮箱", record["contact"]["email"]],
            [
                "申请支持金额",
                f"{wan_yuan(record['requested_amount'])} 万元",
                "项目总投入",
                f"{wan_yuan(record['total_investment'])} 万元",
            ],
            ["实施期起", record["period_from"], "实施期止", record["period_to"]],
        ]

    def _tasks(self, project: Project) -> Sequence[tuple[str, str]]:
        """Return tasks; a name may hold the subject as well."""
        return [(project.text(name), text) for name, text in project.direction.tasks]

    def _team(self, project: Project) -> list[list[str]]:
        """Return the table of the team."""
        return [
            [row["member"]["name"], str(row["member"]["birth_year"]), row["member"]["employer"], row["duty"]]
            for row in project.record["team"]
        ]

    def _budget(self, project: Project) -> list[list[str]]:
        """Return the budget: both columns add up to the record's amounts, in whole 万元."""
        rng = self._rng
        public = _shares(rng, project.record["requested_amount"] // WAN, len(project.words.costs))
        own = _shares(rng, project.record["self_raised_amount"] // WAN, len(project.words.costs))
        rows = [
            [name, f"{a:.2f}", f"{b:.2f}", f"{a + b:.2f}"]
            for name, a, b in zip(project.words.costs, public, own, strict=True)
        ]
        return [*rows, ["合计", f"{sum(public):.2f}", f"{sum(own):.2f}", f"{sum(public) + sum(own):.2f}"]]

    def _contract(self, project: Project, text: str) -> list[Block]:
        """Return a contract between the applicant and another unit."""
        other = project.partners[0] if project.partners else self._units.make("enterprise", "系统应用")
        year, month = 2025, self._rng.randrange(7, 13)
        sign = [
            ("甲方代表：", self._people.name(), True),
            ("乙方代表：", project.record["project_leader"]["name"], True),
        ]
        return [
            blocks.plain(f"甲方：{other.name}"),
            blocks.plain(f"乙方：{project.unit.name}"),
            blocks.text(f"第一条　{text}"),
            blocks.text("第二条　履行期限自签署之日起至2027年12月31日止，期满经书面同意可以续展。"),
            blocks.text("第三条　双方对获知的技术与经营信息承担保密义务，该义务不因协议终止而免除。"),
            blocks.text("第四条　任何一方违约，应赔偿守约方直接损失；争议由北京的人民法院管辖。"),
            blocks.text("第五条　本协议一式四份，自双方签字盖章之日起生效。"),
            blocks.sign(
                [*sign, ("签署日期：", f"{year}年{month}月{self._rng.randrange(10, 28)}日", False)],
                project.unit,
                "合同专用章",
            ),
        ]

    def _sign(self, project: Project) -> Block:
        """Return the place for seal and signature of the applicant."""
        legal = project.record["legal_representative"]["name"]
        return blocks.sign([("法定代表人：", legal, True), ("日期：", _DAY, False)], project.unit)

    def _ledger(self, look: Look) -> tuple[list[str], list[list[str]]]:
        """Return head and rows of a ledger."""
        columns = [column.rpartition(":")[::2] for column in look.columns]
        rows = []
        for place in range(self._rng.randrange(7, 13)):
            unit = (
                self._units.make("enterprise", "技术") if any(what == "unit" for _, what in columns) else None
            )
            rows.append([self._cell(what, place, unit) for _, what in columns])
        return [head for head, _ in columns], rows

    def _cell(self, what: str, place: int, unit: Unit | None) -> str:
        """Return one cell of a ledger."""
        rng = self._rng
        if unit is not None and what in ("unit", "code"):
            return unit.name if what == "unit" else unit.code
        if what == "date":
            return f"2025-{rng.randrange(1, 13):02d}-{rng.randrange(1, 29):02d}"
        if what == "wan":
            return f"{rng.randrange(1200, 98000) / 100:,.2f}"
        if what == "count":
            return str(rng.randrange(4, 960))
        if what == "serial":
            return f"{2025}{rng.randrange(1, 13):02d}-{place + 1:03d}"
        words = what.split("|")
        return words[place % len(words)]


def _shares(rng: Random, total: int, parts: int) -> list[int]:
    """Divide a whole number into parts, the first ones larger."""
    weights = [rng.randrange(60, 100) // (place + 1) for place in range(parts)]
    shares = [total * weight // sum(weights) for weight in weights]
    shares[0] += total - sum(shares)
    return shares


def _bars(budget: Sequence[Sequence[str]]) -> list[list[Any]]:
    """Return name and the two widths of each bar, in whole percent of the figure."""
    sums = [(row[0], float(row[1]), float(row[2])) for row in budget[:-1]]
    most = max(public + own for _, public, own in sums)
    return [[name, round(public * 62 / most), round(own * 62 / most)] for name, public, own in sums]


def _wan(fen: int) -> str:
    """Return an amount in 万元 as papers show it."""
    return f"{fen // WAN:,}.{fen % WAN // 10_000:02d}"


def interests(project: Project) -> Mapping[str, Any]:
    """Return the record of the workbook CA06: owners, executives, partners, excluded experts."""
    names = ("application_no", "shareholders", "executives", "partners", "excluded_experts")
    return {name: project.record[name] for name in names if name in project.record}
