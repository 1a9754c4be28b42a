#!/usr/bin/env python3
"""Independent verifier of ZGC Review results / 中关村评审结果文件的独立核验程序.

One file, standard library only, Python 3.8 or later. It shares no code with the program whose results it
judges: everything below is written from docs/formats.md (ids F-…) and docs/bodies.md (named B §…).

    python3 zgc_verify.py FOLDER_OR_TAR [--round-code DIGITS] [--log-head DIGITS] [--lang zh_CN|en] [--json]

FOLDER is what ``age -d -i KEY FILE.zgcresult | tar x`` leaves; the tar itself is accepted as well, also
through standard input (``-``).
Exit status: 0 everything agrees and the round code matches; 3 the file agrees with itself, but nobody's
identity was checked (no round code given); 1 refused, the first broken item is named; 2 wrong usage.

How to read it: part 1 reporting and texts; 2 canonical JSON; 3 shapes of bodies; 4 Ed25519 and SSHSIG;
5 tar and entries; 6 messages; 7 round chain; 8 consents; 9 catalogue and sheets; 10 event log;
11 the aggregate; 12 the nine steps. Every check is a call of ``need``; what it names is what is printed.
All arithmetic is on integers; the only rounding is ``half_up``.
"""

from __future__ import annotations

import argparse
import base64
import copy
import hashlib
import io
import json
import os
import re
import struct
import sys
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

if TYPE_CHECKING:  # names for annotations only, which are never evaluated
    Row = dict[str, Any]
    Point = tuple[int, int, int, int]
    Messages = dict[str, list["Message"]]

# Bounds (formats.md §18). What is not bounded there is bounded here, so that no input can exhaust us.
MIB = 1 << 20
MAX_SUMS, MAX_SIGNATURE, MAX_MANIFEST, MAX_ENTRY, MAX_LINES = 8 * MIB, 1024, 16 * MIB, 1024 * MIB, 100_000
MAX_JSON_PART, MAX_LOG, MAX_EVENT, MAX_DEPTH = 256 * MIB, 1024 * MIB, MIB, 16
MAX_PARSED, MAX_CARDS = 768 * MIB, 2_000  # all carried messages together; cards in all versions together

NAMESPACE = b"zgc-review-1"
SUITE = "intl-1"
YES = ("SUPPORT", "SUPPORT_IF_REVISED")  # votes for, and decisions that cost money
# Conclusions by stage (B §4); of a stage the outcomes of its bands, best first, the last one not passed.
OUTCOMES = {
    "midterm": ("CONTINUE", "ADJUST", "STOP_ADVISED"),
    "acceptance": ("ACCEPTED", "FIX_THEN_ACCEPT", "NOT_ACCEPTED"),
}
DECISIONS = {
    "proposal": (*YES, "RESERVE", "NOT_SUPPORT", "VETOED", "DEFER", "VOID"),
    **{stage: (*codes, "DEFER", "VOID") for stage, codes in OUTCOMES.items()},
}
BY_DOCUMENTS = ("CV02", "CV05")  # proven, not voted (rules §8)

# ---------------------------------------------------------------------------------------------------
# 1  Reporting. Texts are "Chinese|English".

STEPS = {
    "files": "文件清单：{files} 个文件与 SHA256SUMS 逐一相符，没有多余的|"
    "File list: agrees with SHA256SUMS, nothing else is there; files {files}",
    "signature": "外层签名：SHA256SUMS 的签名成立，文件编号 {id}|"
    "Outer signature: the signature of SHA256SUMS holds, message id {id}",
    "chain": "轮次定义：{versions} 版首尾相接，{consents} 份同意齐全，结果由在任秘书签名|"
    "Round definitions: linked versions {versions}, consents {consents}; signed by the secretary in force",
    "messages": "内含文件：{sheets} 份评分单、{consents} 份签署，签名与身份成立（{idle} 份因键卡更换不计）|"
    "Carried messages: sheets {sheets}, consents {consents}, signatures and roles hold (not counted {idle}:"
    " card replaced or revoked)",
    "catalogue": "评审目录：摘要值与轮次定义一致；{applications} 项申报，{recusals} 条回避记录|"
    "Catalogue: digest as in the round definition; applications {applications}, recusal lines {recusals}",
    "sheets": "评分单：{sheets} 份总分逐一重算相符|Sheets: every total recomputed and equal, sheets {sheets}",
    "log": "操作日志：{events} 条，根摘要 {head}|Event log: events {events}, root {head}",
    "aggregate": "汇总：{applications} 项评分申报、{pools} 个池重算后逐字节一致|"
    "Aggregate: recomputed byte for byte; scored applications {applications}, pools {pools}",
    "code": "轮次码：与第 {version} 版相符|Round code: equals version {version}",
}
NOTES = {
    "counted": "日志中 {counted} 份评分单的计入记录与重算相符|"
    "The counting events of {counted} sheets in the log agree with the recomputation",
    "explained": "总分偏差 {flagged} 份，其中 {explained} 份有书面说明或修改理由|"
    "Totals that deviate: {flagged}, of which explained in writing or by a revision: {explained}",
    "withdrawn": "第 {version} 版被拒绝，由后一版代替|"
    "Version {version} was refused; the next one takes its place",
    "codes": "轮次码（第 {version} 版）：{code}|Round code (version {version}): {code}",
    "paper": "日志根摘要与给出的数字相符|The root of the log equals the digits given",
    "no_paper": "未给出会议纪要上的日志数字，没有核对|No log digits from the minutes given; not compared",
    "witnessed": "封存由监督人员 {code} 签署，签的就是这一份 aggregate.json|"
    "The sealing is signed by the observer {code}, for this very aggregate.json",
    "unwitnessed": "没有监督人员对封存的签署|There is no signature of the observer to the sealing",
    "other": "提示：本核验程序不是轮次定义所列的版本|Note: this verifier is not the version the round names",
    "0": "结论：全部核验通过，轮次码相符|Verdict: everything was checked and agrees; the round code matches",
    "3": "结论：文件自身一致，但没有给出轮次码，未核对任何人的身份|"
    "Verdict: the file agrees with itself; nobody's identity was checked (no round code given)",
    "1": "结论：未通过|Verdict: refused",
    "failed": "未通过：{item}：{why}|Failed: {item}: {why}",
}
WHY = {
    "read": "读不出来|cannot be read",
    "limit": "超过大小或数量上限|over the limit of size or number",
    "missing": "缺少|is missing",
    "extra": "清单之外的内容|is not in the list",
    "entry.type": "不是普通文件|is not a regular file",
    "entry.digest": "内容与 SHA256SUMS 的摘要值不符|differs from its digest in SHA256SUMS",
    "entry.length": "大小与 manifest.json 不符|differs in size from manifest.json",
    "pad": "填充不全为零|filling is not all zero",
    "sums.form": "不是规定的清单格式|is not of the prescribed form",
    "tar.header": "文件头不是规定的写法|header is not as prescribed",
    "tar.truncated": "文件不完整|is cut short",
    "tar.length": "长度或结尾不合规定|length or end is not as prescribed",
    "json": "不是 JSON|is not JSON",
    "json.spelling": "不是规范写法（RFC 8785）|is not in canonical form (RFC 8785)",
    "json.depth": "嵌套过深|is nested too deep",
    "shape": "内容不合规定|content is not as specified",
    "keys": "项目多出或缺少|keys are missing or unknown",
    "format": "不认识的文件格式|unknown file format",
    "suite": "密码套件不符|wrong suite",
    "round": "属于另一轮次|belongs to another round",
    "kind": "文件种类不符|wrong kind of message",
    "signature.form": "签名不是规定的格式、算法或用途|signature is of another form, algorithm or purpose",
    "signature.wrong": "签名不成立|signature does not hold",
    "signer.unknown": "签名键卡不在轮次定义中|signed by a card that is not in the round definition",
    "signer.key": "签名密钥不是该键卡的|signed with a key other than that of the card",
    "signer.role": "该身份不能发出此种文件|the role of the signer may not send this",
    "signer.version": "签名键卡在所引版本中不在任|the card is not in force in the version the message names",
    "version.unknown": "所引轮次定义不在文件内|names a round definition that is not here",
    "version.last": "没有指向最后一版轮次定义|does not name the last round definition",
    "chain.version": "版本号不连续|versions are not consecutive",
    "chain.prev": "没有接在前一版之后|does not follow the version before",
    "chain.members": "成员不合规定|members are not as specified",
    "chain.signer": "不是由前一版在任的秘书签名|is not signed by the secretary in force before",
    "chain.consent": "缺少应有的同意|a needed consent is missing",
    "chain.withdraws": "所代替的版本不是前一版，或没有被拒绝过|"
    "takes the place of a version that is not the one before, or that nobody refused",
    "chain.escrow": "评分托管密钥的指定或撤销不合规定|the key for score files is not used as specified",
    "code": "轮次码与任何一版都不符|the round code matches no version",
    "series": "同一序号有两份不同文件，或前后次序矛盾|two messages with one number, or contradictory order",
    "slot": "位置标记与内容不符|slot disagrees with the content",
    "consent.act": "签署内容不合该事项的规定|content is not as the act demands",
    "parts.once": "组成部分缺少或重复|a part is missing or stands twice",
    "catalogue.digest": "目录摘要值与轮次定义不符|digest differs from the round definition",
    "catalogue.form": "目录中没有可用的指标|the catalogue gives no usable criteria",
    "settings": "轮次设置没有规定的算法|these settings have no specified computation",
    "order": "次序不合规定，或有重复|is not in the prescribed order, or repeats",
    "application.unknown": "申报不在清单中|application is not in the list",
    "application.group": "没有专家组或池|has no panel or pool",
    "assignment": "各项申报的专家与轮次定义所定的不符|its experts are not those the round definition fixes",
    "assignment.sheet": "写评分单的人不是该项申报的专家|its writer is no expert of the application",
    "sheet.state": "状态与内容不符|state and content disagree",
    "sheet.criteria": "指标没有恰好各出现一次|criteria do not stand exactly once each",
    "sheet.total": "总分与重算不符|total differs from the recomputed one",
    "sheet.version": "所评材料版本与申报不符|judged another version of the application",
    "sheet.missing": "成员既无有效评分单，也无回避或缺席记录|member has no sheet, recusal or absence",
    "stage.settings": "中期检查或验收的轮次没有这一项|does not belong to a mid-term check or an acceptance",
    "decision.stage": "不是本阶段的结论，或带有金额|is no conclusion of this stage, or names an amount",
    "decision.outcome": "结论与按筛选性指标和档次重算的不符|is not the outcome that screening and bands give",
    "decision.amount": "建议金额高于可支持金额|amount is over what may be granted",
    "decision.acting": "签署人不是组长，也不是秘书和组长共同指定的代理组长|"
    "signed as chair by neither the chair nor an acting chair whom secretary and chair named",
    "witness.digest": "监督人员签署的封存数字不是这一份|the observer signed the sealing of other numbers",
    "consent.about": "所指的评分单不在文件内，或不是签署人的|"
    "is about a sheet that is not here or is not the signer's",
    "log.number": "编号不连续|numbers are not consecutive",
    "log.size": "条数与封存时不符|number of events differs from the sealed head",
    "log.root": "根摘要与封存时不符|root differs from the sealed head",
    "log.paper": "根摘要与纸面数字不符|root differs from the digits on paper",
    "log.consent": "日志记载的否决动议或表决不在文件内|a veto claim or vote of the log is not here",
    "log.escrow": "评分文件的收存与打开次序不对|score files were not held and opened in the right order",
    "log.counted": "计入记录与重算不符|counting event disagrees with the recomputation",
    "log.uncounted": "计入的评分单没有计入记录|a counting sheet has no counting event",
    "unscored": "核验结果缺失|result of the check is missing",
    "aggregate": "与重算结果不符|differs from the recomputation",
}


class Refused(Exception):  # noqa: N818 - it is the verdict, not a fault of this program
    """The first broken item and why; ends the verification."""

    def __init__(self, item: str, why: str, detail: object = "") -> None:
        super().__init__(item, why)
        self.item, self.why, self.detail = item, why, str(detail)[:200]


def need(condition: object, item: str, why: str, detail: object = "") -> None:
    """Refuse ``item`` unless ``condition`` holds."""
    if not condition:
        raise Refused(item, why, detail)


def have(value: Any, item: str, why: str, detail: object = "") -> Any:
    """Return ``value``, or refuse ``item`` when there is none."""
    need(value, item, why, detail)
    return value


def printable(text: str) -> str:
    """Replace control characters: names inside a hostile file must not reach the terminal."""
    return "".join(letter if letter.isprintable() else "?" for letter in text)


