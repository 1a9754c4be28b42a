"""Judges a signed sheet as it arrives: docs/bodies.md §3, whatever program wrote it."""

from __future__ import annotations

from zgc_review.domain.bodies import (
    SheetBody,
)
from zgc_review.domain.money import points
from zgc_review.domain.settings import RoundSettings
from zgc_review.errors import ScoringError
from zgc_review.scoring.rubric import RubricLike, shown
from zgc_review.scoring.totals import check_places, sheet_total

_EMPTY_WHEN_RECUSED = (
    "percents",
    "not_applicable",
    "comments",
    "floor_reasons",
    "pages",
    "claims",
    "total",
    "recommendation",
    "integrity",
    "budget",
)


def check_locked(body: SheetBody, rubric: RubricLike, settings: RoundSettings) -> None:
    """Accept a locked or recused sheet, or say which sentence of docs/bodies.md §3 it breaks.

    Raises:
        ScoringError: ``scoring.recused.*``, ``scoring.recusal.answer``, ``scoring.criterion.*``,
            ``scoring.applicable.*``, ``scoring.percent.step``, ``scoring.total.*``,
            ``scoring.recommendation.missing``, ``scoring.integrity.missing``,
            ``scoring.budget.stage``.
    """
    if body.state == "recused":
        _check_recused(body)
        return
    if body.recusal.answer != "no":
        raise ScoringError("scoring.recusal.answer")
    check_places(body.percents, body.not_applicable, rubric)
    _check_keys(body, rubric)
    _check_entries(body, settings)
    if body.total is None:
        raise ScoringError("scoring.total.missing")
    computed = sheet_total(body.percents, body.not_applicable, rubric)
    if body.total != computed:
        raise ScoringError("scoring.total.differs", given=points(body.total), computed=points(computed))
    if body.recommendation is None:
        raise ScoringError("scoring.recommendation.missing")
    if body.integrity is None:
        raise ScoringError("scoring.integrity.missing")
    if body.budget is not None and settings.stage != "proposal":
        raise ScoringError("scoring.budget.stage")


def _check_recused(body: SheetBody) -> None:
    """A recused sheet says nothing about the application (rules §4.1.3)."""
    if body.recusal.answer != "yes":
        raise ScoringError("scoring.recused.answer")
    for name in _EMPTY_WHEN_RECUSED:
        value = getattr(body, name)
        # Not plain truth: a total of 0 or an integrity of false would be an answer.
        if value is not None and value not in ({}, ()):
            raise ScoringError("scoring.recused.content", field=name)


def _check_keys(body: SheetBody, rubric: RubricLike) -> None:
    """Nothing may hang on a criterion that nobody sees: it would be signed and never shown."""
    known = {criterion.id for criterion in shown(rubric)}
    cited = {page.criterion for page in body.pages if page.criterion}
    for criterion in sorted({*body.comments, *body.floor_reasons, *cited} - known):
        raise ScoringError("scoring.criterion.unknown", criterion=criterion)


def _check_entries(body: SheetBody, settings: RoundSettings) -> None:
    """Percents stand on the round's step; “not applicable” only where the round allows it."""
    for criterion, percent in sorted(body.percents.items()):
        if percent % settings.input_step:
            raise ScoringError("scoring.percent.step", criterion=criterion, step=settings.input_step)
    if settings.not_applicable == "block":
        for criterion in sorted(body.not_applicable):
            raise ScoringError("scoring.applicable.blocked", criterion=criterion)
