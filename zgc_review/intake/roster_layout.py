"""The workbook 名册: what the secretary may know of an expert (rules §4, Data needed).

Kin, holdings and disputes have no column: those lists stay with the expert (rules §4.1).
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from zgc_review.catalogue import Catalogue
from zgc_review.intake.layout import BookLayout, Column, SheetLayout, Type

#: Kinds of experts; ``competent_authority`` may not review (P06).
EXPERT_TYPES: Final[Mapping[str, str]] = MappingProxyType(
    {
        "university": "高校",
        "institute": "科研院所",
        "hospital": "医疗卫生机构",
        "enterprise": "企业",
        "investor": "投资机构",
        "bank": "银行业金融机构",
        "agency": "中介服务机构",
        "association": "社会组织",
        "retired": "退休人员",
        "competent_authority": "主管部门在职人员",
        "other": "其他",
    }
)
_LINK_KINDS: Final = MappingProxyType({"supervisor": "导师", "student": "学生"})
_WORK_KINDS: Final = MappingProxyType(
    {"project": "项目", "award": "获奖", "paper": "论文", "patent": "专利", "other": "其他"}
)
_SERVICE_KINDS: Final = MappingProxyType(
    {
        "consulting": "咨询",
        "audit": "审计",
        "valuation": "评估",
        "testing": "检测",
        "coaching": "申报辅导",
        "other": "其他",
    }
)
_ROLE_KINDS: Final = MappingProxyType({"guide": "指南编制", "plan": "实施方案编制", "recommendation": "推荐"})
_KEY: Final = Column(
    ("roster_no",), "名册编号", "roster number", identity=True, synonyms=("编号", "专家编号", "序列号")
)
_DAY: Final = Column(("date",), "日期", "date", Type.DATE, synonyms=("时间",))

#: Words in titles of sheets that belong to the expert alone.
PRIVATE_SHEETS: Final = ("亲属", "持股", "出资", "纠纷")


def roster_layout(catalogue: Catalogue) -> BookLayout:
    """Return the workbook 名册: one main sheet and list sheets keyed by 名册编号."""
    roles = {code: label.zh for code, label in catalogue.role_labels.items()}
    main = SheetLayout(
        "main",
        "名册",
        "Roster",
        (_KEY, *_who(roles), *_where(), *_contacts()),
        ("专家名册", "专家名单", "专家库"),
    )
    return BookLayout("名册", (main, *_organisation_lists(), *_person_lists(), _prior_roles()))


def _who(roles: Mapping[str, str]) -> tuple[Column, ...]:
    """Return the columns that say who an expert is and in which roles."""
    return (
        Column(("name",), "姓名", "name", identity=True, synonyms=("专家姓名",), example="赵示例"),
        Column(("former_names",), "曾用名", "former names", Type.TEXTS),
        _choice("type", "人员类别", EXPERT_TYPES, ("类别",), required=True),
        Column(
            ("roles",),
            "专家角色",
            "roles",
            Type.CHOICES,
            required=True,
            values=roles,
            synonyms=("角色", "专家类型", "专业构成"),
        ),
    )


def _where() -> tuple[Column, ...]:
    """Return the columns of the present employer and the work done there."""
    units, codes = ("单位", "工作单位", "所在单位"), ("单位信用代码", "信用代码")
    return (
        Column(("employer",), "现单位", "employer", required=True, synonyms=units),
        Column(("employer_code",), "现单位信用代码", "employer code", Type.CODE, synonyms=codes),
        Column(
            ("employer_from",), "现单位任职起", "employed from", Type.DATE, synonyms=("任职起", "入职日期")
        ),
        Column(("post",), "职务职称", "post", synonyms=("职务", "职称", "职务/职称")),
        Column(
            ("expertise",), "专业领域", "expertise", Type.TEXTS, synonyms=("专业", "研究方向", "从事专业")
        ),
    )


def _contacts() -> tuple[Column, ...]:
    """Return the columns of second identifiers (rules §5), and of the consent."""
    phones, agreed = ("手机", "手机号", "联系电话"), ("是否同意", "同意", "是否同意参加")
    return (
        Column(("mobile_tail",), "手机尾号", "mobile tail", Type.MOBILE, synonyms=phones),
        Column(("email",), "电子邮箱", "e-mail", Type.EMAIL, synonyms=("邮箱", "email")),
        Column(("orcid",), "ORCID", "orcid", Type.ORCID),
        Column(("birth_year",), "出生年份", "birth year", Type.YEAR, synonyms=("出生年月", "出生日期")),
        Column(("consent",), "同意参加评审", "consent", Type.TRUTH, required=True, synonyms=agreed),
    )


def _organisation_lists() -> tuple[SheetLayout, ...]:
    """Return the list sheets about organisations: past employers, posts, paid services (R03, R04, R09)."""
    unit = Column(("name",), "单位", "organisation", identity=True, synonyms=("单位名称", "机构名称"))
    code = Column(("credit_code",), "统一社会信用代码", "credit code", Type.CODE, synonyms=("信用代码",))
    post = Column(("post",), "职务", "post")
    start = Column(("from",), "起始日期", "from", Type.DATE, synonyms=("起", "开始日期"))
    end = Column(("to",), "截止日期", "to", Type.DATE, synonyms=("止", "结束日期"), open_end=True)
    kind = _choice("kind", "类型", _SERVICE_KINDS, ("类别",))
    return (
        SheetLayout("employment", "任职经历", "Employment", (_KEY, unit, code, start, end), ("工作经历",)),
        SheetLayout(
            "positions", "兼职", "Positions", (_KEY, unit, code, post, start, end), ("社会兼职", "兼职情况")
        ),
        SheetLayout("services", "有偿服务", "Paid services", (_KEY, unit, code, kind, _DAY)),
    )


def _person_lists() -> tuple[SheetLayout, ...]:
    """Return the list sheets about persons: supervisors and students, joint work (R07, R08)."""
    person = Column(("name",), "姓名", "name", identity=True)
    employer = Column(("employer",), "单位", "employer", synonyms=("工作单位",))
    link = _choice("kind", "关系", _LINK_KINDS, ("类别",))
    work = _choice("kind", "类型", _WORK_KINDS, ("类别",))
    year = Column(("year",), "年份", "year", Type.YEAR)
    title = Column(("title",), "成果名称", "title")
    return (
        SheetLayout(
            "academic_links", "师生关系", "Academic links", (_KEY, person, employer, link, year), ("师生",)
        ),
        SheetLayout(
            "coworks",
            "合作",
            "Joint work",
            (_KEY, person, employer, work, title, _DAY),
            ("合作情况", "合作成果"),
        ),
    )


def _prior_roles() -> SheetLayout:
    """Return the list sheet of guides written and applications recommended (R12)."""
    about = Column(("measure",), "举措或申报编号", "measure", identity=True)
    kind = _choice("kind", "类型", _ROLE_KINDS, ("类别",))
    return SheetLayout("prior_roles", "参与编制推荐", "Prior roles", (_KEY, about, kind), ("编制推荐",))


def _choice(
    name: str, zh: str, values: Mapping[str, str], synonyms: tuple[str, ...], *, required: bool = False
) -> Column:
    """Return a column with a drop-down list."""
    return Column((name,), zh, name, Type.CHOICE, required=required, values=values, synonyms=synonyms)