class Report:
    """Prints one line per step, or collects them for ``--json``."""

    def __init__(self, language: str, as_json: bool) -> None:
        self.column = 1 if language == "en" else 0
        self.as_json = as_json
        self.record: Row = {"steps": [], "notes": [], "refused": None}

    def say(self, text: str, mark: str = "", **values: object) -> None:
        """Print one line in the chosen language."""
        if not self.as_json:
            sys.stdout.write(mark + text.split("|")[self.column].format(**values) + "\n")
            sys.stdout.flush()

    def done(self, step: str, **counts: Any) -> None:
        """Record a step that holds."""
        self.record["steps"].append(dict(counts, step=step, ok=True))
        self.say(STEPS[step], f"{len(self.record['steps'])} ✓ ", **counts)

    def note(self, note: str, **values: Any) -> None:
        """Say something that decides nothing."""
        self.record["notes"].append(dict(values, note=note))
        self.say(NOTES[note], "  · ", **values)

    def failed(self, refusal: Refused) -> None:
        """Name the first broken item."""
        done, item = len(self.record["steps"]), printable(refusal.item)
        detail = printable(refusal.detail)
        self.record["refused"] = {
            "step": list(STEPS)[done],
            "item": item,
            "why": refusal.why,
            "detail": detail,
        }
        why = WHY[refusal.why].split("|")[self.column] + (f"（{detail}）" if detail else "")
        self.say(NOTES["failed"], f"{done + 1} ✗ ", item=item, why=why)

    def verdict(self, status: int) -> None:
        """Print the last line, or everything as JSON."""
        self.record["status"] = status
        if self.as_json:
            sys.stdout.write(json.dumps(self.record, ensure_ascii=False, indent=1) + "\n")
        self.say(NOTES[str(status)])


# ---------------------------------------------------------------------------------------------------
# 2  Canonical JSON (F-GEN-02): RFC 8785 with integers only. Reading accepts only the bytes that writing
#    would give, so there is one spelling for each value.

ESCAPES = {0x22: '\\"', 0x5C: "\\\\", 8: "\\b", 9: "\\t", 10: "\\n", 12: "\\f", 13: "\\r"}
ESCAPES.update({n: f"\\u{n:04x}" for n in range(32) if n not in ESCAPES})


def canonical(value: Any, depth: int = 0) -> str:
    """Write ``value`` as RFC 8785 text; ValueError for floats, large integers, deep nesting."""
    if value is None or value is True or value is False:
        return {None: "null", True: "true", False: "false"}[value]
    if isinstance(value, str):
        return '"' + value.translate(ESCAPES) + '"'
    if isinstance(value, int):
        if abs(value) > 2**53 - 1:
            raise ValueError("integer")
        return str(value)
    if depth >= MAX_DEPTH:
        raise ValueError("depth")
    if isinstance(value, list):
        return "[" + ",".join([canonical(item, depth + 1) for item in value]) + "]"
    if isinstance(value, dict):  # keys in the order of their UTF-16 code units (RFC 8785 section 3.2.3)
        keys = sorted(value, key=lambda key: key.encode("utf-16-be", "surrogatepass"))
        return "{" + ",".join([canonical(k) + ":" + canonical(value[k], depth + 1) for k in keys]) + "}"
    raise ValueError("type")


def canonical_bytes(value: Any) -> bytes:
    """Write ``value`` as RFC 8785 bytes; a lone surrogate is a ValueError too."""
    return canonical(value).encode("utf-8")


def _integer(text: str) -> int:
    if len(text) > 17:  # before int(): it is slow on very long numbers
        raise ValueError("integer")
    return int(text)


def _no_float(_text: str) -> None:
    raise ValueError("float")


def parse(data: bytes, item: str) -> Any:
    """Read canonical JSON; everything else is refused."""
    try:
        value = json.loads(
            data.decode("utf-8"), parse_int=_integer, parse_float=_no_float, parse_constant=_no_float
        )
    except RecursionError:
        raise Refused(item, "json.depth") from None
    except ValueError as fault:
        raise Refused(item, "json", fault) from None
    try:
        same = canonical_bytes(value) == data  # also finds duplicate keys: one of them is lost
    except ValueError as fault:
        raise Refused(item, "json.depth" if str(fault) == "depth" else "json.spelling") from None
    need(same, item, "json.spelling")
    return value


# ---------------------------------------------------------------------------------------------------
# 3  Shapes of bodies (B §1-§5). A record has exactly the keys written here. Notation: X? may be null;
#    [X] list; 2[X] list of two; {K:V} object with free keys; 'a|b' one of these texts; 1..9 integer.

ATOMS = dict(
    line.split(" ", 1)
    for line in r"""
HEX32 ~[0-9a-f]{32}
HEX64 ~[0-9a-f]{64}
DAY ~\d{4}-\d\d-\d\d
STAMP ~\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+08:00
CODE ~.{1,32}
LINE ~.{0,500}
PROSE ~.{0,20000}
PLAIN ~[^\x00-\x1f\x7f]{0,1000}
GROUP ~(?!code$)[A-Za-z0-9_-]{1,16}
ENTRY ~data/\d{6}\.[a-z]{2,5}
AGE ~age1[02-9ac-hj-np-z]{58}
ESCROW ~(age1[02-9ac-hj-np-z]{58}|revoked)
SSH ~ssh-ed25519 [A-Za-z0-9+/]{68}
RULE ~R(0[1-9]|1[0-8])
MODE 'open_call|on_qualification|no_application'
FUND 'F1|F2|F3|F4|F5'
PHASE 'initial|revision'
PERCENT 0..100
POINTS 0..10000
FEN 0..1000000000000000
COUNT 0..1000000000
POSITIVE 1..1000000000
BIG 0..9007199254740991
""".strip().split("\n")
)
RECORDS = """
manifest: format='zgc/1' suite=LINE kind=LINE round=HEX32 round_version=HEX64? sender=HEX64 to=[HEX64]
  slot=PLAIN seq=BIG prev=HEX64? answers=HEX64? time=STAMP log_head=head? files=[file] body=ANY
head: root=HEX64 size=BIG
file: label=PLAIN name=ENTRY size=0..1073741824
result: schema=1..1 parts=[part] log=head
part: file=ENTRY title=LINE
  role='round|consent|sheet|catalogue|applications|recusals|aggregate|log|table|form'

first_round: schema=1..1 version=1..1 settings=settings members=[member]
later_round: schema=1..1 version=2..10000 members=[member] plans=[plan] groups=[seats] round_chair=CODE?
  escrow_scores=ESCROW? escrow_result=AGE? revocations=[revocation] reason=PROSE
member: code=CODE role='secretary|observer|expert' card=HEX64 recipient=AGE key=SSH
seats: id=CODE members=[CODE] chair=CODE
plan: id=GROUP sub_directions=[CODE] size=1..99 complex=BOOL
revocation: card=HEX64 kept=[HEX64]

settings: title=LINE call_year=2000..2199 stage='proposal|midterm|acceptance' t0=DAY support_from=DAY?
  support_to=DAY? re_review_of=HEX32? rehearsal=BOOL suite='intl-1' catalogue_digest=HEX64
  verifier_digest=HEX64 modes={CODE:MODE} gate_values={CODE:{LINE:ANY}} pools=[pool] funds={FUND:limit}
  grants={CODE:grant} amount_step_fen=1..1000000000000 assignment='group|individual' per_application=POSITIVE
  groups=[plan] panel_min=POSITIVE panel_large=POSITIVE panel_large_from_fen=FEN panel_consortium=POSITIVE
  min_effective=POSITIVE one_per_legal_person=BOOL group_recusal_max=2[BIG] alternates=COUNT
  rounds_per_year=POSITIVE same_applicant_years=POSITIVE chair_by='elected|appointed'
  acting_chair='named|next' lookback_years={CODE:COUNT} excluded_experts_max=COUNT listed_holding_bp=COUNT
  org_similarity=COUNT other_reason_min=COUNT v_ruling='secretary+chair|secretary+observer' input_step=1..100
  bands=bands not_applicable='renormalise|block' comment_overall_min=COUNT comment_extreme_min=COUNT
  contradiction_high=POINTS contradiction_low=POINTS revisions_max=0..1 combine='S01|S02|S03|S04|S05'
  trim_from=POSITIVE trim_each=POSITIVE round_stages=['sheet_total|combined'] round_digits=2..2
  round_mode='half_up' role_weights={CODE:{CODE:COUNT}}? vote_rule=2[BIG]? deviation_percent=POSITIVE
  deviation_points=POINTS near_line=POINTS floors=BOOL
  tie_keys=['plain_mean|top_criterion|yes_votes|panel_vote'] standardise=BOOL veto_majority=2[BIG]
  collector='secretary|score_escrow' officers_k=2..16 officers_n=2..16 package_per='panel|expert'
  notice_days=COUNT ethics_followup_months=COUNT retention_years=RETENTION
pool: id=CODE fund=FUND sub_directions=[CODE] budget_fen=FEN? rule='strict|skip' pass=POINTS reserve=POINTS
limit: annual_fen=FEN? spent_before_fen=FEN
grant: ratio_bp=COUNT? cap_fen=FEN?
bands: A=PERCENT B=PERCENT C=PERCENT

values_handback: media=[LINE]
values_ruling: code=CODE rule=RULE
values_void: code=CODE
values_absent: code=CODE
values_check: gate=CODE
values_acting: code=CODE
values_veto_claim: item=CODE document=HEX64? page=1..1000000?
values_decision: amount_fen=FEN?
values_tie: pool=CODE order=[HEX32]
values_witness: act=LINE digest=HEX64?
values_none:
consent: schema=1..1 act=CODE about=HEX64? application=HEX32? answer=CODE values={CODE:ANY} text=PROSE
sheet: schema=1..1 application=HEX32 application_version=HEX64 letter=HEX64 phase=PHASE
  state='locked|recused' percents={CODE:PERCENT} not_applicable={CODE:PROSE} comments={CODE:PROSE}
  floor_reasons={CODE:PROSE} overall=PROSE pages=[page] claims=[claim] total=POINTS?
  recommendation='SUPPORT|SUPPORT_IF_REVISED|NOT_SUPPORT'? recusal=question integrity=BOOL? budget=budget?
  reason=PROSE
page: criterion=LINE document=HEX64 page=1..1000000
claim: item=CODE document=HEX64? page=1..1000000? text=PROSE
question: answer='no|yes' rule=RULE? reason=LINE
budget: amount_fen=FEN cuts=[cut]
cut: item=LINE amount_fen=FEN reason=PROSE

applications: schema=1..1 applications=[application]
application: application=HEX32 number=LINE title=LINE unit=LINE sub_direction=CODE mode=MODE state=CODE
  reason=LINE version=HEX64? group=CODE? members=[CODE]? requested_fen=FEN? ceiling_fen=FEN?
  check_result=CODE?
recusals: schema=1..1 recusals=[recusal]
recusal: application=HEX32 code=CODE rule=RULE decision='recused|open|disclosed'
event: act=CODE at=STAMP by=LINE data={LINE:ANY} n=BIG
counted: sheet=HEX64 application=HEX32 phase=PHASE counted=BOOL trimmed='|high|low' void=BOOL revised=BOOL
"""
FIELDS = {
    line.split(":", 1)[0]: dict(field.split("=", 1) for field in line.split(":", 1)[1].split())
    for line in re.sub(r"\n +", " ", RECORDS).split("\n")
    if line
}


# Keys that stand only in versions that change who judges which application, or that take the place of a
# refused version (B §1 assignment, withdraws).
ROUND_EXTRAS = ("assignment", "withdraws")


def shaped(value: Any, shape: str, item: str) -> None:
    """Refuse ``value`` unless it has ``shape``."""
    if shape.endswith("?"):
        if value is not None:
            shaped(value, shape[:-1], item)
    elif shape in FIELDS:
        shaped_record(value, shape, item)
    elif shape in ATOMS:
        shaped(value, ATOMS[shape], item)
    elif shape.startswith("["):
        need(isinstance(value, list), item, "shape")
        for place, inner in enumerate(value):
            shaped(inner, shape[1:-1], f"{item}[{place}]")
    elif shape.startswith("2["):
        shaped(value, shape[1:], item)
        need(len(value) == 2, item, "shape")
    elif shape.startswith("{"):
        need(isinstance(value, dict), item, "shape")
        key_shape, _, value_shape = shape[1:-1].partition(":")
        for key, inner in value.items():
            shaped(key, key_shape, item)
            shaped(inner, value_shape, f"{item}.{key}")
    else:
        need(_plain(value, shape), item, "shape")


def shaped_record(value: Any, shape: str, item: str) -> None:
    """Refuse ``value`` unless it has exactly the keys of the record, each of its shape."""
    need(isinstance(value, dict), item, "shape")
    odd = sorted(value.keys() ^ FIELDS[shape].keys())
    need(not odd, item, "keys", " ".join(odd))
    for key, inner in value.items():
        shaped(inner, FIELDS[shape][key], f"{item}.{key}")


