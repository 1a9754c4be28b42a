"""The recusal rules R01–R18 as data, with levels and look-backs (rules §4, §13)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from types import MappingProxyType


class Severity(StrEnum):
    """What a hit does: H blocks opening, V waits for a written ruling, D is shown on the record."""

    HARD = "H"
    VERIFY = "V"
    DISCLOSE = "D"


class Declarer(StrEnum):
    """Who brings a circumstance forward."""

    SYSTEM = "system"
    EXPERT = "expert"
    APPLICANT = "applicant"
    ANYONE = "anyone"


@dataclass(frozen=True, slots=True)
class Rule:
    """One recusal rule.

    Attributes:
        id: ``R01`` … ``R18``.
        zh: 情形 as printed on F04.
        en: the same in English.
        level: the rule's ordinary level; R05, R16 and R17 have a second one.
        look_back: ``now``, ``round``, ``none`` (no limit), ``years`` (``lookback_years`` of §13) or "".
        years: default look-back, None where there is none.
        declared_by: who declares.
    """

    id: str
    zh: str
    en: str
    level: Severity
    look_back: str
    years: int | None
    declared_by: tuple[Declarer, ...]


_S, _E, _A, _ANY = Declarer.SYSTEM, Declarer.EXPERT, Declarer.APPLICANT, Declarer.ANYONE
_H, _V, _D = Severity.HARD, Severity.VERIFY, Severity.DISCLOSE

RULES: tuple[Rule, ...] = (
    Rule(
        "R01", "专家本人是项目负责人、参加人或联系人",
        "The expert leads, takes part in or is the contact of the application", _H, "now", None, (_S, _E),
    ),
    Rule(
        "R02", "同一法人单位在职", "Employed by the same legal person", _H, "now", None, (_S,),
    ),
    Rule(
        "R03", "曾在申报单位任职或存在劳动关系",
        "Formerly employed by an applicant unit", _H, "years", 3, (_S, _E),
    ),
    Rule(
        "R04", "担任顾问、独立董事、董事、监事、兼职",
        "Adviser, independent director, director, supervisor or part-time post", _H, "years", 3, (_E,),
    ),
    Rule(
        "R05", "持股、出资、控股股东或实际控制人",
        "Shares, capital contribution, controlling shareholder or controller", _H, "now", None, (_E,),
    ),
    Rule(
        "R06", "近亲属关系（夫妻、直系血亲、三代以内旁系血亲、近姻亲）",
        "Close relative (spouse, direct line, collateral within three generations, near in-law)",
        _H, "now", None, (_E,),
    ),
    Rule(
        "R07", "师生关系（硕士、博士、博士后导师与学生）",
        "Teacher and student (master, doctor, post-doctoral)", _H, "none", None, (_E,),
    ),
    Rule(
        "R08", "共同承担项目、获奖、论文、专利",
        "Joint project, award, paper or patent", _H, "years", 3, (_E, _S),
    ),
    Rule(
        "R09", "为申报单位提供有偿咨询、审计、评估、检测、申报辅导",
        "Paid consulting, audit, appraisal, testing or coaching for an applicant unit",
        _H, "years", 3, (_E,),
    ),
    Rule(
        "R10", "与申报单位有法律纠纷或其他矛盾",
        "Legal dispute or other strife with an applicant unit", _H, "years", 3, (_E, _A),
    ),
    Rule(
        "R11", "本人同期申报相同或相近项目",
        "Own application in the same sub-direction of this round", _H, "round", None, (_S, _E),
    ),
    Rule(
        "R12", "参与编制申报指南、实施方案或为该申报书出具推荐",
        "Took part in writing the guide or plan, or recommended the application",
        _V, "round", None, (_E,),
    ),
    Rule(
        "R13", "所在单位与申报单位存在控股、隶属、同一实际控制人",
        "The expert's unit and an applicant unit are linked by control or affiliation",
        _V, "now", None, (_S,),
    ),
    Rule(
        "R14", "申报单位申请回避（不超过3人，须附理由）",
        "Exclusion asked for by the applicant (at most 3, with reasons)", _V, "round", None, (_A,),
    ),
    Rule(
        "R15", "名称近似、同名人员，不能确认",
        "Similar name or namesake that cannot be confirmed", _V, "", None, (_S,),
    ),
    Rule(
        "R16", "同一大学不同学院、同一集团不同法人",
        "Other school of the same university, other legal person of the same group",
        _D, "now", None, (_S,),
    ),
    Rule(
        "R17", "基金类：专家所任职机构投过申报单位或其竞争对手（举措4、5、6）",
        "Funds: the expert's institution invested in the applicant or its competitor (measures 4, 5, 6)",
        _H, "years", 3, (_E,),
    ),
    Rule(
        "R18", "其他可能影响公正的情形",
        "Any other circumstance that may affect impartiality", _V, "", None, (_ANY,),
    ),
)  # fmt: skip

BY_ID: Mapping[str, Rule] = MappingProxyType({rule.id: rule for rule in RULES})

#: ``lookback_years`` of §13: a rule that is not named here has no limit in time.
DEFAULT_LOOKBACK: Mapping[str, int | None] = MappingProxyType(
    {rule.id: rule.years for rule in RULES if rule.years is not None}
)

#: Measures whose expert institutions' investments are looked at (R17).
FUND_MEASURES = frozenset({"M04", "M05", "M06"})


@dataclass(frozen=True, slots=True)
class Limits:
    """Configurable values of the recusal rules (§13).

    Attributes:
        excluded_experts_max: more names than this and R14 does not count.
        listed_holding_bp: below this share of a listed company R05 is D.
        org_similarity_bp: least edit similarity of a candidate (§5.4), in 1/10,000.
    """

    excluded_experts_max: int = 3
    listed_holding_bp: int = 100
    org_similarity_bp: int = 8500


DEFAULT_LIMITS = Limits()


def window_start(t0: date, years: int) -> date:
    """Return the same day ``years`` earlier; 29 February becomes 28 February (rules §4)."""
    try:
        return t0.replace(year=t0.year - years)
    except ValueError:
        return t0.replace(year=t0.year - years, day=28)


@dataclass(frozen=True, slots=True)
class Window:
    """The days that count for each rule, inclusive.

    Attributes:
        t0: review opening date of the round.
        lookback: rule id → years, None for no limit; rules not named keep their default.
    """

    t0: date
    lookback: Mapping[str, int | None] = field(default_factory=lambda: DEFAULT_LOOKBACK)

    def covers(self, rule: str, end: date | None) -> bool:
        """Say whether a tie that ended on ``end`` still counts; an unknown end counts as current."""
        years = self.lookback.get(rule, DEFAULT_LOOKBACK.get(rule))
        return end is None or years is None or end >= window_start(self.t0, years)

    def current(self, end: date | None) -> bool:
        """Say whether a tie lasts on the review opening date."""
        return end is None or end >= self.t0
