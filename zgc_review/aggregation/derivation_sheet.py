"""How the total of one sheet came: percents × weights, what does not apply, rounding (1) of rules §7."""

from __future__ import annotations

from fractions import Fraction

from zgc_review.aggregation.inputs import EffectiveSheet, RubricLike, shown
from zgc_review.aggregation.steps import Step, exact_text, step
from zgc_review.domain.money import points

SHEETS = "sheets"
CELL = "cell"
SAID = "said"
_ID = 8  # first digits of a message id, enough to find the sheet


def sheet_line(sheet: EffectiveSheet, rubric: RubricLike) -> Step:
    """Return the total of a sheet in one line."""
    earned, weights = _sums(sheet, rubric)
    percents = sheet.body.percents
    given = [one for one in shown(rubric) if one.id in percents]
    return step(
        SHEETS,
        f"sheet.{sheet.body.phase}",
        code=sheet.code,
        terms=" + ".join(f"{percents[one.id]}×{one.weight}" for one in given),
        earned=earned,
        weights=weights,
        exact=exact_text(Fraction(earned, weights)),
        total=points(sheet.total),
    )


def sheet_steps(sheet: EffectiveSheet, rubric: RubricLike) -> tuple[Step, ...]:
    """Return a sheet criterion by criterion, then its sum, quotient and rounding."""
    body = sheet.body
    found = [step(CELL, f"head.{body.phase}", code=sheet.code, sheet=sheet.id[:_ID])]
    for one in shown(rubric):
        percent = body.percents.get(one.id)
        if percent is None:
            found.append(step(CELL, "left_out", criterion=one.id, weight=one.weight))
        else:
            product = percent * one.weight
            share = exact_text(Fraction(product, 100))
            found.append(
                step(CELL, "share", criterion=one.id, percent=percent, weight=one.weight, share=share)
            )
    earned, weights = _sums(sheet, rubric)
    exact = exact_text(Fraction(earned, weights))
    found.append(step(CELL, "quotient_of.sheet", earned=earned, weights=weights, exact=exact))
    found.append(step(CELL, "total", exact=exact, total=points(sheet.total)))
    return (*found, *_said(sheet, rubric))


def _said(sheet: EffectiveSheet, rubric: RubricLike) -> tuple[Step, ...]:
    """Return what an expert wrote on a sheet, with the pages cited for it."""
    body, found = sheet.body, []
    for one in shown(rubric):
        named = {
            "comment": body.comments.get(one.id, ""),
            "floor_reason": body.floor_reasons.get(one.id, ""),
            "not_applicable": body.not_applicable.get(one.id, ""),
        }
        found += [step(SAID, key, criterion=one.id, text=text) for key, text in named.items() if text]
        found += _pages(sheet, one.id)
    if body.overall:
        found.append(step(SAID, "overall", text=body.overall))
    found += _pages(sheet, "")
    if body.recommendation is not None:
        found.append(step(SAID, "recommendation", recommendation=body.recommendation))
    if body.reason:
        found.append(step(SAID, "reason", text=body.reason))
    return tuple(found)


def _pages(sheet: EffectiveSheet, criterion: str) -> list[Step]:
    """Return the pages cited for a criterion, or for the sheet as a whole."""
    return [
        step(
            SAID,
            "page" if criterion else "page_whole",
            criterion=criterion,
            document=one.document,
            page=one.page,
        )
        for one in sheet.body.pages
        if one.criterion == criterion
    ]


def _sums(sheet: EffectiveSheet, rubric: RubricLike) -> tuple[int, int]:
    """Return Σ(percent × weight) and Σ applicable weights (rules §6.3)."""
    percents = sheet.body.percents
    given = [one for one in shown(rubric) if one.id in percents]
    return sum(percents[one.id] * one.weight for one in given), sum(one.weight for one in given)
