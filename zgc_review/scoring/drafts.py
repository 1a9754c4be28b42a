"""Edits of a draft sheet, each a function from one body to the next, so that every step can be undone."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeVar

from msgspec.structs import replace

from zgc_review.domain.bodies import (
    BudgetOpinion,
    CitedPage,
    Phase,
    Recommendation,
    SheetBody,
    SheetRecusal,
    VetoClaim,
)
from zgc_review.domain.settings import RoundSettings
from zgc_review.errors import ScoringError
from zgc_review.scoring.completeness import length, missing
from zgc_review.scoring.rubric import RubricLike
from zgc_review.scoring.totals import sheet_total

_Value = TypeVar("_Value")


def new_draft(application: str, version: str, letter: str, phase: Phase = "initial") -> SheetBody:
    """Return an empty draft of somebody who answered “no” to the recusal question at its head."""
    return SheetBody(
        application=application,
        application_version=version,
        letter=letter,
        phase=phase,
        state="locked",
        recusal=SheetRecusal(answer="no"),
    )


def set_percent(body: SheetBody, criterion: str, percent: int | None) -> SheetBody:
    """Enter, or with None clear, the percent of a criterion; it is then no longer “not applicable”.

    Raises:
        ScoringError: ``scoring.percent.range``, or ``scoring.draft.recused``.
    """
    _check_open(body)
    if percent is None:
        return replace(body, percents=_without(body.percents, criterion), total=None)
    if not 0 <= percent <= 100:
        raise ScoringError("scoring.percent.range")
    return replace(
        body,
        percents={**body.percents, criterion: percent},
        not_applicable=_without(body.not_applicable, criterion),
        total=None,
    )


def set_not_applicable(body: SheetBody, criterion: str, reason: str | None) -> SheetBody:
    """Mark a criterion as not applicable (an empty reason is still missing), or with None unmark it."""
    _check_open(body)
    if reason is None:
        return replace(body, not_applicable=_without(body.not_applicable, criterion), total=None)
    return replace(
        body,
        percents=_without(body.percents, criterion),
        not_applicable={**body.not_applicable, criterion: reason},
        total=None,
    )


def set_comment(body: SheetBody, criterion: str, text: str) -> SheetBody:
    """Write the comment of a criterion; an empty text removes it."""
    _check_open(body)
    return replace(body, comments=_written(body.comments, criterion, text))


def set_floor_reason(body: SheetBody, criterion: str, text: str) -> SheetBody:
    """Write why a percent lies below the criterion's floor; an empty text removes it."""
    _check_open(body)
    return replace(body, floor_reasons=_written(body.floor_reasons, criterion, text))


def set_overall(body: SheetBody, text: str) -> SheetBody:
    """Write the overall opinion."""
    _check_open(body)
    return replace(body, overall=text)


def set_recommendation(body: SheetBody, recommendation: Recommendation | None) -> SheetBody:
    """Choose the recommendation (rules §6.5)."""
    _check_open(body)
    return replace(body, recommendation=recommendation)


def set_integrity(body: SheetBody, found: bool | None) -> SheetBody:
    """Answer whether dishonesty was found (rules §6.6); None is unanswered."""
    _check_open(body)
    return replace(body, integrity=found)


def set_pages(body: SheetBody, pages: tuple[CitedPage, ...]) -> SheetBody:
    """Replace the cited pages; one page is cited once per criterion."""
    _check_open(body)
    return replace(body, pages=tuple(dict.fromkeys(pages)))


def set_claims(body: SheetBody, claims: tuple[VetoClaim, ...]) -> SheetBody:
    """Replace the veto claims (rules §8)."""
    _check_open(body)
    return replace(body, claims=claims)


def set_budget(body: SheetBody, budget: BudgetOpinion | None) -> SheetBody:
    """Write the opinion on the amount; not part of the score (rules §6.11)."""
    _check_open(body)
    return replace(body, budget=budget)


def set_reason(body: SheetBody, reason: str) -> SheetBody:
    """Write why a sheet was reopened or revised."""
    _check_open(body)
    return replace(body, reason=reason)


def recuse(body: SheetBody, recusal: SheetRecusal) -> SheetBody:
    """Return the recused sheet that takes the draft's place: it says nothing about the application.

    Raises:
        ScoringError: ``scoring.recused.answer`` when the answer is not yes.
    """
    if recusal.answer != "yes":
        raise ScoringError("scoring.recused.answer")
    return SheetBody(
        application=body.application,
        application_version=body.application_version,
        letter=body.letter,
        phase=body.phase,
        state="recused",
        recusal=recusal,
    )


def lock(body: SheetBody, rubric: RubricLike, settings: RoundSettings) -> SheetBody:
    """Return the sheet as it is signed, with its rounded total (rules §6.7).

    Raises:
        ScoringError: ``scoring.draft.incomplete``; :func:`missing` names what is open.
    """
    open_points = missing(body, rubric, settings)
    if open_points:
        raise ScoringError("scoring.draft.incomplete", count=len(open_points))
    if body.state == "recused":
        return body
    return replace(body, total=sheet_total(body.percents, body.not_applicable, rubric))


def reopen(body: SheetBody, reason: str) -> SheetBody:
    """Return a draft that begins with a locked sheet, with the reason for opening it again (rules §6.7).

    Raises:
        ScoringError: ``scoring.draft.recused`` or ``scoring.reopening.reason_missing``.
    """
    _check_open(body)
    if not length(reason):
        raise ScoringError("scoring.reopening.reason_missing")
    return replace(body, total=None, reason=reason)


def revise(body: SheetBody, reason: str) -> SheetBody:
    """Return a draft of phase revision that begins with the initial sheet (rules §6.8).

    Raises:
        ScoringError: as :func:`reopen`, or ``scoring.revision.twice`` for a sheet that is one already.
    """
    if body.phase == "revision":
        raise ScoringError("scoring.revision.twice")
    return replace(reopen(body, reason), phase="revision")


def _check_open(body: SheetBody) -> None:
    """Refuse edits of a sheet by somebody who stands aside."""
    if body.state == "recused":
        raise ScoringError("scoring.draft.recused")


def _without(entries: Mapping[str, _Value], key: str) -> dict[str, _Value]:
    """Return ``entries`` without ``key``."""
    return {name: value for name, value in entries.items() if name != key}


def _written(entries: Mapping[str, str], key: str, text: str) -> dict[str, str]:
    """Return ``entries`` with ``text`` under ``key``, or without it when the text is empty."""
    return {**entries, key: text} if text else _without(entries, key)
