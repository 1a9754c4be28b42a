"""How every number of an application came, line by line: one derivation for windows, commands and tests.

The lines repeat the arithmetic of :mod:`combination` in words of exact numbers; what they end in is the
value of the aggregate itself, never a second computation that could differ from it.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction

from msgspec import UNSET

from zgc_review.aggregation.criteria import column
from zgc_review.aggregation.derivation_sheet import sheet_line, sheet_steps
from zgc_review.aggregation.derivation_value import value_steps
from zgc_review.aggregation.inputs import RubricLike, shown
from zgc_review.aggregation.members import Aside, Standing
from zgc_review.aggregation.steps import Step, exact_text, step
from zgc_review.domain.money import points
from zgc_review.domain.results import ApplicationLine, PoolTable, RankLine
from zgc_review.domain.settings import Pool, RoundSettings

COUNTED, FLAGS, FLOORS, VOTES, CONCLUSION, RANK = "counted", "flags", "floors", "votes", "conclusion", "rank"
MARKS = "marks"


@dataclass(frozen=True, slots=True)
class Worked:
    """One application with everything its numbers came from.

    Attributes:
        place: its rank, None where it is not ranked.
        table: the ranking it stands in, None in a stage without rankings.
        pool: as the settings know it.
    """

    line: ApplicationLine
    standing: Standing
    rubric: RubricLike
    settings: RoundSettings
    place: RankLine | None
    table: PoolTable | None
    pool: Pool | None


def application_steps(worked: Worked) -> tuple[Step, ...]:
    """Return how the value, the flags, the rank and the conclusion of an application came."""
    line, standing = worked.line, worked.standing
    before = value_steps("before", line.before, standing.initial, worked.settings, worked.rubric)
    after = value_steps("after", line.after, standing.counting, worked.settings, worked.rubric)
    return (
        *_counted(worked),
        *_sheets(worked),
        *before,
        *(after if standing.counting != standing.initial else ()),
        *_flags(worked),
        *_floors(worked),
        *_votes(worked),
        *_rank(worked),
        *_conclusion(worked),
    )


def member_steps(worked: Worked, code: str) -> tuple[Step, ...]:
    """Return what one member's cell came from; empty for who is no member of the application."""
    for aside in worked.standing.aside:
        if aside.code == code:
            return (_aside(aside),)
    first = [one for one in worked.standing.initial if one.code == code]
    revised = [one for one in worked.standing.counting if one.code == code and one not in first]
    steps = [part for sheet in (*first, *revised) for part in sheet_steps(sheet, worked.rubric)]
    return (*steps, *(one for one in _marks_of(worked, code)))


def _counted(worked: Worked) -> list[Step]:
    """Return who counts and who stands aside, with the rule or ground."""
    line = worked.line
    found = [
        step(
            COUNTED,
            "counts",
            received=line.n_received,
            effective=line.n_effective,
            recused=line.n_recused,
            void=line.n_void,
            absent=line.n_absent,
            trimmed=line.after.n_trimmed,
        )
    ]
    return found + [_aside(one) for one in worked.standing.aside]


def _aside(one: Aside) -> Step:
    if one.kind == "recused":
        return step(COUNTED, "recused", code=one.code, rules=" ".join(one.rules) or "–")
    if one.kind == "absent":
        return step(COUNTED, "absent", code=one.code)
    total = "–" if one.total is None else points(one.total)
    return step(COUNTED, "void", code=one.code, ground=one.ground, total=total)


def _sheets(worked: Worked) -> list[Step]:
    """Return the total of every sheet that counts, revisions behind the sheet they follow."""
    found = []
    for first, counting in zip(worked.standing.initial, worked.standing.counting, strict=True):
        found.append(sheet_line(first, worked.rubric))
        if counting != first:
            found.append(sheet_line(counting, worked.rubric))
    return found


def _marks_of(worked: Worked, code: str) -> list[Step]:
    """Return what the combination did with one member's sheet: trimmed, flagged."""
    made = worked.line.after
    found = [
        step(MARKS, f"trimmed.{mark.trimmed}", code=code, total=points(mark.total))
        for mark in made.marks
        if mark.code == code and mark.trimmed
    ]
    return found + [replace(one, part=MARKS) for one in _flags(worked) if ("code", code) in one.values]


