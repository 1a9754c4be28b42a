"""Headers that the catalogue does not give: columns of list sheets, and other names in use for fields.

They are part of the workbooks' format, like the field ids, so they stand here and not among the texts.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

#: Parts of a person: (id, header, English, other headers).
PERSON_PARTS: Final[tuple[tuple[str, str, str, tuple[str, ...]], ...]] = (
    ("name", "姓名", "name", ()),
    ("employer", "单位", "employer", ("工作单位", "所在单位")),
    ("employer_code", "单位信用代码", "employer code", ("单位统一社会信用代码",)),
    (
        "mobile_tail",
        "手机尾号",
        "mobile tail",
        ("手机后四位", "手机", "手机号", "手机号码", "联系电话", "电话"),
    ),
    ("email", "电子邮箱", "e-mail", ("邮箱", "电子邮件", "email", "e-mail")),
    ("orcid", "ORCID", "orcid", ()),
    ("birth_year", "出生年份", "birth year", ("出生年", "出生年月", "出生日期")),
)

_PART_LABELS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "name": "名称",
        "credit_code": "统一社会信用代码",
        "kind": "类型",
        "duty": "职责",
        "core": "核心成员",
        "post": "职务",
        "share_bp": "持股比例",
        "task": "承担任务",
        "agreement_signed": "已签署协议",
        "employer": "单位",
        "reason": "理由",
        "number": "编号",
        "issued": "发证日期",
        "valid_to": "有效期至",
        "source": "资金来源",
        "subject": "支持内容",
        "amount": "金额",
        "decided": "批复日期",
        "in_beijing": "注册在京",
        "basis": "资质依据",
        "date": "日期",
        "status": "状态",
        "paper_no": "批件或登记号",
    }
)
_OWN_PART_LABELS: Final[Mapping[tuple[str, str], str]] = MappingProxyType(
    {
        ("advisers", "name"): "姓名或机构名称",
        ("excluded_experts", "name"): "姓名",
        ("certificates", "number"): "证书编号",
        ("certificates", "kind"): "证书名称",
        ("investees", "date"): "投资日期",
        ("investees", "amount"): "投资金额",
    }
)
_PART_SYNONYMS: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {
        "name": ("单位名称", "企业名称", "机构名称", "姓名", "姓名或名称"),
        "credit_code": ("信用代码", "社会信用代码", "统一信用代码"),
        "kind": ("类别", "性质", "关系"),
        "duty": ("分工", "任务分工", "承担工作"),
        "core": ("是否核心成员", "是否核心"),
        "post": ("岗位",),
        "share_bp": ("比例", "股权比例", "出资比例"),
        "task": ("任务", "任务分工"),
        "agreement_signed": ("是否签署协议", "是否签订协议"),
        "employer": ("工作单位", "所在单位"),
        "reason": ("回避理由",),
        "amount": ("资金额", "支持金额"),
    }
)

#: Other headers and sheet titles in use for a field of the catalogue.
FIELD_SYNONYMS: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {
        "application_no": ("编号", "项目编号", "申请编号", "申报号", "受理编号", "申报书编号"),
        "sub_direction": ("方向", "申报方向", "支持方向编号", "子方向", "支持方向代码"),
        "title": ("项目", "申报项目名称", "项目题目", "课题名称"),
        "unit_name": ("单位名称", "申报单位名称", "企业名称", "申请单位", "承担单位", "牵头单位"),
        "unit_credit_code": (
            "信用代码",
            "社会信用代码",
            "统一信用代码",
            "单位信用代码",
            "申报单位统一社会信用代码",
        ),
        "entity_kind": ("单位性质", "机构类型"),
        "is_legal_person": ("是否独立法人", "独立法人", "是否具备独立法人资格"),
        "registration_date": ("成立日期", "注册日期", "登记日期", "成立时间"),
        "legal_representative": ("法人代表", "法人", "法定代表人（负责人）"),
        "project_leader": ("负责人",),
        "requested_amount": ("申请金额", "申请资金", "申请支持资金", "申请经费"),
        "total_investment": ("总投资", "项目总投资", "总投入"),
        "self_raised_amount": ("自筹", "自筹金额"),
        "team": ("团队", "项目组", "项目组成员", "团队成员", "参加人员"),
        "executives": ("董监高", "董事监事高级管理人员"),
        "shareholders": ("股东", "持股5%以上的股东"),
        "controllers": ("实际控制人", "控股股东", "上级单位"),
        "partners": ("联合单位", "参与单位", "合作方"),
        "advisers": ("顾问", "顾问及中介机构", "中介服务机构"),
        "named_competitors": ("竞争单位", "竞争对手"),
        "excluded_experts": ("申请回避专家", "回避专家", "拟回避专家"),
        "certificates": ("资质", "证书"),
        "public_funding": ("财政支持", "已获财政支持"),
        "former_names": ("单位曾用名", "曾用名称"),
        "employees_year_end": ("从业人员数", "职工人数", "员工人数"),
    }
)

#: Fields whose identifiers have a shape or check of rules §12.
FIELD_CHECKS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "hightech_no": "hightech_certificate",
        "manager_no": "fund_manager",
        "fund_no": "fund_filing",
        "securities_code": "securities_code",
        "cn_no": "cn_number",
        "issn": "issn",
    }
)

#: What the example row shows for fields that stand on every form.
FIELD_EXAMPLES: Final[Mapping[str, str | int]] = MappingProxyType(
    {
        "title": "示例项目",
        "unit_name": "示例科技（北京）有限公司",
        "legal_representative.name": "张示例",
        "project_leader.name": "李示例",
        "contact.name": "王示例",
    }
)


_FIRST_PARTS: Final = ("member", *_PART_LABELS)


def part_order(part_id: str) -> tuple[int, str]:
    """Return a sort key that puts who or what a row is about first; a catalogue has no order of parts."""
    known = _FIRST_PARTS.index(part_id) if part_id in _FIRST_PARTS else len(_FIRST_PARTS)
    return known, part_id


def part_label(field_id: str, part_id: str) -> str:
    """Return the header of a part of a list field; parts unknown here keep their id."""
    return _OWN_PART_LABELS.get((field_id, part_id)) or _PART_LABELS.get(part_id, part_id)


def part_synonyms(part_id: str) -> tuple[str, ...]:
    """Return other headers of a part of a list field."""
    return _PART_SYNONYMS.get(part_id, ())
