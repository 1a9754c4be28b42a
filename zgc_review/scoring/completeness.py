"""What still prevents a draft from being locked, and what only deserves a second look (rules §6.3–6.6)."""

from __future__ import annotations

from collections.abc import Iterator

from zgc_review.domain.bodies import (
    SheetBody,
)
from zgc_review.domain.findings import Finding, Level
from zgc_review.domain.money import points
from zgc_review.domain.settings import RoundSettings
from zgc_review.errors import ScoringError
from zgc_review.scoring.rubric import CriterionLike, RubricLike, shown
from zgc_review.scoring.totals import band_of, sheet_total


def missing(draft: SheetBody, rubric: RubricLike, settings: RoundSettings) -> tuple[Finding, ...]:
    """Return everything that prevents locking, in the order of the sheet; empty means it can be locked.

    A recused sheet needs nothing but the rule or the reason of the recusal.
    """
    if draft.state == "recused":
        return tuple(_recusal(draft))
    return (*_criteria(draft, rubric, settings), *_whole(draft, settings))


def warnings(draft: SheetBody, rubric: RubricLike, settings: RoundSettings) -> tuple[Finding, ...]:
    """Return the contradictions between total and recommendation (rules §6.5); they do not block.

    A draft that is not yet complete has no total and so no contradiction.
    """
    try:
        total = sheet_total(draft.percents, draft.not_applicable, rubric)
    except ScoringError:
        return ()
    in_stage = "" if settings.stage == "proposal" else "_stage"  # nothing is supported there (rules §2.4)
    if total >= settings.contradiction_high and draft.recommendation == "NOT_SUPPORT":
        return (_warn(f"scoring.contradiction.high{in_stage}", total=points(total)),)
    if total < settings.contradiction_low and draft.recommendation == "SUPPORT":
        return (_warn(f"scoring.contradiction.low{in_stage}", total=points(total)),)
    return ()


def length(text: str) -> int:
    """Count the characters of ``text`` without white space at its ends; a rare character counts one."""
    return len(text.strip())


def _criteria(draft: SheetBody, rubric: RubricLike, settings: RoundSettings) -> Iterator[Finding]:
    """Walk the criteria in catalogue order."""
    known = shown(rubric)
    for unknown in sorted({*draft.percents, *draft.not_applicable} - {criterion.id for criterion in known}):
        yield _error("scoring.criterion.unknown", criterion=unknown)
    for criterion in known:
        if criterion.id in draft.percents and criterion.id in draft.not_applicable:
            yield _error("scoring.criterion.twice", criterion=criterion.id)
        elif criterion.id in draft.percents:
            yield from _percent(draft, criterion, settings)
        elif criterion.id in draft.not_applicable:
            yield from _not_applicable(draft, criterion, settings)
        else:
            yield _error("scoring.criterion.missing", criterion=criterion.id)
    if known and all(criterion.id in draft.not_applicable for criterion in known):
        yield _error("scoring.applicable.none")


def _percent(draft: SheetBody, criterion: CriterionLike, settings: RoundSettings) -> Iterator[Finding]:
    """Judge one percent: step, comment in band A or D, reason below the floor (rules §6.4)."""
    percent = draft.percents[criterion.id]
    if percent % settings.input_step:
        yield _error("scoring.percent.step", criterion=criterion.id, step=settings.input_step)
    band = band_of(percent, settings.bands)
    count = length(draft.comments.get(criterion.id, ""))
    if band in {"A", "D"} and count < settings.comment_extreme_min:
        minimum = settings.comment_extreme_min
        yield _error("scoring.comment.short", criterion=criterion.id, band=band, count=count, minimum=minimum)
    below = settings.floors and criterion.floor is not None and percent < criterion.floor
    if below and not length(draft.floor_reasons.get(criterion.id, "")):
        yield _error("scoring.floor.reason_missing", criterion=criterion.id, floor=criterion.floor or 0)


def _not_applicable(draft: SheetBody, criterion: CriterionLike, settings: RoundSettings) -> Iterator[Finding]:
    """Judge one “not applicable”: allowed in this round, and with a reason (rules §6.3)."""
    if settings.not_applicable == "block":
        yield _error("scoring.applicable.blocked", criterion=criterion.id)
    elif not length(draft.not_applicable[criterion.id]):
        yield _error("scoring.applicable.reason_missing", criterion=criterion.id)


def _whole(draft: SheetBody, settings: RoundSettings) -> Iterator[Finding]:
    """Judge what belongs to the sheet as a whole."""
    if draft.recusal.answer != "no":
        yield _error("scoring.recusal.answer")
    count = length(draft.overall)
    if count < settings.comment_overall_min:
        yield _error("scoring.overall.short", count=count, minimum=settings.comment_overall_min)
    if draft.recommendation is None:
        yield _error("scoring.recommendation.missing")
    if draft.integrity is None:
        yield _error("scoring.integrity.missing")
    if draft.phase == "revision" and not length(draft.reason):
        yield _error("scoring.revision.reason_missing")
    if draft.budget is not None and settings.stage != "proposal":
        yield _error("scoring.budget.stage")
    for number, cut in enumerate(draft.budget.cuts if draft.budget else (), start=1):
        if not length(cut.reason):
            yield _error("scoring.budget.reason_missing", number=number)


def _recusal(draft: SheetBody) -> Iterator[Finding]:
    """Ask a recused sheet for its ground (rules §4.1: 是否需要回避 是/否、原因)."""
    if draft.recusal.rule is None and not length(draft.recusal.reason):
        yield _error("scoring.recusal.reason_missing")


def _error(code: str, /, **params: str | int) -> Finding:
    """Make a finding that prevents locking."""
    return Finding(code=code, level=Level.ERROR, params=params)


def _warn(code: str, /, **params: str | int) -> Finding:
    """Make a finding that only asks."""
    return Finding(code=code, level=Level.WARN, params=params)
