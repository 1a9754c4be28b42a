"""What one value leads to: points to discuss, the suggestion, the decision and its amount (rules §8)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, Literal, TypeAlias

from zgc_review.aggregation.combination import YES
from zgc_review.aggregation.inputs import EffectiveSheet, SignedConsent
from zgc_review.aggregation.outcomes import DECISIONS, Conclusion
from zgc_review.domain.bodies import (
    Decision,
)
from zgc_review.domain.money import Amount
from zgc_review.domain.results import Combination, ResultApplication
from zgc_review.domain.settings import Pool, RoundSettings
from zgc_review.errors import AggregationError

Topic: TypeAlias = Literal["spread", "split", "floor", "veto", "near_line"]
_DECISIONS: Final[dict[str, dict[str, Conclusion]]] = {
    stage: {str(name): name for name in names} for stage, names in DECISIONS.items()
}


def topics(
    before: Combination,
    sheets: tuple[EffectiveSheet, ...],
    settings: RoundSettings,
    lines: Sequence[int],
    *,
    claimed: bool,
) -> tuple[Topic, ...]:
    """Return why the chair opens discussion, in the order of docs/bodies.md §4.

    ``lines``: values × 100 at which the conclusion changes. ``claimed``: somebody raised a veto by
    consent; claims on the ``sheets`` count as well.
    """
    said = {sheet.body.recommendation for sheet in sheets}
    near = before.value is not None and any(abs(before.value - line) <= settings.near_line for line in lines)
    found: dict[Topic, bool] = {
        "spread": any(mark.flags for mark in before.marks),
        "split": "NOT_SUPPORT" in said and not YES.isdisjoint(said),
        "floor": any(line.below_floor for line in before.criteria),
        "veto": claimed or any(sheet.body.claims for sheet in sheets),
        "near_line": near,
    }
    return tuple(topic for topic, holds in found.items() if holds)


def meets_votes(after: Combination, settings: RoundSettings) -> bool:
    """Say whether enough effective experts support it (S06); true when the rule is off."""
    if settings.vote_rule is None:
        return True
    numerator, denominator = settings.vote_rule
    votes, needed = after.yes_votes * denominator, numerator * len(after.marks)
    # A half is no majority: “> 1/2” is the one share that must be exceeded (rules §7).
    return votes > needed if settings.vote_rule == (1, 2) else votes >= needed


def suggestion(after: Combination, settings: RoundSettings, pool: Pool) -> Decision:
    """Return what the lines of the pool suggest (S08)."""
    if after.value is None:
        return "VOID"
    if after.value >= pool.pass_line and meets_votes(after, settings):
        return "SUPPORT"
    return "RESERVE" if after.value >= pool.reserve else "NOT_SUPPORT"


def decided(
    application: ResultApplication, consent: SignedConsent | None, stage: str
) -> tuple[Conclusion | None, int | None]:
    """Return decision and amount in 分 of the chair's consent, or the amount that stands without one.

    Only a round of stage proposal has amounts.

    Raises:
        AggregationError: ``aggregation.decision.unknown``, ``aggregation.decision.amount``,
            ``aggregation.decision.ceiling``, ``aggregation.decision.stage_amount``.
    """
    name = application.number
    most = application.requested_fen if application.ceiling_fen is None else application.ceiling_fen
    if consent is None:
        return None, most if stage == "proposal" else None
    decision = _DECISIONS[stage].get(consent.body.answer)
    if decision is None:
        raise AggregationError("aggregation.decision.unknown", application=name)
    amount = consent.body.values.get("amount_fen")
    if stage != "proposal":
        if amount is not None:
            raise AggregationError("aggregation.decision.stage_amount", application=name)
        return decision, None
    if amount is not None and (isinstance(amount, bool) or not isinstance(amount, int) or amount < 0):
        raise AggregationError("aggregation.decision.amount", application=name)
    if amount is not None and most is not None and amount > most:
        raise AggregationError(
            "aggregation.decision.ceiling", application=name, amount=Amount(amount), most=Amount(most)
        )
    return decision, amount if decision in YES else None