def _flags(worked: Worked) -> list[Step]:
    """Return what S07 found on the sheets before 合议."""
    made, settings = worked.line.before, worked.settings
    found = []
    for mark in made.marks:
        if made.plain_mean is not None and "mean" in mark.flags:
            away = abs(mark.total - made.plain_mean)
            found.append(
                step(
                    FLAGS,
                    "flag.mean",
                    code=mark.code,
                    total=points(mark.total),
                    mean=points(made.plain_mean),
                    away=points(away),
                    share=exact_text(Fraction(away * 100, made.plain_mean)) if made.plain_mean else "–",
                    limit=settings.deviation_percent,
                )
            )
        if made.median is not None and "median" in mark.flags:
            found.append(
                step(
                    FLAGS,
                    "flag.median",
                    code=mark.code,
                    total=points(mark.total),
                    median=points(made.median),
                    away=points(abs(mark.total - made.median)),
                    limit=points(settings.deviation_points),
                )
            )
    if found or made.value is None:
        return found
    limits = {"percent": settings.deviation_percent, "points": points(settings.deviation_points)}
    return [step(FLAGS, "flag.none", **limits)]


def _floors(worked: Worked) -> list[Step]:
    """Return the criteria that have a floor (S09); an empty list where the rule is off or none has one."""
    found = []
    for one in shown(worked.rubric) if worked.settings.floors else ():
        percents = column(one, worked.standing.initial).percents
        if one.floor is not None and percents:
            below = sum(percents) < one.floor * len(percents)
            found.append(
                step(
                    FLOORS,
                    "floor.below" if below else "floor.met",
                    criterion=one.id,
                    sum=sum(percents),
                    n=len(percents),
                    exact=exact_text(Fraction(sum(percents), len(percents))),
                    floor=one.floor,
                )
            )
    return found


def _votes(worked: Worked) -> list[Step]:
    """Return the recommendations on the sheets that count, and the share that S06 asks for."""
    support, revised, against = votes(worked.standing)
    stage = worked.settings.stage
    code = "votes" if stage == "proposal" else f"votes_{stage}"
    found = [step(VOTES, code, support=support, revised=revised, against=against)]
    rule = worked.settings.vote_rule
    if rule is not None:
        yes, n = worked.line.after.yes_votes, len(worked.line.after.marks)
        found.append(step(VOTES, "vote_rule", yes=yes, n=n, share=f"{rule[0]}/{rule[1]}"))
    return found


def votes(standing: Standing) -> tuple[int, int, int]:
    """Return how many sheets that count say 建议支持, 修改后支持, 不建议支持."""
    said = [one.body.recommendation for one in standing.counting]
    return said.count("SUPPORT"), said.count("SUPPORT_IF_REVISED"), said.count("NOT_SUPPORT")


def _rank(worked: Worked) -> list[Step]:
    """Return the rank with the keys that decide it, and the place at the line."""
    place, table, pool = worked.place, worked.table, worked.pool
    if place is None or table is None or pool is None:
        return [step(RANK, "unranked")] if pool is not None else []
    after = worked.line.after
    keys = {
        "plain_mean": "–" if after.plain_mean is None else points(after.plain_mean),
        "top_criterion": "–" if after.top_criterion is None else points(after.top_criterion),
        "yes_votes": str(after.yes_votes),
    }
    found = [step(RANK, "rank", rank=place.rank, n=len(table.lines), pool=pool.id, value=points(place.value))]
    found += [
        step(RANK, f"key.{name}", value=keys[name]) for name in worked.settings.tie_keys if name in keys
    ]
    if place.tied:
        found.append(step(RANK, "tied", rank=place.rank))
    amount = place.amount_fen
    found.append(step(RANK, "no_amount") if amount is None else step(RANK, "amount", amount=amount))
    said = {"running": place.running_fen, "place": place.line}
    if pool.budget_fen is None:
        return [*found, step(RANK, "line_open", **said)]
    return [*found, step(RANK, "line", budget=pool.budget_fen, **said)]


def _conclusion(worked: Worked) -> list[Step]:
    """Return why it is to be discussed, and what the lines or bands suggest."""
    line = worked.line
    found = [step(CONCLUSION, f"discuss.{reason}") for reason in line.discuss]
    if line.established is not UNSET:
        items = " ".join(line.established) or "–"
        return [*found, step(CONCLUSION, "outcome", suggestion=line.suggestion, items=items)]
    pool = worked.pool
    if pool is not None:
        lines = {"pass_line": points(pool.pass_line), "reserve": points(pool.reserve)}
        found.append(step(CONCLUSION, "suggestion", suggestion=line.suggestion, **lines))
    return found
