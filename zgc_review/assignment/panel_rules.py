"""The rules of the panel P01–P12 as checks on plain values (rules §3.1).

Each check returns findings: level error blocks (some may be overridden with a reason by those who may),
level warn only warns. Ids and counts enter the texts, never names.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from zgc_review.assignment.draw import Candidate, GroupPlan, recused_too_often
from zgc_review.assignment.roles import seat
from zgc_review.domain.findings import Finding, Level


@dataclass(frozen=True, slots=True)
class SizeRules:
    """Configurable sizes (rules §13).

    Attributes:
        panel_min: least size.
        panel_large: size from ``large_from_fen`` on, or where marked 技术复杂.
        panel_consortium: size for consortia and platforms.
        large_from_fen: funding request, in 分.
    """

    panel_min: int = 5
    panel_large: int = 7
    panel_consortium: int = 9
    large_from_fen: int = 1_000_000_000


DEFAULT_SIZES = SizeRules()


def least_size(
    requests_fen: Iterable[int],
    *,
    technically_complex: bool = False,
    consortium: bool = False,
    sizes: SizeRules = DEFAULT_SIZES,
) -> int:
    """Return the least size of a group by P01.

    Args:
        requests_fen: funding requests of the group's applications, in 分.
        technically_complex: marked 技术复杂.
        consortium: the group judges consortia or platforms.
        sizes: configurable sizes.
    """
    large = technically_complex or max(requests_fen, default=0) >= sizes.large_from_fen
    wanted = [sizes.panel_min]
    if large:
        wanted.append(sizes.panel_large)
    if consortium:
        wanted.append(sizes.panel_consortium)
    return max(wanted)


def group_size(least: int, measure_sizes: Iterable[int]) -> int:
    """Return the seats of a group: the larger of P01 and the sizes of its measures."""
    return max(least, *measure_sizes, 0)


def p01(group: str, size: int, least: int) -> list[Finding]:
    """Check 人数为奇数，不少于规定: blocks, may be overridden with a reason."""
    found = []
    if size < least:
        found.append(_error("assignment.p01.small", group=group, size=size, least=least))
    if size % 2 == 0:
        found.append(_error("assignment.p01.even", group=group, size=size))
    return found


def p02(application: str, effective: int, least: int = 3) -> list[Finding]:
    """Check 有效评分不少于 3 份: blocks; an alternate is called, the minimum is never lowered."""
    if effective >= least:
        return []
    return [_error("assignment.p02", application=application, effective=effective, least=least)]


def p03(group: str, members: Sequence[Candidate]) -> list[Finding]:
    """Check 同一法人单位不超过 1 人: blocks, naming each pair of members with an employer in common."""
    return [
        _error("assignment.p03", group=group, first=one.id, second=other.id)
        for place, one in enumerate(members)
        for other in members[place + 1 :]
        if not one.employers.isdisjoint(other.employers)
    ]


def p04(plan: GroupPlan, members: Sequence[Candidate], most: Fraction = Fraction(1, 3)) -> list[Finding]:
    """Check that nobody is recused from too many of the group's applications: warns after the draw."""
    return [
        _warn(
            "assignment.p04",
            group=plan.id,
            expert=member.id,
            recused=len(member.recused & plan.applications),
            applications=len(plan.applications),
        )
        for member in members
        if recused_too_often(plan, member, most)
    ]


def p05(plan: GroupPlan, members: Sequence[Candidate]) -> list[Finding]:
    """Check 专业构成: warns, naming the role and number of places left open for each measure."""
    roles = {member.id: member.roles for member in members}
    found = []
    for measure, places in sorted(plan.places.items()):
        missing = seat([member.id for member in members], roles, places).open
        found += [
            _warn("assignment.p05", group=plan.id, measure=measure, role=role, open=missing.count(role))
            for role in dict.fromkeys(missing)
        ]
    return found