def _plain(value: Any, shape: str) -> bool:
    """Say whether a single value fits; true and false are no integers."""
    if shape == "ANY":
        return True
    if shape == "BOOL":
        return isinstance(value, bool)
    if shape == "RETENTION":
        return value == "permanent" or _plain(value, ATOMS["POSITIVE"])
    if shape.startswith("~"):
        return isinstance(value, str) and re.fullmatch(shape[1:], value, re.DOTALL | re.ASCII) is not None
    if shape.startswith("'"):
        return isinstance(value, str) and value in shape[1:-1].split("|")
    low, high = shape.split("..")
    return type(value) is int and int(low) <= value <= int(high)


# ---------------------------------------------------------------------------------------------------
# 4  Ed25519 (RFC 8032 section 5.1) and SSHSIG (F-SIG). Strict: s below L, canonical points only, no key of
#    small order, and the equation without cofactor. Points are (X, Y, Z, T) with x = X/Z, y = Y/Z, xy = T/Z.

P = 2**255 - 19
L = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, P - 2, P) % P
ROOT = pow(2, (P - 1) // 4, P)  # a square root of -1
ZERO_POINT = (0, 1, 1, 0)


def add(a: tuple[int, ...], b: Point) -> Point:
    """Add two points (RFC 8032 section 5.1.4; complete, so it also doubles)."""
    low, high = (a[1] - a[0]) * (b[1] - b[0]), (a[1] + a[0]) * (b[1] + b[0])
    c, d = 2 * a[3] * b[3] * D, 2 * a[2] * b[2]
    e, f, g, h = high - low, d - c, d + c, high + low
    return e * f % P, g * h % P, f * g % P, e * h % P


def double(a: Point) -> Point:
    """Double a point (RFC 8032 section 5.1.4)."""
    x2, y2 = a[0] * a[0] % P, a[1] * a[1] % P
    h, g = x2 + y2, x2 - y2
    e, f = h - (a[0] + a[1]) ** 2, 2 * a[2] * a[2] + g
    return e * f % P, g * h % P, f * g % P, e * h % P


def decode_point(data: bytes) -> Point | None:
    """Decode 32 bytes (RFC 8032 section 5.1.3); None unless canonical and on the curve."""
    y = int.from_bytes(data, "little")
    sign, y = y >> 255, y & (2**255 - 1)
    if y >= P:
        return None
    u, v = (y * y - 1) % P, (D * y * y + 1) % P
    x = u * pow(v, 3, P) * pow(u * pow(v, 7, P), (P - 5) // 8, P) % P
    if (v * x * x - u) % P:
        x = x * ROOT % P
    if (v * x * x - u) % P or (x == 0 and sign):
        return None
    x = P - x if x & 1 != sign else x
    return x, y, 1, x * y % P


def encode_point(a: Point) -> bytes:
    """Encode a point as 32 bytes (RFC 8032 section 5.1.2)."""
    inverse = pow(a[2], P - 2, P)
    x, y = a[0] * inverse % P, a[1] * inverse % P
    return (y | (x & 1) << 255).to_bytes(32, "little")


def multiples(a: Point) -> list[Point]:
    """Return 0·a … 15·a."""
    found: list[Point] = [ZERO_POINT]
    for _ in range(15):
        found.append(add(found[-1], a))
    return found


BASE_Y = 4 * pow(5, P - 2, P) % P
BASE = multiples(decode_point(BASE_Y.to_bytes(32, "little")) or ZERO_POINT)
KEYS: dict[bytes, list[Point] | None] = {}  # multiples of minus the key, or None: refused


def key_table(key: bytes) -> list[Point] | None:
    """Return the multiples of the negated key, or None for a bad or small-order key."""
    if key not in KEYS:
        point = decode_point(key)
        small = point is None or double(double(double(point)))[0] == 0  # 8·A is (0, ±1) only for small order
        KEYS[key] = None if point is None or small else multiples((P - point[0], point[1], 1, P - point[3]))
    return KEYS[key]


def ed25519_holds(key: bytes, message: bytes, signature: bytes) -> bool:
    """Say whether s·B - k·A encodes to R (RFC 8032 section 5.1.7), four bits of both scalars at a time."""
    s = int.from_bytes(signature[32:], "little")
    minus_key = key_table(key) if len(key) == 32 and len(signature) == 64 and s < L else None
    if minus_key is None:
        return False
    k = int.from_bytes(hashlib.sha512(signature[:32] + key + message).digest(), "little") % L
    total: Point = ZERO_POINT
    for shift in range(252, -1, -4):
        total = double(double(double(double(total))))
        total = add(add(total, BASE[s >> shift & 15]), minus_key[k >> shift & 15])
    return encode_point(total) == signature[:32]


def ssh_string(data: bytes) -> bytes:
    """Length in four bytes, then the bytes."""
    return struct.pack(">I", len(data)) + data


def ssh_signature(armored: bytes, item: str) -> tuple[bytes, bytes]:
    """Return (public key, Ed25519 signature) of an SSHSIG.

    For one key and one signature there is exactly one allowed spelling (F-SIG-01 to 03): it is built
    from the two and compared, so version, algorithms, namespace, lengths and line breaks are all checked.
    """
    lines = armored.split(b"\n")
    try:
        blob = base64.b64decode(b"".join(lines[1:-2]), validate=True)
    except ValueError:
        raise Refused(item, "signature.form") from None
    start = 6 + 4 + 4 + 4 + 11 + 4  # magic, version, length of the key blob, its type, length of the key
    key, signature = blob[start : start + 32], blob[-64:]
    expected = b"SSHSIG" + struct.pack(">I", 1) + ssh_string(ssh_string(b"ssh-ed25519") + ssh_string(key))
    expected += ssh_string(NAMESPACE) + ssh_string(b"") + ssh_string(b"sha512")
    expected += ssh_string(ssh_string(b"ssh-ed25519") + ssh_string(signature))
    body = base64.b64encode(expected).decode()
    wrapped = "".join(body[place : place + 70] + "\n" for place in range(0, len(body), 70))
    whole = f"-----BEGIN SSH SIGNATURE-----\n{wrapped}-----END SSH SIGNATURE-----\n"
    need(len(key) == 32 and len(signature) == 64 and whole.encode() == armored, item, "signature.form")
    return key, signature


def signed_by(key: bytes, signature: bytes, sums: bytes) -> bool:
    """Say whether the SSHSIG signature over ``SHA256SUMS`` holds under ``key`` (F-SIG-04)."""
    digest = hashlib.sha512(sums).digest()
    text = b"SSHSIG" + ssh_string(NAMESPACE) + ssh_string(b"") + ssh_string(b"sha512") + ssh_string(digest)
    return ed25519_holds(key, text, signature)


# ---------------------------------------------------------------------------------------------------
# 5  Where the bytes are: a folder, or a restricted tar (F-TAR). Nothing is ever unpacked.

KINDS_OF_FILE = "pdf|xlsx|csv|json|jsonl|txt|png|jpg|docx|tar|py|bin"
LISTED = re.compile(rf"([0-9a-f]{{64}})  (manifest\.json|data/([0-9]{{6}})\.(?:{KINDS_OF_FILE}))")


def tar_header(name: bytes, size: int) -> bytes:
    """Make the one header there is for a name and a size (F-TAR-01)."""
    head = name.ljust(100, b"\0") + b"0000644\0" + b"0000000\0" * 2 + b"%011o\0" % size + b"%011o\0" % 0
    tail = b"0" + bytes(100) + b"ustar\0" + b"00" + bytes(247)
    return head + b"%06o\0 " % (sum(head) + 8 * 0x20 + sum(tail)) + tail


def tar_entries(stream: IO[bytes], item: str, sealed: bool) -> list[tuple[str, int, int]]:
    """List (name, offset, size) of a restricted tar; any other spelling is refused (F-TAR-02 to 06)."""
    found: list[tuple[str, int, int]] = []
    offset = 0
    while True:
        stream.seek(offset)
        block = stream.read(512)
        need(len(block) == 512, item, "tar.truncated")
        if block == bytes(512):
            break
        name, octal = block[:100].rstrip(b"\0"), block[124:135]
        need(re.fullmatch(rb"[!-~]{1,100}", name) and re.fullmatch(rb"[0-7]{11}", octal), item, "tar.header")
        size = int(octal, 8)
        shown = item + name.decode("ascii")
        need(tar_header(name, size) == block, shown, "tar.header")
        need(size <= MAX_ENTRY and len(found) <= MAX_LINES + 3, shown, "limit")
        found.append((name.decode("ascii"), offset + 512, size))
        offset += 512 + size
        stream.seek(offset)
        filling = stream.read(-size % 512)
        need(len(filling) == -size % 512, shown, "tar.truncated")
        need(not any(filling), shown, "pad")
        offset += len(filling)
    stream.seek(0, os.SEEK_END)
    length = stream.tell()
    lengths = [offset + 1024] + ([-(-(offset + 1024) // 65536) * 65536] if sealed else [])
    need(length in lengths, item or "tar", "tar.length")
    stream.seek(offset)
    need(not any(stream.read(length - offset)), item or "tar", "pad")
    return found


class Held:
    """A tar that came through standard input: it stays in memory, nothing of it is written."""

    def __init__(self, data: bytes) -> None:
        self.data = data

    def is_dir(self) -> bool:
        """It is no folder."""
        return False

    def open(self, _mode: str) -> IO[bytes]:
        """Return a stream over it."""
        return io.BytesIO(self.data)


class Entries:
    """The entries of the result: name to (file, offset, size), in order for a tar."""

    def __init__(self, root: Path | Held) -> None:
        self.places: dict[str, tuple[Path | Held, int, int]] = {}
        self.digests: dict[str, str] = {}  # what SHA256SUMS lists; compared again at every reading
        self.is_tar = not root.is_dir()
        if self.is_tar:
            with root.open("rb") as stream:
                for name, offset, size in tar_entries(stream, "", sealed=True):
                    need(name not in self.places, name, "extra")
                    self.places[name] = (root, offset, size)
        elif isinstance(root, Path):
            self._scan(root, "")

    def _scan(self, folder: Path, prefix: str) -> None:
        with os.scandir(str(folder)) as found:
            for entry in found:
                name = prefix + entry.name
                if name == "data" and entry.is_dir(follow_symlinks=False):
                    self._scan(folder / "data", "data/")
                    continue
                need(entry.is_file(follow_symlinks=False), name, "entry.type")
                need(len(self.places) <= MAX_LINES + 3, name, "limit")
                self.places[name] = (Path(entry.path), 0, entry.stat(follow_symlinks=False).st_size)

    def chunks(self, name: str) -> Iterator[bytes]:
        """Yield the bytes of an entry, exactly as many as its size says."""
        path, offset, left = self.places[name]
        with path.open("rb") as stream:
            stream.seek(offset)
            while left:
                chunk = stream.read(min(left, MIB))
                need(chunk, name, "read")
                left -= len(chunk)
                yield chunk

    def read(self, name: str, limit: int) -> bytes:
        """Return an entry of at most ``limit`` bytes."""
        need(name in self.places, name, "missing")
        need(self.places[name][2] <= limit, name, "limit")
        data = b"".join(self.chunks(name))
        need(self.digests.get(name) in (None, hashlib.sha256(data).hexdigest()), name, "entry.digest")
        return data

    def digest(self, name: str) -> str:
        """Return the SHA-256 of an entry in hex."""
        need(name in self.places, name, "missing")
        need(self.places[name][2] <= MAX_ENTRY, name, "limit")
        total = hashlib.sha256()
        for chunk in self.chunks(name):
            total.update(chunk)
        return total.hexdigest()


def listed(sums: bytes, item: str) -> dict[str, str]:
    """Read SHA256SUMS: name to digest, in order (F-SUM-01 to 03, F-ENT-02)."""
    lines = sums.split(b"\n")
    need(len(lines) <= MAX_LINES + 1, item, "limit")
    found: dict[str, str] = {}
    for number, line in enumerate(lines[:-1]):
        match = have(LISTED.fullmatch(line.decode("latin-1")), item, "sums.form", number + 1)
        need(int(match.group(3) or 0) == number, item, "sums.form", number + 1)
        found[match.group(2)] = match.group(1)
    need(found and lines[-1] == b"", item, "sums.form")
    return found


def check_files(entries: Entries) -> tuple[bytes, dict[str, str]]:
    """Step 1: every entry is listed and has its digest, and nothing else is there (F-ENT-01 to 04)."""
    sums = entries.read("SHA256SUMS", MAX_SUMS)
    digests = entries.digests = listed(sums, "SHA256SUMS")
    wanted = ["SHA256SUMS", "SHA256SUMS.sig", *digests]
    for name in entries.places:
        need(name in digests or name in (*wanted[:2], "pad"), name, "extra")
    for name, digest in digests.items():
        need(entries.digest(name) == digest, name, "entry.digest")
    if "pad" in entries.places:  # F-TAR-07: only zeros, so nothing hides in it
        need(0 < entries.places["pad"][2] <= MAX_ENTRY, "pad", "limit")
        need(not any(any(chunk) for chunk in entries.chunks("pad")), "pad", "pad")
        wanted.append("pad")
    if entries.is_tar:
        need(list(entries.places) == wanted, "tar", "order")
    return sums, digests


# ---------------------------------------------------------------------------------------------------
# 6  Messages (F-MAN, F-CAR): the result itself and what it carries.


class Message:
    """One signed message. ``item`` is its prefix in refusals; ``code`` and ``role`` come from the chain."""

    def __init__(self, item: str, sums: bytes, armored: bytes, manifest: bytes) -> None:
        self.item, self.sums, self.id = item, sums, hashlib.sha256(sums).hexdigest()
        self.code = self.role = ""
        self.inner: list[Message] = []
        self.key, self.signature = ssh_signature(armored, item + "SHA256SUMS.sig")
        self.place = item + "manifest.json"
        found = parse(manifest, self.place)
        need(isinstance(found, dict) and found.get("format") == "zgc/1", self.place, "format")
        need(found.get("suite") == SUITE, self.place, "suite")
        shaped(found, "manifest", self.place)
        self.manifest, self.kind, self.body = found, found["kind"], found["body"]
        self.sender, self.slot, self.seq, self.prev = (found[k] for k in ("sender", "slot", "seq", "prev"))
        self.round, self.version = found["round"], found["round_version"]
        self._check()

    def _check(self) -> None:
        """Refuse what the shape of a manifest cannot say (F-MAN-07 to 13)."""
        place, sent_to, kind = self.place, self.manifest["to"], self.kind
        need(kind in ("round", "consent", "sheet", "result"), place, "kind", kind[:20])
        need(self.seq >= 1 and (self.seq > 1 or self.prev is None), place, "shape", "seq")
        need(len(sent_to) <= 1000 and sent_to == sorted(set(sent_to)), place, "shape", "to")
        need(kind == "result" or bool(sent_to) == (kind == "consent"), place, "shape", "to")
        slotted = kind in ("consent", "sheet")
        need(len(self.slot) <= 200 and bool(self.slot) == slotted, place, "shape", "slot")
        try:
            datetime.strptime(self.manifest["time"], "%Y-%m-%dT%H:%M:%S%z")
        except ValueError:
            raise Refused(place, "shape", "time") from None

    def holds_under(self, ssh_key: str) -> None:
        """Refuse unless this message is signed with the key of the card it names (F-SIG-04, 05)."""
        place = self.item + "SHA256SUMS.sig"
        found = base64.b64encode(ssh_string(b"ssh-ed25519") + ssh_string(self.key)).decode()
        need(ssh_key == "ssh-ed25519 " + found, place, "signer.key")
        need(signed_by(self.key, self.signature, self.sums), place, "signature.wrong")


def carried(data: bytes, name: str, inside_round: bool = False) -> Message:
    """Read a message in carried form (F-TAR-05, F-CAR-01).

    Only a round definition has data entries: the consents to the version before (B §1).
    """
    item = name + "/"
    found = {entry: data[at : at + size] for entry, at, size in tar_entries(io.BytesIO(data), item, False)}
    frame = ["SHA256SUMS", "SHA256SUMS.sig", "manifest.json"]
    need(list(found)[:3] == frame, item, "order")
    need(len(found[frame[1]]) <= MAX_SIGNATURE and len(found[frame[2]]) <= MAX_MANIFEST, item, "limit")
    digests = listed(found[frame[0]], item + "SHA256SUMS")
    need(list(found) == [*frame[:2], *digests], item, "order")
    for entry, digest in digests.items():
        need(hashlib.sha256(found[entry]).hexdigest() == digest, item + entry, "entry.digest")
    message = Message(item, *(found[entry] for entry in frame))
    inner = list(digests)[1:]
    sizes = [(file["name"], file["size"]) for file in message.manifest["files"]]
    need(sizes == [(entry, len(found[entry])) for entry in inner], message.place, "shape", "files")
    need(not inner or (message.kind == "round" and not inside_round), message.place, "extra", "files")
    for entry in inner:
        need(entry.endswith(".tar"), item + entry, "kind")
        message.inner.append(carried(found[entry], item + entry, inside_round=True))
    return message


def open_result(entries: Entries, sums: bytes, digests: dict[str, str]) -> Message:
    """Step 2: manifest and signature of the result itself; who signed is judged in step 3."""
    armored = entries.read("SHA256SUMS.sig", MAX_SIGNATURE)
    result = Message("", sums, armored, entries.read("manifest.json", MAX_MANIFEST))
    need(signed_by(result.key, result.signature, sums), "SHA256SUMS.sig", "signature.wrong")
    need(result.kind == "result", result.place, "kind")
    shaped(result.body, "result", result.place)
    files = result.manifest["files"]
    need([file["name"] for file in files] == list(digests)[1:], result.place, "shape", "files")
    for file in files:
        need(entries.places[file["name"]][2] == file["size"], file["name"], "entry.length")
    return result


def parts_of(result: Message) -> dict[str, list[str]]:
    """Return the data entries by role (B §3 result): roles in order, every entry once."""
    parts = result.body["parts"]
    order = FIELDS["part"]["role"][1:-1].split("|")
    places = [order.index(part["role"]) for part in parts]
    need(places == sorted(places), result.place, "order")
    names = [part["file"] for part in parts]
    need(sorted(names) == [file["name"] for file in result.manifest["files"]], result.place, "parts.once")
    found: dict[str, list[str]] = {role: [] for role in order}
    for part in parts:
        found[part["role"]].append(part["file"])
        is_message = part["role"] in ("round", "consent", "sheet")
        need(part["file"].endswith(".tar") == is_message, part["file"], "kind", part["role"])
        if part["role"] in ("table", "form"):
            need(re.fullmatch(r"[^/\\\x00-\x1f\x7f]+", part["title"]), part["file"], "shape", "title")
    for role in ("catalogue", "applications", "recusals", "aggregate", "log"):
        need(len(found[role]) == 1, role, "parts.once")
    return found


def messages_of(entries: Entries, parts: dict[str, list[str]], result: Message) -> Messages:
    """Read all carried messages; suite and round are those around them (F-CAR-02), order as B §3 says."""
    found: Messages = {"round": [], "consent": [], "sheet": [], "inner": []}
    left = MAX_PARSED
    for kind in ("round", "consent", "sheet"):
        for name in parts[kind]:
            left -= entries.places[name][2]
            need(left >= 0, name, "limit")
            message = carried(entries.read(name, MAX_MANIFEST + MIB), name)
            found[kind].append(belongs(message, kind, result))
            found["inner"] += [belongs(consent, "consent", result) for consent in message.inner]
            sortable = message.inner if kind == "round" else found[kind][-2:]
            ids = [one.id for one in sortable]
            need(ids == sorted(set(ids)), message.item, "order")
    need(found["round"], "round", "missing")
    return found


def belongs(message: Message, kind: str, result: Message) -> Message:
    """Refuse a carried message of another kind or round, or with a body of another shape."""
    need(message.kind == kind, message.place, "kind", message.kind)
    need(message.round == result.round, message.place, "round")
    if kind != "round":  # the shape of a round depends on its version and is judged with the chain
        shaped(message.body, kind, message.place)
    return message


# ---------------------------------------------------------------------------------------------------
# 7  The chain of round definitions (B §1): who is a member, which card and which messages count.


class Chain:
    """The fold of the round definitions, version by version."""

    def __init__(self) -> None:
        self.versions: list[str] = []
        self.settings: Row = {}
        self.cards: dict[str, Row] = {}  # card: its member entry, with versions "from" and "to"
        self.history: dict[str, list[str]] = {}  # code: its cards, oldest first; the last one is in force
        self.single: dict[str, str] = {}  # role: the one code that has it, of secretary and observer
        self.experts: set[str] = set()
        self.keys: set[str] = set()
        self.groups: dict[str, Row] = {}
        self.assignment: str | None = None  # digest of the experts of single applications in force
        self.chair: str | None = None
        self.chaired: dict[str | None, set[str]] = {}  # group, None for the round: who ever was its chair
        self.kept: dict[str, set[str]] = {}  # revoked card: ids that still count
        self.escrow: list[int] = []  # numbers of the versions that named and revoked the key for score files
        self.score_key: str | None = None
        self.result_key: str | None = None
        self.consents = 0
        self.withdrawn: list[str] = []  # versions that were refused, their place taken by the next
        self.idle: dict[str, tuple[str, str]] = {}  # consents to those: code and role of who signed

    def card(self, role: str) -> str:
        """Return the card in force of the secretary or the observer."""
        return self.history[self.single[role]][-1] if role in self.single else ""

    def counts(self, message: Message) -> bool:
        """Say whether a message counts: card in force, or kept at its revocation (B §1 revocations)."""
        if message.sender in self.kept:
            return message.id in self.kept[message.sender]
        if message.id in self.idle:
            return False
        return bool(self.cards[message.sender]["to"] == sys.maxsize)

    def age(self, message: Message) -> tuple[int, int]:
        """Order the messages of one code: the newer card first decides, then seq (B §4 received)."""
        return self.history[self.cards[message.sender]["code"]].index(message.sender), message.seq

    def authenticate(self, message: Message, *versions: str) -> None:
        """Refuse a message unless a member's card signed it, in force in a version it names (F-SIG-05)."""
        member = have(self.cards.get(message.sender), message.place, "signer.unknown")
        need(message.version in self.versions, message.place, "version.unknown")
        numbers = [self.versions.index(v) for v in (message.version, *versions) if v in self.versions]
        need(any(member["from"] <= n < member["to"] for n in numbers), message.place, "signer.version")
        message.holds_under(member["key"])
        message.code, message.role = member["code"], member["role"]

    def take(self, message: Message, consents: list[Message]) -> None:
        """Add the next version with its consents as B §1 demands."""
        usable = [c for c in consents if c.sender not in self.kept or c.id in self.kept[c.sender]]
        for card in self.add(message):
            self._consented(message, card, usable)

    def pass_over(self, message: Message, consents: list[Message]) -> None:
        """Add a version that the next one withdraws: it was refused, changes nothing, keeps its number."""
        trial = copy.deepcopy(self)
        needed = trial.add(message)
        usable = [c for c in consents if c.sender not in self.kept or c.id in self.kept[c.sender]]
        for consent in consents:
            trial.authenticate(consent, message.id)
        refused = any(c.sender in needed and c.body["answer"] == "no" for c in usable)
        need(refused, message.place, "chain.withdraws")
        self.idle.update((consent.id, (consent.code, consent.role)) for consent in consents)
        self.versions.append(message.id)
        self.withdrawn.append(message.id)

    def add(self, message: Message) -> list[str]:
        """Apply the next version, its signature and prev judged; return whose cards must consent to it."""
        number, body, place = len(self.versions), message.body, message.place
        need(isinstance(body, dict) and body.get("version") == number + 1, place, "chain.version")
        extras = {key: body[key] for key in ROUND_EXTRAS if number and key in body}
        rest = {key: value for key, value in body.items() if key not in extras}
        shaped(rest, "later_round" if number else "first_round", place)
        for key, value in extras.items():
            shaped(value, "HEX64", place + "." + key)
        before = self.versions[-1] if number else None
        need(message.version == before and (not number or message.prev == before), place, "chain.prev")
        due = before if before in self.withdrawn else None
        need(body.get("withdraws") == due, place, "chain.withdraws")
        for consent in message.inner:
            right = number and (consent.body["act"], consent.body["about"]) == ("round", before)
            need(right, consent.place, "chain.prev", "about")
        if number:
            need(message.sender == self.card("secretary") and self.counts(message), place, "chain.signer")
        observer = self.card("observer") if number else ""
        chair = self.history[self.chair][-1] if self.chair else ""  # the card, before this version
        self._fold(body, number, place)
        self.versions.append(message.id)
        need(number or message.sender == self.card("secretary"), place, "chain.signer")
        message.holds_under(self.cards[message.sender]["key"])
        needed = [observer or self.card("observer")]
        if chair:  # where this version replaces or revokes that chair's own card, the observer instead
            replaced = self.cards[chair]["to"] == number
            needed = needed if replaced or chair in [e["card"] for e in body["revocations"]] else [chair]
        elif number and body["round_chair"]:
            needed.append(self.history[body["round_chair"]][-1])
        return needed

    def _fold(self, body: Row, number: int, place: str) -> None:
        """Apply one version to the state in force."""
        self.settings = body.get("settings", self.settings)
        for member in body["members"]:
            self._member(member, number, place)
        need(number or sorted(self.single) == ["observer", "secretary"], place, "chain.members", "version 1")
        need(number or len(self.cards) == 2, place, "chain.members", "version 1")
        for group in body.get("groups", ()):
            seats = set(group["members"])
            fits = self.experts >= seats and len(seats) == len(group["members"]) and group["chair"] in seats
            need(fits, place, "chain.members", group["id"])
            self.groups[group["id"]] = group
            self.chaired.setdefault(group["id"], set()).add(group["chair"])
        self.chair = body.get("round_chair") or self.chair
        need(self.chair is None or self.chair in self.experts, place, "chain.members", "round_chair")
        self.chaired.setdefault(None, set()).update([self.chair] if self.chair else [])
        self.assignment = body.get("assignment", self.assignment)
        if self.settings["assignment"] == "individual":
            alone = all(group["chair"] == self.chair for group in self.groups.values())
            need(alone and len(self.groups) <= 1, place, "chain.members", "groups")
        else:
            need(self.assignment is None, place, "chain.members", "assignment")
        self._escrow(body, number, place)
        for entry in body.get("revocations", ()):
            need(entry["card"] in self.cards, place, "chain.members", "revocations")
            ids = set(entry["kept"])
            self.kept[entry["card"]] = self.kept.get(entry["card"], ids) & ids

    def _escrow(self, body: Row, number: int, place: str) -> None:
        """The key for score files is named once, then perhaps revoked; it is not that of the result."""
        scores, result = body.get("escrow_scores"), body.get("escrow_result")
        if scores is not None:
            due = len(self.escrow) == (scores == "revoked")
            need(due and self.settings["collector"] == "score_escrow", place, "chain.escrow")
            self.escrow.append(number)
            self.score_key = self.score_key or scores
        self.result_key = result or self.result_key
        same = self.score_key is not None and self.score_key == self.result_key
        need(not same, place, "chain.escrow")

    def _member(self, member: Row, number: int, place: str) -> None:
        """Add a member, or give a code its new card; roles, cards and keys never move to another code."""
        code, role, cards = member["code"], member["role"], self.history.setdefault(member["code"], [])
        if cards:
            current = self.cards[cards[-1]]
            if all(current[key] == value for key, value in member.items()):
                return
            need(current["role"] == role, place, "chain.members", code)
            current["to"] = number
        fresh = member["card"] not in self.cards and member["key"] not in self.keys
        alone = role == "expert" or self.single.setdefault(role, code) == code
        need(fresh and alone and len(self.cards) < MAX_CARDS, place, "chain.members", code)
        self.experts |= {code} if role == "expert" else set()
        self.keys.add(member["key"])
        cards.append(member["card"])
        self.cards[member["card"]] = dict(member, **{"from": number, "to": sys.maxsize})

    def _consented(self, message: Message, card: str, consents: list[Message]) -> None:
        """Refuse a version without the consent of ``card``: its newest answer on it must be yes."""
        found = [c for c in consents if c.sender == card and c.slot == "round:" + message.id]
        code = self.cards[card]["code"]
        newest = have(max(found, key=lambda c: c.seq, default=None), message.place, "chain.consent", code)
        need(newest.body["answer"] == "yes", message.place, "chain.consent", code)
        newest.holds_under(self.cards[card]["key"])
        self.consents += 1


def build_chain(messages: Messages, result: Message) -> Chain:
    """Step 3: fold all versions; the secretary in force signed the result, knowing the last one."""
    chain, rounds = Chain(), messages["round"]
    for number, message in enumerate(rounds, 1):  # its consents stand in the next version, or beside the last
        after = rounds[number] if number < len(rounds) else None
        said = after.body.get("withdraws") if after and isinstance(after.body, dict) else None
        if after and number > 1 and said == message.id:
            chain.pass_over(message, after.inner)
        else:
            chain.take(message, after.inner if after else messages["consent"])
    need(result.version == chain.versions[-1], result.place, "version.last")
    need(result.sender == chain.card("secretary") and chain.counts(result), result.place, "signer.role")
    result.holds_under(chain.cards[result.sender]["key"])
    return chain


# ---------------------------------------------------------------------------------------------------
# 8  Consents (B §2): act, roles that may sign, about, application (- null, + given, ? either), answers, text

ACTS = """
round        observer,expert            + -  yes,no                  -
pledge       expert                     + -  yes                     -
pleas        expert                     + -  none,reported           text
handback     expert                     + -  yes                     -
ruling       secretary,observer,expert  ? +  open,closed             -
void         secretary,expert           + +  conflict,integrity      -
absent       secretary,expert           - ?  yes                     text
check        expert                     - +  yes,no                  text
acting       secretary,expert           - +  named                   -
discuss      expert                     - +  open,closed             -
explain      expert                     + +  explained               text
veto_claim   secretary,expert           ? +  claimed                 text
veto_vote    expert                     + +  yes,no                  -
opinion      expert                     - +  agreed                  text
opinion_vote expert                     + +  agree,dissent           text
decision     expert                     - +  DECISIONS               text
tie          expert                     - -  order                   text
witness      observer                   ? -  yes                     -
""".replace("DECISIONS", ",".join(sorted({code for codes in DECISIONS.values() for code in codes})))
ACT_RULES = {line.split()[0]: line.split()[1:] for line in ACTS.strip().split("\n")}
SLOT_TAILS = {"absent": "code", "ruling": "code", "tie": "pool", "check": "gate"}


def check_consent(message: Message) -> None:
    """Refuse a consent that its act does not allow."""
    body, place = message.body, message.place
    need(body["act"] in ACT_RULES, place, "consent.act", body["act"])
    roles, about, application, answers, text = ACT_RULES[body["act"]]
    need(message.role in roles.split(","), place, "signer.role", body["act"])
    for key, rule in (("about", about), ("application", application)):
        need(rule == "?" or (body[key] is None) == (rule == "-"), place, "consent.act", key)
    need(body["answer"] in answers.split(","), place, "consent.act", "answer")
    need(text == "text" or body["text"] == "", place, "consent.act", "text")
    need(body["act"] != "explain" or body["text"].strip(), place, "consent.act", "text")
    values = "values_" + body["act"]
    shaped(body["values"], values if values in FIELDS else "values_none", place + ".values")
    slot = f"{body['act']}:{body['about'] or body['application'] or ''}"
    if body["act"] in SLOT_TAILS:
        slot += ":" + body["values"][SLOT_TAILS[body["act"]]]
    need(message.slot == slot, place, "slot", slot)


def authenticate_all(chain: Chain, messages: Messages) -> int:
    """Step 4: every consent and sheet is a member's, of an allowed kind; return how many do not count."""
    for message in messages["consent"] + messages["inner"]:
        act, about = message.body["act"], message.body["about"]
        if message.id in chain.idle:
            message.code, message.role = chain.idle[message.id]
        else:
            chain.authenticate(message, *([str(about)] if act == "round" else []))
        check_consent(message)
    for message in messages["sheet"]:
        chain.authenticate(message)
        need(message.role == "expert", message.place, "signer.role", message.role)
        need(message.slot == message.body["application"], message.place, "slot")
    by_id = {message.id: message for kind in messages.values() for message in kind}
    seen: set[tuple[str, str, str, int]] = set()
    for (
        message
    ) in by_id.values():  # F-ARR-04: one number, one message; prev is an older one of the same series
        series = (message.sender, message.kind, message.slot)
        need((*series, message.seq) not in seen, message.place, "series")
        seen.add((*series, message.seq))
        before = by_id.get(message.prev or "")
        if before and message.kind != "round":
            need(series == (before.sender, before.kind, before.slot), message.place, "series", "prev")
            need(before.seq < message.seq, message.place, "series", "prev")
    return sum(not chain.counts(m) for kind in ("consent", "sheet") for m in messages[kind])


# ---------------------------------------------------------------------------------------------------
# 9  Catalogue, applications and sheets (B §3)


class Rubric:
    """Criteria, weights and floors of the round's catalogue (rules §6, §7 S09; B §3 sheet)."""

    def __init__(self, catalogue: Any, settings: Row, item: str) -> None:
        self.catalogue, self.stage, self.item = catalogue, settings["stage"], item
        self.known: dict[str, list[tuple[str, int, int | None]]] = {}

    def measure(self, sub_direction: str) -> Row:
        """Return the measure that has the sub-direction."""
        try:
            for measure in self.catalogue["measures"]:
                if sub_direction in [sub["id"] for sub in measure["sub_directions"]]:
                    need(isinstance(measure["fund"], str), self.item, "catalogue.form", sub_direction)
                    return dict(measure)
        except (KeyError, TypeError):
            pass
        raise Refused(self.item, "catalogue.form", sub_direction)

    def shown(self, sub_direction: str) -> list[tuple[str, int, int | None]]:
        """Return (criterion, weight, floor) of those with weight, in catalogue order."""
        if sub_direction not in self.known:
            try:
                self.known[sub_direction] = self._read(sub_direction)
            except (KeyError, TypeError, AttributeError, ValueError):
                raise Refused(self.item, "catalogue.form", sub_direction) from None
        return self.known[sub_direction]

    def written(self, sub_direction: str) -> Any:
        """Return the rubric as written; of a stage the measure's own, else the catalogue's (rules §2.4)."""
        measure = self.measure(sub_direction)
        if self.stage == "proposal":
            return measure["rubric"]
        own = measure.get("stage_rubrics", {})
        return own[self.stage] if self.stage in own else self.catalogue["stage_rubrics"][self.stage]

    def outcomes(self, sub_direction: str) -> tuple[list[tuple[str, int]], set[str]]:
        """Return the bands of a stage, lower limits × 100, and the items that may be established (B §4)."""
        try:
            rubric, measure = self.written(sub_direction), self.measure(sub_direction)
            bands = [(band["code"], band["min"]) for band in rubric["bands"]]
            lists = (rubric["screening"], self.catalogue["common_vetoes"], measure["vetoes"])
            items = {item["id"] for listed in lists for item in listed}
        except (KeyError, TypeError, AttributeError):
            raise Refused(self.item, "catalogue.form", sub_direction) from None
        for code, least in bands:
            shaped(code, "'" + "|".join(OUTCOMES[self.stage]) + "'", self.item)
            shaped(least, "PERCENT", self.item)
        order = [OUTCOMES[self.stage].index(code) for code, _ in bands]
        limits = [least for _, least in bands]
        ends = bands and bands[-1] == (OUTCOMES[self.stage][-1], 0)
        falls = order == sorted(set(order)) and limits == sorted(set(limits), reverse=True)
        need(ends and falls, self.item, "catalogue.form", sub_direction)
        return [(code, 100 * least) for code, least in bands], items

    def _read(self, sub_direction: str) -> list[tuple[str, int, int | None]]:
        rubric = self.written(sub_direction)
        plain = {criterion["id"]: criterion["weight"] for criterion in rubric["criteria"]}
        weights = rubric.get("weight_profiles", {}).get(sub_direction, plain)
        found = [(c["id"], weights[c["id"]], c.get("floor")) for c in rubric["criteria"]]
        for criterion, weight, floor in found:
            shaped(criterion, "CODE", self.item)
            shaped(weight, "PERCENT", self.item)
            shaped(floor, "PERCENT?", self.item)
        whole = weights.keys() == plain.keys() and len(plain) == len(found) and sum(weights.values()) == 100
        need(whole, self.item, "catalogue.form", sub_direction)
        return [line for line in found if line[1]]


def half_up(numerator: int, denominator: int) -> int:
    """Round a quotient that is not negative: halves go up (rules §7)."""
    return (2 * numerator + denominator) // (2 * denominator)


def rounded_mean(marks: list[tuple[int, str]]) -> int:
    """Return the rounded mean of (mark, code)."""
    return half_up(sum(mark for mark, _ in marks), len(marks))


def check_sheet(message: Message, rubric: Rubric, application: Row, block: bool) -> None:
    """Step 6: state and content of a sheet agree, and its total is the one its percents give (B §3)."""
    body, place = message.body, message.place
    if body["state"] == "recused":
        need(body["recusal"]["answer"] == "yes", place, "sheet.state")
        for key in ("percents", "not_applicable", "comments", "floor_reasons", "overall", "pages", "claims"):
            need(not body[key], place, "sheet.state", key)
        for key in ("total", "recommendation", "integrity", "budget"):
            need(body[key] is None, place, "sheet.state", key)
        return
    need(body["recusal"]["answer"] == "no", place, "sheet.state", "recusal")
    need(body["recommendation"] is not None and body["integrity"] is not None, place, "sheet.state")
    need(rubric.stage == "proposal" or body["budget"] is None, place, "stage.settings", "budget")
    weights = {criterion: weight for criterion, weight, _ in rubric.shown(application["sub_direction"])}
    answered = [*body["percents"], *body["not_applicable"]]
    need(sorted(answered) == sorted(weights) and body["percents"], place, "sheet.criteria")
    need(not (block and body["not_applicable"]), place, "sheet.criteria", "not_applicable")
    points = sum(percent * weights[criterion] for criterion, percent in body["percents"].items())
    applicable = sum(weights[criterion] for criterion in body["percents"])
    total = half_up(100 * points, applicable)
    need(body["total"] == total, place, "sheet.total", f"{body['total']} ≠ {total}")


def read_tables(
    entries: Entries, parts: dict[str, list[str]], chain: Chain
) -> tuple[Rubric, tuple[dict[str, Row], list[Row]]]:
    """Step 5: catalogue, settings, applications and recusals."""
    settings, name = chain.settings, parts["catalogue"][0]
    data = entries.read(name, MAX_JSON_PART)
    need(hashlib.sha256(data).hexdigest() == settings["catalogue_digest"], name, "catalogue.digest")
    rubric = Rubric(parse(data, name), settings, name)
    need(settings["combine"] in ("S01", "S02", "S04"), "settings.combine", "settings", settings["combine"])
    need(len(set(settings["round_stages"])) == 2, "settings.round_stages", "settings")
    need(settings["trim_from"] > 2 * settings["trim_each"], "settings.trim_from", "settings")
    subs = [sub for pool in settings["pools"] for sub in pool["sub_directions"]]
    need(len(subs) == len(set(subs)), "settings.pools", "order")
    ids = [pool["id"] for pool in settings["pools"]]
    need(len(ids) == len(set(ids)), "settings.pools", "order")
    later = settings["stage"] != "proposal"  # no rank, no line, no amount: B §4, stages
    for key in ("pools", "funds", "grants", "vote_rule"):
        need(not (later and settings[key]), "settings." + key, "stage.settings", settings["stage"])
    reviewed = set(settings["modes"].values()) <= {"open_call"}
    need(not later or reviewed, "settings.modes", "stage.settings", settings["stage"])
    name = parts["applications"][0]
    table = parse(entries.read(name, MAX_JSON_PART), name)
    shaped(table, "applications", name)
    applications = {line["application"]: line for line in table["applications"]}
    need(list(applications) == sorted(applications), name, "order")
    need(len(applications) == len(table["applications"]), name, "order")
    for line in applications.values():
        wanted = settings["modes"].get(line["sub_direction"])
        need(line["mode"] == wanted, f"{name}: {line['application']}", "shape", "mode")
        for key in ("requested_fen", "ceiling_fen", "check_result") if later else ():
            need(line[key] is None, f"{name}: {line['application']}", "stage.settings", key)
    name = parts["recusals"][0]
    table = parse(entries.read(name, MAX_JSON_PART), name)
    shaped(table, "recusals", name)
    keys = [(line["application"], line["code"], line["rule"]) for line in table["recusals"]]
    need(keys == sorted(set(keys)), name, "order")
    for application, code, _ in keys:
        need(application in applications and code in chain.history, name, "application.unknown", application)
    return rubric, (applications, table["recusals"])


# ---------------------------------------------------------------------------------------------------
# 10  Event log (B §5, F-LOG-01)


class Tree:
    """RFC 6962 tree hash, leaf by leaf: roots of complete subtrees, largest first."""

    def __init__(self) -> None:
        self.size = 0
        self.roots: list[bytes] = []

    def append(self, leaf: bytes) -> None:
        """Add a leaf; two subtrees of one size become one of the next."""
        node, self.size, carry = hashlib.sha256(b"\0" + leaf).digest(), self.size + 1, self.size
        while carry & 1:
            node, carry = hashlib.sha256(b"\1" + self.roots.pop() + node).digest(), carry >> 1
        self.roots.append(node)

    def root(self) -> str:
        """Return the root in hex; the empty tree is SHA-256 of nothing."""
        if not self.roots:
            return hashlib.sha256(b"").hexdigest()
        node = self.roots[-1]
        for left in reversed(self.roots[:-1]):
            node = hashlib.sha256(b"\1" + left + node).digest()
        return node.hex()


CUSTODY = ("scores.held", "scores.received", "escrow.opened", "round.amended")


def read_log(entries: Entries, name: str, head: Row) -> tuple[dict[str, Row], dict[str, str], list[Row]]:
    """Step 7: numbers and root of the log.

    Return the last ``sheet.counted`` data of each sheet, where each veto claim and vote is mentioned, and
    the events about the custody of score files.
    """
    need(entries.places[name][2] <= MAX_LOG, name, "limit")
    tree, counted, path, total = Tree(), {}, entries.places[name], hashlib.sha256()
    voted: dict[str, str] = {}
    custody: list[Row] = []
    with path[0].open("rb") as stream:
        stream.seek(path[1])
        left = path[2]
        while left:
            line = stream.readline(min(left, MAX_EVENT))
            item = f"{name}:{tree.size + 1}"
            need(line.endswith(b"\n"), item, "limit")
            left -= len(line)
            total.update(line)
            event = parse(line[:-1], item)
            shaped(event, "event", item)
            need(event["n"] == tree.size, item, "log.number")
            tree.append(line[:-1])
            if event["act"] == "sheet.counted":
                data = {key: event["data"].get(key) for key in FIELDS["counted"]}
                shaped(data, "counted", item)
                counted[data["sheet"]] = dict(data, item=item)
            if event["act"] in ("consent.veto_claim", "consent.veto_vote"):
                voted[str(event["data"].get("consent"))] = item
            if event["act"] in CUSTODY:
                custody.append({"act": event["act"], "version": event["data"].get("version"), "item": item})
    need(total.hexdigest() == entries.digests[name], name, "entry.digest")
    need(tree.size == head["size"], name, "log.size")
    need(tree.root() == head["root"], name, "log.root")
    return counted, voted, custody


def check_custody(chain: Chain, sheets: list[Message], custody: list[Row]) -> None:
    """In a round of score escrow no score file was opened before the key was, or revoked (B §3, B §5)."""
    if chain.settings["collector"] != "score_escrow":
        return
    for sheet in sheets:  # no letter, and so no sheet, before the key was named
        fits = chain.escrow and chain.versions.index(sheet.version) >= chain.escrow[0]
        need(fits, sheet.place, "chain.escrow")
    revoking = chain.versions[chain.escrow[1]] if len(chain.escrow) > 1 else None
    opened = free = False
    for event in custody:
        act, item = event["act"], event["item"]
        need(not (opened and act in ("escrow.opened", "scores.held")), item, "log.escrow")
        need(free or act != "scores.received", item, "log.escrow")
        opened = opened or act == "escrow.opened"
        free = free or opened or (revoking is not None and event["version"] == revoking)


# ---------------------------------------------------------------------------------------------------
# 11  The aggregate (B §4). Names follow the text there; points are × 100, amounts in fen.


CHAIR_ACTS = ("acting", "discuss", "opinion", "decision", "void", "absent")


def is_scored(line: Row) -> bool:
    """Say whether an application stands in the aggregate (B §4, scored applications)."""
    return line["mode"] == "open_call" and line["state"] in ("AGGREGATED", "DELIBERATED", "SEALED")


def check_speakers(chain: Chain, applications: dict[str, Row], found: Messages) -> None:
    """Who signed as chair is or was the chair, or was named to act by secretary and chair (B §4, chair).

    With acting_chair next any member may have been the computed one while others stood aside. Whose word
    counts now, and that no recused one's does, follows from the recomputation.
    """
    named: dict[tuple[str, str], set[str]] = {}  # by application and role: whom secretary and chairs named
    acts = [m for m in found["consent"] if m.body["act"] in CHAIR_ACTS and m.body["application"]]
    for message in acts:
        line = have(applications.get(message.body["application"]), message.place, "application.unknown")
        if message.body["act"] == "acting":
            right = message.role == "secretary" or message.code in ever_chairs(chain, line)
            right = right and message.body["values"]["code"] in chain.experts
            need(right, message.place, "decision.acting", message.code)
            both = named.setdefault((line["application"], message.role), set())
            both.add(message.body["values"]["code"])
    for message in acts:
        line = applications[message.body["application"]]
        may = ever_chairs(chain, line)
        if chain.settings["acting_chair"] == "named":
            by_secretary = named.get((line["application"], "secretary"), set())
            may |= by_secretary & named.get((line["application"], "expert"), set())
        else:
            may |= set(line["members"] or chain.groups.get(line["group"] or "", {}).get("members", []))
        right = message.role == "secretary" or message.code in may
        need(right, message.place, "decision.acting", message.code)


def ever_chairs(chain: Chain, line: Row) -> set[str]:
    """Return everybody who is or was chair of an application's group, without a group of the round."""
    return set(chain.chaired.get(line["group"] if line["group"] in chain.groups else None, set()))


def check_assignment(chain: Chain, applications: dict[str, Row], found: Messages) -> None:
    """Experts of single applications are those of the digest in force, and only they wrote sheets (B §4)."""
    table = [
        {"application": line["application"], "members": line["members"]}
        for line in sorted(applications.values(), key=lambda line: str(line["application"]))
        if line["members"] is not None
    ]
    if chain.settings["assignment"] != "individual":
        for entry in table:
            raise Refused(entry["application"], "assignment")
        return
    digest = hashlib.sha256(canonical_bytes({"assignments": table, "schema": 1})).hexdigest()
    need(chain.assignment == digest or not (table or chain.assignment), "applications.json", "assignment")
    seats = {code for group in chain.groups.values() for code in group["members"]}
    for entry in table:
        right = entry["members"] == sorted(set(entry["members"])) and seats >= set(entry["members"])
        need(right, entry["application"], "assignment")
    for line in applications.values():
        need(line["members"] is not None or not is_scored(line), line["application"], "assignment")
    for sheet in found["sheet"]:
        members = applications.get(sheet.slot, {}).get("members") or ()
        need(sheet.code in members, sheet.place, "assignment.sheet", sheet.code)


def check_explained(found: Messages) -> None:
    """An explanation is about a locked sheet of its own signer on that application (B §2, explain)."""
    sheets = {sheet.id: sheet for sheet in found["sheet"]}
    for message in found["consent"]:
        if message.body["act"] == "explain":
            sheet = have(sheets.get(message.body["about"]), message.place, "consent.about", "sheet")
            said = (message.code, message.body["application"], "locked")
            same = said == (sheet.code, sheet.slot, sheet.body["state"])
            need(same, message.place, "consent.about", message.code)


class Recount:
    """Recomputes aggregate.json from chain, catalogue, applications, recusals, sheets and consents."""

    def __init__(self, chain: Chain, rubric: Rubric, tables: tuple[Row, list[Row]], found: Messages) -> None:
        self.chain, self.rubric, self.settings, self.applications = chain, rubric, chain.settings, tables[0]
        self.recused_lines = {(x["application"], x["code"]) for x in tables[1] if x["decision"] == "recused"}
        self.secretary, self.stage = [chain.single["secretary"]], chain.settings["stage"]
        self.sheets: dict[tuple[str, ...], Message] = {}  # newest by application, code, phase
        self.consents: dict[tuple[str, ...], Message] = {}  # newest by slot, code
        for message in filter(chain.counts, found["sheet"] + found["consent"]):
            if message.kind == "consent":
                self._newest(self.consents, (message.slot, message.code), message)
            elif message.body["phase"] == "initial" or message.body["state"] == "locked":
                self._newest(self.sheets, (message.slot, message.code, message.body["phase"]), message)
        claims = [c.body for c in self.consents.values() if c.body["act"] == "veto_claim"]
        self.claimed = {body["application"] for body in claims}
        self.pool_of = {sub: pool for pool in self.settings["pools"] for sub in pool["sub_directions"]}
        self.marks: dict[str, str] = {}  # sheet: trimmed, of those that count afterwards
        self.revised: set[str] = set()  # initial sheets that a revision replaces
        self.void: set[str] = set()
        self.flagged: set[str] = set()  # initial sheets that S07 points at

    def _newest(self, found: dict[tuple[str, ...], Message], key: tuple[str, ...], message: Message) -> None:
        if key not in found or self.chain.age(message) > self.chain.age(found[key]):
            found[key] = message

    # -- members

    def recused(self, application: str, code: str) -> bool:
        """Rule 1: a recusals line, or the newest initial sheet says so."""
        sheet = self.sheets.get((application, code, "initial"))
        return (application, code) in self.recused_lines or bool(sheet and sheet.body["state"] == "recused")

    def panel(self, line: Row) -> tuple[list[str], str | None]:
        """Return members in ascending order, and the chair: of the group, else of the round."""
        group = self.chain.groups.get(line["group"] or "")
        members = line["members"] if line["members"] is not None else (group or {}).get("members")
        members = have(members, line["application"], "application.group")
        need(set(members) <= set(self.chain.history), line["application"], "application.group")
        return sorted(set(members)), group["chair"] if group else self.chain.chair

    def chairs(self, line: Row) -> list[str]:
        """Return who speaks as chair, if anybody: the chair, or where recused the acting chair."""
        (members, chair), application = self.panel(line), line["application"]
        if not chair or not self.recused(application, chair):
            return [chair] if chair else []
        fit = [code for code in members if code != chair and not self.recused(application, code)]
        fit = [code for code in fit if not self.gone(application, code)]
        if self.settings["acting_chair"] == "next":
            return fit[:1]
        said = [self.said("acting:" + application, [code]) for code in (*self.secretary, chair)]
        named = [word[0].body["values"]["code"] if word else None for word in said]
        return [code for code in fit if named == [code, code]]

    def gone(self, application: str, code: str) -> bool:
        """Say whether the secretary entered somebody as absent whose sheet is not there."""
        said = self.said(f"absent:{application}:{code}", self.secretary)
        said += self.said(f"absent::{code}", self.secretary)
        sheet = self.sheets.get((application, code, "initial"))
        return bool(said) and (sheet is None or sheet.body["state"] != "locked")

    def said(self, slot: str, codes: list[str]) -> list[Message]:
        """Return the newest consents of this slot by any of ``codes``."""
        return [self.consents[slot, code] for code in codes if (slot, code) in self.consents]

    def signed_void(self, sheet: str, chairs: list[str]) -> bool:
        """Say whether secretary and chair both declared a sheet void."""
        return bool(self.said("void:" + sheet, self.secretary) and self.said("void:" + sheet, chairs))

    def absent(self, line: Row, code: str, chairs: list[str]) -> bool:
        """Rule 2: secretary and chair say so, of this application or of all (there also the round chair)."""
        own, every = f"absent:{line['application']}:{code}", f"absent::{code}"
        by_secretary = self.said(own, self.secretary) + self.said(every, self.secretary)
        by_chair = self.said(own, chairs) + self.said(every, [*chairs, self.chain.chair or ""])
        return bool(by_secretary and by_chair)

    def received(self, line: Row) -> tuple[dict[str, int], list[Message], list[Message]]:
        """Return the counts and the effective sheets before and after revision (rules 1 to 4)."""
        application, chairs = line["application"], self.chairs(line)
        n = dict.fromkeys(("n_received", "n_effective", "n_recused", "n_void", "n_absent"), 0)
        before: list[Message] = []
        after: list[Message] = []
        for code in self.panel(line)[0]:
            if self.recused(application, code):
                n["n_recused"] += 1
                continue
            if self.absent(line, code, chairs):
                n["n_absent"] += 1
                continue
            first = have(self.sheets.get((application, code, "initial")), application, "sheet.missing", code)
            last = self.sheets.get((application, code, "revision"), first)
            for sheet in (first, last):
                need(sheet.body["application_version"] == line["version"], sheet.place, "sheet.version")
            n["n_received"] += 1
            if self.signed_void(first.id, chairs):  # voids the revision too
                n["n_void"] += 1
                self.void.add(first.id)
                continue
            before.append(first)
            if self.signed_void(last.id, chairs):  # a void revision leaves the initial sheet counting
                self.void.add(last.id)
                last = first
            after.append(last)
        n["n_effective"] = len(before)
        return n, before, after

    # -- combination

    def combine(self, line: Row, sheets: list[Message]) -> Row:
        """Combine effective sheets, sorted by code, by S01, S02 or S04."""
        settings, shown, n = self.settings, self.rubric.shown(line["sub_direction"]), len(sheets)
        totals = [(sheet.body["total"], sheet.code) for sheet in sheets]
        rule = settings["combine"]
        if rule == "S04":
            fewest = min(sum(c in sheet.body["percents"] for sheet in sheets) for c, _, _ in shown)
            rule = "S01" if fewest < settings["min_effective"] else "S04"
        trimmed, value = self.trim(totals, rule == "S01")
        criteria = [self.criterion(rule, sheets, criterion) for criterion in shown]
        if rule == "S04":
            value = sum(entry["value"] for entry in criteria)
        valid = n >= settings["min_effective"]
        middle = sorted(totals)[(n - 1) // 2 : n // 2 + 1] if valid else []
        plain, median = (rounded_mean(totals), rounded_mean(middle)) if valid else (None, None)
        marks = [
            {"code": s.code, "sheet": s.id, "phase": s.body["phase"], "total": s.body["total"],
             "trimmed": trimmed.get(s.code, ""), "flags": self.flags(s.body["total"], plain, median)}
            for s in sheets
        ]  # fmt: skip
        heaviest = [weight for _, weight, _ in shown].index(max(weight for _, weight, _ in shown))
        return {
            "rule": rule, "value": value if valid else None, "plain_mean": plain, "median": median,
            "top_criterion": criteria[heaviest]["mean"], "n_trimmed": len(trimmed), "marks": marks,
            "yes_votes": sum(sheet.body["recommendation"] in YES for sheet in sheets), "criteria": criteria,
        }  # fmt: skip

    def flags(self, total: int, plain: int | None, median: int | None) -> list[str]:
        """S07: far from the plain mean in percent of it, or from the median in points."""
        if plain is None or median is None:
            return []
        from_mean = abs(total - plain) * 100 > self.settings["deviation_percent"] * plain
        from_median = abs(total - median) > self.settings["deviation_points"]
        return ["mean"] * from_mean + ["median"] * from_median

    def trim(self, marks: list[tuple[int, str]], drop: bool) -> tuple[dict[str, str], int]:
        """Order by mark descending, then code; drop the first and last; return those and the rounded mean."""
        order = sorted(marks, key=lambda mark: (-mark[0], mark[1]))
        each = self.settings["trim_each"] if drop and len(order) >= self.settings["trim_from"] else 0
        rest = order[each : len(order) - each]
        trimmed = {code: "high" for _, code in order[:each]}
        trimmed.update({code: "low" for _, code in order[len(order) - each :]})
        return trimmed, rounded_mean(rest) if rest else 0

    def criterion(self, rule: str, sheets: list[Message], criterion: tuple[str, int, int | None]) -> Row:
        """One shown criterion over the sheets in which it applies; ``value`` only under S04."""
        name, weight, floor = criterion
        percents = [(s.body["percents"][name], s.code) for s in sheets if name in s.body["percents"]]
        n, total = len(percents), sum(percent for percent, _ in percents)
        trimmed, value = self.trim([(percent * weight, code) for percent, code in percents], rule == "S04")
        return {
            "criterion": name, "n": n, "n_trimmed": len(trimmed), "value": value if rule == "S04" else None,
            "mean": half_up(100 * total, n) if n else None, "floor": floor,
            "below_floor": self.settings["floors"] and floor is not None and n > 0 and total < floor * n,
        }  # fmt: skip

    # -- one application

    def application(self, line: Row) -> Row:
        """Return the line of one scored application."""
        if self.stage != "proposal":
            return self.stage_line(line)
        pool = have(self.pool_of.get(line["sub_direction"]), line["application"], "application.group")
        n, first, before, after = self.combined(line)
        decision, amount = self.decision(line)
        return dict(
            n, application=line["application"], pool=pool["id"], group=line["group"], before=before,
            after=after, discuss=self.discuss(line, [pool["pass"], pool["reserve"]], before, first),
            decision=decision, suggestion=self.suggestion(pool, after, n["n_effective"]), amount_fen=amount,
        )  # fmt: skip

    def combined(self, line: Row) -> tuple[dict[str, int], list[Message], Row, Row]:
        """Return the counts, the effective initial sheets and both combinations."""
        n, first, last = self.received(line)
        before, after = self.combine(line, first), self.combine(line, last)
        self.marks.update({mark["sheet"]: mark["trimmed"] for mark in after["marks"]})
        self.revised |= {sheet.id for sheet in first} - self.marks.keys()
        deviating = [mark for mark in before["marks"] + after["marks"] if mark["flags"]]
        self.flagged |= {mark["sheet"] for mark in deviating if mark["phase"] == "initial"}
        return n, first, before, after

    def stage_line(self, line: Row) -> Row:
        """Return the line of a mid-term check or an acceptance: screening first, then the bands (B §4)."""
        n, first, before, after = self.combined(line)
        bands, items = self.rubric.outcomes(line["sub_direction"])
        found = self.established(line, [mark["code"] for mark in before["marks"]], items)
        outcome = bands[-1][0] if found else ""
        if after["value"] is None:
            outcome = "VOID"
        outcome = outcome or next(code for code, least in bands if after["value"] >= least)
        decision, _ = self.decision(line)
        right = (None, outcome, "VOID") if found else (None, outcome, "VOID", "DEFER")
        need(decision in right, line["application"], "decision.outcome", f"{decision} ≠ {outcome}")
        limits = [least for _, least in bands if least]
        return dict(
            n, application=line["application"], pool=None, group=line["group"], before=before, after=after,
            discuss=self.discuss(line, limits, before, first), decision=decision, suggestion=outcome,
            amount_fen=None, established=found,
        )  # fmt: skip

    def established(self, line: Row, effective: list[str], items: set[str]) -> list[str]:
        """Return the listed items that a claim established: voted by enough, or proven (rules §8)."""
        (a, b), found = self.settings["veto_majority"], set()
        for claim in self.consents.values():
            body = claim.body
            if (body["act"], body["application"]) != ("veto_claim", line["application"]):
                continue
            votes = [vote.body for vote in self.said("veto_vote:" + claim.id, effective)]
            yes = [v for v in votes if v["answer"] == "yes" and v["application"] == line["application"]]
            holds = bool(effective) and b > 0 and len(yes) * b >= len(effective) * a
            if body["values"]["item"] in BY_DOCUMENTS:
                holds = body["values"]["document"] is not None or claim.role == "secretary"
            if holds and body["values"]["item"] in items:
                found.add(body["values"]["item"])
        return sorted(found)

    def discuss(self, line: Row, limits: list[int], before: Row, sheets: list[Message]) -> list[str]:
        """Return the reasons for deliberation, from ``before``; ``limits``: where the conclusion changes."""
        value, votes = before["value"], [sheet.body["recommendation"] for sheet in sheets]
        gaps = [] if value is None else [abs(value - limit) for limit in limits]
        reasons = {
            "spread": any(mark["flags"] for mark in before["marks"]),
            "split": "NOT_SUPPORT" in votes and before["yes_votes"] > 0,
            "floor": any(entry["below_floor"] for entry in before["criteria"]),
            "veto": any(sheet.body["claims"] for sheet in sheets) or line["application"] in self.claimed,
            "near_line": any(gap <= self.settings["near_line"] for gap in gaps),
        }
        return [reason for reason, holds in reasons.items() if holds]

    def votes_pass(self, yes_votes: int, n_effective: int) -> bool:
        """S06: at least a/b of the effective experts; for 1/2 more than."""
        if self.settings["vote_rule"] is None:
            return True
        a, b = self.settings["vote_rule"]
        return yes_votes * b > a * n_effective or ((a, b) != (1, 2) and yes_votes * b == a * n_effective)

    def suggestion(self, pool: Row, after: Row, n_effective: int) -> str:
        """S08 with S06."""
        if after["value"] is None:
            return "VOID"
        if after["value"] >= pool["pass"] and self.votes_pass(after["yes_votes"], n_effective):
            return "SUPPORT"
        return "RESERVE" if after["value"] >= pool["reserve"] else "NOT_SUPPORT"

    def decision(self, line: Row) -> tuple[str | None, int | None]:
        """Return the chair's decision and the amount."""
        most = line["ceiling_fen"] if line["ceiling_fen"] is not None else line["requested_fen"]
        found = self.said("decision:" + line["application"], self.chairs(line))
        if not found:
            return None, most
        answer, amount = found[0].body["answer"], found[0].body["values"]["amount_fen"]
        known = answer in DECISIONS[self.stage] and (self.stage == "proposal" or amount is None)
        need(known, found[0].place, "decision.stage", answer)
        need(amount is None or most is None or amount <= most, found[0].place, "decision.amount")
        return answer, amount if answer in YES else None

    # -- pools and funds

    def pool(self, pool: Row, scored: list[Row]) -> Row:
        """Rank a pool (S10) and draw its line."""
        mine = [entry for entry in scored if entry["pool"] == pool["id"]]
        out = ("VETOED", "DEFER", "VOID")
        unranked = [e["application"] for e in mine if e["after"]["value"] is None or e["decision"] in out]
        tie = self.said("tie::" + pool["id"], [self.chain.chair or ""])
        order = tie[0].body["values"]["order"] if tie else []
        groups: dict[tuple[int, ...], list[Row]] = {}
        for entry in mine:  # by application id already
            if entry["application"] not in unranked:
                groups.setdefault(self.rank_key(entry, order), []).append(entry)
        lines = self.line(pool, [groups[key] for key in sorted(groups)])
        kept = {key: pool[key] for key in ("fund", "rule", "budget_fen")}
        return dict(kept, pool=pool["id"], lines=lines, unranked=unranked)

    def rank_key(self, entry: Row, order: list[str]) -> tuple[int, ...]:
        """Return what an application is ranked by, lowest first: value, then the tie keys in their order."""
        after, place = entry["after"], entry["application"]
        keys = {
            "plain_mean": -after["plain_mean"],
            "top_criterion": 1 if after["top_criterion"] is None else -after["top_criterion"],
            "yes_votes": -after["yes_votes"],
            "panel_vote": order.index(place) if place in order else len(order),
        }
        return (-after["value"], *(keys[name] for name in self.settings["tie_keys"]))

    def line(self, pool: Row, groups: list[list[Row]]) -> list[Row]:
        """Walk the groups of equal rank; a fitting application costs its amount while it is within."""
        lines: list[Row] = []
        running, closed, budget = 0, False, pool["budget_fen"]
        for group in groups:
            rank, fitting = len(lines) + 1, [entry for entry in group if self.fits(pool, entry)]
            cost = sum(entry["amount_fen"] or 0 for entry in fitting)
            word = "within"
            if closed or (budget is not None and running + cost > budget):
                word = "beyond_budget" if closed or len(fitting) == 1 else "tie_open"
                closed = closed or pool["rule"] == "strict"
            for entry in group:
                place = word if entry in fitting else self.short_of(pool, entry)
                running += (entry["amount_fen"] or 0) if place == "within" else 0
                lines.append({
                    "rank": rank, "application": entry["application"], "value": entry["after"]["value"],
                    "tied": len(group) > 1, "amount_fen": entry["amount_fen"], "running_fen": running,
                    "line": place,
                })  # fmt: skip
        return lines

    def fits(self, pool: Row, entry: Row) -> bool:
        """Value at least pass, S06 met, and no decision that speaks against it."""
        after = entry["after"]
        votes = self.votes_pass(after["yes_votes"], entry["n_effective"])
        return bool(after["value"] >= pool["pass"] and votes and entry["decision"] in (None, *YES))

    @staticmethod
    def short_of(pool: Row, entry: Row) -> str:
        """Return where one that does not fit stands."""
        below = entry["decision"] == "NOT_SUPPORT" or entry["after"]["value"] < pool["reserve"]
        return "below" if below else "reserve"

    def unscored(self) -> list[Row]:
        """Applications settled without scores (rules §2.2), by id."""
        found = []
        for line in self.applications.values():
            if line["mode"] != "open_call" and line["state"] in ("CHECKED", "SEALED"):
                result = have(line["check_result"], line["application"], "unscored")
                given = [line[key] for key in ("requested_fen", "ceiling_fen") if line[key] is not None]
                amount = min(given) if given and result in ("MET", "LISTED") else None
                entry = {"application": line["application"], "sub_direction": line["sub_direction"]}
                found.append(dict(entry, result=result, amount_fen=amount))
        return found

    def funds(self, scored: list[Row], pools: list[Row], unscored: list[Row]) -> list[Row]:
        """Totals of the funds that pools or settings name."""
        within = {line["application"] for pool in pools for line in pool["lines"] if line["line"] == "within"}
        fund_of = {pool["pool"]: pool["fund"] for pool in pools}
        sums = dict.fromkeys(sorted({*fund_of.values(), *self.settings["funds"]}), (0, 0))
        for entry in scored:
            if entry["decision"] in YES or (entry["decision"] is None and entry["application"] in within):
                grants, fixed = sums[fund_of[entry["pool"]]]
                sums[fund_of[entry["pool"]]] = (grants + (entry["amount_fen"] or 0), fixed)
        for entry in unscored:
            fund = self.rubric.measure(entry["sub_direction"])["fund"]
            if fund in sums:
                sums[fund] = (sums[fund][0], sums[fund][1] + (entry["amount_fen"] or 0))
        found = []
        for fund, (grants, fixed) in sums.items():
            limit = self.settings["funds"].get(fund, {"annual_fen": None, "spent_before_fen": 0})
            total, most = limit["spent_before_fen"] + grants + fixed, limit["annual_fen"]
            own = {"fund": fund, "scored_fen": grants, "unscored_fen": fixed, "total_fen": total}
            found.append(dict(limit, **own, within=most is None or total <= most))
        return found

    def aggregate(self) -> Row:
        """Return what aggregate.json must say."""
        lines = [x for x in self.applications.values() if is_scored(x)]
        scored, unscored = [self.application(line) for line in lines], self.unscored()
        pools = [self.pool(pool, scored) for pool in self.settings["pools"]]
        funds = self.funds(scored, pools, unscored)
        return {"schema": 1, "applications": scored, "pools": pools, "funds": funds, "unscored": unscored}

    def explained(self) -> dict[str, int]:
        """Count the totals that S07 points at, and those explained: by a signed text or in a revision."""
        said = {c.body["about"] for c in self.consents.values() if c.body["act"] == "explain"}
        return {"flagged": len(self.flagged), "explained": len(self.flagged & (said | self.revised))}

    def check_counted(self, counted: dict[str, Row], sheets: list[Message]) -> None:
        """The last counting event of each sheet agrees with the recomputation; none is missing (B §3 ack).

        Of an initial sheet that was revised B leaves open whether it is called counted; of a sheet that was
        replaced before it could count, whether it is called void.
        """
        by_id = {sheet.id: sheet for sheet in sheets}
        for event in counted.values():
            sheet = have(by_id.get(event["sheet"]), event["item"], "log.counted", "sheet")
            wanted: Row = {"application": sheet.slot, "phase": sheet.body["phase"]}
            if sheet.id in self.revised:
                wanted.update(revised=True, void=False)
            else:
                wanted.update(counted=sheet.id in self.marks, trimmed=self.marks.get(sheet.id, ""))
            if sheet.id in self.void or sheet.id in self.marks:
                wanted["void"] = sheet.id in self.void
            for key, value in wanted.items():
                need(event[key] == value, event["item"], "log.counted", key)
        for sheet_id in self.marks:
            need(sheet_id in counted, by_id[sheet_id].item, "log.uncounted")


def difference(given: Any, wanted: Any, path: str) -> str:
    """Name the first place where two values differ, with both values."""
    if isinstance(given, dict) and isinstance(wanted, dict) and given.keys() == wanted.keys():
        for key in wanted:
            if given[key] != wanted[key]:
                return difference(given[key], wanted[key], f"{path}.{key}")
    if isinstance(given, list) and isinstance(wanted, list) and len(given) == len(wanted):
        for place, one in enumerate(given):
            if one != wanted[place]:
                return difference(one, wanted[place], f"{path}[{place}]")
    return f"{path}: {str(given)[:60]} ≠ {str(wanted)[:60]}"


# ---------------------------------------------------------------------------------------------------
# 12  The steps


def digits(digest: str) -> str:
    """Write a digest as six groups of five digits (F-DIG-01)."""
    data = bytes.fromhex(digest)
    groups = [int.from_bytes(data[place : place + 5], "big") % 100_000 for place in range(0, 30, 5)]
    return " ".join(f"{group:05d}" for group in groups)


def typed_digits(text: str) -> str:
    """Read typed digits (F-DIG-03): ASCII or full-width, white space and hyphens dropped."""
    plain = text.translate({0xFF10 + n: str(n) for n in range(10)})
    plain = "".join(letter for letter in plain if not letter.isspace() and letter != "-")
    if not re.fullmatch("[0-9]{30}", plain):
        raise argparse.ArgumentTypeError("30 位数字 / 30 digits")
    return " ".join(plain[place : place + 5] for place in range(0, 30, 5))


def verify(options: argparse.Namespace, report: Report) -> int:
    """Run all steps; return 0 or 3, or raise Refused. First who signed what, then what follows from it."""
    piped = str(options.result) == "-"
    entries = Entries(Held(sys.stdin.buffer.read()) if piped else options.result)
    sums, digests = check_files(entries)
    report.done("files", files=len(digests))
    result = open_result(entries, sums, digests)
    report.done("signature", id=result.id)
    parts = parts_of(result)
    messages = messages_of(entries, parts, result)
    chain = build_chain(messages, result)
    report.done("chain", versions=len(chain.versions), consents=chain.consents)
    for version in chain.withdrawn:
        report.note("withdrawn", version=chain.versions.index(version) + 1)
    idle = authenticate_all(chain, messages)
    report.done("messages", sheets=len(messages["sheet"]), consents=len(messages["consent"]), idle=idle)
    rubric, tables = read_tables(entries, parts, chain)
    report.done("catalogue", applications=len(tables[0]), recusals=len(tables[1]))
    for sheet in messages["sheet"]:
        line = have(tables[0].get(sheet.slot), sheet.place, "application.unknown", sheet.slot)
        check_sheet(sheet, rubric, line, chain.settings["not_applicable"] == "block")
    report.done("sheets", sheets=len(messages["sheet"]))
    head, name = result.body["log"], parts["log"][0]
    counted, voted, custody = read_log(entries, name, head)
    need(options.log_head in (None, digits(head["root"])), name, "log.paper")
    report.done("log", events=head["size"], head=digits(head["root"]))
    report.note("paper" if options.log_head else "no_paper")
    check_custody(chain, messages["sheet"], custody)
    check_assignment(chain, tables[0], messages)
    check_speakers(chain, tables[0], messages)
    check_explained(messages)
    present = {message.id for message in messages["consent"]}
    for consent, item in voted.items():  # a claim or a vote left out could change an outcome
        need(consent in present, item, "log.consent", consent)
    recount = Recount(chain, rubric, tables, messages)
    check_aggregate(entries, parts["aggregate"][0], recount.aggregate(), report)
    check_witness(chain, messages["consent"], entries.digest(parts["aggregate"][0]), report)
    recount.check_counted(counted, messages["sheet"])
    report.note("counted", counted=len(counted))
    report.note("explained", **recount.explained())
    return check_code(options.round_code, chain, report)


def check_aggregate(entries: Entries, name: str, wanted: Row, report: Report) -> None:
    """Step 8: aggregate.json is byte for byte what was recomputed."""
    given = entries.read(name, MAX_JSON_PART)
    if given != canonical_bytes(wanted):
        raise Refused(name, "aggregate", difference(parse(given, name), wanted, ""))
    report.done("aggregate", applications=len(wanted["applications"]), pools=len(wanted["pools"]))


def check_witness(chain: Chain, consents: list[Message], digest: str, report: Report) -> None:
    """The observer's newest signature to the sealing, if any, names this aggregate.json (B §2, witness)."""
    seals = [
        message
        for message in filter(chain.counts, consents)
        if message.body["act"] == "witness" and message.body["values"]["act"] == "seal"
    ]
    if not seals:
        report.note("unwitnessed")
        return
    newest = max(seals, key=chain.age)
    need(newest.body["values"]["digest"] == digest, newest.place, "witness.digest", newest.code)
    report.note("witnessed", code=newest.code)


def check_code(code: str | None, chain: Chain, report: Report) -> int:
    """Step 9: the round code of any version fixes all cards; without it nobody's identity was checked."""
    if hashlib.sha256(Path(__file__).read_bytes()).hexdigest() != chain.settings["verifier_digest"]:
        report.note("other")
    codes = [digits(version) for version in chain.versions]
    for number, shown in enumerate(codes, 1):
        report.note("codes", version=number, code=shown)
    if code is None:
        return 3
    need(code in codes, "--round-code", "code")
    report.done("code", version=codes.index(code) + 1)
    return 0


def main(arguments: list[str] | None = None) -> int:
    """Run the command line."""
    parser = argparse.ArgumentParser(
        prog="zgc_verify.py", description="核验封存结果 / verify a sealed result"
    )
    piped = "“-”：从标准输入读 tar / “-”: a tar from standard input"
    parser.add_argument("result", type=Path, metavar="FOLDER_OR_TAR", help=piped)
    parser.add_argument(
        "--round-code", type=typed_digits, metavar="DIGITS", help="轮次码 / digits of any version"
    )
    parser.add_argument(
        "--log-head", type=typed_digits, metavar="DIGITS", help="会议纪要上的日志数字 / on the minutes"
    )
    parser.add_argument("--lang", choices=("zh_CN", "en"), default="zh_CN")
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args(arguments)
    if str(options.result) != "-" and not (options.result.is_dir() or options.result.is_file()):
        parser.error(f"{options.result}: 没有这个文件或文件夹 / no such file or folder")
    if hasattr(sys.stdout, "reconfigure"):  # a console that lacks a character must not stop the verification
        sys.stdout.reconfigure(errors="backslashreplace")
    report = Report(options.lang, options.json)
    try:
        status = verify(options, report)
    except Refused as refusal:
        report.failed(refusal)
        status = 1
    except (OSError, MemoryError) as fault:
        report.failed(Refused(str(getattr(fault, "filename", "") or options.result), "read", fault))
        status = 1
    report.verdict(status)
    return status


if __name__ == "__main__":
    sys.exit(main())
