"""Conflicts of a whole round, five names on each side, and of one new application."""

from __future__ import annotations

import random
from datetime import date
from functools import partial

from benchmarks.bench import Bench
from benchmarks.measure import Line, Seconds, clock, clock_both, within
from zgc_review.conflicts.screen import Screening
from zgc_review.conflicts.values import (
    ExpertProfile,
    NamedOrg,
    OrgRef,
    OrgTie,
    Parties,
    Party,
    PersonRef,
    PersonTie,
)

_T0 = date(2026, 11, 22)
_PLANTED = 300
_PLACES = ["北京", "上海", "天津", "深圳", "杭州", "南京", "武汉", "成都", "西安", "苏州"]
_TRADES = [
    "科技",
    "信息技术",
    "生物医药",
    "智能装备",
    "新材料",
    "软件",
    "网络科技",
    "电子",
    "能源科技",
    "环境工程",
]
_FORMS = ["有限公司", "有限责任公司", "股份有限公司", "集团有限公司"]
_BRAND = (
    "华中天海星云博远鼎信同方恒瑞安泰宏达金益盛源创新联合众诚光明瀚宇卓越凌志睿思嘉禾清扬旭日晨曦"
    "芯片智云图灵光谱量子微纳航宇启明深蓝慧达普惠永信泽润康健仁和德邦利亚东方正阳亿维百川千寻万象"
    "玄武青鸟紫光赤峰白鹭黑石绿洲银河铁塔木兰水滴火炬土星风行雷霆电波声学力拓理想数字码农算法思维"
)
_SURNAMES = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕"
_GIVEN = "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂英华玉兰建国志文海波宁晓东雪梅浩然子轩雨桐思远嘉欣"


def run(bench: Bench) -> list[Line]:
    """Return the lines of screening."""
    many, experts = bench.sizes.screened
    draw = random.Random(2026)  # noqa: S311 - the same names in every run
    applications = [_application(draw, n) for n in range(many)]
    profiles = [_expert(draw, n) for n in range(experts)]
    planted = _plant(applications, profiles)
    whole: Seconds = []
    processor: Seconds = []
    one: Seconds = []
    for _ in range(bench.repeat):
        found: list[set[tuple[str, str]]] = []

        def screen(found: list[set[tuple[str, str]]] = found) -> None:
            hits = Screening(profiles, t0=_T0).screen(applications)
            found.append({(hit.expert, hit.application) for hit in hits})

        seconds, used = clock_both(screen)
        whole.append(seconds)
        processor.append(used)
        if not planted <= found[0]:
            raise RuntimeError(
                f"{len(planted - found[0])} of {len(planted)} planted conflicts were not found"
            )
        ready = Screening(profiles, t0=_T0)
        ready.screen(applications[:1])
        one.append(clock(partial(ready.screen, [_application(draw, many)])))
    work = f"conflicts, {many:,} applications × {experts:,} experts, five names each"
    return [
        within(f"{work}; {len(planted)} planted ones all found", whole, 10.0, processor),
        within("conflicts of one new application against the same experts", one, 0.05),
    ]


def _application(draw: random.Random, n: int) -> Parties:
    """Return an application with three organisations and two people."""
    orgs = tuple(NamedOrg(OrgRef(_org(draw)), field) for field in ("unit_name", "partners", "partners"))
    people = tuple(
        Party(PersonRef(_name(draw), employers=(orgs[0].org,)), field, core=True)
        for field in ("project_leader", "team")
    )
    return Parties(f"{n:032x}", f"ZGC-{n:05d}", "M01-1", orgs, people)


def _expert(draw: random.Random, n: int) -> ExpertProfile:
    """Return an expert with three organisations, the own name and one more."""
    employers = (OrgRef(_org(draw)), OrgRef(_org(draw)))
    return ExpertProfile(
        id=f"E{n:05d}",
        person=PersonRef(_name(draw), employers=employers),
        employment=tuple(OrgTie(org) for org in employers),
        services=(OrgTie(OrgRef(_org(draw)), date(2025, 6, 30)),),
        coworks=(PersonTie(PersonRef(_name(draw)), date(2025, 6, 30)),),
    )


def _plant(applications: list[Parties], experts: list[ExpertProfile]) -> set[tuple[str, str]]:
    """Let some experts work for an applicant under a shorter name; return the pairs."""
    pairs: set[tuple[str, str]] = set()
    for n in range(min(_PLANTED, len(applications), len(experts))):
        lead = applications[n].orgs[0].org.name
        short = lead
        for form in sorted(_FORMS, key=len, reverse=True):
            short = short.removesuffix(form)
        was = experts[n]
        experts[n] = ExpertProfile(
            id=was.id,
            person=was.person,
            employment=(OrgTie(OrgRef(f"{short}有限公司")), *(was.employment or ())[1:]),
            services=was.services,
            coworks=was.coworks,
        )
        pairs.add((was.id, applications[n].id))
    return pairs


def _org(draw: random.Random) -> str:
    """Return the name of a company."""
    brand = "".join(draw.choices(_BRAND, k=draw.choice((2, 3, 4))))
    return draw.choice(_PLACES) + brand + draw.choice(_TRADES) + draw.choice(_FORMS)


def _name(draw: random.Random) -> str:
    """Return the name of a person."""
    return draw.choice(_SURNAMES) + "".join(draw.choices(_GIVEN, k=draw.choice((1, 2, 2))))