def p06(authority_staff: Iterable[str]) -> list[Finding]:
    """Check 主管部门在职人员不得作为评审专家: blocks; takes the ids of such persons in the pool or group."""
    return [_error("assignment.p06", expert=expert) for expert in sorted(authority_staff)]


def p07(group: str, alternates: int, wanted: int = 2) -> list[Finding]:
    """Check that a group has its alternates: blocks the export of F02."""
    if alternates >= wanted:
        return []
    return [_error("assignment.p07", group=group, alternates=alternates, wanted=wanted)]


def p08(
    expert: str,
    rounds_this_year: int,
    applicant_years: Mapping[str, int],
    *,
    rounds_per_year: int = 3,
    same_applicant_years: int = 3,
) -> list[Finding]:
    """Check 轮换: warns.

    Args:
        expert: roster id.
        rounds_this_year: rounds of this year, this one included.
        applicant_years: application id → years running in which the expert judged its applicant, with this.
        rounds_per_year: most rounds in a year.
        same_applicant_years: from so many years running on it warns.
    """
    found = []
    if rounds_this_year > rounds_per_year:
        found.append(
            _warn("assignment.p08.rounds", expert=expert, rounds=rounds_this_year, most=rounds_per_year)
        )
    for application, years in sorted(applicant_years.items()):
        if years >= same_applicant_years:
            found.append(
                _warn("assignment.p08.applicant", expert=expert, application=application, years=years)
            )
    return found


def p09(
    plan: GroupPlan,
    members: Sequence[Candidate],
    chairs: Sequence[str],
    acting: Mapping[str, str],
) -> list[Finding]:
    """Check 组长: one drawn member; where recused, an acting chair who is a member and not recused: blocks.

    Args:
        plan: the group.
        members: its members, with the applications on which they are recused.
        chairs: ids named as chair.
        acting: application id → acting chair.
    """
    known = {member.id: member for member in members}
    if len(chairs) != 1 or chairs[0] not in known:
        return [_error("assignment.p09.chair", group=plan.id, chairs=len(chairs))]
    found = []
    for application in sorted(known[chairs[0]].recused & plan.applications):
        deputy = known.get(acting.get(application, ""))
        if deputy is None or deputy.id == chairs[0] or application in deputy.recused:
            found.append(_error("assignment.p09.acting", group=plan.id, application=application))
    return found


def p10(listed: Iterable[str]) -> list[Finding]:
    """Check 专家诚信: blocks; takes the ids of experts with a current entry in the list at the draw."""
    return [_error("assignment.p10", expert=expert) for expert in sorted(listed)]


def p11(groups: Mapping[str, Iterable[str]]) -> list[Finding]:
    """Check 同类项目同组: warns where a sub-direction is judged by several groups (parallel groups, S11).

    Args:
        groups: group id → its sub-directions.
    """
    judged: dict[str, list[str]] = {}
    for group, sub_directions in sorted(groups.items()):
        for sub_direction in sorted(set(sub_directions)):
            judged.setdefault(sub_direction, []).append(group)
    return [
        _warn("assignment.p11", sub_direction=sub_direction, groups=", ".join(listed))
        for sub_direction, listed in sorted(judged.items())
        if len(listed) > 1
    ]


def p12(parts: Mapping[str, str], names: Iterable[str]) -> list[Finding]:
    """Check 名单保密: blocks where a part of a travelling file holds an expert's name.

    Args:
        parts: name of the part → its text.
        names: names of experts; they do not enter the findings.
    """
    wanted = [name for name in names if name]
    found = []
    for part, text in sorted(parts.items()):
        count = sum(name in text for name in wanted)
        if count:
            found.append(_error("assignment.p12", part=part, count=count))
    return found


def _error(code: str, **params: str | int) -> Finding:
    return Finding(code, Level.ERROR, params=params)


def _warn(code: str, **params: str | int) -> Finding:
    return Finding(code, Level.WARN, params=params)
